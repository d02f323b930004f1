"""How the book and its chapters are cited: one record out of CITATION.cff, written in every form the pages offer.

The record of a page is CITATION.cff with the page's own title. APA, BibTeX, RIS and the `citation_*` tags that Zotero
and Google Scholar read are written from it, and from nothing else. An address appears once `baseurl` is set, a DOI
once CITATION.cff names one.
"""

import re
from dataclasses import dataclass, replace
from datetime import date
from html import escape
from pathlib import Path
from urllib.parse import quote

import yaml
from sphinx.application import Sphinx

from evidence import tables
from evidence.pages import reading
from evidence.pages.numbering import chapter_number

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")  # BibTeX's own names
TEX_SPECIAL = {character: f"\\{character}" for character in "&%$#_"} | {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "{": r"\textbraceleft{}",  # BibTeX counts a brace even behind a backslash
    "}": r"\textbraceright{}",
}


@dataclass(frozen=True)
class Author:
    """A person, or a group, which has one name only."""

    family: str
    given: str = ""

    def inverted(self) -> str:
        """'Family, Given', or the name of the group."""
        return ", ".join(filter(None, (self.family, self.given)))

    def splittable(self) -> str:
        """'Family, Given', or 'Name of the group,': without a comma Zotero makes its last word a family name."""
        return f"{self.family}, {self.given}".rstrip()

    def initialled(self) -> str:
        """'Family, G. M.', or the name of the group."""
        initials = " ".join(f"{part[0]}." for part in self.given.split())
        return ", ".join(filter(None, (self.family, initials)))


@dataclass(frozen=True)
class Work:
    """What a citation says of the book, or of one page of it."""

    authors: tuple[Author, ...]
    title: str
    version: str
    released: date
    data_as_of: date | None = None  # the last day on which a source of its data was read
    keywords: tuple[str, ...] = ()
    doi: str = ""
    url: str = ""
    book: str = ""  # title of the book, if the work is a page of it
    chapter: str = ""  # its number, if it has one
    key: str = "book"


def read(path: Path) -> Work:
    """The book as CITATION.cff describes it. Raises KeyError for a field that a citation can't do without."""
    cff = yaml.safe_load(path.read_text(encoding="utf-8"))
    return Work(
        authors=tuple(_author(entry) for entry in cff["authors"]),
        title=cff["title"],
        version=str(cff["version"]),
        released=cff["date-released"],
        keywords=tuple(cff.get("keywords", ())),
        doi=cff.get("doi", ""),
    )


def _author(entry: dict) -> Author:
    return Author(entry["name"]) if "name" in entry else Author(entry["family-names"], entry.get("given-names", ""))


def part(book: Work, title: str, docname: str, url: str = "") -> Work:
    """One page of the book as a work of its own: 'chapters/01-concerns' is its chapter 1."""
    own = {"title": title, "book": book.title, "chapter": chapter_number(docname), "url": url}
    return replace(book, **own, key=docname.rsplit("/", 1)[-1])


def apa(work: Work) -> str:
    """The entry of a list of references in APA style (7th edition)."""
    return "".join(_apa_parts(work))


def of_figure(page: Work, label: str, title: str, anchor: str) -> str:
    """One figure in APA style: 'Figure 2.3' and its title as a part of the page, with its address if there is one."""
    address = f"{page.url}#{anchor}" if page.url else ""
    return apa(replace(page, title=f"{label}. {title}", url=address))


def _apa_parts(work: Work) -> tuple[str, str, str]:
    """The entry before the title of the book, that title, which is set in italics, and what follows."""
    names = [author.initialled() for author in work.authors]
    authors = _stopped(", & ".join(filter(None, (", ".join(names[:-1]), names[-1]))))
    own = f"{_stopped(work.title)} In " if work.book else ""
    place = ", ".join(filter(None, (f"Version {work.version}", work.chapter and f"Chapter {work.chapter}")))
    address = " ".join(filter(None, (f" ({place}).", f"https://doi.org/{work.doi}" if work.doi else work.url)))
    return f"{authors} ({work.released.year}). {own}", _sentence_case(work.book or work.title), address


