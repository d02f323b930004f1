"""Compare this book with a stock Jupyter Book of the same notebooks: `make bench`.

Everything is measured in one run on one machine, in copies of the checkout under _build/benchmarks. Bytes, requests and
layout shifts go into data/benchmarks.csv as they are, times and memory as ratios: seconds would tell of the machine. A
time that has a limit of its own stands as a ratio to that limit too.
"""

import argparse
import csv
import shutil
import statistics
from collections.abc import Callable, Iterator
from pathlib import Path
from time import sleep

from playwright.sync_api import Browser

from benchmarks import builds, growth, smooth, stock, views, whole
from evidence import tables
from evidence.analysis.speed import CODE, COLD, LONGEST, OWN_TO_STOCK, PROSE, TASK, TO_LONGEST
from evidence.pages import held_back

COLUMNS = ("measure", "place", "compares", "unit", "stock", "this_book", "ratio", "source_id")
SOURCE = "own-benchmark"
TEN_TO_ONE, TO_A_SECOND = "ten times / once", "this book / one second"
LOADS = 3
DRAWN, DRAWN_BY_STOCK = 'class="ev-figure"', "displayChart(vegaEmbed))"
ANSWERS = f"<figure {DRAWN}"  # but for the misleading pictures of the labs, which say nothing of their marks
COPIED = ("evidence", "data", "chapters", "benchmarks")
FILES = ("_config.yml", "_toc.yml", "index.ipynb", "requirements.txt", "CITATION.cff")
EDITED = "chapters/01-concerns.ipynb"
EDITS = {"prose": builds.edit_prose, "code": builds.edit_code}
REBUILT = {"prose": PROSE, "code": CODE}
SHOWN = {  # where the book shows what was edited: code comes when a reader asks for it
    "prose": f"{EDITED.removesuffix('.ipynb')}.html",
    "code": f"{held_back.FOLDER}/{held_back.file_name(EDITED.removesuffix('.ipynb'), 'code')}",
}
OF_A_VIEW = {
    "bytes at first view, raw": ("raw", "bytes"),
    "bytes at first view, gzip": ("gzip", "bytes"),
    "requests at first view": ("requests", "requests"),
    "time to first contentful paint": ("painted", "time"),
    "time to first chart visible": ("first_chart", "time"),
    "time until every chart answers": ("all_answer", "time"),
}
OF_THE_WHOLE = {
    "bytes of all read, hovered and opened, gzip": ("gzip", "bytes"),
    "requests of all read, hovered and opened": ("requests", "requests"),
}
HTML = "HTML of the page, raw"
SHIFT = "layout shift"
AMOUNTS = {"bytes": 0, "requests": 0, "shift": 4}  # facts about the pages, whatever the machine -> decimals


def row(measure: str, place: str, unit: str, mine: float, other: float, compares: str = OWN_TO_STOCK) -> dict:
    """One line of the table; amounts of time and memory stay out of it. To nothing there is no ratio."""
    counted = unit in AMOUNTS and compares == OWN_TO_STOCK
    shown = tuple(f"{amount:.{AMOUNTS[unit]}f}" for amount in (other, mine)) if counted else ("", "")
    values = (measure, place, compares, unit, *shown, f"{mine / other:.3f}" if other else "", SOURCE)
    return dict(zip(COLUMNS, values))


