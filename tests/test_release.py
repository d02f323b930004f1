"""The snapshot to deposit: what is in it, its checksums, and the same bytes from the same commit."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
import rispy
from private import named

from conftest import ROOT, build_in, files, make_small_checkout, small_config
from evidence.build import made, release
from evidence.exhibits.appendix import ARCHIVE
from evidence.pages import citations

WHEN = datetime(2026, 11, 26, 9, 30, tzinfo=UTC)
CITED = citations.read(ROOT / "CITATION.cff")
NAME = f"weather-{CITED.version}-{WHEN:%Y-%m-%d}"
PAGES = {"index.html": "<h1>Rain</h1>", "_static/all.css": "h1{}", ".nojekyll": "", ARCHIVE: "tables"}


def citable(root: Path) -> Path:
    """A small checkout that says how it is cited, and whose sources have days."""
    make_small_checkout(root)
    for name in ("CITATION.cff", "LICENSE"):
        shutil.copy(ROOT / name, root)
    path = root / "data" / "datapackage.json"
    package = json.loads(path.read_text("utf-8")) | {"title": "Weather"}
    [field] = [one for one in package["resources"][0]["schema"]["fields"] if one["name"] == "date_accessed"]
    field["type"] = "date"
    path.write_text(json.dumps(package), "utf-8")
    return root


def checkout_with(root: Path, order: list[str], seconds: int) -> Path:
    """A small checkout with pages as a build would leave them, written in an order and at a time of their own."""
    citable(root)
    for name in order:
        path = root / made.BOOK / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(PAGES[name], "utf-8")
        os.utime(path, (seconds, seconds))
    return root


@pytest.fixture
def small(tmp_path, monkeypatch) -> Path:
    root = checkout_with(tmp_path / "one", list(PAGES), 1_000_000_000)
    monkeypatch.chdir(root)
    return root


def test_an_edition_is_not_older_than_its_data(small):
    cff = small / "CITATION.cff"
    cff.write_text(re.sub(r"date-released: .*", "date-released: 2026-11-20", cff.read_text("utf-8")), "utf-8")
    with pytest.raises(release.ReleaseError, match="sources were read until 2026-11-22: give it a later version"):
        release.write(small, small / made.BOOK, WHEN, "abc123")
    assert not (small / release.RELEASES).exists()


def test_a_snapshot_holds_the_book_the_data_and_how_both_are_cited(small):
    folder = release.write(small, small / made.BOOK, WHEN, "abc123")
    assert folder == small / release.RELEASES / NAME
    cited = {f"CITATION.{ending}" for ending in ("cff", "bib", "ris", "json")}
    archives = {f"{NAME}-html.zip", f"{NAME}-data.zip"}
    assert set(files(folder)) == {*archives, *cited, "LICENSE", "RELEASE.md", release.SUMS}
    with zipfile.ZipFile(folder / f"{NAME}-html.zip") as archive:
        assert {name: archive.read(name).decode() for name in archive.namelist()} == {
            f"{NAME}/{name}": text for name, text in PAGES.items()
        }
    assert (folder / f"{NAME}-data.zip").read_text("utf-8") == "tables"
    book, data = rispy.loads((folder / "CITATION.ris").read_text("utf-8"))
    assert (book["type_of_reference"], data["type_of_reference"]) == ("BOOK", "DATA")
    note = (folder / "RELEASE.md").read_text("utf-8")
    assert "commit abc123" in note and f"SOURCE_DATE_EPOCH={int(WHEN.timestamp())}" in note
    assert "has no DOI" in note and not re.search(r"10\.\d{4,}/", note)
    assert all(f"| `{name}` | " in note for name in {*archives, *cited})
    assert named(folder, str(small)) == []


def test_the_checksums_are_those_of_every_file_and_a_pdf_goes_in_where_there_is_one(small):
    pdf = small / made.PDFS / "book.pdf"
    pdf.parent.mkdir(parents=True)
    pdf.write_bytes(b"%PDF")
    folder = release.write(small, small / made.BOOK, WHEN)
    lines = (folder / release.SUMS).read_text("utf-8").splitlines()
    said = dict(reversed(line.split("  ")) for line in lines)
    assert "book.pdf" in said and "| `book.pdf` | " in (folder / "RELEASE.md").read_text("utf-8")
    held = {name: hashlib.sha256(text).hexdigest() for name, text in files(folder).items()}
    assert said == {name: own for name, own in held.items() if name != release.SUMS}


def test_the_teachers_pack_goes_in_where_there_is_one_without_the_state_that_it_was_made_of(small):
    (made.anew(small, made.TEACH) / "README.md").write_text("Slides", "utf-8")
    made.mark(small, made.TEACH, "a state")
    folder = release.write(small, small / made.BOOK, WHEN)
    with zipfile.ZipFile(folder / f"{NAME}-teach.zip") as archive:
        assert archive.namelist() == [f"{NAME}-teach/README.md"]
    note = (folder / "RELEASE.md").read_text("utf-8")
    assert f"| `{NAME}-teach.zip` | the teacher's pack" in note
    clock = f"SOURCE_DATE_EPOCH={int(WHEN.timestamp())}"
    assert f"run `make teach`, with the same Chromium, then `{clock} make release`." in note


def test_all_that_was_printed_is_made_again_with_the_clock_that_was_set(small, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(WHEN.timestamp())))
    (made.anew(small, made.PDFS) / "book.pdf").write_bytes(b"%PDF")
    (made.anew(small, made.TEACH) / "README.md").write_text("Slides", "utf-8")
    folder, clock = release.write(small, small / made.BOOK, WHEN), f"SOURCE_DATE_EPOCH={int(WHEN.timestamp())}"
    assert f"run `{clock} make pdf teach`, with" in (folder / "RELEASE.md").read_text("utf-8")


def with_pack(root: Path) -> None:
    """A teacher's pack of the state that the checkout has where it stands."""
    (made.anew(root, made.TEACH) / "README.md").write_text("Slides", "utf-8")
    made.mark(root, made.TEACH, f"{root}: its packages have a place")


