"""The Sustainable Development Goal's limits on cost, and the G20's on speed.

Source: docs/methodology.md, section 5.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple

from corridors.domain.units import ServicePrice

SDG_GLOBAL_TARGET_PERCENT = Decimal(3)
SDG_CORRIDOR_LIMIT_PERCENT = Decimal(5)
ONE_HOUR = 60
ONE_DAY = 24 * 60


class SdgTargets(NamedTuple):
    """Sustainable Development Goal 10.c: each target met, not met, or None when it cannot be told."""

    global_average_below_3: bool | None
    corridors_within_5: int
    corridors_above_5: int
    corridors_unknown: int


def sdg_targets(
    *,
    global_average_percent: Decimal | None,
    smart_style_by_corridor: Mapping[tuple[str, str], Decimal | None],
) -> SdgTargets:
    """The global average against 3%, and every corridor's SmaRT-style figure against 5%."""
    below = None if global_average_percent is None else global_average_percent < SDG_GLOBAL_TARGET_PERCENT
    known = [figure for figure in smart_style_by_corridor.values() if figure is not None]
    within = sum(figure <= SDG_CORRIDOR_LIMIT_PERCENT for figure in known)
    return SdgTargets(below, within, len(known) - within, len(smart_style_by_corridor) - len(known))


class SpeedShares(NamedTuple):
    """Shares of services in per cent, over those that state a slowest time; None when none does."""

    within_one_hour_percent: Decimal | None
    within_one_day_percent: Decimal | None
    services: int
    unknown: int


def speed_shares(prices: Iterable[ServicePrice]) -> SpeedShares:
    """G20 speed targets: the shares of services that deliver within an hour and within a business day."""
    given = [price.speed_max_minutes for price in prices]
    known = [minutes for minutes in given if minutes is not None]
    if not known:
        return SpeedShares(None, None, 0, len(given))
    hour, day = (Decimal(100) * sum(m <= limit for m in known) / len(known) for limit in (ONE_HOUR, ONE_DAY))
    return SpeedShares(hour, day, len(known), len(given) - len(known))
