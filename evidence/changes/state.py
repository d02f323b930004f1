"""A state of the book: its tables and its notebooks as they stand in a folder, or stood in a revision of git."""

import csv
import io
import json
import tarfile
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from nbformat import NotebookNode

from evidence.build import git
from evidence.build.freshness import numbered, parsed
from evidence.content import digest, read
from evidence.descriptors import PACKAGE, TABULAR, listed

CONTENTS, FIRST = "_toc.yml", "index.ipynb"
DESCRIPTION = f"data/{PACKAGE}"
OUTLINE = "outline"  # the column of a map that stands for the shape itself


class StateError(Exception):
    """A state that can't be read: the message says which, and what would do instead."""


class Sheet(NamedTuple):
    """A table as text: its columns, and rows with a cell for each."""

    header: list[str]
    rows: list[list[str]]


@dataclass(frozen=True)
class State:
    """Files of one state by their path from the checkout; everything else is read out of them, once.

    name: what a report calls it, such as 'commit 1a2b3c4 of 2026-11-26'.
    """

    name: str
    files: dict[str, bytes]
    unreadable: list[str] = field(default_factory=list, compare=False)  # one sentence each, as they are met

    @cached_property
    def package(self) -> dict:
        """The descriptor of the data package; empty where there is none."""
        try:
            return json.loads(self.files.get(DESCRIPTION, b"{}"))
        except ValueError as error:
            self.unreadable.append(f"{DESCRIPTION} of {self.name} is not readable as JSON: {error}")
            return {}

    @cached_property
    def resources(self) -> dict[str, dict]:
        """Tables and maps by their names, in the order of the package."""
        return {one["name"]: one for one in self.package.get("resources", []) if "name" in one and "path" in one}

    @cached_property
    def notebooks(self) -> dict[str, NotebookNode]:
        """The notebooks by their paths, the first page first."""
        found = {}
        for path in sorted(filter(is_notebook, self.files), key=lambda path: (path != FIRST, path)):
            try:
                found[path] = parsed(self.files[path].decode("utf-8"))
            except Exception as error:  # nbformat raises many kinds for a file that is no notebook
                self.unreadable.append(f"{path} of {self.name} is not readable as a notebook: {error}")
        return found

    @cached_property
    def numbers(self) -> dict[tuple[str, str], str]:
        """The number of every figure and table: ('fig', 'un-votes') -> '2.1'."""
        return numbered(self.files.get(CONTENTS, b""), lambda name: self.files.get(f"{name}.ipynb", b""))

    def sheet(self, name: str) -> Sheet:
        """One table or map as text; without columns and rows where it is not there, or its file is missing."""
        resource = self.resources.get(name)
        content = self.files.get(f"data/{resource['path']}", b"") if resource else b""
        return sheet(content) if not resource or resource.get("profile") == TABULAR else outlines(content, resource)

    def key(self, name: str) -> list[str]:
        """The columns that tell the rows of a table or the shapes of a map apart; none where it is not there."""
        resource = self.resources.get(name, {})
        if resource.get("profile") != TABULAR:
            return listed(resource.get("outlines", {}).get("key", []))
        return listed(resource.get("schema", {}).get("primaryKey", []))


def sheet(content: bytes) -> Sheet:
    """A CSV file as text, from whichever program saved it; short rows are filled up, blank ones are left out."""
    records = [row for row in csv.reader(io.StringIO(content.decode("utf-8-sig", "replace"), newline="")) if any(row)]
    header, *rows = records or [[]]
    return Sheet(header, [(row + [""] * len(header))[: len(header)] for row in rows])


def outlines(content: bytes, resource: dict) -> Sheet:
    """A map as a table: the properties of every shape, and a column that differs where the shape does."""
    try:
        features = json.loads(content)["features"]
        header = resource["outlines"]["properties"]
        rows = [
            [
                *(str(one["properties"].get(name, "")) for name in header),
                digest(json.dumps(one["geometry"], sort_keys=True)),
            ]
            for one in features
        ]
    except (ValueError, KeyError, TypeError):
        return Sheet([], [])
    return Sheet([*header, OUTLINE], rows)


def is_notebook(path: str) -> bool:
    """Whether a file of a checkout is a notebook of the book; checkpoints of Jupyter and hidden files are none."""
    parts = PurePosixPath(path).parts
    own = path == FIRST or (parts[0] == "chapters" and path.endswith(".ipynb"))
    return own and not any(part.startswith(".") for part in parts)


def _is_read(path: str) -> bool:
    """Whether a file of a checkout belongs to its state: what is in ``data``, the notebooks, their order."""
    parts = PurePosixPath(path).parts
    return path == CONTENTS or is_notebook(path) or (parts[0] == "data" and len(parts) == 2)


def from_folder(folder: Path, name: str) -> State:
    """The state that stands in a folder. Raises StateError if it holds no data package."""
    if not (folder / DESCRIPTION).is_file():
        raise StateError(f"{folder}: no state of the book, which has {DESCRIPTION}")
    paths = [folder / CONTENTS, folder / FIRST, *(folder / "data").iterdir(), *(folder / "chapters").rglob("*.ipynb")]
    contents = {path.relative_to(folder).as_posix(): read(path) for path in sorted(paths)}
    return State(name, {path: one for path, one in contents.items() if one is not None and _is_read(path)})


def from_revision(root: Path, revision: str) -> State:
    """The state that a revision of git holds: 'HEAD', a branch, a tag, a commit.

    root: the checkout, which may be a folder of its repository. Raises StateError without git or such a revision.
    """
    commit = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}").decode()
    short, day = _git(root, "log", "-1", "--format=%h %cs", commit.strip()).decode().split()
    with tarfile.open(fileobj=io.BytesIO(_git(root, "archive", "--format=tar", commit.strip()))) as archive:
        wanted = ((one.name, archive.extractfile(one)) for one in archive if one.isfile() and _is_read(one.name))
        files = {name: content.read() for name, content in wanted if content}
    name = f"commit {short} of {day}"
    if DESCRIPTION not in files:
        raise StateError(f"{revision} ({name}): no state of the book, which has {DESCRIPTION}")
    return State(name, files)


def _git(root: Path, *words: str) -> bytes:
    try:
        return git.said(root, *words)
    except git.NoGit as error:
        raise StateError(f"git can't be run here ({error}); compare with a folder: BASE=folder") from error
    except git.GitError as error:
        said, wanted = f"{error}" or "no such revision", words[-1].removesuffix("^{commit}")
        raise StateError(f"{wanted}: {said}; compare with another revision, or with a folder: BASE=folder") from error
