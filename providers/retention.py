"""How long archived answers are kept."""

from datetime import datetime, timedelta
from itertools import islice

from django.conf import settings
from django.db.models import Exists, OuterRef

from providers import archive
from providers.models import ArchivedAnswer, HeldReading

CHUNK = 1_000
UNNAMED_FOR = timedelta(days=1)


def prune_archive(now: datetime) -> int:
    """Delete the bodies of answers older than ARCHIVE_RETENTION_DAYS and say how many; 0 days keeps all.

    Bodies that no answer names go after a day in any case: files that were looked at and not recorded.
    A body that a younger answer shares stays, and so does one that a held price still waits with. The record
    of what was asked, when and with what hash stays for ever. Safe to repeat and to interrupt.
    """
    deleted = _prune_unnamed(now)
    if not settings.ARCHIVE_RETENTION_DAYS:
        return deleted
    horizon = now - timedelta(days=settings.ARCHIVE_RETENTION_DAYS)
    younger = ArchivedAnswer.objects.filter(sha256=OuterRef("sha256"), received_at__gte=horizon)
    waiting = HeldReading.objects.filter(run=OuterRef("run"), decision=HeldReading.Decision.WAITING)
    old = (
        ArchivedAnswer.objects.filter(received_at__lt=horizon, body_kept=True)
        .exclude(Exists(younger))
        .exclude(Exists(waiting))
    )
    while hashes := list(old.order_by().values_list("sha256", flat=True).distinct()[:CHUNK]):
        for sha256 in hashes:
            archive.delete(sha256)
        ArchivedAnswer.objects.filter(sha256__in=hashes).update(body_kept=False)
        deleted += len(hashes)
    return deleted


def _prune_unnamed(now: datetime) -> int:
    found = archive.stored_before(now - UNNAMED_FOR)
    deleted = 0
    while hashes := set(islice(found, CHUNK)):
        named = ArchivedAnswer.objects.filter(sha256__in=hashes).values_list("sha256", flat=True)
        for sha256 in sorted(hashes - set(named)):
            archive.delete(sha256)
            deleted += 1
    return deleted
