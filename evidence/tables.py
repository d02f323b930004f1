"""Typed, validated tables of the data package, each row with its source.

    from evidence import tables
    deaths = tables.load("battle_deaths")
    tables.sources(deaths.source_id)
    outlines = tables.geo("provinces_map")

A table is one CSV and one resource in ``data/datapackage.json``; nothing here knows a table by name, except
``sources``, which every other table leans on. The resources that are not tables are outlines for maps. Everything wrong
raises ``TableError`` with lines of the form ``data/<file>.csv, row N, column C: what is wrong``; N is the line in the
file (header = 1).

``python -m evidence.tables`` checks the whole package.
"""

import csv
import hashlib
import io
import json
import sys
from collections.abc import Callable, Iterable
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from evidence import outlines

KNOWN_FROM = ("date_known", "date_stated")  # columns that say when a row could be known, if not at its own date
PACKAGE = "datapackage.json"
TABULAR = "tabular-data-resource"
SHOWN = 20  # problems named in one error
_loaded: set[str] = set()
_trusted: set[str] = set()  # digests of tables whose content was validated elsewhere


class TableError(ValueError):
    """Something is wrong with the data package; the message names file, row and column."""

    def __init__(self, problems: str | list[str]):
        self.problems = [problems] if isinstance(problems, str) else problems
        more = len(self.problems) - SHOWN
        super().__init__("\n".join(self.problems[:SHOWN] + ([f"... and {more} more"] if more > 0 else [])))


class Raw(NamedTuple):
    """A CSV file as text: header, rows of cells, and the line on which each row starts."""

    file: str
    header: list[str]
    rows: list[list[str]]
    lines: list[int]

    def column(self, name: str) -> list[str]:
        at = self.header.index(name)
        return [row[at] for row in self.rows]

    def keys(self, columns: list[str]) -> list[tuple[str, ...]]:
        return list(zip(*map(self.column, columns)))

    def problem(self, at: int, column: str, text: str) -> str:
        return f"{self.file}, row {self.lines[at]}, column {column}: {text}"


# ------------------------------------------------------------------------------------------------ where things are
def root() -> Path:
    """The checkout: the first folder, from the working directory upwards, that holds data/datapackage.json."""
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "data" / PACKAGE).is_file():
            return folder
    raise TableError(f"data/{PACKAGE}: not found in {here} or above it")


def data_dir() -> Path:
    """The folder of the data package."""
    return root() / "data"


def package() -> dict:
    """The descriptor of the whole package (data/datapackage.json); not to be changed."""
    try:
        return _parsed((data_dir() / PACKAGE).read_text(encoding="utf-8"))
    except ValueError as error:
        raise TableError(f"data/{PACKAGE}: not readable as JSON: {error}") from error


@lru_cache(maxsize=1)
def _parsed(descriptor: str) -> dict:
    return json.loads(descriptor)


def names() -> list[str]:
    """Names of all tables, in the order of the package."""
    return [resource["name"] for resource in package()["resources"] if resource["profile"] == TABULAR]


def geo_names() -> list[str]:
    """Names of all map outlines, in the order of the package."""
    return [resource["name"] for resource in package()["resources"] if resource["profile"] != TABULAR]


def resource(name: str) -> dict:
    """The descriptor of one table or map: title, description, schema with units, licences, sources."""
    for descriptor in package()["resources"]:
        if descriptor["name"] == name:
            return descriptor
    raise TableError(f"data/{PACKAGE}: no table named {name!r}; there are: {', '.join(names() + geo_names())}")


def loaded() -> list[str]:
    """Names of the tables and maps loaded since import (``sources`` counts): what a notebook depends on."""
    return sorted(_loaded)


