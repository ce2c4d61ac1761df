"""docs/api.md is true."""

import json
import re
from pathlib import Path

from corridors.api import parameters, views
from corridors.api.docs import schema
from providers.bundle import DATASETS
from tests.api.test_schema import complaints

DOCUMENT = (Path(__file__).resolve().parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
ANSWER, PROBLEM = (json.loads(block) for block in re.findall(r"```json\n(.*?)```", DOCUMENT, flags=re.DOTALL))
OPTIONS = "/api/v1/corridors/{slug}/options/"


def test_the_example_is_an_answer_as_the_schema_has_it():
    assert complaints(OPTIONS, "200", "application/json", ANSWER) == []
    assert ANSWER["best"] == ANSWER["options"][0]


def test_the_example_of_a_problem_is_what_the_question_is_answered_with(fresh, refuse):
    assert refuse("corridors/ae-ph/options/", {"amount": "1e5"}) == PROBLEM


def test_every_address_is_described():
    written = [
        address.replace("{slug}", "<slug>" if "providers" in address else "<from>-<to>")
        for address in schema()["paths"]
    ]
    assert [address for address in written if f"`{address}`" not in DOCUMENT] == []


def test_every_parameter_is_described():
    operations = [operation for path in schema()["paths"].values() for operation in path.values()]
    asked = {given["name"] for operation in operations for given in operation.get("parameters", [])}
    assert {name for name in asked if f"`{name}`" not in DOCUMENT} == {"slug"}


def test_every_type_of_problem_is_listed_and_no_other():
    written = set(re.findall(r"urn:remitcompare:problem:([a-z-]+)", DOCUMENT))
    code = Path(views.__file__).read_text() + Path(parameters.__file__).read_text()
    assert written == set(re.findall(r'kind="([a-z-]+)"', code))
    assert len(written) == 4


def test_every_source_of_the_bundled_data_is_named_with_what_to_say_of_it():
    assert all(f"| `{dataset.source}` |" in DOCUMENT for dataset in DATASETS)
