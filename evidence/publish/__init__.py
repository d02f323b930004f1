"""How results become pages: figures, tables, numbers in prose, execution, the Sphinx extension."""

from evidence.publish import appendix, registers
from evidence.publish.colours import actor_scale, colour
from evidence.publish.figures import figure, hindsight, table
from evidence.publish.numbers import bare_percent, count, date, decimal, in_words, percent, say, span
from evidence.publish.sliders import sliders

__all__ = [
    "actor_scale",
    "appendix",
    "bare_percent",
    "colour",
    "count",
    "date",
    "decimal",
    "figure",
    "hindsight",
    "in_words",
    "percent",
    "registers",
    "say",
    "sliders",
    "span",
    "table",
]
