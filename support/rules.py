"""Rules for what may be said of an organisation and in an article: one for content files and the admin.

A rule takes what was stated and answers with a sentence, or None when nothing is wrong with it.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from babel import Locale, UnknownLocaleError
from django.contrib.staticfiles import finders
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from corridors.places import known_countries
from support.codes import Kind, TextKind, Topic

Rule = Callable[[Any], str | None]
Content = Mapping[str, Any]

SLUG = re.compile(r"(?=.{1,80}$)[a-z0-9]+(-[a-z0-9]+)*")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,4})?")
HOTLINE = re.compile(r"[+0-9][0-9 ()/-]{1,38}")
DRAWINGS = "support/drawings"
FEWEST_OPTIONS, MOST_OPTIONS = 2, 6
LONGEST_ADDRESS = 300

_is_web_address = URLValidator(schemes=["https", "http"])


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a field, in one sentence. Of a list of tables `item` says which, from 0."""

    field: str
    sentence: str
    item: int | None = None


def text(most: int, *, optional: bool = False) -> Rule:
    """Words, at most so many characters of them."""

    def rule(stated: Any) -> str | None:
        if not isinstance(stated, str) or not _can_be_stored(stated):
            return "is not text"
        if not stated.strip() and not optional:
            return "says nothing"
        return f"has more than {most} characters" if len(stated) > most else None

    return rule


def _can_be_stored(text: str) -> bool:
    """Whether every database and page takes a text: JSON can write half a character, and a NUL."""
    try:
        return b"\x00" not in text.encode()
    except UnicodeEncodeError:
        return False


def one_of(kind: type[StrEnum]) -> Rule:
    """One of the codes of a kind."""

    def rule(stated: Any) -> str | None:
        known = [code.value for code in kind]
        return None if stated in known else f"{stated!r:.40} is none of {', '.join(known)}"

    return rule


def matching(pattern: re.Pattern[str], *, example: str, optional: bool = False) -> Rule:
    """Text of one form."""

    def rule(stated: Any) -> str | None:
        if optional and stated == "":
            return None
        fits = isinstance(stated, str) and pattern.fullmatch(stated)
        return None if fits else f"{stated!r:.40} is not of the form {example}"

    return rule


def each(rule_of_one: Rule, *, at_least: int = 0) -> Rule:
    """A list of things that each keep a rule, none of them twice."""

    def rule(stated: Any) -> str | None:
        if not isinstance(stated, list):
            return "is not a list"
        if len(stated) < at_least:
            return "is empty"
        if any(stated.index(one) != place for place, one in enumerate(stated)):
            return "names one thing twice"
        return next((sentence for one in stated if (sentence := rule_of_one(one))), None)

    return rule


def country(stated: Any) -> str | None:
    """An ISO 3166-1 alpha-2 code, in capitals."""
    known = isinstance(stated, str) and stated in known_countries()
    return None if known else f"{stated!r:.40} is not the ISO 3166-1 alpha-2 code of a country, in capitals"


def country_or_none(stated: Any) -> str | None:
    """The same, or "" for an entry of no one country."""
    return None if stated == "" else country(stated)


def language(stated: Any) -> str | None:
    """A language that CLDR knows, as BCP 47 writes it."""
    sentence = f"{stated!r:.40} is not a language that CLDR knows"
    if not isinstance(stated, str) or not LANGUAGE.fullmatch(stated):
        return sentence
    try:
        Locale.parse(stated, sep="-")
    except (ValueError, UnknownLocaleError):
        return sentence
    return None


def web_address(stated: Any) -> str | None:
    """An address of the web, not a very long one."""
    try:
        _is_web_address(stated)
    except ValidationError:
        return f"{stated!r:.80} is not an address of the web"
    return None if len(stated) <= LONGEST_ADDRESS else f"has more than {LONGEST_ADDRESS} characters"


