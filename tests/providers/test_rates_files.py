"""Central banks' histories of reference rates, and the cross rates that come out of them."""

import gzip
import io
import tracemalloc
import zipfile
from datetime import date
from decimal import Decimal

import pytest

from corridors.models import ReferenceRate
from providers.ingest import ingest_rates
from providers.rates_files import RefusedRate, parse
from providers.tables import MAX_FILE_BYTES, FileError

ECB = b"Date,USD,JPY,SIT,\n2013-07-19,1.3144,131.75,N/A,\n2013-07-18,1.3093,131.54,N/A,\n"
NBP = b"date,currency,pln_per_unit\n2013-07-17,AED,0.8821\n2013-07-17,PHP,0.0747\n2013-07-17,EUR,4.25\n"


def zipped(content: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("eurofxref-hist.csv", content)
    return buffer.getvalue()


@pytest.mark.parametrize("payload", [ECB, zipped(ECB), gzip.compress(ECB)])
def test_the_ecb_quotes_units_of_each_currency_for_one_euro(payload: bytes) -> None:
    first = next(parse("ecb", payload))
    assert not isinstance(first, RefusedRate)
    assert (first.base, first.quote, first.rate) == ("EUR", "USD", Decimal("1.3144"))
    assert first.observed_on == date(2013, 7, 19)
    assert len(list(parse("ecb", payload))) == 4


def test_the_national_bank_of_poland_quotes_zloty_for_one_unit() -> None:
    first = next(parse("nbp", NBP))
    assert not isinstance(first, RefusedRate)
    assert (first.base, first.quote, first.rate) == ("AED", "PLN", Decimal("0.8821"))


@pytest.mark.parametrize(
    ("source", "payload", "sentence"),
    [
        ("ecb", NBP, "not the ECB's"),
        ("nbp", ECB, "not the NBP's"),
        ("ecb", ECB + b"2013-07-17,1.3\n", "line 4 has 2 cells"),
        ("nbp", NBP + b"2013-07-17,A\n", "line 5 has 2 cells"),
        ("nbp", NBP + b'"half', "cut off or broken in line 5"),
        ("ecb", zipped(ECB)[:80], "the archive is cut off or broken"),
        ("nbp", gzip.compress(NBP)[:-12], "the archive cannot be unpacked: its packed bytes end early"),
        ("nbp", b"\xff\xfe\n", "not UTF-8"),
        ("nbp", NBP[:-1], "does not end with a line break: it may be cut off"),
        ("nbp", NBP + b"2013-07-17,USD,3.2", "does not end with a line break: it may be cut off"),
        ("ecb", ECB + b"2013-07-17,1.3,130.1,N/A,", "does not end with a line break: it may be cut off"),
        ("nbp", NBP[:27], "the file has a header and no rows"),
        ("ecb", ECB[:18], "the file has a header and no rows"),
        ("nbp", NBP * 200 + b"\x00\n", "the file is not text: it has zero bytes"),
    ],
)
def test_a_wrong_file_is_refused_as_a_whole(source: str, payload: bytes, sentence: str) -> None:
    with pytest.raises(FileError, match=sentence):
        list(parse(source, payload))


def test_an_archive_that_unpacks_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("providers.tables.MAX_FILE_BYTES", 20)
    monkeypatch.setattr("providers.rates_files.MAX_FILE_BYTES", 20)
    for packed in (gzip.compress(NBP), zipped(NBP)):
        with pytest.raises(FileError, match="more than the 20 bytes allowed"):
            list(parse("nbp", packed))


def test_unpacking_holds_no_more_than_the_limit() -> None:
    bomb = gzip.compress(b"0" * 3 * MAX_FILE_BYTES, compresslevel=1)
    tracemalloc.start()
    with pytest.raises(FileError, match="more than the 104,857,600 bytes allowed"):
        list(parse("nbp", bomb))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2.5 * MAX_FILE_BYTES


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"2013-07-17,QQQ,1", "'QQQ' is not an ISO 4217 currency"),
        (b"yesterday,AED,1", "date 'yesterday' is not written like 2013-07-31"),
        (b"2013-07-17,AED,much", "rate 'much' is not a number"),
        (b"2013-07-17,AED,0.00000000", "rate 0.00000000 is not between"),
        (b"2013-07-17,AED,-1", "rate -1 is not between"),
        (b"2013-07-17,AED,NaN", "rate NaN is not between"),
    ],
)
def test_a_bad_number_is_refused_by_itself(line: bytes, reason: str) -> None:
    *good, bad = parse("nbp", NBP + line + b"\n")
    assert len(good) == 3
    assert isinstance(bad, RefusedRate)
    assert bad.locator == "line 5"
    assert reason in bad.reason


