"""Content files: what they state, and a sentence with file and line for whatever is wrong."""

from datetime import date
from pathlib import Path

import pytest

from support.contents import read_folder
from support.models import Article, Organisation
from tests.support.folders import LESSON, ORGANISATIONS, SERVICES, write

AE, LESSON_FILE, PH = "organisations/ae.toml", "lessons/fee-or-rate/en.md", "services/ph.md"


def faults(folder: Path) -> list[str]:
    return [str(fault) for fault in read_folder(folder).faults]


def with_line(text: str, line: str, instead: str) -> str:
    assert text.count(line) >= 1, line
    return text.replace(line, instead, 1)


class TestWhatIsStated:
    def test_organisations_are_read_with_what_is_not_said_left_empty(self, tmp_path: Path) -> None:
        first, second = [e for e in read_folder(write(tmp_path)).entries if isinstance(e, Organisation)]
        assert (first.country, first.name, first.hotline, first.noted) == ("AE", "Open Door", "", "")
        assert first.helps_with == ["wages", "legal"]
        assert (second.hotline, second.countries_served, second.origin) == ("800 111", ["NP"], AE)

    def test_texts_are_read_with_their_place_in_the_order(self, tmp_path: Path) -> None:
        lesson, services = [e for e in read_folder(write(tmp_path)).entries if isinstance(e, Article)]
        assert (lesson.kind, lesson.slug, lesson.position) == ("lesson", "fee-or-rate", 2)
        assert lesson.body == "Look at **both**.\n"
        assert [question["answer"] for question in lesson.quiz] == [2, 0]
        assert (services.country, services.reviewed_on) == ("PH", date(2026, 11, 2))

    def test_a_translation_names_its_language_before_the_suffix(self, tmp_path: Path) -> None:
        spanish = with_line(SERVICES, 'language = "en"', 'language = "es"')
        contents = read_folder(write(tmp_path, {"services/ph.es.md": spanish}))
        assert contents.faults == []
        assert {e.language for e in contents.entries if isinstance(e, Article) and e.slug == "ph"} == {
            "en",
            "es",
        }

    def test_a_page_may_be_of_one_pair_of_countries_and_end(self, tmp_path: Path) -> None:
        page = with_line(
            SERVICES, 'slug = "ph"', 'slug = "by-post"\nsending_country = "US"\nends_on = 2026-12-31'
        )
        (entry,) = read_folder(write(tmp_path, {"pages/by-post.md": page})).entries[-1:]
        assert isinstance(entry, Article)
        assert (entry.kind, entry.sending_country, entry.ends_on) == ("page", "US", date(2026, 12, 31))

    def test_an_organisation_is_reviewed_when_it_is_verified(self, tmp_path: Path) -> None:
        text = with_line(ORGANISATIONS, 'reviewed_on = ""', "reviewed_on = 2026-11-01")
        text = with_line(text, "verified = false", "verified = true")
        first, second = read_folder(write(tmp_path, {AE: text})).entries[:2]
        assert (first.reviewed_on, second.reviewed_on) == (date(2026, 11, 1), None)

    def test_without_an_order_every_lesson_has_the_same_place(self, tmp_path: Path) -> None:
        write(tmp_path)
        (tmp_path / "lessons/order.toml").unlink()
        contents = read_folder(tmp_path)
        assert contents.faults == []
        assert [e.position for e in contents.entries if isinstance(e, Article)] == [0, 0]

    def test_a_file_may_be_written_as_editors_of_windows_write_it(self, tmp_path: Path) -> None:
        write(tmp_path)
        for name in (AE, LESSON_FILE, "lessons/order.toml"):
            text = (tmp_path / name).read_text(encoding="utf-8").replace("+++\n", "+++ \n")
            (tmp_path / name).write_text(text, encoding="utf-8-sig", newline="\r\n")
        contents = read_folder(tmp_path)
        assert contents.faults == []
        (lesson,) = [e for e in contents.entries if isinstance(e, Article) and e.kind == "lesson"]
        assert (lesson.position, lesson.body) == (2, "Look at **both**.\n")

    def test_a_review_may_be_of_tomorrow_where_it_is_tomorrow_already(self, tmp_path: Path) -> None:
        text = with_line(LESSON, 'reviewed_on = ""', "reviewed_on = 2026-11-21")
        contents = read_folder(write(tmp_path, {LESSON_FILE: text}))
        assert [e.reviewed_on for e in contents.entries if isinstance(e, Article)] == [
            date(2026, 11, 21),
            date(2026, 11, 2),
        ]

    def test_an_empty_folder_states_nothing(self, tmp_path: Path) -> None:
        contents = read_folder(tmp_path)
        assert (contents.entries, contents.faults) == ([], [])


