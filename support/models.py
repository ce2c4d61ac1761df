"""What helps around the price: organisations near the sender, and texts to read."""

import hashlib
import json
from abc import abstractmethod
from collections.abc import Mapping
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse

from support.codes import About, Kind, TextKind, Wrong
from support.rules import Fault, faults_of_article, faults_of_organisation


def digest_of(content: Mapping[str, object]) -> str:
    """What tells one content from another: the SHA-256 of its JSON, whatever the order of its names."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()


class Entry(models.Model):
    """What a content file and an operator may both write.

    `loaded_digest` is the digest of what a file last put into the entry's own fields, "" for an entry that no
    file made: while the fields still give it, nobody has changed them, and the file may change them again.
    `loaded_key` is the key by which that file states the entry: an operator may have given it another name.
    `reviewed_on` is the day on which a person on the ground found the entry right, as it stands.
    """

    KEY: ClassVar[tuple[str, ...]]
    CONTENT: ClassVar[tuple[str, ...]]
    NOT_REVIEWED: ClassVar[tuple[str, ...]] = ()  # of the content, what says nothing to a reader

    is_shown = models.BooleanField("shown", default=True, help_text="off: kept, and on no page")
    reviewed_on = models.DateField(null=True, blank=True)
    reviewed_by = models.CharField(max_length=150, blank=True)
    origin = models.CharField("file it came from", max_length=200, blank=True)
    loaded_digest = models.CharField(max_length=64, blank=True)
    loaded_key = models.JSONField(default=list, blank=True)

    class Meta:
        abstract = True

    @property
    def key(self) -> tuple[str, ...]:
        """What tells the entry from any other of its kind."""
        return tuple(getattr(self, name) for name in self.KEY)

    @property
    def content(self) -> dict[str, object]:
        """The entry's own fields: what a file says of it, and what a reader sees."""
        return {name: getattr(self, name) for name in self.CONTENT}

    @property
    def what_is_reviewed(self) -> dict[str, object]:
        """What a review finds right: the content, but not its place in a list."""
        return {name: value for name, value in self.content.items() if name not in self.NOT_REVIEWED}

    @property
    def is_as_loaded(self) -> bool:
        """Whether a file made the entry, and nobody has changed it since."""
        return bool(self.loaded_digest) and digest_of(self.content) == self.loaded_digest

    @abstractmethod
    def faults(self) -> list[Fault]:
        """What is wrong with the entry."""

    def clean(self) -> None:
        sentences: dict[str, list[str]] = {}
        for fault in self.faults():
            where = "" if fault.item is None else f"question {fault.item + 1}: "
            sentences.setdefault(fault.field, []).append(where + fault.sentence)
        if sentences:
            raise ValidationError(sentences)


class Organisation(Entry):
    """Somebody in a sending country who helps migrants; only what is public and stable.

    `helps_with` and `languages` are lists of codes; `countries_served` of ISO 3166-1 codes, empty for anyone.
    """

    KEY = ("country", "name")
    CONTENT = (
        *("country", "name", "kind", "helps_with", "languages", "countries_served"),
        *("website", "hotline", "noted"),
    )

    country = models.CharField(max_length=2, help_text="where it helps")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=30, choices=[(kind.value, kind.value) for kind in Kind])
    helps_with = models.JSONField(default=list)
    languages = models.JSONField(default=list, blank=True)
    countries_served = models.JSONField("for people from", default=list, blank=True)
    website = models.URLField(max_length=300)
    hotline = models.CharField(max_length=40, blank=True)
    noted = models.CharField(max_length=500, blank=True, help_text="one sentence for the reader, in English")

    class Meta:
        ordering = ["country", "name"]
        constraints = [
            models.UniqueConstraint(fields=["country", "name"], name="one_organisation_per_name_and_country")
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.country})"

    def faults(self) -> list[Fault]:
        return faults_of_organisation(self.content)

    def get_absolute_url(self) -> str:
        return f"{reverse('support:organisations', args=[self.country.lower()])}#organisation-{self.pk}"


class Article(Entry):
    """A text in Markdown, in one language: a lesson, the financial services of a country, or another page.

    `country` is the receiving country it is about ("" for a lesson). A page may be of one pair of countries
    (`sending_country`), and of something that ends (`ends_on`, its last day). `quiz` is a list of
    {question, options, answer (counted from 0), why}; `drawing` a file in static/support/drawings.
    """

    KEY = ("kind", "slug", "language")
    CONTENT = (
        *("kind", "slug", "language", "country", "sending_country", "ends_on", "title", "summary", "body"),
        *("source", "quiz", "drawing", "drawing_alt", "position"),
    )
    NOT_REVIEWED = ("position",)

    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in TextKind])
    slug = models.SlugField(max_length=80)
    language = models.CharField(max_length=12, help_text="as en, fil or vi")
    country = models.CharField(max_length=2, blank=True, help_text="that receives; empty for a lesson")
    sending_country = models.CharField(max_length=2, blank=True)
    ends_on = models.DateField("last day of what it is about", null=True, blank=True)
    title = models.CharField(max_length=200)
    summary = models.CharField(max_length=500, blank=True)
    body = models.TextField(help_text="Markdown; headings from ##")
    source = models.JSONField(default=list, blank=True)
    quiz = models.JSONField(default=list, blank=True)
    drawing = models.CharField(max_length=80, blank=True)
    drawing_alt = models.CharField("drawing in words", max_length=500, blank=True)
    position = models.PositiveSmallIntegerField("place in the list", default=0)

    class Meta:
        ordering = ["kind", "position", "slug", "language"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "slug", "language"], name="one_article_per_language")
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.language})"

    def faults(self) -> list[Fault]:
        return faults_of_article(self.content)

    def get_absolute_url(self) -> str:
        address = {
            TextKind.LESSON: ("lesson", [self.slug]),
            TextKind.SERVICES: ("services", [self.country.lower()]),
            TextKind.PAGE: ("page", [self.country.lower(), self.slug]),
        }
        name, args = address[TextKind(self.kind)]
        return f"{reverse(f'support:{name}', args=args)}?lang={self.language}"


class Report(models.Model):
    """What a reader found wrong. Nothing is known of the reader, and it is gone a year later.

    `about` and `key` say in what: an organisation's or a text's id, or a country's code; `name` is what it
    was called then, in `language`, the page's. `digest` tells one day's reports apart, so that one that is
    sent twice is kept once.
    """

    about = models.CharField(max_length=12, choices=[(about.value, about.value) for about in About])
    key = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    wrong = models.CharField("what is wrong", max_length=10, choices=[(w.value, w.value) for w in Wrong])
    text = models.TextField("in the reader's words", blank=True)
    language = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    reported_at = models.DateTimeField(db_index=True)
    handled_at = models.DateTimeField(null=True, blank=True)
    handled_by = models.CharField(max_length=150, blank=True)

    class Meta:
        verbose_name = "reported error"
        ordering = ["-reported_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.name}: {self.wrong}"
