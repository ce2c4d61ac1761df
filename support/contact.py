"""Where a reader reports an error, if the operator names an address or a page in SUPPORT_CONTACT."""

from urllib.parse import quote

from django.conf import settings


def report_link(about: str) -> str:
    """The link that reports an error in something: a mail with its name as subject, or the operator's page.

    "" where the operator names neither: then it is reported here (support/pages/reports.py). Nothing about
    the reader is in it.
    """
    contact = settings.SUPPORT_CONTACT
    if contact.startswith(("https://", "http://")):
        return str(contact)
    return f"mailto:{quote(contact, safe='@')}?subject={quote(about)}" if "@" in contact else ""
