"""Rounds of mystery shopping in the admin, and the people who may work there."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.contrib.admin import display
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group, User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from corridors.admin_places import FromFilter, ToFilter, WithCorridorAdmin, corridors_called
from corridors.domain.requirements import COLLECTED_WITHIN
from corridors.places import corridor_name
from desk import rounds
from desk.allowed import may_look
from desk.models import Round, Visit
from desk.visits import for_a_page
from desk.wording import visit_row
from remitcompare.admin_room import RoomAdmin, TabularInline
from remitcompare.money import plain

if TYPE_CHECKING:
    UserAdmin, GroupAdmin = DjangoUserAdmin, DjangoGroupAdmin
else:

    class UserAdmin(DjangoUserAdmin, RoomAdmin):
        """Accounts in the admin's look."""

        form, add_form, change_password_form = UserChangeForm, UserCreationForm, AdminPasswordChangeForm

    class GroupAdmin(DjangoGroupAdmin, RoomAdmin):
        """Groups in the admin's look."""


MAY_SHOP = "providers.add_feedrun"
LENGTH = timedelta(days=13)  # two weeks, both ends included
MOST_VISITS = 40
AMOUNTS = {
    "first_amount": "in the sending currency: about 200 US dollars’ worth",
    "second_amount": "in the sending currency: about 500 US dollars’ worth; may stay empty",
}

admin.site.unregister(User)
admin.site.unregister(Group)
admin.site.register(User, UserAdmin)
admin.site.register(Group, GroupAdmin)


def goes_on(round_: Round | None) -> bool:
    """Whether a round has not ended; one that is not made yet goes on."""
    return round_ is None or round_.finished_on is None


class VisitInline(TabularInline):
    """A round's visits: given to somebody, moved to another day, and written down."""

    model = Visit
    extra = max_num = 0
    hide_title = True
    can_delete = False
    readonly_fields = ["whom", "how_much", "share", "whose", "result", "way_on"]
    ordering = ["due_on", "id"]
    verbose_name_plural = "visits"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return for_a_page(super().get_queryset(request))

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """What came of a visit leads on for those who may write prices down; others read it.

        Where a name is only read, Django makes it a link to the account: for those who may open that.
        """
        result = "way_on" if request.user.has_perm(MAY_SHOP) else "result"
        may_give = self.has_change_permission(request, obj) or may_look(request, "auth.user")
        return ["whom", "how_much", "share", "due_on", "assigned_to" if may_give else "whose", result]

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """Read once who can be given a visit, for all visits of the round."""
        formset = super().get_formset(request, obj, **kwargs)
        people: Any = formset.form.base_fields.get("assigned_to")
        if people is not None:
            people.queryset = rounds.may_be_given(obj)
            people.choices = list(people.choices)
        return formset

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A visit is part of its round: who may see the one sees the other."""
        return any(request.user.has_perm(f"desk.{right}_round") for right in ("view", "add", "change"))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What came of a round that has ended stays."""
        return request.user.has_perm("desk.change_round") and goes_on(obj)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Each box with a name of its own: the table's head is too far away for a screen reader."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None:
            widget: Any = field.widget
            widget.can_add_related = widget.can_change_related = False
            widget.can_view_related = widget.can_delete_related = False
            getattr(widget, "widget", widget).attrs["aria-label"] = field.label
        return field

    @display(description="whom to ask, and how it is sent")
    def whom(self, visit: Visit) -> str:
        row = visit_row(visit)
        return f"{row.company}: {row.ways}"

    @display(description="assigned to")
    def whose(self, visit: Visit) -> str:
        return visit.assigned_to.get_username() if visit.assigned_to else "nobody"

    @display(description="amount")
    def how_much(self, visit: Visit) -> str:
        return visit_row(visit).amount

    @display(description="share of the market")
    def share(self, visit: Visit) -> str:
        return visit_row(visit).share or "not known"

    @display(description="what came of it")
    def result(self, visit: Visit) -> str:
        said = visit_row(visit).said
        return f"{said}: {visit.note}" if visit.note else said

    @display(description="what came of it")
    def way_on(self, visit: Visit) -> SafeString:
        """The same, with the way to what was recorded, and to write down what is open."""
        said: str = self.result(visit)
        if visit.run_id:
            run = reverse("admin:providers_feedrun_change", args=[visit.run_id])
            said = format_html('<a class="desk-link" href="{}">{}</a>', run, said)
        if not (visit_row(visit).is_open and goes_on(visit.round)):
            return format_html("{}", said)
        address = reverse("desk:visit_price", args=[visit.pk])
        return format_html('{}<br><a class="desk-link" href="{}">Write it down</a>', said, address)


