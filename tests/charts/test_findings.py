"""What charts of a corridor and of the world say: their titles, their alternatives, what they leave out."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.utils.translation import override

from corridors.charts.corridor import cost_chart, split_chart
from corridors.charts.providers import NAMED, providers_chart
from corridors.charts.world import MOST_BARS, About, CorridorCost, WorldPoint, ranked_chart, world_chart
from corridors.domain.codes import ProviderType
from corridors.formats import NO_BREAK_SPACE
from tests.charts.builders import QUARTERS
from tests.charts.history import SUBJECT, point, provider

FIRST, SECOND, THIRD = QUARTERS
ABOUT = About(source="A survey", until=date(2013, 9, 30), price_point=200)


def plain(text: str) -> str:
    return text.replace(NO_BREAK_SPACE, " ")


class TestCost:
    @pytest.mark.parametrize(
        ("last", "said"),
        [
            ("5", "the average cost fell from 6.0% (Q1 2013) to 5.0% (Q3 2013)"),
            ("7", "the average cost rose from 6.0% (Q1 2013) to 7.0% (Q3 2013)"),
            ("6.02", "6.0% on average (Q3 2013), as in Q1 2013"),
        ],
    )
    def test_the_title_says_what_was_found(self, last: str, said: str) -> None:
        chart = cost_chart([point(FIRST, "6"), point(THIRD, last)], SUBJECT)
        assert chart is not None
        assert plain(chart.words.title) == f"United Kingdom to India: {said}"

    def test_a_single_period_is_compared_with_nothing(self) -> None:
        chart = cost_chart([point(FIRST, "6")], SUBJECT)
        assert chart is not None
        assert plain(chart.words.title) == "United Kingdom to India: 6.0% on average (Q1 2013)"
        assert "Lines" not in chart.words.alt

    def test_the_alternative_has_the_figures_of_the_last_period(self) -> None:
        chart = cost_chart([point(FIRST, "6"), point(THIRD, "1", "2", "3", "10", undisclosed=2)], SUBJECT)
        assert chart is not None
        told = plain(chart.words.alt)
        assert "Q3 2013: average 4.0%, median 2.5%, cheapest 1.0%, SmaRT-style 2.0%." in told
        assert "Q1 2013: average 6.0%." in told
        assert "Services that count in Q3 2013: 4; left out: 2." in told

    def test_amount_unit_source_and_day_are_said(self) -> None:
        chart = cost_chart([point(FIRST, "6")], replace(SUBJECT, provider_type=ProviderType.BANK))
        assert chart is not None
        assert "US$200 or its worth, in per cent of the amount sent, by quarter." in plain(
            chart.words.subtitle
        )
        assert "Only this kind of company: bank." in chart.words.subtitle
        assert "Source: A survey. Prices up to 30 September 2013." in plain(chart.words.note)

    def test_a_figure_that_is_never_known_has_no_line(self) -> None:
        prices = point(FIRST, "6").figures
        slow = [price._replace(speed_max_minutes=None) for price in prices.prices]
        unknown = point(FIRST)._replace(figures=replace(prices, prices=slow, counted=slow))
        chart = cost_chart([unknown], SUBJECT)
        assert chart is not None
        assert [line.name for line in chart.lines] == ["Average", "Median", "Cheapest"]
        assert "SmaRT-style not known" in chart.words.alt

    def test_periods_in_which_nothing_counts_are_not_drawn(self) -> None:
        chart = cost_chart([point(FIRST, "6"), point(THIRD, undisclosed=3)], SUBJECT)
        assert chart is not None
        assert chart.periods == (FIRST,)
        assert cost_chart([point(FIRST, undisclosed=3)], SUBJECT) is None

    def test_invented_prices_are_said_to_be_invented(self) -> None:
        for chart in (
            cost_chart([point(FIRST, "6", fee="2")], replace(SUBJECT, is_sandbox=True)),
            split_chart([point(FIRST, "6", fee="2")], replace(SUBJECT, is_sandbox=True)),
            providers_chart(
                [provider("Made Up", (FIRST, "6"), sandbox=True)], replace(SUBJECT, is_sandbox=True)
            ),
        ):
            assert chart is not None
            assert chart.words.warning == "Invented prices (sandbox)"

    def test_it_speaks_the_reader_s_language(self) -> None:
        with override("es"):
            chart = cost_chart([point(FIRST, "6"), point(THIRD, "5")], SUBJECT)
        assert chart is not None
        assert "5.0%" in chart.words.alt
        assert f"T3{NO_BREAK_SPACE}de{NO_BREAK_SPACE}2013" in chart.words.title


class TestSplit:
    def test_fee_and_margin_are_said_and_drawn(self) -> None:
        chart = split_chart([point(FIRST, "6", fee="2"), point(THIRD, "5", fee="3.5")], SUBJECT)
        assert chart is not None
        assert "the fee took 3.5%, the exchange rate 1.5% (Q3 2013)" in plain(chart.words.title)
        assert "Q1 2013: fee 2.0%, exchange-rate margin 4.0%." in plain(chart.words.alt)
        assert [part.values for part in chart.parts] == [
            (Decimal(2), Decimal("3.5")),
            (Decimal(4), Decimal("1.5")),
        ]

    def test_without_a_service_that_states_both_there_is_nothing_to_draw(self) -> None:
        assert split_chart([point(FIRST, "6")], SUBJECT) is None

    def test_it_is_not_said_to_be_the_total(self) -> None:
        chart = split_chart([point(FIRST, "6", fee="2")], replace(SUBJECT, provider_type=ProviderType.BANK))
        assert chart is not None
        assert plain(chart.words.subtitle) == (
            "Fee and exchange-rate margin of sending US$200 or its worth, in per cent of the amount sent, "
            "by quarter. Only this kind of company: bank."
        )


class TestProviders:
    def test_the_ends_of_the_newest_period_are_said(self) -> None:
        chart = providers_chart(
            [provider("Dear", (FIRST, "3"), (THIRD, "9")), provider("Cheap", (THIRD, "1"))], SUBJECT
        )
        assert chart is not None
        assert "providers cost from 1.0% to 9.0% (Q3 2013)" in plain(chart.words.title)
        assert "the cheapest of 2 was Cheap with 1.0%, the dearest Dear with 9.0%" in plain(chart.words.alt)

    def test_one_provider_is_compared_with_nobody(self) -> None:
        chart = providers_chart([provider("Only", (THIRD, "1"))], SUBJECT)
        assert chart is not None
        assert "Only cost 1.0% (Q3 2013)" in plain(chart.words.title)

    def test_of_many_the_ones_seen_most_are_named_and_the_picture_says_so(self) -> None:
        often = [
            provider(f"Often {n}", (FIRST, "5"), (SECOND, "5"), (THIRD, str(n + 1))) for n in range(NAMED)
        ]
        seldom = [provider(f"Seldom {n}", (SECOND, "2"), (THIRD, "2")) for n in range(60 - NAMED)]
        chart = providers_chart([*seldom, *reversed(often)], SUBJECT)
        assert chart is not None
        assert [line.name for line in chart.lines] == [f"Often {n}" for n in range(NAMED)]
        assert len(chart.background) == 60 - NAMED
        said = "Named: the 6 of 60 providers seen most often; the others are grey."
        assert said in chart.words.subtitle
        assert said in chart.words.alt

    def test_who_is_gone_comes_after_who_is_there(self) -> None:
        gone = [provider(f"Gone {n}", (FIRST, "1"), (SECOND, "1")) for n in range(NAMED)]
        chart = providers_chart([*gone, provider("New", (THIRD, "8"))], SUBJECT)
        assert chart is not None
        assert chart.lines[0].name == "New"

    def test_values_behind_that_leave_the_picture_are_admitted(self) -> None:
        named = [provider(f"P{n}", (FIRST, "4"), (SECOND, "4"), (THIRD, "4")) for n in range(NAMED)]
        peak = provider("Peak", (SECOND, "40"), (THIRD, "4"))
        chart = providers_chart([*named, peak], SUBJECT)
        assert chart is not None
        assert "Above 6% they are cut off." in chart.words.subtitle

    def test_a_provider_without_a_figure_is_not_there(self) -> None:
        assert providers_chart([provider("Silent", (FIRST, None))], SUBJECT) is None

    def test_an_invented_provider_is_marked(self) -> None:
        chart = providers_chart([provider("Made Up", (FIRST, "6"), sandbox=True)], SUBJECT)
        assert chart is not None
        assert chart.lines[0].name == "Made Up (sandbox)"


class TestWorld:
    def test_the_global_average_is_held_against_three_per_cent(self) -> None:
        points = [
            WorldPoint(FIRST, Decimal("9.1"), 4000),
            WorldPoint(SECOND, None, 0),
            WorldPoint(THIRD, Decimal("8.9"), 4100),
        ]
        chart = world_chart(points, about=ABOUT)
        assert "cost 8.9% on average (Q3 2013); the target is below 3%" in plain(chart.words.title)
        assert "Q1 2013: it was 9.1%." in plain(chart.words.alt)
        assert "Services that count: 4100." in chart.words.alt
        assert [limit.percent for limit in chart.limits] == [3]
        assert chart.periods == (FIRST, THIRD)

    @pytest.mark.parametrize(("is_dearest", "word"), [(True, "dearest"), (False, "cheapest")])
    def test_corridors_keep_the_order_given_and_ten_are_enough(self, is_dearest: bool, word: str) -> None:
        rows = [CorridorCost(f"Corridor {n}", Decimal(20 - n)) for n in range(14)]
        chart = ranked_chart(rows, period=THIRD, is_dearest=is_dearest, measure="Average", about=ABOUT)
        assert [bar.name for bar in chart.bars] == [f"Corridor {n}" for n in range(MOST_BARS)]
        assert f"The {word} corridor (Q3 2013): Corridor 0, 20.0%" == plain(chart.words.title)
        assert "Corridor 0 20.0%, to Corridor 9 11.0%." in chart.words.alt
        assert chart.words.subtitle.startswith("Average, sending US$200 or its worth")
