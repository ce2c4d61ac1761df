"""What the members of answers look like, for the schema: codes as enums, money as text."""

from enum import StrEnum

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from corridors.api.parameters import Frequency
from corridors.domain import codes, periods, statistic_codes


def _code_field(kind: type[StrEnum], name: str = "") -> type[serializers.CharField]:
    """A field for one vocabulary, which becomes a component of its own in the schema."""
    schema = {"type": "string", "enum": list(kind), "description": kind.__doc__}
    name = name or kind.__name__
    field = type(f"{name}Field", (serializers.CharField,), {})
    return extend_schema_field(schema, component_name=name)(field)


AccessField = _code_field(codes.Access)
AmountBasisField = _code_field(codes.AmountBasis)
CollectionMethodField = _code_field(codes.CollectionMethod)
CoverageField = _code_field(codes.Coverage)
FeeConventionField = _code_field(codes.FeeConvention)
FrequencyField = _code_field(Frequency)
CalendarFrequencyField = _code_field(periods.Frequency, "CalendarFrequency")
GroupByField = _code_field(statistic_codes.GroupBy)
MeasureField = _code_field(statistic_codes.Measure)
RegionSchemeField = _code_field(statistic_codes.RegionScheme)
SmartReasonField = _code_field(statistic_codes.SmartReason)
ModeField = _code_field(codes.Mode)
PayInField = _code_field(codes.PayIn)
PayOutField = _code_field(codes.PayOut)
ProviderTypeField = _code_field(codes.ProviderType)
RateBasisField = _code_field(codes.RateBasis)
RateFixedAtField = _code_field(codes.RateFixedAt)
ReasonField = _code_field(codes.Reason)


@extend_schema_field(
    {
        "type": "string",
        "format": "decimal",
        "pattern": r"^-?[0-9]+(\.[0-9]+)?$",
        "description": "A decimal number as text: never a float, never with an exponent.",
    },
    component_name="Decimal",
)
class DecimalText(serializers.CharField):
    """Money, a rate or a percentage."""


@extend_schema_field(
    {"type": "string", "pattern": "^[A-Z]{3}$", "description": "ISO 4217, past currencies included."},
    component_name="Currency",
)
class CurrencyField(serializers.CharField):
    """A currency code."""


@extend_schema_field(
    {"type": "string", "pattern": "^[A-Z]{2}$", "description": "ISO 3166-1 alpha-2; XK is Kosovo."},
    component_name="CountryCode",
)
class CountryCodeField(serializers.CharField):
    """A country code."""


@extend_schema_field(
    {
        "type": "string",
        "pattern": "^[a-z]{2}-[a-z]{2}$",
        "description": "Sending and receiving country: ae-ph.",
    },
    component_name="CorridorSlug",
)
class CorridorSlugField(serializers.CharField):
    """A corridor's name in addresses."""


@extend_schema_field({"type": "string", "format": "duration"})
class DurationText(serializers.CharField):
    """An ISO 8601 duration: PT1H, P3D."""
