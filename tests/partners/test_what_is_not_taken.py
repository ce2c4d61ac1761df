"""What a partner sends that cannot be read, or that no price can say: a clear problem, and never a defect."""

import json
import re

import pytest

from corridors.models import Price
from providers import archive
from providers.models import FeedRun
from tests.partners.batches import CSV, CSV_HEADER, CSV_ROW, LINES, a_price, problem, statuses

PRICE = json.dumps(a_price())


@pytest.mark.parametrize(
    ("body", "content_type", "sentence"),
    [
        (b"{", "application/json", "It is not JSON: Expecting property name"),
        (b"[" * 100_000, "application/json", "It is not a list of prices: it is nested too deep."),
        (b'{"prices": {}}', "application/json", "The document is neither a list of prices nor"),
        (b'{"price": []}', "application/json", "The document is neither a list of prices nor"),
        (b'{"prices": [], "prices": []}', "application/json", "The document is neither a list of prices nor"),
        (b"3", "application/json", "The document is neither a list of prices nor"),
        (b"[]", "application/json", "There is no price in it."),
        ("[é]".encode("latin-1"), "application/json", "It is not UTF-8 text (byte 1)."),
        (PRICE.encode("utf-16"), "application/json", "It is not UTF-8 text (byte 0)."),
        (CSV_HEADER.encode("utf-16"), CSV, "It is not UTF-8 text (byte 0)."),
        (f"{CSV_HEADER}Été{CSV_ROW}".encode("cp1252"), CSV, "It is not UTF-8 text (byte 76)."),
        (CSV_HEADER.encode() + b"a\x00b\n", CSV, "The file is not text: it has zero bytes."),
        (f"{CSV_HEADER}{CSV_ROW}".replace("rate", "fee").encode(), CSV, "Two columns 'fee' in the header."),
        (
            f"{CSV_HEADER}{CSV_ROW}".replace("rate", "tip").encode(),
            CSV,
            "No field of a price is called 'tip'",
        ),
        (
            f"{CSV_HEADER}{CSV_ROW}".replace(",fee", ",rate", 1).encode(),
            CSV,
            "Two columns 'rate' in the header.",
        ),
        (b"provider,fee\nSwift Hawk,1\n", CSV, "No column 'from', 'to', 'send_currency', "),
        (f"{CSV_HEADER}{CSV_ROW}".strip().encode(), CSV, "The file does not end with a line break"),
        (CSV_HEADER.encode(), CSV, "The file has a header and no rows."),
        (CSV_HEADER.encode() + b'"Swift', CSV, "The file is cut off or broken in line 2"),
        (b'"provider', CSV, "Unexpected end of data."),
    ],
)
def test_a_body_that_cannot_be_read_is_a_problem_and_is_kept(send, body, content_type, sentence):
    said = problem(send(body, content_type=content_type, query="?partial=true"), 400, "unreadable-batch")
    assert said["detail"].startswith(sentence)
    run = FeedRun.objects.get(id=said["run"])
    assert run.state == "failed"
    assert run.error
    assert archive.read(run.payload_sha256) == body
    assert not Price.objects.exists()


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (f"{PRICE}\n{{}}\n".encode(), "Some of its prices cannot be right, so none of them was taken."),
        (b"\xff", "It could not be read."),
        (b"{}\n" * 10_001, "It had more prices than may come at once."),
    ],
)
def test_everyone_reads_that_a_batch_was_not_taken_and_that_its_source_did_not_fail(
    send, client, body, sentence
):
    assert send(body, content_type=LINES).status_code >= 400
    page = words(client.get("/sources/submissions/"))
    assert f"not taken {sentence}" in page
    assert "went wrong on our side" not in page
    assert "Failed 0 of 1 Refused" in words(client.get("/sources/"))


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def with_member(text):
    """A price with one member as it is written."""
    return f"[{PRICE[:-1]}, {text}}}]".encode()


