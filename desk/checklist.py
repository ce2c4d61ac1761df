"""The first steps of a new site: what is done by what is stored, and what only a person can say."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import NamedTuple

from django.conf import settings
from django.contrib.auth import get_user_model
from django.http import HttpRequest
from django.urls import reverse

from alerts.models import Mail
from corridors.models import CurrentPrice, FundingStatement, ReferenceRate
from corridors.scope import scope
from desk.allowed import may_add, may_look
from desk.models import Tick
from providers.health import Known
from providers.intake import may_hand_in
from providers.source_selectors import known_sources
from providers.sources import PRICES, every_source
from support.models import Article, Organisation

RATE_WITHIN = timedelta(days=7)
# What comes with the product, or is dropped into a folder: prices of past quarters connect nothing.
SURVEY = "rpw"
SURVEYS = frozenset({SURVEY, "rpw_folder"})
# What nothing that is stored shows for certain: a person may call it done.
BY_HAND = frozenset({"backups", "languages", "mail_tested", "every_corridor"})


class Step(NamedTuple):
    """One step: whether it is done, how to do it, and where.

    `tick` says who called it done, and when, where nothing that is stored shows it. `may_open` says who
    may go to the address; None: all staff.
    """

    key: str
    title: str
    how: str
    address: str
    is_done: bool
    may_open: Callable[[HttpRequest], bool] | None = None
    tick: Tick | None = None
    can_tick: bool = False


def steps(now: datetime) -> list[Step]:
    """Every step in the order in which they are best taken. Seventeen queries at most."""
    ticks = {tick.step: tick for tick in Tick.objects.all()}
    every = (*_site(), *_prices(now), *_content(), *_mail(), *_by_hand())
    return [_ticked(step, ticks.get(step.key)) if step.key in BY_HAND else step for step in every]


def _site() -> Iterator[Step]:
    yield Step(
        "superuser",
        "Somebody may do everything",
        "On the machine: manage.py createsuperuser. Then make an account for each other person here.",
        reverse("admin:auth_user_changelist"),
        get_user_model()._default_manager.filter(is_superuser=True, is_active=True).exists(),
        partial(may_look, model="auth.user"),
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
        partial(may_add, model="corridors.fundingstatement"),
    )


def _prices(now: datetime) -> Iterator[Step]:
    known, survey = known_sources(now), every_source()[SURVEY].name
    connected = [
        key
        for key, facts in every_source().items()
        if facts.kind == PRICES
        and not facts.sandbox
        and key not in SURVEYS
        and known.get(key, Known()).last_success_at
    ]
    real = CurrentPrice.objects.filter(service__provider__sandbox=False)
    yield Step(
        "every_corridor",
        "The corridors to offer are chosen",
        "Choose countries to send from, or single corridors; or say that all are to be offered.",
        reverse("admin:corridors_country_changelist"),
        scope().is_chosen,
        partial(may_look, model="corridors.country"),
    )
    yield Step(
        "source",
        "A source of prices is connected",
        "Switch a source on, or hand in a table of prices. The survey that comes with the site "
        f"({survey}) and what the sandbox invents do not count.",
        reverse("desk:sources"),
        bool(connected),
    )
    yield Step(
        "prices",
        "The first prices of today are recorded",
        f"The survey that comes with the site ({survey}) is of the past. Once a source was read or a "
        "table handed in, this is done.",
        reverse("admin:providers_upload"),
        real.filter(period="").exists(),
        may_hand_in,
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
        partial(may_look, model="support.organisation"),
    )
    yield Step(
        "support_reviewed",
        "Every organisation that is shown was checked",
        "Open each, correct it, and say that you have checked it; hide those of countries you do not serve.",
        reverse("admin:support_organisation_changelist") + "?review=never",
        shown.exists() and not shown.filter(reviewed_on__isnull=True).exists(),
        partial(may_look, model="support.organisation"),
    )


def _mail() -> Iterator[Step]:
    yield Step(
        "mail",
        "Mail is set up",
        settings.ALERTS_OFF or "SITE_URL, ALERTS_FROM and EMAIL_URL are set.",
        "",
        not settings.ALERTS_OFF,
    )
    yield Step(
        "mail_tested",
        "A mail has arrived",
        "On the page of a corridor, ask for an alert with an address of your own. It is done once the mail "
        "server took a mail.",
        reverse("admin:alerts_alert_changelist"),
        Mail.objects.filter(state=Mail.State.SENT).exists(),
        partial(may_look, model="alerts.alert"),
    )


def _by_hand() -> Iterator[Step]:
    yield Step(
        "backups",
        "A backup was read back",
        "Restore a copy of the database and of the archive on another machine, and look at it there.",
        "",
        False,
    )
    yield Step(
        "languages",
        "The languages are chosen",
        "Look at how much each has and whether it was checked, and whom you can ask to read one.",
        reverse("desk:languages"),
        False,
    )


def _ticked(step: Step, tick: Tick | None) -> Step:
    """A step that a person may call done, unless what is stored shows it; who did is said then."""
    if step.is_done:
        return step
    return step._replace(is_done=tick is not None, tick=tick, can_tick=True)


def tick(step: str, *, by: str, now: datetime) -> None:
    """Note that a step is done: by whom, and when. Repeating it changes nothing."""
    Tick.objects.get_or_create(step=step, defaults={"ticked_by": by[:150], "ticked_at": now})


def untick(step: str) -> Tick | None:
    """Take a tick back; the one that was there. Safe to repeat."""
    taken = Tick.objects.filter(step=step).first()
    Tick.objects.filter(step=step).delete()
    return taken