@pytest.mark.django_db
class TestStored:
    def test_a_second_run_stores_nothing(self) -> None:
        first = ingest_rates("nbp", NBP, name="nbp.csv")
        second = ingest_rates("nbp", NBP, name="nbp.csv")
        assert (first.stored, first.already_stored) == (3, 0)
        assert (second.stored, second.already_stored) == (0, 3)

    def test_a_rate_that_its_source_corrects_stays_and_the_correction_counts(self) -> None:
        ingest_rates("nbp", NBP, name="nbp.csv")
        ingest_rates("nbp", NBP.replace(b"0.8821", b"0.8822"), name="nbp.csv")
        rates = ReferenceRate.objects.filter(base="AED").order_by("recorded_at", "id")
        assert [rate.rate for rate in rates] == [Decimal("0.8821"), Decimal("0.8822")]
        cross = ReferenceRate.objects.cross(base="AED", quote="PLN", on=date(2013, 7, 17))
        assert cross is not None
        assert cross.rate == Decimal("0.8822")

    def test_a_cross_rate_has_its_source_date_and_age(self) -> None:
        ingest_rates("nbp", NBP, name="nbp.csv")
        cross = ReferenceRate.objects.cross(base="AED", quote="PHP", on=date(2013, 7, 20))
        assert cross is not None
        assert round(cross.rate, 6) == Decimal("11.808568")
        assert (cross.source, cross.observed_on, cross.age_days) == ("nbp", date(2013, 7, 17), 3)

    def test_a_rate_is_carried_seven_days_and_no_further(self) -> None:
        ingest_rates("nbp", NBP, name="nbp.csv")
        assert ReferenceRate.objects.cross(base="AED", quote="PLN", on=date(2013, 7, 24)) is not None
        assert ReferenceRate.objects.cross(base="AED", quote="PLN", on=date(2013, 7, 25)) is None

    def test_no_answer_chains_two_sources(self) -> None:
        ingest_rates("ecb", ECB, name="ecb.csv")
        ingest_rates("nbp", NBP, name="nbp.csv")
        assert ReferenceRate.objects.cross(base="AED", quote="JPY", on=date(2013, 7, 19)) is None

    def test_the_daily_source_is_preferred_to_the_weekly(self) -> None:
        ingest_rates("ecb", ECB, name="ecb.csv")
        ingest_rates("nbp", NBP + b"2013-07-19,USD,3.2\n", name="nbp.csv")
        cross = ReferenceRate.objects.cross(base="EUR", quote="USD", on=date(2013, 7, 19))
        assert cross is not None
        assert (cross.source, cross.rate) == ("ecb", Decimal("1.3144"))

    def test_a_rate_from_before_an_official_break_is_not_carried_over_it(self) -> None:
        lines = b"2011-12-28,MMK,0.5224\n2012-01-04,MMK,0.00532\n2012-01-04,EUR,4.4\n2011-12-28,EUR,4.4\n"
        ingest_rates("nbp", NBP + lines, name="nbp.csv")
        before = ReferenceRate.objects.cross(base="EUR", quote="MMK", on=date(2012, 1, 3))
        after = ReferenceRate.objects.cross(base="EUR", quote="MMK", on=date(2012, 1, 4))
        assert before is not None
        assert after is not None
        assert round(before.rate, 2) == Decimal("8.42")
        assert round(after.rate, 2) == Decimal("827.07")

    def test_a_table_that_went_on_printing_the_old_rate_is_not_believed(self) -> None:
        lines = b"2023-02-01,LBP,0.00286\n2023-02-01,EUR,4.7\n2023-02-08,LBP,0.000294\n2023-02-08,EUR,4.7\n"
        ingest_rates("nbp", NBP + lines, name="nbp.csv")
        assert ReferenceRate.objects.cross(base="EUR", quote="LBP", on=date(2023, 2, 3)) is None
        assert ReferenceRate.objects.cross(base="EUR", quote="LBP", on=date(2023, 2, 8)) is not None
