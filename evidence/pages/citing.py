"""Where the book says how it is cited: a panel on every page, a fold at every figure, table and claim, and files.

A page shows itself in one form and leads to files with all that can be cited on it, which need no script. Every form
of every part stands in one script beside the page (`FOLDER`), from which `static/cite.js` takes it once it is asked
for: the forms are made here, and the script adds an address where the book has none of its own.

A record's content hash is the beginning of a SHA-256: of a page its notebook, of a figure or table its output in that
notebook, of a claim its row and its evidence, of the data package the files in it.
"""

import html
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from evidence import tables
from evidence.content import digest, read
from evidence.exhibits.appendix import ARCHIVE
from evidence.pages import citations, held_back, languages, reading, structured, works_cited
from evidence.pages.citations import DATA_SET, FORMS, Work
from evidence.pages.published import ANCHORS, LEDGER, numbers, on_pages

FOLDER = "cite"
FILES = {"BibTeX": "bib", "RIS": "ris", "CSL-JSON": "json"}
IN_PARTS = {"APA": citations.apa_parts, "Chicago": citations.chicago_parts}
LICENCE = "Text and figures: CC BY 4.0."
PAGE, PACKAGE = "page", "data-package"  # keys of the page and of the data package among what a page lets one cite
REGISTER = "chapters/appendix/data"  # the page that offers the data package
SOURCES = "chapters/appendix/sources"  # the page that lists all sources
END_OF_TABLE = re.compile(r'(<a class="ev-csv" download="([a-z0-9-]+)\.csv"[^>]*>CSV</a></p>)(?=</div>\n</div>)')
# Above its evidence, which may be long: who comes to a claim to cite it need not pass that.
HEAD_OF_CLAIM = re.compile(r'(<span data-cited-claim="(C\d+)">.*?</p>)(?=\n<details><summary>Evidence)', re.DOTALL)
THEN = "-2017"  # ends the name of what was known then: the CSV of a table, the key of a figure or table
AS_THEN = "as known in August 2017"
ROW = "row"  # key of the record that stands for every row of a page: cite.js puts a row's own words into it
ROWS = re.compile(r'class="ev-list.*?<(?:tr|li|section class="ev-entry ev-line") id="', re.DOTALL)
ROW_TITLE, ROW_ID = "ROWTITLE", "ROWID"  # letters alone, which no form writes otherwise
WHOLE_PACKAGE = re.compile(rf'<p><a href="[^"]*{re.escape(ARCHIVE)}" download>[^<]*</a>[^<]*</p>')


def of_page(app: Sphinx, pagename: str) -> Work:
    """The record of one page; the first page stands for the book, whose state is that of its data."""
    url, place = page_address(app, pagename), app.builder.get_target_uri(pagename)
    book = replace(of_book(), place=place)
    if pagename == app.config.root_doc:
        return replace(book, url=url)
    page = citations.part(book, app.env.titles[pagename].astext(), pagename, url)
    language = languages.of(pagename)
    content = digest(read(Path(app.env.doc2path(pagename))) or b"")
    return replace(page, content=content, language=language.code if language else page.language)


def of_book() -> Work:
    """The record of the book: CITATION.cff, the last day on which a source was read, the article that it discusses."""
    sources = tables.load("sources")
    article = sources.loc[sources["source_id"] == structured.ARTICLE].to_dict("records")
    return replace(
        citations.read(tables.root() / "CITATION.cff"),
        data_as_of=sources["date_accessed"].max().date(),
        discusses=article[0]["citation_full"].removesuffix(".") if article else "",
    )


def of_package(url: str = "", place: str = "") -> Work:
    """The record of the data package, at the address and the place of the page that offers it."""
    content = digest("".join(f"{digest(path.read_bytes())}  {path.name}\n" for path in package_files()))
    title = tables.package()["title"]
    own: dict[str, Any] = {"title": title, "url": url, "place": place, "content": content, "discusses": ""}
    return replace(of_book(), **own, key=PACKAGE, genre=DATA_SET)


def package_files() -> list[Path]:
    """The descriptor of the data package and every file that it names."""
    names = [resource["path"] for resource in tables.package()["resources"]]
    return [tables.data_dir() / name for name in ["datapackage.json", *names]]


def of_exhibit(app: Sphinx, page: Work, docname: str, kind: str, name: str, label: str) -> Work:
    """The record of one figure or table of a page. page: its record. label: 'Figure 2.3'."""
    own = on_pages(app.env)[docname]
    title = html.unescape(own.titles[kind, name])
    return citations.exhibit(page, kind, label, title, f"{ANCHORS[kind]}-{name}", own.contents[kind, name])


