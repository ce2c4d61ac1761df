"""A held price is judged with what was seen before beside it, and the reason is kept."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from providers.evidence import evidence_for
from providers.inbound import accept
from providers.models import HeldReading, ProviderAlias
from tests.factories import NOW, make_provider, price, record, surveyed
from tests.providers.handed_in import TURNED_ROUND, a_price, delivery, sign_in, text

pytestmark = pytest.mark.django_db
HELD = "/admin/providers/heldreading/"
REFERENCE = Decimal(12)  # as conftest.py has it
PER_CENT = Decimal(100) / 1000  # of the 1,000 that every price here is of


def lost(rate: str) -> Decimal:
    """What a rate keeps of the money, in per cent."""
    return (REFERENCE - Decimal(rate)) / REFERENCE * 100


def rounded(*numbers: Decimal | int | None) -> list[Decimal]:
    """Numbers as a column of ratios keeps them."""
    return [round(Decimal(number), 9) for number in numbers if number is not None]


def test_the_evidence_is_the_service_s_own_prices_and_what_others_charge(held, django_assert_num_queries):
    with django_assert_num_queries(4):
        seen = evidence_for(held)
    assert seen.reference_rate == REFERENCE
    assert [each.rate for each in seen.earlier] == [Decimal("11.9")]
    # A fee of 10 in 1,000 is 1 per cent, and a rate of 0.084 loses nearly all of the money.
    assert seen.fee_percent == 1
    assert seen.margin_percent == lost("0.084")
    assert seen.total_percent == 1 + lost("0.084")
    # Lotus and Fox take 12 and 14 in 1,000, and lose as much at their rate of 11.9.
    lotus, fox = 12 * PER_CENT + lost("11.9"), 14 * PER_CENT + lost("11.9")
    assert rounded(*seen.others) == rounded(2, lotus, (lotus + fox) / 2, fox)
    assert "looks turned round" in seen.suspicions[0]


class TestWhatIsNoEvidence:
    """The same is left out here as where the price was found to look wrong (corridors.comparables)."""

    def test_a_survey_of_the_same_service_or_of_others(self, held):
        lately: dict[str, Any] = {"period": "2026_3Q", "seen": NOW - timedelta(days=3)}
        record(surveyed(line="a", **lately), surveyed("Plain Exchange", fee="90", **lately))
        seen = evidence_for(held)
        assert [each.rate for each in seen.earlier] == [Decimal("11.9")]
        assert seen.others.prices == 2

    def test_what_a_sandbox_invented_though_one_is_connected(self, held, settings):
        settings.SANDBOX_URL = "http://sandbox.test"
        make_provider("Fox", sandbox=True)
        assert evidence_for(held).others.prices == 1
        make_provider("Swift Hawk", sandbox=True)
        assert evidence_for(held).earlier == ()

    def test_what_is_real_where_the_price_itself_is_invented(self, held):
        for name in ("Sandbox Bank", "Sandbox Kiosk"):
            make_provider(name, sandbox=True)
            record(price(name))
        reading = held.reading | {"service": held.reading["service"] | {"provider": "sandbox bank"}}
        seen = evidence_for(HeldReading(reading=reading, observed_at=held.observed_at))
        assert (len(seen.earlier), seen.others.prices) == (1, 1)

    def test_another_company_that_somebody_noted_as_a_spelling(self, held):
        """A price of "Lotus" comes in as Lotus's, whatever is noted; so its evidence is Lotus's too."""
        record(price("Hawk of Old", rate="11.1"))
        ProviderAlias.objects.create(provider=make_provider("Hawk of Old"), name="Swift Hawk")
        seen = evidence_for(held)
        assert [each.rate for each in seen.earlier] == [Decimal("11.9")]
        assert seen.others.prices == 3

    def test_a_price_of_more_than_400_days_before(self, client, corridor):
        long_ago, then = NOW - timedelta(days=401), NOW - timedelta(days=400)
        record(price("Plain Exchange", seen=long_ago, rate="11.8"), price("Grey", seen=then, rate="11.7"))
        for provider in ("Plain Exchange", "Grey"):
            said = {"pay_in": "cash", "access": "branch", "pay_out": "cash", "rate": TURNED_ROUND}
            accept(delivery(a_price(provider=provider, observed_at=NOW.isoformat(), **said)), now=NOW)
        none, one = HeldReading.objects.order_by("pk")
        assert evidence_for(none).earlier == ()
        assert [each.rate for each in evidence_for(one).earlier] == [Decimal("11.7")]
        page = text(sign_in(client, "change_heldreading").get(f"{HELD}{none.pk}/change/"))
        assert "None was accepted in the 400 days before it." in page


def test_the_page_shows_it_and_leads_to_what_came_in(client, held):
    somebody = sign_in(client, "change_heldreading")
    page = text(somebody.get(f"{HELD}{held.pk}/change/"))
    assert "looks turned round" in page
    assert '<td class="desk-number">11.9</td>' in page
    assert "Swift Hawk, United Arab Emirates to Philippines" in page
    assert reverse("pages:price", args=[evidence_for(held).earlier[0].pk]) in page
    sha256 = held.run.answers.get().sha256
    got = somebody.get(f"/admin/providers/feedrun/payload/{sha256}/")
    assert got.headers["Content-Disposition"].startswith("attachment")
    assert b'"rate": "0.084"' in got.content
    assert somebody.get(f"/admin/providers/feedrun/payload/{'0' * 64}/").status_code == 404
    assert sign_in(client, name="eva").get(f"/admin/providers/feedrun/payload/{sha256}/").status_code == 403


def test_the_reason_is_kept_and_shown(client, held):
    somebody = sign_in(client, "change_heldreading", name="ana")
    said = {"action": "refuse", "_selected_action": [held.pk], "reason": " their rate was typed wrong "}
    somebody.post(HELD, said)
    held.refresh_from_db()
    assert (held.decision, held.decision_reason) == ("refused", "their rate was typed wrong")
    assert "their rate was typed wrong" in text(somebody.get(f"{HELD}{held.pk}/change/"))
    assert HeldReading.objects.count() == 1
