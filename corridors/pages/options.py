"""A ranked option and the services left unranked, in words and figures ready to be placed on a page."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from corridors import formats, wording
from corridors.comparison import Answer
from corridors.domain.codes import AmountBasis, CollectionMethod, Mode, RateFixedAt, Reason
from corridors.domain.offers import Offer
from corridors.domain.ranking import Option, Question, Unranked
from corridors.domain.receipt import Receipt, amount_to_pay, receipt_of
from corridors.domain.tax import avoided
from corridors.formats import Money
from corridors.pages import yearly

# Services that an earlier survey saw are many and say least: they come last.
_LISTED_IN_ORDER = sorted(Reason, key=lambda reason: reason is Reason.NOT_IN_LATEST_SURVEY)


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionRow:
    """One ranked option. `amount` is what is compared: what the family gets, or what the sender pays.

    `price` is the number of the recorded price nearest to it.
    """

    rank: int
    service_id: int
    provider: str
    slug: str
    is_sandbox: bool
    amount: str
    pay: str
    arrives: str
    speed: str
    behind: str
    cost: str
    cost_percent: str
    receipt: tuple[tuple[str, str], ...]
    remarks: tuple[str, ...]
    note: str
    seen: str
    price: str


@dataclass(frozen=True, slots=True)
class UnrankedGroup:
    """The services left out for one reason: its sentence, and each company with what is known of it."""

    code: str
    sentence: str
    services: int
    companies: tuple[tuple[str, str], ...]


def option_rows(answered: Answer, sources: Mapping[str, str], *, times: int) -> list[OptionRow]:
    """The ranked options, best first; `times` a year the same is sent."""
    options = answered.comparison.options
    times_listed = Counter(option.offer.service_id for option in options)
    return [
        _row(option, answered, sources, has_two_prices=times_listed[option.offer.service_id] > 1, times=times)
        for option in options
    ]


def _row(
    option: Option, answered: Answer, sources: Mapping[str, str], *, has_two_prices: bool, times: int
) -> OptionRow:
    offer, asked = option.offer, answered.question
    receipt = receipt_of(option.payment, option.cost, step=asked.send_step) if option.cost else None
    return OptionRow(
        rank=option.rank,
        service_id=offer.service_id,
        provider=offer.provider.name,
        slug=offer.provider.slug,
        is_sandbox=offer.provider.sandbox,
        amount=compared_amount(option, answered),
        pay=pay_in_words(offer),
        arrives=pay_out_in_words(offer),
        speed=speed_in_words(offer),
        behind=yearly.behind_in_words(option, answered, times=times),
        cost=formats.money(receipt.total, asked.send_currency) if receipt else "",
        cost_percent=formats.percent(receipt.total_percent) if receipt else "",
        receipt=tuple(_receipt_lines(option, receipt, answered)),
        remarks=(*_remarks(option, sources, has_two_prices), *_taxes_left_out(offer, answered)),
        note=offer.note,
        seen=seen_in_words(offer, option.payment.basis, asked),
        price=str(offer.price_near(option.payment.principal) or ""),
    )


def compared_amount(option: Option, answered: Answer, *, money: Money = formats.money) -> str:
    """What the family gets or, in receive mode, what the sender pays; `money` says how it is written."""
    asked = answered.question
    if asked.mode is Mode.PAY:
        return money(option.payment.recipient_gets or Decimal(0), asked.receive_currency)
    return money(amount_to_pay(option.payment, step=asked.send_step), asked.send_currency)


def pay_in_words(offer: Offer) -> str:
    """How the sender pays, and where: "Pay in cash, at a branch"."""
    where = formats.either(wording.ACCESS[access] for access in offer.access)
    if not offer.pay_in:
        return _("Pay %(where)s") % {"where": where} if where else _("How you pay is not said")
    ways = formats.either(wording.PAY_IN_WAYS[way] for way in offer.pay_in)
    if not where:
        return _("Pay %(ways)s") % {"ways": ways}
    return _("Pay %(ways)s, %(where)s") % {"ways": ways, "where": where}


def pay_out_in_words(offer: Offer) -> str:
    """How the family gets it: "Arrives in cash"; "" where that is not said.

    How soon is one tap away: shown beside the amounts it made people choose against their own wishes.
    """
    ways = formats.either(wording.PAY_OUT_WAYS[way] for way in offer.pay_out)
    return _("Arrives %(ways)s") % {"ways": ways} if ways else ""


def speed_in_words(offer: Offer) -> str:
    """How soon the family gets it: "Arrives: within 1 hour"."""
    speed = wording.speed_in_words(offer.speed_min_minutes, offer.speed_max_minutes)
    return _("Arrives: %(speed)s") % {"speed": speed}


def seen_in_words(offer: Offer, basis: AmountBasis, asked: Question) -> str:
    """The age of a price and whether it was seen at this very amount.

    On a past day an age would be read as one of today, and a survey states no hour: both have their date.
    """
    has_an_age = asked.is_now and offer.collection_method is not CollectionMethod.SURVEY
    when = {
        "when": formats.seen(offer.observed_at, at=asked.at)
        if has_an_age
        else formats.day(offer.observed_at.date())
    }
    if basis is AmountBasis.OBSERVED:
        return _("Price seen %(when)s") % when
    if basis is AmountBasis.TARIFF:
        return _("Published tariff, read %(when)s") % when
    return _("Estimated from prices seen %(when)s") % when


def _receipt_lines(option: Option, receipt: Receipt | None, answered: Answer) -> Iterable[tuple[str, str]]:
    """The lines between what the sender pays and what it costs; lines that are nothing are left out."""
    asked, payment = answered.question, option.payment
    if receipt is None:
        yield _("Fee"), formats.money(payment.fee, asked.send_currency)
        return
    lost = receipt.lost_in_rate
    exchanged = asked.send_currency != asked.receive_currency
    yield _("Fee"), formats.money(receipt.fee, asked.send_currency)
    if exchanged or lost:
        label = _("Gained in the exchange rate") if lost < 0 else _("Lost in the exchange rate")
        yield label, formats.money(lost, asked.send_currency)
    if receipt.tax:
        yield _("Tax"), formats.money(receipt.tax, asked.send_currency)
    if receipt.recipient_fee:
        yield _("Taken at pay-out"), formats.money(receipt.recipient_fee, asked.send_currency)


def _remarks(option: Option, sources: Mapping[str, str], has_two_prices: bool) -> Iterable[str]:
    """What to know about the figures, a sentence each."""
    offer, payment = option.offer, option.payment
    types = [kind for kind in (offer.provider.type, *offer.provider.also_types) if kind]
    if types:
        kind = formats.either(wording.PROVIDER_TYPES[each] for each in types)
        yield _("%(company)s: %(kind)s.") % {"company": offer.provider.name, "kind": kind}
    if payment.rate is not None and offer.send_currency != offer.receive_currency:
        pair = {"base": offer.send_currency, "quote": offer.receive_currency}
        yield _("Exchange rate: %(rate)s, %(basis)s.") % {
            "rate": formats.rate(payment.rate, **pair),
            "basis": wording.RATE_BASES[offer.rate_basis],
        }
    yield str(wording.BASES[payment.basis])
    yield str(wording.FEE_CONVENTIONS[offer.fee_convention])
    if offer.rate_fixed_at is RateFixedAt.PAYOUT:
        yield str(wording.RATE_FIXED_AT[offer.rate_fixed_at])
    if has_two_prices:
        yield _("The source lists two prices for this service. Both are shown; ask which one is yours.")
    if offer.coverage:
        yield _("Paid out %(where)s.") % {"where": wording.COVERAGE[offer.coverage]}
    yield _("Source: %(source)s, %(day)s.") % {
        "source": sources.get(offer.source, offer.source),
        "day": formats.day(offer.observed_at.date()),
    }


def _taxes_left_out(offer: Offer, answered: Answer) -> Iterable[str]:
    """What some ways of paying for a service cost on top of what is shown."""
    asked, as_of = answered.question, answered.as_of
    if as_of is None:
        return
    ways = asked.filters.ways_to_pay(offer)
    for rule, taxed in avoided(asked.tax_rules, country=asked.source, pay_in=ways, on=as_of.date()):
        yield _(
            "If you pay %(ways)s, a tax of %(percent)s of the money sent is due. It is not counted here."
        ) % {
            "ways": formats.either(wording.PAY_IN_WAYS[way] for way in sorted(taxed)),
            "percent": formats.percent(rule.percent),
        }


def unranked_groups(answered: Answer) -> list[UnrankedGroup]:
    """The services without a rank by reason; each company once a reason."""
    by_reason: dict[Reason, list[Unranked]] = {}
    for left in answered.comparison.not_ranked:
        by_reason.setdefault(left.reason, []).append(left)
    return [
        UnrankedGroup(
            code=reason,
            sentence=str(wording.REASONS[reason]),
            services=len(by_reason[reason]),
            companies=tuple(_companies(by_reason[reason], answered.question.send_currency)),
        )
        for reason in sorted(by_reason, key=_LISTED_IN_ORDER.index)
    ]


def _companies(group: Iterable[Unranked], currency: str) -> Iterable[tuple[str, str]]:
    """Each company once, with its fees where they are all that it says, else how many services are meant."""
    by_name: dict[str, list[Unranked]] = {}
    for left in group:
        by_name.setdefault(left.offer.provider.name, []).append(left)
    for name, services in sorted(by_name.items(), key=lambda entry: entry[0].casefold()):
        fees = [s.payment.fee for s in services if s.payment and s.reason is Reason.RATE_NOT_DISCLOSED]
        if fees:
            least, most = formats.money(min(fees), currency), formats.money(max(fees), currency)
            values = {"least": least, "most": most}
            yield (
                name,
                _("fee %(least)s") % values if least == most else _("fees %(least)s to %(most)s") % values,
            )
        else:
            count = len(services)
            known = ngettext("%(count)s service", "%(count)s services", count) % {"count": count}
            yield name, known if count > 1 else ""
