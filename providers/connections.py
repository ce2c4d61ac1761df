"""Connections that go to the address that was checked, and do not wait for ever on what drips."""

import http.client
import io
import socket
from collections.abc import Callable, Sequence
from functools import partial
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError
from urllib3.util.connection import create_connection

# Unicast addresses of the public IPv6 internet (RFC 4291). Older Pythons call more than these global.
PUBLIC_IPV6 = ip_network("2000::/3")
# IPv6-only machines reach public IPv4 sites through these (RFC 6052): the address inside decides.
NAT64 = ip_network("64:ff9b::/96")
# Public by the registry, but answered inside a cloud's network: metadata services of Oracle and Azure.
NOT_PUBLIC = (ip_network("192.0.0.0/24"), ip_network("168.63.129.16/32"))


class PrivateAddressError(Exception):
    """A host whose address is not one of the public internet."""


class TooSlowError(Exception):
    """An answer that takes longer than an answer may take as a whole."""


class Deadline:
    """The time by which one answer must be there; `clock` counts seconds and never goes back."""

    def __init__(self, *, seconds: float, clock: Callable[[], float]) -> None:
        self.seconds = seconds
        self._clock = clock
        self._end = clock() + seconds

    def check(self) -> None:
        """Raise TooSlowError when the time is over."""
        if self._clock() > self._end:
            raise TooSlowError(f"took longer than {self.seconds:g} s")


def is_public(address: str) -> bool:
    """Whether an address is one of the public internet; an IPv4 address inside an IPv6 one decides for it."""
    found = ip_address(address)
    if isinstance(found, IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour
        if inner is None and found in NAT64:
            inner = IPv4Address(found.packed[-4:])
        if inner is None:
            return found in PUBLIC_IPV6 and found.is_global
        found = inner
    return found.is_global and not found.is_multicast and not any(found in network for network in NOT_PUBLIC)


def addresses(host: str, port: int, *, allow_private: bool) -> list[str]:
    """The addresses of a host, in the order in which to try them.

    Raises:
        PrivateAddressError: one of them is not public, and they must be.
        OSError: the name leads nowhere.
    """
    found = [str(each[4][0]) for each in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    refused = [] if allow_private else [address for address in found if not is_public(address)]
    if refused:
        raise PrivateAddressError(refused[0])
    return found


class _WatchedReads(io.RawIOBase):
    """Reads of a socket, each only while there is time: a timeout of a socket ends silence, not dripping."""

    def __init__(self, raw: socket.SocketIO, deadline: Deadline) -> None:
        self._raw = raw
        self._deadline = deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        self._deadline.check()
        return self._raw.readinto(buffer)

    def close(self) -> None:
        self._raw.close()
        super().close()


class _WholeLines(io.BufferedReader):
    """Refuses a line without its end, and headers without theirs: http.client takes either for complete."""

    _in_headers = True

    def readline(self, size: int | None = -1, /) -> bytes:
        line = super().readline(size)
        is_cut_off = not line.endswith(b"\n") and len(line) != size
        if is_cut_off and (line or self._in_headers):
            raise http.client.IncompleteRead(line)
        if line in (b"\r\n", b"\n"):
            self._in_headers = False
        return line


class _WatchedSocket:
    """As much of a socket as an answer reads from."""

    def __init__(self, sock: socket.socket, deadline: Deadline) -> None:
        self._sock = sock
        self._deadline = deadline

    def makefile(self, _mode: str) -> io.BufferedReader:
        return _WholeLines(_WatchedReads(self._sock.makefile("rb", buffering=0), self._deadline))


class GuardedConnection(HTTPConnection):
    """Looks a name up once, checks what it leads to, and connects to that very address."""

    def __init__(self, *args: Any, allow_private: bool, deadline: Deadline, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._allow_private = allow_private
        self._deadline = deadline

    def _new_conn(self) -> socket.socket:
        try:
            found = addresses(self._dns_host, self.port, allow_private=self._allow_private)
        except socket.gaierror as error:
            raise NameResolutionError(self.host, self, error) from error
        return self._first_to_answer(found)

    def _first_to_answer(self, found: Sequence[str]) -> socket.socket:
        for address in found:
            self._deadline.check()
            try:
                return create_connection((address, self.port), self.timeout, None, self.socket_options)
            except OSError as error:
                problem = error
        if isinstance(problem, TimeoutError):
            raise ConnectTimeoutError(self, "no answer in time") from problem
        raise NewConnectionError(self, "no connection") from problem

    def response_class(self, sock: socket.socket, *args: Any, **kwargs: Any) -> http.client.HTTPResponse:  # type: ignore[override]
        """Read the answer, from its first header on, against the deadline."""
        watched: Any = _WatchedSocket(sock, self._deadline)
        return http.client.HTTPResponse(watched, *args, **kwargs)


class GuardedTLSConnection(GuardedConnection, HTTPSConnection):
    """The same, encrypted."""


class _GuardedPool(HTTPConnectionPool):
    ConnectionCls = GuardedConnection


class _GuardedTLSPool(HTTPSConnectionPool):
    ConnectionCls = GuardedTLSConnection


class GuardedAdapter(HTTPAdapter):
    """Sends requests over guarded connections.

    Used without a requests.Session, it knows no proxies, .netrc or certificates from the environment,
    keeps no cookies, follows no redirect, and verifies certificates.
    """

    def __init__(self, *, allow_private: bool, deadline: Deadline) -> None:
        super().__init__()
        guards: dict[str, Any] = {"allow_private": allow_private, "deadline": deadline}
        self.poolmanager.pool_classes_by_scheme = {
            "http": partial(_GuardedPool, **guards),
            "https": partial(_GuardedTLSPool, **guards),
        }
