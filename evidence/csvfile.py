"""A CSV file of the data package as text, from whichever program saved it.

Read, because nothing in it can be misunderstood: a byte-order mark, the line ends of any system, quotes around every
cell, blank rows, blank columns at the right end. Refused, because cells would be guessed at: another delimiter, another
encoding. `plain` is the same table as git and every other program want it.
"""

import csv
import io
from pathlib import Path
from typing import NamedTuple

from evidence.package import TableError

DELIMITERS = {";": "semicolons", "\t": "tabs", "|": "bars"}
ENCODINGS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16", b"PK\x03\x04": "a workbook (.xlsx or .ods)"}
SAVE_AS = "save it as CSV with commas, in UTF-8 (Excel: 'CSV UTF-8'; LibreOffice: 'Text CSV', field delimiter ,)"


class Raw(NamedTuple):
    """A CSV file as text: header, rows of cells, and the line on which each row starts (header = 1)."""

    file: str
    header: list[str]
    rows: list[list[str]]
    lines: list[int]

    def column(self, name: str) -> list[str]:
        """The cells of one column."""
        at = self.header.index(name)
        return [row[at] for row in self.rows]

    def keys(self, columns: list[str]) -> list[tuple[str, ...]]:
        """Of each row its cells in some columns."""
        return list(zip(*map(self.column, columns)))

    def problem(self, at: int, column: str, text: str) -> str:
        """What is wrong in a cell, with its place in the file. at: of the row, counted from 0."""
        return f"{self.file}, row {self.lines[at]}, column {column}: {text}"


def read(path: Path, file: str, expected: list[str]) -> Raw:
    """The table in the file at ``path``, which messages call ``file``; raises TableError.

    It has exactly the columns ``expected``, in this order, and at least one row; blank rows are left out.
    """
    if not path.is_file():
        raise TableError(f"{file}: the file is missing")
    text = _decoded(path.read_bytes(), file)
    if words := _other_delimiter(text, expected):
        raise TableError(f"{file}, row 1: {words}; {SAVE_AS}")
    records, lines = _records(text, file)
    if not records:
        raise TableError(f"{file}: the file is empty; expected the columns {', '.join(expected)}")
    (header, *rows), (top, *starts) = _without_blank_columns(records), lines
    if wrong := _header_problems(f"{file}, row {top}", header, expected):
        raise TableError(wrong)
    if not rows:
        raise TableError(f"{file}: the table has a header but no rows")
    ragged = [
        f"{file}, row {line}: {len(row)} cells, but the header has {len(header)} columns"
        for row, line in zip(rows, starts)
        if len(row) != len(header)
    ]
    if ragged:
        raise TableError(ragged)
    return Raw(file, header, rows, starts)


def plain(raw: Raw) -> bytes:
    """The table as UTF-8 without a mark, with commas, line ends of Unix, and quotes only where a cell needs them."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([raw.header, *raw.rows])
    return text.getvalue().encode()


def _decoded(content: bytes, file: str) -> str:
    for start, name in ENCODINGS.items():
        if content.startswith(start):
            raise TableError(f"{file}: the file is {name}, not CSV in UTF-8; {SAVE_AS}")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        byte = f"byte 0x{content[error.start]:02x} is not valid UTF-8"
        raise TableError(f"{file}, row {line}: {byte}; {SAVE_AS}") from error


def _records(text: str, file: str) -> tuple[list[list[str]], list[int]]:
    """The records of a CSV text that are not blank, and the line on which each starts."""
    reader, records, start = csv.reader(io.StringIO(text, newline=""), strict=True), [], 1
    try:
        for record in reader:
            records.append((record, start))
            start = reader.line_num + 1
    except csv.Error as error:
        raise TableError(f"{file}, row {start}: not readable as CSV: {error}") from error
    filled = [(record, line) for record, line in records if any(record)]
    return [record for record, _ in filled], [line for _, line in filled]


def _other_delimiter(text: str, expected: list[str]) -> str:
    """What says that cells are not separated by commas, or ''."""
    first = next(iter(text.splitlines()), "")
    if first.lower().startswith("sep="):
        return f"{first!r} is a line for Excel alone, and no header"
    for delimiter, name in DELIMITERS.items():
        named = {cell.strip().strip('"') for cell in first.split(delimiter)}
        if delimiter in first and named & set(expected) and first.count(delimiter) > first.count(","):
            return f"the cells are separated by {name}, not by commas"
    return ""


def _without_blank_columns(records: list[list[str]]) -> list[list[str]]:
    """The records without the columns at the right end in which no record has anything."""
    width = max(at for record in records for at, cell in enumerate(record, start=1) if cell)
    return [record[:width] for record in records]


def _header_problems(place: str, header: list[str], expected: list[str]) -> list[str]:
    missing = [f"{place}, column {name}: the column is missing" for name in expected if name not in header]
    extra = [
        f"{place}, column {name or at}: {_extra(name, expected)}"
        for at, name in enumerate(header, start=1)
        if name not in expected
    ]
    if not missing and not extra and header != expected:
        return [f"{place}: the columns must be {', '.join(expected)}, in this order and each once"]
    return missing + extra


def _extra(name: str, expected: list[str]) -> str:
    if not name:
        return "the column has no name (an index of pandas? write it with index=False)"
    alike = {other.lower(): other for other in expected}.get(name.strip().lower())
    return f"write {alike!r}, not {name!r}" if alike else "the schema has no such column"
