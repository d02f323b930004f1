"""The teacher's pack as a folder: ``python -m evidence.build.teach``, after a build (`make teach`).

Into ``_build/teach/`` go the slides and handouts of the book, its plans, its key in a folder of its own, and
`students.zip`, in which there is no answer. All but slides and worked answers is printed to PDF too, where Chromium is
found. The pages need no server; what they say of other pages of the book stands without its links, with the place in
the book.
"""

import argparse
import os
import re
import shutil
import sys
from datetime import datetime
from html import escape
from pathlib import Path

from playwright.sync_api import Browser

from evidence import tables
from evidence.build import chromium, made, students
from evidence.build.book import BOOK, BuildError
from evidence.matching import first
from evidence.pages import citing, handouts, lab_sheet, lessons
from evidence.pages.numbering import chapter_number
from evidence.pages.policy import META
from evidence.pages.teach import FOLDER

# Page of the book -> where it stands in the pack, as a page of its own. What is for teachers alone stands apart.
TEACHERS = "teachers-only"
PAGES = {"chapters/teach/plans.html": "plans/plans.html", "chapters/teach/key.html": f"{TEACHERS}/key.html"}
LABS = {"chapters/teach/labs.html": "plans/labs.html"}
LABS |= {
    f"{FOLDER}/{lab_sheet.name(end)}": f"handouts/lab-sheet{end}.html" for end in (handouts.FIRST, handouts.SECOND)
}
PRINTED = ("handouts/*.html", "plans/*.html", f"{TEACHERS}/key.html")
ANSWERS = {f"chapters/teach/{name}.html": f"{TEACHERS}/{name}.html" for name in ("answers", "lab-answers")}
# Of the pages beside the book's own: how the names begin and end, and their folder.
KINDS = (("slides", "", "slides"), ("handout", handouts.FIRST, "handouts"), ("handout", handouts.SECOND, "handouts"))
STATIC = ("reveal", "slides.css", "slides.js", "handout.css")
ARTICLE = re.compile(r'<article class="bd-article"[^>]*>(.*?)</article>', re.DOTALL)
LINK = re.compile(r'<a\b[^>]*?\bhref="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
NOT_IN_PRINT = re.compile(
    r'<a class="headerlink".*?</a>|<button\b.*?</button>|<details class="ev-cite.*?</details>'
    r'|<p class="ev-on-paper">.*?</p>|<noscript>.*?</noscript>'
    r"|<script\b.*?</script>",
    re.DOTALL,
)
SECTION = re.compile(r'<section id="([^"]+)">\s*<h2>(.*?)</h2>', re.DOTALL)
PAGE = """<!doctype html>
<html lang="en"><head>
<meta charset="utf-8" />
{policy}
<meta name="viewport" content="width=device-width, initial-scale=1" />
<title>{title}</title>
<link rel="stylesheet" href="../_static/handout.css" />
</head><body><main>
{body}
</main></body></html>
"""
README = """\
# {title}: the teacher's pack, version {version}, data as of {data_as_of}

| Folder | What it is | For whom |
|---|---|---|
| `slides/` | ten slides a chapter; open one in a browser, no network needed; its print command gives them \
as A4 pages | class |
| `handouts/` | two sheets of A4 a chapter, two of the lab on paper{pdf}; those named `-end` tell the end | students |
| `students.zip` | labs, chapters as notebooks to work in, data and code; its README has two commands | students |
| `plans/` | plans minute by minute, outlines for one, three and more sessions, rubric; labs unfolded{pdf} | teachers |
| `{teachers}/` | the key, each chapter on sheets of its own{pdf}, and worked answers, public in the book \
too: work that is marked should change the question | teachers |

What a page calls *of the book* stands in the book: on the web, or in a copy of its folder, `_build/html`, which opens
from a disk.

Text CC BY 4.0, code BSD-3-Clause, data as each source says; reveal.js, which shows the slides, is MIT.
"""


def write(root: Path, book: Path, folder: Path, when: datetime, browser: Browser | None) -> None:
    """Write the pack of the checkout ``root``, whose pages stand in ``book``, into a folder, which is empty.

    when: the time that files in archives bear. browser: prints what a class has on paper, if there is one.
    """
    places = of_chapters(root) | PAGES | _further(book)
    for there, here in places.items():
        make = standing if there.startswith(f"{FOLDER}/") else alone
        _put(folder / here, relinked(make(book / there), there, here, places))
    for name in STATIC:
        source, target = book / "_static" / name, folder / "_static" / name
        (shutil.copytree if source.is_dir() else shutil.copyfile)(source, target)
    if browser:
        print_sheets(folder, browser, when)
    students.write(root, folder / students.ARCHIVE, when, for_students(book))
    pdf = ", also as PDF" if browser else ""
    _put(folder / "README.md", README.format_map(vars(citing.of_book()) | {"pdf": pdf, "teachers": TEACHERS}))


def for_students(book: Path) -> dict[str, bytes]:
    """The labs as students get them beside their notebooks: what waits for a step stays folded."""
    there = "chapters/teach/labs.html"
    if not (book / there).is_file():
        return {}
    page = relinked(alone(book / there, folded=True), there, students.LABS, {there: students.LABS})
    sheet = (book / "_static" / "handout.css").read_bytes()
    return {students.LABS: page.replace('href="../_static/', 'href="').encode(), "handout.css": sheet}


def _further(book: Path) -> dict[str, str]:
    """The labs, the forecasting lab on paper and the worked answers, where the book has them."""
    return {there: here for there, here in (LABS | ANSWERS).items() if (book / there).is_file()}


def of_chapters(root: Path) -> dict[str, str]:
    """Slides and handouts by their place in the book -> their place in the pack."""
    numbers = [chapter_number(docname) for docname in handouts.choices(root)]
    named = [(folder, f"{kind}-{number}{end}.html") for kind, end, folder in KINDS for number in numbers]
    return {f"{FOLDER}/{name}": f"{folder}/{name}" for folder, name in named}


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="")


