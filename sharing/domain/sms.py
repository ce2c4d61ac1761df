"""A text message that fits: what of an answer is said when there is no room for all of it.

One message holds 160 septets of the GSM 7-bit default alphabet (3GPP TS 23.038), in which a character of the
extension table takes two; with any other character in it, it holds 70 code units of UTF-16.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

MOST_SEPTETS = 160
MOST_CODE_UNITS = 70
ALPHABET = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENSION = frozenset("\f^{}\\[~]|€")
WRITABLE = ALPHABET | EXTENSION
# What says the same in the alphabet, and is read as the same.
STAND_INS = str.maketrans(
    {
        **dict.fromkeys("\u00a0\u2007\u2009\u202f", " "),
        **dict.fromkeys("\u2018\u2019\u201b\u02bc\u2032", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
        "\u201a": ",",
        "\u200b": None,  # a place where a line may break: nothing that is seen
        "\u2026": "...",
        "\u00d7": "x",
    }
)
# Says that a name goes on: an ellipsis would take three septets, or make the whole a message of 70.
SHORTENED = "."
CUT = "..."
# Thai has no full stop: what one is asked to do begins with "please".
BETWEEN_SENTENCES = re.compile(r"(?<=[.!?\u06d4\u0964\u104b\u17d4])\s+|\s+(?=\u0e42\u0e1b\u0e23\u0e14)")
OPENED, CLOSED = "([\u201c\u00ab]\u200e?)", "(\u200e?[\u201d\u00bb])"
# Characters that belong to the one before them: a name is not cut between the two.
JOINED = frozenset("\u200c\u200d")

Sentence = Callable[[str], str]


class TooLongError(ValueError):
    """What may never be left out does not fit one message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What there is to say.

    `sentences` are ways to say what is paid, what arrives and what kind of price it is, each made with a
    provider's name, the one that says most first. `others` are the next best options, a line each, and
    `address` is where the answer of the day is.
    """

    sentences: tuple[Sentence, ...]
    provider: str
    others: tuple[str, ...] = ()
    address: str = ""


def normalised(text: str) -> str:
    """The text on one line, with every stand-in that the alphabet has for a character outside it."""
    visible = "".join(" " if unicodedata.category(letter) == "Cc" else letter for letter in text)
    return " ".join(unicodedata.normalize("NFC", visible).translate(STAND_INS).split())


def septets(text: str) -> int | None:
    """How many septets a text takes; None where the alphabet cannot write it."""
    if not WRITABLE.issuperset(text):
        return None
    return len(text) + sum(letter in EXTENSION for letter in text)


def code_units(text: str) -> int:
    """How many code units of UTF-16 a text takes."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def fits(text: str) -> bool:
    """Whether a text is one message."""
    counted = septets(text)
    return code_units(text) <= MOST_CODE_UNITS if counted is None else counted <= MOST_SEPTETS


def fitted(message: Message) -> str:
    """The text of one message, which says as much as it has room for.

    Left out, in this order: the other options from the last on, the address, what the shorter sentences do
    without, the end of the provider's name.

    Raises:
        TooLongError: the shortest sentence does not fit even without a letter of the name.
    """
    for text in _from_most_to_least(message):
        if fits(text):
            return text
    raise TooLongError(f"{message.sentences[-1]('')!r} leaves no room for a name")


def fitted_sentence(ways: Iterable[str], address: str = "") -> str:
    """What is not about a price as one message: the first way to say it that fits.

    `ways` say the same, the one that says most first; the address stands below where there is room. What is
    cut is never made to look whole: sentences are left out whole, from the last on, and if even the first is
    too long in every way it ends in "...", between two words.
    """
    said = [BETWEEN_SENTENCES.split(normalised(way)) for way in ways]
    most = max(map(len, said))
    fewer = (" ".join(way[: len(way) - less]) for less in range(most) for way in said if less < len(way))
    chosen = next(filter(fits, fewer), "") or _between_words(said[-1][0])
    return f"{chosen}\n{address}" if address and fits(f"{chosen}\n{address}") else chosen


def with_less_quoted(sentence: str, quoted: str) -> Iterator[str]:
    """A sentence, then the same with less and less of what it quotes: “lots of money”, “lots...”, “...”."""
    yield sentence
    found = re.search(f"{OPENED}{re.escape(quoted)}{CLOSED}", sentence)
    if not quoted or not found:
        return
    before, after = sentence[: found.end(1)], sentence[found.start(2) :]
    for beginning in (*_beginnings(quoted), ""):
        yield f"{before}{beginning}{CUT}{after}"


def _between_words(text: str) -> str:
    """As many of the first words as there is room for; letters where there is no room for one word."""
    words = text.split(" ")
    by_words = (" ".join(words[:count]) for count in range(len(words) - 1, 0, -1))
    beginnings = (*by_words, *_beginnings(text), "")
    return next(f"{cut}{CUT}" for cut in beginnings if fits(f"{cut}{CUT}"))


def _from_most_to_least(message: Message) -> Iterator[str]:
    name, others = normalised(message.provider), [normalised(other) for other in message.others]
    for number, sentence in enumerate(message.sentences):
        said = normalised(sentence(name))
        if message.address:
            for count in range(len(others) if number == 0 else 0, -1, -1):
                yield "\n".join((said, *others[:count], message.address))
        yield said
    for shorter in (*_shortened(name), SHORTENED):
        yield normalised(message.sentences[-1](shorter))


def _shortened(text: str) -> Iterator[str]:
    """Beginnings of a name, each with a mark that something was cut."""
    return (beginning + SHORTENED for beginning in _beginnings(text))


def _beginnings(text: str) -> Iterator[str]:
    """Beginnings of a text, the longest first, that end between two letters."""
    for end in range(len(text) - 1, 0, -1):
        if unicodedata.category(text[end]).startswith("M") or {text[end], text[end - 1]} & JOINED:
            continue
        yield text[:end].rstrip()
