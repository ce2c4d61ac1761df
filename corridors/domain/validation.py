"""Named rules that a reading must pass; each answers with a sentence when it is broken."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation

from corridors.domain.readings import PriceReading

MAX_CLOCK_DRIFT = timedelta(minutes=10)
EARLIEST_OBSERVATION = datetime(1990, 1, 1, tzinfo=UTC)
ZERO = Decimal(0)
# What the money and rate columns can hold exactly on every supported database (15 significant digits).
MAX_AMOUNT = Decimal(10) ** 9
MAX_RATE = Decimal(10) ** 6
# Half of the columns' steps: less would be stored as 0.
LEAST_AMOUNT = Decimal("0.0000005")
LEAST_RATE = Decimal("0.0000000005")
MAX_PERCENT = Decimal(100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What the rules may know besides the reading: the time, and which codes exist."""

    now: datetime
    countries: frozenset[str]
    currencies: frozenset[str]


type_of_rule = Callable[[PriceReading, Context], str | None]


def _between(low: Decimal, number: Decimal, high: Decimal) -> bool:
    """Whether low < number < high. What is not a number lies nowhere, and must not stop the other rules."""
    try:
        return low < number < high
    except InvalidOperation:
        return False


def known_corridor(reading: PriceReading, context: Context) -> str | None:
    """Refuse countries that do not exist, and a corridor that leads home."""
    for role, code in (("sending", reading.service.source), ("receiving", reading.service.destination)):
        if code not in context.countries:
            return f"{role} country {code!r} is not an ISO 3166 country"
    if reading.service.source == reading.service.destination:
        return f"sending and receiving country are both {reading.service.source}"
    return None


def known_currencies(reading: PriceReading, context: Context) -> str | None:
    """Refuse currency codes that never existed."""
    for role, code in (
        ("sending", reading.service.send_currency),
        ("receiving", reading.service.receive_currency),
    ):
        if code not in context.currencies:
            return f"{role} currency {code!r} is not an ISO 4217 currency"
    return None


def named_provider(reading: PriceReading, context: Context) -> str | None:
    """Refuse a price of nobody."""
    return None if reading.service.provider else "the provider has no name"


def positive_amount(reading: PriceReading, context: Context) -> str | None:
    """Refuse an amount nobody can send."""
    if not _between(LEAST_AMOUNT, reading.send_amount, MAX_AMOUNT):
        return f"send_amount {reading.send_amount} is not between 0 and {MAX_AMOUNT:f}"
    stated = reading.stated_denomination
    if stated is not None and not _between(ZERO, stated, MAX_AMOUNT):
        return f"stated_denomination {stated} is not between 0 and {MAX_AMOUNT:f}"
    return None


def says_a_cost(reading: PriceReading, context: Context) -> str | None:
    """Refuse a price that states neither a fee nor a total: it says nothing about cost."""
    if reading.fee is None and reading.stated_total_percent is None:
        return "neither a fee nor a total cost is stated"
    return None


def plausible_fees(reading: PriceReading, context: Context) -> str | None:
    """Refuse fees below zero, and fees that eat the whole amount."""
    for name, money in (
        ("fee", reading.fee),
        ("sender_tax", reading.sender_tax),
    ):
        if money and not _between(ZERO, money, reading.send_amount):
            return f"{name} {money} is not between 0 and the amount sent, {reading.send_amount}"
    if reading.recipient_fee and not _between(ZERO, reading.recipient_fee, MAX_AMOUNT):
        return f"recipient_fee {reading.recipient_fee} is not between 0 and {MAX_AMOUNT:f}"
    return None


def plausible_rates(reading: PriceReading, context: Context) -> str | None:
    """Refuse rates that are not positive or do not fit the columns."""
    for name, rate in (
        ("rate", reading.rate),
        ("stated_rate", reading.stated_rate),
        ("stated_reference_rate", reading.stated_reference_rate),
    ):
        if rate is not None and not _between(LEAST_RATE, rate, MAX_RATE):
            return f"{name} {rate} is not between 0 and {MAX_RATE:f}"
    return None


def plausible_percentages(reading: PriceReading, context: Context) -> str | None:
    """Refuse margins and totals of 100% and more, either way: a unit or a direction is wrong."""
    for name, percent in (
        ("stated_fx_margin_percent", reading.stated_fx_margin_percent),
        ("stated_total_percent", reading.stated_total_percent),
    ):
        if percent is not None and not _between(-MAX_PERCENT, percent, MAX_PERCENT):
            return f"{name} {percent} is not between -100 and 100"
    return None


def implausible_margin(margin_percent: Decimal | None) -> str | None:
    """A sentence when a rate lies so far from the reference that its direction or unit must be wrong."""
    if margin_percent is not None and not _between(-MAX_PERCENT, margin_percent, MAX_PERCENT):
        return f"the rate is {margin_percent:.2f}% away from the reference rate: direction or unit is wrong"
    return None


def speed_in_order(reading: PriceReading, context: Context) -> str | None:
    """Refuse times below zero, and a fastest time that is slower than the slowest."""
    fastest, slowest = reading.speed_min_minutes, reading.speed_max_minutes
    for name, minutes in (("fastest", fastest), ("slowest", slowest)):
        if minutes is not None and minutes < 0:
            return f"the {name} time, {minutes} minutes, is below zero"
    if fastest is not None and slowest is not None and fastest > slowest:
        return f"the fastest time, {fastest} minutes, is slower than the slowest, {slowest} minutes"
    return None


def not_from_the_future(reading: PriceReading, context: Context) -> str | None:
    """Refuse observations dated ahead of our clock."""
    observed_at = reading.statement.observed_at
    if observed_at > context.now + MAX_CLOCK_DRIFT:
        return f"observed_at {observed_at.isoformat()} is in the future"
    return None


def not_before_records_began(reading: PriceReading, context: Context) -> str | None:
    """Refuse dates from before remittance prices were collected anywhere."""
    observed_at = reading.statement.observed_at
    if observed_at < EARLIEST_OBSERVATION:
        return f"observed_at {observed_at.isoformat()} is before {EARLIEST_OBSERVATION.date().isoformat()}"
    return None


RULES: tuple[type_of_rule, ...] = (
    named_provider,
    known_corridor,
    known_currencies,
    positive_amount,
    says_a_cost,
    plausible_fees,
    plausible_rates,
    plausible_percentages,
    speed_in_order,
    not_from_the_future,
    not_before_records_began,
)


def reasons_to_refuse(reading: PriceReading, context: Context) -> tuple[str, ...]:
    """Every sentence the reading earns, in the order of RULES; empty when it may be recorded."""
    return tuple([sentence for rule in RULES if (sentence := rule(reading, context)) is not None])
