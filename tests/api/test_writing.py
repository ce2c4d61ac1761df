from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.utils.translation import gettext_lazy

from corridors.api import numbers
from corridors.api.options import duration
from corridors.api.renderers import ORJSONRenderer, to_json


@pytest.mark.parametrize(
    ("minutes", "written"),
    [
        (None, None),
        (0, "PT0S"),
        (1, "PT1M"),
        (60, "PT1H"),
        (90, "PT1H30M"),
        (1440, "P1D"),
        (1501, "P1DT1H1M"),
    ],
)
def test_a_duration_is_written_in_iso_8601(minutes, written):
    assert duration(minutes) == written


def test_a_time_is_written_in_utc_to_the_second():
    assert to_json(datetime(2026, 11, 20, 12, 30, 0, 999, tzinfo=UTC)) == b'"2026-11-20T12:30:00Z"'


def test_a_sentence_to_be_translated_is_written_as_text():
    assert to_json([gettext_lazy("Nothing of the sort")]) == b'["Nothing of the sort"]'


def test_a_decimal_that_nobody_made_text_is_refused():
    with pytest.raises(TypeError, match=r"decimal\.Decimal"):
        to_json({"fee": Decimal("1.5")})


def test_no_answer_is_no_bytes():
    assert ORJSONRenderer().render(None) == b""


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (None, None),
        ("1E+3", "1000"),
        ("1E-9", "0.000000001"),
        ("2.500", "2.5"),
        ("0E+9", "0"),
        ("-0.10", "-0.1"),
    ],
)
def test_a_number_keeps_every_digit_and_no_exponent(number, written):
    assert numbers.exactly(None if number is None else Decimal(number)) == written


def test_money_has_six_decimals_and_a_rate_twelve():
    third = Decimal(1) / 3
    assert numbers.amount(third) == "0.333333"
    assert numbers.rate(third) == "0.333333333333"


@pytest.mark.parametrize(
    ("number", "currency", "written"),
    [(None, "PHP", None), ("3822", "MXN", "3822.00"), ("29974", "JPY", "29974"), ("1.5", "KWD", "1.500")],
)
def test_a_payout_has_the_decimals_of_its_currency(number, currency, written):
    assert numbers.payable(None if number is None else Decimal(number), currency) == written
