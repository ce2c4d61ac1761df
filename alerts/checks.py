"""What Django checks before it starts."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Warning, register


@register()
def alerts_are_set_up_whole(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Half a set-up is a mistake: alerts stay off, and nobody would know why."""
    if settings.ALERTS_OFF and settings.ALERTS_FROM:
        return [Warning(f"Alerts are off. {settings.ALERTS_OFF}", id="alerts.W001")]
    return []
