"""Figures in, marks out: what a picture holds, whoever looks at it."""

import json
import subprocess
import sys
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise, product
from typing import Any

import pytest
from django.utils import translation

from corridors.charts import drawing
from corridors.charts.kinds import Chart, Limit
from corridors.charts.layout import height_of
from corridors.charts.lettering import ELLIPSIS
from corridors.charts.looks import MEASURES, PALETTES, STROKES, Look, Scheme, Size
from tests.charts.builders import (
    SVG,
    WORDS,
    Picture,
    days,
    drawn,
    line,
    line_chart,
    ranked_chart,
    stacked_chart,
)

LOOKS = [Look(size, scheme) for size, scheme in product(Size, Scheme)]
CHARTS: dict[str, Chart] = {
    "lines": line_chart(line("Average", "7", "6", "5"), line("Cheapest", "1", "2", "1.5")),
    "stacks": stacked_chart(line("Fee", "4", "3", "3"), line("Exchange rate", "2", "2", "1")),
    "ranks": ranked_chart(Ghana="12", Peru="4"),
}


@pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS)
@pytest.mark.parametrize("look", LOOKS, ids="-".join)
class TestEveryPicture:
    def test_it_has_the_size_that_its_page_was_told(self, chart: Chart, look: Look) -> None:
        root = drawn(chart, look).root
        width, height = MEASURES[look.size].width, height_of(chart, look.size)
        assert (root.get("width"), root.get("height")) == (str(width), str(height))

    def test_title_unit_source_and_day_stand_in_it(self, chart: Chart, look: Look) -> None:
        said = " ".join(drawn(chart, look).texts)
        assert WORDS.title in said
        assert WORDS.subtitle in said
        assert "A survey. Prices up to 30" in said

    def test_it_is_named_and_told_to_those_who_cannot_see_it(self, chart: Chart, look: Look) -> None:
        root = drawn(chart, look).root
        title, told = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
        assert title is not None
        assert told is not None
        assert (title.text, told.text) == (WORDS.title, WORDS.alt)
        assert root.get("role") == "img"
        assert root.get("aria-labelledby") == f"{title.get('id')} {told.get('id')}"

    def test_no_text_leaves_it(self, chart: Chart, look: Look) -> None:
        picture = drawn(chart, look)
        right, bottom = MEASURES[look.size].width, height_of(chart, look.size)
        assert [box for box in picture.boxes() if box[0] < 0 or box[2] > right or box[3] > bottom] == []

    def test_what_is_read_begins_where_reading_does(self, chart: Chart, look: Look) -> None:
        with translation.override("ar"):
            picture = Picture(drawing.svg(chart, look, language="ar"))
        width, margin = MEASURES[look.size].width, MEASURES[look.size].margin
        rights = [
            box[2] for box, said in zip(picture.boxes(), picture.said(), strict=True) if "Here to" in said
        ]
        assert rights == [width - margin]

    def test_it_stands_on_the_paper_of_its_scheme(self, chart: Chart, look: Look) -> None:
        paper = drawn(chart, look).root.find(f"{SVG}rect")
        assert paper is not None
        assert paper.get("fill") == PALETTES[look.scheme].paper


@pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS)
@pytest.mark.parametrize("look", LOOKS, ids="-".join)
def test_a_title_is_never_cut_and_what_is_drawn_keeps_its_room(chart: Chart, look: Look) -> None:
    title = (
        "Từ Các Tiểu Vương quốc Ả Rập Thống nhất đến St. Vincent và Grenadines: chi phí trung bình giảm "
        "từ 12,3% (Quý 4 năm 2025) xuống 10,3% (Quý 4 năm 2026), ít hơn so với năm trước"
    )
    long = replace(chart, words=replace(chart.words, title=title))
    picture = drawn(long, look)
    higher = height_of(long, look.size) - height_of(chart, look.size)
    assert higher > 0
    assert picture.root.get("height") == str(height_of(long, look.size))
    assert title in " ".join(picture.texts)
    assert [said for said in picture.texts if ELLIPSIS in said] == []


