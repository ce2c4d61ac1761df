"""The commands an operator types, and what they say when something is wrong."""

import csv
import gzip
import io
import json
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from corridors.formats import money
from corridors.models import Price, ReferenceRate
from providers import bundle
from tests.providers.survey_files import csv_file, row

NBP = b"date,currency,pln_per_unit\n2013-07-10,AED,0.9\n2013-07-10,EGP,0.45\n2013-07-10,USD,0\n"


def run(name: str, *arguments: str, **options: object) -> str:
    out = io.StringIO()
    call_command(name, *arguments, stdout=out, stderr=out, **options)
    return out.getvalue()


@pytest.fixture
def survey(tmp_path: Path) -> Path:
    path = tmp_path / "survey.csv"
    path.write_bytes(csv_file([row(), row(source="ZZZ", firm="=cmd()"), row(firm="Lari", cc1_lcu_fee="10")]))
    return path


@pytest.mark.django_db
class TestImportRpw:
    def test_it_prints_what_became_of_every_row(self, survey: Path) -> None:
        assert run("import_rpw", str(survey)) == (
            "survey.csv: 3 rows read, 0 blank, 4 prices stored, 0 already stored, 1 refused\n"
        )
        assert "0 prices stored, 4 already stored, 1 refused" in run("import_rpw", str(survey))

    def test_it_writes_refused_rows_and_why_to_a_csv(self, survey: Path, tmp_path: Path) -> None:
        target = tmp_path / "refused.csv"
        run("import_rpw", str(survey), refused=target)
        (refused,) = csv.DictReader(io.StringIO(target.read_text()))
        assert (refused["file"], refused["where"]) == ("survey.csv", "line 3")
        assert refused["reasons"] == "country 'ZZZ' is not an ISO 3166 code"
        assert json.loads(refused["row"])["firm"] == "=cmd()"

    def test_a_wrong_file_is_one_sentence_and_the_other_files_go_on(
        self, survey: Path, tmp_path: Path
    ) -> None:
        wrong = tmp_path / "wrong.csv"
        wrong.write_text("a,b\n1,2\n")
        with pytest.raises(CommandError) as refused:
            run("import_rpw", str(wrong), str(survey))
        assert str(refused.value).startswith(f"{wrong}: no column 'period'")
        assert str(refused.value).endswith("; nothing of it was stored")
        assert Price.objects.count() == 4

    def test_a_missing_file_is_one_sentence(self, tmp_path: Path) -> None:
        missing = tmp_path / "nowhere.csv"
        with pytest.raises(CommandError) as refused:
            run("import_rpw", str(missing))
        assert str(refused.value) == f"{missing}: No such file or directory; nothing of it was stored"

    def test_a_gzipped_file_is_read_as_what_it_holds(self, survey: Path, tmp_path: Path) -> None:
        packed = tmp_path / "survey.csv.gz"
        packed.write_bytes(gzip.compress(survey.read_bytes()))
        assert "4 prices stored, 0 already stored" in run("import_rpw", str(packed))
        assert "0 prices stored, 4 already stored" in run("import_rpw", str(survey))

    def test_a_place_where_nothing_can_be_written_is_named(self, survey: Path, tmp_path: Path) -> None:
        with pytest.raises(CommandError, match="the refused rows were not written"):
            run("import_rpw", str(survey), refused=tmp_path)


@pytest.mark.django_db
class TestImportRates:
    def test_it_prints_what_was_stored_and_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "nbp.csv"
        path.write_bytes(NBP)
        printed = run("import_rates", "nbp", str(path))
        assert "3 rates read, 2 stored, 0 already stored, 1 refused" in printed
        assert "refused line 4: rate 0 is not between" in printed
        assert "0 stored, 2 already stored" in run("import_rates", "nbp", str(path))

    def test_a_wrong_file_stores_nothing(self, tmp_path: Path) -> None:
        path = tmp_path / "nbp.csv"
        path.write_bytes(NBP + b"2013-07-10,USD\n")
        with pytest.raises(CommandError, match=r"line 5 has 2 cells .*; nothing was stored"):
            run("import_rates", "nbp", str(path))
        assert ReferenceRate.objects.count() == 0

    def test_a_file_cut_off_inside_a_rate_stores_nothing(self, tmp_path: Path) -> None:
        path = tmp_path / "nbp.csv"
        path.write_bytes(NBP + b"2013-07-10,USD,3")
        with pytest.raises(CommandError) as refused:
            run("import_rates", "nbp", str(path))
        assert str(refused.value) == (
            f"{path}: the file does not end with a line break: it may be cut off; nothing was stored"
        )
        assert ReferenceRate.objects.count() == 0

    def test_a_missing_file_is_named_once(self, tmp_path: Path) -> None:
        missing = tmp_path / "nowhere.csv"
        with pytest.raises(CommandError) as refused:
            run("import_rates", "ecb", str(missing))
        assert str(refused.value) == f"{missing}: No such file or directory; nothing was stored"


