"""A Data Package of the CSV files behind figures and tables: what each is of, its fields, sources and licences.

It is written beside them with every build, so that a file that leaves the book can still be explained. A field of a
table of the book keeps the meaning that the book's own package gives it; of the others the measure of the figure says
what they count.
"""

import json
import re
from functools import lru_cache
from html import unescape
from pathlib import Path

import pandas as pd
from sphinx.application import Sphinx

from evidence import tables
from evidence.pages.held_back import FOLDER
from evidence.pages.published import on_pages

FILE = "datapackage.json"
PUBLISHED = re.compile(
    r'<(?:figure|div) class="ev-(figure|table)[^"]*" id="(?:fig|tab)-([a-z0-9-]+)"[^>]*? data-rows="([^"]*)"[^>]*>'
    r'.*?<p class="ev-title">(.*?)</p>(?:\s*<p class="ev-measure">(.*?)</p>)?',
    re.DOTALL,
)
PERMALINK = re.compile(r'<a class="headerlink".*?</a>', re.DOTALL)
TAG = re.compile(r"<[^>]*>")
THEN = "-2017"  # ends the name of the state of August 2017
TYPES = {"i": "integer", "f": "number", "b": "boolean"}  # pandas' kind -> that of a Table Schema; else a string


def described(name: str, rows_of: list[str], title: str, measure: str, sources: list[str], path: Path) -> dict:
    """One CSV as a resource. sources: ids. path: of the file, whose head and values tell the fields."""
    rows = pd.read_csv(path, encoding="utf-8-sig", keep_default_na=False, na_values=[""])
    named = tables.sources(sources)
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "path": path.name,
        "title": title,
        "description": f"{measure.removesuffix('.')}. From: {', '.join(rows_of)}.".removeprefix(". "),
        "encoding": "utf-8-sig",
        "sources": [_source(row) for row in named.itertuples()],
        "schema": {"fields": [_field(column, rows[column].dtype.kind, rows_of) for column in rows]},
    }


def _source(row) -> dict[str, str]:
    """A source with the day on which it was read and its licence."""
    accessed = f", accessed {row.date_accessed:%Y-%m-%d}" if pd.notna(row.date_accessed) else ""
    own = {"title": f"{row.attribution_short}{accessed}; licence: {row.licence}"}
    return own | ({"path": row.url_main} if isinstance(row.url_main, str) else {})


def _field(column: str, kind: str, rows_of: list[str]) -> dict[str, str]:
    own = {"name": column, "type": TYPES.get(kind, "string")}
    for table in rows_of:
        if (table, column) in _meanings():
            return own | _meanings()[table, column]
    return own


@lru_cache(maxsize=1)
def _meanings() -> dict[tuple[str, str], dict[str, str]]:
    """(table, field) -> its title and description in the book's own package."""
    return {
        (name, field["name"]): {key: field[key] for key in ("title", "description") if field.get(key)}
        for name in tables.names()
        for field in tables.resource(name)["schema"]["fields"]
    }


def _plain(markup: str) -> str:
    return " ".join(unescape(TAG.sub("", PERMALINK.sub("", markup))).split())


def package(book: Path, sources: dict[tuple[str, str], list[str]]) -> dict:
    """The descriptor of all CSV files of a built book. sources: (kind, name) -> ids, as of `published.OnPage`."""
    resources = {}
    for page in sorted(book.rglob("*.html")):
        for kind, name, rows_of, title, measure in PUBLISHED.findall(page.read_text("utf-8")):
            states = (("", _plain(title)), (THEN, f"{_plain(title)} (what could be known in August 2017)"))
            for end, own in states:
                path = book / FOLDER / f"{name}{end}.csv"
                if path.exists() and f"{name}{end}" not in resources:
                    ids = sources.get((kind, name), [])
                    described_now = described(f"{name}{end}", rows_of.split(), own, _plain(measure), ids, path)
                    resources[f"{name}{end}"] = described_now
    return {
        "profile": "data-package",
        "name": "russia-in-afghanistan-figures",
        "title": "Rows behind the figures and tables of “Russia in Afghanistan: an evidence book”",
        "description": "Text and selection: CC BY 4.0. Data: under the licence of their source. A range is of what the "
        "description says: bounds of a count, or an interval of 95%. Whole tables: ../data/datapackage.json.",
        "resources": [resources[name] for name in sorted(resources)],
    }


def after_build(app: Sphinx, failure: Exception | None) -> None:
    """Write the descriptor once pages and files stand."""
    if failure is None and app.builder.format == "html":
        sources = {key: ids for page in on_pages(app.env).values() for key, ids in page.sources.items()}
        described_all = package(Path(app.outdir), sources)
        if not described_all["resources"]:  # a book without figures has no folder for their files
            return
        text = json.dumps(described_all, ensure_ascii=False, indent=1)
        (Path(app.outdir) / FOLDER / FILE).write_text(f"{text}\n", encoding="utf-8", newline="")
