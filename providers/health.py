"""How one source is doing, from what is known of it and the time. No clock and no query."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from providers.feeds import FAILURES_BEFORE_BACKING_OFF
from providers.sources import SourceFacts

MAX_ERROR = 300


class State(StrEnum):
    """What a source is; failing and stale may hold at once, any other alone."""

    FAILING = "failing"
    STALE = "stale"
    WORKING = "working"
    WAITING = "waiting"
    OFF = "off"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the database knows of one source; as it stands here, of one that never ran. Times are UTC.

    `failures` counts the failed runs since the last success, `failing_since` is the start of the first of
    them and `last_error` what the last one said, in an operator's words. `data_at` is when the newest price
    or rate was true. `runs`, `failed`, `refused` and `held` count the last 30 days, `failed` without what
    somebody handed in wrongly; `waiting` counts all that is held and undecided.
    """

    due_at: datetime | None = None
    last_success_at: datetime | None = None
    failures: int = 0
    failing_since: datetime | None = None
    last_error: str = ""
    data_at: datetime | None = None
    runs: int = 0
    failed: int = 0
    refused: int = 0
    held: int = 0
    waiting: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How a source is doing at one time; `stale_since` is when its newest data outlived its limit."""

    states: tuple[State, ...]
    stale_since: datetime | None = None
    is_backing_off: bool = False

    @property
    def needs_attention(self) -> bool:
        return State.FAILING in self.states or State.STALE in self.states


def health(
    *, is_polled: bool, is_pulled: bool, stale_after: timedelta, known: Known, now: datetime
) -> Health:
    """How a source is doing.

    Args:
        is_polled: it has a rhythm; without one its files are loaded by hand.
        is_pulled: this deployment collects from it on that rhythm.
        stale_after: how old its newest data may be. The last moment still counts.
        known: what the database knows of it.
        now: the time to judge at, UTC.

    It is failing when its last run failed, whatever came before; stale when its newest data is older than
    its limit, though every run may succeed. Data that never came is counted from when it was due.
    """
    if is_polled and not is_pulled:
        return Health(states=(State.OFF,))
    is_failing = is_pulled and known.failures > 0
    stale_since = _stale_since(known, stale_after)
    is_stale = stale_since is not None and now > stale_since
    states = [state for state, holds in ((State.FAILING, is_failing), (State.STALE, is_stale)) if holds]
    ran = known.last_success_at is not None or not is_pulled
    return Health(
        states=tuple(states) or (State.WORKING if ran and known.data_at else State.WAITING,),
        stale_since=stale_since if is_stale else None,
        is_backing_off=is_failing and known.failures >= FAILURES_BEFORE_BACKING_OFF,
    )


def _stale_since(known: Known, stale_after: timedelta) -> datetime | None:
    """When the newest data outlives its limit.

    A source all of whose readings were refused is stale at once; one that was asked and had nothing to give,
    such as a folder without files, never.
    """
    if known.data_at is not None:
        return known.data_at + stale_after
    if known.last_success_at is not None:
        return known.last_success_at if known.refused else None
    return known.due_at + stale_after if known.due_at is not None else None


def moment_of(day: date, *, now: datetime) -> datetime:
    """The moment up to which a rate of a day is news: the end of that day, or now while it lasts.

    So a limit of 7 days means what it means where a rate is carried forward: the seventh day still counts.
    """
    return min(datetime.combine(day, time.max, UTC), now)


def health_of(facts: SourceFacts, known: Known, *, now: datetime) -> Health:
    """How a source is doing by its own rhythm and limit, collected as this deployment's settings say."""
    return health(
        is_polled=facts.poll_every_minutes > 0,
        is_pulled=facts.is_pulled,
        stale_after=timedelta(minutes=facts.stale_after_minutes),
        known=known,
        now=now,
    )


def is_in_trouble(facts: SourceFacts, state: Health) -> bool:
    """Whether somebody should see to a source: of what is not collected, files come when they come."""
    return facts.is_pulled and state.needs_attention


def trouble_first(facts: SourceFacts, state: Health) -> tuple[bool, bool]:
    """What sources are sorted by, before their names: those in trouble first, those switched off last."""
    return State.OFF in state.states, not is_in_trouble(facts, state)


def complaints(key: str, state: Health, known: Known) -> list[str]:
    """A line for an operator on each thing wrong with a source, and since when; none when it is well."""
    lines = []
    if State.FAILING in state.states and known.failing_since is not None:
        error = known.last_error.strip().splitlines() or ["no reason was written down"]
        times = "its last run failed" if known.failures == 1 else f"its last {known.failures} runs failed"
        lines.append(f"{key} is failing: {times}, since {_utc(known.failing_since)}: {error[0][:MAX_ERROR]}")
    if State.STALE in state.states and state.stale_since is not None:
        newest = (
            f"its newest data is of {_utc(known.data_at)}"
            if known.data_at
            else "it has given no data that could be used"
        )
        lines.append(f"{key} is stale since {_utc(state.stale_since)}: {newest}")
    return lines


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
