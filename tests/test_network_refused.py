import socket
import urllib.request

import pytest
import requests
from pytest_socket import SocketConnectBlockedError


@pytest.mark.parametrize("address", [("192.0.2.1", 443), ("8.8.8.8", 53), ("2001:db8::1", 443)])
def test_a_public_address_is_refused(address):
    with pytest.raises(SocketConnectBlockedError):
        socket.create_connection(address, timeout=1)


def test_a_public_name_is_refused_before_it_is_looked_up():
    with pytest.raises(SocketConnectBlockedError):
        socket.create_connection(("example.com", 443), timeout=1)


@pytest.mark.parametrize("url", ["https://example.com/", "http://192.0.2.1/"])
def test_http_clients_are_refused_too(url):
    with pytest.raises(SocketConnectBlockedError):
        requests.get(url, timeout=1)
    with pytest.raises(SocketConnectBlockedError):
        urllib.request.urlopen(url, timeout=1)


def test_this_machine_is_reached_for_databases_and_browser_tests():
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname(), timeout=1) as client,
    ):
        assert client.getpeername() == server.getsockname()
