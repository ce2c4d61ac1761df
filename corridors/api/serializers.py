"""The shapes of answers, for the schema. Answers are written by options.py and answers.py, not by these."""

from typing import Any

from rest_framework import serializers
from rest_framework.serializers import (
    BooleanField,
    CharField,
    DateField,
    DateTimeField,
    IntegerField,
    URLField,
)

from corridors.api import fields

Shape = serializers.Serializer[Any]


class CountrySerializer(Shape):
    """A country that money is sent from or to."""

    code = fields.CountryCodeField()
    alpha3 = CharField(help_text="ISO 3166-1 alpha-3; XKX is Kosovo.")
    corridors_from = IntegerField(help_text="Corridors that start here.")
    corridors_to = IntegerField(help_text="Corridors that end here.")
    name = CharField(help_text="In the language of the request.")


class CountriesSerializer(Shape):
    """Every country that has a corridor."""

    results = CountrySerializer(many=True)


# "from" cannot be the name of a class attribute.
CORRIDOR_FIELDS: dict[str, serializers.Field[Any, Any, Any, Any]] = {
    "slug": fields.CorridorSlugField(),
    "from": fields.CountryCodeField(),
    "from_name": CharField(help_text="In the language of the request."),
    "to": fields.CountryCodeField(),
    "to_name": CharField(help_text="In the language of the request."),
    "send_currency": fields.CurrencyField(help_text="The one that most of its latest services take."),
    "receive_currency": fields.CurrencyField(help_text="The one that most of its latest services pay out."),
    "receive_currencies": serializers.ListField(child=fields.CurrencyField()),
    "services": IntegerField(help_text="Services with a price in the latest survey or since."),
    "latest_observed_at": DateTimeField(),
}
CorridorSerializer: type[Shape] = type(
    "CorridorSerializer",
    (serializers.Serializer,),
    {**CORRIDOR_FIELDS, "__doc__": "A sending and a receiving country with prices between them."},
)


class ParallelMarketSerializer(Shape):
    """A time in which a currency's street rate differed from the official one, and by whose account."""

    currency = fields.CurrencyField()
    since = DateField()
    until = DateField(allow_null=True)
    source = CharField()  # type: ignore[assignment]


class CorridorDetailSerializer(CorridorSerializer):  # type: ignore[valid-type, misc]
    """A corridor, with the caveat of its currency and the way on."""

    parallel_market = ParallelMarketSerializer(allow_null=True)
    options_url = URLField()
    statistics_url = URLField()


class CorridorsSerializer(Shape):
    """A page of corridors."""

    results = CorridorSerializer(many=True)
    next = URLField(allow_null=True, help_text="The next page; null on the last.")


class ReferenceRateSerializer(Shape):
    """The mid-market or official rate that costs are measured against."""

    rate = fields.DecimalText(help_text="Receiving units for 1 sending unit.")
    source = CharField(help_text="A source's key; “identity” for a currency against itself.")  # type: ignore[assignment]
    date = DateField(help_text="Of the older of the two published rates it is made of.")
    age_days = IntegerField()
    sandbox = BooleanField(help_text="Invented, for trying.")


class RateSerializer(ReferenceRateSerializer):
    """A reference rate for any two currencies and day."""

    base = fields.CurrencyField()
    quote = fields.CurrencyField()
    asked_date = DateField()
    parallel_market = ParallelMarketSerializer(allow_null=True)


class OptionProviderSerializer(Shape):
    """Who offers a service."""

    slug = CharField()
    name = CharField()
    type = fields.ProviderTypeField(allow_null=True)
    also_types = serializers.ListField(child=fields.ProviderTypeField())


class SpeedSerializer(Shape):
    """How long the money takes."""

    min = fields.DurationText(allow_null=True)
    max = fields.DurationText(allow_null=True)


class OptionSerializer(Shape):
    """One service at the amount asked. What is not known is null, never 0."""

    rank = IntegerField(allow_null=True, help_text="1 is best; null when not ranked.")
    service_id = IntegerField(help_text="Stays the same from one survey to the next.")
    line = CharField(allow_null=True, help_text="Tells apart several price lists of one service.")
    provider = OptionProviderSerializer()
    sandbox = BooleanField(help_text="An invented provider, for trying.")
    pay_in = serializers.ListField(child=fields.PayInField())
    access = serializers.ListField(child=fields.AccessField())
    pay_out = serializers.ListField(child=fields.PayOutField())
    coverage = fields.CoverageField(allow_null=True)
    send_currency = fields.CurrencyField()
    receive_currency = fields.CurrencyField()
    recipient_gets = fields.DecimalText(allow_null=True, help_text="Receiving currency, with its decimals.")
    you_pay = fields.DecimalText(allow_null=True, help_text="Sending currency, everything included.")
    principal = fields.DecimalText(
        allow_null=True,
        help_text="Sending currency: you_pay less fee and tax, or with the fee inside all of you_pay.",
    )
    fee = fields.DecimalText(allow_null=True, help_text="Sending currency.")
    fee_convention = fields.FeeConventionField()
    tax = fields.DecimalText(allow_null=True, help_text="Sender's tax, sending currency.")
    recipient_fee = fields.DecimalText(help_text="Receiving currency, taken at pay-out.")
    rate = fields.DecimalText(allow_null=True, help_text="Receiving units for 1 sending unit.")
    rate_basis = fields.RateBasisField()
    rate_fixed_at = fields.RateFixedAtField()
    reference_rate = fields.DecimalText(allow_null=True, help_text="Of the day this price was observed.")
    amount_basis = fields.AmountBasisField(allow_null=True)
    lost_in_rate = fields.DecimalText(allow_null=True, help_text="Sending currency, rounding included.")
    fx_margin_percent = fields.DecimalText(allow_null=True)
    total_cost = fields.DecimalText(allow_null=True, help_text="Sending currency; negative when you gain.")
    total_cost_percent = fields.DecimalText(allow_null=True, help_text="Of what you pay.")
    rpw_total_percent = fields.DecimalText(allow_null=True, help_text="Fee and margin, of the principal.")
    speed = SpeedSerializer()
    promotion = BooleanField()
    observed_at = DateTimeField(help_text="When it was true.")
    recorded_at = DateTimeField(help_text="When we learned it.")
    period = CharField(allow_null=True, help_text="The survey's, such as 2013_3Q.")
    source = CharField(help_text="A source's key; see /api/v1/sources/.")  # type: ignore[assignment]
    collection_method = fields.CollectionMethodField()
    note = CharField(allow_null=True, help_text="What the source adds, in its own words.")


