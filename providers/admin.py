"""What operators see of sources, and the few things they decide. History is shown, never changed."""

import json
from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.contrib.admin import display
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import Case, QuerySet, Value, When
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from corridors.models import Source
from providers import intake, review
from providers.adapters.submission import BY
from providers.models import Feed, FeedRun, HeldReading, Provider, ProviderAlias, RefusedReading

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Any]
    TabularInline = admin.TabularInline[Any, Any]
else:
    ModelAdmin, TabularInline = admin.ModelAdmin, admin.TabularInline


class ReadOnlyAdmin(ModelAdmin):
    """To look at: nobody adds, changes or deletes."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who may decide may look."""
        name = f"{self.opts.app_label}.{{}}_{self.opts.model_name}"
        return request.user.has_perm(name.format("view")) or request.user.has_perm(name.format("change"))


class HandedInAdmin(ReadOnlyAdmin):
    """Who hands in prices may look at what became of them."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return intake.may_hand_in(request) or super().has_view_permission(request, obj)


class AliasInline(TabularInline):
    """The other spellings of a provider."""

    model = ProviderAlias
    extra = 0


@admin.register(Provider)
class ProviderAdmin(ModelAdmin):
    """Providers come from prices, so none is added here; what identifies one stays as it is."""

    list_display = ["name", "slug", "type", "sandbox", "ended_on"]
    list_filter = ["type", "sandbox"]
    search_fields = ["name", "slug", "aliases__name"]
    readonly_fields = ["slug", "name_key", "sandbox"]
    inlines = [AliasInline]

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
        made = queryset.update(due_at=timezone.now())
        self.message_user(request, f"Due now: {made}. The scheduler takes them up within a minute.")


@admin.register(FeedRun)
class FeedRunAdmin(HandedInAdmin):
    """Each reading of a source, and the ways by which operators hand in prices themselves."""

    list_display = ["source", "started_at", "trigger", "state", "stored", "already_stored", "refused", "held"]
    list_filter = ["state", "trigger", "source"]
    date_hierarchy = "started_at"
    change_list_template = "admin/providers/feedrun/change_list.html"
    readonly_fields = ["payloads", "what_was_refused", "what_was_held"]

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("upload/", view(intake.upload), name="providers_upload"),
            path("upload/record/", view(intake.record), name="providers_upload_record"),
            path("upload/template.csv", view(intake.template), name="providers_upload_template"),
            path("mystery-shopping/", view(intake.mystery_shopping), name="providers_mystery_shopping"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return super().changelist_view(
            request, {**(extra_context or {}), "may_hand_in": intake.may_hand_in(request)}
        )

    @display(description="payloads")
    def payloads(self, run: FeedRun) -> SafeString:
        """What came in, by its hash in the archive, and who handed it in."""
        rows = ((a.sha256, a.question, a.asked.get(BY, "")) for a in run.answers.all()[:100])
        return format_html_join("", "<div><code>{}</code> {} {}</div>", rows)

    @display(description="refused readings")
    def what_was_refused(self, run: FeedRun) -> SafeString:
        return _linked("refusedreading", run, run.refusals.count())

    @display(description="held readings")
    def what_was_held(self, run: FeedRun) -> SafeString:
        return _linked("heldreading", run, run.held_readings.count())


def _linked(model: str, run: FeedRun, count: int) -> SafeString:
    address = reverse(f"admin:providers_{model}_changelist")
    return format_html('<a href="{}?run__id__exact={}">{}</a>', address, run.pk, count)


def _as_text(said: Any) -> SafeString:
    return format_html("<pre>{}</pre>", json.dumps(said, indent=2, ensure_ascii=False))


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
        return _as_text(refused.reading)


@admin.register(HeldReading)
class HeldReadingAdmin(HandedInAdmin):
    """Prices that look wrong: released or refused, once, by name and time. What waits comes first."""

    change_form_template = "admin/providers/heldreading/change_form.html"
    ordering = [Case(When(decision=HeldReading.Decision.WAITING, then=Value(0)), default=Value(1)), "-id"]

    list_display = ["price", "reasons", "source", "observed_at", "decision", "decided_by", "decided_at"]
    list_filter = ["decision", "run__source"]
    list_select_related = ["run__source"]
    search_fields = ["reasons", "locator"]
    fields = [
        *("run", "locator", "observed_at", "reasons", "decision", "decided_by", "decided_at"),
        "said",
    ]
    readonly_fields = ["said"]
    actions = ["release", "refuse"]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """The reading with its two decisions, for those who may take them while it waits."""
        held = self.get_object(request, object_id)
        is_waiting = held is not None and held.decision == HeldReading.Decision.WAITING
        may_decide = is_waiting and self.has_decide_permission(request)
        context = {**(extra_context or {}), "may_decide": may_decide, "checkbox": ACTION_CHECKBOX_NAME}
        return super().change_view(request, object_id, form_url, context)

    def has_decide_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("providers.change_heldreading")

    @display(description="price")
    def price(self, held: HeldReading) -> str:
        said, service = held.reading, held.reading["service"]
        return (
            f"{said['provider_name']} {service['source']}-{service['destination']}: "
            f"{said['send_amount']} {service['send_currency']}, fee {said['fee']}, rate {said['rate']}"
        )

    @display(description="source")
    def source(self, held: HeldReading) -> str:
        return held.run.source_id

    @display(description="the reading")
    def said(self, held: HeldReading) -> SafeString:
        return _as_text(held.reading)

    @admin.action(description="Release: record and show these prices", permissions=["decide"])
    def release(self, request: HttpRequest, queryset: QuerySet[HeldReading]) -> None:
        self._decide(request, queryset, review.release, "released")

    @admin.action(description="Refuse: keep these prices out", permissions=["decide"])
    def refuse(self, request: HttpRequest, queryset: QuerySet[HeldReading]) -> None:
        self._decide(request, queryset, review.refuse, "refused")

    def _decide(self, request: HttpRequest, queryset: QuerySet[HeldReading], decide: Any, done: str) -> None:
        count = 0
        for held in queryset.order_by("observed_at", "id"):
            try:
                decide(held, by=request.user.get_username(), now=timezone.now())
            except review.ReviewError as error:
                self.message_user(request, str(error), messages.ERROR)
            else:
                count += 1
        self.message_user(request, f"{count} {done}.", messages.SUCCESS if count else messages.WARNING)
