"""Loading: what files state is stored once, what operators edited is theirs, what is gone goes."""

from datetime import date
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from support import contents, loading
from support.loading import load
from support.models import Article, Organisation
from support.reviewing import review
from tests.support.folders import LESSON, ORGANISATIONS, write

pytestmark = pytest.mark.django_db
AE, LESSON_FILE = "organisations/ae.toml", "lessons/fee-or-rate/en.md"
NEW_NOTE = ORGANISATIONS.replace("Day and night.", "By day.")


def counts(loaded: loading.Loaded) -> tuple[int, int, int, int, int]:
    return loaded.added, loaded.changed, loaded.unchanged, loaded.left_as_edited, loaded.removed


def night_line() -> Organisation:
    return Organisation.objects.get(name="Night Line")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path)
    assert counts(load(tmp_path)) == (4, 0, 0, 0, 0)
    return tmp_path


class TestRepeating:
    def test_what_is_stored_already_changes_nothing(self, folder: Path) -> None:
        before = list(Organisation.objects.values()), list(Article.objects.values())
        assert counts(load(folder)) == (0, 0, 4, 0, 0)
        assert (list(Organisation.objects.values()), list(Article.objects.values())) == before

    def test_a_new_text_takes_the_place_of_the_loaded_one(self, folder: Path) -> None:
        known = night_line().pk
        assert counts(load(write(folder, {AE: NEW_NOTE}))) == (0, 1, 3, 0, 0)
        assert (night_line().pk, night_line().noted) == (known, "By day.")

    def test_what_a_file_no_longer_states_is_removed(self, folder: Path) -> None:
        (folder / LESSON_FILE).unlink()
        write(folder, {AE: ORGANISATIONS[: ORGANISATIONS.rindex("[[organisation]]")]})
        (folder / LESSON_FILE).unlink()
        assert counts(load(folder)) == (0, 0, 2, 0, 2)
        assert not Organisation.objects.filter(name="Night Line").exists()
        assert not Article.objects.filter(kind="lesson").exists()

    def test_an_entry_that_moves_to_another_file_stays(self, folder: Path) -> None:
        (folder / AE).rename(folder / "organisations/emirates.toml")
        assert counts(load(folder)) == (0, 0, 4, 0, 0)
        assert night_line().origin == "organisations/emirates.toml"


class TestEdited:
    def test_what_an_operator_edited_is_never_overwritten(self, folder: Path) -> None:
        Organisation.objects.filter(name="Night Line").update(hotline="800 222")
        assert counts(load(write(folder, {AE: NEW_NOTE}))) == (0, 0, 3, 1, 0)
        assert (night_line().hotline, night_line().noted) == ("800 222", "Day and night.")

    def test_what_an_operator_edited_stays_when_its_file_goes(self, folder: Path) -> None:
        Organisation.objects.filter(name="Night Line").update(hotline="800 222")
        (folder / AE).unlink()
        assert counts(load(folder)) == (0, 0, 2, 0, 1)
        assert night_line().hotline == "800 222"

    def test_what_was_edited_back_may_be_changed_again(self, folder: Path) -> None:
        for number in ("800 222", "800 111"):
            Organisation.objects.filter(name="Night Line").update(hotline=number)
        assert counts(load(write(folder, {AE: NEW_NOTE}))) == (0, 1, 3, 0, 0)

    def test_what_an_operator_made_is_left_alone_even_under_the_same_name(self, tmp_path: Path) -> None:
        Organisation.objects.create(country="AE", name="Night Line", kind="union", website="https://x.test")
        assert counts(load(write(tmp_path))) == (3, 0, 0, 1, 0)
        assert night_line().kind == "union"

    def test_what_an_operator_renamed_is_not_loaded_a_second_time(self, folder: Path) -> None:
        Organisation.objects.filter(name="Night Line").update(name="Night and Day Line")
        Article.objects.filter(slug="fee-or-rate").update(language="fil")
        assert counts(load(write(folder, {AE: NEW_NOTE}))) == (0, 0, 2, 2, 0)
        assert set(Organisation.objects.values_list("name", flat=True)) == {"Open Door", "Night and Day Line"}
        assert Article.objects.filter(kind="lesson").count() == 1

    def test_a_file_that_comes_to_the_operator_s_own_name_makes_no_second_one(self, folder: Path) -> None:
        Organisation.objects.filter(name="Night Line").update(name="Day Line")
        renamed = ORGANISATIONS.replace('"Night Line"', '"Day Line"')
        assert counts(load(write(folder, {AE: renamed}))) == (0, 0, 3, 1, 0)
        assert Organisation.objects.count() == 2

    def test_before_keys_were_noted_an_entry_is_known_by_its_name(self, folder: Path) -> None:
        noted = {entry.pk: entry.loaded_key for entry in Organisation.objects.all()}
        Organisation.objects.update(loaded_key=[])
        assert counts(load(folder)) == (0, 0, 4, 0, 0)
        made = Organisation.objects.create(country="AE", name="Ours", kind="union", website="https://x.test")
        migration = import_module("support.migrations.0002_loaded_key")
        migration.note_keys(apps, SimpleNamespace(connection=connection))
        assert {entry.pk: entry.loaded_key for entry in Organisation.objects.all()} == {**noted, made.pk: []}

    def test_what_an_operator_hid_stays_hidden(self, folder: Path) -> None:
        Organisation.objects.filter(name="Night Line").update(is_shown=False)
        load(write(folder, {AE: NEW_NOTE}))
        assert (night_line().is_shown, night_line().noted) == (False, "By day.")


