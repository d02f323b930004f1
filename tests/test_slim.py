"""Pages that load one style sheet and one script of the theme: what is kept, what goes."""

from pathlib import Path

import pytest
import tinycss2

from evidence.pages import slim
from evidence.pages.final import write_final
from evidence.pages.mends import MENDS

PAGE = """<html><head>
    <meta charset="utf-8" />
    <link rel="stylesheet" type="text/css" href="{up}_static/one.css?v=1" />
    <link href="{up}_static/styles/two.css" rel="stylesheet" />
    <script src="{up}_static/a.js?v=1"></script>
    <script src="{up}_static/b.js"></script>
    <script src="{up}_static/searchtools.js"></script>
    <script src="{up}searchindex.js"></script>
    <script defer src="{up}_static/late.js"></script>
</head><body><p class="used other" id="here">x</p></body></html>
"""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    for name, content in {
        "index.html": PAGE.format(up=""),
        "search.html": PAGE.format(up=""),
        "404.html": PAGE.format(up="/where/it/stands/"),
        "chapters/one.html": PAGE.format(up="../"),
        "_static/basic.css": ".used { color: red; background: url(file.png) }",
        "_static/one.css": '@import "basic.css";\n.gone { color: blue } #here, .gone2 { color: green }',
        "_static/styles/two.css": ":root { --asked: 1px; --unasked: 2px } .set-by-script { margin: var(--asked) }",
        "_static/a.js": "var a = 1",
        "_static/b.js": "var b = a",
        "_static/late.js": "element.classList.add('set-by-script')",
        "_static/searchtools.js": "",
        "searchindex.js": "",
    }.items():
        path = tmp_path / "raw" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
    write_final(tmp_path / "raw", tmp_path / "book")
    return tmp_path / "book"


def test_a_page_links_one_sheet_and_one_script_at_its_own_depth(book: Path):
    for name, up in (("index.html", ""), ("chapters/one.html", "../")):
        page = (book / name).read_text("utf-8")
        assert page.count('rel="stylesheet"') == 1 and f'href="{up}_static/all.css?v=' in page
        assert f'<script src="{up}_static/all.js?v=' in page and "a.js" not in page and "b.js" not in page
        assert f'<script defer src="{up}_static/late.js">' in page, "a deferred script stays by itself"


def test_the_page_for_wrong_addresses_keeps_to_the_root_of_the_server(book: Path):
    page = (book / "404.html").read_text("utf-8")
    assert page.count('rel="stylesheet"') == 1 and 'href="/where/it/stands/_static/all.css?v=' in page
    assert '<script src="/where/it/stands/_static/all.js?v=' in page and "search" not in page and "a.js" not in page


def test_only_the_search_page_loads_the_search_index(book: Path):
    assert "searchindex.js" in (book / "search.html").read_text("utf-8")
    assert "searchtools.js" in (book / "search.html").read_text("utf-8")
    assert "search" not in (book / "index.html").read_text("utf-8")


def test_scripts_run_in_the_order_of_the_pages(book: Path):
    text = (book / slim.SCRIPTS).read_text("utf-8")
    assert text.index("var a") < text.index("var b")


def test_unused_rules_selectors_and_variables_go(book: Path):
    sheet = (book / slim.STYLES).read_text("utf-8")
    assert ".used{color:red;background:url(" in sheet and 'url("file.png")' in sheet
    assert "gone" not in sheet and "#here{color:green}" in sheet
    assert "--asked:1px" in sheet and "--unasked" not in sheet
    assert ".set-by-script" in sheet, "a class that a script sets is used"


@pytest.mark.parametrize(
    ("selector", "kept"),
    [
        (".a .b:not(.c)", ".a .b:not(.c)"),
        (".a, .z", ".a"),
        (":is(.z, .y) p, .z", ":is(.z, .y) p"),
        ('[class*="z"] #b', '[class*="z"] #b'),
        ("#z > .a", ""),
        ("html[data-x] body", "html[data-x] body"),
    ],
)
def test_a_selector_is_kept_if_all_that_it_demands_is_in_use(selector, kept):
    rule = tinycss2.parse_one_rule(f"{selector} {{}}")
    assert slim.selectors_in_use(rule.prelude, {"a", "b"}) == kept


def test_rules_of_a_condition_are_judged_one_by_one():
    sheet = "@media print { .a { color: red } .z { color: red } } @media screen { .z { top: 0 } }"
    assert slim.trimmed(sheet, {"a"}) == "@media print {.a{color:red}}"


