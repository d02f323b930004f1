"""The reading time of a page: what counts, where it is said, and that no notebook types one."""

import re
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup

from conftest import CHAPTERS
from evidence.build.execute import find_notebooks
from evidence.pages import reading, sphinx_ext

ROOT = Path(__file__).resolve().parents[1]
TYPED = re.compile(r"reading time|\babout (?:\d+|\w+) minutes? to read|\b\d+ minutes? of reading", re.IGNORECASE)


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("<h1>Two words</h1><p>and – three <em>more</em> 1,204.</p>", 6),
        ('<h1>One<a class="headerlink" href="#x">#</a></h1>', 1),
        ("<p>Seen</p><details class='ev-box'><summary>Method: odds</summary><p>Not <b>seen</b></p></details>", 1),
        ("<p>Seen<br>too</p><details class='ev-solution'><table><tr><td>Not</td></tr></table></details><p>end</p>", 3),
        ("<div hidden><div>Not</div></div><svg><text>Not<tspan/></text></svg><p>Seen</p>", 1),
        ('<p>It holds. <span class="ev-badge"><a>partly</a><span class="ev-tip">Not <b>yet</b></span></span></p>', 3),
        (
            f'<div class="ev-table"><table><tbody>{8 * "<tr><td>a</td><td>b</td></tr>"}</tbody></table></div><p>c</p>',
            13,
        ),
        (f'<div class="ev-table"><table><tbody>{7 * "<tr><td>a</td><td>b</td></tr>"}</tbody></table></div>', 14),
        (
            f'<div class="ev-table"><table><tbody>{7 * "<tr><td>a</td></tr>"}<tr class="ev-first"><td>b c</td></tr>'
            "</tbody></table></div>",
            2,
        ),
        ('<div class="cell_input above-input"><pre>not = seen</pre></div><table><tr><td>Seen</td></tr></table>', 1),
    ],
)
def test_what_is_shown_before_anything_is_unfolded_counts(body, count):
    assert reading.words(body) == count


def test_a_long_table_folds_the_rows_that_do_not_count():
    script, sheet = ((sphinx_ext.STATIC / name).read_text("utf-8") for name in ("tables.js", "book.css"))
    assert f"const LONG = {reading.LONG};" in script
    beyond = f".ev-folded:not(:has(.ev-first)) tbody tr:nth-child(n + {reading.FIRST_ROWS + 1})"
    assert f"{beyond}, .ev-folded:has(.ev-first) tbody tr:not(.ev-first) {{ display: none; }}" in sheet


@pytest.mark.parametrize(
    ("words", "said"), [(1, "About 1 minute<"), (200, "About 1 minute<"), (201, "About 2 minutes<")]
)
def test_minutes_that_were_begun_are_said_under_the_title(words, said):
    body = reading.with_minutes(f"<h1>a</h1>\n<p>{'word ' * (words - 1)}</p>")
    assert re.match(rf'<h1>a</h1>\n<p class="ev-minutes">{said}', body)


@pytest.mark.parametrize("path", find_notebooks(ROOT), ids=lambda path: path.stem)
def test_no_notebook_types_its_reading_time(path):
    cells = nbformat.read(path, as_version=4).cells
    assert not [TYPED.search(cell.source)[0] for cell in cells if TYPED.search(cell.source)]


@pytest.mark.parametrize("name", CHAPTERS)
def test_a_chapter_says_it_under_its_title_and_no_register_does(name, built_book: Path):
    page = BeautifulSoup((built_book / name).read_text("utf-8"), "html.parser")
    line = page.select_one("article h1").find_next_sibling()
    assert line["class"] == ["ev-minutes"]
    minutes = int(re.fullmatch(r"About (\d+) minutes", line.get_text())[1])
    assert 1 < minutes < 30
    for fold in page.select("article details, article svg"):
        fold.decompose()
    assert minutes <= -(-len(page.select_one("article").get_text().split()) // reading.WORDS_A_MINUTE)
    register = BeautifulSoup((built_book / "chapters/appendix/sources.html").read_text("utf-8"), "html.parser")
    assert not register.select(".ev-minutes")
    lab = BeautifulSoup((built_book / "chapters/lab.html").read_text("utf-8"), "html.parser")
    assert "about 40 minutes" in lab.get_text() and not lab.select(".ev-minutes"), "one time, for all of it"
