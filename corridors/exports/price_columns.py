"""The columns of our own exports: one table that every format, its description and docs/exports.md share."""

from collections.abc import Iterable

from corridors.domain.codes import (
    Access,
    CollectionMethod,
    Coverage,
    FeeConvention,
    PayIn,
    PayOut,
    ProviderType,
    RateBasis,
    RateFixedAt,
)
from corridors.exports.columns import Column, Kind
from corridors.models.prices import MONEY_PLACES, RATIO_PLACES

MINUTES, PERCENT, DOLLARS = "minutes", "%", "US dollars"
SENDING, RECEIVING = "sending currency", "receiving currency"
RATE = "receiving currency per unit of sending currency"
COUNTRY, CURRENCY, CORRIDOR, SHA256 = "[A-Z]{2}", "[A-Z]{3}", "[a-z]{2}-[a-z]{2}", "[0-9a-f]{64}"
PROVIDER = "service__provider__"


def _column(kind: Kind, name: str, description: str, path: str = "", **more: object) -> Column:
    return Column(kind=kind, name=name, description=description, path=path or name, **more)  # type: ignore[arg-type]


def _text(name: str, description: str, path: str, pattern: str, *, is_required: bool = True) -> Column:
    return _column(Kind.TEXT, name, description, path, pattern=pattern, is_required=is_required)


def _foreign(name: str, description: str, path: str = "", *, is_required: bool = False) -> Column:
    return _column(Kind.TEXT, name, description, path, is_foreign=True, is_required=is_required)


def _coded(name: str, description: str, codes: Iterable[str], *, is_required: bool = False) -> Column:
    return _column(Kind.TEXT, name, description, codes=tuple(codes), is_required=is_required)


def _listed(name: str, description: str, codes: Iterable[str], path: str = "") -> Column:
    one = f"({'|'.join(codes)})"
    return _column(
        Kind.TEXT, name, f"{description}; several are joined by commas", path, pattern=f"{one}(,{one})*"
    )


def _whole(
    name: str, description: str, path: str = "", *, unit: str = "", is_required: bool = False
) -> Column:
    return _column(Kind.INTEGER, name, description, path, unit=unit, is_required=is_required)


def _yes(name: str, description: str, path: str = "") -> Column:
    return _column(Kind.BOOLEAN, name, description, path, is_required=True)


def _money(name: str, description: str, unit: str = SENDING, *, is_required: bool = False) -> Column:
    return _column(Kind.DECIMAL, name, description, unit=unit, places=MONEY_PLACES, is_required=is_required)


def _ratio(name: str, description: str, unit: str) -> Column:
    return _column(Kind.DECIMAL, name, description, unit=unit, places=RATIO_PLACES)


def _moment(name: str, description: str) -> Column:
    return _column(Kind.MOMENT, name, f"{description}, in UTC", is_required=True)


_SERVICE = (
    _whole("id", "Number of the price; it never changes and never stands for another", is_required=True),
    _text("corridor", "Sending and receiving country", "corridor__slug", CORRIDOR),
    _text("from_country", "Sending country, ISO 3166-1 alpha-2", "corridor__source_id", COUNTRY),
    _text("to_country", "Receiving country, ISO 3166-1 alpha-2", "corridor__destination_id", COUNTRY),
    _whole("service", "Number of the service: a provider's way of sending", "service_id", is_required=True),
    _foreign("provider", "Provider, as in its address here", f"{PROVIDER}slug", is_required=True),
    _foreign("provider_name", "Provider's name", f"{PROVIDER}name", is_required=True),
    _listed("provider_type", "What kind of institution it is", ProviderType, f"{PROVIDER}type"),
    _listed("provider_types", "What kind of institution the source says it is", ProviderType),
    _yes(
        "sandbox",
        "Whether the provider is invented, for trying the site: no real price",
        f"{PROVIDER}sandbox",
    ),
    _listed("pay_in", "How the sender pays", PayIn, "service__pay_in"),
    _listed("access", "Where the sender hands in the order", Access, "service__access"),
    _listed("pay_out", "How the recipient gets the money", PayOut, "service__pay_out"),
    _text("send_currency", "Sending currency, ISO 4217", "service__send_currency", CURRENCY),
    _text("receive_currency", "Receiving currency, ISO 4217", "service__receive_currency", CURRENCY),
)

_PRICE = (
    _foreign("period", "Survey period, such as 2013_3Q; none where prices are read continuously"),
    _whole("price_point", "Nominal amount that the price was asked for", unit=DOLLARS),
    _money("send_amount", "Amount that the price is for", is_required=True),
    _money("fee", "Fee that the sender pays"),
    _coded(
        "fee_convention", "Whether the fee is on top of the amount or inside", FeeConvention, is_required=True
    ),
    _yes("transparent", "Whether the exchange rate is disclosed; only such prices count in averages"),
    _ratio("rate", "Exchange rate that the provider applies", RATE),
    _coded("rate_basis", "Where the exchange rate comes from", RateBasis, is_required=True),
    _coded("rate_fixed_at", "When the provider fixes the exchange rate", RateFixedAt, is_required=True),
    _ratio("fx_margin_percent", "Exchange-rate margin as we compute it, of the amount", PERCENT),
    _ratio("total_percent", "Total cost as we compute it: fee and margin, of the amount", PERCENT),
    _yes("total_differs", "Whether the source's total is more than 0.01 points away from ours"),
    _ratio("reference_rate", "Mid-market rate that the margin is measured against", RATE),
    _foreign("reference_source", "Source of the reference rate"),
    _column(Kind.DATE, "reference_date", "Day of the reference rate"),
    _money("recipient_fee", "Fee that the recipient pays", RECEIVING),
    _money("sender_tax", "Tax that the sender pays on top"),
    _yes("promotion", "Whether it is a promotional price"),
    _yes("band_end", "Whether it is one end of a band of a published price list"),
    _whole("speed_min_minutes", "Shortest time until the money is there", unit=MINUTES),
    _whole("speed_max_minutes", "Longest time until the money is there", unit=MINUTES),
    _coded("coverage", "How far the receiving network reaches", Coverage),
)

_STATED = (
    _money("stated_denomination", "Nominal amount as the source states it", DOLLARS),
    _ratio("stated_rate", "Exchange rate as the source states it", RATE),
    _ratio("stated_reference_rate", "Mid-market rate as the source states it", RATE),
    _ratio("stated_fx_margin_percent", "Exchange-rate margin as the source states it", PERCENT),
    _ratio("stated_total_percent", "Total cost as the source states it", PERCENT),
)

_ORIGIN = (
    _coded("collection_method", "How the price was learned", CollectionMethod, is_required=True),
    _foreign("source", "Source of the price", "source_id", is_required=True),
    _foreign("source_line", "The source's own number of the row"),
    _foreign("line", "Pairs the price points of one statement of the source"),
    _foreign("locator", "Where in the source's answer the price stands"),
    _foreign("note", "The source's own remark"),
    _moment("observed_at", "When the price was true"),
    _moment("recorded_at", "When we learned it"),
    _whole(
        "corrects", "Number of the earlier price that this one corrects: leave that one out", "corrects_id"
    ),
    _whole("run", "Number of the reading of the source that brought the price", "run_id", is_required=True),
    _text(
        "payload_sha256",
        "SHA-256 of what the source answered then",
        "run__payload_sha256",
        SHA256,
        is_required=False,
    ),
)

COLUMNS: tuple[Column, ...] = (*_SERVICE, *_PRICE, *_STATED, *_ORIGIN)
