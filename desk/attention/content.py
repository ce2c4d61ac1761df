"""Errors reported, texts nobody has checked, translations nobody has read, and mails that did not go out."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q
from django.urls import reverse

from alerts.models import Mail
from corridors.languages import languages
from desk.attention.concern import Concern, some
from support.models import Article, Organisation, Report
from support.reviewing import too_old_before

MAILS_WITHIN = timedelta(days=30)


def concerns(now: datetime) -> Iterator[Concern]:
    """Reports, reviews, languages, mails. Four queries."""
    yield from _reports()
    for model, name in ((Organisation, "organisation"), (Article, "article")):
        yield from _reviews(model, name, now)
    yield from _languages()
    yield from _mails(now)


def _reports() -> Iterator[Concern]:
    waiting = Report.objects.filter(handled_at__isnull=True)
    found = waiting.aggregate(count=Count("id"), oldest=Min("reported_at"))
    if found["count"]:
        yield Concern(
            "Errors that readers have reported",
            found["count"],
            found["oldest"].date(),
            f"{reverse('admin:support_report_changelist')}?seen=no",
            "",
            "support.report",
        )


def _reviews(model: type[Organisation | Article], name: str, now: datetime) -> Iterator[Concern]:
    old = Q(reviewed_on__lt=too_old_before(now.date()))
    found = model._default_manager.filter(is_shown=True).aggregate(
        never=Count("id", filter=Q(reviewed_on__isnull=True)),
        old=Count("id", filter=old),
        oldest=Min("reviewed_on", filter=old),
    )
    address = reverse(f"admin:support_{name}_changelist")
    plural = {"organisation": "Organisations", "article": "Lessons and texts"}[name]
    model_name = f"support.{name}"
    if found["never"]:
        said = "Readers are told that nobody has checked them."
        yield Concern(
            f"{plural} that were never reviewed",
            found["never"],
            None,
            f"{address}?review=never",
            said,
            model_name,
        )
    if found["old"]:
        yield Concern(
            f"{plural} last reviewed more than a year ago",
            found["old"],
            found["oldest"],
            f"{address}?review=old",
            "",
            model_name,
        )


def _languages() -> Iterator[Concern]:
    address = reverse("desk:languages")
    unchecked = [each.english_name for each in languages() if not each.is_checked]
    gaps = [each.english_name for each in languages() if each.translated < each.messages]
    if unchecked:
        yield Concern(
            "Languages that no native speaker has checked", len(unchecked), None, address, some(unchecked)
        )
    if gaps:
        yield Concern("Languages with gaps", len(gaps), None, address, some(gaps))


def _mails(now: datetime) -> Iterator[Concern]:
    failed = Mail.objects.filter(state=Mail.State.FAILED, created_at__gte=now - MAILS_WITHIN)
    found = failed.aggregate(count=Count("id"), oldest=Min("created_at"))
    if found["count"]:
        yield Concern(
            "Mails given up in the last 30 days",
            found["count"],
            found["oldest"].date(),
            reverse("admin:alerts_alert_changelist"),
            "The mail server did not take them; its answers are in the log.",
            "alerts.alert",
        )
