"""A source's file says all that is needed of it, or says by its name what is wrong with it."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from corridors.models import Source
from providers.sources import (
    FOLDER,
    SourceError,
    every_source,
    facts_of,
    located,
    pulled,
    read,
    record_sources,
)
from tests.providers.toy_source import toy_facts

WHOLE = """
name = "Toy bank"
kind = "rates"
adapter = "toy"
url = "https://toy.test/"
terms_url = "https://toy.test/terms"
licence = "none"
pivot = "EUR"
direction = "units of each currency per euro"
unit = "1"
side = "mid"
published = "working days"
poll_every_minutes = 60
stale_after_minutes = 1440
reviewed_on = 2026-11-24
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "toy.toml"
    path.write_text(text, encoding="utf-8")
    return path


def refusal(path: Path) -> str:
    with pytest.raises(SourceError) as refused:
        read(path)
    return str(refused.value)


class TestReading:
    def test_a_whole_file_is_read_under_its_name(self, tmp_path: Path) -> None:
        facts = read(written(tmp_path, WHOLE + '[options]\nseries = ["SF43718"]\n'))
        assert (facts.key, facts.poll_every_minutes, facts.pivot) == ("toy", 60, "EUR")
        assert facts.options == {"series": ["SF43718"]}
        assert (facts.enabled, facts.sandbox, facts.token_required) == (True, False, False)

    @pytest.mark.parametrize(
        ("old", "new", "sentence"),
        [
            ('name = "Toy bank"\n', "", "name"),
            ('name = "Toy bank"\n', "name = Toy bank\n", "(at line 2"),
            ('licence = "none"\n', 'licence = "none"\nlicense = "none"\n', "license"),
            ('licence = "none"\n', 'licence = "none"\nkey = "other"\n', "key"),
            ('kind = "rates"', 'kind = "shares"', "kind 'shares' is neither 'rates' nor 'prices'"),
            ('adapter = "toy"\n', "", "it is polled, but names no adapter"),
            (
                "poll_every_minutes = 60",
                'poll_every_minutes = "hourly"',
                "poll_every_minutes is not of type int",
            ),
            ("poll_every_minutes = 60", "poll_every_minutes = true", "poll_every_minutes is not of type int"),
            ("reviewed_on = 2026-11-24", 'reviewed_on = "today"', "reviewed_on is not of type date"),
            ('name = "Toy bank"', 'name = ["Toy bank"]', "name is not of type str"),
            ("stale_after", 'options = "none"\nstale_after', "options is not of type dict"),
            *(
                (f"\n{name} =", f'\n{name} = ""\n# ', "rates need pivot, direction, unit, side and published")
                for name in ("pivot", "direction", "unit", "side", "published")
            ),
        ],
    )
    def test_a_file_that_cannot_be_used_is_named_with_the_reason(
        self, old: str, new: str, sentence: str, tmp_path: Path
    ) -> None:
        assert WHOLE.count(old) == 1
        told = refusal(written(tmp_path, WHOLE.replace(old, new)))
        assert told.startswith("toy.toml: ")
        assert sentence in told
        assert "\n" not in told

    def test_a_file_that_is_not_text_is_named(self, tmp_path: Path) -> None:
        path = tmp_path / "toy.toml"
        path.write_bytes(b'name = "\xff"\n')
        assert refusal(path).startswith("toy.toml: ")

    def test_prices_need_no_words_about_rates_and_no_adapter_unless_polled(self, tmp_path: Path) -> None:
        lines = [
            line
            for line in WHOLE.replace('"rates"', '"prices"').splitlines()
            if line.split(" ")[0]
            not in {"pivot", "direction", "unit", "side", "adapter", "poll_every_minutes"}
        ]
        assert not read(written(tmp_path, "\n".join(lines))).is_pulled

    def test_every_file_in_the_folder_is_a_source(self) -> None:
        assert set(every_source()) == {path.stem for path in FOLDER.glob("*.toml")}
        assert facts_of("ecb").name == "European Central Bank"

    def test_a_key_that_is_none_is_answered_with_those_that_are(self) -> None:
        with pytest.raises(SourceError, match=r"^there is no source 'ebc'; known are: .*\becb\b"):
            facts_of("ebc")


