"""What is said of each language is what its catalogue holds."""

from pathlib import Path

import pytest

from corridors.languages import languages

CATALOGUE = """# RemitCompare in Vietnamese: plain words.
{state}
msgid ""
msgstr ""
"Language: vi\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "one"
msgstr "{one}"

#, fuzzy
msgid "two"
msgstr "hai"

msgid "day"
msgid_plural "days"
msgstr[0] "ngày"
msgstr[1] "{days}"
"""


@pytest.fixture
def said(tmp_path: Path, settings):
    """The languages, one of them with the catalogue that is given."""

    def _said(**filled: str):
        folder = tmp_path / "vi" / "LC_MESSAGES"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "django.po").write_text(CATALOGUE.format(**filled), encoding="utf-8")
        settings.LOCALE_PATHS = [tmp_path]
        settings.LANGUAGES = [("en", "English"), ("vi", "Tiếng Việt"), ("lo", "ລາວ")]
        languages.cache_clear()
        return {language.code: language for language in languages()}

    yield _said
    languages.cache_clear()


def test_gaps_guesses_and_half_a_plural_do_not_count(said):
    found = said(state="# Not yet checked by a native speaker.", one="", days="")
    assert (found["vi"].translated, found["vi"].messages, found["vi"].is_checked) == (0, 3, False)
    assert (found["en"].translated, found["en"].messages, found["en"].is_checked) == (3, 3, True)
    assert (found["lo"].translated, found["lo"].messages, found["lo"].is_checked) == (0, 3, False)


def test_what_is_there_counts_and_the_head_says_who_read_it(said):
    found = said(state="# Checked by somebody.", one="một", days="ngày")["vi"]
    assert (found.translated, found.is_checked, found.english_name) == (2, True, "Vietnamese")
    assert (found.name, found.note) == ("Tiếng Việt", "RemitCompare in Vietnamese: plain words.")
