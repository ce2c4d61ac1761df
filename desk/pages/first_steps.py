"""The first-run checklist."""

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from desk import checklist
from desk.pages.room import desk_page, page

MAY_TICK = "desk.change_tick"


@require_GET
@desk_page()
def first_steps(request: HttpRequest) -> HttpResponseBase:
    """Every step, done or not, with how to do it. Seventeen queries at most."""
    steps = checklist.steps(timezone.now())
    return page(
        request,
        "first_steps",
        "First steps",
        rows=[(step, step.address and (step.may_open is None or step.may_open(request))) for step in steps],
        done=sum(step.is_done for step in steps),
        steps=len(steps),
        may_tick=request.user.has_perm(MAY_TICK),
    )


@require_POST
@desk_page(MAY_TICK)
def tick(request: HttpRequest, step: str) -> HttpResponseBase:
    """Say that a step is done, or take it back."""
    if step not in checklist.BY_HAND:
        raise Http404
    if "undo" in request.POST:
        checklist.untick(step)
    else:
        checklist.tick(step, by=request.user.get_username(), now=timezone.now())
    return redirect("desk:first_steps")
