"""The site with everything beside it on one machine: what is started, and with which settings."""

import os
import socket
import sqlite3
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.core.management import load_command_class

from providers.management.commands import run_all
from providers.sandbox import beside
from providers.supervision import Part
from tests.providers.command_runs import Ran

IN_OTHER_HANDS = ("DATABASE_URL", "BEHIND_HTTPS_PROXY", "SANDBOX_URL")


class Supervised:
    """What run_all hands to its supervisor, which ends as it is told."""

    def __init__(self, status: int = 0) -> None:
        self.status = status
        self.parts: dict[str, Part] = {}
        self.environment: dict[str, str] = {}

    def __call__(self, parts: Sequence[Part], *, environment: dict[str, str]) -> int:
        self.parts = {part.name: part for part in parts}
        self.environment = environment
        return self.status


class TestRunAll:
    @pytest.fixture(autouse=True)
    def _machine_of_ones_own(self, settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        settings.DATABASE_URL, settings.BEHIND_HTTPS_PROXY, settings.SANDBOX_URL = "", False, ""
        settings.DATA_DIR = tmp_path
        for name in ("ALLOWED_HOSTS", "FEEDS", "SITE_URL", "ALERTS_FROM", *IN_OTHER_HANDS):
            monkeypatch.delenv(name, raising=False)

    def run(
        self, monkeypatch: pytest.MonkeyPatch, *arguments: str, status: int = 0
    ) -> tuple[Ran, Supervised]:
        supervised = Supervised(status)
        monkeypatch.setattr(run_all, "supervise", supervised)
        return Ran("run_all", "--port", str(run_all.free_port()), *arguments), supervised

    def test_it_says_where_the_site_is_and_that_its_prices_are_invented(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        port = run_all.free_port()
        ran, _ = self.run(monkeypatch, "--port", str(port))
        assert ran.out.splitlines() == [
            f"RemitCompare is at http://127.0.0.1:{port}",
            f"Try http://127.0.0.1:{port}/send/ae-ph/?amount=1000",
            "Live prices are invented by a sandbox and marked so; make run SANDBOX=no has none.",
            f"They go into a copy of your data, made anew at each start: {beside.folder()}",
            "Stop with Ctrl-C.",
        ]

    def test_the_site_a_collector_and_a_sandbox_run_together(self, monkeypatch: pytest.MonkeyPatch) -> None:
        _, supervised = self.run(monkeypatch)
        assert list(supervised.parts) == ["site", "collector", "exports", "sandbox"]
        assert [part.is_essential for part in supervised.parts.values()] == [True, False, False, False]
        site, collector, exports, sandbox = (list(part.command) for part in supervised.parts.values())
        assert site[0] == str(Path(sys.executable).with_name("gunicorn"))
        assert collector[:1] == exports[:1] == sandbox[:1] == [sys.executable]
        assert (Path(collector[1]).name, collector[2:]) == ("manage.py", ["collect"])
        assert exports[2:] == ["make_exports"]
        assert sandbox[2:4] == ["run_sandbox", "--port"]

    def test_everyone_asks_that_sandbox_and_nobody_else(self, monkeypatch: pytest.MonkeyPatch) -> None:
        _, supervised = self.run(monkeypatch)
        port = supervised.parts["sandbox"].command[4]
        chosen = supervised.environment
        assert chosen["SANDBOX_URL"] == f"http://127.0.0.1:{port}"
        assert chosen["FEEDS"].split(",") == ["sandbox_wise", "sandbox_ecb", "sandbox_tariff"]
        assert (chosen["ALLOW_PRIVATE_FEEDS"], chosen["FEED_PACE_SECONDS"]) == ("true", "0")
        assert chosen["PATH"] == os.environ["PATH"]

    def test_the_command_lines_are_such_that_the_programs_take(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """An option that does not exist would end a part at once, again and again."""
        _, supervised = self.run(monkeypatch)
        for name in ("collector", "exports", "sandbox"):
            command, *options = supervised.parts[name].command[2:]
            parser = load_command_class("providers", command).create_parser("manage.py", command)
            assert parser.parse_args(options)

    def test_feeds_that_the_operator_named_are_kept(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("FEEDS", "sandbox_wise,ecb")
        _, supervised = self.run(monkeypatch)
        assert supervised.environment["FEEDS"] == "sandbox_wise,ecb"

    def test_told_so_it_invents_nothing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        ran, supervised = self.run(monkeypatch, "--no-sandbox")
        assert list(supervised.parts) == ["site", "collector", "exports"]
        assert supervised.environment.items() >= os.environ.items()
        assert supervised.environment.keys().isdisjoint({"SANDBOX_URL", "ALLOW_PRIVATE_FEEDS"})
        assert "invented" not in ran.out

    def test_where_nobody_else_comes_alerts_can_be_tried_and_mails_lead_here(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        port = run_all.free_port()
        _, supervised = self.run(monkeypatch, "--port", str(port))
        assert supervised.environment["SITE_URL"] == f"http://127.0.0.1:{port}"
        assert supervised.environment["ALERTS_FROM"]
        monkeypatch.setenv("ALLOWED_HOSTS", "remit.test")
        _, supervised = self.run(monkeypatch)
        assert supervised.environment.keys().isdisjoint({"SITE_URL", "ALERTS_FROM"})

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("DATABASE_URL", "postgresql://db.test/prices"),
            ("BEHIND_HTTPS_PROXY", True),
            ("SANDBOX_URL", "http://127.0.0.1:9"),
        ],
    )
    def test_where_others_may_look_or_a_sandbox_is_there_none_is_started(
        self, name: str, value: object, settings: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        setattr(settings, name, value)
        _, supervised = self.run(monkeypatch)
        assert list(supervised.parts) == ["site", "collector", "exports"]

    def test_where_the_site_has_a_name_no_sandbox_is_started(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("ALLOWED_HOSTS", "remit.test")
        _, supervised = self.run(monkeypatch)
        assert list(supervised.parts) == ["site", "collector", "exports"]

    def test_a_site_that_stops_by_itself_ends_the_command_with_its_status(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        ran, _ = self.run(monkeypatch, status=3)
        assert (ran.status, ran.failure) == (3, "The site stopped by itself; the lines above say why.")

    def test_a_port_in_use_is_named_with_a_way_out(self) -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            ran = Ran("run_all", port=port)
        assert ran.failure == (
            f"Port {port} cannot be used (Address already in use). Another one: make run PORT=8001"
        )

    @pytest.mark.parametrize("port", [0, -1, 65_536, 70_000])
    def test_a_port_that_is_none_is_refused(self, port: int) -> None:
        assert Ran("run_all", port=port).failure == f"{port} is not a port: use one from 1 to 65535."


class TestCopy:
    def test_a_sandbox_begins_anew_with_a_copy_and_the_data_stays_as_it_is(
        self, settings: Any, tmp_path: Path
    ) -> None:
        settings.DATA_DIR = tmp_path
        with closing(sqlite3.connect(tmp_path / beside.DATABASE)) as data:
            data.executescript("PRAGMA journal_mode = WAL; CREATE TABLE t (n); INSERT INTO t VALUES (1)")
            for _ in range(2):
                beside.copy_for_sandbox()
                with closing(sqlite3.connect(beside.folder() / beside.DATABASE)) as copy:
                    assert copy.execute("SELECT n FROM t").fetchall() == [(1,)]
                    copy.executescript("INSERT INTO t VALUES (2)")
                (beside.folder() / "archive").mkdir()
            beside.copy_for_sandbox()
            assert data.execute("SELECT n FROM t").fetchall() == [(1,)]
        assert not (beside.folder() / "archive").exists()

    def test_without_data_there_is_nothing_to_copy(self, settings: Any, tmp_path: Path) -> None:
        settings.DATA_DIR = tmp_path
        beside.copy_for_sandbox()
        assert list(beside.folder().iterdir()) == []
