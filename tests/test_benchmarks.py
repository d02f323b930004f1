"""The benchmark: the stock book is the same book, what is counted is what is said, the page follows the table."""

import ast
import json
import re
import sys
from contextlib import nullcontext
from pathlib import Path

import nbformat
import pandas as pd
import pytest
import yaml

from benchmarks import builds, growth, run, smooth, stock, views, whole
from evidence import tables
from evidence.analysis import speed
from evidence.build import freshness
from evidence.build.execute import find_notebooks
from evidence.build.freshness import read_inputs, stale_reasons

ROOT = Path(__file__).resolve().parents[1]
CHAPTERS = [path for path in find_notebooks(ROOT) if path.parent.name == "chapters"]


# ------------------------------------------------------------------------------------------------ the stock book
def test_the_stock_book_has_the_same_pages_and_cells(tmp_path):
    stock.write(ROOT, tmp_path / "stock")
    for path in find_notebooks(ROOT):
        own = nbformat.read(path, as_version=4)
        other = nbformat.read(tmp_path / "stock" / path.relative_to(ROOT), as_version=4)
        nbformat.validate(other)
        code = [cell.source for cell in own.cells if cell.cell_type == "code"]
        assert [cell.source for cell in other.cells if cell.cell_type == "code"] == [stock.INSTALL, *code]
        assert not [cell for cell in other.cells if cell.get("outputs")]
    config = yaml.safe_load((tmp_path / "stock" / "_config.yml").read_text("utf-8"))
    assert config["execute"]["execute_notebooks"] == "force"
    assert (tmp_path / "stock" / "_toc.yml").read_bytes() == (ROOT / "_toc.yml").read_bytes()


def test_what_only_this_book_understands_is_taken_out():
    own = "See figure {fig}`2.3 <un-votes>` and {claim}`C17`, {n}`1,204 <days>`."
    assert stock.plain(own) == "See figure 2.3 and C17, 1,204."
    assert stock.plain("So said {gloss}`General Votel <general-votel>`.") == "So said General Votel."
    assert stock.plain("a\n```{verdict-strip}\n```\nb") == "a\nb"
    assert stock.plain("a\n```{verdict-strip} C01 C02\n```") == "a\n"
    assert stock.plain("a\n```{lab} dossier\n```\nb") == "a\nb"
    assert stock.plain("```{plan} 45\n45 | {slide}`votes`.\n```\nb") == "45 | votes.\nb"


def test_a_stock_chapter_shows_the_chart_itself(monkeypatch):
    from evidence import exhibits
    from evidence.exhibits import folded, specimens

    for name in ("figure", "table", "hindsight"):
        monkeypatch.setattr(exhibits, name, getattr(exhibits, name))
    monkeypatch.setattr(specimens, "specimen", specimens.specimen)
    monkeypatch.setattr(folded, "folded", folded.folded)
    stock.install()
    chart = object()
    assert folded.folded(chart, "Open at step 3") is chart
    assert specimens.specimen(chart, name="x", claims="y") is chart
    assert exhibits.hindsight(exhibits.figure(chart, name="x", title="y"), None) is chart
    assert exhibits.table(chart, name="x", title="y", rows_of=[]) is chart


@pytest.mark.parametrize("path", find_notebooks(ROOT), ids=lambda path: path.stem)
def test_every_chart_of_the_book_is_one_of_the_stock_book(path):
    """A cell that shows a chart calls one of those that have a stand-in, and last of all: what another of this book's
    ways makes of a chart is none that Altair shows, and a page without it would seem light."""
    cells = freshness.code_cells(nbformat.read(path, as_version=4))
    imports = [one for cell in cells for one in ast.walk(ast.parse(cell.source)) if isinstance(one, ast.ImportFrom)]
    own = {name.name for one in imports if str(one.module).startswith("evidence.exhibits") for name in one.names}
    for cell in cells:
        if 'class="ev-figure"' in json.dumps(cell.outputs).replace('\\"', '"'):
            assert re.search(rf"\b({'|'.join(stock.CHARTS)})\(", cell.source), cell.source
            last = getattr(ast.parse(cell.source).body[-1], "value", None)
            called = getattr(getattr(last, "func", None), "id", "")
            assert called not in own or called in stock.CHARTS, f"{called} has no stand-in in benchmarks/stock.py"


