"""Interbank rates of Kuala Lumpur, published by Bank Negara Malaysia."""

from collections.abc import Iterator
from datetime import date, timedelta

from corridors.domain.rates import PublishedRate
from providers.adapters.base import Answer, ParseError, RateAdapter, RefusedRow, Request
from providers.reading.published import published_rate
from providers.reading.shapes import listing, mapping, number, read_json, unit, words
from providers.reading.spans import months

# The morning session lists every currency; later ones a few. "rm" is ringgit per unit, "fx" the inverse.
ASKED = {"session": "0900", "quote": "rm"}
HEADERS = {"Accept": "application/vnd.BNM.API.v1+json"}
# Special drawing rights are listed under this code, which is not ISO 4217's; nobody is paid in them.
NO_CURRENCY = "SDR"
# Past days are asked for one currency and one month at a time.
CURRENCIES = (
    *("AED", "AUD", "BND", "CAD", "CHF", "CNY", "EGP", "EUR", "GBP", "HKD", "IDR", "INR", "JPY"),
    *("KHR", "KRW", "MMK", "NPR", "NZD", "PHP", "PKR", "SAR", "SGD", "THB", "TWD", "USD", "VND"),
)
# After a success earlier the same day only the list can be new; the first success of a day fills every gap.
NO_GAP = timedelta(days=3)


class Feed(RateAdapter):
    """Ringgit per `unit` of each currency (1 or 100), middle rates of the 09:00 session.

    Published on working days. No key, but the Accept header names the format's version.
    Source: https://api.bnm.gov.my/public/exchange-rate?session=0900&quote=rm (JSON; the last day, every
    currency) and https://api.bnm.gov.my/public/exchange-rate/{code}/year/{year}/month/{month}
    """

    def fetch(self, since: date) -> Iterator[Answer]:
        yield self.get(self.source.data_url, params=ASKED, headers=HEADERS)
        if since >= self.today - NO_GAP:
            return
        yield from self.get_each(
            (
                Request(
                    f"{self.source.data_url}/{code}/year/{month.year}/month/{month.month}",
                    params=ASKED,
                    asked={"currency": code, "month": f"{month:%Y-%m}"},
                )
                for month in months(since=since, until=self.today)
                for code in CURRENCIES
            ),
            headers=HEADERS,
        )

    def parse(self, answer: Answer) -> Iterator[PublishedRate | RefusedRow]:
        stated = mapping(read_json(answer.body), "the answer")
        quote = mapping(stated.get("meta"), "meta").get("quote")
        if quote != ASKED["quote"]:
            raise ParseError(f"rates are quoted {words(quote)!r}, not in ringgit per unit")
        data = stated.get("data")
        if "month" in answer.asked:
            # A month that has no working day yet is an empty list where else there is one currency.
            currencies = [] if data == [] else [data]
        elif not (currencies := listing(data, "data")):
            raise ParseError("data holds no currency")
        for item in currencies:
            currency = mapping(item, "a currency")
            days = currency.get("rate")
            for day in days if isinstance(days, list) else [days]:
                rate = self._rate(currency, mapping(day, "a rate"), answer)
                if rate is not None:
                    yield rate

    def _rate(
        self, currency: dict[str, object], row: dict[str, object], answer: Answer
    ) -> PublishedRate | RefusedRow | None:
        code, day, said = words(currency.get("currency_code")), words(row.get("date")), row.get("middle_rate")
        if code == NO_CURRENCY or said is None:
            return None
        locator = answer.at(f"{day}, {code}")
        try:
            # 4.2244 is sent as 4.2244000000000002: published_rate rounds to 10 places, which heals it.
            return published_rate(
                source=self.source.key,
                base=code,
                quote=self.source.pivot,
                number=number(said),
                unit=unit(currency.get("unit")),
                day=day,
                locator=locator,
            )
        except ValueError as error:
            said_of_it = {"currency_code": code, "unit": words(currency.get("unit")), "date": day}
            return RefusedRow(locator, str(error), {**said_of_it, "middle_rate": words(said)})
