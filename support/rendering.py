"""Markdown as HTML that is safe to show: whatever an operator or a file writes, only plain text structure."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

TAGS = {
    *("h2", "h3", "h4", "p", "ul", "ol", "li", "strong", "em", "a", "blockquote", "br", "hr"),
    *("table", "thead", "tbody", "tr", "th", "td", "code"),
}
# A heading of a text stands below the title of its page.
LOWERED = {"h1": "h2", "h5": "h4", "h6": "h4"}
SCHEMES = {"https", "http", "mailto", "tel"}


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    parser.core.ruler.push("lowered_headings", _lower_headings)
    return parser


def _lower_headings(state: Any) -> None:
    tokens: Sequence[Token] = state.tokens
    for token in tokens:
        token.tag = LOWERED.get(token.tag, token.tag)


_markdown = _parser()


@lru_cache(maxsize=512)
def rendered(text: str, language: str = "") -> SafeString:
    """The HTML of a text. Links within this site keep the language asked for.

    Raw HTML in the text is shown as it is written; scripts, styles, pictures and attributes there are none.
    """

    def with_language(address: str) -> str:
        path, hash_mark, part = address.partition("#")
        if not language or not path.startswith("/") or path.startswith("//"):
            return address
        query = urlencode({"lang": language})
        return f"{path}{'&' if '?' in path else '?'}{query}{hash_mark}{part}"

    html = nh3.clean(
        _markdown.render(text),
        tags=TAGS,
        attributes={"*": set(), "a": {"href"}},
        url_schemes=SCHEMES,
        url_relative=with_language,
        link_rel="noreferrer",
    )
    # What is wider than the screen scrolls by itself, also by keyboard.
    html = html.replace("<table>", '<div class="scroll" tabindex="0"><table>')
    return mark_safe(html.replace("</table>", "</table></div>"))  # cleaned above