# ------------------------------------------------------------------------------------------------ loading
def load(name: str) -> pd.DataFrame:
    """One table, validated and typed; raises TableError.

    Integers are int64 (Int64 where a cell is empty), numbers float64, booleans bool, text str, exact dates
    Timestamps. A partial ``date`` such as 2016-04 stays text, and two Timestamps are added: ``date_start`` and
    ``date_end``, its first and last day. Where the table has a ``date_end`` of its own, that is the last day of
    it, or of ``date`` where it is empty. Where a table says when a row was said or became known (``date_known``,
    ``date_stated``), ``known_end`` is the last day of that, or ``date_end`` where it is empty. Units stand in
    ``resource(name)``. The frame is a copy: change it freely.
    """
    descriptor = resource(name)
    _loaded.add(name)
    return _load(name, _digest(descriptor)).copy()


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
    _loaded.add(name)
    return _checked_geo(descriptor)


def validate_package() -> dict[str, int]:
    """Check every table and map; rows or features of each, or one TableError with the problems of all."""
    counts, problems = {}, []
    for descriptor in package()["resources"]:
        try:
            if descriptor["profile"] == TABULAR:
                counts[descriptor["name"]] = len(_checked(descriptor).rows)
            else:
                counts[descriptor["name"]] = len(_checked_geo(descriptor)["features"])
        except TableError as error:
            problems += error.problems
    if problems:
        raise TableError(list(dict.fromkeys(problems)))
    return counts


def trust_package() -> None:
    """Load every table, as its content is now, without checking it: for a caller who knows that it was validated."""
    read = lru_cache(maxsize=None)(_content)
    _trusted.update(_digest(each, read) for each in package()["resources"] if each["profile"] == TABULAR)


@lru_cache(maxsize=64)
def _load(name: str, digest: str) -> pd.DataFrame:
    descriptor = resource(name)
    raw = _read(descriptor) if digest in _trusted else _checked(descriptor)
    frame = pd.DataFrame(raw.rows, columns=raw.header, dtype="str").replace("", None)
    for field in descriptor["schema"]["fields"]:
        frame[field["name"]] = _typed(frame[field["name"]], field["type"])
    return _with_period(frame, descriptor)


def _content(path: str) -> bytes:
    file = data_dir() / path
    return file.read_bytes() if file.is_file() else b"missing"


def _digest(descriptor: dict, read: Callable[[str], bytes] = _content) -> str:
    """Content of the checkout that the table depends on: an edit is seen, a touched file is not."""
    others = set(_leans_on(descriptor))
    needed = [other["path"] for other in package()["resources"] if other["name"] in others]
    digest = hashlib.sha256(str(data_dir()).encode())
    for path in [PACKAGE, descriptor["path"], *needed]:
        digest.update(read(path))
    return digest.hexdigest()


def _leans_on(descriptor: dict) -> list[str]:
    if _points_at_rows([field["name"] for field in descriptor["schema"]["fields"]]):
        return [name for name in names() if name != descriptor["name"]]
    return [key["reference"]["resource"] for key in descriptor["schema"].get("foreignKeys", [])]


def _points_at_rows(columns: list[str]) -> bool:
    return {"table", "row_id"} <= set(columns)


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


def _with_period(frame: pd.DataFrame, descriptor: dict) -> pd.DataFrame:
    if "date" not in _partial_dates(descriptor):
        return frame
    last = frame["date_end"].fillna(frame["date"]) if "date_end" in frame else frame["date"]
    frame["date_start"] = [_period(text)[0] for text in frame["date"]]
    frame["date_end"] = [_period(text)[1] for text in last]
    for column in KNOWN_FROM:
        if column in frame:
            frame["known_end"] = pd.Series([_period(text)[1] for text in frame[column]]).fillna(frame["date_end"])
    return frame


def _partial_dates(descriptor: dict) -> list[str]:
    return [field["name"] for field in descriptor["schema"]["fields"] if field.get("partialDate")]


def _period(text: str) -> tuple[pd.Timestamp, pd.Timestamp]:
    """First and last day of 2016, 2016-04 or 2016-04-05; NaT where the date is missing."""
    if not isinstance(text, str) or not text:
        return pd.NaT, pd.NaT
    date.fromisoformat((text + "-01-01")[:10])  # pandas alone would accept 2016-1
    period = pd.Period(text, freq={4: "Y", 7: "M", 10: "D"}[len(text)])
    return period.start_time, period.end_time.normalize()