def copy_of(root: Path, target: Path) -> Path:
    """A copy of what the book is built from."""
    shutil.rmtree(target, ignore_errors=True)
    for name in COPIED:
        shutil.copytree(root / name, target / name, ignore=shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints"))
    for name in FILES:
        shutil.copy(root / name, target)
    if (root / "_build" / "vega").exists():  # made once per version, by whichever build is the first
        shutil.copytree(root / "_build" / "vega", target / "_build" / "vega")
    return target


def build_rows(root: Path, work: Path) -> Iterator[dict]:
    """Cold builds with execution, then rebuilds of both books after edits of prose and of code."""
    own, other = copy_of(root, work / "own"), work / "stock"
    shutil.rmtree(other, ignore_errors=True)
    stock.write(root, other)
    yield from _cost_rows(COLD, builds.this_book(own, execute_all=True), builds.stock_book(other))
    for kind, edit in EDITS.items():
        costs = []
        for turn in range(LOADS):
            for folder in (own, other):
                edit(folder / EDITED, f"Edited for the benchmark {kind} {turn}.")
            costs.append((builds.this_book(own), builds.stock_book(other)))
        mine, theirs = (builds.middle(list(column)) for column in zip(*costs))
        place = REBUILT[kind]
        yield from _cost_rows(place, mine, theirs)
        yield row("build time", f"{place}, while served", "time", _served(own, kind), theirs.seconds)


def _cost_rows(place: str, mine: builds.Cost, theirs: builds.Cost) -> Iterator[dict]:
    print(f"{place}: {mine.seconds:.1f} s, stock {theirs.seconds:.1f} s", flush=True)
    yield row("build time", place, "time", mine.seconds, theirs.seconds)
    yield row("peak memory of a build", place, "memory", mine.memory, theirs.memory)


def _served(own: Path, kind: str) -> float:
    """Seconds from saving an edited chapter until `make serve` shows it, the median of several."""
    page, taken = own / "_build" / "html" / SHOWN[kind], []
    with builds.serving(own):
        for turn in range(LOADS):
            words = f"Edited while served {kind} {turn}."
            EDITS[kind](own / EDITED, words)
            taken.append(builds.until_shown(page, words))
            sleep(builds.READY / 5)  # what the edit made it do is done
    return statistics.median(taken)


def both_built(root: Path, work: Path) -> tuple[Path, Path]:
    """The pages of both books, of what the checkout is now: those that an earlier run left may be of another state."""
    own, other = copy_of(root, work / "own"), work / "stock"
    shutil.rmtree(other, ignore_errors=True)
    stock.write(root, other)
    builds.this_book_as_committed(own)
    builds.stock_book(other)
    return own / "_build" / "html", other / "_build" / "html"


def page_rows(root: Path, work: Path, packages: Path, only: list[str]) -> Iterator[dict]:
    """Every page of the table of contents that both books have, loaded several times in turn. only: these, if any."""
    own, other = both_built(root, work)
    stock.answer_cdn(other, packages)
    with views.chromium() as browser, views.served(own) as mine, views.served(other) as theirs:
        for page in (page for page in pages(own, other) if not only or page in only):
            here, there = f"{mine}/{page}", f"{theirs}/{page}"
            own_size, other_size = ((book / page).stat().st_size for book in (own, other))
            charts = [
                (book / page).read_text(encoding="utf-8").count(mark)
                for book, mark in ((own, ANSWERS), (other, DRAWN_BY_STOCK))
            ]
            yield row(HTML, page.removesuffix(".html"), "bytes", own_size, other_size)
            yield from _view_rows(browser, page.removesuffix(".html"), here, there, charts)
            yield from _whole_rows(browser, page.removesuffix(".html"), here, there)
            yield from _smooth_rows(browser, page.removesuffix(".html"), here, there)


def _view_rows(browser: Browser, place: str, here: str, there: str, charts: list[int]) -> Iterator[dict]:
    loads = [[views.view(browser, *pair) for pair in zip((here, there), charts)] for _ in range(LOADS)]
    mine, theirs = (views.middle(list(column)) for column in zip(*loads))
    for measure, (name, unit) in OF_A_VIEW.items():
        if getattr(mine, name) is not None:
            yield row(measure, place, unit, getattr(mine, name), getattr(theirs, name))


def _whole_rows(browser: Browser, place: str, here: str, there: str) -> Iterator[dict]:
    mine, theirs = (whole.whole(browser, address) for address in (here, there))
    for measure, (name, unit) in OF_THE_WHOLE.items():
        yield row(measure, place, unit, getattr(mine, name), getattr(theirs, name))


def _smooth_rows(browser: Browser, place: str, here: str, there: str) -> Iterator[dict]:
    loads = [[smooth.smooth(browser, address) for address in (here, there)] for _ in range(LOADS)]
    mine, theirs = (smooth.middle(list(column)) for column in zip(*loads))
    yield row(TASK, place, "time", mine.longest, theirs.longest)
    yield row(TASK, place, "time", mine.longest, LONGEST, TO_LONGEST)
    yield row(SHIFT, place, "shift", mine.shift, theirs.shift)


def pages(own: Path, other: Path) -> list[str]:
    """Pages with a text of their own, in both books; refused if one book has a page or a chart that the other lacks."""
    names = [
        {p.relative_to(book).as_posix() for p in (book / "chapters").rglob("*.html")} | {"index.html"}
        for book in (own, other)
    ]
    if names[0] != names[1]:
        raise RuntimeError(f"the books differ: {sorted(names[0] ^ names[1])}")
    for name in names[0]:
        charts = [
            (book / name).read_text(encoding="utf-8").count(mark)
            for book, mark in ((own, DRAWN), (other, DRAWN_BY_STOCK))
        ]
        if charts[0] != charts[1]:
            raise RuntimeError(f"{name}: {charts[0]} charts in this book, {charts[1]} in the stock book")
    return sorted(names[0])


def growth_rows(root: Path, work: Path) -> Iterator[dict]:
    """This book with ten times the chapters, built without execution, and figures with ten times the rows."""
    once, tenfold = copy_of(root, work / "once"), copy_of(root, work / "tenfold")
    growth.copy_chapters(tenfold)
    place = "ten times the chapters"
    costs = [builds.this_book_as_committed(folder) for folder in (once, tenfold)]
    sizes: list[float] = [
        _gzip_of(folder / "_build" / "html" / f"{Path(EDITED).with_suffix('')}.html") for folder in (once, tenfold)
    ]
    for folder in (once, tenfold):
        builds.edit_prose(folder / EDITED, "Edited for the benchmark.")
    again = [builds.this_book_as_committed(folder) for folder in (once, tenfold)]
    measured: list[tuple[str, str, list[float]]] = [
        ("build time", "time", [cost.seconds for cost in costs]),
        ("rebuild after editing one chapter", "time", [cost.seconds for cost in again]),
        ("peak memory of a build", "memory", [cost.memory for cost in costs]),
        ("size of a page, gzip", "bytes", sizes),
    ]
    for measure, unit, (single, ten) in measured:
        yield row(measure, place, unit, ten, single, TEN_TO_ONE)
    yield from _points_rows(root, work)


def _points_rows(root: Path, work: Path) -> Iterator[dict]:
    folder = copy_of(root, work / "points")
    few, many = growth.write_points(folder)
    executed = [
        builds.run([builds.PYTHON, "-m", "evidence.build.execute", f"{name}.ipynb"], folder) for name in (few, many)
    ]
    builds.this_book_as_committed(folder)
    html = folder / "_build" / "html"
    with views.chromium() as browser, views.served(html) as host:
        taken = [
            statistics.median(growth.hydration(browser, f"{host}/{name}.html") for _ in range(LOADS))
            for name in (few, many)
        ]
    place = "ten times the rows"
    yield row("execution of the notebook", place, "time", executed[1].seconds, executed[0].seconds, TEN_TO_ONE)
    sizes = [_gzip_of(html / f"{name}.html") for name in (few, many)]
    yield row("size of a page, gzip", place, "bytes", sizes[1], sizes[0], TEN_TO_ONE)
    yield row("time until a figure is live", place, "time", taken[1], taken[0], TEN_TO_ONE)
    yield row("time until a figure is live", f"{growth.POINTS[1]} points", "time", taken[1], 1000, TO_A_SECOND)


def _gzip_of(path: Path) -> int:
    return len(views.gzip.compress(path.read_bytes()))


def write(path: Path, rows: list[dict]) -> None:
    """Write the table; a row of an earlier run that was not measured anew stays."""
    key = COLUMNS[:3]
    kept = {}
    if path.exists():
        with path.open(encoding="utf-8", newline="") as file:
            kept = {tuple(old[name] for name in key): old for old in csv.DictReader(file)}
    kept |= {tuple(new[name] for name in key): new for new in rows}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(kept[place] for place in sorted(kept))


def main() -> None:
    root = tables.root()
    work, packages = root / "_build" / "benchmarks", root / "_build" / "benchmarks" / "cdn" / "node_modules"
    parts: dict[str, Callable[[], Iterator[dict]]] = {
        "builds": lambda: build_rows(root, work),
        "pages": lambda: page_rows(root, work, packages, options.only),
        "growth": lambda: growth_rows(root, work),
    }
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description=__doc__.splitlines()[0])
    parser.add_argument("parts", nargs="*", choices=[*parts, []], help="only these")
    parser.add_argument("--only", nargs="*", default=[], help="of the pages, these: chapters/lab.html ...")
    parser.add_argument("--output", type=Path, default=root / "data" / "benchmarks.csv", help="the table")
    options = parser.parse_args()
    for name in options.parts or parts:
        rows = []
        try:
            for one in parts[name]():
                print(f"{one['measure']}, {one['place']}: {one['ratio']} ({one['compares']})", flush=True)
                rows.append(one)
        finally:
            write(options.output, rows)  # what fails leaves what was measured before it


if __name__ == "__main__":
    main()
