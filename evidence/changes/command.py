"""The command: which states are compared, and where the report goes."""

import argparse
import os
import sys
from dataclasses import replace
from pathlib import Path

from evidence import tables
from evidence.build.freshness import read_inputs, stale_reasons
from evidence.changes import as_page, as_text
from evidence.changes.as_markdown import markdown
from evidence.changes.report import Report, compare
from evidence.changes.state import DESCRIPTION, State, StateError, from_folder, from_revision

PAGE = Path("_build", "changes", "index.html")
LAST = "HEAD"
HERE = "this folder"
MORE = "`make changes` shows each of them, and writes a page with figures before and after."


def before(root: Path, base: str) -> State:
    """The state to compare with: of a folder that holds one, else of a revision of git. Raises StateError."""
    folder = Path(base)
    if (folder / DESCRIPTION).is_file():
        return from_folder(folder, f"the folder {base}")
    if folder.is_dir() and os.sep in base:
        raise StateError(f"{base}: no state of the book, which has {DESCRIPTION}")
    return from_revision(root, base)


def stale(root: Path, state: State) -> list[str]:
    """Notebooks whose outputs do not follow from tables and code as they are: of these a report tells too little."""
    inputs = read_inputs(root)
    return [path for path, notebook in state.notebooks.items() if stale_reasons(notebook, inputs)]


def warning(paths: list[str]) -> list[str]:
    """What to do about stale notebooks; [] if there are none."""
    told = f"these notebooks are stale: {', '.join(paths)}. Until `make update` what moves in them can't be told."
    return [told] if paths else []


def in_short(root: Path) -> str:
    """What differs from the last commit, in a few lines; '' where there is no git, or no commit of this book."""
    try:
        report = compare(from_revision(root, LAST), from_folder(root, HERE))
    except StateError:
        return ""
    return as_text.short(report) + ("" if report.nothing else f"\n{MORE}")


def write(root: Path, report: Report) -> Path:
    """Put the page in its place, in one step."""
    path, partial = root / PAGE, root / PAGE.with_suffix(".tmp")
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        partial.write_text(as_page.page(report), "utf-8", newline="\n")
        os.replace(partial, path)
    finally:  # a full disk leaves a part
        partial.unlink(missing_ok=True)
    return path


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m evidence.changes",
        description="Say what moved since a state before: rows, numbers in prose, figures, verdicts, forecasts.",
    )
    parser.add_argument("base", nargs="?", default=LAST, help=f"a revision of git or a folder (default: {LAST})")
    parser.add_argument("--markdown", action="store_true", help="print it as Markdown, for a pull request")
    options = parser.parse_args(arguments)
    try:
        root = tables.root()
        now = from_folder(root, HERE)
        report = compare(before(root, options.base), now)
        report = replace(report, unsure=[*report.unsure, *warning(stale(root, now))])
        path = write(root, report)
    except (StateError, tables.TableError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    print(markdown(report) if options.markdown else as_text.whole(report))
    print(f"The page: {os.path.relpath(path)}", file=sys.stderr if options.markdown else sys.stdout)
    return 0