def test_the_same_commit_and_day_give_the_same_bytes_wherever_and_whenever(small, tmp_path, monkeypatch):
    with_pack(small)
    here = release.write(small, small / made.BOOK, WHEN, "abc123")
    other = checkout_with(tmp_path / "two", sorted(PAGES, reverse=True), 1_500_000_000)
    monkeypatch.chdir(other)
    with_pack(other)
    there = release.write(other, other / made.BOOK, WHEN, "abc123")
    assert files(here) == files(there)
    later = release.write(other, other / made.BOOK, WHEN.replace(day=27), "abc123")
    assert later.name != there.name and files(later).keys() != files(there).keys()


def test_a_book_that_is_not_that_of_the_checkout_is_not_released(small, run_in):
    said = run_in(small, release.main)
    assert said.status == 1 and "`make book` first" in said.err and not (small / release.RELEASES).exists()


@pytest.mark.parametrize(("folder", "target"), made.MAKES.items(), ids=str)
def test_what_is_of_another_state_or_not_made_to_its_end_is_not_released(small, folder, target):
    made.check(small, "state 1")  # there is nothing
    (made.anew(small, folder) / "a.pdf").write_bytes(b"%PDF")
    with pytest.raises(made.MadeError, match=f"`{target}` again"):
        made.check(small, "state 1")
    made.mark(small, folder, "state 1")
    made.check(small, "state 1")
    with pytest.raises(made.MadeError, match=f"{folder} is not made of this book"):
        made.check(small, "state 2")
    made.anew(small, folder)  # the mark of before says nothing of what is being made
    with pytest.raises(made.MadeError):
        made.check(small, "state 1")


def test_a_release_that_is_refused_or_breaks_off_leaves_no_snapshot(small, monkeypatch, run_in):
    monkeypatch.setattr(made, "shown", made.contents)
    made.anew(small, made.TEACH)
    said = run_in(small, release.main)
    assert said.status == 1 and "`make teach` again" in said.err and not (small / release.RELEASES).exists()
    shutil.rmtree(small / made.TEACH)
    monkeypatch.setattr(release, "sums", lambda _: (_ for _ in ()).throw(OSError("no space is left")))
    said = run_in(small, release.main)
    assert said.status == 1 and "no space is left" in said.err
    assert not [path for path in (small / release.RELEASES).iterdir() if not path.name.startswith(".")]


def git(root: Path, *words: str) -> None:
    who = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    subprocess.run(["git", *who, *words], cwd=root, check=True, capture_output=True)


@pytest.mark.skipif(not shutil.which("git"), reason="no git")
def test_a_snapshot_says_its_commit_and_edited_files_are_not_released(small):
    assert release.committed(small) == ("", None), "a copy without its history"
    (small / ".gitignore").write_text("_build/\n", "utf-8")
    git(small, "init", "--quiet")
    git(small, "add", "--all")
    git(small, "commit", "--quiet", "--message", "All")
    commit, seconds = release.committed(small)
    assert re.fullmatch(r"[0-9a-f]{40,}", commit) and made.moment(small, seconds).timestamp() == seconds
    (small / "LICENSE").write_text("Another", "utf-8")
    with pytest.raises(release.ReleaseError, match="commit them first"):
        release.committed(small)


def test_the_day_is_that_of_the_clock_that_was_set_else_of_the_commit_else_of_the_release(small, monkeypatch):
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert f"{made.moment(small, None):%Y-%m-%d}" == f"{CITED.released}"
    assert made.moment(small, 86_400) == datetime(1970, 1, 2, tzinfo=UTC)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(WHEN.timestamp())))
    assert made.moment(small, 86_400) == WHEN


@pytest.mark.prove  # two builds
def test_two_checkouts_built_and_released_at_one_commit_are_one_snapshot(tmp_path, monkeypatch, run_in):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(WHEN.timestamp())))
    found = []
    for name in ("one", "two"):
        root = citable(tmp_path / name)
        config = small_config("evidence.pages.sphinx_ext").replace(
            "evidence.pages.incremental, ", ""
        )  # it sets that up
        (root / "_config.yml").write_text(config, "utf-8")
        (root / "_toc.yml").write_text("format: jb-book\nroot: index\n", "utf-8")
        (root / "index.md").write_text("# Rain\n\nIt rained.\n", "utf-8")
        assert (built := build_in(root)).status == 0, built.err
        assert (said := run_in(root, release.main)).status == 0, said.err
        found.append(files(root / release.RELEASES))
    assert found[0] and found[0] == found[1]
