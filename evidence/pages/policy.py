"""The policy of every page: scripts and styles come from files of the book, and nothing comes from elsewhere.

A `Content-Security-Policy` in the page itself holds on any server and from a disk: a script that got into a page by a
cell of a table would not run, and another host would not be asked. What the theme and the extensions write into pages
as scripts and handlers is taken out; `static/first.js` and `static/search.js` do it instead. What cells say as styles,
because a notebook has no sheet of the book's, is said as a page may. A page that holds any other script or style, that
asks another host for a part of itself, or that would send its reader on by itself, is an error of the build: the policy
would leave a blank there that nobody is told of, and it has no word against `<meta http-equiv="refresh">`.

Pictures may be `data:`, as the icons in the theme's sheets are. Two styles stand inside pages; they are let through by
what they say, letter for letter, so that no page needs 'unsafe-inline'.
"""

import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser

FOR_NO_SCRIPTS = ":root .pst-js-only { display:none !important }"  # the theme's, for readers who run no scripts
FOR_WHOLE_PAGES = "main { max-width: 70rem; margin: auto; padding: 1rem; }"  # of registers, which have no theme
STYLES = (FOR_NO_SCRIPTS, FOR_WHOLE_PAGES)
HASHES = " ".join(f"'sha256-{b64encode(sha256(one.encode()).digest()).decode()}'" for one in STYLES)
POLICY = (
    "default-src 'self'; script-src 'self'; "
    f"style-src 'self' {HASHES}; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'"
)
META = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}" />'
CHARSET = re.compile(r'<meta charset="[^"]*" ?/?>')
SCRIPT = re.compile(r"<script\b(?P<attributes>[^>]*)>(?P<text>.*?)</script>\n?", re.DOTALL | re.IGNORECASE)
STYLE = re.compile(r"<style\b[^>]*>(?P<text>.*?)</style>", re.DOTALL | re.IGNORECASE)
DATA = ("application/json", "application/ld+json")  # which no browser runs
# By the words that each begins with.
DONE_ELSEWHERE = (
    "document.documentElement.dataset.mode =",  # the reader's choice of colours
    "DOCUMENTATION_OPTIONS.",  # the page's name, of use to a switch of versions only, and what is off anyway
    "// Activate the search field on page load",
)
HANDLED_ELSEWHERE = re.compile(r'\s*\bonclick="(?:window\.print|toggleFullScreen)\(\)"')
# What a cell says for its notebook -> what a page says: charts and plain frames have rules in the sheets, and the width
# of a bar, which differs from row to row, is an attribute of SVG.
SAID_OTHERWISE = {
    re.compile(r' style="max-width:100%;height:auto"'): "",
    re.compile(r'<style scoped>\s*\.dataframe .*?</style>\s*|(?<=<tr) style="text-align: right;"', re.DOTALL): "",
    re.compile(r'<span class="ev-bar" style="(width):([\d.]+%)" aria-hidden="true"></span>'): (
        r'<svg class="ev-bar" \1="\2" aria-hidden="true"></svg>'
    ),
}
ADDRESSES = {"href", "src", "action", "formaction", "data", "xlink:href", "srcset", "poster", "background", "ping"}
FOLLOWED = {("a", "href"), ("area", "href"), ("a", "xlink:href")}  # by a reader who chooses to
PICTURES = {"img", "source", "image"}
ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//")


class PolicyError(Exception):
    """A page with a script or a style of its own. The message names the page and what it is."""


def kept_to(page: str, name: str) -> str:
    """The page under its policy. Raises PolicyError for a script inside it that nothing does instead, and for a style
    that is not of the known kinds."""
    page = SCRIPT.sub(_script, page)
    page = HANDLED_ELSEWHERE.sub("", page)
    page = STYLE.sub(lambda match: _style(match, name), unstyled(page))
    _Attributes(name).feed(page)
    if len(CHARSET.findall(page)) != 1:
        raise PolicyError(f"{name}: no place for the policy, which stands behind the encoding")
    return CHARSET.sub(lambda match: f"{match[0]}\n    {META}", page)


def unstyled(markup: str) -> str:
    """The markup with what cells say as styles said as a page may."""
    for style, instead in SAID_OTHERWISE.items():
        markup = style.sub(instead, markup)
    return markup


def _script(match: re.Match) -> str:
    text = match["text"].strip()
    return "" if text.startswith(DONE_ELSEWHERE) else match[0]


def _style(match: re.Match, name: str) -> str:
    text = match["text"].strip()  # hashes count every space
    if text not in STYLES:
        raise PolicyError(f"{name}: a style inside the page: {text[:80]}")
    return f"<style>{text}</style>"


class _Attributes(HTMLParser):
    """Refuses scripts and styles inside the page, addresses that are scripts, and what another host would be asked."""

    def __init__(self, page: str):
        super().__init__()
        self.page = page
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(reversed(attrs))  # of two attributes of one name, browsers take the first
        self.inside = tag == "script" and "src" not in said and said.get("type") not in DATA
        if tag == "base" or (tag == "meta" and "http-equiv" in said) or "srcdoc" in said:
            raise PolicyError(f"{self.page}: a page that leads elsewhere: {self.get_starttag_text()}"[:160])
        canonical = tag == "link" and said.get("rel") == "canonical"  # names the page's own address; asks nothing
        for attribute, value in attrs:
            self._attribute("a" if canonical else tag, attribute, value or "")

    def handle_data(self, data: str) -> None:
        if self.inside:
            raise PolicyError(f"{self.page}: a script inside the page: {data.strip()[:80]}")

    def handle_endtag(self, tag: str) -> None:
        self.inside = False

    def _attribute(self, tag: str, attribute: str, value: str) -> None:
        address = re.sub(r"[\x00-\x20]", "", value).lower()  # browsers skip them
        if attribute.startswith("on") or (attribute in ADDRESSES and address.startswith("javascript:")):
            raise PolicyError(f"{self.page}: a script as an attribute: {attribute}={value!r}"[:160])
        if attribute == "style":
            raise PolicyError(f"{self.page}: a style as an attribute: {value!r}"[:160])
        if attribute in ADDRESSES and (tag, attribute) not in FOLLOWED and _asks_elsewhere(tag, attribute, value):
            raise PolicyError(f"{self.page}: another host is asked: {tag} {attribute}={value!r}"[:160])


def _asks_elsewhere(tag: str, attribute: str, value: str) -> bool:
    """Whether a browser would ask another host for what an attribute names; a picture may be in the address itself."""
    each = value.split(",") if attribute == "srcset" else [value]
    plain = [re.sub(r"[\x00-\x20]", "", one).lower().replace("\\", "/") for one in each]
    return any(ELSEWHERE.match(one) and not (tag in PICTURES and one.startswith("data:")) for one in plain)
