"""Rows of other tables that rest on an older release: nothing renews them, so a person looks at each.

They cite it, name it in words, point at a row that the newer release moved, or say a value that it revised. Tables that
a program made are named as a whole: they have a refresh of their own. Records of what was done or read on a day stay.
"""

import re
from collections.abc import Iterator

from evidence import checks
from evidence.alike import NUMBER, is_own, named, spoken
from evidence.csvfile import Raw
from evidence.descriptors import listed
from evidence.package import names, points_at_rows, resource
from evidence.refresh.compared import Compared
from evidence.refresh.opened import Taken
from evidence.refresh.upstream import newer
from evidence.refresh.written import CONTEXT, used

RECORDS = ("corrections", "measuring_pass", "mutations", "row_checks", "second_pass", "second_sources")
WRITTEN = ("sources", "revisions")  # by the refresh itself
FEW = 12  # rows named of one table
KNOWN = 3  # characters from which a version is known by the word "release" before it: 24.1 is, 3 is not
DO = "  Look at these rows of other tables: if {now} says the same, name {source} in them; if not, correct them."
SEAL = "    `.venv/bin/python -m evidence.seals` says which of those that you edit are to be sealed again."
LAST = "    Once no row cites {source} any more, let its note in data/sources.csv begin with “{context}”."


def to_look_at(compared: Compared, taken: list[Taken]) -> list[str]:
    """A heading for each release, and a line for rows of one table that rest on an older one for the same reasons."""
    lines = []
    for one in {one.file.source_id(one.version): one for one in taken}.values():
        older = _older(one)
        if found := [line for name in _others(compared.table) for line in _of(name, compared, older)]:
            now, source = f"{one.file.upstream} {one.version}", one.file.source_id(one.version)
            lines += [DO.format(now=now, source=source), *found, *_last(older, compared.table)]
    sealed = set(resource("row_checks")["covers"]) if "row_checks" in names() else set()
    if any(line.strip().partition(":")[0] in sealed for line in lines):
        lines.append(SEAL)
    return lines


def _last(older: list[dict[str, str]], table: str) -> list[str]:
    """What is to be said of earlier releases that rows still cite: a source without a row is context only."""
    open_ones = [row["source_id"] for row in older if "context only" not in row["note"]]
    cited = {source for name in _others(table) for source in used(name)}
    return [LAST.format(source=one, context=CONTEXT) for one in open_ones if one in cited]


def _older(one: Taken) -> list[dict[str, str]]:
    """The rows of sources of earlier releases of a file."""
    raw = checks.read(resource("sources"))
    rows = (dict(zip(raw.header, row)) for row in raw.rows)
    now = newer(one.version)
    return [row for row in rows if (was := one.file.release_of(row["source_id"])) and newer(was) < now]


def _others(table: str) -> list[str]:
    return [name for name in names() if name not in (table, *RECORDS, *WRITTEN)]


def _of(name: str, compared: Compared, older: list[dict[str, str]]) -> list[str]:
    """What is said of one table."""
    descriptor = resource(name)
    raw = checks.read(descriptor)
    if "derivation" in descriptor:
        cited = {row["source_id"] for row in older} & set(raw.column("source_id"))
        how = descriptor["derivation"].partition(":")[0]
        return [f"    {name}: all that cite {one}; {how} makes them; refresh it too" for one in sorted(cited)]
    keys = ["|".join(parts) for parts in raw.keys(listed(descriptor["schema"]["primaryKey"]))]
    found: dict[str, list[str]] = {}
    for key, reasons in zip(keys, _reasons(raw, compared, older)):
        if reasons:
            found.setdefault(", ".join(reasons), []).append(key)
    return [f"    {name}: {named(rows, FEW)}: {reasons}" for reasons, rows in found.items()]


def _reasons(raw: Raw, compared: Compared, older: list[dict[str, str]]) -> Iterator[list[str]]:
    """Why each row is to be looked at, in words; [] for most."""
    ids = {row["source_id"] for row in older}
    moved = {(compared.table, row_id) for row_id in compared.moved["row_id"]}
    naming, values = _any([text for row in older for text in _naming(row)]), _any(_values(compared))
    points = points_at_rows(raw.header)
    for row in raw.rows:
        cells = dict(zip(raw.header, row))
        cited = [cell for column, cell in cells.items() if column.endswith("source_id") and cell in ids]
        words = [cell for cell in row if not NUMBER.fullmatch(cell) and cell not in ids]
        yield [
            *(f"source {one}" for one in dict.fromkeys(cited)),
            *(["of a row that moved"] if points and (cells["table"], cells["row_id"]) in moved else []),
            *(f"words “{one}”" for one in _found(naming, words)),
            *(f"value {one}, revised since" for one in _found(values, words)),
        ]


def _any(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(patterns) or "(?!)")


def _found(pattern: re.Pattern[str], words: list[str]) -> list[str]:
    return list(dict.fromkeys(one[0] for cell in words for one in pattern.finditer(cell)))


def _naming(release: dict[str, str]) -> list[str]:
    """Regular expressions of words that name a release: "UCDP BRD 24.1", "UCDP 24.1", "release 24.1"."""
    version, short = release["version"], release["attribution_short"]
    end, producer = r"(?!\w|\.\d)", re.split(r"[\s/]", short)[0]
    known = [rf"\b(?:{re.escape(producer)}|release|version)\b[^.;:]{{0,40}}?(?<![\w.])v?{re.escape(version)}{end}"]
    return (known if len(version) >= KNOWN else []) + ([re.escape(short) + end] if version in short else [])


def _values(compared: Compared) -> list[str]:
    """Regular expressions of numbers that were revised, with and without commas; only those that little else has."""
    was = dict.fromkeys(one for one in compared.cells["was"] if NUMBER.fullmatch(one) and is_own(one))
    return [rf"(?<![\d.,])(?:{re.escape(one)}|{re.escape(spoken(one))})(?!\d|[.,]\d)" for one in was]
