"""A dated snapshot of the book to deposit: ``python -m evidence.build.release``, after a build (`make release`).

Into ``_build/release/<name>-<version>-<day>/`` go the pages and the data package as archives, the PDF files and the
teacher's pack if there are any, how the book is cited, what all of this is and how to deposit it, and the checksums of
every file.

The same commit gives the same bytes, with the same packages: the day is that of the commit, or of `SOURCE_DATE_EPOCH`,
and no archive holds another. Nothing is deposited, and no identifier is asked for: a person does that.
"""

import argparse
import hashlib
import os
import shutil
import sys
from datetime import datetime
from pathlib import Path

from evidence import tables
from evidence.build import git, made
from evidence.build.book import BOOK, BuildError
from evidence.exhibits.appendix import ARCHIVE
from evidence.pages import archives, citations, citing

RELEASES = Path("_build", "release")  # of the checkout
SUMS = "SHA256SUMS"
OTHERS = {"pdf": ".pdf", "teach": "-teach.zip"}  # targets of the Makefile -> what they add

NOTE = """\
# {title}, version {version}

A snapshot of {day}, made from {made_from}. Its data are as of {data_as_of}.

| File | What it is |
| --- | --- |
{files}

`sha256sum --check {sums}` says whether a file is whole. To make the same files again, check out the same commit with
the same Python and run {again}.

## How to deposit it

{identifier}

1. Look at the book once more: `make prove`, then unzip the pages and open `index.html`.
2. Zenodo (https://zenodo.org): a new upload, all files of this folder. OSF (https://osf.io): a project, the same files,
   then a registration of it. Title, authors, version and day stand in `CITATION.cff`; the licences in `LICENSE`: text
   and figures CC BY 4.0, code BSD-3-Clause, data as each source says.
3. Zenodo can reserve a DOI before it publishes, OSF makes one for a registration. Once there is one, write it into
   `CITATION.cff` as `doi:`, and every citation of the next build names it.
4. Later versions go under the same record as new versions. What has been published is not replaced.
"""
WITHOUT_DOI = "The book has no DOI. Cite it by version, day and the content hashes that its pages name."
KINDS = {
    "-html.zip": "the book: unzip it and open `index.html`; needs no server and no network",
    "-teach.zip": "the teacher's pack: slides, handouts, plans, the key, and notebooks for students",
    "-data.zip": "the data package (Frictionless): tables, outlines of maps, and their descriptor",
    ".pdf": "pages to print, tagged for screen readers",
    ".cff": "how the book is cited, for people and for GitHub",
    ".bib": "the book and its data package, in BibTeX",
    ".ris": "the same in RIS",
    ".json": "the same in CSL-JSON",
    "LICENSE": "the licences of code, text and data",
}


class ReleaseError(Exception):
    """The checkout may not be released as it is. The message says what to do."""


def write(root: Path, book: Path, when: datetime, commit: str = "") -> Path:
    """Write the snapshot of the checkout ``root``, whose pages stand in ``book``; returns its folder, made anew.

    when: the time that the snapshot bears, in UTC. commit: what it was made from, if that is known. PDF files and the
    teacher's pack go in as they stand; `made.check` says whether they may.
    """
    work = citing.of_book()
    if work.data_as_of and work.released < work.data_as_of:
        raise ReleaseError(
            f"CITATION.cff says that version {work.version} came out on {work.released}, and sources were read until "
            f"{work.data_as_of}: give it a later version and day, and chapters/appendix/about.md an entry under Changes"
        )
    name = f"{tables.package()['name']}-{work.version}-{when:%Y-%m-%d}"
    whole = root / RELEASES / name
    folder = whole.with_name(f".{name}.new")  # a part of a snapshot must not look like one
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    pack(book, folder / f"{name}-html.zip", name, when)
    shutil.copyfile(book / ARCHIVE, folder / f"{name}-data.zip")
    if (root / made.TEACH).is_dir():
        pack(root / made.TEACH, folder / f"{name}-teach.zip", f"{name}-teach", when)
    for path in [root / "CITATION.cff", root / "LICENSE", *sorted((root / made.PDFS).glob("*.pdf"))]:
        shutil.copyfile(path, folder / path.name)
    for ending, text in citing.files({"book": work, "data": citing.of_package()}).items():
        if ending in citing.FILES.values():
            (folder / f"CITATION.{ending}").write_text(text, encoding="utf-8", newline="")
    (folder / "RELEASE.md").write_text(note(work, folder, when, commit), encoding="utf-8", newline="")
    (folder / SUMS).write_text(sums(folder), encoding="utf-8", newline="")
    shutil.rmtree(whole, ignore_errors=True)
    os.replace(folder, whole)
    return whole


def pack(source: Path, target: Path, inside: str, when: datetime) -> None:
    """Zip a folder under the name ``inside``: files in the order of their paths, each with one time and one mode."""
    paths = sorted(path for path in source.rglob("*") if path.is_file())
    named = ((f"{inside}/{path.relative_to(source).as_posix()}", path.read_bytes()) for path in paths)
    archives.write(target, named, when)


def note(work: citations.Work, folder: Path, when: datetime, commit: str) -> str:
    """What the files of a snapshot are, and how one deposits them, as Markdown."""
    kinds = {path.name: what for path in folder.iterdir() for end, what in KINDS.items() if path.name.endswith(end)}
    return NOTE.format(
        title=work.title,
        version=work.version,
        day=f"{when:%Y-%m-%d}",
        made_from=f"commit {commit}" if commit else "a copy without its history",
        data_as_of=work.data_as_of,
        files="\n".join(f"| `{name}` | {kinds[name]} |" for name in sorted(kinds)),
        sums=SUMS,
        again=again(folder, when),
        identifier=f"The book has the DOI {work.doi}." if work.doi else WITHOUT_DOI,
    )


def again(folder: Path, when: datetime) -> str:
    """The commands that make the files of a snapshot once more; what is printed bears the day of the version."""
    clock = f"SOURCE_DATE_EPOCH={int(when.timestamp())} "
    others = [target for target, ending in OTHERS.items() if any(folder.glob(f"*{ending}"))]
    told = clock if "SOURCE_DATE_EPOCH" in os.environ else ""
    before = f"`{told}make {' '.join(others)}`, with the same Chromium, then "
    return f"{before if others else ''}`{clock}make release`"


def sums(folder: Path) -> str:
    """The checksums of a folder's files, as `sha256sum --check` reads them."""
    paths = sorted(folder.iterdir())
    return "".join(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in paths)


def committed(root: Path) -> tuple[str, int | None]:
    """The last commit and its time; ('', None) where git can't say. Raises ReleaseError if files were edited since."""
    try:
        last = git.words(root, "log", "-1", "--format=%H %ct")
        edited = git.words(root, "status", "--porcelain")
        top = git.words(root, "rev-parse", "--show-toplevel")
    except git.GitError:
        return "", None
    if not Path(top).samefile(root):  # a copy inside another repository
        return "", None
    if edited:
        raise ReleaseError("files differ from the last commit: commit them first; what is released must be found again")
    commit, seconds = last.split()
    return commit, int(seconds)


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns the exit status."""
    argparse.ArgumentParser(prog="python -m evidence.build.release", description=__doc__.splitlines()[0]).parse_args(
        arguments
    )
    try:
        with made.checkout() as (root, state):
            made.check(root, state)
            commit, committed_at = committed(root)
            folder = write(root, root / BOOK, made.moment(root, committed_at), commit)
    except (tables.TableError, BuildError, made.MadeError, ReleaseError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"The snapshot: {os.path.relpath(folder)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
