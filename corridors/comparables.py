"""What a new price is held against: the service's own last price, and what its corridor's services cost."""

from collections import defaultdict
from collections.abc import Iterable, Set
from datetime import datetime, timedelta
from decimal import Decimal

from django.db.models import F, QuerySet

from corridors.domain.codes import CollectionMethod
from corridors.domain.plausibility import Circumstances, Costs, Spread, reasons_to_hold, spread_of
from corridors.domain.pricing import fee_percent
from corridors.domain.readings import PriceReading
from corridors.models import Price
from corridors.rows import Figures, Identity

# An older price says little of today's; a survey's is never held against a feed's.
COMPARED_WITHIN = timedelta(days=30)
# Totals in per cent fall with the amount: only prices between half and twice the amount compare.
NEAR_AMOUNT = 2

# What a sandbox invents begins with this name, and nothing else does (providers/recording.py refuses it): a
# reading says by itself of which kind it is, without a query.
INVENTED_NAME = "sandbox"

# Corridor, sending and receiving currency, and whether a sandbox invented it: what is real is never measured
# by what is not.
type_of_market = tuple[int, str, str, bool]


def is_watched(reading: PriceReading) -> bool:
    """Whether prices of this kind are held when they look wrong: all but a survey's, which people checked."""
    return reading.statement.collection_method is not CollectionMethod.SURVEY


def is_invented(reading: PriceReading) -> bool:
    """Whether a sandbox states a price."""
    return reading.service.provider.startswith(INVENTED_NAME)


def costs_of(reading: PriceReading, figures: Figures) -> Costs:
    """What a reading says of its cost."""
    share = None
    if reading.fee is not None:
        share = fee_percent(fee=reading.fee, send_amount=reading.send_amount)
    return Costs(share, reading.rate, figures.total)


def comparable_prices() -> QuerySet[Price]:
    """The prices of history that watched prices are held against, real and invented ones. Lazy.

    A survey's are left out: people checked them, and they say little of today's. Whoever compares keeps the
    two kinds apart: a real price is held against real ones only, an invented one against invented ones.
    """
    return Price.objects.filter(period="")


def current_comparables(*, since: datetime) -> QuerySet[Price]:
    """Those of them that are current, and were seen since a moment. Lazy."""
    return comparable_prices().filter(
        current__observed_at__gte=since,
        observed_at=F("current__observed_at"),  # lets PostgreSQL look into one month's partition
    )


class Comparables:
    """The recent current prices of the corridors that a recording has met so far."""

    def __init__(self, now: datetime) -> None:
        self._since = now - COMPARED_WITHIN
        self._met: set[int] = set()
        self._last: dict[tuple[int, str], dict[Decimal, Costs]] = defaultdict(dict)
        self._totals: dict[type_of_market, list[tuple[Decimal, Decimal]]] = defaultdict(list)
        self._spreads: dict[tuple[type_of_market, Decimal], Spread | None] = {}

    def look_up(self, corridor_ids: Set[int]) -> None:
        """Read the current prices of corridors not met before. One query, none where all were met."""
        new = corridor_ids - self._met
        if not new:
            return
        self._met |= new
        self._add(
            current_comparables(since=self._since)
            .filter(current__corridor_id__in=new)
            .order_by()
            .values_list(
                *("service_id", "line", "corridor_id", "service__send_currency", "service__receive_currency"),
                *("service__provider__sandbox", "send_amount", "fee", "rate", "total_percent"),
            )
        )

    def _add(
        self,
        prices: Iterable[
            tuple[int, str, int, str, str, bool, Decimal, Decimal | None, Decimal | None, Decimal | None]
        ],
    ) -> None:
        for service, line, corridor, sending, receiving, invented, amount, fee, rate, total in prices:
            share = None if fee is None else fee_percent(fee=fee, send_amount=amount)
            self._last[service, line][amount] = Costs(share, rate, total)
            if total is not None:
                self._totals[corridor, sending, receiving, invented].append((amount, total))

    def suspicions(
        self, reading: PriceReading, identity: Identity, costs: Costs, figures: Figures
    ) -> tuple[str, ...]:
        """Every sentence that a reading earns; empty when nothing looks wrong."""
        known = Circumstances(
            reference_rate=figures.reference.rate if figures.reference else None,
            last=self._last_of(reading, identity),
            spread=self._spread_for(reading, identity),
        )
        return reasons_to_hold(costs, known)

    def accept(self, reading: PriceReading, identity: Identity, costs: Costs) -> None:
        """Hold the next reading of the service against this one, though it is not in history yet."""
        self._last[identity.service_id, reading.statement.line][reading.send_amount] = costs

    def _last_of(self, reading: PriceReading, identity: Identity) -> Costs | None:
        """The service's last price at the nearest comparable amount."""
        amount = reading.send_amount
        known = self._last.get((identity.service_id, reading.statement.line))
        if known is None:
            return None
        if amount in known:
            return known[amount]
        near = [at for at in known if _is_comparable(at, amount)]
        return known[min(near, key=lambda at: (abs(at - amount), at))] if near else None

    def _spread_for(self, reading: PriceReading, identity: Identity) -> Spread | None:
        service = reading.service
        market = (
            identity.corridor_id,
            service.send_currency,
            service.receive_currency,
            is_invented(reading),
        )
        asked = market, reading.send_amount
        if asked not in self._spreads:
            amount = reading.send_amount
            totals = [total for at, total in self._totals.get(market, ()) if _is_comparable(at, amount)]
            self._spreads[asked] = spread_of(totals)
        return self._spreads[asked]


def _is_comparable(amount: Decimal, asked: Decimal) -> bool:
    return asked <= amount * NEAR_AMOUNT and amount <= asked * NEAR_AMOUNT
