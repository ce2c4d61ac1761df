"""One way in for whatever is handed in: previewed, recorded, kept, and read again alike."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command

from corridors.models import Price, Source
from partners.keys import make_key
from partners.submissions import Batch, submit
from providers import archive, review
from providers.collecting import replay, run_feed
from providers.feeds import register_feed
from providers.inbound import accept, preview
from providers.models import ArchivedAnswer, FeedRun, HeldReading, Provider, RefusedReading
from providers.outcomes import REFUSED_BEFORE, Status
from providers.recording import record_price_entries
from providers.submitted import CSV, LINES, XLSX
from tests.factories import NOW, add_cross_rate, make_provider
from tests.providers.handed_in import TURNED_ROUND, a_price, delivery, state, table, workbook

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now_and_here(settings):
    memory = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    settings.STORAGES = settings.STORAGES | {"archive": memory}
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture(autouse=True)
def _twelve_pesos_a_dirham(db):
    add_cross_rate("AED", "PHP", "12")


def statuses(outcome):
    return [result.status.value for result in outcome.results]


def test_a_preview_says_what_would_happen_and_keeps_the_payload_only():
    asked = delivery(a_price(), a_price(fee="x"), a_price(rate=TURNED_ROUND))
    outcome = preview(asked, now=NOW)
    assert statuses(outcome) == ["stored", "refused", "held"]
    assert archive.read(outcome.sha256) == asked.body
    for model in (FeedRun, ArchivedAnswer, Price, RefusedReading, HeldReading, Provider):
        assert not model.objects.exists()
    assert statuses(accept(asked, now=NOW)) == statuses(outcome)
    assert statuses(preview(asked, now=NOW)) == ["already_known", "refused", "held"]


def test_prices_are_taken_before_any_source_is_stored():
    Source.objects.filter(key="uploads").delete()
    assert statuses(accept(delivery(a_price()), now=NOW)) == ["stored"]


def test_a_workbook_is_read_with_its_rows_named():
    body = workbook(
        *table(a_price(), a_price(send_amount="0", fee="0"), a_price(send_amount=250.5, fee=2.67))
    )
    outcome = accept(delivery(body=body, content_type=XLSX), now=NOW)
    assert statuses(outcome) == ["stored", "refused", "stored"]
    assert [result.place for result in outcome.results] == ["Prices row 2", "Prices row 3", "Prices row 4"]
    assert outcome.results[1].errors == (("send_amount", "send_amount 0 is not between 0 and 1000000000"),)
    assert str(Price.objects.latest("id").fee) == "2.670000"


def test_a_price_without_a_time_was_true_when_it_was_handed_in():
    accept(delivery(a_price(observed_at=...), at=NOW - timedelta(minutes=5)), now=NOW)
    assert Price.objects.get().observed_at == NOW - timedelta(minutes=5)


def test_the_method_said_with_a_file_goes_before_the_source_s_own():
    accept(delivery(a_price()), now=NOW)
    accept(delivery(a_price(), asked={"method": "mystery_shopping"}), now=NOW)
    methods = Price.objects.order_by("id").values_list("collection_method", flat=True)
    assert list(methods) == ["published_tariff", "mystery_shopping"]


def test_what_an_operator_refused_does_not_come_in_again():
    accept(delivery(a_price(rate=TURNED_ROUND)), now=NOW)
    review.refuse(HeldReading.objects.get(), by="ana", now=NOW, reason="asked them")
    outcome = accept(delivery(a_price(rate=TURNED_ROUND)), now=NOW)
    assert [(result.status, result.errors) for result in outcome.results] == [
        (Status.REFUSED, (("", REFUSED_BEFORE),))
    ]
    assert FeedRun.objects.get(id=outcome.run_id).refusals.get().reasons == REFUSED_BEFORE
    assert not Price.objects.exists()


def test_of_equal_prices_that_come_at_once_only_one_is_stored(monkeypatch):
    """The other was committed after this run looked for what is known, as two workers do."""
    record, others = record_price_entries, [delivery(a_price(), at=NOW - timedelta(minutes=1))]

    def recorded_behind_another(entries, **said):
        if others:
            assert statuses(accept(others.pop(), now=NOW)) == ["stored"]
        return record(entries, **said)

    monkeypatch.setattr("providers.inbound.record_price_entries", recorded_behind_another)
    outcome = accept(delivery(a_price(), a_price(fee="11"), a_price()), now=NOW)
    assert statuses(outcome) == ["already_known", "stored", "already_known"]
    run = FeedRun.objects.get(id=outcome.run_id)
    assert (run.stored, run.already_stored) == (1, 2)
    assert Price.objects.filter(run=run).count() == 1


def test_what_is_stored_is_said_as_history_has_it():
    prices = [a_price(fee="10.1234565", rate="11.9876543215"), a_price(fee="0", rate=...), a_price(fee="x")]
    outcome = accept(delivery(*prices), now=NOW)
    assert outcome.stored == [
        ("$[0]", "Swift Hawk", "AE-PH", "1000 AED", "10.123456 AED", "11.987654322 PHP"),
        ("$[1]", "Swift Hawk", "AE-PH", "1000 AED", "0 AED", ""),
    ]
    first = Price.objects.earliest("id")
    assert (str(first.fee), str(first.rate)) == ("10.123456", "11.987654322")


def test_an_equal_price_shares_the_fate_of_the_first():
    bad, odd = a_price(fee="-1"), a_price(rate=TURNED_ROUND)
    outcome = accept(delivery(bad, bad, odd, odd, a_price(), a_price()), now=NOW)
    assert statuses(outcome) == ["refused", "refused", "held", "held", "stored", "already_known"]


def test_a_name_kept_for_the_sandbox_is_refused():
    outcome = accept(delivery(a_price(provider="Sandbox Swift")), now=NOW)
    assert outcome.results[0].errors == (("provider", "only a sandbox may call a provider “Sandbox …”"),)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"from": "ZZ"}, "from"),
        ({"to": "AE"}, "to"),
        ({"send_currency": "XQQ"}, "send_currency"),
        ({"receive_currency": "XQQ"}, "receive_currency"),
        ({"speed_min_minutes": 60, "speed_max_minutes": 5}, "speed_min_minutes"),
        ({"recipient_fee": "-1"}, "recipient_fee"),
        ({"rate": "90000"}, "rate"),
        ({"provider": " "}, "provider"),
    ],
)
def test_a_rule_s_sentence_comes_with_the_field_that_it_is_about(changes, field):
    (result,) = accept(delivery(a_price(**changes)), now=NOW).results
    assert result.status is Status.REFUSED
    assert [name for name, _ in result.errors] == [field]


def test_a_suspicion_comes_with_its_field():
    accept(delivery(a_price(fee="1")), now=NOW)
    (result,) = accept(delivery(a_price(fee="100", observed_at=NOW.isoformat())), now=NOW).results
    assert [name for name, _ in result.errors] == ["fee", ""]


def partner():
    make_provider("Swift Hawk")
    key, _ = make_key("Hawks", ["submit:swift-hawk", "submit:round-coin"], now=NOW)
    return key


def batch(*prices, **changes):
    return Batch(**{"body": json.dumps(prices).encode(), "content_type": "application/json", **changes})


def test_replaying_what_partners_sent_ends_in_the_same_state():
    key, lines = partner(), b'{"provider": "Swift Hawk"}\n{\n'
    new, other = a_price(provider="Round Coin", observed_at=...), a_price(provider="Old Bank")
    sent = [
        batch(a_price(), new, other, a_price(rate=TURNED_ROUND, pay_in="cash"), partial=True),
        batch(a_price(fee="7"), a_price(fee="x")),  # refused as a whole
        batch(body=lines, content_type=LINES, partial=True),
        batch(body=b"provider\n", content_type=CSV),  # cannot be read
    ]
    for minutes, each in enumerate(sent):
        submit(each, key=key, now=NOW + timedelta(minutes=minutes))
    review.release(HeldReading.objects.get(), by="ana", now=NOW, reason="asked them")
    before, waiting = state(), HeldReading.objects.count()
    assert Price.objects.count() == 3
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        runs = list(replay("submissions"))
        call_command("replay", "submissions")
    assert state() == before
    assert HeldReading.objects.count() == waiting
    assert [(run.error, run.rows_read, run.refused) for run in runs] == [
        ("", 4, 1),
        ("", 0, 0),
        ("", 2, 2),
        ("", 0, 0),
    ]


def test_replaying_holds_nothing_that_is_stored_however_prices_moved_since():
    accept(delivery(a_price()), now=NOW)
    accept(delivery(a_price(fee="90", observed_at=NOW.isoformat())), now=NOW)
    review.release(HeldReading.objects.get(), by="ana", now=NOW, reason="asked them")
    before = state()
    list(replay("uploads"))
    assert state() == before
    assert HeldReading.objects.count() == 1


def test_a_replay_goes_by_what_the_key_might_do_then():
    """Whose prices a key might send is noted with its batch: neither key nor slug is asked for again."""
    key = partner()
    submit(batch(a_price(), a_price(provider="Old Bank"), partial=True), key=key, now=NOW)
    key.delete()
    Provider.objects.filter(slug="swift-hawk").update(slug="renamed")
    (again,) = replay("submissions")
    assert (again.already_stored, again.refused) == (1, 1)


def test_nobody_is_asked_for_what_is_handed_in():
    register_feed("uploads", NOW)
    run = run_feed("uploads", trigger=FeedRun.Trigger.COMMAND)
    assert run is not None
    assert (run.state, run.error) == ("failed", "these prices are handed in; there is nobody to ask")
