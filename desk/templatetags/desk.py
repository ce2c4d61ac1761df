"""What the admin's templates ask for."""

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from django import template

from remitcompare import money

register = template.Library()
EXPLANATIONS = Path(__file__).parent.parent / "data" / "explanations.toml"


@cache
def explanations() -> Mapping[str, str]:
    """What is said above the lists and forms of each model, by its label in lower case."""
    stated = tomllib.loads(EXPLANATIONS.read_text(encoding="utf-8"))
    return {label: entry["text"] for label, entry in stated.items()}


@register.filter
def plain(number: Decimal | None) -> str:
    """A number with as many decimals as it has, and no more; "" for one that is not known."""
    return "" if number is None else money.plain(number)


@register.simple_tag
def explanation(opts: Any) -> str:
    """What is said above the list and the form of a model; "" for one that nobody has explained."""
    return explanations().get(opts.label_lower, "") if opts else ""
