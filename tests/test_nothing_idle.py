"""Nothing lies idle: a table is read or says why it stays, a name is read that was bound, a parameter is used."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest

from conftest import ROOT
from evidence import tables
from evidence.build.execute import find_notebooks

NOTEBOOKS = {path.relative_to(ROOT).as_posix(): nbformat.read(path, as_version=4) for path in find_notebooks(ROOT)}
MODULES = [path for room in ("evidence", "benchmarks") for path in sorted((ROOT / room).rglob("*.py"))]
FUNCTIONS = ast.FunctionDef | ast.AsyncFunctionDef


def code(notebook: nbformat.NotebookNode) -> ast.Module:
    """All cells of a notebook as one piece of Python, as its kernel knows them."""
    return ast.parse("\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code"))


# ------------------------------------------------------------------------------------------------ tables
def read_tables() -> set[str]:
    """Tables and maps that notebooks read, of which those that list all tables read only what they name."""
    found = set()
    for notebook in NOTEBOOKS.values():
        read = set(notebook.metadata.evidence.tables)
        named = {node.value for node in ast.walk(code(notebook)) if isinstance(node, ast.Constant)}
        found |= read & named if tables.EVERY in read else read
    return found


def test_a_table_that_no_notebook_reads_says_why_it_stays_and_no_other_does():
    reasons = {one["name"]: one.get("kept_because") for one in tables.package()["resources"]}
    read = read_tables()
    assert len(read) > 50
    assert [name for name, why in reasons.items() if name not in read and not why] == [], "say why, or drop the table"
    assert [name for name, why in reasons.items() if name in read and why] == [], "a notebook reads it: it needs no why"


def unnamed_loads(tree: ast.Module) -> list[str]:
    """Calls of `tables.load` whose table stands neither in the call nor in a loop over written names: who looks for
    readers of that table would not find them."""
    loops = [node for node in ast.walk(tree) if isinstance(node, ast.comprehension | ast.For)]
    written = {
        loop.target.id
        for loop in loops
        if isinstance(loop.target, ast.Name)
        and isinstance(loop.iter, ast.Tuple | ast.List)
        and all(isinstance(one, ast.Constant) for one in loop.iter.elts)
    }
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return [
        ast.unparse(call)
        for call in calls
        if ast.unparse(call.func) in ("tables.load", "tables.geo", "load", "geo")
        and not (isinstance(call.args[0], ast.Constant) or getattr(call.args[0], "id", "") in written)
    ]


def test_a_notebook_writes_the_name_of_every_table_that_it_loads():
    assert {name: found for name, one in NOTEBOOKS.items() if (found := unnamed_loads(code(one)))} == {}


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("tables.load('rain')", 0),
        ("rain, sun = (tables.load(name) for name in ('rain', 'sun'))", 0),
        ("rain = [tables.load(f'rain{part}') for part in ('_by_year', '')]", 1),
        ("wanted = 'rain'\ntables.load(wanted)", 1),
        ("[tables.load(name) for name in names]", 1),
        ("tables.geo('a' + 'b')", 1),
    ],
)
def test_a_name_of_a_table_that_is_put_together_is_noticed(source, found):
    assert len(unnamed_loads(ast.parse(source))) == found


# ------------------------------------------------------------------------------------------------ names
def unread_names(tree: ast.Module) -> set[str]:
    """Names that the cells of a notebook bind and never read, but for those that begin with an underscore."""
    nodes = list(ast.walk(tree))
    names = [node for node in nodes if isinstance(node, ast.Name)]
    bound = {node.id for node in names if isinstance(node.ctx, ast.Store)}
    bound |= {node.name for node in nodes if isinstance(node, FUNCTIONS | ast.ClassDef)}
    for node in nodes:
        if isinstance(node, ast.Import | ast.ImportFrom):
            bound |= {(alias.asname or alias.name).partition(".")[0] for alias in node.names}
    read = {node.id for node in names if isinstance(node.ctx, ast.Load)}
    return {name for name in bound - read if not name.startswith("_")}


def test_a_notebook_reads_every_name_that_it_binds():
    """The linter asks that of functions alone. A table loaded for nothing makes a notebook stale for nothing."""
    assert {name: found for name, one in NOTEBOOKS.items() if (found := unread_names(code(one)))} == {}


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("votes = tables.load('un_votes')\nprint(votes)", set()),
        ("votes = tables.load('un_votes')", {"votes"}),
        ("a, b = f()\nprint(b)", {"a"}),
        ("_, b = f()\nprint(b)", set()),
        ("import numpy as np\nfrom a import b", {"np", "b"}),
        ("def f():\n    pass\nclass C:\n    pass", {"f", "C"}),
        ("x = 1\nx = x + 1", set()),
    ],
)
def test_a_name_that_nothing_reads_is_noticed(source, found):
    assert unread_names(ast.parse(source)) == found


# ------------------------------------------------------------------------------------------------ parameters
def handed_on(trees: list[ast.Module]) -> set[str]:
    """Names that stand anywhere but in a call of them: such a function may have the parameters that others ask for."""
    nodes = [node for tree in trees for node in ast.walk(tree)]
    called = {id(node.func) for node in nodes if isinstance(node, ast.Call)}
    others = [node for node in nodes if id(node) not in called]
    return {node.id for node in others if isinstance(node, ast.Name)} | {
        node.attr for node in others if isinstance(node, ast.Attribute)
    }


def idle_parameters(trees: dict[str, ast.Module]) -> list[str]:
    """Parameters that a function does not use, although nothing but its own calls says which it has."""
    free = handed_on([*trees.values()])
    return [
        f"{path}: {function.name}({name})"
        for path, tree in trees.items()
        for function in _functions(tree)
        if function.name not in free and not function.decorator_list
        for name in _parameters(function) - _used(function)
    ]


def _used(function: ast.AST) -> set[str]:
    """Names that a function reads, those in a query of a frame (`@first <= year`) included."""
    nodes = list(ast.walk(function))
    texts = [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return {node.id for node in nodes if isinstance(node, ast.Name)} | {*re.findall(r"@(\w+)", " ".join(texts))}


def _functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Functions, without methods, which may have those of the class above them."""
    methods = {part for node in ast.walk(tree) if isinstance(node, ast.ClassDef) for part in node.body}
    return (node for node in ast.walk(tree) if isinstance(node, FUNCTIONS) and node not in methods)


def _parameters(function: ast.FunctionDef | ast.AsyncFunctionDef) -> set[str]:
    given = function.args
    named = [*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg]
    return {one.arg for one in named if one is not None}


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def test_a_function_uses_what_it_is_given():
    assert idle_parameters({path.relative_to(ROOT).as_posix(): parsed(path) for path in MODULES}) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("def f(x, y):\n    return x\nf(1, 2)", ["a.py: f(y)"]),
        ("def f(*, y=1):\n    return 1\nf()", ["a.py: f(y)"]),
        ("def f(x, y):\n    return x\ncall(f)", []),
        ("class C:\n    def f(self, y):\n        return 1\nC().f(2)", []),
        ("def f(x):\n    return lambda: x\nf(1)", []),
        ("def f(rows, first):\n    return rows.query('@first <= year')\nf(1, 2)", []),
    ],
)
def test_a_parameter_that_nothing_uses_is_noticed(source, found):
    assert idle_parameters({"a.py": ast.parse(source)}) == found