def as_then(work: Work, title: str, content: str) -> Work:
    """The record of a figure or table as known in August 2017, with its own finding and place (static/parts.js)."""
    number, _, _ = work.title.partition(". ")
    title = f"{number}. {html.unescape(title)} ({AS_THEN})"
    places: dict[str, Any] = {name: f"{text}{THEN}" for name in ("url", "place") if (text := getattr(work, name))}
    return replace(work, title=title, key=f"{work.key}{THEN}", content=content, **places)


def of_row(page: Work) -> Work:
    """The record of a row, with `ROW_TITLE` and `ROW_ID` for its words and its id; its state is that of its page.

    A row may be of any year, and a source about anything: neither discusses what the book does.
    """
    return replace(citations.exhibit(page, "row", "", "", ROW_ID, page.content), title=ROW_TITLE, discusses="")


def of_claims(page: Work) -> dict[str, Work]:
    """The record of each claim of the ledger, whose record is ``page``."""
    evidence = {claim: rows for claim, rows in tables.load("claim_evidence").groupby("claim_id")}
    return {
        row["claim_id"]: citations.exhibit(
            page,
            "claim",
            f"Claim {row['claim_id']}",
            f"{row['paraphrase'].removesuffix('.')} ({_judged(row)})",
            row["claim_id"],
            digest(json.dumps(row, sort_keys=True) + evidence[row["claim_id"]].to_csv(index=False)),
        )
        for row in tables.load("claims").to_dict("records")
    }


def _judged(row: dict[str, str]) -> str:
    """What keeps an entry of a claim from asserting it: the book holds its verdict, not the claim."""
    return f"a claim of 2017; verdict: {row['verdict_2017']} in August 2017, {row['verdict_today']} today"


def works(app: Sphinx, docname: str) -> dict[str, Work]:
    """All that can be cited on a page, by its key there: the page, its figures and tables, claims, the data package."""
    page, labels = of_page(app, docname), numbers(app.env)
    found = {PAGE: page}
    for kind, name, _ in on_pages(app.env)[docname].items if docname in on_pages(app.env) else ():
        work = of_exhibit(app, page, docname, kind, name, labels[kind, name][1])
        found[work.key] = work
        if (kind, name) in (then := on_pages(app.env)[docname].then):
            found[f"{work.key}{THEN}"] = as_then(work, *then[kind, name])
    if docname == LEDGER:
        found |= of_claims(page)
    if docname == REGISTER:
        found[PACKAGE] = of_package(page.url, page.place)
    return found


def with_folds(markup: str, labels: dict) -> str:
    """Markup of an output with a fold under each table, in each claim of the ledger and under the data package."""
    markup = END_OF_TABLE.sub(lambda end: end[1] + _fold_of_table(end[2], labels), markup)
    markup = HEAD_OF_CLAIM.sub(lambda head: head[1] + fold(head[2], head[2]), markup)
    return WHOLE_PACKAGE.sub(lambda whole: whole[0] + fold(PACKAGE, "the data package"), markup)


def _fold_of_table(csv: str, labels: dict) -> str:
    """A table is cited as one, whichever of its states a reader has before her."""
    name = csv if ("table", csv) in labels else csv.removesuffix(THEN)
    return fold(f"tab-{name}", labels["table", name][1])


def folds_then(markup: str) -> str:
    """A state of August 2017, whose fold cites that state and not today's."""
    fold = re.compile(r'(<details class="ev-cite pst-js-only" data-cite="[^"]*)("><summary>Cite [^<]*)')
    return fold.sub(lambda found: f"{found[1]}{THEN}{found[2]}, {AS_THEN}", markup)


def fold(key: str, label: str) -> str:
    """The place that cite.js fills; without scripts the page's own panel leads to the files that hold the same."""
    return f'\n<details class="ev-cite pst-js-only" data-cite="{key}"><summary>Cite {label}</summary></details>'


def panel(work: Work, up: str, name: str, of_others: str = "") -> str:
    """The fold *Cite this chapter*: one form, the state cited, and the files of the page (``name`` in `FOLDER`).

    Paper has no folds: there the form and the state stand for themselves, so that a print says what it is of.

    up: from the page to the root of the book. of_others: a paragraph on works that are not the book's.
    """
    what = "chapter" if work.chapter else "page" if work.book else "book"
    before, title, after = map(html.escape, citations.apa_parts(work))
    links = ", ".join(
        f'<a class="ev-save" href="{up}{FOLDER}/{name}.{ending}" download>{form}</a>' for form, ending in FILES.items()
    )
    which, shortly = (f"{html.escape(text)} {LICENCE}" for text in (state(work), state_beside_form(work)))
    return (
        f'<details class="ev-cite" id="cite-this-page" data-cite="{PAGE}"><summary>Cite this {what}</summary>\n'
        f'<div class="ev-form"><p class="ev-entry-text">{before}<em>{title}</em>{after}</p></div>\n'
        f'<p class="ev-meta">As files, with all on this page: {links}. {which}</p>{of_others}</details>\n'
        f'<p class="ev-on-paper">{before}<em>{title}</em>{after} {shortly}</p>\n'
    )


