from django.apps import AppConfig


class AlertsConfig(AppConfig):
    """The app of price alerts by mail."""

    name = "alerts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register what is checked at the start."""
        from alerts import checks  # noqa: F401 - importing registers
