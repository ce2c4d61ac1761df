"""What operators may look at: history is shown, never changed."""

import json
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from providers import intake
from providers.models import FeedRun
from remitcompare.admin_room import UnwrittenAdmin


class ReadOnlyAdmin(UnwrittenAdmin):
    """To look at, for whoever may decide."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who may decide may look."""
        name = f"{self.opts.app_label}.{{}}_{self.opts.model_name}"
        return request.user.has_perm(name.format("view")) or request.user.has_perm(name.format("change"))


class HandedInAdmin(ReadOnlyAdmin):
    """Who hands in prices may look at what became of them."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return intake.may_hand_in(request) or super().has_view_permission(request, obj)


def linked(model: str, run: FeedRun, count: int) -> SafeString:
    """A number that leads to the readings it counts."""
    address = reverse(f"admin:providers_{model}_changelist")
    return format_html('<a href="{}?run__id__exact={}">{}</a>', address, run.pk, count)


def as_text(said: Any) -> SafeString:
    """What a source said, as it is kept."""
    return format_html('<pre class="desk-said">{}</pre>', json.dumps(said, indent=2, ensure_ascii=False))