@pytest.mark.django_db
class TestStatistics:
    @pytest.fixture(autouse=True)
    def _imported(self, survey: Path) -> None:
        run("import_rpw", str(survey))

    def test_csv_and_json_carry_full_precision(self) -> None:
        (line,) = csv.DictReader(io.StringIO(run("corridor_statistics", format="csv")))
        assert (line["period"], line["source_iso3"], line["destination_iso3"]) == ("2013_3Q", "ARE", "EGY")
        assert (line["services"], line["services_left_out"]) == ("2", "0")
        assert Decimal(line["average_percent"]) == Decimal("2.67")
        (same,) = json.loads(run("corridor_statistics", format="json"))
        assert same["average_percent"] == line["average_percent"]

    def test_a_table_is_for_reading(self) -> None:
        header, line = run(
            "corridor_statistics", "--from", "ae", "--to", "eg", "--period", "2013_3Q"
        ).splitlines()
        assert header.split()[:3] == ["period", "source_iso3", "destination_iso3"]
        assert line.split()[3:5] == ["2", "2.67"]

    def test_a_corridor_without_a_qualifying_service_has_no_average(self, tmp_path: Path) -> None:
        path = tmp_path / "undisclosed.csv"
        path.write_bytes(csv_file([row(destination="IND", transparent="no")]))
        run("import_rpw", str(path))
        (line,) = json.loads(run("corridor_statistics", "--to", "in", format="json"))
        assert (line["services"], line["average_percent"], line["services_left_out"]) == (0, None, 1)
        assert "–" in run("corridor_statistics", "--to", "in")

    @pytest.mark.parametrize(
        ("arguments", "sentence"),
        [(("--from", "zz"), "'zz' is not an ISO 3166"), (("--period", "1999_1Q"), "No survey price answers")],
    )
    def test_a_wrong_question_is_one_sentence(self, arguments: tuple[str, str], sentence: str) -> None:
        with pytest.raises(CommandError, match=sentence):
            run("corridor_statistics", *arguments)


