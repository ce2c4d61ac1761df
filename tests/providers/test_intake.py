"""Handing in prices in the admin: a file that is previewed first, and the mystery shoppers' form."""

import re
from datetime import timedelta
from functools import partial

import pytest
import time_machine
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile

from corridors.models import Price
from providers.models import ArchivedAnswer, FeedRun, HeldReading
from tests.factories import NOW, add_cross_rate
from tests.providers.handed_in import TURNED_ROUND, a_price, sign_in, table, text, workbook

pytestmark = pytest.mark.django_db
UPLOAD, RECORD = "/admin/providers/feedrun/upload/", "/admin/providers/feedrun/upload/record/"
SHOPPING = "/admin/providers/feedrun/mystery-shopping/"
HEADER = "provider,from,to,send_currency,receive_currency,send_amount,fee,rate\n"
ROW = "Swift Hawk,AE,PH,AED,PHP,1000,10,11.9\n"
TOLD = {
    "from": "AE",
    "to": "PH",
    "send_currency": "aed",
    "receive_currency": "PHP",
    "provider": "Swift Hawk",
    "provider_type": "money_transfer_operator",
    "send_amount": "1000",
    "fee": "10",
    "fee_convention": "on_top",
    "rate": "11.9",
    "pay_in": "cash",
    "access": "branch",
    "pay_out": "cash",
    "speed_max_minutes": "60",
    "observed_at": "2026-11-20T11:30",
    "note": "asked at the counter",
}


@pytest.fixture(autouse=True)
def _now_and_here(settings, db):
    memory = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    settings.STORAGES = settings.STORAGES | {"archive": memory}
    with time_machine.travel(NOW, tick=False):
        add_cross_rate("AED", "PHP", "12")
        yield


@pytest.fixture
def as_user(client):
    return partial(sign_in, client)


@pytest.mark.parametrize("address", [UPLOAD, RECORD, SHOPPING, f"{UPLOAD}template.csv"])
def test_handing_in_needs_a_permission_and_the_admin(as_user, client, address):
    ask = client.post if address == RECORD else client.get
    assert ask(address).status_code == 302
    as_user("view_feedrun")
    assert ask(address).status_code == 403
    as_user("add_feedrun", name="no staff", staff=False)
    assert ask(address).status_code == 302


def test_the_ways_to_hand_in_are_shown_to_those_who_may(as_user):
    assert UPLOAD not in text(as_user("view_feedrun").get("/admin/providers/feedrun/"))
    page = text(as_user("view_feedrun", "add_feedrun").get("/admin/providers/feedrun/"))
    assert UPLOAD in page
    assert SHOPPING in page


def test_the_permission_to_hand_in_alone_opens_the_way_there_and_what_became_of_it(as_user):
    client = as_user("add_feedrun")
    assert UPLOAD in text(client.get("/admin/providers/feedrun/"))
    page = uploaded(client, HEADER + ROW + ROW.replace("10,", "ten,") + ROW.replace("11.9", TURNED_ROUND))
    done = client.post(RECORD, {"token": token_in(page)}, follow=True)
    assert "1 stored, 0 already known, 1 refused, 1 held" in text(done)
    links = re.findall(r'href="(/admin/providers/[a-z]+/\?run__id__exact=\d+)"', text(done))
    assert len(links) == 2
    for link in links:
        assert "line " in text(client.get(link)) or "Swift Hawk AE-PH" in text(client.get(link))
    assert client.get("/admin/providers/provider/").status_code == 403


def test_a_preview_shows_the_prices_that_would_be_stored(admin_client):
    other = ROW.replace("10,11.9", "2.5,")
    page = uploaded(admin_client, HEADER + ROW + ROW.replace("10,", "ten,") + other + ROW)
    stored = re.findall(r"<tr>((?:<td>[^<]*</td>){6})</tr>", page)
    assert [re.findall(r"<td>([^<]*)</td>", row) for row in stored] == [
        ["line 2", "Swift Hawk", "AE-PH", "1000 AED", "10 AED", "11.9 PHP"],
        ["line 4", "Swift Hawk", "AE-PH", "1000 AED", "2.5 AED", "not stated"],
    ]
    assert "more</p>" not in page


