"""Which countries and corridors this site offers, chosen in lists."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin import display
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.widgets import AutocompleteSelect
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path

from corridors import scope
from corridors.models import Corridor, Country
from corridors.places import corridor_name, countries_called, country_name
from remitcompare.admin_room import LANGUAGE, RoomAdmin, UnwrittenAdmin, log_changes


def corridors_called(words: str, prefix: str = "") -> Q:
    """Corridors by their slug or by the English names of their countries, every word of which must fit.

    "emirates philippines" and "United Arab Emirates to Philippines" find ae-ph. `prefix` leads to the
    corridor, such as "corridor__".
    """
    found, asked = Q(), words.split()
    for word in [each for each in asked if each.casefold() != "to"] or asked:
        codes = countries_called(word)
        found &= (
            Q(**{f"{prefix}slug__icontains": word})
            | Q(**{f"{prefix}source_id__in": codes})
            | Q(**{f"{prefix}destination_id__in": codes})
        )
    return found


class FoundCorridors(AutocompleteJsonView):
    """Django's answer to what is typed into a box for corridors, each with its countries' names."""

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        return {**super().serialize_result(obj, to_field_name), "text": in_full(obj)}


class CorridorBox(AutocompleteSelect):
    """A box in which a corridor is found by its countries' names, and named by them."""

    url_name = "%s:corridors_found"


def in_full(corridor: Corridor) -> str:
    """A corridor by its countries' names in English, and by its slug."""
    return f"{corridor_name(corridor.source_id, corridor.destination_id)} ({corridor.slug})"


class WithCorridorAdmin(RoomAdmin):
    """Rows of which each has a corridor: it is found and shown by its countries' names."""

    autocomplete_fields = ["corridor"]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name != "corridor":
            return super().formfield_for_foreignkey(db_field, request, **kwargs)
        kwargs["widget"] = CorridorBox(db_field, self.admin_site)
        field: Any = super().formfield_for_foreignkey(db_field, request, **kwargs)
        field.label_from_instance = in_full
        return field


class PlacesAdmin(UnwrittenAdmin):
    """What comes from prices and is chosen, never written: no row is added, changed or deleted."""

    def has_offer_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(f"corridors.change_{self.opts.model_name}")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_offer_permission(request) or super().has_view_permission(request, obj)

    def choose(
        self, request: HttpRequest, rows: QuerySet[Any], carry_out: Callable[[], int], what: str
    ) -> None:
        """Carry out a decision on some rows, note it in the log of each, and say what the site offers now."""
        with transaction.atomic():
            chosen = list(rows)
            carry_out()
            log_changes(request, chosen, what)
        self.message_user(request, scope.in_words(), messages.SUCCESS)


def named(codes: Iterable[str]) -> list[tuple[str, str]]:
    """Countries by their names in English, in alphabetical order."""
    return sorted(((code, country_name(code, LANGUAGE)) for code in codes), key=lambda pair: pair[1])


class CountryFilter(admin.SimpleListFilter):
    """What is of one country, named in full; only countries that have any."""

    field = ""

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        listed = model_admin.get_queryset(request).order_by().values_list(self.field, flat=True)
        return named(code for code in listed.distinct() if code)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(**{self.field: self.value()}) if self.value() else queryset


class CorridorFilter(admin.SimpleListFilter):
    """What is of one corridor, named by its countries; only corridors that have any."""

    title, parameter_name = "corridor", "corridor"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        names = (f"corridor__{name}" for name in ("slug", "source_id", "destination_id"))
        listed = model_admin.get_queryset(request).order_by().values_list(*names).distinct()
        found = ((slug, corridor_name(source, destination)) for slug, source, destination in listed)
        return sorted(found, key=lambda pair: pair[1])

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(corridor__slug=self.value()) if self.value() else queryset


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


class ChosenFilter(admin.SimpleListFilter):
    """Countries from which everything was chosen to be offered."""

    title, parameter_name = "chosen", "chosen"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "everything from there is offered"), ("no", "nobody chose it")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(is_offered_from=self.value() == "yes") if self.value() else queryset


