"""Sources and their health, and asking one at once."""

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from desk.pages.room import desk_page, page
from desk.sources import lines
from providers.feeds import make_due
from providers.health import State

MAY_ASK = "providers.change_feed"
SAID = {
    State.FAILING: "fails",
    State.STALE: "too old",
    State.WORKING: "works",
    State.WAITING: "nothing yet",
    State.OFF: "switched off",
}


@require_GET
@desk_page()
def sources(request: HttpRequest) -> HttpResponseBase:
    """Every source with its last and next reading. Seven queries."""
    rows = [
        (
            line,
            [SAID[state] for state in line.health.states],
            line.facts.is_pulled and line.health.needs_attention,
        )
        for line in lines(timezone.now())
    ]
    return page(
        request,
        "sources",
        "Sources and their health",
        rows=rows,
        may_ask=request.user.has_perm(MAY_ASK),
    )


@require_POST
@desk_page(MAY_ASK)
def ask(request: HttpRequest, key: str) -> HttpResponseBase:
    """Have a source read at the scheduler's next turn."""
    if make_due([key], now=timezone.now()):
        messages.success(request, f"{key} is read within a minute, if the collector runs.")
    else:
        messages.error(request, f"{key} was never registered: start the collector first.")
    return redirect("desk:sources")
