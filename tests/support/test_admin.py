"""What operators do with organisations and texts: correct, hide, review by name and day."""

import re
from datetime import date
from typing import Any

import pytest

from support.loading import load
from support.models import Article, Organisation
from support.reviewing import review
from tests.providers.handed_in import sign_in, text
from tests.support.entries import article, as_sent, organisation, question
from tests.support.folders import LESSON, write

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)
ORGANISATIONS, ARTICLES = "/admin/support/organisation/", "/admin/support/article/"
AN_ORGANISATION = {
    "country": "AE",
    "name": "Open Door",
    "kind": "union",
    "helps_with": ["wages", "legal"],
    "languages": "en, fil",
    "countries_served": "PH NP",
    "website": "https://open-door.test",
    "hotline": "",
    "noted": "",
    "is_shown": "on",
}
A_TEXT = {
    "kind": "lesson",
    "slug": "fee-or-rate",
    "language": "en",
    "country": "",
    "sending_country": "",
    "ends_on": "",
    "title": "Fee or rate?",
    "summary": "",
    "body": "Both.",
    "source": "https://a.test\nhttps://b.test",
    "drawing": "",
    "drawing_alt": "",
    "position": "2",
    "is_shown": "on",
}


def change(client: Any, entry: Organisation | Article, **changed: Any) -> str:
    """Save an entry's form, some of its fields changed; what the admin answers."""
    known, address = (
        (AN_ORGANISATION, ORGANISATIONS) if isinstance(entry, Organisation) else (A_TEXT, ARTICLES)
    )
    page = text(client.post(f"{address}{entry.pk}/change/", known | changed, follow=True))
    entry.refresh_from_db()
    return page


class TestWriting:
    def test_an_organisation_is_made_with_lists_of_codes(self, admin_client: Any) -> None:
        admin_client.post(f"{ORGANISATIONS}add/", AN_ORGANISATION)
        made = Organisation.objects.get()
        assert made.helps_with == ["wages", "legal"]
        assert (made.languages, made.countries_served) == (["en", "fil"], ["PH", "NP"])
        assert (made.reviewed_on, made.loaded_digest) == (None, "")

    def test_its_form_shows_the_lists_again(self, admin_client: Any) -> None:
        admin_client.post(f"{ORGANISATIONS}add/", AN_ORGANISATION)
        page = text(admin_client.get(f"{ORGANISATIONS}{Organisation.objects.get().pk}/change/"))
        assert 'name="languages" value="en fil"' in page
        assert re.findall(r'name="helps_with" value="(\w+)"[^>]* checked', page) == ["wages", "legal"]

    def test_a_text_is_made_with_its_sources_one_a_line(self, admin_client: Any) -> None:
        admin_client.post(f"{ARTICLES}add/", A_TEXT)
        made = Article.objects.get()
        assert (made.source, made.position) == (["https://a.test", "https://b.test"], 2)
        assert "https://a.test\nhttps://b.test" in text(admin_client.get(f"{ARTICLES}{made.pk}/change/"))

    @pytest.mark.parametrize(
        ("changed", "sentence"),
        [
            ({"country": "XX"}, "is not the ISO 3166-1 alpha-2 code of a country"),
            ({"languages": "klingon"}, "&#x27;klingon&#x27; is not a language that CLDR knows"),
            ({"countries_served": "Nepal"}, "&#x27;Nepal&#x27; is not the ISO 3166-1 alpha-2 code"),
            ({"hotline": "call us"}, "is not of the form 0800 123 456"),
            ({"website": "ftp://open-door.test"}, "is not an address of the web"),
        ],
    )
    def test_what_no_file_may_state_no_operator_may_write(
        self, admin_client: Any, changed: dict[str, str], sentence: str
    ) -> None:
        known = organisation()
        assert sentence in change(admin_client, known, **changed)

    @pytest.mark.parametrize(
        ("changed", "sentence"),
        [
            (as_sent([question(options=["2"])]), "question 1: a question has 2 to 6 options, this one has 1"),
            ({"kind": "page"}, "says nothing; only a lesson is of no country"),
            ({"source": "the web"}, "&#x27;the&#x27; is not an address of the web"),
            ({"slug": "Fee_or_rate"}, "is not of the form fee-or-rate"),
            ({"drawing": "none.svg"}, "there is no drawing &#x27;none.svg&#x27;"),
            ({"drawing": "fee-or-rate.svg"}, "a drawing needs words for those who cannot see it"),
            ({"kind": "services", "country": "MX"}, "of the services of a country is its code"),
        ],
    )
    def test_a_text_keeps_the_same_rules_as_a_file(
        self, admin_client: Any, changed: dict[str, str], sentence: str
    ) -> None:
        assert sentence in change(admin_client, article(), **changed)

    def test_a_second_entry_of_one_name_is_refused(self, admin_client: Any) -> None:
        organisation()
        page = text(admin_client.post(f"{ORGANISATIONS}add/", AN_ORGANISATION))
        assert "already exists" in page
        assert Organisation.objects.count() == 1