def test_a_preview_of_a_long_file_shows_a_hundred_prices_and_how_many_more(admin_client):
    page = uploaded(admin_client, HEADER + "".join(ROW.replace("1000", str(1000 + n)) for n in range(103)))
    assert "<strong>103</strong> stored" in page
    assert page.count("<td>AE-PH</td>") == 100
    assert "and 3 more</p>" in page


def test_the_empty_table_has_a_header_that_can_be_uploaded(admin_client):
    response = admin_client.get(f"{UPLOAD}template.csv")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    header = response.content.decode()
    assert header.startswith("provider,from,to,send_currency,receive_currency,send_amount,fee,")
    columns = header.strip().split(",")
    row = dict(zip(HEADER.strip().split(","), ROW.strip().split(","), strict=True))
    body = header + ",".join(row.get(name, "") for name in columns) + "\n"
    assert "<strong>1</strong> stored" in uploaded(admin_client, body)


def uploaded(client, body, name="prices.csv", method="published_tariff"):
    file = SimpleUploadedFile(name, body if isinstance(body, bytes) else body.encode())
    return text(client.post(UPLOAD, {"file": file, "method": method}))


def token_in(page):
    (token,) = re.findall(r'name="token" value="([^"]+)"', page)
    return token


def test_a_file_is_previewed_then_recorded_with_one_click_and_only_once(as_user):
    client = as_user("add_feedrun", "view_feedrun")
    page = uploaded(client, HEADER + ROW + ROW.replace("10,", "ten,") + ROW.replace("11.9", TURNED_ROUND))
    for counted in ("1</strong> stored", "0</strong> already known", "1</strong> refused", "1</strong> held"):
        assert counted in page
    assert "<td>line 3</td><td>refused</td><td>fee</td><td>&#x27;ten&#x27; is not a number" in page
    assert "<td>line 4</td><td>held</td><td>rate</td>" in page
    assert not Price.objects.exists()
    assert not FeedRun.objects.exists()
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        done = client.post(RECORD, {"token": token_in(page)}, follow=True)
        assert "1 stored, 0 already known, 1 refused, 1 held" in text(done)
        assert "has been recorded already" in text(
            client.post(RECORD, {"token": token_in(page)}, follow=True)
        )
    run = FeedRun.objects.get()
    assert (run.trigger, run.source_id, run.payload_name, run.refused) == (
        "upload",
        "uploads",
        "prices.csv",
        1,
    )
    price = Price.objects.get()
    assert price.observed_at == NOW
    assert price.collection_method == "published_tariff"
    assert ArchivedAnswer.objects.get().asked == {"by": "ana", "method": "published_tariff"}


def test_a_table_as_spreadsheets_save_it_is_read(admin_client):
    page = uploaded(admin_client, f"{HEADER}{ROW}".replace("Swift Hawk", "Envíos Café").encode("cp1252"))
    admin_client.post(RECORD, {"token": token_in(page)})
    assert Price.objects.get().service.provider.name == "Envíos Café"


def test_a_workbook_is_taken_whatever_it_is_called(admin_client):
    page = uploaded(admin_client, workbook(*table(a_price())), "prices.csv", "mystery_shopping")
    admin_client.post(RECORD, {"token": token_in(page)})
    assert Price.objects.get().collection_method == "mystery_shopping"


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("nothing of use\n", "The file cannot be read: no field of a price is called &#x27;nothing of use"),
        (HEADER, "The file cannot be read: the file has a header and no rows."),
        (b"PK\x03\x04broken", "The file cannot be read: "),
        (HEADER.encode() + b"\xff\xfe\x00", "The file cannot be read: the file is not text"),
    ],
)
def test_a_file_that_cannot_be_read_says_why_and_offers_no_click(admin_client, body, sentence):
    page = uploaded(admin_client, body)
    assert sentence in page
    assert "token" not in page.replace("csrfmiddlewaretoken", "")


