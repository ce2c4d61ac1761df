"""A quiz as fields: what an operator sees, types and is told of, and what comes of it."""

import re
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.http import QueryDict

from support.forms import ArticleForm
from support.models import Article
from tests.providers.handed_in import text
from tests.support.entries import article, as_sent, question
from tests.support.test_admin import A_TEXT, ARTICLES, change

pytestmark = pytest.mark.django_db
SAME = A_TEXT | {"title": "Fee or rate?", "body": "Both.\r\n", "source": "", "position": "0"}


def reviewed(quiz: list[dict[str, Any]]) -> Article:
    """A lesson that somebody reviewed; saving SAME changes nothing of it but its quiz."""
    by: dict[str, Any] = {"reviewed_on": date(2026, 11, 3), "reviewed_by": "hana"}
    return article(title="Fee or rate?", body="Both.\n", quiz=quiz, **by)


def form(client: Any, lesson: Article) -> str:
    """The page on which a text is edited."""
    return text(client.get(f"{ARTICLES}{lesson.pk}/change/"))


def fields(page: str) -> dict[str, str]:
    """What a browser would send of the quiz on a page, if nobody touched it."""
    found = {
        name: unescape(typed)
        for name, typed in re.findall(r'<input type="text" name="(quiz-[^"]+)"[^>]* value="([^"]*)"', page)
    }
    # The first line break in a text area is none of its text, and a browser ends lines with two characters.
    areas = re.findall(r'<textarea name="(quiz-[^"]+)"[^>]*>\n?(.*?)</textarea>', page, re.DOTALL)
    found |= {name: unescape(typed).replace("\n", "\r\n") for name, typed in areas}
    marks = re.findall(r'type="radio" name="([^"]+)" value="(\d)" checked', page)
    return found | dict(marks)


def told(page: str) -> list[str]:
    """What is said to be wrong with the quiz."""
    return [unescape(said) for said in re.findall(r"question \d+: [^<]+", page)]


class TestSeeing:
    def test_a_question_has_rows_to_spare_and_an_empty_one_follows(self, admin_client: Any) -> None:
        seen = fields(form(admin_client, article(quiz=[question()])))
        assert seen == {
            "quiz-0-question": "What is 1 + 1?",
            **{"quiz-0-option-0": "1", "quiz-0-option-1": "2", "quiz-0-option-2": "3"},
            **{"quiz-0-option-3": "", "quiz-0-option-4": ""},
            "quiz-0-answer": "1",
            "quiz-0-why": "One more than 1.",
            "quiz-1-question": "",
            **{f"quiz-1-option-{row}": "" for row in range(4)},
            "quiz-1-why": "",
        }

    @pytest.mark.parametrize(("options", "rows"), [(2, 4), (3, 5), (4, 6), (5, 6), (6, 6)])
    def test_no_more_rows_than_a_question_may_have_options(
        self, admin_client: Any, options: int, rows: int
    ) -> None:
        lesson = article(quiz=[question(options=[str(number) for number in range(options)])])
        assert len(re.findall(r'name="quiz-0-option-\d"', form(admin_client, lesson))) == rows

    def test_every_field_has_a_label_of_its_own(self, admin_client: Any) -> None:
        page = form(admin_client, article(quiz=[question(), question(question="And 2 + 2?")]))
        ids = re.findall(r'id="(id_quiz-[^"]+)"', page)
        assert len(ids) == len(set(ids)) == 2 + 5 + 2 + 5 + 2 + 4
        assert sorted(re.findall(r'<label for="(id_quiz-[^"]+)"', page)) == sorted(ids)
        radios = re.findall(
            r"<label[^>]*><input type=\"radio\"[^>]*> <span[^>]*>(Option \d is)</span> right", page
        )
        assert len(radios) == 5 + 5 + 4

    @pytest.mark.parametrize(
        ("entry", "is_open"),
        [
            ({"kind": "lesson"}, True),
            ({"kind": "page", "country": "MX"}, False),
            ({"kind": "page", "country": "MX", "quiz": [question()]}, True),
        ],
    )
    def test_it_is_folded_away_in_a_text_that_is_no_lesson_and_has_none(
        self, admin_client: Any, entry: dict[str, Any], is_open: bool
    ) -> None:
        page = form(admin_client, article(**entry))
        assert re.findall(r'<details class="desk quiz-fields" aria-label="Quiz"( open)?>', page) == [
            " open" if is_open else ""
        ]

    def test_markup_is_shown_as_it_is_typed(self, admin_client: Any) -> None:
        hostile = '"><script>alert(1)</script></textarea>'
        lesson = article(quiz=[question(question=hostile, options=[hostile, "2"], why=hostile)])
        page = form(admin_client, lesson)
        assert "<script>alert" not in page
        assert fields(page)["quiz-0-option-0"] == hostile
        assert "<script>alert" not in change(admin_client, lesson, **as_sent(lesson.quiz), slug="No slug")
        change(admin_client, lesson, **fields(page))
        assert lesson.quiz[0]["options"][0] == hostile


