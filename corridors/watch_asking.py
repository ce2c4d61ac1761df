"""What is asked of the watch: which quarter, at which amount, and the order of its table."""

from dataclasses import dataclass
from enum import StrEnum

from django.http import QueryDict
from django.utils.translation import gettext as _

from corridors.asking import AskingError, Given, one_of
from corridors.domain.periods import Frequency, Period, parse_period

PRICE_POINTS = (200, 500)
PARAMETERS = ("period", "price_point", "sort", "order")


class Sort(StrEnum):
    """The columns of the table."""

    FROM = "from"
    TO = "to"
    AVERAGE = "average"
    SMART = "smart"
    CHANGE = "change"
    SERVICES = "services"


class Order(StrEnum):
    """Smallest first, or largest."""

    ASC = "asc"
    DESC = "desc"


def usual_order(sort: Sort) -> Order:
    """Names from A, figures from the largest."""
    return Order.ASC if sort in (Sort.FROM, Sort.TO) else Order.DESC


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchQuestion:
    """`period` is a quarter, None for the latest."""

    period: Period | None = None
    price_point: int = PRICE_POINTS[0]
    sort: Sort = Sort.AVERAGE
    order: Order = Order.DESC

    def parameters(self) -> dict[str, str]:
        """The question as a query string has it; what goes without saying is left out."""
        said = {
            "period": self.period.label if self.period else "",
            "price_point": "" if self.price_point == PRICE_POINTS[0] else str(self.price_point),
            "sort": "" if self.sort is Sort.AVERAGE else self.sort.value,
            "order": "" if self.order is usual_order(self.sort) else self.order.value,
        }
        return {name: value for name, value in said.items() if value}


def parse_watch(parameters: QueryDict) -> WatchQuestion:
    """The question in a query string. Empty values count as not given, parameters of other names are ignored.

    Raises:
        AskingError: naming every parameter that is given twice or cannot be understood.
    """
    given = Given(parameters)
    period = given.read("period", _quarter, None)
    price_point = given.read("price_point", _price_point, PRICE_POINTS[0])
    sort = given.read("sort", one_of(Sort), Sort.AVERAGE)
    order = given.read("order", one_of(Order), usual_order(sort))
    if given.wrong:
        raise AskingError(given.wrong)
    return WatchQuestion(period=period, price_point=price_point, sort=sort, order=order)


def _quarter(text: str) -> Period | None:
    try:
        period = parse_period(text)
    except ValueError:
        period = None
    if period is None or period.frequency is not Frequency.QUARTER:
        raise ValueError(
            _("“%(text)s” is not a quarter. Write it like 2013_3Q or 2013-Q3.") % {"text": text[:40]}
        )
    return period


def _price_point(text: str) -> int:
    for point in PRICE_POINTS:
        if text == str(point):
            return point
    raise ValueError(
        _("“%(text)s” is not known. Use one of: %(codes)s.")
        % {"text": text[:40], "codes": ", ".join(map(str, PRICE_POINTS))}
    )
