"""The book with ten times its chapters, and one figure with ten times its rows."""

import json
import re
from pathlib import Path

import nbformat
import yaml

from evidence.build.execute import find_notebooks, renumber
from evidence.build.freshness import Used, read_inputs, record

TIMES = 10
POINTS = (1_000, 10_000)
NAMES = re.compile(r'\bid=\\"(?:fig|tab)-([a-z][a-z0-9-]*)\\"|:label: ([\w-]+)')
TITLE = "# {points} points\n\nA page of the benchmark."
CELL = """import altair as alt
import numpy as np
import pandas as pd

from evidence.exhibits import figure

alt.data_transformers.disable_max_rows()
spots = np.random.default_rng(0).random(({points}, 2)).round(4)
rows = pd.DataFrame(spots, columns=["x", "y"]).assign(tip="A point")
figure(
    alt.Chart(rows).mark_point().encode(x="x:Q", y="y:Q", description="tip:N"), name="points-{points}", moves=True,
    title="Points", measure="Made up",
    data=rows, description="Points.", cannot_show="Anything.", rows_of=["sources"], sources=[],
)"""
HYDRATE = """async () => {
  const figure = document.querySelector("figure.ev-figure"), start = performance.now();
  figure.querySelector(".ev-move").click();
  while (!figure.classList.contains("ev-live")) await new Promise(requestAnimationFrame);
  return performance.now() - start;
}"""


def copy_chapters(folder: Path, times: int = TIMES) -> None:
    """Give a checkout every chapter `times` times; names that must be unique in the book get a number."""
    contents = yaml.safe_load((folder / "_toc.yml").read_text(encoding="utf-8"))
    listed, inputs = contents["parts"][0]["chapters"], read_inputs(folder)
    for chapter in list(listed):
        text = (folder / f"{chapter['file']}.ipynb").read_text(encoding="utf-8")
        for number in range(1, times):
            copy = f"{chapter['file']}-{number}"
            notebook = nbformat.reads(renamed(text, number), as_version=4)
            kept = notebook.metadata["evidence"]  # other names in its cells, and no outputs that follow from others
            used = Used(list(kept["parts"]["files"]), dict(kept["tables"]))
            notebook.metadata["evidence"] = record(notebook, inputs, used)
            nbformat.write(notebook, folder / f"{copy}.ipynb")
            listed.append({"file": copy})
    (folder / "_toc.yml").write_text(yaml.safe_dump(contents), encoding="utf-8")
    renumber(find_notebooks(folder), folder, read_inputs(folder).numbers)


def renamed(notebook: str, number: int) -> str:
    """The text of a notebook whose figures, tables and exercises bear a number behind their names."""
    names = {name for match in NAMES.finditer(notebook) for name in match.groups() if name}
    parsed = json.loads(notebook)
    sources = "".join(line for cell in parsed["cells"] for line in cell["source"])
    names |= set(re.findall(r":label: ([\w-]+)", sources))
    words = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    return re.sub(rf"(?<![\w-])((?:fig-|tab-)?)({words})(?![\w-])", rf"\1\2-copy{number}", notebook)


def write_points(folder: Path) -> list[str]:
    """Give a checkout one page for each number of points, and no other chapter; returns the pages."""
    names = []
    for points in POINTS:
        notebook = nbformat.v4.new_notebook()
        notebook.cells = [
            nbformat.v4.new_markdown_cell(TITLE.format(points=points)),
            nbformat.v4.new_code_cell(CELL.format(points=points)),
        ]
        names.append(f"chapters/points-{points}")
        nbformat.write(notebook, folder / f"{names[-1]}.ipynb")
    contents = {"format": "jb-book", "root": "points", "chapters": [{"file": name} for name in names]}
    (folder / "points.md").write_text("# Points\n", encoding="utf-8")
    (folder / "_toc.yml").write_text(yaml.safe_dump(contents), encoding="utf-8")
    return names


def hydration(browser, address: str) -> float:
    """Milliseconds from the reader's asking until the page's first figure moves, Vega's own load included."""
    page = browser.new_page()
    page.goto(address, wait_until="networkidle")
    taken = page.evaluate(HYDRATE)
    page.close()
    return taken
