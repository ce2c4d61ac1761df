"""The one import arrow, the pure domain, and rooms without arithmetic or queries of their own."""

import ast
import re
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
# What may import what: an app reaches down this list, never up.
FORBIDDEN_IMPORTS = {
    "corridors": ("desk", "alerts", "providers", "partners", "sharing", "support", "benchmarks", "tests"),
    "alerts": ("desk", "providers", "partners", "sharing", "support", "benchmarks", "tests"),
    "providers": ("desk", "alerts", "partners", "sharing", "support", "benchmarks", "tests"),
    "partners": ("desk", "alerts", "sharing", "support", "benchmarks", "tests"),
    "sharing": ("desk", "alerts", "providers", "partners", "support", "benchmarks", "tests"),
    "support": ("desk", "alerts", "providers", "partners", "sharing", "benchmarks", "tests"),
    "desk": ("benchmarks", "tests"),
    "remitcompare/money.py": (
        "desk",
        "alerts",
        "corridors",
        "providers",
        "partners",
        "sharing",
        "support",
        "django",
    ),
}
CLOCKS = {"now", "today", "utcnow", "time", "monotonic", "perf_counter"}
ARITHMETIC = (ast.Mult, ast.Div, ast.FloorDiv, ast.Pow, ast.Sub)
# Rooms that parse, call and render: no sums, and no queries.
RENDERING = (
    "corridors/api",
    "corridors/pages",
    "corridors/management",
    "providers/management",
    "corridors/templatetags",
    "corridors/admin.py",
    "corridors/admin_places.py",
    "corridors/exports/views.py",
    "corridors/exports/pages.py",
    "providers/admin",
    "providers/intake.py",
    "partners/views.py",
    "partners/admin.py",
    "partners/management",
    "sharing/pages",
    "sharing/templatetags",
    "support/pages",
    "support/templatetags",
    "support/admin.py",
    "support/admin_reports.py",
    "support/forms.py",
    "support/quiz_form.py",
    "support/management",
    "alerts/pages",
    "alerts/tasks.py",
    "alerts/mails.py",
    "alerts/admin.py",
    "alerts/management",
    "desk/pages",
    "desk/templatetags",
    "desk/admin.py",
)
PURE = ("corridors/domain", "alerts/domain", "sharing/domain", "support/domain", "desk/domain")


def modules(*places: str) -> Iterator[Path]:
    for place in places:
        path = ROOT / place
        found = [path] if path.is_file() else sorted(path.rglob("*.py"))
        yield from (each for each in found if "migrations" not in each.parts)


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import hides where it leads"
            yield node.module or ""


def nodes(path: Path) -> Iterator[ast.AST]:
    return ast.walk(ast.parse(path.read_text(encoding="utf-8")))


def where(path: Path, node: ast.AST) -> str:
    return f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}"


@pytest.mark.parametrize("place", FORBIDDEN_IMPORTS)
def test_imports_follow_the_one_arrow(place: str) -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules(place)
        for name in imported(path)
        if name.split(".")[0] in FORBIDDEN_IMPORTS[place]
    ]
    assert wrong == []


def test_the_domain_imports_the_standard_library_and_itself_only() -> None:
    wrong = [
        f"{path.name} imports {name}"
        for place in PURE
        for path in modules(place)
        for name in imported(path)
        if name.split(".")[0] not in sys.stdlib_module_names and not name.startswith(place.replace("/", "."))
    ]
    assert wrong == []


def test_the_domain_reads_no_clock_opens_nothing_and_has_no_floats() -> None:
    wrong = []
    for path in modules(*PURE):
        for node in nodes(path):
            if isinstance(node, ast.Global | ast.Nonlocal):
                wrong.append(f"{where(path, node)}: global")
            if isinstance(node, ast.Constant) and isinstance(node.value, float):
                wrong.append(f"{where(path, node)}: float")
            if isinstance(node, ast.Call):
                called = node.func
                name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
                if name in CLOCKS | {"open", "float", "print", "urlopen", "getenv"}:
                    wrong.append(f"{where(path, node)}: {name}()")
    assert wrong == []


