"""The form on which an alert is asked for."""

from collections.abc import Mapping
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from alerts import services, tokens, wording
from alerts.asking import CURRENCIES, LONGEST_ADDRESS, parse_question_of, parse_wish, reached
from alerts.domain.news import Kind
from alerts.pages.responses import private_page, say
from alerts.watching import Seen, see
from corridors import formats, selectors
from corridors.asking import AskingError
from corridors.domain.codes import Mode
from corridors.models import Corridor
from corridors.pages import links
from corridors.pages.filters import FILTERS
from corridors.pages.home import COUNTRY
from corridors.pages.places import names_of
from remitcompare.language import language_asked

# What the address carries, and what the form sends besides.
IN_ADDRESS = ("from", "to", *FILTERS, *CURRENCIES)
IN_FORM = ("amount", "kind", "threshold")


@private_page
@sensitive_post_parameters("email")
def ask(request: HttpRequest) -> HttpResponse:
    """The form; sent, it leads to a page that says the same whether or not an address is known.

    Six queries to show, fourteen at most to send.
    """
    if settings.ALERTS_OFF:
        return _off(request)
    given = _given(request)
    corridor = _corridor(given)
    if corridor is None:
        return say(
            request,
            _("Choose the two countries first."),
            _("Compare prices, and ask for an alert from the page with the answer."),
            status=404 if "from" in given else 200,
        )
    if request.method == "POST":
        return _sent(request, corridor, given)
    wrong = _wrong_in_address(corridor, given)
    return _form(request, corridor, given, wrong=wrong, status=400 if wrong else 200)


@private_page
def asked(request: HttpRequest) -> HttpResponse:
    """What to do next, whoever asked for whatever. No query."""
    return say(
        request,
        _("Look into your mail."),
        _("A mail is on its way to you. Open the link in it and press the button: then we watch."),
        _("Nothing came after some minutes? Look among unwanted mail, or ask again."),
        _("We ask an address at most %(times)s times a day, and keep at most %(alerts)s alerts for it.")
        % {"times": services.MOST_ASKED_A_DAY, "alerts": services.MOST_ALERTS},
    )


def _given(request: HttpRequest) -> dict[str, str]:
    """What the address and the form say. A link from a comparison by what must arrive names that."""
    in_address = links.given(request.GET, ("amount", "mode", *IN_ADDRESS, links.LANGUAGE))
    if in_address.pop("mode", "") == Mode.RECEIVE and "amount" in in_address:
        in_address["threshold"] = in_address.pop("amount")
    if request.method == "POST":  # what was cleared in the form does not come back from the address
        in_address = {name: said for name, said in in_address.items() if name not in IN_FORM}
    return in_address | links.given(request.POST, IN_FORM) | {"email": _address(request)}


def _address(request: HttpRequest) -> str:
    """The address as it was typed: cut where it cannot be one any more, never to a shorter one."""
    return request.POST.get("email", "").strip()[: LONGEST_ADDRESS + 1]


def _corridor(given: Mapping[str, str]) -> Corridor | None:
    source, destination = given.get("from", ""), given.get("to", "")
    if not COUNTRY.fullmatch(source) or not COUNTRY.fullmatch(destination):
        return None
    return selectors.corridor_of(f"{source}-{destination}")


def _wrong_in_address(corridor: Corridor, given: Mapping[str, str]) -> dict[str, str]:
    """What is wrong with a link that leads to the form; one without an amount is not."""
    try:
        parse_question_of({"amount": "1", **given}, corridor, today=timezone.now().date())
    except AskingError as error:
        return error.fields
    return {}


def _seen(corridor: Corridor, given: Mapping[str, str]) -> Seen | None:
    """What the comparison says now; None where the question cannot be understood."""
    now = timezone.now()
    try:
        return see(corridor, parse_question_of(given, corridor, today=now.date()), now=now)
    except AskingError:
        return None


def _sent(request: HttpRequest, corridor: Corridor, given: dict[str, str]) -> HttpResponse:
    if not tokens.is_of_a_form(request.POST.get("form", "")):
        late = {"form": _("This page had been open for long. Look it through and send it again.")}
        return _form(request, corridor, given, wrong=late, status=400)
    now = timezone.now()
    try:
        wish, address = parse_wish(given, corridor, today=now.date())
        seen = see(corridor, parse_question_of(given, corridor, today=now.date()), now=now)
        if sentence := reached(wish, seen.ways):
            raise AskingError({"threshold": sentence})
        services.ask(
            wish,
            address=address,
            language=get_language() or settings.LANGUAGE_CODE,
            known_best=seen.best.provider.slug if seen.best else "",
            now=now,
        )
    except AskingError as error:
        return _form(request, corridor, given, wrong=error.fields, status=400)
    except services.TooManyError:
        busy = {"form": _("Many people ask at this moment. Wait a minute and send it again.")}
        response = _form(request, corridor, given, wrong=busy, status=429)
        response.headers["Retry-After"] = "60"
        return response
    return HttpResponseRedirect(_in_language(request, reverse("alerts:asked")))


def _form(
    request: HttpRequest,
    corridor: Corridor,
    given: Mapping[str, str],
    *,
    wrong: Mapping[str, str],
    status: int,
) -> HttpResponse:
    kept = {name: given[name] for name in IN_ADDRESS if name in given}
    seen = _seen(corridor, given)
    context = {
        "names": names_of(corridor),
        "action": _in_language(request, reverse("alerts:ask") + links.query(kept)),
        "token": tokens.form_token(),
        "given": given,
        "at_least": Kind.AT_LEAST.value,
        "best_changes": Kind.BEST_CHANGES.value,
        "send_currency": given.get("send_currency", "").upper() or corridor.send_currency,
        "receive_currency": given.get("receive_currency", "").upper() or corridor.receive_currency,
        "filters": wording.filters_in_words(urlencode({n: given[n] for n in FILTERS if n in given})),
        "now": _now(seen, given.get("receive_currency", "").upper() or corridor.receive_currency),
        "is_sandbox": seen is not None and seen.best is not None and seen.best.provider.sandbox,
        "wrong": wrong,
        "off_the_form": [
            wrong[name] for name in wrong if name not in ("amount", "kind", "threshold", "email")
        ],
        "longest": LONGEST_ADDRESS,
    }
    return render(request, "alerts/ask.html", context, status=status)


def _now(seen: Seen | None, currency: str) -> str:
    """What the family gets now, in a sentence; "" where it is not known what is asked."""
    if seen is None:
        return ""
    if seen.best is None:
        return _("We know no price of today for this. You can ask all the same: we write once there is one.")
    return _("Today your family gets up to %(gets)s, with %(provider)s.") % {
        "gets": formats.money(seen.ways[0].gets, currency),
        "provider": seen.best.provider.name,
    }


def _off(request: HttpRequest) -> HttpResponse:
    return say(
        request,
        _("This site sends no alerts."),
        _("Whoever runs it has not set up mail. You can compare prices at any time."),
        status=404 if request.method == "POST" else 200,
    )


def _in_language(request: HttpRequest, address: str) -> str:
    """An address in the language that this page was asked in."""
    language = language_asked(request)
    if not language:
        return address
    return f"{address}{'&' if '?' in address else '?'}{urlencode({links.LANGUAGE: language})}"
