"""A price's own page: everything known about one observation."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from corridors import formats
from corridors.pages.places import names_of
from corridors.pages.price_groups import Entry, Group, groups_of, moment
from corridors.pages.responses import public_page
from corridors.price_page import Neighbour, PriceFacts, price_facts, price_number


@public_page
def price(request: HttpRequest, number: str) -> HttpResponse:
    """One price by its number. Eight queries at most; none where the address holds no number."""
    asked = price_number(number)
    facts = price_facts(asked) if asked else None
    if facts is None:
        return render(request, "corridors/unknown_price.html", {"asked": asked}, status=404)
    shown, service = facts.price, facts.price.service
    context = {
        "facts": facts,
        "price": shown,
        "provider": service.provider,
        "names": names_of(service.corridor),
        "amount": formats.money(shown.send_amount, service.send_currency),
        "total": _total(facts),
        "standing": _standing(facts),
        "ago": formats.ago(shown.observed_at, at=timezone.now()),
        "seen": moment(shown.observed_at, is_day=bool(shown.period)),
        "groups": groups_of(facts),
        "beside": _beside(facts),
    }
    return render(request, "corridors/price.html", context)


def _total(facts: PriceFacts) -> str:
    """The total that statistics use: the source's where it states one, else ours; "" without either."""
    shown = facts.price
    total = shown.total_percent if shown.stated_total_percent is None else shown.stated_total_percent
    return "" if total is None else formats.exact_percent(total)


def _standing(facts: PriceFacts) -> str:
    """Whether the price still stands, and why not, in a sentence."""
    if facts.is_current:
        return _("This is the latest price we know of this service at this amount.")
    if facts.corrected_by:
        return _("The source corrected this price: a later reading of the same row says otherwise.")
    if facts.following:
        return _("A later price of the same service is known.")
    return _(
        "This price no longer stands: its service was seen later at other amounts, or in another period."
    )


def _beside(facts: PriceFacts) -> Group:
    """Links to the prices that this one hangs together with."""
    labelled: list[tuple[str, Neighbour | None]] = [
        (_("Corrects"), facts.corrected),
        *((_("Corrected by"), other) for other in facts.corrected_by),
        (_("The one before, same service"), facts.previous),
        (_("The one after, same service"), facts.following),
    ]
    is_day = bool(facts.price.period)
    entries = [
        Entry(
            label,
            _("number %(number)s, seen %(when)s")
            % {"number": other.id, "when": moment(other.observed_at, is_day=is_day)},
            price=str(other.id),
        )
        for label, other in labelled
        if other is not None
    ]
    return Group(_("Beside it"), entries)
