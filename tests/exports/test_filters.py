"""Which prices each filter chooses, and what is known of them before they are written."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.http import QueryDict
from pytest_django import DjangoAssertNumQueries, Settings

from corridors.domain.codes import PayIn, PayOut
from corridors.exports.asking import ExportAsked, parse_export
from corridors.exports.contents import version_of
from corridors.exports.formats import FORMATS
from corridors.exports.layouts import layout_of
from corridors.exports.selecting import chosen, days_of, facts_of, stamp_of
from corridors.models import Price
from tests.factories import NOW, SURVEYED_AT, make_provider, price, record, surveyed

pytestmark = pytest.mark.django_db
TODAY = NOW.date()

FILTERS = {
    "": {"fresh", "older", "saudi", "india", "surveyed", "surveyed late"},
    "corridor=sa-ph": {"saudi"},
    "from=AE": {"fresh", "older", "india", "surveyed", "surveyed late"},
    "to=IN": {"india"},
    "from=SA&to=IN": set(),
    "provider=iron-bank": {"older", "saudi", "india"},
    "price_point=500": {"saudi"},
    "pay_in=cash": {"fresh", "older", "saudi", "surveyed", "surveyed late"},
    "pay_in=bank_account": {"fresh"},
    "pay_in=card": {"india"},
    "pay_in=prepaid_card": set(),
    "pay_out=mobile_money": {"older"},
    "since=2026-11-20": {"fresh", "saudi", "india"},
    "until=2013-07-20": {"surveyed", "surveyed late"},
    "since=2026-10-11&until=2026-10-11": {"older"},
    "until=9999-12-31&since=2014-01-01": {"fresh", "older", "saudi", "india"},
    "current=1": {"fresh", "older", "saudi", "india", "surveyed"},
    "current=no": {"fresh", "older", "saudi", "india", "surveyed", "surveyed late"},
}
PERIODS = {
    "2013_3Q": {"surveyed"},
    "2013-Q2": {"surveyed late"},
    "2013": {"surveyed", "surveyed late"},
    "2013-07": {"surveyed", "surveyed late"},
    "2013-07-20": {"surveyed"},
    "2026_4Q": {"fresh", "older", "saudi", "india"},
    "2026-11": {"fresh", "saudi", "india"},
    "2026": {"fresh", "older", "saudi", "india"},
    "2012": set(),
}


def notes(query: str) -> set[str]:
    """Which of the recorded prices an export is of, by the notes they carry."""
    asked = parse_export(QueryDict(query), today=TODAY)
    return set(chosen(asked).values_list("note", flat=True))


@pytest.fixture(autouse=True)
def _several_prices() -> None:
    both = (PayIn.BANK_ACCOUNT, PayIn.CASH)
    record(
        price(note="fresh", pay_in=both, price_point=200, amount="200"),
        price("Iron Bank", note="older", pay_out=(PayOut.MOBILE_MONEY,), seen=NOW - timedelta(days=40)),
        price("Iron Bank", note="saudi", corridor="sa-ph", currencies=("SAR", "PHP"), price_point=500),
        price("Iron Bank", note="india", corridor="ae-in", currencies=("AED", "INR"), pay_in=(PayIn.CARD,)),
        surveyed(note="surveyed"),
        surveyed(note="surveyed late", period="2013_2Q", seen=SURVEYED_AT - timedelta(days=5), amount="500"),
    )


def test_a_filter_takes_what_it_names_and_nothing_else() -> None:
    assert {query: notes(query) for query in FILTERS} == FILTERS


def test_a_quarter_takes_the_survey_made_for_it_and_what_was_read_in_it() -> None:
    assert {period: notes(f"period={period}") for period in PERIODS} == PERIODS


def test_the_current_prices_are_those_that_stand_now() -> None:
    record(
        price(
            note="fresher", pay_in=(PayIn.BANK_ACCOUNT, PayIn.CASH), amount="200", price_point=200, seen=NOW
        )
    )
    assert "fresh" not in notes("current=1")
    assert "fresher" in notes("current=1")
    assert notes("") >= {"fresh", "fresher"}


def test_a_day_ends_with_its_last_microsecond_in_utc() -> None:
    midnight = datetime(2026, 11, 1, tzinfo=UTC)
    record(price(note="last", seen=midnight - timedelta(microseconds=1)), price(note="first", seen=midnight))
    assert notes("since=2026-11-01&until=2026-11-01") == {"first"}
    assert notes("until=2026-10-31") >= {"last"}


def test_invented_prices_are_left_out_unless_a_sandbox_is_being_tried(settings: Settings) -> None:
    make_provider("Made Up", sandbox=True)
    record(price("Made Up", note="invented"))
    settings.SANDBOX_URL = ""
    assert "invented" not in notes("")
    settings.SANDBOX_URL = "http://127.0.0.1:1/"
    assert "invented" in notes("")


def test_facts_count_what_is_chosen(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    asked = ExportAsked(source="AE")
    with django_assert_num_queries(2):
        facts = facts_of(asked)
    assert (facts.rows, facts.first_day, facts.last_day) == (5, date(2013, 7, 15), TODAY)
    assert facts.last_id == Price.objects.filter(corridor__source="AE").latest("id").id
    assert [source.key for source in facts.sources] == ["rpw", "tariffs"]
    with django_assert_num_queries(1):
        assert layout_of(asked).count(asked) == 5
    with django_assert_num_queries(1):
        assert days_of(asked) == (date(2013, 7, 15), TODAY)


def test_nothing_chosen_has_no_days_and_no_sources() -> None:
    asked = ExportAsked(source="SA", destination="IN")
    facts = facts_of(asked)
    assert (facts.rows, facts.first_day, facts.last_day, facts.last_id, facts.sources) == (
        0,
        None,
        None,
        0,
        (),
    )
    assert days_of(asked) == (None, None)


def test_a_stamp_changes_with_the_prices_of_its_corridors_only(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    saudi, everything = ExportAsked(corridor="sa-ph"), ExportAsked()
    with django_assert_num_queries(3):
        before = stamp_of(saudi)
    of_all = stamp_of(everything)
    record(price(note="more", seen=NOW))
    assert stamp_of(saudi) == before
    assert stamp_of(everything) != of_all


def test_a_stamp_changes_when_a_provider_is_called_otherwise() -> None:
    asked = ExportAsked(corridor="sa-ph")
    before = stamp_of(asked)
    make_provider("Iron Bank", type="post_office")
    assert stamp_of(asked) != before


def test_each_question_and_format_has_a_version_of_its_own() -> None:
    versions = [
        version_of(ExportAsked(), FORMATS["csv"]),
        version_of(ExportAsked(), FORMATS["jsonl"]),
        version_of(ExportAsked(price_point=200), FORMATS["csv"]),
        version_of(ExportAsked(layout="rpw"), FORMATS["csv"]),
    ]
    assert len(set(versions)) == 4
    assert versions[0] == version_of(ExportAsked(), FORMATS["csv"])
