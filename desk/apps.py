from django.apps import AppConfig


class DeskConfig(AppConfig):
    """The operators' desk."""

    name = "desk"
    verbose_name = "Mystery shopping"
