from django.apps import AppConfig


class ProvidersConfig(AppConfig):
    """The app of providers and the sources of prices."""

    name = "providers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register what is checked at the start."""
        from providers import checks  # noqa: F401 - importing registers
