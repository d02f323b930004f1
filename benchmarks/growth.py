"""The book with ten times its chapters, and one figure with ten times its rows."""

import json
import re
from pathlib import Path

import nbformat
import pandas as pd
import yaml

from evidence.build.execute import find_notebooks, renumber
from evidence.build.freshness import Used, read_inputs, record

TIMES = 10
POINTS = (1_000, 10_000)
COPIES = """
EXERCISES |= {{f"{{name}}-copy{{number}}": one for name, one in EXERCISES.items() for number in range(1, {times})}}
"""
NAMES = re.compile(r'\bid=\\"(?:fig|tab)-([a-z][a-z0-9-]*)\\"|:label: ([\w-]+)')
LIMIT = re.compile(r"^(LARGEST = )[\d_]+", re.MULTILINE)
TITLE = "# {points} points\n\nA page of the benchmark."
CELL = """import altair as alt
import numpy as np
import pandas as pd

from evidence.exhibits import figure

alt.data_transformers.disable_max_rows()
spots = np.random.default_rng(0).random(({points}, 2)).round(4)
rows = pd.DataFrame(spots, columns=["at", "y"]).assign(tip="A point")
figure(
    alt.Chart(rows).mark_point().encode(x="at:Q", y="y:Q", description="tip:N")
    .add_params(alt.selection_interval(name="zoom", encodings=["x"], bind="scales")),
    name="points-{points}", moves=True, title="Points", measure="Made up",
    data=rows, description="Points.", cannot_show="Anything.", rows_of=["sources"], sources=[],
)"""
PATIENCE = 60_000  # milliseconds, then it will never be
HYDRATE = """async (patience) => {
  const figure = document.querySelector("figure.ev-figure"), start = performance.now();
  figure.querySelector(".ev-move").click();
  while (!figure.classList.contains("ev-live")) {
    if (performance.now() - start > patience) throw new Error("the figure stays static");
    await new Promise(requestAnimationFrame);
  }
  return performance.now() - start;
}"""


def copy_chapters(folder: Path, times: int = TIMES) -> None:
    """Give a checkout every chapter `times` times; names that must be unique in the book get a number."""
    with (folder / "evidence" / "exercises.py").open("a", encoding="utf-8") as exercises:
        exercises.write(COPIES.format(times=times))  # a build refuses an exercise that has no row there
    contents = yaml.safe_load((folder / "_toc.yml").read_text(encoding="utf-8"))
    listed, inputs = contents["parts"][0]["chapters"], read_inputs(folder)
    claims = pd.read_csv(folder / "data" / "claims.csv")
    for chapter in list(listed):
        text = (folder / f"{chapter['file']}.ipynb").read_text(encoding="utf-8")
        own = " ".join(claims.loc[claims["chapter"] == Path(chapter["file"]).name, "claim_id"])
        text = text.replace("{verdict-strip}\\n", f"{{verdict-strip}} {own}\\n")  # no claim belongs to a copy
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
    named = re.compile(rf"(?P<gloss>{{gloss}}`[^`]*`)|(?<![\w/-])((?:fig-|tab-)?)({words})(?![\w-])")
    return named.sub(lambda found: found["gloss"] or f"{found[2]}{found[3]}-copy{number}", notebook)


def write_points(folder: Path) -> list[str]:
    """Give a checkout one more page for each number of points; returns these pages.

    The larger page has more output than a notebook of the book may have, so this checkout has that limit lifted.
    """
    kernel = folder / "evidence" / "build" / "kernel.py"
    kernel.write_text(LIMIT.sub(r"\g<1>100_000_000", kernel.read_text(encoding="utf-8")), encoding="utf-8")
    names = []
    for points in POINTS:
        notebook = nbformat.v4.new_notebook()
        notebook.cells = [
            nbformat.v4.new_markdown_cell(TITLE.format(points=points)),
            nbformat.v4.new_code_cell(CELL.format(points=points)),
        ]
        names.append(f"chapters/points-{points}")
        nbformat.write(notebook, folder / f"{names[-1]}.ipynb")
    contents = yaml.safe_load((folder / "_toc.yml").read_text(encoding="utf-8"))
    contents["parts"][0]["chapters"] += [{"file": name} for name in names]
    (folder / "_toc.yml").write_text(yaml.safe_dump(contents), encoding="utf-8")
    return names


def hydration(browser, address: str) -> float:
    """Milliseconds from the reader's asking until the page's first figure moves, Vega's own load included."""
    page = browser.new_page()
    page.goto(address, wait_until="networkidle")
    taken = page.evaluate(HYDRATE, PATIENCE)
    page.close()
    return taken
