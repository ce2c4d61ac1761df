"""Directo a México: from participating banks in the United States to any account in Mexico.

Pesos are paid at the FIX of the day on which they arrive, less 0.21%; nothing is taken off at pay-out, and
the sending bank sets its own fee. Sources: the Bank of Mexico's description of the service (the TOML's url)
and, for the FIX, its API (JSON; needs a free key, sent as header Bmx-Token).
"""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from corridors.domain.codes import CollectionMethod, FeeConvention, PayIn, PayOut, ProviderType, RateFixedAt
from corridors.domain.readings import PriceReading
from providers.adapters.base import Answer, ParseError, PriceAdapter, RefusedRow
from providers.reading.options import option
from providers.reading.records import number_in, price_in, refusal
from providers.reading.reviewed import not_reviewed
from providers.reading.shapes import listing, mapping, read_json, words

FIX = "SF43718"
NOT_PUBLISHED = ("N/E", "")
# What the Bank of Mexico and the Federal Reserve keep of the FIX.
KEPT = Decimal("0.0021")
# The fee is one sum whatever is sent, so the survey's two price points say all of it.
PRICE_POINTS = (200, 500)
LINE = "directo a méxico"
SERVICE = {
    "from": "US",
    "to": "MX",
    "send_currency": "USD",
    "receive_currency": "MXN",
    "pay_in": [PayIn.BANK_ACCOUNT],
    "pay_out": [PayOut.BANK_ACCOUNT],
    "fee_convention": FeeConvention.ON_TOP,
    "recipient_fee": 0,
    "rate_fixed_at": RateFixedAt.PAYOUT,
    "line": LINE,
}


class _Fix(NamedTuple):
    """Pesos for a dollar as determined on a day, and where it stood."""

    day: date
    pesos: Decimal
    place: str


class Feed(PriceAdapter):
    """One price a bank of [[options.bank]] and price point, at the latest FIX, until `available_until`."""

    def fetch(self, since: date) -> Iterator[Answer]:
        banks = option(self.source, "bank", list)
        ends = option(self.source, "available_until", date)
        # Noted with the answer, so that a replay finds the fees of that day and not those of today.
        asked = {"banks": json.dumps(banks, default=str), "available_until": ends.isoformat()}
        yield self.get(
            f"{self.source.data_url}{FIX}/datos/oportuno",
            headers={"Bmx-Token": self.source.token},
            asked=asked,
        )

    def parse(self, answer: Answer) -> Iterator[PriceReading | RefusedRow]:
        banks, ends = _asked(answer)
        fix = _latest_fix(answer)
        if max(fix.day, answer.received_at.date()) > ends:
            reason = f"Directo a México is not offered after {ends}"
            yield refusal(answer, fix.place, reason, {"fecha": fix.day, "dato": fix.pesos})
            return
        for number, bank in enumerate(banks):
            yield from self._bank(bank, fix, answer, f"{fix.place}, bank {number + 1}")

    def _bank(
        self, bank: object, fix: _Fix, answer: Answer, place: str
    ) -> Iterator[PriceReading | RefusedRow]:
        if not isinstance(bank, dict):
            yield refusal(answer, place, "is not a bank", {"said": bank})
            return
        if sentence := not_reviewed(bank.get("reviewed_on"), answer=answer):
            yield refusal(answer, place, sentence, bank)
            return
        for point in PRICE_POINTS:
            record = SERVICE | {
                "provider": bank.get("name"),
                "provider_type": bank.get("type", ProviderType.BANK),
                "send_amount": point,
                "price_point": point,
                "fee": bank.get("fee"),
                "rate": fix.pesos * (1 - KEPT),
                "observed_at": f"{fix.day}T00:00:00Z",
                "note": bank.get("url"),
            }
            yield price_in(
                record,
                answer=answer,
                place=place,
                source=self.source.key,
                method=CollectionMethod.PUBLISHED_TARIFF,
            )


def _asked(answer: Answer) -> tuple[list[Any], date]:
    """The banks and the last day as they were noted when the FIX was asked for."""
    try:
        ends = date.fromisoformat(answer.asked.get("available_until", ""))
    except ValueError:
        raise ParseError("until when the service is offered was not noted with the answer") from None
    return listing(read_json(answer.asked.get("banks", "").encode()), "the banks noted"), ends


def _latest_fix(answer: Answer) -> _Fix:
    """The FIX of the latest day that has one.

    Raises:
        ParseError: there is none, or one that cannot be read: an older one must not stand in for it.
    """
    envelope = mapping(mapping(read_json(answer.body), "the answer").get("bmx"), "bmx")
    known = []
    for number, series in enumerate(listing(envelope.get("series"), "the series")):
        stated = mapping(series, "a series")
        if stated.get("idSerie") != FIX:
            continue
        for place, row in enumerate(listing(stated.get("datos", []), "datos")):
            known += _fix(mapping(row, "a number of a series"), f"$.bmx.series[{number}].datos[{place}]")
    if not known:
        raise ParseError(f"the series {FIX}, which is the FIX, has no number")
    return max(known)


def _fix(row: Mapping[str, Any], place: str) -> list[_Fix]:
    if row.get("dato") in NOT_PUBLISHED:
        return []
    try:
        pesos = number_in(row, "dato")
        day = datetime.strptime(words(row.get("fecha")), "%d/%m/%Y").replace(tzinfo=UTC).date()
    except ValueError as error:
        raise ParseError(f"{place}: {error}") from None
    if pesos is None or pesos <= 0:
        raise ParseError(f"{place}: the FIX is not above 0")
    return [_Fix(day, pesos, place)]
