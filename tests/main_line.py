"""The main line of a chapter: the prose that a page shows before anything is unfolded, exercises aside."""

import re

import nbformat

FENCED = re.compile(r"^(`{3,}|:{3,})\{(?!container)[a-z-]+\}.*?^\1\s*$", re.MULTILINE | re.DOTALL)  # boxes, directives
END = re.compile(r"^#+ Exercises", re.MULTILINE)
BADGE = re.compile(r"\{claim\}`[^`]*`")
EXHIBIT = re.compile(r"\{(?:fig|tab)\}`[^`]*`")
ROLE = re.compile(r"\{[a-z]+\}`([^`<]*?)(?: <[^>]*>)?`")
LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
ITEM = re.compile(r"^(?=- |\d\. )", re.MULTILINE)
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
DAY = re.compile(rf"\b\d{{1,2}} (?:{MONTHS})(?: \d{{4}})?")
NUMBER = re.compile(r"(?<![A-Za-z\d])\d+(?:[,.]\d+)*")
YEAR = re.compile(r"(?:19|20)\d\d\Z")


def main_line(notebook: nbformat.NotebookNode) -> str:
    """Markdown of a chapter up to its exercises, without closed boxes, badges and numbers of figures."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "markdown"]
    shown = [cell.source for cell in cells if "remove-cell" not in cell.metadata.get("tags", [])]
    text = END.split("\n\n".join(shown))[0]
    text = EXHIBIT.sub("the exhibit", BADGE.sub("", FENCED.sub("", text)))
    return LINK.sub(r"\1", ROLE.sub(r"\1", text))


def paragraphs(text: str) -> list[str]:
    """Paragraphs and items of lists, headings left out."""
    parts = [part.strip() for block in re.split(r"\n\s*\n", text) for part in ITEM.split(block)]
    lines = ["\n".join(line for line in part.split("\n") if not line.startswith("#")) for part in parts]
    return [line for line in lines if line.strip()]


def words(text: str) -> list[str]:
    return re.findall(r"[A-Za-z0-9][\w’'%.,–-]*", text)


def days(text: str) -> list[str]:
    """Full dates, such as '30 August 2021'."""
    return [found for found in DAY.findall(text) if re.search(r"\d{4}$", found)]


def numbers(text: str) -> list[str]:
    """Numbers in digits; a date is one, with or without its year, and so are a year and '2 in 100'."""
    return NUMBER.findall(DAY.sub("1", re.sub(r"(\d+) in 100\b", r"\1", text)))


def values(text: str) -> list[str]:
    """Numbers that are no years and stand in no date."""
    return [
        found for found in NUMBER.findall(DAY.sub("", re.sub(r"(\d+) in 100\b", r"\1", text))) if not YEAR.match(found)
    ]
