"""Seals: checksums that say whether something is still as it was written, copied or read.

A table or map that a program wrote, that was copied whole from one publication, or that holds judgements (claims and
verdicts, codings, forecasts, which further pages bear a row out), has one in the package, the `hash` of its resource: a
cell that was changed since breaks it, which the tests and `frictionless validate` see. A row that was gathered by hand
has one in `row_checks`, of the row as it stood when it was last looked up (`as_read`): what was found of a row says
nothing of another one in its place.
Lists that grow with every edit (sources, corrections, readings) have none: other tests ask what they say.

``python -m evidence.seals`` names what no longer is as it was; with names it seals tables (``battle_deaths``) or rows
(``events:E064``) as they are now, for whoever changed one, means it and, for a row, has read its page again.
"""

import argparse
import hashlib
import json
import shlex
import sys
from collections.abc import Iterable
from pathlib import Path

from evidence.checks import read
from evidence.csvfile import Raw, plain
from evidence.descriptors import PACKAGE, listed
from evidence.package import TableError, data_dir, names, package, resource

READINGS, AS_READ = "row_checks", "as_read"
BROKEN = (
    "data/{path}: not as it was written, copied or judged. A slip? "
    "If it is right: `.venv/bin/python -m evidence.seals {name}`"
)
CHANGED = "not as it was when it was last looked up; if it is right, and read again: "
NEW = "a new row, not sealed yet: "
DO = "`.venv/bin/python -m evidence.seals {}`"
DIGITS = 12  # of the seal of a row


def seal(content: bytes) -> str:
    """What the package says of a file with this content, as Frictionless writes a checksum."""
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def with_seals(described: dict, contents: dict[str, bytes]) -> dict:
    """A description of a package in which each sealed resource whose file is among `contents` has the seal of it."""
    return described | {
        "resources": [
            one | {"hash": seal(contents[one["path"]])} if _sealed(one) and one["path"] in contents else one
            for one in described["resources"]
        ]
    }


def written(described: dict) -> bytes:
    """The file of a description of a package."""
    return (json.dumps(described, indent=2, ensure_ascii=False) + "\n").encode()


def broken(described: dict, folder: Path) -> list[str]:
    """A sentence for each sealed file of a folder that has another content, and for each derived one without a seal."""
    return [
        BROKEN.format(**one)
        for one in described["resources"]
        if _sealed(one) and one.get("hash") != seal((folder / one["path"]).read_bytes())
    ]


def _sealed(described: dict) -> bool:
    return "derivation" in described or "hash" in described


# ------------------------------------------------------------------------------------------------ rows, as read
def row_seals(name: str, raw: Raw) -> dict[tuple[str, str], str]:
    """The seal of each row of a table: (table, key) -> seal. Empty cells are left out, so that a new column is."""
    keys = map("|".join, raw.keys(listed(resource(name)["schema"]["primaryKey"])))
    told = ("\n".join(f"{column}={cell}" for column, cell in zip(raw.header, row) if cell) for row in raw.rows)
    return {(name, key): hashlib.sha256(row.encode()).hexdigest()[:DIGITS] for key, row in zip(keys, told)}


def changed_rows() -> list[str]:
    """A sentence for each row that is not as it was when it was last looked up."""
    if READINGS not in names():
        return []
    readings = read(resource(READINGS))
    now: dict[tuple[str, str], str] = {}
    for name in resource(READINGS)["covers"]:
        now |= row_seals(name, read(resource(name)))
    return [
        readings.problem(at, AS_READ, (CHANGED if as_read else NEW) + DO.format(shlex.quote(f"{table}:{row}")))
        for at, (table, row, as_read) in enumerate(readings.keys(["table", "row_id", AS_READ]))
        if (table, row) in now and now[table, row] != as_read
    ]


def seal_rows(rows: Iterable[tuple[str, str]]) -> None:
    """Write the seals of some rows (table, key) as they are now. Raises TableError for one that no second look met."""
    readings, wanted = read(resource(READINGS)), set(rows)
    places = {(table, key): at for at, (table, key) in enumerate(readings.keys(["table", "row_id"]))}
    if never := sorted(wanted - set(places)):
        raise TableError([f"data/{READINGS}.csv: {table} {key} has no row here" for table, key in never])
    column = readings.header.index(AS_READ)
    for name in sorted({table for table, _ in wanted}):
        for row, now in row_seals(name, read(resource(name))).items():
            if row in wanted:
                readings.rows[places[row]][column] = now
    (data_dir() / resource(READINGS)["path"]).write_bytes(plain(readings))


# ------------------------------------------------------------------------------------------------ the command
def seal_as_they_are(tables: Iterable[str]) -> None:
    """Write the seals of some tables or maps, as they are now. Raises TableError for a name of one that has none."""
    for name in tables:
        if not _sealed(resource(name)):
            raise TableError(f"data/{PACKAGE}, table {name}: it has no seal as a whole; its rows may have one")
    contents = {resource(name)["path"]: (data_dir() / resource(name)["path"]).read_bytes() for name in tables}
    (data_dir() / PACKAGE).write_bytes(written(with_seals(package(), contents)))


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m evidence.seals", description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", help="tables or maps, or rows (TABLE:ROW), to seal as they are now")
    options = parser.parse_args(arguments)
    named = [name.partition(":") for name in options.names]
    try:
        if whole := [table for table, colon, _ in named if not colon]:
            seal_as_they_are(whole)
        if rows := [(table, row) for table, colon, row in named if colon]:
            seal_rows(rows)
        problems = broken(package(), data_dir()) + changed_rows()
    except TableError as error:
        problems = error.problems
    print("\n".join(problems), file=sys.stderr, end="\n" if problems else "")
    return int(bool(problems))


if __name__ == "__main__":
    sys.exit(main())
