"""Which texts of a template run on into one another, and which of them nobody can translate.

Pieces within one block element are one text, whatever markup is between them; forks count as they run.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser

from tests.sentences_templates import (
    BARE,
    CLOSE,
    END,
    FIRST_MARK,
    OPEN,
    OTHERWISE,
    SAID,
    VALUE,
    WORDS,
    Item,
    Marked,
)

INLINE = {
    *(
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "cite",
        "code",
        "dfn",
        "em",
        "i",
        "kbd",
        "mark",
        "q",
        "s",
        "samp",
        "small",
    ),
    *("span", "strong", "sub", "sup", "time", "tspan", "u", "var", "wbr"),
}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
# Classes of docs/design.md: a badge and a line of its own; and what has its children in columns.
SET_APART_BY_CLASS, IN_COLUMNS = {"tag", "mark", "error"}, "heads"
NOT_READ, FOR_MACHINES = {"script", "style"}, {"code", "pre"}
SPOKEN = {
    "title",
    "alt",
    "placeholder",
    "aria-label",
    "aria-description",
    "aria-roledescription",
    "aria-valuetext",
}
BUTTONS = {"submit", "button", "reset"}
# The same in every language.
NAMES = {"RemitCompare", "API", "SVG", "PNG", "CSV", "JSON", "datapackage", "json"}
FORKS = {OPEN, OTHERWISE, CLOSE}
BLANK = "\x1e"
SET_APART = re.compile(f"[·|•{BLANK}]")
MARK = re.compile(r"([\U000F0000-\U000FFFFD])")


@dataclass(frozen=True, slots=True)
class Element:
    """An open element: is it set apart from its neighbours, is it in English, and in which link is it?"""

    tag: str
    classes: frozenset[str]
    is_apart: bool
    is_english: bool
    link: int


class Reader(HTMLParser):
    """Reads the markup into rows of texts: one of the page, one for each attribute that is read out."""

    def __init__(self, marked: Marked) -> None:
        super().__init__()
        self.marked = marked
        self.page: list[Item] = []
        self.spoken: list[list[Item]] = []
        self.open: list[Element] = []
        self.links = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        tag, given = MARK.sub("", tag), {MARK.sub("", name): value or "" for name, value in attrs}
        self.links += tag == "a"
        classes = frozenset(given.get("class", "").split())
        is_column = bool(self.open) and IN_COLUMNS in self.open[-1].classes
        element = Element(
            tag,
            classes,
            is_apart=tag not in INLINE or is_column or bool(SET_APART_BY_CLASS & classes),
            is_english=given.get("lang") == "en",
            link=self.links if tag == "a" else self._link(),
        )
        if element.is_apart:
            self.page.append(Item(END))
        if tag not in VOID:
            self.open.append(element)
        self.spoken += [
            list(self._texts(value)) for name, value in given.items() if is_spoken(tag, name, given)
        ]

    def handle_endtag(self, tag: str) -> None:
        tag = MARK.sub("", tag)
        if not any(element.tag == tag for element in self.open):
            return
        while True:
            element = self.open.pop()
            if element.is_apart:
                self.page.append(Item(END))
            if element.tag == tag:
                return

    def handle_data(self, data: str) -> None:
        around = {element.tag for element in self.open}
        if around & NOT_READ:
            return
        is_meant = bool(around & FOR_MACHINES) or any(element.is_english for element in self.open)
        for item in self._texts(data):
            kind = VALUE if item.kind == BARE and is_meant else item.kind
            self.page.append(replace(item, kind=kind, link=self._link()))

    def _link(self) -> int:
        return self.open[-1].link if self.open else 0

    def _texts(self, text: str) -> Iterator[Item]:
        for part in MARK.split(text):
            if MARK.fullmatch(part):
                yield self.marked.items[ord(part) - FIRST_MARK]
                continue
            for place, piece in enumerate(SET_APART.split(part)):
                if place:
                    yield Item(END)
                if words := set(WORDS.findall(piece)):
                    yield Item(VALUE if words <= NAMES else BARE, " ".join(piece.split()))


def is_spoken(tag: str, name: str, given: dict[str, str]) -> bool:
    """Whether an attribute's value is shown or read out."""
    if tag == "meta" and name == "content":
        about = given.get("name") or given.get("property") or ""
        return about.endswith(("description", "title", "site_name"))
    return name in SPOKEN or (tag == "input" and name == "value" and given.get("type") in BUTTONS)


