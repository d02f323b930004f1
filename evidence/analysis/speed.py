"""This book against a stock Jupyter Book of the same notebooks: what the table `benchmarks` says, in few numbers."""

import pandas as pd

OWN_TO_STOCK = "this book / stock"
# What the book set itself before it was measured: the largest ratio to stock.
TARGETS = {
    ("page", "bytes at first view, gzip"): 1 / 5,
    ("page", "time to first chart visible"): 1 / 3,
    ("build time", "cold build with execution"): 1.0,
    ("build time", "rebuild after editing the prose of one chapter"): 1 / 4,
    ("build time", "rebuild after editing the prose of one chapter, while served"): 1 / 4,
    ("build time", "rebuild after editing the code of one chapter"): 1 / 4,
    ("build time", "rebuild after editing the code of one chapter, while served"): 1 / 4,
}


def _is_page(places: pd.Series) -> pd.Series:
    return places.eq("index") | places.str.startswith("chapters/")


def of_pages(rows: pd.DataFrame) -> pd.DataFrame:
    """Measures of pages, each over all pages: one row per measure in the order of the table.

    rows: the table `benchmarks`. Columns: measure; low, middle, high (smallest, median and largest ratio of this book
    to stock, 1 = as much); pages (count); source_id.
    """
    own = rows[(rows["compares"] == OWN_TO_STOCK) & _is_page(rows["place"])]
    ratios = own.groupby("measure", sort=False)["ratio"]
    summary = ratios.agg(low="min", middle="median", high="max", pages="size").reset_index()
    return summary.assign(source_id=own["source_id"].iloc[0])


def of_builds(rows: pd.DataFrame) -> pd.DataFrame:
    """Time and memory of builds: columns measure, place, ratio (this book to stock), source_id."""
    own = rows[(rows["compares"] == OWN_TO_STOCK) & ~_is_page(rows["place"])]
    return own[["measure", "place", "ratio", "source_id"]].reset_index(drop=True)


def against_targets(rows: pd.DataFrame) -> pd.DataFrame:
    """What was aimed at and what was reached; a page counts as its worst.

    Columns: what, target (largest ratio), reached (ratio), met (bool), source_id.
    """
    pages = of_pages(rows).set_index("measure")["high"]
    builds = of_builds(rows).set_index(["measure", "place"])["ratio"]
    reached = {
        (measure, place): pages[place] if measure == "page" else builds[measure, place] for measure, place in TARGETS
    }
    return pd.DataFrame(
        {
            "what": [place if measure == "page" else f"{measure}: {place}" for measure, place in TARGETS],
            "target": list(TARGETS.values()),
            "reached": list(reached.values()),
            "met": [reached[key] <= target for key, target in TARGETS.items()],
            "source_id": rows["source_id"].iloc[0],
        }
    )


def of_growth(rows: pd.DataFrame) -> pd.DataFrame:
    """How this book grows: columns measure, place, ratio (ten times to once; ten or less is linear), source_id."""
    own = rows[rows["compares"] == "ten times / once"]
    return own[["measure", "place", "ratio", "source_id"]].reset_index(drop=True)
