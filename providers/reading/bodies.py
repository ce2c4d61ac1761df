"""What HTML answers hold, or ParseError, and what sources of whole histories have in common."""

from datetime import date

from lxml import etree
from lxml.html import HtmlElement, document_fromstring

from providers.adapters.base import Answer, ParseError

# Where "</html>" is looked for: caches and counters add a comment or a script behind it.
END_OF_PAGE = 2000
# What sources print where there is no rate that day.
NOT_PUBLISHED = frozenset({"", "-", "--", ".", "N/A", "N/E", "NA"})


def page_in(answer: Answer) -> HtmlElement:
    """The body as an HTML page.

    Raises:
        ParseError: it is no HTML, or is cut off: browsers, and lxml, show half a page without a word.
    """
    if b"</html>" not in answer.body[-END_OF_PAGE:].lower():
        raise ParseError("the answer is not a whole HTML page: it does not end with </html>")
    try:
        return document_fromstring(answer.body)
    except (etree.LxmlError, ValueError) as error:
        raise ParseError(f"the answer is not an HTML page: {error}") from None


def text_of(element: HtmlElement) -> str:
    """What a reader sees of an element, with single spaces."""
    return " ".join(str(element.text_content()).split())


def is_unpublished(value: object) -> bool:
    """Whether a value of an answer says that there is no rate. A value that is missing says nothing."""
    return isinstance(value, str) and value.strip() in NOT_PUBLISHED


def earlier(since: date, *, late: int) -> date:
    """The day `late` days before another one, or the first there is."""
    return date.fromordinal(max(1, since.toordinal() - late))


def since_asked(since: date, *, late: int = 7) -> dict[str, str]:
    """What is noted with a question whose answer is the whole history: the first day to read of it.

    That is `late` days before `since`: what was published or put right since then may be that much older.
    """
    return {"since": earlier(since, late=late).isoformat()}


def since_in(answer: Answer) -> date:
    """The first day to read of an answer; the earliest there is when none was noted."""
    return date.fromisoformat(answer.asked.get("since", date.min.isoformat()))


def is_before(day: str, since: date) -> bool:
    """Whether ISO 8601 text is a day before `since`. Text that is no date is left to be refused."""
    try:
        return date.fromisoformat(day) < since
    except ValueError:
        return False
