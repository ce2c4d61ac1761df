"""Settings of mail that want a decision: where links lead, who it is from, whether alerts are on."""

from collections.abc import Iterable
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email

from remitcompare.collecting import THIS_MACHINE

PRINTS = "django.core.mail.backends.console.EmailBackend"


def site_address(given: str, *, behind_proxy: bool) -> str:
    """What links in mails begin with, without a slash at the end; "" when none is given.

    Raises:
        ImproperlyConfigured: it is not a scheme and a host alone, or not HTTPS where the site is.
    """
    if not given:
        return ""
    parts = urlsplit(given)
    is_a_site = parts.scheme in {"http", "https"} and parts.netloc and not parts.username
    if not is_a_site or parts.path.strip("/") or parts.query or parts.fragment:
        raise ImproperlyConfigured(f"SITE_URL is {given!r}: write it like https://compare.example.org")
    if behind_proxy and parts.scheme != "https":
        raise ImproperlyConfigured(
            f"SITE_URL is {given!r} and BEHIND_HTTPS_PROXY is set: begin it with https://"
        )
    return f"{parts.scheme}://{parts.netloc}"


def sender(given: str) -> str:
    """Who alerts are from: an address, with or without a name; "" when none is given.

    Raises:
        ImproperlyConfigured: it holds no address.
    """
    if not given:
        return ""
    try:
        validate_email(parseaddr(given)[1])
    except ValidationError:
        raise ImproperlyConfigured(
            f"ALERTS_FROM is {given!r}: write it like RemitCompare <alerts@example.org>"
        ) from None
    return given


def why_no_alerts(*, site_url: str, sender: str, email_backend: str, allowed_hosts: Iterable[str]) -> str:
    """What keeps the site from offering alerts, in a sentence; "" when nothing does.

    Where others reach the site, a mail that is only printed would leave them waiting for it.
    """
    if not site_url:
        return "SITE_URL is not set: a mail needs links that lead here."
    if not sender:
        return "ALERTS_FROM is not set: a mail needs a sender."
    if email_backend == PRINTS and set(allowed_hosts) - THIS_MACHINE:
        return "EMAIL_URL is not set: mails would be printed instead of sent."
    return ""
