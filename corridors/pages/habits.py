"""Cost of habits: /send/ae-ph/habits/?amount=1000&times=12."""

from collections.abc import Mapping
from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from corridors import formats, habits, selectors
from corridors.asking import Asked, AskingError, parse_question
from corridors.domain.break_even import Stretch
from corridors.domain.rhythms import MONTHLY, cheapest_rhythm, in_a_year
from corridors.domain.targets import SDG_GLOBAL_TARGET_PERCENT
from corridors.models import Corridor
from corridors.pages import links, yearly
from corridors.pages.answers import AnswerPage, WayOn
from corridors.pages.headline import size_of
from corridors.pages.places import names_of
from corridors.pages.responses import public_page
from corridors.pages.unknown import unknown_corridor
from corridors.wording import Text
from remitcompare.money import payable_step, plain

# What a person who changes a habit does not choose anew: an exact amount to arrive, a past day, a currency.
LEFT_OUT = ("mode", "as_of", "send_currency", "receive_currency")

SAVING_BY_MORE: Mapping[int, Text] = {
    52: gettext_lazy(
        "Sending every week instead would save about %(amount)s a year. "
        "Your family waits less for each transfer."
    ),
    26: gettext_lazy(
        "Sending every two weeks instead would save about %(amount)s a year. "
        "Your family waits less for each transfer."
    ),
    12: gettext_lazy(
        "Sending every month instead would save about %(amount)s a year. "
        "Your family waits less for each transfer."
    ),
    6: gettext_lazy(
        "Sending every two months instead would save about %(amount)s a year. "
        "Your family waits less for each transfer."
    ),
}


class OneTransfer(AnswerPage):
    """The comparison for one of a year's transfers: its state, its filters, its taxes."""

    @cached_property
    def other_currencies(self) -> list[WayOn]:
        """None: a habit is worked out in the corridor's own currencies."""
        return []


