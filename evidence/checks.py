"""What may be wrong in a table or a map of the data package, each problem with file, row and column.

N in ``data/<file>.csv, row N, column C`` is the line in the file (header = 1).
"""

import json
from itertools import pairwise

from evidence import csvfile, outlines
from evidence.cells import newest_day, problem
from evidence.csvfile import Raw
from evidence.descriptors import listed
from evidence.package import TableError, data_dir, names, package, points_at_rows, resource

DELETED = "the row is deleted"  # what `corrections` says a row is now
CORRECTION = "correction_id"  # the key of a table of corrections
TOLD_ON = ("date", "date_known", "date_stated")  # the days of which a row that tells of another row may have one


def checked(descriptor: dict) -> Raw:
    """The file as text, with nothing wrong in it; raises TableError."""
    raw = read(descriptor)
    if problems := _problems(descriptor, raw):
        raise TableError(problems)
    return raw


def uncovered(descriptor: dict, raw: Raw) -> list[str]:
    """Rows without a row here, for a table that ``covers`` others; that no row has two, its primary key sees to.

    A matter of the whole package: a table by itself may be loaded in part.
    """
    covered = set(raw.keys(["table", "row_id"])) if descriptor.get("covers") else set()
    return [
        f"{raw.file}, column row_id: {row_id!r} of table {table} has no row here, which says what a second look found"
        for table in descriptor.get("covers", [])
        for row_id in sorted(_row_ids(table))
        if (table, row_id) not in covered
    ]


def read(descriptor: dict) -> Raw:
    """The file as text, if it is a CSV with exactly the columns of the schema and at least one row."""
    expected = [field["name"] for field in descriptor["schema"]["fields"]]
    return csvfile.read(data_dir() / descriptor["path"], f"data/{descriptor['path']}", expected)


def _problems(descriptor: dict, raw: Raw) -> list[str]:
    found = _cell_problems(descriptor, raw) or _schema_problems(descriptor, raw)
    if found:  # the checks below need cells of the right type
        return found
    found = _access_problems(raw)
    found += _order_problems(raw) + _sum_problems(raw) + _confirmation_problems(raw)
    found += _reference_problems(descriptor, raw) + _pointer_problems(raw)
    return found + _day_problems(raw) + (_entry_problems(raw) or _two_day_problems(raw))


def _cell_problems(descriptor: dict, raw: Raw) -> list[str]:
    """What a cell of its type may not hold, in the order of the rows."""
    newest, fields = newest_day(package().get("created")), descriptor["schema"]["fields"]
    return [
        raw.problem(at, field["name"], wrong)
        for at, row in enumerate(raw.rows)
        for field, cell in zip(fields, row)
        if (wrong := problem(field, cell, newest))
    ]


def _schema_problems(descriptor: dict, raw: Raw) -> list[str]:
    """Types, constraints and primary key, as Frictionless judges them; the cells are well written."""
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
            field, note = ", ".join(listed(schema["primaryKey"])), f"duplicate key, {note}"
        found.append(raw.problem(row - 2, field or "-", f"{cell!r}: {note}" if cell else note))
    return found


