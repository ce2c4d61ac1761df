"""The page of the world's figures, its table in every order, and its pictures at addresses that stay."""

import re
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.contrib.staticfiles import finders
from django.http import QueryDict
from django.test import Client

from corridors.charts.looks import PALETTES, Look, Scheme, Size
from corridors.pages.watch_rows import table_rows
from corridors.watch import CorridorLine
from corridors.watch_asking import parse_watch
from tests.charts.builders import PLACE, SVG, drawn, ranked_chart
from tests.factories import add_cross_rate, make_provider, price, record, surveyed
from tests.pages.conftest import Page, Read
from tests.watched import two_quarters

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None) -> None:
    two_quarters()


def a_line(slug: str, average: int, before: int | None, smart: int | None) -> CorridorLine:
    source, destination = slug.upper().split("-")
    was, reached = (None if figure is None else Decimal(figure) for figure in (before, smart))
    return CorridorLine(slug, source, destination, Decimal(average), was, reached, 1)


LINES = [
    a_line("ae-ph", 6, 4, 6),
    a_line("gb-in", 8, 9, 8),
    a_line("gb-ng", 2, None, None),
    a_line("ru-tj", 1, 1, 1),
    a_line("us-mx", 3, 3, None),
]


def corridors(page: Page) -> list[str]:
    """The corridors of the table in their order."""
    table = page.html.partition('class="scroll data tall"')[2]
    return re.findall(r'<th scope="row"><a href="/corridors/([a-z-]+)/history/', table)


def height_of(node: ElementTree.Element) -> float:
    """How far down in its group a mark of a picture stands."""
    place = PLACE.match(node.get("transform") or "")
    assert place is not None
    return float(place[2])


@pytest.mark.usefixtures("world")
class TestWatch:
    def test_the_global_figure_stands_against_its_target(self, read: Read):
        page = read("/watch/")
        assert page.status == 200
        assert "In Q3 2013, sending US$200 cost on average 4.8% not met The target is below 3%." in page
        assert "-0.6 points since Q2 2013" in page
        assert "Corridors at most 5%, SmaRT-style 1 Corridors above 5% 2 Corridors without a figure 2" in page

    def test_it_says_before_anything_else_that_the_figures_are_old(self, read: Read):
        page = read("/watch/")
        assert (
            "These are figures of Q3 2013. They come from a survey whose newest price is 13 years old."
            in page
        )
        assert page.text.index("These are figures of") < page.text.index("4.8%")

    def test_an_earlier_quarter_leads_to_the_latest(self, read: Read):
        page = read("/watch/?period=2013-Q2")
        assert "These are figures of Q2 2013. See the latest figures" in page
        assert "5.3%" in page
        assert "What moved most" not in page

    def test_fresh_figures_carry_no_warning(self, read: Read):
        add_cross_rate("AED", "PHP", "12")
        record(price(price_point=200, fee="25", rate="12"))
        page = read("/watch/")
        assert "In Q4 2026, sending US$200 cost on average 2.5% met" in page
        assert "These are figures of" not in page
        assert "years old" not in page

    def test_movers_and_regions_are_listed(self, read: Read):
        page = read("/watch/")
        assert "Dearer United Arab Emirates to Philippines 4.0% → 6.0% +2.0" in page
        assert "Cheaper United Kingdom to India 9.0% → 8.0% -1.0" in page
        assert "World 4.8% -0.6 4 " in page
        assert "South Asia 8.0% -1.0 1 0.0% 0.0% 1" in page
        assert "Sub-Saharan Africa 2.0% – not known 1 – not known – not known 0" in page

    def test_it_says_beside_both_figures_whom_they_leave_out(self, read: Read):
        said = (
            "The world’s figure leaves out Russia as a sender, as the World Bank’s does; "
            "regions and corridors include it."
        )
        headline, _, regions = read("/watch/").text.partition("Corridors at most 5%")
        assert said in headline
        assert said in regions.partition("Receiving region")[0]

    def test_the_table_is_sorted_by_a_link(self, read: Read):
        assert corridors(read("/watch/?sort=smart")) == ["gb-in", "ae-ph", "ru-tj", "gb-ng", "us-mx"]

    def test_the_head_of_the_sorted_column_turns_the_order_round(self, read: Read):
        page = read("/watch/?sort=smart&price_point=200")
        assert page.html.count("aria-sort=") == 1
        assert 'aria-sort="descending"' in page.html
        assert 'SmaRT-style<span aria-hidden="true">&nbsp;▼</span>' in page.html
        assert "?sort=smart&order=asc#corridors" in page.links()
        assert "?sort=from#corridors" in page.links()

    def test_another_language_keeps_the_question(self, read: Read):
        assert "/watch/?period=2013_2Q&sort=to&lang=es" in read("/watch/?period=2013_2Q&sort=to").links()
        spanish = read("/watch/?sort=to&lang=es")
        assert '<html lang="es">' in spanish.html
        assert "4.8%" in spanish

    def test_the_same_figures_are_offered_to_programs(self, read: Read, client: Client):
        links = read("/watch/").links()
        (address,) = (link for link in links if "group_by=world" in link)
        assert "exclude_from=ru" in address
        answer = client.get(address).json()
        assert answer["results"][0]["average_percent"].startswith("4.75")

    def test_it_is_small_and_asks_nothing_twice(self, client: Client, django_assert_num_queries):
        first = client.get("/watch/", headers={"Accept-Encoding": "gzip"})
        assert len(first.content) < 12 * 1024
        with django_assert_num_queries(0):
            client.get("/watch/")


