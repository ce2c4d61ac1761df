"""POST /api/v1/prices/: reads the request, hands it on, says the answer."""

import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import IO, Any, NamedTuple, NoReturn, cast

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.parsers import BaseParser
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from corridors.api.serving import AcceptHeaderOnly
from partners import shapes
from partners.authentication import KeyAuthentication
from partners.keys import submits_for
from partners.models import ApiKey
from partners.submissions import Batch, BusyError, Reply, submit
from providers.archive import ArchiveError
from providers.submitted import CSV, JSON, LINES, MAX_BYTES
from remitcompare.errors import Problem

IDEMPOTENCY_KEY = re.compile(r"[\x21-\x7e]{1,255}", re.ASCII)
PARTIAL = {"": False, "false": False, "true": True}
RETRY_AFTER_SECONDS = 5


class Body(NamedTuple):
    """What came, as it came."""

    content: bytes
    media_type: str


class BoundedParser(BaseParser):
    """The body as bytes, read no further than one byte beyond what may come."""

    def parse(  # type: ignore[override]
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Body:
        content = stream.read(MAX_BYTES + 1)
        if len(content) > MAX_BYTES:
            raise Problem(
                status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
                kind="batch-too-large",
                title="Batch too large",
                detail=f"The body has more than {MAX_BYTES:,} bytes. Send it in several batches.",
            )
        return Body(content, self.media_type)


class JsonBody(BoundedParser):
    """A JSON document."""

    media_type = JSON


class LinesBody(BoundedParser):
    """A JSON object a line."""

    media_type = LINES


class CsvBody(BoundedParser):
    """A table."""

    media_type = CSV


class Prices(APIView):
    """Prices that partners send."""

    authentication_classes = [KeyAuthentication]
    permission_classes = [IsAuthenticated]
    parser_classes = [JsonBody, LinesBody, CsvBody]
    content_negotiation_class = AcceptHeaderOnly
    http_method_names = ["post", "options"]
    schema = shapes.WithBody()

    @extend_schema(
        operation_id="submit_prices",
        summary="Send prices",
        description="With a key that names the providers whose prices it may send; "
        "see docs/submitting-prices.md.",
        tags=["prices"],
        parameters=list(shapes.PARAMETERS),
        request=shapes.REQUEST,
        responses=shapes.RESPONSES,
    )
    def post(self, request: Request) -> Response:
        key = may_submit(request)
        batch = batch_in(request)
        try:
            reply = submit(batch, key=key, now=timezone.now())
        except (BusyError, ArchiveError):
            raise busy() from None
        if reply.status != HTTPStatus.OK:
            refuse(reply)
        return Response(reply.body, headers={"Cache-Control": "no-store"})


def may_submit(request: Request) -> ApiKey:
    """The key of a request, which has a scope to submit.

    Raises:
        Problem: it has none.
    """
    key = cast(ApiKey, request.auth)
    if not submits_for(key):
        raise Problem(
            status=HTTPStatus.FORBIDDEN,
            kind="missing-scope",
            title="Missing scope",
            detail="This key lacks the scope submit:<provider> that sending prices needs.",
        )
    return key


def batch_in(request: Request) -> Batch:
    """What a request hands in.

    Raises:
        Problem: a parameter, a header or the body is not what it may be.
    """
    partial = PARTIAL.get(request.GET.get("partial", ""))
    if partial is None:
        raise invalid("partial", "Write partial=true or partial=false.")
    idempotency_key = request.headers.get("Idempotency-Key", "")
    if idempotency_key and not IDEMPOTENCY_KEY.fullmatch(idempotency_key):
        raise invalid("Idempotency-Key", "Use 1 to 255 characters of ASCII without spaces.")
    if request.headers.get("Content-Encoding", "identity").casefold() != "identity":
        raise Problem(
            status=HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            kind="unsupported-encoding",
            title="Unsupported encoding",
            detail="Send the body as it is, without Content-Encoding.",
        )
    body = request.data
    if not isinstance(body, Body) or not body.content.strip():
        raise Problem(
            status=HTTPStatus.BAD_REQUEST,
            kind="unreadable-batch",
            title="Unreadable batch",
            detail="The request has no body, or does not say how long it is.",
        )
    return Batch(
        body=body.content,
        content_type=body.media_type,
        partial=partial,
        idempotency_key=idempotency_key,
    )


def invalid(name: str, sentence: str) -> Problem:
    """The problem of a parameter or header that cannot be understood."""
    return Problem(
        status=HTTPStatus.BAD_REQUEST,
        kind="invalid-parameters",
        title="Invalid parameters",
        detail=f"{name}: {sentence}",
        fields={name: sentence},
    )


def busy() -> Problem:
    """The problem of a moment at which nothing can be recorded."""
    problem = Problem(
        status=HTTPStatus.SERVICE_UNAVAILABLE,
        kind="busy",
        title="Busy",
        detail="The batch cannot be taken at this moment; nothing of it was recorded.",
    )
    problem.wait = RETRY_AFTER_SECONDS  # type: ignore[attr-defined]
    return problem


def refuse(reply: Reply) -> NoReturn:
    """Raise the problem that a reply says."""
    said = reply.body
    more = {"errors": said["errors"], **said["more"]}
    raise Problem(
        status=HTTPStatus(reply.status), kind=said["kind"], title=said["title"], detail=said["detail"], **more
    )
