"""The summaries in four languages: the numbers of the first page, one text in four tongues, fonts that carry them."""

import re
import struct
import zlib
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup

from evidence import tables
from evidence.analysis import languages
from evidence.analysis.languages import DARI, ENGLISH, LANGUAGES, PASHTO, RUSSIAN
from evidence.build import prose
from evidence.pages import slim, sphinx_ext
from evidence.pages.languages import named, within

ROOT = Path(__file__).resolve().parents[1]
FONTS = {"fa-AF": "vazirmatn.woff", "ps-AF": "vazirmatn.woff", "ru": "noto-sans.woff"}
TRANSLATIONS = [DARI, PASHTO, RUSSIAN]
ROLE = re.compile(r"\{[a-z]+\}`([^`<]*) <[^`]*>`")
LINK = re.compile(r"\[([^\]]*)\]\(([^)]*)\)")
LAID_OUT = [320, 390, 1280]


def code(language) -> str:
    return language.code


def notebook(language):
    return nbformat.read(ROOT / f"{language.page}.ipynb", as_version=4)


def markdown(language) -> list[str]:
    return [cell.source for cell in notebook(language).cells if cell.cell_type == "markdown"]


def said(language) -> dict[str, str]:
    return prose.said(notebook(language))


def first_page() -> dict[str, str]:
    return prose.said(nbformat.read(ROOT / "index.ipynb", as_version=4))


def read_back(text: str, language) -> list[float]:
    """The numbers of a text, out of the digits, signs and words of its language."""
    text = text.replace(language.words["none"], "0")
    for sign, own in (language.signs or {}).items():
        text = text.replace(own, "" if sign == "," else sign)
    return [float(one) for one in re.findall(r"\d+(?:\.\d+)?", text)]


# ------------------------------------------------------------------------------------------------ numbers
@pytest.mark.parametrize("language", LANGUAGES, ids=code)
def test_the_numbers_are_those_of_the_first_page(language):
    here = {key: read_back(text, language) for key, text in said(language).items()}
    there = {key: read_back(text, ENGLISH) for key, text in first_page().items()}
    assert here["s_claims"] == there["i_claims"] and here["s_days"] == there["i_days"]
    for key in ("share", "votes_before", "votes_after"):
        assert here[f"s_{key}"] == there[f"i_{key}"], key
    assert sorted(here["s_number"]) == sorted(there["i_number"]) == [2, 100]
    assert sorted(here["s_range"]) == sorted([0, *there["i_high"]])
    assert here["s_from"] + here["s_until"] == [2017, 2019], "the calendar years after the last that was counted"
    assert {*here["s_fact"][:2]} == {*there["i_facts"]}
    assert here["s_admitted"] == [2015] and languages.date("2015-12", language) == said(language)["s_admitted"]
    assert sorted(here["s_left"]) == [30, 2021] and languages.date("2021-08-30", language) == said(language)["s_left"]


@pytest.mark.parametrize("language", LANGUAGES, ids=code)
def test_verdicts_are_counted_by_kind_and_called_by_one_name(language):
    claims, texts, words, prose_ = tables.load("claims"), said(language), language.words, markdown(language)[0]
    assert words.keys() == languages.WORDS
    for kind, own in claims.groupby("kind"):
        best, partly = ("borne out", "partly borne out") if kind == "forecast" else ("supported", "partly supported")
        counts = [(own["verdict_today"] == verdict).sum() for verdict in (best, partly)]
        assert sorted(read_back(texts[f"s_{kind}"], language)) == sorted([len(own), *counts]), kind
        assert words[best] in texts[f"s_{kind}"] and words[partly] in texts[f"s_{kind}"]
        assert f"- **{words[kind]}**: {{n}}`{texts[f's_{kind}']} <s_{kind}>`" in prose_
    assert f"*{words['supported']}*" in prose_ and f"*{words['partly supported']}*" in " ".join(prose_.split())


