"""Small workbooks that ask for more memory than there is are refused before anything lays them out."""

import io
import zipfile
from collections.abc import Callable

import pytest
import xlsxwriter

from providers import workbook_bounds
from providers.adapters.rpw import parse
from providers.tables import FileError
from providers.workbook_bounds import OutOfBoundsError, refuse_out_of_bounds
from tests.providers.survey_files import row
from tests.providers.test_tables import workbook

SHEET = "xl/worksheets/sheet1.xml"
TEXTS = "xl/sharedStrings.xml"


def rebuilt(change: Callable[[str, bytes], bytes], **more: bytes) -> bytes:
    """A workbook with a text in A1, its parts changed by name."""
    whole = io.BytesIO()
    with xlsxwriter.Workbook(whole, {"in_memory": True}) as book:
        book.add_worksheet("S").write(0, 0, "text")
    return repacked(whole.getvalue(), change, **more)


def repacked(payload: bytes, change: Callable[[str, bytes], bytes], **more: bytes) -> bytes:
    changed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(payload)) as old,
        zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
        for name, content in more.items():
            new.writestr(name, content)
    return changed.getvalue()


def with_rows(rows: str) -> bytes:
    def change(name: str, content: bytes) -> bytes:
        before, _, after = content.decode().partition("<sheetData>")
        after = after.partition("</sheetData>")[2]
        return f"{before}<sheetData>{rows}</sheetData>{after}".encode() if name == SHEET else content

    return rebuilt(change)


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        '<row r="1"><c r="a1"><v>1</v></c><c r="xfd1048576"><v>1</v></c></row>',
        '<row r="1048576"><c><v>1</v></c><c r="XFC1"><v>1</v></c><c><v>1</v></c></row>',
        '<row r="1"><c r="XFD1"><v>1</v></c></row><row r="1048575"/><row><c><v>1</v></c></row>',
        '<x:row r="9999999"><x:c r="ZZZ9999999" t="inlineStr"><x:is><x:t>a</x:t></x:is></x:c></x:row>',
    ],
)
def test_two_cells_in_opposite_corners_are_refused(rows: str) -> None:
    bomb = with_rows(rows)
    assert len(bomb) < 10_000
    with pytest.raises(FileError, match="a workbook may have 12,000,000 cells"):
        list(parse(bomb))


def test_a_far_cell_without_a_value_is_no_reason_to_refuse() -> None:
    refuse_out_of_bounds(with_rows('<row r="1048576"><c r="XFD1048576" s="1"/><c r="A1"><v>1</v></c></row>'))


def test_cells_of_all_sheets_count_together(monkeypatch: pytest.MonkeyPatch) -> None:
    two_sheets = workbook([row(), row()])
    cells = 3 * len(row()) + 1  # the header and two rows, and a note on a sheet of its own
    monkeypatch.setattr(workbook_bounds, "MAX_CELLS", cells)
    refuse_out_of_bounds(two_sheets)
    monkeypatch.setattr(workbook_bounds, "MAX_CELLS", cells - 1)
    with pytest.raises(OutOfBoundsError, match="a workbook may have"):
        refuse_out_of_bounds(two_sheets)


def test_one_long_text_in_many_cells_is_refused() -> None:
    def change(name: str, content: bytes) -> bytes:
        if name == TEXTS:
            return content.replace(b"<t>text</t>", b"<t>%s</t>" % (b"0123456789abcdef" * 2**16))
        if name == SHEET:
            cells = b'<row><c t="s"><v>0</v></c></row>' * 301
            return content.replace(b"</sheetData>", cells + b"</sheetData>")
        return content

    with pytest.raises(OutOfBoundsError, match="hold more than 314,572,800 bytes of text"):
        refuse_out_of_bounds(rebuilt(change))


def test_a_part_that_lies_about_its_size_is_counted_as_it_is() -> None:
    bomb = rebuilt(lambda name, content: content, filler=b"0" * 40_000_000)
    size = (40_000_000).to_bytes(4, "little")
    assert bomb.count(size) == 2
    with pytest.raises(OutOfBoundsError, match="unpacks to more than"):
        refuse_out_of_bounds(bomb.replace(size, (10).to_bytes(4, "little")))


@pytest.mark.parametrize(
    "change",
    [
        lambda name, content: b"<!DOCTYPE a [<!ENTITY b 'c'>]>" + content if name == TEXTS else content,
        lambda name, content: content[:-9] if name == SHEET else content,
        lambda name, content: b"x" + content if name == SHEET else content,
        lambda name, content: content.replace(b'"A1"', b'"1A"') if name == SHEET else content,
        lambda name, content: content.replace(b'row r="1"', b'row r="-1"') if name == SHEET else content,
    ],
    ids=["entities", "cut-off", "junk", "place", "row"],
)
def test_what_no_spreadsheet_program_writes_is_refused(change: Callable[[str, bytes], bytes]) -> None:
    with pytest.raises(OutOfBoundsError, match=r"the workbook (is|defines)"):
        refuse_out_of_bounds(rebuilt(change))


def test_cells_are_found_in_a_part_of_any_name_and_pictures_are_let_be() -> None:
    refuse_out_of_bounds(rebuilt(lambda name, content: content, picture=b"\x89PNG\r\n\x1a\n<c"))
    with pytest.raises(OutOfBoundsError, match="broken"):
        refuse_out_of_bounds(rebuilt(lambda name, content: content, hidden=b"\x89<sheetData><row>"))


def test_two_parts_of_one_name_are_refused() -> None:
    twice = rebuilt(lambda name, content: content, **{SHEET.upper(): b"<a/>"})
    with pytest.raises(OutOfBoundsError, match="two parts of one name"):
        refuse_out_of_bounds(twice)


def test_a_zero_byte_written_as_its_code_is_found() -> None:
    def change(_: str, content: bytes) -> bytes:
        return content.replace(b"ZERO", b"a_x0000_b")

    with pytest.raises(FileError, match="the file is not text: it has zero bytes"):
        list(parse(repacked(workbook([row(note1="ZERO")]), change)))
