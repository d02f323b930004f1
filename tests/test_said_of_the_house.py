"""What docstrings say of the house: the modules that they name are there, and a room names all its commands."""

import ast
import re
from pathlib import Path

import nbformat
import pytest

from conftest import ROOT
from evidence import exhibits, wording
from evidence.build.execute import find_notebooks

MODULES = sorted((ROOT / "evidence").rglob("*.py"))
NAMED = re.compile(r"\bevidence(?:\.[a-z_]\w*)+")
MOST = 40  # lines of a function of the book's own code
RULES = (ROOT / "CONTRIBUTING.md").read_text("utf-8")


def texts(path: Path) -> list[str]:
    """Every docstring of a module, and its comments."""
    source = path.read_text("utf-8")
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    said = [ast.get_docstring(node) or "" for node in ast.walk(ast.parse(source)) if isinstance(node, kinds)]
    return said + re.findall(r"#.*", source)


def names(path: Path) -> set[str]:
    """What a module has at its top: what it imports, defines, assigns, or names for a later import."""
    found = set()
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            found |= {alias.asname or alias.name for alias in node.names}
        else:
            found |= {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
            found |= {part.value for part in ast.walk(node) if isinstance(part, ast.Constant)}
            found |= {node.name} if isinstance(node, ast.FunctionDef | ast.ClassDef) else set()
    return found


def stands(name: str) -> bool:
    """Whether a dotted name is that of a room, of a module, or of something that one of them has at its top."""
    *above, last = name.split(".")
    place = ROOT.joinpath(*above)
    if (place / last).is_dir() or (place / f"{last}.py").is_file():
        return True
    module = place / "__init__.py" if place.is_dir() else place.with_suffix(".py")
    return module.is_file() and last in names(module)


def test_modules_that_a_text_names_are_there():
    named = {(path.name, name) for path in MODULES for text in texts(path) for name in NAMED.findall(text)}
    assert len(named) > 30 and not [one for one in named if not stands(one[1])]


@pytest.mark.parametrize("name", ["evidence.build.references", "evidence.exhibits.check", "evidence.nowhere.x"])
def test_a_module_that_is_not_there_is_noticed(name):
    assert not stands(name)


@pytest.mark.parametrize("room", ["build", "pages", "changes", "refresh"])
def test_a_room_names_the_commands_by_which_it_is_entered(room):
    folder = ROOT / "evidence" / room
    said = ast.get_docstring(ast.parse((folder / "__init__.py").read_text("utf-8")))
    commands = [path.stem for path in folder.glob("*.py") if '__name__ == "__main__"' in path.read_text("utf-8")]
    assert not [name for name in commands if f"evidence.{room}.{name}" not in said and name != "__main__"]


# ------------------------------------------------------------------------------------------------ ways into a room
def entered(path: Path) -> set[tuple[str, str, str]]:
    """What the cells of a notebook import from a room of the house: room, module or '', name."""
    cells = nbformat.read(path, as_version=4).cells
    tree = ast.parse("\n".join(cell.source for cell in cells if cell.cell_type == "code"))
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("evidence."):
            _, room, *module = node.module.split(".")
            if (ROOT / "evidence" / room).is_dir():
                found |= {(room, module[0] if module else "", alias.name) for alias in node.names}
    return found


def test_a_room_names_what_notebooks_enter_it_by():
    """A module that ends in `_told` is named by its kind, names that begin alike by their beginning."""
    entries = {one for path in find_notebooks(ROOT) for one in entered(path)}
    said = {room: ast.get_docstring(parsed(ROOT / "evidence" / room / "__init__.py")) for room, _, _ in entries}
    lacking = [
        (room, module, name)
        for room, module, name in entries
        if not re.search(rf"`(?:{module or name}|{name}|{name.partition('_')[0]}_)`", said[room])
        and not (module or name).endswith("_told")
        and not (room == "exhibits" and name in wording.__all__)
    ]
    assert len(entries) > 50 and lacking == []


def test_the_exhibits_hand_on_every_form_of_numbers():
    assert set(wording.__all__) <= set(exhibits.__all__) and exhibits.count is wording.count


def test_the_measures_name_all_their_modules():
    said = ast.get_docstring(parsed(ROOT / "evidence" / "analysis" / "__init__.py"))
    modules = [path.stem for path in (ROOT / "evidence" / "analysis").glob("[a-z]*.py")]
    assert not [name for name in modules if f"`{name}`" not in said and not name.endswith("_told")]


# ------------------------------------------------------------------------------------------------ what is long
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def lengths(path: Path) -> dict[str, int]:
    """Lines of each function of a module, without decorators and docstring."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    found = [node for node in ast.walk(parsed(path)) if isinstance(node, kinds)]
    told = {node: len((ast.get_docstring(node, clean=False) or "").splitlines()) for node in found}
    return {node.name: node.end_lineno - node.lineno + 1 - lines for node, lines in told.items()}


def test_no_function_of_the_book_is_long():
    own = [*MODULES, *sorted((ROOT / "benchmarks").rglob("*.py"))]
    assert f"No function of `evidence/` or `benchmarks/` is longer than {MOST} lines without its docstring" in " ".join(
        RULES.split()
    )
    assert {path.name: found for path in own if (found := {k: n for k, n in lengths(path).items() if n > MOST})} == {}