def _access_problems(raw: Raw) -> list[str]:
    """A row cannot tell of a day after its source was read, nor a page be published after it was read."""
    own = "date_accessed" in raw.header
    column = next((c for c in (("date_published",) if own else ("date", "year")) if c in raw.header), None)
    if column is None or "source_id" not in raw.header:
        return []
    if own:
        accessed = raw.column("date_accessed")
    else:
        keys = read(resource("sources")).keys(["source_id", "date_accessed"])
        read_on = {source: day for source, day in keys}
        accessed = [read_on.get(source, "") for source in raw.column("source_id")]
    return [
        raw.problem(at, column, f"{text!r} is after the day source {source!r} was read, {day}")
        for at, (source, text, day) in enumerate(zip(raw.column("source_id"), raw.column(column), accessed))
        if text and day and text > day
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
        (column,), (target,) = listed(key["fields"]), listed(key["reference"]["fields"])
        known = set(read(other).column(target))
        for at, cell in enumerate(raw.column(column)):
            if cell and cell not in known:
                found.append(raw.problem(at, column, f"{cell!r} is not in data/{other['path']}"))
    return found


def _pointer_problems(raw: Raw) -> list[str]:
    """Columns table and row_id name a row that exists, or both are empty; a compound key is joined with |.

    A table of corrections may also name the rows that it says were deleted.
    """
    if not points_at_rows(raw.header):
        return []
    found, known, tables, gone = [], {}, names(), _deleted(raw)
    for at, (table, row_id) in enumerate(raw.keys(["table", "row_id"])):
        if (not table and not row_id) or (table, row_id) in gone:
            continue
        if table not in tables:
            found.append(raw.problem(at, "table", f"{table!r} is not a table of the package"))
            continue
        if table not in known:
            known[table] = _row_ids(table)
        if row_id not in known[table]:
            found.append(raw.problem(at, "row_id", f"table {table} has no row {row_id!r}"))
    return found


def _day_problems(raw: Raw) -> list[str]:
    """A row that tells of a row of another table by the same page has one of its days: one event, one date.

    The day of a correction is when it was made.
    """
    columns = ["table", "row_id", "source_id", "date"]
    if not set(columns) <= set(raw.header) or CORRECTION in raw.header:
        return []
    tables, days, found = names(), {}, []
    for at, (table, row_id, source, day) in enumerate(raw.keys(columns)):
        if table not in tables:
            continue
        if table not in days:
            days[table] = _days(table)
        own = days[table].get((row_id, source))
        if day and own and day not in own:
            found.append(
                raw.problem(at, "date", f"{day!r} is no day of {row_id!r} of {table}: {', '.join(sorted(own))}")
            )
    return found


def _days(table: str) -> dict[tuple[str, str], set[str]]:
    """The days of each row of a table, by its key and source; {} for a table without dates."""
    descriptor = resource(table)
    raw = read(descriptor)
    if not {"date", "source_id"} <= set(raw.header):
        return {}
    keys = ["|".join(parts) for parts in raw.keys(listed(descriptor["schema"]["primaryKey"]))]
    days = raw.keys([column for column in TOLD_ON if column in raw.header])
    return {key: set(filter(None, own)) for key, own in zip(zip(keys, raw.column("source_id")), days)}


def _entry_problems(raw: Raw) -> list[str]:
    """Corrections stand in the order of their days, because the last one of a cell says what it holds now."""
    if not {CORRECTION, "date"} <= set(raw.header):
        return []
    entries = raw.keys([CORRECTION, "date"])
    return [
        raw.problem(
            at + 1,
            "date",
            f"entry {entry} is of {day}, but {above} above it is of {before}. A new entry stands last, with the day on "
            "which the correction was made, and data/sources.csv says that its page was not read before it",
        )
        for at, ((above, before), (entry, day)) in enumerate(pairwise(entries))
        if day < before
    ]


def _two_day_problems(raw: Raw) -> list[str]:
    """The corrections that one source led to were made on one day: a reading of another day is another source."""
    if not {CORRECTION, "date", "source_id"} <= set(raw.header):
        return []
    found: list[str] = []
    first: dict[str, tuple[str, str]] = {}
    for at, (entry, day, source) in enumerate(raw.keys([CORRECTION, "date", "source_id"])):
        above, before = first.setdefault(source, (entry, day))
        if day != before:
            wrong = f"entry {entry} is of {day}, but {above} from the same source, {source!r}, is of {before}. Give it"
            wrong += f" that day; or, if {source!r} was read again on {day}, name in source_id a row of your own in "
            found.append(raw.problem(at, "date", f"{wrong}data/sources.csv (own-...) that was read on that day"))
    return found


def _row_ids(table: str) -> set[str]:
    """Primary keys of a table, the parts of a compound key joined with |."""
    descriptor = resource(table)
    return {"|".join(parts) for parts in read(descriptor).keys(listed(descriptor["schema"]["primaryKey"]))}


def _deleted(raw: Raw) -> set[tuple[str, str]]:
    """Rows that a table of corrections says were deleted."""
    columns = ["table", "row_id", "column", "status", "is"]
    if not set(columns) <= set(raw.header):
        return set()
    return {(table, row) for table, row, *rest in raw.keys(columns) if rest == ["(row)", "made", DELETED]}


def _confirmation_problems(raw: Raw) -> list[str]:
    """What is called confirmed names the second source, or a note says why it does not."""
    if not {"outcome", "second_source_id", "note"} <= set(raw.header):
        return []
    return [
        raw.problem(at, "second_source_id", "a row is confirmed by no second source, and no note says why")
        for at, (outcome, source, note) in enumerate(raw.keys(["outcome", "second_source_id", "note"]))
        if outcome == "confirmed" and not source and not note
    ]


def checked_geo(descriptor: dict) -> dict:
    """The parsed GeoJSON, with nothing wrong in it; raises TableError."""
    file, described, keys = f"data/{descriptor['path']}", descriptor["outlines"], None
    try:
        features = json.loads((data_dir() / descriptor["path"]).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise TableError(f"{file}: the file is missing") from error
    except ValueError as error:
        raise TableError(f"{file}: not readable as JSON: {error}") from error
    if reference := described.get("reference"):
        keys = set(read(resource(reference["resource"])).column(reference["fields"]))
    known = set(read(resource("sources")).column("source_id"))
    if problems := outlines.problems(file, features, described, keys, known):
        raise TableError(problems)
    return features
