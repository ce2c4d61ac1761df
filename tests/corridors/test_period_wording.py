"""Periods as each language writes them."""

from datetime import date
from itertools import permutations

import pytest
from django.conf import settings
from django.utils import translation

from corridors.domain.periods import Frequency, Period
from corridors.period_wording import period_name, without_year

QUARTERS = [Period(Frequency.QUARTER, date(2013, month, 1)) for month in (1, 4, 7, 10)]


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_no_quarter_can_be_taken_for_another(language: str) -> None:
    with translation.override(language):
        names = [without_year(quarter) for quarter in QUARTERS]
        whole = [period_name(quarter) for quarter in QUARTERS]
    assert [(one, other) for one, other in permutations(names, 2) if one in other] == []
    assert [name for name in whole if "2013" not in name] == []


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Q3 2013"),
        ("my", "2013 တတိယ သုံးလပတ်"),
        ("ne", "2013 तेस्रो त्रैमासिक"),
        ("lo", "ໄຕຣມາດ 3 2013"),
        ("hi", "तीसरी तिमाही 2013"),
        ("es", "T3 de 2013"),
    ],
)
def test_a_quarter_and_its_year_stand_in_the_order_of_the_language(language: str, said: str) -> None:
    with translation.override(language):
        assert period_name(QUARTERS[2]).replace("\u00a0", " ") == said


def test_the_first_quarter_is_the_first_in_bengali_with_its_year_too() -> None:
    with translation.override("bn"):
        assert period_name(QUARTERS[0]).replace("\u00a0", " ") == "প্রথম ত্রৈমাসিক 2013"
