"""The Chromium of this machine, which prints the book (`pdf`) and handouts (`teach`), and in which tests and benchmarks
open pages; and the time that PDF files bear."""

import re
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from playwright.sync_api import Browser, Error, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Without the sandbox: it can't start as root, nor in most containers. Only pages of the book are opened.
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking")
STAMP = re.compile(rb"(/(?:Creation|Mod)Date \(D:)\d{14}")
NONE = f"""\
no browser: none of {", ".join(NAMES)} is on the PATH. On Debian `apt-get install chromium` brings one; on any
system `{Path(sys.executable).name} -m playwright install chromium` does"""


class BrowserError(OSError):
    """There is no Chromium, or it does not start. The message says what to do."""


@contextmanager
def launched(flags: Sequence[str] = FLAGS, needed: bool = True) -> Iterator[Browser | None]:
    """A Chromium of this machine, or Playwright's own.

    Where there is neither: None, or BrowserError if it is needed. Raises BrowserError for one that does not start.
    """
    found = next(filter(None, map(shutil.which, NAMES)), None)
    with sync_playwright() as playwright:
        try:
            running = playwright.chromium.launch(executable_path=found, args=[*flags])
        except Error as error:
            if found or needed:
                raise BrowserError(f"{found} does not start: {error.message}" if found else NONE) from error
            running = None
        try:
            yield running
        finally:
            if running:
                running.close()


def dated(content: bytes, when: datetime) -> bytes:
    """A PDF file with the time ``when`` (UTC) in place of that of the clock, byte for byte as long."""
    return STAMP.sub(rb"\g<1>" + f"{when:%Y%m%d%H%M%S}".encode(), content)
