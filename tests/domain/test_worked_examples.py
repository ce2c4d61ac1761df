"""Every example that docs/methodology.md prints, worked out by the domain."""

from datetime import date
from decimal import Decimal

import pytest

from corridors.domain.codes import FeeConvention, PayIn
from corridors.domain.indices import METHOD_VERSION, figures
from corridors.domain.pricing import Terms, cost_of, fx_margin_percent, pay, receive
from corridors.domain.statistic_codes import SmartReason
from corridors.domain.tax import sender_tax_percent
from tests.domain.builders import US_REMITTANCE_TAX, a_price, banded_terms, some_terms
from tests.domain.markdown_tables import METHODOLOGY, examples, money, number

CONVENTIONS = {
    "on top": FeeConvention.ON_TOP,
    "inside": FeeConvention.INSIDE,
    "unknown": FeeConvention.UNKNOWN,
}
WAYS = {
    "cash": (PayIn.CASH,),
    "debit card": (PayIn.CARD,),
    "money order": (PayIn.MONEY_ORDER,),
    "cashier's cheque": (PayIn.CASHIERS_CHEQUE,),
    "cash or debit card": (PayIn.CARD, PayIn.CASH),
}
PAYOUT_STEPS = {"JPY": Decimal(1)}

Row = dict[str, str]


def described(row: Row) -> str:
    return " ".join(row.values())


MARGINS = examples("provider's rate", "reference rate", "FX margin %", at_least=6)
ARRIVALS = examples(
    "sent", "fee", "fee is", "rate", "recipient's fee", "you pay", "recipient gets", at_least=11
)
COSTS = examples(
    "sent", "fee", "fee is", "rate", "reference rate", "recipient's fee",
    "fee %", "margin %", "RPW total %", "all-in cost", "all-in %", at_least=8,
)  # fmt: skip
TARGETS = examples(
    "seen at", "fee", "fee is", "rate", "recipient's fee", "recipient must get", "you pay", at_least=8
)
TAXES = examples("from", "on", "paid in by", "sent", "fee", "fee is", "tax", "you pay", at_least=8)
BETWEEN = examples(
    "first amount", "first fee", "first rate", "second amount", "second fee", "second rate",
    "fee is", "you pay", "sent", "fee", "recipient gets", "known by", at_least=9,
)  # fmt: skip
BANDS = examples(
    "first band up to", "its fee", "second band up to", "its fee then", "you may pay", "you pay",
    "recipient gets", at_least=5,
)  # fmt: skip
STATISTICS = examples("total %", "average", "cheapest", "median", "90th percentile", "spread", at_least=6)
CORRIDORS = examples("corridor averages", "flows", "weighted average", "at most 3%", "at most 5%", at_least=3)
SMART_REASONS = examples("reason", "why it is out", at_least=8)


def seen_at(amount: Decimal, row: Row, payout_currency: str) -> Terms:
    """Terms of a service of which the row says one price, at this amount."""
    return some_terms(
        (f"{amount}", f"{number(row['fee'])}", f"{number(row['rate'])}"),
        fee_convention=CONVENTIONS[row["fee is"]],
        recipient_fee=number(row["recipient's fee"]),
        payout_step=PAYOUT_STEPS.get(payout_currency, Decimal("0.01")),
    )


def as_printed(exact: Decimal, cell: str) -> bool:
    """Whether the exact number, rounded to the cell's decimals, is what the cell says."""
    places = len(cell.partition(".")[2])
    return round(exact, places) == number(cell)


@pytest.mark.parametrize("row", MARGINS, ids=described)
def test_the_margin_printed_is_the_margin_computed(row: Row):
    margin = fx_margin_percent(
        rate=number(row["provider's rate"]), reference_rate=number(row["reference rate"])
    )
    assert as_printed(margin, row["FX margin %"])


@pytest.mark.parametrize("row", ARRIVALS, ids=described)
def test_what_arrives_is_what_is_printed(row: Row):
    (_, sent), (currency, gets) = money(row["sent"]), money(row["recipient gets"])
    payment = pay(seen_at(sent, row, currency), amount=number(row["you pay"]))
    assert payment is not None
    assert (payment.principal, payment.you_pay, payment.recipient_gets) == (
        sent,
        number(row["you pay"]),
        gets,
    )


@pytest.mark.parametrize("row", COSTS, ids=described)
def test_what_it_costs_is_what_is_printed(row: Row):
    _, sent = money(row["sent"])
    on_top = Decimal(0) if row["fee is"] == "inside" else number(row["fee"])
    payment = pay(seen_at(sent, row, "any"), amount=sent + on_top)
    assert payment is not None
    cost = cost_of(
        payment, recipient_fee=number(row["recipient's fee"]), reference_rate=number(row["reference rate"])
    )
    assert as_printed(100 * payment.fee / payment.principal, row["fee %"])
    assert as_printed(cost.margin_percent, row["margin %"])
    assert as_printed(cost.rpw_total_percent, row["RPW total %"])
    assert as_printed(cost.total, row["all-in cost"])
    assert as_printed(cost.total_percent, row["all-in %"])


