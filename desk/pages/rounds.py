"""Rounds of mystery shopping: planning anew, ending, and the sheet to print."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from desk import rounds
from desk.models import Round
from desk.pages.room import desk_page, page
from desk.visits import visits_of
from desk.wording import visit_row
from remitcompare.admin_room import log_changes

MAY_PLAN = "desk.change_round"
MAY_SHOP = ("desk.view_round", "desk.change_round", "desk.add_round")


@require_POST
@desk_page(MAY_PLAN)
def plan(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Plan anew what nobody has done or was given."""
    round_ = get_object_or_404(Round, pk=pk)
    try:
        with transaction.atomic():
            count = rounds.plan_visits(round_, today=timezone.localdate())
            log_changes(request, [round_], f"Planned anew: {count} visits.")
    except rounds.PlanningError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"The round has {count} visits.")
    return redirect("admin:desk_round_change", pk)


@require_POST
@desk_page(MAY_PLAN)
@transaction.atomic
def finish(request: HttpRequest, pk: int) -> HttpResponseBase:
    """End a round."""
    now = timezone.now()
    round_ = get_object_or_404(Round, pk=pk)
    if rounds.finish(round_, by=request.user.get_username(), on=now.date()):
        log_changes(request, [round_], "Ended.")
    return redirect("admin:desk_round_change", pk)


@require_GET
@desk_page(*MAY_SHOP)
def sheet(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Everything a shopper needs on paper, with room to write. Three queries."""
    round_ = get_object_or_404(Round, pk=pk)
    rows = [visit_row(visit) for visit in visits_of(round_)]
    return page(request, "sheet", f"Sheet for {round_}", round=round_, rows=rows)
