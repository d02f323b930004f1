"""What a release moved, taken in: table, sources and package change together, or nothing does.

The new files are made beside the old ones and checked as a whole package first. Then each takes the place of its old
one in one step; a copy of all old ones lies in `JOURNAL` until the last has done so. Whatever stops that, a full disk
or the end of the process, the old ones are put back: at once, or by `mend` at the next refresh.
"""

import contextlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from evidence import checks, csvfile, seals, tables
from evidence.csvfile import Raw
from evidence.descriptors import PACKAGE, listed
from evidence.package import TableError, names, package, resource
from evidence.refresh import samples
from evidence.refresh.compared import SOURCE, Compared
from evidence.refresh.opened import Taken
from evidence.refresh.revisions import GONE
from evidence.refresh.upstream import File, Refused

JOURNAL, READY = ".refresh", "ready"
AGAINST = ", which revisions compares with"
REPLACED = (
    "  data/revisions.csv has what the last release of each table moved, and no more: {rows} on {steps} give way to "
    "what this one moves. Git keeps them."
)
UNCITED = "the citation that upstream asks for is not recorded"
CONTEXT = f"context only: an earlier release{AGAINST}"


def recorded(file: File, table: str) -> dict[str, str]:
    """The row of sources of the release that a table is made from now. Raises Refused if it isn't one release."""
    ids = sorted(filter(file.release_of, used(table)))
    if len(ids) != 1:
        raise Refused(f"{file.upstream}: the table names {', '.join(ids) or 'no source'} like {file.source}, not one")
    return next(row for row in _rows("sources") if row[SOURCE] == ids[0])


def versioned(row: dict[str, str]) -> dict[str, str]:
    """A row of sources that says its version: the texts of the next release are this one's with another in it."""
    if not row["version"].strip():
        raise Refused(f"data/sources.csv, {row[SOURCE]}: version is empty; write there which release the table is from")
    return row


def is_recorded(compared: Compared, taken: list[Taken]) -> bool:
    """Whether table and package say already what these files say, checksums included."""
    entries = resource(compared.table)["sources"]
    return compared.before.equals(compared.after) and all(
        entry.get("hash") == f"sha256:{one.got.sha256}" for entry, one in zip(entries, taken)
    )


def changes(data: Path, compared: Compared, taken: list[Taken]) -> dict[str, bytes]:
    """The files of data/ that change, in the order in which they may do so, and their new content."""
    old = [recorded(one.file, compared.table) for one in taken]
    path = resource(compared.table)["path"]
    made = {path: _plain(path, compared.after)}
    if "revisions" in names() and not compared.moved.empty:
        made[resource("revisions")["path"]] = _revisions(compared, taken, old)
    described = seals.with_seals(_package(compared, taken, old), made)
    found = {
        resource("sources")["path"]: _sources(compared, taken, old),
        PACKAGE: seals.written(described),
        **made,
    }
    return {name: content for name, content in found.items() if content != (data / name).read_bytes()}


def _sources(compared: Compared, taken: list[Taken], old: list[dict[str, str]]) -> bytes:
    """The table of sources with a row for each release, and a word on those that no row is from any more."""
    rows = _rows("sources")
    others = [name for name in names() if name not in ("sources", "revisions", compared.table)]
    made_from = {row for name in others if "derivation" in resource(name) for row in used(name)}
    for one, before in zip(taken, old):
        source_id = one.file.source_id(one.version)
        own = next((row for row in rows if row[SOURCE] == source_id), None)
        if own is None:
            own = _new_source(one, before)
            rows.insert(next(at for at, row in enumerate(rows) if row[SOURCE] == before[SOURCE]) + 1, own)
        elif source_id in made_from:
            continue  # it says from which copy another table was made
        own["date_accessed"], own["via"] = one.got.day, f"{one.got.via} ({one.got.name})"
    cited = {row for name in others for row in used(name)}
    moved = (
        [row["release_was"] for row in _rows("revisions") if row["table"] in others] if "revisions" in names() else []
    )
    against = {*moved, *(before["attribution_short"] for before in old)}
    newer = [one.file for one, before in zip(taken, old) if version_now(one, before) != before["version"]]
    for row in rows:
        left = row[SOURCE] in {before[SOURCE] for before in old} - cited - set(compared.after[SOURCE])
        if left and "context only" not in row["note"]:
            row["note"] = "; ".join(filter(None, [CONTEXT, row["note"]]))
        elif row["attribution_short"] not in against and any(file.release_of(row[SOURCE]) for file in newer):
            row["note"] = row["note"].replace(AGAINST, "")  # of the release before the one before
    return _plain("sources.csv", pd.DataFrame(rows))


