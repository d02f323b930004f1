"""What no line tears apart: a date of a year, a month and a day, and a name with a single letter behind its hyphen."""

import re

from evidence.pages.directions import in_texts

WHOLE = re.compile(r"(?<![\w/.-])(?:\d{4}-\d\d(?:-\d\d)?|ISIL-K)(?![\w/-])")
DATES_ALONE = 'class="ev-date"'  # cells that break nowhere, by their style


def unbroken(markup: str) -> str:
    """Markup in which each of them stands on one line. What is copied or searched is the same."""
    return in_texts(markup, _held_together)


def _held_together(text: str, tag: str) -> str:
    return text if DATES_ALONE in tag else WHOLE.sub(r'<span class="ev-whole">\g<0></span>', text)
