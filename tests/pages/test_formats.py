"""Money, rates, ages and names in every language of the site."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.conf import settings
from django.utils import translation

from corridors import formats
from tests.factories import NOW, price, record
from tests.pages.conftest import Read

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


@pytest.mark.parametrize("language", ["ar", "ur"])
def test_a_sign_stands_at_the_left_of_its_number_where_letters_run_from_the_right(language: str) -> None:
    five = Decimal("-5.5")
    with translation.override(language):
        written = [formats.percent(five), formats.points(five), formats.points(-five), formats.whole(-5)]
        written += [formats.exact(five), formats.exact_percent(five), formats.short_percent(five)]
        amounts = [formats.money(five, "AED"), formats.exact_money(five, "USD")]
    assert [number for number in written if (number[0], number[-1]) != ("\u2066", "\u2069")] == []
    # Told from the right, the amount is the first thing and its letters the next: the sign is held to it.
    assert [amount for amount in amounts if amount.startswith("\u2068\u200f-")] == []


def test_an_arabic_amount_ends_in_no_stop_that_a_sentence_would_double() -> None:
    with translation.override("ar"):
        assert formats.money(Decimal(8), "AED").strip("\u200e\u200f\u2068\u2069").endswith("\u00a0د.إ")


@pytest.mark.parametrize(
    ("language", "hours", "said"),
    [
        ("en", 3, "3 hours ago"),
        ("hi", 1, "1 घंटे पहले"),
        ("ar", 3, "قبل 3 ساعات"),
        ("ar", 2, "قبل ساعتين"),
        ("fil", 3, "3 oras ang nakalipas"),
        ("es", 0, "hace 1 minuto"),
    ],
)
def test_how_long_ago_is_said_as_one_phrase_of_the_language(language: str, hours: int, said: str) -> None:
    with translation.override(language):
        assert formats.seen(NOW - timedelta(hours=hours), at=NOW) == said


@pytest.mark.parametrize("unit", ["minute", "hour", "day", "week", "month", "year"])
@pytest.mark.parametrize("count", [2, 3, 4, 11])
def test_filipino_puts_no_word_of_the_plural_after_a_number(count: int, unit: str) -> None:
    with translation.override("fil"):
        assert "mga" not in formats.duration(count, unit)


def test_a_rate_stays_on_one_line() -> None:
    assert " " not in formats.rate(Decimal("12.5704"), base="USD", quote="MXN")
    assert " " not in formats.exact_rate(Decimal("12.5704"), base="USD", quote="MXN")


@pytest.mark.parametrize(
    ("language", "stop"), [("en", "."), ("hi", "।"), ("my", "။"), ("ur", "۔"), ("th", "")]
)
def test_a_sentence_ends_as_the_language_ends_one(language: str, stop: str) -> None:
    with translation.override(language):
        assert formats.sentence("x") == f"x{stop}"
        assert formats.sentence("") == ""


@pytest.mark.parametrize(
    ("language", "said"), [("en", "AED 8.00"), ("es", "AED 8.00"), ("id", "AED 8,00"), ("bn", "8.00 AED")]
)
def test_letters_never_touch_digits(language: str, said: str) -> None:
    with translation.override(language):
        assert formats.money(Decimal(8), "AED").replace("\u00a0", " ") == said


@pytest.mark.usefixtures("ae_ph")
@pytest.mark.parametrize("page", ["?", "habits/?times=12&"])
def test_a_full_stop_stays_at_the_end_of_a_name_where_reading_begins_at_the_right(
    read: Read, page: str
) -> None:
    record(price("Quick Ltd.", fee="1"))
    html = read(f"/send/ae-ph/{page}amount=1000&lang=ar").html
    assert "<bdi>Quick Ltd.</bdi>" in html
    assert ('dir="auto">Quick Ltd.</a>' in html) == (page == "?")
