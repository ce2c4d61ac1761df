"""Where everything is: the side of every page of the admin."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse

from desk.allowed import may_add, may_look
from providers.intake import may_hand_in


class Page(NamedTuple):
    """A page: its title, an icon's name, its address by name, and who may open it; None: all staff."""

    title: str
    icon: str
    address: str
    may_open: Callable[[HttpRequest], bool] | None = None


class Rows(NamedTuple):
    """The list of a model, or its empty form for somebody who may add to it and not look at it.

    `has_form`: whether that form opens for whoever may add.
    """

    title: str
    icon: str
    model: str
    has_form: bool = True


GROUPS: tuple[tuple[str, tuple[Page | Rows, ...]], ...] = (
    (
        "Today",
        (
            Page("What needs attention", "checklist", "admin:index"),
            Page("First steps", "flag", "desk:first_steps"),
        ),
    ),
    (
        "Prices",
        (
            Rows("Prices to judge", "gavel", "providers.heldreading"),
            Page("Hand in prices", "upload", "admin:providers_upload", may_hand_in),
            Page("Write down one price", "edit_note", "admin:providers_mystery_shopping", may_hand_in),
            Rows("Mystery shopping", "storefront", "desk.round"),
            Rows("Companies", "apartment", "providers.provider"),
        ),
    ),
    (
        "What the site offers",
        (
            Rows("Countries to send from", "public", "corridors.country"),
            Rows("Corridors", "swap_horiz", "corridors.corridor"),
            Rows("Market shares", "pie_chart", "corridors.marketshare"),
            Page("Requirements", "rule", "desk:requirements"),
            Rows("Who pays for the site", "payments", "corridors.fundingstatement"),
        ),
    ),
    (
        "Around the price",
        (
            Rows("Organisations", "handshake", "support.organisation"),
            Rows("Lessons and texts", "menu_book", "support.article"),
            Rows("Reported errors", "report", "support.report"),
            Page("Languages", "translate", "desk:languages"),
            Rows("Alerts by mail", "mail", "alerts.alert"),
        ),
    ),
    (
        "Behind the site",
        (
            Page("Sources and their health", "monitor_heart", "desk:sources"),
            Rows("Readings of sources", "history", "providers.feedrun"),
            Rows("Refused readings", "block", "providers.refusedreading"),
            Rows("Partners’ keys", "key", "partners.apikey"),
            # Django makes no account for somebody who may not change one, whatever it says of the right to.
            Rows("People", "group", "auth.user", has_form=False),
            Rows("Groups and rights", "shield_person", "auth.group"),
        ),
    ),
)


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """The groups of links that somebody may follow, in django-unfold's form; no group without a link."""
    groups = []
    for title, every in GROUPS:
        leading = [(each, address) for each in every if (address := _address(request, each))]
        if leading:
            items = [
                {"title": each.title, "icon": each.icon, "link": reverse(address)}
                for each, address in leading
            ]
            groups.append({"title": title, "separator": True, "items": items})
    return groups


def _address(request: HttpRequest, each: Page | Rows) -> str:
    """The name of the address that somebody may open; "" for none."""
    if isinstance(each, Page):
        return each.address if each.may_open is None or each.may_open(request) else ""
    name = f"admin:{each.model.replace('.', '_')}"
    if may_look(request, each.model):
        return f"{name}_changelist"
    return f"{name}_add" if each.has_form and may_add(request, each.model) else ""


def stylesheet(request: HttpRequest) -> str:
    """The sheet that the admin's pages add to unfold's."""
    return static("desk/desk.css")


def script(request: HttpRequest) -> str:
    """The script that the admin's pages add to unfold's."""
    return static("desk/desk.js")


def icon(request: HttpRequest) -> str:
    """The site's icon."""
    return static("corridors/favicon.svg")
