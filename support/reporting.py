"""Errors that readers report: taken in without knowing who, kept until a person has seen to them."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple
from urllib.parse import urlsplit

from django.urls import reverse

from corridors.places import country_name, known_countries
from support.codes import About, Wrong
from support.languages import ENGLISH
from support.models import Article, Organisation, Report, digest_of

LONGEST = 1000  # characters of what a reader writes
# Nobody reads more than this, and nobody can fill the disk.
MOST_OF_ONE, MOST = 20, 1000
KEPT_FOR = timedelta(days=365)


class FullError(Exception):
    """So many reports wait to be read that no more are kept."""


class Subject(NamedTuple):
    """What a report is about: how it is found again, what it is called, and where on which page it stands.

    `language` is the one that the name is in, wherever it is shown.
    """

    about: About
    key: str
    name: str
    language: str
    path: str
    anchor: str = ""


def subject_of(about: str, key: str) -> Subject | None:
    """What is reported, if readers are shown it now. One query."""
    if about == About.COUNTRY:
        return _country(key) if key.upper() in known_countries() else None
    if not key.isdecimal():
        return None
    if about == About.ORGANISATION:
        organisation = Organisation.objects.filter(pk=key, is_shown=True).first()
        return (
            _subject(About.ORGANISATION, organisation.name, ENGLISH, organisation) if organisation else None
        )
    article = Article.objects.filter(pk=key, is_shown=True).first()
    return _subject(About.TEXT, article.title, article.language, article) if article else None


def _country(code: str) -> Subject:
    path = reverse("support:organisations", args=[code])
    return Subject(About.COUNTRY, code, country_name(code.upper()), ENGLISH, path)


def _subject(about: About, name: str, language: str, entry: Organisation | Article) -> Subject:
    address = urlsplit(entry.get_absolute_url())
    anchor = f"#{address.fragment}" if address.fragment else ""
    return Subject(about, str(entry.pk), name, language, address.path, anchor)


def report(subject: Subject, wrong: Wrong, text: str, *, language: str, now: datetime) -> None:
    """Keep a report. The same one on the same day is kept once. Four queries at most.

    Raises:
        FullError: there are too many about this, or in all, that nobody has seen to.
    """
    said = {"about": subject.about, "key": subject.key, "wrong": wrong, "text": text}
    digest = digest_of({**said, "day": now.date()})
    if Report.objects.filter(digest=digest).exists():
        return
    waiting = Report.objects.filter(handled_at__isnull=True)
    about_this = waiting.filter(about=subject.about, key=subject.key)
    if about_this.count() >= MOST_OF_ONE or waiting.count() >= MOST:
        raise FullError
    kept = Report(**said, name=subject.name, language=language, digest=digest, reported_at=now)
    Report.objects.bulk_create([kept], ignore_conflicts=True)


def handle(reports: Iterable[Report], *, by: str, at: datetime) -> int:
    """Note who saw to reports, and when; how many nobody had seen to before."""
    ids = [each.pk for each in reports]
    return Report.objects.filter(pk__in=ids, handled_at__isnull=True).update(handled_at=at, handled_by=by)


def forget_old(now: datetime) -> int:
    """Delete the reports of more than a year ago, handled or not; how many."""
    return Report.objects.filter(reported_at__lte=now - KEPT_FOR).delete()[0]
