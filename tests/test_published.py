"""The book with both addresses in `_config.yml`, as CONTRIBUTING.md asks for before it is published."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from test_release import citable

from conftest import ROOT, at_an_address, build_in
from evidence.pages import citing

BASEURL, REPOSITORY = "https://ada.example.org/kabul-book/", "https://github.com/ada/kabul-book"
CHAPTER = "chapters/01-rain"
OF_ADDRESSES = ("citing", "sharing", "trail", "walk", "header")  # modules of tests that meet one of the two
NOT_COPIED = (".git", ".venv*", "_build", "__pycache__", ".*_cache", ".hypothesis", ".refresh")


def publish(root: Path) -> None:
    """Give a checkout the configuration of the real book, with both addresses."""
    config = (ROOT / "_config.yml").read_text("utf-8")
    (root / "_config.yml").write_text(at_an_address(config, BASEURL, REPOSITORY), "utf-8")


@pytest.fixture(scope="module")
def book(tmp_path_factory) -> Path:
    """A small book, published."""
    root = citable(tmp_path_factory.mktemp("published") / "checkout")
    publish(root)
    (root / "_toc.yml").write_text(f"format: jb-book\nroot: index\nchapters: [file: {CHAPTER}]\n", "utf-8")
    (root / "index.md").write_text("# Weather\n\nA book.\n", "utf-8")
    listed = '<ul class="ev-list" data-list="sources"><li id="gauge">A gauge.</li></ul>'
    (root / f"{CHAPTER}.md").write_text(f"# Did it rain?\n\nIt rained.\n\n{listed}\n", "utf-8")
    built = build_in(root)
    assert built.status == 0, built.err
    return root / "_build" / "html"


def soup(book: Path, name: str) -> BeautifulSoup:
    return BeautifulSoup((book / f"{name}.html").read_text("utf-8"), "html.parser")


@pytest.mark.slow
@pytest.mark.parametrize("name", ["index", CHAPTER])
def test_a_page_and_its_citations_give_the_address_where_it_stands(name, book):
    page, address = soup(book, name), f"{BASEURL}{name}.html"
    assert page.find("link", rel="canonical")["href"] == address
    assert page.find("meta", attrs={"name": "citation_public_url"})["content"] == address
    assert page.select_one("#cite-this-page .ev-entry-text").get_text().endswith(f" {address}")
    assert f" Permalink: {address} " in page.select_one("#cite-this-page .ev-meta").get_text()
    beside = book / citing.FOLDER / name.replace("/", "-")
    assert json.loads(beside.with_suffix(".json").read_text("utf-8"))[0]["URL"] == address
    assert f"url = {{{address}}}" in beside.with_suffix(".bib").read_text("utf-8")
    assert f"UR  - {address}\n" in beside.with_suffix(".ris").read_text("utf-8")


@pytest.mark.slow
def test_a_row_of_a_copy_at_home_is_cited_where_the_published_one_stands(book, watch):
    page = watch(book.as_uri()).page
    page.goto(f"{book.as_uri()}/{CHAPTER}.html#gauge")
    fold = page.locator("#gauge .ev-cite")
    fold.locator("summary").click()
    fold.locator(".ev-copy").first.wait_for()
    address = f"{BASEURL}{CHAPTER}.html#gauge"
    assert fold.locator(".ev-meta").text_content().endswith(f" Permalink: {address}")
    [record] = json.loads(fold.locator(".ev-form", has_text="CSL-JSON").locator(".ev-entry-text").text_content())
    assert record["URL"] == address and record["title"] == "Source gauge. A gauge."


@pytest.mark.slow
def test_every_link_of_the_page_for_wrong_addresses_begins_in_the_folder_of_the_book(book):
    links = [one.get("href") or one.get("src") for one in soup(book, "404").select("a, link, script[src], img")]
    within = [one for one in links if "://" not in one and not one.startswith("#")]
    assert len(within) > 5 and all(one.startswith("/kabul-book/") for one in within)
    paths = [one.removeprefix("/kabul-book/").partition("?")[0] for one in within]
    assert {f"{CHAPTER}.html", "search.html", "_static/all.css"} <= set(paths)
    missing = {one for one in paths if not (book / one).is_file()}
    assert missing <= {"chapters/appendix/claims.html"}, "which this small book does not have"


@pytest.mark.slow
def test_every_page_leads_to_the_source(book):
    for name in ("index", CHAPTER, "404"):
        assert soup(book, name).select(f".bd-header-article a[href='{REPOSITORY}']"), name


@pytest.mark.prove
def test_the_tests_of_the_built_book_hold_once_it_has_its_addresses(tmp_path):
    """Or the workflow that publishes it would stop at them."""
    root = shutil.copytree(ROOT, tmp_path / "checkout", symlinks=True, ignore=shutil.ignore_patterns(*NOT_COPIED))
    publish(root)
    outer = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "PYTEST"))}
    modules = [f"tests/test_{name}.py" for name in OF_ADDRESSES]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-m", "not prove", *modules],
        cwd=root,
        env={**outer, "PYTHONPATH": str(root)},
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
