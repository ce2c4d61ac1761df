"""Prices that look wrong, with what they can be judged by, and the two decisions."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import display
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import Case, QuerySet, Value, When
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from unfold.forms import ActionForm

from providers import payloads, review
from providers.admin.looking import HandedInAdmin, as_text
from providers.evidence import evidence_for
from providers.models import HeldReading

NO_REASON = "Nothing was decided: first write why. It is kept with your name, for whoever asks later."


class DecisionForm(ActionForm):  # type: ignore[misc]
    """A decision on those that are ticked, and why."""

    reason = forms.CharField(
        label="",
        required=False,
        max_length=review.MAX_REASON,
        widget=forms.TextInput(
            attrs={
                "class": "desk-action-reason",
                "required": True,
                "placeholder": "why (kept with your name)",
                "aria-label": "Why: kept with your name",
            }
        ),
    )


@admin.register(HeldReading)
class HeldReadingAdmin(HandedInAdmin):
    """Prices that look wrong: released or refused, once, by name and time. What waits comes first."""

    change_form_template = "admin/providers/heldreading/change_form.html"
    change_form_outer_before_template = None  # its own template has it, before the evidence
    action_form = DecisionForm
    ordering = [Case(When(decision=HeldReading.Decision.WAITING, then=Value(0)), default=Value(1)), "-id"]

    list_display = ["price", "why", "source", "observed_at", "decision", "decided_by", "decided_at"]
    list_filter = ["decision", "run__source"]
    list_select_related = ["run__source"]
    search_fields = ["reasons", "locator", "decision_reason"]
    fields = [
        *("run", "locator", "observed_at", "why", "decision", "decided_by", "decided_at", "decision_reason"),
        "said",
    ]
    readonly_fields = ["said", "why"]
    actions = ["release", "refuse"]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """The reading with its evidence; its two decisions for those who may take them, while it waits."""
        held = self.get_object(request, object_id)
        context = {**(extra_context or {}), "checkbox": ACTION_CHECKBOX_NAME}
        if held is not None and self.has_view_permission(request, held):
            is_waiting = held.decision == HeldReading.Decision.WAITING
            context["may_decide"] = is_waiting and self.has_decide_permission(request)
            context["evidence"] = evidence_for(held)
            context["payloads"] = [
                (payloads.address(answer.sha256), answer.sha256, answer.question)
                for answer in held.run.answers.all()[:20]
            ]
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

    @display(description="why it waits", ordering="reasons")
    def why(self, held: HeldReading) -> SafeString:
        return format_html_join("", "<div>{}</div>", ((reason,) for reason in held.reasons.split("; ")))

    @display(description="source")
    def source(self, held: HeldReading) -> str:
        return held.run.source.name

    @display(description="the whole reading")
    def said(self, held: HeldReading) -> SafeString:
        return as_text(held.reading)

    @admin.action(description="Release: record and show these prices", permissions=["decide"])
    def release(self, request: HttpRequest, queryset: QuerySet[HeldReading]) -> None:
        self._decide(request, queryset, review.release, "released")

    @admin.action(description="Refuse: keep these prices out", permissions=["decide"])
    def refuse(self, request: HttpRequest, queryset: QuerySet[HeldReading]) -> None:
        self._decide(request, queryset, review.refuse, "refused")

    def _decide(
        self, request: HttpRequest, queryset: QuerySet[HeldReading], decide: Callable[..., Any], done: str
    ) -> None:
        count, reason = 0, request.POST.get("reason", "").strip()
        if not reason:
            self.message_user(request, NO_REASON, messages.ERROR)
            return
        for held in queryset.order_by("observed_at", "id"):
            try:
                decide(held, by=request.user.get_username(), now=timezone.now(), reason=reason)
            except review.ReviewError as error:
                self.message_user(request, str(error), messages.ERROR)
            else:
                count += 1
        self.message_user(request, f"{count} {done}.", messages.SUCCESS if count else messages.WARNING)
