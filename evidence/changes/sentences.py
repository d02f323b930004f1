"""Sentences of the prose whose numbers or words differ between two states, and cells whose code does."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import NamedTuple

from nbformat import NotebookNode

from evidence.build import prose
from evidence.build.freshness import code_cells
from evidence.changes.state import State
from evidence.pages.numbering import KINDS

# A claim stands behind the end of a sentence and belongs to it.
ROLE = re.compile(r"(?:\s+(?=\{claim\}))?\{[a-z:-]+\}`(?P<words>[^`<]*?)(?: ?<(?P<key>[^`<>]*)>)?`")
LINK = re.compile(r"\[([^\]]*)\]\([^)\s]*\)")
MARKS = re.compile(r"(?m)^(?:#+ |[-*] |> |\d+\. )|\*\*|`")
# What opens, describes and closes a directive; a title behind its name is words.
FENCE = re.compile(r"(?m)^(?:`{3,}|:{3,})(?:\{[a-z-]+\})?[ \t]*|^:[a-z]+:.*$")
HELD = re.compile("\0(\\d+)\0")
END_OF_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n\s*\n|\n(?=- |\d\. )")


class Number(NamedTuple):
    """A number of the prose under its key, as it was and as it is."""

    key: str
    old: str
    new: str


class Said(NamedTuple):
    """One sentence as a reader has it: pieces of words, and numbers with their keys (old = new).

    pattern: the sentence with keys in place of numbers; of two sentences with one pattern only numbers can differ.
    """

    cell: int
    pieces: tuple[str | Number, ...]
    pattern: str


@dataclass(frozen=True)
class Sentence:
    """A sentence with numbers that moved. cell: of Markdown, counted from 0. pieces: words, and the moved numbers."""

    notebook: str
    cell: int
    pieces: tuple[str | Number, ...]

    @property
    def numbers(self) -> list[Number]:
        return [piece for piece in self.pieces if isinstance(piece, Number)]


@dataclass(frozen=True)
class Wording:
    """A sentence of other words: '' stands for one that is new or gone."""

    notebook: str
    old: str
    new: str


@dataclass(frozen=True)
class Code:
    """Code cells of a notebook that are others than before, counted from 0 as nbval counts them; none if all may be."""

    notebook: str
    cells: tuple[int, ...]


def sentences(notebook: NotebookNode) -> list[Said]:
    """Every sentence of the prose that the book shows, in order."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "markdown"]
    shown = ((at, cell) for at, cell in enumerate(cells) if "remove-cell" not in cell.metadata.get("tags", []))
    return [said for at, cell in shown for said in _of_cell(at, cell.source)]


def _of_cell(at: int, source: str) -> Iterator[Said]:
    held: list[tuple[str | Number, str]] = []  # what stands for each role, and its part of the pattern

    def hold(match: re.Match) -> str:
        held.append(_spoken(match[0]))
        return f"\0{len(held) - 1}\0"

    bare = FENCE.sub("\n\n", ROLE.sub(hold, source.replace("\0", "")))
    bare = MARKS.sub("", LINK.sub(r"\1", bare))
    for part in END_OF_SENTENCE.split(bare):
        if words := " ".join(part.split()):
            texts = HELD.split(words)  # words and places of what is held, by turns
            pieces = [held[int(one)][0] if odd % 2 else one for odd, one in enumerate(texts)]
            pattern = "".join(held[int(one)][1] if odd % 2 else one for odd, one in enumerate(texts))
            yield Said(at, joined(pieces), pattern)


def _spoken(role: str) -> tuple[str | Number, str]:
    """What a reader sees of a role, and what stands for it in a pattern."""
    if number := prose.NUMBER.fullmatch(role):
        return Number(number["key"], number["value"], number["value"]), f"\0{number['key']}\0"
    if reference := prose.REFERENCE.fullmatch(role):
        _, word = KINDS[reference["kind"]]
        return f"{word} {reference['number'] or reference['name']}", f"\0{reference['name']}\0"
    named = ROLE.fullmatch(role)
    words = named["words"] if named and named["words"] else role
    return (f" ({words})", words) if "{claim}" in role else (words, words)


def joined(pieces: Iterable[str | Number]) -> tuple[str | Number, ...]:
    """Pieces with words that follow one another as one, and none that is empty."""
    found: list[str | Number] = []
    for piece in pieces:
        if isinstance(piece, str) and found and isinstance(found[-1], str):
            found[-1] += piece
        elif piece:
            found.append(piece)
    return tuple(found)


def plain(pieces: Iterable[str | Number]) -> str:
    """A sentence as text, with its numbers as they are now."""
    return "".join(piece.new if isinstance(piece, Number) else piece for piece in pieces)


def sentence_changes(old: State, new: State) -> tuple[list[Sentence], list[Wording], list[Code]]:
    """What differs in the notebooks of two states: numbers in sentences, words, code."""
    moved: list[Sentence] = []
    worded: list[Wording] = []
    coded: list[Code] = []
    for path, notebook in new.notebooks.items():
        before = old.notebooks.get(path)
        if before is None or old.files[path] == new.files[path]:
            continue
        numbers, words = _compared(path, sentences(before), sentences(notebook))
        moved, worded = moved + numbers, worded + words
        then, now = ([cell.source for cell in code_cells(one)] for one in (before, notebook))
        if then != now:
            cells = [at for at, (one, other) in enumerate(zip(then, now)) if one != other]
            coded.append(Code(path, tuple(cells) if len(then) == len(now) else ()))
    return moved, worded, coded


def _compared(path: str, before: list[Said], after: list[Said]) -> tuple[list[Sentence], list[Wording]]:
    moved, worded = [], []
    then = {piece.key: piece.new for said in before for piece in said.pieces if isinstance(piece, Number)}
    for one, other in aligned(before, after, lambda said: said.pattern):
        if other is not None and (sentence := _moved(path, one, other, then)).numbers:
            moved.append(sentence)
        if one is None or other is None or one.pattern != other.pattern:
            worded.append(Wording(path, plain(one.pieces) if one else "", plain(other.pieces) if other else ""))
    return moved, worded


def _moved(path: str, before: Said | None, after: Said, then: dict[str, str]) -> Sentence:
    """A sentence with the numbers in it that differ from those before: of the same sentence, or under the same key."""
    own = {piece.key: piece.new for piece in (before.pieces if before else ()) if isinstance(piece, Number)}
    pieces = [
        piece
        if isinstance(piece, str)
        else piece.new
        if (old := own.get(piece.key, then.get(piece.key, piece.new))) == piece.new
        else piece._replace(old=old)
        for piece in after.pieces
    ]
    return Sentence(path, after.cell, joined(pieces))


def aligned(before: list, after: list, of=lambda one: one) -> list[tuple]:
    """Two lists side by side, as (old, new): what is equal by ``of`` together, None beside what only one has."""
    matcher = SequenceMatcher(None, [of(one) for one in before], [of(one) for one in after], autojunk=False)
    return [
        pair for _, i, j, k, m in matcher.get_opcodes() for pair in zip_longest(before[i:j], after[k:m], fillvalue=None)
    ]


def said(notebook: NotebookNode | None) -> dict[str, str]:
    """What the cells of a notebook said, by key; nothing of one that is not there."""
    return prose.said(notebook) if notebook else {}
