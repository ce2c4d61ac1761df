"""One question, one answer: what the page, the API and the terminal all show."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from corridors import selectors
from corridors.asking import Asked
from corridors.domain.offers import Offer
from corridors.domain.ranking import Comparison, Question, compare, filter_to_drop
from corridors.domain.rates import CrossRate
from corridors.facts import ParallelMarket, parallel_market_of, tax_rules
from corridors.models import Corridor
from remitcompare.money import payable_step


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A comparison with what is needed to understand it.

    `reference_rate` is the day's own; each option is measured against its price's day's. `as_of` is the
    moment the prices are true of; None when the corridor has no price by then.
    """

    corridor: Corridor
    asked: Asked
    question: Question
    offers: tuple[Offer, ...]
    comparison: Comparison
    reference_rate: CrossRate | None
    parallel_market: ParallelMarket | None

    @property
    def as_of(self) -> datetime | None:
        return self.comparison.as_of

    @property
    def is_survey_only(self) -> bool:
        """Whether no price was fresh at the moment asked about, so that the latest survey stands in."""
        return self.as_of is not None and not self.comparison.is_fresh

    def filter_to_drop(self) -> str | None:
        """The one filter whose removal brings back the most options."""
        return filter_to_drop(self.offers, self.question)


def answer(corridor: Corridor, asked: Asked, *, now: datetime) -> Answer:
    """Compare a corridor's services for a question. Five queries at most."""
    past = asked.as_of is not None and asked.as_of < now.date()
    at = end_of(asked.as_of) if past and asked.as_of else now
    standing = selectors.offers(corridor, at=at if past else None)
    send_currency = asked.send_currency or corridor.send_currency
    receive_currency = asked.receive_currency or corridor.receive_currency
    question = Question(
        amount=asked.amount,
        mode=asked.mode,
        source=corridor.source_id,
        send_currency=send_currency,
        receive_currency=receive_currency,
        send_step=payable_step(send_currency),
        payout_step=payable_step(receive_currency),
        at=at,
        is_now=not past,
        filters=asked.filters,
        tax_rules=tax_rules(),
    )
    comparison = compare(standing, question)
    day = (comparison.as_of or at).date()
    return Answer(
        corridor=corridor,
        asked=asked,
        question=question,
        offers=standing,
        comparison=comparison,
        reference_rate=selectors.cross_rate(base=send_currency, quote=receive_currency, on=day),
        parallel_market=parallel_market_of(receive_currency, day),
    )


def end_of(day: date) -> datetime:
    """The last moment of a day, UTC."""
    return datetime.combine(day, time.max, tzinfo=UTC)
