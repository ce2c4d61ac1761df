"""What is sent and answered, for the schema."""

from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import (
    OpenApiParameter,
    OpenApiRequest,
    OpenApiResponse,
    PolymorphicProxySerializer,
    extend_schema_field,
)
from rest_framework import serializers
from rest_framework.serializers import BooleanField, CharField, DateTimeField, IntegerField

from corridors.api import fields
from corridors.api.serializers import FieldErrorSerializer, ProblemSerializer, Shape
from providers.contract import MAX_MINUTES, MAX_NOTE, MAX_PRICE_POINT, MAX_TEXT
from providers.outcomes import Status
from providers.submitted import CSV, JSON, LINES, MAX_READINGS
from remitcompare.errors import CONTENT_TYPE

_MONEY = {"oneOf": [{"type": "string"}, {"type": "number"}]}
# What is not known is left out, or null.
_UNSAID: dict[str, Any] = {"required": False, "allow_null": True}


@extend_schema_field(_MONEY)
class NumberField(CharField):
    """A decimal number, as text or as a JSON number."""


def _codes(child: serializers.CharField, help_text: str) -> serializers.ListField:
    return serializers.ListField(child=child, help_text=help_text, **_UNSAID)


def _number(help_text: str, *, required: bool = False) -> NumberField:
    return NumberField(required=required, allow_null=not required, help_text=help_text)


def _minutes(help_text: str) -> IntegerField:
    return IntegerField(min_value=0, max_value=MAX_MINUTES, help_text=help_text, **_UNSAID)


# The fields of providers.contract; "from" cannot be the name of a class attribute.
PRICE_FIELDS: dict[str, serializers.Field[Any, Any, Any, Any]] = {
    "provider": CharField(max_length=MAX_TEXT, help_text="Its name, as in /api/v1/providers/."),
    "from": fields.CountryCodeField(),
    "to": fields.CountryCodeField(),
    "send_currency": fields.CurrencyField(),
    "receive_currency": fields.CurrencyField(),
    "send_amount": _number("Sending currency; the amount the price is for.", required=True),
    "fee": _number("Sending currency.", required=True),
    "provider_type": _codes(fields.ProviderTypeField(), "The first is the main one."),
    "pay_in": _codes(fields.PayInField(), "How it can be paid."),
    "access": _codes(fields.AccessField(), "Where it is ordered."),
    "pay_out": _codes(fields.PayOutField(), "How the money is handed out."),
    "rate": _number("Receiving units for 1 sending unit; leave it out if you do not disclose it."),
    "fee_convention": fields.FeeConventionField(help_text="unknown unless said.", **_UNSAID),
    "recipient_fee": _number("Receiving currency, taken at pay-out."),
    "sender_tax": _number("Sending currency."),
    "rate_fixed_at": fields.RateFixedAtField(help_text="send unless said.", **_UNSAID),
    "promotion": BooleanField(help_text="A limited offer; false unless said.", **_UNSAID),
    "speed_min_minutes": _minutes("The fastest time."),
    "speed_max_minutes": _minutes("The slowest time."),
    "coverage": fields.CoverageField(**_UNSAID),
    "price_point": IntegerField(
        min_value=0, max_value=MAX_PRICE_POINT, help_text="Nominal amount in US dollars.", **_UNSAID
    ),
    "observed_at": DateTimeField(
        help_text="When it was true, with its offset; the time of receipt unless said.", **_UNSAID
    ),
    "line": CharField(max_length=32, help_text="Tells apart price lists of one service.", **_UNSAID),
    "note": CharField(max_length=MAX_NOTE, **_UNSAID),
    "band_end": BooleanField(help_text="One end of a band of a published tariff.", **_UNSAID),
}
PriceSerializer: type[Shape] = type(
    "PriceSerializer",
    (serializers.Serializer,),
    {**PRICE_FIELDS, "__doc__": "One price of one service at one amount."},
)


class BatchSerializer(Shape):
    """Up to 10,000 prices."""

    prices = serializers.ListField(child=PriceSerializer(), max_length=MAX_READINGS)


class WithBody(AutoSchema):
    """A request that has a body, though in some of its forms the body has no field that must be there."""

    def _get_request_body(self, direction: Any = "request") -> Any:
        body: dict[str, Any] = super()._get_request_body(direction)  # type: ignore[no-untyped-call]
        return body | {"required": True}


@extend_schema_field(
    {"type": "string", "enum": list(Status), "description": Status.__doc__}, component_name="PriceStatus"
)
class StatusField(CharField):
    """What became of a price."""


class ResultSerializer(Shape):
    """What became of one price."""

    index = IntegerField(help_text="Which price of the batch, from 0.")
    place = CharField(help_text="Where it stood: $.prices[0], line 2.")
    status = StatusField()
    errors = FieldErrorSerializer(  # type: ignore[assignment]
        many=True, help_text="Why it is refused or held; `field` is empty when it is about the whole."
    )


class AcceptedSerializer(Shape):
    """What became of a batch."""

    run = IntegerField(help_text="Its number here, for asking us about it.")
    payload_sha256 = CharField(help_text="Of the body as it came; we keep it under this name.")
    stored = IntegerField()
    already_known = IntegerField()
    refused = IntegerField()
    held = IntegerField(help_text="Waiting for an operator, because they look wrong; not shown.")
    results = ResultSerializer(many=True, help_text="In the order of the batch.")


class RefusedBatchSerializer(ProblemSerializer):
    """Why nothing of a batch was recorded. `errors` has fields such as prices.3.fee."""

    run = IntegerField(required=False)
    payload_sha256 = CharField(required=False)


PARAMETERS = (
    OpenApiParameter(
        "partial",
        {"type": "string", "enum": ["true", "false"], "default": "false"},
        description="`true`: record what is good of the batch. Otherwise one refused price refuses all.",
    ),
    OpenApiParameter(
        "Idempotency-Key",
        {"type": "string", "minLength": 1, "maxLength": 255, "pattern": r"^[\x21-\x7e]+$"},
        OpenApiParameter.HEADER,
        description="Up to 255 characters of ASCII without spaces, new for each batch. Sent again within "
        "24 hours, the same batch gets the same answer and is not recorded twice.",
    ),
)
REQUEST: dict[str, Any] = {
    JSON: PolymorphicProxySerializer(
        component_name="Prices",
        serializers=[BatchSerializer, PriceSerializer(many=True)],
        resource_type_field_name=None,
        many=False,
    ),
    LINES: OpenApiRequest(request=OpenApiTypes.STR),
    CSV: OpenApiRequest(request=OpenApiTypes.STR),
}
PROBLEMS = {
    "400": "A parameter, a header or the body cannot be understood.",
    "401": "The key is missing, not known, expired or revoked.",
    "403": "The key may not submit.",
    "413": "More than 10 MB or 10,000 prices.",
    "415": "Neither JSON, nor JSON lines, nor CSV.",
    "422": "A price is refused, so nothing is recorded; or the idempotency key belongs to another batch.",
    "503": "Not at this moment; ask again after `Retry-After` seconds.",
}
RESPONSES: dict[Any, Any] = {
    "200": OpenApiResponse(AcceptedSerializer, description="What became of each price."),
    **{
        (status, CONTENT_TYPE): OpenApiResponse(RefusedBatchSerializer, description=sentence)
        for status, sentence in PROBLEMS.items()
    },
    ("default", CONTENT_TYPE): OpenApiResponse(ProblemSerializer, description="Any other error."),
}
