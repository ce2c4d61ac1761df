"""A held price is judged with what was seen before beside it, and the reason is kept."""

from decimal import Decimal

import pytest

from providers.evidence import evidence_for
from providers.models import HeldReading
from tests.providers.handed_in import sign_in, text

pytestmark = pytest.mark.django_db
HELD = "/admin/providers/heldreading/"


def test_the_evidence_is_the_service_s_own_prices_and_what_others_charge(held, django_assert_num_queries):
    with django_assert_num_queries(4):
        seen = evidence_for(held)
    assert seen.reference_rate == Decimal(12)
    assert [each.rate for each in seen.earlier] == [Decimal("11.9")]
    assert seen.others.prices == 2
    assert str(seen.others.median)[:5] == "2.133"
    assert str(seen.total_percent)[:5] == "100.3"
    assert "looks turned round" in seen.suspicions[0]


def test_the_page_shows_it_and_leads_to_what_came_in(client, held):
    somebody = sign_in(client, "change_heldreading")
    page = text(somebody.get(f"{HELD}{held.pk}/change/"))
    assert "looks turned round" in page
    assert "11.900000" in page
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