class TestOrder:
    @pytest.mark.parametrize(
        ("question", "order"),
        [
            ("", ["gb-in", "ae-ph", "us-mx", "gb-ng", "ru-tj"]),
            ("order=asc", ["ru-tj", "gb-ng", "us-mx", "ae-ph", "gb-in"]),
            # What is not known comes last, whichever way.
            ("sort=smart", ["gb-in", "ae-ph", "ru-tj", "gb-ng", "us-mx"]),
            ("sort=smart&order=asc", ["ru-tj", "ae-ph", "gb-in", "gb-ng", "us-mx"]),
            ("sort=change", ["ae-ph", "ru-tj", "us-mx", "gb-in", "gb-ng"]),
            ("sort=from", ["ru-tj", "ae-ph", "gb-in", "gb-ng", "us-mx"]),
            ("sort=from&order=desc", ["us-mx", "gb-ng", "gb-in", "ae-ph", "ru-tj"]),
            ("sort=to", ["gb-in", "us-mx", "gb-ng", "ae-ph", "ru-tj"]),
            ("sort=services&order=asc", ["ru-tj", "ae-ph", "gb-in", "gb-ng", "us-mx"]),
        ],
    )
    def test_each_column_sorts_both_ways_and_equals_by_name(self, question: str, order: list[str]):
        rows = table_rows(LINES, parse_watch(QueryDict(question)))
        assert [row.slug for row in rows] == order


class TestWrongQuestions:
    @pytest.mark.parametrize(
        ("question", "sentence"),
        [
            ("period=2013", "period: “2013” is not a quarter."),
            ("price_point=1", "price_point: “1” is not known. Use one of: 200, 500."),
            ("sort=<b>", "sort: “<b>” is not known."),
            ("sort=to&sort=to", "sort: Say it once."),
            ("order=%00", "is not known. Use one of: asc, desc."),
        ],
    )
    def test_a_question_that_cannot_be_understood_gets_a_sentence(
        self, read: Read, question: str, sentence: str
    ):
        page = read(f"/watch/?{question}")
        assert page.status == 400
        assert sentence in page
        assert "<b>" not in page.html
        assert not page.response.has_header("Cache-Control")

    def test_a_quarter_without_a_price_is_named_beside_those_that_have_one(self, read: Read, world: None):
        page = read("/watch/?period=2019_1Q")
        assert page.status == 400
        assert "period: No price is known of Q1 2019." in page
        assert '<option value="2013_2Q">' in page.html


