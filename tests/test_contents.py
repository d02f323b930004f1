"""The contents beside a page say which section is being read."""

import pytest
from bs4 import BeautifulSoup

from conftest import until

PAGE = "chapters/02-kabul-moscow-ties.html"
SECTIONS = [
    "what-happened-after-the-meeting-without-kabul",
    "who-travelled-and-when",
    "do-votes-at-the-united-nations-show-a-drift",
]
ARE_MARKED = """(wanted) => String([...document.querySelectorAll('#pst-page-toc-nav a')]
    .filter((one) => one.matches('.active') || one.ariaCurrent).map((one) => one.hash)) === wanted"""
JUMP = """([id, beyond]) => {
    const top = id ? scrollY + document.getElementById(id).getBoundingClientRect().top : 0;
    scrollTo({ top: top + beyond, behavior: 'instant' });
}"""


@pytest.mark.parametrize("beyond", [-40, 300])
def test_a_jump_past_headings_marks_the_section_that_it_leads_to(beyond, served, watch):
    """beyond: px past the heading of the section, which is in the window still or not any more."""
    page = watch(served, viewport={"width": 1280, "height": 900}).page
    page.goto(f"{served}/{PAGE}")
    for section in SECTIONS:
        page.evaluate(JUMP, [section, beyond])
        until(page, ARE_MARKED, f"#{section}")
    page.evaluate(JUMP, ["", 0])
    until(page, ARE_MARKED, "")


def test_at_the_end_and_at_the_top_the_mark_is_where_the_reader_is(served, watch):
    """Sections at the end are too short to come high; where a link led stays marked."""
    page = watch(served, viewport={"width": 1280, "height": 900}).page
    page.goto(f"{served}/index.html")
    last = page.locator("#pst-page-toc-nav a").last.evaluate("(one) => one.hash")
    for key, wanted in [("End", last), ("Home", ""), ("End", last), ("Home", "")]:
        page.keyboard.press(key)
        until(page, ARE_MARKED, wanted)
    earlier = page.locator("#pst-page-toc-nav a").nth(-2)
    earlier.click()
    until(page, ARE_MARKED, earlier.evaluate("(one) => one.hash"))


def test_the_contents_of_the_book_say_which_page_this_is(built_book):
    for name, words in (("index", ""), (PAGE.removesuffix(".html"), "2 Did Kabul")):
        page = BeautifulSoup((built_book / f"{name}.html").read_text("utf-8"), "html.parser")
        current = page.select("#pst-primary-sidebar [aria-current=page]")
        assert [" ".join(one.get_text().split())[: len(words)] for one in current] == ([words] if words else [])
