"""Answers as a person reads them, and as a program does."""

from typing import Any

from corridors.models import ExportJob
from tests.pages.conftest import Page


def page(response: Any) -> Page:
    """An answer as a person reads it."""
    return Page(response)


def body(response: Any) -> bytes:
    """All that is sent; reading it to its end closes the file."""
    return b"".join(response.streaming_content)


def page_of(job: ExportJob) -> str:
    return f"/exports/{job.pk}/"


def file_of(job: ExportJob) -> str:
    return f"/exports/{job.pk}/{job.name}"


def words_of(page: Page) -> list[str]:
    """What the options of the page's lists say."""
    return [part.split("<")[0] for part in page.html.split(">")]
