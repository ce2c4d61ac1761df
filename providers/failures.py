"""Why a question to another server has no answer, in sentences that give no secret away."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.client import responses

import requests
from urllib3.exceptions import HTTPError, ProtocolError, ReadTimeoutError

from providers.connections import PrivateAddressError, TooSlowError
from providers.unpacking import UnpackError

BUSY = frozenset({429, 503})
FAULTS = frozenset({"timeout", "transport", "cut_off"})
# A worker does not sit out longer than this; the next scheduled run is soon enough.
MAX_RETRY_AFTER_SECONDS = 60


class FetchError(Exception):
    """Why there is no answer, in one sentence that names host and path, never query, headers or credentials.

    reason_code is one of "timeout", "too_slow", "transport", "cut_off", "too_large", "encoding", "status",
    "redirect", "private_address", "pace" and "url". With "status" come the status and, where the server
    says so, the seconds after which to come back.
    """

    def __init__(
        self,
        sentence: str,
        *,
        reason_code: str = "transport",
        status: int | None = None,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(sentence)
        self.reason_code = reason_code
        self.status = status
        self.retry_after = retry_after

    def may_pass(self, *, method: str | None) -> bool:
        """Whether to ask again: a busy server soon; after a fault only by GET, which changes nothing."""
        if self.status in BUSY:
            return (self.retry_after or 0) <= MAX_RETRY_AFTER_SECONDS
        return method == "GET" and self.reason_code in FAULTS


@contextmanager
def as_fetch_errors(where: str) -> Iterator[None]:
    """Turn whatever goes wrong while asking `where` into a FetchError.

    The causes are cut off: requests and urllib3 write the query string into their messages.
    """
    try:
        yield
    except PrivateAddressError as error:
        sentence, code = (
            f"leads to {error}, which is no public address, and ALLOW_PRIVATE_FEEDS is off",
            "private_address",
        )
    except TooSlowError as error:
        sentence, code = str(error), "too_slow"
    except UnpackError as error:
        sentence, code = f"sent an answer that cannot be used: {error}", error.reason_code
    except (requests.Timeout, ReadTimeoutError):
        sentence, code = "did not answer in time", "timeout"
    except ProtocolError:
        sentence, code = "cut its answer off", "cut_off"
    except (requests.RequestException, HTTPError) as error:
        sentence, code = (
            f"could not be reached: {_system_reason(error) or 'no HTTP answer came'}",
            "transport",
        )
    except UnicodeError:
        sentence, code = "cannot be asked: its name or a header has characters that do not belong", "url"
    else:
        return
    raise FetchError(f"{where} {sentence}", reason_code=code) from None


def unexpected_status(where: str, response: requests.Response, *, now: datetime) -> FetchError:
    """The error for an answer that is none; `now` in UTC, for a Retry-After that is a date."""
    status = response.status_code
    sentence, wait = f"{where} answered {status} {responses.get(status, '')}".rstrip(), None
    if status in BUSY:
        wait = _retry_after(response.headers.get("Retry-After", ""), now=now)
    if wait is not None:
        sentence += f" and asks to come back in {wait:,.0f} s"
    return FetchError(sentence, reason_code="status", status=status, retry_after=wait)


def _retry_after(header: str, *, now: datetime) -> float | None:
    """Seconds, written as such or as a date (RFC 9110); None for what is neither."""
    if re.fullmatch(r"[0-9]{1,9}", header):
        return float(header)
    try:
        when = parsedate_to_datetime(header)
    except (ValueError, OverflowError):
        return None
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    return max((when - now).total_seconds(), 0)


def _system_reason(error: BaseException | None) -> str:
    """What the operating system or TLS said, from below the layers that wrapped it."""
    if error is None:
        return ""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return _system_reason(error.__cause__) or _system_reason(error.__context__)
