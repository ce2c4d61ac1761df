"""What a year of sending costs in words: now, by the best way, what is in it and what is not."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from corridors import formats, wording
from corridors.domain.rates import SAME_CURRENCY, CrossRate
from corridors.domain.rhythms import in_a_year
from corridors.models import Corridor
from support.domain.sending import RateIs, the_other_way_round
from support.plan import NowIs, Plan


def cost_in_words(cost: Decimal, currency: str) -> str:
    """An amount or, where a rate gains more than all else takes, that it is a gain: never a cost below 0."""
    if cost < 0:
        return _("a gain of %(amount)s") % {"amount": formats.money(-cost, currency)}
    return formats.money(cost, currency)


def reference_in_words(cross: CrossRate, sources: Mapping[str, str]) -> str:
    """A reference rate, its source and its day; `sources` names the sources by key."""
    return _("%(rate)s, %(source)s, %(day)s") % {
        "rate": formats.rate(cross.rate, base=cross.base, quote=cross.quote),
        "source": sources.get(cross.source, cross.source),
        "day": formats.day(cross.observed_on),
    }


def doubt_in_words(plan: Plan) -> str:
    """What to ask back about the rate that was written; "" where it can be one."""
    rate, reference = plan.numbers.rate_now, plan.now.reference
    if rate is None or reference is None or plan.now.rate_is is RateIs.POSSIBLE:
        return ""
    said = {"rate": formats.rate(reference.rate, base=reference.base, quote=reference.quote)}
    if plan.now.rate_is is RateIs.FAR_OFF:
        return (
            _("This is far from the reference rate, %(rate)s. Look at your receipt again, or leave it empty.")
            % said
        )
    return _("Is this the other way round? Then write %(number)s. The reference rate is %(rate)s.") % {
        **said,
        "number": f"{the_other_way_round(rate):f}",
    }


class Year:
    """A plan's year of sending as the template shows it. `sources` names the sources of rates by key."""

    def __init__(self, plan: Plan, corridor: Corridor, sources: Mapping[str, str]) -> None:
        self.plan = plan
        self._now, self._chosen = plan.now, plan.chosen
        self._sources = sources
        self._send = corridor.send_currency

    def _paid(self, amount: Decimal) -> str:
        return formats.money(amount, self._send)

    @property
    def costs(self) -> list[tuple[str, str]]:
        """What the year costs, now and by the best way, and the tax in each: of what is known."""
        now = _("The usual way") if self._now.made_of is NowIs.USUAL else _("Now")
        best = self._chosen.best
        tax = in_a_year(each=best.payment.tax, times=self._chosen.times) if best else Decimal(0)
        lines: list[tuple[str, str]] = []
        for label, cost, taxed in (
            (now, self._now.cost, self._now.tax),
            (_("The best way"), self._chosen.cost, tax),
        ):
            if cost is not None:
                lines.append((label, cost_in_words(cost, self._send)))
                if taxed:
                    lines.append((_("Tax in it"), self._paid(taxed)))
        return lines

    @property
    def eaten(self) -> str:
        """That the fee leaves nothing to be sent; "" where it does."""
        fee = self.plan.numbers.fee_now
        if self._now.made_of is not NowIs.FEE_TAKES_ALL or fee is None:
            return ""
        return _(
            "The fee you wrote, %(fee)s, would eat all of a transfer of %(each)s. "
            "Send more at once, or look at your receipt again."
        ) % {"fee": self._paid(fee), "each": self._paid(self._chosen.each)}

    @property
    def is_known(self) -> bool:
        """Whether anything can be said of what the year costs."""
        return bool(self.costs or self.eaten)

    @property
    def transfers(self) -> str:
        """In how many transfers a year's money goes."""
        times = self._chosen.times
        return ngettext(
            "In %(count)s transfer of %(each)s.", "In %(count)s transfers of %(each)s each.", times
        ) % {"count": times, "each": self._paid(self._chosen.each)}

    @property
    def switching(self) -> str:
        """What changing to the best way saves; "" where that is not known."""
        saves, made_of = self.plan.saves, self._now.made_of
        if saves is None:
            return ""
        if saves:
            return _("Switching saves about %(amount)s a year.") % {"amount": self._paid(saves)}
        if made_of is NowIs.FEE_ONLY:
            return _("Write the exchange rate you got too, and we can say what switching saves.")
        if made_of is NowIs.RATE_ONLY:
            return _("Write the fee you paid too, and we can say what switching saves.")
        if made_of is NowIs.NO_REFERENCE or self._now.untold:
            return ""
        return _("You already pay about as little as by the best way we know.")

    @property
    def notes(self) -> Iterator[str]:
        """What to know about the year's costs."""
        made_of = self._now.made_of
        if self._now.cost is not None:
            yield from self._missing()
        if made_of is NowIs.NO_REFERENCE:
            yield _(
                "We know no reference rate of today, so what you lose in the exchange rate is not counted."
            )
        yield from self._of_the_rate()
        if made_of is NowIs.USUAL and self._now.cost is not None:
            yield _(
                "The usual way is the middle of the ways compared. Write your own fee and rate to see yours."
            )
        if self.costs:
            yield _("Fees and rates change. This counts with the same prices for a whole year.")

    def _missing(self) -> Iterator[str]:
        """What is not in the cost of now, and why."""
        made_of = self._now.made_of
        if made_of is NowIs.FEE_ONLY:
            yield _("What you lose in the exchange rate is not in it, because you did not write your rate.")
        if made_of is NowIs.RATE_ONLY:
            yield _("The fee is not in it, because you did not write it.")
        for rule in self._now.untold:
            yield _(
                "If you pay %(ways)s, a tax of %(percent)s of the money sent comes on top. "
                "Choose what you pay with, and we count it."
            ) % {
                "ways": formats.either(wording.PAY_IN_WAYS[way] for way in sorted(rule.pay_in)),
                "percent": formats.short_percent(rule.percent),
            }

    def _of_the_rate(self) -> Iterator[str]:
        """What the rate that was written gains, and what it is held against."""
        now, answer = self._now, self._chosen.answer
        if now.made_of not in (NowIs.WRITTEN, NowIs.RATE_ONLY) or now.reference is None:
            return
        if now.gained:
            yield _(
                "Your exchange rate is better than the reference rate. "
                "That gains about %(amount)s a year, and is counted here."
            ) % {"amount": self._paid(now.gained)}
        if answer is not None and now.reference is not answer.reference_rate:
            yield _("Your exchange rate is held against today’s reference rate: %(reference)s.") % {
                "reference": reference_in_words(now.reference, self._sources)
            }
        if now.market and now.reference.source != SAME_CURRENCY:
            yield _(
                "The official rate of the %(currency)s is far from the rate on the street. "
                "What you gain or lose against it says little."
            ) % {"currency": formats.currency_name(now.market.currency)}
