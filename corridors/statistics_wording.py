"""What groups of statistics are called, and why a service is in a figure or not, in the reader's language."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from corridors.domain.statistic_codes import Digital, GroupBy, LeftOut, SmartReason
from corridors.places import country_name
from corridors.statistics_groups import NOT_STATED, UNCLASSIFIED, WORLD
from corridors.wording import ACCESS, PAY_IN, PAY_OUT, PROVIDER_TYPES

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

Text: TypeAlias = "str | StrPromise"

LEFT_OUT: Mapping[LeftOut, Text] = {
    LeftOut.NOT_TRANSPARENT: gettext_lazy("It does not disclose its exchange rate."),
    LeftOut.NO_TOTAL: gettext_lazy("Its total cost is not known."),
}

SMART_REASONS: Mapping[SmartReason, Text] = {
    SmartReason.NOT_TRANSPARENT: LEFT_OUT[LeftOut.NOT_TRANSPARENT],
    SmartReason.NO_TOTAL: LEFT_OUT[LeftOut.NO_TOTAL],
    SmartReason.SPEED_UNKNOWN: gettext_lazy("It does not say how long the money takes."),
    SmartReason.SLOWER_THAN_5_DAYS: gettext_lazy("The money may take more than 5 days."),
    SmartReason.COVERAGE_NOT_STATED: gettext_lazy("It is not said how far its paying-out network reaches."),
    SmartReason.OUTSIDE_ACCESS_FILTER: gettext_lazy("It does not pay out in the whole country."),
    SmartReason.DEARER_PRICE_OF_SAME_SERVICE: gettext_lazy(
        "The same service has a cheaper price, which counts instead."
    ),
    SmartReason.DEARER_THAN_THREE_CHEAPEST: gettext_lazy("Three other services that qualify cost no more."),
}
IN_SMART_STYLE = gettext_lazy("It is one of the three cheapest services that qualify.")

# Regions of the World Bank, regions and sub-regions of M49, and income groups, by their code.
GROUPS: Mapping[str, Text] = {
    WORLD: gettext_lazy("World"),
    NOT_STATED: gettext_lazy("Not stated"),
    UNCLASSIFIED: gettext_lazy("Not classified"),
    "east_asia_pacific": gettext_lazy("East Asia and Pacific"),
    "europe_central_asia": gettext_lazy("Europe and Central Asia"),
    "latin_america_caribbean": gettext_lazy("Latin America and Caribbean"),
    "middle_east_north_africa": gettext_lazy("Middle East and North Africa"),
    "north_america": gettext_lazy("North America"),
    "south_asia": gettext_lazy("South Asia"),
    "sub_saharan_africa": gettext_lazy("Sub-Saharan Africa"),
    "low": gettext_lazy("Low income"),
    "lower_middle": gettext_lazy("Lower middle income"),
    "upper_middle": gettext_lazy("Upper middle income"),
    "high": gettext_lazy("High income"),
    "africa": gettext_lazy("Africa"),
    "americas": gettext_lazy("Americas"),
    "asia": gettext_lazy("Asia"),
    "europe": gettext_lazy("Europe"),
    "oceania": gettext_lazy("Oceania"),
    "eastern_africa": gettext_lazy("Eastern Africa"),
    "middle_africa": gettext_lazy("Middle Africa"),
    "northern_africa": gettext_lazy("Northern Africa"),
    "southern_africa": gettext_lazy("Southern Africa"),
    "western_africa": gettext_lazy("Western Africa"),
    "caribbean": gettext_lazy("Caribbean"),
    "central_america": gettext_lazy("Central America"),
    "northern_america": gettext_lazy("Northern America"),
    "south_america": gettext_lazy("South America"),
    "central_asia": gettext_lazy("Central Asia"),
    "eastern_asia": gettext_lazy("Eastern Asia"),
    "south_eastern_asia": gettext_lazy("South-eastern Asia"),
    "southern_asia": gettext_lazy("Southern Asia"),
    "western_asia": gettext_lazy("Western Asia"),
    "eastern_europe": gettext_lazy("Eastern Europe"),
    "northern_europe": gettext_lazy("Northern Europe"),
    "southern_europe": gettext_lazy("Southern Europe"),
    "western_europe": gettext_lazy("Western Europe"),
    "australia_new_zealand": gettext_lazy("Australia and New Zealand"),
    "melanesia": gettext_lazy("Melanesia"),
    "micronesia": gettext_lazy("Micronesia"),
    "polynesia": gettext_lazy("Polynesia"),
    Digital.DIGITAL: gettext_lazy("Digital from end to end"),
    Digital.NOT_DIGITAL: gettext_lazy("Not digital from end to end"),
}
_WAYS: Mapping[GroupBy, Mapping[str, Text]] = {
    GroupBy.PROVIDER_TYPE: {code.value: text for code, text in PROVIDER_TYPES.items()},
    GroupBy.PAY_IN: {code.value: text for code, text in PAY_IN.items()},
    GroupBy.PAY_OUT: {code.value: text for code, text in PAY_OUT.items()},
    GroupBy.ACCESS: {code.value: text for code, text in ACCESS.items()},
}


def group_name(group_by: GroupBy, group: str) -> str:
    """What a group is called: "South Asia", "Philippines", "United Arab Emirates to Philippines", "cash"."""
    if group_by in (GroupBy.FROM, GroupBy.TO):
        return _country(group)
    if group_by is GroupBy.CORRIDOR:
        source, destination = group.upper().split("-")
        return _("%(source)s to %(destination)s") % {
            "source": _country(source),
            "destination": _country(destination),
        }
    return str(_WAYS.get(group_by, {}).get(group) or GROUPS[group])


def smart_sentence(reason: SmartReason | None) -> str:
    """Why a service is in the SmaRT-style figure (None) or out of it."""
    return str(IN_SMART_STYLE if reason is None else SMART_REASONS[reason])


def _country(code: str) -> str:
    return country_name(code, get_language() or "en")
