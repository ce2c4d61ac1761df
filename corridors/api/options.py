"""The answer to "who gets the most of it home?", as it is sent."""

from collections.abc import Mapping

from corridors.api import numbers
from corridors.comparison import Answer
from corridors.domain.offers import Offer
from corridors.domain.pricing import Cost, Payment
from corridors.domain.ranking import Option, Unranked
from corridors.domain.rates import CrossRate
from corridors.domain.receipt import paid_of
from corridors.facts import ParallelMarket, rate_preference
from corridors.wording import REASONS
from remitcompare.money import payable_step

type_of_json = dict[str, object]


def options_answer(found: Answer, links: Mapping[str, str]) -> type_of_json:
    """The whole answer. `links` are members that lead elsewhere."""
    comparison, question = found.comparison, found.question
    options = [_ranked(option) for option in comparison.options]
    return {
        "corridor": found.corridor.slug,
        "amount": numbers.exactly(question.amount),
        "mode": question.mode,
        "send_currency": question.send_currency,
        "receive_currency": question.receive_currency,
        "as_of": comparison.as_of,
        "is_current": comparison.is_current,
        "survey_only": found.is_survey_only,
        "reference_rate": reference_rate(found.reference_rate),
        "parallel_market": parallel_market(found.parallel_market),
        "best": options[0] if options else None,
        "options": options,
        "not_ranked": [_unranked(entry) for entry in comparison.not_ranked],
        "filtered_out": comparison.filtered_out,
        **links,
    }


def reference_rate(cross: CrossRate | None) -> type_of_json | None:
    """A reference rate with where it comes from and how old it is."""
    if cross is None:
        return None
    return {
        "rate": numbers.rate(cross.rate),
        "source": cross.source,
        "date": cross.observed_on,
        "age_days": cross.age_days,
        "sandbox": cross.source in rate_preference().last,
    }


def parallel_market(market: ParallelMarket | None) -> type_of_json | None:
    """The caveat of a currency whose street rate differs from the official one."""
    return market._asdict() if market else None


def duration(minutes: int | None) -> str | None:
    """ISO 8601: PT1H30M, P3D."""
    if minutes is None:
        return None
    hours, minute = divmod(minutes, 60)
    day, hour = divmod(hours, 24)
    date = f"{day}D" if day else ""
    time = "".join(f"{number}{unit}" for number, unit in ((hour, "H"), (minute, "M")) if number)
    if not date and not time:
        return "PT0S"
    return f"P{date}T{time}" if time else f"P{date}"


def _ranked(option: Option) -> type_of_json:
    return {
        "rank": option.rank,
        **_service(option.offer),
        **_paid(option.offer, option.payment),
        **_received(option.offer, option.payment),
        **_cost(option.cost),
        **_provenance(option.offer),
    }


def _unranked(entry: Unranked) -> type_of_json:
    return {
        "rank": None,
        **_service(entry.offer),
        **_paid(entry.offer, entry.payment),
        **_received(entry.offer, entry.payment),
        **_cost(None),
        **_provenance(entry.offer),
        "reason_code": entry.reason,
        "reason": str(REASONS[entry.reason]),
    }


def _service(offer: Offer) -> type_of_json:
    provider = offer.provider
    return {
        "service_id": offer.service_id,
        "line": offer.line or None,
        "provider": {
            "slug": provider.slug,
            "name": provider.name,
            "type": provider.type,
            "also_types": provider.also_types,
        },
        "sandbox": provider.sandbox,
        "pay_in": offer.pay_in,
        "access": offer.access,
        "pay_out": offer.pay_out,
        "coverage": offer.coverage,
        "send_currency": offer.send_currency,
        "receive_currency": offer.receive_currency,
    }


def _paid(offer: Offer, payment: Payment | None) -> type_of_json:
    """What the sender hands over: the same figures as on the page."""
    paid = (
        paid_of(payment, fee_convention=offer.fee_convention, step=payable_step(offer.send_currency))
        if payment
        else None
    )
    return {
        "you_pay": numbers.payable(paid.you_pay, offer.send_currency) if paid else None,
        "principal": numbers.payable(paid.principal, offer.send_currency) if paid else None,
        "fee": numbers.payable(paid.fee, offer.send_currency) if paid else None,
        "fee_convention": offer.fee_convention,
        "tax": numbers.payable(paid.tax, offer.send_currency) if paid else None,
    }


def _received(offer: Offer, payment: Payment | None) -> type_of_json:
    gets = payment.recipient_gets if payment else None
    return {
        "recipient_gets": numbers.payable(gets, offer.receive_currency),
        "recipient_fee": numbers.payable(offer.recipient_fee, offer.receive_currency),
        "rate": numbers.rate(payment.rate) if payment else None,
        "rate_basis": offer.rate_basis,
        "rate_fixed_at": offer.rate_fixed_at,
        "reference_rate": numbers.rate(offer.reference_rate),
        "amount_basis": payment.basis if payment else None,
    }


def _cost(cost: Cost | None) -> type_of_json:
    return {
        "lost_in_rate": numbers.amount(cost.lost_in_rate) if cost else None,
        "fx_margin_percent": numbers.amount(cost.margin_percent) if cost else None,
        "total_cost": numbers.amount(cost.total) if cost else None,
        "total_cost_percent": numbers.amount(cost.total_percent) if cost else None,
        "rpw_total_percent": numbers.amount(cost.rpw_total_percent) if cost else None,
    }


def _provenance(offer: Offer) -> type_of_json:
    return {
        "speed": {"min": duration(offer.speed_min_minutes), "max": duration(offer.speed_max_minutes)},
        "promotion": offer.promotion,
        "observed_at": offer.observed_at,
        "recorded_at": offer.recorded_at,
        "period": offer.period or None,
        "source": offer.source,
        "collection_method": offer.collection_method,
        "note": offer.note or None,
    }
