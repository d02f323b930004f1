"""Seals: the checksum of a table or map that a program wrote, kept in the package as the `hash` of its resource.

A resource with a `derivation` is written by `make refresh`, or by its function, and by nobody's hand: a cell that was
changed since breaks its seal, which the tests and `frictionless validate` see. What was gathered by hand has none.

``python -m evidence.seals`` names what no longer is as it was written; with names of tables it seals these as they are
now, for whoever changed one of them and means it.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Iterable
from pathlib import Path

from evidence.descriptors import PACKAGE
from evidence.package import TableError, data_dir, package, resource

BROKEN = "data/{path}: not as its program wrote it. A slip? If it is right: `python -m evidence.seals {name}`"


def seal(content: bytes) -> str:
    """What the package says of a file with this content, as Frictionless writes a checksum."""
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def with_seals(described: dict, contents: dict[str, bytes]) -> dict:
    """A description of a package in which each derived resource whose file is among `contents` has the seal of it."""
    return described | {
        "resources": [
            one | {"hash": seal(contents[one["path"]])} if "derivation" in one and one["path"] in contents else one
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
        if ("derivation" in one or "hash" in one) and one.get("hash") != seal((folder / one["path"]).read_bytes())
    ]


def seal_as_they_are(names: Iterable[str]) -> None:
    """Write the seals of some derived tables or maps, as they are now. Raises TableError for a name of none."""
    for name in names:
        if "derivation" not in resource(name):
            raise TableError(f"data/{PACKAGE}, table {name}: no program wrote it, so it has no seal")
    contents = {resource(name)["path"]: (data_dir() / resource(name)["path"]).read_bytes() for name in names}
    (data_dir() / PACKAGE).write_bytes(written(with_seals(package(), contents)))


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m evidence.seals", description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", help="derived tables or maps to seal as they are now")
    options = parser.parse_args(arguments)
    try:
        if options.names:
            seal_as_they_are(options.names)
        problems = broken(package(), data_dir())
    except TableError as error:
        problems = error.problems
    print("\n".join(problems), file=sys.stderr, end="\n" if problems else "")
    return int(bool(problems))


if __name__ == "__main__":
    sys.exit(main())
