"""What Django checks before it starts."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from providers.sources import SourceError, every_source


@register()
def every_feed_named_exists(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A misspelt name in FEEDS would be a source that silently never comes in."""
    try:
        known = every_source()
    except SourceError as error:
        return [Error(str(error), id="providers.E001")]
    wrong = [key for key in settings.FEEDS if key not in known]
    hint = f"Known are: {', '.join(known)}."
    return [
        Error(f"FEEDS names {key!r}, which is no source.", hint=hint, id="providers.E002") for key in wrong
    ]
