"""The pictures of the README: ``python -m evidence.build.pictures``, after a build.

Each bears the words that it shows (an `iTXt` chunk of PNG), so that a test sees when its page says something else.
"""

import struct
import zlib
from pathlib import Path
from typing import Any, NamedTuple

from playwright.sync_api import Browser

from evidence import tables
from evidence.build import chromium
from evidence.build.book import BOOK

FOLDER = Path("docs")
KEYWORD = b"Description"  # one of those that PNG names
END = b"\x00\x00\x00\x00IEND"
DESK: dict[str, Any] = {"viewport": {"width": 1280, "height": 860}}
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"}
SEEN = """() => [...document.querySelectorAll("article :is(h1, h2, h3, p, li, .ev-title)")].filter((one) => {
    const { top, bottom, height } = one.getBoundingClientRect();
    return one.checkVisibility() && height && top < innerHeight && bottom > 0; // a closed fold shows nothing
}).map((one) => one.textContent.trim().replace(/\\s+/g, " ")).join("\\n")"""


class Picture(NamedTuple):
    """What is shown: a page of the book, a screen, and a figure whose first value is told, if one is."""

    page: str
    screen: dict[str, Any]
    figure: str = ""


PICTURES = {
    "first-page": Picture("index.html", DESK),
    "chapter": Picture("chapters/02-kabul-moscow-ties.html", DESK, "fig-un-agreement"),
    "phone": Picture("chapters/05-probability-of-intervention.html", PHONE),
}


def taken(browser: Browser, book: Path, picture: Picture) -> tuple[bytes, str]:
    """A picture as PNG, and the words of the page that lie in it."""
    with browser.new_context(**picture.screen) as context:
        page = context.new_page()
        page.goto((book / picture.page).as_uri())
        if picture.figure:
            page.locator(f"#{picture.figure}").evaluate("one => scrollTo(0, one.offsetTop - 200)")
            page.locator(f"#{picture.figure} .ev-chart[tabindex]:visible").focus()
            page.keyboard.press("ArrowRight")
        return page.screenshot(), page.evaluate(SEEN)


def with_words(png: bytes, words: str) -> bytes:
    """The picture with a text of its own before its end."""
    data = b"iTXt" + KEYWORD + b"\x00\x00\x00\x00\x00" + words.encode()
    chunk = struct.pack(">I", len(data) - 4) + data + struct.pack(">I", zlib.crc32(data))
    at = png.index(END)
    return png[:at] + chunk + png[at:]


def words_of(png: bytes) -> str:
    """The text that `with_words` put in. Raises ValueError for a picture without one."""
    at = png.index(b"iTXt" + KEYWORD) - 4
    (length,) = struct.unpack(">I", png[at : at + 4])
    return png[at + 8 + len(KEYWORD) + 5 : at + 8 + length].decode()


def main() -> None:
    """Take every picture anew."""
    root = tables.root()
    with chromium.launched() as browser:
        assert browser, "one is needed, and launched() raises where there is none"
        for name, picture in PICTURES.items():
            path = root / FOLDER / f"{name}.png"
            path.write_bytes(with_words(*taken(browser, root / BOOK, picture)))
            print(path.relative_to(root))


if __name__ == "__main__":
    main()
