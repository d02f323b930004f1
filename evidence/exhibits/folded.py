"""An exhibit that a page keeps folded until its reader opens it, with no script: for a task before its answer."""

from evidence.exhibits.exhibit import Exhibit
from evidence.exhibits.links import escaped


def folded(exhibit: Exhibit, summary: str) -> Exhibit:
    """The exhibit in a fold. summary: what stands on it, in words that do not tell what is inside."""
    markup = f'<details class="ev-box"><summary>{escaped(summary)}</summary>\n{exhibit.html}\n</details>'
    return Exhibit(exhibit.name, markup)