def _new_source(one: Taken, before: dict[str, str]) -> dict[str, str]:
    """The row of a new release: what its file does not say is not made up."""
    version = one.version
    cited = (before["producer"], before["title"], f"version {version}", before["url_main"])
    return {
        **before,
        SOURCE: one.file.source_id(version),
        "version": version,
        "citation_full": f"{', '.join(filter(None, cited))}.",
        "attribution_short": _renewed(before["attribution_short"], before, version),
        "date_published": "",
        "note": UNCITED,
    }


def used(table: str) -> set[str]:
    raw = checks.read(resource(table))
    return set(raw.column(SOURCE)) if SOURCE in raw.header else set()


def _package(compared: Compared, taken: list[Taken], old: list[dict[str, str]]) -> dict:
    """The description of the package that names the release that a table is made from now."""
    described = json.loads(json.dumps(package()))
    own = next(one for one in described["resources"] if one["name"] == compared.table)
    for entry, one, before in zip(own["sources"], taken, old):
        version = version_now(one, before)
        entry["title"] = _renewed(entry["title"], before, version)
        entry |= {"version": version, "accessed": one.got.day, "file": one.name, "hash": f"sha256:{one.got.sha256}"}
    for field in own["schema"]["fields"]:
        limits = field.get("constraints", {})
        if field["name"] == "year" and "maximum" in limits:
            limits["maximum"] = max(limits["maximum"], *map(int, compared.after["year"]))
    return described


def _revisions(compared: Compared, taken: list[Taken], old: list[dict[str, str]]) -> bytes:
    """The list of what the last release of each table moved, that of this table anew; it names no row that is gone."""
    attributions = {
        one.file.source_id(one.version): (before["attribution_short"], _attribution(one, before))
        for one, before in zip(taken, old)
    }
    key = listed(resource(compared.table)["schema"]["primaryKey"])
    source_of = dict(zip(compared.after[key].agg("|".join, axis=1), compared.after[SOURCE]))
    own = compared.moved[compared.moved["is"] != GONE].assign(table=compared.table)
    own[SOURCE] = own.row_id.map(source_of)
    own["release_was"], own["release_is"] = zip(*own[SOURCE].map(attributions)) if len(own) else ("", "")
    all_rows = pd.DataFrame(_rows("revisions"))
    same = all_rows.table == compared.table
    first = same.idxmax() if same.any() else len(all_rows)
    rest = all_rows[~same]
    parts = [rest[rest.index < first], own[list(all_rows)], rest[rest.index > first]]
    return _plain("revisions.csv", pd.concat(parts))


def replaced(compared: Compared) -> list[str]:
    """A line on the rows of revisions that those of this release take the place of; [] if there are none."""
    if "revisions" not in names() or compared.moved.empty:
        return []
    own = [row for row in _rows("revisions") if row["table"] == compared.table]
    steps = dict.fromkeys(f"{row['release_was']} -> {row['release_is']}" for row in own)
    rows = f"{len(own)} row{'s' * (len(own) > 1)}"
    return [REPLACED.format(rows=rows, steps="; ".join(steps))] if own else []


def version_now(one: Taken, before: dict[str, str]) -> str:
    """The version as the table of sources has it, or will have it if it is another release."""
    same = one.file.source_id(one.version) == before[SOURCE]
    return before["version"] if same else one.version


