"""Errors that readers have reported, in the admin: read, and seen to by name and day."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin import display
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from corridors.places import country_name
from remitcompare.admin_room import RoomAdmin, log_changes
from support import reporting, wording
from support.codes import About, Wrong
from support.models import Report

# What an operator opens to mend it, by what a report is about.
ENTRIES = {About.ORGANISATION: "support_organisation", About.TEXT: "support_article"}

SHOWN = ("where", "what_is_wrong", "text", "language", "reported_at", "handled_at", "handled_by")


class SeenToFilter(admin.SimpleListFilter):
    """By whether somebody has seen to a report."""

    title, parameter_name = "seen to", "seen"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("no", "not yet"), ("yes", "yes")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = {"no": True, "yes": False}.get(self.value() or "")
        return queryset if chosen is None else queryset.filter(handled_at__isnull=chosen)


@admin.register(Report)
class ReportAdmin(RoomAdmin):
    """What readers found wrong. Nobody writes or changes a report; what should not be kept is deleted."""

    list_display = ["name", "what_is_wrong", "text_begins", "reported_at", "handled_at", "handled_by"]
    list_filter = [SeenToFilter, "about", "wrong"]
    search_fields = ["name", "text"]
    # What waits first, the oldest of it at the top.
    ordering = [F("handled_at").asc(nulls_first=True), "reported_at", "pk"]
    actions = ["mark_handled"]
    fields = SHOWN
    readonly_fields = SHOWN

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_handle_permission(self, request: HttpRequest) -> bool:
        return self.has_change_permission(request)

    @admin.action(description="Seen to: it is mended, or there is nothing to mend", permissions=["handle"])
    def mark_handled(self, request: HttpRequest, queryset: QuerySet[Report]) -> None:
        waiting = list(queryset.filter(handled_at__isnull=True))
        count = reporting.handle(waiting, by=request.user.get_username(), at=timezone.now())
        log_changes(request, waiting, "Seen to.")
        self.message_user(request, f"{count} seen to.", messages.SUCCESS)

    @display(description="what is wrong", ordering="wrong")
    def what_is_wrong(self, report: Report) -> str:
        return str(wording.WRONGS[Wrong(report.wrong)])

    @display(description="in the reader's words")
    def text_begins(self, report: Report) -> str:
        return report.text if len(report.text) <= 80 else f"{report.text[:80]}…"

    @display(description="where")
    def where(self, report: Report) -> str | SafeString:
        about = About(report.about)
        if about is About.COUNTRY:
            country = report.key.upper()
            address = f"{reverse('admin:support_organisation_changelist')}?country={country}"
            return format_html('<a href="{}">Organisations in {}</a>', address, country_name(country))
        address = reverse(f"admin:{ENTRIES[about]}_change", args=[report.key])
        return format_html('<a href="{}">{}</a>', address, report.name)
