"""Money, rates and ages in every language of the site."""

from decimal import Decimal

import pytest
from django.conf import settings
from django.utils import translation

from corridors import formats

LANGUAGES = [code for code, _name in settings.LANGUAGES]
UNITS = ("second", "minute", "hour", "day", "week", "month", "year")


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_age_is_words_of_the_language(language: str) -> None:
    with translation.override(language):
        said = [formats.duration(3, unit) for unit in UNITS]
        assert not [words for words in said if "duration" in words]
        assert all("3" in words for words in said)
        assert len(set(said)) == len(UNITS)
        assert "digital" not in formats.in_unit(3, "digital-byte")


@pytest.mark.parametrize("language", LANGUAGES)
def test_digits_are_the_same_in_every_language(language: str) -> None:
    """Receipts, keypads and the companies' own pages have them, and two people must be able to compare."""
    with translation.override(language):
        said = formats.money(Decimal("1234.5"), "PHP") + formats.percent(Decimal("1.57")) + formats.whole(98)
    assert {letter for letter in said if letter.isdecimal()} <= set("0123456789")


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_where_letters_run_from_the_right_is_an_amount_kept_apart(language: str) -> None:
    with translation.override(language):
        amount, rate = formats.money(Decimal(5), "AED"), formats.rate(Decimal(12), base="AED", quote="PHP")
    is_rtl = language in ("ar", "ur")
    assert (amount[0] == "\u2068", amount[-1] == "\u2069") == (is_rtl, is_rtl)
    assert (rate[0] == "\u2066", rate[-1] == "\u2069") == (is_rtl, is_rtl)


@pytest.mark.parametrize(
    ("language", "stop"), [("en", "."), ("hi", "।"), ("my", "။"), ("ur", "۔"), ("th", "")]
)
def test_a_sentence_ends_as_the_language_ends_one(language: str, stop: str) -> None:
    with translation.override(language):
        assert formats.sentence("x") == f"x{stop}"
        assert formats.sentence("") == ""


@pytest.mark.parametrize(("language", "said"), [("en", "AED 8.00"), ("es", "8,00 AED"), ("bn", "8.00 AED")])
def test_letters_never_touch_digits(language: str, said: str) -> None:
    with translation.override(language):
        assert formats.money(Decimal(8), "AED").replace("\u00a0", " ") == said