# ------------------------------------------------------------------------------------------------ reading and checking
def _checked(descriptor: dict) -> Raw:
    """The file as text, with nothing wrong in it; raises TableError."""
    raw = _read(descriptor)
    if problems := _problems(descriptor, raw):
        raise TableError(problems)
    return raw


def _read(descriptor: dict) -> Raw:
    """The file as text, if it is a UTF-8 CSV with exactly the columns of the schema and at least one row."""
    file, path = f"data/{descriptor['path']}", data_dir() / descriptor["path"]
    if not path.is_file():
        raise TableError(f"{file}: the file is missing")
    content = path.read_bytes()
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise TableError(f"{file}, row {line}: byte 0x{content[error.start]:02x} is not valid UTF-8") from error
    reader, records, lines = csv.reader(io.StringIO(text, newline=""), strict=True), [], [1]
    try:
        for record in reader:
            records.append(record)
            lines.append(reader.line_num + 1)
    except csv.Error as error:
        raise TableError(f"{file}, row {lines[-1]}: not readable as CSV: {error}") from error
    expected = [field["name"] for field in descriptor["schema"]["fields"]]
    if not records:
        raise TableError(f"{file}: the file is empty; expected the columns {', '.join(expected)}")
    if wrong := _header_problems(file, records[0], expected):
        raise TableError(wrong)
    if len(records) == 1:
        raise TableError(f"{file}: the table has a header but no rows")
    ragged = [
        f"{file}, row {line}: {len(record)} cells, but the header has {len(expected)} columns"
        for record, line in zip(records[1:], lines[1:])
        if len(record) != len(expected)
    ]
    if ragged:
        raise TableError(ragged)
    return Raw(file, records[0], records[1:], lines[1:-1])


def _header_problems(file: str, header: list[str], expected: list[str]) -> list[str]:
    missing = [f"{file}, row 1, column {name}: the column is missing" for name in expected if name not in header]
    extra = [f"{file}, row 1, column {name}: the schema has no such column" for name in header if name not in expected]
    if not missing and not extra and header != expected:
        return [f"{file}, row 1: the columns must be {', '.join(expected)}, in this order and each once"]
    return missing + extra


def _problems(descriptor: dict, raw: Raw) -> list[str]:
    found = _schema_problems(descriptor, raw)
    if found:  # the checks below need cells of the right type
        return found
    found = _date_problems(descriptor, raw) or _access_problems(descriptor, raw)
    found += _order_problems(raw) + _sum_problems(raw)
    return found + _reference_problems(descriptor, raw) + _pointer_problems(raw)


def _schema_problems(descriptor: dict, raw: Raw) -> list[str]:
    """Types, constraints and primary key, as Frictionless judges them."""
    from frictionless import Resource, Schema  # here, because importing it takes a second

    schema = {key: value for key, value in descriptor["schema"].items() if key != "foreignKeys"}
    table = Resource(data=[raw.header, *raw.rows], schema=Schema.from_descriptor(schema))
    found = []
    for error in table.validate().flatten(["rowNumber", "fieldName", "cell", "note", "type"]):
        row, field, cell, note, kind = error
        if row is None:
            found.append(f"{raw.file}: {note}")
            continue
        if kind == "primary-key":
            field, note = ", ".join(_listed(schema["primaryKey"])), f"duplicate key, {note}"
        found.append(raw.problem(row - 2, field or "-", f"{cell!r}: {note}" if cell else note))
    return found


def _date_problems(descriptor: dict, raw: Raw) -> list[str]:
    found = []
    for column in _partial_dates(descriptor):
        for at, text in enumerate(raw.column(column)):
            try:
                _period(text)
            except ValueError:
                found.append(raw.problem(at, column, f"{text!r} is not a real date"))
    return found


