"""Who gets the most of the money home: options in a total order, and a reason for each one left out.

Nothing that anyone can buy enters: an offer has no field for it. Source: docs/methodology.md, section 4.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal

from corridors.domain.amounts import payable_ends
from corridors.domain.codes import Mode, Reason
from corridors.domain.filters import Filters, slowest
from corridors.domain.freshness import is_fresh
from corridors.domain.offers import Offer
from corridors.domain.pricing import Cost, Payment, Terms, cost_of, pay, receive
from corridors.domain.tax import TaxRule, sender_tax_percent


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked of a corridor.

    `amount` is in sending currency in pay mode, in receiving currency in receive mode. `at` is the moment
    asked about; `is_now` says whether that is the present. Steps are the currencies' smallest amounts.
    """

    amount: Decimal
    mode: Mode
    source: str
    send_currency: str
    receive_currency: str
    send_step: Decimal
    payout_step: Decimal
    at: datetime
    is_now: bool
    filters: Filters = field(default_factory=Filters)
    tax_rules: tuple[TaxRule, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A ranked offer. `cost` is None when the rate is stated but no reference rate is known."""

    rank: int
    offer: Offer
    payment: Payment
    cost: Cost | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unranked:
    """A listed offer without a rank, why, and what is known of its payment."""

    offer: Offer
    reason: Reason
    payment: Payment | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The answer: options best first; the rest with reasons; the moment the prices are true of.

    `is_fresh` says whether a price that can be ranked still stood at the moment asked about: without one the
    options are those of an earlier time, whatever day was asked for. `is_current` is fresh and of now.
    """

    options: tuple[Option, ...]
    not_ranked: tuple[Unranked, ...]
    as_of: datetime | None
    is_fresh: bool
    is_current: bool
    filtered_out: int


def compare(offers: Iterable[Offer], question: Question) -> Comparison:
    """Price and rank every offer of one corridor, whatever order they come in.

    Without any fresh price that can be ranked the latest prices are ranked as of their own date. What was
    observed after the moment asked about does not exist yet.
    """
    everything = tuple(offer for offer in offers if offer.observed_at <= question.at)
    as_of, fresh = _moment(everything, question)
    if as_of is None:
        return Comparison(
            options=(), not_ranked=(), as_of=None, is_fresh=False, is_current=False, filtered_out=0
        )
    latest_periods = _latest_periods(everything)
    priced: list[tuple[Offer, Payment, Cost | None]] = []
    not_ranked: list[Unranked] = []
    matching = [offer for offer in everything if question.filters.match(offer)]
    for offer in matching:
        payment = _payment(offer, question, as_of)
        reason = _reason(offer, question, as_of, latest_periods, payment)
        if reason is not None or payment is None:
            unranked = Unranked(offer=offer, reason=reason or Reason.AMOUNT_OUT_OF_RANGE, payment=payment)
            not_ranked.append(unranked)
        else:
            priced.append((offer, payment, _cost(offer, payment)))
    priced.sort(key=lambda entry: _order(entry[0], entry[1], question.mode))
    options = (
        Option(rank=rank, offer=offer, payment=payment, cost=cost)
        for rank, (offer, payment, cost) in enumerate(priced, start=1)
    )
    return Comparison(
        options=tuple(options),
        not_ranked=tuple(sorted(not_ranked, key=lambda entry: (entry.reason, *_identity(entry.offer)))),
        as_of=as_of,
        is_fresh=fresh,
        is_current=fresh and question.is_now,
        filtered_out=len(everything) - len(matching),
    )


def filter_to_drop(offers: Sequence[Offer], question: Question) -> str | None:
    """The one filter whose removal brings back the most options; None when none alone helps."""
    gains = {
        name: len(
            compare(offers, replace(question, filters=replace(question.filters, **{name: None}))).options
        )
        for name in question.filters.active()
    }
    best = max(gains, key=lambda name: gains[name], default=None)
    return best if best is not None and gains[best] > len(compare(offers, question).options) else None


def amount_range(comparison: Comparison, question: Question) -> tuple[Decimal, Decimal] | None:
    """The smallest and the largest amount that some service of a comparison has a price for.

    In the currency and mode of the question, whatever its amount; services left out for another reason than
    the amount do not count. There may be gaps between. None when no service has a price for any amount.
    """
    if comparison.as_of is None:
        return None
    offers = [option.offer for option in comparison.options]
    offers += [left.offer for left in comparison.not_ranked if left.reason is Reason.AMOUNT_OUT_OF_RANGE]
    terms = [_terms(offer, question, comparison.as_of) for offer in offers]
    ends = [end for known in terms if known is not None for end in payable_ends(known, question.mode)]
    return (min(ends), max(ends)) if ends else None


def _moment(offers: Sequence[Offer], question: Question) -> tuple[datetime | None, bool]:
    """The moment to rank for: the asked one while any price that can be ranked is fresh then (True).

    Else (False) that of the newest price of the latest survey, or of any source that has no periods.
    """
    rankable = [offer for offer in offers if _may_be_ranked(offer, question)]
    if any(is_fresh(observed_at=o.observed_at, stale_after=o.stale_after, at=question.at) for o in rankable):
        return question.at, True
    latest = _latest_periods(offers)
    for candidates in (rankable, offers):
        newest = [offer.observed_at for offer in candidates if offer.period == latest[offer.source]]
        if newest:
            return max(newest), False
    return None, False


def _may_be_ranked(offer: Offer, question: Question) -> bool:
    """Whether nothing but its age or the amount could keep an offer from a rank."""
    return not (
        _has_ended(offer, question)
        or offer.promotion
        or offer.unpriced
        or _in_other_currency(offer, question)
    )


def _has_ended(offer: Offer, question: Question) -> bool:
    """Whether the service is not offered any more on the day asked about, whatever day its price is of."""
    ends = (offer.ended_on, offer.provider.ended_on)
    return any(day is not None and day <= question.at.date() for day in ends)


def _latest_periods(offers: Iterable[Offer]) -> dict[str, str]:
    latest: dict[str, str] = {}
    for offer in offers:
        latest[offer.source] = max(latest.get(offer.source, ""), offer.period)
    return latest


def _payment(offer: Offer, question: Question, as_of: datetime) -> Payment | None:
    terms = _terms(offer, question, as_of)
    if terms is None:
        return None
    solve = pay if question.mode is Mode.PAY else receive
    return solve(terms, amount=question.amount)


def _terms(offer: Offer, question: Question, as_of: datetime) -> Terms | None:
    if offer.schedule is None or _in_other_currency(offer, question):
        return None
    ways = question.filters.ways_to_pay(offer)
    tax = sender_tax_percent(question.tax_rules, country=question.source, pay_in=ways, on=as_of.date())
    return Terms(
        schedule=offer.schedule,
        fee_convention=offer.fee_convention,
        recipient_fee=offer.recipient_fee,
        tax_percent=tax,
        send_step=question.send_step,
        payout_step=question.payout_step,
    )


def _reason(
    offer: Offer, question: Question, as_of: datetime, latest_periods: dict[str, str], payment: Payment | None
) -> Reason | None:
    """The first reason, in a fixed order, why an offer may not be ranked; None when it may."""
    stale = not is_fresh(observed_at=offer.observed_at, stale_after=offer.stale_after, at=as_of)
    checks = (
        (_has_ended(offer, question), Reason.ENDED),
        (_in_other_currency(offer, question), Reason.OTHER_CURRENCY),
        (offer.period < latest_periods[offer.source], Reason.NOT_IN_LATEST_SURVEY),
        (stale, Reason.PRICE_TOO_OLD),
        (offer.promotion, Reason.PROMOTION),
        (offer.unpriced is not None, offer.unpriced),
        (payment is None, Reason.AMOUNT_OUT_OF_RANGE),
    )
    return next((reason for broken, reason in checks if broken), None)


def _in_other_currency(offer: Offer, question: Question) -> bool:
    asked = (question.send_currency, question.receive_currency)
    return (offer.send_currency, offer.receive_currency) != asked


def _cost(offer: Offer, payment: Payment) -> Cost | None:
    if offer.reference_rate is None:
        return None
    return cost_of(payment, recipient_fee=offer.recipient_fee, reference_rate=offer.reference_rate)


def _identity(offer: Offer) -> tuple[str, str, str, int]:
    return offer.provider.slug, offer.service_key, offer.line, offer.service_id


def _order(offer: Offer, payment: Payment, mode: Mode) -> tuple[object, ...]:
    """What was asked for first: most received when paying, least paid when the family must get an amount.

    Then the other of the two, faster, fresher, and the keys that make the order total.
    """
    gets = Decimal(0) if payment.recipient_gets is None else payment.recipient_gets
    money = (-gets, payment.you_pay) if mode is Mode.PAY else (payment.you_pay, -gets)
    return *money, slowest(offer), -offer.observed_at.timestamp(), *_identity(offer)
