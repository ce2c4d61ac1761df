"""The comparison that is passed on: the same question and the same answer as on its page."""

from collections.abc import Mapping
from datetime import datetime

from corridors import comparison
from corridors.asking import parse_question
from corridors.domain.codes import Mode
from corridors.models import Corridor
from corridors.pages import links
from corridors.pages.answers import AnswerPage
from corridors.pages.send import suggested_amount


def answer_page(corridor: Corridor, given: Mapping[str, str], *, now: datetime) -> AnswerPage:
    """The answer to what an address asks of a corridor. Six queries at most.

    Raises:
        AskingError: the question cannot be understood.
    """
    parameters = links.given(given)
    if "amount" not in parameters and parameters.get("mode") != Mode.RECEIVE:
        parameters |= suggested_amount(corridor)
    asked = parse_question(parameters, today=now.date())
    return AnswerPage(comparison.answer(corridor, asked, now=now), parameters, {})
