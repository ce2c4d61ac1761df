"""Price history as rows of a Remittance Prices Worldwide file: a statement a row, its two price points beside
each other.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Case, Count, F, Min, Q, QuerySet, Sum, Value, When, Window
from django.db.models.functions import Coalesce, Greatest

from corridors.exports import rpw_words as words
from corridors.exports.records import Value as Cell
from corridors.exports.rpw_columns import POINTS
from corridors.models import Price
from remitcompare.money import currency_of

CHUNK = 2_000
# What the prices of one statement have in common and others of its day mostly have not.
_TOLD_APART_BY = ("corridor_id", "observed_at", "source_id", "line", "source_line")
_OTHER_POINT = {200: 500, 500: 200}


class _Shared(NamedTuple):
    """What both price points of a statement say, by the names of the queryset's columns."""

    own_service: int
    period: str
    source_id: str
    observed_at: datetime
    line: str
    source_line: str
    note: str
    transparent: bool
    provider_types: str
    coverage: str
    speed_min_minutes: int | None
    speed_max_minutes: int | None
    reference: Decimal | None
    corridor__source__alpha3: str
    corridor__destination__alpha3: str
    corridor__destination_id: str
    service__provider__name: str
    service__provider__type: str
    service__provider__sandbox: bool
    service__pay_in: str
    service__access: str
    service__pay_out: str


class _Point(NamedTuple):
    """What one price point of a statement says."""

    price_point: int
    send_amount: Decimal
    fee: Decimal | None
    stated_denomination: Decimal | None
    stated_rate: Decimal | None
    rate: Decimal | None
    stated_fx_margin_percent: Decimal | None
    fx_margin_percent: Decimal | None
    stated_total_percent: Decimal | None
    total_percent: Decimal | None
    service__send_currency: str
    service__receive_currency: str


class _Statement(NamedTuple):
    price_id: int
    shared: _Shared
    points: dict[int, _Point]


def in_survey_layout(prices: QuerySet[Price]) -> QuerySet[Price]:
    """Those of the prices that the layout has a place for: at USD 200 and 500, as they stand corrected.

    A promotion is left out unless a survey counts it: nothing in the layout marks one. Lazy.
    """
    corrected = Price.objects.filter(corrects__isnull=False).values("corrects_id")
    kept = prices.filter(price_point__in=[nominal for _, nominal in POINTS]).exclude(id__in=corrected)
    # Ours stands in for a reference that is not stated, but never in a survey's row, which says what it says.
    ours = When(period="", then=Coalesce("stated_reference_rate", "reference_rate"))
    return kept.exclude(period="", promotion=True).annotate(
        reference=Case(ours, default=F("stated_reference_rate")),
        # A survey's two points may differ in currency, and so in service; a feed's belong to one service.
        own_service=Case(When(period="", then=F("service_id")), default=Value(0)),
    )


def count_rows(prices: QuerySet[Price]) -> int:
    """How many rows survey_rows() gives. One query."""
    alike = in_survey_layout(prices).order_by().values(*_Shared._fields, "corridor_id")
    counted = alike.annotate(
        **{point: Count("id", filter=Q(price_point=nominal)) for point, nominal in POINTS}
    )
    total = counted.annotate(rows=Greatest(*(point for point, _ in POINTS))).aggregate(total=Sum("rows"))
    return total["total"] or 0


def survey_rows(prices: QuerySet[Price]) -> Iterator[tuple[Cell, ...]]:
    """The prices as rows in the order of RPW_COLUMNS, by the first price of each. One query, streamed."""
    first = Window(Min("id"), partition_by=[F(name) for name in _TOLD_APART_BY])
    told = in_survey_layout(prices).annotate(first=first).order_by("first", "id")
    columns = ("first", "id", *_Shared._fields, *_Point._fields)
    found = told.values_list(*columns).iterator(chunk_size=CHUNK)
    # Outside a transaction PostgreSQL would write the whole answer down before the first row.
    with transaction.atomic():
        for _, group in groupby(found, key=itemgetter(0)):
            for statement in _statements(group):
                yield _row(statement)


def _statements(prices: Iterable[tuple[Any, ...]]) -> list[_Statement]:
    """Prices of one statement, or of several that say the same: a point goes with the next free other."""
    statements: list[_Statement] = []
    lacking: dict[tuple[int, _Shared], deque[_Statement]] = defaultdict(deque)
    ends = 2 + len(_Shared._fields)
    for price in prices:
        shared, point = _Shared(*price[2:ends]), _Point(*price[ends:])
        if waiting := lacking[point.price_point, shared]:
            statement = waiting.popleft()
        else:
            statement = _Statement(price[1], shared, {})
            statements.append(statement)
            lacking[_OTHER_POINT[point.price_point], shared].append(statement)
        statement.points[point.price_point] = point
    return statements


def _row(statement: _Statement) -> tuple[Cell, ...]:
    said, points = statement.shared, [statement.points.get(nominal) for _, nominal in POINTS]
    is_survey = bool(said.period)
    day = said.observed_at.date()
    note1, note2 = words.notes(said.note)
    return (
        said.source_line if is_survey else f"price-{statement.price_id}",
        said.period or words.quarter(day),
        said.corridor__source__alpha3,
        said.corridor__destination__alpha3,
        said.service__provider__name,
        words.firm_type(
            said.provider_types if is_survey else said.provider_types or said.service__provider__type
        ),
        _product(said, points),
        words.sending_location(said.service__access),
        words.speed(fastest_minutes=said.speed_min_minutes, slowest_minutes=said.speed_max_minutes),
        *(cell for point in points for cell in _point(point, is_survey=is_survey)),
        said.reference,
        _yes_or_no(said.transparent),
        note1,
        note2,
        words.coverage(said.coverage),
        words.pick_up_method(said.service__pay_out),
        words.day(day),
        f"line-{said.line}" if said.line else None,
        *(point and point.service__receive_currency for point in points),
        said.source_id,
        _yes_or_no(said.service__provider__sandbox),
    )


def _point(point: _Point | None, *, is_survey: bool) -> tuple[Cell, ...]:
    """The seven cells of one price point; what a survey's row leaves open stays open."""
    if point is None:
        return (None,) * 7
    rate, margin, total = point.stated_rate, point.stated_fx_margin_percent, point.stated_total_percent
    denomination = point.stated_denomination
    if not is_survey:
        rate = point.rate if rate is None else rate
        margin = point.fx_margin_percent if margin is None else margin
        total = point.total_percent if total is None else total
        denomination = Decimal(point.price_point) if denomination is None else denomination
    return (
        point.send_amount,
        denomination,
        point.service__send_currency,
        point.fee,
        rate,
        margin,
        total,
    )


def _product(said: _Shared, points: Iterable[_Point | None]) -> str:
    local = currency_of(said.corridor__destination_id, said.observed_at.date())
    paid_out = {point.service__receive_currency for point in points if point}
    foreign = paid_out.pop() if len(paid_out) == 1 else ""
    return words.product(
        pay_in=said.service__pay_in,
        access=said.service__access,
        pay_out=said.service__pay_out,
        foreign_currency="" if foreign == local else foreign,
    )


def _yes_or_no(answer: bool) -> str:
    return "yes" if answer else "no"
