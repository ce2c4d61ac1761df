"""The comparison page as lines of text, for a terminal: the same words and figures, in the same order."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from corridors import formats
from corridors.formats import NO_BREAK_SPACE
from corridors.pages.answers import AnswerPage, State
from corridors.pages.options import OptionRow
from corridors.pages.places import names_of

INDENT = "     "


def lines_of(page: AnswerPage) -> Iterator[str]:
    """The page line by line, from the two countries to the rate that costs are measured against."""
    for line in _sections(page):
        yield line.replace(NO_BREAK_SPACE, " ").rstrip()


def _sections(page: AnswerPage) -> Iterator[str]:
    names = names_of(page.answer.corridor)
    yield f"{names.source.name} → {names.destination.name}"
    if page.is_sandbox:
        yield _("Sandbox prices: invented for trying the site.")
    yield from _headline(page) if page.state is State.RANKED else _nothing(page)
    width = max((len(row.amount) for row in page.rows), default=0)
    for row in page.rows:
        yield from _option(row, width)
    if page.unranked:
        yield ""
        yield _("Not ranked (%(count)s)") % {"count": page.unranked_count}
        for group in page.unranked:
            companies = (f"{name} ({known})" if known else name for name, known in group.companies)
            yield f"  – {group.sentence} {', '.join(companies)}"
    if page.reference:
        yield ""
        yield _("Exchange rate used for comparison: %(rate)s.") % {"rate": page.reference}


def _headline(page: AnswerPage) -> Iterator[str]:
    headline = page.headline
    assert headline is not None  # something is ranked
    yield from _banner(page)
    yield ""
    # Lines of their own, as on the page: no language has to say the three in this order in one breath.
    yield headline.lead
    yield INDENT + headline.number
    yield INDENT + _("with %(provider)s") % {"provider": headline.provider}
    yield _in_sentences(headline.pay, headline.arrives, headline.seen)
    yield " ".join(filter(None, (headline.worst, headline.usual, headline.yearly)))
    if headline.footnote:
        yield headline.footnote
    yield from page.taxes
    yield ""
    count = len(page.rows)
    yield ngettext("%(count)s way to send", "%(count)s ways to send, best first", count) % {"count": count}


def _banner(page: AnswerPage) -> Iterator[str]:
    if page.warning:
        yield " ".join(filter(None, (page.warning, page.advice)))


def _option(row: OptionRow, width: int) -> Iterator[str]:
    name = _("%(provider)s [sandbox]") % {"provider": row.provider} if row.is_sandbox else row.provider
    yield f"{row.rank:>3}  {row.amount:>{width}}  {name}"
    cost = (
        _("What it costs: %(cost)s (%(percent)s)") % {"cost": row.cost, "percent": row.cost_percent}
        if row.cost
        else _("Cost not known: no reference rate")
    )
    yield INDENT + _in_sentences(cost, row.pay, row.arrives, row.speed, row.seen)


def _in_sentences(*said: str) -> str:
    """Sentences without their full stops, each given one; "" says nothing."""
    return " ".join(formats.sentence(each) for each in said if each)


def _nothing(page: AnswerPage) -> Iterator[str]:
    """Why nothing is ranked, and the way on."""
    yield why_nothing(page)
    if page.state is State.FILTERED_OUT and page.filter_to_drop:
        yield _("Most come back without this one: %(filter)s") % {"filter": page.filter_to_drop.label}
    if page.state is State.OUT_OF_RANGE and page.range:
        least, most = page.range
        yield _("Prices are known from %(least)s to %(most)s.") % {"least": least, "most": most}
    if page.other_currencies:
        ways = " · ".join(way.label for way in page.other_currencies)
        yield _("Other currencies: %(ways)s") % {"ways": ways}


def why_nothing(page: AnswerPage) -> str:
    """Why nothing is ranked, in a sentence."""
    match page.state:
        case State.NO_PRICES if page.past_day:
            return _("We know no price from before %(when)s.") % {"when": page.past_day}
        case State.NO_PRICES:
            return _("We know no price for this pair of countries yet.")
        case State.FILTERED_OUT:
            return _("No way to send is left with these filters.")
        case State.OUT_OF_RANGE:
            return _("We know no price near this amount.")
        case State.OTHER_CURRENCY:
            return _("No service here works in this currency.")
        case State.NO_REFERENCE_RATE:
            return _("We have prices, but no reference rate to compare them with.")
        case _:
            return _("None of the services here can be ranked.")
