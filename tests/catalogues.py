"""The messages of the sources, and what each catalogue makes of them."""

import ast
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
APPS = ("alerts", "corridors", "partners", "providers", "remitcompare", "sharing", "support")
CATALOGUES = sorted(ROOT.glob("locale/*/LC_MESSAGES/django.po"))
TRANSLATION = ("django.utils.translation", "gettext")

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

Key = tuple[str, str]  # context and message, the singular where there are two


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


def gettext_names(tree: ast.AST) -> dict[str, str]:
    """The names by which a module calls the gettext functions, imported or given: {"_": "gettext"}."""
    called = {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module in TRANSLATION
        for alias in node.names
        if alias.name in GETTEXT
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and (function := _function(node.value, called)):
            called |= {target.id: function for target in node.targets if isinstance(target, ast.Name)}
    return called


def _function(node: ast.expr, called: dict[str, str]) -> str:
    """Which gettext function an expression names; "" for any other."""
    if isinstance(node, ast.Name):
        return called.get(node.id, "")
    return node.attr if isinstance(node, ast.Attribute) and node.attr in GETTEXT else ""


def in_python(source: str, name: str) -> Iterator[Key]:
    """The messages of a module. Whatever a gettext function is imported as, its message is a literal."""
    tree = ast.parse(source)
    called = gettext_names(tree)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not (function := _function(node.func, called)):
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
def modules() -> dict[str, str]:
    """The source of every module of the public apps, by its path."""
    return _sources("**/*.py")


@cache
def templates() -> dict[str, str]:
    """The source of every template of the public apps, by its path."""
    return _sources("templates/**/*.*")


def _sources(pattern: str) -> dict[str, str]:
    paths = [path for app in APPS for path in sorted((ROOT / app).glob(pattern))]
    return {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in paths}


@cache
def in_sources() -> dict[Key, str]:
    """Every message of the sources, with a file it stands in: a template, where it stands in one."""
    found: dict[Key, str] = {}
    for name, source in modules().items():
        found.update(dict.fromkeys(in_python(source, name), name))
    for name, source in templates().items():
        found.update(dict.fromkeys(in_template(source), name))
    return found
