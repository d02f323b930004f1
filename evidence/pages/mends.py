"""Faults of the theme's and the extensions' markup, mended in the finished pages.

Each is a string that the pages hold and what it should be; a test fails when one of them is no longer found, so that
a mend goes when its fault does.
"""

import re
from collections import Counter
from html import escape, unescape

from evidence.pages import languages

FOLD = re.compile(
    r"<details\b(?![^>]* aria-label=)(?P<attributes>[^>]*)>(?P<gap>\s*)(?P<summary><summary[^>]*>.*?</summary>)",
    re.DOTALL,
)
ANY_TAG = re.compile(r"<[^>]*>")

# WCAG 2.5.3, label in name: what one reads on the control has to be in its name. Without the label the text is it.
MENDS = {
    'the search button reads "Search Ctrl K" and is called "Search"': (
        'pst-js-only" title="Search" aria-label="Search" data-bs-placement="bottom" data-bs-toggle="tooltip">\n'
        ' <i class="fa-solid fa-magnifying-glass"></i>',
        'pst-js-only">\n <i class="fa-solid fa-magnifying-glass"></i>',
    ),
    'folded code reads "Show code cell source" and is called "Toggle hidden content"': (
        '<summary aria-label="Toggle hidden content">',
        "<summary>",
    ),
    "the link past the header leads to its buttons": (
        '<a href="#main-content">Skip to main content</a>',
        '<a href="#ev-article">Skip to the text</a>',
    ),
    "the text has no place for that link": (
        '<article class="bd-article">',
        '<article class="bd-article" id="ev-article" tabindex="-1">',
    ),
    "nor has the search page": (
        '<div class="bd-search-container">',
        '<div class="bd-search-container" id="ev-article" tabindex="-1">',
    ),
    "buttons that need a script are shown without one": (
        '<div class="article-header-buttons">',
        '<div class="article-header-buttons pst-js-only">',
    ),
    "so are those for the contents": ('<button class="sidebar-toggle ', '<button class="pst-js-only sidebar-toggle '),
    "where scripts are off, a rule of the sheet shows again what needs one": (
        " .pst-js-only { display: none !important; }",
        " :root .pst-js-only { display:none !important }",
    ),
    "and the field of the search": ('<form class="bd-search d-flex ', '<form class="bd-search pst-js-only d-flex '),
    "without a script the search calls that an error and leads nowhere": (
        '<div class="admonition error">\n        <p class="admonition-title">Error</p>\n'
        "        <p>Please activate JavaScript to enable the search functionality.</p>\n      </div>",
        '<p>The search needs a script. <a href="index.html">The first page</a> leads to every chapter.</p>',
    ),
    "the hint of the button of colours is Bootstrap's": (' data-bs-title="Color mode"', ' title="Color mode"'),
    "without a script a page has no colours": (' data-theme="auto">', ' data-theme="light">'),
    "the search leaves a link that is a script": ('<div id="searchbox"></div>', ""),
    "the button for the contents of the book names a bar": (
        'title="Toggle primary sidebar"',
        'title="Contents of the book"',
    ),
    "and that for the contents of the page": ('title="Toggle secondary sidebar"', 'title="Contents of this page"'),
    "the dialog of the search has no name": (
        '<dialog id="pst-search-dialog">',
        '<dialog id="pst-search-dialog" aria-label="Search">',
    ),
    "nor has that of the contents of the book": (
        '<dialog id="pst-primary-sidebar-modal">',
        '<dialog id="pst-primary-sidebar-modal" aria-label="Contents of the book">',
    ),
    "nor that of the contents of the page": (
        '<dialog id="pst-secondary-sidebar-modal">',
        '<dialog id="pst-secondary-sidebar-modal" aria-label="Contents of this page">',
    ),
    "the page is marked in the contents of the book by colour alone": (
        '<a class="current reference internal" href="#">',
        '<a class="current reference internal" aria-current="page" href="#">',
    ),
    "the name of the book stands in no landmark": (
        '<div class="sidebar-primary-items__start sidebar-primary__section">',
        '<div class="sidebar-primary-items__start sidebar-primary__section" role="region" aria-label="The book">',
    ),
    "every exercise has the id exercise-content": ('<section id="exercise-content">', "<section>"),
    "every solution has the id solution-content": ('<section id="solution-content">', "<section>"),
}


def mended(page: str) -> str:
    """A page without the faults of MENDS, and with the names of languages marked as theirs."""
    for fault, right in MENDS.values():
        page = page.replace(fault, right)
    return with_named_folds(languages.named(page))


def with_named_folds(page: str) -> str:
    """A page each of whose folds, which a screen reader calls a group, has the name that one reads on it.

    Of several with one name the second is called '… (2)'.
    """
    seen: Counter[str] = Counter()

    def named(fold: re.Match) -> str:
        read = fold["summary"].partition("</p>")[0]  # the second paragraph of one that has two is read when it is open
        name = " ".join(unescape(ANY_TAG.sub(" ", read)).split())
        seen[name] += 1
        name += f" ({seen[name]})" if seen[name] > 1 else ""
        return f'<details{fold["attributes"]} aria-label="{escape(name)}">{fold["gap"]}{fold["summary"]}'

    return FOLD.sub(named, page)