def _access_problems(descriptor: dict, raw: Raw) -> list[str]:
    """A row cannot tell of a day after its source was read."""
    own = descriptor["name"] == "sources"
    column = next((c for c in (("date_published",) if own else ("date", "year")) if c in raw.header), None)
    if column is None or "source_id" not in raw.header:
        return []
    accessed = dict((raw if own else _read(resource("sources"))).keys(["source_id", "date_accessed"]))
    return [
        raw.problem(at, column, f"{text!r} is after the day source {source!r} was read, {accessed[source]}")
        for at, (source, text) in enumerate(raw.keys(["source_id", column]))
        if text and accessed.get(source) and text > accessed[source]
    ]


def _order_problems(raw: Raw) -> list[str]:
    columns = [column for column in ("low", "best", "high") if column in raw.header]
    found = []
    for at, cells in enumerate(raw.keys(columns) if len(columns) > 1 else []):
        values = [float(cell) for cell in cells if cell]
        if values != sorted(values):
            found.append(raw.problem(at, columns[0], f"{' <= '.join(columns)} does not hold: {', '.join(cells)}"))
    return found


def _sum_problems(raw: Raw) -> list[str]:
    """Columns killed, injured and total, or the three with one ending: killed_revised ..."""
    found = []
    for column in raw.header:
        parts = [column.replace("total", part, 1) for part in ("killed", "injured", "total")]
        if not column.startswith("total") or not set(parts) <= set(raw.header):
            continue
        for at, cells in enumerate(raw.keys(parts)):
            if all(cells) and int(cells[0]) + int(cells[1]) != int(cells[2]):
                found.append(raw.problem(at, column, f"killed + injured = total does not hold: {', '.join(cells)}"))
    return found


def _reference_problems(descriptor: dict, raw: Raw) -> list[str]:
    found = []
    for key in descriptor["schema"].get("foreignKeys", []):
        other = resource(key["reference"]["resource"])
        (column,), (target,) = _listed(key["fields"]), _listed(key["reference"]["fields"])
        known = set(_read(other).column(target))
        for at, cell in enumerate(raw.column(column)):
            if cell and cell not in known:
                found.append(raw.problem(at, column, f"{cell!r} is not in data/{other['path']}"))
    return found


def _listed(fields: str | list[str]) -> list[str]:
    return [fields] if isinstance(fields, str) else fields


def _pointer_problems(raw: Raw) -> list[str]:
    """Columns table and row_id name a row that exists, or both are empty; a compound key is joined with |."""
    if not _points_at_rows(raw.header):
        return []
    found, known, tables = [], {}, names()
    for at, (table, row_id) in enumerate(raw.keys(["table", "row_id"])):
        if not table and not row_id:
            continue
        if table not in tables:
            found.append(raw.problem(at, "table", f"{table!r} is not a table of the package"))
            continue
        if table not in known:
            key = _listed(resource(table)["schema"]["primaryKey"])
            known[table] = {"|".join(parts) for parts in _read(resource(table)).keys(key)}
        if row_id not in known[table]:
            found.append(raw.problem(at, "row_id", f"table {table} has no row {row_id!r}"))
    return found


def _checked_geo(descriptor: dict) -> dict:
    """The parsed GeoJSON, with nothing wrong in it; raises TableError."""
    file, described, keys = f"data/{descriptor['path']}", descriptor["outlines"], None
    try:
        features = json.loads((data_dir() / descriptor["path"]).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise TableError(f"{file}: the file is missing") from error
    except ValueError as error:
        raise TableError(f"{file}: not readable as JSON: {error}") from error
    if reference := described.get("reference"):
        keys = set(_read(resource(reference["resource"])).column(reference["fields"]))
    known = set(_read(resource("sources")).column("source_id"))
    if problems := outlines.problems(file, features, described, keys, known):
        raise TableError(problems)
    return features


def main() -> int:
    try:
        counts = validate_package()
    except TableError as error:
        print(error, file=sys.stderr)
        return 1
    for name, rows in counts.items():
        print(f"{name}: {rows} {'rows' if name in names() else 'outlines'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
