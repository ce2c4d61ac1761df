"""Settings that are missing: what the site cannot do without them."""

from collections.abc import Iterator

from django.conf import settings
from django.urls import reverse

from desk.attention.concern import Concern, some
from providers.sources import every_source

NEEDED = {
    "SITE_URL": "what links in mails begin with",
    "SUPPORT_CONTACT": "where readers report mistakes",
    "FEED_CONTACT": "whom a source writes to before it blocks the site",
}


def concerns() -> Iterator[Concern]:
    """Settings missing, alerts that are off, sources without their key. No query."""
    address = reverse("desk:first_steps")
    missing = [f"{name}: {why}" for name, why in NEEDED.items() if not getattr(settings, name)]
    if missing:
        yield Concern("Settings that are missing", len(missing), None, address, "; ".join(missing))
    if settings.ALERTS_OFF:
        yield Concern("Price alerts are off", None, None, address, settings.ALERTS_OFF)
    keyless = [
        f"{facts.name} ({facts.token_setting})"
        for facts in every_source().values()
        if facts.token_required and not facts.token
    ]
    if keyless:
        yield Concern(
            "Sources that are off because their key is missing",
            len(keyless),
            None,
            reverse("desk:sources"),
            some(keyless, between="; "),
        )
    if settings.SANDBOX_URL:
        yield Concern(
            "Invented prices are shown",
            None,
            None,
            address,
            "A sandbox is connected, for trying the site. Start without it before others use it.",
        )