def drawing(stated: Any) -> str | None:
    """The name of a picture among the static files of this app, or "" for none."""
    if stated == "":
        return None
    is_name = isinstance(stated, str) and re.fullmatch(r"[a-z0-9-]{1,76}\.svg", stated)
    if is_name and finders.find(f"{DRAWINGS}/{stated}"):
        return None
    return f"there is no drawing {stated!r:.80} in support/static/{DRAWINGS}"


def day_or_none(stated: Any) -> str | None:
    """A day, or None."""
    return None if stated is None or type(stated) is date else f"{stated!r:.40} is not a date"


def place_in_order(stated: Any) -> str | None:
    """Where in a list: a whole number from 0."""
    return (
        None if type(stated) is int and 0 <= stated < 32_768 else f"{stated!r:.40} is not a place in a list"
    )


ORGANISATION: Mapping[str, Rule] = {
    "country": country,
    "name": text(200),
    "kind": one_of(Kind),
    "helps_with": each(one_of(Topic), at_least=1),
    "languages": each(language),
    "countries_served": each(country),
    "website": web_address,
    "hotline": matching(HOTLINE, example="0800 123 456", optional=True),
    "noted": text(500, optional=True),
}
ARTICLE: Mapping[str, Rule] = {
    "kind": one_of(TextKind),
    "slug": matching(SLUG, example="fee-or-rate"),
    "language": language,
    "country": country_or_none,
    "sending_country": country_or_none,
    "ends_on": day_or_none,
    "title": text(200),
    "summary": text(500, optional=True),
    "body": text(60_000),
    "source": each(web_address),
    "drawing": drawing,
    "drawing_alt": text(500, optional=True),
    "position": place_in_order,
}


def faults_of_organisation(content: Content) -> list[Fault]:
    """Everything that is wrong with an organisation."""
    return list(_broken(ORGANISATION, content))


def faults_of_article(content: Content) -> list[Fault]:
    """Everything that is wrong with an article, its quiz included."""
    faults = [*_broken(ARTICLE, content), *_faults_of_quiz(content["quiz"])]
    if content["drawing"] and content["drawing_alt"] == "":
        faults.append(Fault("drawing_alt", "a drawing needs words for those who cannot see it"))
    if content["kind"] != TextKind.LESSON and content["country"] == "":
        faults.append(Fault("country", "says nothing; only a lesson is of no country"))
    elif content["kind"] == TextKind.SERVICES and str(content["country"]).lower() != content["slug"]:
        faults.append(Fault("slug", "of the services of a country is its code, in small letters"))
    return faults


def _broken(rules: Mapping[str, Rule], content: Content) -> Iterator[Fault]:
    for name, rule in rules.items():
        sentence = rule(content[name])
        if sentence:
            yield Fault(name, sentence)


def _faults_of_quiz(stated: Any) -> Iterator[Fault]:
    if not isinstance(stated, list):
        yield Fault("quiz", "is not a list of questions")
        return
    for place, question in enumerate(stated):
        yield from (Fault("quiz", sentence, place) for sentence in _faults_of_question(question))


def _faults_of_question(stated: Any) -> Iterator[str]:
    if not isinstance(stated, dict) or set(stated) != {"question", "options", "answer", "why"}:
        yield "a question has question, options, answer and why, and nothing else"
        return
    for name, most in (("question", 500), ("why", 1_000)):
        if sentence := text(most)(stated[name]):
            yield f"{name} {sentence}"
    options, answer = stated["options"], stated["answer"]
    if fault := _fault_of_options(options):
        yield fault
    if answer is None:
        yield "no option is marked as the right one"
    elif not fault and (type(answer) is not int or not 0 <= answer < len(options)):
        yield f"answer {answer!r:.40} is not one of 0 to {len(options) - 1}"


def _fault_of_options(stated: Any) -> str | None:
    if not isinstance(stated, list):
        return "options is not a list"
    if not FEWEST_OPTIONS <= len(stated) <= MOST_OPTIONS:
        return f"a question has {FEWEST_OPTIONS} to {MOST_OPTIONS} options, this one has {len(stated)}"
    if sentence := next(filter(None, map(text(300), stated)), None):
        return f"an option {sentence}"
    return "two options are the same" if len(set(stated)) < len(stated) else None
