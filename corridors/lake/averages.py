"""What each corridor cost in each quarter, as one Ibis expression over the lake: one text for every engine.

Needs the packages of `make lake`. The definitions are those of docs/methodology.md, section 5, and the
figures those of `manage.py corridor_statistics`.
"""

import ibis
from ibis import ir

# What the expression reads of the lake: columns of its files, and two of its folders' names.
COLUMNS = (
    *("id", "corrects", "service", "from_country", "to_country", "period", "price_point", "sandbox"),
    *("promotion", "transparent", "total_percent", "stated_total_percent", "year", "month"),
)
_GROUP = ("quarter", "from_country", "to_country")
# Our figures have nine decimals.
_FIGURE = "decimal(18, 9)"


def corridor_averages(prices: ir.Table, *, price_point: int) -> ir.Table:
    """One row a quarter and corridor: how many services count, how many are left out, and their total cost.

    Sandbox prices, promotions outside surveys and prices that were corrected since do not count; services
    that are not transparent or state no total are left out, and counted as such. Each row of a survey is one
    service, in the quarter that the survey is of. A service whose prices are read continuously counts once
    a quarter, with their mean rounded to nine decimals. Sums are exact; the last division is one of doubles,
    right to 15 digits. In order of quarter and corridor.
    """
    corrected = prices.filter(prices.corrects.notnull()).select(corrected="corrects").distinct()
    real = prices.filter(
        prices.price_point == price_point, ~prices.sandbox, prices.period.notnull() | ~prices.promotion
    )
    services = _services(real.anti_join(corrected, real.id == corrected.corrected))
    counted = services.percent.count()
    by_corridor = services.group_by(*_GROUP).aggregate(
        services=counted,
        services_left_out=services.count() - counted,
        average_percent=services.percent.sum().cast("float64") / ibis.greatest(counted, 1),
        cheapest_percent=services.percent.min(),
    )
    return by_corridor.order_by(*_GROUP)


def _services(prices: ir.Table) -> ir.Table:
    """One row a quarter and service with its total cost in per cent, null where it is left out."""
    is_survey = prices.period.notnull()
    observed_in = prices.year.cast("string") + "_" + _quarter(prices.month).cast("string") + "Q"
    total = prices.stated_total_percent.coalesce(prices.total_percent)
    seen = prices.select(
        "from_country",
        "to_country",
        "service",
        quarter=prices.period.coalesce(observed_in),
        survey_price=ibis.ifelse(is_survey, prices.id, 0),
        percent=ibis.ifelse(prices.transparent, total, ibis.null()),
    )
    one = seen.group_by(*_GROUP, "survey_price", "service").aggregate(
        known=seen.percent.count(), percent_sum=seen.percent.sum()
    )
    # Nothing divided by one is nothing; by zero it is an error in some engines.
    mean = (one.percent_sum.cast("float64") / ibis.greatest(one.known, 1)).cast(_FIGURE)
    return one.select(*_GROUP, percent=ibis.ifelse(one.known == 1, one.percent_sum.cast(_FIGURE), mean))


def _quarter(month: ir.Value) -> ir.IntegerValue:
    """1 to 4; an engine may read a folder's name as text."""
    return (month.cast("int64") - 1) // 3 + 1