def test_vega_comes_from_a_copy(tmp_path):
    for name in ("vega", "vega-lite", "vega-embed"):
        script = tmp_path / "packages" / name / "build" / f"{name}.min.js"
        script.parent.mkdir(parents=True)
        script.write_text(name, "utf-8")
    import altair as alt

    page = tmp_path / "book" / "page.html"
    page.parent.mkdir()
    page.write_text(alt.Chart(pd.DataFrame({"a": [1]})).mark_point()._repr_mimebundle_()["text/html"], "utf-8")
    stock.answer_cdn(page.parent, tmp_path / "packages")
    asked = set(re.findall(r'"vega(?:-lite|-embed)?": "([^"]+)"', page.read_text("utf-8")))
    assert asked == {"/_cdn/vega.js", "/_cdn/vega-lite.js", "/_cdn/vega-embed.js"}
    assert (page.parent / "_cdn" / "vega-lite.js").read_text("utf-8") == "vega-lite"


# ------------------------------------------------------------------------------------------------ measuring
def test_a_command_is_measured_with_what_it_starts(tmp_path):
    grandchild = "import time; block = bytearray(80_000_000); time.sleep(1)"
    cost = builds.run(
        [sys.executable, "-c", f"import subprocess, sys; subprocess.run([sys.executable, '-c', {grandchild!r}])"],
        tmp_path,
    )
    assert cost.seconds > 1
    assert cost.memory > 80_000_000
    assert not list(tmp_path.iterdir())
    with pytest.raises(RuntimeError, match="no such thing"):
        builds.run([sys.executable, "-c", "raise SystemExit('no such thing')"], tmp_path)


def test_costs_add_up():
    assert builds.Cost(1, 5) + builds.Cost(2, 3) == builds.Cost(3, 5)


def test_the_median_is_taken_measure_by_measure():
    middle = views.middle([views.View(1, 1, n, 10 * n, None, None) for n in (3, 1, 2)])
    assert (middle.requests, middle.painted, middle.first_chart) == (2, 20, None)
    loads = smooth.middle([smooth.Smooth(100 * n, shift) for n, shift in ((3, 0), (1, 0.2), (2, 0))])
    assert loads == smooth.Smooth(200, 0.2), "one that jumps now and then jumps"


LOADS = "(name) => document.head.append(Object.assign(document.createElement('script'), {src: `${name}.js`}))"
PAGE = """<!doctype html><link rel="icon" href="data:,"><p>Text</p><script>const load = %s;</script>
<figure class="ev-figure"><div class="ev-chart" tabindex="0"><svg width="9" height="9"><rect width="9" height="9"
data-tip="A bar"></rect></svg></div></figure><button class="ev-show-code">Show the code</button>
<details id="outer"><summary>More</summary></details>
<p style="height:2000px"></p><p class="vega-embed"><canvas class="marks" width="20" height="20"></canvas></p><script>
addEventListener("scroll", () => load("scrolled"), {once: true});
document.querySelector("rect").addEventListener("pointermove", () => load("tip"), {once: true});
document.querySelector("canvas").addEventListener("pointermove", () => load("vega"), {once: true});
document.querySelector("button").addEventListener("click", () => load("code"));
const outer = document.querySelector("#outer");
outer.addEventListener("toggle", () => {
  const inner = outer.appendChild(document.createElement("details"));
  inner.addEventListener("toggle", () => load("inner"));
}, {once: true});</script>"""


def test_a_page_is_weighed_at_first_view_and_when_all_of_it_was_opened(browser, tmp_path):
    html = PAGE % LOADS
    (tmp_path / "page.html").write_text(html, "utf-8")
    for name in ("scrolled", "tip", "vega", "code", "inner"):
        (tmp_path / f"{name}.js").write_text("1" * 5000, "utf-8")
    with views.served(tmp_path) as host:
        first = views.view(browser, f"{host}/page.html", 1)
        every = whole.whole(browser, f"{host}/page.html")
    assert (first.raw, first.requests) == (len(html), 1)
    assert min(first.painted, first.first_chart, first.all_answer) > 0
    assert every.requests == 6 and every.gzip > first.gzip


def test_a_chart_that_does_not_answer_is_no_measurement(browser, tmp_path, monkeypatch):
    monkeypatch.setattr(views, "LONGEST", 500)
    (tmp_path / "page.html").write_text('<!doctype html><link rel="icon" href="data:,"><p>Text</p>', "utf-8")
    with views.served(tmp_path) as host, pytest.raises(RuntimeError, match="not all of 1 charts"):
        views.view(browser, f"{host}/page.html", 1)