def themselves(up: str) -> str:
    """Where the sources themselves are, as entries for a list of references."""
    links = " or ".join(
        f'<a class="ev-save" href="{up}{FOLDER}/{works_cited.NAME}.{ending}" download>{form}</a>'
        for form, ending in (("BibTeX", "bib"), ("CSL-JSON", "json"))
    )
    return f'<p class="ev-themselves">To cite the sources themselves: all of them as {links}, by their ids.</p>'


def state(work: Work) -> str:
    """'Version 0.1.0, data as of 2026-11-25, content 0a1b….' of what is cited, and its address if it has one."""
    content = f"content {work.content}" if work.content else ""
    said = ", ".join(filter(None, (f"Version {work.version}", citations.data_of(work), content)))
    return f"{said}. Permalink: {citations.address(work)}" if citations.address(work) else f"{said}."


def state_beside_form(work: Work) -> str:
    """What `state` says and a form of citation beside it does not: data and content, without version and address."""
    content = f"content {work.content}" if work.content else ""
    said = ", ".join(filter(None, (citations.data_of(work), content)))
    return f"{said[:1].upper()}{said[1:]}." if said else ""


def script(found: dict[str, Work]) -> str:
    """The script with every form of all that can be cited on a page; of two forms one of three parts is in italics."""
    entries = {
        key: {
            "name": work.key,
            "anchor": work.place.partition("#")[2],
            "state": state(work),
            "forms": {form: write(work) for form, write in (FORMS | IN_PARTS).items()},
        }
        for key, work in found.items()
    }
    return f"window.evCited = {json.dumps(entries, ensure_ascii=False, separators=(',', ':'))};\n"


def files(found: dict[str, Work], rows: dict[str, Work] | None = None) -> dict[str, str]:
    """Ending -> text of a file with all that can be cited on a page.

    rows: the record that stands for its rows, for the script alone.
    """
    records = [record for work in found.values() for record in json.loads(citations.csl(work))]
    return {
        "bib": "\n".join(map(citations.bibtex, found.values())),
        "ris": "".join(map(citations.ris, found.values())),
        "json": json.dumps(records, ensure_ascii=False, indent=2) + "\n",
        "js": script(found | (rows or {})),
    }


def with_panel(body: str, markup: str) -> str:
    """A page with its panel: behind its reading time, or else at the end."""
    title = reading.UNDER_TITLE.search(body)
    place = title.end() if title and title[1] else len(body)
    return f"{body[:place]}\n{markup}{body[place:]}"


def page_address(app: Sphinx, pagename: str) -> str:
    """Where a page will stand, or nothing while `baseurl` is empty."""
    base = app.config.html_baseurl
    return f"{base.rstrip('/')}/{app.builder.get_target_uri(pagename)}" if base else ""


def cite_page(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    """Write how a page and its parts are cited: files beside it, tags in its head, a panel under it."""
    if doctree is None:  # a page without a text of its own: search, index
        return
    found, up, name = works(app, pagename), "../" * pagename.count("/"), pagename.replace("/", "-")
    rows = {ROW: of_row(found[PAGE])} if ROWS.search(context["body"]) else {}
    for ending, text in files(found, rows).items():
        held_back.write_beside(Path(app.outdir), f"{name}.{ending}", text, FOLDER)
    of_others = ""
    if pagename == SOURCES:
        of_others = themselves(up)
        for ending, text in works_cited.files(tables.load("sources")).items():
            held_back.write_beside(Path(app.outdir), f"{works_cited.NAME}.{ending}", text, FOLDER)
    tags = citations.meta_tags(found[PAGE]) + structured.tag(found, PAGE, PACKAGE)
    context["metatags"] = context.get("metatags", "") + tags
    cited = languages.called(panel(found[PAGE], up, name, of_others), found[PAGE].title, languages.of(pagename))
    context["body"] = with_panel(context["body"], cited)
    marked: dict[str, Any] = {"data-entries": f"{up}{FOLDER}/{name}.js"}
    app.add_js_file("cite.js", defer="defer", **marked)


def setup(app: Sphinx) -> dict:
    app.connect("html-page-context", cite_page)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