def test_a_file_that_is_too_large_is_refused_before_it_is_read(admin_client):
    assert "The file has more than 10,485,760 bytes." in uploaded(admin_client, b"x" * (10 * 2**20 + 1))


def test_what_a_file_says_is_shown_as_text(admin_client):
    page = uploaded(admin_client, HEADER + ROW.replace("1000", "<script>"))
    assert "<script>&#x27;" not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize("change", ["altered", "old", "of another"])
def test_only_one_s_own_fresh_preview_can_be_recorded(as_user, change):
    client = as_user("add_feedrun")
    token = token_in(uploaded(client, HEADER + ROW))
    moment = NOW
    if change == "altered":
        token = f"x{token}"
    elif change == "old":
        moment = NOW + timedelta(days=1, seconds=1)
    else:
        client = as_user("add_feedrun", name="bob")
    with time_machine.travel(moment, tick=False):
        response = client.post(RECORD, {"token": token})
    assert response["Location"] == UPLOAD
    assert not FeedRun.objects.exists()


def test_a_token_of_another_use_is_not_taken(as_user):
    client = as_user("add_feedrun")
    assert client.post(RECORD, {"token": signing.dumps({"user": 1})})["Location"] == UPLOAD


def test_what_a_shopper_was_told_is_recorded_and_the_next_form_remembers_the_corridor(as_user):
    client = as_user("add_feedrun")
    response = client.post(SHOPPING, TOLD, follow=True)
    page = text(response)
    assert "Recorded. Thank you." in page
    assert '<option value="AE" selected>' in page
    price = Price.objects.get()
    assert (price.source_id, price.collection_method) == ("mystery_shopping", "mystery_shopping")
    assert (str(price.fee), str(price.rate), price.fee_convention) == ("10.000000", "11.900000000", "on_top")
    assert (price.service.pay_in, price.service.pay_out, price.speed_max_minutes) == ("cash", "cash", 60)
    assert price.observed_at == NOW - timedelta(minutes=30)
    assert ArchivedAnswer.objects.get().asked["by"] == "ana"
    assert "ana" not in "".join(str(value) for value in Price.objects.values().get().values())
    assert "known already" in text(client.post(SHOPPING, TOLD, follow=True))
    assert Price.objects.count() == 1


def test_a_shopper_s_mistakes_stand_beside_their_fields_and_leave_no_run(as_user):
    client = as_user("add_feedrun")
    page = text(client.post(SHOPPING, TOLD | {"fee": "ten", "to": "AE", "provider": ""}))
    assert "This field is required." in page
    page = text(client.post(SHOPPING, TOLD | {"fee": "ten"}))
    field = page[page.index('for="id_fee"') : page.index('for="id_fee_convention"')]
    assert "&#x27;ten&#x27; is not a number such as 1234.50" in field
    assert 'aria-invalid="true"' in field
    page = text(client.post(SHOPPING, TOLD | {"to": "AE"}))
    field = page[page.index('for="id_to"') : page.index('for="id_send_currency"')]
    assert "sending and receiving country are both AE" in field
    assert not FeedRun.objects.exists()


def test_a_shopper_s_price_that_looks_wrong_waits_for_review(as_user):
    page = text(as_user("add_feedrun").post(SHOPPING, TOLD | {"rate": TURNED_ROUND}, follow=True))
    assert "It looks wrong and waits for review: the rate 0.084 looks turned round" in page
    assert HeldReading.objects.get().run.source_id == "mystery_shopping"


def test_the_form_is_made_for_a_telephone(as_user):
    page = text(as_user("add_feedrun").get(SHOPPING))
    assert 'name="viewport" content="width=device-width' in page
    assert page.count('inputmode="decimal"') == 4
    assert '<option value="cashiers_cheque">cashier’s cheque</option>' in page
    assert 'type="datetime-local"' in page
    assert 'value="2026-11-20T12:00"' in page


@pytest.mark.parametrize("address", [UPLOAD, SHOPPING])
def test_no_page_has_a_script_of_its_own(as_user, address):
    page = text(as_user("add_feedrun").get(address))
    assert not re.search(r"<script(?![^>]*\bsrc=)|\son\w+=", page)
