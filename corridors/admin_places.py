"""Which countries and corridors this site offers, chosen in lists."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin import display
from django.db.models import QuerySet
from django.http import HttpRequest

from corridors import scope
from corridors.models import Corridor, Country
from corridors.places import country_name
from remitcompare.admin_room import LANGUAGE, UnwrittenAdmin


class PlacesAdmin(UnwrittenAdmin):
    """What comes from prices and is chosen, never written: no row is added, changed or deleted."""

    def has_offer_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(f"corridors.change_{self.opts.model_name}")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_offer_permission(request) or super().has_view_permission(request, obj)

    def tell(self, request: HttpRequest) -> None:
        """Say what the site offers from now on."""
        self.message_user(request, scope.in_words(), messages.SUCCESS)


def named(codes: Iterable[str]) -> list[tuple[str, str]]:
    """Countries by their names in English, in alphabetical order."""
    return sorted(((code, country_name(code, LANGUAGE)) for code in codes), key=lambda pair: pair[1])


class CountryFilter(admin.SimpleListFilter):
    """Corridors of one country, named in full; only countries that have any."""

    field = ""

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        listed = model_admin.get_queryset(request).order_by().values_list(self.field, flat=True)
        return named(listed.distinct())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(**{self.field: self.value()}) if self.value() else queryset


class FromFilter(CountryFilter):
    """By the sending country."""

    title, parameter_name, field = "sent from", "from", "source_id"


class ToFilter(CountryFilter):
    """By the receiving country."""

    title, parameter_name, field = "sent to", "to", "destination_id"


class OfferedFilter(admin.SimpleListFilter):
    """What the site offers, and what it does not."""

    title, parameter_name = "offered", "offered"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "offered"), ("no", "not offered")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(offered=self.value() == "yes") if self.value() else queryset


@admin.register(Country)
class CountryAdmin(PlacesAdmin):
    """Countries to send from: everything from there is offered, or not."""

    list_display = ["name", "code", "corridors_from_here", "is_offered_from"]
    list_filter = ["is_offered_from"]
    search_fields = ["code", "alpha3"]
    ordering = ["code"]
    actions = ["offer", "no_longer_offer"]
    list_per_page = 250

    def get_queryset(self, request: HttpRequest) -> QuerySet[Country]:
        return scope.senders(super().get_queryset(request))

    @display(description="country", ordering="code")
    def name(self, country: Country) -> str:
        return country_name(country.code, LANGUAGE)

    @display(description="corridors from here")
    def corridors_from_here(self, country: Country) -> int:
        return int(getattr(country, "corridors_with_prices", 0))

    @admin.action(description="Offer everything from these countries", permissions=["offer"])
    def offer(self, request: HttpRequest, queryset: QuerySet[Country]) -> None:
        scope.offer_from(queryset.values_list("code", flat=True), offered=True)
        self.tell(request)

    @admin.action(description="No longer offer everything from these countries", permissions=["offer"])
    def no_longer_offer(self, request: HttpRequest, queryset: QuerySet[Country]) -> None:
        scope.offer_from(queryset.values_list("code", flat=True), offered=False)
        self.tell(request)


@admin.register(Corridor)
class CorridorAdmin(PlacesAdmin):
    """Corridors come from prices; whether the site offers them is chosen here."""

    list_display = ["name", "slug", "services", "latest_observed_at", "offered", "because"]
    list_filter = [OfferedFilter, FromFilter, ToFilter]
    search_fields = ["slug"]
    ordering = ["slug"]
    list_select_related = ["source"]
    list_per_page = 250
    actions = ["offer", "no_longer_offer", "as_its_country"]
    fields = [
        *("slug", "send_currency", "receive_currency", "services", "latest_observed_at", "offered"),
        "because",
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Corridor]:
        return scope.with_offered(super().get_queryset(request))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may state a share or plan a round may look up its corridor."""
        names = ("corridors.add_marketshare", "corridors.change_marketshare", "desk.add_round")
        return any(map(request.user.has_perm, names)) or super().has_view_permission(request, obj)

    @display(description="corridor", ordering="slug")
    def name(self, corridor: Corridor) -> str:
        places = (country_name(code, LANGUAGE) for code in (corridor.source_id, corridor.destination_id))
        return " to ".join(places)

    @display(description="offered", boolean=True)
    def offered(self, corridor: Corridor) -> bool:
        return bool(getattr(corridor, "offered", True))

    @display(description="because")
    def because(self, corridor: Corridor) -> str:
        if corridor.is_offered is not None:
            return "it was chosen" if corridor.is_offered else "it was taken out"
        if corridor.source.is_offered_from:
            return f"everything from {country_name(corridor.source_id, LANGUAGE)} is"
        return "all are, as nothing was chosen" if self.offered(corridor) else "others were chosen"

    @admin.action(description="Offer these corridors", permissions=["offer"])
    def offer(self, request: HttpRequest, queryset: QuerySet[Corridor]) -> None:
        scope.offer(queryset, decision=True)
        self.tell(request)

    @admin.action(description="No longer offer these corridors", permissions=["offer"])
    def no_longer_offer(self, request: HttpRequest, queryset: QuerySet[Corridor]) -> None:
        scope.offer(queryset, decision=False)
        self.tell(request)

    @admin.action(description="Forget the choice: as their country is", permissions=["offer"])
    def as_its_country(self, request: HttpRequest, queryset: QuerySet[Corridor]) -> None:
        scope.offer(queryset, decision=None)
        self.tell(request)
