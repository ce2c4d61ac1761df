"""Which addresses are connected to, and where a redirect may lead."""

import socket

import pytest
from pytest_socket import SocketConnectBlockedError
from urllib3.util.connection import create_connection

from providers.connections import is_public
from providers.http import FetchError
from tests.providers.http_client import Client
from tests.providers.local_server import answer, serving


@pytest.fixture
def resolver(monkeypatch):
    """Where feed.example leads: one list of addresses a look-up, the last one ever after."""
    real = socket.getaddrinfo
    answers: list[list[str]] = []

    def resolve(host, port, *args, **kwargs):
        if host != "feed.example":
            return real(host, port, *args, **kwargs)
        found = answers.pop(0) if len(answers) > 1 else answers[0]
        return [each for address in found for each in real(address, port, *args, **kwargs)]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    return answers


@pytest.mark.parametrize(
    "address",
    [
        "8.8.8.8",
        "1.1.1.1",
        "192.0.1.1",
        "2606:4700::1111",
        "::ffff:8.8.8.8",
        "64:ff9b::808:808",
        "2002:808:808::1",
    ],
)
def test_addresses_of_the_internet_are_public(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",
        "10.0.0.1",
        "100.64.0.1",
        "127.0.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "192.168.1.1",
        "198.18.0.1",
        "192.0.0.8",
        "192.0.0.192",
        "192.0.2.1",
        "168.63.129.16",
        "224.0.0.1",
        "239.1.1.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::7f00:1",
        "fe80::1",
        "fe80::1%1",
        "fc00::1",
        "fec0::1",
        "ff0e::1",
        "2001:db8::1",
        "2001::1",
        "64:ff9b:1::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:100.64.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "2002:7f00:1::1",
        "2002:e000:1::1",
    ],
)
def test_other_addresses_are_not(address):
    assert not is_public(address)


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "127.0.0.1"),
        ("localhost", "127.0.0.1"),
        ("[::1]", "::1"),
        ("[::ffff:127.0.0.1]", "::ffff:127.0.0.1"),
        ("169.254.169.254", "169.254.169.254"),
        ("[fe80::1]", "fe80::1"),
    ],
)
def test_a_private_address_is_not_connected_to(host, address, monkeypatch):
    real = socket.getaddrinfo
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda name, *a, **k: real(address if name == host else name, *a, **k)
    )
    with serving(answer()) as server:
        error = Client(allow_private=False).refused(f"http://{host}:{server.server_port}/rates?key=secret")
    assert error.reason_code == "private_address"
    assert str(error).endswith(
        f"/rates leads to {address}, which is no public address, and ALLOW_PRIVATE_FEEDS is off"
    )
    assert server.asked == []


def test_a_name_with_one_private_address_among_public_ones_is_not_connected_to(resolver):
    resolver.append(["8.8.8.8", "10.0.0.1"])
    client = Client(allow_private=False)
    assert client.refused("http://feed.example/").reason_code == "private_address"
    assert client.slept == []


@pytest.mark.parametrize("url", ["http://feed.example/", "https://feed.example/"])
def test_a_public_address_is_connected_to_and_no_other(resolver, url):
    resolver += [["8.8.8.8"], ["10.0.0.1"]]
    with pytest.raises(SocketConnectBlockedError, match=r"8\.8\.8\.8"):
        Client(allow_private=False).get(url)


def test_what_was_checked_is_what_is_connected_to(resolver, monkeypatch):
    monkeypatch.setattr("providers.connections.is_public", lambda address: address == "127.0.0.1")
    resolver += [["127.0.0.1"], ["127.0.0.2"]]
    with serving(answer(200, b"checked")) as server:
        client, url = Client(allow_private=False), f"http://feed.example:{server.server_port}/"
        assert client.get(url).body == b"checked"
        assert client.refused(url).reason_code == "private_address"
    (asked,) = server.asked
    assert asked.headers["host"] == f"feed.example:{server.server_port}"
    assert client.paced == ["feed.example", "feed.example"]


def test_a_redirect_to_a_private_address_is_not_followed(resolver, monkeypatch):
    monkeypatch.setattr("providers.connections.is_public", lambda address: address == "127.0.0.1")
    resolver += [["127.0.0.1"], ["127.0.0.2"]]
    with serving(answer(302, Location="/next")) as server:
        error = Client(allow_private=False).refused(f"http://feed.example:{server.server_port}/")
    assert error.reason_code == "private_address"
    assert "/next leads to 127.0.0.2" in str(error)
    assert len(server.asked) == 1


def test_of_several_addresses_the_first_that_answers_is_used(resolver):
    resolver.append(["::1", "127.0.0.1"])
    with serving(answer(200, b"here")) as server:
        assert Client().get(f"http://feed.example:{server.server_port}/").body == b"here"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_to_the_same_server_is_followed(status):
    with serving(answer(status, Location="/new?v=2"), answer(200, b"found")) as server:
        client = Client()
        reply = client.get(f"{server.url}/old", params={"key": "k"}, headers={"X-Key": "k"}, etag='"1"')
    assert reply.body == b"found"
    assert [asked.path for asked in server.asked] == ["/old?key=k", "/new?v=2"]
    assert server.asked[1].headers["x-key"] == "k"
    assert client.paced == ["127.0.0.1", "127.0.0.1"]


def test_five_redirects_are_followed_and_no_sixth():
    away = [answer(302, Location=f"/{number}") for number in range(1, 7)]
    with serving(*away[:5], answer(200, b"found"), *away) as server:
        client = Client()
        assert client.get(server.url).body == b"found"
        error = client.refused(server.url)
    assert (error.reason_code, len(server.asked), client.slept) == ("redirect", 12, [])
    assert str(error).endswith("/6 redirects more than 5 times")


@pytest.mark.parametrize(
    "location",
    [
        "http://localhost:{port}/",
        "//feed.example/",
        "http://127.0.0.1:1/",
        "http://127.0.0.1/",
        "ftp://127.0.0.1/",
        "http://user:secret@127.0.0.1:{port}/",
        "https://secret@127.0.0.1/",
        "http://[::1/",
        "",
    ],
)
def test_a_redirect_elsewhere_is_not_followed(location):
    with serving(
        lambda handler: answer(302, Location=location.format(port=handler.server.server_port))(handler)
    ) as (server):
        client = Client()
        error = client.refused(f"{server.url}/old")
    assert str(error).startswith(f"127.0.0.1:{server.server_port}/old redirects to another host")
    assert (error.reason_code, len(server.asked), client.slept) == ("redirect", 1, [])


def test_a_redirect_that_names_the_usual_port_stays_on_the_same_server(resolver, monkeypatch):
    resolver.append(["127.0.0.1"])
    with serving(answer(302, Location="http://feed.example:80/new"), answer(200, b"found")) as server:
        connected: list[object] = []
        real = create_connection

        def connect(address, *args):
            connected.append(address)
            return real(("127.0.0.1", server.server_port), *args)

        monkeypatch.setattr("providers.connections.create_connection", connect)
        assert Client().get("http://feed.example/old").body == b"found"
    assert connected == [("127.0.0.1", 80)] * 2


def test_a_post_is_not_redirected():
    with serving(answer(307, Location="/new")) as server, pytest.raises(FetchError) as refusal:
        Client().post(server.url, data=b"quote")
    assert (refusal.value.reason_code, len(server.asked)) == ("redirect", 1)
