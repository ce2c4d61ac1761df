"""Exports by the web server itself: a failure breaks the connection, a reader who leaves frees everything."""

import gzip
import http.client
import os
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from http import HTTPStatus
from itertools import takewhile
from pathlib import Path
from time import monotonic
from urllib.parse import urlsplit

import pytest
from django.db import connection

from corridors.exports.asking import ExportAsked
from corridors.exports.formats import Csv
from corridors.rows import PRICE_COLUMNS
from tests.factories import price, record

ROOT = Path(__file__).resolve().parents[2]
# More than what the two ends of a connection hold between them.
ROWS = 40_000
WHOLE, BROKEN = "/exports/prices.csv", "/exports/prices.jsonl"
GIVES_UP_AFTER_SECONDS = 60

# The server sees only what is committed, in PostgreSQL; of SQLite it gets a copy. (History cannot be emptied
# there: its triggers refuse.)
pytestmark = pytest.mark.django_db(transaction=connection.vendor == "postgresql")


def a_long_history() -> None:
    """One price, copied with other fingerprints."""
    record(price(note="a remark of some length, as sources make them " * 3))
    columns = ", ".join(column for column in PRICE_COLUMNS if column != "fingerprint")
    fingerprint, series = (
        ("md5(n::text)", f"generate_series(1, {ROWS - 1}) AS n")
        if connection.vendor == "postgresql"
        else ("printf('%%032d', n)", "numbers")
    )
    numbers = f"SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {ROWS - 1}"
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH RECURSIVE numbers(n) AS ({numbers}) "
            f"INSERT INTO corridors_price (fingerprint, {columns}) "
            f"SELECT {fingerprint}, {columns} FROM corridors_price CROSS JOIN {series}",
            [],
        )


def address_of_the_tests_database(folder: Path) -> str:
    """PostgreSQL's own; what SQLite has in memory is copied into a file."""
    if connection.vendor == "postgresql":
        address = urlsplit(os.environ["DATABASE_URL"])
        return address._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    file = folder / "copy.sqlite3"
    with closing(sqlite3.connect(file)) as copy:
        copy.executescript("".join(connection.connection.iterdump()))
    return f"sqlite:///{file}"


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    """Where the site is served as in production, with room for one export at once."""
    a_long_history()
    environment = {
        **os.environ,
        "DATABASE_URL": address_of_the_tests_database(tmp_path),
        "DATA_DIR": str(tmp_path),
    }
    environment |= {
        "DATABASE_POOL_SIZE": "2",
        "REDIS_URL": "",
        "PYTHONWARNINGS": "ignore",
        "LOG_LEVEL": "CRITICAL",
    }
    # The socket listens before the server starts, so the first request waits instead of being refused.
    with socket.create_server(("127.0.0.1", 0)) as listening:
        command = [sys.executable, "-m", "gunicorn", "tests.exports.served_site", "--no-control-socket"]
        command += ["--workers", "1", "--threads", "4", "--log-level", "critical"]
        server = subprocess.Popen(
            [*command, "--bind", f"fd://{listening.fileno()}"],
            cwd=ROOT,
            env=environment,
            pass_fds=[listening.fileno()],
        )
        try:
            yield listening.getsockname()[1]
        finally:
            server.terminate()
            server.wait(timeout=30)


def ask(port: int, path: str, **headers: str) -> tuple[http.client.HTTPConnection, http.client.HTTPResponse]:
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=GIVES_UP_AFTER_SECONDS)
    client.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    return client, client.getresponse()


def status(port: int, path: str) -> int:
    client, answer = ask(port, path)
    with closing(client):
        answer.read()
        return answer.status


def try_until(is_so: Callable[[], bool], what: str) -> None:
    """Ask again until something is so: each question takes its time, so nothing waits in between."""
    until = monotonic() + GIVES_UP_AFTER_SECONDS
    assert any(takewhile(lambda _: monotonic() < until, iter(is_so, None))), what


def copies_under_way() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity "
            "WHERE datname = current_database() AND backend_type = 'client backend' "
            "AND state <> 'idle' AND query LIKE 'COPY %%'",
            [],
        )
        (number,) = cursor.fetchone()
    return int(number)


def test_a_failure_in_the_middle_breaks_the_connection_so_that_no_half_passes_for_the_whole(
    port: int,
) -> None:
    client, answer = ask(port, WHOLE)
    with closing(client):
        assert (answer.status, answer.headers["Transfer-Encoding"]) == (200, "chunked")
        assert answer.read() == b"".join(Csv().write(ExportAsked()))
    client, answer = ask(port, WHOLE, Accept_Encoding="gzip")
    with closing(client):
        assert gzip.decompress(answer.read()) == b"".join(Csv().write(ExportAsked()))

    client, answer = ask(port, BROKEN)
    with closing(client), pytest.raises((http.client.IncompleteRead, ConnectionResetError)) as cut:
        answer.read()
    assert answer.status == HTTPStatus.OK
    assert "Content-Length" not in answer.headers
    client, answer = ask(port, BROKEN, Accept_Encoding="gzip")
    with closing(client), pytest.raises((http.client.IncompleteRead, ConnectionResetError)) as cut:
        answer.read()
    if isinstance(cut.value, http.client.IncompleteRead):
        with pytest.raises(EOFError):
            gzip.decompress(cut.value.partial)
    assert status(port, WHOLE) == HTTPStatus.OK


def test_a_reader_who_leaves_frees_the_database_and_the_next_one_is_served(port: int) -> None:
    reader = socket.create_connection(("127.0.0.1", port), timeout=GIVES_UP_AFTER_SECONDS)
    with closing(reader):
        reader.sendall(f"GET {WHOLE} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        assert reader.recv(12) == b"HTTP/1.1 200"
        # The rest waits for a reader who does not read: nobody else is let in.
        assert status(port, WHOLE) == HTTPStatus.SERVICE_UNAVAILABLE
        assert status(port, "/healthz") == HTTPStatus.OK
        if connection.vendor == "postgresql":
            assert copies_under_way() == 1
    try_until(lambda: status(port, WHOLE) == HTTPStatus.OK, "the slot of a reader who left is free again")
    if connection.vendor == "postgresql":
        try_until(lambda: copies_under_way() == 0, "nothing is left running in PostgreSQL")
