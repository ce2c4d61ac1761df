"""The worked examples of docs/methodology.md, found by the heads of their columns."""

from decimal import Decimal
from pathlib import Path

METHODOLOGY = Path(__file__).resolve().parents[2] / "docs" / "methodology.md"


def examples(*columns: str, at_least: int) -> list[dict[str, str]]:
    """The rows of the one table with exactly these columns.

    Raises:
        AssertionError: there is no such table, there are two, or it has lost rows.
    """
    lines = [_cells(line) for line in METHODOLOGY.read_text(encoding="utf-8").splitlines()]
    heads = [number for number, cells in enumerate(lines) if cells == list(columns)]
    assert len(heads) == 1, f"{len(heads)} tables in {METHODOLOGY.name} have the columns {columns}"
    rows = []
    for cells in lines[heads[0] + 2 :]:
        if not cells:
            break
        rows.append(dict(zip(columns, cells, strict=True)))
    assert len(rows) >= at_least, f"the table {columns} has {len(rows)} rows, {at_least} expected"
    return rows


def number(cell: str) -> Decimal:
    """1,234.50 as a number."""
    return Decimal(cell.replace(",", ""))


def money(cell: str) -> tuple[str, Decimal]:
    """Currency and amount of a cell such as EUR 11,555.84."""
    currency, amount = cell.split()
    return currency, number(amount)


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip()[1:-1].split("|")] if line.startswith("|") else []
