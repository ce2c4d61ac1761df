"""What a transfer costs that is sent as now, and which rates are asked back about: by hand, and laws."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.domain.sending import RateIs, Sent, seems, sent, the_other_way_round

positive = st.decimals(min_value="0.01", max_value=10**7, places=2)
rates = st.decimals(min_value="0.0001", max_value=10**5, places=4)
NOTHING: dict[str, Any] = {"fee": None, "tax_percent": Decimal(0), "rate": None, "reference_rate": None}


def cost(amount: str, **known: str) -> Sent | None:
    return sent(amount=Decimal(amount), **NOTHING | {name: Decimal(text) for name, text in known.items()})


class TestSent:
    def test_after_the_fee_the_rate_s_share_of_the_rest_is_lost(self) -> None:
        # 1,000 exchanged at 11.7 instead of 12: a fortieth of it is lost.
        found = cost("1025", fee="25", rate="11.7", reference_rate="12")
        assert found == Sent(fee=Decimal(25), lost=Decimal(25), tax=Decimal(0))
        assert found.cost == 50

    def test_a_tax_comes_on_top_of_what_is_transferred(self) -> None:
        # 510 less a fee of 5 is 505: 500 and its hundredth. Of 500, at 19 instead of 20, a twentieth is lost.
        found = cost("510", fee="5", tax_percent="1", rate="19", reference_rate="20")
        assert found == Sent(fee=Decimal(5), lost=Decimal(25), tax=Decimal(5))
        assert found.cost == 35

    def test_what_is_not_known_is_not_nothing(self) -> None:
        fee_only = cost("1000", fee="25")
        assert fee_only is not None
        assert [fee_only.lost, fee_only.cost] == [None, 25]
        rate_only = cost("1000", rate="9", reference_rate="10")
        assert rate_only is not None
        assert [rate_only.fee, rate_only.cost] == [None, 100]
        neither = cost("1000", rate="9", tax_percent="1")
        assert neither is not None
        assert neither.cost is None

    def test_a_rate_above_the_reference_rate_gains(self) -> None:
        found = cost("1000", fee="0", rate="11", reference_rate="10")
        assert found is not None
        assert [found.lost, found.cost] == [-100, -100]

    @pytest.mark.parametrize("fee", ["20", "20.01", "500"])
    def test_a_fee_that_takes_all_leaves_no_transfer(self, fee: str) -> None:
        assert cost("20", fee=fee, rate="11", reference_rate="12") is None

    @given(positive, positive, st.sampled_from(["0", "1", "5"]), rates, rates)
    def test_it_never_costs_all_that_is_sent(
        self, amount: Decimal, fee: Decimal, tax: str, rate: Decimal, reference: Decimal
    ) -> None:
        found = sent(amount=amount, fee=fee, tax_percent=Decimal(tax), rate=rate, reference_rate=reference)
        assert (found is None) == (fee >= amount)
        assert found is None or (found.cost is not None and found.cost < amount)


class TestSeems:
    @pytest.mark.parametrize(
        ("rate", "reference", "street", "looks"),
        [
            *(("18.4", "18.9", False, RateIs.POSSIBLE), ("12", "18.9", False, RateIs.POSSIBLE)),
            # 9.45 is half of it and 37.8 double.
            *(("9.45", "18.9", False, RateIs.POSSIBLE), ("37.8", "18.9", False, RateIs.POSSIBLE)),
            *(("9.44", "18.9", False, RateIs.FAR_OFF), ("37.81", "18.9", False, RateIs.FAR_OFF)),
            *(("184", "18.9", False, RateIs.FAR_OFF), ("0.184", "18.9", False, RateIs.FAR_OFF)),
            # 1 / 0.058 is 17.24, 1 / 0.054 is 18.52, 1 / 0.07 is 14.29.
            *(("0.058", "15.7", False, RateIs.TURNED_ROUND), ("0.054", "18.9", False, RateIs.TURNED_ROUND)),
            ("0.07", "18.9", False, RateIs.FAR_OFF),
            # A pair that is near one: 1 / 0.86 is 1.163.
            *(("0.86", "1.16", False, RateIs.TURNED_ROUND), ("1.05", "1.16", False, RateIs.POSSIBLE)),
            *(("1", "1", False, RateIs.POSSIBLE), ("0.9", "1", False, RateIs.POSSIBLE)),
            # The street pays 130 kyat for a baht that is officially 62; 1 / 0.0077 is 130.
            *(("130", "62", True, RateIs.POSSIBLE), ("130", "62", False, RateIs.FAR_OFF)),
            *(("2600", "62", True, RateIs.POSSIBLE), ("20", "62", True, RateIs.POSSIBLE)),
            *(("0.0077", "62", True, RateIs.TURNED_ROUND), ("13000", "62", True, RateIs.FAR_OFF)),
        ],
    )
    def test_a_rate_beside_the_reference_rate(
        self, rate: str, reference: str, street: bool, looks: RateIs
    ) -> None:
        found = seems(rate=Decimal(rate), reference_rate=Decimal(reference), has_street_rate=street)
        assert found is looks

    @given(rates, st.decimals(min_value="0.8", max_value="1.25", places=3), st.booleans())
    def test_a_rate_as_near_as_any_company_s_is_never_asked_about(
        self, reference: Decimal, ratio: Decimal, street: bool
    ) -> None:
        found = seems(rate=reference * ratio, reference_rate=reference, has_street_rate=street)
        assert found is RateIs.POSSIBLE

    @pytest.mark.parametrize(
        ("rate", "other"),
        [
            *(("0.083", "12.0482"), ("0.05", "20"), ("0.00006", "16666.7"), ("4000", "0.00025")),
            ("19011", "0.000052601"),  # 1 / 19,011 is 0.0000526010…
        ],
    )
    def test_the_other_way_round_is_written_as_a_rate_is_typed(self, rate: str, other: str) -> None:
        assert f"{the_other_way_round(Decimal(rate)):f}" == other
