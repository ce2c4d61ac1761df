"""Published tariffs: a document of price lists, and the prices at the ends of each band.

A document is {"provider", "provider_type", "observed_at", "tariffs": [tariff, …]}. Without "observed_at" (ISO
8601 with offset) it was true on the day on which it was received. A tariff is {"from", "to", "send_currency",
"receive_currency", "pay_in", "access", "pay_out", "fee_convention", "rate" or "margin_percent",
"speed_min_minutes", "speed_max_minutes", "coverage", "recipient_fee", "from_amount", "bands": [band, …]} with
the codes of docs/api.md; neither "rate" nor "margin_percent" is an undisclosed exchange rate. A band is
{"up_to", "fixed", "percent"}: for amounts up to and including `up_to`, and above the band before it, the fee
is `fixed` and `percent` per cent of the amount. Amounts and fees are in the sending currency,
`margin_percent` is per cent of the reference rate. Numbers are JSON numbers or plain text.
"""

from collections.abc import Iterator, Mapping
from decimal import ROUND_FLOOR, Decimal
from itertools import chain
from typing import Any, NamedTuple

from corridors.domain.codes import CollectionMethod, RateBasis
from corridors.domain.readings import PriceReading, ServiceKey
from corridors.domain.validation import MAX_AMOUNT
from providers.adapters.base import Answer, ParseError, RefusedRow
from providers.reading.records import number_in, price_in, refusal
from providers.reading.shapes import listing
from remitcompare.money import currencies, payable_step

# Of a tariff's fields, those that are fields of each of its prices.
OF_A_PRICE = (
    *("from", "to", "send_currency", "receive_currency", "pay_in", "access", "pay_out", "fee_convention"),
    *("rate", "speed_min_minutes", "speed_max_minutes", "coverage", "recipient_fee"),
)
OF_A_TARIFF = frozenset((*OF_A_PRICE, "margin_percent", "from_amount", "bands"))
OF_A_BAND = frozenset(("up_to", "fixed", "percent"))
ZERO, ALL = Decimal(0), Decimal(100)


class _End(NamedTuple):
    """One end of a band, and the fee there."""

    amount: Decimal
    fee: Decimal


def prices_in(
    document: Mapping[str, Any], *, answer: Answer, source: str
) -> Iterator[PriceReading | RefusedRow]:
    """The two ends of every band, marked as such; a tariff that cannot be read whole gives no price.

    Raises:
        ParseError: there is no list of tariffs.
    """
    known: dict[ServiceKey, object] = {}
    for number, tariff in enumerate(tariffs_of(document)):
        place = f"$.tariffs[{number}]"
        if not isinstance(tariff, dict):
            yield refusal(answer, place, "is not a tariff", {"said": tariff})
            continue
        prices = _tariff(document, tariff, answer, place, source)
        first = prices[0]
        if isinstance(first, PriceReading):
            earlier = known.setdefault(first.service, tariff)
            if earlier is not tariff:
                if earlier != tariff:
                    yield refusal(answer, place, "the same service has another tariff further up", tariff)
                continue
        yield from prices


def tariffs_of(document: Mapping[str, Any]) -> list[object]:
    """The list of tariffs.

    Raises:
        ParseError: there is none, or it is empty: a failed answer must not look like one without prices.
    """
    tariffs = listing(document.get("tariffs"), "tariffs")
    if not tariffs:
        raise ParseError("the list of tariffs is empty")
    return tariffs