@dataclass(slots=True)
class Part:
    """What a part of a row can begin and end with, and whether it can be left out."""

    firsts: set[Item] = field(default_factory=set)
    lasts: set[Item] = field(default_factory=set)
    is_optional: bool = True


class Row:
    """Texts one after the other; `pairs` has every two between which there may be nothing."""

    def __init__(self, items: Iterable[Item]) -> None:
        self.items = iter(items)
        self.pairs: set[tuple[Item, Item]] = set()
        self._sequence()

    def _sequence(self) -> tuple[Part, Item]:
        """All up to the end of a branch, and what ended it."""
        whole = Part()
        for item in self.items:
            if item.kind in (OTHERWISE, CLOSE):
                return whole, item
            part = self._fork(item) if item.kind == OPEN else Part({item}, {item}, is_optional=False)
            self._follow(whole.lasts, part.firsts)
            whole = Part(
                whole.firsts | (part.firsts if whole.is_optional else set()),
                part.lasts | (whole.lasts if part.is_optional else set()),
                whole.is_optional and part.is_optional,
            )
        return whole, Item(CLOSE)

    def _fork(self, opened: Item) -> Part:
        fork, ended = Part(is_optional=False), opened
        while ended.kind != CLOSE:
            is_last = ended.text in ("else", "empty")
            branch, ended = self._sequence()
            if opened.text == "for":
                self._follow(branch.lasts, branch.firsts)
            fork.firsts |= branch.firsts
            fork.lasts |= branch.lasts
            fork.is_optional |= branch.is_optional or (ended.kind == CLOSE and not is_last)
        return fork

    def _follow(self, lasts: set[Item], firsts: set[Item]) -> None:
        self.pairs |= {(left, right) for left in lasts for right in firsts if left != right}


def runs_on(left: Item, right: Item) -> bool:
    """Whether two neighbours are pieces of one text: not two links, and nothing ends between them."""
    kinds = {left.kind, right.kind}
    if END in kinds or not kinds & {SAID, BARE} or left.is_complete:
        return False
    if left.kind == VALUE and right.is_sentence:
        return False
    return not (left.link and right.link and left.link != right.link)


def nothing_included(name: str) -> str:
    raise LookupError(name)


def rows_of(source: str, load: Callable[[str], str], *, is_markup: bool) -> Iterator[list[Item]]:
    """The rows of a template. In plain text a blank line ends one, even where a fork is closed in it."""
    marked = Marked(source, load)
    reader = Reader(marked)
    if is_markup:
        reader.feed(marked.markup)
        reader.close()
    else:
        forks = "".join(
            chr(FIRST_MARK + place) for place, item in enumerate(marked.items) if item.kind in FORKS
        )
        reader.handle_data(re.sub(rf"\n[ \t{forks}]*(?=\n)", rf"\g<0>{BLANK}", marked.markup))
    yield reader.page
    yield from reader.spoken


def pieces_in_template(
    source: str, load: Callable[[str], str] = nothing_included, *, is_markup: bool = True
) -> set[tuple[str, str]]:
    """Each two texts of which one is a message or bare words, and that run on into one another."""
    rows = rows_of(source, load, is_markup=is_markup)
    return {(left.text, right.text) for row in rows for left, right in Row(row).pairs if runs_on(left, right)}


def bare_words(
    source: str, load: Callable[[str], str] = nothing_included, *, is_markup: bool = True
) -> set[str]:
    """The texts that stand in a template as they are, in English."""
    rows = rows_of(source, load, is_markup=is_markup)
    return {item.text for row in rows for item in row if item.kind == BARE}
