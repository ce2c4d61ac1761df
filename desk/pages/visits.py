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
from desk.wording import codes, visit_row
from providers import intake
from providers.forms import ShoppingForm

MAY_SHOP = "providers.add_feedrun"


@require_http_methods(["GET", "POST"])
@desk_page(MAY_SHOP)
def price(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The form for one price, filled in with what the visit is about."""
    visit = get_object_or_404(rounds.every_visit(), pk=pk)
    now = timezone.now()
    if request.method == "GET":
        return _form(request, visit, ShoppingForm(initial={"observed_at": now, **_known(visit)}))
    form = ShoppingForm(request.POST)
    by = request.user.get_username()
    result = intake.hand_in(form, by=by, now=now) if form.is_valid() else None
    if result is None:
        return _form(request, visit, form)
    rounds.note_price(visit, status=result.status, run_id=result.run_id, by=by, now=now)
    intake.tell(request, result)
    return redirect("admin:desk_round_change", visit.round_id)


@require_POST
@desk_page(MAY_SHOP)
def impossible(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Note that a visit was not possible, and why."""
    visit = get_object_or_404(Visit, pk=pk)
    why = request.POST.get("note", "").strip()
    if why:
        rounds.note_impossible(visit, why=why, by=request.user.get_username(), now=timezone.now())
    else:
        messages.error(request, "Say why it was not possible.")
    return redirect("admin:desk_round_change", visit.round_id)


def _form(request: HttpRequest, visit: Visit, form: ShoppingForm) -> HttpResponseBase:
    return page(request, "visit_price", "Write down the price", form=form, row=visit_row(visit))


def _known(visit: Visit) -> dict[str, Any]:
    """What is known before anybody asks."""
    service, corridor = visit.service, visit.round.corridor
    ways = {name: next(iter(codes(getattr(service, name))), "") for name in ("pay_in", "access", "pay_out")}
    return {
        "from": corridor.source_id,
        "to": corridor.destination_id,
        "send_currency": service.send_currency,
        "receive_currency": service.receive_currency,
        "provider": service.provider.name,
        "provider_type": service.provider.type,
        "send_amount": f"{visit.amount.normalize():f}",
        **ways,
    }
