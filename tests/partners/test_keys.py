"""A key opens what its scopes name, from when it is made until it is revoked, and shows its secret once."""

import logging
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection

from partners import submissions
from partners.keys import KeyRefusedError, ScopeError, check_scopes, make_key, recognised, revoke
from partners.models import ApiKey
from remitcompare import logs
from tests.factories import NOW
from tests.partners.batches import a_price


def refused(response, status):
    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    return response.json()


def test_only_a_hash_of_the_secret_is_kept(db):
    key, token = make_key("Hawks", ["read", "read"], now=NOW, by="ana")
    secret = token.removeprefix(f"{key.prefix}_")
    assert token.startswith("rc_")
    assert len(secret) == 43
    stored = str(ApiKey.objects.values().get())
    assert key.prefix in stored
    assert secret not in stored
    assert (key.scopes, key.created_by) == (["read"], "ana")


@pytest.mark.parametrize(
    "scopes",
    [[], ["write"], ["submit:"], ["submit:*"], ["submit:a b"], ["read "], ["read", "submit:é"], ["submit:A"]],
)
def test_a_scope_that_there_is_not_makes_no_key(db, scopes):
    with pytest.raises(ScopeError):
        make_key("Hawks", scopes, now=NOW)
    assert not ApiKey.objects.exists()


def test_a_slug_with_a_capital_is_refused_with_the_one_that_was_meant():
    with pytest.raises(ScopeError, match="slugs have small letters only, 'submit:swift-hawk'"):
        check_scopes(["submit:Swift-Hawk"])


def test_scopes_are_kept_in_order_once_each():
    assert check_scopes(["submit:b", "read", "submit:a", "read"]) == ["read", "submit:a", "submit:b"]


@pytest.mark.parametrize(
    "authorization", ["", "Basic YTpi", "Bearer", "Bearer ", "Bearer rc_", "Bearer {prefix}", "Token {key}"]
)
def test_without_a_key_nothing_is_taken(send, key, authorization):
    said = authorization.format(prefix=key[:11], key=key)
    problem = send([a_price()], Authorization=said)
    assert problem["WWW-Authenticate"] == 'Bearer realm="RemitCompare"'
    assert refused(problem, 401)["type"] == "about:blank"


def test_the_word_bearer_may_be_written_in_any_case(send, key):
    assert send([a_price()], Authorization=f"BEARER  {key}").status_code == 200


def test_a_secret_that_is_wrong_in_one_letter_opens_nothing(send, key):
    wrong = key[:-1] + ("A" if key[-1] != "A" else "B")
    response = send([a_price()], token=wrong)
    assert refused(response, 401)["detail"] == "This key is not known."
    assert response["WWW-Authenticate"].startswith("Bearer")
    of_nobody = f"rc_00000000{key[11:]}"
    assert refused(send([a_price()], token=of_nobody), 401)["detail"] == "This key is not known."


def test_a_key_is_good_until_the_moment_it_expires(db):
    _, token = make_key("Hawks", ["read"], now=NOW, expires_at=NOW + timedelta(days=1))
    assert recognised(token, now=NOW + timedelta(days=1, seconds=-1)).name == "Hawks"
    with pytest.raises(KeyRefusedError, match="expired"):
        recognised(token, now=NOW + timedelta(days=1))


def test_revoking_acts_at_once_and_notes_who_did_it(send):
    key = ApiKey.objects.get()
    assert send([a_price()]).status_code == 200
    assert revoke(key, by="ana", now=NOW) is True
    assert refused(send([a_price(fee="9")]), 401)["detail"] == "This key was revoked."
    assert revoke(key, by="bob", now=NOW + timedelta(days=1)) is False
    key.refresh_from_db()
    assert (key.revoked_by, key.revoked_at) == ("ana", NOW)


def test_a_key_that_only_reads_is_told_the_scope_it_lacks(send):
    _, token = make_key("Readers", ["read"], now=NOW)
    said = refused(send([a_price()], token=token), 403)
    assert said["type"] == "urn:remitcompare:problem:missing-scope"
    assert "submit:<provider>" in said["detail"]


