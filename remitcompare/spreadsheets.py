"""Text that a spreadsheet program shows and does not run."""

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
MARK = "'"


def harmless(text: str) -> str:
    """The text with a leading apostrophe where a spreadsheet would take it for a formula."""
    return f"{MARK}{text}" if text.startswith(FORMULA_STARTS) else text
