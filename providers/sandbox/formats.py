"""The three formats in which the sandbox answers; each function takes the moment and gives the whole body.

With `twice` every quote, rate and tariff is said twice, as a careless publisher does.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from xml.sax.saxutils import quoteattr

import orjson

from providers.sandbox.cast import BANDS, COUNTERS, PLAYERS, PUBLISHER, PUBLISHER_TYPE, Counter, Player
from providers.sandbox.market import Market, Stall
from providers.sandbox.prices import (
    Quote,
    Terms,
    fixed_fee,
    margin_at,
    minute_of,
    quote_receiving,
    quote_sending,
    rate_at,
)
from remitcompare.money import payable_step, plain

MOST_ASKED = Decimal(10) ** 9
SEND, RECEIVE = "SEND", "RECEIVE"
MARKUP_PLACES = 8
ECB_NAMESPACE = "http://www.ecb.int/vocabulary/2002-08-01/eurofxref"
GESMES_NAMESPACE = "http://www.gesmes.org/xml/2002-08-01"


class AskedWrongError(Exception):
    """A question that cannot be answered, in one sentence."""


def comparison(market: Market, asked: Mapping[str, str], *, now: datetime, twice: bool) -> bytes:
    """The answer of Wise's comparison, version 4, to the parameters of its address; fees inside.

    Raises:
        AskedWrongError: a currency is missing, or not exactly one of sendAmount and recipientGetsAmount
            is given.
    """
    for name in ("sourceCurrency", "targetCurrency"):
        if not asked.get(name):
            raise AskedWrongError(f"{name} is missing")
    amount_type, amount = _amount(asked)
    stall = _stall(market, asked)
    providers = [] if stall is None else list(_players(stall, amount_type, amount, now, twice))
    answer = {
        "sourceCurrency": asked["sourceCurrency"],
        "targetCurrency": asked["targetCurrency"],
        "sourceCountry": asked.get("sourceCountry"),
        "targetCountry": asked.get("targetCountry"),
        "providerCountry": None,
        "providerTypes": sorted({player.type for player in PLAYERS}),
        "amount": amount,
        "amountType": amount_type,
        "providers": providers,
    }
    return orjson.dumps(answer, default=_number)


def _number(value: Any) -> orjson.Fragment:
    """A decimal as a JSON number, digit by digit; a float would be something else."""
    if not isinstance(value, Decimal):
        raise TypeError(value)
    return orjson.Fragment(f"{value:f}")


def _amount(asked: Mapping[str, str]) -> tuple[str, Decimal]:
    given = [name for name in ("sendAmount", "recipientGetsAmount") if asked.get(name)]
    if len(given) != 1:
        raise AskedWrongError("exactly one of sendAmount and recipientGetsAmount must be given")
    try:
        amount = Decimal(asked[given[0]])
    except InvalidOperation:
        amount = Decimal(0)
    if not amount.is_finite() or not 0 < amount < MOST_ASKED:
        raise AskedWrongError(f"{given[0]} is not a number above 0")
    return SEND if given[0] == "sendAmount" else RECEIVE, amount


def _stall(market: Market, asked: Mapping[str, str]) -> Stall | None:
    """The route of that currency pair, unless the countries asked for are others."""
    for stall in market.stalls:
        route = stall.route
        pair = (route.send_currency, route.receive_currency)
        countries = (
            asked.get("sourceCountry") or route.source,
            asked.get("targetCountry") or route.destination,
        )
        if (asked["sourceCurrency"], asked["targetCurrency"], *countries) == (*pair, *route[:2]):
            return stall
    return None


def _players(
    stall: Stall, amount_type: str, amount: Decimal, now: datetime, twice: bool
) -> Iterator[dict[str, Any]]:
    for player in PLAYERS:
        terms = stall.terms[player.name]
        if amount_type == SEND:
            quote = quote_sending(terms, send_amount=amount, now=now)
        else:
            quote = quote_receiving(terms, received=amount, now=now)
        if quote is not None:
            yield {
                "id": player.number,
                "alias": player.name.lower().replace(" ", "-"),
                "name": player.name,
                "logos": {},
                "type": player.type,
                "partner": False,
                "quotes": _said([_quote(stall, player, quote, amount_type)], twice),
            }


def _quote(stall: Stall, player: Player, quote: Quote, amount_type: str) -> dict[str, Any]:
    fastest, slowest = player.duration
    return {
        "rate": quote.rate,
        "fee": quote.fee,
        "dateCollected": _moment(quote.observed_at),
        "sourceCountry": stall.route.source,
        "targetCountry": stall.route.destination,
        "markup": round(quote.margin_percent, MARKUP_PLACES),
        "receivedAmount": quote.received if amount_type == SEND else None,
        "sendAmount": quote.send_amount if amount_type == RECEIVE else None,
        "deliveryEstimation": {
            "duration": {"min": fastest, "max": slowest},
            "providerGivesEstimate": fastest is not None or slowest is not None,
        },
        "isConsideredMidMarketRate": False,
    }


def reference_rates(market: Market, *, now: datetime, twice: bool) -> bytes:
    """The last bundled reference rates, dated today, in the European Central Bank's format; weekends too."""
    rates = [
        f'\t\t\t<Cube currency={quoteattr(currency)} rate="{plain(rate)}"/>'
        for currency, rate in sorted(market.rates.items())
    ]
    lines = (
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<gesmes:Envelope xmlns:gesmes="{GESMES_NAMESPACE}" xmlns="{ECB_NAMESPACE}">',
        "\t<gesmes:subject>Sandbox rates, carried from an older day</gesmes:subject>",
        "\t<gesmes:Sender>",
        "\t\t<gesmes:name>Sandbox, not the European Central Bank</gesmes:name>",
        "\t</gesmes:Sender>",
        "\t<Cube>",
        f'\t\t<Cube time="{minute_of(now).date().isoformat()}">',
        *_said(rates, twice),
        "\t\t</Cube>",
        "\t</Cube>",
        "</gesmes:Envelope>",
    )
    return "\n".join(lines).encode()


