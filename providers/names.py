"""Provider names: spellings that differ only by case or space are one provider."""

import re
from functools import lru_cache


@lru_cache(maxsize=8192)
def tidy_name(name: str) -> str:
    """The name with single ordinary spaces, as it is shown."""
    return re.sub(r"[\s\u00a0]+", " ", name).strip()


@lru_cache(maxsize=8192)
def name_key(name: str) -> str:
    """What two spellings of one provider have in common."""
    return tidy_name(name).casefold()