class TestOneFile:
    def test_it_needs_nothing_from_elsewhere_and_no_style_of_its_own(self) -> None:
        text = drawing.svg(CHARTS["lines"], Look(), language="en").decode()
        namespaces = {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}
        addresses = {part.split('"')[0] for part in text.split('"') if part.startswith("http")}
        assert addresses <= namespaces
        assert not {"<style", "style=", "<script", "<image", "href="} & set(text.split())
        assert "style" not in text

    def test_the_engine_is_given_all_it_draws_and_no_address_to_ask(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked: dict[str, Any] = {}

        def draw(specification: dict[str, Any], **options: Any) -> str:
            asked.update(options, specification=specification)
            return "<svg></svg>"

        monkeypatch.setattr("vl_convert.vegalite_to_svg", draw)
        for chart in CHARTS.values():
            drawing.svg(chart, Look(), language="en")
            assert asked["allowed_base_urls"] == []
            assert '"url"' not in json.dumps(asked["specification"])

    def test_the_same_figures_give_the_same_bytes(self) -> None:
        first, second = (drawing.svg(CHARTS["lines"], Look(), language="en") for _ in range(2))
        assert first == second
        assert drawing.png(first) == drawing.png(second)

    def test_a_png_is_twice_as_large(self) -> None:
        picture = drawing.png(drawing.svg(CHARTS["ranks"], Look(), language="en"))
        width, height = (int.from_bytes(picture[at : at + 4]) for at in (16, 20))
        assert picture[:8] == b"\x89PNG\r\n\x1a\n"
        assert (width, height) == (2 * MEASURES[Size.WIDE].width, 2 * height_of(CHARTS["ranks"], Size.WIDE))

    def test_what_is_said_in_it_is_never_taken_for_a_mark(self) -> None:
        hostile = replace(WORDS, title="</text><script>\"&'", alt="<b>&amp;</b>]]>")
        picture = drawn(replace(CHARTS["lines"], words=hostile))
        told = picture.root.find(f"{SVG}desc")
        assert "</text><script>\"&'" in picture.texts
        assert told is not None
        assert told.text == "<b>&amp;</b>]]>"

    def test_the_engine_starts_with_the_first_picture_and_not_before(self) -> None:
        asked = (
            "import django, os, sys; os.environ['DJANGO_SETTINGS_MODULE'] = 'remitcompare.settings'; "
            "django.setup(); import corridors.charts.serving, corridors.charts.world; "
            "print({'altair', 'vl_convert'} & set(sys.modules))"
        )
        said = subprocess.run([sys.executable, "-c", asked], check=True, capture_output=True, text=True)
        assert said.stdout.strip() == "set()"


class TestLines:
    def test_each_line_is_named_at_its_end_with_its_last_value(self) -> None:
        average = replace(line("Average", "7", "6", "5"), number="5.0%")
        assert "Average 5.0%" in drawn(line_chart(average)).texts
        narrow = drawn(line_chart(average), Look(Size.NARROW)).texts
        assert {"Average", "5.0%"} <= set(narrow)

    def test_each_line_has_dashes_and_points_of_its_own(self) -> None:
        lines = [line(f"Line {n}", "1", str(n), "2") for n in range(1, 7)]
        picture = drawn(line_chart(*lines))
        told_apart = {
            (path.get("stroke-width"), path.get("stroke-dasharray"))
            for path in picture.paths()
            if path.get("stroke") in PALETTES[Scheme.LIGHT].inks and (path.get("d") or "").count("L") == 2
        }
        assert len(told_apart) == len(STROKES) == 6

    def test_a_line_breaks_where_there_is_no_figure(self) -> None:
        [path] = drawn(line_chart(line("Average", "7", None, "5"))).paths(stroke_width="2.8")
        assert "L" not in (path.get("d") or "")
        [whole] = drawn(line_chart(line("Average", "7", "6", "5"))).paths(stroke_width="2.8")
        assert (whole.get("d") or "").count("L") == 2

    def test_limits_are_drawn_and_named(self) -> None:
        limits = (Limit(Decimal(3), "3%: target"), Limit(Decimal(5), "5%: limit"))
        picture = drawn(line_chart(line("Average", "7", "6", "5"), limits=limits))
        assert {"3%: target", "5%: limit"} <= set(picture.texts)
        ink = PALETTES[Scheme.LIGHT].ink
        assert len([node for node in picture.root.iter(f"{SVG}line") if node.get("stroke") == ink]) == 2

    def test_points_stand_where_time_puts_them(self) -> None:
        """Half a year between two surveys is twice as far as a quarter."""
        periods = tuple(q for q in line_chart().periods if q.starts_on != date(2013, 4, 1))
        gap = _steps(line_chart(line("A", "1", "1"), periods=periods))
        quarter = _steps(line_chart(line("A", "1", "1", "1")))
        assert len(gap) == 1
        assert len(quarter) == 2
        assert quarter[0] == pytest.approx(quarter[1], rel=0.02)
        assert gap[0] == pytest.approx(sum(quarter), rel=0.001)

    def test_many_days_keep_their_points_to_the_last(self) -> None:
        values = [str(5 + n % 3) for n in range(90)]
        picture = drawn(line_chart(line("Average", *values), periods=days(date(2026, 1, 1), 90)))
        points = [path for path in picture.paths() if path.get("transform")]
        assert len(points) == 1

    def test_the_years_stand_below_the_first_label_of_each(self) -> None:
        picture = drawn(line_chart(line("A", *"1" * 90), periods=days(date(2025, 11, 20), 90)))
        assert picture.texts.count("2025") == picture.texts.count("2026") == 1

    def test_names_do_not_cover_each_other_where_lines_end_together(self) -> None:
        lines = [replace(line(f"Provider {n}", "1", "2", "2.001"), number="2.0%") for n in range(6)]
        for look in (Look(), Look(Size.NARROW)):
            boxes = drawn(line_chart(*lines), look).boxes()
            labels = [box for box in boxes if box[0] > MEASURES[look.size].width - MEASURES[look.size].labels]
            tops = sorted(box[1] for box in labels)
            assert len(tops) >= 6
            assert min(later - earlier for earlier, later in pairwise(tops)) >= 12


def _steps(chart: Chart) -> list[float]:
    [path] = drawn(chart).paths(stroke_width="2.8")
    places = [float(part.split(",")[0]) for part in (path.get("d") or "")[1:].split("L")]
    return [later - earlier for earlier, later in pairwise(places)]


class TestStacks:
    def test_the_parts_of_a_period_stand_on_each_other(self) -> None:
        chart = stacked_chart(line("Fee", "4", "3", "3"), line("Exchange rate", "2", "2", "1"))
        dark, pale = PALETTES[Scheme.LIGHT].inks[0], PALETTES[Scheme.LIGHT].pale
        fees, margins = (
            [_box(path.get("d")) for path in drawn(chart).paths(fill=fill)] for fill in (dark, pale)
        )
        assert len(fees) == len(margins) == 3
        for fee, margin in zip(fees, margins, strict=True):
            assert margin[2] == pytest.approx(fee[0])
            assert fee[2] > fee[0]

    def test_a_negative_part_hangs_below_zero(self) -> None:
        chart = stacked_chart(line("Fee", "4", "3", "3"), line("Exchange rate", "2", "2", "-1"))
        pale = PALETTES[Scheme.LIGHT].pale
        margins = [_box(path.get("d")) for path in drawn(chart).paths(fill=pale)]
        fees = [_box(path.get("d")) for path in drawn(chart).paths(fill=PALETTES[Scheme.LIGHT].inks[0])]
        assert margins[2][0] == pytest.approx(fees[2][2])
        assert "-2%" in drawn(chart).texts or "-1%" in drawn(chart).texts


def _box(path: str | None) -> tuple[float, float, float]:
    """Top, left and bottom of a rectangle's path: M0,0h1v1h-1Z."""
    left, top, _wide, high = (float(part) for part in _numbers(path or ""))
    return top, left, top + high


def _numbers(path: str) -> list[str]:
    start, rest = path.removeprefix("M").split("h", 1)
    wide, rest = rest.split("v", 1)
    return [*start.split(","), wide, rest.split("h")[0]]


class TestRanks:
    def test_bars_keep_the_order_given_and_carry_name_and_number(self) -> None:
        texts = drawn(ranked_chart(Ghana="12", Peru="4", Chad="-1")).texts
        assert [text for text in texts if text in {"Ghana", "Peru", "Chad"}] == ["Ghana", "Peru", "Chad"]
        assert {"12%", "4%", "-1%", "5%: limit"} <= set(texts)

    def test_the_lengths_of_bars_are_as_their_figures(self) -> None:
        bars = drawn(ranked_chart(Ghana="12", Peru="4")).paths(fill=PALETTES[Scheme.LIGHT].inks[0])
        wide = [float(_numbers(path.get("d") or "")[2]) for path in bars]
        assert wide[0] == pytest.approx(3 * wide[1], rel=0.01)
