"""`manage.py`: any command, and a sentence in place of a traceback for what an operator can put right."""

import os
import sys
from collections.abc import Sequence

from django.core.management import execute_from_command_line
from django.db import OperationalError, ProgrammingError

NOT_SET_UP = "The database is not set up for this version of the program. Set it up first: manage.py migrate"
# What SQLite says in words says PostgreSQL in codes: undefined_table and undefined_column.
SQLITE_MISSING = ("no such table", "no such column")
POSTGRESQL_MISSING = ("42P01", "42703")


def run(arguments: Sequence[str]) -> int:
    """Run a command and return the exit status: 1 for what was said in a sentence.

    With --traceback nothing is caught. A reader that stops reading, such as head, ends the command quietly.
    """
    if "--traceback" in arguments:
        execute_from_command_line(list(arguments))
        return 0
    try:
        execute_from_command_line(list(arguments))
        sys.stdout.flush()
    except BrokenPipeError:
        # Python flushes once more at its end, which must not fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except (OperationalError, ProgrammingError) as error:
        sentence = _sentence(error)
        if sentence is None:
            raise
        sys.stderr.write(f"{sentence}\n")
        return 1
    return 0


def _sentence(error: OperationalError | ProgrammingError) -> str | None:
    """What an operator can put right; None for a defect of ours."""
    said = str(error).strip()
    if said.startswith(SQLITE_MISSING) or getattr(error.__cause__, "sqlstate", None) in POSTGRESQL_MISSING:
        return NOT_SET_UP
    if isinstance(error, ProgrammingError):
        return None
    return f"The database cannot be used: {' '.join(said.split())}"
