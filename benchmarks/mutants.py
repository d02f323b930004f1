"""Errors put on purpose into tables, code and chapters, drawn by chance from a seed: texts in, texts out.

A mutant is one small edit of one file, as a hand or a program might make it unasked. `benchmarks.mutations` says which
of them the tests notice.
"""

import ast
import csv
import io
import itertools
import json
import random
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

KEYS = {"identifier", "year", "calendar year", "country code", "step"}  # units of numbers that say which row
OWN = {"mutations", "benchmarks"}  # tables about this machinery
ROOMS = ("analysis", "forecast", "charts", "exhibits")
COMPARISONS = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "==", " in ": " not in "}
OPERATORS = {" + ": " - ", " - ": " + ", " * ": " / ", " / ": " * ", " and ": " or ", " or ": " and ", " & ": " | "}
TRIES = 2_000  # draws of a place until one can carry the kind


class Mutant(NamedTuple):
    """One edit: where it stands, what it does, and the whole text of the file with it."""

    room: str  # data, code, chapter or page
    kind: str
    file: str  # path from the checkout
    place: str  # row, line or cell
    what: str
    text: str
    line: int = 0  # of code, in its file


def draw(root: Path, seed: int, counts: dict[str, int]) -> list[Mutant]:
    """Mutants of a checkout, without a repetition. counts: how many of each kind, by its name in `KINDS`."""
    found: dict[tuple[str, str], Mutant] = {}
    for kind, wanted in counts.items():
        make, had, chance = KINDS[kind], len(found), random.Random(f"{seed} {kind}")
        for _ in range(TRIES):
            if len(found) - had == wanted:
                break
            mutant = make(root, chance)
            if mutant:
                found.setdefault((mutant.file, mutant.text), mutant)
    return list(found.values())


def merged(original: str, texts: list[str]) -> str:
    """A text with the edits of several others, each of which changes lines of it, or takes one away."""
    lines = original.split("\n")
    result: list[str | None] = [*lines]
    for text in texts:
        edited = text.split("\n")
        first = next(at for at, pair in enumerate(itertools.zip_longest(lines, edited)) if pair[0] != pair[1])
        if len(edited) == len(lines):
            for at in range(first, len(lines)):
                result[at] = edited[at] if edited[at] != lines[at] else result[at]
        elif len(texts) == 1:
            return text
        else:
            result[first] = None
    return "\n".join(line for line in result if line is not None)


# ------------------------------------------------------------------------------------------------ tables
class Table(NamedTuple):
    """A table as text: its descriptor, its heads, its rows."""

    file: str
    descriptor: dict
    heads: list[str]
    rows: list[list[str]]

    def written(self, rows: list[list[str]]) -> str:
        target = io.StringIO()
        csv.writer(target, lineterminator="\n").writerows([self.heads, *rows])
        return target.getvalue()

    def key(self, row: list[str]) -> str:
        names = self.descriptor["schema"]["primaryKey"]
        return ";".join(row[self.heads.index(name)] for name in ([names] if isinstance(names, str) else names))


@cache
def tables(root: Path) -> list[Table]:
    """Every table of the package but those about this machinery."""
    package = json.loads((root / "data" / "datapackage.json").read_text("utf-8"))
    found = []
    for one in package["resources"]:
        if one["profile"] == "tabular-data-resource" and one["name"] not in OWN:
            with (root / "data" / one["path"]).open(encoding="utf-8", newline="") as lines:
                heads, *rows = csv.reader(lines)
            found.append(Table(f"data/{one['path']}", one, heads, rows))
    return found


def _cell(kind: str, fits: Callable[[dict], bool], change: Callable) -> Callable:
    """A kind that changes one cell: of a table, a column that fits and a row, each by chance."""

    def make(root: Path, chance: random.Random) -> Mutant | None:
        table = chance.choice(tables(root))
        columns = [field for field in table.descriptor["schema"]["fields"] if fits(field)]
        if not columns:
            return None
        field = chance.choice(columns)
        at = table.heads.index(field["name"])
        rows = [list(row) for row in table.rows]
        row = chance.choice(rows)
        key = table.key(row)
        old, others = row[at], sorted({other[at] for other in rows} - {row[at], ""})
        new = change(old, others, chance) if old else None
        if new is None or new == old:
            return None
        row[at] = new
        return Mutant("data", kind, table.file, key, f"{field['name']}: {old} -> {new}", table.written(rows))

    return make


def _amount(field: dict) -> bool:
    return field["type"] in ("integer", "number") and field.get("unit", "identifier") not in KEYS


def _dated(field: dict) -> bool:
    return "date" in field["name"] or field["name"] in ("year", "period", "month", "last_year", "first_year")


