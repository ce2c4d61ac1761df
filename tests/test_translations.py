"""Every catalogue is whole: nothing missing, empty, guessed or left over, and all of it fits its place."""

import re
from collections import Counter
from gettext import GNUTranslations, c2py
from io import BytesIO
from pathlib import Path

import pytest
from babel import Locale
from babel.messages import Message
from babel.messages.mofile import write_mo
from django.conf import settings
from django.utils.translation import to_locale

from corridors.languages import UNCHECKED, languages
from tests.catalogues import (
    CATALOGUES,
    catalogue,
    forms,
    in_python,
    in_sources,
    in_template,
    key,
    messages,
)

LEFT_BY_TOOLS = re.compile(r"[A-Z]+@|<LL@|PACKAGE|FIRST AUTHOR|YEAR-MO|SOME DESCRIPTIVE TITLE")
PLACEHOLDER = re.compile(r"%\(\w+\)[#0 +-]*\d*(?:\.\d+)?[a-zA-Z]|<[^>]*>|%%")
NAMED = re.compile(r"%\((\w+)\)")

NUMBERS = Counter(("%(count)s", "%(number)s"))
# CLDR's kinds of numbers, in the order in which a catalogue has their forms.
KINDS = ("zero", "one", "two", "few", "many", "other")
COUNTED = range(201)

each_catalogue = pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])


def placeholders(text: str) -> Counter[str]:
    return Counter(PLACEHOLDER.findall(text))


def test_the_sources_are_read() -> None:
    python = (
        "from django.utils.translation import gettext as _, ngettext, pgettext_lazy\n"
        "from django.utils import translation\n"
        "a = _('one ' 'two'), ngettext('%(n)s day', '%(n)s days', n), pgettext_lazy('when', 'May')\n"
        "b = translation.gettext('three')\n"
    )
    assert set(in_python(python, "")) == {
        ("", "one two"),
        ("", "%(n)s day"),
        ("when", "May"),
        ("", "three"),
    }
    template = (
        "{% load i18n %}\n<p>\n  <b title=\"{% translate 'It’s' %}\">\n"
        " {% blocktranslate count n=3 trimmed %}\n {{ n }} day\n"
        "{% plural %}{{ n }} days{% endblocktranslate %}"
        '{% translate "May" context "when" %}'
    )
    assert set(in_template(template)) == {("", "It’s"), ("", "%(n)s day"), ("when", "May")}
    with pytest.raises(AssertionError, match=r"a\.py:2: only a literal"):
        list(in_python("from django.utils.translation import gettext\ngettext(f'{x}')", "a.py"))


def test_every_language_offered_has_a_catalogue() -> None:
    offered = {to_locale(code) for code, _name in settings.LANGUAGES} - {"en"}
    assert offered == {path.parts[-3] for path in CATALOGUES}


@each_catalogue
def test_it_has_every_message_of_the_sources_and_no_other(path: Path) -> None:
    known = {key(message) for message in messages(path)}
    missing = {message: file for message, file in in_sources().items() if message not in known}
    assert not missing
    assert not known - set(in_sources())
    assert not catalogue(path).obsolete


@each_catalogue
def test_nothing_in_it_is_empty_or_guessed(path: Path) -> None:
    assert not [message.id for message in catalogue(path) if message.fuzzy]
    assert not [
        message.id for message in messages(path) if not all(said.strip() for said in forms(message.string))
    ]


@each_catalogue
def test_every_plural_has_its_forms(path: Path) -> None:
    count = catalogue(path).num_plurals
    assert not [
        message.id
        for message in messages(path)
        if len(forms(message.string)) != (count if message.pluralizable else 1)
    ]


@each_catalogue
def test_every_number_takes_the_plural_of_its_language(path: Path) -> None:
    """The rule is CLDR's: a Filipino form for one number alone would be read of most others."""
    assert forms_of_numbers(path) == expected_forms(path.parts[-3])


