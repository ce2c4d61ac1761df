"""The shapes of statistics, for the schema. Answers are written by statistics_answers.py, not by these."""

from typing import Any

from rest_framework import serializers
from rest_framework.serializers import BooleanField, CharField, DateField, IntegerField, URLField

from corridors.api import fields
from corridors.api.serializers import Shape
from corridors.domain.statistic_codes import LeftOut, SmartReason

MEASURED: dict[str, Any] = {"required": False, "allow_null": True}


def _numbers(name: str, doc: str, codes: Any) -> type[Shape]:
    """A shape with a number for each code."""
    members = {code.value: IntegerField() for code in codes}
    return type(name, (serializers.Serializer,), {**members, "__doc__": doc})


LeftOutSerializer = _numbers(
    "LeftOutSerializer", "How many services count in no figure of cost, and why.", LeftOut
)
SmartLeftOutSerializer = _numbers(
    "SmartLeftOutSerializer", "How many services are not in the SmaRT-style figure, and why.", SmartReason
)


class PeriodFiguresSerializer(Shape):
    """Figures of one period. Percentages in full precision; null when no service counts.

    Members that belong to a measure are there when `measure` names it or names none.
    """

    period = CharField(help_text="2013_3Q, 2013, 2013-07 or 2013-07-31.")
    starts_on = DateField()
    ends_on = DateField()
    services = IntegerField(
        help_text="What the figures of cost are made of: over a year a service counts in each survey."
    )
    services_left_out = IntegerField(help_text="Not transparent, or without a total.")
    left_out = LeftOutSerializer()
    corridors = IntegerField(help_text="Corridors with a service that counts.")
    average_percent = fields.DecimalText(**MEASURED, help_text="Unweighted, over services.")
    median_percent = fields.DecimalText(**MEASURED)
    cheapest_percent = fields.DecimalText(**MEASURED)
    percentile_90_percent = fields.DecimalText(**MEASURED)
    spread_percent = fields.DecimalText(**MEASURED, help_text="Dearest less cheapest.")
    smart_style_percent = fields.DecimalText(**MEASURED)
    smart_style_corridors = IntegerField(required=False, help_text="Corridors the figure is the mean of.")
    smart_style_services = IntegerField(required=False, help_text="3 or fewer of each corridor.")
    smart_style_left_out = SmartLeftOutSerializer(required=False)
    smart_style_filter_version = CharField(required=False, help_text="Of our access filter.")
    weighted_average_percent = fields.DecimalText(**MEASURED, help_text="By what is sent in each corridor.")
    weighted_corridors = IntegerField(required=False)
    corridors_without_flow = IntegerField(required=False, help_text="Left out of the weighted average.")
    flows_year = IntegerField(required=False, help_text="The year whose flows are the weights.")
    share_of_services_at_most_3_percent = fields.DecimalText(**MEASURED, help_text="In per cent.")
    share_of_services_at_most_5_percent = fields.DecimalText(**MEASURED, help_text="In per cent.")
    share_of_corridors_at_most_3_percent = fields.DecimalText(**MEASURED, help_text="By corridor average.")
    share_of_corridors_at_most_5_percent = fields.DecimalText(**MEASURED, help_text="By corridor average.")
    price_points_services = IntegerField(
        required=False, help_text="Services that count at both price points, each once."
    )
    at_200_percent = fields.DecimalText(**MEASURED)
    at_500_percent = fields.DecimalText(**MEASURED)
    difference_percent = fields.DecimalText(**MEASURED, help_text="USD 200 less USD 500.")
    speed_services = IntegerField(required=False, help_text="Services listed that state a slowest time.")
    speed_unknown = IntegerField(required=False)
    within_one_hour_percent = fields.DecimalText(**MEASURED, help_text="Share of speed_services.")
    within_one_day_percent = fields.DecimalText(**MEASURED, help_text="Share of speed_services.")
    split_services = IntegerField(required=False, help_text="Services whose fee and margin are known.")
    fee_percent = fields.DecimalText(**MEASURED, help_text="Mean over split_services.")
    margin_percent = fields.DecimalText(**MEASURED, help_text="Mean over split_services.")
    method_version = CharField()


class GroupFiguresSerializer(PeriodFiguresSerializer):
    """Figures of one group in one period."""

    group = CharField(help_text="A code of the grouping; not_stated or unclassified for what has none.")
    name = CharField(help_text="In the language of the request.")


# "from" cannot be the name of a class attribute.
ASKED_FIELDS: dict[str, serializers.Field[Any, Any, Any, Any]] = {
    "group_by": fields.GroupByField(),
    "region_scheme": fields.RegionSchemeField(),
    "frequency": fields.CalendarFrequencyField(),
    "since": DateField(allow_null=True),
    "until": DateField(allow_null=True),
    "price_point": IntegerField(help_text="US dollars or their worth."),
    "from": fields.CountryCodeField(allow_null=True),
    "to": fields.CountryCodeField(allow_null=True),
    "exclude_from": serializers.ListField(child=fields.CountryCodeField()),
    "provider_type": fields.ProviderTypeField(allow_null=True),
    "pay_in": fields.PayInField(allow_null=True),
    "pay_out": fields.PayOutField(allow_null=True),
    "measures": serializers.ListField(child=fields.MeasureField()),
    "groups_fiscal_year": IntegerField(help_text="Of the World Bank's lists of regions and income groups."),
    "method_url": URLField(help_text="How it is worked out."),
    "results": GroupFiguresSerializer(many=True, help_text="By period, then by group."),
    "next": URLField(allow_null=True, help_text="The next page; null on the last."),
}
AllStatisticsSerializer: type[Shape] = type(
    "AllStatisticsSerializer",
    (serializers.Serializer,),
    {**ASKED_FIELDS, "__doc__": "What was asked, as it was understood, and a page of figures."},
)


class ServiceProviderSerializer(Shape):
    """Who offers a service."""

    slug = CharField()
    name = CharField()


class JudgedServiceSerializer(Shape):
    """A service, and why it is in the SmaRT-style figure or not."""

    service_id = IntegerField()
    provider = ServiceProviderSerializer()
    pay_in = serializers.ListField(child=fields.PayInField())
    access = serializers.ListField(child=fields.AccessField())
    pay_out = serializers.ListField(child=fields.PayOutField())
    total_percent = fields.DecimalText(allow_null=True)
    in_smart_style = BooleanField()
    reason_code = fields.SmartReasonField(allow_null=True, help_text="Null when it is in.")
    reason = CharField(help_text="A sentence in the language of the request.")


class FiguresSerializer(PeriodFiguresSerializer):
    """A corridor's figures of one period, and its services when they are asked for."""

    services_in_detail = JudgedServiceSerializer(many=True, required=False)


class StatisticsSerializer(Shape):
    """What a corridor has cost over time: the World Bank's total cost in per cent."""

    corridor = fields.CorridorSlugField()
    frequency = fields.FrequencyField()
    price_point = IntegerField(help_text="US dollars or their worth.")
    provider_type = fields.ProviderTypeField(allow_null=True, help_text="Null when it was not asked for.")
    pay_in = fields.PayInField(allow_null=True, help_text="Null when it was not asked for.")
    pay_out = fields.PayOutField(allow_null=True, help_text="Null when it was not asked for.")
    results = FiguresSerializer(many=True, help_text="Oldest first.")
    next = URLField(allow_null=True, help_text="The next page; null on the last.")
