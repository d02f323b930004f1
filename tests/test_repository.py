"""One address in _config.yml gives the buttons that lead to the source; without it there is none. On a small book."""

import re

import pytest
from bs4 import BeautifulSoup
from sphinx.errors import ConfigError

from conftest import jupyter_book, make_small_checkout, small_config, write_notebook
from evidence.pages.repository import buttons
from evidence.pages.sphinx_ext import STATIC

URL = "https://github.com/someone/a-book"
HEADER = ".bd-header-article"


@pytest.fixture(scope="module")
def build(tmp_path_factory):
    """``build(more)``: the folder of a small book whose configuration says ``more``."""

    def made(more: str):
        root = make_small_checkout(tmp_path_factory.mktemp("book") / "checkout")
        (root / "_config.yml").write_text(small_config("evidence.pages.repository") + more, "utf-8")
        (root / "_toc.yml").write_text("format: jb-book\nroot: index\nchapters: [file: chapters/rain]\n", "utf-8")
        (root / "index.md").write_text("# Weather\n", "utf-8")
        write_notebook(root, "rain", "x = 1")
        run = jupyter_book(root, root / "out", "-W", "-n", "--keep-going")
        assert run.status == 0, run.err
        return root / "out" / "_build" / "html"

    return made


@pytest.fixture(scope="module")
def with_address(build):
    return build(f"repository: {{url: {URL}.git}}\n")


def outward(page) -> dict[str, str]:
    """What the header of a page leads to outside the book: words of the link -> address."""
    soup = BeautifulSoup(page.read_text("utf-8"), "html.parser")
    return {" ".join(a.text.split()): a["href"] for a in soup.select(f"{HEADER} a") if "://" in a["href"]}


@pytest.mark.slow
def test_with_an_address_a_notebook_leads_to_binder_colab_repository_and_issues(with_address):
    own = f"{URL}/issues/new?title=Issue%20on%20page%20%2F{{}}.html&body=Your%20issue%20content%20here."
    general = {"Repository": URL}
    assert outward(with_address / "index.html") == general | {"Open issue": own.format("index")}
    assert outward(with_address / "chapters" / "rain.html") == general | {
        "Open issue": own.format("chapters/rain"),
        "Binder": "https://mybinder.org/v2/gh/someone/a-book/main?urlpath=lab/tree/chapters/rain.ipynb",
        "Colab": "https://colab.research.google.com/github/someone/a-book/blob/main/chapters/rain.ipynb",
    }


@pytest.mark.slow
def test_without_an_address_no_page_has_a_button_that_leads_out(build):
    book = build("")
    for name in ("index.html", "chapters/rain.html"):
        page = (book / name).read_text("utf-8")
        assert not outward(book / name)
        assert not re.search("mybinder|colab|jupyter-book.git|executablebooks/jupyter-book|source-buttons", page)


@pytest.mark.slow
@pytest.mark.parametrize("width", [320, 1280])
def test_the_buttons_open_inside_the_screen_and_ask_no_one_for_anything(width, with_address, watch):
    watched = watch(with_address.as_uri(), viewport={"width": width, "height": 800})
    page = watched.page
    page.goto(f"{with_address.as_uri()}/chapters/rain.html")
    page.evaluate((STATIC / "first.js").read_text("utf-8"))  # which the book's pages have, and this small one does not
    for menu, words in ((".dropdown-launch-buttons", "Binder"), (".dropdown-source-buttons", "Repository")):
        button = page.locator(f"{HEADER} {menu} > button")
        icon = button.locator("i").evaluate("one => getComputedStyle(one).maskImage")
        assert icon.startswith('url("data:image/svg+xml'), menu
        button.click()
        link = page.locator(f"{HEADER} {menu} a", has_text=words)
        box = link.bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= width, (menu, box)
        page.keyboard.press("Escape")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert not [fault for fault in watched.faults if fault.startswith(("foreign", "failed"))]


@pytest.mark.slow
def test_without_scripts_no_button_is_shown(with_address, watch):
    page = watch(with_address.as_uri(), java_script_enabled=False).page
    page.goto(f"{with_address.as_uri()}/chapters/rain.html")
    assert page.locator(f"{HEADER} .dropdown-launch-buttons").count() == 1
    assert not page.locator(f"{HEADER} .dropdown-launch-buttons").is_visible()


def test_another_host_gets_what_the_theme_can_address():
    there = buttons("https://gitlab.com/group/part/book/", "edition")
    assert there["repository_branch"] == "edition" and there["use_issues_button"]
    assert "colab_url" not in there["launch_buttons"] and "binderhub_url" in there["launch_buttons"]
    assert not buttons("https://bitbucket.org/someone/book", "")["use_issues_button"]


@pytest.mark.parametrize("address", ["someone/a-book", "https://github.com/someone", "git@github.com:some/book", "x"])
def test_what_is_no_address_of_a_repository_is_refused(address):
    with pytest.raises(ConfigError, match="_config.yml, repository, url: .* is not like https://github.com/"):
        buttons(address, "")
