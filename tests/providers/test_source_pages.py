"""What anyone may see of where prices come from."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from providers.models import FeedRun
from providers.pages import wording
from providers.sources import every_source
from tests.factories import NOW, price, record
from tests.pages.conftest import Page
from tests.providers.sources_seen import UNREACHABLE, ago, feed, hold, rate, refuse, run

pytestmark = pytest.mark.django_db
ADDRESSES = ("/sources/", "/sources/ecb/", "/sources/sandbox_ecb/", "/sources/profeco/")


@pytest.fixture(autouse=True)
def _two_feeds(settings: Any) -> Iterator[None]:
    settings.FEEDS = ["ecb", "profeco"]
    settings.SANDBOX_URL = ""
    # A request leaves its language on; the next test is not to find it.
    with time_machine.travel(NOW, tick=False), translation.override("en"):
        yield


@pytest.fixture
def read(client: Client) -> Any:
    return lambda address: Page(client.get(address))  # type: ignore[arg-type]


def row_of(page: Page, name: str) -> str:
    """The text of one source in the list."""
    (item,) = [
        item for item in re.findall(r"<li>.*?</li>", page.html, flags=re.DOTALL) if f">{name}<" in item
    ]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", item)).strip()


class TestList:
    def test_every_source_is_listed_prices_first_and_invented_ones_are_called_that(self, read: Any) -> None:
        page = read("/sources/")
        names = [facts.name for facts in every_source().values()]
        assert [name for name in names if name.replace("'", "&#x27;") not in page.html] == []
        prices, rates = page.text.split("Exchange rates for comparison")
        assert "Profeco" in prices
        assert "European Central Bank" in rates
        assert {
            row.split(" invented ")[0] for row in re.findall(r"Sandbox [\w ]+? invented ", page.text)
        } == {facts.name for facts in every_source().values() if facts.sandbox}
        assert page.text.count(" invented ") == 3

    def test_a_working_source_shows_rhythm_last_success_age_and_what_was_left_out(self, read: Any) -> None:
        feed("ecb", last_success_at=ago(hours=3))
        rate(ago(days=2))
        refuse(run("ecb", at=ago(hours=9)), "rate 0 is not between 1 and 2", "rate 3 is not between 1 and 2")
        hold(run("ecb", at=ago(hours=3)), "the total cost jumped")
        run("ecb", at=ago(days=31), error=UNREACHABLE)
        assert row_of(read("/sources/"), "European Central Bank") == (
            "European Central Bank Terms of use Working How often asked every 6 hours "
            "Last success 3 hours ago Newest data 1 day ago Failed 0 of 2 Refused 2 Held back 1"
        )
        assert "attention" not in read("/sources/")

    def test_failing_is_told_from_stale(self, read: Any) -> None:
        feed("ecb", last_success_at=ago(hours=1))
        rate(ago(days=9))
        run("profeco", at=ago(hours=30), error=UNREACHABLE)
        run("profeco", at=ago(hours=6), error=UNREACHABLE)
        page = read("/sources/")
        assert "too old Its newest data is from 11 November 2026; it counts for 7 days." in row_of(
            page, "European Central Bank"
        )
        profeco = row_of(page, "Profeco, Quién es quién en el envío de dinero")
        assert (
            "failing The last 2 tries failed, the first of them 1 day ago. It could not be reached."
            in profeco
        )
        assert "too old" not in profeco
        assert "2 sources that this site asks need attention" in page

    def test_after_five_failures_it_says_that_it_asks_less_often(self, read: Any) -> None:
        for hours in range(1, 6):
            run("ecb", at=ago(hours=hours), error=UNREACHABLE)
        assert "The last 5 tries failed" in read("/sources/")
        assert "we ask once an hour at most" in read("/sources/")

    def test_what_never_ran_and_what_is_switched_off_say_so(self, read: Any) -> None:
        page = read("/sources/")
        assert "Nothing yet We have not asked it yet." in row_of(page, "European Central Bank")
        assert "Switched off This site does not collect from it." in row_of(page, "National Bank of Poland")
        assert "Nothing has come in yet." in row_of(page, "World Bank, Remittance Prices Worldwide")
        feed("profeco", last_success_at=ago(hours=1))
        profeco = row_of(read("/sources/"), "Profeco, Quién es quién en el envío de dinero")
        assert (
            "Nothing yet Nothing has come in yet. How often asked every day Last success 1 hour ago"
            in profeco
        )

    def test_an_old_survey_is_too_old_and_wants_no_attention(self, read: Any) -> None:
        record(price(seen=ago(days=200), source="rpw", period="2026_2Q", price_point=200))
        page = read("/sources/")
        assert "Its newest data is from 4 May 2026; it counts for 120 days." in row_of(
            page, "World Bank, Remittance Prices Worldwide"
        )
        assert "attention" not in page
        assert '<em class="tag">too old</em>' not in page.html
        assert 'class="warning"' not in read("/sources/rpw/").html

    def test_what_is_marked_is_what_is_counted_and_stands_first(self, read: Any) -> None:
        record(price(seen=ago(days=200), source="rpw", period="2026_2Q", price_point=200))
        run("profeco", error=UNREACHABLE)
        page = read("/sources/")
        assert "1 source that this site asks needs attention" in page
        assert page.html.count('<em class="tag">failing</em>') + page.html.count(">too old</em>") == 1
        prices = page.text[page.text.index("Prices") : page.text.index("Exchange rates for comparison")]
        assert prices.index("Profeco") < prices.index("World Bank, Remittance Prices Worldwide")

    def test_what_an_operator_handed_in_wrongly_is_no_failure_of_the_source(self, read: Any) -> None:
        for trigger in (FeedRun.Trigger.UPLOAD, FeedRun.Trigger.FORM):
            run("uploads", trigger=trigger, error="it is not JSON")
        assert "Failed 0 of 2" in row_of(read("/sources/"), every_source()["uploads"].name)
        assert read("/sources/uploads/").text.count("not taken It could not be read.") == 2

    def test_prices_recorded_under_another_source_s_name_count_by_when_they_came(self, read: Any) -> None:
        feed("profeco", last_success_at=ago(hours=2))
        run("profeco", at=ago(hours=2), stored=5)
        assert "Newest data 2 hours ago" in row_of(
            read("/sources/"), "Profeco, Quién es quién en el envío de dinero"
        )

    def test_it_costs_five_queries_whatever_there_is(
        self, read: Any, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        with django_assert_num_queries(5):
            read("/sources/")
        for key in ("ecb", "nbp", "profeco"):
            hold(run(key, error=UNREACHABLE), "jumped", fingerprint=key)
            run(key, at=ago(days=2), stored=1)
        with django_assert_num_queries(5):
            read("/sources/")


class TestOneSource:
    def test_it_states_its_facts(self, read: Any) -> None:
        page = read("/sources/ecb/")
        for words in (
            "How often asked every 6 hours",
            "Its data counts for 7 days",
            "Published working days",
            "What a rate says units of each currency per euro",
            "Per how many units 1",
            "Which side mid",
            "Licence reuse with attribution",
            "We read its terms on 24 November 2026",
        ):
            assert words in page, words
        assert every_source()["ecb"].terms_url in page.links()

    def test_its_last_twenty_runs_are_shown_latest_first(self, read: Any) -> None:
        for hours in range(1, 23):
            run("ecb", at=ago(hours=hours), rows_read=1000 + hours, stored=hours, already_stored=1)
        page = read("/sources/ecb/")
        first = "2026-11-20 11:00 1 hour ago done 1,001 1 1 0 0 1 minute"
        assert first in page
        assert page.text.index("1,001") < page.text.index("1,002")
        assert ("1,020" in page, "1,021" in page) == (True, False)

    def test_what_was_refused_is_grouped_by_reason_with_places(self, read: Any) -> None:
        refuse(
            run("ecb", at=ago(hours=1)),
            "rate 1 is not between 5 and 9",
            "rate 2 is not between 5 and 9",
            "'XYZ' is not an ISO 4217 currency",
        )
        refuse(run("ecb", at=ago(days=31)), "an older reason")
        replayed = run("ecb", at=ago(hours=1), trigger=FeedRun.Trigger.REPLAY)
        refuse(replayed, "rate 1 is not between 5 and 9")
        page = read("/sources/ecb/")
        assert "Refused in the last 30 days: 3" in page
        assert "2 rate … is not between … and … Where, for example 0123456789abcdef line 1 rate 1 is" in page
        assert "1 'XYZ' is not an ISO 4217 currency" in page
        assert "an older reason" not in page

    def test_what_was_held_says_what_became_of_it_and_never_who_decided(self, read: Any) -> None:
        of = run("profeco")
        hold(of, "the total cost jumped from 3.10% to 19.20%", fingerprint="a")
        hold(of, "the total cost jumped from 4.10% to 29.20%", fingerprint="b")
        hold(of, "the fee is odd", decision="released", fingerprint="c")
        page = read("/sources/profeco/")
        assert "Held back in the last 30 days: 3" in page
        assert "2 the total cost jumped from … to … (waiting for a person to look)" in page
        assert "1 the fee is odd (released, and shown)" in page
        assert "hana" not in page.html

    def test_every_empty_state_has_its_sentence(self, read: Any) -> None:
        page = read("/sources/ecb/")
        assert "We have not asked it yet." in page
        assert "It was never asked here, and no file of it was loaded." in page
        assert "Nothing it gave was refused." in page
        assert "Nothing it gave was held back." in page

    def test_an_invented_one_has_a_band_that_says_so(self, read: Any) -> None:
        assert "Invented for trying the site: nobody offers" in read("/sources/sandbox_wise/")
        assert "Invented for trying the site" not in read("/sources/ecb/")

    def test_an_unknown_source_is_not_found(self, read: Any) -> None:
        assert read("/sources/nobody/").status == 404

    def test_it_costs_eight_queries(
        self, read: Any, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        for hours in range(1, 10):
            refuse(run("ecb", at=ago(hours=hours)), *(f"rate {number} is odd" for number in range(9)))
        with django_assert_num_queries(8):
            read("/sources/ecb/")


class TestErrorsForAnyone:
    @pytest.mark.parametrize(
        ("said", "words"),
        [
            ("api.example/v1 answered 503 Service Unavailable and asks to come back in 60 s", "on its side"),
            ("api.example/v1 answered 429 Too Many Requests", "come back later"),
            ("api.example/v1 answered 401 Unauthorized", "did not let us in"),
            ("api.example/v1 answered 404 Not Found", "no longer there"),
            ("api.example/v1 answered 302 Found", "something else"),
            ("2 of 17 questions failed, first: api.example/v1 did not answer in time", "in time"),
            ("api.example/v1 took longer than 120 s", "in time"),
            ("api.example/v1 cut its answer off", "broke off"),
            (UNREACHABLE, "could not be reached"),
            ("0123456789abcdef: no field 'rates'", "not in the form"),
            ("the source gave no answer", "gave no answer"),
            ("api.example leads to 10.0.0.7, which is no public address", "on our side"),
            ("the worker died while it was fetching", "on our side"),
            ("OperationalError: connection to server at 10.0.0.7 failed", "on our side"),
        ],
    )
    def test_the_kind_of_fault_is_said_in_our_own_words(self, said: str, words: str) -> None:
        assert words in str(wording.error(said))

    def test_neither_hosts_nor_paths_nor_keys_reach_the_page(self, read: Any) -> None:
        secrets = ("db.internal", "/srv/drop", "hunter2")
        run("ecb", error="OSError: db.internal /srv/drop/ecb.csv password=hunter2")
        for address in ("/sources/", "/sources/ecb/"):
            page = read(address)
            assert "Something went wrong on our side" in page
            assert [secret for secret in secrets if secret in page.html] == []


@pytest.mark.parametrize("address", ADDRESSES)
class TestEveryPage:
    def test_it_is_kept_for_a_minute_sets_no_cookie_and_is_only_read(
        self, client: Client, address: str
    ) -> None:
        response = client.get(address)
        assert response["Cache-Control"] == "public, max-age=60"
        assert not response.cookies
        assert client.post(address).status_code == 405

    def test_it_has_nothing_inline_one_heading_and_no_exclamation(self, read: Any, address: str) -> None:
        page = read(address)
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?! src)", page.html)
        assert len(re.findall(r"<h1\b", page.html)) == 1
        assert "!" not in page.text

    def test_it_keeps_the_language_that_its_address_asks_for(self, read: Any, address: str) -> None:
        page = read(f"{address}?lang=es")
        assert '<html lang="es">' in page.html
        inner = [link for link in page.links() if link.startswith("/")]
        assert inner
        assert [link for link in inner if "lang=" not in link] == []


def test_every_page_leads_to_the_list(read: Any) -> None:
    assert "/sources/" in read("/about/").links()
    assert "/sources/?lang=es" in read("/about/?lang=es").links()
