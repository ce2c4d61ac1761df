"""What operators see of alerts: how many there are. No address, and nothing of one person."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone

from alerts.models import Alert
from alerts.selectors import counts
from remitcompare.admin_room import RoomAdmin


@admin.register(Alert)
class AlertAdmin(RoomAdmin):
    """One page of counts, and no way to anybody's alert: manage.py forget_alerts deletes by address."""

    def get_urls(self) -> list[URLPattern]:
        return [
            path("", self.admin_site.admin_view(self.changelist_view), name="alerts_alert_changelist"),
        ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Alert | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Alert | None = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        if not self.has_view_permission(request):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": "Alerts",
            "opts": self.opts,
            "tables": counts(timezone.now()),
        }
        return TemplateResponse(request, "admin/alerts/alert/counts.html", context)