def standing(path: Path) -> str:
    """A page that has its own styles, as it is."""
    return path.read_text(encoding="utf-8")


def alone(path: Path, folded: bool = False) -> str:
    """The text of a page of the book as a page of its own, without what only the book's scripts bring to life, and with
    its folds open, for paper, unless they are to stay folded."""
    body = NOT_IN_PRINT.sub("", first(ARTICLE, path.read_text(encoding="utf-8"))[1])
    body = body if folded else body.replace("<details", "<details open")
    title = escape(lessons.words(first(r"(?s)<h1>(.*?)</h1>", body)[1]))
    return PAGE.format_map({"policy": META, "title": title, "body": f"{jumps(body)}{body}"})


def jumps(body: str) -> str:
    """A list of links to the sections of a page."""
    items = [f'<li><a href="#{at}">{escape(lessons.words(title))}</a></li>' for at, title in SECTION.findall(body)]
    return f'<nav aria-label="On this page"><ul>{"".join(items)}</ul></nav>\n'


def relinked(markup: str, there: str, here: str, places: dict[str, str]) -> str:
    """The markup with links to what the pack holds, to places on its page and to the web; of others, the words, and at
    the first of each page where it stands in the book.

    there, here: the page in the book and in the pack. places: the same of every other page in the pack.
    """
    named = set()

    def one(match: re.Match) -> str:
        address = match[1]
        if address.startswith(("#", "https:", "http:")):
            return match[0]
        page, sign, part = address.partition("#")
        target = os.path.normpath(os.path.join(os.path.dirname(there), page)).replace(os.sep, "/")
        if target not in places:
            if "aria-describedby" in match[0]:  # a gloss or a badge, which are words of a sentence
                return match[2]
            where = "" if target in named else f" ({target} of the book)"
            named.add(target)
            return match[2] + where
        return f'<a href="{os.path.relpath(places[target], os.path.dirname(here))}{sign}{part}">{match[2]}</a>'

    return LINK.sub(one, markup)


# ------------------------------------------------------------------------------------------------------------- printing
def print_sheets(folder: Path, browser: Browser, when: datetime) -> None:
    """Print handouts, plans and the key of a pack to PDF beside them, each with the time ``when``."""
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        for path in sorted(path for pattern in PRINTED for path in folder.glob(pattern)):
            page.goto(path.as_uri())
            content = page.pdf(prefer_css_page_size=True, tagged=True)
            path.with_suffix(".pdf").write_bytes(chromium.dated(content, when))


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns the exit status."""
    argparse.ArgumentParser(prog="python -m evidence.build.teach", description=__doc__.splitlines()[0]).parse_args(
        arguments
    )
    try:
        with made.checkout() as (root, state):
            with chromium.launched(needed=False) as browser:
                write(root, root / BOOK, made.anew(root, made.TEACH), made.moment(root), browser)
            made.mark(root, made.TEACH, state)
    except (tables.TableError, BuildError, made.MadeError, lessons.LessonError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    without = "" if browser else " (no Chromium found, so no PDF)"
    print(f"The teacher's pack: {os.path.relpath(root / made.TEACH)}{without}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
