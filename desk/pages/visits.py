"""One visit: writing down the price it found, or why it found none."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from desk import rounds
from desk.models import Visit
from desk.pages.room import desk_page, page
from desk.visits import every_visit, note_impossible, note_price
from desk.wording import codes, visit_row
from providers import intake
from providers.forms import ShoppingForm
from remitcompare.money import plain

MAY_SHOP = "providers.add_feedrun"


@require_http_methods(["GET", "POST"])
@desk_page(MAY_SHOP)
def price(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The form for one price, filled in with what the visit is about, which stays."""
    visit = get_object_or_404(every_visit(), pk=pk)
    if why := rounds.why_closed(visit.round):
        messages.error(request, why)
        return redirect("admin:desk_round_change", visit.round_id)
    now = timezone.now()
    fixed, usual = _fixed(visit), {"observed_at": now, **_usual(visit)}
    if request.method == "GET":
        return _form(request, visit, ShoppingForm(fixed=fixed, initial=usual))
    form = ShoppingForm(request.POST, fixed=fixed)
    by = request.user.get_username()
    result = intake.hand_in(form, by=by, now=now) if form.is_valid() else None
    if result is None:
        return _form(request, visit, form)
    note_price(visit, status=result.status, run_id=result.run_id, by=by, now=now)
    intake.tell(request, result)
    return redirect("admin:desk_round_change", visit.round_id)


@require_POST
@desk_page(MAY_SHOP)
def impossible(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Note that a visit was not possible, and why."""
    visit = get_object_or_404(every_visit(), pk=pk)
    if why := rounds.why_closed(visit.round):
        messages.error(request, why)
        return redirect("admin:desk_round_change", visit.round_id)
    why = request.POST.get("note", "").strip()
    if why:
        note_impossible(visit, why=why, by=request.user.get_username(), now=timezone.now())
    else:
        messages.error(request, "Say why it was not possible.")
    return redirect("admin:desk_round_change", visit.round_id)


def _form(request: HttpRequest, visit: Visit, form: ShoppingForm) -> HttpResponseBase:
    return page(request, "visit_price", "Write down the price", form=form, row=visit_row(visit))


def _fixed(visit: Visit) -> dict[str, Any]:
    """What the visit asks about: another price is no answer to it."""
    service, corridor = visit.service, visit.round.corridor
    only = {name: known[0] for name, known in _ways(visit).items() if len(known) == 1}
    return {
        "from": corridor.source_id,
        "to": corridor.destination_id,
        "send_currency": service.send_currency,
        "receive_currency": service.receive_currency,
        "provider": service.provider.name,
        "send_amount": plain(visit.amount),
        **only,
    }


def _usual(visit: Visit) -> dict[str, Any]:
    """What is likely before anybody asks: the kind of company, and the first of several ways."""
    several = {name: known[0] for name, known in _ways(visit).items() if len(known) > 1}
    return {"provider_type": visit.service.provider.type, **several}


def _ways(visit: Visit) -> dict[str, list[str]]:
    return {name: codes(getattr(visit.service, name)) for name in ("pay_in", "access", "pay_out")}
