"""What is known about one price, in groups of labelled figures; nothing is rounded here."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple, TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from corridors import formats, wording
from corridors.domain.codes import (
    Access,
    CollectionMethod,
    Coverage,
    FeeConvention,
    PayIn,
    PayOut,
    ProviderType,
    RateBasis,
    RateFixedAt,
)
from corridors.domain.periods import parse_period
from corridors.domain.pricing import fee_percent
from corridors.models import Price
from corridors.period_wording import period_name
from corridors.price_page import PayloadFacts, PriceFacts

Code = TypeVar("Code", Access, PayIn, PayOut, ProviderType)

# How a run came about, by the codes of providers.
TRIGGERS: Mapping[str, wording.Text] = {
    "poll": gettext_lazy("asked of the source as planned"),
    "command": gettext_lazy("asked of the source by an operator"),
    "replay": gettext_lazy("read again from the archive"),
    "submission": gettext_lazy("sent in by a partner"),
    "upload": gettext_lazy("uploaded by an operator"),
    "form": gettext_lazy("typed in by an operator"),
    "review": gettext_lazy("held as unlikely, then released by an operator"),
    "file": gettext_lazy("read from a file"),
}


class Entry(NamedTuple):
    """A label and what is known; "" where nothing is. `is_code` marks what machines compare letter by letter.

    `price` is the number of a price to link, `address` a page elsewhere.
    """

    label: str
    value: str
    is_code: bool = False
    price: str = ""
    address: str = ""


class Group(NamedTuple):
    """Entries under a heading and sentences that follow them; `absent` is said where nothing is known."""

    heading: str
    entries: list[Entry]
    absent: str = ""
    remarks: tuple[str, ...] = ()


def groups_of(facts: PriceFacts) -> list[Group]:
    """The groups in the order of the page: what was said, what we made of it, where from, and when."""
    return [_said(facts), _worked_out(facts), _came_from(facts), _clocks(facts)]


def moment(when: datetime, *, is_day: bool) -> str:
    """A moment in UTC; of a survey only the day, because it states no hour."""
    return formats.day(when.date()) if is_day else formats.moment(when)


def _said(facts: PriceFacts) -> Group:
    price, service = facts.price, facts.price.service
    currency, paid_out = service.send_currency, service.receive_currency
    kinds = price.provider_types or service.provider.type
    entries = [
        Entry(_("Company"), service.provider.name),
        Entry(_("Kind of company"), _words(ProviderType, kinds, wording.PROVIDER_TYPES)),
        Entry(_("You pay with"), _words(PayIn, service.pay_in, wording.PAY_IN)),
        Entry(_("Where"), _words(Access, service.access, wording.ACCESS)),
        Entry(_("They get it as"), _words(PayOut, service.pay_out, wording.PAY_OUT)),
        Entry(_("It arrives"), _speed(price)),
        Entry(_("Paid out"), str(wording.COVERAGE[Coverage(price.coverage)]) if price.coverage else ""),
        Entry(_("Amount sent"), _money(price.send_amount, currency)),
        Entry(_("Amount as the source names it"), _money(price.stated_denomination, "USD")),
        Entry(_("Price point"), formats.whole_money(price.price_point, "USD") if price.price_point else ""),
        Entry(_("Fee"), _money(price.fee, currency)),
        Entry(_("Taken at pay-out"), _money(price.recipient_fee, paid_out)),
        Entry(_("Tax"), _money(price.sender_tax, currency)),
        Entry(_("Exchange rate"), _rate(_stated_rate(price), price)),
        Entry(_("Reference rate"), _rate(price.stated_reference_rate, price)),
        Entry(_("Exchange-rate margin"), _percent(price.stated_fx_margin_percent)),
        Entry(_("Total cost"), _percent(price.stated_total_percent)),
        Entry(_("Survey period"), _period(price.period)),
    ]
    return Group(_("What the source said"), entries, _("not stated"), tuple(_remarks(price)))


def _stated_rate(price: Price) -> Decimal | None:
    """The rate as the source writes it; a survey's may be in another unit, and is never used."""
    if price.stated_rate is None and price.rate_basis == RateBasis.STATED:
        return price.rate
    return price.stated_rate


def _remarks(price: Price) -> Iterable[str]:
    yield str(wording.FEE_CONVENTIONS[FeeConvention(price.fee_convention)])
    if not price.transparent:
        yield str(_("The company does not say its exchange rate, so statistics leave this price out."))
    if price.rate_fixed_at == RateFixedAt.PAYOUT:
        yield str(wording.RATE_FIXED_AT[RateFixedAt.PAYOUT])
    if price.stated_rate is not None or price.stated_reference_rate is not None:
        yield _("Some rows of surveys state rates in another unit; such rates are shown here and never used.")
    if price.promotion:
        yield _("This price is a limited offer, not the price everyone pays.")
    if price.band_end:
        yield _("This amount is one end of a band of a published tariff.")