@pytest.mark.parametrize(
    ("member", "field", "sentence"),
    [
        (f'"fee": 1{"0" * 400}', "fee", "is stated twice"),
        (f'"recipient_fee": 1{"0" * 10_000}', "recipient_fee", "is not a number such as 1234.50"),
        ('"recipient_fee": 1e400', "recipient_fee", "is not a number such as 1234.50"),
        (f'"recipient_fee": 1e{"9" * 40}', "recipient_fee", "is not a number such as 1234.50"),
        ('"recipient_fee": NaN', "recipient_fee", "is not a number such as 1234.50"),
        ('"recipient_fee": -Infinity', "recipient_fee", "is not a number such as 1234.50"),
        ('"recipient_fee": true', "recipient_fee", "is not a number; write money as text"),
        ('"note": {"a": 1}', "note", "is neither text nor a number nor a list of codes"),
        (f'"access": [{"[" * 300}{"]" * 300}]', "access", "is neither text nor a number nor a list of codes"),
        ('"note": "\\u0000"', "note", "holds a zero byte or half a character"),
        ('"note": "\\ud800"', "note", "holds a zero byte or half a character"),
        ('"access": ["\\udfff"]', "access", "holds a zero byte or half a character"),
        ('"\\ud800": 1', "?", "is not a field of a price"),
        ('"access": ["moon"]', "access", "'moon' is not known; use one of: branch"),
        ('"line": 7', "line", "is not text"),
        ('"speed_max_minutes": 1.5', "speed_max_minutes", "is not a whole number from 0"),
        ('"sender_tax": "9999"', "sender_tax", "is not between 0 and the amount sent"),
    ],
)  # fmt: skip
def test_a_member_that_no_price_can_have_is_refused_by_name(send, member, field, sentence):
    said = problem(send(with_member(member)), 422, "prices-refused")
    (error,) = said["errors"]
    assert error["field"] == f"prices.0.{field}"
    assert sentence in error["detail"]


def test_a_record_with_countless_members_is_refused_in_one_sentence(send):
    body = json.dumps([{f"member {number}": 1 for number in range(5_000)}]).encode()
    said = problem(send(body), 422, "prices-refused")
    assert said["errors"] == [
        {"field": "prices.0", "detail": "$[0]: has 5,000 members; a price has at most 25"}
    ]


@pytest.mark.parametrize(
    "observed_at", ["2026-11-20T09:00:00", "2027-01-01T00:00:00Z", "1980-01-01T00:00:00Z"]
)
def test_a_time_without_offset_or_out_of_range_is_refused(send, observed_at):
    said = problem(send([a_price(observed_at=observed_at)]), 422, "prices-refused")
    assert [error["field"] for error in said["errors"]] == ["prices.0.observed_at"]


def test_ten_thousand_prices_are_taken_and_one_more_is_too_many(send):
    lines = [json.dumps({"fee": number}) for number in range(10_001)]
    most = send("\n".join(lines[:-1]).encode(), content_type=LINES, query="?partial=true")
    assert most.json()["refused"] == 10_000
    said = problem(send("\n".join(lines).encode(), content_type=LINES), 413, "too-many-prices")
    assert said["detail"] == "There are more than 10,000 prices; send them in several batches."


def test_ten_megabytes_are_read_and_one_byte_more_is_too_much(send):
    body = PRICE.encode()
    padded = b"[" + body + b" " * (10 * 2**20 - len(body) - 2) + b"]"
    assert statuses(send(padded)) == ["stored"]
    said = problem(send(padded + b" "), 413, "batch-too-large")
    assert said["detail"] == "The body has more than 10,485,760 bytes. Send it in several batches."
    assert FeedRun.objects.count() == 1


@pytest.mark.parametrize("body", [b"", b" \n"])
def test_a_request_without_a_body_is_a_problem(send, body):
    problem(send(body), 400, "unreadable-batch")
    assert not FeedRun.objects.exists()


@pytest.mark.parametrize("content_type", ["text/plain", "application/xml", "multipart/form-data; boundary=x"])
def test_another_kind_of_body_is_not_taken(send, content_type):
    response = send(b"x", content_type=content_type)
    assert response.status_code == 415
    assert response["Content-Type"] == "application/problem+json"


def test_a_packed_body_is_not_taken(send):
    problem(send([a_price()], **{"Content-Encoding": "gzip"}), 415, "unsupported-encoding")


@pytest.mark.parametrize("query", ["?partial=yes", "?partial=1"])
def test_partial_is_true_or_false(send, query):
    said = problem(send([a_price()], query=query), 400, "invalid-parameters")
    assert [error["field"] for error in said["errors"]] == ["partial"]


def test_nothing_can_be_read_there(client, key):
    response = client.get("/api/v1/prices/", headers={"Authorization": f"Bearer {key}"})
    assert response.status_code == 405
