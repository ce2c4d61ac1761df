"""What operators know and no source delivers: market shares, and who pays for this service.

Who entered what, and when, is in the admin's own log. Places are in corridors/admin_places.py.
"""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.contrib.admin import display
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from corridors.admin_places import (
    CorridorAdmin,
    CorridorFilter,
    CountryAdmin,
    WithCorridorAdmin,
    corridors_called,
)
from corridors.market import stated_beside, with_sums
from corridors.models import FundingStatement, MarketShare
from corridors.places import corridor_name
from remitcompare.admin_room import RoomAdmin
from remitcompare.money import plain

if TYPE_CHECKING:
    ShareModelForm = forms.ModelForm[MarketShare]
    FundingModelForm = forms.ModelForm[FundingStatement]
else:
    ShareModelForm = FundingModelForm = forms.ModelForm

__all__ = ["CorridorAdmin", "CountryAdmin"]

WHOLE = Decimal(100)
EARLIEST_YEAR = 1990


def _checkable(url: str) -> str:
    """The address of a source, which readers are sent to: a page of the web and nothing else."""
    if url and not url.startswith(("https://", "http://")):
        raise forms.ValidationError("Give the address of a page: it begins with https:// or http://.")
    return url


class ShareForm(ShareModelForm):
    """A market share: of a year that has begun, and within the whole market together with the others."""

    class Meta:
        model = MarketShare
        fields = ["corridor", "provider", "share_percent", "year", "source", "source_url"]
        labels = {
            "provider": "Company",
            "share_percent": "Share, in per cent",
            "source": "Who states it",
            "source_url": "The page where it stands",
        }
        help_texts = {
            "corridor": "type the names of its countries, or ae-ph",
            "source": "such as a central bank's report, or a study",
        }

    def clean_year(self) -> int:
        year: int = self.cleaned_data["year"]
        this_year = timezone.now().year
        if not EARLIEST_YEAR <= year <= this_year:
            raise forms.ValidationError(f"The year must be from {EARLIEST_YEAR} to {this_year}.")
        return year

    def clean_source_url(self) -> str:
        return _checkable(self.cleaned_data["source_url"])

    def clean_provider(self) -> Any:
        provider = self.cleaned_data["provider"]
        if provider.sandbox:
            raise forms.ValidationError(f"{provider.name} is invented by the sandbox and holds no market.")
        return provider

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        corridor, year, share = (said.get(name) for name in ("corridor", "year", "share_percent"))
        if corridor is None or year is None or share is None:
            return said
        others = stated_beside(corridor, year=year, besides=self.instance.pk)
        if others + share > WHOLE:
            self.add_error(
                "share_percent",
                f"In {year} the other shares of {corridor_name(corridor.source_id, corridor.destination_id)} "
                f"are {plain(others)}% together, with "
                f"this one {plain(others + share)}%. A whole market is 100%.",
            )
        return said


@admin.register(MarketShare)
class MarketShareAdmin(WithCorridorAdmin):
    """Shares of a corridor's market, each with its source."""

    form = ShareForm
    list_display = ["leads", "company", "share", "together", "year", "stated_by"]
    list_filter = ["year", CorridorFilter]
    list_select_related = ["corridor", "provider"]
    search_fields = ["corridor__slug", "provider__name", "source"]
    autocomplete_fields = ["corridor", "provider"]
    readonly_fields = ["together"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[MarketShare]:
        return with_sums(super().get_queryset(request))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[MarketShare], search_term: str
    ) -> tuple[QuerySet[MarketShare], bool]:
        """By company, source and slug, and by the names of the corridor's countries in English."""
        found, several = super().get_search_results(request, queryset, search_term)
        return found | queryset.filter(corridors_called(search_term, "corridor__")), several

    @display(description="corridor", ordering="corridor__slug")
    def leads(self, stated: MarketShare) -> str:
        return corridor_name(stated.corridor.source_id, stated.corridor.destination_id)

    @display(description="company", ordering="provider__name")
    def company(self, stated: MarketShare) -> str:
        return stated.provider.name

    @display(description="share", ordering="share_percent")
    def share(self, stated: MarketShare) -> str:
        return f"{plain(stated.share_percent)} per cent"

    @display(description="all of this corridor and year")
    def together(self, stated: MarketShare) -> str:
        """The sum of all shares of the same corridor and year, and how much nobody has stated."""
        known: Decimal | None = getattr(stated, "together", None)
        if known is None:
            return "none yet"
        said = f"{plain(known)} per cent"
        return f"{said}: more than a whole market, one of them is wrong" if known > WHOLE else said

    @display(description="stated by", ordering="source")
    def stated_by(self, stated: MarketShare) -> SafeString:
        return format_html('<a href="{}" rel="noreferrer">{}</a>', stated.source_url, stated.source)


class FundingForm(FundingModelForm):
    """Who pays, since when it is so, and a page where that can be checked."""

    class Meta:
        model = FundingStatement
        fields = ["statement", "source_url", "stated_on"]

    def clean_source_url(self) -> str:
        return _checkable(self.cleaned_data["source_url"])

    def clean_stated_on(self) -> Any:
        day = self.cleaned_data["stated_on"]
        if day > timezone.now().date():
            raise forms.ValidationError(f"{day.isoformat()} is in the future.")
        return day


@admin.register(FundingStatement)
class FundingStatementAdmin(RoomAdmin):
    """Who pays for this service; the newest statement is shown, the older ones stay to be looked up."""

    form = FundingForm
    list_display = ["stated_on", "statement", "source_url"]