def tariff(market: Market, *, now: datetime, twice: bool) -> bytes:
    """The publisher's price lists for every route, in the form of providers.reading.tariffs; fees on top."""
    lists = [_tariff(stall, counter, now) for stall in market.stalls for counter in COUNTERS]
    answer = {
        "provider": PUBLISHER,
        "provider_type": PUBLISHER_TYPE,
        "observed_at": _moment(minute_of(now)),
        "tariffs": _said(lists, twice),
    }
    return orjson.dumps(answer)


def _tariff(stall: Stall, counter: Counter, now: datetime) -> dict[str, Any]:
    route, terms = stall.route, stall.terms[counter.key]
    stated = (
        {"rate": plain(rate_at(terms, now))}
        if counter.states_rate
        else {"margin_percent": plain(margin_at(terms, now))}
    )
    return {
        "from": route.source,
        "to": route.destination,
        "send_currency": route.send_currency,
        "receive_currency": route.receive_currency,
        "pay_in": [counter.pay_in],
        "access": [counter.access],
        "pay_out": [counter.pay_out],
        "fee_convention": "on_top",
        **stated,
        "speed_min_minutes": counter.fastest_minutes,
        "speed_max_minutes": counter.slowest_minutes,
        "bands": list(_bands(stall, terms)),
    }


def _bands(stall: Stall, terms: Terms) -> Iterator[dict[str, str]]:
    step = payable_step(terms.send_currency)
    for times_amount, times_fee in BANDS:
        yield {
            "up_to": plain(stall.amount * times_amount),
            "fixed": plain((fixed_fee(terms) * times_fee).quantize(step)),
            "percent": plain(terms.shape.percent),
        }


def _said(entries: Sequence[Any], twice: bool) -> list[Any]:
    return [entry for entry in entries for _ in range(2 if twice else 1)]


def _moment(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def market_summary(market: Market, addresses: Iterable[str]) -> bytes:
    """What a person sees who opens the sandbox in a browser."""
    routes = ", ".join(stall.route.slug for stall in market.stalls)
    lines = (
        "RemitCompare sandbox: every provider and every price here is invented.",
        f"Corridors: {routes}",
        *addresses,
    )
    return ("\n".join(lines) + "\n").encode()
