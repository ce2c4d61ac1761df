"""POST /api/v1/prices/: what is good is stored, and whatever is not is named."""

import hashlib
import json

import pytest

from corridors.models import CurrentPrice, Price
from partners.keys import make_key
from providers import archive, review
from providers.models import ArchivedAnswer, FeedRun, HeldReading, Provider, RefusedReading
from tests.factories import NOW
from tests.partners.batches import CSV_HEADER, CSV_ROW, LINES, TURNED_ROUND, a_price, problem, statuses


def test_a_batch_is_stored_archived_and_answered_price_by_price(send):
    body = json.dumps({"prices": [a_price(), a_price(send_amount="500", fee=5)]}).encode()
    response = send(body)
    run = FeedRun.objects.get()
    assert response.json() == {
        "run": run.id,
        "payload_sha256": hashlib.sha256(body).hexdigest(),
        "stored": 2,
        "already_known": 0,
        "refused": 0,
        "held": 0,
        "results": [
            {"index": 0, "place": "$.prices[0]", "status": "stored", "errors": []},
            {"index": 1, "place": "$.prices[1]", "status": "stored", "errors": []},
        ],
    }
    assert response["Cache-Control"] == "no-store"
    assert (run.trigger, run.state, run.source_id) == ("submission", "done", "submissions")
    assert (run.rows_read, run.stored) == (2, 2)
    assert archive.read(run.payload_sha256) == body
    first, second = Price.objects.order_by("id")
    assert (first.collection_method, first.source_id) == ("provider_submission", "submissions")
    assert first.locator == f"{run.payload_sha256[:16]} $.prices[0]"
    assert (str(second.send_amount), str(second.fee)) == ("500.000000", "5.000000")
    assert CurrentPrice.objects.count() == 2


def test_what_is_sent_again_is_known_and_changes_nothing(send):
    send([a_price()])
    assert statuses(send([a_price(), a_price(fee="11")])) == ["already_known", "stored"]
    assert statuses(send([a_price()])) == ["already_known"]
    assert Price.objects.count() == 2


def test_a_known_price_is_known_even_when_it_looks_wrong_today(send):
    """Prices move: what was stored once is not held when it comes again."""
    send([a_price(observed_at="2026-11-20T09:00:00Z", fee="10")])
    held = send([a_price(observed_at="2026-11-20T10:00:00Z", fee="90")])
    assert statuses(held) == ["held"]
    (waiting,) = HeldReading.objects.all()
    review.release(waiting, by="ana", now=waiting.observed_at, reason="asked them")
    assert statuses(send([a_price(observed_at="2026-11-20T09:00:00Z", fee="10")])) == ["already_known"]
    assert HeldReading.objects.count() == 1


def test_the_same_price_twice_in_a_batch_is_stored_once(send):
    assert statuses(send([a_price(), a_price()])) == ["stored", "already_known"]
    assert Price.objects.count() == 1


def test_one_refused_price_refuses_the_batch_and_every_error_is_named(send):
    response = send([a_price(), a_price(fee="1,5", rate="-1"), a_price(to="ZZ"), {"fee": 3}])
    said = problem(response, 422, "prices-refused")
    assert said["detail"] == "3 of 4 prices are refused, so none was recorded."
    errors = {error["field"]: error["detail"] for error in said["errors"]}
    assert errors["prices.1.fee"] == "$[1]: '1,5' is not a number such as 1234.50"
    assert errors["prices.2.to"] == "$[2]: receiving country 'ZZ' is not an ISO 3166 country"
    assert errors["prices.3.provider"] == "$[3]: is missing"
    assert not any(field.startswith("prices.0") for field in errors)
    assert not Price.objects.exists()
    run = FeedRun.objects.get(id=said["run"])
    assert (run.state, run.rows_read, run.stored, run.refused) == ("failed", 4, 0, 3)
    assert archive.exists(said["payload_sha256"])
    refused = list(RefusedReading.objects.values_list("locator", flat=True))
    assert refused == [f"{run.payload_sha256[:16]} $[{number}]" for number in (1, 2, 3)]


def test_a_refused_batch_leaves_no_provider_nor_held_price_behind(send):
    problem(send([a_price(provider="Round Coin"), a_price(rate=TURNED_ROUND), {}]), 422, "prices-refused")
    assert list(Provider.objects.values_list("name", flat=True)) == ["Swift Hawk"]
    assert not HeldReading.objects.exists()


