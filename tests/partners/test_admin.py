"""Keys in the admin: made and shown once, listed without their secret, revoked by name."""

import re
from datetime import timedelta
from functools import partial

import pytest

from partners.keys import make_key
from partners.models import ApiKey
from tests.factories import NOW
from tests.partners.batches import a_price
from tests.providers.handed_in import sign_in

KEYS = "/admin/partners/apikey/"
ASKED = {"name": "Hawks", "scopes": "submit:swift-hawk\nread", "expires_at": ""}


def test_a_key_is_shown_once_and_works(admin_client, send):
    made = admin_client.post(f"{KEYS}add/", ASKED)
    (token,) = re.findall(r"rc_[0-9a-f]{8}_[\w-]{43}", made.content.decode())
    assert "no-store" in made["Cache-Control"]
    assert token not in str(made.cookies)
    key = ApiKey.objects.get(prefix=token[:11])
    assert (key.name, key.scopes, key.created_by) == ("Hawks", ["read", "submit:swift-hawk"], "admin")
    assert send([a_price()], token=token).status_code == 200
    secret = token[12:]
    for address in (KEYS, f"{KEYS}{key.id}/change/", f"{KEYS}{key.id}/history/", "/admin/"):
        page = admin_client.get(address)
        assert page.status_code == 200
        assert secret not in page.content.decode()
        assert key.secret_hash not in page.content.decode()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"scopes": "submit"}, "is no scope"),
        ({"scopes": " "}, "This field is required."),
        ({"name": ""}, "This field is required."),
        ({"expires_at": "2026-11-20T12:00"}, "This time is over."),
    ],
)
def test_a_key_that_would_not_work_is_not_made(admin_client, changed, sentence):
    page = admin_client.post(f"{KEYS}add/", ASKED | changed).content.decode()
    assert sentence in page
    assert not ApiKey.objects.exists()


def test_a_time_limit_is_kept(admin_client):
    admin_client.post(f"{KEYS}add/", ASKED | {"expires_at": "2026-11-21T12:00"})
    assert ApiKey.objects.get().expires_at == NOW + timedelta(days=1)


@pytest.fixture
def as_user(client, db):
    return partial(sign_in, client)


def test_revoking_needs_the_permission_and_notes_who(as_user):
    key, _ = make_key("Hawks", ["read"], now=NOW)
    asked = {"action": "revoke", "_selected_action": [key.id]}
    as_user("view_apikey").post(KEYS, asked)
    key.refresh_from_db()
    assert key.revoked_at is None
    as_user("change_apikey").post(KEYS, asked)
    assert ApiKey.objects.filter(revoked_at=NOW, revoked_by="ana").count() == 1


def test_making_a_key_needs_the_permission(as_user):
    client = as_user("view_apikey", "change_apikey")
    assert client.get(f"{KEYS}add/").status_code == 403
    assert client.post(f"{KEYS}add/", ASKED).status_code == 403
    assert not ApiKey.objects.exists()


def test_no_key_is_changed_or_deleted(admin_client):
    key, _ = make_key("Hawks", ["read"], now=NOW)
    admin_client.post(f"{KEYS}{key.id}/change/", {"name": "Doves"})
    admin_client.post(f"{KEYS}{key.id}/delete/", {"post": "yes"})
    assert ApiKey.objects.get().name == "Hawks"
