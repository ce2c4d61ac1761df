"""Giving mails to the mail server: one conversation a mail, and what its end means.

What a server says may repeat the address, so only the kind of an error and its code are ever logged.
"""

import smtplib
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from uuid import UUID

import structlog
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage

from alerts import outbox
from alerts.mails import message_of
from alerts.outbox import Claim

log = structlog.get_logger(__name__)
# Well within a task's time limit: who is stopped in the middle leaves a mail in doubt.
SENDS_FOR_SECONDS = 60
# By these codes a server says that it did not take the mail: not now, or never (RFC 5321, section 4.2.1).
NOT_NOW, NEVER = range(400, 500), range(500, 600)


class UnreachableError(Exception):
    """The mail server cannot be reached, or does not let us in."""


def send_waiting(now: Callable[[], datetime], clock: Callable[[], float] = time.monotonic) -> int:
    """Send what waits, the oldest first, for a minute at most; how many the server took.

    Safe to repeat, and for several to do at once. What is left is the next one's.
    """
    outbox.recover(now())
    sent, until = 0, clock() + SENDS_FOR_SECONDS
    for mail_id in outbox.waiting(now()):
        if clock() >= until:
            break
        try:
            sent += _send(mail_id, now)
        except UnreachableError:
            break
    return sent


def _send(mail_id: UUID, now: Callable[[], datetime]) -> bool:
    """Send one mail, unless somebody else does."""
    claimed = outbox.claim(mail_id, now=now())
    if claimed is None:
        return False
    message = _written(claimed)
    if message is None:
        outbox.fail(claimed, now=now())
        return False
    server = get_connection()
    try:
        _open(server, claimed, now)
        return outbox.begin(claimed) and _give(server, message, claimed, now)
    finally:
        with suppress(OSError):  # the mail's end is known by now, whatever the server's goodbye
            server.close()


def _written(claimed: Claim) -> EmailMessage | None:
    """The mail's text; None, and a line in the log, when it cannot be put into a mail."""
    try:
        message = message_of(claimed.mail)
        message.message()
    except (ValueError, LookupError) as error:
        log.error("a mail cannot be written", mail=str(claimed.mail.id), error=type(error).__name__)
        return None
    return message


def _open(server: BaseEmailBackend, claimed: Claim, now: Callable[[], datetime]) -> None:
    try:
        server.open()
    except OSError as error:  # smtplib's errors are such, and refused passwords
        outbox.put_all_off(claimed, now=now())
        log.error("the mail server cannot be used", error=type(error).__name__, code=_code(error))
        raise UnreachableError from None


def _give(
    server: BaseEmailBackend, message: EmailMessage, claimed: Claim, now: Callable[[], datetime]
) -> bool:
    """Hand the mail over, and note how that ended."""
    try:
        server.send_messages([message])
    except OSError as error:
        code = _code(error)
        if code in NOT_NOW:
            outbox.put_back(claimed, now=now())
        elif code in NEVER:
            outbox.fail(claimed, now=now())
        else:
            outbox.doubt(claimed, now=now())
        log.warning("a mail was not sent", mail=str(claimed.mail.id), error=type(error).__name__, code=code)
        return False
    outbox.succeed(claimed, now=now())
    return True


def _code(error: OSError) -> int | None:
    """The number by which a mail server says what is wrong; None where it said nothing."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return next((code for code, _text in error.recipients.values()), None)
    return getattr(error, "smtp_code", None)
