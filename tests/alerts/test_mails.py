"""What is in the mails: every word of one, and the headers that programs read."""

import re
from decimal import Decimal
from typing import Any
from unicodedata import bidirectional

import pytest
from django.conf import settings
from django.core.mail import EmailMessage
from django.test import Client

from alerts import outbox, sending
from alerts.mails import message_of
from alerts.models import Alert, Mail
from alerts.tokens import CONFIRM, END, token_of
from tests.alerts.conftest import SITE, MakeAlert, mails_of_a_turn, see_price
from tests.factories import NOW

pytestmark = pytest.mark.django_db
WISH = (
    "Write to me when my family would get at least ₱11,900.00 for AED 1,000.00 from United Arab Emirates to "
    "Philippines."
)


def confirmation(alert: Alert) -> EmailMessage:
    mail = Mail(alert=alert, kind=Mail.Kind.CONFIRM)
    outbox.enqueue(mail, now=NOW)
    return message_of(mail)


def news(make_alert: MakeAlert, **changes: Any) -> tuple[Alert, EmailMessage]:
    alert = make_alert(**changes)
    see_price("Plain Exchange", "12.1", fee="10")
    (message,) = mails_of_a_turn(NOW)
    return alert, message


def as_written(message: EmailMessage) -> str:
    """The text with ordinary spaces."""
    return str(message.body).replace("\u00a0", " ")


def test_the_mail_that_asks_is_this(make_alert: MakeAlert) -> None:
    alert = make_alert(confirmed_at=None, filters="pay_in=cash&pay_out=cash")
    message = confirmation(alert)
    assert message.subject == "Is it you? Your price alert from United Arab Emirates to Philippines"
    assert as_written(message) == (
        "Somebody, probably you, asked RemitCompare for this:\n"
        "\n"
        f"{WISH}\n"
        "You pay with: cash\n"
        "They get it as: cash\n"
        "\n"
        "If it is you, open this page and press the button:\n"
        f"{SITE}/alerts/confirm/?t={token_of(alert, CONFIRM)}&lang=en\n"
        "\n"
        "If it is not you, do nothing: in two days this address is deleted.\n"
        "\n"
        "We keep the address for this alert alone, and write about it at most once a day. It ends after a "
        "year, and every mail has a link that ends it sooner.\n"
    )


def test_the_mail_with_news_is_this(make_alert: MakeAlert) -> None:
    alert, message = news(make_alert)
    token = token_of(alert, END)
    assert as_written(message) == (
        "Your family would get ₱11,979.00 for AED 1,000.00, all included, with Plain Exchange.\n"
        "You asked to be told when it is at least ₱11,900.00.\n"
        "Price seen 20 November 2026. Prices change: look before you pay.\n"
        "\n"
        "Every way to send, best first:\n"
        f"{SITE}/send/ae-ph/?amount=1000&lang=en\n"
        "\n\n"
        "You asked for this:\n"
        f"{WISH}\n"
        "\n"
        "We write about it at most once a day. It ends by itself on 19 November 2027, and your address is "
        "deleted.\n"
        "\n"
        "End this alert and delete the address now:\n"
        f"{SITE}/alerts/stop/?t={token}&lang=en\n"
        "\n"
        "Delete everything we keep for this address:\n"
        f"{SITE}/alerts/forget/?t={token}&lang=en\n"
    )


def test_the_link_to_the_comparison_shows_what_was_compared(make_alert: MakeAlert, client: Client) -> None:
    _alert, message = news(make_alert, filters="pay_out=cash", amount="1000.50")
    (link,) = [line for line in as_written(message).splitlines() if "/send/" in line]
    page = client.get(link.removeprefix(SITE))
    assert page.context["page"].headline.provider == "Plain Exchange"
    assert page.context["page"].headline.number in str(message.body)


def test_it_speaks_the_person_s_language(make_alert: MakeAlert) -> None:
    _alert, message = news(make_alert, language="es", kind="best_changes")
    text = as_written(message)
    assert text.startswith(
        "Plain Exchange es ahora la mejor: su familia recibiría PHP 11,979.00 por AED 1,000.00, todo "
        "incluido.\n"
        "Son PHP 198.00 más que con Swift Hawk, la mejor hasta ahora (PHP 11,781.00).\n"
    )
    assert "lang=es" in text
    assert message.extra_headers["Content-Language"] == "es"


