"""Facts kept as data beside the code, each with a source: taxes, breaks, parallel markets, country groups."""

import tomllib
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from corridors.domain.codes import PayIn
from corridors.domain.rates import RateBreak, RatePreference
from corridors.domain.tax import TaxRule
from corridors.places import known_countries

DATA = Path(__file__).parent / "data"


class ParallelMarket(NamedTuple):
    """A currency whose street rate differs from the official one, between two days, by whose account."""

    currency: str
    since: date
    until: date | None
    source: str


def _entries(name: str, table: str) -> list[dict[str, Any]]:
    with (DATA / name).open("rb") as file:
        entries: list[dict[str, Any]] = tomllib.load(file)[table]
        return entries


@cache
def tax_rules() -> tuple[TaxRule, ...]:
    """Every remittance tax known, with its source."""
    return tuple(
        TaxRule(
            country=entry["country"],
            percent=Decimal(entry["percent"]),
            pay_in=frozenset(PayIn(way) for way in entry["pay_in"]),
            since=entry["since"],
            source=entry["source"],
            until=entry.get("until"),
        )
        for entry in _entries("taxes.toml", "tax")
    )


@cache
def rate_breaks() -> tuple[RateBreak, ...]:
    """Every day on which an official rate was set anew."""
    return tuple(RateBreak(**entry) for entry in _entries("rate_breaks.toml", "break"))


@cache
def rate_preference() -> RatePreference:
    """Which source of reference rates answers first, in general and by currency."""
    with (DATA / "rate_preferences.toml").open("rb") as file:
        stated = tomllib.load(file)
    by_currency = {entry["currency"]: tuple(entry["sources"]) for entry in stated["preference"]}
    return RatePreference(tuple(stated["general"]), by_currency, tuple(stated["last"]))


@cache
def parallel_markets() -> tuple[ParallelMarket, ...]:
    """Every period in which a currency had a known parallel market."""
    return tuple(
        ParallelMarket(entry["currency"], entry["since"], entry.get("until"), entry["source"])
        for entry in _entries("parallel_markets.toml", "market")
    )


def parallel_market_of(currency: str, on: date) -> ParallelMarket | None:
    """The parallel market known for a currency on a day, if any."""
    return next(
        (
            market
            for market in parallel_markets()
            if market.currency == currency
            and market.since <= on
            and (market.until is None or on <= market.until)
        ),
        None,
    )


class CountryGroups(NamedTuple):
    """The groups that a country belongs to; None where a list does not name it."""

    world_bank_region: str | None
    income: str | None
    m49_region: str | None
    m49_subregion: str | None


@cache
def country_groups() -> dict[str, CountryGroups]:
    """The groups of every known country, by ISO 3166-1 alpha-2 code."""
    with (DATA / "country_groups.toml").open("rb") as file:
        stated = tomllib.load(file)
    regions = stated["m49"]["region"]
    by_list = [
        _group_by_country(stated["world_bank"]["region"]),
        _group_by_country(stated["world_bank"]["income"]),
        {code: region for region, parts in regions.items() for listed in parts.values() for code in listed},
        _group_by_country({part: codes for parts in regions.values() for part, codes in parts.items()}),
    ]
    return {code: CountryGroups(*(of.get(code) for of in by_list)) for code in known_countries()}


def _group_by_country(codes: dict[str, list[str]]) -> dict[str, str]:
    return {code: group for group, listed in codes.items() for code in listed}


@cache
def groups_fiscal_year() -> int:
    """The World Bank's fiscal year whose lists country_groups() gives."""
    with (DATA / "country_groups.toml").open("rb") as file:
        return int(tomllib.load(file)["world_bank"]["fiscal_year"])
