"""How a page looks where it is shared and found: description, social card, sitemap, page not found.

Search engines and networks need absolute addresses. They appear once `baseurl` in _config.yml says where the book
stands; until then pages have a title and a description, and no address that could be wrong.
"""

import re
import textwrap
from html import escape
from pathlib import Path
from urllib.parse import urlsplit

import vl_convert
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config

FINDINGS = "In brief"
LONGEST = 200  # characters of a description; networks cut what is longer
CARD_SIZE = (1200, 630)  # px
CARDS = "_cards"
NOT_LISTED = ["404.html", "genindex.html", "search.html"]
WITHOUT_ADDRESS = re.compile(r'<meta property="og:url"[^>]*>\n?')


def addresses(app: Sphinx, config: Config) -> None:
    """Hand the book's address to the extensions that need it; without one there is no sitemap."""
    if config.html_baseurl:
        config.html_baseurl = f"{config.html_baseurl.rstrip('/')}/"  # sphinx-sitemap joins without a slash of its own
    config.ogp_site_url = config.html_baseurl
    config.notfound_urls_prefix = root = f"{urlsplit(config.html_baseurl).path.rstrip('/')}/"
    if "notfound_context" in config:
        missing = config.notfound_context
        config.notfound_context = {**missing, "body": missing["body"].replace("{root}", root)}
    if config.html_baseurl:
        config.sitemap_url_scheme = "{link}"
        config.sitemap_excludes = NOT_LISTED
        app.setup_extension("sphinx_sitemap")


def description(doctree: nodes.document) -> str:
    """The first finding of a chapter, or the first paragraph of another page, cut at a word."""
    titled = (
        s for s in doctree.findall(nodes.section) if isinstance(s[0], nodes.title)
    )  # that of an exercise has none
    sections = (s for s in titled if s[0].astext() == FINDINGS)
    place = next(sections, doctree)
    paragraph = (place if place is doctree else place.next_node(nodes.list_item) or place).next_node(nodes.paragraph)
    if paragraph is None:
        return ""
    words = "".join(
        text.astext() for text in paragraph.findall(nodes.Text) if not isinstance(text.parent, (nodes.raw, nodes.math))
    )
    return textwrap.shorten(words, LONGEST, placeholder=" …")


def describe(app: Sphinx, pagename: str, templatename: str, context: dict, doctree: nodes.document | None) -> None:
    """Before sphinxext-opengraph: what it shall say of the page. `og:image` needs an address."""
    if doctree is None:
        return
    # Not 'website', which makes Zotero file a chapter as a web page, whatever its `citation_*` tags say.
    kind = "book" if pagename == app.config.root_doc else "article"
    fields = {"og:type": kind, "og:description": description(doctree)}
    if app.config.html_baseurl:
        name = f"{pagename.replace('/', '-')}.png"
        folder = Path(app.outdir) / CARDS
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(card(app.config.ogp_site_name, context["title"], fields["og:description"]))
        fields["og:image"] = f"{app.config.html_baseurl.rstrip('/')}/{CARDS}/{name}"
    context["meta"] = {**(context.get("meta") or {}), **{name: text for name, text in fields.items() if text}}
    context["metatags"] = context.get("metatags", "") + _plain_description(fields["og:description"])


def _plain_description(text: str) -> str:
    return f'<meta name="description" content="{escape(text)}" />\n' if text else ""


def without_false_address(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    """After sphinxext-opengraph: without `baseurl` it writes an address that leads nowhere."""
    if not app.config.html_baseurl:
        context["metatags"] = WITHOUT_ADDRESS.sub("", context.get("metatags", ""))


def card(book: str, title: str, text: str) -> bytes:
    """The social card of a page as PNG: the book, the page's title, its first finding."""
    width, height = CARD_SIZE
    title = re.sub(r"<[^>]+>", "", title)
    lines = [(line, 64, "bold") for line in textwrap.wrap(title, 30)[:3]]
    lines += [(line, 34, "normal") for line in textwrap.wrap(text, 62)[:4]]
    y, drawn = 150, []
    for line, size, weight in lines:
        y += size * 27 // 20
        drawn.append(
            f'<text x="80" y="{y}" font-size="{size}" font-weight="{weight}" fill="#ffffff">{escape(line)}</text>'
        )
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        'font-family="Liberation Sans, Arial, Helvetica, sans-serif">'
        f'<rect width="{width}" height="{height}" fill="#0b4450"/>'
        f'<text x="80" y="110" font-size="32" fill="#cfe6ea">{escape(book)}</text>{"".join(drawn)}</svg>'
    )
    return vl_convert.svg_to_png(svg)


def setup(app: Sphinx) -> dict:
    app.connect("config-inited", addresses)
    app.connect("html-page-context", describe, priority=400)
    app.connect("html-page-context", without_false_address, priority=600)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
