"""What the schema says of each address: its parameters, its answer and its problems."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from http import HTTPStatus
from typing import Any, TypeVar

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema

from corridors.api.parameters import LONGEST_PAGE, PAGE
from corridors.api.serializers import ProblemSerializer, Shape
from corridors.asking import SPEEDS
from corridors.domain.codes import Mode, PayIn, PayOut, ProviderType
from corridors.domain.filters import Bank, Reach
from remitcompare.errors import CONTENT_TYPE

View = TypeVar("View", bound=Callable[..., Any])

PROBLEMS = {
    HTTPStatus.BAD_REQUEST: "A parameter cannot be understood; `errors` names each one.",
    HTTPStatus.NOT_FOUND: "There is no such thing.",
}


def operation(
    operation_id: str,
    summary: str,
    answer: type[Shape] | type[str],
    *,
    tag: str,
    parameters: Sequence[OpenApiParameter] = (),
    problems: Sequence[HTTPStatus] = (),
    media_type: str = "application/json",
) -> Callable[[View], View]:
    """Document one address: what it is called, what it takes and what comes back."""
    responses: dict[Any, Any] = {
        (HTTPStatus.OK.value, media_type): OpenApiResponse(answer, description="The answer.")
    }
    for status in problems:
        responses[status.value, CONTENT_TYPE] = OpenApiResponse(
            ProblemSerializer, description=PROBLEMS[status]
        )
    responses["default", CONTENT_TYPE] = OpenApiResponse(ProblemSerializer, description="Any other error.")
    return extend_schema(
        operation_id=operation_id,
        summary=summary,
        tags=[tag],
        parameters=list(parameters),
        responses=responses,
    )


def query(
    name: str, description: str, schema: Any = OpenApiTypes.STR, *, required: bool = False, **more: Any
) -> OpenApiParameter:
    """A parameter of the query string."""
    return OpenApiParameter(name, schema, description=description, required=required, **more)


def code(name: str, kind: type[StrEnum], description: str, *, component: str = "") -> OpenApiParameter:
    """One of the codes of a vocabulary."""
    return query(name, description, {"$ref": f"#/components/schemas/{component or kind.__name__}"})


def _one_of(kind: type[StrEnum]) -> dict[str, Any]:
    return {"type": "string", "enum": list(kind)}


_CURRENCY = {"$ref": "#/components/schemas/Currency"}
_COUNTRY = {"$ref": "#/components/schemas/CountryCode"}

CORRIDOR_PATH = OpenApiParameter(
    "slug",
    {"$ref": "#/components/schemas/CorridorSlug"},
    OpenApiParameter.PATH,
    description="Sending and receiving country, ISO 3166-1 alpha-2: ae-ph.",
)
PROVIDER_PATH = OpenApiParameter(
    "slug", str, OpenApiParameter.PATH, description="As in the list of providers."
)


def page_parameters(*, usual: int, longest: int) -> tuple[OpenApiParameter, ...]:
    """Where a page begins, and how long it is."""
    return (
        query("after", "Where the page begins; follow `next` instead of making one up."),
        query(
            "limit",
            f"How many at a time; {usual} unless said.",
            {"type": "integer", "minimum": 1, "maximum": longest, "default": usual},
        ),
    )


PAGE_PARAMETERS = page_parameters(usual=PAGE, longest=LONGEST_PAGE)
CORRIDORS_PARAMETERS = (
    query("from", "Only those that start here.", _COUNTRY),
    query("to", "Only those that end here.", _COUNTRY),
    *PAGE_PARAMETERS,
)
OPTIONS_PARAMETERS = (
    CORRIDOR_PATH,
    query(
        "amount",
        "How much: in the sending currency when `mode` is pay, in the receiving currency when it is receive. "
        "Above 0 and below 1,000,000,000; written like 1000 or 1000.50.",
        required=True,
    ),
    code("mode", Mode, "`pay`: all that the sender has. `receive`: what must arrive. `pay` unless said."),
    code("pay_in", PayIn, "Only services that can be paid this way."),
    code("pay_out", PayOut, "Only services that pay out this way."),
    query(
        "max_speed",
        "Only services whose slowest time is at most this: a code, or an ISO 8601 duration such as PT1H.",
        {"anyOf": [{"type": "string", "enum": list(SPEEDS)}, {"type": "string", "format": "duration"}]},
    ),
    code("provider_type", ProviderType, "Only providers of this type."),
    query("sender_bank", "`no`: only services that can be paid without a bank account.", _one_of(Bank)),
    query("family_bank", "`no`: only services that pay out without a bank account.", _one_of(Bank)),
    query("reach", "`far`: only services that pay out far from a city.", _one_of(Reach)),
    query("as_of", "Rank this past day from what was true then.", OpenApiTypes.DATE),
    query("send_currency", "The corridor's own unless said.", _CURRENCY),
    query("receive_currency", "The corridor's own unless said.", _CURRENCY),
)
RATE_PARAMETERS = (
    query("base", "The currency to convert from.", _CURRENCY, required=True),
    query("quote", "The currency to convert to.", _CURRENCY, required=True),
    query("date", "The day; today unless said.", OpenApiTypes.DATE),
)
