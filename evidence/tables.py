"""Typed, validated tables of the data package, each row with its source.

    from evidence import tables
    deaths = tables.load("battle_deaths")
    tables.sources(deaths.source_id)
    outlines = tables.geo("provinces_map")

A table is one CSV and one resource in ``data/datapackage.json``; nothing here knows a table by name, except
``sources``, which every other table leans on. The resources that are not tables are outlines for maps. Everything wrong
raises ``TableError`` with lines of the form ``data/<file>.csv, row N, column C: what is wrong``; N is the line in the
file (header = 1).

``python -m evidence.tables`` checks the whole package; with ``--plain`` it first writes again what a spreadsheet saved
with a byte-order mark, other line ends, blank rows or needless quotes.
"""

import argparse
import hashlib
import os
import sys
from collections.abc import Callable, Iterable
from functools import lru_cache

import pandas as pd

from evidence.checks import checked, checked_geo, read, uncovered
from evidence.csvfile import plain
from evidence.descriptors import PACKAGE, TABULAR, incomplete
from evidence.package import TableError, data_dir, package, partial_dates, points_at_rows, root
from evidence.package import geo_names as all_maps
from evidence.package import names as all_tables
from evidence.package import resource as described
from evidence.periods import known, period

__all__ = [
    "TABULAR",
    "TableError",
    "data_dir",
    "dates",
    "geo",
    "geo_names",
    "load",
    "loaded",
    "names",
    "package",
    "resource",
    "root",
    "sources",
    "trust_package",
    "validate_package",
]

EVERY = "the list of tables"  # what a notebook depends on that asks which tables there are
KNOWN_FROM = ["date_known", "date_stated"]  # columns that say when a row could be known, the first that does
_loaded: set[str] = set()
_trusted: set[str] = set()  # digests of tables whose content was validated elsewhere


def loaded() -> list[str]:
    """What a notebook depends on: tables and maps that were loaded or described since import (``sources`` counts), and
    `EVERY` if it asked which there are."""
    return sorted(_loaded)


def names() -> list[str]:
    """Names of all tables, in the order of the package."""
    _loaded.add(EVERY)
    return all_tables()


def geo_names() -> list[str]:
    """Names of all map outlines, in the order of the package."""
    _loaded.add(EVERY)
    return all_maps()


def resource(name: str) -> dict:
    """The descriptor of one table or map: title, description, schema with units, licences, sources."""
    descriptor = described(name)
    _loaded.add(name)
    return descriptor


def load(name: str, as_of: str | pd.Timestamp | None = None) -> pd.DataFrame:
    """One table, validated and typed; raises TableError.

    as_of: only the rows that could be known on that day, by `periods.known`, in today's vintage: values that were
    revised since are the revised ones. Raises ValueError for a table without dates.

    Integers are int64 (Int64 where a cell is empty), numbers float64, booleans bool, text str, exact dates
    Timestamps. A partial ``date`` such as 2016-04 stays text, and two Timestamps are added: ``date_start`` and
    ``date_end``, its first and last day. Where the table has a ``date_end`` of its own, that is the last day of
    it, or of ``date`` where it is empty. Where a table says when a row became known or was said (``date_known``, else
    ``date_stated``), ``known_end`` is the last day of that, or ``date_end`` where both are empty. Units stand in
    ``resource(name)``. The frame is a copy: change it freely.
    """
    descriptor = resource(name)
    frame = _load(name, _digest(descriptor)).copy()
    return frame if as_of is None else known(frame, pd.Timestamp(as_of))


def dates(*names: str) -> pd.Series:
    """The date of each row of some tables, as written (2016, 2016-04 or 2016-04-05), by its id. Raises TableError."""
    return pd.concat([load(name).set_index(resource(name)["schema"]["primaryKey"])["date"] for name in names])


def sources(ids: str | Iterable[str]) -> pd.DataFrame:
    """Rows of ``sources`` for one id or several, each once, in the order asked."""
    wanted = list(dict.fromkeys([ids] if isinstance(ids, str) else ids))
    table = load("sources").set_index("source_id", drop=False)
    unknown = [source for source in wanted if source not in table.index]
    if unknown:
        raise TableError([f"data/sources.csv, column source_id: no source {source!r}" for source in unknown])
    return table.loc[wanted].reset_index(drop=True)


def geo(name: str) -> dict:
    """Map outlines as a GeoJSON dict, validated; raises TableError.

    A FeatureCollection of polygons in degrees (WGS 84); every feature has a ``source_id`` among its properties.
    """
    descriptor = resource(name)
    return checked_geo(descriptor)