def test_a_paint_that_is_told_late_is_waited_for(browser, tmp_path, monkeypatch):
    """One that is never told is no measurement: an empty field would stand for a time."""
    later = "performance.getEntriesByName = () => (performance.now() < 1500 ? [] : [{startTime: 7}])"
    html = f'<!doctype html><link rel="icon" href="data:,"><p>Text</p><script>{later}</script>'
    (tmp_path / "page.html").write_text(html, "utf-8")
    (tmp_path / "never.html").write_text(html.replace("1500", "Infinity"), "utf-8")
    with views.served(tmp_path) as host:
        assert views.view(browser, f"{host}/page.html", 0).painted == 7
        monkeypatch.setattr(views, "LONGEST", 500)
        with pytest.raises(RuntimeError, match="no paint was told"):
            views.view(browser, f"{host}/never.html", 0)


# A task of a second while it loads, and one of 150 ms when it is scrolled; 400 px that come late above the text.
ROUGH = """<!doctype html><link rel="icon" href="data:,"><p id="text">Text</p><p style="height:3000px"></p><script>
const busy = (ms) => { const start = performance.now(); while (performance.now() - start < ms); };
busy(1000);
addEventListener("scroll", () => busy(150), {once: true});
requestAnimationFrame(() => requestAnimationFrame(() => {
  const late = Object.assign(document.createElement("p"), {style: "height:400px"});
  if (location.search) document.querySelector("#text").before(late);
}));</script>"""


def test_a_long_task_and_a_shift_are_seen(browser, tmp_path):
    (tmp_path / "page.html").write_text(ROUGH, "utf-8")
    with views.served(tmp_path) as host:
        still, moved = (smooth.smooth(browser, f"{host}/page.html{search}") for search in ("", "?moved"))
    assert 150 <= still.longest < 1000, "a task before the scroll is none of it"
    assert still.shift == 0 < moved.shift


def test_the_longest_task_is_one_of_the_scroll():
    tasks = [(0, 900), (950, 100), (2000, 70)]
    assert smooth.longest_of(tasks, 1000) == 100, "one that began before and went on counts"
    assert smooth.longest_of(tasks, 1500) == 70
    assert smooth.longest_of(tasks, 3000) == smooth.UNSEEN


# ------------------------------------------------------------------------------------------------ growth
def test_copies_of_a_chapter_have_names_of_their_own():
    cell = nbformat.v4.new_code_cell("figure(chart, name='tolls')")
    shown = '<figure id="fig-tolls" data-figure="tolls"><a href="#fig-tolls" download="tolls.csv"></a></figure>'
    cell.outputs = [nbformat.v4.new_output("display_data", {"text/html": shown})]
    words = "{fig}`1.1 <tolls>` and total tolls-like, {gloss}`a toll <tolls>`, [answers](teach/tolls)\n"
    prose = nbformat.v4.new_markdown_cell(words + "```{exercise} A\n:label: c1-a\n```")
    copy = json.loads(growth.renamed(nbformat.writes(nbformat.v4.new_notebook(cells=[prose, cell])), 2))
    text = "".join("".join(one["source"]) for one in copy["cells"])
    assert "{fig}`1.1 <tolls-copy2>`" in text and ":label: c1-a-copy2" in text and "tolls-like" in text
    assert "{gloss}`a toll <tolls>`, [answers](teach/tolls)" in text, "what only shares the name keeps it"
    html = "".join(copy["cells"][1]["outputs"][0]["data"]["text/html"])
    assert html == shown.replace("tolls", "tolls-copy2")


def test_ten_times_the_chapters_are_listed(tmp_path):
    run.copy_of(ROOT, tmp_path / "book")
    before = len(find_notebooks(tmp_path / "book"))
    chapters = len(list((tmp_path / "book" / "chapters").glob("*.ipynb")))
    growth.copy_chapters(tmp_path / "book", 3)
    listed = yaml.safe_load((tmp_path / "book" / "_toc.yml").read_text("utf-8"))["parts"][0]["chapters"]
    assert len(listed) == 3 * chapters == len({entry["file"] for entry in listed})
    inputs = read_inputs(tmp_path / "book")  # a build refuses a notebook that is stale
    originals = {path.name: stale_reasons(nbformat.read(path, as_version=4), read_inputs(ROOT)) for path in CHAPTERS}
    for entry in listed:
        copy = nbformat.read(tmp_path / "book" / f"{entry['file']}.ipynb", as_version=4)
        original = next(name for name in originals if entry["file"].startswith(f"chapters/{name[:-6]}"))
        assert originals[original] or not stale_reasons(copy, inputs), entry
    assert len(find_notebooks(tmp_path / "book")) == before + 2 * chapters


