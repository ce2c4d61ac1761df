"""Adapters, one module a source or format; each has one class named Feed."""

from datetime import date
from importlib import import_module
from typing import Any

from providers.adapters.base import Adapter, Ask, Keep
from providers.sources import SourceFacts, located


def adapter_of(facts: SourceFacts, *, today: date, ask: Ask, keep: Keep) -> Adapter[Any]:
    """The adapter that a source's facts name, ready to fetch and parse."""
    module = import_module(f"providers.adapters.{facts.adapter}")
    adapter: Adapter[Any] = module.Feed(located(facts), today=today, ask=ask, keep=keep)
    return adapter
