"""Numbers as people type them into tables: separators of thousands, a comma or a point before decimals."""

import re

SPACES = re.compile(r"[\s\u00a0\u202f']")


def plain_number(cell: str, *, name: str, decimal_comma: bool, is_workbook: bool) -> str:
    """A cell as plain text such as "1234.5".

    Separators must stand at thousands, or the number is refused: 1.5 is not 15. In a workbook a number has a
    decimal point whatever the country, so there `decimal_comma` concerns only cells that have a comma.

    Raises:
        ValueError: it is not such a number; in a sentence.
    """
    text = SPACES.sub("", cell)
    has_decimal_comma = decimal_comma and (not is_workbook or "," in text)
    thousands, point = (r"\.", ",") if has_decimal_comma else (",", r"\.")
    if not re.fullmatch(rf"[-+]?(?:\d{{1,3}}(?:{thousands}\d{{3}})+|\d+)(?:{point}\d+)?", text, re.ASCII):
        mark = "comma" if has_decimal_comma else "point"
        raise ValueError(f"{name}: {cell[:60]!r} is not a number with a decimal {mark}")
    if has_decimal_comma:
        return text.replace(".", "").replace(",", ".")
    return text.replace(",", "")