def test_pages_are_measured_of_the_book_of_now(tmp_path, monkeypatch):
    """Books that an earlier run left are of another state: the table would bear the day of now, and pages of then."""
    root, built = run.copy_of(ROOT, tmp_path / "root"), []

    def build(folder: Path) -> None:
        built.append((folder.name, (folder / run.EDITED).read_text("utf-8").count("Edited once.")))

    monkeypatch.setattr(builds, "this_book_as_committed", build)
    monkeypatch.setattr(builds, "stock_book", build)
    run.both_built(root, tmp_path / "work")
    builds.edit_prose(root / run.EDITED, "Edited once.")
    builds.edit_prose(tmp_path / "work" / "own" / run.EDITED, "Edited for the benchmark.")
    run.both_built(root, tmp_path / "work")
    assert built == [("own", 0), ("stock", 0), ("own", 1), ("stock", 1)]


@pytest.mark.prove
def test_a_book_of_copies_is_built(tmp_path):
    """What a build asks of a chapter (exercises, claims, names) holds of a copy too: the bench would stop here."""
    growth.copy_chapters(run.copy_of(ROOT, tmp_path / "book"), 2)
    builds.this_book_as_committed(tmp_path / "book")
    assert (tmp_path / "book" / "_build" / "html" / run.EDITED.replace(".ipynb", "-1.html")).exists()


@pytest.mark.prove
def test_figures_of_many_points_are_executed_built_and_become_live(tmp_path, browser, monkeypatch):
    monkeypatch.setattr(views, "chromium", lambda: nullcontext(browser))  # a process has one
    measured = {(one["measure"], one["place"]): float(one["ratio"]) for one in run._points_rows(ROOT, tmp_path)}
    assert measured.keys() == {
        ("execution of the notebook", "ten times the rows"),
        ("size of a page, gzip", "ten times the rows"),
        ("time until a figure is live", "ten times the rows"),
        ("time until a figure is live", f"{growth.POINTS[1]} points"),
    }
    assert 1 < measured["size of a page, gzip", "ten times the rows"] < growth.TIMES, "more points, a heavier page"


# ------------------------------------------------------------------------------------------------ the table
def test_times_go_into_the_table_as_ratios_only():
    assert run.row("build time", "x", "time", 3, 4)["ratio"] == "0.750"
    assert (run.row("build time", "x", "time", 3, 4)["stock"], run.row("b", "x", "bytes", 3, 4)["stock"]) == ("", "4")
    jump = run.row(run.SHIFT, "x", "shift", 0.01234, 0)
    assert (jump["stock"], jump["this_book"], jump["ratio"]) == ("0.0000", "0.0123", ""), "to nothing there is no ratio"
    rows = tables.load("benchmarks")
    assert rows[~rows["unit"].isin(run.AMOUNTS)][["stock", "this_book"]].isna().all(axis=None)
    counted = rows[rows["unit"] != "shift"].dropna(subset=["stock"])  # ratios of shifts are of more decimals
    assert (counted["this_book"] / counted["stock"]).round(3).tolist() == pytest.approx(counted["ratio"].tolist())


def test_a_part_measured_anew_leaves_the_rest(tmp_path):
    table = tmp_path / "benchmarks.csv"
    run.write(table, [run.row("a", "x", "bytes", 1, 2), run.row("b", "x", "bytes", 1, 2)])
    run.write(table, [run.row("b", "x", "bytes", 2, 2)])
    assert pd.read_csv(table).set_index("measure")["ratio"].to_dict() == {"a": 0.5, "b": 1.0}


def test_every_page_of_the_book_was_measured_or_is_named_as_not():
    rows = tables.load("benchmarks")
    contents = yaml.safe_load((ROOT / "_toc.yml").read_text("utf-8"))
    listed = {entry["file"] for part in contents["parts"] for entry in part["chapters"]} | {"index"}
    assert set(speed.UNMEASURED) < listed, "what the page says was not measured is a page"
    listed -= set(speed.UNMEASURED)
    per_page = [name for name, unit in [*run.OF_A_VIEW.items(), *run.OF_THE_WHOLE.items()] if "chart" not in name]
    new = sorted(listed - set(rows["place"]))
    assert not new, f"{new} was not measured: run `make bench`, or name it in UNMEASURED of evidence/analysis/speed.py"
    for measure in [*per_page, run.HTML, run.TASK, run.SHIFT]:
        assert set(rows.loc[rows["measure"] == measure, "place"]) == listed, f"{measure}: run `make bench`"
    limited = rows[(rows["measure"] == run.TASK) & (rows["compares"] == run.TO_LONGEST)]
    assert set(limited["place"]) == listed
    drawn = [path for path in find_notebooks(ROOT) if 'class=\\"ev-figure\\"' in path.read_text("utf-8")]
    charts = {path.relative_to(ROOT).with_suffix("").as_posix() for path in drawn} - set(speed.UNMEASURED)
    assert set(rows.loc[rows["measure"] == "time to first chart visible", "place"]) == charts


