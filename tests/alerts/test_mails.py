"""What is in the mails: every word of one, and the headers that programs read."""

from typing import Any

import pytest
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
        "Plain Exchange es ahora la mejor: su familia recibiría 11.979,00 PHP por 1.000,00 AED, todo "
        "incluido.\n"
        "Son 198,00 PHP más que con Swift Hawk, la mejor hasta ahora (11.781,00 PHP).\n"
    )
    assert "lang=es" in text
    assert message.extra_headers["Content-Language"] == "es"


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
