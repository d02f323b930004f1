"""The gate behind all escaping: what an exhibit shows holds only tags and attributes that the book itself writes.

A cell that gets into a page as something else than text is an error here, wherever it was forgotten.
"""

import re
from html.parser import HTMLParser

TAGS = re.compile(
    "a|abbr|b|br|button|caption|circle|clippath|code|dd|defs|desc|details|div|dl|dt|em|figcaption|figure|"
    "g|h1|h2|h3|h4|input|label|li|line|lineargradient|noscript|ol|option|output|p|path|pre|q|rect|script|"
    "section|select|small|span|stop|strong|summary|svg|table|tbody|td|template|text|tfoot|th|thead|time|title|"
    "tr|tspan|ul|use"
)


class Foreign(ValueError):
    """Markup that no part of the book writes: a cell has got into a page as something else than text."""


class _Gate(HTMLParser):
    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        named = dict(attributes)
        foreign = [name for name in named if name.startswith("on") or name in ("srcdoc", "formaction")]
        address = re.sub(r"[\s\0]", "", named.get("href") or "")
        if tag == "script" and named.get("type") != "application/json":
            foreign.append("script")
        if re.match(r"(?i)(?!https?:|data:text/csv|data:application/)[a-z][a-z0-9+.-]*:", address):
            foreign.append(f"href={address[:40]}")
        if not TAGS.fullmatch(tag) or foreign:
            raise Foreign(f"<{tag}> {' '.join(foreign)}".strip())


def checked(markup: str) -> str:
    """The markup, which holds only what the book writes. Raises Foreign for another tag, a handler, an odd address."""
    gate = _Gate()
    gate.feed(markup)
    gate.close()
    return markup