class TestReviewing:
    def test_the_button_saves_and_notes_who_reviewed_it_and_when(self, admin_client: Any) -> None:
        known = organisation()
        assert "Save, and note that I have checked it" in text(
            admin_client.get(f"{ORGANISATIONS}{known.pk}/change/")
        )
        change(admin_client, known, hotline="800 1", _reviewed="1")
        assert (known.hotline, known.reviewed_on, known.reviewed_by) == ("800 1", TODAY, "admin")

    def test_many_are_reviewed_at_once(self, admin_client: Any) -> None:
        chosen = [organisation(name).pk for name in "AB"]
        organisation("C")
        page = text(
            admin_client.post(
                ORGANISATIONS, {"action": "mark_reviewed", "_selected_action": chosen}, follow=True
            )
        )
        assert "2 reviewed." in page
        assert list(Organisation.objects.values_list("name", "reviewed_on")) == [
            ("A", TODAY),
            ("B", TODAY),
            ("C", None),
        ]

    def test_a_text_that_is_changed_is_no_longer_what_was_reviewed(self, admin_client: Any) -> None:
        known = article(reviewed_on=TODAY, reviewed_by="hana")
        change(admin_client, known, body="Another text.")
        assert (known.reviewed_on, known.reviewed_by) == (None, "")

    def test_what_is_only_hidden_stays_reviewed(self, admin_client: Any) -> None:
        admin_client.post(f"{ORGANISATIONS}add/", AN_ORGANISATION | {"_reviewed": "1"})
        known = Organisation.objects.get()
        changed = {name: value for name, value in AN_ORGANISATION.items() if name != "is_shown"}
        admin_client.post(f"{ORGANISATIONS}{known.pk}/change/", changed)
        known.refresh_from_db()
        assert (known.is_shown, known.reviewed_on) == (False, TODAY)

    def test_who_may_only_look_may_not_review(self, client: Any) -> None:
        known = organisation()
        sign_in(client, "view_organisation")
        page = text(client.get(f"{ORGANISATIONS}{known.pk}/change/"))
        assert "note that I have checked it" not in page
        client.post(ORGANISATIONS, {"action": "mark_reviewed", "_selected_action": [known.pk]})
        known.refresh_from_db()
        assert known.reviewed_on is None


class TestWhereItComesFrom:
    @pytest.fixture
    def loaded(self, tmp_path: Any) -> Organisation:
        load(write(tmp_path))
        return Organisation.objects.get(name="Night Line")

    def test_it_is_said_beside_the_entry(self, admin_client: Any, loaded: Organisation) -> None:
        address = f"{ORGANISATIONS}{loaded.pk}/change/"
        assert "support/content/organisations/ae.toml" in text(admin_client.get(address))
        Organisation.objects.filter(pk=loaded.pk).update(noted="By day.")
        assert "support/content/organisations/ae.toml, edited here since" in text(admin_client.get(address))
        made = organisation("Ours")
        assert "made here" in text(admin_client.get(f"{ORGANISATIONS}{made.pk}/change/"))

    def test_saving_a_loaded_entry_as_it_is_edits_nothing(
        self, admin_client: Any, loaded: Organisation
    ) -> None:
        same = AN_ORGANISATION | {
            "name": "Night Line",
            "kind": "hotline",
            "helps_with": ["wages", "health", "shelter"],  # as the boxes stand in the form
            "languages": "",
            "countries_served": "NP",
            "website": "https://night-line.test",
            "hotline": "800 111",
            "noted": "Day and night.",
        }
        admin_client.post(f"{ORGANISATIONS}{loaded.pk}/change/", same | {"_reviewed": "1"})
        loaded.refresh_from_db()
        assert loaded.reviewed_on == TODAY
        assert loaded.is_as_loaded

    def test_saving_a_loaded_text_as_a_browser_sends_it_edits_nothing(
        self, admin_client: Any, tmp_path: Any
    ) -> None:
        body = "One line.\n\nAnother.\n"
        load(write(tmp_path, {"lessons/fee-or-rate/en.md": LESSON.replace("Look at **both**.\n", body)}))
        lesson = Article.objects.get(kind="lesson")
        review([lesson], by="hana", on=date(2026, 11, 3))
        same = {
            "summary": "Both.",
            "body": body.replace("\n", "\r\n"),
            "source": "https://remittanceprices.worldbank.org",
            **as_sent(lesson.quiz),
            "drawing": "fee-or-rate.svg",
            "drawing_alt": "A balance.",
        }
        change(admin_client, lesson, **same)
        assert (lesson.body, lesson.is_as_loaded) == (body, True)
        assert (lesson.reviewed_on, lesson.reviewed_by) == (date(2026, 11, 3), "hana")
        change(admin_client, lesson, **same | {"position": "7"})
        assert (lesson.position, lesson.reviewed_by) == (7, "hana")

    def test_what_a_file_made_is_not_deleted_and_what_was_made_here_may_be(
        self, admin_client: Any, loaded: Organisation
    ) -> None:
        made = organisation("Ours")
        for entry in (loaded, made):
            admin_client.post(f"{ORGANISATIONS}{entry.pk}/delete/", {"post": "yes"})
        assert Organisation.objects.filter(pk=loaded.pk).exists()
        assert not Organisation.objects.filter(pk=made.pk).exists()
        assert "delete_selected" not in text(admin_client.get(ORGANISATIONS))
