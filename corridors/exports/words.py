"""An export in the reader's words: what was asked for, how large it is, and what went wrong."""

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from babel.numbers import format_percent
from babel.units import format_unit
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from corridors import formats, wording
from corridors.domain.codes import PayIn, PayOut
from corridors.exports.asking import ExportAsked
from corridors.models import ExportJob
from corridors.pages.places import place

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

Text: TypeAlias = "str | StrPromise"
_STEPS = (("gigabyte", 10**9), ("megabyte", 10**6), ("kilobyte", 10**3))


class Choice(NamedTuple):
    """One of a few, with a line that helps to choose."""

    value: str
    label: Text
    line: Text


FORMAT_CHOICES = (
    Choice("csv", "CSV", gettext_lazy("Opens everywhere.")),
    Choice("xlsx", "Excel", gettext_lazy("Up to 1,000,000 rows.")),
    Choice("parquet", "Parquet", gettext_lazy("Small, with types: for pandas, R, DuckDB, Spark.")),
    Choice("jsonl", "JSON lines", gettext_lazy("One object a line, for programs.")),
)
LAYOUT_CHOICES = (
    Choice("", gettext_lazy("All columns"), gettext_lazy("What the source said, and what we computed.")),
    Choice(
        "rpw",
        gettext_lazy("As the World Bank"),
        gettext_lazy("The columns of Remittance Prices Worldwide, for scripts written for them."),
    ),
)
FORMAT_NAMES: Mapping[str, Text] = {choice.value: choice.label for choice in FORMAT_CHOICES}
FAILURES: Mapping[str, Text] = {
    ExportJob.Failure.BROKEN: gettext_lazy(
        "Something went wrong on our side each time the file was made. It was noted, and we will look at it."
    ),
    ExportJob.Failure.TOO_LARGE: gettext_lazy(
        "The file became larger than the room we have. Ask for fewer rows, or fetch it directly."
    ),
    ExportJob.Failure.REFUSED: gettext_lazy(
        "Meanwhile prices were added, and there are more rows than this format takes. Choose another format."
    ),
    ExportJob.Failure.UNKNOWN: gettext_lazy(
        "What was asked for is no longer known by that name. Please choose anew."
    ),
    ExportJob.Failure.TOO_LATE: gettext_lazy("Nobody got to making the file within a day. Please ask again."),
}


def rows(count: int) -> str:
    """1,417 rows."""
    return ngettext("%(count)s row", "%(count)s rows", count) % {"count": whole(count)}


def whole(count: int) -> str:
    """A whole number as the reader's language groups its digits."""
    return formats.exact(Decimal(count))


def size(count: int) -> str:
    """How large a file is: "652.6 MB"."""
    for unit, step in _STEPS:
        if count >= step:
            return format_unit(
                round(Decimal(count) / step, 1), f"digital-{unit}", "short", locale=formats.locale()
            )
    return formats.in_unit(count, "digital-byte")


def asked_for(asked: ExportAsked) -> list[tuple[str, str]]:
    """Each filter that was set, named, with its value; empty when it is everything."""
    said = {
        _("Sent from"): _countries(asked)[0],
        _("Sent to"): _countries(asked)[1],
        _("Company"): asked.provider,
        _("Period"): asked.period,
        _("Seen on or after"): formats.day(asked.since) if asked.since else "",
        _("Seen on or before"): formats.day(asked.until) if asked.until else "",
        _("Amount sent"): formats.whole_money(asked.price_point, "USD") if asked.price_point else "",
        _("Paid with"): str(wording.PAY_IN[PayIn(asked.pay_in)]) if asked.pay_in else "",
        _("Paid out as"): str(wording.PAY_OUT[PayOut(asked.pay_out)]) if asked.pay_out else "",
        _("Prices"): _("only the latest of each service") if asked.current else "",
        _("Columns"): str(LAYOUT_CHOICES[1].label) if asked.layout else "",
    }
    return [(name, value) for name, value in said.items() if value]


def _countries(asked: ExportAsked) -> tuple[str, str]:
    source, destination = asked.source, asked.destination
    if asked.corridor:
        source, destination = asked.corridor.upper().split("-")
    return tuple(place(code).name if code else "" for code in (source, destination))  # type: ignore[return-value]


def of_job(job: ExportJob, asked: ExportAsked) -> dict[str, object]:
    """What the page of a job says of it."""
    done = min(job.rows_done, job.rows_total)
    return {
        "job": job,
        "filters": asked_for(asked),
        "format_name": FORMAT_NAMES[job.format],
        "failure": FAILURES.get(job.failure, ""),
        "rows_total": rows(job.rows_total),
        "rows_done": whole(done),
        "is_packed": done == job.rows_total,
        "percent": _share(done, job.rows_total),
        "size": size(job.bytes or 0),
        "expires_at": formats.moment(job.expires_at),
    }


def _share(done: int, total: int) -> str:
    """How much of the work is done, rounded down: "41%"."""
    percent = 100 * done // total if total else 0
    return format_percent(Decimal(percent) / 100, locale=formats.locale())


def command(address: str) -> str:
    """How a script fetches an address whole or not at all."""
    return f"curl --fail --compressed --remote-name --remote-header-name '{address}'"
