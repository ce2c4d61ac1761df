from django.apps import AppConfig


class SupportConfig(AppConfig):
    """The app of what helps around the price: organisations, services, lessons and a budget."""

    name = "support"
    default_auto_field = "django.db.models.BigAutoField"
