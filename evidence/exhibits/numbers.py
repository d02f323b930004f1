"""The one way to hand numbers and dates to the prose, and their formats (`evidence.wording`) under the same roof.

A chapter computes a value, formats it and calls `say(key=...)`; the prose then reads {n}`value <key>`.
"""

from myst_nb import glue

from evidence.wording import *  # noqa: F403 # what it names is handed on; a new form is named there alone


def say(**texts: str) -> None:
    """Glue formatted texts for the prose of this chapter; a bare number is refused, so that none goes unformatted."""
    for key, text in texts.items():
        if not isinstance(text, str):
            raise TypeError(f"{key}: format the value first (count, percent, span, date ...), got {text!r}")
        glue(key, text, display=False)
