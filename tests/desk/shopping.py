"""Rounds of mystery shopping for tests: visits, what they found, and forms as a browser sends them."""

from datetime import date
from html.parser import HTMLParser
from typing import Any

from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from corridors.models import Corridor, Service
from desk.models import Round, Visit
from desk.visits import visits_of
from tests.factories import price, record

ROUNDS = "/admin/desk/round/"


def visit_of(round_: Round, name: str) -> Visit:
    """The first visit to a company: which comes first in a round goes by the round's number."""
    return visits_of(round_).filter(service__provider__name=name)[0]


def write_down(client: Client, visit: Visit, **changes: Any) -> Any:
    """Write down what a visit found, in the form as it stands there, without what is disabled."""
    address = reverse("desk:visit_price", args=[visit.pk])
    form = client.get(address).context["form"]
    asked = {name: field for name, field in form.fields.items() if not field.disabled}
    said = {name: form.get_initial_for_field(field, name) for name, field in asked.items()}
    said = {name: value for name, value in said.items() if value not in (None, False)}
    said |= {"observed_at": "2026-11-20T11:00", "fee": "10", "rate": "11.9"} | changes
    return client.post(address, said, follow=True)


def make_round(corridor: Corridor, *, companies: int = 1, visits: int) -> Round:
    """A round with so many visits to so many companies, each visit given to somebody else."""
    names = [f"Company {number}" for number in range(companies)]
    record(*(price(name) for name in names))
    services = list(Service.objects.filter(corridor=corridor, provider__name__in=names))
    days = {"starts_on": date(2026, 11, 20), "ends_on": date(2026, 11, 29)}
    made = Round.objects.create(corridor=corridor, first_amount=1, target_visits=visits, **days)
    people = [
        User.objects.get_or_create(username=f"shopper {number}", defaults={"is_staff": True})[0]
        for number in range(min(visits, 20))
    ]
    Visit.objects.bulk_create(
        Visit(
            round=made,
            service=services[number % len(services)],
            amount=1 + number,
            due_on=days["starts_on"],
            assigned_to=people[number % len(people)],
        )
        for number in range(visits)
    )
    return made


class Boxes(HTMLParser):
    """The boxes of one form of a page as a browser sends them: `said` by name."""

    def __init__(self, page: str, *, form: str) -> None:
        super().__init__()
        self.said: dict[str, str] = {}
        self._form, self._is_within, self._select = form, False, ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        its = dict(attrs)
        name = its.get("name") or ""
        if tag == "form":
            self._is_within = its.get("id") == self._form
        if not self._is_within:
            return
        if tag == "input" and name and its.get("type") not in ("submit", "button"):
            self.said[name] = its.get("value") or ""
        elif tag == "select":
            self._select, self.said[name] = name, ""
        elif tag == "option" and "selected" in its:
            self.said[self._select] = its.get("value") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._is_within = False
