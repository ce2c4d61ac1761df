"""Every message is said in its language: not left in English, not the neighbour's, not half of it."""

import re
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import pytest

from tests.catalogues import CATALOGUES, Key, forms, key, messages

NO_WORDS = re.compile(r"%\(\w+\)[a-z]|<[^>]*>|%%")
LATIN = re.compile(r"[A-Za-z]+")
IN_LATIN_LETTERS = ("es", "fil", "id", "vi")

# What is said the same in English and in another language that is written in Latin letters.
SAME = {
    "es": {"Asia", "Melanesia", "Micronesia", "No."},
    "vi": {"Melanesia", "Micronesia", "Polynesia"},
    "id": {"Asia", "Melanesia", "Median", "File", "bank"},
    # Numbers, money and the parts of the world are spoken of in English in the Philippines.
    "fil": {
        *("Africa", "Caribbean", "Melanesia", "Micronesia", "Oceania", "Polynesia", "Sub-Saharan Africa"),
        *("Average", "Median", "Quarter", "Provider", "Fingerprint", "File", "Quiz", "Fee", "fee %(least)s"),
        *("cash", "bank account", "bank card", "prepaid card", "money order", "post office", "online"),
        *("%(count)s row", "%(period)s: average %(average)s.", "Sustainable Development Goal 10.c"),
    },
}
# Names, what is typed as it stands here, and abbreviations known by their Latin letters.
NAMES = {
    *("RemitCompare", "SmaRT", "Remittance", "Prices", "Worldwide", "Unicode", "CLDR", "ISO", "alpha", "G"),
    *("Excel", "pandas", "R", "DuckDB", "Spark", "JavaScript", "API", "OpenAPI", "SHA", "CSV", "PNG", "SVG"),
    *("EUR", "PHP", "UTC", "SMS", "QR", "A", "c", "ae", "ph", "Q", "PT", "H", "name", "example", "org"),
    *("limit", "next", "frequency"),
}
# Words for which people who speak the language write the English one.
BORROWED = {
    "km": {"Spam", "percentile", "hash", "mystery", "shopping", "cookie", "money", "order", "app", "ATM"},
    "lo": {"Spam", "percentile", "hash", "mystery", "shopping", "cookie", "ATM"},
    "my": {
        *("spam", "percentile", "th", "hash", "cookie", "ATM"),
        *("object", "script", "parameter", "checksum"),
    },
    "th": {"ATM"},
}

# Between what a text may measure, in letters of English: so many times the middle of all languages, and more.
LONGEST, SHORTEST = (1.5, 30), (0.6, -8)

Lengths = dict[str, dict[Key, float]]

each_catalogue = pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])


def left_in_english(language: str, texts: list[str], said: str) -> bool:
    """Whether one form of a message is English, or has an English word that its language does without."""
    if language in IN_LATIN_LETTERS:
        has_words = any(map(str.isalpha, NO_WORDS.sub("", said).replace("UTC", "")))
        return said in texts and has_words and texts[0] not in SAME.get(language, ())
    return bool(set(LATIN.findall(NO_WORDS.sub("", said))) - NAMES - BORROWED.get(language, set()))


@each_catalogue
def test_nothing_in_it_is_left_in_english(path: Path) -> None:
    assert not [
        said
        for message in messages(path)
        for said in forms(message.string)
        if left_in_english(path.parts[-3], forms(message.id), said)
    ]


@pytest.mark.parametrize(
    ("language", "said", "is_left"),
    [
        ("es", "Write your e-mail address.", True),
        ("es", "Escriba su correo electrónico.", False),
        ("th", "Write your e-mail address.", True),
        ("th", "โปรดใส่ email ของคุณ", True),
        ("th", "โปรดใส่อีเมล %(text)s ใน RemitCompare", False),
    ],
)
def test_english_is_found(language: str, said: str, *, is_left: bool) -> None:
    assert left_in_english(language, ["Write your e-mail address."], said) is is_left


def test_what_may_stay_in_english_is_still_there() -> None:
    for path in CATALOGUES:
        language = path.parts[-3]
        same = {
            forms(message.id)[0]
            for message in messages(path)
            if set(forms(message.string)) & set(forms(message.id))
        }
        words = {
            word
            for message in messages(path)
            for said in forms(message.string)
            for word in LATIN.findall(said)
        }
        assert SAME.get(language, set()) <= same
        assert BORROWED.get(language, set()) <= words


def length(text: str) -> int:
    return len(NO_WORDS.sub("", text))


def out_of_proportion(lengths: Lengths) -> Iterator[tuple[str, Key]]:
    """The language and message of each text that is much longer or shorter than in the other languages.

    `lengths` has for each language those of all its messages. A language that needs more letters than English
    needs them everywhere: its own middle takes that out.
    """
    english = lengths["en"]
    needs = {
        language: median(said[message] / english[message] for message in said if english[message])
        for language, said in lengths.items()
    }
    for message in english:
        fair = {
            language: said[message] / needs[language] for language, said in lengths.items() if message in said
        }
        middle = median(fair.values())
        for language, letters in fair.items():
            if not SHORTEST[0] * middle + SHORTEST[1] <= letters <= LONGEST[0] * middle + LONGEST[1]:
                yield language, message


def test_every_text_is_about_as_long_as_in_the_other_languages() -> None:
    """One that is not belongs to the entry before or after it, or lost its second sentence."""
    lengths: Lengths = {"en": {}}
    for path in CATALOGUES:
        lengths[path.parts[-3]] = {key(each): length(forms(each.string)[-1]) for each in messages(path)}
        lengths["en"] |= {key(each): length(forms(each.id)[-1]) for each in messages(path)}
    assert not list(out_of_proportion(lengths))


def test_a_displaced_text_is_found() -> None:
    who, nobody, listed = ("", "Who pays"), ("", "Nobody can buy"), ("", "The list")
    lengths: Lengths = {
        language: {who: 8 * more, nobody: 195 * more, listed: 90 * more}
        for language, more in (("en", 1), ("a", 1.1), ("b", 1.0), ("c", 0.9), ("d", 1.2))
    }
    assert not list(out_of_proportion(lengths))
    lengths["b"] |= {who: 195, nobody: 90}
    assert list(out_of_proportion(lengths)) == [("b", who), ("b", nobody)]


@each_catalogue
def test_its_digits_are_those_of_the_prices(path: Path) -> None:
    """0 to 9 everywhere, as docs/design.md has it."""
    assert not [
        said
        for message in messages(path)
        for said in forms(message.string)
        if any(letter.isdigit() and not letter.isascii() for letter in said)
    ]
