"""Adapters, one module a source or format; each has one class named Feed."""

from datetime import date
from importlib import import_module
from typing import Any

from providers.adapters.base import Adapter, Ask, Keep
from providers.sources import SourceError, SourceFacts, located


def adapter_of(facts: SourceFacts, *, today: date, ask: Ask, keep: Keep) -> Adapter[Any]:
    """The adapter that a source's facts name, ready to fetch and parse.

    Raises:
        SourceError: there is no such adapter.
    """
    name = f"providers.adapters.{facts.adapter}"
    try:
        module = import_module(name)
    except ModuleNotFoundError as error:
        if error.name != name:
            raise
        raise SourceError(f"{facts.key}.toml names {facts.adapter!r}: there is no such adapter") from None
    adapter: Adapter[Any] = module.Feed(located(facts), today=today, ask=ask, keep=keep)
    return adapter
