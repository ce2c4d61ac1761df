"""Sources as the pages show them: what is known of each, in words."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _

from corridors import formats
from corridors.wording import OUR_SOURCES, source_name
from providers.health import Known, State, health_of, is_in_trouble, trouble_first
from providers.models import FeedRun
from providers.pages import wording
from providers.pages.reasons import Group
from providers.pages.wording import Text
from providers.sources import SourceFacts

TROUBLE = (State.FAILING, State.STALE)


class StateTag(NamedTuple):
    """A state in a word; `is_trouble` for one that wants attention."""

    word: Text
    is_trouble: bool


class SourceRow(NamedTuple):
    """One source in words. Counts are of the last 30 days, `waiting` is of all time.

    `is_ours`: its name is in the reader's language, not in its publisher's.
    """

    facts: SourceFacts
    name: str
    is_ours: bool
    states: list[StateTag]
    sentences: list[Text]
    rhythm: str
    limit: str
    last_success: str
    newest: str
    runs: str
    failed: str
    refused: str
    held: str
    waiting: int
    needs_attention: bool
    order: tuple[bool, bool, str]


class RunRow(NamedTuple):
    """One run in words; `error` is "" unless it failed."""

    started: str
    age: str
    state: Text
    error: Text
    counts: list[str]
    took: str


class GroupRow(NamedTuple):
    """Why some readings were left out, how many, and where a few of them stood."""

    sentence: str
    readings: str
    decision: Text
    examples: list[tuple[str, str]]


def source_row(facts: SourceFacts, known: Known, *, now: datetime) -> SourceRow:
    """A source in the reader's language; in order, trouble comes first and what is switched off last."""
    state = health_of(facts, known, now=now)
    needs_attention = is_in_trouble(facts, state)
    return SourceRow(
        facts=facts,
        name=source_name(facts.name),
        is_ours=facts.name in OUR_SOURCES,
        states=[StateTag(wording.STATES[each], needs_attention and each in TROUBLE) for each in state.states],
        sentences=wording.sentences(state, known, facts, now=now),
        rhythm=wording.rhythm(facts),
        limit=wording.limit(facts),
        last_success=_age(known.last_success_at, now=now),
        newest=_age(known.data_at, now=now),
        runs=wording.count(known.runs),
        failed=wording.count(known.failed),
        refused=wording.count(known.refused),
        held=wording.count(known.held),
        waiting=known.waiting,
        needs_attention=needs_attention,
        order=(*trouble_first(facts, state), formats.in_alphabet(source_name(facts.name))),
    )


def _age(when: datetime | None, *, now: datetime) -> str:
    return formats.seen(when, at=now) if when else _("never")


def run_row(run: FeedRun, *, now: datetime) -> RunRow:
    """A run as a line of a table: how it ended, what became of its readings, how long it took."""
    return RunRow(
        started=f"{run.started_at:%Y-%m-%d %H:%M}",
        age=formats.seen(run.started_at, at=now),
        state=wording.run_state(run),
        error=wording.run_error(run),
        counts=[
            wording.count(number)
            for number in (run.rows_read, run.stored, run.already_stored, run.refused, run.held)
        ],
        took=wording.seconds(run.finished_at - run.started_at) if run.finished_at else "",
    )


def group_rows(groups: Collection[Group]) -> list[GroupRow]:
    """Reasons as lines of a list."""
    return [
        GroupRow(
            sentence=group.sentence,
            readings=wording.count(group.readings),
            decision=wording.DECISIONS[group.decision] if group.decision else "",
            examples=group.examples,
        )
        for group in groups
    ]
