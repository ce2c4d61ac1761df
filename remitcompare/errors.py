"""What is answered where something is wrong: a page in the reader's language, and one shape under /api/.

That shape is problem details (RFC 9457) that name each field at fault.
"""

from collections.abc import Iterable, Iterator, Mapping
from http import HTTPStatus
from math import ceil
from typing import Any

import orjson
from django.conf import settings
from django.core.exceptions import DisallowedHost, PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views import defaults
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from remitcompare.heads import without_body
from remitcompare.language import LanguageMiddleware

API = "/api/"
CONTENT_TYPE = "application/problem+json"
KINDS = "urn:remitcompare:problem:"
# What HTTP says of a status is all there is to say (RFC 9457, section 4.2.1).
NO_KIND = "about:blank"


class Problem(exceptions.APIException):
    """An error of a kind of its own, such as "unknown-corridor".

    `fields` maps the parameters at fault to a sentence each; `more` are members beyond the standard ones.
    """

    def __init__(
        self,
        *,
        status: HTTPStatus,
        kind: str,
        title: str,
        detail: str,
        fields: Mapping[str, str] | None = None,
        **more: object,
    ) -> None:
        super().__init__(detail, code=kind)
        self.status_code = status
        self.kind, self.title, self.fields, self.more = kind, title, dict(fields or {}), more


def problem_response(exc: Exception, context: Mapping[str, Any]) -> Response | None:
    """The answer to an exception in an API view; None for a defect of ours, which server_error() answers."""
    error = _as_api_exception(exc)
    if error is None:
        return None
    set_rollback()
    return Response(
        _body(error, instance=context["request"].get_full_path()),
        status=error.status_code,
        headers=_headers(error),
        content_type=CONTENT_TYPE,
    )


def _as_api_exception(exc: Exception) -> exceptions.APIException | None:
    if isinstance(exc, Http404):
        return exceptions.NotFound()
    if isinstance(exc, PermissionDenied):
        return exceptions.PermissionDenied()
    return exc if isinstance(exc, exceptions.APIException) else None


def _headers(error: exceptions.APIException) -> dict[str, str]:
    headers = {"Cache-Control": "no-store"}
    if authenticate := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = authenticate
    if wait := getattr(error, "wait", None):
        headers["Retry-After"] = str(ceil(wait))
    return headers


def _body(error: exceptions.APIException, *, instance: str) -> dict[str, object]:
    if isinstance(error, Problem):
        return _problem(
            error.status_code,
            str(error.detail),
            instance=instance,
            kind=f"{KINDS}{error.kind}",
            title=error.title,
            fields=list(error.fields.items()),
        ) | dict(error.more)
    if isinstance(error, exceptions.ValidationError):
        fields = list(_named(error.detail))
        return _problem(error.status_code, _("What was sent is not valid."), instance=instance, fields=fields)
    return _problem(error.status_code, str(error.detail), instance=instance)


def _named(detail: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every sentence of a validation error with the field it is about: "prices.3.fee"; "" for the whole."""
    if isinstance(detail, Mapping):
        for name, inner in detail.items():
            own = "" if name == "non_field_errors" else str(name)
            yield from _named(inner, ".".join(part for part in (path, own) if part))
    elif isinstance(detail, list):
        for number, inner in enumerate(detail):
            nested = isinstance(inner, Mapping | list)
            yield from _named(inner, f"{path}.{number}".lstrip(".") if nested else path)
    else:
        yield path, str(detail)


def _problem(
    status: int,
    detail: str,
    *,
    instance: str,
    kind: str = NO_KIND,
    title: str = "",
    fields: list[tuple[str, str]] | None = None,
) -> dict[str, object]:
    return {
        "type": kind,
        "title": title or HTTPStatus(status).phrase,
        "status": int(status),
        "detail": detail,
        "instance": instance,
        "errors": [{"field": name, "detail": sentence} for name, sentence in fields or []],
    }


def problem_answer(request: HttpRequest, problem: Problem) -> HttpResponse:
    """The answer to a problem in a view that is not the API's."""
    response = HttpResponse(
        orjson.dumps(_body(problem, instance=request.get_full_path())),
        status=problem.status_code,
        content_type=CONTENT_TYPE,
        headers={**_headers(problem), "Access-Control-Allow-Origin": "*"},
    )
    return without_body(request, response)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler400."""
    if _under_api(request):
        return _plain(request, HTTPStatus.BAD_REQUEST, _("The request cannot be understood."))
    # Under a name that is not ours every link would lead to this page again.
    site = settings.SITE_URL if isinstance(exception, DisallowedHost) else ""
    return _page(request, "400.html", HTTPStatus.BAD_REQUEST, site=site)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler403."""
    if _under_api(request):
        return _plain(request, HTTPStatus.FORBIDDEN, _("This is not allowed."))
    return _page(request, "403.html", HTTPStatus.FORBIDDEN)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's CSRF_FAILURE_VIEW: a form whose token is missing or too old."""
    if _under_api(request):
        return _plain(request, HTTPStatus.FORBIDDEN, _("This is not allowed."))
    return _page(request, "403_csrf.html", HTTPStatus.FORBIDDEN, again=request.get_full_path())


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler404."""
    if _under_api(request):
        return _plain(request, HTTPStatus.NOT_FOUND, _("Nothing is found at this address."))
    return without_body(request, defaults.page_not_found(request, exception))


def method_not_allowed(request: HttpRequest, allowed: Iterable[str]) -> HttpResponse:
    """The problem of a method that an address under /api/ does not have, where no API view says so."""
    error = exceptions.MethodNotAllowed(request.method or "")
    response = _plain(request, HTTPStatus.METHOD_NOT_ALLOWED, str(error.detail))
    response.headers["Allow"] = ", ".join(allowed)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler500."""
    if _under_api(request):
        return _plain(
            request, HTTPStatus.INTERNAL_SERVER_ERROR, _("Something went wrong on our side; it was noted.")
        )
    return without_body(request, defaults.server_error(request))


def _page(request: HttpRequest, template: str, status: HTTPStatus, **context: str) -> HttpResponse:
    """A page of the site, which can be read whatever made the request unreadable."""
    try:
        if not hasattr(request, "LANGUAGE_CODE"):  # it failed before its language was chosen
            LanguageMiddleware(defaults.server_error).process_request(request)
        given = request.GET
    except SuspiciousOperation:
        given = QueryDict()
    request.GET = given
    return without_body(request, render(request, template, context, status=status))


def _under_api(request: HttpRequest) -> bool:
    return request.path_info.startswith(API)


def _plain(request: HttpRequest, status: HTTPStatus, detail: str) -> HttpResponse:
    response = HttpResponse(
        orjson.dumps(_problem(status, detail, instance=request.get_full_path())),
        status=status,
        content_type=CONTENT_TYPE,
        headers={"Cache-Control": "no-store", "Access-Control-Allow-Origin": "*"},
    )
    return without_body(request, response)
