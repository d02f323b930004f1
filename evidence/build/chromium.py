"""The Chromium that prints, and the time that its PDF files bear: for the book (`pdf`) and for handouts (`teach`)."""

import re
import shutil
from datetime import datetime

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
STAMP = re.compile(rb"(/(?:Creation|Mod)Date \(D:)\d{14}")


def found() -> str | None:
    """Where this machine has a Chromium, if it has one."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def dated(content: bytes, when: datetime) -> bytes:
    """A PDF file with the time ``when`` (UTC) in place of that of the clock, byte for byte as long."""
    return STAMP.sub(rb"\g<1>" + f"{when:%Y%m%d%H%M%S}".encode(), content)