def _label(field: dict) -> bool:
    kinds = ("side", "type", "lane", "topic", "speaker", "actor", "country", "kind", "direction", "level", "role")
    return field["type"] == "boolean" or bool(field.get("constraints", {}).get("enum")) or field["name"] in kinds


def _digit(old: str, others: list[str], chance: random.Random) -> str:
    at = chance.choice([place for place, sign in enumerate(old) if sign.isdigit()])
    return old[:at] + chance.choice(sorted(set("0123456789") - {old[at]})) + old[at + 1 :]


def _times(factor: int) -> Callable:
    return lambda old, others, chance: f"{float(old) * factor:g}" if "." in old else str(int(old) * factor)


def _sign(old: str, others: list[str], chance: random.Random) -> str:
    return old[1:] if old.startswith("-") else f"-{old}"


def _next_year(old: str, others: list[str], chance: random.Random) -> str | None:
    found = re.match(r"(?:19|20)\d\d", old)
    return f"{int(found[0]) + chance.choice((-1, 1))}{old[4:]}" if found else None


def _other(old: str, others: list[str], chance: random.Random) -> str | None:
    return chance.choice(others) if others else None


def _rows(kind: str, change: Callable[[list, int], list]) -> Callable:
    """A kind that drops or repeats a whole row."""

    def make(root: Path, chance: random.Random) -> Mutant:
        table = chance.choice(tables(root))
        at = chance.randrange(len(table.rows))
        rows = table.written(change(table.rows, at))
        return Mutant("data", kind, table.file, table.key(table.rows[at]), "the row", rows)

    return make


# ------------------------------------------------------------------------------------------------ code
def modules(root: Path) -> list[Path]:
    """Modules of the first rooms of `evidence`, and the flat ones beside them."""
    package = root / "evidence"
    return sorted([*package.glob("*.py"), *(path for room in ROOMS for path in (package / room).glob("*.py"))])


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def last(one: ast.stmt) -> int:
    """The line on which a statement ends."""
    return one.end_lineno or one.lineno


def body(path: Path, line: int) -> range:
    """The lines of the statements of the function, the innermost one, in which a line stands."""
    around = [one for one in functions(ast.parse(path.read_text("utf-8"))) if one.lineno <= line <= last(one)]
    inner = max(around, key=lambda one: one.lineno)
    return range(inner.body[0].lineno, last(inner) + 1)


def _code(kind: str, sites: Callable[[ast.FunctionDef, list[str]], list[tuple]]) -> Callable:
    """A kind that changes one line within a function. sites: (line from 1, from column, to column, new text)."""

    def make(root: Path, chance: random.Random) -> Mutant | None:
        path = chance.choice(modules(root))
        text = path.read_text("utf-8")
        lines = text.split("\n")
        found = [site for one in functions(ast.parse(text)) for site in sites(one, lines)]
        return _edited("code", kind, path.relative_to(root), lines, chance.choice(found)) if found else None

    return make


def _edited(room: str, kind: str, path: Path, lines: list[str], site: tuple) -> Mutant:
    number, start, end, new = site
    line = lines[number - 1]
    text = "\n".join([*lines[: number - 1], line[:start] + new + line[end:], *lines[number:]])
    return Mutant(
        room, kind, path.as_posix(), f"line {number}", f"from {line[start:end].strip()} to {new.strip()}", text, number
    )


def _between(lines: list[str], left: ast.expr, right: ast.expr, swaps: dict[str, str]) -> Iterator[tuple]:
    """Where a sign between two expressions on one line stands, and what takes its place."""
    if left.end_lineno and left.end_lineno == right.lineno and lines[left.end_lineno - 1].isascii():
        between = lines[left.end_lineno - 1][left.end_col_offset : right.col_offset]
        for old, new in swaps.items():
            if between.strip() == old.strip():
                yield left.end_lineno, left.end_col_offset, right.col_offset, f" {new.strip()} "


def _comparisons(one: ast.AST, lines: list[str]) -> list[tuple]:
    pairs = [
        pair
        for node in ast.walk(one)
        if isinstance(node, ast.Compare)
        for pair in zip([node.left, *node.comparators], node.comparators)
    ]
    return [site for pair in pairs for site in _between(lines, *pair, COMPARISONS)]


def _operators(one: ast.AST, lines: list[str]) -> list[tuple]:
    pairs = [(node.left, node.right) for node in ast.walk(one) if isinstance(node, ast.BinOp)]
    chains = [node.values for node in ast.walk(one) if isinstance(node, ast.BoolOp)]
    pairs += [pair for values in chains for pair in zip(values, values[1:])]
    return [site for pair in pairs for site in _between(lines, *pair, OPERATORS)]


def _constants(one: ast.AST, lines: list[str]) -> list[tuple]:
    found = []
    for node in ast.walk(one):
        if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)) and lines[node.lineno - 1].isascii():
            new = str(not node.value) if isinstance(node.value, bool) else str(node.value + 1)
            found.append((node.lineno, node.col_offset, node.end_col_offset, new))
    return found


