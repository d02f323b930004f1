"""The list of licences is that of what is installed, and no package of the environment is there for nothing."""

import json
import re
from importlib.metadata import packages_distributions

import pytest
from packaging.utils import canonicalize_name
from test_pins import PINS, installed

from conftest import ROOT
from evidence.build import licences
from evidence.build.execute import find_notebooks

NAMES = licences.pins(ROOT)
IMPORT = re.compile(r"^\s*(?:import|from) (\w+)", re.MULTILINE)
EXTENSION = re.compile(r'^      - (\w+)[\w.]*$|\bsetup_extension\("(\w+)"\)', re.MULTILINE)  # of Sphinx
# What is used without an import: package -> a file that names it, and how.
NAMED = {
    "mypy": ("Makefile", "$(BIN)/mypy"),
    "nbval": ("Makefile", "--nbval"),
    "ruff": ("Makefile", "ruff check"),
}


def imported() -> set[str]:
    """Packages that code of the repository imports, notebooks and the extensions of the book included."""
    folders = ("evidence", "tests", "benchmarks")
    texts = [path.read_text("utf-8") for folder in folders for path in (ROOT / folder).rglob("*.py")]
    for path in find_notebooks(ROOT):
        cells = json.loads(path.read_text("utf-8"))["cells"]
        texts += ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    texts.append((ROOT / "_config.yml").read_text("utf-8"))
    modules = {name for text in texts for name in IMPORT.findall(text)}
    modules |= {name for text in texts for found in EXTENSION.findall(text) for name in found}
    holding = packages_distributions()
    return {canonicalize_name(package) for module in modules for package in holding.get(module, ())}


def test_the_list_says_what_the_packages_say():
    here = installed()
    other = [str(pin) for pin in PINS if here.get(canonicalize_name(pin.name), "") not in pin.specifier
             and (pin.marker is None or pin.marker.evaluate())]  # fmt: skip
    if other:
        pytest.skip(f"installed in another version: {other[:3]}")
    assert (ROOT / licences.PAGE).read_text("utf-8") == licences.page(ROOT), "python -m evidence.build.licences"


def test_every_package_is_used_here_or_needed_by_one_that_is():
    needed = licences.needed_by(NAMES)
    used = imported() | NAMED.keys()
    assert [name for name in NAMES if name not in used and not needed[name]] == [], "used by nothing: take it out"


@pytest.mark.parametrize("name", NAMED)
def test_what_is_used_without_an_import_is_named_where_it_is_said_to_be(name):
    path, words = NAMED[name]
    assert name in NAMES and words in (ROOT / path).read_text("utf-8")


def test_every_file_of_others_is_in_the_list():
    static = ROOT / "evidence" / "pages" / "static"
    said = (ROOT / licences.PAGE).read_text("utf-8")
    others = [path for path in static.iterdir() if path.is_dir()]
    assert {path.name for path in others} == {"fonts", "reveal"}
    for path in others:
        assert path.relative_to(ROOT).as_posix() in said and [*path.glob("LICENSE"), *path.glob("OFL.txt")]
