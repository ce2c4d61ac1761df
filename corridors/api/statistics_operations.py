"""What the schema says of the parameters of statistics."""

from drf_spectacular.utils import OpenApiParameter

from corridors.api.operations import CORRIDOR_PATH, code, page_parameters, query
from corridors.api.parameters import LONGEST_PAGE, PAGE, Frequency, PricePoint
from corridors.domain import periods
from corridors.domain.codes import PayIn, PayOut, ProviderType
from corridors.domain.statistic_codes import GroupBy, Measure, RegionScheme

_COUNTRY = {"$ref": "#/components/schemas/CountryCode"}
MOST_LINES = 10_000

_OF_PRICES = (
    query(
        "period",
        "One period (2013, 2013_3Q, 2013-07, 2013-07-31) or several (2011..2013). All unless said.",
    ),
    query(
        "price_point",
        "The amount sent, in US dollars or their worth. 200 unless said.",
        {"type": "string", "enum": list(PricePoint), "default": PricePoint.USD_200},
    ),
    code("provider_type", ProviderType, "Only services of providers of this type."),
    code("pay_in", PayIn, "Only services that can be paid this way."),
    code("pay_out", PayOut, "Only services that pay out this way."),
    query(
        "measure",
        f"Which figures, separated by commas: {', '.join(Measure)}. All unless said.",
    ),
)
_OF_GROUPS = (
    code("group_by", GroupBy, "What is put together for a figure. `world` unless said."),
    code("region_scheme", RegionScheme, "Whose regions `group_by=region` means. `world_bank` unless said."),
    code(
        "frequency",
        periods.Frequency,
        "How long a period is: as long as `period`'s, or a `quarter`, unless said.",
        component="CalendarFrequency",
    ),
    query("from", "Only corridors that start here.", _COUNTRY),
    query("to", "Only corridors that end here.", _COUNTRY),
    query("exclude_from", "Sending countries to leave out, separated by commas: ru. Nobody unless said."),
    *_OF_PRICES,
)

ALL_STATISTICS_PARAMETERS = (*_OF_GROUPS, *page_parameters(usual=PAGE, longest=LONGEST_PAGE))
ALL_STATISTICS_CSV_PARAMETERS = (*_OF_GROUPS, *page_parameters(usual=MOST_LINES, longest=MOST_LINES))
STATISTICS_PARAMETERS: tuple[OpenApiParameter, ...] = (
    CORRIDOR_PATH,
    code(
        "frequency",
        Frequency,
        "`period`, the surveys alone by their own periods, unless said; the others count all prices.",
    ),
    *_OF_PRICES,
    query(
        "services",
        "1: each period also lists its services, in the SmaRT-style figure or out of it, and why.",
        {"type": "string", "enum": ["1"]},
    ),
    *page_parameters(usual=LONGEST_PAGE, longest=LONGEST_PAGE),
)
