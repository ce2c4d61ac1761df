"""Organisations and texts in the admin: read, corrected, hidden, and reviewed by name and day.

What readers report is in support/admin_reports.py.
"""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin import display
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from corridors.admin_places import CountryFilter
from corridors.places import countries_called, country_name
from remitcompare.admin_room import RoomAdmin, log_changes
from support import admin_reports as admin_reports
from support import wording
from support.codes import Kind
from support.forms import ArticleForm, OrganisationForm
from support.models import Article, Entry, Organisation
from support.reviewing import forget_review, review, too_old_before

REVIEWED = "_reviewed"  # the button that saves and reviews


class ReviewFilter(admin.SimpleListFilter):
    """By how long ago somebody found an entry right."""

    title, parameter_name = "review", "review"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("never", "never reviewed"), ("old", "more than a year ago"), ("good", "within a year")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        before = too_old_before(timezone.localdate())
        chosen: dict[str, dict[str, Any]] = {
            "never": {"reviewed_on__isnull": True},
            "old": {"reviewed_on__lt": before},
            "good": {"reviewed_on__gte": before},
        }
        return queryset.filter(**chosen.get(self.value() or "", {}))


class EntryAdmin(RoomAdmin):
    """What both have. An entry of a file is hidden, not deleted: the next loading would bring it back."""

    change_form_template = "admin/support/change_form.html"
    readonly_fields = ["reviewed_on", "reviewed_by", "comes_from"]
    actions = ["mark_reviewed"]
    ordering = [F("reviewed_on").asc(nulls_first=True), "pk"]

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
        if obj.what_is_reviewed.keys() & set(form.changed_data):
            forget_review(obj)
        super().save_model(request, obj, form, change)
        if REVIEWED in request.POST:
            review([obj], by=request.user.get_username(), on=timezone.localdate())

    @admin.action(
        description="Reviewed today: I have checked these, and they are right", permissions=["review"]
    )
    def mark_reviewed(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        log_changes(request, queryset, "Reviewed: found right.")
        count = review(queryset, by=request.user.get_username(), on=timezone.localdate())
        self.message_user(request, f"{count} reviewed.", messages.SUCCESS)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """By what stands in an entry, and by the name of its country in English."""
        found, several = super().get_search_results(request, queryset, search_term)
        return found | queryset.filter(country__in=countries_called(search_term)), several

    @display(description="country", ordering="country")
    def where(self, entry: Any) -> str:
        return country_name(entry.country) if entry.country else "everywhere"

    @display(description="comes from")
    def comes_from(self, entry: Entry) -> str:
        if not entry.loaded_digest:
            return "made here"
        return f"support/content/{entry.origin}" + ("" if entry.is_as_loaded else ", edited here since")


class WhereFilter(CountryFilter):
    """By the country of an entry, named in full."""

    title, parameter_name, field = "country", "country", "country"


class KindFilter(admin.SimpleListFilter):
    """By the kind of an organisation, in the words that readers see."""

    title, parameter_name = "kind", "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return kinds_in_words()

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(kind=self.value()) if self.value() else queryset


def kinds_in_words() -> list[tuple[str, str]]:
    """Kinds of organisations as readers are told of them."""
    return [(kind.value, str(words)) for kind, words in wording.KINDS.items()]


@admin.register(Organisation)
class OrganisationAdmin(EntryAdmin):
    """Who helps migrants in sending countries."""

    form = OrganisationForm
    list_display = ["name", "where", "kind_in_words", "website", "reviewed_on", "is_shown"]
    list_filter = [WhereFilter, KindFilter, ReviewFilter, "is_shown"]
    search_fields = ["name", "website", "noted"]

    def formfield_for_choice_field(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "kind":
            kwargs["choices"] = [("", "choose one"), *kinds_in_words()]
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    @display(description="kind", ordering="kind")
    def kind_in_words(self, organisation: Organisation) -> str:
        return str(wording.KINDS[Kind(organisation.kind)])


@admin.register(Article)
class ArticleAdmin(EntryAdmin):
    """Lessons, financial services, and pages on one thing."""

    form = ArticleForm
    list_display = ["title", "kind", "language", "where", "position", "reviewed_on", "is_shown"]
    list_filter = ["kind", "language", WhereFilter, ReviewFilter, "is_shown"]
    search_fields = ["title", "slug", "body"]
