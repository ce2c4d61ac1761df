"""What is known of a column of an export, for every format and its description."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a column holds. A moment is in UTC; a decimal is exact."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    BOOLEAN = "boolean"
    DATE = "date"
    MOMENT = "moment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column. What is not stated is empty (CSV, XLSX) or null (JSON lines, Parquet), never 0.

    `path` is where the value stands, as Django names it from a Price. `places` are a decimal's most decimals.
    A foreign text was typed by somebody outside: a spreadsheet must not run it. `codes` is a closed list;
    `pattern` is a regular expression that every text matches as a whole.
    """

    name: str
    kind: Kind
    description: str
    path: str = ""
    unit: str = ""
    places: int = 0
    is_foreign: bool = False
    is_required: bool = False
    codes: tuple[str, ...] = ()
    pattern: str = ""
