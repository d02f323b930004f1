"""Every package of the environment is pinned, and nothing else is: `requirements.txt` is what `pip freeze` says."""

import re
import subprocess
import sys
import tomllib
from importlib.metadata import distributions

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from conftest import ROOT
from evidence.build import students
from evidence.build.freshness import FOR_PAGES, read_inputs

NOTEBOOKS = [*(ROOT / "chapters").rglob("*.ipynb"), ROOT / "index.ipynb"]
ROOMS = [path for path in (ROOT / "evidence").rglob("*.py") if path.parent.name not in ("build", "pages")]
OWN = {"russia-in-afghanistan-evidence-book", "pip"}  # what is worked on, and what installs
LINES = [line.split("#")[0].strip() for line in (ROOT / "requirements.txt").read_text("utf-8").splitlines()]
PINS = [Requirement(line) for line in LINES if line]


def installed() -> dict[str, str]:
    """Package -> version, as pip tells them of the environment that runs the tests."""
    command = [sys.executable, "-m", "pip", "list", "--format", "freeze", "--disable-pip-version-check"]
    listed = subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout
    found = dict(line.split("==") for line in listed.splitlines() if "==" in line)
    return {canonicalize_name(name): version for name, version in found.items()}


def test_what_is_installed_is_what_is_pinned():
    here = {canonicalize_name(pin.name): pin for pin in PINS if pin.marker is None or pin.marker.evaluate()}
    found = {name: version for name, version in installed().items() if name not in OWN}
    assert sorted(found.keys() - here.keys()) == [], "installed and not pinned: add them to requirements.txt"
    assert sorted(here.keys() - found.keys()) == [], "pinned and not installed: `make book` installs them"
    assert {name: version for name, version in found.items() if version not in here[name].specifier} == {}


def test_every_package_takes_the_oldest_python_that_is_promised():
    """The readme, the Makefile and the page on re-running say which that is; pip would refuse the package of a pin."""
    told = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["requires-python"]
    oldest = told.removeprefix(">=")  # "3.11" is 3.11.0, older than that of any system
    needs = {one.name: one.metadata.get("Requires-Python") for one in distributions()}
    assert {name: said for name, said in needs.items() if said and oldest not in SpecifierSet(said)} == {}
    for name in ("README.md", "CONTRIBUTING.md", "Makefile", ".ci/run", "chapters/appendix/rerun.md"):
        assert f"Python {oldest} or newer" in (ROOT / name).read_text("utf-8"), name
    assert f"Python {oldest} or newer" in students.README


def test_every_pin_names_one_version():
    assert [str(pin) for pin in PINS if not re.fullmatch(r"==[^*,]+", str(pin.specifier))] == []
    names = [canonicalize_name(pin.name) for pin in PINS]
    assert len(names) == len(set(names)) and names == sorted(names)


def test_no_notebook_imports_a_package_that_makes_none_stale():
    lines = (ROOT / "requirements.txt").read_text("utf-8").splitlines()
    named = [re.split("[=<>~! ]", line)[0] for line in lines if line.endswith(FOR_PAGES)]
    assert named and len(NOTEBOOKS) > 20 and len(ROOMS) > 50
    imports = re.compile(rf"\b(?:import|from) (?:{'|'.join(named)})\b", re.IGNORECASE)
    assert [path.name for path in NOTEBOOKS + ROOMS if imports.search(path.read_text("utf-8"))] == []


def test_a_package_of_the_pages_makes_no_notebook_stale_and_any_other_does(small_checkout):
    path = small_checkout / "requirements.txt"
    text = path.read_text("utf-8")
    before = read_inputs(small_checkout).files["requirements.txt"]
    path.write_text(re.sub(rf"==.*(?={FOR_PAGES})", "==0  ", text), "utf-8")
    assert read_inputs(small_checkout).files["requirements.txt"] == before
    path.write_text(text.replace("altair==", "altair==9"), "utf-8")
    assert read_inputs(small_checkout).files["requirements.txt"] != before