class TestSaving:
    @pytest.mark.parametrize(
        "quiz",
        [
            [],
            [question()],
            [question(answer=0), question(options=list("abcdef"), answer=5)],
            [question(question="Two\nlines?", options=["a\nb", " c "], why="One.\n\nAnother.\n")],
            [question(question="كم يساوي ١ + ١؟", options=["100\u00a0%", "“2”"], why="'\"&<>")],
        ],
    )
    def test_what_is_saved_as_it_is_shown_is_no_change(
        self, admin_client: Any, quiz: list[dict[str, Any]]
    ) -> None:
        lesson = reviewed(quiz)
        sent = fields(form(admin_client, lesson))
        typed = ArticleForm(SAME | sent, instance=lesson)
        assert typed.is_valid()
        assert typed.changed_data == []
        change(admin_client, lesson, **SAME | sent)
        assert (lesson.quiz, lesson.reviewed_by) == (quiz, "hana")

    def test_a_form_without_a_quiz_leaves_it_as_it_is(self, admin_client: Any) -> None:
        lesson = reviewed([question()])
        change(admin_client, lesson, **SAME)
        assert (lesson.quiz, lesson.reviewed_by) == ([question()], "hana")

    def test_the_empty_question_adds_one_when_it_is_filled_in(self, admin_client: Any) -> None:
        lesson, more = (
            article(quiz=[question()]),
            question(question="And 2 + 2?", options=["4", "5"], answer=0),
        )
        sent = fields(form(admin_client, lesson)) | as_sent([more], first=1)
        change(admin_client, lesson, **sent)
        assert lesson.quiz == [question(), more]

    def test_a_text_is_made_with_its_quiz(self, admin_client: Any) -> None:
        admin_client.post(f"{ARTICLES}add/", A_TEXT | as_sent([question()]))
        assert Article.objects.get().quiz == [question()]

    def test_an_emptied_question_is_left_out_though_an_option_is_marked(self, admin_client: Any) -> None:
        lesson, kept = article(quiz=[question(), question(question="And 2 + 2?")]), question()
        nothing = {"question": " ", "options": ["", "\t"], "answer": 1, "why": "\r\n"}
        change(admin_client, lesson, **as_sent([nothing, kept]))
        assert lesson.quiz == [kept]
        change(admin_client, lesson, **as_sent([nothing]))
        assert lesson.quiz == []

    @pytest.mark.parametrize(
        ("options", "marked", "kept", "answer"),
        [
            (["", "2", "3"], 1, ["2", "3"], 0),
            (["1", "", "3"], 2, ["1", "3"], 1),
            (["", "", "1", "", "4"], 4, ["1", "4"], 1),
            (["1", "2", ""], 0, ["1", "2"], 0),
        ],
    )
    def test_the_mark_stays_with_its_option_when_rows_are_emptied(
        self, admin_client: Any, options: list[str], marked: int, kept: list[str], answer: int
    ) -> None:
        lesson = article(quiz=[question()])
        change(admin_client, lesson, **as_sent([question(options=options, answer=marked)]))
        assert lesson.quiz == [question(options=kept, answer=answer)]

    def test_another_right_answer_is_a_change_that_wants_a_review(self, admin_client: Any) -> None:
        lesson = reviewed([question()])
        change(admin_client, lesson, **SAME | as_sent([question(answer=2)]))
        assert lesson.quiz == [question(answer=2)]
        assert (lesson.reviewed_on, lesson.reviewed_by) == (None, "")


