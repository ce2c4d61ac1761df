"""/corridors/ae-ph/history/: what a corridor has cost, drawn and in tables, from the rollup alone."""

import re
from decimal import Decimal

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from tests.factories import make_provider, price, record, surveyed
from tests.pages.conftest import Read
from tests.pages.histories import (
    ADDRESS,
    CHARTS,
    PICTURE,
    alternatives,
    cells,
    queries_of,
    record_surveys,
    seen,
)


@pytest.fixture
def surveys(db: None) -> None:
    record_surveys()


@pytest.mark.usefixtures("surveys")
class TestPage:
    def test_three_charts_stand_in_it_each_with_its_table(self, read: Read) -> None:
        page = read(ADDRESS)
        assert page.status == 200
        assert [f"chart={name}" in page.html for name in CHARTS] == [True] * 3
        assert page.html.count("<figure") == page.html.count("<caption>") == 3

    def test_the_table_has_every_period_newest_first(self, read: Read) -> None:
        _head, *rows = cells(read(ADDRESS), "Total cost")
        assert rows == [
            ["Q3 2013", "5.0%", "4.0%", "2.0%", "5.0%", "8.0%", "3", "1", "0"],
            ["Q1 2013", "6.0%", "6.0%", "3.0%", "6.0%", "8.4%", "3", "0", "0"],
        ]

    def test_the_alternative_says_the_numbers_of_the_table(self, read: Read) -> None:
        page = read(ADDRESS)
        cost, split, providers = alternatives(page)
        _head, newest, oldest = cells(page, "Total cost")
        average, median, cheapest, smart = newest[1:5]
        assert f"average {average}, median {median}, cheapest {cheapest}, SmaRT-style {smart}." in cost
        assert f"{oldest[0]}: average {oldest[1]}." in cost
        _head, newest, oldest = cells(page, "Fee and exchange-rate margin")
        assert f"{newest[0]}: fee {newest[1]}, exchange-rate margin {newest[2]} on average." in split
        assert f"{oldest[0]}: fee {oldest[1]}, exchange-rate margin {oldest[2]}." in split
        by_name = {row[0]: row[1] for row in cells(page, "Mean total cost")[1:]}
        assert (
            f"Swift Hawk with {by_name['Swift Hawk']}, the dearest Old Bank with {by_name['Old Bank']}"
            in providers
        )

    def test_it_is_told_which_services_make_the_smart_style_figure_and_why(self, read: Read) -> None:
        page = read(ADDRESS)
        assert "Which services make the SmaRT-style figure of Q3 2013" in page
        assert "Silent Bank cash to cash – not known No. It does not disclose its exchange rate." in page
        assert page.html.count('class="in-figure"') == 3

    def test_prices_of_long_ago_stand_under_a_warning(self, read: Read) -> None:
        page = read(ADDRESS)
        assert "These prices were seen by a survey, the last of them in July 2013." in page
        assert "not what sending costs today" in page

    def test_it_names_its_source(self, read: Read) -> None:
        assert "Source: World Bank, Remittance Prices Worldwide." in read(ADDRESS)

    def test_it_leads_to_the_rows_the_method_and_the_other_pages(self, read: Read) -> None:
        links = read(f"{ADDRESS}?from=2013&price_point=200").links()
        asked = "?since=2013-01-01&price_point=200"
        for file in ("history.csv", "history.jsonl", "history.parquet", "history.xlsx", "datapackage.json"):
            assert f"/corridors/ae-ph/{file}{asked}" in links
        assert "/methodology/#5-statistics" in links
        assert {"/send/ae-ph/", "/corridors/ae-ph/requirements/", "/providers/swift-hawk/"} <= set(links)

    def test_it_leads_a_program_to_the_same_figures(self, read: Read, client: Client) -> None:
        asked = "frequency=quarter&provider_type=bank&from=2013-05-02&to=2020"
        page = read(f"{ADDRESS}?{asked}")
        start = "/api/v1/corridors/ae-ph/statistics/"
        [link] = [link for link in page.links() if link.startswith(start)]
        period = "period=2013_3Q..2013_3Q"
        assert link == f"{start}?frequency=quarter&price_point=200&provider_type=bank&{period}"
        answer = client.get(link).json()
        assert answer["provider_type"] == "bank"
        assert [found["period"] for found in answer["results"]] == ["2013_3Q"]

    def test_a_split_is_not_said_to_add_up_to_the_total(self, read: Read) -> None:
        page = read(ADDRESS)
        assert "Together they are the total cost" not in page
        assert "the two can add up to more or less than that total" in page

    @pytest.mark.parametrize(
        ("frequency", "first"), [("day", "20 May 2013"), ("month", "Jul 2008"), ("quarter", ""), ("year", "")]
    )
    def test_days_and_months_left_out_are_said(self, read: Read, frequency: str, first: str) -> None:
        sentence = f"Only prices from {first} on are shown. For earlier ones choose a range."
        page = read(f"{ADDRESS}?frequency={frequency}")
        assert (sentence in page) is bool(first)
        assert "Only prices from" not in read(f"{ADDRESS}?frequency={frequency}&from=2013-06-01")

    def test_it_loads_pictures_and_styles_of_our_own_alone(self, read: Read) -> None:
        html = read(ADDRESS).html
        loaded = re.findall(r'<(?:script|link|img|source)[^>]* (?:src|href|srcset)="([^"]+)"', html)
        ours = ("/static/", "/corridors/ae-ph/history.svg?", "/manifest.webmanifest", "data:image/svg+xml,")
        assert all(link.startswith(ours) for link in loaded)
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?! src)", html)

    def test_every_picture_has_its_size_so_that_nothing_jumps(self, read: Read) -> None:
        html = read(ADDRESS).html
        assert html.count('width="720" height="440"') == html.count('width="328" height="440"') == 6

    def test_every_picture_that_it_names_is_there(self, read: Read, client: Client) -> None:
        html = read(ADDRESS).html
        addresses = {
            link.replace("&amp;", "&") for link in re.findall(r'(?:src|srcset)="(/corridors/[^"]+)"', html)
        }
        assert len(addresses) == 12
        for address in sorted(addresses)[:3]:
            assert client.get(address)["Content-Type"] == "image/svg+xml"

    def test_its_question_can_be_changed(self, read: Read) -> None:
        page = read(f"{ADDRESS}?provider_type=bank&frequency=year&from=2013-Q3&to=2013")
        assert '<option value="bank" selected>bank</option>' in page.html
        assert '<option value="year" selected>Year</option>' in page.html
        assert cells(page, "Total cost")[1:] == [
            ["2013", "9.0%", "9.0%", "9.0%", "9.0%", "9.0%", "2", "1", "0"]
        ]
        assert "provider_type=bank" in page.html.split("<img")[1]

    def test_kinds_of_company_met_are_offered_and_no_others(self, read: Read) -> None:
        html = read(ADDRESS).html
        assert '<option value="bank">' in html
        assert '<option value="mobile_operator">' not in html

    def test_a_range_leaves_out_what_lies_beyond_it(self, read: Read) -> None:
        page = read(f"{ADDRESS}?to=2013-Q1")
        assert [row[0] for row in cells(page, "Total cost")[1:]] == ["Q1 2013"]

    def test_in_spanish_all_of_it_is_spanish(self, read: Read) -> None:
        html = read(f"{ADDRESS}?lang=es").html
        assert '<html lang="es">' in html
        assert "5.0%" in html
        assert "lang=es" in html.split("<img")[1]

    def test_capitals_in_the_address_lead_to_the_one_address(self, client: Client) -> None:
        response = client.get("/corridors/AE-PH/history/?frequency=year", follow=False)
        assert response.status_code == 301
        assert response["Location"] == "/corridors/ae-ph/history/?frequency=year"

    def test_it_takes_five_queries_however_much_there_is(self, client: Client) -> None:
        few = queries_of(client, ADDRESS)
        record(*(seen(f"Company {n}", str(3 + n % 7), line=str(n)) for n in range(60)))
        many = queries_of(client, ADDRESS)
        assert len(few) == len(many) == 5


