"""What is sent, what is an answer, and what is none."""

import gzip
import pickle
import traceback
import tracemalloc
import zlib

import pytest

from providers.http import FetchError, Reply, http_from_settings
from providers.unpacking import UnpackError, unpacked
from tests.providers.http_client import Client
from tests.providers.local_server import Handler, answer, held, raw, serving

MEGABYTE_OF_ZEROS = bytes(2**20)


def raw_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(body) + packer.flush()


def chunked(*chunks: bytes, **headers: str) -> bytes:
    head = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    body = b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks)
    return b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n" + head.encode() + b"\r\n" + body


def test_an_answer_comes_with_what_the_next_request_needs():
    headers = {
        "Content-Type": "application/json",
        "ETag": '"1"',
        "Last-Modified": "Tue, 24 Nov 2026 09:00:00 GMT",
    }
    with serving(answer(200, b"{}", **headers)) as server:
        reply = Client().get(server.url)
    assert reply == Reply(200, b"{}", "application/json", '"1"', "Tue, 24 Nov 2026 09:00:00 GMT")
    assert not reply.not_modified


def test_the_request_names_the_deployment_and_carries_parameters_and_headers():
    with serving(answer()) as server:
        Client().get(f"{server.url}/rates?a=1", params={"from": "2026-11-24"}, headers={"X-Key": "k"})
    (asked,) = server.asked
    assert (asked.method, asked.path) == ("GET", "/rates?a=1&from=2026-11-24")
    assert asked.headers["user-agent"] == "RemitCompare/test (ops@example.org)"
    assert asked.headers["accept-encoding"] == "gzip, deflate"
    assert asked.headers["x-key"] == "k"
    assert not {"if-none-match", "if-modified-since", "authorization", "cookie"} & asked.headers.keys()


@pytest.mark.parametrize(
    ("validators", "sent"),
    [
        ({"etag": '"1"'}, {"if-none-match": '"1"'}),
        (
            {"last_modified": "Tue, 24 Nov 2026 09:00:00 GMT"},
            {"if-modified-since": "Tue, 24 Nov 2026 09:00:00 GMT"},
        ),
    ],
)
def test_what_has_not_changed_is_not_sent_again(validators, sent):
    with serving(raw(b'HTTP/1.1 304 Not Modified\r\nETag: "1"\r\n\r\n')) as server:
        reply = Client().get(server.url, **validators)
    assert reply.not_modified
    assert (reply.status, reply.body, reply.etag) == (304, b"", '"1"')
    assert server.asked[0].headers.items() >= sent.items()


@pytest.mark.parametrize("status", [201, 204, 206, 300, 304, 400, 401, 404, 418, 500, 502, 504, 599])
def test_any_other_status_is_an_error_that_is_not_repeated(status):
    client = Client()
    with serving(answer(status)) as server:
        error = client.refused(f"{server.url}/rates")
    assert f"127.0.0.1:{server.server_port}/rates answered {status}" in str(error)
    assert (error.reason_code, error.status, error.retry_after) == ("status", status, None)
    assert (len(server.asked), client.slept) == (1, [])


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("gzip", gzip.compress(b"rates, rates")),
        ("x-gzip", gzip.compress(b"rates, ") + gzip.compress(b"rates")),
        ("deflate", zlib.compress(b"rates, rates")),
        ("Deflate", raw_deflate(b"rates, rates")),
        ("identity", b"rates, rates"),
    ],
)
def test_packed_answers_are_unpacked_however_they_are_cut(encoding, packed):
    in_bytes = [packed[at : at + 1] for at in range(len(packed))]
    with serving(
        answer(200, packed, Content_Encoding=encoding),
        raw(chunked(*in_bytes, b"", Content_Encoding=encoding)),
    ) as server:
        client = Client()
        assert client.get(server.url).body == client.get(server.url).body == b"rates, rates"


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip"])
def test_other_packings_are_refused(encoding):
    with serving(answer(200, b"?", Content_Encoding=encoding)) as server:
        assert Client().refused(server.url).reason_code == "encoding"
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    "cut_off",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel",
        chunked(b"hello"),
        chunked(b"hello") + b"000",
        chunked(gzip.compress(b"hello, hello")[:-9], b"", Content_Encoding="gzip"),
        chunked(gzip.compress(b"hello") + b"and more", b"", Content_Encoding="gzip"),
        chunked(zlib.compress(b"hello")[:1], b"", Content_Encoding="deflate"),
        chunked(b"", Content_Encoding="deflate"),
    ],
    ids=[
        "length",
        "in a chunk",
        "between chunks",
        "in a size",
        "gzip",
        "gzip and more",
        "deflate",
        "empty deflate",
    ],
)
def test_an_answer_that_is_cut_off_is_no_short_answer(cut_off):
    with serving(raw(cut_off)) as server:
        assert Client().refused(server.url).reason_code == "cut_off"


@pytest.mark.parametrize("headers", [b"", b"Content-Type: text/csv\r\n", b"Content-Length: 1"])
def test_headers_that_are_cut_off_are_no_empty_answer(headers):
    with serving(raw(b"HTTP/1.1 200 OK\r\n" + headers)) as server:
        assert Client().refused(server.url).reason_code == "transport"


def test_a_last_chunk_without_its_empty_line_is_the_last_chunk():
    with serving(raw(chunked(b"hello") + b"0\r\n")) as server:
        assert Client().get(server.url).body == b"hello"