def _conditions(one: ast.AST, lines: list[str]) -> list[tuple]:
    tests = [node.test for node in ast.walk(one) if isinstance(node, (ast.If, ast.IfExp))]
    tests += [test for node in ast.walk(one) if isinstance(node, ast.comprehension) for test in node.ifs]
    return [
        (test.lineno, test.col_offset, test.end_col_offset, f"(not ({text[test.col_offset : test.end_col_offset]}))")
        for test in tests
        if test.lineno == test.end_lineno and (text := lines[test.lineno - 1]).isascii()
    ]


def _returns(one: ast.FunctionDef, lines: list[str]) -> list[tuple]:
    """The first statement after the docstring becomes a return of the first argument, or of nothing."""
    first = one.body[bool(ast.get_docstring(one)) and len(one.body) > 1]
    if first.lineno != first.end_lineno or isinstance(first, ast.Raise):
        return []
    given = one.args.args[0].arg if one.args.args else "None"
    return [(first.lineno, first.col_offset, len(lines[first.lineno - 1]), f"return {given}")]


# ------------------------------------------------------------------------------------------------ chapters, pages
def chapters(root: Path) -> list[Path]:
    """The first page and the chapters."""
    return [root / "index.ipynb", *sorted((root / "chapters").glob("*.ipynb"))]


def pages(root: Path) -> list[Path]:
    """The other notebooks: of the appendix, the summaries and the teacher's pack."""
    return sorted((root / "chapters").glob("*/*.ipynb"))


def told_pages(root: Path) -> list[Path]:
    """The same, and the pages that are no notebooks."""
    return sorted([*pages(root), *(root / "chapters").rglob("*.md")])


def _notebook(
    kind: str,
    sites: Callable[[Any, list[str], random.Random], list[tuple]],
    types: tuple[str, ...] = ("code",),
    files: Callable[[Path], list[Path]] = chapters,
) -> Callable:
    """A kind that changes one line of a cell. sites: from its tree, None of prose, and its lines."""

    def make(root: Path, chance: random.Random) -> Mutant | None:
        path = chance.choice(files(root))
        notebook = _as_notebook(path)
        cell = chance.choice([cell for cell in notebook["cells"] if cell["cell_type"] in types])
        lines = "".join(cell["source"]).split("\n")
        found = sites(ast.parse("\n".join(lines)) if cell["cell_type"] == "code" else None, lines, chance)
        if not found:
            return None
        room = "chapter" if files is chapters else "page"
        made = _edited(room, kind, path.relative_to(root), lines, chance.choice(found))
        if path.suffix == ".md":
            return made
        cell["source"] = made.text.splitlines(keepends=True)
        text = json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
        return made._replace(place=f"cell {cell['id']}, {made.place}", text=text)

    return make


def _as_notebook(path: Path) -> dict:
    """What a notebook holds; a page that is none is one cell of prose."""
    text = path.read_text("utf-8")
    return json.loads(text) if path.suffix == ".ipynb" else {"cells": [{"cell_type": "markdown", "source": text}]}


def _cell_constants(tree: ast.Module, lines: list[str], chance: random.Random) -> list[tuple]:
    return _constants(tree, lines)


def _cell_columns(tree: ast.Module, lines: list[str], chance: random.Random) -> list[tuple]:
    """A name of a column, where the cell names another one: the two are taken for each other."""
    names = [
        (node, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.fullmatch(r"[a-z_]{3,}", node.value)
    ]
    values = sorted({name for _, name in names})
    return [
        (node.lineno, node.col_offset, node.end_col_offset, f'"{chance.choice(others)}"')
        for node, name in names
        if lines[node.lineno - 1].isascii() and (others := [value for value in values if value != name])
    ]


SAID = ("title", "description", "measure", "cannot_show")
NO_WORDS = re.compile(r"(?:\{[a-z:-]+\})?`[^`]*`|\]\([^)]*\)|\{[^}]*\}|^:{1,3}.*|^```.*")
TYPED_YEAR = re.compile(r"(?<![\w,.-])(?:19|20)\d\d(?![\w-])")
PAIRS = {
    **{"higher": "lower", "highest": "lowest", "more": "fewer", "most": "fewest", "rose": "fell", "rises": "falls"},
    **{"halved": "doubled", "twice": "half", "larger": "smaller", "largest": "smallest", "wider": "narrower"},
    **{"nearer": "farther", "closer": "further", "above": "below", "deadlier": "milder"},
}
WAYS = PAIRS | {other: way for way, other in PAIRS.items() if other != "half"}  # "the first half" is no direction
WAY = re.compile(rf"\b(?:{'|'.join(WAYS)})\b", re.IGNORECASE)
SORTING = ("sort_values", "sort_index")
WORDS = ("code", "markdown")  # cells that say something to readers


def _cell_orders(tree: ast.Module, lines: list[str], chance: random.Random) -> list[tuple]:
    """What is sorted is turned round, and a list of several changes its first two places."""
    found: list[tuple] = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.expr) or node.end_lineno != node.lineno or not lines[node.lineno - 1].isascii():
            continue
        called = node.func if isinstance(node, ast.Call) else None
        if isinstance(node, ast.Call) and isinstance(called, ast.Attribute) and called.attr in SORTING:
            comma = ", " if node.args else ""
            end = node.end_col_offset or 0
            found.append((node.lineno, end - 1, end, f"{comma}ascending=False)"))
        if isinstance(node, (ast.List, ast.Tuple)) and len(node.elts) > 1:
            first, second = node.elts[:2]
            line = lines[node.lineno - 1]
            one, other = (line[each.col_offset : each.end_col_offset] for each in (first, second))
            between = line[first.end_col_offset : second.col_offset]
            found.append((node.lineno, first.col_offset, second.end_col_offset, f"{other}{between}{one}"))
    return found


