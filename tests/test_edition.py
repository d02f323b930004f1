"""One edition: its version and its day stand in several files, and the list of changes begins with it."""

import re
import tomllib
from datetime import date, datetime

import yaml

from conftest import ROOT

CFF = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
ABOUT = (ROOT / "chapters" / "appendix" / "about.md").read_text("utf-8")
ENTRY = re.compile(r"^(\d+\.\d+\.\d+) \((\d{1,2} \w+ \d{4})\)\n: ", re.MULTILINE)


def changes() -> list[tuple[str, date]]:
    """Version and day of each entry of the list of changes, as they stand there."""
    listed = ENTRY.findall(ABOUT.partition("\n## Changes\n")[2])
    return [(version, datetime.strptime(day, "%d %B %Y").date()) for version, day in listed]


def test_every_file_names_the_same_version():
    package = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    cited = re.findall(r"version (\d+\.\d+\.\d+)", (ROOT / "README.md").read_text("utf-8"))
    assert cited and {package, *cited} == {str(CFF["version"])}


def test_the_list_of_changes_begins_with_this_edition_and_goes_back_in_time():
    listed = changes()
    assert listed[0] == (str(CFF["version"]), CFF["date-released"])
    assert len(listed) > 1 and listed == sorted(listed, key=lambda one: one[1], reverse=True)
    assert [version for version, _ in listed] == sorted({version for version, _ in listed}, reverse=True)
