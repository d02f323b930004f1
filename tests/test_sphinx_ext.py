"""The Sphinx extension on a small book of its own: numbers, references, CSV files, claims, scripts."""

import io
import re
import zipfile
from pathlib import Path

import frictionless
import nbformat
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

from evidence import tables
from evidence.exhibits import figure, table
from evidence.exhibits.appendix import ARCHIVE, Page
from evidence.exhibits.verdicts import SIGNS
from evidence.pages import sphinx_ext
from tests.samples import TEXTS, draw

pytestmark = pytest.mark.slow

KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}


def write_page(folder: Path, name: str, prose: str, *shown) -> None:
    cells = [nbformat.v4.new_markdown_cell(f"# {name}\n\n{prose}")]
    for number, item in enumerate(shown, start=1):
        output = nbformat.v4.new_output(
            "execute_result", {"text/html": item.html, "text/plain": repr(item)}, execution_count=number
        )
        cells.append(nbformat.v4.new_code_cell("item", outputs=[output], execution_count=number))
    book = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": KERNEL})
    nbformat.write(book, folder / f"{name}.ipynb")


@pytest.fixture
def built(tmp_path, rows, monkeypatch, basic_theme):
    """Build pages, and give the folder of the HTML with the warnings."""
    monkeypatch.setattr(sphinx_ext, "vega_bundle", lambda cache: tmp_path / "vega" / "vega.js")
    (tmp_path / "vega").mkdir()
    (tmp_path / "vega" / "vega.js").write_text("// Vega")
    source = tmp_path / "source"
    source.mkdir()

    def build(**pages) -> tuple[Path, str]:
        for name, (prose, *shown) in pages.items():
            write_page(source, name.replace("_", "-"), prose, *shown)
        names = sorted(path.stem for path in source.glob("*.ipynb"))
        (source / "index.md").write_text("# Index\n\n```{toctree}\n" + "\n".join(names) + "\n```\n")
        warnings = io.StringIO()
        settings = {
            "extensions": ["myst_nb", "sphinx_exercise", "evidence.pages.sphinx_ext"],
            "nb_execution_mode": "off",
            "project": "test",
            "html_theme": basic_theme,
            "html_sidebars": {"**": []},  # its search is a script inside the page
        }
        with docutils_namespace():  # one build leaves nothing behind for the next
            Sphinx(
                source, None, tmp_path / "html", tmp_path / "doctrees", "html", settings, None, warnings, freshenv=True
            ).build()
        return tmp_path / "html", re.sub(r"\x1b\[[0-9;]*m", "", warnings.getvalue())

    return build


def make(rows, name: str):
    return figure(draw(rows), name=name, data=rows, **TEXTS)


def test_figures_are_numbered_in_order_and_references_follow(built, rows):
    deaths = table(rows, name="deaths", title="Deaths", rows_of=["battle_deaths"])
    html, warnings = built(
        **{
            "02_second": ("See {fig}`2.2 <third>` and {fig}`9.9 <first>`.", make(rows, "second"), make(rows, "third")),
            "01_first": ("See {fig}`third` and {tab}`deaths`.", make(rows, "first"), deaths),
        }
    )
    assert warnings == ""
    first, second = ((html / f"{name}.html").read_text(encoding="utf-8") for name in ("01-first", "02-second"))
    assert re.findall(r'ev-number">([^<]+)<', second) == ["Figure 2.1.", "Figure 2.2."]
    assert re.findall(r'ev-number">([^<]+)<', first) == ["Figure 1.1.", "Table 1.1."]
    assert re.search(r'href="02-second.html#fig-third"[^>]*>Figure 2.2<', first)
    assert re.search(r'href="#tab-deaths"[^>]*>Table 1.1<', first)
    assert re.search(r'href="01-first.html#fig-first"[^>]*>Figure 1.1<', second)


def test_the_csv_is_a_file_of_the_book(built, rows):
    html, _ = built(**{"01_first": ("Prose.", make(rows, "first"))})
    page = (html / "01-first.html").read_text(encoding="utf-8")
    assert 'download="first.csv" href="_figures/first.csv"' in page and "data:text/csv" not in page
    pd.testing.assert_frame_equal(pd.read_csv(html / "_figures" / "first.csv", dtype={"source_id": "str"}), rows)


def test_scripts_go_only_where_a_figure_stands(built, rows):
    html, _ = built(**{"01_first": ("Prose.", make(rows, "first")), "02_second": ("No figure here.",)})
    first, second = ((html / f"{name}.html").read_text(encoding="utf-8") for name in ("01-first", "02-second"))
    assert "tips.js" in first and "figures.js" not in first, "only a figure that moves needs Vega"
    assert "tips.js" not in second and "figures.js" not in second
    assert (html / "_static" / "vega.js").is_file()


