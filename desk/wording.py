"""Visits in words, for pages and for the printed sheet."""

from decimal import Decimal
from typing import NamedTuple

from corridors import wording
from corridors.domain.codes import Access, PayIn, PayOut
from corridors.models import Service
from desk.models import Visit
from desk.visits import IN_WORDS, TO_DO
from remitcompare.money import plain


class VisitRow(NamedTuple):
    """A visit in words: whom to ask, how the money is sent, how much, when, and what came of it.

    `is_open` is whether a price is still wanted, or could be after all.
    """

    visit: Visit
    company: str
    ways: str
    amount: str
    share: str
    said: str
    is_open: bool


def visit_row(visit: Visit) -> VisitRow:
    """A visit of desk.visits.every_visit() as a line of a table."""
    return VisitRow(
        visit=visit,
        company=visit.service.provider.name,
        ways=ways(visit.service),
        amount=f"{Decimal(plain(visit.amount)):,} {visit.service.send_currency}",
        share="" if visit.share_percent is None else f"{plain(visit.share_percent)} per cent",
        said=IN_WORDS[visit.state],
        is_open=visit.state in (*TO_DO, Visit.Outcome.IMPOSSIBLE),
    )


def ways(service: Service) -> str:
    """How a service is paid, ordered and received: paid by cash, ordered at a branch, received as cash."""
    said = (
        ("paid by", [wording.PAY_IN[PayIn(code)] for code in codes(service.pay_in)]),
        ("ordered", [wording.ACCESS[Access(code)] for code in codes(service.access)]),
        ("received by", [wording.PAY_OUT[PayOut(code)] for code in codes(service.pay_out)]),
    )
    return "; ".join(f"{verb} {' or '.join(map(str, words))}" for verb, words in said if words)


def codes(joined: str) -> list[str]:
    """The codes of a column that holds several."""
    return [code for code in joined.split(",") if code]
