from django.apps import AppConfig


class PartnersConfig(AppConfig):
    """The app of those who query and submit by key."""

    name = "partners"
    default_auto_field = "django.db.models.BigAutoField"
