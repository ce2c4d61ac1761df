"""What operators see of sources, and the few things they decide."""

from typing import Any

from django.contrib import admin
from django.contrib.admin import display
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from corridors.models import Source
from providers import feeds, intake, payloads
from providers.adapters.submission import BY
from providers.admin.held import HeldReadingAdmin
from providers.admin.looking import HandedInAdmin, ReadOnlyAdmin, as_text, linked
from providers.models import Feed, FeedRun, HeldReading, Provider, ProviderAlias, RefusedReading
from remitcompare.admin_room import RoomAdmin, TabularInline, log_changes, may_look

__all__ = ["HeldReadingAdmin"]


class AliasInline(TabularInline):
    """The other spellings of a provider."""

    model = ProviderAlias
    extra = 0


@admin.register(Provider)
class ProviderAdmin(RoomAdmin):
    """Providers come from prices, so none is added here; what identifies one stays as it is."""

    list_display = ["name", "slug", "type", "sandbox", "ended_on"]
    list_filter = ["type", "sandbox"]
    search_fields = ["name", "slug", "aliases__name"]
    readonly_fields = ["slug", "name_key", "sandbox"]
    inlines = [AliasInline]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may state a market share may look up whose it is."""
        names = ("corridors.add_marketshare", "corridors.change_marketshare")
        return any(map(request.user.has_perm, names)) or super().has_view_permission(request, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Source)
class SourceAdmin(ReadOnlyAdmin):
    """Sources are written in providers/sources."""

    list_display = ["key", "name", "stale_after_minutes", "sandbox"]
    search_fields = ["key", "name"]


@admin.register(Feed)
class FeedAdmin(ReadOnlyAdmin):
    """The state of each pulled source."""

    list_display = ["source", "due_at", "last_success_at", "failures_in_a_row", "claimed_by"]
    actions = ["make_due"]

    def has_due_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("providers.change_feed")

    @admin.action(description="Due now", permissions=["due"])
    def make_due(self, request: HttpRequest, queryset: QuerySet[Feed]) -> None:
        with transaction.atomic():
            log_changes(request, queryset, "To be read at once.")
            made = feeds.make_due(queryset.values_list("pk", flat=True), now=timezone.now())
        self.message_user(request, f"Due now: {made}. The scheduler takes them up within a minute.")


@admin.register(FeedRun)
class FeedRunAdmin(HandedInAdmin):
    """Each reading of a source, and the ways by which operators hand in prices themselves."""

    list_display = ["source", "started_at", "trigger", "state", "stored", "already_stored", "refused", "held"]
    list_filter = ["state", "trigger", "source"]
    date_hierarchy = "started_at"
    change_list_template = "admin/providers/feedrun/change_list.html"
    readonly_fields = ["payloads", "what_was_refused", "what_was_held"]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """How many were refused and held stands there in any case; the way to them for those who may go."""
        ways = {"what_was_refused": RefusedReading, "what_was_held": HeldReading}
        closed = {name for name, model in ways.items() if not may_look(request, model)}
        return [field for field in super().get_fields(request, obj) if field not in closed]

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("upload/", view(intake.upload), name="providers_upload"),
            path("upload/record/", view(intake.record), name="providers_upload_record"),
            path("upload/template.csv", view(intake.template), name="providers_upload_template"),
            path("mystery-shopping/", view(intake.mystery_shopping), name="providers_mystery_shopping"),
            path("payload/<slug:sha256>/", view(payloads.payload), name="providers_payload"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return super().changelist_view(
            request, {**(extra_context or {}), "may_hand_in": intake.may_hand_in(request)}
        )

    @display(description="payloads")
    def payloads(self, run: FeedRun) -> SafeString:
        """What came in, by its hash in the archive, and who handed it in."""
        rows = (
            (payloads.address(a.sha256), a.sha256, a.question, a.asked.get(BY, ""))
            for a in run.answers.all()[:100]
        )
        return format_html_join("", '<div><a href="{}"><code>{}</code></a> {} {}</div>', rows)

    @display(description="refused readings")
    def what_was_refused(self, run: FeedRun) -> SafeString:
        return linked("refusedreading", run, run.refusals.count())

    @display(description="held readings")
    def what_was_held(self, run: FeedRun) -> SafeString:
        return linked("heldreading", run, run.held_readings.count())


@admin.register(RefusedReading)
class RefusedReadingAdmin(HandedInAdmin):
    """Why readings were not recorded."""

    list_display = ["locator", "reasons", "run"]
    list_filter = ["run__source", "run__trigger"]
    list_select_related = ["run"]
    search_fields = ["reasons", "locator"]
    show_full_result_count = False
    fields = ["run", "locator", "reasons", "said"]
    readonly_fields = ["said"]

    @display(description="what it said")
    def said(self, refused: RefusedReading) -> SafeString:
        return as_text(refused.reading)