class TestFaultsOfOrganisations:
    @pytest.mark.parametrize(
        ("line", "instead", "sentence"),
        [
            ('kind = "resource_centre"', 'kind = "club"', "line 6: kind: 'club' is none of hotline, "),
            ('helps_with = ["wages", "legal"]', "helps_with = []", "line 7: helps_with: is empty"),
            ('"legal"]', '"luck"]', "line 7: helps_with: 'luck' is none of wages, "),
            ('"legal"]', '"wages"]', "line 7: helps_with: names one thing twice"),
            ('["en", "ne"]', '["en", "klingon"]', "line 8: languages: 'klingon' is not a language that CLDR"),
            ('["en", "ne"]', '"en"', "line 8: languages: is not a list"),
            (
                '"https://www.open-door.test"',
                '"www.open-door.test"',
                "line 9: website: 'www.open-door.test' is",
            ),
            (
                '"https://www.open-door.test"',
                '"javascript:alert(1)"',
                "line 9: website: 'javascript:alert(1)' is",
            ),
            (
                "countries_served = []",
                'countries_served = ["Nepal"]',
                "line 10: countries_served: 'Nepal' is not",
            ),
            ("verified = false", 'verified = "no"', "line 11: verified: is false, or true with the day"),
            ("verified = false", "verified = true", "line 11: verified: is false, or true with the day"),
            ('name = "Open Door"', 'name = " "', "line 5: name: says nothing"),
            ('name = "Open Door"', "name = 7", "line 5: name: is not text"),
            ('name = "Open Door"', 'name = "Open\\u0000Door"', "line 5: name: is not text"),
            ('name = "Open Door"', 'title = "Open Door"', "line 4: has no field name"),
            (
                'name = "Open Door"',
                'name = "Open Door"\nstars = 5',
                "line 6: stars: is not a field that is known",
            ),
            ('hotline = "800 111"', 'hotline = "call us"', "line 19: hotline: 'call us' is not of the form"),
        ],
    )
    def test_a_wrong_field_is_named_with_its_line_and_the_others_are_read(
        self, tmp_path: Path, line: str, instead: str, sentence: str
    ) -> None:
        contents = read_folder(write(tmp_path, {AE: with_line(ORGANISATIONS, line, instead)}))
        assert str(contents.faults[0]).startswith(f"{AE}, {sentence}")
        assert len([e for e in contents.entries if isinstance(e, Organisation)]) == 1

    @pytest.mark.parametrize(
        ("text", "sentence"),
        [
            ("country = \n", "line 1: is not TOML: Invalid value"),
            ('country = "AE"\nreviewed_on = ""\n\n[[organisation]\n', "line 4: is not TOML: Expected ']]'"),
            ('country = "AE', "line 1: is not TOML: Unterminated string"),
            ('country = "AE"\n', "line 1: has no field organisation"),
            (f"country = {'[' * 100_000}", "line 1: is not TOML that can be read: it is nested too deeply"),
            (f"country = {'9' * 5_000}", "line 1: is not TOML: Exceeds the limit"),
            (f'country = "{"A" * 1_000_000}"', "line 1: has 1,000,012 bytes, more than 1,000,000"),
            ('country = "AE"\nreviewed_on = ""\norganisation = [7]\n', "line 1: organisation is not a list"),
            (
                'country = "AE"\nreviewed_on = ""\norganisation = []\ncity = ""\n',
                "line 4: city: is not a field",
            ),
        ],
    )
    def test_a_broken_file_is_one_sentence_and_the_other_files_are_read(
        self, tmp_path: Path, text: str, sentence: str
    ) -> None:
        contents = read_folder(write(tmp_path, {AE: text}))
        (fault,) = contents.faults
        assert str(fault).startswith(f"{AE}, {sentence}")
        assert len(contents.entries) == 2

    def test_a_wrong_country_of_the_file_is_told_of_at_its_line(self, tmp_path: Path) -> None:
        found = faults(write(tmp_path, {AE: with_line(ORGANISATIONS, '"AE"', '"Dubai"')}))
        assert len(found) == 2
        assert found[0].startswith(f"{AE}, line 1: country: 'Dubai' is not the ISO 3166-1 alpha-2 code")

    def test_a_wrong_day_is_told_of_at_its_line(self, tmp_path: Path) -> None:
        text = with_line(ORGANISATIONS, 'reviewed_on = ""', 'reviewed_on = "May"')
        assert faults(write(tmp_path, {AE: text}))[0].startswith(
            f"{AE}, line 2: reviewed_on: 'May' is not a day"
        )

    @pytest.mark.parametrize("day", ["2026-11-22", '"2030-01-01"'])
    def test_nobody_has_reviewed_it_on_a_day_still_to_come(self, tmp_path: Path, day: str) -> None:
        text = with_line(ORGANISATIONS, 'reviewed_on = ""', f"reviewed_on = {day}")
        text = with_line(text, "verified = false", "verified = true")
        contents = read_folder(write(tmp_path, {AE: text}))
        said = day.strip('"')
        assert f"{AE}, line 2: reviewed_on: {said} is still to come" in map(str, contents.faults)
        assert not any(isinstance(e, Organisation) for e in contents.entries)

    def test_the_second_of_two_of_one_name_is_refused(self, tmp_path: Path) -> None:
        found = faults(write(tmp_path, {"organisations/uae.toml": ORGANISATIONS}))
        assert found[0] == f"organisations/uae.toml, line 4: Open Door (AE) stands in {AE} already"