def _tariff(
    document: Mapping[str, Any], tariff: Mapping[str, Any], answer: Answer, place: str, source: str
) -> list[PriceReading] | list[RefusedRow]:
    """All prices of a tariff, or the one reason why there are none."""
    try:
        _refuse_unknown(tariff, OF_A_TARIFF)
        margin = number_in(tariff, "margin_percent")
        if margin is not None and tariff.get("rate") is not None:
            raise ValueError("states both a rate and a margin; one of them applies")
        ends = list(chain.from_iterable(_bands(tariff)))
    except ValueError as error:
        return [refusal(answer, place, str(error), tariff)]
    shared = {name: tariff.get(name) for name in OF_A_PRICE} | {
        "provider": document.get("provider"),
        "provider_type": document.get("provider_type"),
        "observed_at": document.get("observed_at") or answer.received_at.isoformat(),
        "band_end": True,
    }
    prices: list[PriceReading] = []
    for end in ends:
        price = price_in(
            shared | {"send_amount": end.amount, "fee": end.fee},
            answer=answer,
            place=place,
            source=source,
            method=CollectionMethod.PUBLISHED_TARIFF,
        )
        if isinstance(price, RefusedRow):
            return [price]
        prices.append(price if margin is None else _with_margin(price, margin))
    return prices


def _with_margin(price: PriceReading, margin: Decimal) -> PriceReading:
    return price._replace(transparent=True, rate_basis=RateBasis.FROM_MARGIN, stated_fx_margin_percent=margin)


def _bands(tariff: Mapping[str, Any]) -> Iterator[tuple[_End, _End]]:
    """The two ends of each band, in order.

    The first band begins at `from_amount`, or at the least that can be paid, but never below the least amount
    that is more than its own fee: nobody sends less, and no price of that kind is recorded.

    Raises:
        ValueError: there is no band, they do not rise, or one cannot be read; in a sentence.
    """
    bands = tariff.get("bands")
    if not isinstance(bands, list) or not bands:
        raise ValueError("bands: is not a list of at least one band")
    step = _step(tariff.get("send_currency"))
    begins = number_in(tariff, "from_amount") or step
    if begins < 0:
        raise ValueError(f"from_amount: {begins} is below 0")
    for number, band in enumerate(bands):
        limit, fixed, percent = _numbers(band)
        least = _least_above_fee(fixed, percent, step)
        low = max(begins, least) if number == 0 else begins
        if not ZERO < low < limit < MAX_AMOUNT:
            raise ValueError(f"band {number + 1}: up to {limit} holds no range of amounts from {low} on")
        if low < least:
            raise ValueError(f"band {number + 1}: {low} would be eaten up by its own fee")
        yield (
            _End(low, fixed + percent * low / ALL),
            _End(limit, fixed + percent * limit / ALL),
        )
        begins = limit + step


def _step(currency: object) -> Decimal:
    code = currency.strip().upper() if isinstance(currency, str) else ""
    if code not in currencies():
        raise ValueError("send_currency: is not an ISO 4217 currency")
    return payable_step(code)


def _numbers(band: object) -> tuple[Decimal, Decimal, Decimal]:
    """Limit, fixed fee and percentage of a band."""
    if not isinstance(band, dict):
        raise ValueError("bands: holds something that is not a band")
    _refuse_unknown(band, OF_A_BAND)
    limit = number_in(band, "up_to")
    if limit is None:
        raise ValueError("up_to: is missing")
    fixed, percent = number_in(band, "fixed"), number_in(band, "percent")
    if fixed is None and percent is None:
        raise ValueError(f"the band up to {limit} states no fee; write 0 where there is none")
    fixed, percent = fixed or ZERO, percent or ZERO
    if fixed < 0 or not ZERO <= percent < ALL:
        raise ValueError(f"the fee up to {limit}, {fixed} and {percent}%, is below 0 or takes everything")
    return limit, fixed, percent


def _least_above_fee(fixed: Decimal, percent: Decimal, step: Decimal) -> Decimal:
    """The least payable amount of which something is left when the fee is taken."""
    threshold = fixed * ALL / (ALL - percent)
    return ((threshold / step).to_integral_value(ROUND_FLOOR) + 1) * step


def _refuse_unknown(stated: Mapping[str, Any], known: frozenset[str]) -> None:
    if unknown := sorted(str(name)[:40] for name in stated.keys() - known):
        raise ValueError(f"{', '.join(unknown[:5])}: is not known here")
