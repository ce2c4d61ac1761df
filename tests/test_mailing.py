"""What an operator may set of mail, and what is said when it cannot work."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from remitcompare.mailing import PRINTS, sender, site_address, why_no_alerts

ROOT = Path(__file__).resolve().parent.parent
SMTP = "django.core.mail.backends.smtp.EmailBackend"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("", ""),
        ("https://compare.example.org", "https://compare.example.org"),
        ("https://compare.example.org/", "https://compare.example.org"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
    ],
)
def test_the_site_s_address_is_kept_without_its_last_slash(given: str, kept: str) -> None:
    assert site_address(given, behind_proxy=False) == kept


@pytest.mark.parametrize(
    "given",
    [
        "compare.example.org",
        "ftp://x.org",
        "https://x.org/path",
        "https://x.org?a=b",
        "https://me@x.org",
        "https://",
    ],
)
def test_an_address_that_links_cannot_begin_with_is_refused(given: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="write it like https://"):
        site_address(given, behind_proxy=False)


def test_behind_a_proxy_links_are_https() -> None:
    with pytest.raises(ImproperlyConfigured, match="begin it with https://"):
        site_address("http://compare.example.org", behind_proxy=True)


@pytest.mark.parametrize("given", ["alerts@example.org", "RemitCompare <alerts@example.org>", ""])
def test_a_sender_may_have_a_name(given: str) -> None:
    assert sender(given) == given


@pytest.mark.parametrize("given", ["RemitCompare", "alerts@", "<>"])
def test_a_sender_without_an_address_is_refused(given: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="ALERTS_FROM"):
        sender(given)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({}, ""),
        ({"site_url": ""}, "SITE_URL"),
        ({"sender": ""}, "ALERTS_FROM"),
        ({"email_backend": PRINTS}, "EMAIL_URL"),
        ({"email_backend": PRINTS, "allowed_hosts": ["localhost", "127.0.0.1"]}, ""),
    ],
)
def test_alerts_are_on_when_nothing_is_missing(changes: dict[str, object], reason: str) -> None:
    facts: dict[str, object] = {"site_url": "https://x.org", "sender": "a@x.org", "email_backend": SMTP}
    said = why_no_alerts(**{**facts, "allowed_hosts": ["x.org"], **changes})  # type: ignore[arg-type]
    assert said.startswith(reason)
    assert bool(said) == bool(reason)


def test_a_mail_server_is_set_by_one_address_and_without_it_mails_are_printed(tmp_path: Path) -> None:
    names = ("BACKEND", "HOST", "PORT", "USE_TLS")
    code = (
        f"from django.conf import settings; print(*[getattr(settings, 'EMAIL_' + name) for name in {names}])"
    )

    def seen(**more: str) -> str:
        environment = {
            **os.environ,
            "DATA_DIR": str(tmp_path),
            "DJANGO_SETTINGS_MODULE": "remitcompare.settings",
        }
        command = [sys.executable, "-c", code]
        return subprocess.run(
            command, cwd=ROOT, env=environment | more, check=True, capture_output=True, text=True
        ).stdout.strip()

    assert seen(EMAIL_URL="smtp+tls://me:secret@mail.example.org:587") == f"{SMTP} mail.example.org 587 True"
    assert seen().startswith(PRINTS)
