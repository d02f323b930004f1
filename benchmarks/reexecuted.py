"""Notebooks executed again as `make update` would, but once and in this process, for kernels take too long.

What differs from `evidence.build.execute`: one execution where that has two, no limits, and the record of what a
notebook depends on stays as it was, because staleness is set aside where mutants are judged.
"""

import json
import os
from functools import cache
from pathlib import Path

import nbformat
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from nbformat import NotebookNode

from evidence.build import accepted, prose
from evidence.build.freshness import code_cells
from evidence.content import digest

LEFT_OUT = ("data.ipynb", "sources.ipynb", "status.ipynb")  # registers of all tables: stale after every edit


@cache
def readers(root: Path, table: str) -> list[Path]:
    """The notebooks that read a table, but for those that list all tables."""
    return [path for path, tables in _read(root).items() if table in tables and path.name not in LEFT_OUT]


@cache
def _read(root: Path) -> dict[Path, dict]:
    """The tables that each notebook read when it was executed last."""
    kept = {path: json.loads(path.read_text("utf-8"))["metadata"] for path in notebooks(root)}
    return {path: metadata.get("evidence", {}).get("tables", {}) for path, metadata in kept.items()}


def notebooks(root: Path) -> list[Path]:
    """Every notebook of the book."""
    return [root / "index.ipynb", *sorted((root / "chapters").rglob("*.ipynb"))]


def update(root: Path, paths: list[Path]) -> str:
    """Execute notebooks in their places, then write what the exercises accept; the first failure, or ''.

    The accepted answers come from the tables: one notebook, edited by itself, leaves them as they are.
    """
    for path in paths:
        notebook = nbformat.read(path, as_version=4)
        failure = execute(notebook, path.parent)
        if failure:
            return f"{path.relative_to(root)}: {failure}"
        path.write_text(nbformat.writes(notebook) + "\n", encoding="utf-8", newline="\n")
    if len(paths) == 1:
        return ""
    try:
        accepted.main(root / "evidence" / "accepted.json")
    except Exception as error:  # whatever it is, it stops `make update`
        return f"evidence.build.accepted: {type(error).__name__}"
    return ""


def outputs(path: Path) -> list[str]:
    """A hash of what each code cell of a notebook gives when it is executed; at last, of the first failure or of ''."""
    notebook = nbformat.read(path, as_version=4)
    failure = execute(notebook, path.parent)
    return [digest(json.dumps(cell.outputs, sort_keys=True)) for cell in code_cells(notebook)] + [digest(failure)]


def execute(notebook: NotebookNode, folder: Path) -> str:
    """Execute the cells in place and tell the prose; the first failure, or ''."""
    InteractiveShell.clear_instance()
    shell, before = InteractiveShell.instance(), Path.cwd()
    assert shell.display_formatter is not None  # which a shell has
    os.chdir(folder)
    try:
        for number, cell in enumerate(code_cells(notebook)):
            values: list = []
            shell.display_trap.hook = values.append  # what the cell ends with
            with capture_output() as captured:
                result = shell.run_cell(cell.source, store_history=True)
            if not result.success:
                return f"cell {number}: {type(result.error_in_exec or result.error_before_exec).__name__}"
            cell.outputs = shown(captured)
            for value in (value for value in values if value is not None):
                data, metadata = shell.display_formatter.format(value)
                result = {"data": data, "metadata": metadata, "execution_count": cell.execution_count}
                cell.outputs.append(nbformat.v4.new_output("execute_result", **result))
    finally:
        os.chdir(before)
    texts = prose.said(notebook)
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = prose.told(cell.source, texts)
    return "; ".join(prose.wrong(notebook)[:1])


def shown(captured) -> list[NotebookNode]:
    """What a cell printed and showed, as a notebook keeps it, but for the value that it ends with."""
    printed = [("stdout", captured.stdout), ("stderr", captured.stderr)]
    kept = [nbformat.v4.new_output("stream", name=name, text=text) for name, text in printed if text]
    for one in captured.outputs:
        kept.append(nbformat.v4.new_output("display_data", data=one.data, metadata=one.metadata or {}))
    return kept
