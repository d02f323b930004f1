"""How the book and its parts are cited: one record out of CITATION.cff, written in every form that `FORMS` names.

The record of a page is CITATION.cff with the page's own title; that of a figure, table or claim is its page's with its
own number and title. All forms, and the `citation_*` tags that Zotero and Google Scholar read, are written from the
record and from nothing else. An address appears once `baseurl` is set, a DOI once CITATION.cff names one. Pure
functions; `evidence.pages.citing` puts them into pages.
"""

import json
import re
from dataclasses import dataclass, replace
from datetime import date
from html import escape
from pathlib import Path
from typing import Any

import yaml

from evidence.pages.numbering import chapter_number

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")  # BibTeX's own names
DATA_SET = "data set"  # the genre of the data package
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

    def straight(self) -> str:
        """'Given Family', or the name of the group."""
        return " ".join(filter(None, (self.given, self.family)))

    def splittable(self) -> str:
        """'Family, Given', or 'Name of the group,': without a comma Zotero makes its last word a family name."""
        return f"{self.family}, {self.given}".rstrip()

    def initialled(self) -> str:
        """'Family, G. M.', or the name of the group."""
        initials = " ".join(f"{part[0]}." for part in self.given.split())
        return ", ".join(filter(None, (self.family, initials)))


@dataclass(frozen=True)
class Work:
    """What a citation says of the book, of one page of it, of something on a page, or of its data package."""

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
    genre: str = ""  # figure, table, claim or data set, if it is no text
    content: str = ""  # short hash of what is cited, which tells two states of it apart
    discusses: str = ""  # the work that it is about
    language: str = "en"  # BCP 47
    place: str = ""  # its page among the files of the book, and its anchor there: a copy at home has no address


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
    own: dict[str, Any] = {"title": title, "book": book.title, "chapter": chapter_number(docname), "url": url}
    return replace(book, **own, key=docname.rsplit("/", 1)[-1])


def exhibit(page: Work, genre: str, label: str, title: str, anchor: str, content: str = "") -> Work:
    """A figure, table or claim as a work of its own: label 'Figure 2.3', anchor 'fig-un-votes' on its page."""
    address = f"{page.url}#{anchor}" if page.url else ""
    place = f"{page.place}#{anchor}" if page.place else ""
    own: dict[str, Any] = {"title": f"{label}. {title}", "book": page.book or page.title, "url": address}
    return replace(page, **own, key=anchor, genre=genre, content=content, place=place)


def address(work: Work) -> str:
    """Where a work is found: by its DOI, else by its address, else nowhere yet."""
    return f"https://doi.org/{work.doi}" if work.doi else work.url


def apa(work: Work) -> str:
    """The entry of a list of references in APA style (7th edition)."""
    return "".join(apa_parts(work))


def apa_parts(work: Work) -> tuple[str, str, str]:
    """The entry before the title of the book, that title, which is set in italics, and what follows."""
    names = [author.initialled() for author in work.authors]
    authors = _stopped(", & ".join(filter(None, (", ".join(names[:-1]), names[-1]))))
    own = f"{_stopped(work.title)} In " if work.book else ""
    place = ", ".join(filter(None, (f"Version {work.version}", work.chapter and f"Chapter {work.chapter}")))
    kind = " [Data set]" if work.genre == DATA_SET else ""
    after = " ".join(filter(None, (f" ({place}){kind}.", address(work))))
    return f"{authors} ({work.released.year}). {own}", _sentence_case(work.book or work.title), after


def chicago(work: Work) -> str:
    """The entry of a list of references in Chicago style (author-date)."""
    return "".join(chicago_parts(work))


def chicago_parts(work: Work) -> tuple[str, str, str]:
    """As `apa_parts`. Of several authors the first is inverted; the day of the data stands with the version."""
    first, *others = work.authors
    names = [first.inverted(), *(author.straight() for author in others)]
    authors = _stopped(", and ".join(filter(None, (", ".join(names[:-1]), names[-1]))))
    place = f"Chap. {work.chapter} in " if work.chapter and not work.genre else "In "
    own = f"“{_stopped(_inner_quotes(work.title))}” {place}" if work.book else ""
    version = ", ".join(filter(None, (f"Version {work.version}", data_of(work))))
    kind = " Data set." if work.genre == DATA_SET else ""
    after = f".{kind} {version}." + (f" {address(work)}." if address(work) else "")
    return f"{authors} {work.released.year}. {own}", work.book or work.title, after


def _inner_quotes(title: str) -> str:
    """Quotation marks inside others are single ones."""
    return re.sub(r'"([^"]*)"', r"‘\1’", title).translate({ord("“"): "‘", ord("”"): "’"})


