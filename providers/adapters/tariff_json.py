"""A provider's own tariff as JSON over HTTP, in the form that providers.reading.tariffs describes."""

from collections.abc import Iterator
from datetime import date

from corridors.domain.readings import PriceReading
from providers.adapters.base import Answer, PriceAdapter, RefusedRow
from providers.reading.shapes import mapping, read_json
from providers.reading.tariffs import prices_in


class Feed(PriceAdapter):
    """One document with every price list of one provider.

    Source: the data_url of the TOML (JSON; a token, where one is set, goes as a bearer).
    """

    def fetch(self, since: date) -> Iterator[Answer]:
        token = self.source.token
        yield self.get(self.source.data_url, headers={"Authorization": f"Bearer {token}"} if token else None)

    def parse(self, answer: Answer) -> Iterator[PriceReading | RefusedRow]:
        document = mapping(read_json(answer.body), "the answer")
        return prices_in(document, answer=answer, source=self.source.key)
