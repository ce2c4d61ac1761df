"""Lessons, financial services and pages: what they say, in which language, and how sure it is."""

import re
from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from support.models import Article
from tests.pages.conftest import Read
from tests.support.entries import article, question

pytestmark = pytest.mark.django_db
UNSURE = "Not yet reviewed by a person on the ground."


class TestLessons:
    def test_they_are_listed_once_each_in_their_order(self, read: Read) -> None:
        article(slug="second", position=2)
        article(slug="first", position=1, summary="What it is about.")
        article(slug="first", language="vi", position=1)
        page = read("/lessons/")
        assert "first in en What it is about. second in en" in page
        assert "first in vi" not in page
        assert [link for link in page.links() if re.fullmatch(r"/lessons/[^?]+", link)] == [
            "/lessons/first/",
            "/lessons/second/",
        ]

    def test_each_is_listed_in_the_language_asked_for_where_it_is_written_in_it(self, read: Read) -> None:
        article(slug="first")
        article(slug="first", language="fr")
        article(slug="second")
        page = read("/lessons/?lang=fr")
        assert "first in fr second in en" in page
        assert "Not all of them are in French yet; the others are shown in another language." in page
        assert "Not all of them" not in read("/lessons/")
        assert "/lessons/first/?lang=fr" in page.links()

    def test_the_list_says_what_nobody_has_reviewed(self, read: Read) -> None:
        article(slug="a", position=1)
        article(slug="b", position=2)
        assert UNSURE in read("/lessons/")
        Article.objects.filter(slug="a").update(reviewed_on=date(2026, 11, 3))
        page = read("/lessons/")
        assert UNSURE not in page
        assert "a in en b in en not yet verified" in page
        Article.objects.update(reviewed_on=date(2026, 11, 3))
        assert "not yet verified" not in read("/lessons/")

    def test_without_any_it_says_so(self, read: Read) -> None:
        page = read("/lessons/")
        assert "No lesson is loaded yet." in page
        assert UNSURE not in page

    def test_it_costs_one_query(self, read: Read, django_assert_num_queries: DjangoAssertNumQueries) -> None:
        for language in ("en", "vi"):
            article(language=language)
        with django_assert_num_queries(1):
            read("/lessons/")


