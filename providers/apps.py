from django.apps import AppConfig


class ProvidersConfig(AppConfig):
    """The app of providers and the sources of prices."""

    name = "providers"
    default_auto_field = "django.db.models.BigAutoField"
