"""What the pages of alerts have in common."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from remitcompare.heads import without_body

View = Callable[[HttpRequest], HttpResponse]
# A link from a mail is a key: nobody keeps the page, passes its address on or finds it by searching.
PRIVATE = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}


def private_page(view: View) -> View:
    """A page for one person, read and answered without a cookie.

    No protection against forged requests is lost by that: it keeps others from acting with a visitor's
    cookie, and there is none. Who may act shows by a signed link from a mail; the form that asks for an alert
    can be sent by anybody for any address, which is why that address is asked first.
    """

    @wraps(view)
    def answered(request: HttpRequest) -> HttpResponse:
        response = view(request)
        for name, value in PRIVATE.items():
            response.headers[name] = value
        return without_body(request, response)

    private: View = csrf_exempt(require_http_methods(["GET", "HEAD", "POST"])(answered))
    return private


@dataclass(frozen=True, slots=True)
class Decision:
    """A page with one button, which is sent to the page's own address."""

    title: str
    wish: str
    filters: Sequence[str]
    sentences: Sequence[str]
    button: str
    other_label: str = ""
    other_link: str = ""


def decide(request: HttpRequest, decision: Decision) -> HttpResponse:
    """Ask for one decision: mail scanners open links, but press no button."""
    return render(request, "alerts/decide.html", {"page": decision})


def say(request: HttpRequest, title: str, *sentences: str, status: int = 200) -> HttpResponse:
    """A page that says something, with a way back to the comparisons."""
    return render(request, "alerts/say.html", {"title": title, "sentences": sentences}, status=status)


def gone(request: HttpRequest) -> HttpResponse:
    """The answer to a link that leads to no alert any more, or never did."""
    return say(
        request,
        _("This link leads nowhere any more."),
        _("The alert was ended, or was not confirmed within two days. We keep nothing of it."),
        status=404,
    )