class TestPulled:
    @pytest.fixture(autouse=True)
    def _plain(self, settings: Any) -> None:
        settings.FEEDS, settings.SANDBOX_URL, settings.TOY_TOKEN = [], "", ""

    def test_what_has_a_rhythm_and_is_enabled_is_pulled(self) -> None:
        assert toy_facts().is_pulled
        assert not toy_facts(enabled=False).is_pulled
        assert not toy_facts(poll_every_minutes=0).is_pulled

    def test_where_feeds_are_named_those_and_no_others_are_pulled(self, settings: Any) -> None:
        settings.FEEDS = ["toy"]
        assert toy_facts().is_pulled
        assert toy_facts(enabled=False).is_pulled
        assert not toy_facts(key="other").is_pulled
        assert not toy_facts(poll_every_minutes=0).is_pulled
        settings.FEEDS = ["ecb", "nbp"]
        assert [facts.key for facts in pulled()] == ["ecb", "nbp"]

    def test_a_source_that_wants_a_key_is_off_without_one_even_when_named(self, settings: Any) -> None:
        wanting = toy_facts(token_setting="TOY_TOKEN", token_required=True)
        settings.FEEDS = ["toy"]
        assert (wanting.token, wanting.is_pulled) == ("", False)
        settings.TOY_TOKEN = "secret"
        assert (wanting.token, wanting.is_pulled) == ("secret", True)

    def test_a_source_that_can_do_without_its_key_is_pulled(self) -> None:
        assert toy_facts(token_setting="TOY_TOKEN").is_pulled
        assert toy_facts().token == ""

    def test_every_setting_that_a_source_names_exists(self, settings: Any) -> None:
        named = {facts.token_setting for facts in every_source().values()} - {""}
        assert named == {"BANXICO_TOKEN", "FRED_API_KEY", "WISE_TOKEN"}
        assert all(isinstance(getattr(settings, name), str) for name in named)

    def test_a_sandbox_is_pulled_only_where_its_address_is_set(self, settings: Any) -> None:
        invented = toy_facts(sandbox=True)
        settings.FEEDS = ["toy"]
        assert not invented.is_pulled
        settings.SANDBOX_URL = "http://127.0.0.1:8001"
        assert invented.is_pulled


class TestLocated:
    @pytest.mark.parametrize("base", ["http://127.0.0.1:8001", "http://127.0.0.1:8001/"])
    def test_a_sandboxs_path_is_made_whole(self, base: str, settings: Any) -> None:
        settings.SANDBOX_URL = base
        facts = toy_facts(sandbox=True, data_url="/tariff.json")
        assert located(facts) == replace(facts, data_url="http://127.0.0.1:8001/tariff.json")

    def test_anything_else_keeps_its_address(self, settings: Any) -> None:
        settings.SANDBOX_URL = "http://127.0.0.1:8001"
        for facts in (toy_facts(data_url="/tariff.json"), toy_facts(sandbox=True)):
            assert located(facts) is facts


@pytest.mark.django_db
def test_facts_are_stored_and_replaced_by_what_the_files_say_now() -> None:
    record_sources()
    Source.objects.filter(key="ecb").update(name="Old name", stale_after_minutes=1, sandbox=True)
    record_sources()
    stored = {source.key: source for source in Source.objects.all()}
    assert stored["directo_a_mexico"].ended_on == date(2027, 1, 1)  # the day after its last
    assert set(stored) == set(every_source())
    for key, facts in every_source().items():
        for column in ("name", "url", "licence", "pivot", "stale_after_minutes", "sandbox", "ended_on"):
            assert getattr(stored[key], column) == getattr(facts, column)