def forms_of_numbers(path: Path) -> list[int]:
    """Which form each number takes by the catalogue's own rule."""
    return list(map(c2py(catalogue(path).plural_expr), COUNTED))


def expected_forms(language: str) -> list[int]:
    kinds = [Locale.parse(language).plural_form(number) for number in COUNTED]
    order = [kind for kind in KINDS if kind in kinds]
    return [order.index(kind) for kind in kinds]


@each_catalogue
def test_placeholders_and_markup_are_kept(path: Path) -> None:
    """A form that stands for one number alone, as the English singular does, may do without the number.

    None is no further number: Hindi and Bengali count it with one, Arabic has a form for it.
    """
    numbers = Counter(forms_of_numbers(path)[1:])
    assert not [
        (message.id, said)
        for message in messages(path)
        for place, said in enumerate(forms(message.string))
        if placeholders(said) not in allowed(forms(message.id), may_be_left_out=numbers[place] <= 1)
    ]


def allowed(texts: list[str], *, may_be_left_out: bool) -> list[Counter[str]]:
    """The placeholders that a form may have, the number left out or not."""
    *singular, whole = map(placeholders, texts)
    return [whole, *singular, whole - NUMBERS] if singular and may_be_left_out else [whole]


@each_catalogue
def test_every_message_can_be_filled_in(path: Path) -> None:
    """By the operator % that fills it in on the page: there a stray per cent sign is an error."""
    wrong = {
        said: fault
        for message in messages(path)
        if is_filled_in(message)
        for said in forms(message.string)
        if (fault := fault_of(said, forms(message.id)))
    }
    assert not wrong


def is_filled_in(message: Message) -> bool:
    """Whether values are put into it, or could be: of a template's messages, Django fills in every one."""
    is_of_a_template = not in_sources().get(key(message), "").endswith(".py")
    return is_of_a_template or "python-format" in message.flags or "%(" in "".join(forms(message.id))


def fault_of(said: str, texts: list[str]) -> str:
    """What keeps a text from being filled in with the values of its message; "" if nothing does."""
    names = {name for text in texts for name in NAMED.findall(text)}
    try:
        said % dict.fromkeys(names, 7)
    except (KeyError, TypeError, ValueError) as error:
        return repr(error)
    return "a per cent sign of its own" if "%" in PLACEHOLDER.sub("", said) else ""


@pytest.mark.parametrize(
    "said",
    [
        "«%(text)s» 50% no",
        "«%(text)s» 50% de",
        "«%(text)s» %s no",
        "«%(txt)s» no",
        "«%(text)» no",
        "«%(text)s» 5%",
    ],
)
def test_what_cannot_be_filled_in_is_found(said: str) -> None:
    assert fault_of(said, ["“%(text)s” is no number."])
    assert not fault_of("«%(text)s» 50 %%", ["“%(text)s” is no number."])


@each_catalogue
def test_it_says_whether_a_native_speaker_has_checked_it(path: Path) -> None:
    language = path.parts[-3].replace("_", "-").lower()
    (told,) = (known for known in languages() if known.code == language)
    assert (UNCHECKED in catalogue(path).header_comment) is not told.is_checked
    assert told.translated == told.messages


@each_catalogue
def test_its_header_is_its_own(path: Path) -> None:
    header = path.read_text(encoding="utf-8").split("\n\n", 1)[0]
    assert not LEFT_BY_TOOLS.findall(header)
    assert "Apache-2.0" in catalogue(path).header_comment
    assert f"Language: {path.parts[-3]}\\n" in header


@each_catalogue
def test_it_compiles(path: Path) -> None:
    compiled = BytesIO()
    write_mo(compiled, catalogue(path))
    compiled.seek(0)
    translations = GNUTranslations(compiled)
    for message in messages(path):
        if not message.pluralizable and not message.context:
            assert translations.gettext(str(message.id)) == message.string