def test_the_page_speaks_of_the_measures_that_are_taken():
    rows = tables.load("benchmarks")
    known = {*run.OF_A_VIEW, *run.OF_THE_WHOLE, run.HTML, run.TASK, run.SHIFT}
    assert set(rows.loc[speed.is_page(rows["place"]), "measure"]) == known
    assert {measure for measure, *_ in speed.OF_A_PAGE.values()} <= known


# ------------------------------------------------------------------------------------------------ what the page says
def made(**ratios: float) -> pd.DataFrame:
    """Pages whose measures all are of one ratio to stock, or to the limit of a task; of a million bytes of stock."""
    rows = []
    for page, ratio in ratios.items():
        for measure, compares, column, _ in speed.OF_A_PAGE.values():
            unit = "shift" if measure == run.SHIFT else "bytes" if column == "this_book" else "time"
            rows.append((measure, page.replace("_", "/"), compares, unit, ratio * 1e6, ratio))
    builds = [target.build for target in speed.TARGETS if target.build]
    rows += [("build time", build, speed.OWN_TO_STOCK, "time", None, 0.5) for build in builds]
    rows += [("build time", "ten times the chapters", "ten times / once", "time", None, 9.0)]
    columns = ["measure", "place", "compares", "unit", "this_book", "ratio"]
    return pd.DataFrame(rows, columns=columns).assign(source_id="s")


def test_pages_are_summed_up_and_the_worst_counts_against_a_target():
    rows = made(index=0.1, chapters_a=0.15, chapters_b=0.3)
    pages = speed.of_pages(rows).set_index("measure")
    assert pages.loc["bytes at first view, gzip", ["low", "middle", "high", "pages"]].tolist() == [0.1, 0.15, 0.3, 3]
    assert run.SHIFT not in pages.index
    targets = speed.against_targets(rows).set_index("what")
    view = targets.loc["bytes at first view, compressed"]
    assert (view["reached"], view["page"], view["missed_by"], view["met"]) == (0.3, "chapters/b", 2, False)
    assert targets.loc["HTML of a page, as it is", "missed_by"] == 0
    assert targets.loc["longest task while scrolled, processor slowed fourfold", "reached"] == pytest.approx(90)
    assert not targets.loc["layout shift", "met"] and targets.loc["time to first chart visible", "met"]
    assert targets.loc["cold build with execution", "met"] and not targets.loc[speed.CODE, "met"]
    assert set(speed.of_builds(rows)["measure"]) == {"build time"}
    assert speed.of_growth(rows)["ratio"].tolist() == [9.0]


def test_a_value_of_a_target_is_said_in_its_unit():
    said = [
        (0.1, "of stock"),
        (0.1234, "of stock"),
        (350_000, "bytes"),
        (63.4, "ms"),
        (0.0, "score"),
        (0.0123, "score"),
    ]
    assert [speed.worded(*one) for one in said] == [
        "10% of stock",
        "12.3% of stock",
        "350,000 bytes",
        "63 ms",
        "0",
        "0.0123",
    ]


def test_each_target_that_is_missed_says_why():
    targets = speed.against_targets(tables.load("benchmarks"))
    assert not [row.what for row in targets.itertuples() if not row.met and not row.why.endswith(".")]
    assert set(targets.loc[targets["met"], "why"]) == {""}


def test_growth_is_no_faster_than_linear():
    growing = speed.of_growth(tables.load("benchmarks"))
    assert {"ten times the chapters", "ten times the rows"} <= set(growing["place"])
    assert growing["ratio"].max() <= growth.TIMES


def test_ten_thousand_points_are_live_within_a_second():
    rows = tables.load("benchmarks").query("compares == @run.TO_A_SECOND")
    assert rows["ratio"].tolist() and rows["ratio"].max() <= 1


@pytest.mark.parametrize("kind, cell_type", [("prose", "markdown"), ("code", "code")])
def test_an_edit_is_looked_for_where_the_book_shows_it(kind, cell_type, built_book):
    """Code left the pages once, and the benchmark waited for it in vain."""
    notebook = nbformat.read(ROOT / run.EDITED, as_version=4)
    last = [cell for cell in notebook.cells if cell.cell_type == cell_type][-1].source.splitlines()
    words = re.findall(r"[A-Za-z]{4,}", max(last, key=len))
    shown = (built_book / run.SHOWN[kind]).read_text("utf-8")
    assert words and all(word in shown for word in words)
