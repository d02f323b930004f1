"""Text in two directions turns no date around: measured where the browser puts the characters."""

import re

import pytest

from evidence import tables
from evidence.exhibits import registers
from evidence.pages.directions import isolated
from evidence.pages.unbroken import unbroken
from tests.measures import TURNED

PERSIAN, ARABIC, HEBREW = "طالبان", "يوجد في أفغانستان", "קאבול"
MARKUP = [
    f'<p>Al-Alam, "{PERSIAN}" (2017-07-23), accessed 2026-11-22.</p>',
    f"<p>{ARABIC} 2017-07-23 {ARABIC}</p>",
    f"<p>{ARABIC} 2017-07-23</p>",
    f"<p>2017-07-23 {ARABIC} 15.8.2017, 10–15</p>",
    f"<table><tr><td>{PERSIAN}</td><td>2017-07-23</td><td>{PERSIAN}: 2017-07 and 12:30</td></tr></table>",
    f"<p><q lang='ar' dir='auto'>{ARABIC} 10-15</q>, 2017-07-23</p>",
    f"<p><a href='x'>{PERSIAN}</a> 2017-07-23 <span>{HEBREW}</span> 2016/05/04</p>",
    f"<ul><li>{HEBREW} 2017-07-23 Kabul {PERSIAN} 1/2</li></ul>",
]


@pytest.mark.parametrize("markup", MARKUP)
def test_no_date_beside_words_from_the_right_is_turned_around(markup, browser):
    page = browser.new_page()
    page.set_content(isolated(markup))
    turned = page.evaluate(TURNED)
    said = page.evaluate("document.body.textContent.trim()")
    page.close()
    assert turned == []
    assert said == re.sub("<[^>]*>", "", markup), "and no character is added"


def test_the_measure_sees_a_date_that_is_turned(browser):
    page = browser.new_page()
    page.set_content(MARKUP[0])
    assert page.evaluate(TURNED) == ["2017-07-23"]
    page.close()


def test_what_can_hold_no_element_and_what_is_written_one_way_stay_as_they_are():
    for same in ("<p>Kabul, 2017</p>", f"<svg><text>{PERSIAN} 2017-07-23</text></svg>", f"<title>{PERSIAN}</title>"):
        assert isolated(same) == same
    assert isolated(f'<p title="{PERSIAN}">x</p>') == f'<p title="{PERSIAN}">x</p>'
    assert isolated(f"<svg></svg>{PERSIAN}") == f"<svg></svg><bdi>{PERSIAN}</bdi>"
    assert isolated(f"<b>{PERSIAN} x {PERSIAN}</b>") == f"<b><bdi>{PERSIAN}</bdi> x <bdi>{PERSIAN}</bdi></b>"
    assert isolated(f"{PERSIAN} Кабулов {PERSIAN}") == f"<bdi>{PERSIAN}</bdi> Кабулов <bdi>{PERSIAN}</bdi>"
    assert isolated(f"{PERSIAN}، &#x27;{PERSIAN}&amp;") == f"<bdi>{PERSIAN}، &#x27;{PERSIAN}</bdi>&amp;"


def test_a_date_and_a_name_of_two_parts_stay_on_one_line():
    whole = '<span class="ev-whole">{}</span>'.format
    assert unbroken("<p>ISIL-K, 2017-07-23.</p>") == f"<p>{whole('ISIL-K')}, {whole('2017-07-23')}.</p>"
    assert unbroken("<td>2017-07</td>") == f"<td>{whole('2017-07')}</td>"
    assert unbroken('<td class="ev-date">2017-07</td>') == '<td class="ev-date">2017-07</td>'
    for same in ("<p id='2017-07-23'>2017-2019</p>", "<p>https://x.org/2017-07-23/a</p>", "<title>ISIL-K</title>"):
        assert unbroken(same) == same


def test_no_date_of_a_snippet_is_turned_around(served, watch):
    page = watch(served).page
    page.goto(f"{served}/search.html?q=Al-Alam")
    page.locator("#search-results .context").first.wait_for()
    assert page.evaluate(TURNED) == []


def test_quotations_from_right_to_left_say_so():
    """`auto` looked past the isolated words, and set the marks of quotation at the wrong ends."""
    rows = tables.load("statements").dropna(subset=["quote", "quote_language"]).set_index("statement_id")
    entries = re.findall(r'<tr[^>]*? id="(S\d+)".*?</tr>', registers.statements().html, re.DOTALL)
    assert set(rows.index) <= set(entries)
    for entry in re.finditer(r'<tr[^>]*? id="(S\d+)".*?</tr>', registers.statements().html, re.DOTALL):
        if entry[1] in rows.index:
            own = rows.loc[entry[1], "quote_language"]
            direction = "rtl" if own in ("ar", "fa", "ps", "prs", "ur", "he") else "ltr"
            assert f'<q lang="{own}" dir="{direction}">' in entry[0], entry[1]
