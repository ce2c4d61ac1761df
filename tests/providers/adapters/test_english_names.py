"""Currencies by their English names."""

import pytest

from providers.reading.english_names import currency_named


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Swiss Franc", "CHF"),
        ("US  DOLLAR", "USD"),
        ("Turkish lira", "TRY"),
        ("West African CFA Franc", "XOF"),
        ("Gold", None),
        ("Special Drawing Rights", None),
        ("Dollar", None),
        ("", None),
    ],
)
def test_a_name_is_a_currency_or_nothing(name: str, code: str | None) -> None:
    assert currency_named(name, {}) == code


def test_a_sources_own_spelling_goes_first() -> None:
    assert currency_named("s franc", {"S FRANC": "CHF"}) == "CHF"
    assert currency_named("Euro", {"EURO": "XOF"}) == "XOF"