def validate_package() -> dict[str, int]:
    """Check every table and map; rows or features of each, or one TableError with the problems of all."""
    counts, problems = {}, _not_described()
    for descriptor in package()["resources"]:
        problems += incomplete(descriptor)
        try:
            if descriptor["profile"] == TABULAR:
                raw = checked(descriptor)
                counts[descriptor["name"]] = len(raw.rows)
                problems += uncovered(descriptor, raw)
            else:
                counts[descriptor["name"]] = len(checked_geo(descriptor)["features"])
        except TableError as error:
            problems += error.problems
    if problems:
        raise TableError(list(dict.fromkeys(problems)))
    return counts


def _not_described() -> list[str]:
    """Tables and maps that lie in the folder, hidden files apart, and are not in the package."""
    known = {descriptor["path"] for descriptor in package()["resources"]}
    files = [path for path in sorted(data_dir().iterdir()) if path.is_file()]
    lying = [path.name for path in files if path.suffix.lower() in (".csv", ".geojson")]
    return [
        f"data/{name}: no table of data/{PACKAGE} has this path; describe it there, or keep the file elsewhere"
        for name in lying
        if name not in known and not name.startswith((".", "~"))
    ]


def trust_package() -> None:
    """Load every table, as its content is now, without checking it: for a caller who knows that it was validated."""
    read = lru_cache(maxsize=None)(_content)
    _trusted.update(_digest(each, read) for each in package()["resources"] if each["profile"] == TABULAR)


@lru_cache(maxsize=512)
def _load(name: str, digest: str) -> pd.DataFrame:
    descriptor = described(name)
    raw = read(descriptor) if digest in _trusted else checked(descriptor)
    frame = pd.DataFrame(raw.rows, columns=raw.header, dtype="str").replace("", None)
    for field in descriptor["schema"]["fields"]:
        frame[field["name"]] = _typed(frame[field["name"]], field["type"])
    return _withperiod(frame, descriptor)


def _content(path: str) -> bytes:
    file = data_dir() / path
    return file.read_bytes() if file.is_file() else b"missing"


def _digest(descriptor: dict, read: Callable[[str], bytes] = _content) -> str:
    """Content of the checkout that the table depends on: an edit is seen, a touched file is not."""
    others = set(_leans_on(descriptor))
    needed = [other["path"] for other in package()["resources"] if other["name"] in others]
    digest = hashlib.sha256(os.fsencode(data_dir()))
    for path in [PACKAGE, descriptor["path"], *needed]:
        digest.update(read(path))
    return digest.hexdigest()


def _leans_on(descriptor: dict) -> list[str]:
    if points_at_rows([field["name"] for field in descriptor["schema"]["fields"]]):
        return [name for name in all_tables() if name != descriptor["name"]]
    return [key["reference"]["resource"] for key in descriptor["schema"].get("foreignKeys", [])]


def _typed(column: pd.Series, kind: str) -> pd.Series:
    if kind in ("integer", "year"):
        whole = pd.to_numeric(column).astype("Int64")
        return whole if whole.isna().any() else whole.astype("int64")
    if kind == "number":
        return pd.to_numeric(column).astype("float64")
    if kind == "boolean":
        flags = column.str.upper().map({"TRUE": True, "FALSE": False}).astype("boolean")  # as R reads it too
        return flags if flags.isna().any() else flags.astype("bool")
    if kind == "date":
        return pd.to_datetime(column, format="%Y-%m-%d")
    return column.astype("str")


def _withperiod(frame: pd.DataFrame, descriptor: dict) -> pd.DataFrame:
    if "date" not in partial_dates(descriptor):
        return frame
    last = frame["date_end"].fillna(frame["date"]) if "date_end" in frame else frame["date"]
    frame["date_start"] = [period(text)[0] for text in frame["date"]]
    frame["date_end"] = [period(text)[1] for text in last]
    told = [column for column in KNOWN_FROM if column in frame]
    if told:
        first = frame[told].bfill(axis=1).iloc[:, 0]
        frame["known_end"] = pd.Series([period(text)[1] for text in first]).fillna(frame["date_end"])
    return frame


def write_plain() -> list[str]:
    """Write every table again that is not as `csvfile.plain` has it; their file names. Raises TableError."""
    written = []
    for path, raw in [(data_dir() / described(name)["path"], read(described(name))) for name in all_tables()]:
        if path.read_bytes() != plain(raw):
            path.write_bytes(plain(raw))
            written.append(raw.file)
    return written


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m evidence.tables", description="Check every table of the package.")
    parser.add_argument("--plain", action="store_true", help="write again, as plain CSV, what a spreadsheet saved")
    options = parser.parse_args(arguments)
    try:
        for file in write_plain() if options.plain else ():
            print(f"{file}: written again as plain CSV")
        counts = validate_package()
    except TableError as error:
        print(error, file=sys.stderr)
        return 1
    for name, rows in counts.items():
        print(f"{name}: {rows} {'rows' if name in all_tables() else 'outlines'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
