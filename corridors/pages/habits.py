"""Cost of habits: /send/ae-ph/habits/?amount=1000&times=12."""

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from corridors import formats, habits, selectors
from corridors.asking import Asked, AskingError, parse_question
from corridors.comparison import Answer
from corridors.domain.rhythms import cheaper_rhythm, in_a_year
from corridors.domain.targets import SDG_GLOBAL_TARGET_PERCENT
from corridors.models import Corridor
from corridors.pages import headline, links, yearly
from corridors.pages.places import names_of
from corridors.pages.responses import public_page
from corridors.pages.send import suggested_amount
from corridors.pages.unknown import unknown_corridor
from remitcompare.money import payable_step

# What a person who changes a habit does not choose anew: an exact amount to arrive, a past day, a currency.
LEFT_OUT = ("mode", "as_of", "send_currency", "receive_currency")


class HabitsPage:
    """A year of the same money in each rhythm, as the template shows it."""

    def __init__(self, corridor: Corridor, years: dict[int, habits.Rhythm], *, times: int) -> None:
        self.corridor, self.years, self.times = corridor, years, times
        self._send = corridor.send_currency

    @property
    def rows(self) -> list[yearly.RhythmRow]:
        return yearly.rhythm_rows(
            self.years, chosen=self.times, send=self._send, receive=self.corridor.receive_currency
        )

    @cached_property
    def answer(self) -> Answer | None:
        """The comparison for one transfer in the chosen rhythm, or in any that can be asked."""
        chosen = self.years[self.times].answer
        return chosen or next((year.answer for year in self.years.values() if year.answer), None)

    @property
    def warning(self) -> str:
        return headline.warning(self.answer) if self.answer else ""

    @property
    def advice(self) -> str:
        return headline.advice(self.answer) if self.answer else ""

    @property
    def is_sandbox(self) -> bool:
        return self.answer is not None and any(offer.provider.sandbox for offer in self.answer.offers)

    @property
    def has_gaps(self) -> bool:
        """Whether the table lacks what some rhythm costs."""
        return any(year.cost is None for year in self.years.values())

    @property
    def cost(self) -> str:
        """What a year costs in the chosen rhythm, by the best way; "" where it is not known."""
        cost = self.years[self.times].cost
        return "" if cost is None else formats.money(cost, self._send)

    @property
    def rarer(self) -> str:
        """What sending less often saves; "" where it saves nothing or is not known."""
        known = {times: year.cost for times, year in self.years.items() if year.cost is not None}
        cheaper = cheaper_rhythm(known, now=self.times)
        return yearly.rarer_in_words(cheaper[0], formats.money(cheaper[1], self._send)) if cheaper else ""

    # Where the break-even lies

    @cached_property
    def _break_even(self) -> habits.BreakEven | None:
        ends = habits.smallest_and_largest(self.years)
        if self.answer is None or ends is None:
            return None
        return habits.break_even(self.answer, low=ends[0], high=ends[1], share=SDG_GLOBAL_TARGET_PERCENT)

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
    def cheap(self) -> str:
        """From which amount on sending costs no more than the goal of the United Nations."""
        found = self._break_even
        if found is None:
            return ""
        values = {"percent": formats.percent(found.share)}
        if found.is_always_cheap:
            return _("By the best way each of these transfers costs %(percent)s or less.") % values
        if found.cheap_from is None:
            return ""
        values["amount"] = formats.money(found.cheap_from, self._send)
        return _("From %(amount)s at a time the best way costs %(percent)s or less.") % values


@public_page
def cost_of_habits(request: HttpRequest, slug: str) -> HttpResponse:
    """The same money sent more or less often: what each costs in a year. Seven queries at most."""
    if slug != slug.lower():
        return HttpResponsePermanentRedirect(request.get_full_path().replace(slug, slug.lower(), 1))
    corridor = selectors.corridor_of(slug)
    if corridor is None:
        return unknown_corridor(request, slug)
    given = {name: value for name, value in links.given(request.GET).items() if name not in LEFT_OUT}
    parameters = {**suggested_amount(corridor), **given}
    context: dict[str, object] = {
        "names": names_of(corridor),
        "currency": corridor.send_currency,
        "amount": parameters.get("amount", ""),
        "rhythms": yearly.rhythm_choices(parameters),
        "kept": links.kept_beside(parameters, ("amount", links.TIMES, links.LANGUAGE)),
    }
    try:
        asked = parse_question(parameters, today=timezone.now().date())
    except AskingError as error:
        context["wrong"] = error.fields
        return render(request, "corridors/habits.html", context, status=400)
    context["page"] = _page(corridor, asked, times=yearly.times_in(parameters))
    context["compare"] = links.changed(parameters)
    return render(request, "corridors/habits.html", context)


def _page(corridor: Corridor, asked: Asked, *, times: int) -> HabitsPage:
    years = habits.rhythms(
        corridor,
        yearly=in_a_year(each=asked.amount, times=times),
        step=payable_step(corridor.send_currency),
        filters=asked.filters,
        now=timezone.now(),
    )
    return HabitsPage(corridor, years, times=times)
