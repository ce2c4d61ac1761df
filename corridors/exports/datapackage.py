"""What goes with an export: a Frictionless Data Package that says what is in the file, and whose it is.

Standards: https://specs.frictionlessdata.io/data-package/ and https://specs.frictionlessdata.io/table-schema/
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from corridors.domain.indices import METHOD_VERSION
from corridors.exports.asking import ExportAsked
from corridors.exports.columns import Column, Kind
from corridors.exports.contents import Content, content_of
from corridors.exports.formats import Format
from corridors.exports.layouts import layout_of
from corridors.exports.naming import filename
from corridors.exports.selecting import facts_of
from corridors.models import Source
from remitcompare import __version__

SOFTWARE = f"RemitCompare {__version__}"
DESCRIPTION = (
    "Prices of sending money abroad, one a row, in the order of their numbers. What is not stated is "
    "missing, never 0. A price that a later one corrects is still there: leave out every id that stands in "
    "the column corrects. Figures of ours follow the method of the version given here."
)
_TYPES = {
    Kind.TEXT: "string",
    Kind.INTEGER: "integer",
    Kind.DECIMAL: "number",
    Kind.BOOLEAN: "boolean",
    Kind.DATE: "date",
    Kind.MOMENT: "datetime",
}


def describe(
    asked: ExportAsked, wanted: Format, *, address: str, now: datetime, content: Content | None = None
) -> dict[str, Any]:
    """The datapackage of one export, which stands at an address (or, beside it, under a name).

    `content` is what is known of the file; without it the file is made once to find out.

    Raises:
        ChangingError: prices are recorded faster than the file is made.
    """
    if content is None:
        content = content_of(asked, wanted)
    facts = facts_of(asked)
    name = filename(asked, facts, wanted.suffix)
    days = {"start": facts.first_day, "end": facts.last_day}
    package = {
        "profile": "data-package",
        "name": name.removesuffix(f".{wanted.suffix}").lower(),
        "title": f"Remittance prices: {asked.query() or 'everything'}",
        "description": DESCRIPTION,
        "created": now.isoformat(timespec="seconds").replace("+00:00", "Z"),
        "licenses": _licences(facts.sources),
        "sources": [{"title": source.name, "path": source.url} for source in facts.sources],
        "temporal": {end: day.isoformat() for end, day in days.items() if day},
        "filters": asked.given(),
        "method_version": METHOD_VERSION,
        "software": SOFTWARE,
        "resources": [_resource(asked, wanted, content, name=name, address=address)],
    }
    return {key: value for key, value in package.items() if value or key == "filters"}


def _licences(sources: Sequence[Source]) -> list[dict[str, str]]:
    """Each source's own terms: there is no licence of the whole."""
    return [{"title": f"{source.name}: {source.licence}", "path": source.url} for source in sources]


def _resource(
    asked: ExportAsked, wanted: Format, content: Content, *, name: str, address: str
) -> dict[str, Any]:
    media_type, _, character_set = wanted.media_type.partition("; charset=")
    resource = {
        "name": "prices",
        "title": name,
        "path": address,
        "format": wanted.suffix,
        "mediatype": media_type,
        "bytes": content.bytes,
        "hash": f"sha256:{content.sha256}",
        "row_count": content.rows,
        "schema": schema_of(layout_of(asked).columns),
    }
    if wanted.is_compressed:
        # Programs check its hash: they read its rows with types of their own, or not at all.
        return resource | {"type": "file"}
    return resource | {
        "profile": "tabular-data-resource",
        "encoding": character_set,
        "rows": content.rows,
    }


def schema_of(columns: Sequence[Column]) -> dict[str, Any]:
    """The columns as a Table Schema; a field's unit is a property of its own."""
    key = [column.name for column in columns if column.name == "id" and column.kind is Kind.INTEGER]
    schema = {"fields": [_field(column) for column in columns], "missingValues": [""]}
    return schema | ({"primaryKey": key} if key else {})


def _field(column: Column) -> dict[str, Any]:
    constraints = {
        "required": column.is_required,
        "enum": list(column.codes),
        "pattern": column.pattern,
    }
    field = {
        "name": column.name,
        "type": _TYPES[column.kind],
        "description": column.description,
        "unit": column.unit,
        "constraints": {name: value for name, value in constraints.items() if value},
    }
    return {name: value for name, value in field.items() if value}
