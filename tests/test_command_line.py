"""What manage.py says when the database is not ready, and when nobody reads on."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import OperationalError, ProgrammingError

from remitcompare import command_line

ROOT = Path(__file__).resolve().parent.parent


def manage(*arguments: str, data_dir: Path, **options: int) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "DEBUG")}
    environment |= {"DATA_DIR": str(data_dir), "SECRET_KEY": "only-for-tests"}
    command = [sys.executable, "manage.py", *arguments]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
    return subprocess.run(command, cwd=ROOT, env=environment, text=True, timeout=60, check=False, **pipes)  # type: ignore[call-overload, no-any-return]


@pytest.mark.parametrize(
    "arguments", [["compare", "ae", "ph", "1000"], ["corridor_statistics"], ["load_datasets"]]
)
def test_before_the_database_is_set_up_every_command_says_so_in_a_sentence(
    arguments: list[str], tmp_path: Path
) -> None:
    ended = manage(*arguments, data_dir=tmp_path)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr == f"{command_line.NOT_SET_UP}\n"


def test_a_reader_that_stops_reading_ends_the_command_without_a_word(tmp_path: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    ended = manage("diffsettings", data_dir=tmp_path, stdout=write)
    os.close(write)
    assert (ended.returncode, ended.stderr) == (1, "")


def fail_with(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def execute(_: list[str]) -> None:
        raise error

    monkeypatch.setattr(command_line, "execute_from_command_line", execute)


@pytest.mark.parametrize("sqlstate", ["42P01", "42703"])
def test_postgresql_says_in_a_code_that_a_table_or_column_is_missing(
    sqlstate: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    error = ProgrammingError('relation "corridors_corridor" does not exist')
    error.__cause__ = type("Missing", (Exception,), {"sqlstate": sqlstate})()
    fail_with(error, monkeypatch)
    assert command_line.run(["manage.py", "compare"]) == 1
    assert capsys.readouterr().err == f"{command_line.NOT_SET_UP}\n"


def test_a_database_that_does_not_answer_is_said_on_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fail_with(OperationalError("connection failed:\n  refused"), monkeypatch)
    assert command_line.run(["manage.py", "compare"]) == 1
    assert capsys.readouterr().err == "The database cannot be used: connection failed: refused\n"


@pytest.mark.parametrize(
    ("error", "arguments"),
    [
        (ProgrammingError("syntax error"), ["manage.py", "compare"]),
        (OperationalError("no such table: x"), ["manage.py", "compare", "--traceback"]),
    ],
)
def test_a_defect_and_what_is_asked_for_keep_their_traceback(
    error: Exception, arguments: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    fail_with(error, monkeypatch)
    with pytest.raises(type(error), match=str(error)):
        command_line.run(arguments)


def test_a_command_that_ends_well_has_status_0(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[list[str]] = []
    monkeypatch.setattr(command_line, "execute_from_command_line", ran.append)
    assert command_line.run(("manage.py", "check")) == 0
    assert command_line.run(("manage.py", "check", "--traceback")) == 0
    assert ran == [["manage.py", "check"], ["manage.py", "check", "--traceback"]]