class HabitsPage:
    """A year of the same money in each rhythm, as the template shows it. `parameters` is what was asked."""

    def __init__(
        self, corridor: Corridor, asked: Asked, parameters: Mapping[str, str], *, now: datetime
    ) -> None:
        self.corridor, self.asked, self.parameters = corridor, asked, parameters
        self.times = yearly.times_in(parameters)
        self._send = corridor.send_currency
        self._step = payable_step(self._send)
        self.years = habits.rhythms(
            corridor,
            yearly=in_a_year(each=asked.amount, times=self.times),
            step=self._step,
            filters=asked.filters,
            now=now,
        )

    @property
    def rows(self) -> list[tuple[yearly.RhythmRow, str]]:
        """Each rhythm, and with whom its best way is; "" where no price is known."""
        rows = yearly.rhythm_rows(
            self.years, chosen=self.times, send=self._send, receive=self.corridor.receive_currency
        )
        providers = (year.best.offer.provider.name if year.best else "" for year in self.years.values())
        return list(zip(rows, providers, strict=True))

    @cached_property
    def one(self) -> OneTransfer | None:
        """The comparison for one transfer in the chosen rhythm; None where all are too small to be asked."""
        answered = self.years[self.times].answer
        if answered is None:
            other = next((year.answer for year in self.years.values() if year.answer), None)
            answered = other and habits.asked_anew(other, self.asked.amount)
        return OneTransfer(answered, self.parameters, {}) if answered else None

    @property
    def is_sandbox(self) -> bool:
        return self.one is not None and self.one.is_sandbox

    @property
    def is_priced(self) -> bool:
        """Whether any price is known for the chosen rhythm."""
        return self.years[self.times].best is not None

    @property
    def is_any_priced(self) -> bool:
        """Whether any price is known for any rhythm."""
        return any(year.best for year in self.years.values())

    @property
    def has_gaps(self) -> bool:
        """Whether the table lacks what some rhythm costs because no price is known."""
        return not all(year.best for year in self.years.values())

    @property
    def cost(self) -> str:
        """What a year costs in the chosen rhythm, by the best way; "" where it is not known."""
        cost = self.years[self.times].cost
        return "" if cost is None else formats.money(cost, self._send)

    @property
    def size(self) -> str:
        return size_of(self.cost)

    @property
    def cheaper(self) -> str:
        """What sending less or more often saves; "" where neither saves anything, or it is not known."""
        known = {times: year.cost for times, year in self.years.items() if year.cost is not None}
        cheapest = cheapest_rhythm(known, now=self.times, step=self._step)
        if cheapest is None:
            return ""
        times, saved = cheapest
        amount = formats.money(saved, self._send)
        if times < self.times:
            return yearly.rarer_in_words(times, amount)
        return str(SAVING_BY_MORE[times]) % {"amount": amount}

    @property
    def taxes(self) -> list[str]:
        """The sending country's taxes where some of the figures have one in them."""
        is_taxed = any(year.best and year.best.payment.tax for year in self.years.values())
        return self.one.taxes if self.one and is_taxed else []

    @property
    def filters(self) -> list[WayOn]:
        """The filters that it is worked out with, in words, and what removes each."""
        fields = self.one.filters.values() if self.one else ()
        return [
            WayOn(field.says, links.changed(self.parameters, **{field.name: None}))
            for field in fields
            if field.chosen
        ]

    # Where the break-even lies

    @cached_property
    def _break_even(self) -> habits.BreakEven | None:
        return habits.break_even(self.years, share=SDG_GLOBAL_TARGET_PERCENT)

    @property
    def best_from(self) -> list[str]:
        """Which provider is best from which amount on; nothing where it is one for all."""
        found = self._break_even
        if found is None or len(found.providers) < 2:
            return []
        return [
            _("From %(amount)s at a time: %(provider)s")
            % {"amount": formats.money(turn.amount, self._send), "provider": turn.truth}
            if turn.truth
            else _("From %(amount)s at a time: no price is known")
            % {"amount": formats.money(turn.amount, self._send)}
            for turn in found.providers
        ]

    @property
    def cheap(self) -> list[str]:
        """At which amounts sending costs no more than the goal of the United Nations, a sentence each."""
        found = self._break_even
        if found is None or found.cheap is None:
            return []
        percent = {"percent": formats.percent(found.share)}
        are_cheap = [habits.costs_at_most(year.best, found.share) for year in self.years.values()]
        if all(are_cheap):
            return [_("By the best way each of these transfers costs %(percent)s or less.") % percent]
        if not found.cheap:
            return [_("We know no amount that costs %(percent)s or less, even by the best way.") % percent]
        said = [self._cheap_over(stretch, percent) for stretch in found.cheap]
        if self.is_any_priced and not any(are_cheap):
            said.insert(0, _("None of these transfers is known to cost %(percent)s or less.") % percent)
        return said

    def _cheap_over(self, stretch: Stretch, percent: Mapping[str, str]) -> str:
        low = formats.money(stretch.low, self._send)
        if stretch.high is None:
            values = {**percent, "amount": low}
            return _("From %(amount)s at a time the best way costs %(percent)s or less.") % values
        values = {**percent, "least": low, "most": formats.money(stretch.high, self._send)}
        return _("From %(least)s to %(most)s at a time the best way costs %(percent)s or less.") % values


@public_page
def cost_of_habits(request: HttpRequest, slug: str) -> HttpResponse:
    """The same money sent more or less often: what each costs in a year. Seven queries at most."""
    if slug != slug.lower():
        return HttpResponsePermanentRedirect(request.get_full_path().replace(slug, slug.lower(), 1))
    corridor = selectors.corridor_of(slug)
    if corridor is None:
        return unknown_corridor(request, slug)
    given = {name: value for name, value in links.given(request.GET).items() if name not in LEFT_OUT}
    usual = selectors.usual_amounts(corridor)
    parameters = {**({"amount": plain(usual[0])} if usual else {}), **given}
    now = timezone.now()
    context: dict[str, object] = {
        "names": names_of(corridor),
        "currency": corridor.send_currency,
        "amount": parameters.get("amount", ""),
        "rhythms": yearly.rhythm_choices(parameters),
        "kept": links.kept_beside(parameters, ("amount", links.TIMES, links.LANGUAGE)),
    }
    try:
        asked = parse_question(parameters, today=now.date())
    except AskingError as error:
        context["wrong"] = error.fields
        return render(request, "corridors/habits.html", context, status=400)
    is_usual_rhythm = yearly.times_in(parameters) == MONTHLY
    context |= {
        "page": HabitsPage(corridor, asked, parameters, now=now),
        "compare": links.changed(parameters),
        "usual": [
            WayOn(
                formats.money(amount, corridor.send_currency), links.changed(parameters, amount=plain(amount))
            )
            for amount in usual
        ],
        "made": formats.day(now.date()),
        "here": links.changed(parameters, **({links.TIMES: None} if is_usual_rhythm else {})),
    }
    return render(request, "corridors/habits.html", context)