class TestFaultsOfTexts:
    @pytest.mark.parametrize(
        ("line", "instead", "sentence"),
        [
            ("answer = 2", "answer = 3", "line 11: quiz: answer 3 is not one of 0 to 2"),
            ("answer = 0", "answer = -1", "line 17: quiz: answer -1 is not one of 0 to 1"),
            ("answer = 0", "answer = true", "line 17: quiz: answer True is not one of 0 to 1"),
            (
                'options = ["Yes", "No"]',
                'options = ["Yes", "Yes"]',
                "line 17: quiz: two options are the same",
            ),
            ('why = "Yes."', "", "line 17: quiz: a question has question, options, answer and why"),
            ('slug = "fee-or-rate"', 'slug = "fees"', "line 3: slug: slug and language are ('fees', 'en')"),
            ('slug = "fee-or-rate"', 'slug = "Fee or rate"', "line 3: slug: slug and language are"),
            ('language = "en"', 'language = "en_GB"', "line 3: slug: slug and language are"),
            (
                '"https://remittanceprices.worldbank.org"',
                '"the web"',
                "line 6: source: 'the web' is not an address",
            ),
            (
                'drawing = "fee-or-rate.svg"',
                'drawing = "../x.svg"',
                "line 8: drawing: there is no drawing '../x",
            ),
            (
                'drawing = "fee-or-rate.svg"',
                'drawing = "none.svg"',
                "line 8: drawing: there is no drawing 'none",
            ),
            ('drawing_alt = "A balance."', 'drawing_alt = ""', "line 9: drawing_alt: a drawing needs words"),
            ('reviewed_on = ""', "reviewed_on = 5", "line 5: reviewed_on: 5 is not a day"),
            ('summary = "Both."', "summary = 5", "line 7: summary: is not text"),
            ('summary = "Both."', "mood = 5", "line 7: mood: is not a field that is known here"),
            ('title = "Fee or rate?"', 'title = ""', "line 2: title: says nothing"),
            ('title = "Fee or rate?"', "title", "line 2: is not TOML: Expected '='"),
            ("Look at **both**.", "", "line 1: body: says nothing"),
        ],
    )
    def test_a_wrong_field_is_named_with_its_line(
        self, tmp_path: Path, line: str, instead: str, sentence: str
    ) -> None:
        contents = read_folder(write(tmp_path, {LESSON_FILE: with_line(LESSON, line, instead)}))
        assert str(contents.faults[0]).startswith(f"{LESSON_FILE}, {sentence}")
        assert not any(isinstance(e, Article) and e.kind == "lesson" for e in contents.entries)
        assert len(contents.entries) == 3

    @pytest.mark.parametrize(
        ("text", "sentence"),
        [
            ("# A lesson\n", "line 1: does not begin with a line +++"),
            ("", "line 1: does not begin with a line +++"),
            ("+++\ntitle = 'x'\n", "line 1: has no second line +++"),
            ("+++\ntitle = 'x'\n+++\nText.\n", "line 1: has no field language"),
        ],
    )
    def test_a_text_without_its_facts_is_one_sentence(self, tmp_path: Path, text: str, sentence: str) -> None:
        (fault,) = faults(write(tmp_path, {PH: text}))
        assert fault.startswith(f"{PH}, {sentence}")

    def test_what_is_no_utf_8_is_one_sentence(self, tmp_path: Path) -> None:
        write(tmp_path)
        (tmp_path / PH).write_bytes(b"+++\n\xff")
        (fault,) = faults(tmp_path)
        assert fault.startswith(f"{PH}, line 1: cannot be read: 'utf-8' codec can't decode byte 0xff")

    def test_the_services_of_a_country_are_named_after_it(self, tmp_path: Path) -> None:
        text = with_line(SERVICES, 'country = "PH"', 'country = "MX"')
        assert faults(write(tmp_path, {PH: text})) == [
            f"{PH}, line 3: slug: of the services of a country is its code, in small letters"
        ]

    def test_the_second_file_of_one_text_is_refused(self, tmp_path: Path) -> None:
        assert faults(write(tmp_path, {"services/ph.en.md": SERVICES})) == [
            f"{PH}, line 1: Financial services: Philippines (en) stands in services/ph.en.md already"
        ]

    def test_all_but_a_lesson_is_of_a_country(self, tmp_path: Path) -> None:
        text = with_line(SERVICES, 'country = "PH"', "")
        assert faults(write(tmp_path, {PH: text})) == [
            f"{PH}, line 1: country: says nothing; only a lesson is of no country"
        ]

    @pytest.mark.parametrize(
        "text",
        [
            *("order = [", "order = [[]]\n", "order = 5\n", 'order = "fee-or-rate"\n', "ordre = []\n"),
            *('order = ["fee-or-rate", "fee-or-rate"]\n', "x" * 1_000_001),
        ],
    )
    def test_a_broken_order_is_told_of_and_all_but_the_lessons_is_read(
        self, tmp_path: Path, text: str
    ) -> None:
        contents = read_folder(write(tmp_path, {"lessons/order.toml": text}))
        assert [fault.file for fault in contents.faults] == ["lessons/order.toml"]
        assert len(contents.entries) == 3