def _attribution(one: Taken, before: dict[str, str]) -> str:
    return _renewed(before["attribution_short"], before, version_now(one, before))


def _renewed(text: str, before: dict[str, str], version: str) -> str:
    """A text with another version wherever that of a row of sources stands as a word of its own."""
    return re.sub(_word(before["version"]), lambda _: version, text)


def _word(version: str) -> str:
    """A regular expression of a version that is no part of a longer number or word: 3 is not in 2013, nor in 3.1."""
    return rf"(?:(?<![\w.])|(?<=\bv)){re.escape(version)}(?!\w|\.\w)"


def _rows(table: str) -> list[dict[str, str]]:
    raw = checks.read(resource(table))
    return [dict(zip(raw.header, row)) for row in raw.rows]


def _plain(file: str, frame: pd.DataFrame) -> bytes:
    return csvfile.plain(Raw(file, list(frame), frame.to_numpy().tolist(), []))


def taken_in(root: Path, contents: dict[str, bytes]) -> None:
    """Put new content in place of files of data/, all or none. Raises Refused, OSError; then the old ones are there."""
    _prove(root, contents)
    data = root / "data"
    with _undone_if_stopped(data):
        journal = data / JOURNAL
        for folder in ("old", "new"):
            (journal / folder).mkdir(parents=True)
        for name, content in contents.items():
            _write(journal / "new" / name, content)
            _write(journal / "old" / name, (data / name).read_bytes())
        _write(journal / READY, b"")
        for name in contents:
            os.replace(journal / "new" / name, data / name)
        (journal / READY).unlink()
        shutil.rmtree(journal)


def _prove(root: Path, contents: dict[str, bytes]) -> None:
    """Check the package as it would be, in a copy."""
    home = root / "_build" / "refresh"
    with tempfile.TemporaryDirectory(dir=home) as copy:
        data = Path(copy) / "data"
        shutil.copytree(root / "data", data, ignore=shutil.ignore_patterns(JOURNAL))
        for name, content in contents.items():
            (data / name).write_bytes(content)
        try:
            with contextlib.chdir(copy):
                tables.validate_package()
        except TableError as error:
            raise Refused(f"what comes out does not fit the package, and was not written:\n{error}") from error


@contextlib.contextmanager
def _undone_if_stopped(data: Path) -> Iterator[None]:
    try:
        yield
    except BaseException:
        mend(data)
        raise


def mend(data: Path) -> bool:
    """Put the old files back if a refresh was stopped while it wrote; whether there was one."""
    journal = data / JOURNAL
    if not journal.is_dir():
        return False
    if (journal / READY).is_file():
        for old in sorted((journal / "old").iterdir()):
            if old.read_bytes() != (data / old.name).read_bytes():
                os.replace(old, data / old.name)
        (journal / READY).unlink()
    shutil.rmtree(journal)
    return True


def _write(path: Path, content: bytes) -> None:
    """To the disk, and not only to its cache."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _last_year(rows: pd.DataFrame) -> str:
    """The last year of a table as text; '' where it has no years."""
    return max(rows["year"]) if "year" in rows else ""


def by_hand(compared: Compared, taken: list[Taken], old: list[dict[str, str]]) -> list[str]:
    """What a person must still look at after a new release, in sentences."""
    text, found = resource(compared.table)["description"], []
    place = f"data/{PACKAGE}, {compared.table}: its description names"
    uncited = {row[SOURCE] for row in _rows("sources") if UNCITED in row["note"]}
    for one, before in zip(taken, old):
        if version_now(one, before) != before["version"]:
            if (source_id := one.file.source_id(one.version)) in uncited:
                found.append(f"data/sources.csv, {source_id}: the citation and the date of the new release")
            if re.search(_word(before["version"]), text):
                found.append(f"{place} release {before['version']}")
            if (last := _last_year(compared.before)) < _last_year(compared.after) and last in text:
                found.append(f"{place} {last}, which was the last year")
            found += samples.told(f"{one.file.upstream} {before['version']}")
    return list(dict.fromkeys(found))
