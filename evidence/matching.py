"""What a regular expression finds in a text that must have it: a missing match is told by name."""

import re


def first(pattern: str | re.Pattern[str], text: str) -> re.Match[str]:
    """The first match of a pattern in a text. Raises ValueError if it has none."""
    if found := re.search(pattern, text):
        return found
    words = pattern if isinstance(pattern, str) else pattern.pattern
    raise ValueError(f"nothing matches {words!r} in {text[:80]!r}")