def _worked_out(facts: PriceFacts) -> Group:
    price, service = facts.price, facts.price.service
    share = fee_percent(fee=price.fee, send_amount=price.send_amount) if price.fee is not None else None
    entries = [
        Entry(_("Exchange rate"), _rate(facts.rate, price)),
        Entry(_("Known by"), str(wording.RATE_BASES[RateBasis(price.rate_basis)])),
        Entry(_("Reference rate"), _rate(price.reference_rate, price)),
        Entry(_("Published by"), facts.reference_source),
        Entry(_("Published for"), formats.day(price.reference_date) if price.reference_date else ""),
        Entry(_("Fee"), _percent(round(share, 9) if share is not None else None)),
        Entry(_("Exchange-rate margin"), _percent(price.fx_margin_percent)),
        Entry(_("Total cost"), _percent(price.total_percent)),
    ]
    if service.send_currency == service.receive_currency:
        entries = entries[-3:]
    return Group(_("What we worked out"), entries, _("not known"), tuple(_differences(facts)))


def _differences(facts: PriceFacts) -> Iterable[str]:
    price, age = facts.price, facts.reference_age_days
    if age:
        yield ngettext(
            "The reference rate is %(count)s day older than the price.",
            "The reference rate is %(count)s days older than the price.",
            age,
        ) % {"count": age}
    if price.total_differs:
        yield _("Our total and the source’s are more than 0.01 points apart. Both are kept.")
    if price.stated_total_percent is not None:
        yield _("Statistics use the source’s total, as the published averages do.")
    elif price.total_percent is not None:
        yield _("The source states no total, so statistics use ours.")
    else:
        yield _("Without a fee and an exchange rate there is no total.")


def _came_from(facts: PriceFacts) -> Group:
    price, run = facts.price, facts.price.run
    by_whom = TRIGGERS.get(run.trigger)
    entries = [
        Entry(_("Source"), wording.source_name(price.source.name), address=_web(price.source.url)),
        Entry(_("Licence"), price.source.licence),
        Entry(
            _("How it was learned"),
            str(wording.COLLECTION_METHODS[CollectionMethod(price.collection_method)]),
        ),
        Entry(_("Place in the payload"), price.locator),
        Entry(_("The source’s own row number"), price.source_line),
        Entry(
            _("Reading"), _("number %(number)s, %(how)s") % {"number": run.pk, "how": by_whom or run.trigger}
        ),
        Entry(_("Begun"), formats.moment(run.started_at)),
    ]
    for payload in facts.payloads:
        entries += _payload(payload)
    if not facts.payloads:
        entries.append(Entry(_("SHA-256 of the payload"), run.payload_sha256, is_code=True))
    return Group(_("Where it came from"), entries, _("none"), tuple(_kept(facts)))


def _payload(payload: PayloadFacts) -> Iterable[Entry]:
    if payload.question:
        yield Entry(_("Question sent"), payload.question)
    yield Entry(_("Received"), formats.moment(payload.received_at))
    yield Entry(_("SHA-256 of the payload"), payload.sha256, is_code=True)


def _kept(facts: PriceFacts) -> Iterable[str]:
    if not facts.payloads:
        yield _("The payload itself is not in the archive; its hash tells whether a copy is the same.")
        return
    if not facts.is_exact:
        yield _("It is not recorded which of these answers the price stood in.")
    if all(payload.is_kept for payload in facts.payloads):
        yield _("The payload is kept in the archive, and can be read again by its hash.")
    else:
        yield _("The payload was removed from the archive when its time was over; its hash is kept for ever.")


def _clocks(facts: PriceFacts) -> Group:
    price = facts.price
    entries = [
        Entry(_("When it was true"), moment(price.observed_at, is_day=bool(price.period))),
        Entry(_("When we learned of it"), formats.moment(price.recorded_at)),
        Entry(_("Number"), str(price.pk)),
        Entry(_("Fingerprint"), price.fingerprint, is_code=True),
        Entry(_("Row, shared by its amounts"), price.line, is_code=True),
    ]
    remark = _("The fingerprint is made of what the price says: the same price read again has the same one.")
    return Group(_("When, and which"), entries, _("none"), (remark,))


def _words(kind: type[Code], joined: str, labels: Mapping[Code, wording.Text]) -> str:
    return formats.either(labels[kind(code)] for code in joined.split(",")) if joined else ""


def _speed(price: Price) -> str:
    if price.speed_min_minutes is None and price.speed_max_minutes is None:
        return ""
    return wording.speed_in_words(price.speed_min_minutes, price.speed_max_minutes)


def _period(label: str) -> str:
    """2013_3Q as the reader's language writes it; what is no period of ours stays as the source has it."""
    try:
        return period_name(parse_period(label)) if label else ""
    except ValueError:
        return label


def _money(amount: Decimal | None, currency: str) -> str:
    """Written as all amounts of money are, with every decimal; "" for what is not stated."""
    return "" if amount is None else formats.exact_money(amount, currency)


def _percent(number: Decimal | None) -> str:
    return "" if number is None else formats.exact_percent(number)


def _rate(rate: Decimal | None, price: Price) -> str:
    if rate is None:
        return ""
    return formats.exact_rate(rate, base=price.service.send_currency, quote=price.service.receive_currency)


def _web(address: str) -> str:
    """A source's address where it is a page elsewhere; some sources are this site itself."""
    return address if address.startswith(("https://", "http://")) else ""
