"""What is asked again, after how long, and when the service gives up."""

import socket

import pytest

from providers.http import FetchError
from tests.providers.http_client import Client, Clock
from tests.providers.local_server import Handler, answer, held, raw, serving

CUT_OFF = raw(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello")
WHOLE = answer(200, b"whole")


@pytest.mark.parametrize(
    ("fault", "reason_code"),
    [
        (raw(), "transport"),
        (raw(b"nonsense\r\n\r\n"), "transport"),
        (CUT_OFF, "cut_off"),
        (answer(429), "status"),
        (answer(503), "status"),
    ],
    ids=["hangs up", "nonsense", "cut off", "429", "503"],
)
def test_a_fault_is_tried_again_three_times_and_slower_each_time(fault, reason_code):
    client = Client()
    with serving(fault) as server:
        error = client.refused(server.url)
    assert error.reason_code == reason_code
    assert client.slept == [1.5, 2.5, 4.5]
    assert client.paced == ["127.0.0.1"] * len(server.asked) == ["127.0.0.1"] * 4


@pytest.mark.parametrize(
    "fault", [raw(), CUT_OFF, answer(429), answer(503)], ids=["hangs up", "cut off", "429", "503"]
)
def test_a_fault_that_passes_is_forgotten(fault):
    client = Client()
    with serving(fault, fault, WHOLE) as server:
        assert client.get(server.url).body == b"whole"
    assert client.slept == [1.5, 2.5]


@pytest.mark.parametrize(
    "part", [b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx"]
)
def test_silence_ends_a_try(part):
    client = Client(read_timeout=0.05)
    with serving(held(part)) as server:
        error = client.refused(server.url)
    assert error.reason_code == "timeout"
    assert len(server.asked) == 4


def test_a_connection_that_nobody_answers_ends_a_try(monkeypatch):
    def nobody(*args, **kwargs):
        raise TimeoutError("timed out")

    monkeypatch.setattr("providers.connections.create_connection", nobody)
    client = Client()
    assert client.refused("http://127.0.0.1/").reason_code == "timeout"
    assert len(client.slept) == 3


def test_a_port_where_nobody_listens_is_named_so():
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    error = Client().refused(f"http://127.0.0.1:{port}/")
    assert error.reason_code == "transport"
    assert "Connection refused" in str(error)


def test_a_name_that_leads_nowhere_is_named_so(monkeypatch):
    def nowhere(*args, **kwargs):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", nowhere)
    error = Client().refused("http://bank.example/rates")
    assert error.reason_code == "transport"
    assert str(error) == "bank.example/rates could not be reached: Name or service not known"


@pytest.mark.parametrize(
    ("retry_after", "slept"),
    [
        ("7", 7),
        ("60", 60),
        ("1", 1.5),  # less than our own back-off
        ("Wed, 25 Nov 2026 12:00:30 GMT", 30),
        ("Wed, 25 Nov 2026 12:00:30 -0000", 30),
        ("Wed, 25 Nov 2026 11:00:00 GMT", 1.5),
        ("soon", 1.5),
        ("-7", 1.5),
        ("Wed, 25 Nov 2026 12:00:30 +9999999999999999999", 1.5),
    ],
)
@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_server_is_asked_again_when_it_says(status, retry_after, slept):
    client = Client()
    with serving(answer(status, Retry_After=retry_after), WHOLE) as server:
        assert client.get(server.url).body == b"whole"
    assert client.slept == [slept]


@pytest.mark.parametrize("retry_after", ["3600", "Wed, 25 Nov 2026 13:00:00 GMT"])
def test_who_wants_an_hour_is_left_alone(retry_after):
    client = Client()
    with serving(answer(429, Retry_After=retry_after)) as server:
        error = client.refused(f"{server.url}/rates")
    assert str(error).endswith("/rates answered 429 Too Many Requests and asks to come back in 3,600 s")
    assert (error.retry_after, client.slept, len(server.asked)) == (3600, [], 1)


def test_a_post_is_repeated_only_where_it_was_not_taken():
    client = Client()
    with serving(answer(503), WHOLE, CUT_OFF) as server:
        assert client.post(server.url, data=b"quote").body == b"whole"
        with pytest.raises(FetchError, match="cut its answer off"):
            client.post(server.url, data=b"quote")
    assert [asked.body for asked in server.asked] == [b"quote"] * 3
    assert client.slept == [1.5]


@pytest.mark.parametrize(
    ("first", "later"),
    [(b"HTTP/1.1 200 OK\r\n", b"X-Padding: 1\r\n"), (b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n", b"x")],
    ids=["headers", "body"],
)
def test_an_answer_that_drips_is_given_up(first, later):
    client = Client(total_timeout=120)

    def drip(handler: Handler) -> None:
        handler.send(first)
        client.clock.seconds += 121
        handler.send(later)
        handler.wait_until_the_other_side_hangs_up()

    with serving(drip) as server:
        error = client.refused(f"{server.url}/rates")
    assert error.reason_code == "too_slow"
    assert str(error).endswith("/rates took longer than 120 s")
    assert (len(server.asked), client.slept) == (1, [])


def test_the_time_for_an_answer_covers_its_redirects():
    client = Client(total_timeout=120)

    def late(handler: Handler) -> None:
        client.clock.seconds += 70
        answer(302, Location="/next")(handler)

    with serving(late) as server:
        assert client.refused(server.url).reason_code == "too_slow"
    assert len(server.asked) == 2


def test_each_try_has_the_whole_time():
    clock = Clock()

    def sleep_long(_seconds: float) -> None:
        clock.seconds += 100

    with serving(answer(503), answer(503), WHOLE) as server:
        reply = Client(total_timeout=120, clock=clock, sleep=sleep_long).get(server.url)
    assert (reply.body, clock.seconds) == (b"whole", 200)
