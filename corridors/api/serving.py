"""What every answer of the API has in common."""

from http import HTTPMethod, HTTPStatus
from types import SimpleNamespace

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control, set_response_etag
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.permissions import AllowAny
from rest_framework.response import Response
from rest_framework.views import APIView

from remitcompare.heads import without_body

CACHED_SECONDS = 60
PREFLIGHT_SECONDS = 86_400
METHODS = (HTTPMethod.GET, HTTPMethod.HEAD, HTTPMethod.OPTIONS)


class AcceptHeaderOnly(DefaultContentNegotiation):
    """Goes by the Accept header: `format` is no parameter of ours, so it is ignored like any other."""

    settings = SimpleNamespace(URL_FORMAT_OVERRIDE=None)  # type: ignore[assignment]


class ApiView(APIView):
    """An answer to anyone, from any origin, without a cookie; good for a minute, then cheap to check."""

    permission_classes = [AllowAny]
    content_negotiation_class = AcceptHeaderOnly
    http_method_names = [method.lower() for method in METHODS]

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        response = super().dispatch(request, *args, **kwargs)
        answer: HttpResponseBase | None = response
        if isinstance(response, Response):
            response.render()
        if isinstance(response, Response) and response.status_code == HTTPStatus.OK:
            patch_cache_control(response, public=True, max_age=CACHED_SECONDS)
            set_response_etag(response)
            answer = get_conditional_response(request, etag=response["ETag"], response=response)
        assert answer is not None  # a response goes in, so one comes out
        answer["Access-Control-Allow-Origin"] = "*"
        return without_body(request, answer)

    def options(self, request: HttpRequest, *args: object, **kwargs: object) -> Response:
        allowed = ", ".join(METHODS)
        return Response(
            status=HTTPStatus.NO_CONTENT,
            headers={
                "Allow": allowed,
                "Access-Control-Allow-Methods": allowed,
                "Access-Control-Allow-Headers": "*",
                "Access-Control-Max-Age": str(PREFLIGHT_SECONDS),
            },
        )
