"""Prices to export, a folder for what is made of them, and a moment that stands still."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client
from pytest_django import Settings

from corridors.exports import choosing, jobs, making
from corridors.exports.asking import ExportAsked
from corridors.exports.layouts import layout_of
from corridors.exports.making import make_export
from corridors.exports.selecting import facts_of
from corridors.models import ExportJob
from tests.exports.jobs.reading import page
from tests.factories import NOW, add_cross_rate, price, record
from tests.pages.conftest import Page

Ask = Callable[..., ExportJob]
# One with a line end inside quotes: a row of CSV is not always a line.
NOTES = ("Ask for the card,\n“today”.", "", "=1+1")


@pytest.fixture(autouse=True)
def exports_folder(settings: Settings, tmp_path: Path) -> Path:
    """Where finished files lie."""
    folder = tmp_path / "exports"
    storage = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(folder), "base_url": None},
    }
    settings.STORAGES = {**settings.STORAGES, "exports": storage}
    return folder


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    """Noon, until a test moves on."""
    with time_machine.travel(NOW, tick=False) as moment:
        yield moment


@pytest.fixture(autouse=True)
def _two_rows_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choosing, "ROWS_AT_ONCE", 2)


@pytest.fixture(autouse=True)
def _nobody_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Telling takes a connection of its own, which sees nothing of a test's: test_telling.py is about it."""

    @contextmanager
    def telling(*args: object, **more: object) -> Iterator[Callable[[int], None]]:
        yield lambda rows: None

    monkeypatch.setattr(making, "telling", telling)


@pytest.fixture
def prices(db: None) -> None:
    """Three prices of one corridor."""
    add_prices()


def add_prices(*providers: str) -> None:
    add_cross_rate("AED", "PHP", "12")
    names = providers or ("Swift Hawk", "Old Bank", "Plain Exchange")
    record(*(price(name, note=note) for name, note in zip(names, NOTES, strict=False)))


@pytest.fixture
def ask() -> Ask:
    """Ask for an export of everything."""

    def _ask(format_: str = "csv", *, now: datetime | None = None, **filters: Any) -> ExportJob:
        asked = ExportAsked(**filters)
        rows = layout_of(asked).count(asked)
        return jobs.ask_for(asked, format_, facts=facts_of(asked), rows=rows, now=now or datetime.now(UTC))

    return _ask


@pytest.fixture
def later(clock: time_machine.Traveller) -> Callable[..., None]:
    """Let hours or minutes pass."""

    def _later(**spent: float) -> None:
        clock.shift(timedelta(**spent))

    return _later


@pytest.fixture
def read(client: Client) -> Callable[[str], Page]:
    return lambda address: page(client.get(address))


@pytest.fixture
def made(ask: Ask) -> Callable[[str], ExportJob]:
    """A finished export."""

    def _made(format_: str) -> ExportJob:
        job = ask(format_)
        make_export(job.pk)
        job.refresh_from_db()
        return job

    return _made
