"""Whether a notebook's outputs still follow from what made them: hashes (read here), reasons, cleaning.

A notebook is stale when something its outputs depend on has another content than when they were made: its code, a
module of ``evidence`` that it imported, a table that it loaded, a pinned package. The content hashes of all of these
stand in the notebook's own metadata, so a fresh clone executes nothing and an edited table executes what reads it.
File times play no part.

Cells are counted as nbval counts them: code cells only, from 0.
"""

import contextlib
import copy
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import nbformat
import yaml
from nbformat import NotebookNode

from evidence.build import prose
from evidence.content import digest, read
from evidence.pages.numbering import KINDS, counted
from evidence.tables import EVERY

KERNELSPEC = {"display_name": "Python 3", "language": "python", "name": "python3"}
LANGUAGE_INFO = {"file_extension": ".py", "mimetype": "text/x-python", "name": "python", "pygments_lexer": "ipython3"}
FOR_PAGES = "# for pages: no notebook imports it"  # ends the line of a pin that no output can depend on
VOLATILE_CELL_METADATA = ("execution", "ExecuteTime", "collapsed", "scrolled")


@dataclass(frozen=True)
class Inputs:
    """Content hashes of everything outside a notebook that may shape its outputs, and the numbers in its prose."""

    files: dict[str, str]  # path from the checkout, with / -> hash
    tables: dict[str, str]  # table name, or EVERY -> hash of its bytes and of its descriptor, or of all names
    numbers: dict[tuple[str, str], str] = field(default_factory=dict)  # ('fig', 'un-votes') -> '2.1'


@dataclass(frozen=True)
class Used:
    """What one execution turned out to depend on."""

    files: list[str]  # paths from the checkout
    tables: dict[str, int]  # table name -> first code cell after which it was loaded


def read_inputs(root: Path) -> Inputs:
    """Hash the modules, the pinned packages and the tables of the checkout at ``root``."""
    modules = {path: read(path) for path in (root / "evidence").rglob("*.py")}  # an editor's lock is a dangling link
    files = {path.relative_to(root).as_posix(): digest(one) for path, one in modules.items() if one is not None}
    lines = (root / "requirements.txt").read_text("utf-8").splitlines()
    pins = [line.split("#")[0].strip() for line in lines if not line.endswith(FOR_PAGES)]
    files["requirements.txt"] = digest("\n".join(sorted(filter(None, pins))))
    package = json.loads((root / "data" / "datapackage.json").read_text("utf-8"))
    hashes = {
        resource["name"]: digest(
            json.dumps(_unsealed(resource), sort_keys=True).encode() + (read(root / "data" / resource["path"]) or b"")
        )
        for resource in package["resources"]
    }
    hashes[EVERY] = digest("\n".join(resource["name"] for resource in package["resources"]))
    return Inputs(files, hashes, read_numbers(root))


def _unsealed(resource: dict) -> dict:
    """A description without the seal: the content that it seals is hashed beside it."""
    return {key: said for key, said in resource.items() if key != "hash"}


def read_numbers(root: Path) -> dict[tuple[str, str], str]:
    """The number of every figure and table of the book, out of the notebooks' outputs: ('fig', 'un-votes') -> '2.1'."""
    return numbered(read(root / "_toc.yml") or b"", lambda name: read(root / f"{name}.ipynb") or b"")


def numbered(contents: bytes, notebook: Callable[[str], bytes]) -> dict[tuple[str, str], str]:
    """As `read_numbers`, of a table of contents and of what gives the notebook of a document, empty where there is
    none."""
    pages, short = [], {kind: role for role, (kind, _) in KINDS.items()}
    for name in _listed(_contents(contents)):
        with contextlib.suppress(Exception):  # a file that is no notebook is named where it is looked for
            pages.append((name, prose.shown(parsed(notebook(name).decode("utf-8")))))
    return {(short[kind], name): number for _, kind, name, number in counted(pages)}


def _contents(text: bytes) -> dict:
    """A table of contents; one that can't be read lists nothing, and the build says what is wrong with it."""
    try:
        return yaml.safe_load(text.decode("utf-8"))
    except (ValueError, yaml.YAMLError):
        return {}