def test_an_answer_of_exactly_the_size_allowed_is_taken_and_one_byte_more_is_not():
    with serving(
        answer(200, b"x" * 1000), raw(chunked(b"x" * 1000, b"")), raw(chunked(b"x" * 1001, b""))
    ) as server:
        client = Client(max_bytes=1000)
        assert len(client.get(server.url).body) == len(client.get(server.url).body) == 1000
        error = client.refused(server.url)
    assert error.reason_code == "too_large"
    assert "1,000 bytes allowed" in str(error)


def test_what_says_that_it_is_too_large_is_not_read():
    with serving(held(b"HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n")) as server:
        assert Client(max_bytes=1000).refused(server.url).reason_code == "too_large"
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [("gzip", gzip.compress(MEGABYTE_OF_ZEROS)), ("deflate", zlib.compress(MEGABYTE_OF_ZEROS))],
)
def test_a_bomb_is_refused_by_what_it_unpacks_to(encoding, packed):
    limit = 10_000
    assert len(packed) < limit
    with serving(answer(200, packed, Content_Encoding=encoding)) as server:
        assert Client(max_bytes=limit).refused(server.url).reason_code == "too_large"


def test_a_bomb_is_not_held_while_it_is_found_out():
    bomb = gzip.compress(bytes(20 * 2**20))
    tracemalloc.start()
    with pytest.raises(UnpackError):
        unpacked([bomb], encoding="gzip", limit=10_000)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2**20


def test_an_endless_answer_is_hung_up_on():
    hung_up = []

    def endless(handler: Handler) -> None:
        handler.send(chunked())
        try:
            while True:
                handler.send(b"1000\r\n", b"x" * 0x1000, b"\r\n")
        except OSError:
            hung_up.append(True)

    with serving(endless) as server:
        assert Client(max_bytes=100_000).refused(server.url).reason_code == "too_large"
    assert hung_up == [True]


@pytest.mark.parametrize(
    "url",
    [
        "",
        "rates",
        "//host/",
        "http:///rates",
        "http://[::1/",
        "http://a b/",
        "http://host:99999/",
        "ftp://host/",
        "file:///etc/passwd",
        "httpx://host/",
        "http://user:secret@127.0.0.1/",
        "http://secret@127.0.0.1/",
    ],
)
def test_what_is_no_plain_web_address_is_not_asked(url):
    client = Client()
    error = client.refused(url)
    assert error.reason_code == "url"
    assert "secret" not in str(error)
    assert client.paced == []


@pytest.mark.parametrize("value", ["secret\r\nX-Other: 1", "секрет-secret"])
def test_a_header_that_cannot_be_sent_is_refused(value):
    with serving(answer()) as server:
        error = Client().refused(server.url, headers={"X-Key": value})
    assert error.reason_code == "url"
    assert "secret" not in str(error)


@pytest.mark.parametrize(
    "failed",
    [
        answer(500),
        answer(429, Retry_After="3600"),
        answer(302, Location="/rates?key=secret"),
        answer(302, Location="http://elsewhere.example/?key=secret"),
        answer(200, b"?", Content_Encoding="br"),
        raw(),
        raw(b"secret nonsense\r\n\r\n"),
        raw(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n"),
    ],
    ids=["500", "429", "redirects", "elsewhere", "br", "nothing", "nonsense", "cut off"],
)
def test_an_error_names_host_and_path_and_no_secret(failed):
    with serving(failed) as server:
        error = Client().refused(f"{server.url}/rates?key=secret", headers={"X-Key": "secret"})
    assert str(error).startswith(f"127.0.0.1:{server.server_port}/rates ")
    assert "secret" not in "".join(traceback.format_exception(error))
    assert "\n" not in str(error)


def test_an_error_survives_the_way_between_processes():
    error = pickle.loads(pickle.dumps(FetchError("busy", reason_code="status", status=429, retry_after=7)))
    assert (str(error), error.reason_code, error.status, error.retry_after) == ("busy", "status", 429, 7)


def test_bytes_and_forms_are_posted():
    with serving(answer(200, b"made")) as server:
        client = Client()
        assert (
            client.post(server.url, data=b"{}", headers={"Content-Type": "application/json"}).body == b"made"
        )
        client.post(server.url, data={"from": "US", "to": "MX"})
    first, second = server.asked
    assert (first.method, first.body, first.headers["content-type"]) == ("POST", b"{}", "application/json")
    assert (second.body, second.headers["content-type"]) == (
        b"from=US&to=MX",
        "application/x-www-form-urlencoded",
    )


def test_neither_proxies_nor_passwords_come_from_the_environment(monkeypatch, tmp_path):
    (tmp_path / "netrc").write_text("default login someone password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    with serving(answer(200, b"direct", Set_Cookie="a=b")) as server:
        client = Client()
        assert client.get(server.url).body == client.get(server.url).body == b"direct"
    assert not {"authorization", "cookie"} & server.asked[1].headers.keys()


def test_a_deployment_asks_as_its_settings_say(settings):
    settings.FEED_USER_AGENT = "RemitCompare/1 (mine)"
    settings.FEED_PACE_SECONDS = 0
    settings.ALLOW_PRIVATE_FEEDS = True
    with serving(answer()) as server:
        http_from_settings().get(server.url)
        settings.ALLOW_PRIVATE_FEEDS = False
        with pytest.raises(FetchError, match=r"127\.0\.0\.1, which is no public address"):
            http_from_settings().get(server.url)
    assert [asked.headers["user-agent"] for asked in server.asked] == ["RemitCompare/1 (mine)"]
