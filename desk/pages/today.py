"""The admin's first page: what needs attention today."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from desk.attention import concerns
from desk.checklist import steps


def today(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """What django-unfold asks for when somebody opens the admin.

    As many queries as what needs attention and the first steps ask, however many corridors there are.
    """
    now = timezone.now()
    first_steps = steps(now)
    return context | {
        "title": "What needs attention today",
        "concerns": concerns(request, now=now),
        "steps_done": sum(step.is_done for step in first_steps),
        "steps": len(first_steps),
        "day": now.date(),
    }
