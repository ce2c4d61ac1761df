"""Survey files dropped into a folder."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from providers.adapters import rpw
from providers.adapters.base import Answer, ParseError
from providers.failures import FetchError
from providers.sources import facts_of
from tests.providers.adapters.price_feeds import KeptFiles, answer, broken_rules, feed, place_in, results
from tests.providers.survey_files import BLANK, csv_file, row

FOLDER = facts_of("rpw_folder")
SURVEY = csv_file([row(), BLANK, row(period="2013"), row(cc2_lcu_fee="many")])


@pytest.fixture
def dropped(tmp_path: Path, settings: Any) -> Path:
    settings.DROP_FOLDER = tmp_path
    (tmp_path / "rpw").mkdir()
    return tmp_path / "rpw"


def fetched() -> list[Answer]:
    return list(feed(FOLDER, keep=KeptFiles()).fetch(date(2026, 11, 23)))


def test_a_dropped_survey_gives_the_prices_an_import_gives_and_refuses_the_same() -> None:
    said = answer(SURVEY, asked={"file": "rpw.csv"})
    prices, refused = results(FOLDER, said)
    imported = [price for parsed in rpw.parse(SURVEY) for price in parsed.readings]
    assert len(imported) == 3
    assert [price._replace(statement=price.statement._replace(locator="")) for price in prices] == [
        price._replace(statement=price.statement._replace(locator="")) for price in imported
    ]
    assert [place_in(price, said) for price in prices] == ["line 2", "line 2", "line 5"]
    assert [broken_rules(price) for price in prices] == [()] * 3
    assert [(place_in(row, said), row.reason) for row in refused] == [
        ("line 4", "period '2013' is not written like 2013_3Q"),
        ("line 5, cc2", "cc2 lcu fee 'many' is not a number"),
    ]
    assert refused[0].said["firm"] == "Al Fardan Exchange"


def test_a_dropped_survey_is_the_survey_and_not_another_source() -> None:
    prices, _ = results(FOLDER, answer(SURVEY))
    assert {price.statement.source for price in prices} == {"rpw"}


def test_files_stay_where_they_are_and_are_read_again_the_next_time(dropped: Path) -> None:
    for name in ("2013.csv", "2012.csv", "2014.xlsx"):
        (dropped / name).write_bytes(SURVEY)
    first, second = fetched(), fetched()
    assert [each.asked["file"] for each in first] == ["2012.csv", "2013.csv", "2014.xlsx"]
    assert [each.sha256 for each in first] == [each.sha256 for each in second]
    assert sorted(path.name for path in dropped.iterdir()) == ["2012.csv", "2013.csv", "2014.xlsx"]
    assert (dropped / "2013.csv").read_bytes() == SURVEY


def test_a_file_that_cannot_be_read_keeps_no_other_from_being_read_and_is_told(dropped: Path) -> None:
    (dropped / "a_empty.csv").write_bytes(b"")
    (dropped / "b.csv").write_bytes(SURVEY)
    answers = feed(FOLDER, keep=KeptFiles()).fetch(date(2026, 11, 23))
    assert next(answers).asked["file"] == "b.csv"
    with pytest.raises(FetchError, match=r"1 files cannot be read, first: .*a_empty\.csv: the file is empty"):
        next(answers)


@pytest.mark.parametrize("body", [SURVEY[: len(SURVEY) // 2], b"a,b\n1,2\n", b"PK\x03\x04cut off"])
def test_a_file_that_is_no_whole_survey_is_a_parse_error_that_names_it(body: bytes) -> None:
    with pytest.raises(ParseError, match=r"rpw\.csv: "):
        results(FOLDER, answer(body, asked={"file": "rpw.csv"}))
