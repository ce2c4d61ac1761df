"""A text message that fits: what of an answer is said when there is no room for all of it.

One message holds 160 septets of the GSM 7-bit default alphabet (3GPP TS 23.038), in which a character of the
extension table takes two; with any other character in it, it holds 70 code units of UTF-16.
"""

import unicodedata
from collections.abc import Callable, Iterator
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
# Characters that belong to the one before them: a name is not cut between the two.
JOINED = frozenset("\u200c\u200d")

Sentence = Callable[[str], str]


class TooLongError(ValueError):
    """What may never be left out does not fit one message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What there is to say.

    `sentences` are ways to say the number, its currency and what kind of price it is, each made with a
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


def fitted_sentence(sentence: str, address: str = "") -> str:
    """A sentence that is not about a price as one message: with the address where there is room, else cut."""
    said = normalised(sentence)
    if address and fits(f"{said}\n{address}"):
        return f"{said}\n{address}"
    return said if fits(said) else next((cut for cut in _shortened(said) if fits(cut)), SHORTENED)


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
    """Beginnings of a text, the longest first, each with a mark that something was cut."""
    for end in range(len(text) - 1, 0, -1):
        if unicodedata.category(text[end]).startswith("M") or {text[end], text[end - 1]} & JOINED:
            continue
        yield text[:end].rstrip() + SHORTENED