def test_with_partial_what_is_good_is_stored(send):
    response = send([a_price(), a_price(fee="-1"), a_price(rate=TURNED_ROUND)], query="?partial=true")
    assert statuses(response) == ["stored", "refused", "held"]
    results = response.json()["results"]
    assert results[1]["errors"] == [
        {"field": "fee", "detail": "fee -1 is not between 0 and the amount sent, 1000"}
    ]
    run = FeedRun.objects.get()
    assert (run.state, run.stored, run.refused, run.held) == ("done", 1, 1, 1)


def test_a_price_that_looks_wrong_is_held_and_not_shown(send):
    response = send([a_price(rate=TURNED_ROUND)])
    assert statuses(response) == ["held"]
    (error,) = response.json()["results"][0]["errors"]
    assert error == {"field": "rate", "detail": "the rate 0.084 looks turned round: the reference rate is 12"}
    assert HeldReading.objects.get().decision == "waiting"
    assert not Price.objects.exists()
    assert statuses(send([a_price(rate=TURNED_ROUND)])) == ["held"]
    assert HeldReading.objects.count() == 1


def test_a_new_provider_that_the_key_names_is_stored(send):
    assert statuses(send([a_price(provider="Round  COIN")])) == ["stored"]
    assert Provider.objects.get(slug="round-coin").name == "Round COIN"
    assert statuses(send([a_price(provider="round coin", fee="1")])) == ["stored"]
    assert Provider.objects.filter(slug__startswith="round").count() == 1


@pytest.mark.parametrize(
    "name", ["Old Bank", "Swift-Hawk", "swift-hawk", "Swift Hawk Ltd", "Sandbox Round Coin"]
)
def test_a_provider_that_the_key_does_not_name_is_refused(send, name):
    said = problem(send([a_price(provider=name)]), 422, "prices-refused")
    (error,) = said["errors"]
    assert error["field"] == "prices.0.provider"
    assert error["detail"].endswith(
        f"{name!r} is not a provider that this key may submit for, as it is spelt here"
    )


def test_no_key_lets_a_sandbox_speak(send):
    _, token = make_key("Joker", ["submit:sandbox-swift"], now=NOW)
    said = problem(send([a_price(provider="Sandbox Swift")], token=token), 422, "prices-refused")
    assert said["errors"] == [
        {
            "field": "prices.0.provider",
            "detail": "$[0]: only a sandbox may call a provider “Sandbox …”",
        }
    ]


def test_lines_of_json_are_read_and_a_bad_line_is_named(send):
    good = json.dumps(a_price())
    body = f"\ufeff{good}\n\n{{broken\n[1]\n".encode()
    assert statuses(send(f"{good}\n".encode(), content_type=LINES)) == ["stored"]
    response = send(body, content_type=LINES, query="?partial=true")
    assert statuses(response) == ["already_known", "refused", "refused"]
    _, broken, a_list = response.json()["results"]
    assert (broken["index"], broken["place"]) == (1, "line 3")
    assert broken["errors"][0]["detail"].startswith("it is not JSON: Expecting property name")
    assert a_list["errors"] == [{"field": "", "detail": "a price is one JSON object in one line"}]
    assert Price.objects.get().locator.endswith(" line 1")


def test_a_table_is_read_and_its_lines_are_named(send):
    body = f"\ufeff{CSV_HEADER}{CSV_ROW}\n{CSV_ROW.replace('1000', 'many')}Swift Hawk,AE\n".encode()
    response = send(body, content_type="text/csv; charset=utf-8", query="?partial=true")
    assert statuses(response) == ["stored", "refused", "refused"]
    stored, number, short = response.json()["results"]
    assert stored["place"] == "line 2"
    assert number["place"] == "line 4"
    assert number["errors"] == [{"field": "send_amount", "detail": "'many' is not a number such as 1234.50"}]
    assert short["errors"] == [{"field": "", "detail": "2 cells where the header has 9"}]
    assert Price.objects.get().service.pay_in == "card,cash"


def test_a_number_is_kept_to_its_last_digit(send):
    body = json.dumps([a_price(rate=...)]).replace("}", ', "rate": 11.900000001}').encode()
    assert statuses(send(body)) == ["stored"]
    assert str(Price.objects.get().rate) == "11.900000001"


def test_an_operator_finds_who_sent_what(send, key):
    send([a_price()])
    asked = ArchivedAnswer.objects.get().asked
    assert asked["by"] == key[:11]
    assert key not in str(asked)
