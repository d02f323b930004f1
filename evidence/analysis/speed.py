"""This book against a stock Jupyter Book of the same notebooks: what the table `benchmarks` says, in few numbers."""

from dataclasses import dataclass

import pandas as pd

from evidence.precision import fixed, shortest

OWN_TO_STOCK, TO_LONGEST = "this book / stock", "this book / 300 ms"
LONGEST = 300  # ms of the longest task
TASK = "longest task while scrolled, processor slowed fourfold"
CODE = "rebuild after editing the code of one chapter"
PROSE = "rebuild after editing the prose of one chapter"
# Column of the table by page: measure, what it compares, the column that holds it, and what that is multiplied with.
OF_A_PAGE = {
    "first_view": ("bytes at first view, gzip", OWN_TO_STOCK, "ratio", 1),
    "all_opened": ("bytes of all read, hovered and opened, gzip", OWN_TO_STOCK, "ratio", 1),
    "html": ("HTML of the page, raw", OWN_TO_STOCK, "this_book", 1),
    "longest_task": (TASK, TO_LONGEST, "ratio", LONGEST),
    "shift": ("layout shift", OWN_TO_STOCK, "this_book", 1),
    "first_chart": ("time to first chart visible", OWN_TO_STOCK, "ratio", 1),
}


@dataclass(frozen=True)
class Target:
    """What the book set itself, and why that is missed where it is.

    what: in words. limit: the most that is allowed, in a unit. page: column of `by_page`, whose worst page counts.
    build: place of a build time.
    """

    what: str
    limit: float
    unit: str
    page: str = ""
    build: str = ""
    why: str = ""


UNMEASURED: dict[str, str] = {}  # pages that came after the last run of `make bench` -> as the page names them
OF_STOCK = "of stock"
STARTS = "Python starts and imports anew what builds the book"
WRITES = "Pages that show parts of the edited one are written again, and all are slimmed"
COLD = "cold build with execution"
TWICE = "the chapter is executed in two kernels, so that what does not come out twice is refused"
TARGETS = [
    Target(
        "bytes at first view, compressed",
        1 / 10,
        OF_STOCK,
        page="first_view",
        why="A page in Arabic letters brings a font of its own, so that Pashto and Dari have all their letters.",
    ),
    Target(
        "bytes of all read, hovered and opened, compressed",
        1 / 4,
        OF_STOCK,
        page="all_opened",
        why="The timeline loads Vega for its zoom, the lookup every entry for its search: each once it is asked for.",
    ),
    Target("HTML of a page, as it is", 350_000, "bytes", page="html"),
    Target(
        "longest task while scrolled, processor slowed fourfold",
        LONGEST,
        "ms",
        page="longest_task",
        why="A page with many charts is laid out as it comes into view.",
    ),
    Target(
        "layout shift",
        0,
        "score",
        page="shift",
        why="On a slow processor a long table or list widens a column, or takes its place, when its later rows arrive.",
    ),
    Target(
        "time to first chart visible",
        1 / 3,
        OF_STOCK,
        page="first_chart",
        why="The chart is seen as soon as the page is laid out, and a small chart of stock is early too.",
    ),
    Target(
        COLD,
        1.0,
        OF_STOCK,
        build=COLD,
        why="Every notebook is executed in two kernels, so that what does not come out twice is refused.",
    ),
    Target(PROSE, 1 / 4, OF_STOCK, build=PROSE, why=f"{STARTS}."),
    Target(f"{PROSE}, while served", 1 / 4, OF_STOCK, build=f"{PROSE}, while served", why=f"{WRITES}."),
    Target(CODE, 1 / 4, OF_STOCK, build=CODE, why=f"{STARTS}, and {TWICE}."),
    Target(f"{CODE}, while served", 1 / 4, OF_STOCK, build=f"{CODE}, while served", why=f"An edit is slow: {TWICE}."),
]


def is_page(places: pd.Series) -> pd.Series:
    """Which places of the table `benchmarks` are pages, and not builds."""
    return places.eq("index") | places.str.startswith("chapters/")


def of_pages(rows: pd.DataFrame) -> pd.DataFrame:
    """Measures of pages, each over all pages: one row per measure in the order of the table.

    rows: the table `benchmarks`. Columns: measure; low, middle, high (smallest, median and largest ratio of this book
    to stock, 1 = as much); pages (count); source_id. Layout shift, mostly nothing, has no ratio and is left out.
    """
    own = rows[(rows["compares"] == OWN_TO_STOCK) & is_page(rows["place"]) & (rows["unit"] != "shift")]
    ratios = own.groupby("measure", sort=False)["ratio"]
    summary = ratios.agg(low="min", middle="median", high="max", pages="size").reset_index()
    return summary.assign(source_id=own["source_id"].iloc[0])


def by_page(rows: pd.DataFrame) -> pd.DataFrame:
    """What each page costs, in the units of the targets: one row per page, in the order of their names.

    Columns: page; first_view, all_opened, first_chart (ratios to stock; the last missing where there is no chart);
    html (bytes); longest_task (ms, on the machine that measured); shift (score); source_id.
    """
    own = rows[is_page(rows["place"])]
    columns = {}
    for name, (measure, compares, column, times) in OF_A_PAGE.items():
        found = own[(own["measure"] == measure) & (own["compares"] == compares)]
        columns[name] = found.set_index("place")[column] * times
    pages = pd.DataFrame(columns).rename_axis("page").reset_index()
    return pages.assign(source_id=own["source_id"].iloc[0])


def of_builds(rows: pd.DataFrame) -> pd.DataFrame:
    """Time and memory of builds: columns measure, place, ratio (this book to stock), source_id."""
    own = rows[(rows["compares"] == OWN_TO_STOCK) & ~is_page(rows["place"])]
    return own[["measure", "place", "ratio", "source_id"]].reset_index(drop=True)


def against_targets(rows: pd.DataFrame) -> pd.DataFrame:
    """What was aimed at and what was reached; a page counts as its worst.

    Columns: what, unit, target and reached (in that unit), page (the worst), missed_by (how many pages or builds miss
    it), met (bool), why (a sentence, where it is missed), source_id.
    """
    pages, builds = by_page(rows).set_index("page"), of_builds(rows).query("measure == 'build time'")
    times = builds.set_index("place")["ratio"]
    found = [_reached(target, pages, times) for target in TARGETS]
    return pd.DataFrame(found).assign(source_id=rows["source_id"].iloc[0])


def _reached(target: Target, pages: pd.DataFrame, times: pd.Series) -> dict:
    values = pages[target.page].dropna() if target.page else times[[target.build]]
    missed = int((values > target.limit).sum())
    return {
        "what": target.what,
        "unit": target.unit,
        "target": target.limit,
        "reached": float(values.max()),
        "page": values.idxmax() if target.page else "",
        "missed_by": missed,
        "met": missed == 0,
        "why": target.why if missed else "",
    }


def worded(value: float, unit: str) -> str:
    """A value of a target in words: (0.1, 'of stock') -> '10% of stock', (350000, 'bytes') -> '350,000 bytes'."""
    if unit == OF_STOCK:
        return f"{fixed(value, 1, times=100).removesuffix('.0')}% of stock"
    return shortest(value) if unit == "score" else f"{fixed(value)} {unit}"


def of_growth(rows: pd.DataFrame) -> pd.DataFrame:
    """How this book grows: columns measure, place, ratio (ten times to once; ten or less is linear), source_id."""
    own = rows[rows["compares"] == "ten times / once"]
    return own[["measure", "place", "ratio", "source_id"]].reset_index(drop=True)
