"""A Data Package of the CSV files behind figures and tables: what each is of, its fields, sources and licences.

It is written beside them with every build, so that a file that leaves the book can still be explained. A field keeps
the meaning and the unit of a table of the book whose column of that name has all its values. Of others, which are
computed or which several tables explain in different ways, `figure_fields.toml` says what they count.
"""

import json
import re
import tomllib
from functools import cache, lru_cache
from html import unescape
from pathlib import Path

import pandas as pd
from sphinx.application import Sphinx

from evidence import tables
from evidence.pages.held_back import FOLDER
from evidence.pages.published import on_pages

FILE = "datapackage.json"
FIELDS = Path(__file__).with_name("figure_fields.toml")
INHERITED = ("title", "description", "unit")
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
        "schema": {"fields": [_field(name, rows[column], rows_of) for column in rows]},
    }


def _source(row) -> dict[str, str]:
    """A source with the day on which it was read and its licence."""
    accessed = f", accessed {row.date_accessed:%Y-%m-%d}" if pd.notna(row.date_accessed) else ""
    own = {"title": f"{row.attribution_short}{accessed}; licence: {row.licence}"}
    return own | ({"path": row.url_main} if isinstance(row.url_main, str) else {})


def _field(name: str, values: pd.Series, rows_of: list[str]) -> dict[str, str]:
    """A field with its meaning and unit: its own by `FIELDS`, else those of the table that has it with these values."""
    column = str(values.name)
    given = {"name": column, "type": TYPES.get(values.dtype.kind, "string")}
    own = _own_meanings()
    found = own.get(name.removesuffix(THEN), {}).get(column)
    if found:
        return given | _told(*found)
    inherited = _inherited(values, rows_of)
    if column in own["words"] and not inherited.get("description"):
        inherited |= _told(*own["words"][column])
    return given | inherited


def _told(description: str, unit: str) -> dict[str, str]:
    return {"description": description} | ({"unit": unit} if unit else {})


def _inherited(values: pd.Series, rows_of: list[str]) -> dict[str, str]:
    """What the tables say of a field of this name, if they say one thing and hold all these values; else nothing."""
    named = [(table, field) for table in rows_of if (field := _fields(table).get(str(values.name)))]
    holding = [field for table, field in named if _held(values, table)]
    said = [{key: field[key] for key in INHERITED if field.get(key)} for field in holding]
    if not said or any(one != said[0] for one in said):
        return {}
    kind = holding[0]["type"]
    return said[0] | ({"type": kind} if values.isna().all() or kind == "string" else {})


def _held(values: pd.Series, table: str) -> bool:
    """Whether the table's column of this name has every value, read the same way."""
    theirs = _rows(table)[str(values.name)]
    if values.dtype.kind in "if":
        theirs = pd.to_numeric(theirs, errors="coerce")
    elif values.dtype.kind == "b":
        theirs = theirs.map({"TRUE": True, "FALSE": False})
    else:
        values = values.astype(str).where(values.notna())
    return bool(values.dropna().isin(theirs).all())


@cache
def _rows(table: str) -> pd.DataFrame:
    path = tables.data_dir() / tables.resource(table)["path"]
    return pd.read_csv(path, encoding="utf-8", dtype=str, keep_default_na=False, na_values=[""])


@cache
def _fields(table: str) -> dict[str, dict]:
    """Field -> what the book's own package says of it; nothing for a map."""
    if table not in tables.names():
        return {}
    return {field["name"]: field for field in tables.resource(table)["schema"]["fields"]}


@lru_cache(maxsize=1)
def _own_meanings() -> dict[str, dict[str, list[str]]]:
    """Figure or table -> field -> its meaning and its unit; under `words` those of fields of words in all of them."""
    return tomllib.loads(FIELDS.read_text(encoding="utf-8"))


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
        "description": "Text and selection: CC BY 4.0. Data: under the licence of their source. What a range is, each "
        "field says. Whole tables: ../data/datapackage.json.",
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
