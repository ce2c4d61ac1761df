"""Answers about countries, corridors, providers, sources and rates, as they are sent."""

from collections.abc import Sequence

from corridors.api.names import name_of
from corridors.api.numbers import exactly
from corridors.api.options import parallel_market, reference_rate, type_of_json
from corridors.api.parameters import RateAsked
from corridors.directory import CountryListing, ProviderListing
from corridors.domain.rates import CrossRate
from corridors.facts import ParallelMarket
from corridors.models import Corridor, Source
from corridors.provider_selectors import ProviderCorridor, ProviderProfile


def country(listing: CountryListing) -> type_of_json:
    """A country, with its name."""
    return {**listing._asdict(), "name": name_of(listing.code)}


def corridor(found: Corridor, receive_currencies: Sequence[str]) -> type_of_json:
    """A corridor, as lists show it."""
    return {
        "slug": found.slug,
        "from": found.source_id,
        "from_name": name_of(found.source_id),
        "to": found.destination_id,
        "to_name": name_of(found.destination_id),
        "send_currency": found.send_currency,
        "receive_currency": found.receive_currency,
        "receive_currencies": receive_currencies,
        "services": found.services,
        "latest_observed_at": found.latest_observed_at,
    }


def provider(listing: ProviderListing) -> type_of_json:
    """A provider, as lists show it."""
    return {**listing._asdict(), "type": listing.type or None}


def provider_profile(found: ProviderProfile) -> type_of_json:
    """A provider with what it does in each corridor."""
    return {
        "slug": found.slug,
        "name": found.name,
        "type": found.type,
        "sandbox": found.sandbox,
        "ended_on": found.ended_on,
        "spellings": found.spellings,
        "corridors": [_served(served) for served in found.corridors],
    }


def _served(served: ProviderCorridor) -> type_of_json:
    return {
        "corridor": served.slug,
        "services": served.services,
        "pay_in": served.pay_in,
        "pay_out": served.pay_out,
        "lowest_percent": exactly(served.lowest_percent),
        "highest_percent": exactly(served.highest_percent),
        "observed_at": served.observed_at,
    }


def source(found: Source) -> type_of_json:
    """A source, with what its licence asks to be told."""
    return {
        "key": found.key,
        "name": found.name,
        "url": found.url,
        "licence": found.licence,
        "sandbox": found.sandbox,
    }


def rate(cross: CrossRate, asked: RateAsked, market: ParallelMarket | None) -> type_of_json:
    """A reference rate of the day asked for."""
    return {
        "base": asked.base,
        "quote": asked.quote,
        "asked_date": asked.on,
        **(reference_rate(cross) or {}),
        "parallel_market": parallel_market(market),
    }
