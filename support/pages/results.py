"""A plan in words: what can be sent, what rarer sending saves, debt and goal."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from corridors import formats
from corridors.domain.rates import SAME_CURRENCY
from corridors.models import Corridor
from corridors.pages import options
from corridors.pages.headline import seen_month, size_of
from corridors.pages.yearly import RhythmRow, rarer_in_words, rhythm_rows
from support.pages.year import Year, cost_in_words, reference_in_words
from support.plan import DEBT_MONTHS, Plan


class Results:
    """A plan as the template shows it. `sources` names the sources of reference rates by key."""

    def __init__(self, plan: Plan, corridor: Corridor, sources: dict[str, str]) -> None:
        self.plan = plan
        self.year = Year(plan, corridor, sources)
        self._sources = sources
        self._send, self._receive = corridor.send_currency, corridor.receive_currency

    def _paid(self, amount: Decimal) -> str:
        return formats.money(amount, self._send)

    def _got(self, amount: Decimal) -> str:
        return formats.money(amount, self._receive)

    # What can be sent

    @property
    def is_short(self) -> bool:
        """Whether more goes out than comes in."""
        return self.plan.month.remains < 0

    @property
    def is_put_aside(self) -> bool:
        """Whether it is only what is put aside that leaves nothing to be sent, and more than there is."""
        return not self.is_short and self.plan.month.left < 0

    @property
    def can_send(self) -> bool:
        """Whether something is left to send each time."""
        return self.plan.chosen.each > 0

    @property
    def owes(self) -> bool:
        """Whether there is a debt."""
        return bool(self.plan.numbers.debt_owed or self.plan.month.debt)

    @property
    def _left(self) -> Decimal:
        """What is left; where more goes out than comes in nothing can be put aside from it."""
        month = self.plan.month
        return month.remains if self.is_short else month.left

    @property
    def number(self) -> str:
        """What can be sent in a month or, where nothing can, what is lacking."""
        return self._paid(abs(self._left))

    @property
    def size(self) -> str:
        return size_of(self.number)

    @property
    def sums(self) -> list[tuple[str, str]]:
        """How the month comes to what is left; lines that are nothing are left out."""
        month = self.plan.month
        lines = [
            (_("Pay that is sure"), month.income),
            (_("What you need to live"), -month.living),
            (_("Debt"), -month.debt),
        ]
        if not self.is_short:
            lines += [(_("For bad days"), -month.bad_days), (_("For your goal"), -month.goal)]
        return [(label, self._paid(amount)) for label, amount in lines if amount]

    @property
    def left(self) -> str:
        return self._paid(self._left)

    @property
    def family(self) -> Iterator[str]:
        """What the family gets, and whether it is enough."""
        gets, over = self.plan.family_gets, self.plan.over
        if gets is not None:
            yield _("Your family gets up to %(amount)s a month.") % {"amount": self._got(gets)}
        if over is not None and over >= 0:
            yield _("That covers what your family needs, with %(amount)s over.") % {"amount": self._got(over)}
        elif over is not None:
            yield _("Your family needs %(amount)s more than that each month.") % {"amount": self._got(-over)}

    @property
    def best(self) -> str:
        """The best way to send one of the chosen rhythm's transfers, or that none is known."""
        chosen = self.plan.chosen
        if chosen.best is None or chosen.answer is None:
            return _(
                "No price is known for %(amount)s between these countries. We cannot work out the cost."
            ) % {"amount": self._paid(chosen.each)}
        best, asked = chosen.best, chosen.answer.question
        return _("Best way for %(amount)s: %(provider)s. %(seen)s.") % {
            "amount": self._paid(chosen.each),
            "provider": best.offer.provider.name,
            "seen": options.seen_in_words(best.offer, best.payment.basis, asked),
        }

    @property
    def is_sandbox(self) -> bool:
        answer = self.plan.chosen.answer
        return answer is not None and any(offer.provider.sandbox for offer in answer.offers)

    @property
    def seen_month(self) -> str:
        """The month of a survey whose prices stand in for today's; "" where prices are of now."""
        answer = self.plan.chosen.answer
        return seen_month(answer) if answer else ""

    # Rarer

    @property
    def rhythms(self) -> list[RhythmRow]:
        years = self.plan.rhythms
        rows = rhythm_rows(years, chosen=self.plan.numbers.times, send=self._send, receive=self._receive)
        return [
            row if year.cost is None else replace(row, cost=cost_in_words(year.cost, self._send))
            for row, year in zip(rows, years.values(), strict=True)
        ]

    @property
    def has_gaps(self) -> bool:
        """Whether the table lacks what some rhythm costs."""
        return any(year.cost is None for year in self.plan.rhythms.values())

    @property
    def rarer(self) -> str:
        """What sending less often saves; "" where it saves nothing or is not known."""
        if self.plan.cheaper is None:
            return ""
        times, saved = self.plan.cheaper
        return rarer_in_words(times, self._paid(saved))

    # Debt and goal

    @property
    def later(self) -> list[str]:
        """What is to be said of debt and goal."""
        return [*self.debt, *self.goal]

    @property
    def debt(self) -> Iterator[str]:
        """How long the debt lasts, what it costs, and what is free after it."""
        numbers, paid_off = self.plan.numbers, self.plan.paid_off
        if not numbers.debt_owed:
            return
        payment = {"amount": self._paid(self.plan.month.debt), "count": DEBT_MONTHS}
        if numbers.debt_payment is None:
            yield (
                ngettext(
                    "We count with paying it back in %(count)s month: %(amount)s a month.",
                    "We count with paying it back in %(count)s months: %(amount)s a month.",
                    DEBT_MONTHS,
                )
                % payment
            )
        if paid_off is None:
            yield (
                _("With %(amount)s a month the debt is never paid off. Ask an organisation for help.")
                % payment
            )
            return
        yield ngettext(
            "Your debt is paid in %(count)s month, if nothing changes.",
            "Your debt is paid in %(count)s months, if nothing changes.",
            paid_off.months,
        ) % {"count": paid_off.months}
        if paid_off.interest:
            yield _("Until then its interest comes to %(amount)s.") % {
                "amount": self._paid(paid_off.interest)
            }
        yield _("After that, %(amount)s a month is free for your goal or your family.") % payment

    @property
    def goal(self) -> Iterator[str]:
        """When the goal is reached, and when if what switching saves is put aside too.

        Nothing where nothing can be put aside.
        """
        plan = self.plan
        if not plan.numbers.goal or self.is_short:
            return
        months, switched = plan.goal_months, plan.goal_months_if_switched
        if months == 0:
            yield _("You have reached your goal already.")
            return
        if self.is_put_aside:
            yield from self._goal_with_less(months)
            return
        if months is None:
            yield _("Put something more aside each month, and we can say when you reach your goal.")
        else:
            yield ngettext(
                "You reach your goal in %(count)s month.", "You reach your goal in %(count)s months.", months
            ) % {"count": months}
        if switched is not None and plan.saves and (months is None or switched < months):
            yield ngettext(
                "With the %(amount)s a year that switching saves, you reach it in %(count)s month.",
                "With the %(amount)s a year that switching saves, you reach it in %(count)s months.",
                switched,
            ) % {"amount": self._paid(plan.saves), "count": switched}

    def _goal_with_less(self, months: int | None) -> Iterator[str]:
        """When the goal is reached with what can be put aside for it where all together is too much."""
        if months is not None:
            yield ngettext(
                "With %(amount)s a month for your goal you reach it in %(count)s month.",
                "With %(amount)s a month for your goal you reach it in %(count)s months.",
                months,
            ) % {"amount": self._paid(self.plan.month.for_goal), "count": months}

    # Against what

    @property
    def reference(self) -> str:
        """The reference rate, its source and day; "" where there is none or nothing is exchanged."""
        answer = self.plan.chosen.answer
        cross = answer.reference_rate if answer else None
        if cross is None or cross.source == SAME_CURRENCY:
            return ""
        return reference_in_words(cross, self._sources)
