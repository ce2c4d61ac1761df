"""Wise's comparison of what other providers and Wise itself charge, versions 3 and 4.

Source: https://docs.wise.com/api-reference/comparison (JSON; a token is optional). The rates are Wise's
estimates: each provider's margin as collected from its site about once an hour, on the rate of now.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from corridors.domain.codes import CollectionMethod, FeeConvention, PayIn, PayOut, ProviderType
from corridors.domain.readings import PriceReading
from providers.adapters.base import Answer, ParseError, PriceAdapter, RefusedRow, Request
from providers.reading.durations import whole_minutes
from providers.reading.options import option
from providers.reading.records import number_in, price_in, refusal
from providers.reading.shapes import listing, mapping, read_json
from providers.sources import SourceError

VERSIONS = ("v3", "v4")
TYPES = {
    "bank": ProviderType.BANK,
    "moneyTransferProvider": ProviderType.MONEY_TRANSFER_OPERATOR,
    "travelMoney": ProviderType.NON_BANK_FI,
}
# Every quote is for a bank transfer in and out (the API's documentation, "Price Estimation").
WAYS = {"pay_in": [PayIn.BANK_ACCOUNT], "pay_out": [PayOut.BANK_ACCOUNT]}
# Received amounts and rates are rounded; what is further off than this follows another formula.
RECEIVED_TOLERANCE = Decimal("0.01")
ANY_COUNTRY = "any"
CALENDAR = "CALENDAR"
# What the adapter notes when it asks, and where the answer repeats it.
COUNTRIES = {"from": "sourceCountry", "to": "targetCountry"}
CURRENCIES = {"send_currency": "sourceCurrency", "receive_currency": "targetCurrency"}
ECHOED = COUNTRIES | CURRENCIES


class _Quote(NamedTuple):
    """What one quote says of the asked corridor. `countries` as it states them, such as "US-any"."""

    countries: str
    fastest: int | None
    slowest: int | None
    fee: Decimal | None
    rate: Decimal | None
    markup: Decimal | None
    collected: str

    def order(self) -> tuple[tuple[bool, Decimal], ...]:
        """Fastest first, then cheapest, so that a kind of quote keeps its place from one poll to the next."""
        numbers = (self.slowest, self.fastest, self.fee, None if self.rate is None else -self.rate)
        return tuple((number is None, Decimal(number or 0)) for number in numbers)


class Feed(PriceAdapter):
    """Quotes of many providers for one corridor and amount each; the fee is inside the amount sent."""

    def fetch(self, since: date) -> Iterator[Answer]:
        token = self.source.token
        headers = {"Authorization": f"Bearer {token}"} if token else None
        return self.get_each(self._questions(), headers=headers)

    def _questions(self) -> Iterator[Request]:
        version = option(self.source, "version", str)
        if version not in VERSIONS:
            raise SourceError(f"{self.source.key}.toml: options.version is not one of {', '.join(VERSIONS)}")
        amounts = option(self.source, "amounts", dict)
        for corridor in option(self.source, "corridors", list):
            try:
                asked = dict(zip(ECHOED, corridor, strict=True))
                points = amounts[asked["send_currency"]].items()
            except (ValueError, KeyError, TypeError, AttributeError):
                raise SourceError(
                    f"{self.source.key}.toml: options.corridors {corridor!r} is not [from, to, "
                    "send_currency, receive_currency] with options.amounts for that send_currency"
                ) from None
            for point, amount in points:
                yield Request(
                    f"{self.source.data_url}/{version}/comparisons",
                    params={ECHOED[name]: code for name, code in asked.items()} | {"sendAmount": str(amount)},
                    asked=asked | {"amount": str(amount), "price_point": point},
                )

    def parse(self, answer: Answer) -> Iterator[PriceReading | RefusedRow]:
        said = mapping(read_json(answer.body), "the answer")
        _refuse_other_question(said, answer.asked)
        for number, provider in enumerate(listing(said.get("providers"), "providers")):
            yield from self._provider(provider, answer, f"$.providers[{number}]")

    def _provider(self, said: object, answer: Answer, place: str) -> Iterator[PriceReading | RefusedRow]:
        quotes = said.get("quotes") if isinstance(said, dict) else None
        if not isinstance(said, dict) or not isinstance(quotes, list):
            yield refusal(answer, place, "is not a provider with a list of quotes", {"said": said})
            return
        readable: dict[_Quote, str] = {}
        for number, quote in enumerate(quotes):
            where = f"{place}.quotes[{number}]"
            try:
                if _is_for(quote, answer.asked):
                    readable.setdefault(_quote(quote, answer.asked), where)
            except ValueError as error:
                yield refusal(answer, where, str(error), {"provider": said.get("name"), "quote": quote})
        for quote, line in _lines(readable):
            yield self._price(said, quote, line, answer, readable[quote])

    def _price(
        self, provider: Mapping[str, Any], quote: _Quote, line: str, answer: Answer, place: str
    ) -> PriceReading | RefusedRow:
        kind, asked = provider.get("type"), answer.asked
        record = {
            **{name: asked[name] for name in ECHOED},
            **WAYS,
            "provider": provider.get("name"),
            "provider_type": TYPES.get(kind) if isinstance(kind, str) else None,
            "send_amount": asked["amount"],
            "price_point": asked.get("price_point"),
            "fee": quote.fee,
            "rate": quote.rate,
            "fee_convention": FeeConvention.INSIDE,
            "speed_min_minutes": quote.fastest,
            "speed_max_minutes": quote.slowest,
            "observed_at": quote.collected,
            "line": line,
        }
        reading = price_in(
            record,
            answer=answer,
            place=place,
            source=self.source.key,
            method=CollectionMethod.PROVIDER_API,
        )
        if isinstance(reading, RefusedRow):
            return reading
        return reading._replace(stated_fx_margin_percent=quote.markup)


def _refuse_other_question(said: Mapping[str, Any], asked: Mapping[str, str]) -> None:
    """Raise ParseError unless the answer repeats what was asked: another amount's prices would look true."""
    if missing := [name for name in (*ECHOED, "amount") if not asked.get(name)]:
        raise ParseError(f"what was asked is not known: {', '.join(missing)} was not noted")
    for name, repeated in ECHOED.items():
        stated = said.get(repeated)
        if stated != asked[name] and not (stated is None and name in COUNTRIES):
            raise ParseError(f"{repeated} is not {asked[name]}, which was asked for")
    if said.get("amountType") not in (None, "SEND"):
        raise ParseError("the answer is about an amount to be received, which was not asked for")
    try:
        amount = number_in(said, "amount" if "amount" in said else "sendAmount")
        is_other = amount != number_in(asked, "amount")
    except ValueError as error:
        raise ParseError(f"the amount cannot be read: {error}") from None
    if is_other:
        raise ParseError(f"the answer is for an amount of {amount}; {asked['amount']} was asked for")


