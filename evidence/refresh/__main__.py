"""Compare tables with newer releases of their upstreams, and take them in when told to.

    python -m evidence.refresh battle_deaths                    # fetch the newest release and say what it moves
    python -m evidence.refresh battle_deaths --from ~/Downloads # the same from a file that lies there
    python -m evidence.refresh battle_deaths --write            # and write it

Nothing is written without --write. Exit status: 0 if every table asked for was compared (and written), 1 if one was
not, 2 for a mistyped command; a shell says 130 after Ctrl-C.
"""

import argparse
import errno
import shlex
import sys
from collections.abc import Callable
from pathlib import Path

from evidence import left_to_do, package
from evidence.left_to_do import TO_DO
from evidence.refresh import elsewhere, fetched, large, opened, written
from evidence.refresh.compared import Compared, compared
from evidence.refresh.declared import NOT_HERE, UPSTREAMS
from evidence.refresh.fetched import Got, Limits
from evidence.refresh.opened import Taken
from evidence.refresh.upstream import File, Page, Refused, Upstream, newer
from evidence.waiting import Alone

HOME = Path("_build") / "refresh"
LIMITS = Limits()
KINDS = (".csv", ".zip", ".xlsx", ".dta")


def main(
    arguments: list[str] | None = None, upstreams: tuple[Upstream, ...] = UPSTREAMS, limits: Limits = LIMITS
) -> int:
    """Run the command line; returns the exit status."""
    options = _parsed(arguments)
    try:
        root = package.root()
        asked = _asked(options, {one.table: one for one in upstreams})
        if options.list:
            print("\n".join(listed(upstreams)))
            return 0
        (root / HOME).mkdir(parents=True, exist_ok=True)
        with Alone(root / HOME, "refresh"):
            if written.mend(root / "data"):
                print("A refresh was stopped while it wrote; the tables are back as they were before it.")
            _say(left_to_do.said(root))
            done = [_tried(one, root, options, limits) for one in asked]
    except (ValueError, OSError) as error:
        print(_words(error), file=sys.stderr)
        return 1
    return 0 if all(done) else 1


def _parsed(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m evidence.refresh",
        description="Compare tables with the newest releases of their upstreams; write nothing unless told to.",
    )
    parser.add_argument("tables", nargs="*", metavar="TABLE", help="all whose files are at hand, if none is named")
    parser.add_argument("--from", dest="at", type=Path, metavar="FILE|FOLDER", help="use files that lie here")
    parser.add_argument("--write", action="store_true", help="take the release in: table, sources and package")
    parser.add_argument("--again", action="store_true", help="fetch again what was fetched before")
    parser.add_argument("--large", action="store_true", help="aggregate events with DuckDB (requirements-refresh.txt)")
    parser.add_argument("--list", action="store_true", help="say of every table where it comes from")
    options = parser.parse_args(arguments)
    options.at = options.at and options.at.expanduser()
    return options


def _asked(options: argparse.Namespace, upstreams: dict[str, Upstream]) -> list[Upstream]:
    """The tables that are named; or else those whose files are fetched, or lie in the folder. Raises Refused."""
    for table in options.tables:
        if table not in package.names():
            raise Refused(f"there is no table {table!r}; --list names all")
        if table not in upstreams:
            raise Refused(f"{table} is not refreshed here: {_origin(table, None)}")
    if options.tables:
        return [upstreams[table] for table in options.tables]
    if options.at is None:
        return [one for one in upstreams.values() if not one.by_hand]
    lying = _lying(options.at)
    found = [one for one in upstreams.values() if all(_newest(file, lying) for file in one.files)]
    if not found:
        raise Refused(f"{options.at}: no file of an upstream lies there; --list says how they are named")
    return found


def _tried(upstream: Upstream, root: Path, options: argparse.Namespace, limits: Limits) -> bool:
    """Whether a table could be compared, and written if that was wanted; what happened is said."""
    try:
        _refreshed(upstream, root, options, limits)
    except (ValueError, OSError) as error:
        print(f"{upstream.table}: {_words(error)}\n  data/ is as it was.", file=sys.stderr)
        return False
    return True


def _refreshed(upstream: Upstream, root: Path, options: argparse.Namespace, limits: Limits) -> None:
    get = _getter(root, options, limits)
    old = [written.versioned(written.recorded(file, upstream.table)) for file in upstream.files]
    gots = [get(file) for file in upstream.files]
    try:
        if options.large:
            upstream, taken = large.aggregated(upstream, gots)
        else:
            taken = [opened.taken(file, got, limits) for file, got in zip(upstream.files, gots)]
        result = _compared(upstream, taken, old)
    except ValueError:
        for got in gots:
            fetched.forget(got, root / HOME)
        raise
    print(f"{upstream.table}: {result.told()}")
    releases = list(dict.fromkeys(_release(one, before) for one, before in zip(taken, old)))
    _say([*releases, *result.lines(), *written.replaced(result)])
    is_new = options.write and _write(result, taken, root)
    by_hand = [f"  By hand: {line}." for line in written.by_hand(result, taken, old)] if is_new else []
    to_do = [*by_hand, *elsewhere.to_look_at(result, taken)]
    _say(to_do)
    if is_new and to_do and (by_hand or len(result.moved)):
        now = [one.file.source_id(one.version) for one in taken]
        left_to_do.keep(root, upstream.table, now, [*releases, *to_do])
        print(f"  This list is kept in {TO_DO}; delete it when all is done.")
    elif options.write and (root / TO_DO).is_file():
        print(f"  {TO_DO} has what releases that were taken in before left to do.")
    if is_new and len(result.moved):
        print("  Then `make update`, and look at what moved.")
    elif len(result.moved) and not options.write:
        print(f"  Nothing is written. To take it in: {_command(upstream.table, options)}")