class TestEmptyAndInvented:
    def test_without_prices_it_says_so(self, read: Read):
        page = read("/watch/")
        assert page.status == 200
        assert "No price is known yet from which figures could be made." in page

    def test_invented_prices_are_marked(self, read: Read, settings):
        settings.SANDBOX_URL = "http://sandbox.test"
        make_provider("Swift Hawk", sandbox=True)
        two_quarters()
        assert "Sandbox prices: invented for trying the site." in read("/watch/")

    def test_where_nobody_discloses_a_cost_there_is_neither_a_figure_nor_a_picture(self, read: Read):
        record(surveyed("Silent Bank", rate=None, price_point=200))
        page = read("/watch/")
        assert "an unknown share: no service discloses its cost" in page
        assert "/watch/global.svg" not in page.html
        assert read("/watch/dearest.svg").status == 404

    def test_it_is_linked_from_every_page(self, read: Read):
        assert "/watch/" in read("/about/").links()


@pytest.mark.usefixtures("world")
class TestPictures:
    def test_the_global_figure_is_drawn_at_an_address_that_stays(self, client: Client):
        drawn = client.get("/watch/global.svg")
        assert (drawn.status_code, drawn["Content-Type"]) == (200, "image/svg+xml")
        assert b"4.8%" in drawn.content
        assert b"World Bank" in drawn.content
        assert client.get("/watch/global.svg", headers={"If-None-Match": drawn["ETag"]}).status_code == 304

    def test_for_e_mail_it_is_a_png(self, client: Client):
        drawn = client.get("/watch/global.png")
        assert drawn["Content-Type"] == "image/png"
        assert drawn.content.startswith(b"\x89PNG")

    def test_both_ends_are_drawn(self, client: Client):
        assert b"United Kingdom to India" in client.get("/watch/dearest.svg").content
        assert b"Russia to Tajikistan" in client.get("/watch/cheapest.svg").content

    def test_the_page_shows_the_pictures_of_its_own_question(self, read: Read):
        page = read("/watch/?period=2013_2Q&sort=to")
        assert "/watch/global.svg?period=2013_2Q&amp;lang=en" in page.html
        assert "http://testserver/watch/global.svg" in page

    def test_what_is_put_on_another_site_is_told_to_those_who_cannot_see_it(self, read: Read):
        page = read("/watch/?period=2013_2Q&price_point=200&sort=to")
        told = 'alt="A line over time. Q2 2013: the global average was 5.3%; the target is below 3%.'
        assert f'<img src="http://testserver/watch/global.svg?period=2013_2Q" {told}' in page

    def test_on_a_phone_the_limit_crosses_no_name(self):
        chart = ranked_chart(**{f"A rather long name of a corridor, {n}": str(9 - n) for n in range(6)})
        root = drawn(chart, Look(Size.NARROW)).root
        ink = PALETTES[Scheme.LIGHT].ink
        names = [height_of(node) for node in root.iter(f"{SVG}text") if "name of" in "".join(node.itertext())]
        lines = [node for node in root.iter(f"{SVG}line") if node.get("stroke") == ink]
        spans = [(height_of(line), height_of(line) + float(line.get("y2") or 0)) for line in lines]
        assert len(set(names)) == 6
        assert len(spans) == 7
        assert [name for name in names for span in spans if min(span) <= name <= max(span)] == []

    def test_a_wrong_question_gets_a_sentence(self, client: Client):
        for question in ("period=x", "price_point=1", "size=huge", "sort=x"):
            wrong = client.get(f"/watch/global.svg?{question}")
            assert (wrong.status_code, wrong["Content-Type"]) == (400, "text/plain; charset=utf-8")
            assert question.partition("=")[0] in wrong.content.decode()

    def test_a_picture_of_nothing_is_not_there(self, client: Client):
        assert client.get("/watch/global.svg?period=2019_1Q").status_code == 404
        assert client.get("/watch/other.svg").status_code == 404
        assert client.post("/watch/global.svg").status_code == 405


class TestBoxesOfTables:
    """Every height of a box is for screens: paper takes the whole table."""

    def test_only_long_tables_are_cut_and_none_in_print(self):
        found = finders.find("corridors/analysis.css")
        assert found is not None
        sheet = Path(found).read_text()
        outside = re.sub(r"@media screen {.*?\n}", "", sheet, flags=re.DOTALL)
        assert re.findall(r"(\.data\S*):has\(tbody tr:nth-child\(31\)\) { max-block-size", sheet) == [
            ".data",
            ".data.tall",
        ]
        assert not re.search(r"\.data[^{}]*{[^}]*max-block-size", outside)
