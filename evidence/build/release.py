"""A dated snapshot of the book to deposit: ``python -m evidence.build.release``, after a build (`make release`).

Into ``_build/release/<name>-<version>-<day>/`` go the pages and the data package as archives, the PDF files and the
teacher's pack if there are any, how the book is cited, what all of this is and how to deposit it, and the checksums of
every file.

The same commit gives the same bytes, with the same packages: the day is that of the commit, or of `SOURCE_DATE_EPOCH`,
and no archive holds another. Nothing is deposited, and no identifier is asked for: a person does that.
"""

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import zipfile
from datetime import UTC, datetime, time
from pathlib import Path

from evidence import tables
from evidence.build.book import BOOK, BuildError, check_clock, shown
from evidence.content import digest, read
from evidence.exhibits.appendix import ARCHIVE
from evidence.pages import citations, citing
from evidence.pages.incremental import read_inputs

RELEASES, PDFS, TEACH = (Path("_build", name) for name in ("release", "pdf", "teach"))  # of the checkout
MADE_FROM = "MADE_FROM"  # in the teacher's pack: the state of the checkout that it was made of
MADE_OF = "made-of.json"  # beside the PDF files: hashes of what they were made of
SUMS = "SHA256SUMS"
PLAIN_FILE = 0o100644 << 16  # in an archive: readable by all, writable by its owner

NOTE = """\
# {title}, version {version}

A snapshot of {day}, made from {made_from}. Its data are as of {data_as_of}.

| File | What it is |
| --- | --- |
{files}

`sha256sum --check {sums}` says whether a file is whole. To make the same files again, check out the same commit with
the same Python and run `SOURCE_DATE_EPOCH={epoch} make release`.

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
    """There is nothing to release yet. The message says what to do."""


def write(root: Path, book: Path, when: datetime, commit: str = "") -> Path:
    """Write the snapshot of the checkout ``root``, whose pages stand in ``book``; returns its folder, made anew.

    when: the time that the snapshot bears, in UTC. commit: what it was made from, if that is known. Raises ReleaseError
    for a teacher's pack of another state of the checkout.
    """
    work = citing.of_book()
    name = f"{tables.package()['name']}-{work.version}-{when:%Y-%m-%d}"
    folder = root / RELEASES / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    pack(book, folder / f"{name}-html.zip", name, when)
    shutil.copyfile(book / ARCHIVE, folder / f"{name}-data.zip")
    if (root / TEACH).is_dir():
        if (read(root / TEACH / MADE_FROM) or b"").decode().strip() != state(root):
            raise ReleaseError(f"{TEACH} is not the pack of this checkout as it is: `make teach` first, or remove it")
        pack(root / TEACH, folder / f"{name}-teach.zip", f"{name}-teach", when)
    for path in [root / "CITATION.cff", root / "LICENSE", *sorted((root / PDFS).glob("*.pdf"))]:
        shutil.copyfile(path, folder / path.name)
    for ending, text in citing.files({"book": work, "data": citing.of_package()}).items():
        if ending in citing.FILES.values():
            (folder / f"CITATION.{ending}").write_text(text, encoding="utf-8", newline="")
    (folder / "RELEASE.md").write_text(note(work, folder, when, commit), encoding="utf-8", newline="")
    (folder / SUMS).write_text(sums(folder), encoding="utf-8", newline="")
    return folder


def pack(source: Path, target: Path, inside: str, when: datetime) -> None:
    """Zip a folder under the name ``inside``: files in the order of their paths, each with one time and one mode."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(path for path in source.rglob("*") if path.is_file()):
            entry = zipfile.ZipInfo(f"{inside}/{path.relative_to(source).as_posix()}", when.timetuple()[:6])
            entry.create_system, entry.external_attr = 3, PLAIN_FILE  # as on Unix, wherever it was made
            archive.writestr(entry, path.read_bytes(), zipfile.ZIP_DEFLATED)


def state(root: Path) -> str:
    """A digest of all that the book of a checkout is made of."""
    return digest("\n".join(f"{name} {content}" for name, content in sorted(read_inputs(root).items())))


def check_pdfs(root: Path) -> None:
    """Raise ReleaseError if there are PDF files of another state of the book than the checkout's."""
    made = read(root / PDFS / MADE_OF)
    if any((root / PDFS).glob("*.pdf")) and (made is None or json.loads(made) != shown(root)):
        raise ReleaseError(f"the files in {PDFS} are not of this book: `make pdf` prints them again; or delete them")


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
        epoch=int(when.timestamp()),
        identifier=f"The book has the DOI {work.doi}." if work.doi else WITHOUT_DOI,
    )


def sums(folder: Path) -> str:
    """The checksums of a folder's files, as `sha256sum --check` reads them."""
    paths = sorted(folder.iterdir())
    return "".join(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in paths)


def committed(root: Path) -> tuple[str, int | None]:
    """The last commit and its time; ('', None) where git can't say. Raises ReleaseError if files were edited since."""
    asked = (["log", "-1", "--format=%H %ct"], ["status", "--porcelain"], ["rev-parse", "--show-toplevel"])
    try:
        last, edited, top = (
            subprocess.run(["git", *words], cwd=root, capture_output=True, text=True, check=True).stdout.strip()
            for words in asked
        )
    except (OSError, subprocess.CalledProcessError):
        return "", None
    if not Path(top).samefile(root):  # a copy inside another repository
        return "", None
    if edited:
        raise ReleaseError("files differ from the last commit: commit them first; what is released must be found again")
    commit, seconds = last.split()
    return commit, int(seconds)


def moment(root: Path, committed_at: int | None) -> datetime:
    """The time that a snapshot bears: `SOURCE_DATE_EPOCH`, else the commit's, else the day in CITATION.cff."""
    told = os.environ.get("SOURCE_DATE_EPOCH")
    if told or committed_at:
        return datetime.fromtimestamp(int(told or committed_at), UTC)
    return datetime.combine(citations.read(root / "CITATION.cff").released, time.min, UTC)


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns the exit status."""
    argparse.ArgumentParser(prog="python -m evidence.build.release", description=__doc__.splitlines()[0]).parse_args(
        arguments
    )
    try:
        check_clock()
        root = tables.root()
        if shown(root) != read_inputs(root):
            raise ReleaseError(f"{BOOK} is not the book of this checkout as it is: `make book` first")
        check_pdfs(root)
        commit, committed_at = committed(root)
        folder = write(root, root / BOOK, moment(root, committed_at), commit)
    except (tables.TableError, BuildError, ReleaseError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"The snapshot: {os.path.relpath(folder)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
