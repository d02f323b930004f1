"""The teacher's pack as a folder: it holds all parts, keeps the key apart, and no link of it leads nowhere."""

import re
import zipfile
from pathlib import Path

from private import named
from test_teach import CHAPTERS, KEY, NUMBERS, WHEN, sentences, soup, words

from conftest import ROOT
from evidence.build import chromium, students, teach


def test_the_pack_holds_all_parts_keeps_the_key_apart_and_no_link_leads_nowhere(tmp_path, built_book: Path):
    teach.write(ROOT, built_book, tmp_path / "teach", WHEN, browser=None)
    pack = tmp_path / "teach"
    assert named(pack, str(tmp_path)) == []
    names = {path.relative_to(pack).as_posix() for path in pack.rglob("*") if path.is_file()}
    assert {f"slides/slides-{number}.html" for number in NUMBERS} <= names
    assert {f"handouts/handout-{number}{end}.html" for number in NUMBERS for end in ("", "-end")} <= names
    assert {"README.md", "students.zip", "plans/plans.html", "teachers-only/key.html"} <= names
    assert {
        "plans/labs.html",
        "teachers-only/lab-answers.html",
        "handouts/lab-sheet.html",
        "handouts/lab-sheet-end.html",
    } <= names
    plans = (pack / "plans/plans.html").read_text("utf-8")
    assert 'href="../slides/slides-1.html#/slide-4"' in plans and "make teach" not in plans
    assert plans.count("(chapters/lab.html of the book)") == 1
    glosses = [one.get_text() for one in soup(pack / "plans/labs.html").select(".ev-gloss")]
    assert glosses and not [text for text in glosses if "of the book" in text]
    jumped = soup(pack / "plans/plans.html").select("nav a")
    assert len(jumped) >= len(CHAPTERS) + 3 and all(f'id="{one["href"][1:]}"' in plans for one in jumped)
    for name in names:
        if name.endswith(".html"):
            page = soup(pack / name)
            there = [one.get("href") or one.get("src") for one in page.select("a[href], link[href], script[src]")]
            own = [one.partition("#")[0] for one in there if "://" not in one and not one.startswith("#")]
            assert all((pack / name).parent.joinpath(one).is_file() for one in own), name
            assert not page.select("button, details.ev-cite, details:not([open])")
            if not name.startswith("teachers-only"):
                assert not sentences(KEY) & {piece.strip() for piece in re.split(r"[.:;?]", words(str(page)))}


def test_students_get_the_labs_folded_and_a_readme_that_offers_what_is_there(tmp_path, built_book: Path):
    students.write(ROOT, tmp_path / students.ARCHIVE, WHEN, teach.for_students(built_book))
    zipfile.ZipFile(tmp_path / students.ARCHIVE).extractall(tmp_path)
    place = tmp_path / students.INSIDE
    page, readme = soup(place / "labs.html"), " ".join((place / "README.md").read_text("utf-8").split())
    assert page.select("details") and not page.select("details[open]")
    own = [one.get("href") for one in page.select("a[href], link[href]")]
    assert all((place / one).is_file() for one in own if "://" not in one and not one.startswith("#"))
    for text in ("Lab 1 needs a checkout of the book (git, make), not this archive", "Installing needs a network once"):
        assert text in readme
    named = {one for one in re.findall(r"`([\w./]+)`", readme) if "/" in one or "." in one}
    assert {one for one in named if not one.startswith(".venv")} and all(
        (place / one).exists() for one in named if not one.startswith((".venv", "py"))
    )
    assert "-html.zip" not in teach.README
    students.write(ROOT, tmp_path / "bare.zip", WHEN)
    assert b"labs.html" not in zipfile.ZipFile(tmp_path / "bare.zip").read("students/README.md")


def test_a_printed_handout_bears_the_day_of_the_pack():
    content = b"<</CreationDate (D:20251231010203+00'00')\n/ModDate (D:20251231010203+00'00')>>"
    assert chromium.dated(content, WHEN) == content.replace(b"20251231010203", b"20261126093000")
