"""Whether this process lives, and whether it can answer."""

from functools import cache

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from corridors import selectors
from remitcompare.heads import without_body


class NotReadyError(Exception):
    """Why the site cannot answer yet, in a few words."""


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Alive. No query."""
    return without_body(request, HttpResponse("ok", content_type="text/plain; charset=utf-8"))


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Ready to answer: the database is there, migrated and has corridors. One query once migrated."""
    try:
        _check()
    except NotReadyError as error:
        answer = JsonResponse({"ready": False, "reason": str(error)}, status=503)
    else:
        answer = JsonResponse({"ready": True})
    return without_body(request, answer)


def _check() -> None:
    try:
        require_migrations()
        if not selectors.corridors().exists():
            raise NotReadyError("no corridors are loaded")
    except DatabaseError as error:
        raise NotReadyError("the database does not answer") from error


@cache
def require_migrations() -> None:
    """Every migration is applied. Only a yes is remembered: nobody undoes migrations under a service."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise NotReadyError("migrations are not applied")
