"""The closed vocabularies of statistics (docs/methodology.md, section 5)."""

from enum import StrEnum


class GroupBy(StrEnum):
    """What services are put together for a figure."""

    WORLD = "world"
    REGION = "region"
    INCOME = "income"
    FROM = "from"
    TO = "to"
    CORRIDOR = "corridor"
    PROVIDER_TYPE = "provider_type"
    PAY_IN = "pay_in"
    PAY_OUT = "pay_out"
    ACCESS = "access"
    DIGITAL = "digital"


class RegionScheme(StrEnum):
    """Whose regions: the World Bank's, or the United Nations' (M49) in five or in twenty-two."""

    WORLD_BANK = "world_bank"
    M49 = "m49"
    M49_SUBREGION = "m49_subregion"


class Measure(StrEnum):
    """One figure, or a few that belong together."""

    AVERAGE = "average"
    MEDIAN = "median"
    CHEAPEST = "cheapest"
    PERCENTILE_90 = "percentile_90"
    SPREAD = "spread"
    SMART_STYLE = "smart_style"
    WEIGHTED_AVERAGE = "weighted_average"
    SHARES = "shares"
    PRICE_POINTS = "price_points"
    SPEED = "speed"
    COST_SPLIT = "cost_split"


class LeftOut(StrEnum):
    """Why a service counts in no figure of cost."""

    NOT_TRANSPARENT = "not_transparent"
    NO_TOTAL = "no_total"


class SmartReason(StrEnum):
    """Why a service is not one of those the SmaRT-style figure is made of; the first that applies."""

    NOT_TRANSPARENT = "not_transparent"
    NO_TOTAL = "no_total"
    SPEED_UNKNOWN = "speed_unknown"
    SLOWER_THAN_5_DAYS = "slower_than_5_days"
    COVERAGE_NOT_STATED = "coverage_not_stated"
    OUTSIDE_ACCESS_FILTER = "outside_access_filter"
    DEARER_PRICE_OF_SAME_SERVICE = "dearer_price_of_same_service"
    DEARER_THAN_THREE_CHEAPEST = "dearer_than_three_cheapest"


class Digital(StrEnum):
    """Whether a service is digital from end to end."""

    DIGITAL = "digital"
    NOT_DIGITAL = "not_digital"
