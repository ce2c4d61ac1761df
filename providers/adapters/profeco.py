"""Reports of Mexico's consumer office on what sending dollars to Mexico costs, by zone of the country.

Source: https://www.gob.mx/profeco ("Quién es quién en el envío de dinero"), weekly. Its tables are typed off
into a CSV with the columns below: the exchange rate is an average, rounded to a centavo.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from hashlib import blake2b

from corridors.domain.codes import CollectionMethod, FeeConvention
from corridors.domain.readings import PriceReading
from providers.adapters.base import Answer, PriceAdapter, RefusedRow
from providers.reading.drop_folder import dropped
from providers.reading.records import number_in, price_in, refusal
from providers.reading.table_rows import rows_in
from providers.tables import UNREADABLE

FOLDER = "profeco"
REQUIRED = (
    *("report date", "zone", "provider", "send usd", "avg rate mxn per usd", "fee usd", "mxn received"),
)
# The rate printed is up to half a centavo a dollar off, and some reports print whole pesos.
RATE_ROUNDING, PESO_ROUNDING = Decimal("0.005"), Decimal("0.5")
PRICE_POINTS = ("200", "500")
MAX_LINE = 32


class Feed(PriceAdapter):
    """Every row of every file in DROP_FOLDER/profeco; the fee is inside, and a provider has a line a zone."""

    def fetch(self, since: date) -> Iterator[Answer]:
        return dropped(FOLDER, keep=self.keep)

    def parse(self, answer: Answer) -> Iterator[PriceReading | RefusedRow]:
        for row in rows_in(answer, answer.body, required=REQUIRED):
            if UNREADABLE in row.cells:
                yield refusal(answer, row.locator, row.cells[UNREADABLE], row.cells)
            else:
                yield self._price(row.cells, answer, row.locator)

    def _price(self, cells: Mapping[str, str], answer: Answer, place: str) -> PriceReading | RefusedRow:
        sent, rate = cells.get("send usd", ""), cells.get("avg rate mxn per usd", "")
        try:
            _check_received(cells)
            observed_on = _day(cells.get("report date", ""))
        except ValueError as error:
            return refusal(answer, place, str(error), cells)
        record = {
            "provider": cells.get("provider"),
            "from": "US",
            "to": "MX",
            "send_currency": "USD",
            "receive_currency": "MXN",
            "send_amount": sent,
            "price_point": sent if sent in PRICE_POINTS else None,
            "fee": cells.get("fee usd"),
            "rate": rate,
            "fee_convention": FeeConvention.INSIDE,
            "observed_at": f"{observed_on}T00:00:00Z",
            "line": _line(cells.get("zone", "")),
            "note": cells.get("source url"),
        }
        return price_in(
            record, answer=answer, place=place, source=self.source.key, method=CollectionMethod.SURVEY
        )


def _check_received(cells: Mapping[str, str]) -> None:
    """Raise ValueError when the pesos received are further from (sent − fee) × rate than by rounding."""
    sent, fee = number_in(cells, "send usd"), number_in(cells, "fee usd")
    rate, received = number_in(cells, "avg rate mxn per usd"), number_in(cells, "mxn received")
    if sent is None or fee is None or rate is None or received is None:
        return
    expected = (sent - fee) * rate
    if abs(expected - received) > abs(sent - fee) * RATE_ROUNDING + PESO_ROUNDING:
        raise ValueError(
            f"mxn received: {received} is not ({sent} − {fee}) × {rate}, which is {expected:.2f}"
        )


def _day(cell: str) -> date:
    try:
        return date.fromisoformat(cell)
    except ValueError:
        raise ValueError(f"report date: {cell[:40]!r} is not written like 2020-01-14") from None


def _line(zone: str) -> str:
    """The zone, by its digest where it is longer than a line may be."""
    return zone if len(zone) <= MAX_LINE else blake2b(zone.encode(), digest_size=8).hexdigest()
