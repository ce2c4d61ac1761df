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
