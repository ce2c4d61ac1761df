"""The mails: plain text, which every telephone can read, in the person's language."""

from email.utils import parseaddr
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from alerts import wording
from alerts.domain.news import Kind
from alerts.models import Alert, Mail
from alerts.tokens import CONFIRM, END, token_of
from corridors import formats
from corridors.pages import links
from remitcompare.money import plain

TOKEN = "t"


def message_of(mail: Mail) -> EmailMessage:
    """The mail as it is sent. The same mail always has the same Message-ID, so a second copy can be told."""
    alert = mail.alert
    with translation.override(alert.language):
        is_news = mail.kind == Mail.Kind.NEWS
        subject = _news_subject(mail) if is_news else _confirmation_subject(alert)
        body = render_to_string(
            "alerts/mail/news.txt" if is_news else "alerts/mail/confirm.txt",
            _news(mail) if is_news else _confirmation(alert),
        )
    return EmailMessage(
        subject=" ".join(subject.split()),
        body=body.strip() + "\n",
        from_email=settings.ALERTS_FROM,
        to=[alert.address],
        headers=_headers(mail),
    )


def _headers(mail: Mail) -> dict[str, str]:
    domain = parseaddr(settings.ALERTS_FROM)[1].rpartition("@")[2]
    stop = link_to("stop", mail.alert, END)
    headers = {
        "Message-ID": f"<{mail.id}@{domain}>",
        "Auto-Submitted": "auto-generated",  # RFC 3834: no robot shall answer
        "Content-Language": mail.alert.language,
        "List-Unsubscribe": f"<{stop}>",
    }
    if stop.startswith("https:"):  # RFC 8058 knows no other
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def link_to(page: str, alert: Alert, purpose: str) -> str:
    """The address of a page about an alert, which only its mails know."""
    query = urlencode({TOKEN: token_of(alert, purpose), links.LANGUAGE: alert.language})
    return f"{settings.SITE_URL}{reverse(f'alerts:{page}')}?{query}"


def comparison_link(alert: Alert) -> str:
    """The address of the comparison that an alert is about."""
    corridor = alert.corridor
    asked = links.changed(
        dict(parse_qsl(alert.filters)),
        amount=plain(alert.amount),
        send_currency=alert.send_currency if alert.send_currency != corridor.send_currency else None,
        receive_currency=alert.receive_currency
        if alert.receive_currency != corridor.receive_currency
        else None,
        lang=alert.language,
    )
    return f"{settings.SITE_URL}{reverse('pages:send', args=[corridor.slug])}{asked}"


def _confirmation_subject(alert: Alert) -> str:
    return _("Is it you? Your price alert from %(source)s to %(destination)s") % wording.names_of(alert)


def _confirmation(alert: Alert) -> dict[str, object]:
    return {
        "wish": wording.wish_in_words(alert),
        "filters": wording.filters_in_words(alert.filters),
        "confirm": link_to("confirm", alert, CONFIRM),
    }


def _news_subject(mail: Mail) -> str:
    values = _figures(mail) | wording.names_of(mail.alert)
    if mail.alert.kind == Kind.AT_LEAST:
        return _("%(gets)s now for %(amount)s to %(destination)s") % values
    return _("%(gets)s now for %(amount)s to %(destination)s, with %(provider)s") % values


def _news(mail: Mail) -> dict[str, object]:
    alert = mail.alert
    return {
        **_figures(mail),
        "is_at_least": alert.kind == Kind.AT_LEAST,
        "is_sandbox": mail.is_sandbox,
        "seen": formats.day(mail.seen_at.date()) if mail.seen_at else "",
        "wish": wording.wish_in_words(alert),
        "filters": wording.filters_in_words(alert.filters),
        "until": wording.until_in_words(alert.expires_at.date()),
        "comparison": comparison_link(alert),
        "stop": link_to("stop", alert, END),
        "forget": link_to("forget", alert, END),
    }


def _figures(mail: Mail) -> dict[str, str]:
    """The amounts and companies of a mail; "" for what it has none of."""
    alert = mail.alert
    received = {
        "gets": mail.gets,
        "threshold": alert.threshold,
        "known_gets": mail.known_gets,
        "gain": mail.gain,
    }
    return {
        "amount": formats.money(alert.amount, alert.send_currency),
        "provider": mail.provider,
        "known_provider": mail.known_provider,
        **{
            name: "" if number is None else formats.money(number, alert.receive_currency)
            for name, number in received.items()
        },
    }