@pytest.mark.parametrize("row", TARGETS, ids=described)
def test_what_must_be_paid_is_what_is_printed(row: Row):
    (_, sent), (currency, target) = money(row["seen at"]), money(row["recipient must get"])
    payment = receive(seen_at(sent, row, currency), amount=target)
    assert (payment and payment.you_pay) == (None if row["you pay"] == "no price" else number(row["you pay"]))


@pytest.mark.parametrize("row", TAXES, ids=described)
def test_the_tax_taken_is_the_tax_printed(row: Row):
    percent = sender_tax_percent(
        [US_REMITTANCE_TAX],
        country=row["from"],
        pay_in=WAYS[row["paid in by"]],
        on=date.fromisoformat(row["on"]),
    )
    terms = some_terms(
        (row["sent"], row["fee"], "20"), fee_convention=CONVENTIONS[row["fee is"]], tax_percent=percent
    )
    payment = pay(terms, amount=number(row["you pay"]))
    assert payment is not None
    assert (payment.principal, payment.tax) == (number(row["sent"]), number(row["tax"]))


@pytest.mark.parametrize("row", BETWEEN, ids=described)
def test_between_and_beyond_two_price_points_the_answer_is_what_is_printed(row: Row):
    terms = some_terms(
        (row["first amount"], row["first fee"], row["first rate"]),
        (row["second amount"], row["second fee"], row["second rate"]),
        fee_convention=CONVENTIONS[row["fee is"]],
    )
    payment = pay(terms, amount=number(row["you pay"]))
    if row["sent"] == "no price":
        assert payment is None
        return
    assert payment is not None
    assert (payment.principal, payment.fee) == (number(row["sent"]), number(row["fee"]))
    assert (payment.recipient_gets, payment.basis) == (number(row["recipient gets"]), row["known by"])


@pytest.mark.parametrize("row", BANDS, ids=described)
def test_a_published_tariff_answers_what_is_printed(row: Row):
    limits = [f"{number(row[name])}" for name in ("first band up to", "second band up to")]
    terms = banded_terms((limits[0], row["its fee"], "0"), (limits[1], row["its fee then"], "0"), rate="20")
    payment = pay(terms, amount=number(row["you may pay"]))
    if row["you pay"] == "no price":
        assert payment is None
        return
    assert payment is not None
    assert (payment.you_pay, payment.recipient_gets) == (
        number(row["you pay"]),
        number(row["recipient gets"]),
    )


@pytest.mark.parametrize("row", STATISTICS, ids=described)
def test_the_statistics_of_some_totals_are_what_is_printed(row: Row):
    totals = [] if row["total %"] == "none" else row["total %"].split(", ")
    found = figures([a_price(total) for total in totals])
    known = (
        found.average_percent,
        found.cheapest_percent,
        found.median_percent,
        found.percentile_90_percent,
        found.spread_percent,
    )
    cells = [row[name] for name in ("average", "cheapest", "median", "90th percentile", "spread")]
    assert known == tuple(None if cell == "none" else number(cell) for cell in cells)


@pytest.mark.parametrize("row", CORRIDORS, ids=described)
def test_the_figures_of_some_corridors_are_what_is_printed(row: Row):
    cells = zip(row["corridor averages"].split(", "), row["flows"].split(", "), "ABCDEF", strict=False)
    prices, flows = [], {}
    for average, flow, place in cells:
        prices.append(a_price(average, destination=place))
        if flow != "none":
            flows["US", place] = number(flow)
    found = figures(prices, flows=flows)
    if row["weighted average"] == "none":
        assert found.weighted.percent is None
    else:
        assert found.weighted.percent == number(row["weighted average"])
    assert found.share_of_corridors_at_most_3_percent is not None
    assert found.share_of_corridors_at_most_5_percent is not None
    assert as_printed(found.share_of_corridors_at_most_3_percent, row["at most 3%"])
    assert as_printed(found.share_of_corridors_at_most_5_percent, row["at most 5%"])


def test_every_reason_to_be_out_of_the_smart_style_figure_is_printed_in_its_order():
    assert [row["reason"].strip("`") for row in SMART_REASONS] == list(SmartReason)


def test_the_version_of_the_method_is_printed():
    assert f"(now {METHOD_VERSION})" in METHODOLOGY.read_text(encoding="utf-8")


def test_the_sections_that_the_code_names_are_in_the_document():
    headings = [
        line for line in METHODOLOGY.read_text(encoding="utf-8").splitlines() if line.startswith("## ")
    ]
    assert [heading.split(".")[0] for heading in headings] == [f"## {number}" for number in range(1, 9)]
    assert (headings[0], headings[1]) == ("## 1. What one price says", "## 2. Cost")
