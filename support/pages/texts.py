"""A text in words, ready to be placed on a page: what it says, in which language, and how sure it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from django.templatetags.static import static
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from corridors import formats
from support import rules
from support.contact import report_link
from support.languages import Chosen, choose, choose_each, direction, name_of, own_name
from support.models import Article
from support.rendering import rendered


@dataclass(frozen=True, slots=True)
class Option:
    """An answer to choose, and whether it is the right one."""

    text: str
    is_right: bool


@dataclass(frozen=True, slots=True)
class Question:
    """A question of a quiz; `why` says what makes the right answer right."""

    text: str
    options: list[Option]
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A text in a list: its title and summary, in the language that it is shown in.

    `instead_of` names the language that was asked for, "" where the text is in it.
    """

    slug: str
    country: str
    title: str
    summary: str
    language: str
    direction: str
    language_name: str
    instead_of: str
    reviewed_on: str
    ends: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A text on its own page. `others` are its other languages by code and own name."""

    id: int
    heading: Heading
    body: SafeString
    drawing: str
    drawing_alt: str
    quiz: list[Question]
    sources: list[tuple[str, str]]
    others: list[tuple[str, str]]
    report: str


def headings(texts: Iterable[Article], wanted: str, *, today: date) -> list[Heading]:
    """Each text of a list once, in the language wanted or the nearest there is."""
    return [_heading(chosen, wanted, today) for chosen in choose_each(texts, wanted)]


def text(versions: list[Article], wanted: str, *, language: str, today: date) -> Text | None:
    """One text in the language wanted or the nearest there is; None without any.

    `language` is the one that its links within this site ask for, "" for none.
    """
    chosen = choose(versions, wanted)
    if chosen is None:
        return None
    article = chosen.text
    return Text(
        id=article.pk,
        heading=_heading(chosen, wanted, today),
        body=rendered(article.body, language),
        drawing=_drawing(article.drawing),
        drawing_alt=article.drawing_alt,
        quiz=[_question(stated) for stated in article.quiz],
        sources=[
            (address, (urlsplit(address).hostname or "").removeprefix("www.")) for address in article.source
        ],
        others=[(v.language, own_name(v.language)) for v in versions if v.language != article.language],
        report=report_link(_("Error in %(title)s") % {"title": article.title}),
    )


def _drawing(name: str) -> str:
    """The address of a drawing; "" where there is none, or none any more: an edited text keeps its name."""
    if not name or rules.drawing(name):
        return ""
    return static(f"{rules.DRAWINGS}/{name}")


def _heading(chosen: Chosen, wanted: str, today: date) -> Heading:
    article = chosen.text
    return Heading(
        slug=article.slug,
        country=article.country.lower(),
        title=article.title,
        summary=article.summary,
        language=article.language,
        direction=direction(article.language),
        language_name=name_of(article.language),
        instead_of="" if chosen.is_as_asked else name_of(wanted),
        reviewed_on=formats.day(article.reviewed_on) if article.reviewed_on else "",
        ends=_ends(article.ends_on, today),
    )


def _ends(last_day: date | None, today: date) -> str:
    """Until when there is what a text is about, "" where nothing is known to end."""
    if last_day is None:
        return ""
    day = {"day": formats.day(last_day)}
    return _("It ended on %(day)s.") % day if last_day < today else _("Its last day is %(day)s.") % day


def _question(stated: dict[str, object]) -> Question:
    options, answer = stated["options"], stated["answer"]
    assert isinstance(options, list)  # rules.py holds quizzes to it
    return Question(
        text=str(stated["question"]),
        options=[Option(str(option), place == answer) for place, option in enumerate(options)],
        why=str(stated["why"]),
    )
