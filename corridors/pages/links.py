"""Addresses that keep what the reader already said."""

from collections.abc import Iterable, Mapping
from urllib.parse import urlencode

from corridors.asking import PARAMETERS

LANGUAGE = "lang"
# How often a year the person sends.
TIMES = "times"
KEPT = (*PARAMETERS, TIMES, LANGUAGE)
MAX_TYPED = 80


def given(parameters: Mapping[str, str], names: Iterable[str] = KEPT) -> dict[str, str]:
    """The parameters of these names that were filled in, in one order, cut to a sensible length."""
    values = {name: parameters.get(name, "").strip()[:MAX_TYPED] for name in names}
    return {name: value for name, value in values.items() if value}


def query(parameters: Mapping[str, str]) -> str:
    """A query string with its question mark; "" when there is nothing to say."""
    return f"?{urlencode(parameters)}" if parameters else ""


def changed(parameters: Mapping[str, str], **changes: str | None) -> str:
    """The query string with some parameters set anew; None leaves one out. "?" when none is left."""
    merged = {**parameters, **changes}
    return query({name: value for name in KEPT if (value := merged.get(name))}) or "?"


def kept_beside(parameters: Mapping[str, str], own: Iterable[str]) -> list[tuple[str, str]]:
    """What a form must carry along in hidden fields: all that was given but its `own` fields."""
    left_out = set(own)
    return [(name, value) for name, value in parameters.items() if name not in left_out]