def test_a_claim_explains_itself_and_leads_to_the_ledger(built):
    html, warnings = built(**{"01_first": ("So says {claim}`C01`, and {claim}`C01` again.",)})
    claim = tables.load("claims").set_index("claim_id").loc["C01"]
    page = (html / "01-first.html").read_text(encoding="utf-8")
    assert warnings == ""
    badges = re.findall(r'<span class="ev-badge".*?</span></span>', page)
    assert len(badges) == 2 and len(set(re.findall(r' id="([^"]+)"', "".join(badges)))) == 4
    assert all('href="chapters/appendix/claims.html#C01"' in one for one in badges)
    read = [" ".join(BeautifulSoup(one, "html.parser").a.get_text().split()) for one in badges]
    assert read == [f"{SIGNS[claim['verdict_today']]} {claim['verdict_today']} (C01)"] * 2


def test_a_claim_says_both_verdicts_where_they_differ(built):
    html, _ = built(**{"01_first": ("Nothing came. {claim}`C49`",)})
    page = BeautifulSoup((html / "01-first.html").read_text("utf-8"), "html.parser")
    [link] = page.select(".ev-badge > a")
    today = tables.load("claims").set_index("claim_id").loc["C49", "verdict_today"]
    for unsaid in link.select("[aria-hidden]"):
        assert unsaid.get_text().strip() in {*SIGNS.values(), "→", "2017:"}
    for unseen in link.select(".ev-hidden"):
        unseen.extract()
    assert " ".join(link.get_text().split()) == f"2017: open → {SIGNS[today]} {today} (C49)"


def test_generated_pages_learn_where_a_table_is_used_and_a_claim_cited(built, rows):
    places = Page(
        "places", ['<span data-used-table="battle_deaths">none</span> <span data-cited-claim="C02">none</span>']
    )
    deaths = table(rows, name="deaths", title="Deaths", rows_of=["battle_deaths"])
    html, _ = built(**{"01_first": ("So says {claim}`C02`.", deaths), "places": ("Prose.", places)})
    page = (html / "places.html").read_text(encoding="utf-8")
    used = '<a class="ev-ref" href="01-first.html#tab-deaths">Table 1.1</a>'
    assert f'{used} <a href="01-first.html#cites-C02-1">chapter 1</a>' in page


def test_the_data_package_is_in_the_book_whole(built, tmp_path):
    html, _ = built(**{"01_first": ("Prose.",)})
    with zipfile.ZipFile(html / ARCHIVE) as archive:
        archive.extractall(tmp_path / "unpacked")
    report = frictionless.validate(str(tmp_path / "unpacked" / "data" / "datapackage.json"))
    assert report.valid, report.flatten(["name", "rowNumber", "note"])[:5]
    assert (html / "data" / "claims.csv").read_bytes() == (tables.data_dir() / "claims.csv").read_bytes()


@pytest.mark.parametrize(
    ("prose", "warning"),
    [
        ("{fig}`nothing`", "no figure is called 'nothing'"),
        ("{tab}`first`", "no table"),
        ("{claim}`C99`", "no claim is called 'C99'"),
    ],
)
def test_a_reference_into_nowhere_is_a_warning(built, rows, prose, warning):
    _, warnings = built(**{"01_first": (prose, make(rows, "first"))})
    assert warning in warnings


def test_an_exercise_without_a_row_of_its_own_is_a_warning(built):
    prose = "```{exercise} A question\n:label: ex-9-9\n\nWhat is it?\n```"
    assert "no exercise is called 'ex-9-9': give it a row in" in built(**{"01_first": (prose,)})[1]


def test_a_name_that_stands_twice_is_a_warning(built, rows):
    _, warnings = built(**{"01_first": ("One.", make(rows, "same")), "02_second": ("Two.", make(rows, "same"))})
    assert "'same' stands twice" in warnings


def test_vega_is_made_once_and_kept_to_its_own_scope(tmp_path):
    bundle = sphinx_ext.vega_bundle(tmp_path)
    made = bundle.stat().st_mtime_ns
    assert bundle.read_text(encoding="utf-8").startswith("(function () {")
    assert sphinx_ext.vega_bundle(tmp_path) == bundle and bundle.stat().st_mtime_ns == made