def _command(table: str, options: argparse.Namespace) -> str:
    """What takes in what was compared: from the same files, and with the same program for events."""
    lying = shlex.quote(str(options.at)) if options.at else ""
    if options.large:
        return f".venv/bin/python -m evidence.refresh {table}{lying and f' --from {lying}'} --large --write"
    return f"make refresh TABLES={table}{lying and f' FROM={lying}'} WRITE=1"


def _release(one: Taken, before: dict[str, str]) -> str:
    """ "  UCDP BRD 23.1 -> 24.1, from a file by hand (BattleDeaths_v24_1.csv)"."""
    now = written.version_now(one, before)
    versions = now if now == before["version"] else f"{before['version']} -> {now}"
    return f"  {one.file.upstream} {versions}, from {one.got.via} ({one.name})"


def _compared(upstream: Upstream, taken: list[Taken], old: list[dict[str, str]]) -> Compared:
    for one, before in zip(taken, old):
        if newer(one.version) < newer(one.file.release_of(before["source_id"]) or ""):
            raise Refused(
                f"{one.name} is release {one.version}, older than {before['version']}, which data/ has. Take a newer "
                "one; to go back, take the older table out of git."
            )
    fresh = upstream.tidy(*(one.frame for one in taken))
    return compared(upstream, fresh, [one.file.source_id(one.version) for one in taken])


def _say(lines: list[str]) -> None:
    for line in lines:
        print(line)


def _write(result: Compared, taken: list[Taken], root: Path) -> bool:
    """Take the release in; whether there was anything to write."""
    if written.is_recorded(result, taken):
        print("  Nothing to write: table and checksums are recorded already.")
        return False
    contents = written.changes(root / "data", result, taken)
    with Alone(root / "_build"):
        written.taken_in(root, contents)
    print(f"  Written: {', '.join(f'data/{name}' for name in contents)}.")
    return True


def _getter(root: Path, options: argparse.Namespace, limits: Limits) -> Callable[[File], Got]:
    """How files are had: from where --from says, or from their pages."""
    if options.at is not None:
        lying = _lying(options.at)

        def chosen(file: File) -> Got:
            if (path := _newest(file, lying)) is None:
                there = f"{options.at}: no file of {file.upstream} lies there"
                raise Refused(f"{there}; its name, in a zip or not, is like {file.pattern}")
            return fetched.by_hand(path)

        return chosen

    def get(file: File) -> Got:
        if not isinstance(file.where, Page):
            raise Refused(f"{file.upstream} is not fetched ({file.where}); name the file with --from FILE")
        return fetched.fetched(file, root / HOME, limits, options.again)

    return get


def _lying(at: Path) -> list[Path]:
    """The files that --from names: one, or those of a folder that can be opened."""
    if not at.exists():
        raise Refused(f"{at}: there is no such file or folder")
    if not at.is_dir():
        opened.names(at)
        return [at]
    found = []
    for path in sorted(path for path in at.iterdir() if path.is_file() and path.suffix.lower() in KINDS):
        try:
            opened.names(path)
            found.append(path)
        except Refused as error:
            print(f"Passed over: {error}", file=sys.stderr)
    return found


def _newest(file: File, lying: list[Path]) -> Path | None:
    """The newest release among files that lie here."""
    found = [(newer(file.version_of(Path(name).name)), path) for path in lying if (name := opened.inner(file, path))]
    return max(found)[1] if found else None


def listed(upstreams: tuple[Upstream, ...]) -> list[str]:
    """A line for every table of the package: where it comes from, and which release it has."""
    known = {one.table: one for one in upstreams}
    return [f"{name}: {_origin(name, known.get(name))}" for name in package.names()]


def _origin(table: str, upstream: Upstream | None) -> str:
    if upstream is None:
        return NOT_HERE.get(table, f"gathered by hand; change its rows in data/{table}.csv, as CONTRIBUTING.md says")
    return "; and ".join(dict.fromkeys(_from(table, file) for file in upstream.files))


def _from(table: str, file: File) -> str:
    where = file.where if isinstance(file.where, str) else f"fetched from {file.where.address}"
    return f"{file.upstream} {written.recorded(file, table)['version']}, {where} (a file named like {file.pattern})"


def _words(error: Exception) -> str:
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"the disk is full ({error.filename or 'no room left'}). Make room, and run the same command again."
    return str(error)


if __name__ == "__main__":
    sys.exit(main())
