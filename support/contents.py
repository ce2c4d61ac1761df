"""What the content files state: organisations, services, lessons and pages, and what is wrong with them.

support/content/README.md explains the format. Nothing is stored here.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from django.utils import timezone

from support.codes import TextKind
from support.front_matter import Table, UnreadableError, line_of, parse_toml, split
from support.models import Article, Entry, Organisation
from support.rules import SLUG, Fault, each, matching

FOLDER = Path(__file__).parent / "content"
ARTICLES = {"lessons": TextKind.LESSON, "services": TextKind.SERVICES, "pages": TextKind.PAGE}
# The slugs of the lessons in the order in which they are listed, in every language.
ORDER = "lessons/order.toml"
UNNAMED_LANGUAGE = "en"
# A text has 60,000 characters at most (rules.py); what is much larger is another kind of file.
MOST_BYTES = 1_000_000
# Where the reviewer lives it may be tomorrow already.
AHEAD = timedelta(days=1)

# What a table must say, and what it may say besides.
FILE_OF_ORGANISATIONS = ({"country", "reviewed_on", "organisation"}, set[str]())
ORGANISATION = (
    {"name", "kind", "helps_with", "languages", "website", "countries_served", "verified"},
    {"hotline", "noted"},
)
ARTICLE = (
    {"title", "slug", "language", "reviewed_on", "source"},
    {"summary", "country", "sending_country", "ends_on", "quiz", "drawing", "drawing_alt"},
)


@dataclass(frozen=True, slots=True)
class FaultInFile:
    """What is wrong with a file, where, in one sentence."""

    file: str
    line: int
    sentence: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.sentence}"


@dataclass(slots=True)
class Contents:
    """What a folder of content states, and what of it is at fault and therefore not among the entries."""

    entries: list[Entry] = field(default_factory=list)
    faults: list[FaultInFile] = field(default_factory=list)


@dataclass(slots=True)
class _Stated:
    """An entry as a file states it, the line where it begins, and what is wrong with it."""

    entry: Entry
    line: int
    faults: list[Fault]


_Parse = Callable[[str], Iterable[_Stated]]


def read_folder(folder: Path = FOLDER) -> Contents:
    """Everything that a folder of content states. What is at fault is told of, and the rest is read.

    Without a readable order no lesson is: each would lose its place.
    """
    contents = Contents()
    order = _order(folder, contents)
    for path in sorted((folder / "organisations").glob("*.toml")):
        _read(path, folder, contents, _organisations)
    for name, kind in ARTICLES.items():
        if kind is TextKind.LESSON and order is None:
            continue
        for path in sorted((folder / name).rglob("*.md")):
            _read(path, folder, contents, _article_parser(path, kind, order or {}))
    return contents


def _read(path: Path, folder: Path, contents: Contents, parse: _Parse) -> None:
    """Add what one file states."""
    name, faults = path.relative_to(folder).as_posix(), list[FaultInFile]()
    try:
        text = _text_of(path)
        for stated in parse(text):
            stated.entry.origin = name
            twin = next((e for e in contents.entries if _same(e, stated.entry)), None)
            if twin is not None:
                stated.faults.append(Fault("", f"{stated.entry} stands in {twin.origin} already"))
            for fault in stated.faults:
                line = line_of(text, fault.field, item=fault.item, start=stated.line)
                faults.append(FaultInFile(name, line, _said(fault)))
            if not stated.faults:
                contents.entries.append(stated.entry)
    except UnreadableError as error:
        faults.append(FaultInFile(name, error.line, error.sentence))
    except (OSError, UnicodeDecodeError) as error:
        faults.append(FaultInFile(name, 1, f"cannot be read: {error}"))
    contents.faults += faults


def _text_of(path: Path) -> str:
    """What a file says. Some editors begin it with a mark of its encoding, which is no part of that.

    Raises:
        UnreadableError: it is far larger than any text.
        OSError, UnicodeDecodeError: it cannot be read, or is not UTF-8.
    """
    if (size := path.stat().st_size) > MOST_BYTES:
        raise UnreadableError(1, f"has {size:,} bytes, more than {MOST_BYTES:,}")
    return path.read_text(encoding="utf-8-sig")


def _same(one: Entry, other: Entry) -> bool:
    return type(one) is type(other) and one.key == other.key


def _said(fault: Fault) -> str:
    return f"{fault.field}: {fault.sentence}" if fault.field else fault.sentence


def _order(folder: Path, contents: Contents) -> Mapping[str, int] | None:
    """The place of each lesson by its slug; none has one without the file. None where it is at fault."""
    try:
        text = _text_of(folder / ORDER)
        slugs = parse_toml(text).get("order")
        if sentence := each(matching(SLUG, example="fee-or-rate"))(slugs):
            raise UnreadableError(line_of(text, "order"), f"order: {sentence}")
        return {slug: place for place, slug in enumerate(slugs or (), 1)}
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        contents.faults.append(FaultInFile(ORDER, 1, f"cannot be read: {error}"))
    except UnreadableError as error:
        contents.faults.append(FaultInFile(ORDER, error.line, error.sentence))
    return None


# Organisations


def _organisations(text: str) -> Iterator[_Stated]:
    """The organisations of one country."""
    table = parse_toml(text)
    _require(table, FILE_OF_ORGANISATIONS, text)
    if not _are_tables(table["organisation"]):
        raise UnreadableError(1, "organisation is not a list of [[organisation]]")
    for place, stated in enumerate(table["organisation"]):
        line = line_of(text, "organisation", item=place)
        yield _organisation(stated, table, line)


def _are_tables(stated: object) -> bool:
    return isinstance(stated, list) and all(isinstance(each, dict) for each in stated)


def _organisation(stated: Table, file: Table, line: int) -> _Stated:
    faults = _fields(stated, ORGANISATION)
    content = {name: stated.get(name, "") for name in Organisation.CONTENT} | {"country": file["country"]}
    entry = Organisation(**content)
    if faults:
        return _Stated(entry, line, faults)
    reviewed_on, faults = _reviewed_on(file)
    if type(stated["verified"]) is not bool or (stated["verified"] and reviewed_on is None):
        faults.append(Fault("verified", "is false, or true with the day of the review in reviewed_on"))
    entry.reviewed_on = reviewed_on if stated["verified"] is True else None
    return _Stated(entry, line, [*faults, *entry.faults()])


# Articles


def _article_parser(path: Path, kind: TextKind, order: Mapping[str, int]) -> _Parse:
    """A parser of the article at a path, whose names say its slug and language."""
    stem, _, suffix = path.stem.partition(".")
    named = (path.parent.name, stem) if kind is TextKind.LESSON else (stem, suffix or UNNAMED_LANGUAGE)

    def parse(text: str) -> Iterator[_Stated]:
        table, body = split(text)
        _require(table, ARTICLE, text)
        yield _article(table, body, kind=kind, named=named, position=order.get(named[0], 0))

    return parse


def _article(table: Table, body: str, *, kind: TextKind, named: tuple[str, str], position: int) -> _Stated:
    ends_on, faults = _day(table, "ends_on")
    reviewed_on, more = _reviewed_on(table)
    stated = {"kind": kind.value, "body": body, "position": position, "ends_on": ends_on}
    entry = Article(
        **{name: table.get(name, "") for name in Article.CONTENT} | {"quiz": table.get("quiz", [])} | stated,
        reviewed_on=reviewed_on,
    )
    said = (table["slug"], table["language"])
    if said != named:
        faults.append(Fault("slug", f"slug and language are {said}, the file's name says {named}"))
    return _Stated(entry, 1, [*faults, *more, *entry.faults()])


# What both have


def _fields(table: Table, known: tuple[set[str], set[str]]) -> list[Fault]:
    """A fault for each field that is missing, and for each that is not known."""
    needed, allowed = known
    missing = [Fault("", f"has no field {name}") for name in sorted(needed - table.keys())]
    strange = sorted(table.keys() - needed - allowed)
    return missing + [Fault(name, "is not a field that is known here") for name in strange]


def _require(table: Table, known: tuple[set[str], set[str]], text: str) -> None:
    """Refuse a whole file for the first field that is missing or not known."""
    for fault in _fields(table, known):
        raise UnreadableError(line_of(text, fault.field), _said(fault))


def _reviewed_on(table: Table) -> tuple[date | None, list[Fault]]:
    """The day of the review, which nobody can have made yet where it is to come."""
    day, faults = _day(table, "reviewed_on")
    if day is not None and day > timezone.localdate() + AHEAD:
        return None, [Fault("reviewed_on", f"{day} is still to come")]
    return day, faults


def _day(table: Table, name: str) -> tuple[date | None, list[Fault]]:
    """A day as TOML or as text writes it; None for "" or nothing."""
    stated = table.get(name, "")
    if stated == "" or type(stated) is date:
        return stated or None, []
    try:
        return date.fromisoformat(stated), []
    except (TypeError, ValueError):
        return None, [Fault(name, f'{stated!r:.40} is not a day, such as 2026-11-24, nor ""')]
