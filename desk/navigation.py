"""Where everything is: the side of every page of the admin."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse

# Each group with its items: a title, an icon's name, the address, and the permissions of which one is needed.
Item = tuple[str, str, str, tuple[str, ...]]


def _models(app: str, *names: str) -> tuple[str, ...]:
    return tuple(f"{app}.{right}_{name}" for name in names for right in ("view", "change", "add"))


GROUPS: tuple[tuple[str, tuple[Item, ...]], ...] = (
    (
        "Today",
        (
            ("What needs attention", "checklist", "admin:index", ()),
            ("First steps", "flag", "desk:first_steps", ()),
        ),
    ),
    (
        "Prices",
        (
            (
                "Prices to judge",
                "gavel",
                "admin:providers_heldreading_changelist",
                _models("providers", "heldreading"),
            ),
            ("Hand in prices", "upload", "admin:providers_upload", ("providers.add_feedrun",)),
            (
                "Write down one price",
                "edit_note",
                "admin:providers_mystery_shopping",
                ("providers.add_feedrun",),
            ),
            (
                "Mystery shopping",
                "storefront",
                "admin:desk_round_changelist",
                _models("desk", "round"),
            ),
            (
                "Companies",
                "apartment",
                "admin:providers_provider_changelist",
                _models("providers", "provider"),
            ),
        ),
    ),
    (
        "What the site offers",
        (
            (
                "Countries to send from",
                "public",
                "admin:corridors_country_changelist",
                ("corridors.view_country", "corridors.change_country"),
            ),
            (
                "Corridors",
                "swap_horiz",
                "admin:corridors_corridor_changelist",
                ("corridors.view_corridor", "corridors.change_corridor"),
            ),
            (
                "Market shares",
                "pie_chart",
                "admin:corridors_marketshare_changelist",
                _models("corridors", "marketshare"),
            ),
            ("Requirements", "rule", "desk:requirements", ()),
            (
                "Who pays for the site",
                "payments",
                "admin:corridors_fundingstatement_changelist",
                _models("corridors", "fundingstatement"),
            ),
        ),
    ),
    (
        "Around the price",
        (
            (
                "Organisations",
                "handshake",
                "admin:support_organisation_changelist",
                _models("support", "organisation"),
            ),
            (
                "Lessons and texts",
                "menu_book",
                "admin:support_article_changelist",
                _models("support", "article"),
            ),
            ("Languages", "translate", "desk:languages", ()),
            ("Alerts by mail", "mail", "admin:alerts_alert_changelist", ("alerts.view_alert",)),
        ),
    ),
    (
        "Behind the site",
        (
            ("Sources and their health", "monitor_heart", "desk:sources", ()),
            (
                "Readings of sources",
                "history",
                "admin:providers_feedrun_changelist",
                _models("providers", "feedrun"),
            ),
            (
                "Refused readings",
                "block",
                "admin:providers_refusedreading_changelist",
                _models("providers", "refusedreading"),
            ),
            (
                "Partners’ keys",
                "key",
                "admin:partners_apikey_changelist",
                _models("partners", "apikey"),
            ),
            ("People", "group", "admin:auth_user_changelist", _models("auth", "user")),
            ("Groups and rights", "shield_person", "admin:auth_group_changelist", _models("auth", "group")),
        ),
    ),
)


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """The groups of links that somebody may follow, in django-unfold's form."""
    return [
        {
            "title": title,
            "separator": True,
            "items": [
                {"title": name, "icon": icon, "link": reverse(address)}
                for name, icon, address, permissions in items
                if not permissions or any(map(request.user.has_perm, permissions))
            ],
        }
        for title, items in GROUPS
    ]


def stylesheet(request: HttpRequest) -> str:
    """The sheet that the admin's pages add to unfold's."""
    return static("desk/desk.css")


def script(request: HttpRequest) -> str:
    """The script that the admin's pages add to unfold's."""
    return static("desk/desk.js")


def icon(request: HttpRequest) -> str:
    """The site's icon."""
    return static("corridors/favicon.svg")
