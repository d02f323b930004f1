"""Every package of the environment is pinned, and nothing else is: `requirements.txt` is what `pip freeze` says."""

import re
import subprocess
import sys

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from conftest import ROOT

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


def test_every_pin_names_one_version():
    assert [str(pin) for pin in PINS if not re.fullmatch(r"==[^*,]+", str(pin.specifier))] == []
    names = [canonicalize_name(pin.name) for pin in PINS]
    assert len(names) == len(set(names)) and names == sorted(names)
