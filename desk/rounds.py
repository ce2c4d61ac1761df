"""Rounds of mystery shopping: planned from what is known of a market, done visit by visit, and summed up."""

from collections import defaultdict
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from django.db import transaction
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from corridors.market import latest_shares
from corridors.models import Corridor, CurrentPrice, Service
from desk.domain.sampling import Company, covered, plan
from desk.models import Round, Visit
from providers.models import Provider
from providers.outcomes import Status

Outcome = Visit.Outcome
OUTCOMES = {
    Status.STORED: Outcome.RECORDED,
    Status.ALREADY_KNOWN: Outcome.KNOWN,
    Status.HELD: Outcome.HELD,
}
ASKED = (Outcome.RECORDED, Outcome.KNOWN, Outcome.HELD)


class Coverage(NamedTuple):
    """How far a round has come: visits, and the share of the market in per cent (None: no share is known).

    `reached_percent` counts companies of which at least one visit gave a price.
    """

    visits: int
    done: int
    impossible: int
    planned_percent: Decimal | None
    reached_percent: Decimal | None

    @property
    def done_percent(self) -> int:
        """Visits done of all, in whole per cent, rounded down."""
        return 100 * self.done // self.visits if self.visits else 0

    @property
    def left(self) -> int:
        """Visits that nobody has done or found impossible."""
        return self.visits - self.done - self.impossible


def companies_of(corridor: Corridor) -> list[Company]:
    """Who can be asked in a corridor: companies with a service that was seen, and their shares. Two queries.

    A company's services stand with the one seen last first. What a sandbox invented is left out.
    """
    shares = latest_shares(corridor)
    seen = CurrentPrice.objects.filter(service=OuterRef("pk")).order_by("-observed_at").values("observed_at")
    services = (
        Service.objects.filter(
            corridor=corridor,
            send_currency=corridor.send_currency,
            ended_on__isnull=True,
            provider__ended_on__isnull=True,
            provider__sandbox=False,
        )
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
    """Companies with a share of the market and no service to ask about. Three queries."""
    asked = {company.key for company in companies_of(corridor)}
    absent = set(latest_shares(corridor)) - asked
    return list(Provider.objects.filter(pk__in=absent).order_by("name").values_list("name", flat=True))


@transaction.atomic
def plan_visits(round_: Round) -> int:
    """Plan a round's visits anew; how many there are then. What was done or assigned stays as it is.

    Safe to repeat. A finished round stays as it is.
    """
    if round_.finished_on is not None:
        return round_.visits.count()
    amounts = [round_.first_amount, *([round_.second_amount] if round_.second_amount else [])]
    companies = companies_of(round_.corridor)
    planned = plan(
        companies,
        amounts=amounts,
        first=round_.starts_on,
        last=round_.ends_on,
        most_visits=round_.target_visits,
        rotation=round_.pk,
    )
    share = {company.key: company.share_percent for company in companies}
    round_.visits.filter(outcome=Outcome.OPEN, assigned_to__isnull=True).delete()
    Visit.objects.bulk_create(
        [
            Visit(
                round=round_,
                service_id=asked.service,
                share_percent=share[asked.company],
                amount=asked.amount,
                due_on=asked.day,
            )
            for asked in planned.visits
        ],
        ignore_conflicts=True,
    )
    round_.planned_percent = planned.covered_percent
    round_.save(update_fields=["planned_percent"])
    return round_.visits.count()


def every_visit() -> QuerySet[Visit]:
    """Visits with all that a page says of one. One query."""
    return Visit.objects.select_related("service__provider", "assigned_to", "round__corridor")


def visits_of(round_: Round) -> QuerySet[Visit]:
    """A round's visits by their day, with all that a page says of one. One query."""
    by_day = ("due_on", "service__provider__name", "service_id", "amount")
    return every_visit().filter(round=round_).order_by(*by_day)


def last_day(first: date, length: timedelta) -> date:
    """The last day of a round that goes on for some days after its first."""
    return first + length


def with_progress(rounds: QuerySet[Round]) -> QuerySet[Round]:
    """Rounds, each with its `planned` and `done` visits. Adds no query."""
    return rounds.select_related("corridor").annotate(
        planned=Count("visits"), done=Count("visits", filter=Q(visits__outcome__in=ASKED))
    )


def coverage(round_: Round) -> Coverage:
    """How far a round has come. One query."""
    rows = list(round_.visits.values_list("service__provider_id", "share_percent", "outcome"))
    reached = {provider: share for provider, share, outcome in rows if outcome in ASKED}
    is_known = any(share is not None for _, share, _ in rows)
    return Coverage(
        visits=len(rows),
        done=sum(outcome in ASKED for *_, outcome in rows),
        impossible=sum(outcome == Outcome.IMPOSSIBLE for *_, outcome in rows),
        planned_percent=round_.planned_percent,
        reached_percent=covered(reached.values()) if is_known else None,
    )


def note_price(visit: Visit, *, status: Status, run_id: int, by: str, now: datetime) -> None:
    """Note what came of a visit whose price was handed in. Repeating it notes the last price."""
    visit.outcome, visit.run_id = OUTCOMES[status], run_id
    visit.done_by, visit.done_at, visit.note = by[:150], now, ""
    visit.save(update_fields=["outcome", "run", "done_by", "done_at", "note"])


def note_impossible(visit: Visit, *, why: str, by: str, now: datetime) -> None:
    """Note that a visit could not be done, and why; a price that was recorded for it stays noted."""
    if visit.outcome in ASKED:
        return
    visit.outcome, visit.note = Outcome.IMPOSSIBLE, why.strip()[:300]
    visit.done_by, visit.done_at = by[:150], now
    visit.save(update_fields=["outcome", "note", "done_by", "done_at"])


def finish(round_: Round, *, by: str, on: date) -> None:
    """End a round: nothing of it is planned or due any more. Safe to repeat; the first day stays."""
    Round.objects.filter(pk=round_.pk, finished_on__isnull=True).update(finished_on=on, finished_by=by[:150])
