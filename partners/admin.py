"""API keys in the admin: made there, shown once, revoked at once; never changed, never deleted."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils import timezone

from partners.keys import ScopeError, check_scopes, make_key, revoke
from partners.models import ApiKey
from remitcompare.admin_room import RoomAdmin


class KeyForm(forms.Form):
    """A new key: whose, what for, and until when."""

    name = forms.CharField(label="Partner", max_length=200)
    scopes = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="one a line: read, or submit: and the slug of a provider that the partner may speak for",
    )
    expires_at = forms.DateTimeField(
        label="Good until (UTC)",
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
        help_text="for ever when empty",
    )

    def clean_scopes(self) -> list[str]:
        try:
            return check_scopes(self.cleaned_data["scopes"].split())
        except ScopeError as error:
            raise forms.ValidationError(str(error)) from None

    def clean_expires_at(self) -> Any:
        expires_at = self.cleaned_data["expires_at"]
        if expires_at is not None and expires_at <= timezone.now():
            raise forms.ValidationError("This time is over.")
        return expires_at


@admin.register(ApiKey)
class ApiKeyAdmin(RoomAdmin):
    """The list of keys. The secret of one stands on the page that follows its making, and nowhere else."""

    list_display = ["name", "prefix", "scopes", "created_at", "expires_at", "revoked_at", "last_used_at"]
    fields = [
        *("name", "prefix", "scopes", "created_at", "created_by", "expires_at", "last_used_at"),
        *("revoked_at", "revoked_by"),
    ]
    search_fields = ["name", "prefix"]
    actions = ["revoke"]

    def has_change_permission(self, request: HttpRequest, obj: ApiKey | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: ApiKey | None = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: ApiKey | None = None) -> bool:
        """Who may make or revoke keys may see their list."""
        names = ("view", "add", "change")
        return any(request.user.has_perm(f"partners.{name}_apikey") for name in names)

    def has_revoke_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("partners.change_apikey")

    def add_view(  # type: ignore[override]
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponseBase:
        return _make(self, request)

    @admin.action(description="Revoke: refuse these keys from now on", permissions=["revoke"])
    def revoke(self, request: HttpRequest, queryset: QuerySet[ApiKey]) -> None:
        by, now = request.user.get_username(), timezone.now()
        count = sum(revoke(key, by=by, now=now) for key in queryset)
        self.message_user(request, f"{count} revoked.", messages.SUCCESS if count else messages.WARNING)


def _make(model_admin: ApiKeyAdmin, request: HttpRequest) -> HttpResponseBase:
    """Ask for what a key needs, make it and show it: in this answer only, in no session and no cookie."""
    if not model_admin.has_add_permission(request):
        raise PermissionDenied
    form = KeyForm(request.POST or None)
    context: dict[str, Any] = {
        **model_admin.admin_site.each_context(request),
        "title": "Make an API key",
        "opts": model_admin.opts,
        "form": form,
    }
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        key, token = make_key(
            said["name"],
            said["scopes"],
            now=timezone.now(),
            expires_at=said["expires_at"],
            by=request.user.get_username(),
        )
        context |= {"key": key, "token": token}
    return TemplateResponse(request, "admin/partners/apikey/make.html", context)
