"""A reader of HTML that passes over some of its elements with all that is in them."""

from html.parser import HTMLParser

VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"]
)


class Reader(HTMLParser):
    """Tells its kind of what stands outside of elements that it leaves out: `begins`, `ends` and `reads`."""

    def __init__(self) -> None:
        super().__init__()
        self._skipped = 0  # how deep in what is left out

    def leaves_out(self, tag: str, given: dict[str, str | None]) -> bool:
        """Whether an element is passed over. given: its attributes."""
        raise NotImplementedError

    def begins(self, tag: str, given: dict[str, str | None]) -> None:
        """An element begins, or stands there whole if it is VOID."""

    def ends(self, tag: str) -> None:
        """An element ends."""

    def reads(self, text: str) -> None:
        """Text between tags."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if not self._skipped and (tag in VOID or not self.leaves_out(tag, given)):
            self.begins(tag, given)
        elif tag not in VOID:
            self._skipped += 1

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if self._skipped:
            self._skipped -= 1
        else:
            self.ends(tag)

    def handle_data(self, data: str) -> None:
        if not self._skipped:
            self.reads(data)


def classes(given: dict[str, str | None]) -> set[str]:
    """The classes of an element, of its attributes."""
    return set((given.get("class") or "").split())
