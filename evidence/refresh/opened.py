"""From a file as upstream gives it, a CSV, a file of Stata, or a zip with one, to the frame that a derivation reads.

In: a file on this machine, a declared `File`. Out: a frame with the declared columns under their own names, blanks
stripped, codes as declared, numbers as numbers, and only the rows that are wanted. Everything else raises `Refused`,
with the name of the file.
"""

import csv
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath

import numpy as np
import pandas as pd

from evidence.refresh import sheets
from evidence.refresh.fetched import Got, Limits
from evidence.refresh.layout import FLAG, NUMBER, check
from evidence.refresh.upstream import File, Refused, newer

SHOWN = 12  # names in one message
STATA = ".dta"
TORN = "the file is cut off, or its cells are not separated by commas"
BROKEN = "is cut off or damaged: {said}. Run again to fetch it anew, or name a whole file with --from FILE."


@dataclass(frozen=True)
class Taken:
    """One file, read: as what it was declared, its wanted rows, its version, its name (in the zip), where it lay."""

    file: File
    frame: pd.DataFrame
    version: str
    name: str
    got: Got


def taken(file: File, got: Got, limits: Limits) -> Taken:
    """What is wanted of a file that is a release, or a zip with one. Raises Refused."""
    name = inner(file, got.path)
    if name is None:
        raise Refused(f"{got.name}: nothing in it is named like {file.pattern}; there is: {_some(names(got.path))}")
    place = f"{file.upstream} ({name})"
    content = _content(got.path, name, limits)
    if file.sheet:
        frame = pd.DataFrame(sheets.rows(content, file.sheet, place, limits.unpacked), dtype="str")
        return Taken(file, frame, _released(file, name, place), name, got)
    if name.lower().endswith(STATA):
        rows, version = _of_stata(file, content, place), _released(file, name, place)
    else:
        text = _text(file, content, place)
        rows = _frame(file, text, place)
        version = _version(file, rows, text, name, place)
    frame = _selected(file, _as_declared(file, rows, place), place)
    return Taken(file, frame, version, name, got)


def inner(file: File, path: Path) -> str | None:
    """The newest release of a file in what lies here, by name; None if there is none. Raises Refused."""
    fitting = [name for name in names(path) if file.fits(_base(name))]
    return max(fitting, key=lambda name: newer(file.version_of(_base(name))), default=None)


def names(path: Path) -> list[str]:
    """The names of the files in a zip, or of the one file that is none. Raises Refused for a zip that isn't whole."""
    if not _zipped(path):
        return [path.name]
    try:
        with zipfile.ZipFile(path) as archive:
            return [name for name in archive.namelist() if not name.endswith("/")]
    except zipfile.BadZipFile as error:
        raise Refused(f"{path.name} {BROKEN.format(said=error)}") from error


def _zipped(path: Path) -> bool:
    return path.suffix.lower() == ".zip"


def _base(name: str) -> str:
    return PurePosixPath(name).name


def _content(path: Path, name: str, limits: Limits) -> bytes:
    """The bytes of a file, or of a file in a zip, which is never unpacked to the disk nor beyond a limit."""
    if not _zipped(path):
        return path.read_bytes()
    try:
        with zipfile.ZipFile(path) as archive:
            if archive.getinfo(name).file_size > limits.unpacked:  # one that lies about it is damaged
                raise Refused(
                    f"{path.name}: {name} would be larger than {limits.unpacked:,} bytes, unpacked. If that is right, "
                    "raise `Limits.unpacked` in evidence/refresh/fetched.py."
                )
            return archive.read(name)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as error:
        raise Refused(f"{path.name} {BROKEN.format(said=error)}") from error


def _text(file: File, content: bytes, place: str) -> str:
    try:
        return content.decode(file.encoding)
    except UnicodeDecodeError as error:
        said = f"not {file.encoding} from byte {error.start:,} on"
        raise Refused(f"{place}: {said}; was it saved by another program?") from error


