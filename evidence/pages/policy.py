"""The policy of every page: scripts come from files of the book, and from nothing else.

A `Content-Security-Policy` in the page itself holds on any server and from a disk: a script that got into a page by a
cell of a table would not run. What the theme and the extensions write into pages as scripts and handlers is taken out;
`static/first.js` and `static/search.js` do it instead. A page that holds any other is an error of the build.
"""

import re
from html.parser import HTMLParser

POLICY = "script-src 'self'; object-src 'none'; base-uri 'none'"
META = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}" />'
CHARSET = re.compile(r'<meta charset="[^"]*" ?/?>')
SCRIPT = re.compile(r"<script\b(?P<attributes>[^>]*)>(?P<text>.*?)</script>\n?", re.DOTALL | re.IGNORECASE)
DATA = re.compile(r'type="application/(ld\+)?json"')  # which no browser runs
# By the words that each begins with.
DONE_ELSEWHERE = (
    "document.documentElement.dataset.mode =",  # the reader's choice of colours
    "DOCUMENTATION_OPTIONS.",  # the page's name, of use to a switch of versions only, and what is off anyway
    "// Activate the search field on page load",
)
HANDLED_ELSEWHERE = re.compile(r'\s*\bonclick="(?:window\.print|toggleFullScreen)\(\)"')
SUSPECT = re.compile(r"""[\s"'/]on[a-z]+\s*=|script\s*:""", re.IGNORECASE)  # in text as well: then look closely
ADDRESSES = {"href", "src", "action", "formaction", "data", "xlink:href"}


class PolicyError(Exception):
    """A page with a script of its own. The message names the page and the script."""


def kept_to(page: str, name: str) -> str:
    """The page under its policy. Raises PolicyError for a script inside it that nothing does instead."""
    page = SCRIPT.sub(lambda match: _script(match, name), page)
    page = HANDLED_ELSEWHERE.sub("", page)
    if SUSPECT.search(page):
        _Attributes(name).feed(page)
    if len(CHARSET.findall(page)) != 1:
        raise PolicyError(f"{name}: no place for the policy, which stands behind the encoding")
    return CHARSET.sub(lambda match: f"{match[0]}\n    {META}", page)


def _script(match: re.Match, name: str) -> str:
    text = match["text"].strip()
    if "src=" in match["attributes"] or DATA.search(match["attributes"]):
        return match[0]
    if text.startswith(DONE_ELSEWHERE):
        return ""
    raise PolicyError(f"{name}: a script inside the page: {text[:80]}")


class _Attributes(HTMLParser):
    """Refuses handlers and addresses that are scripts."""

    def __init__(self, page: str):
        super().__init__()
        self.page = page

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for attribute, value in attrs:
            address = re.sub(r"[\x00-\x20]", "", value or "").lower()  # browsers skip them
            if attribute.startswith("on") or (attribute in ADDRESSES and address.startswith("javascript:")):
                raise PolicyError(f"{self.page}: a script as an attribute: {attribute}={value!r}"[:160])
