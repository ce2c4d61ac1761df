"""Everything known about one observation, for a page of its own."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Q, QuerySet

from corridors.domain.pricing import rate_from_margin
from corridors.models import CurrentPrice, Price, Source
from corridors.models.prices import RATIO_PLACES
from corridors.selectors import SEEN_WITHIN

# As far as ids go in the database.
LARGEST_ID = 2**63 - 1
_NUMBER = re.compile(r"[1-9][0-9]{0,18}")
# Adapters begin a place with the start of its answer's hash.
_HASH_START = re.compile(r"[0-9a-f]{16}(?= )")
MOST_ANSWERS = 10
# Its prices, that is: those of a half-yearly survey, and dates outside their period.
SURVEY_LASTS = timedelta(days=400)
# Ways in which a run asked by itself, so that what it asked may be shown; a file's name is its owner's.
_ASKED_BY_US = ("poll", "command", "replay")


class Neighbour(NamedTuple):
    """Another price that this one is told apart from."""

    id: int
    observed_at: datetime
    recorded_at: datetime


class PayloadFacts(NamedTuple):
    """One answer of the run: `question` is "" where it would name somebody's file.

    `is_kept` is whether its body is still in the archive.
    """

    sha256: str
    question: str
    bytes: int
    received_at: datetime
    is_kept: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceFacts:
    """A price and all that it hangs together with.

    `rate` is what it is priced with: stated, or worked out from a margin at the day's reference rate, which
    has an age of its own. `payloads` are the answers it can have come from: the very one where its place
    names it (`is_exact`), else the first few of the run.
    """

    price: Price
    is_current: bool
    rate: Decimal | None
    reference_source: str
    reference_age_days: int | None
    payloads: tuple[PayloadFacts, ...]
    is_exact: bool
    corrected: Neighbour | None
    corrected_by: tuple[Neighbour, ...]
    previous: Neighbour | None
    following: Neighbour | None


def price_number(text: str) -> int | None:
    """The number in a price's address, as it is written there and in no other way; None if that is none."""
    number = int(text) if _NUMBER.fullmatch(text) else 0
    return number if 0 < number <= LARGEST_ID else None


def price_facts(number: int) -> PriceFacts | None:
    """One price by its id; None when there is none, or when a sandbox invented it and none is set.

    Seven queries at most, eight for a price that no longer stands: its id is looked up in every monthly
    partition. All others know about when.
    """
    current = CurrentPrice.objects.filter(price_id=number).values_list("observed_at", flat=True)
    by_id = Price.objects.filter(pk=number).values_list("observed_at", flat=True)
    standing = current.first()
    observed_at = standing or by_id.first()
    if observed_at is None:
        return None
    related = ("service__provider", "service__corridor", "source", "run")
    price = Price.objects.select_related(*related).get(pk=number, observed_at=observed_at)
    if price.service.provider.sandbox and not settings.SANDBOX_URL:
        return None
    start = _HASH_START.match(price.locator)
    corrected, corrected_by = _corrections(price)
    previous, following = _beside(price)
    return PriceFacts(
        price=price,
        is_current=standing is not None,
        rate=_rate(price),
        reference_source=_name_of(price.reference_source),
        reference_age_days=_reference_age(price),
        payloads=tuple(_payloads(price.run, start.group() if start else "")),
        is_exact=start is not None,
        corrected=corrected,
        corrected_by=corrected_by,
        previous=previous,
        following=following,
    )


def _rate(price: Price) -> Decimal | None:
    if price.rate is not None or price.fx_margin_percent is None or price.reference_rate is None:
        return price.rate
    worked_out = rate_from_margin(margin_percent=price.fx_margin_percent, reference_rate=price.reference_rate)
    return round(worked_out, RATIO_PLACES)


def _name_of(key: str) -> str:
    """The name of a source of reference rates; its key when the source is gone. No query for none."""
    if not key:
        return ""
    return Source.objects.filter(key=key).values_list("name", flat=True).first() or key


def _reference_age(price: Price) -> int | None:
    return (price.observed_at.date() - price.reference_date).days if price.reference_date else None


def _payloads(run: Any, hash_start: str) -> Iterable[PayloadFacts]:
    answers = run.answers.order_by("id")
    if hash_start:
        answers = answers.filter(sha256__startswith=hash_start)
    is_ours = run.trigger in _ASKED_BY_US
    for answer in answers[:MOST_ANSWERS]:
        yield PayloadFacts(
            answer.sha256,
            answer.question if is_ours else "",
            answer.bytes,
            answer.received_at,
            answer.body_kept,
        )


def _neighbours(prices: QuerySet[Price]) -> list[Neighbour]:
    return [Neighbour(*row) for row in prices.values_list("id", "observed_at", "recorded_at")]


def _corrections(price: Price) -> tuple[Neighbour | None, tuple[Neighbour, ...]]:
    """The price that this one corrects, and those that correct it, in the order they were recorded.

    Only a survey's rows are corrected, by rows of the same survey. No query for any other price.
    """
    if not price.period:
        return None, ()
    related = Q(corrects=price.pk)
    if price.corrects_id is not None:
        related |= Q(pk=price.corrects_id)
    of_the_survey = Price.objects.filter(related, period=price.period, **_around(price, SURVEY_LASTS))
    found = _neighbours(of_the_survey.order_by("recorded_at", "id"))
    corrected = next((other for other in found if other.id == price.corrects_id), None)
    return corrected, tuple(other for other in found if other.id != price.corrects_id)


def _around(price: Price, span: timedelta) -> dict[str, datetime]:
    """The time around a price: naming it lets PostgreSQL look into a few partitions instead of all."""
    return {"observed_at__gte": price.observed_at - span, "observed_at__lte": price.observed_at + span}


def _beside(price: Price) -> tuple[Neighbour | None, Neighbour | None]:
    """The same service's prices at the same point right before and after this one, where seen soon enough."""
    at, learned = price.observed_at, price.recorded_at
    same = Price.objects.filter(service_id=price.service_id, **_around(price, SEEN_WITHIN))
    if price.price_point is not None:
        same = same.filter(price_point=price.price_point)
    else:
        same = same.filter(price_point=None, send_amount=price.send_amount)
    # The first condition is what the index understands.
    before = same.filter(observed_at__lte=at).filter(
        Q(observed_at__lt=at) | Q(recorded_at__lt=learned) | Q(recorded_at=learned, pk__lt=price.pk)
    )
    after = same.filter(observed_at__gte=at).filter(
        Q(observed_at__gt=at) | Q(recorded_at__gt=learned) | Q(recorded_at=learned, pk__gt=price.pk)
    )
    previous = _neighbours(before.order_by("-observed_at", "-recorded_at", "-id")[:1])
    following = _neighbours(after.order_by("observed_at", "recorded_at", "id")[:1])
    return next(iter(previous), None), next(iter(following), None)
