"""What a sandbox invents is held against its own kind; no real price is, though a sandbox is connected."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.corridors.test_holding import YESTERDAY, recorded, why
from tests.factories import add_cross_rate, make_provider, make_source, price

pytestmark = pytest.mark.django_db
FAR_OFF = "57"  # where five others take 10 to 14: test_holding.py works it out


@pytest.fixture(autouse=True)
def _sandbox(settings):
    settings.SANDBOX_URL = "http://sandbox.test"
    make_source()
    add_cross_rate("AED", "PHP", "12", on=YESTERDAY)
    make_provider("Sandbox Newcomer", sandbox=True)


def five(name: str, *, sandbox: bool) -> None:
    for number in range(5):
        make_provider(f"{name} {number}", sandbox=sandbox)
        assert recorded(price(f"{name} {number}", fee=str(10 + number), seen=YESTERDAY)).stored == 1


@pytest.mark.parametrize(
    ("known", "newcomer", "is_held"),
    [
        ("Sandbox Bank", "Swift Hawk", False),
        ("Sandbox Bank", "Sandbox Newcomer", True),
        ("Bank", "Sandbox Newcomer", False),
        ("Bank", "Swift Hawk", True),
    ],
)
def test_each_kind_is_measured_by_its_own(known, newcomer, is_held):
    five(known, sandbox=known.startswith("Sandbox"))
    sentences = why(recorded(price(newcomer, fee=FAR_OFF)))
    assert [sentence.split(" (")[0] for (sentence,) in sentences] == [
        "the total cost 6.53% is far from the corridor's median 2.03%"
    ] * is_held


def test_both_kinds_are_looked_up_by_one_query():
    five("Bank", sandbox=False)
    with CaptureQueriesContext(connection) as asked:
        recorded(price("Bank 0"), price("Bank 1"), price("Sandbox Newcomer"))
    looked_up = [query["sql"] for query in asked if '"total_percent" FROM' in query["sql"]]
    assert len(looked_up) == 1
