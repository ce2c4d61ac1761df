"""Every catalogue is whole: nothing missing, empty, guessed or left over, and all of it fits its place."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation import to_locale
from django.utils.translation.template import templatize

from corridors.languages import UNCHECKED, languages

ROOT = Path(__file__).resolve().parent.parent
APPS = ("alerts", "corridors", "partners", "providers", "remitcompare", "sharing", "support")
CATALOGUES = sorted(ROOT.glob("locale/*/LC_MESSAGES/django.po"))
LEFT_BY_TOOLS = re.compile(r"[A-Z]+@|<LL@|PACKAGE|FIRST AUTHOR|YEAR-MO|SOME DESCRIPTIVE TITLE")

# Where the arguments of each function hold the context and the message.
GETTEXT = {
    "gettext": (None, 0),
    "gettext_lazy": (None, 0),
    "gettext_noop": (None, 0),
    "ngettext": (None, 0),
    "ngettext_lazy": (None, 0),
    "pgettext": (0, 1),
    "pgettext_lazy": (0, 1),
    "npgettext": (0, 1),
    "npgettext_lazy": (0, 1),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[#0 +-]*\d*(?:\.\d+)?[a-zA-Z]|<[^>]*>|%%")

# Forms of a plural that stand for one number alone, from the first.
EXACT_FORMS = {"ar": 3}
NUMBERS = Counter(("%(count)s", "%(number)s"))

Key = tuple[str, str]  # context and message, the singular where there are two

each_catalogue = pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])


@cache
def catalogue(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3], abort_invalid=True)


def messages(path: Path) -> list[Message]:
    return [message for message in catalogue(path) if message.id]


def forms(said: str | list[str] | tuple[str, ...] | None) -> list[str]:
    return [said] if isinstance(said, str) else list(said or ())


def key(message: Message) -> Key:
    return message.context or "", forms(message.id)[0]


def placeholders(text: str) -> Counter[str]:
    return Counter(PLACEHOLDER.findall(text))


def in_python(source: str, name: str) -> Iterator[Key]:
    """The messages of a module. Whatever a gettext function is imported as, its message is a literal."""
    tree = ast.parse(source)
    called = {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Name):
            function = called.get(node.func.id)
        else:
            function = node.func.attr if isinstance(node.func, ast.Attribute) else None
        if function not in GETTEXT:
            continue
        at_context, at_message = GETTEXT[function]
        context = "" if at_context is None else literal(node.args[at_context], name)
        yield context, literal(node.args[at_message], name)


def literal(node: ast.expr, name: str) -> str:
    assert isinstance(node, ast.Constant), f"{name}:{node.lineno}: only a literal can be translated"
    assert isinstance(node.value, str)
    return node.value


def in_template(source: str) -> Iterator[Key]:
    """The messages of a template, by Django's own reading of it."""
    # What is no message stands there as X, with its indentation: none of it is Python's.
    python = "\n".join(line.strip() for line in templatize(source).splitlines())
    found = extract("python", BytesIO(python.encode()), DEFAULT_KEYWORDS, options={"encoding": "utf-8"})
    for _line, message, _comments, context in found:
        yield context or "", forms(message)[0]


@cache
def in_sources() -> dict[Key, str]:
    """Every message of the sources, with a file it stands in."""
    found = {}
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            name = str(path.relative_to(ROOT))
            found.update(dict.fromkeys(in_python(path.read_text(encoding="utf-8"), name), name))
        for path in sorted((ROOT / app).glob("templates/**/*.*")):
            name = str(path.relative_to(ROOT))
            found.update(dict.fromkeys(in_template(path.read_text(encoding="utf-8")), name))
    return found


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
def test_placeholders_and_markup_are_kept(path: Path) -> None:
    """A form may do without the number, as the English singular does; what is not given it cannot use.

    So may a form that stands for one number alone: Arabic has such for none, one and two.
    """
    exact = EXACT_FORMS.get(path.parts[-3], 0)
    assert not [
        (message.id, said)
        for message in messages(path)
        for place, said in enumerate(forms(message.string))
        if placeholders(said) not in _allowed(forms(message.id), may_be_left_out=place < exact)
    ]


def _allowed(texts: list[str], *, may_be_left_out: bool) -> list[Counter[str]]:
    """The placeholders that a form may have, the number left out or not."""
    each = [placeholders(text) for text in texts]
    is_plural = len(texts) > 1
    return each + [found - NUMBERS for found in each if is_plural and may_be_left_out]


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
