"""What is said of sources to anyone: plain words, and nothing of ours that a stranger could use."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypeAlias

from babel.numbers import format_decimal
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from corridors import formats
from corridors.domain.freshness import age_in_words_unit
from corridors.wording import DAY, HOUR
from providers.health import Health, Known, State
from providers.models import FeedRun, HeldReading
from providers.source_selectors import HANDED_IN
from providers.sources import SourceFacts

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

Text: TypeAlias = "str | StrPromise"

STATES: Mapping[State, Text] = {
    State.FAILING: gettext_lazy("failing"),
    State.STALE: gettext_lazy("too old"),
    State.WORKING: gettext_lazy("working"),
    State.WAITING: gettext_lazy("nothing yet"),
    State.OFF: gettext_lazy("switched off"),
}

RUN_STATES: Mapping[str, Text] = {
    FeedRun.State.FETCHING: gettext_lazy("being asked"),
    FeedRun.State.FETCHED: gettext_lazy("waits to be read"),
    FeedRun.State.DONE: gettext_lazy("done"),
    FeedRun.State.FAILED: gettext_lazy("failed"),
}

DECISIONS: Mapping[str, Text] = {
    HeldReading.Decision.WAITING: gettext_lazy("waiting for a person to look"),
    HeldReading.Decision.RELEASED: gettext_lazy("released, and shown"),
    HeldReading.Decision.REFUSED: gettext_lazy("refused by a person"),
}

# An error names hosts, files and libraries, which are for operators; the first pattern that fits says enough.
ERRORS: tuple[tuple[re.Pattern[str], Text], ...] = (
    (re.compile(r"answered 429\b"), gettext_lazy("It asked us to come back later.")),
    (re.compile(r"answered (?:401|403|407)\b"), gettext_lazy("It did not let us in.")),
    (re.compile(r"answered (?:404|410)\b"), gettext_lazy("What we asked for is no longer there.")),
    (re.compile(r"answered 5\d\d\b"), gettext_lazy("It answered that something is wrong on its side.")),
    (
        re.compile(r"answered \d{3}\b|redirects "),
        gettext_lazy("It answered something else than what we asked for."),
    ),
    (re.compile(r"did not answer in time|took longer than"), gettext_lazy("It did not answer in time.")),
    (re.compile(r"cut its answer off"), gettext_lazy("Its answer broke off.")),
    (re.compile(r"could not be reached"), gettext_lazy("It could not be reached.")),
    (re.compile(r"the source gave no answer"), gettext_lazy("It gave no answer.")),
    (
        re.compile(r"^[0-9a-f]{16}: |answer that cannot be used"),
        gettext_lazy("Its answer is not in the form that we know."),
    ),
)
OURS = gettext_lazy("Something went wrong on our side; the operator’s records say what.")


def error(said: str) -> Text:
    """Why a run failed, for anyone: the kind of fault in words of ours, never what the error says."""
    return next((words for pattern, words in ERRORS if pattern.search(said)), OURS)


# Why what somebody handed in was not taken.
REFUSALS: tuple[tuple[re.Pattern[str], Text], ...] = (
    (
        re.compile(r"so none was recorded"),
        gettext_lazy("Some of its prices cannot be right, so none of them was taken."),
    ),
    (
        re.compile(r"there are more than [\d,]+ prices"),
        gettext_lazy("It had more prices than may come at once."),
    ),
)
NOT_READ = gettext_lazy("It could not be read.")
NOT_TAKEN = gettext_lazy("not taken")


def run_state(run: FeedRun) -> Text:
    """How a run ended; what was handed in wrongly did not fail, it was not taken."""
    return NOT_TAKEN if _was_not_taken(run) else RUN_STATES[run.state]


def run_error(run: FeedRun) -> Text:
    """Why a run failed, or why what was handed in was not taken; "" when neither."""
    if _was_not_taken(run):
        return next((words for pattern, words in REFUSALS if pattern.search(run.error)), NOT_READ)
    return error(run.error) if run.error else ""


def _was_not_taken(run: FeedRun) -> bool:
    return run.state == FeedRun.State.FAILED and run.trigger in HANDED_IN


def count(number: int) -> str:
    """1,234."""
    return format_decimal(number, locale=formats.locale())


def span(length: timedelta) -> str:
    """The largest whole unit that says it exactly enough: 6 hours, 7 days."""
    minutes = length // timedelta(minutes=1)
    for size, unit in ((DAY, "day"), (HOUR, "hour")):
        if minutes >= size and minutes % size == 0:
            return formats.duration(minutes // size, unit)
    return formats.duration(minutes, "minute")


def seconds(length: timedelta) -> str:
    """How long a run took: 3 seconds, 2 minutes."""
    whole = length // timedelta(seconds=1)
    if whole < 60:
        return formats.duration(whole, "second")
    number, unit = age_in_words_unit(length)
    return formats.duration(number, unit)


def rhythm(facts: SourceFacts) -> str:
    """How often a source is asked."""
    minutes = facts.poll_every_minutes
    if not minutes:
        return _("as it comes in")
    if minutes % DAY == 0:
        return ngettext("every day", "every %(number)s days", minutes // DAY) % {"number": minutes // DAY}
    if minutes % HOUR == 0:
        return ngettext("every hour", "every %(number)s hours", minutes // HOUR) % {"number": minutes // HOUR}
    return ngettext("every minute", "every %(number)s minutes", minutes) % {"number": minutes}


def limit(facts: SourceFacts) -> str:
    """How long its data counts."""
    return span(timedelta(minutes=facts.stale_after_minutes))


def sentences(health: Health, known: Known, facts: SourceFacts, *, now: datetime) -> list[Text]:
    """What is wrong, and since when; nothing for a source that works."""
    said: list[Text] = []
    for state in health.states:
        if state is State.FAILING and known.failing_since is not None:
            said += [_failing(known.failures, known.failing_since, now=now), error(known.last_error)]
        elif state is State.STALE:
            said.append(_stale(known, facts, now=now))
        elif state is State.WAITING:
            never_asked = facts.is_pulled and known.last_success_at is None
            said.append(_("We have not asked it yet.") if never_asked else _("Nothing has come in yet."))
        elif state is State.OFF:
            said.append(_("This site does not collect from it."))
    if health.is_backing_off:
        said.append(_("Until it works again, we ask once an hour at most."))
    return said


def _failing(failures: int, since: datetime, *, now: datetime) -> str:
    values = {"number": count(failures), "age": formats.seen(since, at=now)}
    if failures == 1:
        return _("The last try failed, %(age)s.") % values
    return (
        ngettext(
            "The last %(number)s try failed, the first of them %(age)s.",
            "The last %(number)s tries failed, the first of them %(age)s.",
            failures,
        )
        % values
    )


def _stale(known: Known, facts: SourceFacts, *, now: datetime) -> str:
    if known.data_at is None:
        return _("Nothing that could be used came from it so far.")
    return _("Its newest data is from %(day)s; it counts for %(limit)s.") % {
        "day": formats.day(known.data_at.date()),
        "limit": limit(facts),
    }
