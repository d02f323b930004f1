"""The rooms of the house: each knows only rooms to its left, and a chapter none to the right of the exhibits."""

import ast
import re
from pathlib import Path

import nbformat
import pytest

from evidence.build.execute import find_notebooks

ROOT = Path(__file__).resolve().parents[1]
MODULES = sorted((ROOT / "evidence").rglob("*.py"))
# Rooms that stand side by side know of each other; so do the flat modules that all of them lean on.
ORDER = (
    (
        "alike",
        "answered",
        "cells",
        "checks",
        "content",
        "csvfile",
        "descriptors",
        "exercises",
        "left_to_do",
        "matching",
        "outlines",
        "package",
        "periods",
        "precision",
        "seals",
        "stopping",
        "tables",
        "waiting",
        "wording",
    ),
    ("analysis", "claims", "forecast"),
    ("charts",),
    ("exhibits",),
    ("pages",),
    ("build", "changes"),
)
APART = {"refresh": {"refresh", *ORDER[0]}}  # it writes the tables; nothing that reads them knows it
ROOMS = {room for rooms in ORDER for room in rooms} | APART.keys()
PLACE = {room: place for place, rooms in enumerate(ORDER) for room in rooms}


def imported(source: str) -> set[str]:
    """Rooms of `evidence` that a piece of Python imports, names in strings such as "evidence.build" included."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "imports here are absolute"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "evidence":
            found |= {f"evidence.{node.attr}"} & {
                f"evidence.{room}" for room in ROOMS
            }  # others are frames of that name
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            found |= {node.value} if re.fullmatch(r"evidence(\.\w+)+", node.value) else set()
    return {name.split(".")[1] for name in found if name.startswith("evidence.")}


def room(path: Path) -> str:
    """'evidence/charts/axes.py' -> 'charts'; 'evidence/tables.py' -> 'tables'."""
    return path.relative_to(ROOT / "evidence").with_suffix("").parts[0]


def may_know(own: str) -> set[str]:
    return APART.get(own) or {other for other, place in PLACE.items() if place <= PLACE[own]}


@pytest.mark.parametrize(
    "path", sorted((ROOT / "evidence").rglob("*.py")), ids=lambda path: str(path.relative_to(ROOT))
)
def test_a_module_knows_only_rooms_to_its_left(path):
    own, found = room(path), imported(path.read_text("utf-8"))
    assert found <= (set() if own == "__init__" else may_know(own))


@pytest.mark.parametrize("path", find_notebooks(ROOT), ids=lambda path: path.stem)
def test_a_chapter_knows_nothing_to_the_right_of_the_exhibits(path):
    cells = nbformat.read(path, as_version=4).cells
    code = "\n".join(cell.source for cell in cells if cell.cell_type == "code")
    assert imported(code) <= may_know("exhibits")


def test_every_room_has_a_place_and_says_what_comes_in_and_what_goes_out():
    rooms = {room(path) for path in MODULES} - {"__init__"}
    assert rooms == PLACE.keys() | APART.keys()
    for name in ("analysis", "forecast", "charts", "exhibits", "pages", "build", "changes"):
        said = ast.get_docstring(ast.parse((ROOT / "evidence" / name / "__init__.py").read_text("utf-8")))
        assert all(word in said for word in ("In: ", "Out: ", "Entered by ", "To add ")), name


@pytest.mark.parametrize(
    ("source", "rooms"),
    [
        ("from evidence import tables, build", {"tables", "build"}),
        ("import evidence.pages.slim", {"pages"}),
        ("from evidence.build.book import main", {"build"}),
        ("def late():\n    from evidence.build import book", {"build"}),
        ("importlib.import_module('evidence.build.book')", {"build"}),
        ("import evidence\nevidence.build.book", {"build"}),
        ("import pandas", set()),
    ],
)
def test_the_reader_of_imports_finds_them(source, rooms):
    assert imported(source) == rooms


def test_a_relative_import_is_refused():
    with pytest.raises(AssertionError, match="absolute"):
        imported("from ..build import book")


def test_nothing_names_the_room_that_is_gone():
    gone = "evidence." + "publish"
    places = [path for folder in ("evidence", "tests", "benchmarks", "chapters") for path in (ROOT / folder).rglob("*")]
    places += [path for path in ROOT.iterdir() if path.suffix in (".md", ".yml", ".toml") or path.name == "Makefile"]
    kinds = (".py", ".ipynb", ".md", ".yml", ".toml", "")
    texts = {path: path.read_text("utf-8") for path in places if path.is_file() and path.suffix in kinds}
    assert len(texts) > 100
    assert not [path.name for path, text in texts.items() if gone in text]


def lines_of(pattern: str, *rooms: str) -> dict[str, str]:
    """The texts of all files of some rooms whose names are like a pattern, by their paths."""
    found = [path for room in rooms for path in sorted((ROOT / room).rglob(pattern))]
    return {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in found}


def longest_function(text: str) -> int:
    functions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)]
    return max((node.end_lineno - node.lineno for node in functions), default=0)


def test_what_is_longest_is_justified():
    """A function, a module or a script that grows beyond those for which CONTRIBUTING.md gives a reason."""
    told = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    cells = re.findall(
        r"`([\w-]+)` of `(chapters/[\w/]+\.ipynb)`", told[told.index("The longest cells") :].partition("script")[0]
    )
    named = dict(re.findall(r"longest (function|module|script) is `(?:\w+` of `)?([\w/.]+)`", told))
    modules, scripts = lines_of("*.py", "evidence", "benchmarks", "tests"), lines_of("*.js", "evidence/pages/static")
    scripts = {name: text for name, text in scripts.items() if name.count("/") == 3}  # not what others made
    assert named == {
        "function": max(modules, key=lambda name: longest_function(modules[name])),
        "module": max((name for name in modules if name[:6] != "tests/"), key=lambda name: modules[name].count("\n")),
        "script": max(scripts, key=lambda name: scripts[name].count("\n")),
    }
    assert set(cells) == longest_cells(), "the longest cells and their notebooks"


def longest_cells() -> set[tuple[str, str]]:
    """Id and notebook of each cell of code that no other is longer than."""
    lines = {
        (cell.id, path.relative_to(ROOT).as_posix()): cell.source.count("\n")
        for path in find_notebooks(ROOT)
        for cell in nbformat.read(path, as_version=4).cells
        if cell.cell_type == "code"
    }
    return {place for place, count in lines.items() if count == max(lines.values())}
