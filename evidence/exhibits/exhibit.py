"""What all exhibits are: HTML with a name, which has passed the gate and which a notebook keeps."""

from evidence.exhibits.gate import checked


class Exhibit:
    """HTML that a cell shows, with its name or ''. Raises Foreign for markup that no part of the book writes."""

    def __init__(self, name: str, markup: str):
        self.name, self.html = name, checked(markup)

    def __repr__(self) -> str:
        return f"<{' '.join(filter(None, (type(self).__name__, self.name)))}>"

    def _repr_html_(self) -> str:
        return self.html


class Page(Exhibit):
    """HTML of a generated page, or of a part of it."""

    def __init__(self, name: str, parts: list[str]):
        super().__init__(name, "\n".join(parts))

    def _repr_html_(self) -> str:
        return f'<div class="ev-page">\n{self.html}\n</div>'