def _listed(part: object) -> Iterator[str]:
    """The documents of a table of contents, or of a part of one, in their order."""
    inside = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
    if isinstance(part, dict):
        yield from (str(part[key]) for key in ("root", "file") if key in part)
    for one in inside:
        yield from _listed(one)


@lru_cache(maxsize=64)
def parsed(content: str) -> NotebookNode:
    """A notebook out of the text of its file, not to be changed: one build asks for each of them twice."""
    return nbformat.reads(content, as_version=4)


def code_cells(notebook: NotebookNode) -> list[NotebookNode]:
    """The code cells in order; the index of a cell in this list is the number every message gives it."""
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def record(notebook: NotebookNode, inputs: Inputs, used: Used) -> dict:
    """What the notebook keeps in ``metadata["evidence"]``: one hash over all, the cell that first read each table,
    and the parts, so that a later check can say what changed. An input that is gone has the hash ``""``."""
    parts = {
        "cells": [digest(cell.source) for cell in code_cells(notebook)],
        "files": {path: inputs.files.get(path, "") for path in sorted(used.files)},
        "tables": {name: inputs.tables.get(name, "") for name in sorted(used.tables)},
    }
    cells = dict(sorted(used.tables.items()))
    return {"hash": digest(json.dumps([parts, cells], sort_keys=True)), "tables": cells, "parts": parts}


def stale_reasons(notebook: NotebookNode, inputs: Inputs) -> list[str]:
    """Why the outputs of ``notebook`` can't be trusted, one sentence each; an empty list if they can."""
    try:
        kept = notebook.metadata["evidence"]
        then, read_by = kept["parts"], dict(kept["tables"])
        now = record(notebook, inputs, Used(list(then["files"]), read_by))
        reasons = _changed_cells(then["cells"], now["parts"]["cells"])
        reasons += [f"{path} {_verb(new)}" for path, old, new in _changes(then["files"], now["parts"]["files"])]
        reasons += [
            f"{name if name == EVERY else f'table {name}'} {_verb(new)}, read by cell {read_by[name]}"
            for name, old, new in _changes(then["tables"], now["parts"]["tables"])
        ]
        if not reasons and now["hash"] != kept["hash"]:
            reasons.append("what it keeps in metadata.evidence was edited by hand")
    except (KeyError, TypeError, AttributeError, ValueError):
        reasons = ["it keeps no record of its execution in metadata.evidence"]
    return reasons + prose.wrong(notebook) + prose.misnumbered(notebook, inputs.numbers) + _unclean(notebook)


def _changed_cells(then: list[str], now: list[str]) -> list[str]:
    if len(then) != len(now):
        return [f"it has {len(now)} code cells and had {len(then)} when it was executed"]
    return [f"code of cell {number} changed" for number, (old, new) in enumerate(zip(then, now)) if old != new]


def _changes(then: dict[str, str], now: dict[str, str]) -> list[tuple[str, str, str]]:
    return [(name, old, now[name]) for name, old in then.items() if old != now[name]]


def _verb(present_hash: str) -> str:
    return "changed" if present_hash else "is gone"


def _unclean(notebook: NotebookNode) -> list[str]:
    """Traces of an editor: cells never executed or executed out of order, timings, versions."""
    expected = 0
    for number, cell in enumerate(code_cells(notebook)):
        expected += bool(cell.source.strip())
        if cell.source.strip() and cell.execution_count is None:
            return [f"cell {number} was not executed"]
        if cell.source.strip() and cell.execution_count != expected:
            return [f"cell {number} was executed out of order"]
    bare = NotebookNode(metadata=notebook.metadata, cells=[NotebookNode(metadata=c.metadata) for c in notebook.cells])
    cleaned = clean(copy.deepcopy(bare))
    return [] if cleaned == bare else ["its metadata holds what an editor left there (timings, versions)"]


def clean(notebook: NotebookNode) -> NotebookNode:
    """Remove, in place, what differs between two executions of the same code; return the notebook."""
    notebook.metadata["kernelspec"] = NotebookNode(KERNELSPEC)
    notebook.metadata["language_info"] = NotebookNode(LANGUAGE_INFO)
    notebook.metadata.pop("widgets", None)
    for cell in notebook.cells:
        for key in VOLATILE_CELL_METADATA:
            cell.metadata.pop(key, None)
    return notebook