def _stopped(text: str) -> str:
    """A sentence with its stop; one that ends in a quotation has it before the quotation's last mark."""
    return text if re.search(r"[.?!][”’\"]?\Z", text) else f"{text}."


def _sentence_case(title: str) -> str:
    """A subtitle begins with a capital."""
    return re.sub(r"(?<=: )\w", lambda match: match[0].upper(), title)


def bibtex(work: Work) -> str:
    """An entry for BibTeX; the inner braces keep the capitals of titles and the names of groups whole."""
    authors = (a.inverted() if a.given else f"{{{tex(a.family)}}}" for a in work.authors)
    fields = {
        "author": " and ".join(authors),
        "title": f"{{{tex(work.title)}}}",
        "booktitle": work.book and f"{{{tex(work.book)}}}",
        "chapter": work.chapter,
        "year": str(work.released.year),
        "month": MONTHS[work.released.month - 1],
        "howpublished": "Data set" if work.genre == DATA_SET else "",
        "note": tex("; ".join((f"Version {work.version}", *notes(work)))),
        "doi": work.doi,
        "url": work.url,
    }
    whole = {name: value if name == "month" else f"{{{value}}}" for name, value in fields.items() if value}
    lines = "".join(f",\n  {name} = {value}" for name, value in whole.items())
    key = _key(work)
    kind = "misc" if work.genre == DATA_SET else "incollection" if work.book else "book"
    return f"@{kind}{{{key}{lines}\n}}\n"


def _key(work: Work) -> str:
    return f"russia-in-afghanistan-{work.released.year}-{work.key}"


def notes(work: Work) -> list[str]:
    """What no field of a form is made for: the day of the data, the state cited, its place, the work discussed."""
    content = f"content {work.content}" if work.content else ""
    discusses = f"discusses {work.discusses}" if work.discusses else ""
    place = f"in the book at {work.place}" if work.place else ""
    return [note for note in (data_of(work), content, place, discusses) if note]


def data_of(work: Work) -> str:
    """'data as of 2026-11-25', or nothing."""
    return f"data as of {work.data_as_of.isoformat()}" if work.data_as_of else ""


def tex(text: str) -> str:
    """Text as BibTeX takes it."""
    return "".join(TEX_SPECIAL.get(character, character) for character in text)


def ris(work: Work) -> str:
    """A record in RIS, which every reference manager imports."""
    fields = [
        ("TY", "DATA" if work.genre == DATA_SET else "CHAP" if work.book else "BOOK"),
        *(("AU", author.inverted()) for author in work.authors),
        ("TI", work.title),
        ("T2", work.book),
        ("SE", work.chapter),
        ("PY", str(work.released.year)),
        ("DA", f"{work.released:%Y/%m/%d}"),
        ("ET", work.version),
        ("M3", work.genre.capitalize()),
        *(("N1", f"{note[0].upper()}{note[1:]}") for note in notes(work)),
        ("LA", work.language),
        *(("KW", word) for word in work.keywords),
        ("DO", work.doi),
        ("UR", work.url),
    ]
    return "".join(f"{tag}  - {value}\r\n" for tag, value in fields if value) + "ER  - \r\n"


def csl(work: Work) -> str:
    """A record in CSL-JSON, which citation processors read (Zotero, Pandoc, citeproc); its address comes last."""
    record = {
        "id": _key(work),
        "type": "dataset" if work.genre == DATA_SET else "chapter" if work.book else "book",
        "title": work.title,
        "author": [{"family": a.family, "given": a.given} if a.given else {"literal": a.family} for a in work.authors],
        "issued": {"date-parts": [[work.released.year, work.released.month, work.released.day]]},
        "container-title": work.book,
        "chapter-number": work.chapter,
        "version": work.version,
        "genre": work.genre,
        "language": work.language,
        "keyword": ", ".join(work.keywords),
        "note": "; ".join(notes(work)),
        "DOI": work.doi,
        "URL": work.url,
    }
    return json.dumps([{name: value for name, value in record.items() if value}], ensure_ascii=False, indent=2) + "\n"


def meta_tags(work: Work) -> str:
    """The tags of the page's head that Zotero and Google Scholar read (Highwire Press)."""
    tags = [
        ("title", work.title),
        *(("author", author.splittable()) for author in work.authors),
        ("publication_date", f"{work.released:%Y/%m/%d}"),
        ("book_title", work.book),  # Zotero's name for it
        ("inbook_title", work.book),  # Google Scholar's
        ("language", work.language),
        ("keywords", "; ".join(work.keywords)),
        ("doi", work.doi),
        ("public_url", work.url),
    ]
    return "".join(f'<meta name="citation_{name}" content="{escape(value)}" />\n' for name, value in tags if value)


FORMS = {"APA": apa, "Chicago": chicago, "BibTeX": bibtex, "RIS": ris, "CSL-JSON": csl}