@admin.register(Country)
class CountryAdmin(PlacesAdmin):
    """Countries to send from: everything from there is offered, or not."""

    list_display = ["name", "code", "corridors_from_here", "chosen"]
    list_filter = [ChosenFilter]
    fields = ["name", "code", "corridors_from_here", "chosen"]
    search_fields = ["code", "alpha3"]
    ordering = ["code"]
    actions = ["offer", "no_longer_offer"]
    list_per_page = 250

    def get_queryset(self, request: HttpRequest) -> QuerySet[Country]:
        return scope.senders(super().get_queryset(request))

    @display(description="country", ordering="code")
    def name(self, country: Country) -> str:
        return country_name(country.code, LANGUAGE)

    @display(description="everything from here", ordering="is_offered_from")
    def chosen(self, country: Country) -> str:
        return "chosen" if country.is_offered_from else "not chosen"

    @display(description="corridors from here")
    def corridors_from_here(self, country: Country) -> int:
        return int(getattr(country, "corridors_with_prices", 0))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Country], search_term: str
    ) -> tuple[QuerySet[Country], bool]:
        """By code, and by the name in English."""
        found, several = super().get_search_results(request, queryset, search_term)
        return found | queryset.filter(code__in=countries_called(search_term)), several

    def decide(self, request: HttpRequest, countries: QuerySet[Country], what: str, *, offered: bool) -> None:
        """Offer everything from some countries, or no longer."""
        codes = list(countries.values_list("code", flat=True))
        self.choose(request, countries, lambda: scope.offer_from(codes, offered=offered), what)

    @admin.action(description="Offer everything from these countries", permissions=["offer"])
    def offer(self, request: HttpRequest, queryset: QuerySet[Country]) -> None:
        self.decide(request, queryset, "Everything from here is offered.", offered=True)

    @admin.action(description="No longer offer everything from these countries", permissions=["offer"])
    def no_longer_offer(self, request: HttpRequest, queryset: QuerySet[Country]) -> None:
        self.decide(request, queryset, "No longer is everything from here offered.", offered=False)


@admin.register(Corridor)
class CorridorAdmin(PlacesAdmin):
    """Corridors come from prices; whether the site offers them is chosen here."""

    list_display = ["name", "slug", "services", "newest", "offered", "because"]
    list_filter = [OfferedFilter, FromFilter, ToFilter]
    search_fields = ["slug"]
    ordering = ["slug"]
    list_select_related = ["source"]
    list_per_page = 250
    actions = ["offer", "no_longer_offer", "as_its_country"]
    fields = [
        *("name", "slug", "send_currency", "receive_currency", "services", "newest", "offered"),
        "because",
    ]

    def get_urls(self) -> list[URLPattern]:
        found = FoundCorridors.as_view(admin_site=self.admin_site)
        return [
            path("found/", self.admin_site.admin_view(found), name="corridors_found"),
            *super().get_urls(),
        ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Corridor]:
        return scope.with_offered(super().get_queryset(request))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may state a share or plan a round may look up its corridor."""
        names = ("corridors.add_marketshare", "corridors.change_marketshare", "desk.add_round")
        return any(map(request.user.has_perm, names)) or super().has_view_permission(request, obj)

    @display(description="corridor", ordering="slug")
    def name(self, corridor: Corridor) -> str:
        return corridor_name(corridor.source_id, corridor.destination_id)

    @display(description="newest price seen", ordering="latest_observed_at")
    def newest(self, corridor: Corridor) -> str:
        seen = corridor.latest_observed_at
        return f"{seen:%Y-%m-%d %H:%M} UTC" if seen else "no price yet"

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

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Corridor], search_term: str
    ) -> tuple[QuerySet[Corridor], bool]:
        """By slug, and by the names of its countries in English; also where one is picked for a form."""
        return queryset.filter(corridors_called(search_term)), False

    def decide(
        self, request: HttpRequest, corridors: QuerySet[Corridor], what: str, *, decision: bool | None
    ) -> None:
        """Offer some corridors, or no longer, or as their country is (None)."""
        self.choose(request, corridors, lambda: scope.offer(corridors, decision=decision), what)

    @admin.action(description="Offer these corridors", permissions=["offer"])
    def offer(self, request: HttpRequest, queryset: QuerySet[Corridor]) -> None:
        self.decide(request, queryset, "Offered.", decision=True)

    @admin.action(description="No longer offer these corridors", permissions=["offer"])
    def no_longer_offer(self, request: HttpRequest, queryset: QuerySet[Corridor]) -> None:
        self.decide(request, queryset, "No longer offered.", decision=False)

    @admin.action(description="Forget the choice: as their country is", permissions=["offer"])
    def as_its_country(self, request: HttpRequest, queryset: QuerySet[Corridor]) -> None:
        self.decide(request, queryset, "The choice is forgotten: as its country is.", decision=None)
