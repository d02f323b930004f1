"""What of the theme's files the book holds: what a page, a script or a style sheet names, and nothing else."""

import re
from pathlib import Path

import pytest

from evidence.pages import final
from evidence.pages.sphinx_ext import STATIC

NAMED = {
    "page.js": "load('by-script.js') //# sourceMappingURL=page.js.map",
    "by-script.js": "",
    "all.css": "p { background: url(images/by-sheet.png) }",
    "images/by-sheet.png": "",
    "whole.css": "",
    "slides.css": "the book's own, for pages that are written later",
    "vendor/x.js.LICENSE.txt": "of what is inside the joint files",
}
UNNAMED = {"page.js.map": "", "other.css": "url(only-by-other.png)", "only-by-other.png": "", "vendor/fonts/a.ttf": ""}
PAGE = '<link href="_static/all.css?v=1" /><script src="../_static/page.js"></script>'


def test_what_nothing_names_is_left_out(tmp_path: Path):
    for name, content in {**NAMED, **UNNAMED}.items():
        path = tmp_path / "_static" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
    (tmp_path / "_figures").mkdir()
    (tmp_path / "_figures" / "claims.whole.htm").write_text('<link href="../_static/whole.css" />', "utf-8")
    final.leave_out_unnamed(tmp_path, [PAGE])
    found = {path.relative_to(tmp_path / "_static").as_posix() for path in (tmp_path / "_static").rglob("*")}
    assert found == {*NAMED, "images", "vendor"}, "folders of what is gone are gone too"


@pytest.fixture(scope="module")
def kept(built_book: Path) -> dict[str, Path]:
    paths = (built_book / "_static").rglob("*")
    return {path.relative_to(built_book / "_static").as_posix(): path for path in paths if path.is_file()}


def test_the_book_holds_no_file_of_the_theme_that_nothing_loads(kept, built_book: Path):
    foreign = {name for name in kept if not (STATIC / name).is_file() and "LICENSE" not in name}
    texts = [path.read_text("utf-8") for path in built_book.rglob("*.htm*")]
    texts += [path.read_text("utf-8") for path in kept.values() if path.suffix in (".js", ".css")]
    assert {"all.css", "all.js", "vega.js", "searchtools.js"} <= foreign
    assert not [name for name in foreign if not any(Path(name).name in text for text in texts)]
    assert not [name for name in kept if name.endswith((".map", ".ttf", ".woff2"))]


def test_every_file_that_a_page_names_is_there(kept, built_book: Path):
    named = {
        name
        for path in built_book.rglob("*.htm*")
        for name in re.findall(r'(?:href|src)="[^"]*\b_static/([^"?#]+)', path.read_text("utf-8"))
    }
    assert len(named) >= 10 and named <= kept.keys()
