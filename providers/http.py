"""The one way out: how the service asks other people's servers, politely and without trusting them."""

import random
import time
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import SplitResult, urljoin, urlsplit

import requests
from django.conf import settings
from requests import PreparedRequest

from providers.connections import Deadline, GuardedAdapter
from providers.failures import FetchError, as_fetch_errors, unexpected_status
from providers.pace import shared_pace
from providers.unpacking import UnpackError, unpacked

__all__ = ["FetchError", "Http", "Reply", "http_from_settings", "shared_pace"]

MAX_BYTES = 20 * 2**20
CHUNK_BYTES = 2**16
MAX_REDIRECTS = 5
REDIRECTS = frozenset({301, 302, 303, 307, 308})
MAX_RETRIES = 3
OK, NOT_MODIFIED = 200, 304


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer that is whole: status 200, or 304 with an empty body. Absent headers are ""."""

    status: int
    body: bytes
    content_type: str
    etag: str
    last_modified: str

    @property
    def not_modified(self) -> bool:
        return self.status == NOT_MODIFIED


class Http:
    """Asks over HTTP(S), with limits on everything the other side decides. May be shared by threads.

    Args:
        user_agent: names the deployment and whom to write to.
        allow_private: also ask private and loopback addresses.
        pace: called with the host before each request; returns when it is this request's turn.
        sleep, jitter, clock, now: time, chance (0 to 1), a monotonic clock in seconds, and the hour (UTC).
        connect_timeout, read_timeout: seconds for a connection, and of silence while reading.
        total_timeout: seconds from the start of one try to its last byte; noticed when the next byte comes.
        max_bytes: of a body, unpacked.

    A try is repeated at most 3 times: after a 429 or 503, and a GET after a transport fault too.
    """

    def __init__(
        self,
        *,
        user_agent: str,
        allow_private: bool,
        pace: Callable[[str], None],
        sleep: Callable[[float], None] = time.sleep,
        jitter: Callable[[], float] = random.random,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        connect_timeout: float = 5,
        read_timeout: float = 20,
        total_timeout: float = 120,
        max_bytes: int = MAX_BYTES,
    ) -> None:
        self._user_agent = user_agent
        self._allow_private = allow_private
        self._pace = pace
        self._sleep = sleep
        self._jitter = jitter
        self._clock = clock
        self._now = now
        self._timeouts = (connect_timeout, read_timeout)
        self._total_timeout = total_timeout
        self._max_bytes = max_bytes

    def get(
        self,
        url: str,
        *,
        params: Mapping[str, str | int] | None = None,
        headers: Mapping[str, str] | None = None,
        etag: str = "",
        last_modified: str = "",
    ) -> Reply:
        """The answer to a GET, or not_modified where a validator of an earlier answer still holds.

        Redirects are followed to the same host, 5 at most, and never from https to http.

        Raises:
            FetchError: anything but a whole 200, or a 304 that was asked for.
        """
        validators = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        asked = {name: value for name, value in validators.items() if value}
        request = self._prepared("GET", url, headers={**(headers or {}), **asked}, params=params)
        return self._answer(request, expected={OK, NOT_MODIFIED} if asked else {OK})

    def post(
        self, url: str, *, data: bytes | Mapping[str, str], headers: Mapping[str, str] | None = None
    ) -> Reply:
        """The answer to a POST of bytes, or of a form. No redirect is followed.

        Raises:
            FetchError: anything but a whole 200.
        """
        return self._answer(self._prepared("POST", url, headers=headers or {}, data=data), expected={OK})

    def _prepared(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str],
        params: Mapping[str, str | int] | None = None,
        data: bytes | Mapping[str, str] | None = None,
    ) -> PreparedRequest:
        ours = {"User-Agent": self._user_agent, "Accept-Encoding": "gzip, deflate"}
        try:
            request = requests.Request(
                method, url, headers={"Accept": "*/*", **headers, **ours}, params=params, data=data
            ).prepare()
            parts = urlsplit(request.url or "")
        except ValueError:  # every way in which requests refuses an address or a header
            raise FetchError("the address or a header is not valid HTTP", reason_code="url") from None
        if parts.scheme not in ("http", "https"):
            raise FetchError("the address is neither http:// nor https://", reason_code="url")
        if "@" in parts.netloc:
            raise FetchError(
                f"{parts.hostname}: credentials belong in a header, not in the address", reason_code="url"
            )
        return request

    def _answer(self, request: PreparedRequest, *, expected: set[int]) -> Reply:
        retries = 0
        while True:
            try:
                return self._tried(request, expected=expected)
            except FetchError as error:
                if retries == MAX_RETRIES or not error.may_pass(method=request.method):
                    raise
                self._sleep(max(2**retries + self._jitter(), error.retry_after or 0))
            retries += 1

    def _tried(self, request: PreparedRequest, *, expected: set[int]) -> Reply:
        deadline = Deadline(seconds=self._total_timeout, clock=self._clock)
        adapter = GuardedAdapter(allow_private=self._allow_private, deadline=deadline)
        with closing(adapter):
            for _ in range(MAX_REDIRECTS + 1):
                self._pace(_host(request))
                with (
                    as_fetch_errors(_where(request)),
                    closing(adapter.send(request, stream=True, timeout=self._timeouts)) as response,
                ):
                    if response.status_code not in REDIRECTS:
                        return self._reply(request, response, expected=expected)
                    request = _redirected(request, response)
        raise FetchError(
            f"{_where(request)} redirects more than {MAX_REDIRECTS} times", reason_code="redirect"
        )

    def _reply(self, request: PreparedRequest, response: requests.Response, *, expected: set[int]) -> Reply:
        status, headers = response.status_code, response.headers
        if status not in expected:
            raise unexpected_status(_where(request), response, now=self._now())
        body = b""
        if status == OK:
            if (response.raw.length_remaining or 0) > self._max_bytes:
                raise UnpackError(
                    f"it has more than the {self._max_bytes:,} bytes allowed", reason_code="too_large"
                )
            body = unpacked(
                response.raw.stream(CHUNK_BYTES, decode_content=False),
                encoding=headers.get("Content-Encoding", ""),
                limit=self._max_bytes,
            )
        return Reply(
            status=status,
            body=body,
            content_type=headers.get("Content-Type", ""),
            etag=headers.get("ETag", ""),
            last_modified=headers.get("Last-Modified", ""),
        )


def _parts(request: PreparedRequest) -> SplitResult:
    return urlsplit(str(request.url))


def _host(request: PreparedRequest) -> str:
    return _parts(request).hostname or ""


def _where(request: PreparedRequest) -> str:
    parts = _parts(request)
    return f"{parts.netloc}{parts.path}"


def _server(parts: SplitResult) -> tuple[str | None, int]:
    return parts.hostname, parts.port or (443 if parts.scheme == "https" else 80)


def _redirected(request: PreparedRequest, response: requests.Response) -> PreparedRequest:
    """The same question to the address that the answer names, if that is the same server, or its https.

    Raises:
        FetchError: it is not, or the question is no GET.
    """
    location = response.headers.get("Location", "")
    if request.method == "GET" and location:
        following = request.copy()
        with suppress(ValueError):  # not an address
            following.prepare_url(urljoin(str(request.url), location), None)
            if _may_follow(_parts(request), _parts(following)):
                return following
    raise FetchError(
        f"{_where(request)} redirects to another host, or to what must not be followed",
        reason_code="redirect",
    )


def _may_follow(before: SplitResult, after: SplitResult) -> bool:
    if "@" in after.netloc:
        return False
    if before.scheme == after.scheme:
        return _server(before) == _server(after)
    return (before.scheme, after.scheme) == ("http", "https") and before.hostname == after.hostname


def http_from_settings() -> Http:
    """How this deployment asks: FEED_USER_AGENT, ALLOW_PRIVATE_FEEDS, FEED_PACE_SECONDS."""
    return Http(
        user_agent=settings.FEED_USER_AGENT,
        allow_private=settings.ALLOW_PRIVATE_FEEDS,
        pace=shared_pace(settings.FEED_PACE_SECONDS),
    )
