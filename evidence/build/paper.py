"""The built pages as one document to print: what belongs on paper, in the order of the book, with links inside it.

In: the HTML of a built book. Out: the HTML of one document that Chromium prints (`evidence.build.pdf`), of the whole
book or of one chapter: a title, contents with the numbers of pages, the pages, and of each the long addresses that its
links lead to, as numbered notes. What needs a script, code, and what a drawer repeats is left out, folds are open, and
a register is taken whole. A link inside the document leads to its place in it; a link to another page or to a file
keeps its words only, unless the book has an address (`baseurl`).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urljoin, urlsplit

from bs4 import BeautifulSoup, Tag

from evidence.pages.citations import Work
from evidence.pages.held_back import FOLDER as BESIDE
from evidence.pages.slim import STYLES

FIRST = "index"
SHEET = Path(__file__).with_name("paper.css")
LEFT_OUT = (  # controls, code, what a drawer or a tip repeats, the picture for phones, hints
    ".ev-code, .cell_input, .ev-show-code, .ev-states, .ev-drawer, .ev-cite, .ev-csv, .ev-filters, .ev-filter, "
    ".ev-on-paper, .ev-turn, .ev-more, .ev-move, .ev-zoom, .ev-tip, .ev-phone, .ev-minutes, .headerlink, .copybtn, "
    ".ev-check, .ev-answer, .ev-exercise > .ev-box, .pst-js-only, .ev-sliders input, .ev-presets, .ev-keep, "
    "button, script, template, link, style, noscript:not(.ev-lab noscript), .ev-lab ul[hidden]"
)
SHORT = 60  # characters of an address that stands behind its link; a longer one, or one in a table, is a note
REGISTER = "ev-sources"  # of sources: each address stands where it is named, however long
OUTSIDE = ("http", "https")
NAMING = ("for", "headers", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns")
ENDING = re.compile(r"\.whole\.htm$|\.html$")
UNUSUAL = re.compile(r"[^A-Za-z0-9._-]")
OWN_REFERENCE = re.compile(r"url\(#([^)]+)\)")
HEADINGS = {"h1": 1, "h2": 2, "h3": 3}
UNKNOWN = "000"  # where the number of a page is not known yet, as wide as one


@dataclass(frozen=True)
class Listed:
    """A page in the contents of the book: 'chapters/01-concerns', its title, and the part that it stands in."""

    name: str
    title: str
    part: str = ""


@dataclass(frozen=True)
class Heading:
    """A line of the contents: the anchor of a heading in the document, its words as HTML, its level from 1."""

    anchor: str
    words: str
    level: int


@dataclass(frozen=True)
class Leaf:
    """A page of the book, ready to be printed."""

    listed: Listed
    markup: str
    headings: tuple[Heading, ...]


def listed(book: Path) -> list[Listed]:
    """The pages of a built book in the order of its contents, the first page first."""
    first = _parsed(book / f"{FIRST}.html")
    found, part = [Listed(FIRST, _first(first, "h1").get_text().rstrip("#"))], ""
    for one in first.select("nav.bd-links p.caption, nav.bd-links a.internal"):
        if one.name == "p":
            part = one.get_text(strip=True)
        else:
            found.append(Listed(_told(one, "href").removesuffix(".html"), one.get_text(), part))
    return found


def leaves(book: Path, chosen: list[Listed]) -> list[Leaf]:
    """The chosen pages as they go on paper, with links among them."""
    site = _parsed(book / f"{FIRST}.html").find("link", rel="canonical")
    articles = {slug(one.name): _article(book, one.name) for one in chosen}
    for page, (article, _) in articles.items():
        _leave_out(article)
        _prefix(article, page)
    anchors = {*articles, *(_told(one, "id") for article, _ in articles.values() for one in article.select("[id]"))}
    for page, (article, place) in articles.items():
        _link(article, place, _told(site, "href") if site else "", anchors)
        _show_addresses(article, page)
    made = {page: (article.decode_contents(), tuple(_headings(article))) for page, (article, _) in articles.items()}
    return [Leaf(one, *made[slug(one.name)]) for one in chosen]


def slug(name: str) -> str:
    """'chapters/01-concerns' -> 'chapters-01-concerns': the anchor of a page, and what its anchors begin with."""
    return name.replace("/", "-")


def document(work: Work, printed: list[Leaf], styles: str, pages: dict[str, int]) -> str:
    """The document, as HTML. work: the record of the book or of the chapter. styles: address of the book's style sheet.

    pages: anchor of a heading -> number of the page where it stands, as far as it is known.
    """
    title = f"{work.title} — {work.book}" if work.book else work.title
    runs = "".join(_run(leaf.listed) for leaf in printed)
    front = _front(work) + _contents(printed, pages)
    body = "".join(
        f'<article class="bd-article ev-paper" id="{slug(leaf.listed.name)}" style="page: {_named(leaf.listed)}">'
        f"{leaf.markup}</article>"
        for leaf in printed
    )
    return (
        '<!doctype html>\n<html lang="en" data-theme="light"><head><meta charset="utf-8">'
        f'<title>{escape(title)}</title><meta name="author" content="{escape(_authors(work))}">'
        f'<link rel="stylesheet" href="{styles}"><style>{SHEET.read_text("utf-8")}{runs}</style></head>'
        f"<body><main>{front}{body}</main></body></html>\n"
    )


def styles_of(book: Path) -> Path:
    """The style sheet that the pages of a built book share."""
    return book / STYLES


# ------------------------------------------------------------------------------------------ pages
def _parsed(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text("utf-8"), "lxml")


def _first(page: Tag, name: str) -> Tag:
    """The first element of a name. Raises ValueError for a page without it."""
    if isinstance(found := page.find(name), Tag):
        return found
    raise ValueError(f"a page of the book has no <{name}>")


def _told(one: Tag, name: str) -> str:
    """An attribute as it was written, "" if it is not there."""
    value = one.get(name) or ""
    return value if isinstance(value, str) else " ".join(value)


def _article(book: Path, name: str) -> tuple[Tag, str]:
    """What a page says, a register whole, and the place in the book from which its links lead."""
    whole = f"{BESIDE}/{slug(name)}.whole.htm"
    if not (book / whole).exists():
        return _first(_parsed(book / f"{name}.html"), "article").extract(), f"{name}.html"
    main = _first(_parsed(book / whole), "main")
    _first(main, "p").extract()  # the way back to the page
    return main, whole


def _leave_out(article: Tag) -> None:
    """Take away what paper does not need, and open what is folded."""
    for one in article.select(LEFT_OUT):
        if not one.decomposed:
            one.decompose()
    for one in article.select("noscript"):
        one.unwrap()
    for one in article.select("details"):
        one["open"] = ""
    for one in article.select("figure"):
        one["role"] = "group"  # its drawing is the picture, which has a title and a description
    for one in article.select("div[lang]"):
        one["role"] = "group"  # of a mere division Chromium does not tag the language
    for one in article.select("[tabindex]"):
        del one["tabindex"]


def _prefix(article: Tag, page: str) -> None:
    """Give every anchor of a page, and what names it, a name that no other page has."""
    own = {one["id"] for one in article.select("[id]")}
    for one in article.find_all(True):
        for name, value in list(one.attrs.items()):
            if name == "id":
                one[name] = _anchor(page, _told(one, name))
            elif name in NAMING:
                one[name] = " ".join(_anchor(page, word) for word in _words(value) if word in own)
            elif isinstance(value, str) and "url(#" in value:
                one[name] = OWN_REFERENCE.sub(lambda match: f"url(#{_anchor(page, match[1])})", value)
            elif name == "xlink:href":
                one[name] = f"#{_anchor(page, _told(one, name).removeprefix('#'))}"


def _anchor(page: str, fragment: str) -> str:
    """The name in the document of a place on a page, in characters that a name in a PDF may have."""
    return f"{page}--{UNUSUAL.sub(lambda one: f'_{ord(one[0]):x}', fragment)}"


def _words(value: str | list[str]) -> list[str]:
    return value.split() if isinstance(value, str) else value


def _link(article: Tag, place: str, site: str, anchors: set[str]) -> None:
    """Let links lead to places of the document, or outside; what can do neither keeps its words."""
    for one in article.select("a[href]"):
        one["href"] = _target(_told(one, "href"), place, site, anchors)
        if not one["href"]:
            one.unwrap()


def _target(href: str, place: str, site: str, anchors: set[str]) -> str:
    """Where a link of the page at ``place`` leads from paper: '#anchor', an address outside, or '' if nowhere."""
    if urlsplit(href).scheme:
        return href
    path, sign, fragment = href.partition("#")
    path = normpath(join(dirname(place), unquote(path))) if path else place
    page = slug(ENDING.sub("", path.removeprefix(f"{BESIDE}/")))
    if page in anchors:
        anchor = _anchor(page, unquote(fragment))
        return f"#{anchor if anchor in anchors else page}"
    return urljoin(site, path + sign + fragment) if site else ""


def _show_addresses(article: Tag, page: str) -> None:
    """Put each address outside behind its link, or a number, and the long ones as notes at the end of the page."""
    notes: dict[str, int] = {}
    made = BeautifulSoup("", "lxml")
    for one in article.select("a[href]"):
        address = _told(one, "href")
        if urlsplit(address).scheme not in OUTSIDE or one.get_text().strip() in (address, urlsplit(address).netloc):
            continue
        shown = made.new_tag("span", attrs={"class": "ev-address"})
        if one.find_parent(class_=REGISTER) or len(address) <= SHORT and not one.find_parent("table"):
            shown.string = f" <{address}>"
        else:
            number = notes.setdefault(address, len(notes) + 1)
            shown.append(note := made.new_tag("a", href=f"#{page}--address-{number}"))
            note.string = f"[{number}]"
        one.insert_after(shown)
    if notes:
        article.append(_notes(made, page, notes))


def _notes(made: BeautifulSoup, page: str, notes: dict[str, int]) -> Tag:
    section = made.new_tag("section", attrs={"class": "ev-addresses"})
    section.append(heading := made.new_tag("h2", id=f"{page}--addresses"))
    heading.string = "Addresses"
    section.append(all_ := made.new_tag("ol"))
    for address, number in notes.items():
        all_.append(item := made.new_tag("li", id=f"{page}--address-{number}"))
        item.append(link := made.new_tag("a", href=address))
        link.string = address
    return section


def _headings(article: Tag) -> Iterable[Heading]:
    for one in article.select(", ".join(HEADINGS)):
        anchor = _told(one, "id") or (_told(one.parent, "id") if one.parent else "")
        if anchor and not one.find_parent(["details", "figure"]):
            yield Heading(anchor, " ".join(one.get_text().split()), HEADINGS[one.name])


# ------------------------------------------------------------------------------------------ what stands before them
def _front(work: Work) -> str:
    """The title page: what this is, by whom, in which version, and how it is cited."""
    lines = [
        f"Version {work.version}, {work.released:%-d %B %Y}",
        f"Data as of {work.data_as_of:%-d %B %Y}" if work.data_as_of else "",
        f"https://doi.org/{work.doi}" if work.doi else "",
        work.url,
        "Text CC BY 4.0. Code BSD-3-Clause. Data as each source says.",
        "Made from the pages of the book. What moves there stands still here; data, code and rows behind figures are "
        "left out. The address of a link stands behind it, or under its number at the end of the chapter.",
    ]
    said = "".join(f"<p>{escape(line)}</p>" for line in lines if line)
    above = f'<p class="ev-of">{escape(work.book)}</p>' if work.book else ""
    chapter = f'<span class="section-number">{escape(work.chapter)} </span>' if work.chapter else ""
    return (
        f'<section class="ev-front">{above}<p class="ev-work">{chapter}{escape(work.title)}</p>'
        f'<p class="ev-by">{escape(_authors(work))}</p>{said}</section>'
    )


def _contents(printed: list[Leaf], pages: dict[str, int]) -> str:
    """The contents: parts, pages, and their sections, each with the number of its page."""
    alone, lines, part = len(printed) == 1, [], ""
    for leaf in printed:
        if leaf.listed.part != part and not alone:
            part = leaf.listed.part
            lines.append(f'<li class="ev-part">{escape(part)}</li>')
        deepest = 3 if leaf.listed.title[:1].isdigit() else 2
        for heading in leaf.headings:
            if heading.level <= deepest:
                number = pages.get(heading.anchor, UNKNOWN)
                lines.append(
                    f'<li class="ev-level-{heading.level}"><a href="#{heading.anchor}"><span>{escape(heading.words)}'
                    f'</span> <span class="ev-at">{number}</span></a></li>'
                )
    return f'<nav class="ev-contents" aria-label="Contents"><h1>Contents</h1><ol>{"".join(lines)}</ol></nav>'


def _authors(work: Work) -> str:
    return ", ".join(author.straight() for author in work.authors)


def _named(page: Listed) -> str:
    return f"of-{slug(page.name)}"


def _run(page: Listed) -> str:
    """The rule that puts a page's title above each of its sheets."""
    title = page.title.replace("\\", "\\\\").replace('"', '\\"')
    return f'@page {_named(page)} {{ @top-left {{ content: "{title}"; }} }}\n'
