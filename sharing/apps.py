from django.apps import AppConfig


class SharingConfig(AppConfig):
    """The app of what leaves the page: cards, text messages, pictures, and the site on a home screen."""

    name = "sharing"
