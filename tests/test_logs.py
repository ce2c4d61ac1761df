import json
import logging
import sys
from io import StringIO

import pytest
import structlog
from django.conf import settings
from gunicorn.config import Config

from remitcompare import logs


@pytest.fixture
def stream():
    """A stream that each test can read, and the ordinary logging again afterwards."""
    yield StringIO()
    logs.configure(settings.LOGGING)


@pytest.fixture
def lines(stream):
    """Log as a service does, and read back what it wrote, line by line."""
    logs.configure({"level": "INFO"}, stream)
    return lambda: [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_line_is_json_with_time_level_and_logger(lines):
    structlog.get_logger("corridors").info("recorded", prices=3)
    (line,) = lines()
    assert line.pop("timestamp").endswith("Z")
    assert line == {"event": "recorded", "prices": 3, "level": "info", "logger": "corridors"}


@pytest.mark.parametrize(
    ("message", "written"),
    [
        ("Not Found: /compare?from=US&amount=200", "Not Found: /compare?…"),
        ('"GET /compare?from=US HTTP/1.1" 500', '"GET /compare?… HTTP/1.1" 500'),
        ("GET https://bank.example/rates?key=secret failed", "GET https://bank.example/rates?… failed"),
        ("Invalid request from ip=203.0.113.9: no Host", "Invalid request from ip=… no Host"),
        (
            "{'maria@example.org': (550, b'<Maria.P+x@mail.example.org> unknown')}",
            "{'…@…': (550, b'<…@…> unknown')}",
        ),
        ("worker celery@host ready, 2 for 1 @ 3.5", "worker celery@host ready, 2 for 1 @ 3.5"),
        ("Is it up? Yes.", "Is it up? Yes."),
    ],
)
def test_no_line_says_who_asked_or_for_how_much(lines, message, written):
    logging.getLogger("django.request").error(message)
    assert [line["event"] for line in lines()] == [written]


def test_the_request_that_django_attaches_is_not_written(lines, rf):
    request = rf.get("/compare?amount=200", REMOTE_ADDR="203.0.113.9")
    logging.getLogger("django.request").warning("Bad Request", extra={"request": request})
    assert set(lines()[0]) == {"event", "level", "logger", "timestamp"}


def test_an_error_is_written_with_its_traceback(lines):
    try:
        raise ValueError("GET /compare?amount=200")
    except ValueError:
        logging.getLogger("corridors").exception("failed")
    (line,) = lines()
    assert line["exception"].endswith("ValueError: GET /compare?…")
    assert line["level"] == "error"


def test_a_terminal_gets_lines_for_people(stream):
    stream.isatty = lambda: True
    logs.configure({"level": "INFO"}, stream)
    logging.getLogger("corridors").info("recorded")
    assert "recorded" in stream.getvalue()
    assert not stream.getvalue().startswith("{")


def test_gunicorn_writes_through_the_same_formatter(lines, monkeypatch, stream):
    monkeypatch.setattr(sys, "stderr", stream)
    logger = logs.GunicornLogger(Config())
    logger.warning("Invalid request from ip=%s: x", "203.0.113.9")
    (line,) = lines()
    assert line["event"] == "Invalid request from ip=… x"
    assert line["logger"] == "gunicorn.error"