def typed(text: str) -> list[str]:
    """Digits that are neither computed nor years nor the marks of a list."""
    text = ROLE.sub(" ", LINK.sub(r"\1", text))
    text = re.sub(r"^\d+\. ", "", text, flags=re.MULTILINE)
    years = re.sub(r"(?<!\d)20\d\d(?:–20\d\d)?(?!\d)", " ", text.translate(str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789")))
    return re.findall(r"\S*\d\S*", years)


@pytest.mark.parametrize("language", LANGUAGES, ids=code)
def test_no_number_is_typed(language):
    assert [one for text in markdown(language) for one in typed(text)] == []


def test_a_typed_number_would_be_found():
    assert typed("در ۱۵ مورد") == ["15"] and typed("15 % до 2017") == ["15"] and not typed("۲۰۰۲–۲۰۱۱، 2016")


@pytest.mark.parametrize("language", LANGUAGES, ids=code)
def test_all_say_the_same_in_the_same_order(language):
    """Keys, links and headings; a language may turn the numbers of one sentence around."""
    own, english = markdown(language)[0], markdown(ENGLISH)[0]
    parts = [(re.split(r"\n## |\n\d\. ", text)) for text in (own, english)]
    assert len(parts[0]) == len(parts[1])
    for mine, theirs in zip(*parts):
        assert sorted(re.findall(r"<(s_\w+)>", mine)) == sorted(re.findall(r"<(s_\w+)>", theirs))
        assert [target for _, target in LINK.findall(mine)] == [target for _, target in LINK.findall(theirs)]
    assert 250 <= len(ROLE.sub("x", own).split()) <= 500


# ------------------------------------------------------------------------------------------------ how a language writes
@pytest.mark.parametrize(
    ("language", "texts"),
    [
        (ENGLISH, ("1,204", "0.85", "15%", "30 August 2021", "December 2015", "284 days")),
        (DARI, ("۱٬۲۰۴", "۰٫۸۵", "۱۵\u00a0درصد", "۳۰ اگست ۲۰۲۱", "دسمبر ۲۰۱۵", "۲۸۴ روز")),
        (PASHTO, ("۱٬۲۰۴", "۰٫۸۵", "۱۵\u00a0سلنه", "د ۲۰۲۱ کال د اګست پر ۳۰مه", "د ۲۰۱۵ کال د ډسمبر", "۲۸۴ ورځې")),
        (RUSSIAN, ("1\u202f204", "0,85", "15\u202f%", "30 августа 2021 года", "декабре 2015 года", "284 дня")),
    ],
    ids=["en", "fa-AF", "ps-AF", "ru"],
)
def test_a_language_has_its_digits_signs_and_months(language, texts):
    numbers = [languages.number(one, language) for one in ("1,204", "0.85", "15%")]
    dates = [languages.date(one, language) for one in ("2021-08-30", "2015-12")]
    assert (*numbers, *dates, languages.days("284", language)) == texts
    assert len(set(language.months)) == 12


@pytest.mark.parametrize(
    ("count", "told"), [("3", "3 дня"), ("12", "12 дней"), ("114", "114 дней"), ("1,002", "1\u202f002 дня")]
)
def test_russian_days_agree_with_their_number(count, told):
    assert languages.days(count, RUSSIAN) == told


@pytest.mark.parametrize("wrong", ["2015", "2015-13", "soon"])
def test_a_date_that_is_none_is_refused(wrong):
    with pytest.raises(ValueError):
        languages.date(wrong, DARI)


# ------------------------------------------------------------------------------------------------ fonts
def carried(woff: bytes) -> set[str]:
    """The characters of a font in WOFF 1, out of the table `cmap` in its format 4."""
    count = struct.unpack(">H", woff[12:14])[0]
    entries = [struct.unpack(">4s4I", woff[44 + 20 * at : 64 + 20 * at]) for at in range(count)]
    offset, packed, whole = next(entry[1:4] for entry in entries if entry[0] == b"cmap")
    table = woff[offset : offset + packed]
    table = zlib.decompress(table) if packed < whole else table
    start = struct.unpack(">I", table[8:12])[0]
    form, _, _, twice = struct.unpack(">4H", table[start : start + 8])
    assert form == 4
    ends = struct.unpack(f">{twice // 2}H", table[start + 14 : start + 14 + twice])
    begins = struct.unpack(f">{twice // 2}H", table[start + 16 + twice : start + 16 + 2 * twice])
    return {chr(one) for first, last in zip(begins, ends) for one in range(first, last + 1) if last < 0xFFFF}


@pytest.mark.parametrize("language", TRANSLATIONS, ids=code)
def test_the_shipped_font_carries_every_character(language):
    font = carried((sphinx_ext.STATIC / "fonts" / FONTS[language.code]).read_bytes())
    text = "".join([*markdown(language), *said(language).values(), language.name, *language.months, "۰۱۲۳۴۵۶۷۸۹"])
    digits = set("۰۱۲۳۴۵۶۷۸۹") if language is RUSSIAN else set()
    assert not sorted(set(text) - font - digits - {"\n", "`"}), FONTS[language.code]
    assert len(font) < 400 and "中" not in font


def test_the_fonts_come_with_their_licence():
    licence = (sphinx_ext.STATIC / "fonts" / "OFL.txt").read_text("utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    assert all(f"{name}: Copyright" in licence for name in set(FONTS.values()))


def test_of_fonts_the_joint_sheet_keeps_the_books_own():
    own, other = ('@font-face{src:url("fonts/a.woff")}', '@font-face{src:url("vendor/fa.woff2")}')
    assert slim.trimmed(own + other, set()) == own


# ------------------------------------------------------------------------------------------------ pages
def test_a_page_says_its_language_and_what_on_it_is_english():
    body = within('<h1>x</h1><div class="cell docutils">code</div>', DARI)
    assert body.startswith('<div class="ev-language" lang="fa-AF" dir="rtl">')
    assert '<div lang="en" dir="ltr" class="cell docutils">' in body and body.endswith("</div>\n")
    assert named('<a href="dari.html">دری</a>') == '<a href="dari.html" lang="fa-AF">دری</a>'


@pytest.mark.parametrize("language", LANGUAGES, ids=code)
def test_the_built_page_is_in_its_language(language, built_book: Path):
    page = BeautifulSoup((built_book / f"{language.page}.html").read_text("utf-8"), "html.parser")
    entries = {one.get_text(): one.get("lang") for one in page.select("nav a.reference.internal")}
    assert all(entries[other.name] == other.code for other in LANGUAGES)
    whole = page.select_one("article .ev-language")
    if language is ENGLISH:
        return  # the language of the book
    assert (whole["lang"], whole["dir"]) == (language.code, language.direction)
    assert whole.select_one("h1") and not whole.select(".ev-cite, .ev-minutes, bdi")
    assert page.select_one(".ev-language ~ .ev-cite")
    assert all(cell["lang"] == "en" for cell in whole.select(".cell"))


@pytest.mark.parametrize("language", TRANSLATIONS, ids=code)
def test_a_translation_offers_no_english_code_that_tells_nothing(language, built_book: Path):
    text = (built_book / f"{language.page}.html").read_text("utf-8")
    page = BeautifulSoup(text, "html.parser")
    assert not page.select(".ev-show-code, .ev-code, pre, noscript a[href$='.ipynb']")
    assert "code.js" not in text and not list(built_book.glob(f"_figures/*{Path(language.page).name}.code.js"))


def language_of(text) -> str | None:
    return next((one["lang"] for one in text.parents if one.get("lang")), None)


def test_wherever_a_page_names_one_of_another_language_it_says_which(built_book: Path):
    titles = {markdown(language)[0].partition("\n")[0].removeprefix("# "): language.code for language in TRANSLATIONS}
    met = []
    for path in [*built_book.rglob("*.html"), *built_book.rglob("*.htm")]:
        text = path.read_text("utf-8")
        if any(title in text for title in titles):
            for words in BeautifulSoup(text, "html.parser").find_all(string=True):
                for title, own in titles.items():
                    if title in words and words.parent.name != "script":
                        met.append((path.name, words.parent.name, language_of(words) == own))
    assert {("english.html", "bdi"), ("about.html", "bdi"), ("dari.html", "title")} <= {one[:2] for one in met}
    assert [one for one in met if not one[2]] == []


@pytest.mark.parametrize("language", TRANSLATIONS, ids=code)
def test_a_translation_is_in_its_language_and_what_stands_around_it_in_english(language, built_book: Path):
    page = BeautifulSoup((built_book / f"{language.page}.html").read_text("utf-8"), "html.parser")
    assert page.html["lang"] == language.code and not page.html.get("dir")
    around = page.select(
        ".bd-sidebar-primary .caption-text, .bd-header-article button, .prev-next-subtitle, .bd-footer-content p, "
        ".ev-cite > summary, #pst-skip-link a, #pst-back-to-top, .onthispage"
    )
    assert len(around) > 10
    for one in around:
        assert language_of(one.find(string=True)) == "en" or one.get("lang") == "en", one
        assert not one.find_parent(dir="rtl"), one
    headings = {one.find(string=True) for one in page.select(".ev-language h2")}
    listed = [one.find(string=True) for one in page.select(".pst-show_toc_level a")]
    assert headings == set(listed) and {language_of(one) for one in listed} == {language.code}


def test_a_hit_of_the_search_says_in_which_language_it_is(served, watch):
    page = watch(served).page
    page.goto(f"{served}/search.html?q={DARI.words['fact']}")
    hit = page.locator("#search-results li a[href*='dari.html']").first
    hit.wait_for()
    assert hit.get_attribute("lang") == DARI.code
    assert hit.locator("xpath=../p").get_attribute("lang") == DARI.code


def fonts_of(page, selector: str) -> set[tuple[str, bool]]:
    """Family, and whether it is the book's, of every font that draws a letter within a selector."""
    session = page.context.new_cdp_session(page)
    for domain in ("DOM", "CSS"):
        session.send(f"{domain}.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    nodes = session.send("DOM.querySelectorAll", {"nodeId": root, "selector": selector})["nodeIds"]
    found = [session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"] for node in nodes]
    return {(font["familyName"], font["isCustomFont"]) for fonts in found for font in fonts}


def test_a_page_from_the_right_fits_and_is_drawn_by_the_books_font(served, watch):
    watched = watch(served, reduced_motion="reduce")  # the contents slide in where a page grows
    page = watched.page
    page.goto(f"{served}/{PASHTO.page}.html")
    page.evaluate("document.fonts.ready")
    for width in LAID_OUT:
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        inside = "all => all.every((one) => one.getBoundingClientRect().left >= 0)"
        assert page.eval_on_selector_all(".ev-language :is(h1, h2, p, li)", inside)
    drawn = fonts_of(page, ".ev-language :is(h1, h2, p, li, strong, em, a:not(.headerlink))")
    assert drawn == {("Vazirmatn", True)}
    assert watched.faults == [] and sum(url.endswith(".woff") for url in watched.requests) == 1


def test_another_page_fetches_a_font_for_the_words_in_a_box_that_is_opened(served, watch):
    watched = watch(served)
    page = watched.page
    page.goto(f"{served}/{ENGLISH.page}.html")
    page.evaluate("document.fonts.ready")
    assert not [url for url in watched.requests if url.endswith(".woff")]
    page.locator(".ev-words > summary").click()
    page.evaluate("document.fonts.load('1em Vazirmatn', 'ۍ')")
    assert fonts_of(page, ".ev-words bdi") == {("Vazirmatn", True)}


def test_the_first_page_names_every_summary_and_says_in_which_language_its_name_is(built_book):
    page = BeautifulSoup((built_book / "index.html").read_text("utf-8"), "html.parser")
    for language in languages.LANGUAGES:
        (link,) = (a for a in page.select("article a, main a") if a.get_text(strip=True) == language.name)
        said = [one.get("lang") for one in (link, *link.find_all(True)) if one.get("lang")]
        assert link["href"].endswith(".html") and (language is languages.ENGLISH or said == [language.code]), link
