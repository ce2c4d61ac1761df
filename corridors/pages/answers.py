"""The comparison page in words: the one number first, what it is worth to choose, and every other state."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from corridors import formats, wording
from corridors.comparison import Answer
from corridors.domain.codes import Mode, Reason
from corridors.domain.ranking import amount_range
from corridors.domain.rates import SAME_CURRENCY
from corridors.domain.receipt import amount_to_pay
from corridors.domain.tax import in_force
from corridors.pages import headline as headlines
from corridors.pages import links, options, yearly
from corridors.pages.filters import PARAMETER_OF, Chip, Field, filter_fields, quick_filters
from corridors.pages.headline import Headline
from corridors.pages.places import place
from remitcompare.money import plain

MANY = 2  # "dollars", as amounts of money are called


class State(StrEnum):
    """Which of its states a comparison is in; each has a sentence and a way on."""

    RANKED = "ranked"
    NO_PRICES = "no_prices"
    FILTERED_OUT = "filtered_out"
    OUT_OF_RANGE = "out_of_range"
    OTHER_CURRENCY = "other_currency"
    NO_REFERENCE_RATE = "no_reference_rate"
    NONE_RANKED = "none_ranked"


@dataclass(frozen=True, slots=True)
class WayOn:
    """A link that leads out of a state, and what it does."""

    label: str
    link: str


# What an alert can be asked for besides the two countries: all of a question but its day.
IN_ALERT = tuple(name for name in links.KEPT if name not in ("as_of", links.TIMES))


class AnswerPage:
    """An answer as the template shows it. `parameters` is what was asked; `sources` names by key."""

    def __init__(self, answered: Answer, parameters: Mapping[str, str], sources: Mapping[str, str]) -> None:
        self.answer = answered
        self.parameters = parameters
        self._sources = {key: wording.source_name(name) for key, name in sources.items()}
        self.is_receive = answered.question.mode is Mode.RECEIVE
        self.currency = (
            answered.question.receive_currency if self.is_receive else answered.question.send_currency
        )

    @cached_property
    def state(self) -> State:
        comparison = self.answer.comparison
        reasons = {left.reason for left in comparison.not_ranked}
        if comparison.options:
            return State.RANKED
        if comparison.as_of is None:
            return State.NO_PRICES
        if self.filter_to_drop or (comparison.filtered_out and not reasons):
            return State.FILTERED_OUT
        if Reason.AMOUNT_OUT_OF_RANGE in reasons:
            return State.OUT_OF_RANGE
        if Reason.NO_REFERENCE_RATE in reasons:
            return State.NO_REFERENCE_RATE
        return State.OTHER_CURRENCY if reasons == {Reason.OTHER_CURRENCY} else State.NONE_RANKED

    @cached_property
    def rows(self) -> list[options.OptionRow]:
        return options.option_rows(self.answer, self._sources, times=self.times)

    @cached_property
    def unranked(self) -> list[options.UnrankedGroup]:
        return options.unranked_groups(self.answer)

    @property
    def unranked_count(self) -> int:
        return len(self.answer.comparison.not_ranked)

    @cached_property
    def is_sandbox(self) -> bool:
        return any(offer.provider.sandbox for offer in self.answer.offers)

    @property
    def times(self) -> int:
        """How often a year the person sends."""
        return yearly.times_in(self.parameters)

    @property
    def rhythms(self) -> list[yearly.RhythmLink]:
        return yearly.rhythm_links(self.parameters)

    @property
    def habits(self) -> str:
        """The query of the page on what sending more or less often costs; "" where that can't be asked.

        It reckons with what is paid, in the corridor's own currencies.
        """
        if self.is_receive or self.answer.asked.send_currency or self.answer.asked.receive_currency:
            return ""
        return links.changed(self.parameters)

    # The one number, and when it is true of

    @cached_property
    def headline(self) -> Headline | None:
        return headlines.headline_of(self.answer, times=self.times)

    @property
    def seen_month(self) -> str:
        return headlines.seen_month(self.answer)

    @property
    def past_day(self) -> str:
        return headlines.past_day(self.answer)

    @property
    def warning(self) -> str:
        """What kind of prices these are where they are not those of now: on paper as on the page."""
        return headlines.warning(self.answer)

    @property
    def advice(self) -> str:
        """What to make of prices that only a survey saw; it follows the warning."""
        return headlines.advice(self.answer)

    @property
    def without_day(self) -> str:
        return links.changed(self.parameters, as_of=None)

    # Asking again

    @cached_property
    def other_mode(self) -> str:
        """The link that asks the same from the other end, with the best option's figure filled in."""
        ranked = self.answer.comparison.options
        amount = self.parameters["amount"]
        if ranked and self.is_receive:
            amount = plain(amount_to_pay(ranked[0].payment, step=self.answer.question.send_step))
        elif ranked and ranked[0].payment.recipient_gets is not None:
            amount = plain(ranked[0].payment.recipient_gets)
        mode = None if self.is_receive else Mode.RECEIVE
        return links.changed(self.parameters, mode=mode, amount=amount)

    @cached_property
    def other_currencies(self) -> list[WayOn]:
        """The other currencies that the corridor's services work in."""
        asked = self.answer.question
        shown = (asked.send_currency, asked.receive_currency)
        pairs = {(offer.send_currency, offer.receive_currency) for offer in self.answer.offers}
        corridor = self.answer.corridor
        ways = []
        for send, receive in sorted(pairs.difference([shown])):
            names = {"send": send, "currency": formats.currency_name(receive, count=MANY)}
            label = (
                _("Paid out in %(currency)s") % names
                if send == asked.send_currency
                else _("Paid in %(send)s, paid out in %(currency)s") % names
            )
            changes = {
                "send_currency": send if send != corridor.send_currency else None,
                "receive_currency": receive if receive != corridor.receive_currency else None,
            }
            ways.append(WayOn(label, links.changed(self.parameters, **changes)))
        return ways

    # Filters

    @cached_property
    def filters(self) -> dict[str, Field]:
        return filter_fields(self.answer.offers, self.parameters, {})

    @cached_property
    def chips(self) -> list[Chip]:
        return quick_filters(self.answer.offers, self.parameters)

    @cached_property
    def filter_to_drop(self) -> WayOn | None:
        """The one filter to drop, where nothing is left because of the filters."""
        name = None if self.answer.comparison.options else self.answer.filter_to_drop()
        if name is None:
            return None
        parameter = PARAMETER_OF.get(name, name)
        return WayOn(self.filters[parameter].says, links.changed(self.parameters, **{parameter: None}))

    @property
    def without_filters(self) -> str:
        return links.changed(self.parameters, **dict.fromkeys(self.filters))

    # Amounts that work

    @cached_property
    def range(self) -> tuple[str, str] | None:
        """The smallest and largest amount that some service has a price for."""
        ends = amount_range(self.answer.comparison, self.answer.question)
        return (
            (formats.money(ends[0], self.currency), formats.money(ends[1], self.currency)) if ends else None
        )

    # What it is measured against

    @property
    def reference(self) -> str:
        """The reference rate with its source, date and age; "" when there is none."""
        cross = self.answer.reference_rate
        if cross is None or cross.source == SAME_CURRENCY:
            return ""
        said = _("%(rate)s, %(source)s, %(day)s") % {
            "rate": formats.rate(cross.rate, base=cross.base, quote=cross.quote),
            "source": self._sources.get(cross.source, cross.source),
            "day": formats.day(cross.observed_on),
        }
        if not cross.age_days:
            return said
        return ngettext(
            "%(said)s (%(count)s day older than the prices)",
            "%(said)s (%(count)s days older than the prices)",
            cross.age_days,
        ) % {"said": said, "count": cross.age_days}

    @property
    def taxes(self) -> list[str]:
        """What the sending country takes of some ways of paying; nothing where no tax is in force."""
        asked, as_of = self.answer.question, self.answer.as_of
        if as_of is None:
            return []
        return [
            _(
                "%(country)s: if you pay %(ways)s, a tax of %(percent)s of the money sent is due. "
                "It is counted where there is no other way to pay. Paid another way, there is none."
            )
            % {
                "country": place(rule.country).name,
                "percent": formats.percent(rule.percent),
                "ways": formats.either(wording.PAY_IN_WAYS[way] for way in sorted(rule.pay_in)),
            }
            for rule in in_force(asked.tax_rules, country=asked.source, on=as_of.date())
        ]

    @property
    def alert(self) -> str:
        """The query of the form on which an alert about this very question is asked for."""
        corridor = self.answer.corridor
        asked = links.given(self.parameters, IN_ALERT)
        return links.query(
            {"from": corridor.source_id.lower(), "to": corridor.destination_id.lower(), **asked}
        )

    @property
    def has_yearly(self) -> bool:
        """Whether anything on the page is said of a year, which depends on how often the person sends."""
        return any(row.behind for row in self.rows) or bool(self.headline and self.headline.yearly)

    @property
    def received_name(self) -> str:
        """The name of the currency that is paid out."""
        return formats.currency_name(self.answer.question.receive_currency)

    @property
    def received_many(self) -> str:
        """The same name for an amount of it: "US dollars"."""
        return formats.currency_name(self.answer.question.receive_currency, count=MANY)

    @property
    def is_one_currency(self) -> bool:
        return self.answer.question.send_currency == self.answer.question.receive_currency
