"""Visits of mystery shopping that are due."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Count, Min
from django.urls import reverse

from desk.attention.concern import Concern
from desk.models import Visit
from desk.visits import TO_DO, with_state


def concerns(now: datetime) -> Iterator[Concern]:
    """Visits whose day has come, those whose price was refused included, of rounds that go on. One query."""
    begun = Visit.objects.filter(due_on__lte=now.date(), round__finished_on__isnull=True)
    due = with_state(begun).filter(state__in=TO_DO)
    found = due.aggregate(count=Count("id"), oldest=Min("due_on"))
    if found["count"]:
        yield Concern(
            "Visits of mystery shopping that are due",
            found["count"],
            found["oldest"],
            reverse("admin:desk_round_changelist"),
            "",
            "desk.round",
        )
