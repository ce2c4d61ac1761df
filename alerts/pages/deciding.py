"""Where the links in mails lead: begin, end, forget. Looking changes nothing; pressing the button does."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alerts import selectors, services, wording
from alerts.mails import TOKEN
from alerts.models import Alert
from alerts.pages.responses import Decision, decide, gone, private_page, say
from alerts.tokens import CONFIRM, END, alert_id_in
from corridors.pages import links


@private_page
def confirm(request: HttpRequest) -> HttpResponse:
    """Ask whether it is them, and begin to watch when they say so. One query to look, two to confirm."""
    alert_id = _alert_id(request, CONFIRM)
    alert = selectors.alert_of(alert_id, now=timezone.now()) if alert_id else None
    if alert is None:
        return gone(request)
    if request.method != "POST":
        return decide(
            request,
            _decision(
                alert,
                title=_("Shall we write to you?"),
                sentences=[_("We write at most once a day, for a year. Every mail has a link that ends it.")],
                button=_("Yes, write to me"),
            ),
        )
    confirmed = services.confirm(alert.id, now=timezone.now())
    if confirmed is None:
        return gone(request)
    until = wording.until_in_words(confirmed.expires_at.date())
    return say(
        request,
        _("We watch for you."),
        wording.wish_in_words(alert),
        _("It ends by itself on %(day)s, and your address is deleted.") % {"day": until},
        _("To end it sooner, use the link in any of our mails."),
    )


@private_page
def stop(request: HttpRequest) -> HttpResponse:
    """End one alert. A mail program that is told to does so by POST (RFC 8058), a person by the button.

    Sent again, the answer is the same: nothing is left to end. One query to look, four to end.
    """
    alert_id = _alert_id(request, END)
    if alert_id is None:
        return gone(request)
    if request.method == "POST":
        services.stop(alert_id)
        return say(
            request, _("It is over."), _("We write no more about it, and your address is deleted with it.")
        )
    alert = selectors.alert_of(alert_id, now=timezone.now())
    if alert is None:
        return gone(request)
    return decide(
        request,
        _decision(
            alert,
            title=_("End this alert?"),
            sentences=[_("The address is deleted with it.")],
            button=_("End it"),
            other_label=_("Delete everything you keep for my address"),
            other_link=reverse("alerts:forget") + links.query(_kept(request)),
        ),
    )


@private_page
def forget(request: HttpRequest) -> HttpResponse:
    """Delete every alert of the address that one was asked for with. Two queries to look, four to delete."""
    alert_id = _alert_id(request, END)
    alert = selectors.alert_of(alert_id, now=timezone.now()) if alert_id else None
    if alert is None:
        return gone(request)
    if request.method == "POST":
        services.forget_address(alert.address)
        return say(
            request, _("Everything is deleted."), _("We keep nothing of you, and write to you no more.")
        )
    count = selectors.alerts_of(alert.address, now=timezone.now()).count()
    return decide(
        request,
        Decision(
            title=_("Delete everything we keep for your address?"),
            wish="",
            filters=(),
            sentences=[
                ngettext(
                    "That is %(count)s alert and the address itself. There is nothing else.",
                    "That is %(count)s alerts and the address itself. There is nothing else.",
                    count,
                )
                % {"count": count}
            ],
            button=_("Delete everything"),
        ),
    )


def _alert_id(request: HttpRequest, purpose: str) -> UUID | None:
    return alert_id_in(request.GET.get(TOKEN, ""), purpose)


def _kept(request: HttpRequest) -> dict[str, str]:
    return links.given(request.GET, (TOKEN, links.LANGUAGE))


def _decision(alert: Alert, **parts: object) -> Decision:
    return Decision(
        wish=wording.wish_in_words(alert),
        filters=wording.filters_in_words(alert.filters),
        **parts,  # type: ignore[arg-type]
    )
