"""Files that are no tables, are cut off, or mean harm."""

import gzip
import io
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest
import xlsxwriter

from providers.adapters.rpw import parse
from providers.tables import FileError, read_bytes
from tests.providers.survey_files import ROW, csv_file, row, table

LATER_NAMES = {
    "source": "source_code",
    "destination": "destination_code",
    "product": "payment instrument",
    "sending location": "access point",
    "coverage": "receiving network coverage",
    "pick-up method": "pickup method",
}


def workbook(
    rows: Iterable[Mapping[str, str]], *, rename: Mapping[str, str] | None = None, numbers: bool = True
) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_numbers": numbers}) as book:
        book.add_worksheet("Read me").write(0, 0, "Notes")
        sheet = book.add_worksheet("Dataset")
        for number, cells in enumerate(table(rows, rename=rename)):
            sheet.write_row(number, 0, cells)
    return buffer.getvalue()


def prices(payload: bytes) -> list[object]:
    return [reading._replace(statement=None) for each in parse(payload) for reading in each.readings]  # type: ignore[arg-type]


def test_a_workbook_and_a_csv_of_the_same_rows_give_the_same_prices() -> None:
    rows = [row(), row(firm="Wall St Exchange", cc1_total_cost="2.6700000001")]
    assert prices(workbook(rows)) == prices(csv_file(rows))
    assert len(prices(csv_file(rows))) == 4


def test_numbers_stored_as_text_in_a_workbook_are_numbers() -> None:
    assert prices(workbook([row()], numbers=False)) == prices(csv_file([row()]))


def test_later_files_name_their_columns_otherwise_and_mean_the_same() -> None:
    assert prices(workbook([row()], rename=LATER_NAMES)) == prices(csv_file([row()]))
    assert prices(csv_file([row()], rename=LATER_NAMES)) == prices(csv_file([row()]))


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig"])
def test_the_encoding_is_told_from_the_bytes(encoding: str) -> None:
    rows = [row(firm="Crédit Agricole", note1="a ‘parallel’ market")]
    (first, _) = (reading for each in parse(csv_file(rows, encoding=encoding)) for reading in each.readings)
    assert first.provider_name == "Crédit Agricole"
    assert first.statement.note == "a ‘parallel’ market"


@pytest.mark.parametrize(
    ("payload", "sentence"),
    [
        (b"just some words\n", "no column 'period', 'source'"),
        (csv_file([row()]).replace(b"cc1 lcu fee", b"cc1 charge"), "no column 'cc1 lcu fee' in the header"),
        (csv_file([row()]).replace(b"firm,", b"period,", 1), "no column 'firm' in the header"),
        (csv_file([row(), row()])[:-60], "the file does not end with a line break: it may be cut off"),
        (csv_file([row()]).rstrip(b"\r\n"), "the file does not end with a line break: it may be cut off"),
        (csv_file([row(note1="\x00"), row()]), "the file is not text: it has zero bytes"),
        (csv_file([row()] * 50) + b"\x00\n", "the file is not text: it has zero bytes"),
        (csv_file([]), "the file has a header and no rows"),
        (workbook([]), "the file has a header and no rows"),
        (csv_file([row()]) + b'"half a cell', "the file is cut off or broken in line 3"),
        (b"\x00\x01\x02" * 50, "the file is not text"),
        (b"period,\x81\x8d\n", "neither UTF-8 nor cp1252"),
        (workbook([row()])[:900], "the workbook is cut off or broken"),
        (workbook([row()], rename={"firm": "company"}), "no column 'firm' in the header"),
    ],
)
def test_a_wrong_file_is_refused_as_a_whole_in_one_sentence(payload: bytes, sentence: str) -> None:
    with pytest.raises(FileError) as refused:
        list(parse(payload))
    assert sentence in str(refused.value)
    assert "\n" not in str(refused.value)


def test_two_columns_of_one_name_are_refused() -> None:
    with pytest.raises(FileError, match="two columns 'period' in the header"):
        list(parse(csv_file([row()]).replace(b"note2", b"period", 1)))


def test_a_workbook_that_unpacks_to_a_bomb_is_refused_before_it_is_read() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 40_000_000)
    with pytest.raises(FileError, match="unpacks to more than"):
        list(parse(buffer.getvalue()))


def test_an_archive_that_is_no_workbook_is_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("letter.txt", "dear reader")
    with pytest.raises(FileError, match="the workbook cannot be read"):
        list(parse(buffer.getvalue()))


def test_a_row_with_a_cell_too_many_is_refused_and_the_others_are_read() -> None:
    payload = csv_file([row()]) + b"1,2,3\r\n" + csv_file([row(firm="Lari")]).split(b"\r\n", 1)[1]
    found = list(parse(payload))
    assert [len(each.readings) for each in found] == [2, 0, 2]
    assert found[1].refused[0].reason == f"3 cells where the header has {len(ROW)}"


def test_a_gzipped_file_is_unpacked_and_a_bomb_in_it_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packed = tmp_path / "survey.csv.gz"
    packed.write_bytes(gzip.compress(csv_file([row()])))
    assert read_bytes(packed) == csv_file([row()])
    packed.write_bytes(packed.read_bytes()[:-9])
    with pytest.raises(FileError, match="the archive cannot be unpacked: its packed bytes end early"):
        read_bytes(packed)
    monkeypatch.setattr("providers.tables.MAX_FILE_BYTES", 1_000)
    packed.write_bytes(gzip.compress(b"1" * 1_001))
    with pytest.raises(FileError, match="the archive cannot be unpacked: it has more than the 1,000 bytes"):
        read_bytes(packed)


def test_a_missing_and_an_empty_file_are_named(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"nowhere\.csv: No such file"):
        read_bytes(tmp_path / "nowhere.csv")
    (tmp_path / "empty.csv").write_bytes(b" \n")
    with pytest.raises(FileError, match="the file is empty"):
        read_bytes(tmp_path / "empty.csv")


def test_a_file_larger_than_any_survey_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("providers.tables.MAX_FILE_BYTES", 10)
    (tmp_path / "large.csv").write_bytes(b"x" * 11)
    with pytest.raises(FileError, match="11 bytes is more than the 10 allowed"):
        read_bytes(tmp_path / "large.csv")