def test_a_declaration_keeps_its_weight_and_its_text():
    sheet = '.a { color: red !important; content: "; }"; background: url("data:image/svg+xml,%3Csvg;x{}") }'
    assert slim.trimmed(sheet, {"a"}) == (
        '.a{color:red!important;content:"; }";background:url("data:image/svg+xml,%3Csvg;x{}")}'
    )


def test_a_variable_that_only_an_unused_one_asks_for_goes_too():
    assert slim.trimmed(":root { --a: 1px; --b: var(--a) } p { margin: 0 }", set()) == ":root{}\np{margin:0}"


MADE = {  # mend -> where the theme or an extension still writes the fault
    'the search button reads "Search Ctrl K" and is called "Search"': "aria-label=\"{{ _('Search') }}\"",
    'folded code reads "Show code cell source" and is called "Toggle hidden content"': "Toggle hidden content",
    "the link past the header leads to its buttons": 'href="#main-content"',
    "the text has no place for that link": '<article class="bd-article">',
    "nor has the search page": '<div class="bd-search-container">',
    "buttons that need a script are shown without one": 'class="article-header-buttons"',
    "so are those for the contents": 'class="sidebar-toggle ',
    "where scripts are off, a rule of the sheet shows again what needs one": "pst-js-only { display: none !important",
    "and the field of the search": 'class="bd-search d-flex ',
    "without a script the search calls that an error and leads nowhere": "Please activate JavaScript",
    "the hint of the button of colours is Bootstrap's": "data-bs-title=\"{{ _('Color mode') }}\"",
    "without a script a page has no colours": 'data-theme="{{ default_mode }}"',
    "the search leaves a link that is a script": '<div id="searchbox"></div>',
    "the button for the contents of the book names a bar": 'title="Toggle primary sidebar"',
    "and that for the contents of the page": 'title="Toggle secondary sidebar"',
    "the page is marked in the contents of the book by colour alone": '# pair "current" with "active"',
    "the dialog of the search has no name": '<dialog id="pst-search-dialog">',
    "nor has that of the contents of the book": '<dialog id="pst-primary-sidebar-modal">',
    "nor that of the contents of the page": '<dialog id="pst-secondary-sidebar-modal">',
    "the name of the book stands in no landmark": '<div class="sidebar-primary-items__start sidebar-primary__section">',
    "every exercise has the id exercise-content": '"exercise-content"',
    "every solution has the id solution-content": '"solution-content"',
}


def test_each_mend_is_still_needed(built_book: Path):
    """The finished pages show no fault; that the theme still makes it is seen in the sources of its pages."""
    import jupyter_book
    import myst_nb
    import pydata_sphinx_theme
    import sphinx_book_theme
    import sphinx_exercise

    modules = (pydata_sphinx_theme, sphinx_book_theme, myst_nb, jupyter_book, sphinx_exercise)
    sources = [Path(module.__file__).parent for module in modules]
    made = "".join(path.read_text("utf-8") for root in sources for path in [*root.rglob("*.html"), *root.rglob("*.py")])
    assert set(MADE) == set(MENDS)
    assert [name for name, fault in MADE.items() if fault not in made] == [], "mended upstream: take the mend out"
    pages = [path.read_text("utf-8") for path in built_book.rglob("*.html") if "_static" not in path.parts]
    assert not [name for name, (fault, _) in MENDS.items() if any(fault in page for page in pages)]


def test_the_same_sheet_is_trimmed_once(tmp_path: Path, monkeypatch):
    calls = []
    monkeypatch.setattr(slim, "trimmed", lambda sheet, used: calls.append(sheet) or f"{sheet} of {sorted(used)}")
    for sheet, used in ((".a{}", {"a"}), (".a{}", {"a"}), (".a{}", {"a", "b"}), (".b{}", {"a", "b"})):
        assert slim.trimmed_once(tmp_path / "html", sheet, used) == f"{sheet} of {sorted(used)}"
    assert calls == [".a{}", ".a{}", ".b{}"]


def test_the_raw_pages_stay_as_they_are_and_give_the_same_book_again(book: Path):
    raw = book.with_name("raw")
    write_final(raw, book.with_name("again"))
    assert files_of(book.with_name("again")) == files_of(book)
    assert (raw / "chapters" / "one.html").read_text("utf-8") == PAGE.format(up="../")
    assert not (raw / slim.STYLES).exists()


def files_of(book: Path) -> dict[str, bytes]:
    return {path.relative_to(book).as_posix(): path.read_bytes() for path in book.rglob("*") if path.is_file()}
