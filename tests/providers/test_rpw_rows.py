"""What one row of a survey file becomes."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from corridors.domain.codes import Access, Coverage, FeeConvention, PayIn, PayOut, ProviderType, RateBasis
from corridors.domain.readings import PriceReading
from providers.adapters.rpw import Parsed, parse
from tests.providers.survey_files import BLANK, csv_file, row


def parsed(**changes: str) -> Parsed:
    (only,) = parse(csv_file([row(**changes)]))
    return only


def first(**changes: str) -> PriceReading:
    found = parsed(**changes)
    assert not found.refused
    return found.readings[0]


def test_a_row_gives_two_prices_with_everything_it_states() -> None:
    at_200, at_500 = parsed().readings
    assert (at_200.price_point, at_200.send_amount, at_200.fee) == (200, Decimal(735), Decimal(15))
    assert (at_500.price_point, at_500.send_amount, at_500.fee) == (500, Decimal(1835), Decimal(15))
    assert at_200.stated_fx_margin_percent == Decimal("0.63")
    assert (at_200.stated_total_percent, at_500.stated_total_percent) == (Decimal("2.67"), Decimal("1.45"))
    assert (at_200.stated_rate, at_200.stated_reference_rate) == (Decimal("1.57"), Decimal("1.58"))
    assert at_200.rate is None
    assert at_200.rate_basis is RateBasis.FROM_MARGIN
    assert at_200.fee_convention is FeeConvention.UNKNOWN
    assert at_200.statement.observed_at == datetime(2013, 7, 16, tzinfo=UTC)
    assert at_200.statement.line == at_500.statement.line


def test_a_row_names_its_service_in_our_codes() -> None:
    reading = first()
    assert (reading.service.source, reading.service.destination) == ("AE", "EG")
    assert reading.service.pay_in == (PayIn.CASH,)
    assert reading.service.access == (Access.BRANCH,)
    assert reading.service.pay_out == (PayOut.CASH,)
    assert (reading.service.send_currency, reading.service.receive_currency) == ("AED", "EGP")
    assert reading.provider_types == (ProviderType.MONEY_TRANSFER_OPERATOR,)
    assert (reading.speed_min_minutes, reading.speed_max_minutes) == (0, 60)
    assert reading.coverage is Coverage.NATIONWIDE


@pytest.mark.parametrize(
    ("product", "pay_in", "access"),
    [
        ("Account,Cash to cash", (PayIn.BANK_ACCOUNT, PayIn.CASH), ()),
        ("Cash to cash,Credit/debit card service", (PayIn.CARD, PayIn.CASH), ()),
        ("Online service", (), (Access.INTERNET,)),
        ("N/A", (), ()),
    ],
)
def test_several_methods_in_one_cell_are_all_kept(
    product: str, pay_in: tuple[PayIn, ...], access: tuple[Access, ...]
) -> None:
    service = first(product=product, sending_location="Not available").service
    assert (service.pay_in, service.access) == (pay_in, access)


def test_the_pick_up_method_decides_the_pay_out_over_the_product() -> None:
    assert first(pick_up_method="ATM, Bank Account").service.pay_out == (PayOut.ATM, PayOut.BANK_ACCOUNT)
    assert first(pick_up_method="").service.pay_out == (PayOut.CASH,)


def test_a_firm_of_two_kinds_keeps_both_in_the_order_named() -> None:
    kinds = first(firm_type="Money Transfer Operator / Post office").provider_types
    assert kinds == (ProviderType.MONEY_TRANSFER_OPERATOR, ProviderType.POST_OFFICE)


def test_a_rate_that_is_not_disclosed_is_unknown_and_not_free() -> None:
    reading = first(transparent="no", cc1_fx_margin="0", cc1_lcu_fx_rate="1", inter_lcu_bank_fx="1")
    assert reading.rate_basis is RateBasis.UNDISCLOSED
    assert not reading.transparent
    assert reading.stated_fx_margin_percent == 0
    assert reading.service.receive_currency == "EGP"


def test_a_disclosed_rate_of_one_against_one_pays_out_the_sending_currency() -> None:
    reading = first(
        source="USA", destination="LBN", cc1_lcu_code="USD", cc1_fx_margin="0", cc1_lcu_fx_rate="1",
        inter_lcu_bank_fx="1",
    )  # fmt: skip
    assert reading.service.receive_currency == "USD"


@pytest.mark.parametrize(
    ("note", "currency"),
    [
        ("This RSP sends CAD and pays out USD in this corridor.", "USD"),
        ("In this corridor all RSPs send and payout in EUR.", "EUR"),
        ("This RSP sends USD in this corridor. At the point of collection, it may be converted.", "USD"),
        ("LCU service", "EGP"),
        ("Economy service", "EGP"),
        ("The RSP pays out in ABC", "EGP"),
    ],
)
def test_the_notes_say_in_which_currency_the_money_is_paid_out(note: str, currency: str) -> None:
    assert first(note1=note).service.receive_currency == currency


def test_the_currency_is_the_one_of_that_day() -> None:
    assert first(destination="LTU").service.receive_currency == "LTL"
    assert first(destination="LTU", date="16/Jul/2015", period="2015_3Q").service.receive_currency == "EUR"
    assert first(destination="ANT").service.receive_currency == "ANG"


def test_the_franc_cfa_is_that_of_the_sending_country() -> None:
    assert first(source="SEN", cc1_lcu_code="CFA").service.send_currency == "XOF"
    assert first(source="CMR", cc1_lcu_code="CFA").service.send_currency == "XAF"


@pytest.mark.parametrize("code", ["KSV", "XKX", "xk"])
def test_kosovo_is_known_by_each_of_its_codes(code: str) -> None:
    assert first(destination=code).service.destination == "XK"


def test_negative_margins_and_totals_are_kept() -> None:
    reading = first(cc1_fx_margin="-3.1", cc1_total_cost="-1.06")
    assert (reading.stated_fx_margin_percent, reading.stated_total_percent) == (
        Decimal("-3.1"),
        Decimal("-1.06"),
    )


def test_an_empty_fee_is_not_stated_rather_than_nothing_to_pay() -> None:
    assert first(cc1_lcu_fee="").fee is None


def test_a_denomination_of_201_is_kept_at_the_price_point_of_200() -> None:
    reading = first(cc1_denomination_amount="201")
    assert (reading.price_point, reading.stated_denomination) == (200, Decimal(201))


def test_a_second_price_point_that_says_nothing_of_cost_is_no_price() -> None:
    empty = dict.fromkeys(("cc2_lcu_fee", "cc2_lcu_fx_rate", "cc2_fx_margin", "cc2_total_cost"), "")
    found = parsed(**empty)
    assert [reading.price_point for reading in found.readings] == [200]
    assert found.refused == []


def test_a_different_currency_at_the_second_price_point_is_another_service() -> None:
    found = parsed(source="RUS", destination="AZE", cc1_lcu_code="USD", cc2_lcu_code="RUB")
    assert [reading.service.send_currency for reading in found.readings] == ["USD", "RUB"]


def test_a_running_promotion_is_marked_and_a_suspected_one_is_only_noted() -> None:
    assert first(note1="this RSP currently has a promotion/special offer in this corridor").promotion
    assert not first(note1="may be due to a promotion/special offer").promotion


def test_numbers_may_be_text_with_separators_spaces_and_no_break_spaces() -> None:
    reading = first(cc1_lcu_amount=" 1,735.50\u00a0", cc1_fx_margin="0.63 %")
    assert (reading.send_amount, reading.stated_fx_margin_percent) == (Decimal("1735.50"), Decimal("0.63"))


def test_answers_of_yes_and_no_come_in_any_case() -> None:
    assert first(transparent="Yes").transparent
    assert not first(transparent="NO").transparent


def test_names_that_differ_by_case_or_space_are_one_provider() -> None:
    assert first(firm="AL  Fardan\u00a0exchange ").service.provider == first().service.provider
    assert first(firm=" Al  Fardan\u00a0Exchange").provider_name == "Al Fardan Exchange"


def test_the_same_row_under_another_id_is_the_same_line() -> None:
    assert first(id="1").statement.line == first(id="2").statement.line
    assert first(id="1").statement.line != first(cc2_lcu_fee="16").statement.line


def test_a_blank_row_is_counted_and_gives_nothing() -> None:
    found = list(parse(csv_file([row(), BLANK])))
    assert [each.blank for each in found] == [False, True]
    assert found[1].readings == []


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"source": "ZZZ"}, "country 'ZZZ' is not an ISO 3166 code"),
        ({"period": "2013Q3"}, "period '2013Q3' is not written like 2013_3Q"),
        ({"date": "someday"}, "date 'someday' is not written like 22/Jan/2011"),
        ({"transparent": "maybe"}, "transparent 'maybe' is neither yes nor no"),
        ({"firm_type": "Bakery"}, "firm type 'bakery' is not a term of the survey"),
        ({"product": "Pigeon"}, "product 'pigeon' is not a term of the survey"),
        ({"pick_up_method": "Parachute"}, "pick-up method 'parachute' is not a term of the survey"),
        ({"sending_location": "Moon"}, "access point 'moon' is not a term of the survey"),
        ({"speed_actual": "Someday"}, "speed 'someday' is not a term of the survey"),
        ({"coverage": "Everywhere"}, "coverage 'everywhere' is not a term of the survey"),
        ({"inter_lcu_bank_fx": "much"}, "inter lcu bank fx 'much' is not a number"),
    ],
)
def test_a_row_that_cannot_be_understood_is_refused_with_what_it_said(
    changes: dict[str, str], reason: str
) -> None:
    found = parsed(**changes)
    assert found.readings == []
    (refused,) = found.refused
    assert refused.reason == reason
    assert refused.locator == "line 2"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"cc1_lcu_amount": "plenty"}, "cc1 lcu amount 'plenty' is not a number"),
        ({"cc1_lcu_amount": "Infinity"}, "cc1 lcu amount 'Infinity' is not a number"),
        ({"cc1_lcu_amount": ""}, "cc1 lcu amount is empty"),
        ({"cc1_lcu_code": "QQQ"}, "currency 'QQQ' is not an ISO 4217 code"),
        ({"cc1_lcu_code": ""}, "the currency is empty"),
    ],
)
def test_one_bad_price_leaves_the_other_of_its_row(changes: dict[str, str], reason: str) -> None:
    found = parsed(**changes)
    assert [reading.price_point for reading in found.readings] == [500]
    (refused,) = found.refused
    assert (refused.locator, refused.reason) == ("line 2, cc1", reason)
