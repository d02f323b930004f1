"""Break the book on purpose and see which tests notice: `python -m benchmarks.mutations --seed 1`.

Mutants are drawn by chance (`mutants`), put one by one into a copy of the checkout under _build/mutations, and judged
by the tests of `make check` that touch what was edited (`judging`): a first run says what each test reads and executes.
Staleness is set aside, for it catches every edit until the notebooks are executed again; for tables and chapters they
are, and so nbval has nothing to say. Of code that survives the notebooks are executed and their outputs compared, as
nbval does. What is found goes into a table beside the copy; whether a survivor is harmless is written there by hand,
and a later run leaves it.
"""

import argparse
import csv
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from benchmarks import mutants
from benchmarks.judging import PROFILE, WORK
from evidence import seals, tables

SOURCE = "own-mutations"
COLUMNS = (
    *("mutant_id", "seed", "room", "kind", "file", "place", "what", "caught_by", "executed"),
    *("seconds", "verdict", "why", "source_id"),
)
EACH = {"data": 14, "code": 12, "chapter": 8, "page": 4}  # mutants of each kind
COPIED = ("evidence", "data", "chapters", "benchmarks", "tests", ".github", ".ci", "docs")
LONGEST = 200  # characters of what is told of a mutant
MARKED = "not slow and not book and not prove"
MARKUP = re.compile(r"<(?=[/a-z])|&(?=[a-z#]+;)", re.IGNORECASE)  # which no cell of the package may hold


def counts(each: dict[str, int]) -> dict[str, int]:
    """How many of each kind: those of tables, of code, of chapters and of other pages, in the order of `KINDS`."""
    kinds = list(mutants.KINDS)
    firsts = {"data": 0, "code": kinds.index("comparison")}
    firsts |= {"chapter": kinds.index("constant in a cell"), "page": kinds.index("constant on a page")}
    return {kind: each[[room for room, first in firsts.items() if first <= at][-1]] for at, kind in enumerate(kinds)}


def unsealed(copied: Path, target: Path) -> None:
    """Take the seals out of a copy and keep them apart: path of the file -> seal. Frictionless asks for them too."""
    path = copied / "data" / "datapackage.json"
    described = json.loads(path.read_text("utf-8"))
    sealed = {f"data/{one['path']}": one.pop("hash") for one in described["resources"] if "hash" in one}
    path.write_bytes(seals.written(described))
    target.write_text(json.dumps(sealed), encoding="utf-8")


def copy(root: Path, target: Path) -> Path:
    """A copy of what the tests read, without what was built."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    for path in sorted(root.iterdir()):
        if path.is_dir() and path.name in COPIED:
            shutil.copytree(path, target / path.name, ignore=shutil.ignore_patterns("__pycache__"))
        elif path.is_file() and not path.is_symlink():
            shutil.copy(path, target)
    return target


def pytest(copied: Path, variables: dict[str, str], chosen: list[str]) -> None:
    """Run the plugin in the copy, with the modules of the copy; what pytest says goes into a file beside it.

    Ends the program with the name of that file where pytest fails: a test that can't be collected, say.
    """
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "benchmarks.judging"]
    command += [f"--basetemp={copied.parent / 'tmp'}", "-m", MARKED, *chosen]
    environment = {**os.environ, "PYTHONPATH": str(copied), "PYTHONHASHSEED": "0", **variables}
    with (log := copied.parent / "pytest.log").open("w", encoding="utf-8") as words:
        status = subprocess.run(command, cwd=copied, env=environment, stdout=words, stderr=words).returncode
    if status:
        sys.exit(f"pytest ended with {status}; what it said stands in {log}")


def written(found: dict, seed: int) -> dict:
    """One line of the table."""
    texts = {key: str(found[key])[:LONGEST] for key in ("room", "kind", "file", "place", "what", "caught_by")}
    return {key: MARKUP.sub("‹", text) for key, text in texts.items()} | {
        "mutant_id": f"M{seed}-{found['number'] + 1:03}",
        "seed": str(seed),
        "executed": str(found["executed"]).upper(),
        "seconds": f"{found['seconds']:.1f}",
        "verdict": "caught" if found["caught_by"] else "survived",
        "why": "",
        "source_id": SOURCE,
    }


def write(path: Path, rows: list[dict]) -> None:
    """Write the table; rows of other seeds stay, and what was written by hand of a survivor that survived again."""
    kept = {}
    if path.exists():
        with path.open(encoding="utf-8", newline="") as lines:
            kept = {old["mutant_id"]: old for old in csv.DictReader(lines)}
    for row in rows:
        old = kept.get(row["mutant_id"])
        if old and row["verdict"] == "survived" and all(old[key] == row[key] for key in ("file", "place", "what")):
            row |= {"verdict": old["verdict"], "why": old["why"]}
        kept[row["mutant_id"]] = row
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(kept[place] for place in sorted(kept))


def main() -> None:
    root = tables.root()
    parser = argparse.ArgumentParser(prog="python -m benchmarks.mutations", description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, required=True, help="of the draw")
    parser.add_argument("--tests", nargs="*", default=["tests"], help="test modules that may judge (default: all)")
    parser.add_argument(
        "--output", type=Path, default=root / "_build" / "mutations" / "mutations.csv", help="the table"
    )
    parser.add_argument("--resume", action="store_true", help="go on where a run of this seed was stopped")
    options = parser.parse_args()
    work = root / "_build" / "mutations"
    copied = copy(root, work / "copy")
    unsealed(copied, work / "sealed.json")
    target = work / f"{options.seed}.jsonl"
    if not options.resume:
        target.unlink(missing_ok=True)
        pytest(copied, {PROFILE: str(work / "profile.json")}, options.tests)
    asked = {
        "seed": options.seed,
        "counts": counts(EACH),
        "rooms": list(EACH),
        "profile": f"{work / 'profile.json'}",
        "sealed": f"{work / 'sealed.json'}",
        "target": f"{target}",
    }
    print(f"seed {options.seed}, {sum(asked['counts'].values())} mutants", flush=True)
    pytest(copied, {WORK: json.dumps(asked)}, options.tests)
    write(options.output, [written(json.loads(line), options.seed) for line in target.read_text("utf-8").splitlines()])


if __name__ == "__main__":
    main()
