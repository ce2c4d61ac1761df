"""Folders of content files for tests."""

from collections.abc import Mapping
from pathlib import Path

ORGANISATIONS = """\
country = "AE"
reviewed_on = ""

[[organisation]]
name = "Open Door"
kind = "resource_centre"
helps_with = ["wages", "legal"]
languages = ["en", "ne"]
website = "https://www.open-door.test"
countries_served = []
verified = false

[[organisation]]
name = "Night Line"
kind = "hotline"
helps_with = ["shelter", "health", "wages"]
languages = []
website = "https://night-line.test"
hotline = "800 111"
countries_served = ["NP"]
verified = false
noted = "Day and night."
"""
LESSON = """\
+++
title = "Fee or rate?"
slug = "fee-or-rate"
language = "en"
reviewed_on = ""
source = ["https://remittanceprices.worldbank.org"]
summary = "Both."
drawing = "fee-or-rate.svg"
drawing_alt = "A balance."

[[quiz]]
question = "Which?"
options = ["Fee", "Rate", "Both"]
answer = 2
why = "Both count."

[[quiz]]
question = "Really?"
options = ["Yes", "No"]
answer = 0
why = "Yes."
+++

Look at **both**.
"""
SERVICES = """\
+++
title = "Financial services: Philippines"
slug = "ph"
language = "en"
country = "PH"
reviewed_on = "2026-11-02"
source = []
+++

## Accounts
"""
FILES = {
    "organisations/ae.toml": ORGANISATIONS,
    "lessons/order.toml": 'order = ["what-it-costs", "fee-or-rate"]\n',
    "lessons/fee-or-rate/en.md": LESSON,
    "services/ph.md": SERVICES,
}


def write(folder: Path, changed: Mapping[str, str] | None = None) -> Path:
    """A folder with two organisations, a lesson and services, some files changed. Safe to repeat."""
    for name, text in (FILES | dict(changed or {})).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder
