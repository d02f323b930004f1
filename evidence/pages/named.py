"""What a screen reader calls figures, their charts and choices, tables and their rows, once they have their numbers.

What is asked for by its name (a figure, a group of buttons, a region) bears the number, by which two are told apart.
The title is read where it stands, and by the name of a table. Pure functions of markup.
"""

import re
from collections.abc import Mapping

import pandas as pd

from evidence.exhibits.links import escaped

Labels = Mapping[tuple[str, str], tuple[str, str]]  # kind and name of a figure or table -> document, 'Figure 2.3'

FIGURE = re.compile(r'<figure class="ev-figure"[^>]* data-figure="([a-z0-9-]+)"[^>]*(?=>)')
CHART = re.compile(r'(?<= role="img") aria-labelledby="([a-z0-9-]+?)(?:-phone)?-title"')
STATES = re.compile(
    r'(<div class="ev-states[^>]* aria-label=")([^"]*)'
    r'(?="(?:(?! data-(?:figure|table)=).)* data-(?P<kind>figure|table)="(?P<name>[a-z0-9-]+)")',
    re.DOTALL,
)
BOX = re.compile(r'(<div class="ev-scroll[^>]* aria-label="([^"]*)">\s*<table)(?=>)')
BOX_OF_TABLE = re.compile(
    r'( data-table="([a-z0-9-]+)"(?:(?! data-table=).)*?<div class="ev-scroll[^>]* aria-label=")[^"]*', re.DOTALL
)
BODY = re.compile(r"(<thead><tr>(<th\b[^>]*>.*?</th>).*?<tbody[^>]*>)(.*?)(?=</tbody>)", re.DOTALL)
FIRST_CELL = re.compile(r"(<tr[^>]*>\s*)<td([^>]*)>(.*?)</td>", re.DOTALL)
ROW = re.compile(r"<tr\b")
TAG = re.compile(r"<[^>]*>")
OF_YEARS = re.compile(r"\byear$")  # the heading of a column of numbers that are names
CLAIM_LINK = re.compile(r'(<a href="[^"]*#(C\d+)")(?=>\2</a>)')


def named(markup: str, labels: Labels) -> str:
    """Markup whose figures, charts, choices and tables have names, and whose rows of tables have headings."""
    markup = FIGURE.sub(lambda one: f'{one[0]} aria-label="{_label(labels, "figure", one[1])}"', markup)
    markup = CHART.sub(lambda one: _of_chart(one, labels), markup)
    markup = STATES.sub(lambda one: f"{one[1]}{_label(labels, one['kind'], one['name'])}, {one[2].lower()}", markup)
    markup = BOX.sub(r'\1 aria-label="\2"', markup)
    markup = BOX_OF_TABLE.sub(lambda one: f"{one[1]}{_label(labels, 'table', one[2])}", markup)
    return BODY.sub(_with_headings, markup)


def _label(labels: Labels, kind: str, name: str) -> str:
    return labels[kind, name][1]


def _of_chart(one: re.Match, labels: Labels) -> str:
    """The name of a picture; that of a specimen, which has no number, stays."""
    return f' aria-label="Chart of {_label(labels, "figure", one[1])}"' if ("figure", one[1]) in labels else one[0]


def _with_headings(table: re.Match) -> str:
    """A table whose first cells are headings of their rows, if they tell the rows apart.

    A number does not say what a row is, unless it is a year.
    """
    cells = FIRST_CELL.findall(table[3])
    words = [TAG.sub("", content).strip() for _, _, content in cells]
    tell = len(words) == len(ROW.findall(table[3])) == len(set(words) - {"", "–"})
    of_numbers = any('class="ev-num"' in attributes for _, attributes, _ in cells)
    if not tell or (of_numbers and not OF_YEARS.search(TAG.sub("", table[2]))):
        return table[0]
    return table[1] + FIRST_CELL.sub(r'\1<th scope="row"\2>\3</th>', table[3])


def claims_named(markup: str, claims: pd.DataFrame) -> str:
    """Markup whose links that read 'C12' say the claim too. claims: `claim_id`, `paraphrase`."""
    said = dict(zip(claims["claim_id"], claims["paraphrase"]))
    return CLAIM_LINK.sub(lambda link: f'{link[1]} aria-label="{link[2]}: {escaped(said[link[2]])}"', markup)
