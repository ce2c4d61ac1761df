"""Every code has its words, and times, money and ages read as a person would say them."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

import pytest
from django.utils import translation

from corridors import formats, wording
from corridors.asking import SPEEDS
from corridors.domain import codes
from corridors.domain.filters import Filters
from corridors.pages import filters, options
from corridors.pages.headline import size_of
from tests.domain.builders import a_question, an_offer
from tests.factories import NOW

WORDS: dict[type[StrEnum], tuple[Mapping[Any, Any], ...]] = {
    codes.Reason: (wording.REASONS,),
    codes.PayIn: (wording.PAY_IN, wording.PAY_IN_WAYS),
    codes.Access: (wording.ACCESS,),
    codes.PayOut: (wording.PAY_OUT, wording.PAY_OUT_WAYS),
    codes.ProviderType: (wording.PROVIDER_TYPES,),
    codes.Coverage: (wording.COVERAGE,),
    codes.AmountBasis: (wording.BASES,),
    codes.FeeConvention: (wording.FEE_CONVENTIONS,),
    codes.RateBasis: (wording.RATE_BASES,),
    codes.RateFixedAt: (wording.RATE_FIXED_AT,),
    codes.CollectionMethod: (wording.COLLECTION_METHODS,),
}


@pytest.mark.parametrize("kind", WORDS, ids=lambda kind: kind.__name__)
def test_every_code_has_words_of_its_own(kind: type[StrEnum]) -> None:
    for words in WORDS[kind]:
        assert set(words) == set(kind)
        assert len({str(word) for word in words.values()}) == len(kind)


def test_every_speed_one_can_ask_for_has_words() -> None:
    assert list(wording.SPEEDS) == list(SPEEDS)


def test_every_filter_of_the_domain_has_a_field() -> None:
    names = [field.name for field in fields(Filters)]
    assert [filters.PARAMETER_OF.get(name, name) for name in names] == list(filters.FILTERS)


@pytest.mark.parametrize(
    ("fastest", "slowest", "said"),
    [
        (0, 0, "at once"),
        (0, 1, "within 1 minute"),
        (0, 15, "within 15 minutes"),
        (0, 60, "within 1 hour"),
        (None, 61, "within 2 hours"),
        (0, 1439, "the same day"),
        (60, 180, "the same day"),
        (1440, 1440, "the next day"),
        (0, 1440, "by the next day"),
        (0, 4320, "within 3 days"),
        (2880, 2880, "in 2 days"),
        (4320, 7200, "in 3 to 5 days"),
        (120, 4320, "in 2 hours to 3 days"),
        (8640, None, "takes 6 days or more"),
        (None, None, "speed not known"),
    ],
)
def test_a_speed_in_words(fastest: int | None, slowest: int | None, said: str) -> None:
    assert wording.speed_in_words(fastest, slowest) == said


@pytest.mark.parametrize(
    ("amount", "currency", "english", "spanish"),
    [
        ("1234.5", "PHP", "₱1,234.50", "PHP 1,234.50"),
        ("1234.5", "AED", "AED 1,234.50", "AED 1,234.50"),
        ("1234", "JPY", "JP¥1,234", "JPY 1,234"),
        ("1.234", "KWD", "KWD 1.234", "KWD 1.234"),
        ("-5", "USD", "-US$5.00", "-USD 5.00"),
    ],
)
def test_money_has_its_currency_s_decimals(amount: str, currency: str, english: str, spanish: str) -> None:
    said = {}
    for language in ("en", "es"):
        with translation.override(language):
            said[language] = formats.money(Decimal(amount), currency).replace("\u00a0", " ")
    assert said == {"en": english, "es": spanish}


@pytest.mark.parametrize(
    ("age", "said"),
    [
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(minutes=59), "59 minutes ago"),
        (timedelta(hours=23, minutes=59), "23 hours ago"),
        (timedelta(days=1), "1 day ago"),
        (timedelta(days=29), "29 days ago"),
        (timedelta(days=30), "21 October 2026"),
        (timedelta(days=400), "16 October 2025"),
    ],
)
def test_the_age_of_a_price_in_words(age: timedelta, said: str) -> None:
    assert formats.seen(NOW - age, at=NOW) == said


@pytest.mark.parametrize(
    ("units", "said"),
    [
        ("11.81659973226", "1 AED = 11.8166 PHP"),
        ("21100.4567", "1 AED = 21,100.5 PHP"),
        ("1234567.8", "1 AED = 1,234,568 PHP"),
        ("0.000047123456", "1 AED = 0.0000471235 PHP"),
        ("12", "1 AED = 12 PHP"),
    ],
)
def test_a_rate_has_six_digits_that_count(units: str, said: str) -> None:
    assert formats.rate(Decimal(units), base="AED", quote="PHP").replace("\u00a0", " ") == said


def test_a_price_of_a_published_tariff_is_called_that() -> None:
    offer = an_offer(
        observed_at=NOW - timedelta(days=3), collection_method=codes.CollectionMethod.PUBLISHED_TARIFF
    )
    said = options.seen_in_words(offer, codes.AmountBasis.TARIFF, a_question(at=NOW))
    assert said == "Published tariff, read 3 days ago"


def test_a_survey_has_a_date_and_no_age() -> None:
    offer = an_offer(observed_at=NOW, collection_method=codes.CollectionMethod.SURVEY)
    said = options.seen_in_words(offer, codes.AmountBasis.OBSERVED, a_question(at=NOW))
    assert said == "Price seen 20 November 2026"


@pytest.mark.parametrize(
    ("number", "size"),
    [
        ("₱11,631.20", ""),
        ("US$1,000.00", ""),
        ("AED 1,000.00", "long"),
        ("NPR 25,594.23", "long"),
        ("NPR 2,559,434.23", "longer"),
        ("IDR 425,050,000.00", "longer"),
        ("IDR 4,250,500,000.00", "longest"),
        ("IRR 11,450,000,000,000", "endless"),
    ],
)
def test_the_longer_a_number_the_smaller_its_type(number: str, size: str) -> None:
    assert size_of(number) == size


def test_names_sort_as_the_language_does() -> None:
    names = ["Zambia", "Nzo", "Ñandú", "Österreich", "Oman", "Éire"]
    with translation.override("en"):
        assert sorted(names, key=formats.in_alphabet) == [
            "Éire",
            "Ñandú",
            "Nzo",
            "Oman",
            "Österreich",
            "Zambia",
        ]
    with translation.override("es"):
        assert sorted(names, key=formats.in_alphabet) == [
            "Éire",
            "Nzo",
            "Ñandú",
            "Oman",
            "Österreich",
            "Zambia",
        ]


def test_currencies_are_named_as_in_a_sentence() -> None:
    assert formats.currency_name("USD") == "US dollar"
    assert formats.currency_name("USD", count=2) == "US dollars"
