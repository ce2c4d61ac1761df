"""Facts that a person copied from a page: true for so long after somebody last looked."""

from datetime import date, timedelta

from providers.adapters.base import Answer

# A quarter: as often as the World Bank surveys prices.
REVIEW_WITHIN_DAYS = 92


def not_reviewed(reviewed_on: object, *, answer: Answer, within_days: int = REVIEW_WITHIN_DAYS) -> str | None:
    """A sentence when the page was last looked at too long before the answer, or nobody knows when."""
    try:
        looked = date.fromisoformat(reviewed_on) if isinstance(reviewed_on, str) else None
    except ValueError:
        looked = None
    if looked is None:
        return "reviewed_on: is not a day such as 2026-11-24, so nobody knows whether the price still holds"
    if answer.received_at.date() - looked > timedelta(days=within_days):
        return (
            f"reviewed_on: nobody has looked at the page since {looked}, which is over {within_days} days ago"
        )
    return None
