"""Survey files of Remittance Prices Worldwide, dropped into a folder by an operator."""

from collections.abc import Iterator
from datetime import date

from corridors.domain.readings import PriceReading
from providers.adapters import rpw
from providers.adapters.base import Answer, ParseError, PriceAdapter, RefusedRow
from providers.reading.drop_folder import dropped
from providers.reading.records import cannot_be_kept, refusal
from providers.reading.table_rows import name_of
from providers.tables import FileError

FOLDER = "rpw"


class Feed(PriceAdapter):
    """Every price of every file in DROP_FOLDER/rpw.

    Prices carry the survey's own source key, so that a file that is bundled, imported by hand and dropped
    here is one survey and not three. Source: https://remittanceprices.worldbank.org/ (CSV, XLSX).
    """

    def fetch(self, since: date) -> Iterator[Answer]:
        return dropped(FOLDER, keep=self.keep)

    def parse(self, answer: Answer) -> Iterator[PriceReading | RefusedRow]:
        if not answer.body.strip():
            raise ParseError(f"{name_of(answer)}: the file is empty")
        try:
            for row in rpw.parse(answer.body):
                for price in row.readings:
                    yield _located(price, answer)
                for refused in row.refused:
                    yield refusal(answer, refused.locator, refused.reason, refused.cells)
        # A broken workbook makes Python's own reader of archives complain of values.
        except (FileError, ValueError) as error:
            raise ParseError(f"{name_of(answer)}: {error}") from None


def _located(price: PriceReading, answer: Answer) -> PriceReading | RefusedRow:
    """The price with a locator that names the file too, unless there is no room for what it says."""
    place = price.statement.locator
    if sentence := cannot_be_kept(price):
        return refusal(
            answer, place, sentence, {"provider": price.provider_name, **price.statement._asdict()}
        )
    return price._replace(statement=price.statement._replace(locator=answer.at(place)))
