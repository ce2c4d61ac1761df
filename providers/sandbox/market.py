"""All that the sandbox knows: what each invented provider charges on each route, and the reference rates."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from hashlib import blake2b
from typing import NamedTuple

from providers.sandbox.cast import COUNTERS, PLAYERS, ROUTES, Route
from providers.sandbox.prices import Shape, Terms, cost_percent, in_currency

PIVOT = "EUR"
# Points of total cost: what lies further from a corridor's middle is held for review, here every minute anew.
MOST_OFF_MIDDLE = Decimal(3)


class SandboxError(Exception):
    """The sandbox cannot start, and why, in one sentence."""


class Surveyed(NamedTuple):
    """What the latest survey saw in one corridor: the amount it asked for (about USD 200) in the sending
    currency, and what each service charged.
    """

    send_currency: str
    amount: Decimal
    shapes: Sequence[Shape]


class Stall(NamedTuple):
    """One route with the terms of each player (by its name) and each counter (by its key).

    `amount` is a usual one, in sending currency.
    """

    route: Route
    amount: Decimal
    terms: Mapping[str, Terms]


class Market(NamedTuple):
    """Stalls in the order of ROUTES, reference rates per euro, and the routes that could not be opened."""

    stalls: Sequence[Stall]
    rates: Mapping[str, Decimal]
    closed: Sequence[str]


def open_market(*, surveyed: Mapping[str, Surveyed], rates: Mapping[str, Decimal]) -> Market:
    """The market of a survey (by corridor slug) at reference rates (units per euro, by currency).

    Raises:
        SandboxError: no route has both, so that there is nothing to say.
    """
    stalls = {
        route: _stall(route, surveyed[route.like], rates)
        for route in ROUTES
        if route.like in surveyed
        and {route.send_currency, route.receive_currency, surveyed[route.like].send_currency} <= rates.keys()
    }
    if not stalls:
        raise SandboxError(
            "there is no survey with reference rates to derive prices from: run manage.py load_datasets first"
        )
    return Market(list(stalls.values()), rates, [route.slug for route in ROUTES if route not in stalls])


def _stall(route: Route, seen: Surveyed, rates: Mapping[str, Decimal]) -> Stall:
    names = [*(player.name for player in PLAYERS), *(counter.key for counter in COUNTERS)]
    conversion = rates[route.send_currency] / rates[seen.send_currency]
    shapes = _spread(seen, count=len(names), turn=_turn(route.slug, len(names)))
    return Stall(
        route,
        (seen.amount * conversion).quantize(Decimal(1)),
        {
            name: Terms(
                service=name,
                corridor=route.slug,
                send_currency=route.send_currency,
                receive_currency=route.receive_currency,
                shape=in_currency(shape, rate=conversion),
                reference_rate=rates[route.receive_currency] / rates[route.send_currency],
            )
            for name, shape in zip(names, shapes, strict=True)
        },
    )


def _spread(seen: Surveyed, *, count: int, turn: int) -> Iterable[Shape]:
    """`count` shapes from the cheapest to the dearest surveyed, dealt out from a place of the route's own.

    Services far from the middle of the corridor are left out.
    """
    costs = {shape: cost_percent(shape, amount=seen.amount) for shape in seen.shapes}
    ordered = sorted(seen.shapes, key=lambda shape: (costs[shape], shape))
    middle = costs[ordered[len(ordered) // 2]]
    usual = [shape for shape in ordered if abs(costs[shape] - middle) <= MOST_OFF_MIDDLE]
    chosen = [usual[place * len(usual) // count] for place in range(count)]
    return chosen[turn:] + chosen[:turn]


def _turn(slug: str, count: int) -> int:
    """So that not everywhere the same provider is the cheapest."""
    return int.from_bytes(blake2b(slug.encode(), digest_size=8).digest()) % count
