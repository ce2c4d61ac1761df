"""Ticks are round, labels have room, and no label is put on another."""

import itertools
from datetime import date, timedelta
from decimal import Decimal
from unicodedata import category

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from corridors.charts.axes import LETTER, WIDEST_LABEL, intervals, lines_scale, percent_scale
from corridors.charts.labels import Box, least_covered, places_near, spread, strokes_between
from corridors.charts.lettering import ELLIPSIS, balanced, shortened, width_of, wrapped
from corridors.domain.periods import Frequency, Period, period_of
from tests.charts.builders import QUARTERS, line, quarters

percents = st.decimals(min_value=-50, max_value=100, places=6)
texts = st.text(min_size=1, max_size=120)


class TestPercentages:
    def test_zero_and_five_per_cent_are_always_in_sight(self) -> None:
        scale = percent_scale([Decimal("1.2")])
        assert (scale.low, scale.high) == (Decimal(0), Decimal(6))

    @given(st.lists(percents, min_size=1))
    def test_every_value_lies_on_the_scale_and_ticks_are_few(self, values: list[Decimal]) -> None:
        scale = percent_scale(values)
        assert scale.low <= min(*values, Decimal(0)) <= max(values) <= scale.high
        assert 3 <= len(scale.ticks) <= 9
        assert 0 in {tick.at for tick in scale.ticks}

    def test_ticks_are_written_as_the_language_writes_them(self) -> None:
        with override("id"):
            assert percent_scale([Decimal("0.5")], at_least=Decimal(1)).ticks[1].label == "0,5%"

    def test_what_is_below_nothing_keeps_its_sign_at_its_left(self) -> None:
        with override("ar"):
            assert percent_scale([Decimal(-1)]).ticks[0].label == "\u2066-2%\u2069"

    def test_lines_behind_count_with_their_last_value_alone(self) -> None:
        scale = lines_scale(
            [line("a", "4", "5", "6")], [line("", "40", "30", "9"), line("", "50", None, None)]
        )
        assert scale.high == 10


class TestTime:
    @given(
        st.sampled_from(Frequency),
        st.dates(min_value=date(1990, 1, 1), max_value=date(2030, 1, 1)),
        st.integers(min_value=0, max_value=400),
        st.integers(min_value=150, max_value=500),
    )
    def test_labels_have_the_room_they_need(
        self, frequency: Frequency, first: date, count: int, pixels: int
    ) -> None:
        last = first + timedelta(days=count)
        periods = [period_of(first, frequency), period_of(last, frequency)]
        found = intervals(periods, pixels=pixels)
        low, high = 2 * periods[0].starts_on.toordinal(), 2 * (periods[-1].ends_on.toordinal() + 1)
        places = [(i.middle - low) * pixels / (high - low) for i in found if i.label]
        least = min(WIDEST_LABEL.values()) * LETTER
        assert places
        assert all(later - earlier >= least * 0.7 for earlier, later in itertools.pairwise(places))

    def test_quarters_are_named_and_the_year_is_said_once(self) -> None:
        found = intervals(QUARTERS, pixels=400)
        assert [(i.label, i.year) for i in found] == [("Q1", "2013"), ("Q2", ""), ("Q3", "")]

    def test_quarters_that_a_language_writes_out_do_not_run_into_each_other(self) -> None:
        with override("ne"):
            assert intervals(QUARTERS, pixels=400)[0].label == "पहिलो त्रैमासिक"
            assert intervals(quarters("2011-01", "2013-07"), pixels=400)[0].label == "2011"

    def test_many_quarters_are_named_by_their_years(self) -> None:
        periods = quarters("2004-01", "2013-10")
        assert [i.label for i in intervals(periods, pixels=400)] == [str(y) for y in range(2004, 2014)]

    def test_a_year_that_is_hardly_in_sight_is_not_named(self) -> None:
        periods = quarters("2011-10", "2014-10")
        assert [i.label for i in intervals(periods, pixels=150)] == ["", "2012", "2013", "2014"]

    def test_a_single_day_is_named(self) -> None:
        [only] = intervals([Period(Frequency.DAY, date(2013, 7, 20))], pixels=200)
        assert (only.label, only.year) == ("20 Jul", "2013")


