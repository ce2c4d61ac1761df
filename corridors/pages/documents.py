"""Pages to read: the method and what the site is. And two small files that browsers and crawlers ask for."""

import re
from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from markdown_it import MarkdownIt

from corridors import directory
from corridors.languages import languages
from corridors.pages.responses import public_page

METHODOLOGY = Path(settings.BASE_DIR, "docs", "methodology.md")


@cache
def _methodology() -> SafeString:
    """The method as HTML, rendered once a process. Raw HTML in the file is shown as text, never obeyed."""
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    html = parser.render(METHODOLOGY.read_text(encoding="utf-8"))
    html = re.sub(r"<h([23])>(.*?)</h\1>", _with_anchor, html)
    # What is wider than the screen scrolls by itself, also by keyboard; a head without a word is no head.
    for plain, rendered in (
        ("<table>", '<div class="scroll" tabindex="0"><table>'),
        ("</table>", "</table></div>"),
        ("<pre>", '<pre tabindex="0">'),
        ("<th></th>", "<td></td>"),
    ):
        html = html.replace(plain, rendered)
    return mark_safe(html)  # our own file, and raw HTML in it is escaped


def _with_anchor(heading: re.Match[str]) -> str:
    level, text = heading.groups()
    return f'<h{level} id="{slugify(re.sub("<[^>]+>", "", text))}">{text}</h{level}>'


@public_page
def methodology(request: HttpRequest) -> HttpResponse:
    """docs/methodology.md, rendered. No query."""
    return render(request, "corridors/methodology.html", {"document": _methodology()})


@public_page
def about(request: HttpRequest) -> HttpResponse:
    """What this is, who pays, where the data comes from, what is kept of you. One query."""
    sources = [source for source in directory.sources() if source.url.startswith("https://")]
    return render(request, "corridors/about.html", {"sources": sources})


@public_page
def about_languages(request: HttpRequest) -> HttpResponse:
    """Which languages there are, how much of the site each has, and who has checked it. No query."""
    known = languages()
    checked = [language for language in known if language.is_checked]
    return render(
        request,
        "corridors/languages.html",
        {"checked": checked, "unchecked": [language for language in known if not language.is_checked]},
    )


@public_page
def robots(request: HttpRequest) -> HttpResponse:
    """What crawlers may read: everything but the operators' rooms and endless variants of a question."""
    return render(request, "robots.txt", content_type="text/plain; charset=utf-8")
