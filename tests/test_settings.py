import multiprocessing
import stat
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.handlers.wsgi import WSGIHandler
from django.utils.module_loading import import_string
from environ import Env

from remitcompare.databases import database
from remitcompare.secret_key import secret_key


def make_key(folder: Path) -> str:
    return secret_key("", data_dir=folder, may_be_made=True)


def test_a_key_that_is_given_is_used_and_none_is_written(tmp_path):
    assert secret_key("given", data_dir=tmp_path, may_be_made=True) == "given"
    assert not list(tmp_path.iterdir())


def test_a_key_is_made_once_for_its_owner_alone(tmp_path):
    key = make_key(tmp_path)
    assert len(key) == 50
    assert make_key(tmp_path) == key
    (file,) = tmp_path.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_processes_that_start_together_share_one_key(tmp_path):
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        assert len(set(pool.map(make_key, [tmp_path] * 20))) == 1


def test_a_key_that_another_process_has_just_made_is_kept(tmp_path, monkeypatch):
    key = make_key(tmp_path)
    monkeypatch.setattr(Path, "exists", lambda path: False)
    assert make_key(tmp_path) == key


def test_a_service_of_many_machines_must_be_given_its_key(tmp_path):
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY is not set"):
        secret_key("", data_dir=tmp_path, may_be_made=False)


def test_the_embedded_database_is_a_file_among_the_data(tmp_path):
    config = database(None, data_dir=tmp_path, pool_size=4)
    assert config["NAME"] == tmp_path / "remitcompare.sqlite3"
    assert config["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in config["OPTIONS"]["init_command"]


def test_postgresql_gets_a_bounded_pool_and_keeps_the_options_of_its_address(tmp_path):
    given = Env.db_url_config("postgresql://someone@db.example/prices?sslmode=require")
    config = database(given, data_dir=tmp_path, pool_size=3)
    assert config["OPTIONS"]["sslmode"] == "require"
    assert config["OPTIONS"]["pool"]["max_size"] == 3


def test_a_pool_of_none_is_no_pool(tmp_path):
    given = Env.db_url_config("postgresql://someone@db.example/prices")
    assert database(given, data_dir=tmp_path, pool_size=0)["OPTIONS"]["pool"] is False


def test_another_kind_of_database_is_refused_with_a_sentence(tmp_path):
    with pytest.raises(ImproperlyConfigured, match="must begin with postgresql:// or sqlite://"):
        database(Env.db_url_config("mysql://localhost/prices"), data_dir=tmp_path, pool_size=4)


def test_gunicorn_is_given_django():
    assert isinstance(import_string(settings.WSGI_APPLICATION), WSGIHandler)
