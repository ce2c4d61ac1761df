import os
import tempfile
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key


def secret_key(given: str, *, data_dir: Path, may_be_made: bool) -> str:
    """The key that signs the operators' sessions: the one given, else one made once and kept in data_dir.

    Raises:
        ImproperlyConfigured: none is given and none may be made, because every machine that serves the
            same database needs the same key.
    """
    if given:
        return given
    if not may_be_made:
        raise ImproperlyConfigured(
            "SECRET_KEY is not set. It is required with DATABASE_URL unless DEBUG is on, because all machines"
            " of one service must share it. Make one with:"
            ' python -c "import secrets; print(secrets.token_urlsafe(50))"'
        )
    path = data_dir / "secret_key"
    if not path.exists():
        _make(path)
    return path.read_text()


def _make(path: Path) -> None:
    """Write a new key whole or not at all: of several processes that start together, the first one wins."""
    with tempfile.NamedTemporaryFile("w", dir=path.parent) as file:  # created readable by its owner only
        file.write(get_random_secret_key())
        file.flush()
        try:
            os.link(file.name, path)
        except FileExistsError:
            return
