"""API keys: made, shown once, recognised, revoked."""

import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import structlog
from django.db import OperationalError, connection, transaction

from partners.models import ApiKey
from providers.models import Provider

READ, SUBMIT = "read", "submit:"
SCOPE = re.compile(rf"{READ}|{SUBMIT}[a-z0-9_-]{{1,100}}")
TOKEN = re.compile(r"(rc_[0-9a-f]{8})_([A-Za-z0-9_-]{43})", re.ASCII)
SECRET_BYTES = 32
USED_EVERY = timedelta(minutes=1)
MOST_NAME = 200
UNKNOWN = "This key is not known."

log = structlog.get_logger(__name__)


class KeyRefusedError(Exception):
    """A key that opens nothing, in one sentence that does not repeat it."""


class ScopeError(ValueError):
    """A scope that there is not, in one sentence."""


class PartnerNameError(ValueError):
    """A name that no key can have, in one sentence."""


def check_scopes(scopes: Iterable[str]) -> list[str]:
    """The scopes in order, each once.

    Raises:
        ScopeError: there is none, or one is neither "read" nor "submit:" and a provider's slug, which has
            no capital.
    """
    wanted = sorted(set(scopes))
    if not wanted:
        raise ScopeError("a key needs a scope: read, or submit:<provider>")
    for scope in wanted:
        if SCOPE.fullmatch(scope):
            continue
        if SCOPE.fullmatch(small := scope.lower()):
            raise ScopeError(f"{scope[:60]!r} opens nothing: slugs have small letters only, {small[:60]!r}")
        raise ScopeError(f"{scope[:60]!r} is no scope: use read, or submit:<provider> with its slug")
    return wanted


def make_key(
    name: str, scopes: Iterable[str], *, now: datetime, expires_at: datetime | None = None, by: str = ""
) -> tuple[ApiKey, str]:
    """A new key and the text of it, which nobody can ever read again.

    Raises:
        PartnerNameError: the name is empty or too long.
        ScopeError: a scope is not known.
    """
    if not 1 <= len(name := name.strip()) <= MOST_NAME:
        raise PartnerNameError(f"the partner's name must have 1 to {MOST_NAME} characters, not {len(name):,}")
    secret = secrets.token_urlsafe(SECRET_BYTES)
    key = ApiKey.objects.create(
        name=name,
        prefix=f"rc_{secrets.token_hex(4)}",
        secret_hash=_hashed(secret),
        scopes=check_scopes(scopes),
        created_at=now,
        created_by=by,
        expires_at=expires_at,
    )
    return key, f"{key.prefix}_{secret}"


def _hashed(secret: str) -> str:
    """No salt and no slow hash: nobody guesses 32 random bytes."""
    return hashlib.sha256(secret.encode()).hexdigest()


def recognised(token: str, *, now: datetime) -> ApiKey:
    """The key that a token is of; notes that it was used, once a minute. Reads the database each time, so
    revoking acts at once.

    Raises:
        KeyRefusedError: it is not known, expired or revoked.
    """
    parts = TOKEN.fullmatch(token)
    if parts is None:
        raise KeyRefusedError(UNKNOWN)
    prefix, secret = parts.groups()
    key = ApiKey.objects.filter(prefix=prefix).first()
    is_right = hmac.compare_digest(key.secret_hash if key else "", _hashed(secret))
    if key is None or not is_right:
        raise KeyRefusedError(UNKNOWN)
    if key.revoked_at is not None:
        raise KeyRefusedError("This key was revoked.")
    if key.expires_at is not None and key.expires_at <= now:
        raise KeyRefusedError("This key has expired.")
    if key.last_used_at is None or key.last_used_at <= now - USED_EVERY:
        _note_use(key, now=now)
    return key


def _note_use(key: ApiKey, *, now: datetime) -> None:
    """Note that a key was used; whoever asks is served all the same when that cannot be written now."""
    try:
        with _without_waiting(), transaction.atomic():
            ApiKey.objects.filter(id=key.id).update(last_used_at=now)
    except OperationalError as error:
        log.warning("use of a key not noted", prefix=key.prefix, error=str(error))


@contextmanager
def _without_waiting() -> Iterator[None]:
    """SQLite would wait for another writer, and then the request itself as long again."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        (milliseconds,) = cursor.fetchone()
        cursor.execute("PRAGMA busy_timeout = 0")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {milliseconds}")


def revoke(key: ApiKey, *, by: str, now: datetime) -> bool:
    """Close a key for good and note who did; False, and nothing changed, when it was closed already."""
    open_keys = ApiKey.objects.filter(id=key.id, revoked_at__isnull=True)
    return open_keys.update(revoked_at=now, revoked_by=by[:150]) == 1


def submits_for(key: ApiKey) -> list[str]:
    """The slugs of the providers that a key may submit for."""
    return [scope.removeprefix(SUBMIT) for scope in key.scopes if scope.startswith(SUBMIT)]


def providers_of(key: ApiKey) -> tuple[list[str], list[str]]:
    """The normalised names of the stored providers that a key may submit for, and the slugs of those that are
    not stored yet. One query.
    """
    slugs = submits_for(key)
    stored = dict(Provider.objects.filter(slug__in=slugs).values_list("slug", "name_key"))
    return sorted(stored.values()), [slug for slug in slugs if slug not in stored]
