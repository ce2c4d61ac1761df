"""What holds in the operators' admin only: its look, its language, and a policy of its own."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.db.models import Model
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation
from unfold import admin as unfold

if TYPE_CHECKING:
    BaseAdmin = admin.ModelAdmin[Any]
    TabularInline = admin.TabularInline[Any, Any]
else:
    BaseAdmin, TabularInline = unfold.ModelAdmin, unfold.TabularInline

ADDRESS = "/admin/"
LANGUAGE = "en"


class RoomAdmin(BaseAdmin):
    """A model in the admin: above its list and its form stands what it is for, in words anyone knows."""

    list_before_template: str | None = "admin/explanation.html"
    change_form_outer_before_template: str | None = "admin/explanation.html"


class UnwrittenAdmin(RoomAdmin):
    """What comes from elsewhere: nobody adds, changes or deletes a row."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def may_look(request: HttpRequest, model: type[Model]) -> bool:
    """Whether somebody may open the rows of a model, asked of the admin itself."""
    return bool(admin.site.get_model_admin(model).has_view_or_change_permission(request))


def log_changes(request: HttpRequest, rows: Iterable[Model], what: str) -> None:
    """Note in the admin's log what somebody did to some rows, as it does by itself where a form is saved.

    One query, and one a kind of row that the process has not met.
    """
    LogEntry.objects.log_actions(request.user.pk or 0, rows, CHANGE, what)


class PolicyMiddleware(CSPMiddleware):
    """Public pages have CONTENT_SECURITY_POLICY, the admin ADMIN_CONTENT_SECURITY_POLICY (docs/adr/0016)."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if is_in_admin(request) and not report_only:
            parts.config = settings.ADMIN_CONTENT_SECURITY_POLICY["DIRECTIVES"]
        return parts


class AdminLanguageMiddleware:
    """The admin is written in English: in another language half of a page would be in each."""

    def __init__(self, get_response: Any) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if is_in_admin(request):
            translation.activate(LANGUAGE)
            request.LANGUAGE_CODE = LANGUAGE
        response: HttpResponseBase = self._get_response(request)
        return response


def is_in_admin(request: HttpRequest) -> bool:
    """Whether a page of the operators' is asked for."""
    return request.path_info.startswith(ADDRESS)