class TestReviews:
    def test_a_review_stays_while_the_text_does(self, folder: Path) -> None:
        review([night_line()], by="hana", on=date(2026, 11, 1))
        load(folder)
        assert (night_line().reviewed_on, night_line().reviewed_by) == (date(2026, 11, 1), "hana")

    def test_a_new_text_is_not_what_was_reviewed(self, folder: Path) -> None:
        review([night_line()], by="hana", on=date(2026, 11, 1))
        load(write(folder, {AE: NEW_NOTE}))
        assert (night_line().reviewed_on, night_line().reviewed_by) == (None, "")

    def test_another_place_in_the_list_is_no_other_text(self, folder: Path) -> None:
        review(Article.objects.filter(kind="lesson"), by="hana", on=date(2026, 11, 1))
        assert counts(load(write(folder, {"lessons/order.toml": 'order = ["fee-or-rate"]'}))) == (
            0,
            1,
            3,
            0,
            0,
        )
        lesson = Article.objects.get(kind="lesson")
        assert (lesson.position, lesson.reviewed_on, lesson.reviewed_by) == (1, date(2026, 11, 1), "hana")

    @pytest.mark.parametrize(("ours", "stands"), [(None, 5), (3, 5), (7, 7)])
    def test_of_two_reviews_of_one_text_the_later_counts(
        self, folder: Path, ours: int | None, stands: int
    ) -> None:
        if ours:
            review(Article.objects.filter(kind="lesson"), by="hana", on=date(2026, 11, ours))
        load(write(folder, {LESSON_FILE: LESSON.replace('reviewed_on = ""', "reviewed_on = 2026-11-05")}))
        assert Article.objects.get(kind="lesson").reviewed_on == date(2026, 11, stands)


class TestFaults:
    def test_the_rest_is_loaded_and_nothing_of_a_file_at_fault_is_removed(self, folder: Path) -> None:
        loaded = load(write(folder, {AE: ORGANISATIONS.replace('kind = "hotline"', 'kind = "phone"')}))
        assert counts(loaded) == (0, 0, 3, 0, 0)
        assert [(fault.file, fault.line) for fault in loaded.faults] == [(AE, 15)]
        assert night_line().kind == "hotline"

    def test_nothing_of_a_folder_with_a_file_at_fault_is_removed(self, folder: Path) -> None:
        (folder / AE).rename(folder / "organisations/emirates.txt")
        loaded = load(write(folder, {AE: "[[organisation]]", "organisations/gb.toml": "country = 5"}))
        assert counts(loaded) == (0, 0, 2, 0, 0)

    def test_nothing_of_a_folder_that_is_gone_is_removed(self, folder: Path) -> None:
        for path in (folder / "organisations").iterdir():
            path.unlink()
        (folder / "organisations").rmdir()
        loaded = load(folder)
        assert counts(loaded) == (0, 0, 2, 0, 0)
        assert [str(fault) for fault in loaded.faults] == [
            "organisations/, line 1: is gone; what came from it is kept"
        ]
        assert Organisation.objects.count() == 2

    def test_lessons_keep_their_place_and_review_while_their_order_is_broken(self, folder: Path) -> None:
        review(Article.objects.filter(kind="lesson"), by="hana", on=date(2026, 11, 1))
        before = Article.objects.filter(kind="lesson").values().get()
        loaded = load(write(folder, {"lessons/order.toml": "order = ["}))
        assert (counts(loaded), len(loaded.faults)) == ((0, 0, 3, 0, 0), 1)
        assert Article.objects.filter(kind="lesson").values().get() == before


class TestCommand:
    def test_it_says_what_became_of_the_entries(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self.load_from(write(tmp_path), monkeypatch)
        call_command("load_support")
        assert capsys.readouterr().out == (
            "Organisations and texts: 4 added, 0 changed, 0 unchanged, 0 removed, 0 left as edited here\n"
        )

    def test_a_broken_file_is_a_sentence_with_its_line_and_the_command_fails(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self.load_from(write(tmp_path, {LESSON_FILE: "+++\ntitle\n+++\n"}), monkeypatch)
        with pytest.raises(CommandError, match="The rest is loaded"):
            call_command("load_support")
        assert (
            capsys.readouterr().err
            == f"{LESSON_FILE}, line 2: is not TOML: Expected '=' after a key in a key/value pair\n"
        )
        assert Organisation.objects.count() == 2

    def load_from(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def read(_folder: Any) -> contents.Contents:
            return contents.read_folder(folder)

        monkeypatch.setattr(loading, "read_folder", read)
