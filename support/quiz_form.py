"""The quiz of a text as fields that anyone can fill in; support/rules.py says what may stand in them.

No script is needed: below the questions there are stands an empty one, and below the options of each a few
empty rows. What is left empty, or is emptied, is left out.
"""

import re
from collections.abc import Iterable, Mapping
from itertools import chain, count, islice, repeat, takewhile
from typing import Any

from django import forms

from support.rules import MOST_OPTIONS

Question = dict[str, Any]  # {question, options, answer: which of them, from 0, or None while none is, why}

EMPTY: Question = {"question": "", "options": [], "answer": None, "why": ""}
LINE_BREAKS = re.compile(r"\s*[\r\n]+\s*")
# Of options: at least so many rows, and so many empty ones, as far as a question may have that many options.
ROWS, SPARE_ROWS = 4, 2


class QuizWidget(forms.Widget):
    """Draws the questions of a quiz, and reads what was typed back into the list that is stored."""

    template_name = "admin/support/quiz.html"
    use_fieldset = True  # many fields in one: a label of the whole would lead to none of them
    is_folded = False

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return f"{name}-0-question" not in data

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[Question] | None:
        """The questions that say anything, in their order; None where no field of a quiz was sent at all.

        An unbroken row of fields is read and no other name is looked for: numbers that somebody invents cost
        nothing. How many fields a browser may send is Django's DATA_UPLOAD_MAX_NUMBER_FIELDS.
        """
        if self.value_omitted_from_data(data, files, name):
            return None
        typed = [_typed(data, prefix) for prefix in _sent(data, name, "-question")]
        return [each for each in typed if each["question"] or each["options"] or each["why"]]

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        known: list[Question] = value or []
        context["widget"] |= {
            "questions": [*map(_drawn, known), _drawn(EMPTY)],
            "is_open": bool(known) or not self.is_folded,
            "count": len(known),
        }
        return context


class QuizField(forms.Field):
    """A list of questions. One that is stored with line breaks is the same without: no input keeps them."""

    widget = QuizWidget

    def prepare_value(self, value: Any) -> list[Question]:
        return in_lines(value or [])

    def has_changed(self, initial: Any, data: Any) -> bool:
        return data is not None and in_lines(initial or []) != data


def in_lines(quiz: Iterable[Question]) -> list[Question]:
    """A quiz with every text of it in one line, as a browser sends it."""
    return [
        each
        | {"question": _line(each["question"]), "why": _line(each["why"])}
        | {"options": [_line(option) for option in each["options"]]}
        for each in quiz
    ]


def _line(text: str) -> str:
    return LINE_BREAKS.sub(" ", text).strip()


def _sent(data: Mapping[str, Any], prefix: str, suffix: str = "") -> list[str]:
    """Names from number 0 on, as far as a field of each was sent."""
    names = (f"{prefix}-{number}" for number in count())
    return list(takewhile(lambda name: f"{name}{suffix}" in data, names))


def _typed(data: Mapping[str, Any], prefix: str) -> Question:
    """A question without its empty rows: the mark stays with its option, and is gone with an emptied one."""
    rows = [_line(data[name]) for name in _sent(data, f"{prefix}-option")]
    kept = [row for row, option in enumerate(rows) if option]
    marked = data.get(f"{prefix}-answer")
    return {
        "question": _line(data[f"{prefix}-question"]),
        "options": [rows[row] for row in kept],
        "answer": next((place for place, row in enumerate(kept) if str(row) == marked), None),
        "why": _line(data.get(f"{prefix}-why", "")),
    }


def _drawn(question: Question) -> dict[str, Any]:
    """A question with a row for each option, whether it is the right one, and some empty rows."""
    options: list[str] = question["options"]
    rows = max(len(options), min(MOST_OPTIONS, max(ROWS, len(options) + SPARE_ROWS)))
    filled = islice(chain(options, repeat("")), rows)
    return question | {"rows": [(option, row == question["answer"]) for row, option in enumerate(filled)]}
