"""Faults of the theme's and the extensions' markup, mended in the finished pages.

Each is a string that the pages hold and what it should be; a test fails when one of them is no longer found, so that
a mend goes when its fault does.
"""

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
    "every exercise has the id exercise-content": ('<section id="exercise-content">', "<section>"),
    "every solution has the id solution-content": ('<section id="solution-content">', "<section>"),
}


def mended(page: str) -> str:
    """A page without the faults of MENDS."""
    for fault, right in MENDS.values():
        page = page.replace(fault, right)
    return page
