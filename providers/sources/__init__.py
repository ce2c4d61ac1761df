"""Facts about each source, one TOML file a source. docs/adding-a-source.md explains every field."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from corridors.models import Source

FOLDER = Path(__file__).parent
RATES, PRICES = "rates", "prices"


class SourceError(Exception):
    """A source file that cannot be used, in one sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFacts:
    """What the TOML of one source says.

    `kind` is "rates" or "prices"; `adapter` names the module in providers/adapters. A source without
    `poll_every_minutes` is not pulled: its files are imported, or partners send them. `token_setting` names
    the setting that holds the key it is asked with; with `token_required` it is off without one. `direction`,
    `unit`, `side` and `published` say in words what a rate means and when it appears. `options` belong to the
    adapter.
    """

    key: str
    name: str
    kind: str
    url: str
    terms_url: str
    licence: str
    stale_after_minutes: int
    reviewed_on: date
    adapter: str = ""
    data_url: str = ""
    poll_every_minutes: int = 0
    pivot: str = ""
    direction: str = ""
    unit: str = ""
    side: str = ""
    published: str = ""
    enabled: bool = True
    sandbox: bool = False
    token_setting: str = ""
    token_required: bool = False
    options: Mapping[str, Any] = field(default_factory=dict)

    @property
    def token(self) -> str:
        """The key that the operator set for this source; "" when none is."""
        return str(getattr(settings, self.token_setting, "")) if self.token_setting else ""

    @property
    def ended_on(self) -> date | None:
        """The first day on which what it tells of is not offered any more; None while no end is known."""
        last_day = self.options.get("available_until")
        return last_day + timedelta(days=1) if isinstance(last_day, date) else None

    @property
    def is_pulled(self) -> bool:
        """Whether this deployment collects from the source on its rhythm."""
        if not self.poll_every_minutes or (self.token_required and not self.token):
            return False
        if self.sandbox and not settings.SANDBOX_URL:
            return False
        return self.key in settings.FEEDS if settings.FEEDS else self.enabled


def located(facts: SourceFacts) -> SourceFacts:
    """The facts with the address of a sandbox's source made whole by SANDBOX_URL."""
    if not facts.sandbox or not facts.data_url.startswith("/"):
        return facts
    return replace(facts, data_url=f"{settings.SANDBOX_URL.rstrip('/')}{facts.data_url}")


def read(path: Path) -> SourceFacts:
    """The facts of one file.

    Raises:
        SourceError: it is not TOML, lacks a field, has one that is not known, or one of a wrong kind.
    """
    try:
        stated = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
        facts = SourceFacts(key=path.stem, **stated)
    except (tomllib.TOMLDecodeError, TypeError, UnicodeDecodeError) as error:
        raise SourceError(f"{path.name}: {error}") from None
    for each in fields(facts):
        kind: Any = dict if each.name == "options" else each.type
        if type(getattr(facts, each.name)) is not kind:
            raise SourceError(f"{path.name}: {each.name} is not of type {kind.__name__}")
    if facts.kind not in (RATES, PRICES):
        raise SourceError(f"{path.name}: kind {facts.kind!r} is neither {RATES!r} nor {PRICES!r}")
    if facts.poll_every_minutes and not facts.adapter:
        raise SourceError(f"{path.name}: it is polled, but names no adapter")
    in_words = (facts.direction, facts.unit, facts.side, facts.published)
    if facts.kind == RATES and not all((facts.pivot, *in_words)):
        raise SourceError(f"{path.name}: rates need pivot, direction, unit, side and published")
    return facts


@cache
def every_source() -> Mapping[str, SourceFacts]:
    """The facts of every source by its key: those that come with the product, and the operator's own.

    Raises:
        SourceError: a file of either cannot be used, or two have one name.
    """
    sources = {path.stem: read(path) for path in sorted(FOLDER.glob("*.toml"))}
    own = sorted(Path(settings.SOURCES_FOLDER).glob("*.toml")) if settings.SOURCES_FOLDER else []
    for path in own:
        if path.stem in sources:
            raise SourceError(f"{path.name}: a source of this name comes with the product")
        sources[path.stem] = read(path)
    return sources


def facts_of(key: str) -> SourceFacts:
    """The facts of one source.

    Raises:
        SourceError: there is none of that key.
    """
    try:
        return every_source()[key]
    except KeyError:
        raise SourceError(f"there is no source {key!r}; known are: {', '.join(every_source())}") from None


def pulled() -> list[SourceFacts]:
    """The sources that this deployment collects from."""
    return [facts for facts in every_source().values() if facts.is_pulled]


def record_sources() -> None:
    """Store the facts of every source file, replacing what was stored of it. Safe to repeat."""
    columns = ("name", "url", "licence", "pivot", "stale_after_minutes", "sandbox", "ended_on")
    Source.objects.bulk_create(
        [
            Source(key=facts.key, **{column: getattr(facts, column) for column in columns})
            for facts in every_source().values()
        ],
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=columns,
    )
