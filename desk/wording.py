"""Visits in words, for pages and for the printed sheet."""

from typing import NamedTuple

from corridors import wording
from corridors.domain.codes import Access, PayIn, PayOut
from corridors.models import Service
from desk.models import Visit


class VisitRow(NamedTuple):
    """A visit in words: whom to ask, how the money is sent, how much, when, and what came of it."""

    visit: Visit
    company: str
    ways: str
    amount: str
    share: str
    is_open: bool


def visit_row(visit: Visit) -> VisitRow:
    """A visit as a line of a table."""
    return VisitRow(
        visit=visit,
        company=visit.service.provider.name,
        ways=ways(visit.service),
        amount=f"{visit.amount.normalize():,f} {visit.service.send_currency}",
        share="" if visit.share_percent is None else f"{visit.share_percent.normalize():f} per cent",
        is_open=visit.outcome in (Visit.Outcome.OPEN, Visit.Outcome.IMPOSSIBLE),
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
