"""What the sandbox answers over HTTP, and that our own adapters read all of it."""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

import pytest

from corridors.domain.codes import FeeConvention, RateBasis
from corridors.domain.rates import PublishedRate
from corridors.domain.readings import PriceReading
from corridors.domain.validation import Context, reasons_to_refuse
from corridors.places import known_countries
from providers.sandbox.cast import COUNTERS, PLAYERS, PUBLISHER, ROUTES
from providers.sandbox.prices import quote_sending
from providers.sources import facts_of
from remitcompare.money import currencies
from tests.providers.sandbox.markets import NOW, rates, whole_market
from tests.providers.sandbox.serving import QUESTION, Sandbox, minute

PRICE_SOURCES = ("sandbox_wise", "sandbox_tariff")
SLUGS = {route.slug for route in ROUTES}


def slug_of(price: PriceReading) -> str:
    return f"{price.service.source}-{price.service.destination}".lower()


def prices_of(sandbox: Sandbox, key: str) -> list[PriceReading]:
    rows = sandbox.collect(key)
    prices = [row for row in rows if isinstance(row, PriceReading)]
    assert prices == rows, "a row was refused"
    return prices


class TestComparison:
    def test_it_says_what_version_4_says(self, sandbox: Sandbox) -> None:
        said = sandbox.ask(f"{QUESTION}&sourceCountry=AE&targetCountry=PH")
        assert (said.status, said.headers["content-type"]) == (200, "application/json")
        assert said.json.keys() == {
            *("sourceCurrency", "targetCurrency", "sourceCountry", "targetCountry", "providerCountry"),
            *("providerTypes", "amount", "amountType", "providers"),
        }
        assert (said.json["amount"], said.json["amountType"]) == (1000, "SEND")
        provider = said.json["providers"][0]
        assert provider.keys() == {"id", "alias", "name", "logos", "type", "partner", "quotes"}
        assert provider["name"] == "Sandbox Heron Transfer"
        (quote,) = provider["quotes"]
        assert quote.keys() == {
            *("rate", "fee", "dateCollected", "sourceCountry", "targetCountry", "markup", "receivedAmount"),
            *("sendAmount", "deliveryEstimation", "isConsideredMidMarketRate"),
        }
        assert quote["dateCollected"] == "2026-11-24T18:30:00Z"
        assert quote["sendAmount"] is None
        assert quote["deliveryEstimation"]["duration"] == {"min": "PT0S", "max": "PT1H"}

    def test_the_fee_is_inside(self, sandbox: Sandbox) -> None:
        for provider in sandbox.ask().json["providers"]:
            (quote,) = provider["quotes"]
            expected = (1000 - quote["fee"]) * quote["rate"]
            assert abs(quote["receivedAmount"] - expected) <= Decimal("0.005")

    def test_every_decimal_comes_as_the_digits_that_were_computed(self, sandbox: Sandbox) -> None:
        stall = whole_market().stalls[0]
        quotes = [provider["quotes"][0] for provider in sandbox.ask().json["providers"]]
        for player, quote in zip(PLAYERS, quotes, strict=True):
            ours = quote_sending(stall.terms[player.name], send_amount=Decimal(1000), now=NOW)
            assert ours is not None
            assert (quote["rate"], quote["fee"]) == (ours.rate, ours.fee)

    def test_an_amount_to_be_received_is_answered_with_what_to_send(self, sandbox: Sandbox) -> None:
        said = sandbox.ask(QUESTION.replace("sendAmount=1000", "recipientGetsAmount=10000")).json
        assert (said["amount"], said["amountType"]) == (10000, "RECEIVE")
        for provider in said["providers"]:
            (quote,) = provider["quotes"]
            assert quote["receivedAmount"] is None
            assert (quote["sendAmount"] - quote["fee"]) * quote["rate"] >= Decimal("9999.995")

    @pytest.mark.parametrize(
        ("path", "sentence"),
        [
            ("/v4/comparisons", "sourceCurrency is missing"),
            ("/v4/comparisons?sourceCurrency=AED", "targetCurrency is missing"),
            (QUESTION.replace("&sendAmount=1000", ""), "exactly one of sendAmount and recipientGetsAmount"),
            (f"{QUESTION}&recipientGetsAmount=9", "exactly one of sendAmount and recipientGetsAmount"),
            (QUESTION.replace("1000", "many"), "sendAmount is not a number above 0"),
            (QUESTION.replace("1000", "NaN"), "sendAmount is not a number above 0"),
            (QUESTION.replace("1000", "-1"), "sendAmount is not a number above 0"),
        ],
    )
    def test_a_question_that_says_too_little_is_refused(
        self, sandbox: Sandbox, path: str, sentence: str
    ) -> None:
        said = sandbox.ask(path)
        assert said.status == 400
        assert sentence in said.json["error"]

    @pytest.mark.parametrize(
        "path",
        [QUESTION.replace("AED", "EUR"), f"{QUESTION}&sourceCountry=QA", f"{QUESTION}&targetCountry=IN"],
    )
    def test_an_unknown_corridor_has_no_providers(self, sandbox: Sandbox, path: str) -> None:
        said = sandbox.ask(path)
        assert (said.status, said.json["providers"]) == (200, [])

    def test_a_minute_later_the_prices_have_moved(self, sandbox: Sandbox) -> None:
        before = sandbox.ask().json
        sandbox.now += timedelta(seconds=10)
        assert sandbox.ask().json == before
        sandbox.now += timedelta(seconds=10)
        after = sandbox.ask().json
        assert [each["quotes"][0]["rate"] for each in after["providers"]] != [
            each["quotes"][0]["rate"] for each in before["providers"]
        ]
        assert after["providers"][0]["quotes"][0]["dateCollected"] == minute(sandbox.now)


