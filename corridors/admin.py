"""What operators know and no source delivers: market shares, and who pays for this service.

Who entered what, and when, is in the admin's own log.
"""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from corridors.models import Corridor, FundingStatement, MarketShare
from corridors.requirements import stated_beside

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Any]
    ShareModelForm = forms.ModelForm[MarketShare]
    FundingModelForm = forms.ModelForm[FundingStatement]
else:
    ModelAdmin, ShareModelForm, FundingModelForm = admin.ModelAdmin, forms.ModelForm, forms.ModelForm

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
                f"In {year} the other shares of {corridor.slug} are {others.normalize():f}% together, with "
                f"this one {(others + share).normalize():f}%. A whole market is 100%.",
            )
        return said


@admin.register(MarketShare)
class MarketShareAdmin(ModelAdmin):
    """Shares of a corridor's market, each with its source."""

    form = ShareForm
    list_display = ["corridor", "provider", "share_percent", "year", "source"]
    list_filter = ["year"]
    list_select_related = ["corridor", "provider"]
    search_fields = ["corridor__slug", "provider__name", "source"]
    autocomplete_fields = ["corridor", "provider"]


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
class FundingStatementAdmin(ModelAdmin):
    """Who pays for this service; the newest statement is shown, the older ones stay to be looked up."""

    form = FundingForm
    list_display = ["stated_on", "statement", "source_url"]


@admin.register(Corridor)
class CorridorAdmin(ModelAdmin):
    """Corridors come from prices: they are listed here only so that a share can name one."""

    list_display = ["slug", "services", "latest_observed_at"]
    search_fields = ["slug"]
    ordering = ["slug"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may state a share may look up its corridor."""
        names = ("corridors.view_corridor", "corridors.add_marketshare", "corridors.change_marketshare")
        return any(request.user.has_perm(name) for name in names)
