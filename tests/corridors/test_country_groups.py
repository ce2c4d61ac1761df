"""Regions, income groups and flows are data: complete, consistent and with a source."""

import gzip
import tomllib
from decimal import Decimal
from pathlib import Path

import pytest

from corridors.facts import DATA, country_groups, groups_fiscal_year
from corridors.flows import ENCODING, FLOWS_YEAR, MATRIX, UnknownPlaceError, flows, read_matrix
from corridors.places import known_countries
from corridors.statistics_wording import GROUPS
from providers.bundle import FOLDER

GROUPS_FILE = tomllib.loads((DATA / "country_groups.toml").read_text(encoding="utf-8"))
FLOWS_FILE = tomllib.loads((DATA / f"flows_{FLOWS_YEAR}.toml").read_text(encoding="utf-8"))


def listed(groups: dict[str, list[str]]) -> list[str]:
    return [code for codes in groups.values() for code in codes]


def m49() -> dict[str, list[str]]:
    return {part: codes for parts in GROUPS_FILE["m49"]["region"].values() for part, codes in parts.items()}


@pytest.mark.parametrize(
    "groups",
    [GROUPS_FILE["world_bank"]["region"], GROUPS_FILE["world_bank"]["income"], m49()],
    ids=["World Bank regions", "income groups", "M49"],
)
def test_a_list_names_known_countries_and_each_once(groups: dict[str, list[str]]):
    codes = listed(groups)
    assert len(codes) == len(set(codes))
    assert set(codes) <= set(known_countries())
    assert set(groups) <= {str(code) for code in GROUPS}


def test_every_country_has_a_region_of_the_united_nations_but_antarctica():
    without = {code for code, groups in country_groups().items() if groups.m49_region is None}
    assert without == {"AQ"}


def test_every_economy_of_the_world_bank_has_a_region_and_an_income_group_but_one():
    regions = set(listed(GROUPS_FILE["world_bank"]["region"]))
    assert regions - set(listed(GROUPS_FILE["world_bank"]["income"])) == {"VE"}
    assert len(regions) == 220


def test_each_group_is_of_a_known_country():
    assert set(country_groups()) == set(known_countries())
    egypt = country_groups()["EG"]
    assert egypt == ("middle_east_north_africa", "lower_middle", "africa", "northern_africa")
    assert country_groups()["PK"].world_bank_region == "south_asia"
    assert groups_fiscal_year() == 2023


def test_the_lists_say_where_they_come_from():
    for source in (GROUPS_FILE["world_bank"], GROUPS_FILE["m49"], FLOWS_FILE):
        assert source["source"]
        assert source["url"].startswith("https://")
    assert FLOWS_FILE["year"] == FLOWS_YEAR


def test_every_place_of_the_flows_is_a_country_or_is_explained():
    text = matrix()
    header, *lines = text.splitlines()
    named = {line.split(",")[0] for line in lines} | set(header.split(","))
    unused = set(FLOWS_FILE["left_out"]) - named
    assert unused == set()
    assert all(FLOWS_FILE["left_out"].values())


def test_the_flows_are_those_of_the_file():
    assert flows()["US", "MX"] == 23_174
    assert flows()["MX", "US"] == 1_142
    assert ("XK", "XK") not in flows()
    assert all(amount > 0 for amount in flows().values())
    # Of 514,248 million in all, 18,566 come from places without a name.
    assert 514_248 - 18_566 - 500 < sum(flows().values()) < 514_248 - 18_566


def matrix() -> str:
    return gzip.decompress((Path(FOLDER) / MATRIX).read_bytes()).decode(ENCODING)


def test_a_place_that_nothing_explains_is_refused_and_not_dropped():
    known = "Origin,Mexico,Total\nFrance,5,5\n"
    assert dict(read_matrix(known)) == {("FR", "MX"): Decimal(5)}
    with pytest.raises(UnknownPlaceError, match="Atlantis"):
        list(read_matrix(known.replace("Mexico", "Atlantis")))
    with pytest.raises(UnknownPlaceError, match="Utopia"):
        list(read_matrix(known.replace("France", "Utopia")))


def test_the_notes_after_an_empty_line_are_no_flows():
    assert list(read_matrix('Origin,Mexico\nFrance,"1,000"\n"",""\nNotes:,""\n')) == [
        (("FR", "MX"), Decimal(1000))
    ]
