"""The first-run checklist."""

from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from desk import checklist
from desk.pages.room import desk_page, page
from remitcompare.admin_room import log_changes

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
    """Say that a step is done, or take it back.

    A tick is kept with its name; one that is taken back is gone, so its end stands in the log of whoever took
    it back, under History of the account.
    """
    if step not in checklist.BY_HAND:
        raise Http404
    if "undo" in request.POST:
        _take_back(request, step)
    else:
        checklist.tick(step, by=request.user.get_username(), now=timezone.now())
    return redirect("desk:first_steps")


@transaction.atomic
def _take_back(request: HttpRequest, step: str) -> None:
    if taken := checklist.untick(step):
        account: Any = request.user
        when = f"{taken.ticked_at:%Y-%m-%d %H:%M} UTC"
        what = f"First steps: took back “{step}”, which {taken.ticked_by} called done on {when}."
        log_changes(request, [account], what)