def calculates(node: ast.AST) -> bool:
    """Whether a node is a sum; a path joined by / and a difference of two sets are none."""
    if isinstance(node, ast.BinOp):
        joins_path = isinstance(node.op, ast.Div) and isinstance(getattr(node.right, "value", None), str)
        is_of_sets = isinstance(node.left, ast.Set | ast.SetComp) or isinstance(
            node.right, ast.Set | ast.SetComp
        )
        return isinstance(node.op, ARITHMETIC) and not joins_path and not is_of_sets
    return isinstance(node, ast.AugAssign) and isinstance(node.op, ARITHMETIC)


def test_views_tasks_and_commands_hold_no_arithmetic() -> None:
    wrong = [where(path, node) for path in modules(*RENDERING) for node in nodes(path) if calculates(node)]
    assert wrong == []


@pytest.mark.parametrize(
    ("code", "is_sum"),
    [
        ("a * 2", True),
        ("fee - tax", True),
        ("x -= 1", True),
        ('root / "docs"', False),
        ("{a} - known", False),
    ],
)
def test_a_sum_is_told_from_a_path_and_from_sets(code: str, is_sum: bool) -> None:
    assert any(calculates(node) for node in ast.walk(ast.parse(code))) is is_sum


def test_views_and_commands_ask_the_selectors_instead_of_the_database() -> None:
    wrong = [
        where(path, node)
        for path in modules(*RENDERING)
        for node in nodes(path)
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager", "cursor"}
    ]
    assert wrong == []


def test_a_file_stays_within_three_hundred_lines_and_a_function_within_fifty() -> None:
    wrong = []
    for path in modules(
        "alerts",
        "corridors",
        "desk",
        "providers",
        "partners",
        "remitcompare",
        "sharing",
        "support",
        "benchmarks",
        "tests",
    ):
        lines = path.read_text(encoding="utf-8").count("\n")
        if lines > 300:
            wrong.append(f"{path.relative_to(ROOT)}: {lines} lines")
        for node in nodes(path):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > 50:
                    wrong.append(f"{where(path, node)} {node.name}: {length} lines")
    assert wrong == []


# What every app of Django has, and is explained by its name.
EVERYWHERE = {
    *("__init__.py", "apps.py", "checks.py", "models.py", "tasks.py", "urls.py", "wsgi.py"),
    *("management", "migrations", "static", "templates"),
}


def rooms() -> set[str]:
    """Every place that the table of rooms names, from the root; `*` stands for any ending."""
    table = (ROOT / "docs/architecture.md").read_text(encoding="utf-8").partition("## Rooms")[2]
    named, folder = set(), ""
    for row in table.partition("## Price history")[0].splitlines():
        for place in re.findall(r"`([^`]+)`", row.split("|")[1] if "|" in row else ""):
            folder, _, name = (
                place.partition("/") if (ROOT / place.partition("/")[0]).is_dir() else (folder, "", place)
            )
            named.add(f"{folder}/{name}".rstrip("/"))
    return named


def test_every_module_of_an_app_has_its_room_and_every_room_is_there() -> None:
    named = rooms()
    assert [place for place in named if not any(ROOT.glob(f"{place}*"))] == []
    apps = ("alerts", "corridors", "desk", "providers", "sharing", "support")
    modules_and_folders = [
        path.relative_to(ROOT).as_posix()
        for app in apps
        for path in sorted((ROOT / app).iterdir())
        if path.name not in EVERYWHERE and not path.name.startswith("__")
    ]
    assert [
        place
        for place in modules_and_folders
        if not any(fnmatch(place, room) or place == f"{room}.py" for room in named)
    ] == []


def test_no_room_is_named_after_nothing() -> None:
    vague = {"utils", "helpers", "common", "misc", "util", "helper"}
    assert [
        path
        for path in modules(
            "alerts", "corridors", "desk", "providers", "partners", "remitcompare", "sharing", "support"
        )
        if path.stem in vague
    ] == []