@pytest.mark.django_db
class TestStates:
    def test_a_corridor_that_nobody_knows_leads_to_the_nearest(self, read: Read, surveys: None) -> None:
        page = read("/corridors/sa-ph/history/")
        assert page.status == 404
        assert "We know no prices from Saudi Arabia to Philippines." in page
        assert any(link.startswith("/send/ae-ph/") for link in page.links())

    def test_a_price_point_without_prices_leads_to_the_other(self, read: Read, surveys: None) -> None:
        page = read(f"{ADDRESS}?price_point=500")
        assert page.status == 200
        assert "No price of about US$500 is known in this corridor." in page
        assert f"{ADDRESS}?price_point=200" in page.links()
        assert "<figure" not in page.html

    def test_a_range_without_prices_says_so(self, read: Read, surveys: None) -> None:
        page = read(f"{ADDRESS}?from=2020&to=2021")
        assert "No price of about US$200 is known in this range." in page
        assert ADDRESS in page.links()
        assert "Look at another amount" not in page

    def test_without_its_range_a_question_stays_the_same(self, read: Read, surveys: None) -> None:
        page = read(f"{ADDRESS}?frequency=year&provider_type=bank&from=1990&to=1991")
        assert f"{ADDRESS}?frequency=year&provider_type=bank" in page.links()

    def test_where_nobody_discloses_anything_there_is_a_sentence_and_a_table(self, read: Read) -> None:
        record(surveyed("Silent Bank", rate=None))
        page = read(ADDRESS)
        assert "Services were seen, but none of them discloses what it costs." in page
        assert "No service tells its fee and its exchange rate apart here." in page
        assert cells(page, "Total cost")[1][0::6] == ["Q3 2013", "0"]

    def test_prices_of_today_have_no_warning(self, read: Read) -> None:
        record(price(price_point=200, rate=None, transparent=True, stated_total_percent=Decimal(4)))
        page = read(f"{ADDRESS}?frequency=day")
        assert "seen by a survey" not in page
        assert [row[0] for row in cells(page, "Total cost")[1:]] == ["20 Nov 2026"]

    @pytest.mark.parametrize(
        ("question", "sentence"),
        [
            ("frequency=hour", "“hour” is not known. Use one of: day, month, quarter, year."),
            ("price_point=300", "“300” is not known. Use one of: 200, 500."),
            ("price_point=" + "9" * 5000, "is not known. Use one of: 200, 500."),
            ("provider_type=shark", "“shark” is not known."),
            ("from=yesterday", "“yesterday” is not a period."),
            ("from=2013-02-30", "“2013-02-30” is not a period."),
            ("from=%00%00", "is not a period."),
            ("to=²⁰¹³", "is not a period."),
            ("from=0000", "is not a period."),
            ("from=0001", "0001 is before any price was recorded."),
            ("from=2013&to=2012", "The range ends before it begins."),
            ("from=2012&from=2013", "Say it once."),
            ("frequency=day&from=2001", "Ask for at most 184 days at once."),
        ],
    )
    def test_what_cannot_be_understood_is_said_at_its_field(
        self, read: Read, surveys: None, question: str, sentence: str
    ) -> None:
        page = read(f"{ADDRESS}?{question}")
        assert page.status == 400
        assert sentence in page
        assert "aria-invalid" in page.html
        picture = read(f"{PICTURE}?{question}")
        assert picture.status == 400
        assert picture.response["Content-Type"] == "text/plain; charset=utf-8"
        assert sentence in picture.html

    @pytest.mark.parametrize("question", ["to=9999", "to=9999-12-31", "from=2012-07", "utm=x", "frequency="])
    def test_what_can_be_understood_is_answered(self, read: Read, surveys: None, question: str) -> None:
        assert read(f"{ADDRESS}?{question}").status == 200

    def test_invented_prices_are_marked_and_left_out_where_there_is_no_sandbox(
        self, read: Read, settings: Settings, surveys: None
    ) -> None:
        make_provider("Swift Hawk", sandbox=True)
        assert "Swift Hawk" not in read(ADDRESS)
        settings.SANDBOX_URL = "http://127.0.0.1:9/"
        page = read(ADDRESS)
        assert "Sandbox prices: invented for trying the site." in page
        assert "Swift Hawk (sandbox)" in page
        assert "Invented prices (sandbox)" in read(PICTURE).html

    def test_who_invented_prices_that_are_not_shown_is_not_named_as_a_source(
        self, read: Read, settings: Settings, surveys: None
    ) -> None:
        settings.SANDBOX_URL = "http://127.0.0.1:9/"
        make_provider("Invented", sandbox=True)
        record(price("Invented", amount="50000"))
        page = read(ADDRESS)
        assert "Source: World Bank, Remittance Prices Worldwide." in page
        assert "These prices were seen by a survey, the last of them in July 2013." in page
        assert "Invented" not in page
