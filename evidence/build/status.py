"""What the page on the status of the book says of its notebooks and tests; filled in while the book is built.

The last whole run of `make test` leaves `_build/tests.json` (tests/conftest.py), which names the content it tested.
"""

import json
import os
from html import escape
from pathlib import Path
from typing import NamedTuple

from evidence import tables
from evidence.build import git
from evidence.build.freshness import code_cells, parsed, read_inputs, stale_reasons
from evidence.content import digest, hashes

TESTS = Path("_build", "tests.json")
HEADS = ("cells executed", "fresh", "last changed", "figures", "tables")
APART = {"_build", "__pycache__"}


class Shown(NamedTuple):
    """One notebook as a page: its file, the address of the page, and how many figures and tables it shows."""

    path: Path
    address: str
    figures: int
    tables: int


def notebooks(pages: list[Shown]) -> str:
    """One line a notebook: cells executed, whether the outputs belong to the content as it is, figures and tables."""
    inputs, root = read_inputs(tables.root()), tables.root()
    lines = []
    for page in pages:
        notebook = parsed(page.path.read_text(encoding="utf-8"))
        cells = code_cells(notebook)
        ran = sum(cell.execution_count is not None for cell in cells)
        day = changed(root, page.path.relative_to(root).as_posix())
        fresh = "no" if stale_reasons(notebook, inputs) else "yes"
        facts = zip(HEADS, (f"{ran} of {len(cells)}", fresh, day, page.figures, page.tables))
        lines.append(
            f'<tr><th scope="row"><a href="{page.address}">{escape(page.path.stem)}</a></th>'
            + "".join(f'<td data-label="{head}">{fact}</td>' for head, fact in facts)
            + "</tr>"
        )
    head = "".join(f'<th scope="col">{word}</th>' for word in ("notebook", *HEADS))
    return (
        '<div class="ev-table"><div class="ev-scroll ev-stack" tabindex="0" role="region" aria-label="Notebooks">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table></div></div>"
    )


def changed(root: Path, name: str) -> str:
    """Day of the last commit that changed a file; 'not committed' if it was edited since, '–' where git can't say."""
    try:
        edited = git.words(root, "status", "--porcelain", "--", name)
        day = git.words(root, "log", "-1", "--format=%cs", "--", name)
    except git.GitError:
        return "–"
    return "not committed" if edited else day or "–"


def content(root: Path) -> str:
    """Digest of every file of a checkout that the book or its tests depend on; hidden files stand apart."""
    files = {name: one for name, one in hashes(root, APART).items() if ".egg-info/" not in name}
    return digest("\n".join(f"{name} {one}" for name, one in sorted(files.items())))


def record_tests(root: Path, day: str, counts: dict[str, int]) -> None:
    """Write down how many tests passed, failed and were skipped on the content as it is."""
    run, partial = {"content": content(root), "day": day, "counts": counts}, (root / TESTS).with_suffix(".partial")
    partial.parent.mkdir(exist_ok=True)
    partial.write_text(json.dumps(run), encoding="utf-8")
    os.replace(partial, root / TESTS)  # half a file would say nothing


def tests() -> str:
    """What the last whole run of the tests said, if it was of the content that this build is made of."""
    root = tables.root()
    try:
        run = json.loads((root / TESTS).read_text(encoding="utf-8"))
        said = ", ".join(f"{number:,} {escape(word)}" for word, number in run["counts"].items())
        if run["content"] == content(root):
            return f"<p>Last whole run of the tests: {escape(run['day'])}, {said}; of the content of this build.</p>"
    except (OSError, ValueError, KeyError, TypeError, AttributeError):  # no file, half of one, one of another edition
        pass
    return "<p>The tests were not run on this build; <code>make test</code> runs them.</p>"