@pytest.mark.django_db
class TestCompare:
    @pytest.fixture(autouse=True)
    def _imported(self, survey: Path, tmp_path: Path) -> None:
        (tmp_path / "nbp.csv").write_bytes(NBP)
        run("import_rates", "nbp", str(tmp_path / "nbp.csv"))
        run("import_rpw", str(survey))

    def test_it_ranks_by_what_the_family_gets(self) -> None:
        lines = run("compare", "ae", "eg", "750").splitlines()
        # Lari: fee 10 at 735, 15 at 1,835: principal 163535/221; times 2 EGP less 0.63%, rounded down.
        # It costs 750 less 1,470.63 / 2; the others cost 750 less 1,460.73 / 2.
        assert lines == [
            "United Arab Emirates → Egypt",
            "These prices were seen in July 2013. "
            "Use them to see who tends to be cheap, not to decide today.",
            "",
            "In July 2013 your family would have got up to",
            "     EGP 1,470.63",
            "     with Lari",
            "Pay in cash, at a branch. Arrives in cash. Estimated from prices seen 16 July 2013.",
            "The most expensive way gives EGP 9.90 less.",
            "",
            "2 ways to send, best first",
            "  1  EGP 1,470.63  Lari",
            "     What it costs: AED 14.69 (2.0%). Pay in cash, at a branch. Arrives in cash. "
            "Arrives: within 1 hour. Estimated from prices seen 16 July 2013.",
            "  2  EGP 1,460.73  Al Fardan Exchange",
            "     What it costs: AED 19.64 (2.6%). Pay in cash, at a branch. Arrives in cash. "
            "Arrives: within 1 hour. Price seen 16 July 2013.",
            "",
            "Exchange rate used for comparison: 1 AED = 2 EGP, National Bank of Poland, 10 July 2013 "
            "(6 days older than the prices).",
        ]

    def test_what_to_pay_is_what_the_page_and_the_api_say(self, client: Client) -> None:
        asked = {"amount": "1000", "mode": "receive"}
        api = client.get("/api/v1/corridors/ae-eg/options/", asked).json()["best"]["you_pay"]
        page = client.get("/send/ae-eg/", asked).context["page"].headline.number
        # 1,000 / 1.9874 = 503.169…, and a fee of 10 − (735 − 503.169…) × 5/1100 = 8.946…, rounded up.
        assert api == "512.12"
        assert page == money(Decimal(api), "AED")
        printed = run("compare", "ae", "eg", "1000", mode="receive")
        said = f"you would have paid at least\n     AED {api}\n     with Lari\n"
        assert said in printed

    def test_an_amount_out_of_range_says_the_range_and_has_no_banner(self) -> None:
        lines = run("compare", "ae", "eg", "5").splitlines()
        # By Lari, from half of 735 and a fee of 10 − 367.5 × 5/1100 to twice 1,835 and 10 + 2,935 × 5/1100.
        assert lines[:3] == [
            "United Arab Emirates → Egypt",
            "We know no price near this amount.",
            "Prices are known from AED 375.83 to AED 3,693.34.",
        ]
        assert "  – No price was seen near this amount. Al Fardan Exchange, Lari" in lines
        assert not any("These prices were seen" in line for line in lines)

    def test_filters_that_leave_nothing_name_the_one_to_drop(self) -> None:
        lines = run("compare", "ae", "eg", "750", pay_out="bank_account").splitlines()
        assert lines[1:3] == [
            "No way to send is left with these filters.",
            "Most come back without this one: They get it as: bank account",
        ]

    def test_a_past_day_is_said_to_be_past(self) -> None:
        assert "Prices as they were on 31 July 2013." in run("compare", "ae", "eg", "750", as_of="2013-07-31")
        later = run("compare", "ae", "eg", "750", as_of="2016-01-01")
        assert "seen in July 2013. They are the latest known by 1 January 2016." in later
        assert "We know no price from before 1 January 2010." in run(
            "compare", "ae", "eg", "750", as_of="2010-01-01"
        )

    def test_an_unknown_corridor_names_the_nearest(self) -> None:
        with pytest.raises(CommandError, match=r"No prices from 'ae' to 'fr'. Nearest: ae-eg"):
            run("compare", "ae", "fr", "100")
        with pytest.raises(CommandError, match=r"No prices from 'it' to 'fr'.$"):
            run("compare", "it", "fr", "100")

    def test_a_wrong_amount_names_the_field(self) -> None:
        with pytest.raises(CommandError, match="amount: “lots” is not an amount"):
            run("compare", "ae", "eg", "lots")


@pytest.mark.django_db
class TestLoadDatasets:
    def test_it_loads_once_and_leaves_alone_what_is_loaded(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        ecb = b"Date,USD,\n2013-07-19,1.3144,\n"
        contents = {"ecb": ecb, "nbp": gzip.compress(NBP), "rpw": gzip.compress(csv_file([row()]))}
        for dataset in bundle.DATASETS:
            (tmp_path / dataset.file).write_bytes(contents[dataset.source])
        monkeypatch.setattr(bundle, "FOLDER", tmp_path)
        first = run("load_datasets")
        assert "World Bank price survey: 2 stored, 0 refused" in first
        assert run("load_datasets") == "The bundled data is loaded already.\n"
        assert Price.objects.filter(reference_rate=2).count() == 2

    def test_every_bundled_file_is_there_and_named_in_the_attribution(self) -> None:
        readme = (bundle.FOLDER / "README.md").read_text()
        for dataset in bundle.DATASETS:
            assert bundle.payload_of(dataset)
            assert dataset.file in readme
