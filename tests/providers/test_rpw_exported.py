"""Survey files that were exported here and come back."""

import csv
import io
from decimal import Decimal

import pytest

from providers.adapters.rpw import parse
from tests.providers.survey_files import ROW, row

OURS = {
    "line": "line-0123456789abcdef",
    "cc1 paid out in": "USD",
    "cc2 paid out in": "EGP",
    "collected from": "rpw",
    "sandbox": "no",
}


def exported(*rows: dict[str, str]) -> bytes:
    """A file with our five columns behind the World Bank's."""
    text = io.StringIO()
    writer = csv.DictWriter(text, [*ROW, *OURS], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def lines(*rows: dict[str, str]) -> list[str]:
    return [parsed.readings[0].statement.line for parsed in parse(exported(*rows))]


def test_an_exported_row_keeps_its_line_however_it_is_worded() -> None:
    assert lines(row(product="Cash to cash") | OURS) == ["0123456789abcdef"]
    assert lines(row(product="Cash", pick_up_method="cash") | OURS) == ["0123456789abcdef"]


@pytest.mark.parametrize("cell", ["", "0123456789abcdef", "line-0123", "line-0123456789ABCDEF", "7", "line-"])
def test_anything_but_an_exported_line_leaves_the_row_its_own(cell: str) -> None:
    assert lines(row() | OURS | {"line": cell}) == lines(row() | OURS | {"line": ""})


def test_two_rows_that_say_the_same_may_be_one_line() -> None:
    assert lines(row(id="1") | OURS, row(id="2") | OURS) == ["0123456789abcdef"] * 2


def test_a_row_cannot_take_the_line_of_another_that_says_something_else() -> None:
    other = row(cc1_lcu_fee="16") | OURS
    assert lines(row() | OURS, other) == ["0123456789abcdef", *lines(other | {"line": ""})]


def test_each_price_is_paid_out_in_the_currency_that_the_row_names() -> None:
    (parsed,) = parse(exported(row() | OURS))
    assert [reading.service.receive_currency for reading in parsed.readings] == ["USD", "EGP"]


def test_a_currency_that_does_not_exist_is_refused() -> None:
    (parsed,) = parse(exported(row() | OURS | {"cc1 paid out in": "QQQ"}))
    assert [refused.reason for refused in parsed.refused] == ["currency 'QQQ' is not an ISO 4217 code"]
    assert [reading.price_point for reading in parsed.readings] == [500]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        (
            {"collected from": "wise"},
            "collected from 'wise': not a price of the survey; collect it from its own source",
        ),
        ({"sandbox": "yes"}, "the price is a sandbox's: invented"),
        ({"sandbox": "perhaps"}, "sandbox 'perhaps' is neither yes nor no"),
    ],
)
def test_what_no_survey_saw_is_not_taken_for_a_survey_price(changes: dict[str, str], reason: str) -> None:
    (parsed,) = parse(exported(row() | OURS | changes))
    assert parsed.readings == []
    assert [refused.reason for refused in parsed.refused] == [reason]


def test_the_apostrophe_that_kept_a_formula_from_running_is_taken_off() -> None:
    (parsed,) = parse(exported(row(firm="'@Home Transfers", note1="'-5% on Fridays", note2="'t Hoen") | OURS))
    assert parsed.readings[0].provider_name == "@Home Transfers"
    assert parsed.readings[0].statement.note == "-5% on Fridays\n't Hoen"


def test_a_fee_is_read_at_the_step_that_history_keeps() -> None:
    (parsed,) = parse(exported(row(cc1_lcu_fee="0.0041547115", cc1_fx_margin="0.12345678955") | OURS))
    assert parsed.readings[0].fee == Decimal("0.004155")
    assert parsed.readings[0].stated_fx_margin_percent == Decimal("0.123456790")
