"""Small RPW files: one ordinary row, changed as a test needs."""

import csv
import io
from collections.abc import Iterable, Mapping

ROW = {
    "id": "13034", "period": "2013_3Q", "source": "ARE", "destination": "EGY", "firm": "Al Fardan Exchange",
    "firm_type": "Money Transfer Operator", "product": "Cash to cash", "sending location": "at Branch",
    "speed actual": "Less than one hour", "cc1 lcu amount": "735", "cc1 denomination amount": "200",
    "cc1 lcu code": "AED", "cc1 lcu fee": "15", "cc1 lcu fx rate": "1.57", "cc1 fx margin": "0.63",
    "cc1 total cost %": "2.67", "cc2 lcu amount": "1835", "cc2 denomination amount": "500",
    "cc2 lcu code": "AED", "cc2 lcu fee": "15", "cc2 lcu fx rate": "1.57", "cc2 fx margin": "0.63",
    "cc2 total cost %": "1.45", "inter lcu bank fx": "1.58", "transparent": "yes", "note1": "", "note2": "",
    "coverage": "Nationwide", "pick-up method": "Cash", "date": "16/Jul/2013",
}  # fmt: skip
BLANK = dict.fromkeys(ROW, "")


def row(**changes: str) -> dict[str, str]:
    """The ordinary row; underscores in a name stand for spaces where the column has them."""
    names = {name.replace(" ", "_").replace("-", "_").replace("_%", ""): name for name in ROW}
    return ROW | {names[name]: value for name, value in changes.items()}


def table(rows: Iterable[Mapping[str, str]], *, rename: Mapping[str, str] | None = None) -> list[list[str]]:
    """Header and rows, columns renamed as later files do."""
    new_names = rename or {}
    return [[new_names.get(name, name) for name in ROW], *([each[name] for name in ROW] for each in rows)]


def csv_file(
    rows: Iterable[Mapping[str, str]], *, encoding: str = "cp1252", rename: Mapping[str, str] | None = None
) -> bytes:
    """A survey file as the World Bank writes it: CRLF, cp1252."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(table(rows, rename=rename))
    return text.getvalue().encode(encoding)