def _prose(pattern: re.Pattern, turned: Callable[[str, random.Random], str]) -> Callable:
    """Where words for readers have a pattern, and what takes its place: in Markdown, or in what a figure says of itself
    in the code of its cell. Roles, expressions, addresses and code are no such words."""

    def sites(tree: ast.Module | None, lines: list[str], chance: random.Random) -> list[tuple]:
        everything = [(number, 0, len(line)) for number, line in enumerate(lines, start=1)]
        return [
            (number, match.start(), match.end(), turned(match[0], chance))
            for number, start, end in (_said(tree, lines) if tree else everything)
            for match in pattern.finditer(NO_WORDS.sub(lambda held: "|" * len(held[0]), lines[number - 1]), start, end)
        ]

    return sites


def _said(tree: ast.Module, lines: list[str]) -> list[tuple[int, int, int]]:
    """Where the code of a cell has what a figure or a table says of itself: (line from 1, from column, to column)."""
    values = [node.value for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg in SAID]
    spoken = [node for value in values for node in ast.walk(value) if isinstance(node, (ast.Constant, ast.JoinedStr))]
    within = {part for node in spoken if isinstance(node, ast.JoinedStr) for part in ast.walk(node) if part is not node}
    found = []
    for node in spoken:
        if node not in within and node.end_lineno:
            for number in range(node.lineno, node.end_lineno + 1):
                line = lines[number - 1].encode()  # columns of a tree are bytes
                start = len(line[: node.col_offset].decode()) if number == node.lineno else 0
                end = len(line[: node.end_col_offset].decode()) if number == node.end_lineno else len(line.decode())
                found.append((number, start, end))
    return found


def _other_year(old: str, chance: random.Random) -> str:
    return str(int(old) + chance.choice((-3, -2, -1, 1, 2, 3)))


def _other_way(old: str, chance: random.Random) -> str:
    new = WAYS[old.lower()]
    return new.capitalize() if old[0].isupper() else new


KINDS = {
    "a digit": _cell("a digit", _amount, _digit),
    "times ten": _cell("times ten", _amount, _times(10)),
    "sign": _cell("sign", _amount, _sign),
    "unit": _cell("unit", _amount, _times(1000)),
    "year": _cell("year", _dated, _next_year),
    "source": _cell("source", lambda field: field["name"] == "source_id", _other),
    "label": _cell("label", _label, _other),
    "row dropped": _rows("row dropped", lambda rows, at: rows[:at] + rows[at + 1 :]),
    "row twice": _rows("row twice", lambda rows, at: rows[: at + 1] + rows[at:]),
    "comparison": _code("comparison", _comparisons),
    "operator": _code("operator", _operators),
    "constant": _code("constant", _constants),
    "condition": _code("condition", _conditions),
    "early return": _code("early return", _returns),
    "constant in a cell": _notebook("constant in a cell", _cell_constants),
    "column in a cell": _notebook("column in a cell", _cell_columns),
    "order in a cell": _notebook("order in a cell", _cell_orders),
    "year in the prose": _notebook("year in the prose", _prose(TYPED_YEAR, _other_year), WORDS),
    "direction in the prose": _notebook("direction in the prose", _prose(WAY, _other_way), WORDS),
    "constant on a page": _notebook("constant on a page", _cell_constants, files=pages),
    "column on a page": _notebook("column on a page", _cell_columns, files=pages),
    "order on a page": _notebook("order on a page", _cell_orders, files=pages),
    "year on a page": _notebook("year on a page", _prose(TYPED_YEAR, _other_year), WORDS, told_pages),
    "direction on a page": _notebook("direction on a page", _prose(WAY, _other_way), WORDS, told_pages),
}
