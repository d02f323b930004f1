"""The licences of all that the book is made with and shows: ``python -m evidence.build.licences`` writes the list anew.

In: `requirements.txt` and `requirements-refresh.txt`, the metadata of the packages as installed, and the files of
others that stand in the repository or go from a package into the pages. Out: `docs/licences.md`, a table of each. It
names no versions, which the pins have, so that it changes only when a licence or a package does.
"""

import contextlib
from collections.abc import Iterable
from email.message import Message
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import cast

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from evidence import tables

PAGE = Path("docs", "licences.md")
SHORT = 40  # characters: a longer field of the metadata is the text of a licence and not its name
# A package whose metadata name no licence -> what the file beside them says.
IN_A_FILE = {"axe-playwright-python": "MIT; its `axe.min.js` MPL-2.0"}
# For another system alone: as the metadata of its wheel say it.
ELSEWHERE = {"appnope": "BSD-2-Clause"}
# For large files alone (requirements-refresh.txt), in an environment apart: as the metadata there say it.
FOR_LARGE_FILES = {
    **{"atpublic": "Apache-2.0", "duckdb": "MIT License", "ibis-framework": "Apache-2.0", "parsy": "MIT"},
    **{"pyarrow": "Apache-2.0", "pyarrow-hotfix": "Apache License, Version 2.0", "sqlglot": "MIT"},
    "toolz": "BSD-3-Clause",
}
# The systems for which it is said who needs whom, so that every machine writes the same list.
ANY = {"python_version": "3.11", "python_full_version": "3.11.0", "os_name": "posix", "platform_machine": "x86_64"}
ANY |= {"platform_python_implementation": "CPython", "implementation_name": "cpython", "extra": ""}
SYSTEMS = [ANY | {"sys_platform": one.lower(), "platform_system": one} for one in ("Linux", "Darwin")]
# What -> its licence, and where the book has it from. Packages above bring them; only what goes into pages is named.
SHOWN = (
    ("reveal.js, for slides", "MIT", "`evidence/pages/static/reveal/`, with its `LICENSE`"),
    ("Vazirmatn and Noto Sans, subsets", "OFL-1.1", "`evidence/pages/static/fonts/`, with `OFL.txt`"),
    ("Vega, Vega-Lite, Vega-Embed, for charts that move", "BSD-3-Clause", "vl-convert-python, as `_static/vega.js`"),
    ("D3, inside of Vega", "ISC, BSD-3-Clause", "the same file"),
    ("scripts and sheets of the theme", "BSD-3-Clause", "pydata-sphinx-theme and sphinx-book-theme"),
    ("Bootstrap", "MIT", "pydata-sphinx-theme, in the script of the theme"),
    ("outlines of icons, Font Awesome Free", "CC BY 4.0", "pydata-sphinx-theme, as masks in `_static/icons.css`"),
    ("scripts of the search", "BSD-2-Clause", "Sphinx"),
    ("clipboard.js", "MIT", "sphinx-copybutton"),
    ("Popper, inside of Bootstrap", "MIT", "the same script of the theme"),
)
TEXT = """\
# Licences of what others made

Written by `python -m evidence.build.licences`; a test compares it with what is installed. The book's own licences stand
in `LICENSE`. The repository and the book as built hold nothing of these packages but what the second table names.

## Packages

As their metadata say it. A package without a name in the last column is used by the book itself, by name or import;
a test looks for it.

| Package | Licence | Needed by |
| --- | --- | --- |
{packages}

## Beside the environment of the book

Large files of events take packages that are installed apart, by `requirements-refresh.txt`; no page and no table holds
anything of them.

| Package | Licence |
| --- | --- |
{large}

`make bench` puts Vega, Vega-Lite and Vega-Embed from npm, with what they need, beside the stock book that it measures.
Their `package.json` name BSD-3-Clause, ISC, MIT, the Unlicense and 0BSD.

## Files

What goes into the pages of the book, or stands in the repository.

| What | Licence | From |
| --- | --- | --- |
{files}
"""


def pins(root: Path, file: str = "requirements.txt") -> list[str]:
    """Names of the packages of a list of pins, as PyPI compares them, in the order of the alphabet."""
    lines = (root / file).read_text(encoding="utf-8").splitlines()
    named = (line.partition("#")[0].strip() for line in lines)
    return sorted(canonicalize_name(Requirement(line).name) for line in named if line)


def licence(of: Distribution) -> str:
    """What the metadata of a package call its licence: an identifier of SPDX if they have one, else a word or two.

    Raises KeyError for a package that says it nowhere.
    """
    told = cast(Message, of.metadata)  # which it is
    field = told.get("License", "").strip()
    if expression := told.get("License-Expression"):
        return expression
    if 0 < len(field) <= SHORT and field != "UNKNOWN":
        return field
    kinds = [one.rpartition(" :: ")[2] for one in told.get_all("Classifier") or () if one.startswith("License :: ")]
    return "; ".join(kinds) or IN_A_FILE[canonicalize_name(told["Name"])]


def needed_by(names: Iterable[str]) -> dict[str, list[str]]:
    """Package -> those among ``names`` that require it, by their metadata, on one of `SYSTEMS`."""
    found: dict[str, list[str]] = {name: [] for name in names}
    for name, own in installed(found).items():
        for required in map(Requirement, own.requires or ()):
            other = canonicalize_name(required.name)
            if other in found and (required.marker is None or any(map(required.marker.evaluate, SYSTEMS))):
                found[other].append(name)
    return found


def installed(names: Iterable[str]) -> dict[str, Distribution]:
    """Those of the packages that this environment holds."""
    found = {}
    for name in names:
        with contextlib.suppress(PackageNotFoundError):
            found[name] = distribution(name)
    return found


def page(root: Path) -> str:
    """The list as Markdown. Raises KeyError for a package that is not installed and not in `ELSEWHERE` either.

    One for large files must stand in `FOR_LARGE_FILES`.
    """
    names = pins(root)
    here, needed = installed(names), needed_by(names)
    rows = [(name, licence(here[name]) if name in here else ELSEWHERE[name], ", ".join(needed[name])) for name in names]
    large = [(name, FOR_LARGE_FILES[name]) for name in pins(root, "requirements-refresh.txt")]
    return TEXT.format(packages=_rows(rows), large=_rows(large), files=_rows(SHOWN))


def _rows(cells: Iterable[Iterable[str]]) -> str:
    return "\n".join(f"| {' | '.join(one)} |" for one in cells)


def main() -> None:
    """Write the list of the checkout."""
    root = tables.root()
    (root / PAGE).write_text(page(root), encoding="utf-8", newline="\n")
    print(PAGE)


if __name__ == "__main__":
    main()
