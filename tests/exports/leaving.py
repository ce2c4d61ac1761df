"""A reader who leaves before an answer has ended."""

from typing import Any

from django.core.signals import request_finished
from django.db import close_old_connections


def leave(response: Any) -> None:
    """Close an answer as a server does, but keep the connection that the test's transaction lives in."""
    request_finished.disconnect(close_old_connections)
    try:
        response.close()
    finally:
        request_finished.connect(close_old_connections)