class SentFromFilter(FromFilter):
    """By the sending country of a round's corridor."""

    field = "corridor__source_id"


class SentToFilter(ToFilter):
    """By the receiving country of a round's corridor."""

    field = "corridor__destination_id"


@admin.register(Round)
class RoundAdmin(WithCorridorAdmin):
    """Rounds: planned when they are made, looked after visit by visit, ended by hand."""

    list_display = ["leads", "starts_on", "ends_on", "progress", "market", "finished_on"]
    list_filter = ["finished_on", SentFromFilter, SentToFilter]
    search_fields = ["corridor__slug"]
    change_form_template = "admin/desk/round/change_form.html"
    change_form_outer_before_template = None  # its own template has it, before the figures

    def get_queryset(self, request: HttpRequest) -> QuerySet[Round]:
        return rounds.with_progress(super().get_queryset(request))

    def get_inlines(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        return [VisitInline] if obj else []

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """The corridor is chosen once: the visits are to its companies. It leads on for those who may go."""
        chosen = "corridor_itself" if may_look(request, "corridors.corridor") else "leads"
        corridor = chosen if obj else "corridor"
        return [corridor, "starts_on", "ends_on", "first_amount", "second_amount", "target_visits"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["leads", "corridor_itself"] if obj else []

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """The World Bank asks for 200 and for 500 US dollars' worth: what is small, and what is large."""
        return super().get_form(request, obj, change, **{"help_texts": AMOUNTS, **kwargs})

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Round], search_term: str
    ) -> tuple[QuerySet[Round], bool]:
        """By slug, and by the names of the corridor's countries in English."""
        return queryset.filter(corridors_called(search_term, "corridor__")), False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A round that has ended is a record: nobody changes or deletes it."""
        return super().has_change_permission(request, obj) and goes_on(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and goes_on(obj)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        today = timezone.localdate()
        usual = {"starts_on": today, "ends_on": today + LENGTH, "target_visits": MOST_VISITS}
        return {**usual, **super().get_changeform_initial_data(request)}

    def save_model(self, request: HttpRequest, obj: Round, form: Any, change: bool) -> None:
        """A new round is planned at once; one that is changed keeps its visits until it is planned anew."""
        if change:
            super().save_model(request, obj, form, change)
            if form.changed_data:
                self.message_user(request, "To move the visits as well, plan them anew.", messages.INFO)
            return
        obj.created_by = request.user.get_username()
        super().save_model(request, obj, form, change)
        try:
            count = rounds.plan_visits(obj, today=timezone.localdate())
        except rounds.PlanningError as error:
            self.message_user(request, str(error), messages.WARNING)
            return
        said = f"{count} visits are planned." if count else "No company of this corridor can be asked."
        self.message_user(request, said, messages.SUCCESS if count else messages.WARNING)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """The round with how far it has come."""
        round_ = self.get_object(request, object_id)
        if request.method == "POST" and round_ is not None and (why := rounds.why_closed(round_)):
            self.message_user(request, why, messages.ERROR)
            return redirect("admin:desk_round_change", object_id)
        context = dict(extra_context or {})
        if round_ is not None and self.has_view_permission(request, round_):
            context |= {
                "coverage": rounds.coverage(round_),
                "absent": rounds.unknown_holders(round_.corridor),
                "may_plan": self.has_change_permission(request, round_),
                "counts_for_days": COLLECTED_WITHIN.days,
            }
        return super().change_view(request, object_id, form_url, context)

    @display(description="corridor", ordering="corridor__slug")
    def leads(self, round_: Round) -> str:
        return corridor_name(round_.corridor.source_id, round_.corridor.destination_id)

    @display(description="corridor")
    def corridor_itself(self, round_: Round) -> SafeString:
        address = reverse("admin:corridors_corridor_change", args=[round_.corridor_id])
        return format_html('<a class="desk-link" href="{}">{}</a>', address, self.leads(round_))

    @display(description="visits done")
    def progress(self, round_: Round) -> str:
        return f"{getattr(round_, 'done', 0)} of {getattr(round_, 'planned', 0)}"

    @display(description="share of the market planned", ordering="planned_percent")
    def market(self, round_: Round) -> str:
        known = round_.planned_percent
        return "not known" if known is None else f"{plain(known)} per cent"
