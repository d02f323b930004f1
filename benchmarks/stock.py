"""The same notebooks as a stock Jupyter Book 1.x with Altair's default renderer would build them.

`write` copies the checkout's notebooks without their outputs into a book whose configuration is the one that
`jupyter-book create` writes, as far as it concerns the build. A first cell calls `install`, which puts plain stand-ins
in the place of the book's own ways to show a result: a chart is shown by Altair, a table by pandas.
"""

import re
import shutil
from pathlib import Path

import nbformat

CONFIG = """title: "Russia in Afghanistan: an evidence book"
author: The contributors of the book
only_build_toc_files: true
execute: {execute_notebooks: force, timeout: 600}
html: {favicon: ""}
sphinx: {extra_extensions: [sphinx_exercise]}
"""
CHARTS = ("figure", "folded", "hindsight", "specimen")  # what shows a chart in a cell
INSTALL = "from benchmarks import stock\n\nstock.install()"
OWN_ROLE = re.compile(r"\{(?:fig|tab|claim|gloss|n|said|finding|slide|verdict)\}`([^`<]*?)(?: <[a-z0-9_-]+>)?`")
OWN_BLOCK = re.compile(
    r"^```\{(?:verdict-strip|lab|lesson|question|plan)\}[^\n]*\n((?:(?!```)[^\n]*\n)*)```(?:\n|\Z)", re.MULTILINE
)
CDN = re.compile(r"https://cdn\.jsdelivr\.net/npm/(vega|vega-lite|vega-embed)@[\w.]+\?noext")


def install() -> None:
    """In a kernel, before a chapter imports anything: results as Altair and pandas show them."""
    from evidence import exhibits
    from evidence.exhibits import folded, specimens

    exhibits.figure = lambda chart, **_: chart
    specimens.specimen = lambda chart, **_: chart
    folded.folded = lambda exhibit, summary: exhibit
    exhibits.table = lambda frame, **_: frame
    exhibits.hindsight = lambda today, _: today


def write(root: Path, target: Path) -> None:
    """Write the stock book of the checkout `root` into `target`, which must not exist."""
    for name in ("evidence", "data", "benchmarks"):
        shutil.copytree(root / name, target / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(root / "requirements.txt", target)
    shutil.copy(root / "_toc.yml", target)
    (target / "_config.yml").write_text(CONFIG, encoding="utf-8")
    for path in [root / "index.ipynb", *sorted((root / "chapters").rglob("*"))]:
        copy = target / path.relative_to(root)
        copy.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix == ".md":
            copy.write_text(plain(path.read_text(encoding="utf-8")), encoding="utf-8")
        elif path.suffix == ".ipynb" and ".ipynb_checkpoints" not in path.parts:
            nbformat.write(converted(nbformat.read(path, as_version=4)), copy)


def converted(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """A notebook without outputs and without what only this book's extension understands; changed in place."""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
        else:
            cell.source = plain(cell.source)
    notebook.metadata.pop("evidence", None)
    first = nbformat.v4.new_code_cell(INSTALL, id="stock", metadata={"tags": ["remove-cell"]})
    notebook.cells.insert(1, first)  # after the title
    return notebook


def plain(text: str) -> str:
    """Text without the roles and directives of this book: the argument of a role and what stands in a block stay."""
    return OWN_BLOCK.sub(r"\1", OWN_ROLE.sub(r"\1", text))


def answer_cdn(book: Path, packages: Path) -> None:
    """Let the pages of a built stock book load Vega from a copy beside them.

    packages: a folder `node_modules` with vega, vega-lite and vega-embed. A browser with its cache loads each once,
    as it would from the network; a route of Playwright would turn the cache off.
    """
    folder = book / "_cdn"
    folder.mkdir(exist_ok=True)
    for name in ("vega", "vega-lite", "vega-embed"):
        shutil.copy(packages / name / "build" / f"{name}.min.js", folder / f"{name}.js")
    for path in book.rglob("*.html"):
        if "_static" not in path.parts:
            text = path.read_text(encoding="utf-8")
            path.write_text(CDN.sub(r"/_cdn/\1.js", text), encoding="utf-8")