def _stopped(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."


def _sentence_case(title: str) -> str:
    """A subtitle begins with a capital."""
    return re.sub(r"(?<=: )\w", lambda match: match[0].upper(), title)


def bibtex(work: Work) -> str:
    """An entry for BibTeX; the inner braces keep the capitals of titles and the names of groups whole."""
    authors = (a.inverted() if a.given else f"{{{_tex(a.family)}}}" for a in work.authors)
    fields = {
        "author": " and ".join(authors),
        "title": f"{{{_tex(work.title)}}}",
        "booktitle": work.book and f"{{{_tex(work.book)}}}",
        "chapter": work.chapter,
        "year": str(work.released.year),
        "month": MONTHS[work.released.month - 1],
        "note": _tex("; ".join(filter(None, (f"Version {work.version}", _data_of(work))))),
        "doi": work.doi,
        "url": work.url,
    }
    whole = {name: value if name == "month" else f"{{{value}}}" for name, value in fields.items() if value}
    lines = "".join(f",\n  {name} = {value}" for name, value in whole.items())
    key = f"russia-in-afghanistan-{work.released.year}-{work.key}"
    return f"@{'incollection' if work.book else 'book'}{{{key}{lines}\n}}\n"


def _data_of(work: Work) -> str:
    return f"data as of {work.data_as_of.isoformat()}" if work.data_as_of else ""


def _tex(text: str) -> str:
    return "".join(TEX_SPECIAL.get(character, character) for character in text)


def ris(work: Work) -> str:
    """A record in RIS, which every reference manager imports."""
    fields = [
        ("TY", "CHAP" if work.book else "BOOK"),
        *(("AU", author.inverted()) for author in work.authors),
        ("TI", work.title),
        ("T2", work.book),
        ("SE", work.chapter),
        ("PY", str(work.released.year)),
        ("DA", f"{work.released:%Y/%m/%d}"),
        ("ET", work.version),
        ("N1", _data_of(work).capitalize()),
        ("LA", "en"),
        *(("KW", word) for word in work.keywords),
        ("DO", work.doi),
        ("UR", work.url),
    ]
    return "".join(f"{tag}  - {value}\r\n" for tag, value in fields if value) + "ER  - \r\n"


def meta_tags(work: Work) -> str:
    """The tags of the page's head that Zotero and Google Scholar read (Highwire Press)."""
    tags = [
        ("title", work.title),
        *(("author", author.splittable()) for author in work.authors),
        ("publication_date", f"{work.released:%Y/%m/%d}"),
        ("book_title", work.book),  # Zotero's name for it
        ("inbook_title", work.book),  # Google Scholar's
        ("language", "en"),
        ("keywords", "; ".join(work.keywords)),
        ("doi", work.doi),
        ("public_url", work.url),
    ]
    return "".join(f'<meta name="citation_{name}" content="{escape(value)}" />\n' for name, value in tags if value)


def panel(work: Work) -> str:
    """The fold *Cite this chapter*: three forms to read and to save without a script; cite.js adds buttons to copy."""
    what = "chapter" if work.chapter else "page" if work.book else "book"
    before, title, after = map(escape, _apa_parts(work))
    return (
        f'<details class="ev-cite" id="cite-this-page"><summary>Cite this {what}</summary>\n'
        f'<div class="ev-form"><p><strong>APA</strong></p>\n'
        f'<p class="ev-entry-text">{before}<em>{title}</em>{after}</p></div>\n'
        f"{_form('BibTeX', bibtex(work), f'{work.key}.bib', 'application/x-bibtex')}"
        f"{_form('RIS', ris(work), f'{work.key}.ris', 'application/x-research-info-systems')}</details>\n"
    )


def _form(name: str, text: str, file: str, kind: str) -> str:
    """One form with its download: a data address, which a page opened from a disk can save too."""
    shown = escape(text.replace("\r", ""))
    return (
        f'<div class="ev-form"><p><strong>{name}</strong> <a class="ev-save" download="{file}" '
        f'href="data:{kind};charset=utf-8,{quote(text)}">Download {name}</a></p>\n'
        f'<pre class="ev-entry-text" tabindex="0" role="region" aria-label="{name}">{shown}</pre></div>\n'
    )


def with_panel(body: str, work: Work) -> str:
    """A page with its panel: behind its reading time, or else at the end."""
    title = reading.UNDER_TITLE.search(body)
    place = title.end() if title and title[1] else len(body)
    return f"{body[:place]}\n{panel(work)}{body[place:]}"


def page_address(app: Sphinx, pagename: str) -> str:
    """Where a page will stand, or nothing while `baseurl` is empty."""
    base = app.config.html_baseurl
    return f"{base.rstrip('/')}/{app.builder.get_target_uri(pagename)}" if base else ""


def of_page(app: Sphinx, pagename: str) -> Work:
    """The record of one page; the first page stands for the book."""
    days = tables.load("sources")["date_accessed"]
    book = replace(read(tables.root() / "CITATION.cff"), data_as_of=days.max().date())
    address = page_address(app, pagename)
    if pagename == app.config.root_doc:
        return replace(book, url=address)
    return part(book, app.env.titles[pagename].astext(), pagename, address)


def cite_page(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    if doctree is None:  # a page without a text of its own: search, index
        return
    work = of_page(app, pagename)
    context["metatags"] = context.get("metatags", "") + meta_tags(work)
    context["body"] = with_panel(context["body"], work)
    app.add_js_file("cite.js", defer="defer")


def setup(app: Sphinx) -> dict:
    app.connect("html-page-context", cite_page)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
