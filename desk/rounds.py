"""Rounds of mystery shopping: planned from what is known of a market, done visit by visit, and summed up."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.dateformat import format as in_words

from corridors.domain.requirements import Share
from corridors.market import latest_shares
from corridors.models import Corridor, CurrentPrice, Service
from desk.domain.sampling import Asked, Company, plan, together
from desk.models import Round, Visit
from desk.visits import ASKED, REFUSED, with_state
from providers.models import Provider

Outcome = Visit.Outcome


class PlanningError(Exception):
    """Why a round cannot be planned, in one sentence."""


class Coverage(NamedTuple):
    """How far a round has come: visits, and the share of the market in per cent (None: no share is known).

    A visit whose price waits for review is done; one whose price was refused is not. `reached_percent` counts
    companies of which at least one visit gave a price.
    """

    visits: int
    done: int
    refused: int
    impossible: int
    planned_percent: Decimal | None
    reached_percent: Decimal | None

    @property
    def done_percent(self) -> int:
        """Visits done of all, in whole per cent, rounded down."""
        return 100 * self.done // self.visits if self.visits else 0


def _services_of(corridor: Corridor) -> QuerySet[Service]:
    """The services that can be asked about in a corridor. What a sandbox invented is left out."""
    return Service.objects.filter(
        corridor=corridor,
        send_currency=corridor.send_currency,
        ended_on__isnull=True,
        provider__ended_on__isnull=True,
        provider__sandbox=False,
    )


def companies_of(corridor: Corridor, shares: Mapping[int, Share]) -> list[Company]:
    """Who can be asked in a corridor: companies with a service, and their shares of the market. One query.

    A company's services stand with the one seen last first. What a sandbox invented is left out.
    """
    seen = CurrentPrice.objects.filter(service=OuterRef("pk")).order_by("-observed_at").values("observed_at")
    services = (
        _services_of(corridor)
        .annotate(seen=Subquery(seen[:1]))
        .order_by(F("seen").desc(nulls_last=True), "id")
        .values_list("provider_id", "provider__name", "id")
    )
    known: dict[tuple[int, str], list[int]] = defaultdict(list)
    for provider_id, name, service_id in services:
        known[provider_id, name].append(service_id)
    return [
        Company(
            key=provider_id,
            name=name,
            share_percent=shares[provider_id].percent if provider_id in shares else None,
            services=tuple(ids),
        )
        for (provider_id, name), ids in known.items()
    ]


def unknown_holders(corridor: Corridor) -> list[str]:
    """Companies with a share of the market and no service to ask about. Two queries."""
    absent = Provider.objects.filter(pk__in=latest_shares(corridor))
    absent = absent.exclude(pk__in=_services_of(corridor).values("provider_id"))
    return list(absent.order_by("name").values_list("name", flat=True))


@transaction.atomic
def plan_visits(round_: Round, *, today: date) -> int:
    """Plan a round's visits anew for the days that are left; how many there are then. Nine queries.

    What was done or assigned stays as it is and counts among the visits that there may be. The share of the
    market is that of all visits, by the shares of today. Safe to repeat.

    Raises:
        PlanningError: the round has ended, or its last day is past; nothing is changed.
    """
    round_.finished_on = Round.objects.select_for_update().get(pk=round_.pk).finished_on
    if why := why_closed(round_):
        raise PlanningError(why)
    if round_.ends_on < today:
        raise PlanningError(
            f"The last day of this round, {in_words(round_.ends_on, 'j F Y')}, is past: nothing new is "
            "planned. To plan more visits, give it a later last day first."
        )
    shares = latest_shares(round_.corridor)
    round_.visits.filter(outcome=Outcome.OPEN, assigned_to__isnull=True).delete()
    kept = list(round_.visits.select_related("service"))
    visits = plan(
        companies_of(round_.corridor, shares),
        amounts=[amount for amount in (round_.first_amount, round_.second_amount) if amount],
        first=max(round_.starts_on, today),
        last=round_.ends_on,
        most_visits=round_.target_visits,
        rotation=round_.pk,
        kept=[
            Asked(visit.service.provider_id, visit.service_id, visit.amount, visit.due_on) for visit in kept
        ],
    )
    share_of = {company: held.percent for company, held in shares.items()}
    for visit in kept:
        visit.share_percent = share_of.get(visit.service.provider_id)
    Visit.objects.bulk_update(kept, ["share_percent"])
    Visit.objects.bulk_create(
        Visit(
            round=round_,
            service_id=asked.service,
            share_percent=share_of.get(asked.company),
            amount=asked.amount,
            due_on=asked.day,
        )
        for asked in visits
    )
    companies = {asked.company for asked in visits} | {visit.service.provider_id for visit in kept}
    round_.planned_percent = together(companies, {company: share_of.get(company) for company in companies})
    round_.save(update_fields=["planned_percent"])
    return len(kept) + len(visits)


def may_be_given(round_: Round) -> QuerySet[User]:
    """Who may be given a visit: active staff, and whoever has one of this round already. One query."""
    active, has_one = Q(is_active=True, is_staff=True), Q(pk__in=round_.visits.values("assigned_to"))
    return User.objects.filter(active | has_one).order_by("username")


def with_progress(rounds: QuerySet[Round]) -> QuerySet[Round]:
    """Rounds, each with its `planned` and `done` visits. Adds no query."""
    visits: QuerySet[Any] = Visit.objects.filter(round=OuterRef("pk")).order_by()
    return rounds.select_related("corridor").annotate(
        planned=_number(visits), done=_number(with_state(visits).filter(state__in=ASKED))
    )


def _number(visits: QuerySet[Any]) -> Coalesce:
    """How many there are of a round, in a query about rounds."""
    counted = visits.values("round").annotate(number=Count("pk"))
    return Coalesce(Subquery(counted.values("number")), Value(0))


def coverage(round_: Round) -> Coverage:
    """How far a round has come. One query."""
    visits = with_state(round_.visits.all()).values_list("service__provider_id", "share_percent", "state")
    rows = list(visits)
    states = [state for *_, state in rows]
    return Coverage(
        visits=len(rows),
        done=sum(state in ASKED for state in states),
        refused=states.count(REFUSED),
        impossible=states.count(Outcome.IMPOSSIBLE),
        planned_percent=round_.planned_percent,
        reached_percent=together(
            (company for company, _, state in rows if state in ASKED),
            {company: share for company, share, _ in rows},
        ),
    )


def why_closed(round_: Round) -> str:
    """Why nothing of a round can be changed any more, in words for who wants to; "" while it goes on."""
    if round_.finished_on is None:
        return ""
    return (
        f"This round has ended ({in_words(round_.finished_on, 'j F Y')}) and stays as it is. "
        "A price that you still have goes under “Write down one price”."
    )


def finish(round_: Round, *, by: str, on: date) -> bool:
    """End a round: nothing of it is planned or due any more; whether it went on. Safe to repeat.

    The first day on which it was ended stays.
    """
    going_on = Round.objects.filter(pk=round_.pk, finished_on__isnull=True)
    return bool(going_on.update(finished_on=on, finished_by=by[:150]))
