"""The links in mails: an alert's id, signed, so that only who has the mail can follow them.

A link that confirms and one that ends are signed apart: a mail with news holds no way to confirm.
"""

from datetime import timedelta
from uuid import UUID

from django.core.signing import BadSignature, Signer, TimestampSigner

from alerts.models import Alert

CONFIRM, END = "alerts.confirm", "alerts.end"
FORM = "alerts.form"
FORM_GOOD_FOR = timedelta(hours=2)


def token_of(alert: Alert, purpose: str) -> str:
    """What a link carries: 76 characters that need no escaping in an address."""
    return Signer(salt=purpose, sep=".").sign(alert.id.hex)


def alert_id_in(token: str, purpose: str) -> UUID | None:
    """The alert that a token was made for; None when we did not make it, or for another purpose."""
    try:
        return UUID(hex=Signer(salt=purpose, sep=".").unsign(token))
    except (BadSignature, ValueError):
        return None


def form_token() -> str:
    """What the form carries to show that it was got here, not long ago."""
    return TimestampSigner(salt=FORM, sep=".").sign("form")


def is_of_a_form(token: str) -> bool:
    """Whether a form was got here within the last two hours."""
    try:
        TimestampSigner(salt=FORM, sep=".").unsign(token, max_age=FORM_GOOD_FOR)
    except BadSignature:
        return False
    return True
