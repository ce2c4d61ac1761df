"""The tables under a corridor's charts: the same figures, newest first."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _

from corridors import formats, wording
from corridors.charts.providers import by_presence, name_of
from corridors.domain.codes import PayIn, PayOut
from corridors.domain.statistic_codes import LeftOut
from corridors.history import History, SmartService
from corridors.period_wording import period_name
from corridors.statistics_wording import smart_sentence

# Of each provider's row; the files have them all.
MOST_PERIODS = 12


class Row(NamedTuple):
    """A row by its head, which may lead to a provider's page; "" is a figure that is not known."""

    head: str
    cells: tuple[str, ...]
    provider: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table with a head for each of its columns, the first one included."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]


def cost_table(history: History) -> Table:
    """Each period's figures, with how many services they are made of."""
    return Table(
        caption=_("Total cost in per cent, newest first"),
        heads=(
            _("Period"), _("Average"), _("Median"), _("Cheapest"), _("SmaRT-style"), _("90th percentile"),
            _("Services that count"), _("Left out: rate not disclosed"), _("Left out: no total"),
        ),
        rows=tuple(
            Row(
                period_name(period),
                (
                    _percent(figures.average_percent),
                    _percent(figures.median_percent),
                    _percent(figures.cheapest_percent),
                    _percent(figures.smart_style_percent),
                    _percent(figures.percentile_90_percent),
                    str(figures.services),
                    str(figures.left_out[LeftOut.NOT_TRANSPARENT]),
                    str(figures.left_out[LeftOut.NO_TOTAL]),
                ),
            )
            for period, figures in reversed(history.figures.points)
        ),
    )  # fmt: skip


def split_table(history: History) -> Table:
    """Each period's mean fee and mean margin, with how many services they are made of."""
    splits = [(period, figures.split) for period, figures in reversed(history.figures.points)]
    return Table(
        caption=_("Fee and exchange-rate margin in per cent, newest first"),
        heads=(_("Period"), _("Fee"), _("Exchange-rate margin"), _("Services with both")),
        rows=tuple(
            Row(
                period_name(period),
                (_percent(split.fee_percent), _percent(split.margin_percent), str(split.services)),
            )
            for period, split in splits
        ),
    )


def providers_table(history: History) -> Table:
    """Each provider's mean total in the newest periods, in the order of the picture."""
    known = sorted(
        {
            p.period
            for series in history.figures.providers
            for p in series.points
            if p.average_percent is not None
        },
        reverse=True,
    )
    periods = known[:MOST_PERIODS]
    rows = []
    for series in by_presence(history.figures.providers):
        costs = {point.period: point.average_percent for point in series.points}
        cells = tuple(_percent(costs.get(period)) for period in periods)
        rows.append(Row(name_of(series), cells, series.slug))
    return Table(
        caption=_("Mean total cost of each provider’s services in per cent, newest period first"),
        heads=(_("Provider"), *(period_name(period) for period in periods)),
        rows=tuple(rows),
    )


def _percent(value: Decimal | None) -> str:
    return "" if value is None else formats.percent(value)


class SmartRow(NamedTuple):
    """A service in the SmaRT-style figure or out of it, with the sentence that says why."""

    provider: str
    slug: str
    ways: str
    total: str
    is_in: bool
    sentence: str


def smart_rows(services: Iterable[SmartService]) -> list[SmartRow]:
    """Each service of a period and why it makes the SmaRT-style figure or not."""
    return [
        SmartRow(
            provider=service.name.provider_name,
            slug=service.name.provider_slug,
            ways=_("%(pay_in)s to %(pay_out)s")
            % {
                "pay_in": _either(wording.PAY_IN[PayIn(code)] for code in service.name.pay_in),
                "pay_out": _either(wording.PAY_OUT[PayOut(code)] for code in service.name.pay_out),
            },
            total=_percent(service.total_percent),
            is_in=service.reason is None,
            sentence=smart_sentence(service.reason),
        )
        for service in services
    ]


def _either(words: Iterable[object]) -> str:
    return formats.either(words) or _("not stated")
