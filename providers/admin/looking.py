"""What operators may look at: history is shown, never changed."""

import json
from collections.abc import Callable
from typing import Any

from django.contrib.admin import display
from django.db.models import ForeignKey, Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from providers import intake
from providers.models import FeedRun
from remitcompare.admin_room import UnwrittenAdmin, may_look


class ReadOnlyAdmin(UnwrittenAdmin):
    """To look at, for whoever may decide. What somebody may not open is named there without a link to it."""

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        return [self._unless_barred(request, field) for field in super().get_fields(request, obj)]

    def _unless_barred(self, request: HttpRequest, name: Any) -> Any:
        found = {field.name: field for field in self.opts.fields}.get(name)
        if not isinstance(found, ForeignKey) or may_look(request, found.related_model):
            return name
        return _in_words(found)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who may decide may look."""
        name = f"{self.opts.app_label}.{{}}_{self.opts.model_name}"
        return request.user.has_perm(name.format("view")) or request.user.has_perm(name.format("change"))


class HandedInAdmin(ReadOnlyAdmin):
    """Who hands in prices may look at what became of them."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return intake.may_hand_in(request) or super().has_view_permission(request, obj)


def _in_words(field: ForeignKey[Any, Any]) -> Callable[[Model], str]:
    """What a row leads to, in words alone: Django makes a link of it whoever reads."""

    @display(description=field.verbose_name)
    def said(row: Model) -> str:
        return str(getattr(row, field.name))

    return said


def linked(model: str, run: FeedRun, count: int) -> SafeString:
    """A number that leads to the readings it counts."""
    address = reverse(f"admin:providers_{model}_changelist")
    return format_html('<a href="{}?run__id__exact={}">{}</a>', address, run.pk, count)


def as_text(said: Any) -> SafeString:
    """What a source said, as it is kept."""
    return format_html('<pre class="desk-said">{}</pre>', json.dumps(said, indent=2, ensure_ascii=False))
