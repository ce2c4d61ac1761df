"""What our own export adds to a survey file (layout=rpw), and what the importer believes of it.

docs/adr/0011-exported-survey-rows-keep-their-line.md says why.
"""

import re
from collections.abc import Mapping

from providers.adapters.rpw_cells import CellError, currency, yes_or_no
from remitcompare.spreadsheets import FORMULA_STARTS

LINE, FROM, SANDBOX = "line", "collected from", "sandbox"
PAID_OUT_IN = "paid out in"
# Written with a word before it, so that no spreadsheet takes 1234e56789012345 for a number.
_LINE = re.compile(r"line-([0-9a-f]{16})")
# Cells that people typed, which the export keeps from running as formulas.
_TYPED = ("id", "firm", "note1", "note2")


class ExportedLines:
    """The lines of one file: what its rows say they are, or what their own words make them."""

    def __init__(self) -> None:
        self._claimed: dict[str, str] = {}

    def line_of(self, cells: Mapping[str, str], *, wording: str) -> str:
        """A row's line: the one it was exported with, where it names one, else the digest of its words.

        Two rows of a file that say different things cannot both be one line: the second is what it says.
        """
        named = _LINE.fullmatch(cells.get(LINE, ""))
        if named is None or self._claimed.setdefault(named[1], wording) != wording:
            return wording
        return named[1]


def cells_as_kept(cells: dict[str, str], *, source: str) -> dict[str, str]:
    """A row's cells without the apostrophes that the export put before what looks like a formula.

    A file that nobody exported is returned as it is.

    Raises:
        CellError: the row is not a survey's: exported from another source, or invented by a sandbox. Read
            back as a survey's price it would count twice, or for real.
    """
    if FROM not in cells:
        return cells
    if cells[FROM] not in ("", source):
        raise CellError(f"{FROM} {cells[FROM]!r}: not a price of the survey; collect it from its own source")
    if cells.get(SANDBOX) and yes_or_no(SANDBOX, cells[SANDBOX]):
        raise CellError("the price is a sandbox's: invented")
    return cells | {name: _unguarded(cells[name]) for name in _TYPED if name in cells}


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA_STARTS) else cell


def paid_out_in(cells: Mapping[str, str], point: str) -> str | None:
    """The currency that an exported price says is paid out; None in any other file."""
    cell = cells.get(f"{point} {PAID_OUT_IN}", "")
    return currency(cell.upper(), written=cell) if cell else None
