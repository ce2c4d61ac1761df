"""No sentence is put together from pieces: in another language the words may stand in another order."""

import ast
import re

import pytest

from tests.test_translations import APPS, GETTEXT, ROOT

TRANSLATED = {*GETTEXT, "_"}
BLOCK = re.compile(r"\{% blocktranslate.*?endblocktranslate %\}", re.DOTALL)
WITHIN_A_LINE = r"(?:</?(?:span|strong|b|em|bdi)[^>]*>| )*"
MESSAGE_THEN_VALUE = re.compile(
    r'\{% translate "([^"]*)"(?: context "([^"]*)")? %\}' + WITHIN_A_LINE + r"\{\{"
)
VALUE_THEN_MESSAGE = re.compile(r"\}\}" + WITHIN_A_LINE + r'\{% translate "([a-z][^"]*)"')
# The arrow between two countries, as it is read out.
SAID_OF_AN_ARROW = "from one country to another"


def pieces_in_python(source: str) -> list[str]:
    """Where a message is joined to other text: in an f-string, or by a plus."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.JoinedStr):
            parts = [part.value for part in node.values if isinstance(part, ast.FormattedValue)]
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            parts = [node.left, node.right]
        else:
            continue
        if any(is_message(part) for part in parts):
            found.append(f"{node.lineno}: {ast.unparse(node)[:80]}")
    return found


def is_message(node: ast.expr) -> bool:
    """Whether an expression is a message, filled in or not."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
        node = node.left
    if not isinstance(node, ast.Call):
        return False
    name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
    return name in TRANSLATED


def pieces_in_template(source: str) -> list[str]:
    """Where words run on into a value, or a value into words, with no colon or full stop between."""
    plain = BLOCK.sub("", source)
    ran_on = [
        message
        for message, context in MESSAGE_THEN_VALUE.findall(plain)
        if message[-1] not in ":.?!" and context != SAID_OF_AN_ARROW
    ]
    return ran_on + VALUE_THEN_MESSAGE.findall(plain)


def test_no_sentence_is_put_together_from_pieces() -> None:
    found = {}
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            found[str(path.relative_to(ROOT))] = pieces_in_python(path.read_text(encoding="utf-8"))
        for path in sorted((ROOT / app).glob("templates/**/*.*")):
            found[str(path.relative_to(ROOT))] = pieces_in_template(path.read_text(encoding="utf-8"))
    assert {name: pieces for name, pieces in found.items() if pieces} == {}


@pytest.mark.parametrize(
    "source", ["f'{_(\"Seen\")} {day}'", "_('Seen ') + day", "day + gettext('%(n)s ago') % values"]
)
def test_pieces_are_found_in_python(source: str) -> None:
    assert len(pieces_in_python(source)) == 1
    assert pieces_in_python("_('Seen %(day)s') % {'day': day}; f'{day} {hour}'; a + b") == []


@pytest.mark.parametrize(
    ("source", "pieces"),
    [
        ('{% translate "seen on" %} <b>{{ day }}</b>', ["seen on"]),
        ('{{ count }} {% translate "days" %}', ["days"]),
        ('{% translate "Seen:" %} {{ day }}', []),
        ("{% blocktranslate %}seen on {{ day }}{% endblocktranslate %}", []),
    ],
)
def test_pieces_are_found_in_templates(source: str, pieces: list[str]) -> None:
    assert pieces_in_template(source) == pieces
