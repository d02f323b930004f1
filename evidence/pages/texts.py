"""The passages of every page, as scripts that the search page loads: what its snippets show, and where a hit stands.

Sphinx's index knows pages. A passage is a paragraph, a heading, an item of a list or a row of a table, its cells apart;
its anchor is the last place before it that an address can name. Code is no passage: it is not seen. A script, not a
JSON file: a page opened from a disk, or in a frame that has no origin, may not fetch.
"""

import json
import re
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx

from evidence.pages import languages
from evidence.pages.passed_over import VOID, Reader, classes

FOLDER = "_search"
BETWEEN_CELLS = " · "
BLOCKS = {
    *("p", "li", "tr", "dt", "dd", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "summary", "figcaption", "caption"),
    *("div", "section", "details", "table", "ul", "ol", "dl", "figure", "fieldset", "legend"),
}
CELLS = {"td", "th"}
LEFT_OUT = {"svg", "script", "style", "template", "button"}
# Signs for a link, code, what a mark says when it is asked, and how the page is cited.
LEFT_OUT_CLASSES = {"headerlink", "cell_input", "ev-tip", "ev-cite", "ev-on-paper", "ev-where"}
# Where one block ends and the next begins Sphinx's index would read one word.
BLOCK_STARTS = re.compile(rf"(?=<(?:{'|'.join(sorted(BLOCKS | CELLS | {'br', 'text', 'option'}))})\b)")


class _Passages(Reader):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []  # anchor, text
        self.text, self.anchor, self.begun_at = "", "", ""
        self.rows = 0  # how deep in them

    def leaves_out(self, tag: str, given: dict[str, str | None]) -> bool:
        return tag in LEFT_OUT or bool(LEFT_OUT_CLASSES & classes(given))

    def begins(self, tag: str, given: dict[str, str | None]) -> None:
        if tag in VOID:
            self.text += " "
            return
        if tag in BLOCKS and not self.rows:
            self.end_passage()
        if anchor := given.get("id"):
            self.anchor = anchor
        if not self.text.strip():
            self.begun_at = self.anchor
        self.text += BETWEEN_CELLS if tag in CELLS and self.text.strip() else " " if tag in BLOCKS else ""
        self.rows += tag == "tr"

    def ends(self, tag: str) -> None:
        self.rows -= tag == "tr"
        if tag in BLOCKS and not self.rows:
            self.end_passage()

    def reads(self, text: str) -> None:
        self.text += text

    def end_passage(self) -> None:
        if text := " ".join(self.text.split()):
            self.found.append((self.begun_at, text))
        self.text, self.begun_at = "", self.anchor


def passages(body: str) -> list[tuple[str, str]]:
    """Anchor and text of every passage of a page's body, in its order; before the first place the anchor is ''."""
    reader = _Passages()
    reader.feed(body)
    reader.close()
    reader.end_passage()
    return reader.found


def write(app: Sphinx, pagename: str, templatename: str, context: dict, doctree: nodes.document | None) -> None:
    """Write the passages of a page into a script that the search page loads."""
    if doctree is None or app.builder.format != "html":
        return
    path = Path(app.outdir) / FOLDER / f"{pagename.replace('/', '-')}.js"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)  # the earlier book may hold the same file under another name
    content = json.dumps(passages(context["body"]), ensure_ascii=False, separators=(",", ":"))
    page, language = json.dumps(pagename), languages.of(pagename)
    told = f'(window.evLanguages ??= {{}})[{page}]="{language.code}";\n' if language else ""
    path.write_text(f"{told}(window.evPassages ??= {{}})[{page}]={content};\n", "utf-8", newline="")


def keep_blocks_apart(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """A blank between blocks of raw HTML, which no reader sees: Sphinx's index takes tags away and leaves nothing."""
    for raw in doctree.findall(nodes.raw):
        if "html" in raw.get("format", ""):
            raw[:] = [nodes.Text(BLOCK_STARTS.sub(" ", raw.astext()))]


def setup(app: Sphinx) -> None:
    app.connect("doctree-resolved", keep_blocks_apart, priority=900)
    app.connect("html-page-context", write, priority=300)  # before the panel of citations
