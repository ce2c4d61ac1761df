"""The only readers of what pages show; each states its query count. What is not shown is nowhere here."""

from datetime import date
from typing import NamedTuple

from django.db.models import Count, Q

from support.codes import TextKind
from support.models import Article, Organisation


def countries_with_organisations() -> dict[str, int]:
    """How many organisations there are by country code. One query."""
    shown = Organisation.objects.filter(is_shown=True).order_by()
    return dict(shown.values_list("country").annotate(count=Count("id")))


def organisations_in(country: str) -> list[Organisation]:
    """The organisations of one country by name. One query."""
    return list(Organisation.objects.filter(is_shown=True, country=country.upper()).order_by("name"))


def texts_of(kind: TextKind) -> list[Article]:
    """Every text of a kind in every language, in the order of lists, without what only its page shows.

    One query.
    """
    shown = Article.objects.filter(is_shown=True, kind=kind).defer("body", "quiz", "source")
    return list(shown.order_by("position", "slug", "language"))


def text(kind: TextKind, slug: str) -> list[Article]:
    """One text in every language that it is written in. One query."""
    return list(Article.objects.filter(is_shown=True, kind=kind, slug=slug).order_by("language"))


class Named(NamedTuple):
    """What it takes to name an organisation, and to choose which to name."""

    name: str
    kind: str
    countries_served: list[str]
    reviewed_on: date | None


class Around(NamedTuple):
    """What there is around the price of one corridor: organisations, and texts without their bodies."""

    organisations: list[Named]
    texts: list[Article]


def around(*, source: str, destination: str) -> Around:
    """Who helps in a sending country, and what there is to read of a receiving one. Two queries."""
    of_the_pair = Q(kind=TextKind.PAGE) & (Q(sending_country=source) | Q(sending_country=""))
    texts = Article.objects.filter(
        Q(kind=TextKind.SERVICES) | of_the_pair, is_shown=True, country=destination
    )
    helping = Organisation.objects.filter(is_shown=True, country=source).order_by()
    return Around(
        [Named(*row) for row in helping.values_list(*Named._fields)],
        list(texts.defer("body", "quiz", "source").order_by("kind", "position", "slug")),
    )
