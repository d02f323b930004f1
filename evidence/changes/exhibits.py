"""Figures, tables and registers that differ between two states: their rows, pictures, texts, numbers and order.

An exhibit keeps all of that in the HTML of its cell: the rows as CSV, the pictures as SVG for the column of a page and
for a phone, the texts in paragraphs of known classes, and a second state, of August 2017, behind the first.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import unquote

from nbformat import NotebookNode

from evidence.build.prose import NOT_SHOWN
from evidence.changes.rows import Row, rows_changed, telling
from evidence.changes.sentences import aligned
from evidence.changes.state import Sheet, State, sheet
from evidence.pages.lessons import RECORD
from evidence.pages.numbering import KINDS, PUBLISHED

TODAY, IN_2017 = "today", "as known in August 2017"
REGISTER = "register"  # what is shown without a number: a register, a strip, a page's own part
SHORT = {kind: short for short, (kind, _) in KINDS.items()}
WORDS = dict(KINDS.values()) | {REGISTER: "Register"}
THEN = '<template class="ev-then">'
CSV_LINK = re.compile(r'href="data:text/csv;charset=utf-8,([^"]*)"')
PICTURE = re.compile(r'<div class="ev-chart( ev-phone)?"[^>]*>(<svg\b.*?</svg>)</div>', re.DOTALL)
PARTS = {
    "title": "title",
    "measure": "measure",
    "cannot": "note",
    "description": "description",
    "source": "source line",
}
PARAGRAPH = re.compile(rf'<p class="ev-({"|".join(PARTS)})"[^>]*>(.*?)</p>', re.DOTALL)
UNSEEN = re.compile(
    r"<svg\b.*?</svg>|<script\b.*?</script>|<template\b.*?</template>"
    r'|<a class="(?:headerlink|ev-csv)".*?</a>|<span class="ev-number">.*?</span>',
    re.DOTALL,
)
TIP, SPOKEN = re.compile(r' data-tip="([^"]*)"'), re.compile(r"<(title|desc)\b.*?</\1>", re.DOTALL)
BETWEEN_CELLS = re.compile(r"</t[dh]>")
END_OF_BLOCK = re.compile(r"</(?:p|li|tr|dt|dd|h\d|summary|div|section|figcaption|caption|option|label)>|<br\b[^>]*>")
TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class Exhibit:
    """What one output shows. number: '2.3', or '' for what has none."""

    kind: str
    name: str
    notebook: str
    number: str
    markup: str

    @property
    def called(self) -> str:
        """'Figure 2.3 un-votes'."""
        return " ".join(filter(None, (WORDS[self.kind], self.number, self.name)))


class Text(NamedTuple):
    """One text of an exhibit that differs; '' for one that is new or gone. state: `TODAY` or `IN_2017`."""

    state: str
    part: str
    old: str
    new: str


class Data(NamedTuple):
    """The rows behind one state of an exhibit that differ, and the columns that tell them apart."""

    state: str
    key: tuple[str, ...]
    rows: tuple[Row, ...]


class Pictures(NamedTuple):
    """One state of a figure as SVG: before and after for the column of a page, and for a phone; '' for none."""

    state: str
    column: tuple[str, str]
    phone: tuple[str, str]


@dataclass(frozen=True)
class ExhibitChange:
    """One exhibit that differs. old, new: as it was and is; None where it is new or gone."""

    old: Exhibit | None
    new: Exhibit | None
    data: tuple[Data, ...] = ()
    texts: tuple[Text, ...] = ()
    pictures: tuple[Pictures, ...] = ()

    @property
    def exhibit(self) -> Exhibit:
        found = self.new or self.old
        assert found is not None  # what is in neither does not differ
        return found

    @property
    def renumbered(self) -> bool:
        return self.old is not None and self.new is not None and self.old.number != self.new.number

    @property
    def in_markup_alone(self) -> bool:
        """Whether a reader of the page sees and hears what was there before."""
        if self.old is None or self.new is None or self.renumbered or self.old.notebook != self.new.notebook:
            return False
        return not (self.data or self.texts or self.pictures)

    @property
    def is_moved_figure(self) -> bool:
        """Whether it is a figure, in both states, whose data differ."""
        return bool(self.old and self.new and self.data) and self.exhibit.kind == "figure"


class Order(NamedTuple):
    """A notebook that shows the same exhibits in another order."""

    notebook: str
    old: tuple[str, ...]
    new: tuple[str, ...]


def exhibits(state: State) -> dict[tuple[str, str], Exhibit]:
    """Everything that the pages of a state show, by kind and name, in the order of the notebooks."""
    found: dict[tuple[str, str], Exhibit] = {}
    for path, notebook in state.notebooks.items():
        for name, markup in _outputs(notebook):
            if published := PUBLISHED.search(markup):
                kind, own, _ = published.groups()
                number = state.numbers.get((SHORT[kind], own), "")
                found.setdefault((kind, own), Exhibit(kind, own, path, number, markup))
            else:
                own = f"{path}#{name}"
                found[REGISTER, own] = Exhibit(REGISTER, name, path, "", markup)
    return found


def _outputs(notebook: NotebookNode) -> Iterator[tuple[str, str]]:
    """Name and HTML of every output that the book shows: the id of its cell, and a number from the second on."""
    for at, cell in enumerate(notebook.cells):
        if cell.cell_type == "code" and not NOT_SHOWN & set(cell.metadata.get("tags", [])):
            shown = [markup for output in cell.outputs if (markup := _markup(output))]
            for number, markup in enumerate(shown, start=1):
                yield f"{cell.get('id', at)}{f'-{number}' if number > 1 else ''}", markup


def _markup(output: NotebookNode) -> str:
    """An output as HTML; '' for a number that was handed to the prose."""
    data = output.get("data", {})
    if RECORD in data:
        return ""
    plain = output.get("text", data.get("text/plain", ""))
    return data.get("text/html") or (f"<p>{html.escape(plain)}</p>" if plain else "")


def exhibit_changes(old: State, new: State) -> tuple[list[ExhibitChange], list[Order]]:
    """The exhibits that differ, in the order of the new state, those gone last; and notebooks with another order."""
    before, after = exhibits(old), exhibits(new)
    pairs = [(before.get(name), after.get(name)) for name in dict.fromkeys([*after, *before])]
    found = [_change(one, other) for one, other in pairs if one != other]
    return found, _orders(before, after)


def _orders(before: dict, after: dict) -> list[Order]:
    found = []
    for path in dict.fromkeys(one.notebook for one in after.values()):
        then, now = (
            tuple(name for name, one in states.items() if one.notebook == path and one.kind != REGISTER)
            for states in (before, after)
        )
        common = set(then) & set(now)
        names = [tuple(name for _, name in order if (_, name) in common) for order in (then, now)]
        if names[0] != names[1]:
            found.append(Order(path, *names))
    return found


def _change(old: Exhibit | None, new: Exhibit | None) -> ExhibitChange:
    if old is None or new is None or old.markup == new.markup:
        return ExhibitChange(old, new)
    data, texts, pictures = [], [], []
    for state, before, after in _states(old.markup, new.markup):
        if before == after:
            continue
        rows = _rows(before, after)
        data += [Data(state, *rows)] if rows else []
        texts += [Text(state, *text) for text in _texts(new.kind, before, after, bool(rows))]
        texts += [] if rows else [Text(state, "tip", *tips) for tips in _tips(before, after)]  # they say the rows
        drawn = [_drawn(before), _drawn(after)]
        if any(map(any, drawn)) and (rows or _lines(drawn[0]) != _lines(drawn[1])):
            pictures.append(Pictures(state, *zip(*drawn)))
    return ExhibitChange(old, new, tuple(data), tuple(texts), tuple(pictures))


def _states(before: str, after: str) -> Iterator[tuple[str, str, str]]:
    """The two states of an exhibit, that of August 2017 where it has one: name, markup before, markup after."""
    (today, _, then), (today_now, _, then_now) = before.partition(THEN), after.partition(THEN)
    yield TODAY, today, today_now
    yield IN_2017, then, then_now


def _rows(before: str, after: str) -> tuple[tuple[str, ...], tuple[Row, ...]] | None:
    """What differs in the rows that an exhibit offers as CSV, and their key."""
    then, now = _csv(before), _csv(after)
    key = telling(then, now)
    rows = rows_changed(then, now, key)
    return (tuple(key), tuple(rows)) if rows else None


def _csv(markup: str) -> Sheet:
    found = CSV_LINK.search(markup)
    return sheet(unquote(html.unescape(found[1])).encode()) if found else Sheet([], [])


def _drawn(markup: str) -> tuple[str, str]:
    """The picture for the column, and that for a phone or the first again where there is none; '' without any."""
    found = {bool(phone): svg for phone, svg in reversed(PICTURE.findall(markup))}
    return found.get(False, ""), found.get(True, found.get(False, ""))


def _lines(drawn: tuple[str, str]) -> tuple[str, ...]:
    """Pictures without the words in them that no eye sees: their titles and descriptions, and the tips."""
    return tuple(TIP.sub("", SPOKEN.sub("", svg)) for svg in drawn)


def _tips(before: str, after: str) -> list[tuple[str, str]]:
    then, now = ([html.unescape(tip) for tip in TIP.findall(markup)] for markup in (before, after))
    return [(one or "", other or "") for one, other in aligned(then, now) if one != other]


def _texts(kind: str, before: str, after: str, rows: bool) -> list[tuple[str, str, str]]:
    """Part, old and new text of what differs in the words: in the captions of a figure or table, else anywhere.

    rows: whether the rows differ, which then say what differs elsewhere.
    """
    then, now = ({}, {}) if kind == REGISTER else (_captions(before), _captions(after))
    found = [(PARTS[part], then.get(part, ""), now.get(part, "")) for part in PARTS if then.get(part) != now.get(part)]
    if found or rows:
        return found
    pairs = aligned(_passages(before), _passages(after))
    return [("text", one or "", other or "") for one, other in pairs if one != other]


def _captions(markup: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for part, inner in PARAGRAPH.findall(markup):
        found[part] = " ".join(filter(None, (found.get(part), bare(inner))))
    return found


def _passages(markup: str) -> list[str]:
    """The texts of a register block by block; a row of a table is one, with its cells apart."""
    text = END_OF_BLOCK.sub("\n", BETWEEN_CELLS.sub(" · ", UNSEEN.sub("", markup)))
    return [words for line in text.split("\n") if (words := bare(line).strip(" ·"))]


def bare(markup: str) -> str:
    """What a reader sees of a piece of HTML, on one line."""
    return " ".join(html.unescape(TAG.sub("", UNSEEN.sub("", markup))).split())


def title(exhibit: Exhibit) -> str:
    """The finding of a figure or the title of a table; '' for what has none."""
    return _captions(exhibit.markup.partition(THEN)[0]).get("title", "")
