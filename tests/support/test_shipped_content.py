"""The content that comes with the product: whole, safe to show, and as unsure as it is."""

import re
from collections import Counter
from datetime import date
from itertools import groupby
from pathlib import Path

import pytest
from defusedxml import ElementTree

from providers.sandbox.cast import ROUTES
from providers.sources import every_source
from support.contents import FOLDER, Contents, read_folder
from support.models import Article, Organisation
from support.rendering import rendered
from support.rules import DRAWINGS

LANGUAGES = {"en", "id", "fil", "vi"}
# What is explained for each country that receives, or said not to be known there; and what to ask of it.
KINDS_OF_SERVICES = {
    "accounts": r"## Accounts",
    "wallets": r"## Mobile (wallets|payments)",
    "savings": r"## Savings",
    "micro-credit": r"[Mm]icro-?(credit|finance)",
    "insurance": r"## .*[Ii]nsurance",
    "bonds for people abroad": r"[Bb]onds?\b[^.]*\babroad|Foreign Employment Savings Bond|diaspora bond|"
    r"certificates[^.]*for RDA holders",
    "cooperatives that take members abroad": r"## Cooperatives[^#]*(abroad|live nearby)",
}
ASKED = ("Account or wallet", "Savings or bond", "Loan", "Insurance", "Cooperative")
LESSONS = [
    "what-a-transfer-really-costs",
    "fee-or-rate",
    "sending-safely-and-spotting-scams",
    "a-budget-that-holds",
    "saving-towards-a-goal",
    "insurance-in-plain-words",
    "borrowing-for-migration-and-getting-out-of-debt",
    "your-rights-when-money-does-not-arrive",
]
PICTURES = FOLDER.parent / "static" / DRAWINGS


@pytest.fixture(scope="module")
def contents() -> Contents:
    return read_folder()


@pytest.fixture(scope="module")
def organisations(contents: Contents) -> list[Organisation]:
    return [entry for entry in contents.entries if isinstance(entry, Organisation)]


@pytest.fixture(scope="module")
def texts(contents: Contents) -> list[Article]:
    return [entry for entry in contents.entries if isinstance(entry, Article)]


def test_nothing_in_it_is_at_fault(contents: Contents) -> None:
    assert contents.faults == []


class TestOrganisations:
    def test_there_are_at_least_forty_over_the_sending_countries_of_the_sandbox(
        self, organisations: list[Organisation]
    ) -> None:
        counted = Counter(each.country for each in organisations)
        assert counted.total() >= 40
        assert set(counted) >= {route.source for route in ROUTES}

    def test_none_is_called_verified_and_none_pretends_a_reviewer(
        self, organisations: list[Organisation]
    ) -> None:
        assert [each.name for each in organisations if each.reviewed_on or each.reviewed_by] == []

    def test_each_is_found_on_an_encrypted_site(self, organisations: list[Organisation]) -> None:
        assert [each.website for each in organisations if not each.website.startswith("https://")] == []


class TestTexts:
    def test_every_lesson_is_there_in_every_language_and_in_its_place(self, texts: list[Article]) -> None:
        found = sorted((each.position, each.slug, each.language) for each in texts if each.kind == "lesson")
        assert found == sorted(
            (place, slug, language) for place, slug in enumerate(LESSONS, 1) for language in LANGUAGES
        )

    def test_the_services_of_every_receiving_country_of_the_sandbox_are_explained(
        self, texts: list[Article]
    ) -> None:
        explained = {each.country for each in texts if each.kind == "services"}
        assert explained >= {route.destination for route in ROUTES}

    def test_no_text_pretends_that_somebody_reviewed_it(self, texts: list[Article]) -> None:
        assert [str(each) for each in texts if each.reviewed_on] == []

    def test_every_text_is_shown_whole(self, texts: list[Article]) -> None:
        for each in texts:
            html = rendered(each.body)
            assert "<h1" not in html
            assert not re.search(r"&lt;/?\w+|\]\(|\*\*", html), each

    def test_every_kind_of_service_is_explained_for_every_country(self, texts: list[Article]) -> None:
        assert [
            (each.slug, kind)
            for each in texts
            if each.kind == "services"
            for kind, words in KINDS_OF_SERVICES.items()
            if not re.search(words, each.body)
        ] == []

    def test_every_service_text_has_questions_to_ask_before_signing(self, texts: list[Article]) -> None:
        for each in texts:
            if each.kind == "services":
                _, questions = each.body.split("## Questions to ask before signing")
                asked = re.findall(r"\*\*(.+)\*\*\n\n(?:- .+\?\n)+", questions)
                assert tuple(asked) == ASKED, each.slug

    def test_a_lesson_has_about_three_hundred_words(self, texts: list[Article]) -> None:
        # Vietnamese writes its syllables apart: more words of it say as much.
        most = {"en": 380, "id": 380, "fil": 380, "vi": 420}
        long_or_short = {
            (each.slug, each.language): len(each.body.split())
            for each in texts
            if each.kind == "lesson" and not 250 <= len(each.body.split()) <= most[each.language]
        }
        assert long_or_short == {}

    def test_links_within_the_site_lead_somewhere(self, texts: list[Article]) -> None:
        inner = {link for each in texts for link in re.findall(r"\]\((/[^)]*)\)", each.body)}
        assert [
            link for link in inner if not re.match(r"/(budget|lessons|support|services|send)/", link)
        ] == []

    def test_directo_a_mexico_ends_on_the_day_that_its_source_says(self, texts: list[Article]) -> None:
        (page,) = [each for each in texts if each.slug == "directo-a-mexico"]
        said = every_source()["directo_a_mexico"].options["available_until"]
        assert (page.country, page.sending_country) == ("MX", "US")
        assert page.ends_on == said == date(2026, 12, 31)


class TestQuizzes:
    def test_every_lesson_ends_with_one_that_is_the_same_in_every_language(
        self, texts: list[Article]
    ) -> None:
        lessons = sorted((each for each in texts if each.kind == "lesson"), key=lambda each: each.slug)
        for slug, versions in groupby(lessons, key=lambda each: each.slug):
            shapes = {tuple((len(q["options"]), q["answer"]) for q in each.quiz) for each in versions}
            assert len(shapes) == 1, slug
            assert len(shapes.pop()) >= 3, slug

    def test_the_right_answer_is_not_always_in_the_same_place(self, texts: list[Article]) -> None:
        places = Counter(q["answer"] for each in texts if each.language == "en" for q in each.quiz)
        assert max(places.values()) < places.total() * 0.6


class TestDrawings:
    def test_every_lesson_has_one_and_each_is_used(self, texts: list[Article]) -> None:
        used = {each.drawing for each in texts if each.drawing}
        assert used == {f"{slug}.svg" for slug in LESSONS} == {path.name for path in PICTURES.glob("*")}

    @pytest.mark.parametrize("path", sorted(PICTURES.glob("*.svg")), ids=lambda path: path.stem)
    def test_it_is_small_and_draws_and_does_nothing_else(self, path: Path) -> None:
        assert path.stat().st_size < 4_096
        root = ElementTree.fromstring(path.read_bytes())
        names = {element.tag.rpartition("}")[2] for element in root.iter()}
        assert names <= {
            "svg",
            "g",
            "path",
            "circle",
            "rect",
            "line",
            "ellipse",
            "polyline",
            "polygon",
            "title",
        }
        attributes = {name for element in root.iter() for name in element.attrib}
        assert not {name for name in attributes if name.startswith("on") or "href" in name or name == "style"}
