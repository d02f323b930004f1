"""What a page tells search engines and networks, with an address and without; the page for what is not there."""

import queue
import struct
from pathlib import Path
from types import SimpleNamespace
from xml.etree import ElementTree

import nbformat
import pytest
from bs4 import BeautifulSoup
from docutils import nodes
from docutils.core import publish_doctree
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

from conftest import BELOW, pages
from evidence.pages import sharing, sphinx_ext

pytestmark = pytest.mark.slow

PAGE = """# A question?

*Tables as of today.*

## In brief

- The first finding has 3 parts.
- The second.
"""


@pytest.fixture
def built(tmp_path: Path, monkeypatch, basic_theme):
    monkeypatch.setattr(sphinx_ext, "vega_bundle", lambda cache: tmp_path / "vega" / "vega.js")
    # sphinx-sitemap starts a process for its queue; a fork of this one would keep open what the end of a browser needs.
    monkeypatch.setattr("sphinx_sitemap.Manager", lambda: SimpleNamespace(Queue=queue.Queue))
    source = tmp_path / "source"
    (source / "chapters").mkdir(parents=True)
    (tmp_path / "vega").mkdir()
    cells = [nbformat.v4.new_markdown_cell(PAGE)]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), source / "chapters" / "01-a.ipynb")
    (source / "index.md").write_text("# The book\n\nWhat it is.\n\n```{toctree}\nchapters/01-a\n```\n")

    def build(address: str) -> Path:
        settings = {
            "extensions": ["myst_nb", "sphinxext.opengraph", "notfound.extension", "evidence.pages.sphinx_ext"],
            "nb_execution_mode": "off",
            "project": "test",
            "html_theme": basic_theme,
            "html_sidebars": {"**": []},  # its search is a script inside the page
            "html_baseurl": address,
            "ogp_site_name": "The book",
            "ogp_social_cards": {"enable": False},
        }
        out = tmp_path / "html"
        with docutils_namespace():
            app = Sphinx(source, None, out, tmp_path / "doctrees", "html", settings, None, None, freshenv=True)
            app.build()
        return out

    return build


def tags(page: Path) -> dict[str, str]:
    soup = BeautifulSoup(page.read_text("utf-8"), "html.parser")
    return {
        tag.get("property") or tag.get("name"): tag["content"]
        for tag in soup.find_all("meta")
        if "content" in tag.attrs
    }


def test_without_an_address_there_is_a_description_and_no_address(built):
    book = built("")
    found = tags(book / "chapters" / "01-a.html")
    assert found["description"] == found["og:description"] == "The first finding has 3 parts."
    assert found["og:title"] == "A question?" and found["og:site_name"] == "The book"
    assert not {"og:url", "og:image"} & set(found)
    assert 'rel="canonical"' not in (book / "chapters" / "01-a.html").read_text("utf-8")
    assert not (book / "sitemap.xml").exists() and not (book / sharing.CARDS).exists()


@pytest.mark.parametrize("given", ["https://example.org/book", "https://example.org/book/"])
def test_with_an_address_canonical_sitemap_and_card_follow(built, given):
    address = "https://example.org/book/"
    book = built(given)
    page = f"{address}chapters/01-a.html"
    found = tags(book / "chapters" / "01-a.html")
    assert found["og:url"] == page and found["og:image"] == f"{address}_cards/chapters-01-a.png"
    head = BeautifulSoup((book / "chapters" / "01-a.html").read_text("utf-8"), "html.parser").head
    assert head.find("link", rel="canonical")["href"] == page and found["citation_public_url"] == page
    listed = ElementTree.parse(book / "sitemap.xml").iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")
    assert {one.text for one in listed} == {page, f"{address}index.html"}
    png = (book / "_cards" / "chapters-01-a.png").read_bytes()
    assert struct.unpack(">II", png[16:24]) == sharing.CARD_SIZE
    missing = (book / "404.html").read_text("utf-8")
    assert 'href="/book/_static/' in missing


def test_zotero_takes_a_chapter_for_a_part_of_a_book(built):
    """In Zotero's RDF translator og:type 'website' beats citation_book_title; 'article' does not."""
    book = built("")
    chapter, first = tags(book / "chapters" / "01-a.html"), tags(book / "index.html")
    assert chapter["og:type"] == "article" and chapter["citation_book_title"]
    assert first["og:type"] == "book" and "citation_book_title" not in first


def test_a_page_without_findings_is_described_by_its_first_paragraph(built):
    assert tags(built("") / "index.html")["description"] == "What it is."


def test_a_description_is_cut_at_a_word_and_leaves_markup_out():
    doctree = publish_doctree("Title\n=====\n\n" + "word " * 80)
    paragraph = doctree.next_node(nodes.paragraph)
    paragraph.insert(0, nodes.raw("", "<b>badge</b>", format="html"))
    text = sharing.description(doctree)
    assert len(text) <= sharing.LONGEST and text.endswith("word …") and "badge" not in text


def test_every_page_of_the_book_has_its_own_title_and_a_description(built_book: Path):
    found = {name: tags(built_book / name) for name in pages(built_book) if name.startswith(("chapters/", "index"))}
    assert all(one.get("description") and one.get("og:title") for one in found.values()), found
    assert len({one["og:title"] for one in found.values()}) == len(found)
    chapters = [one["description"] for name, one in found.items() if name.startswith("chapters/0")]
    assert len(set(chapters)) == len(chapters) == 6


def test_an_unknown_address_is_answered_by_the_book(built_book: Path):
    soup = BeautifulSoup((built_book / "404.html").read_text("utf-8"), "html.parser")
    assert "Page not found" in soup.get_text()
    assert all(link["href"].startswith((f"{BELOW}/", "#")) for link in soup.select("link[rel=stylesheet], nav a"))
    ways_out = [link["href"] for link in soup.select("article p a")]
    assert len(ways_out) == 3 and all(path.startswith(f"{BELOW}/") for path in ways_out)
    assert all((built_book / path.removeprefix(f"{BELOW}/")).is_file() for path in ways_out)
