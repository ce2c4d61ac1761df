"""The API described: for programs (OpenAPI) and for people (Swagger UI, from files of ours)."""

from functools import cache
from typing import Any

from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import TemplateView
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from corridors.api.serving import METHODS, ApiView
from remitcompare.errors import method_not_allowed
from remitcompare.heads import without_body


@cache
def schema() -> dict[str, Any]:
    """The OpenAPI document. It depends on nothing but the code, so a process makes it once."""
    document: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return document


class Schema(ApiView):
    """The OpenAPI document, as JSON."""

    @extend_schema(exclude=True)
    def get(self, request: Request) -> Response:
        return Response(schema())


# Swagger UI's own stylesheet draws its icons from data: addresses. What is sent here is refused unread, so
# it needs no token: the refusal is a problem like any other under /api/.
@method_decorator(csp_update({"img-src": ["data:"]}), name="dispatch")
@method_decorator(csrf_exempt, name="dispatch")
class Docs(TemplateView):
    """The OpenAPI document to read and to try."""

    template_name = "corridors/api_docs.html"
    http_method_names = [method.lower() for method in METHODS]

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        response = super().dispatch(request, *args, **kwargs)
        if isinstance(response, TemplateResponse):
            response.render()
        return without_body(request, response)

    def http_method_not_allowed(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        return method_not_allowed(request, METHODS)
