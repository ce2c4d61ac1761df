import gc
import os
import socket
import tempfile
from collections.abc import Iterator
from ipaddress import ip_address
from itertools import count
from typing import Any

import hypothesis
import psycopg
import pytest
import redis
from django.conf import settings
from django.utils import translation
from pytest_socket import SocketConnectBlockedError

THIS_MACHINE = ["127.0.0.1", "::1"]
NAMES_OF_THIS_MACHINE = {"localhost", "", None}

real_getaddrinfo = socket.getaddrinfo
current_test = count()
cache_generation = next(current_test)

# No deadline: a busy machine is no defect. No chance in CI: a failure there can be had again here.
hypothesis.settings.register_profile("local", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, database=None)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "local")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    gc.disable()  # until all tests are collected: hardly anything is garbage so far
    config.option.allow_hosts = ",".join(THIS_MACHINE)
    config.option.allow_unix_socket = True
    socket.getaddrinfo = resolve_only_this_machine
    if not hasattr(config, "workerinput"):
        require_the_services_named()
    empty_folder = tempfile.TemporaryDirectory()
    config.add_cleanup(empty_folder.cleanup)
    config.add_cleanup(forget_what_redis_keeps)
    adapt_settings(static_root=empty_folder.name)


# Places whose modules take longest: begun first, so that no worker is left with one of them at the end.
LONGEST = ("tests/browser/", "tests/test_bundled_survey.py", "tests/lake/", "tests/exports/")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the long modules first, each still in one piece."""
    items.sort(
        key=lambda item: next((n for n, place in enumerate(LONGEST) if item.nodeid.startswith(place)), 99)
    )


def pytest_collection_finish() -> None:
    """What is collected stays to the end: the garbage collector need not look through it again and again."""
    gc.collect()
    gc.freeze()
    gc.enable()


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name bytes by their argument: an archive holds the second it was made in, and every worker must list
    the same names.
    """
    return argname if isinstance(val, bytes) else None


def resolve_only_this_machine(host: Any, *args: Any, **kwargs: Any) -> Any:
    """Refuse to look up names: pytest-socket sees connections only, and a look-up leaves the machine too."""
    if host not in NAMES_OF_THIS_MACHINE and not is_address(host):
        raise SocketConnectBlockedError(THIS_MACHINE, host)
    return real_getaddrinfo(host, *args, **kwargs)


def is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def require_the_services_named() -> None:
    """A database or cache that is asked for and absent fails the run: a test skipped there proves nothing."""
    database_url, redis_url = os.environ.get("DATABASE_URL", ""), os.environ.get("REDIS_URL", "")
    if database_url.startswith("postgres"):
        try:
            psycopg.connect(database_url, connect_timeout=5).close()
        except psycopg.OperationalError as error:
            raise pytest.UsageError(f"No PostgreSQL answers at DATABASE_URL: {error}") from error
    if redis_url:
        try:
            with redis.Redis.from_url(redis_url, socket_connect_timeout=5) as client:
                client.ping()
        except redis.RedisError as error:
            raise pytest.UsageError(f"No Redis answers at REDIS_URL: {error}") from error


def adapt_settings(*, static_root: str) -> None:
    """Set what tests need otherwise than a service does, before Django is set up and reads it."""
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.STATIC_ROOT = static_root  # WhiteNoise warns of one that is absent
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.CELERY_TASK_ALWAYS_EAGER = True
    settings.CACHES["default"] |= {"KEY_FUNCTION": key_of_this_test}


def key_of_this_test(key: str, prefix: str, version: int) -> str:
    """Keep tests that share one Redis apart: processes by their id, and one process's tests by a number."""
    return f"{prefix}:test:{os.getpid()}:{cache_generation}:{version}:{key}"


def forget_what_redis_keeps() -> None:
    if redis_url := os.environ.get("REDIS_URL"):
        with redis.Redis.from_url(redis_url) as client:
            for key in client.scan_iter(match=f"*:test:{os.getpid()}:*"):
                client.delete(key)


@pytest.fixture(autouse=True)
def _language_of_its_own() -> Iterator[None]:
    """A request leaves its thread in the language that it was answered in."""
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def _cache_of_its_own() -> None:
    global cache_generation
    cache_generation = next(current_test)
