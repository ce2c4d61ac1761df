"""Facts about each source, one TOML file a source."""

import tomllib
from pathlib import Path

from corridors.models import Source

FOLDER = Path(__file__).parent


def record_sources() -> None:
    """Store the facts of every source file, replacing what was stored of it. Safe to repeat."""
    for path in sorted(FOLDER.glob("*.toml")):
        with path.open("rb") as file:
            facts = tomllib.load(file)
        Source.objects.update_or_create(
            key=path.stem,
            defaults={
                name: facts.get(name, "")
                for name in ("name", "url", "licence", "pivot", "stale_after_minutes")
            },
        )
