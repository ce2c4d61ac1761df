import ast
from pathlib import Path

from tests.operations import COMPOSE_ONLY, SETTINGS, documented

ROOT = Path(__file__).resolve().parent.parent


def settings_read_from_the_environment() -> set[str]:
    """Every NAME of env("NAME") and env.kind("NAME") in settings.py."""
    tree = ast.parse((ROOT / "remitcompare" / "settings.py").read_text())
    return {
        str(call.args[0].value)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and "env" in (getattr(call.func, "id", None), getattr(getattr(call.func, "value", None), "id", None))
        and call.args
        and isinstance(call.args[0], ast.Constant)
    }


def test_each_setting_read_is_documented_and_each_documented_setting_is_read():
    assert settings_read_from_the_environment() == documented(SETTINGS)


def test_what_only_compose_reads_is_kept_apart():
    assert not documented(SETTINGS) & documented(COMPOSE_ONLY)