class TestLabels:
    @given(st.lists(st.floats(min_value=0, max_value=300), min_size=1, max_size=12))
    def test_labels_keep_apart_in_their_order_within_the_picture(self, wanted: list[float]) -> None:
        placed = spread(wanted, gap=16, low=0, high=300)
        order = sorted(range(len(wanted)), key=lambda index: wanted[index])
        inner = [placed[index] for index in order]
        assert all(later - earlier >= 15 for earlier, later in itertools.pairwise(inner))
        assert min(placed) >= 0
        assert max(placed) <= 300

    def test_labels_with_room_stay_where_they_want_to_be(self) -> None:
        assert spread([10, 100, 50], gap=16, low=0, high=300) == [10, 100, 50]

    def test_two_at_one_place_move_as_far_up_as_down(self) -> None:
        assert spread([100, 100], gap=16, low=0, high=300) == [92, 108]

    def test_a_label_goes_where_no_line_runs(self) -> None:
        left, right = Box(0, 0, 50, 20), Box(150, 0, 200, 20)
        crossing = [(0.0, 10.0), (60.0, 10.0), (200.0, 90.0)]
        assert least_covered([left, right], [crossing]) == right
        assert least_covered([left, right], []) == left

    def test_a_label_rather_lies_on_a_line_than_on_a_point(self) -> None:
        left, right = Box(0, 0, 20, 20), Box(150, 0, 170, 20)
        crossing = [(150.0, 10.0), (170.0, 10.0)]
        assert least_covered([left, right], [crossing], [(23.0, 22.0)]) == right
        assert least_covered([left, right], [crossing], [(25.0, 10.0)]) == left

    def test_a_steep_line_is_seen_between_its_ends(self) -> None:
        left, right = Box(0, 40, 20, 50), Box(150, 40, 170, 50)
        assert least_covered([left, right], [[(9.0, 0.0), (11.0, 100.0)]]) == right

    def test_two_labels_never_lie_on_each_other(self) -> None:
        near, far = Box(0, 30, 50, 41), Box(0, 0, 50, 11)
        assert least_covered([near, far], [[(0.0, 5.0), (50.0, 5.0)]], labels=[Box(0, 22, 50, 33)]) == far

    @given(st.integers(min_value=0, max_value=190), st.integers(min_value=10, max_value=250))
    def test_a_label_is_tried_first_beside_its_line_and_never_on_it_or_out_of_the_plot(
        self, limit: int, wide: int
    ) -> None:
        boxes = list(places_near(limit, wide=wide, high=11, plot=(184, 190)))
        assert all(box.top >= 0 and box.bottom < 190 for box in boxes)
        assert all(box.bottom < limit or box.top > limit for box in boxes)
        assert min(abs(boxes[0].bottom - limit), abs(boxes[0].top - limit)) == 4

    def test_a_label_stays_on_its_side_of_another_line_as_long_as_it_can(self) -> None:
        boxes = list(places_near(100, wide=60, high=11, plot=(184, 190), others=[80]))
        beyond = [box.bottom < 80 for box in boxes]
        assert beyond == sorted(beyond)
        assert any(beyond)

    def test_a_stroke_leads_to_a_line_that_is_not_beside_its_label(self) -> None:
        assert list(strokes_between(Box(4, 100, 64, 111), 115.4)) == []
        strokes = list(strokes_between(Box(4, 60, 64, 71), 115.4))
        assert {(stroke.top, stroke.bottom) for stroke in strokes} == {(71, 115)}
        assert all(4 < stroke.left < 34 for stroke in strokes)


class TestLettering:
    @given(texts, st.integers(min_value=1, max_value=4))
    def test_what_is_cut_says_so_and_fits(self, text: str, most: int) -> None:
        lines = wrapped(text, size=12, width=120, most=most)
        assert len(lines) <= most
        assert all(width_of(each, size=12) <= 120 for each in lines)

    @pytest.mark.parametrize(
        "text",
        [
            "ครอบครัวคุณจะได้เงินมากที่สุด",  # no spaces: between two letters, and no mark without its letter
            "ប្រាក់\u200bរបស់\u200bអ្នក",  # where a word ends
        ],
    )
    def test_a_script_without_spaces_is_broken_and_not_cut(self, text: str) -> None:
        found = wrapped(text, size=10, width=60, most=9)
        assert "".join(found).replace("\u200b", "") == text.replace("\u200b", "")
        assert len(found) > 1
        assert all(category(line[0])[0] != "M" for line in found)

    def test_no_line_is_left_with_one_word(self) -> None:
        text = "United States to Mexico: in Q3 2013 providers cost from 3.5% to 8.9%"
        assert (
            wrapped(text, size=19, width=688, most=2)[1]
            != (lines := balanced(text, size=19, width=688, most=2))[1]
        )
        assert len(lines) == 2
        assert " ".join(lines) == text

    @pytest.mark.parametrize("text", ["Western Union", "ธนาคารกรุงเทพ", "一二三四五六七八九十"])
    def test_a_name_too_long_ends_in_an_ellipsis(self, text: str) -> None:
        cut = shortened(text, size=12, width=60)
        assert cut.endswith(ELLIPSIS)
        assert text.startswith(cut.removesuffix(ELLIPSIS))
