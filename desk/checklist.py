"""The first steps of a new site: what is done by what is stored, and what only a person can say."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.contrib.auth import get_user_model
from django.urls import reverse

from alerts.models import Mail
from corridors.models import CurrentPrice, FundingStatement, ReferenceRate
from corridors.scope import scope
from desk.models import Tick
from providers.health import Known
from providers.source_selectors import known_sources
from providers.sources import PRICES, every_source
from support.models import Article, Organisation

RATE_WITHIN = timedelta(days=7)
BY_HAND = "backups", "languages", "mail_tested", "every_corridor"


class Step(NamedTuple):
    """One step: whether it is done, how to do it, and where.

    `tick` says who called it done, and when, where nothing that is stored shows it.
    """

    key: str
    title: str
    how: str
    address: str
    is_done: bool
    tick: Tick | None = None
    can_tick: bool = False


def steps(now: datetime) -> list[Step]:
    """Every step in the order in which they are best taken. About fifteen queries."""
    ticks = {tick.step: tick for tick in Tick.objects.all()}
    return [*_site(), *_prices(now, ticks), *_content(), *_mail(ticks), *_by_hand(ticks)]


def _site() -> Iterator[Step]:
    yield Step(
        "superuser",
        "Somebody may do everything",
        "On the machine: manage.py createsuperuser. Then make an account for each other person here.",
        reverse("admin:auth_user_changelist"),
        get_user_model()._default_manager.filter(is_superuser=True, is_active=True).exists(),
    )
    yield Step(
        "site_url",
        "The site knows its own address",
        "Set SITE_URL, such as https://compare.example.org, and start the site again.",
        "",
        bool(settings.SITE_URL),
    )
    yield Step(
        "contact",
        "Readers and sources can write to you",
        "Set SUPPORT_CONTACT for readers and FEED_CONTACT for sources, and start the site again.",
        "",
        bool(settings.SUPPORT_CONTACT and settings.FEED_CONTACT),
    )
    yield Step(
        "funding",
        "It is said who pays for the site",
        "Write one sentence, with a page where it can be checked.",
        reverse("admin:corridors_fundingstatement_add"),
        FundingStatement.objects.exists(),
    )


def _prices(now: datetime, ticks: Mapping[str, Tick]) -> Iterator[Step]:
    known = known_sources(now)
    connected = [
        key
        for key, facts in every_source().items()
        if facts.kind == PRICES and not facts.sandbox and known.get(key, Known()).last_success_at
    ]
    real = CurrentPrice.objects.filter(service__provider__sandbox=False)
    yield _ticked(
        Step(
            "every_corridor",
            "The corridors to offer are chosen",
            "Choose countries to send from, or single corridors; or say that all are to be offered.",
            reverse("admin:corridors_country_changelist"),
            scope().is_chosen,
        ),
        ticks,
    )
    yield Step(
        "source",
        "A source of prices is connected",
        "Switch a source on, or hand in a table of prices. What the sandbox invents does not count.",
        reverse("desk:sources"),
        bool(connected),
    )
    yield Step(
        "prices",
        "The first prices of today are recorded",
        "The bundled survey is of the past. Once a source was read or a table handed in, this is done.",
        reverse("admin:providers_upload"),
        real.filter(period="").exists(),
    )
    yield Step(
        "rates",
        "There is a reference rate of the last 7 days",
        "Central banks’ rates come in by themselves once the site may reach them.",
        reverse("desk:sources"),
        ReferenceRate.objects.filter(
            observed_on__gte=(now - RATE_WITHIN).date(), source__sandbox=False
        ).exists(),
    )


def _content() -> Iterator[Step]:
    shown = Organisation.objects.filter(is_shown=True)
    yield Step(
        "support_loaded",
        "Organisations and lessons are there",
        "On the machine: manage.py load_support.",
        reverse("admin:support_organisation_changelist"),
        shown.exists() and Article.objects.filter(is_shown=True).exists(),
    )
    yield Step(
        "support_reviewed",
        "Every organisation that is shown was checked",
        "Open each, correct it, and say that you have checked it; hide those of countries you do not serve.",
        reverse("admin:support_organisation_changelist") + "?review=never",
        shown.exists() and not shown.filter(reviewed_on__isnull=True).exists(),
    )


def _mail(ticks: Mapping[str, Tick]) -> Iterator[Step]:
    yield Step(
        "mail",
        "Mail is set up",
        settings.ALERTS_OFF or "SITE_URL, ALERTS_FROM and EMAIL_URL are set.",
        "",
        not settings.ALERTS_OFF,
    )
    yield _ticked(
        Step(
            "mail_tested",
            "A mail has arrived",
            "Ask for an alert with an address of your own. It is done once the mail server took a mail.",
            reverse("admin:alerts_alert_changelist"),
            Mail.objects.filter(state=Mail.State.SENT).exists(),
        ),
        ticks,
    )


def _by_hand(ticks: Mapping[str, Tick]) -> Iterator[Step]:
    yield _ticked(
        Step(
            "backups",
            "A backup was read back",
            "Restore a copy of the database and of the archive on another machine, and look at it there.",
            "",
            False,
        ),
        ticks,
    )
    yield _ticked(
        Step(
            "languages",
            "The languages are chosen",
            "Look at how much each has and whether it was checked, and whom you can ask to read one.",
            reverse("desk:languages"),
            False,
        ),
        ticks,
    )


def _ticked(step: Step, ticks: Mapping[str, Tick]) -> Step:
    """A step that a person may also call done; who did is said where nothing else shows it."""
    tick = None if step.is_done else ticks.get(step.key)
    return step._replace(is_done=step.is_done or tick is not None, tick=tick, can_tick=not step.is_done)


def tick(step: str, *, by: str, now: datetime) -> None:
    """Note that a step is done: by whom, and when. Repeating it changes nothing."""
    Tick.objects.get_or_create(step=step, defaults={"ticked_by": by[:150], "ticked_at": now})


def untick(step: str) -> None:
    """Take a tick back. Safe to repeat."""
    Tick.objects.filter(step=step).delete()
