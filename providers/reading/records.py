"""From what a source states to a price, or to a refusal that can be stored and shown whatever it quotes."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from corridors.domain.codes import CollectionMethod
from corridors.domain.readings import PriceReading
from corridors.models.prices import MONEY_PLACES, RATIO_PLACES
from providers.adapters.base import Answer, RefusedRow
from providers.contract import MAX_NOTE, FieldErrors, Origin, read_price

# Far beyond any amount of money, and near enough that no sum can overflow.
MAX_MAGNITUDE = 30
MAX_FIELDS = 60
MAX_SAID = 200
MAX_REASON = 1_000
# What a stored price has room for.
MAX_LINE, MAX_SOURCE_LINE = 32, 40


def price_in(
    record: Mapping[str, Any], *, answer: Answer, place: str, source: str, method: CollectionMethod
) -> PriceReading | RefusedRow:
    """The price that a record in the form of providers.contract says, or every reason why it says none."""
    origin = Origin(
        source=source,
        collection_method=method,
        locator=answer.at(place),
        received_at=answer.received_at,
    )
    if halves := [name for name, value in record.items() if not _is_text_whole(value)]:
        return refusal(answer, place, f"{', '.join(halves)}: holds half a character", record)
    try:
        price = read_price(record, origin)
    except FieldErrors as error:
        return refusal(answer, place, str(error), record)
    sentence = cannot_be_kept(price)
    return refusal(answer, place, sentence, record) if sentence else price


def cannot_be_kept(price: PriceReading) -> str | None:
    """A sentence when a text or number of a price does not fit where prices are kept."""
    texts = (
        ("provider", price.provider_name, MAX_SAID),
        ("line", price.statement.line, MAX_LINE),
        ("the row's own id", price.statement.source_line, MAX_SOURCE_LINE),
        ("note", price.statement.note, MAX_NOTE),
    )
    for name, text, most in texts:
        if len(text) > most:
            return f"{name}: is {len(text):,} characters long; {most:,} are allowed"
        if "\x00" in text:
            return f"{name}: holds a zero byte"
    for name, number in price._asdict().items():
        if isinstance(number, Decimal) and number and abs(number.adjusted()) > MAX_MAGNITUDE:
            return f"{name}: is of no size that money or a rate can have"
    for name, positive, places in (
        ("send_amount", price.send_amount, MONEY_PLACES),
        ("rate", price.rate, RATIO_PLACES),
    ):
        if positive is not None and 0 < positive <= Decimal(1).scaleb(-places) / 2:
            return f"{name}: {positive} is too small to be kept with {places} decimals"
    return None


def refusal(answer: Answer, place: str, reason: str, record: Mapping[str, Any]) -> RefusedRow:
    """Why one place of an answer is not recorded, with what it said."""
    return RefusedRow(answer.at(_storable(place)), _storable(reason, MAX_REASON), told(record))


def told(record: Mapping[str, Any]) -> dict[str, str]:
    """What a record said, as short text that every database can keep."""
    kept = list(record.items())[:MAX_FIELDS]
    return {_storable(name): _storable(value) for name, value in kept}


def number_in(record: Mapping[str, Any], name: str) -> Decimal | None:
    """A number of a record, stated as one or as plain text such as "12.50"; None when it is not stated.

    Raises:
        ValueError: it is something else, or of no size that money can have; in a sentence.
    """
    stated = record.get(name)
    if stated is None or stated == "":
        return None
    try:
        if isinstance(stated, bool) or not isinstance(stated, int | str | Decimal):
            raise InvalidOperation
        number = Decimal(stated.strip() if isinstance(stated, str) else stated)
        if not number.is_finite() or abs(number.adjusted()) > MAX_MAGNITUDE:
            raise InvalidOperation
    except InvalidOperation:
        raise ValueError(f"{name}: {_storable(stated, 60)!r} is not a number such as 1234.50") from None
    return number


def _is_text_whole(value: object) -> bool:
    """Whether text can be written as UTF-8: JSON may hold one half of a character that takes two."""
    try:
        return not isinstance(value, str) or bool(value.encode()) or not value
    except UnicodeEncodeError:
        return False


def _storable(value: object, most: int = MAX_SAID) -> str:
    if isinstance(value, list | tuple | dict):
        return "an object" if isinstance(value, dict) else "a list"
    if isinstance(value, int) and abs(value) >= 10**40:
        return "a number of more than 40 digits"
    text = "" if value is None else str(value)
    return text[:most].encode(errors="replace").decode().replace("\x00", "\ufffd")
