"""What docstrings say of the house: the modules that they name are there, and a room names all its commands."""

import ast
import re
from pathlib import Path

import pytest

from conftest import ROOT

MODULES = sorted((ROOT / "evidence").rglob("*.py"))
NAMED = re.compile(r"\bevidence(?:\.[a-z_]\w*)+")


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