class UnrankedOptionSerializer(OptionSerializer):
    """A service that is listed without a rank, and why."""

    reason_code = fields.ReasonField()
    reason = CharField(help_text="A sentence in the language of the request.")


class OptionsSerializer(Shape):
    """Who gets the most of it home."""

    corridor = fields.CorridorSlugField()
    amount = fields.DecimalText(help_text="In the currency that `mode` is about.")
    mode = fields.ModeField()
    send_currency = fields.CurrencyField()
    receive_currency = fields.CurrencyField()
    as_of = DateTimeField(allow_null=True, help_text="When the prices were true; null when there are none.")
    is_current = BooleanField(help_text="False for a past day, and when no price is fresh.")
    survey_only = BooleanField(
        help_text="No price was fresh at the moment asked about: the latest survey is ranked as of its date."
    )
    reference_rate = ReferenceRateSerializer(allow_null=True)
    parallel_market = ParallelMarketSerializer(allow_null=True)
    best = OptionSerializer(allow_null=True)
    options = OptionSerializer(many=True, help_text="Best first.")
    not_ranked = UnrankedOptionSerializer(many=True)
    filtered_out = IntegerField(help_text="Services left out by the filters.")
    method_url = URLField(help_text="How it is worked out.")
    sources_url = URLField(help_text="Whom to name when showing these prices.")


class ProviderSerializer(Shape):
    """A provider, and how much of it there is here."""

    slug = CharField()
    name = CharField()
    type = fields.ProviderTypeField(allow_null=True)
    sandbox = BooleanField(help_text="An invented provider, for trying.")
    ended_on = DateField(allow_null=True)
    services = IntegerField()
    corridors = IntegerField()


class ProvidersSerializer(Shape):
    """A page of providers."""

    results = ProviderSerializer(many=True)
    next = URLField(allow_null=True, help_text="The next page; null on the last.")


class ServedSerializer(Shape):
    """What a provider does in one corridor, by the newest prices seen there.

    The percentages are the World Bank's total cost at the amount nearest to 200 US dollars.
    """

    corridor = fields.CorridorSlugField()
    services = IntegerField()
    pay_in = serializers.ListField(child=fields.PayInField())
    pay_out = serializers.ListField(child=fields.PayOutField())
    lowest_percent = fields.DecimalText(allow_null=True)
    highest_percent = fields.DecimalText(allow_null=True)
    observed_at = DateTimeField()


class ProviderDetailSerializer(Shape):
    """A provider, its names, and where it works."""

    slug = CharField()
    name = CharField()
    type = fields.ProviderTypeField(allow_null=True)
    sandbox = BooleanField(help_text="An invented provider, for trying.")
    ended_on = DateField(allow_null=True)
    spellings = serializers.ListField(child=CharField(), help_text="Other spellings that sources use.")
    corridors = ServedSerializer(many=True)


class SourceSerializer(Shape):
    """Where prices or rates come from."""

    key = CharField()
    name = CharField()
    url = URLField()
    licence = CharField()
    sandbox = BooleanField()


class SourcesSerializer(Shape):
    """Every source of prices and rates. “identity” is none: it marks a currency against itself."""

    results = SourceSerializer(many=True)


class FieldErrorSerializer(Shape):
    """One thing wrong with one parameter."""

    field = CharField()
    detail = CharField()


class ProblemSerializer(Shape):
    """Problem details, RFC 9457."""

    type = CharField(help_text="about:blank, or a kind of problem that docs/api.md lists.")
    title = CharField()
    status = IntegerField()
    detail = CharField(help_text="A sentence in the language of the request.")
    instance = CharField(help_text="What was asked.")
    errors = FieldErrorSerializer(many=True)  # type: ignore[assignment]
    nearest = serializers.ListField(
        child=fields.CorridorSlugField(),
        required=False,
        help_text="For an unknown corridor: the nearest ones.",
    )
