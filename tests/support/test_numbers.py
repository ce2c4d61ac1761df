"""Numbers as people write them into the budget: read, or a sentence for each that cannot be."""

import contextlib
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridors.domain.codes import PayIn, PayOut
from support.pages.numbers import NAMES, NumbersError, parse_numbers


def wrong(**typed: str) -> dict[str, str]:
    with pytest.raises(NumbersError) as refused:
        parse_numbers({"income": "1000"} | typed)
    return refused.value.fields


class TestReading:
    def test_what_is_left_empty_is_nothing_or_not_known(self) -> None:
        numbers = parse_numbers({"income": "1,000.50"})
        assert numbers.income == Decimal("1000.50")
        sums = ("living", "debt_owed", "debt_percent", "bad_days", "goal", "saved", "aside")
        assert {getattr(numbers, name) for name in sums} == {Decimal(0)}
        assert {getattr(numbers, n) for n in ("debt_payment", "need", "fee_now", "rate_now")} == {None}
        assert (numbers.times, numbers.filters.active()) == (12, ())

    def test_what_is_chosen_is_taken_as_it_is(self) -> None:
        numbers = parse_numbers({"income": "1", "times": "6", "pay_in": "cash", "pay_out": "mobile_money"})
        assert (numbers.times, numbers.filters.pay_in, numbers.filters.pay_out) == (
            *(6, PayIn.CASH, PayOut.MOBILE_MONEY),
        )

    @pytest.mark.parametrize(
        ("typed", "percent"),
        [
            *(("3%", "3"), ("3 %", "3"), ("3.5", "3.5"), ("0", "0"), ("0%", "0"), ("0.0 %", "0")),
            *(("٣٪", "3"), ("٠٪", "0"), ("३%", "3")),
        ],
    )
    def test_interest_may_have_its_sign(self, typed: str, percent: str) -> None:
        assert parse_numbers({"income": "1", "debt_percent": typed}).debt_percent == Decimal(percent)

    @pytest.mark.parametrize("typed", ["0", "0.00", "0,00", "00", "٠", "٠٫٠٠", "०", "໐", "០", "၀", "০"])
    def test_zero_may_be_written(self, typed: str) -> None:
        numbers = parse_numbers({"income": "1", "living": typed, "debt_payment": typed, "fee_now": typed})
        assert {numbers.living, numbers.debt_payment, numbers.fee_now} == {Decimal(0)}

    @pytest.mark.parametrize("typed", ["18.405", "0.0125", "4250", "11816.5"])
    def test_three_digits_after_the_dot_of_a_rate_are_no_thousand(self, typed: str) -> None:
        assert parse_numbers({"income": "1", "rate_now": typed}).rate_now == Decimal(typed)

    @pytest.mark.parametrize(
        ("typed", "read"), [("19,90", "19.90"), ("0,01254", "0.01254"), ("١٨٫٥", "18.5")]
    )
    def test_decimals_may_stand_after_a_comma(self, typed: str, read: str) -> None:
        numbers = parse_numbers({"income": "1", "rate_now": typed, "debt_percent": "1,5"})
        assert (numbers.rate_now, numbers.debt_percent) == (Decimal(read), Decimal("1.5"))

    @pytest.mark.parametrize("typed", ["१८.४०५", "١٨٫٤٠٥", "១៨.៤០៥", "၁၈.၄၀၅"])
    def test_a_rate_may_be_written_in_the_digits_of_the_keyboard(self, typed: str) -> None:
        assert parse_numbers({"income": "1", "rate_now": typed}).rate_now == Decimal("18.405")


class TestRefusing:
    @pytest.mark.parametrize(
        ("name", "typed", "said"),
        [
            ("income", "", "Write what you are paid, so that we can begin."),
            ("income", "0", "The amount must be above 0"),
            ("income", "lots", "“lots” is not an amount."),
            ("income", "-5", "“-5” is not an amount."),
            ("living", "1.000", "“1.000” is not an amount."),
            ("goal", "9" * 30, "“" + "9" * 30 + "” is not an amount."),
            ("goal", "1000000000", "The amount must be above 0 and below 1,000,000,000."),
            ("need", "1e5", "“1e5” is not an amount."),
            ("saved", "\x00", "“\x00” is not an amount."),
            ("aside", "NaN", "“NaN” is not an amount."),
            ("fee_now", "٣x", "“٣x” is not an amount."),
            ("debt_percent", "101", "“101” is more than 100 per cent a month."),
            ("debt_percent", "3%%", "“3%” is not an amount."),
            ("rate_now", "18,405", "“18,405” is not an exchange rate. Write it like 18.405."),
            ("debt_percent", "1,500", "“1,500” is more than 100 per cent a month."),
            ("rate_now", "0", "“0” is not an exchange rate."),
            ("rate_now", "0.000", "“0.000” is not an exchange rate."),
            ("rate_now", "Infinity", "“Infinity” is not an exchange rate."),
            ("rate_now", "9" * 80, "“" + "9" * 40 + "” is not an exchange rate."),
            ("times", "13", "“13” is none of the choices here."),
            ("times", "٤", "“٤” is none of the choices here."),
            ("pay_in", "shells", "“shells” is none of the choices here."),
        ],
    )
    def test_what_cannot_be_read_is_named_with_a_sentence(self, name: str, typed: str, said: str) -> None:
        fields = wrong(**{name: typed})
        assert set(fields) == {name}
        assert fields[name].startswith(said)

    def test_every_number_at_fault_is_named_at_once(self) -> None:
        assert set(wrong(income="x", living="x", times="x")) == {"income", "living", "times"}

    @given(st.dictionaries(st.sampled_from(NAMES), st.text(max_size=80)))
    def test_whatever_is_typed_is_read_or_refused(self, typed: dict[str, str]) -> None:
        with contextlib.suppress(NumbersError):
            assert parse_numbers(typed).income > 0