class TestEveryLanguage:
    """Every mail in every language: whole, in its direction, with a subject that a list of mails shows."""

    @pytest.fixture(params=[code for code, _name in settings.LANGUAGES])
    def language(self, request: pytest.FixtureRequest) -> str:
        return str(request.param)

    @pytest.fixture
    def mails(self, make_alert: MakeAlert, language: str) -> list[EmailMessage]:
        found = [confirmation(make_alert(language=language, filters="pay_in=cash&max_speed=two_days"))]
        for kind in ("at_least", "best_changes"):
            mail = Mail(
                alert=make_alert(language=language, kind=kind, filters="pay_out=mobile_money"),
                kind=Mail.Kind.NEWS,
                provider="Plain Exchange",
                gets=Decimal("11979"),
                known_provider="Swift Hawk",
                known_gets=Decimal("11781"),
                seen_at=NOW,
                is_sandbox=True,
            )
            outbox.enqueue(mail, now=NOW)
            found.append(message_of(mail))
        return found

    def test_nothing_is_left_to_be_filled_in(self, mails: list[EmailMessage], language: str) -> None:
        for message in mails:
            text = f"{message.subject}\n{message.body}"
            assert not re.search(r"%\(|\{\{|\{%|None|&(amp|#x27|quot);", text)
            links = re.findall(r"https://\S+", text)
            assert [link for link in links if not link.endswith(f"lang={language}")] == []
            assert len(links) == (1 if "/confirm/" in text else 3)
            assert "\n\n\n\n" not in text

    def test_no_sentence_is_left_in_english(self, mails: list[EmailMessage], language: str) -> None:
        for message in mails:
            words = re.sub(r"https://\S+", "", str(message.body))
            english = re.findall(r"\b(?:the|your|you|this|would)\b", words)
            assert bool(english) == (language == "en"), english

    def test_its_first_letter_says_which_way_it_is_read(
        self, mails: list[EmailMessage], language: str
    ) -> None:
        """Plain text has no other way: a program lays each out by its first letter that has a direction."""
        is_rtl = language in ("ar", "ur")
        for text in (text for message in mails for text in (str(message.body), str(message.subject))):
            first = next(d for letter in text if (d := bidirectional(letter)) in ("L", "R", "AL"))
            assert (first != "L") == is_rtl, text[:60]

    def test_its_subject_is_one_short_line_and_its_lines_are_short_on_the_wire(
        self, mails: list[EmailMessage]
    ) -> None:
        for message in mails:
            assert 20 < len(message.subject) <= 120
            assert "\n" not in message.subject
            raw = message.message().as_bytes()
            assert max(map(len, raw.split(b"\n"))) <= 998  # RFC 5322, section 2.1.1


class TestHeaders:
    def test_a_mail_program_can_end_the_alert_in_one_step(self, make_alert: MakeAlert) -> None:
        """RFC 8058, section 3.1."""
        alert, message = news(make_alert)
        headers = message.extra_headers
        assert headers["List-Unsubscribe"] == f"<{SITE}/alerts/stop/?t={token_of(alert, END)}&lang=en>"
        assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        address = headers["List-Unsubscribe"].strip("<>").removeprefix(SITE)
        Client(enforce_csrf_checks=True).post(address, {"List-Unsubscribe": "One-Click"})
        assert not Alert.objects.exists()

    def test_without_https_only_a_person_can(self, make_alert: MakeAlert, settings: Any) -> None:
        settings.SITE_URL = "http://127.0.0.1:8000"
        headers = confirmation(make_alert()).extra_headers
        assert headers["List-Unsubscribe"].startswith("<http://127.0.0.1:8000/alerts/stop/")
        assert "List-Unsubscribe-Post" not in headers

    def test_no_robot_answers_it(self, make_alert: MakeAlert) -> None:
        assert confirmation(make_alert()).extra_headers["Auto-Submitted"] == "auto-generated"

    def test_a_second_copy_of_a_mail_can_be_told_by_its_number(self, make_alert: MakeAlert) -> None:
        mail = Mail(alert=make_alert(), kind=Mail.Kind.CONFIRM)
        outbox.enqueue(mail, now=NOW)
        first, second = message_of(mail), message_of(Mail.objects.get())
        assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"]
        assert first.extra_headers["Message-ID"] == f"<{mail.id}@example.org>"

    def test_it_is_plain_text_from_us_to_one_address(self, make_alert: MakeAlert) -> None:
        message = confirmation(make_alert())
        assert message.recipients() == ["maria@example.org"]
        assert message.from_email == "RemitCompare <alerts@example.org>"
        raw = message.message()
        assert raw.get_content_type() == "text/plain"
        assert raw.get_content_charset() == "utf-8"

    def test_a_company_s_name_cannot_add_a_header(self, make_alert: MakeAlert) -> None:
        mail = Mail(
            alert=make_alert(kind="best_changes"),
            kind=Mail.Kind.NEWS,
            provider="Evil\r\nBcc: everybody@example.org",
            gets=12000,
        )
        outbox.enqueue(mail, now=NOW)
        raw = message_of(Mail.objects.get()).message()
        assert raw["Bcc"] is None
        assert sending.send_waiting(lambda: NOW) == 1