def test_a_strip_shows_the_claims_of_its_chapter_or_those_it_names(built):
    strip = "```{verdict-strip}\n```"
    named = "```{verdict-strip} C01 C49\n```"
    html, warnings = built(**{"01_concerns": (strip,), "02_other": (named,)})
    claims = tables.load("claims").set_index("claim_id")
    own = claims[claims["chapter"] == "01-concerns"]
    shown = re.findall(r'<li><a href="[^"]*#(C\d+)"[^>]*>', (html / "01-concerns.html").read_text("utf-8"))
    assert warnings == "" and shown == list(own.index)
    page = (html / "02-other.html").read_text("utf-8")
    assert re.findall(r'<li><a href="[^"]*#(C\d+)"[^>]*>', page) == ["C01", "C49"]
    forecast = page[page.index("#C49") :]
    assert "2017:&nbsp;open</span>&nbsp;→ <span" in forecast and claims.loc["C49", "verdict_today"] in forecast


@pytest.mark.parametrize(
    ("prose", "warning"),
    [("```{verdict-strip}\n```", "no claim belongs"), ("```{verdict-strip} C99\n```", "no claim is called 'C99'")],
)
def test_a_strip_of_nothing_is_a_warning(built, prose, warning):
    assert warning in built(nowhere=(prose,))[1]


def test_a_gloss_explains_its_words_and_leads_to_the_entry(built):
    waiting = '<span data-glossed="{}">no chapter</span>'
    entry = Page("people", [f"{waiting.format('kabulov')} {waiting.format('nato')}"])
    prose = "So said {gloss}`Kabulov <kabulov>`, who is {gloss}`the envoy <kabulov>`."
    html, warnings = built(**{"01_first": (prose,), "entries": ("Prose.", entry)})
    page, entries = ((html / f"{name}.html").read_text(encoding="utf-8") for name in ("01-first", "entries"))
    says = tables.load("glossary").set_index("term_id").loc["kabulov", "gloss"]
    assert warnings == ""
    made = r'<span class="ev-gloss" id="([^"]+)"><a href="([^"]+)"[^>]*>([^<]+)</a><span[^>]*>([^<]+)<'
    assert re.findall(made, page) == [
        ("says-kabulov-1", "chapters/appendix/people.html#kabulov", "Kabulov", says),
        ("says-kabulov-2", "chapters/appendix/people.html#kabulov", "the envoy", says),
    ]
    assert page.count("badges.js") == 1 and "badges.js" not in entries
    assert '<a href="01-first.html#says-kabulov-1">chapter 1</a> ' + waiting.format("nato") in entries


def test_a_term_that_no_text_glosses_leads_to_the_tables_that_name_it(built, rows):
    waiting = '<span data-glossed="{}">no chapter</span>'
    entry = Page("people", [" ".join(map(waiting.format, ("mostaghni", "cnn", "votel", "nato")))])
    spoken = rows.assign(speaker=["Shekib Mostaghni, on CNN"] + ["NATO’s spokesman"] * (len(rows) - 1))
    said = table(spoken, name="said", title="Who spoke", rows_of=["statements"])
    html, warnings = built(**{"01_first": ("So says {gloss}`NATO <nato>`.", said), "entries": ("Prose.", entry)})
    entries = (html / "entries.html").read_text(encoding="utf-8")
    at = 'no chapter, but in <a href="01-first.html#tab-said">Table 1.1</a>'
    assert warnings == "" and entries.count(at) == 2 and f"{at} {at} {waiting.format('votel')}" in entries
    assert '<a href="01-first.html#says-nato-1">chapter 1</a>' in entries


def test_the_words_of_glosses_are_found_and_their_explanations_are_not(built):
    html, _ = built(**{"01_first": ("So said {gloss}`Votelberg <votel>`.",)})
    index = (html / "searchindex.js").read_text(encoding="utf-8")
    assert "votelberg" in index and "american" not in index.lower() and "march" not in index.lower()
    assert "American" not in (html / "_search" / "01-first.js").read_text(encoding="utf-8")


@pytest.mark.parametrize("prose", ["{gloss}`Kabulov <kabulow>`", "{gloss}`Kabulov`"])
def test_a_gloss_without_a_term_of_the_glossary_is_a_warning_with_its_place(built, prose):
    html, warnings = built(**{"01_first": (f"Before.\n\n{prose}",)})
    assert re.search(r"01-first(?:\.ipynb)?:\d+: WARNING: no term of the glossary: \{gloss\}`Kabulov", warnings)
    assert "Kabulov" in (html / "01-first.html").read_text(encoding="utf-8")
