"""What a choice is worth in a year, at the sender's own rhythm; and what is one tap away."""

import re
from datetime import timedelta

import pytest

from tests.factories import NOW, price, record
from tests.pages.conftest import Read

pytestmark = pytest.mark.usefixtures("ae_ph")
ASKED = "/send/ae-ph/?amount=1000"


@pytest.mark.parametrize(
    ("asked", "usual", "last"),
    [
        ("", "2,604.00", "3,372.00"),
        ("&times=52", "11,284.00", "14,612.00"),
        ("&times=7", "2,604.00", "3,372.00"),
    ],
)
def test_it_says_what_switching_is_worth_in_a_year_at_ones_own_rhythm(
    read: Read, asked: str, usual: str, last: str
) -> None:
    page = read(ASKED + asked)
    assert f"In a year your family gets ₱{usual} more than by the usual way." in page
    from_old_bank = page.text.split("Old Bank")[1]
    assert f"If you use this now: with the best way your family gets ₱{last} more in a year." in from_old_bank
    assert "If you use this now" not in page.text.split("Swift Hawk")[-1].split("Plain Exchange")[0]


def test_in_receive_mode_it_is_what_one_pays_less(read: Read) -> None:
    page = read("/send/ae-ph/?amount=11781&mode=receive")
    assert "less than by the usual way." in page
    assert "with the best way you pay AED" in page


def test_an_earlier_day_s_prices_promise_nothing_of_a_year(read: Read) -> None:
    record(
        price("Early", seen=NOW - timedelta(days=1), fee="1"),
        price("Dear", seen=NOW - timedelta(days=1), fee="9"),
        price("Dearest", seen=NOW - timedelta(days=1), fee="19"),
    )
    page = read(f"{ASKED}&as_of=2026-11-19")
    assert "more than the usual way" in page
    assert "In a year" not in page


def test_its_speed_and_cost_are_one_tap_away(read: Read) -> None:
    """What is shown beside the amounts moves people to choose against their own wish."""
    shown = re.sub(r"<details>.*?</details>", "", read(ASKED).html, flags=re.DOTALL)
    assert "within 1 hour" not in shown
    assert "AED 18.25" not in shown
