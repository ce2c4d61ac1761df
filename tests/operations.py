"""What docs/operations.md states in its tables."""

import re
from pathlib import Path

OPERATIONS = Path(__file__).resolve().parent.parent / "docs" / "operations.md"

SETTINGS = "Settings"
COMPOSE_ONLY = "Read by docker-compose.yml only"
IMAGES = "Images"


def documented(section: str) -> set[str]:
    """What the first column of the table under a heading names."""
    text = OPERATIONS.read_text()
    body = re.split(rf"^#+ {re.escape(section)}\n", text, flags=re.MULTILINE)[1].split("\n#")[0]
    return set(re.findall(r"^\| `([^`]+)` \|", body, flags=re.MULTILINE))
