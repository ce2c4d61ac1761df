"""What came of visits: as it was noted, and as judges decided since of the prices that were held."""

from datetime import datetime
from typing import Any

from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, Value, When

from desk.models import Round, Visit
from providers.models import HeldReading
from providers.outcomes import Status

Outcome = Visit.Outcome
Decision = HeldReading.Decision
OUTCOMES = {
    Status.STORED: Outcome.RECORDED,
    Status.ALREADY_KNOWN: Outcome.KNOWN,
    Status.HELD: Outcome.HELD,
}
REFUSED = "refused"
IN_WORDS = {**dict(Outcome.choices), REFUSED: "price refused"}
ASKED = (Outcome.RECORDED, Outcome.KNOWN, Outcome.HELD)
TO_DO = (Outcome.OPEN, REFUSED)


def with_state(visits: QuerySet[Any]) -> QuerySet[Any]:
    """Visits, each with its `state`: its outcome, or what a judge made of it. Adds no query.

    A visit whose price was held and then released is "recorded"; one whose price was refused is "refused",
    and to be done again. The run of a visit takes in one price, so it holds one at most.
    """
    decided = HeldReading.objects.filter(run=OuterRef("run")).values("decision")[:1]
    of_judges = {Decision.RELEASED: Outcome.RECORDED.value, Decision.REFUSED: REFUSED}
    judged = (
        When(Q(outcome=Outcome.HELD, decided=decision), then=Value(state))
        for decision, state in of_judges.items()
    )
    known: QuerySet[Any] = visits.annotate(decided=Subquery(decided))
    known = known.annotate(state=Case(*judged, default=F("outcome")))
    return known


def every_visit() -> QuerySet[Visit]:
    """Visits with their state and all that a page says of one. One query."""
    return for_a_page(Visit.objects.all())


def for_a_page(visits: QuerySet[Visit]) -> QuerySet[Visit]:
    """Visits with their state and all that a page says of one. Adds no query."""
    return with_state(visits).select_related("service__provider", "assigned_to", "round__corridor")


def visits_of(round_: Round) -> QuerySet[Visit]:
    """A round's visits by their day, with all that a page says of one. One query."""
    by_day = ("due_on", "service__provider__name", "service_id", "amount")
    return every_visit().filter(round=round_).order_by(*by_day)


def note_price(visit: Visit, *, status: Status, run_id: int, by: str, now: datetime) -> None:
    """Note what came of a visit whose price was handed in. Repeating it notes the last price. One query.

    A visit that was planned away meanwhile stays away; its price is recorded all the same.
    """
    noted = Visit.objects.filter(pk=visit.pk)
    noted.update(outcome=OUTCOMES[status], run_id=run_id, note="", done_by=by[:150], done_at=now)


def note_impossible(visit: Visit, *, why: str, by: str, now: datetime) -> None:
    """Note that a visit could not be done, and why. One query.

    A price that was written down for it stays noted, unless a judge refused it.
    """
    unanswered = with_state(Visit.objects.filter(pk=visit.pk)).exclude(state__in=ASKED)
    note = why.strip()[:300]
    unanswered.update(outcome=Outcome.IMPOSSIBLE, run_id=None, note=note, done_by=by[:150], done_at=now)
