from django.apps import AppConfig


class CorridorsConfig(AppConfig):
    """The app of corridors, prices and statistics."""

    name = "corridors"
    default_auto_field = "django.db.models.BigAutoField"
