"""The sources themselves as entries for a list of references, each under its id in this book.

Who cites a row of the book cites the book (`evidence.pages.citations`); who cites the page that a row rests on takes
it from here. Title, producer, dates and address are those of `data/sources.csv`; a title in brackets says what the
page is, where it was not recorded. Pure functions.
"""

import json
from typing import Any

import pandas as pd

from evidence.pages.citations import MONTHS, tex

NAME = "sources-themselves"
DATED = {"dataset": "dataset", "report": "report", "news": "article-newspaper"}  # kind of a source -> type in CSL


def files(sources: pd.DataFrame) -> dict[str, str]:
    """Ending -> text of a file with every row of the table `sources`."""
    rows = sources.astype({"date_accessed": str}).fillna("").to_dict("records")
    return {
        "bib": "\n".join(map(bibtex, rows)),
        "json": json.dumps(list(map(csl, rows)), ensure_ascii=False, indent=1) + "\n",
    }


def bibtex(row: dict[str, str]) -> str:
    """An entry for BibTeX; the inner braces keep the producer's name and the title as they are."""
    year, month, _ = _parts(row["date_published"])
    fields = {
        "author": f"{{{tex(row['producer'])}}}",
        "title": f"{{{tex(row['title'])}}}",
        "edition": tex(row["version"]),
        "year": year,
        "month": month and MONTHS[int(month) - 1],
        "howpublished": row["via"] and f"via {tex(row['via'])}",
        "url": row["url_main"],
        "urldate": row["date_accessed"],  # which BibTeX itself passes over
        "note": "; ".join(_noted(row)),
    }
    whole = {name: value if name == "month" else f"{{{value}}}" for name, value in fields.items() if value}
    lines = "".join(f",\n  {name} = {value}" for name, value in whole.items())
    return f"@misc{{{row['source_id']}{lines}\n}}\n"


def csl(row: dict[str, str]) -> dict[str, Any]:
    """An entry in CSL-JSON, without what is not recorded."""
    record = {
        "id": row["source_id"],
        "type": DATED.get(row["kind"], "webpage"),
        "title": row["title"],
        "author": [{"literal": row["producer"]}],
        "issued": _date(row["date_published"]),
        "accessed": _date(row["date_accessed"]),
        "version": row["version"],
        "URL": row["url_main"],
        "note": row["via"] and f"via {row['via']}",
    }
    return {name: value for name, value in record.items() if value}


def _noted(row: dict[str, str]) -> list[str]:
    accessed = row["date_accessed"]
    return [f"published {row['date_published'] or 'without a date'}", *([f"accessed {accessed}"] if accessed else [])]


def _date(text: str) -> dict[str, list[list[int]]]:
    return {"date-parts": [[int(part) for part in text.split("-")]]} if text else {}


def _parts(date: str) -> tuple[str, str, str]:
    year, month, day = (date.split("-") + ["", "", ""])[:3]
    return year, month, day