def _frame(file: File, text: str, place: str) -> pd.DataFrame:
    """All cells as text without blanks around it, as wide as the header. Raises Refused for what is no table."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = _header(file, reader, place)
        rows = []
        for row in filter(None, reader):
            if len(row) != len(header):
                wide = f"{len(row)} cells, but the header has {len(header)}"
                raise Refused(f"{place}, line {reader.line_num}: {wide}; {TORN}.")
            rows.append([cell.strip() for cell in row])
    except csv.Error as error:
        raise Refused(f"{place}, line {reader.line_num}: {error}; {TORN}.") from error
    if twice := sorted({name for name in header if name and header.count(name) > 1}):
        raise Refused(f"{place}: the column {twice[0]!r} stands there twice")
    return pd.DataFrame([row for row in rows if any(row)], columns=header, dtype="str")


def _of_stata(file: File, content: bytes, place: str) -> pd.DataFrame:
    """All cells of a file of Stata as text, numbers with few decimals; rounded as they are stored, in 32 bits."""
    try:
        rows = pd.read_stata(io.BytesIO(content), convert_categoricals=False)
    except (ValueError, struct.error, EOFError, UnicodeDecodeError) as error:
        raise Refused(f"{place}: no whole file of Stata: {error}") from error
    rounded = rows.round(file.decimals)
    text = pd.DataFrame({column: rounded[column].to_numpy().astype(str) for column in rows}, dtype="str")
    return text.where(rows.notna(), "").apply(lambda cells: cells.str.strip())


def _header(file: File, reader: Iterator[list[str]], place: str) -> list[str]:
    for row in reader:
        cells = [cell.strip() for cell in row]
        if not file.begins or cells[:1] == [file.begins]:
            return cells
    words = f"no line begins with {file.begins!r}, as the header does" if file.begins else "the file is empty"
    raise Refused(f"{place}: {words}; is it another file?")


def _version(file: File, rows: pd.DataFrame, text: str, name: str, place: str) -> str:
    """The version that the rows name, or the day of the export, or else the name of the file."""
    if file.dated:
        if not (found := re.search(file.dated, text)):
            raise Refused(f"{place}: no day stands there, like {file.dated}")
        return datetime.strptime(found[1], "%d %B %Y").date().isoformat()
    named = sorted(set(rows["version"]) - {""}) if "version" in rows else []
    if len(named) > 1:
        raise Refused(f"{place}: its rows name several versions: {_some(named)}")
    return named[0] if named else file.version_of(_base(name))


def _released(file: File, name: str, place: str) -> str:
    version = file.version_of(_base(name))
    if version not in file.released:
        raise Refused(
            f"{place}: when the release of {version} came out is not known; its name doesn't say. Write the month into "
            "`released` in evidence/refresh/declared.py."
        )
    return file.released[version]


def _as_declared(file: File, rows: pd.DataFrame, place: str) -> pd.DataFrame:
    """The declared columns alone, checked, their codes and numbers as the derivation knows them."""
    known = {column: (column, *file.names.get(column, ())) for column in file.columns}
    layouts = {column: next((name for name in each if name in rows), None) for column, each in known.items()}
    if missing := [" or ".join(known[column]) for column, found in layouts.items() if found is None]:
        raise Refused(
            f"{place}: no column {', no column '.join(missing)}; there are: {_some(rows.columns)}. If upstream calls "
            "them otherwise now, declare the name in evidence/refresh/declared.py."
        )
    frame = rows[list(layouts.values())].set_axis(list(layouts), axis=1)
    frame = frame.astype(object).where(frame != "", None)
    for column, codes in file.codes.items():
        check(place, frame, {column: set(codes)})
        frame[column] = frame[column].map(codes)
    check(place, frame, {column: kind for column, kind in file.columns.items() if column not in file.codes})
    for column in (column for column, kind in file.columns.items() if kind in (NUMBER, FLAG)):
        frame[column] = pd.to_numeric(frame[column])
        if np.isinf(frame[column]).any():
            raise Refused(f"{place}, column {column}: a number without end")
    return frame


def _selected(file: File, frame: pd.DataFrame, place: str) -> pd.DataFrame:
    if file.select is None:
        return frame
    chosen = frame[file.select(frame)].reset_index(drop=True)
    if chosen.empty:
        raise Refused(f"{place}: none of its {len(frame):,} rows is one that the table wants; is it another file?")
    return chosen


def _some(names) -> str:
    names = list(names)
    return ", ".join(names[:SHOWN]) + (f" and {len(names) - SHOWN} more" if len(names) > SHOWN else "")
