"""A bank's price list that is a page: a person copies it into the TOML, which is the tariff."""

import json
from collections.abc import Iterator
from datetime import date

from corridors.domain.readings import PriceReading
from providers.adapters.base import Answer, PriceAdapter, RefusedRow
from providers.reading.options import option
from providers.reading.records import refusal
from providers.reading.reviewed import REVIEW_WITHIN_DAYS, not_reviewed
from providers.reading.shapes import mapping, read_json
from providers.reading.tariffs import OF_A_TARIFF, prices_in, tariffs_of
from providers.sources import SourceError

# A rate that a person copied is not the rate of today: a margin may be stated, a rate may not.
COPIED = tuple(sorted(OF_A_TARIFF - {"rate", "bands"}))
OF_THE_PAGE = ("provider", "provider_type", "page", "review_within_days")
KNOWN = frozenset((*COPIED, *OF_THE_PAGE, "reviewed_on", "band"))


class Feed(PriceAdapter):
    """The tariff under [options], archived as it is today in the form of providers.reading.tariffs.

    With `margin_percent` the rate is our reference rate less that margin, else it is undisclosed. Prices are
    of the day on which the TOML was read, until nobody has looked at the page for `review_within_days`.
    """

    def fetch(self, since: date) -> Iterator[Answer]:
        options = self.source.options
        if unknown := sorted(options.keys() - KNOWN):
            raise SourceError(f"{self.source.key}.toml: options.{unknown[0]} is not known")
        tariff = {name: options[name] for name in COPIED if name in options}
        document = {
            **{name: options[name] for name in OF_THE_PAGE if name in options},
            "reviewed_on": option(self.source, "reviewed_on", date).isoformat(),
            "tariffs": [tariff | {"bands": option(self.source, "band", list)}],
        }
        body = json.dumps(document, default=str, ensure_ascii=False, indent=1, sort_keys=True)
        yield self.keep(body.encode(), content_type="application/json", asked={})

    def parse(self, answer: Answer) -> Iterator[PriceReading | RefusedRow]:
        document = mapping(read_json(answer.body), "the tariff")
        tariffs_of(document)
        days = document.get("review_within_days", REVIEW_WITHIN_DAYS)
        within = days if isinstance(days, int) and 0 <= days <= 366 else REVIEW_WITHIN_DAYS
        reviewed_on = document.get("reviewed_on")
        if sentence := not_reviewed(reviewed_on, answer=answer, within_days=within):
            yield refusal(answer, "$.reviewed_on", sentence, {"reviewed_on": reviewed_on})
            return
        yield from prices_in(document, answer=answer, source=self.source.key)
