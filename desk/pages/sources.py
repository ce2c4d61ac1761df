"""Sources and their health, and asking one at once."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from desk.allowed import may_look
from desk.pages.room import desk_page, page
from desk.sources import lines
from providers.feeds import make_due
from providers.health import State
from providers.models import Feed
from providers.sources import every_source
from remitcompare.admin_room import log_changes

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
    """Every source with its last and next reading. Seven queries.

    What a reading failed of, in the words of another machine, is shown to those who may look at readings.
    """
    rows = [(line, [SAID[state] for state in line.health.states]) for line in lines(timezone.now())]
    return page(
        request,
        "sources",
        "Sources and their health",
        rows=rows,
        may_ask=request.user.has_perm(MAY_ASK),
        may_read=may_look(request, "providers.feedrun"),
        may_judge=may_look(request, "providers.heldreading"),
    )


@require_POST
@desk_page(MAY_ASK)
@transaction.atomic
def ask(request: HttpRequest, key: str) -> HttpResponseBase:
    """Have a source read at the scheduler's next turn, unless it is switched off.

    Who asked stands in the log of its feed.
    """
    facts = every_source().get(key)
    if facts is None:
        raise Http404
    if not facts.is_pulled:
        messages.error(request, f"{facts.name} is switched off on this site, so it cannot be read now.")
    elif make_due([key], now=timezone.now()):
        log_changes(request, [Feed(source_id=key)], "To be read at once.")
        messages.success(request, f"{facts.name} is read within a minute, if the collector runs.")
    else:
        messages.error(request, f"{facts.name} was never registered: start the collector first.")
    return redirect("desk:sources")
