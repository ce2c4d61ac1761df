import pytest

from corridors.domain.codes import Access, PayIn, PayOut
from corridors.domain.digital import digital
from corridors.domain.statistic_codes import Digital

ACCOUNT, ONLINE, TO_ACCOUNT = [PayIn.BANK_ACCOUNT], [Access.INTERNET], [PayOut.BANK_ACCOUNT]


def test_paid_ordered_and_received_electronically_is_digital():
    assert digital(pay_in=ACCOUNT, access=ONLINE, pay_out=TO_ACCOUNT) is Digital.DIGITAL


@pytest.mark.parametrize(
    ("step", "ways"),
    [
        ("pay_in", [PayIn.CASH]),
        ("pay_in", [PayIn.MONEY_ORDER, PayIn.CASHIERS_CHEQUE]),
        ("access", [Access.BRANCH, Access.CALL_CENTER]),
        ("pay_out", [PayOut.CASH, PayOut.HOME_DELIVERY]),
        ("pay_out", [PayOut.ATM]),
    ],
)
def test_one_step_that_is_not_is_enough_to_be_not_digital(step: str, ways: list[str]):
    steps: dict[str, list[str]] = {
        "pay_in": [*ACCOUNT],
        "access": [*ONLINE],
        "pay_out": [*TO_ACCOUNT],
        step: ways,
    }
    assert digital(**steps) is Digital.NOT_DIGITAL


def test_one_digital_way_of_several_at_a_step_is_enough():
    found = digital(
        pay_in=[PayIn.CASH, PayIn.CARD],
        access=[Access.BRANCH, Access.MOBILE_APP],
        pay_out=[PayOut.CASH, PayOut.MOBILE_MONEY],
    )
    assert found is Digital.DIGITAL


@pytest.mark.parametrize("step", ["pay_in", "access", "pay_out"])
def test_an_unstated_step_leaves_it_open_unless_another_decides(step: str):
    steps: dict[str, list[str]] = {
        "pay_in": [*ACCOUNT],
        "access": [*ONLINE],
        "pay_out": [*TO_ACCOUNT],
        step: [],
    }
    assert digital(**steps) is None
    other = "pay_out" if step != "pay_out" else "pay_in"
    assert digital(**{**steps, other: ["cash"]}) is Digital.NOT_DIGITAL
