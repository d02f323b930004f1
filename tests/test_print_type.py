"""How large the type of pictures is on paper, measured where Chromium lays them out as wide as a sheet."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import CHAPTERS
from evidence.build import paper, pdf, teach
from evidence.pages.teach import FOLDER

LEAST = 7  # pt
BETWEEN_MARGINS = {"book": 657, "pages": 718, "pack": 703}  # px: an A4 sheet less 18, 10 and 12 mm on both sides
# The smallest type of each picture on a page, in pt, with the name of the picture.
SMALLEST = """() => [...document.querySelectorAll("svg")].filter((svg) => svg.getClientRects().length).map((svg) => {
    const shown = (one) => one.getClientRects().length && one.textContent.trim();
    const words = [...svg.querySelectorAll("text")].filter(shown);
    const height = (one) => { const { c, d } = one.getScreenCTM(); return Math.hypot(c, d); };
    const sizes = words.map((one) => 0.75 * parseFloat(getComputedStyle(one).fontSize) * height(one));
    return [svg.closest("figure")?.id || svg.id || svg.getAttribute("aria-labelledby") || "a part", sizes];
}).filter(([, sizes]) => sizes.length).map(([name, sizes]) => [name, Math.min(...sizes)])"""


@pytest.fixture
def smallest(browser):
    """Of a page as it is printed on sheets of a kind: name of each picture -> its smallest type."""
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.emulate_media(media="print")

        def look(path: Path, kind: str) -> dict[str, float]:
            page.set_viewport_size({"width": BETWEEN_MARGINS[kind], "height": 1000})
            page.goto(path.as_uri())
            found: dict[str, float] = {}
            for name, size in page.evaluate(SMALLEST):
                found[name] = min(size, found.get(name, size))  # of a picture in columns the smallest
            return found

        yield look


def pack(book: Path, folder: Path) -> Iterator[Path]:
    """The pages of the teacher's pack that are printed, beside their style sheet."""
    (folder / "_static").mkdir()
    (folder / "_static" / "handout.css").write_bytes((book / "_static" / "handout.css").read_bytes())
    (folder / "plans").mkdir()
    for there in (*teach.PAGES, "chapters/teach/labs.html"):
        path = folder / "plans" / Path(there).name
        path.write_text(teach.alone(book / there), "utf-8")
        yield path
    yield from sorted([*(book / FOLDER).glob("handout-*.html"), *(book / FOLDER).glob("lab-sheet*")])


def test_pictures_of_the_teachers_pack_can_be_read_on_paper(built_book: Path, smallest, tmp_path):
    found = {f"{path.name} {name}": size for path in pack(built_book, tmp_path)
             for name, size in smallest(path, "pack").items()}  # fmt: skip
    assert len([name for name in found if name.startswith("handout-")]) >= 6 and len(found) >= 12
    assert {name: size for name, size in found.items() if size < LEAST} == {}


def test_pictures_of_the_book_can_be_read_in_its_pdf(built_book: Path, smallest, tmp_path):
    _, work, chosen = next(pdf.documents(built_book, []))
    path = tmp_path / "all.html"
    styles = paper.styles_of(built_book).as_uri()
    path.write_text(paper.document(work, paper.leaves(built_book, chosen), styles, {}), "utf-8")
    found = smallest(path, "book")
    assert len(found) >= 40
    assert {name: size for name, size in found.items() if size < LEAST} == {}


@pytest.mark.parametrize("name", CHAPTERS)
def test_pictures_of_a_page_can_be_read_as_a_browser_prints_it(name, built_book: Path, smallest):
    found = smallest(built_book / name, "pages")
    assert len(found) >= 3
    assert {name: size for name, size in found.items() if size < LEAST} == {}
