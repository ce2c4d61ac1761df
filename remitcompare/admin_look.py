"""How the operators' admin looks: django-unfold's setting. What is at its side is in desk/navigation.py."""

from typing import Any

UNFOLD: dict[str, Any] = {
    "SITE_TITLE": "RemitCompare desk",
    "SITE_HEADER": "RemitCompare desk",
    "SITE_URL": "/",
    "SHOW_BACK_BUTTON": True,
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": "desk.navigation.icon"}],
    "STYLES": ["desk.navigation.stylesheet"],
    "SCRIPTS": ["desk.navigation.script"],
    "DASHBOARD_CALLBACK": "desk.pages.today.today",
    "SIDEBAR": {"show_all_applications": False, "navigation": "desk.navigation.navigation"},
    "COLORS": {  # the site's own green
        "primary": {
            "50": "#eef6f2",
            "100": "#d8ebe3",
            "200": "#b3d8c9",
            "300": "#7fd3ba",
            "400": "#4fae94",
            "500": "#1f8067",
            "600": "#0f6b56",
            "700": "#0a5a49",
            "800": "#08483b",
            "900": "#063a30",
            "950": "#04251f",
        },
        "font": {"subtle-light": "var(--color-base-600)", "subtle-dark": "var(--color-base-300)"},
    },
}