class TestOurAdapters:
    def test_the_comparison_gives_a_price_of_every_player_on_every_route(self, sandbox: Sandbox) -> None:
        prices = prices_of(sandbox, "sandbox_wise")
        assert Counter(map(slug_of, prices)) == dict.fromkeys(SLUGS, len(PLAYERS))
        assert {price.provider_name for price in prices} == {player.name for player in PLAYERS}
        assert {price.fee_convention for price in prices} == {FeeConvention.INSIDE}
        assert {price.statement.observed_at for price in prices} == {NOW.replace(second=0)}
        assert {(price.speed_min_minutes, price.speed_max_minutes) for price in prices} == {
            *((0, 60), (240, 1440), (None, 2880), (30, None), (None, None))
        }

    def test_the_comparison_is_asked_for_the_routes_there_are(self) -> None:
        asked = facts_of("sandbox_wise").options["corridors"]
        assert asked == [[*route[:4]] for route in ROUTES]

    def test_the_tariff_gives_both_ends_of_both_bands_of_both_counters(self, sandbox: Sandbox) -> None:
        prices = prices_of(sandbox, "sandbox_tariff")
        assert Counter(map(slug_of, prices)) == dict.fromkeys(SLUGS, len(COUNTERS) * 2 * 2)
        assert {price.provider_name for price in prices} == {PUBLISHER}
        assert {price.fee_convention for price in prices} == {FeeConvention.ON_TOP}
        assert {price.rate_basis for price in prices} == {RateBasis.STATED, RateBasis.FROM_MARGIN}
        assert all(price.band_end for price in prices)
        # Amounts of about 250 are surveyed: the first band ends at 3 times that, the second at 15.
        dirhams = {price.send_amount for price in prices if slug_of(price) == "ae-ph"}
        assert dirhams >= {Decimal(750), Decimal("750.01"), Decimal(3750)}

    @pytest.mark.parametrize("key", PRICE_SOURCES)
    def test_every_price_passes_validation(self, sandbox: Sandbox, key: str) -> None:
        context = Context(now=NOW, countries=frozenset(known_countries()), currencies=currencies())
        prices = prices_of(sandbox, key)
        assert [reason for price in prices for reason in reasons_to_refuse(price, context)] == []

    def test_the_reference_rates_are_todays_in_every_currency_of_the_routes(self, sandbox: Sandbox) -> None:
        found = {row.quote: row for row in sandbox.collect("sandbox_ecb") if isinstance(row, PublishedRate)}
        assert {quote: row.rate for quote, row in found.items()} == rates()
        assert {(row.base, row.observed_on) for row in found.values()} == {("EUR", NOW.date())}

    def test_on_a_sunday_the_reference_rates_are_that_sundays(self, sandbox: Sandbox) -> None:
        sandbox.now = NOW + timedelta(days=5)
        days = {row.observed_on for row in sandbox.collect("sandbox_ecb") if isinstance(row, PublishedRate)}
        assert days == {date(2026, 11, 29)}
        assert date(2026, 11, 29).weekday() == 6

    def test_the_sources_are_marked_and_asked_only_where_a_sandbox_is_named(self, sandbox: Sandbox) -> None:
        keys = (*PRICE_SOURCES, "sandbox_ecb")
        assert all(facts_of(key).sandbox and facts_of(key).is_pulled for key in keys)

    def test_without_a_sandbox_nothing_is_asked(self) -> None:
        assert not any(facts_of(key).is_pulled for key in (*PRICE_SOURCES, "sandbox_ecb"))


class TestEverythingElse:
    @pytest.mark.parametrize(
        ("method", "path", "status"),
        [
            ("GET", "/", 200),
            ("GET", QUESTION, 200),
            ("GET", f"/wise{QUESTION}", 200),
            ("GET", "/stats/eurofxref/eurofxref-hist-90d.xml", 200),
            ("GET", "/tariff.json", 200),
            ("GET", "/faults", 200),
            ("GET", "/v4/comparisons", 400),
            ("GET", "/elsewhere", 404),
            ("POST", "/elsewhere", 404),
            ("DELETE", "/elsewhere", 404),
            ("PUT", "/", 501),
        ],
    )
    def test_whatever_is_asked_the_answer_is_marked(
        self, sandbox: Sandbox, method: str, path: str, status: int
    ) -> None:
        said = sandbox.ask(path, method=method)
        assert (said.status, said.headers["x-sandbox"]) == (status, "yes")

    def test_the_first_page_says_that_all_is_invented_and_where_it_is(self, sandbox: Sandbox) -> None:
        said = sandbox.ask("/").body.decode()
        assert "every provider and every price here is invented" in said
        assert f"{sandbox.url}/v4/comparisons" in said
        assert "th-la" in said