class TestLesson:
    def test_it_shows_its_text_its_drawing_and_what_it_is_made_from(self, read: Read) -> None:
        article(
            title="Fee or rate?",
            drawing="fee-or-rate.svg",
            drawing_alt="A balance.",
            source=["https://www.example.org/a/b"],
        )
        page = read("/lessons/fee-or-rate/")
        assert '<h1 lang="en" dir="ltr">Fee or rate?</h1>' in page.html
        assert "Some <em>words</em>." in page.html
        assert re.search(
            r'<img [^>]*src="/static/support/drawings/fee-or-rate.svg"[^>]* alt="A balance.">', page.html
        )
        assert "Made from: example.org" in page
        assert "https://www.example.org/a/b" in page.links()

    def test_a_drawing_that_is_there_no_more_is_left_out(self, read: Read) -> None:
        article(drawing="of-an-older-release.svg", drawing_alt="A balance.")
        page = read("/lessons/fee-or-rate/")
        assert page.status == 200
        assert 'class="drawing"' not in page.html

    def test_it_is_called_unreviewed_until_somebody_has_reviewed_it(self, read: Read) -> None:
        article(slug="a")
        article(slug="b", reviewed_on=date(2026, 11, 3), reviewed_by="hana")
        assert UNSURE in read("/lessons/a/")
        page = read("/lessons/b/")
        assert UNSURE not in page
        assert "Reviewed by a person on the ground on 3 November 2026." in page
        assert "hana" not in page.html

    def test_it_leads_to_the_next_one_and_the_last_to_none(self, read: Read) -> None:
        article(slug="a", position=1)
        article(slug="b", position=2)
        assert "Next lesson: b in en" in read("/lessons/a/")
        assert "Next lesson" not in read("/lessons/b/")

    def test_an_unknown_or_hidden_one_is_not_found(self, read: Read) -> None:
        article(slug="hidden", is_shown=False)
        for slug in ("hidden", "nothing", "Fee", "a%00"):
            assert read(f"/lessons/{slug}/").status == 404

    def test_it_costs_two_queries(
        self, read: Read, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        for language in ("en", "fil", "vi"):
            article(language=language)
        with django_assert_num_queries(2):
            read("/lessons/fee-or-rate/")


class TestLanguage:
    @pytest.fixture(autouse=True)
    def _in_three(self, db: None) -> None:
        for language in ("en", "fil", "fr", "ur"):
            article(language=language)

    def test_it_is_shown_in_the_language_asked_for_even_if_the_pages_are_not_in_it(self, read: Read) -> None:
        page = read("/lessons/fee-or-rate/?lang=fr")
        assert "fee-or-rate in fr" in page
        assert "There is no text in" not in page
        assert '<html lang="en">' in page.html

    def test_it_says_so_where_there_is_only_an_english_one(self, read: Read) -> None:
        page = read("/lessons/fee-or-rate/?lang=de")
        assert "fee-or-rate in en" in page
        assert "There is no text in German yet. This one is in English." in page

    def test_the_language_of_the_page_counts_where_the_address_names_none(self, read: Read) -> None:
        article(language="es")
        page = read("/lessons/fee-or-rate/", **{"Accept-Language": "es-MX"})
        assert "fee-or-rate in es" in page

    def test_without_an_english_one_any_is_shown(self, read: Read) -> None:
        article(slug="only", language="vi")
        assert "There is no text in English yet. This one is in Vietnamese." in read("/lessons/only/")

    def test_a_region_falls_back_to_its_language(self, read: Read) -> None:
        assert "fee-or-rate in fil" in read("/lessons/fee-or-rate/?lang=fil-PH")

    def test_its_other_languages_are_offered_under_their_own_names(self, read: Read) -> None:
        page = read("/lessons/fee-or-rate/?lang=fil")
        assert '<a href="/lessons/fee-or-rate/?lang=en" lang="en" hreflang="en">English</a>' in page.html
        assert '<a href="/lessons/fee-or-rate/?lang=ur" lang="ur" hreflang="ur">اردو</a>' in page.html

    def test_a_text_from_right_to_left_is_laid_out_so_within_the_page(self, read: Read) -> None:
        page = read("/lessons/fee-or-rate/?lang=ur")
        assert '<article class="prose text" lang="ur" dir="rtl">' in page.html

    @pytest.mark.parametrize("asked", ["xx-klingon", "%00", "en%22onload=1", "e" * 5000, "zz"])
    def test_what_is_no_language_is_passed_over(self, read: Read, asked: str) -> None:
        page = read(f"/lessons/fee-or-rate/?lang={asked}")
        assert page.status == 200
        assert "fee-or-rate in en" in page
        assert "lang=e" not in "".join(link for link in page.links() if "hreflang" not in link).replace(
            "lang=es", ""
        )


class TestQuiz:
    def test_a_tap_on_an_answer_shows_whether_it_is_right_without_sending_anything(self, read: Read) -> None:
        article(quiz=[question(), question(question="And 2 + 2?", options=["4", "5"], answer=0)])
        html = read("/lessons/fee-or-rate/").html
        quiz = html[html.index('class="quiz"') : html.index("</section>", html.index('class="quiz"'))]
        assert "<form" not in quiz
        assert "<input" not in quiz
        options = re.findall(
            r"<details name=\"question-(\d)\"( class=\"right\")?><summary>(\d)</summary>", quiz
        )
        assert [(number, bool(right), text) for number, right, text in options] == [
            ("1", False, "1"),
            ("1", True, "2"),
            ("1", False, "3"),
            ("2", True, "4"),
            ("2", False, "5"),
        ]

    def test_only_the_right_answer_says_why(self, read: Read) -> None:
        article(quiz=[question()])
        page = read("/lessons/fee-or-rate/")
        assert "1 No. Try another one. 2 Right. One more than 1. 3 No. Try another one." in page

    def test_a_lesson_without_one_has_none(self, read: Read) -> None:
        article()
        assert "Quiz" not in read("/lessons/fee-or-rate/")


class TestServices:
    def test_the_countries_explained_are_listed(self, read: Read) -> None:
        article("services", "ph", country="PH")
        article("services", "ph", "es", country="PH")
        article("services", "np", country="NP")
        page = read("/services/")
        assert "Nepal Philippines" in page
        assert [link for link in page.links() if re.fullmatch(r"/services/[^?]+", link)] == [
            "/services/np/",
            "/services/ph/",
        ]

    def test_without_any_it_says_so(self, read: Read) -> None:
        assert "No country is explained yet." in read("/services/")

    def test_a_country_s_text_is_shown_with_what_is_explained_apart(self, read: Read) -> None:
        article("services", "mx", country="MX")
        article("page", "by-post", country="MX", title="By post")
        article("page", "elsewhere", country="PH", title="Elsewhere")
        page = read("/services/mx/")
        assert "mx in en" in page
        assert UNSURE in page
        assert "Explained apart By post not yet verified" in page
        assert "Elsewhere" not in page

    def test_capitals_lead_to_the_one_address(self, read: Read) -> None:
        response = read("/services/MX/").response
        assert (response.status_code, response["Location"]) == (301, "/services/mx/")

    def test_a_country_that_is_not_explained_says_so_and_leads_on(self, read: Read) -> None:
        page = read("/services/fr/")
        assert page.status == 404
        assert "We have not explained the financial services of France yet." in page
        assert read("/services/zz/").status == 404

    def test_it_costs_two_queries(
        self, read: Read, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        article("services", "mx", country="MX")
        article("page", "by-post", country="MX")
        with django_assert_num_queries(2):
            read("/services/mx/")


class TestPage:
    @pytest.mark.parametrize(
        ("last_day", "said"),
        [
            (date(2026, 12, 31), "Its last day is 31 December 2026."),
            (date(2026, 11, 20), "Its last day is 20 November 2026."),
            (date(2026, 11, 19), "It ended on 19 November 2026."),
        ],
    )
    def test_what_ends_says_when(self, read: Read, last_day: date, said: str) -> None:
        article("page", "by-post", country="MX", sending_country="US", ends_on=last_day)
        page = read("/services/mx/by-post/")
        assert said in page
        assert "/send/us-mx/" in page.links()
        assert "Compare all ways from United States to Mexico" in page

    def test_it_is_found_under_its_own_country_only(self, read: Read) -> None:
        article("page", "by-post", country="MX")
        assert read("/services/ph/by-post/").status == 404
        page = read("/services/mx/by-post/")
        assert "Compare all ways" not in page
        assert "Its last day" not in page

    def test_it_costs_one_query(self, read: Read, django_assert_num_queries: DjangoAssertNumQueries) -> None:
        article("page", "by-post", country="MX")
        with django_assert_num_queries(1):
            read("/services/mx/by-post/")
