"""What a source's own options say, or SourceError naming the file and the option."""

from typing import Any, TypeVar

from providers.sources import SourceError, SourceFacts

Kind = TypeVar("Kind")


def option(facts: SourceFacts, name: str, kind: type[Kind]) -> Kind:
    """One option that the adapter needs.

    Raises:
        SourceError: it is missing, or of another kind.
    """
    stated: Any = facts.options.get(name)
    if not isinstance(stated, kind):
        wrong = "is missing" if stated is None else f"is not of kind {kind.__name__}"
        raise SourceError(f"{facts.key}.toml: options.{name} {wrong}")
    return stated