def test_the_last_use_is_noted_once_a_minute(db):
    key, token = make_key("Hawks", ["read"], now=NOW)
    seen = []
    for seconds in (0, 59, 60):
        recognised(token, now=NOW + timedelta(seconds=seconds))
        key.refresh_from_db()
        seen.append(key.last_used_at)
    assert seen == [NOW, NOW, NOW + timedelta(seconds=60)]


@pytest.fixture
def _a_writer_holds_the_database(key):
    """Reading goes on; writing is what SQLite and PostgreSQL refuse."""

    def locked(execute, sql, params, many, context):
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            raise OperationalError("database is locked")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(locked):
        yield


@pytest.mark.usefixtures("_a_writer_holds_the_database")
def test_a_key_is_good_though_its_use_cannot_be_noted(key):
    assert recognised(key, now=NOW).name == "Hawks"
    assert ApiKey.objects.get().last_used_at is None


@pytest.mark.usefixtures("_a_writer_holds_the_database")
def test_a_batch_that_meets_another_writer_may_be_sent_again(send):
    response = send([a_price()])
    assert refused(response, 503)["type"] == "urn:remitcompare:problem:busy"
    assert response["Retry-After"] == "5"


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite has one writer at a time")
def test_noting_a_use_waits_for_nobody_and_leaves_the_patience_of_others(key):
    waits = []

    def watched(execute, sql, params, many, context):
        if sql.startswith("UPDATE"):
            waits.append(patience())
        return execute(sql, params, many, context)

    before = patience()
    with connection.execute_wrapper(watched):
        recognised(key, now=NOW)
    assert waits == [0]
    assert patience() == before > 0


def patience():
    """How many milliseconds SQLite waits for another writer."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        return cursor.fetchone()[0]


def test_a_refused_key_is_not_noted_as_used(db):
    key, token = make_key("Hawks", ["read"], now=NOW)
    with pytest.raises(KeyRefusedError):
        recognised(f"{token[:-2]}xx", now=NOW)
    key.refresh_from_db()
    assert key.last_used_at is None


def test_no_log_line_holds_a_key(send, key, monkeypatch):
    stream = StringIO()
    logs.configure({"level": "DEBUG"}, stream)
    try:
        send([a_price()])
        send([{}])
        send([a_price()], token=key[:-1] + "!")
        send(b"{", token=f"{key}x")
        monkeypatch.setattr(submissions, "accept", lambda *args, **kwargs: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            send([a_price()])
        logging.getLogger("tests").info("the last line")
    finally:
        logs.configure(settings.LOGGING)
    written = stream.getvalue()
    assert "prices handed in" in written
    assert "ZeroDivisionError" in written
    assert "the last line" in written
    assert key[12:30] not in written


def test_the_command_prints_a_key_that_works(send):
    out = StringIO()
    with time_machine.travel(NOW, tick=False):
        call_command("make_api_key", "Hawks", "--scope", "submit:swift-hawk", "--days", "2", stdout=out)
    token = out.getvalue().strip()
    made = ApiKey.objects.get(prefix=token[:11])
    assert made.expires_at == NOW + timedelta(days=2)
    assert send([a_price()], token=token).status_code == 200


@pytest.mark.parametrize(
    "arguments",
    [[], ["--scope", "admin"], ["--scope", "read", "--days", "0"], ["--scope", "read", "--days", "x"]],
)
def test_the_command_makes_no_key_of_what_it_does_not_understand(db, arguments):
    with pytest.raises(CommandError):
        call_command("make_api_key", "Hawks", *arguments)
    assert not ApiKey.objects.exists()


@pytest.mark.parametrize(("name", "length"), [("", 0), ("  ", 0), ("x" * 201, 201)])
def test_the_command_makes_no_key_without_a_name_that_can_be_kept(db, name, length):
    with pytest.raises(CommandError, match=f"must have 1 to 200 characters, not {length}$") as refusal:
        call_command("make_api_key", name, "--scope", "read")
    assert refusal.value.returncode == 1
    assert not ApiKey.objects.exists()


def test_a_name_of_the_greatest_length_is_kept(db):
    assert make_key(f" {'x' * 200} ", ["read"], now=NOW)[0].name == "x" * 200
