"""Each fault as a client meets it, and the switches. Nothing here waits for time to pass."""

import http.client
import json
import threading
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import pytest

from providers.adapters.base import ParseError
from providers.http import FetchError
from providers.sandbox import server
from providers.sandbox.faults import Fault
from providers.sandbox.server import NOISE
from tests.providers.http_client import Client
from tests.providers.sandbox.serving import QUESTION, Sandbox, minute, running

RATES = "/stats/eurofxref/eurofxref-hist-90d.xml"


class TestFaults:
    def test_a_server_error(self, sandbox: Sandbox) -> None:
        sandbox.switch_on("server_error")
        said = sandbox.ask()
        assert (said.status, said.headers["content-type"]) == (500, "text/html; charset=utf-8")

    def test_too_many_requests_say_when_to_come_back(self, sandbox: Sandbox) -> None:
        sandbox.switch_on("too_many_requests", seconds=7)
        said = sandbox.ask()
        assert (said.status, said.headers["retry-after"]) == (429, "7")

    def test_our_client_comes_back_when_it_is_told_to(self, sandbox: Sandbox) -> None:
        sandbox.switch_on("too_many_requests", seconds=30, times=1)
        client = Client()
        assert client.get(f"{sandbox.url}{QUESTION}").status == 200
        assert client.slept == [30]

    def test_a_truncated_answer_promises_more_than_it_brings(self, sandbox: Sandbox) -> None:
        whole = sandbox.ask().body
        sandbox.switch_on("truncated")
        with pytest.raises(http.client.IncompleteRead) as cut:
            sandbox.ask()
        assert cut.value.partial == whole[: len(whole) // 2]
        assert len(whole) == len(cut.value.partial) + (cut.value.expected or 0)

    def test_a_wrong_content_type_is_somebodys_page(self, sandbox: Sandbox) -> None:
        sandbox.switch_on("wrong_content_type")
        said = sandbox.ask()
        assert (said.status, said.headers["content-type"]) == (200, "text/html; charset=utf-8")
        assert b"sign in" in said.body

    def test_garbage_has_the_right_label(self, sandbox: Sandbox) -> None:
        sandbox.switch_on("garbage")
        said = sandbox.ask()
        assert (said.status, said.headers["content-type"]) == (200, "application/json")
        assert said.body == NOISE

    def test_a_redirect_leads_to_the_next_answer(self, sandbox: Sandbox) -> None:
        sandbox.switch_on("redirect", times=1)
        said = sandbox.ask()
        assert (said.status, said.headers["location"]) == (302, QUESTION)
        assert sandbox.ask(said.headers["location"]).status == 200

    def test_a_redirect_without_end_is_one_that_our_client_gives_up(self, sandbox: Sandbox) -> None:
        sandbox.switch_on("redirect")
        assert Client().refused(f"{sandbox.url}{QUESTION}").reason_code == "redirect"

    def test_a_redirect_away_leads_to_another_host(self, sandbox: Sandbox) -> None:
        sandbox.switch_on("redirect_away")
        said = sandbox.ask()
        assert (said.status, said.headers["location"]) == (302, "http://sandbox.invalid/")
        assert Client().refused(f"{sandbox.url}{QUESTION}").reason_code == "redirect"

    def test_a_late_answer_is_an_hour_old_and_comes_after_a_fresh_one(self, sandbox: Sandbox) -> None:
        def collected() -> str:
            moment: str = sandbox.ask().json["providers"][0]["quotes"][0]["dateCollected"]
            return moment

        now = sandbox.now
        fresh = collected()
        sandbox.switch_on("late", times=1)
        assert [fresh, collected(), collected()] == [
            minute(now),
            minute(now - timedelta(hours=1)),
            minute(now),
        ]

    @pytest.mark.parametrize("path", [QUESTION, "/tariff.json", RATES])
    def test_a_duplicated_answer_says_everything_twice(self, sandbox: Sandbox, path: str) -> None:
        once = parts_of(sandbox.ask(path).body)
        sandbox.switch_on("duplicated")
        assert parts_of(sandbox.ask(path).body) == [part for part in once for _ in range(2)]
        assert once

    def test_duplicated_quotes_are_one_price_to_our_adapter(self, sandbox: Sandbox) -> None:
        once = sandbox.collect("sandbox_wise")
        sandbox.switch_on("duplicated")
        assert len(sandbox.collect("sandbox_wise")) == len(once)

    @pytest.mark.parametrize("fault", ["server_error", "wrong_content_type", "garbage", "redirect_away"])
    @pytest.mark.parametrize("key", ["sandbox_wise", "sandbox_tariff", "sandbox_ecb"])
    def test_our_adapters_never_take_a_broken_answer_for_an_empty_one(
        self, sandbox: Sandbox, fault: str, key: str
    ) -> None:
        sandbox.switch_on(fault)
        with pytest.raises((FetchError, ParseError)):
            sandbox.collect(key)


class TestTime:
    def test_a_time_out_holds_the_connection_and_says_nothing(self) -> None:
        held, released = threading.Event(), threading.Event()
        asked: list[float] = []

        def wait(seconds: float) -> bool:
            asked.append(seconds)
            held.set()
            return released.wait()

        with running(wait) as sandbox:
            sandbox.switch_on("timeout")
            connection = sandbox.connect()
            connection.request("GET", QUESTION)
            assert held.wait(10)
            connection.sock.setblocking(False)
            with pytest.raises(BlockingIOError):
                connection.sock.recv(1)
            released.set()
            connection.sock.setblocking(True)
            with pytest.raises(http.client.RemoteDisconnected):
                connection.getresponse()
            connection.close()
        assert asked == [120]

    def test_a_held_connection_is_let_go_when_the_sandbox_stops(self) -> None:
        entered, let_go = threading.Event(), list[bool]()

        with running() as sandbox:
            pause = sandbox.server.pause

            def noted(seconds: float) -> bool:
                entered.set()
                let_go.append(pause(seconds))
                return let_go[0]

            sandbox.server.pause = noted
            sandbox.switch_on("timeout", seconds=30)
            connection = sandbox.connect()
            connection.request("GET", QUESTION)
            assert entered.wait(10)
        with pytest.raises(http.client.RemoteDisconnected):
            connection.getresponse()
        connection.close()
        assert let_go == [True]

    def test_a_slow_drip_brings_everything_in_the_end(self) -> None:
        pauses: list[float] = []

        def no_time_passes(seconds: float) -> bool:
            pauses.append(seconds)
            return False

        with running(no_time_passes) as sandbox:
            whole = sandbox.ask("/tariff.json").body
            sandbox.switch_on("slow_drip", times=1)
            assert sandbox.ask("/tariff.json").body == whole
        assert set(pauses) == {1}
        assert 500 < len(pauses) <= 600

    def test_a_slow_drip_ends_when_the_sandbox_stops(self) -> None:
        with running(lambda seconds: True) as sandbox:
            sandbox.switch_on("slow_drip")
            with pytest.raises(http.client.IncompleteRead) as cut:
                sandbox.ask("/tariff.json")
        assert 0 < len(cut.value.partial) < 100


class TestSwitches:
    def test_a_fault_shows_as_often_as_it_is_told_to(self, sandbox: Sandbox) -> None:
        sandbox.switch_on("server_error", times=2)
        assert [sandbox.ask().status for _ in range(3)] == [500, 500, 200]

    def test_without_times_it_shows_until_it_is_switched_off(self, sandbox: Sandbox) -> None:
        sandbox.switch_on("server_error")
        assert [sandbox.ask().status for _ in range(3)] == [500, 500, 500]
        assert sandbox.ask("/faults", method="DELETE").json == {"faults": []}
        assert sandbox.ask().status == 200

    def test_a_fault_of_one_path_leaves_the_others_alone(self, sandbox: Sandbox) -> None:
        sandbox.switch_on("server_error", path="/v4/comparisons")
        assert [sandbox.ask(path).status for path in (QUESTION, f"/wise{QUESTION}", RATES)] == [500, 500, 200]

    def test_a_paths_own_fault_goes_before_that_of_all(self, sandbox: Sandbox) -> None:
        sandbox.switch_on("server_error")
        sandbox.switch_on("too_many_requests", path="/tariff.json")
        assert [sandbox.ask(path).status for path in (QUESTION, "/tariff.json")] == [500, 429]

    def test_the_switches_can_be_seen(self, sandbox: Sandbox) -> None:
        sandbox.switch_on("timeout", times=3)
        assert sandbox.ask("/faults").json == {
            "faults": [{"path": "*", "fault": "timeout", "times": 3, "seconds": 120}]
        }

    def test_the_switchboard_itself_and_the_first_page_have_no_faults(self, sandbox: Sandbox) -> None:
        sandbox.switch_on("server_error")
        assert [sandbox.ask(path).status for path in ("/", "/faults", "/elsewhere")] == [200, 200, 404]

    @pytest.mark.parametrize(
        ("body", "sentence"),
        [
            (b"{", "not JSON"),
            (b"[]", "not a JSON object"),
            (b"{}", "fault is none of: server_error, too_many_requests"),
            (b'{"fault": "flood"}', "fault is none of"),
            (b'{"fault": ["late"]}', "fault is none of"),
            (b'{"fault": "late", "path": "tariff.json"}', "path is none of: *, /v4/comparisons, /stats"),
            (b'{"fault": "late", "path": 1}', "path is none of"),
            (b'{"fault": "late", "times": 0}', "times is not a whole number from 1 to 1,000,000"),
            (b'{"fault": "late", "times": true}', "times is not a whole number"),
            (b'{"fault": "late", "times": 1.5}', "times is not a whole number"),
            (b'{"fault": "timeout", "seconds": 601}', "seconds is not a whole number from 0 to 600"),
            (b'{"fault": "late", "until": "noon"}', "not known: until"),
            (b'"' + b"x" * 2**16 + b'"', "too large"),
        ],
    )
    def test_a_switch_that_makes_no_sense_is_refused(
        self, sandbox: Sandbox, body: bytes, sentence: str
    ) -> None:
        said = sandbox.ask("/faults", method="POST", body=body)
        assert said.status == 400
        assert sentence in said.json["error"]
        assert sandbox.ask("/faults").json == {"faults": []}

    @pytest.mark.parametrize("fault", list(Fault))
    def test_every_fault_stands_in_the_table_of_the_servers_documentation(self, fault: Fault) -> None:
        assert f"\n    {fault} " in (server.__doc__ or "")


def parts_of(body: bytes) -> list[Any]:
    """The quotes, tariffs or rates of an answer."""
    if body.startswith(b"<"):
        return [dict(cube.attrib) for cube in ElementTree.fromstring(body).iter() if "rate" in cube.attrib]
    said = json.loads(body)
    if "tariffs" in said:
        return list(said["tariffs"])
    return [quote for provider in said["providers"] for quote in provider["quotes"]]
