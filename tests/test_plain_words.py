"""Headings are plain words: what looks like markup in one is no markup on a handout, and none in the teacher's pack."""

from dataclasses import replace

from conftest import ROOT
from evidence import tables
from evidence.build import teach
from evidence.pages import citing, handouts, lessons

HEADING, WRITTEN = "Kabul & Moscow <2017", "Kabul &amp; Moscow &lt;2017"
PAGE = f'<article class="bd-article"><h1>{WRITTEN}</h1><section id="a">\n<h2>{WRITTEN}</h2></section></article>'


def test_a_handout_asks_in_plain_words():
    (docname, choice), *_ = handouts.choices(ROOT).items()
    lesson = lessons.of_chapter(ROOT / f"{docname}.ipynb", docname)
    asked = tuple(replace(one, asked=HEADING) for one in lesson.pictures)
    made = handouts.sheets(replace(lesson, pictures=asked), choice, tables.load("glossary"), citing.of_book())
    assert WRITTEN in made[handouts.FIRST] and HEADING not in "".join(made.values())


def test_a_page_of_the_pack_names_itself_and_its_sections_in_plain_words(tmp_path):
    (tmp_path / "plans.html").write_text(PAGE, "utf-8")
    page = teach.alone(tmp_path / "plans.html")
    assert f"<title>{WRITTEN}</title>" in page and f'<li><a href="#a">{WRITTEN}</a></li>' in page
    assert HEADING not in page
