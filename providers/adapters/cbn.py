"""Central Bank of Nigeria: naira per unit, by the names of currencies."""

from collections.abc import Iterator
from datetime import date

from corridors.domain.rates import PublishedRate
from providers.adapters.base import Answer, ParseError, RateAdapter, RefusedRow
from providers.reading.bodies import is_before, is_unpublished, since_asked, since_in
from providers.reading.english_names import currency_named
from providers.reading.published import published_rate
from providers.reading.shapes import listing, mapping, number, read_json, words

# "RIYAL" is the Saudi one and "CFA" the West African franc: their rates follow the dollar's and the euro's.
OWN_NAMES = {
    "CFA": "XOF",
    "DANISH KRONA": "DKK",
    "DANISH KRONER": "DKK",
    "POUND STERLING": "GBP",
    "POUNDS STERLING": "GBP",
    "RIYAL": "SAR",
    "UAE DIRHAM": "AED",
    "YEN": "JPY",
    "YUAN/RENMINBI": "CNY",
}
# Units of account listed beside the currencies, in which nobody is paid: the IMF's and West Africa's.
NOT_CURRENCIES = frozenset({"SDR", "WAUA"})


class Feed(RateAdapter):
    """Naira per unit of each currency: direction foreign to NGN, per 1, central rate (mid of buy and sell).

    Source: https://www.cbn.gov.ng/api/GetAllExchangeRates (JSON, no key), the whole history, latest first.
    Working days. The official rate: at times a parallel market paid another one.
    """

    def fetch(self, since: date) -> Iterator[Answer]:
        yield self.get(self.source.data_url, asked=since_asked(since))

    def parse(self, answer: Answer) -> Iterator[PublishedRate | RefusedRow]:
        rows = listing(read_json(answer.body), "the answer")
        if not rows:
            raise ParseError("the answer holds no rate")
        since = since_in(answer)
        for stated in rows:
            row = mapping(stated, "a row")
            name = " ".join(words(row.get("currency")).upper().split())
            day, rate = words(row.get("ratedate")).strip(), row.get("centralrate")
            if is_before(day, since) or name in NOT_CURRENCIES or is_unpublished(rate):
                continue
            yield self._rate(day, name, rate, answer.at(f"id {words(row.get('id'))}"))

    def _rate(self, day: str, name: str, rate: object, locator: str) -> PublishedRate | RefusedRow:
        try:
            if (code := currency_named(name, OWN_NAMES)) is None:
                raise ValueError(f"currency {name!r} is not known")
            return published_rate(
                source=self.source.key,
                base=code,
                quote=self.source.pivot,
                number=number(rate),
                day=day,
                locator=locator,
            )
        except ValueError as error:
            said = {"currency": name, "ratedate": day, "centralrate": words(rate)}
            return RefusedRow(locator, str(error), said)
