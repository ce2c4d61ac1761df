"""Organisations and texts in the admin: read, corrected, hidden, and reviewed by name and day."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.contrib.admin import display
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from support.forms import ArticleForm, OrganisationForm
from support.models import Article, Entry, Organisation
from support.reviewing import forget_review, review

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Any]
else:
    ModelAdmin = admin.ModelAdmin

REVIEWED = "_reviewed"  # the button that saves and reviews


class EntryAdmin(ModelAdmin):
    """What both have. An entry of a file is hidden, not deleted: the next loading would bring it back."""

    change_form_template = "admin/support/change_form.html"
    readonly_fields = ["reviewed_on", "reviewed_by", "comes_from"]
    actions = ["mark_reviewed"]

    def has_delete_permission(self, request: HttpRequest, obj: Entry | None = None) -> bool:
        is_ours = obj is None or not obj.loaded_digest
        return is_ours and super().has_delete_permission(request, obj)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """All but deletion, which asks about no single entry."""
        return {name: action for name, action in super().get_actions(request).items() if "delete" not in name}

    def has_review_permission(self, request: HttpRequest) -> bool:
        return self.has_change_permission(request)

    def save_model(self, request: HttpRequest, obj: Entry, form: Any, change: bool) -> None:
        """Save; a text that has changed is no longer what was reviewed, unless this is the review."""
        if set(form.changed_data) & set(obj.CONTENT):
            forget_review(obj)
        super().save_model(request, obj, form, change)
        if REVIEWED in request.POST:
            review([obj], by=request.user.get_username(), on=timezone.localdate())

    @admin.action(description="Reviewed: I have checked these, and they are right", permissions=["review"])
    def mark_reviewed(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        count = review(queryset, by=request.user.get_username(), on=timezone.localdate())
        self.message_user(request, f"{count} reviewed.", messages.SUCCESS)

    @display(description="comes from")
    def comes_from(self, entry: Entry) -> str:
        if not entry.loaded_digest:
            return "made here"
        return f"support/content/{entry.origin}" + ("" if entry.is_as_loaded else ", edited here since")


@admin.register(Organisation)
class OrganisationAdmin(EntryAdmin):
    """Who helps migrants in sending countries."""

    form = OrganisationForm
    list_display = ["name", "country", "kind", "website", "reviewed_on", "is_shown"]
    list_filter = ["country", "kind", ("reviewed_on", admin.EmptyFieldListFilter), "is_shown"]
    search_fields = ["name", "website", "noted"]


@admin.register(Article)
class ArticleAdmin(EntryAdmin):
    """Lessons, financial services, and pages on one thing."""

    form = ArticleForm
    list_display = ["title", "kind", "language", "country", "position", "reviewed_on", "is_shown"]
    list_filter = ["kind", "language", ("reviewed_on", admin.EmptyFieldListFilter), "is_shown"]
    search_fields = ["title", "slug", "body"]
    readonly_fields = ["drawing", *EntryAdmin.readonly_fields]
