"""How long a page takes to read: by the words that it shows before anything is unfolded, said under its title.

Closed boxes, solutions and drawers do not count, nor do the rows that a long table folds away, nor pictures. Things are
looked up in a register, the first page is looked at, and the lab is worked through and says how long that takes; none
has a reading time. Nor has a page in another language than the book's, of whose readers the convention says nothing.
"""

import re

from docutils import nodes
from sphinx.application import Sphinx

from evidence.pages import lab, languages
from evidence.pages.passed_over import Reader, classes

# A convention, below the 238 words a minute at which adults read non-fiction in English (M. Brysbaert, "How many words
# do we read per minute?", Journal of Memory and Language 109, 2019): readers with English as a second language are
# slower.
WORDS_A_MINUTE = 200
LEFT_OUT = {"svg", "script", "style", "template", "noscript", "button", "details"}
# Signs for a link, code that the page's control shows, and what is seen in another state alone.
LEFT_OUT_CLASSES = {"headerlink", "cell_input", "ev-code", "ev-tip", "ev-hidden", "ev-states"}
# A long table begins with its first rows: `LONG` of static/tables.js, and the rule of `ev-folded` in static/book.css.
LONG, FIRST_ROWS = 7, 6
CHOSEN = "ev-first"  # class of the rows that a table shows first in place of its first ones
ROWS = re.compile(r'(class="ev-table".*?<tbody>)(.*?)(?=</tbody>)', re.DOTALL)
WORD = re.compile(r"\S*\w\S*")
UNTIMED = ('class="ev-page', lab.MARK)  # of registers, and of the lab
UNDER_TITLE = re.compile(r'</h1>(\n<p class="ev-minutes">[^<]*</p>)?')


class _Words(Reader):
    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def leaves_out(self, tag: str, given: dict[str, str | None]) -> bool:
        return tag in LEFT_OUT or "hidden" in given or bool(LEFT_OUT_CLASSES & classes(given))

    def reads(self, text: str) -> None:
        self.texts.append(text)


def words(body: str) -> int:
    """How many words a page's body shows as it is opened; of a fold the summary does not count either."""
    reader = _Words()
    reader.feed(ROWS.sub(_first_rows, body))
    reader.close()
    return len(WORD.findall(" ".join(reader.texts)))


def _first_rows(table: re.Match) -> str:
    before, *rows = re.split(r"(?=<tr\b)", table[2])
    if len(rows) > LONG:
        rows = [row for row in rows if CHOSEN in row.partition(">")[0]] or rows[:FIRST_ROWS]
    return table[1] + before + "".join(rows)


def with_minutes(body: str) -> str:
    """A page's body with its reading time, in whole minutes begun, under its title."""
    minutes = -(-words(body) // WORDS_A_MINUTE)
    line = f'<p class="ev-minutes">About {minutes} {"minute" if minutes == 1 else "minutes"}</p>'
    return body.replace("</h1>", f"</h1>\n{line}", 1)


def say(app: Sphinx, pagename: str, templatename: str, context: dict, doctree: nodes.document | None) -> None:
    """Put the reading time under the title of a page that is read."""
    english = doctree is not None and languages.of(pagename) is None
    if english and pagename != app.config.root_doc and not any(mark in context["body"] for mark in UNTIMED):
        context["body"] = with_minutes(context["body"])


def setup(app: Sphinx) -> None:
    app.connect("html-page-context", say, priority=400)  # after the passages of the search, before the citations