def _is_for(quote: object, asked: Mapping[str, str]) -> bool:
    """Whether a quote is for the asked corridor; without countries it is for every one of its currencies."""
    if not isinstance(quote, dict):
        raise ValueError("is not a quote")
    for name, stated in COUNTRIES.items():
        country = quote.get(stated)
        if country is not None and not isinstance(country, str):
            raise ValueError(f"{stated} is not a country")
        if country is not None and country.upper() != asked[name].upper():
            return False
    return True


def _quote(said: Mapping[str, Any], asked: Mapping[str, str]) -> _Quote:
    fee, rate = number_in(said, "fee"), number_in(said, "rate")
    collected = said.get("dateCollected")
    if not isinstance(collected, str) or not collected:
        raise ValueError("dateCollected: is not a time, so nobody knows how old the quote is")
    if rate is not None and rate <= 0:
        raise ValueError(f"rate: {rate} is no exchange rate")
    _check_received(said, Decimal(asked["amount"]), fee, rate)
    fastest, slowest = _speed(said.get("deliveryEstimation"))
    return _Quote(
        countries="-".join(asked[name] if said.get(key) else ANY_COUNTRY for name, key in COUNTRIES.items()),
        fastest=fastest,
        slowest=slowest,
        fee=fee,
        rate=rate,
        markup=number_in(said, "markup"),
        collected=collected,
    )


def _check_received(
    said: Mapping[str, Any], amount: Decimal, fee: Decimal | None, rate: Decimal | None
) -> None:
    """Raise ValueError when the stated amount received is not (amount − fee) × rate: then the fee or the
    rate means something else here.
    """
    received = number_in(said, "receivedAmount")
    if received is None or fee is None or rate is None:
        return
    expected = (amount - fee) * rate
    if abs(expected - received) > abs(received) * RECEIVED_TOLERANCE:
        raise ValueError(
            f"receivedAmount: {received} is not ({amount} − {fee}) × {rate}, which is {expected:.2f}"
        )


def _speed(estimate: object) -> tuple[int | None, int | None]:
    """Fewest and most minutes; a part of a minute is rounded away from a promise nobody made."""
    if estimate is None:
        return None, None
    if not isinstance(estimate, dict):
        raise ValueError("deliveryEstimation: is not an object")
    duration = estimate.get("duration")
    # Business hours are not hours: how long they last depends on the day.
    if duration is None or estimate.get("durationType") not in (None, CALENDAR):
        return None, None
    if not isinstance(duration, dict):
        raise ValueError("duration: is not an object")
    return whole_minutes(duration.get("min"), up=False), whole_minutes(duration.get("max"), up=True)


def _lines(quotes: Iterable[_Quote]) -> Iterator[tuple[_Quote, str]]:
    """Each quote with the line that keeps it apart from the provider's others, the same in every poll."""
    alike: dict[str, list[_Quote]] = defaultdict(list)
    for quote in quotes:
        alike[quote.countries].append(quote)
    for countries, several in alike.items():
        for place, quote in enumerate(sorted(several, key=_Quote.order), start=1):
            yield quote, countries if place == 1 else f"{countries} {place}"
