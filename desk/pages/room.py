"""What every page of the desk has in common: staff only, the right permission, the admin's frame."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse

View = Callable[..., HttpResponseBase]


def desk_page(*permissions: str) -> Callable[[View], View]:
    """A page for staff who have one of some permissions; for all staff where none is named."""

    def for_staff(view: View) -> View:
        @wraps(view)
        def permitted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if permissions and not any(map(request.user.has_perm, permissions)):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        @wraps(view)
        def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            return admin.site.admin_view(permitted)(request, *args, **kwargs)

        return shown

    return for_staff


def page(request: HttpRequest, name: str, title: str, **context: Any) -> TemplateResponse:
    """A page in the admin's frame."""
    everywhere = {**admin.site.each_context(request), "title": title}
    return TemplateResponse(request, f"admin/desk/{name}.html", {**everywhere, **context})
