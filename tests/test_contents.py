"""The contents beside a page say which section is being read."""

import pytest

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
