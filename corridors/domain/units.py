"""What statistics count: one service's cost in one period at one price point, or one price of a survey.

Source: docs/methodology.md, section 5.
"""

from collections.abc import Hashable
from decimal import Decimal
from typing import NamedTuple

from corridors.domain.codes import Coverage
from corridors.domain.statistic_codes import LeftOut


class ServicePrice(NamedTuple):
    """One service's total cost at a price point, in per cent, and what decides whether it counts.

    `total_percent` is the source's stated total where there is one, else the computed one, else None; of
    several prices in a period the mean. `fee_percent` and `margin_percent` are its two parts where known.
    """

    service: Hashable
    source: str
    destination: str
    transparent: bool
    total_percent: Decimal | None
    speed_max_minutes: int | None
    coverage: Coverage | None
    fee_percent: Decimal | None = None
    margin_percent: Decimal | None = None


def left_out(price: ServicePrice) -> LeftOut | None:
    """Why a price counts in no figure of cost; None when it counts."""
    if not price.transparent:
        return LeftOut.NOT_TRANSPARENT
    return LeftOut.NO_TOTAL if price.total_percent is None else None