class TestFaults:
    @pytest.mark.parametrize(
        ("changed", "sentences"),
        [
            ({"answer": None}, ["no option is marked as the right one"]),
            ({"question": ""}, ["question says nothing"]),
            ({"why": "x" * 1001}, ["why has more than 1000 characters"]),
            ({"why": "", "answer": None}, ["why says nothing", "no option is marked as the right one"]),
            ({"options": ["1", "1", "2"]}, ["two options are the same"]),
            ({"options": ["1", "x" * 301]}, ["an option has more than 300 characters"]),
            ({"options": ["1\x00", "2"]}, ["an option is not text"]),
            ({"options": ["2", ""], "answer": 0}, ["a question has 2 to 6 options, this one has 1"]),
            ({"options": list("abcdefg")}, ["a question has 2 to 6 options, this one has 7"]),
            (
                {"options": ["1", "", "3"], "answer": 1},  # what was right is gone
                ["no option is marked as the right one"],
            ),
        ],
    )
    def test_it_is_said_in_which_question_and_what_was_typed_is_shown_again(
        self, admin_client: Any, changed: dict[str, Any], sentences: list[str]
    ) -> None:
        lesson = article(quiz=[question()])
        wrong = question(question="And 2 + 2?") | changed
        page = change(admin_client, lesson, **as_sent([question(), wrong]))
        assert told(page) == [f"question 2: {sentence}" for sentence in sentences]
        assert lesson.quiz == [question()]
        seen = fields(page)
        options = [seen[f"quiz-1-option-{row}"] for row in range(len(wrong["options"]))]
        assert [each for each in options if each] == [each for each in wrong["options"] if each]
        assert (seen["quiz-1-question"], seen["quiz-1-why"]) == (wrong["question"], wrong["why"])
        assert seen["quiz-2-question"] == ""

    def test_questions_are_counted_as_they_are_shown_again(self, admin_client: Any) -> None:
        emptied = {"question": "", "options": ["", ""], "answer": 0, "why": ""}
        page = change(admin_client, article(), **as_sent([emptied, question(why="")]))
        assert told(page) == ["question 1: why says nothing"]
        assert fields(page)["quiz-0-question"] == "What is 1 + 1?"


class TestHostileInput:
    def test_thousands_of_fields_are_refused(self, admin_client: Any) -> None:
        lesson = article(quiz=[question()])
        many = {f"quiz-0-option-{row}": "x" for row in range(5_000)}
        answer = admin_client.post(f"{ARTICLES}{lesson.pk}/change/", A_TEXT | as_sent([question()]) | many)
        assert answer.status_code == 400
        lesson.refresh_from_db()
        assert lesson.quiz == [question()]

    def test_hundreds_of_questions_are_read_and_kept_to_the_rules(self, admin_client: Any) -> None:
        sent = {f"quiz-{place}-question": "?" for place in range(900)}
        page = change(admin_client, article(), **sent)
        assert "question 900: why says nothing" in page

    @pytest.mark.parametrize("marked", ["3", "7", "-1", "1.0", "١", "", "x", "1" * 5_000])
    def test_a_mark_on_no_option_is_none(self, admin_client: Any, marked: str) -> None:
        lesson = article()
        page = change(admin_client, lesson, **as_sent([question()]) | {"quiz-0-answer": marked})
        assert told(page) == ["question 1: no option is marked as the right one"]

    @pytest.mark.parametrize("place", ["2", "-1", "99999999999", "00", "x"])
    def test_a_field_of_a_question_beyond_the_next_is_not_looked_at(
        self, admin_client: Any, place: str
    ) -> None:
        lesson = article()
        stray = {f"quiz-{place}-question": "?", f"quiz-0-option-{place}5": "4"}
        change(admin_client, lesson, **as_sent([question()]) | stray)
        assert lesson.quiz == [question()]

    def test_a_question_without_its_other_fields_is_told_of(self) -> None:
        typed = ArticleForm(QueryDict("quiz-0-question=%00&quiz-0-answer=0&quiz-0-answer=1"))
        assert [each for each in typed.errors["quiz"] if "not text" in each] == [
            "question 1: question is not text"
        ]
