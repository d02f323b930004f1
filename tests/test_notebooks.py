"""Every chapter as committed: executed, fresh, valid, and free of what belongs to one machine."""

import json
import re
import statistics
from pathlib import Path

import nbformat
import pytest

from evidence import tables
from evidence.build.execute import find_notebooks
from evidence.build.freshness import code_cells, read_inputs, stale_reasons

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = find_notebooks(ROOT)
CHAPTERS = [path for path in NOTEBOOKS if path.parent.name == "chapters"]  # the others are appendices
CHAPTER_COUNT = 6
LONGEST_CELL, SHORT_CELL, WIDEST_LINE = 25, 12, 120
WORDS_PER_LINE = 8  # of prose per line of code, all lines counted
FOREIGN_REQUEST = re.compile(
    r"""\b(?:src|srcset|poster)\s*=\s*["']?(?:https?:)?//
    | <link\b[^>]*\bhref\s*=\s*["']?(?:https?:)?//
    | \burl\(\s*["']?(?:https?:)?//
    | \b(?:from|import|require|fetch)\b[\s(]*["'](?:https?:)?//
    | \b(?:cdn\.jsdelivr\.net|unpkg\.com|cdnjs\.cloudflare\.com|esm\.sh|fonts\.googleapis\.com)\b""",
    re.VERBOSE | re.IGNORECASE,
)
MACHINE_PATH = re.compile(
    r"(?<![\w.~/:-])/(?:home|root|Users|tmp|work|mnt|private|var/folders)/\w|\b[A-Z]:\\\w|file:///"
)
MEMORY_ADDRESS = re.compile(r"\bat 0x[0-9a-f]{6,}")


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def path(request) -> Path:
    return request.param


@pytest.fixture
def notebook(path):
    return nbformat.read(path, as_version=4)


def outputs(notebook) -> list[tuple[int, str]]:
    """(cell number, output as text) of every output, cells counted as nbval counts them."""
    cells = enumerate(code_cells(notebook))
    return [
        (number, "\n".join(_texts(output.get("data", output.get("text", "")))))
        for number, cell in cells
        for output in cell.outputs
    ]


def _texts(value) -> list[str]:
    """All strings in a nested value; not JSON, whose escapes would hide quotation marks."""
    if isinstance(value, dict):
        return [text for part in value.values() for text in _texts(part)]
    return [value] if isinstance(value, str) else [json.dumps(value)]


def test_every_chapter_is_there():
    assert len(CHAPTERS) >= CHAPTER_COUNT


def test_it_is_a_valid_notebook_with_stable_cell_ids(notebook):
    nbformat.validate(notebook)
    assert (notebook.nbformat, notebook.nbformat_minor) >= (4, 5)
    assert all("id" in cell for cell in notebook.cells)


def test_its_outputs_are_fresh(path, notebook):
    reasons = stale_reasons(notebook, read_inputs(ROOT))
    assert not reasons, f"{path.relative_to(ROOT)} is stale, run `make update`: {'; '.join(reasons)}"


def test_every_cell_was_executed_in_order(path, notebook):
    counts = [cell.execution_count for cell in code_cells(notebook) if cell.source.strip()]
    assert counts, f"{path.name} has no code"
    assert counts == list(range(1, len(counts) + 1)), f"{path.name}: execution counts {counts}"


def test_no_cell_failed(path, notebook):
    kinds = {
        number: [output.output_type for output in cell.outputs] for number, cell in enumerate(code_cells(notebook))
    }
    failed = [number for number, types in kinds.items() if "error" in types]
    assert not failed, f"{path.name}: error in cells {failed}"


def test_no_cell_wrote_to_stderr(path, notebook):
    noisy = {
        number: output.text
        for number, cell in enumerate(code_cells(notebook))
        for output in cell.outputs
        if output.get("name") == "stderr"
    }
    assert not noisy, f"{path.name}: {noisy}"


def test_nothing_in_it_depends_on_time_or_version(path, notebook):
    assert "version" not in notebook.metadata.get("language_info", {})
    timed = [number for number, cell in enumerate(notebook.cells) if "execution" in cell.metadata]
    assert not timed, f"{path.name}: timings in the metadata of cells {timed}"


@pytest.mark.parametrize(
    ("pattern", "what"),
    [
        (FOREIGN_REQUEST, "a request to another host"),
        (MACHINE_PATH, "a path of one machine"),
        (MEMORY_ADDRESS, "a memory address"),
    ],
)
def test_no_output_holds(path, notebook, pattern, what):
    found = [(number, match[0]) for number, text in outputs(notebook) if (match := pattern.search(text))]
    assert not found, f"{path.name}: {what} in the output of (cell, text) {found}"


def test_no_title_holds_a_date_that_was_cut_off(path, notebook):
    """Such as '2015-;', a year of which one letter too many was taken."""
    titles = [one for _, text in outputs(notebook) for one in re.findall(r'<p class="ev-title">(.*?)</p>', text)]
    assert not [title for title in titles if re.search(r"\d-(?!\w)", re.sub(r"<[^>]*>", "", title))]


def test_no_source_holds_a_path_of_one_machine(path, notebook):
    found = [(cell.id, match[0]) for cell in notebook.cells if (match := MACHINE_PATH.search(cell.source))]
    assert not found, f"{path.name}: (cell id, text) {found}"


def names_of(notebook, kind: str) -> set[str]:
    """Names of a notebook's figures or tables; the two states of one have one name."""
    text = "\n".join(text for _, text in outputs(notebook))
    return set(re.findall(rf'class="{kind}"[^>]*\bid="[a-z]+-([^"]+)"', text))


def words_of(notebook) -> int:
    """Words of prose that the book shows; a role counts as one, the words of a gloss as they are."""
    cells = [cell for cell in notebook.cells if "remove-cell" not in cell.metadata.get("tags", [])]
    prose = [cell.source for cell in cells if cell.cell_type == "markdown"]
    prose = [re.sub(r"\{gloss\}`([^`<]*) <[^`]*>`", r"\1", text) for text in prose]
    return sum(len(re.sub(r"\{[a-z:]+\}`[^`]*`", "x", text).split()) for text in prose)


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
def test_a_chapter_has_the_figures_tables_exercises_and_length_that_its_kind_asks_for(chapter):
    notebook = nbformat.read(chapter, as_version=4)
    in_the_book = [cell for cell in notebook.cells if "remove-cell" not in cell.metadata.get("tags", [])]
    prose = [cell.source for cell in in_the_book if cell.cell_type == "markdown"]
    folded = [cell for cell in notebook.cells if "```{exercise}" in cell.source]
    words = words_of(notebook) - (own := words_of(nbformat.v4.new_notebook(cells=folded)))
    figures, tabled = len(names_of(notebook, "ev-figure")), len(names_of(notebook, "ev-table"))
    exercises = sum("```{exercise}" in text for text in prose)
    assert 3 <= figures <= 6, f"{chapter.name} has {figures} figures; 3 to 6 are asked for"
    assert 1 <= tabled <= 3, f"{chapter.name} has {tabled} tables; 1 to 3 are asked for"
    assert 1700 <= words <= 2700, f"{chapter.name} has {words} words without exercises; 1,700 to 2,700 are asked for"
    assert own <= 300, f"{chapter.name} has {own} words in its exercises; at most 300 are asked for"
    assert exercises >= 4, f"{chapter.name} has {exercises} exercises; at least 4 are asked for"


def test_its_cells_can_be_read(path, notebook):
    """At most 25 lines a cell, the half of them at most 12 over the book, none wider than a page."""
    lines = {number: cell.source.splitlines() for number, cell in enumerate(code_cells(notebook))}
    assert not {number: len(own) for number, own in lines.items() if len(own) > LONGEST_CELL}
    assert not {number for number, own in lines.items() if max(map(len, own), default=0) > WIDEST_LINE}
    assert not re.findall(r"# (?:fmt|noqa|ruff)\b", "\n".join(map("\n".join, lines.values()))), "no exceptions"


def test_its_code_is_shown_by_the_control_of_the_page_or_in_a_solution(notebook):
    in_solution = False
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            marks = re.findall(r"solution-(start|end)", cell.source)
            in_solution = marks[-1] == "start" if marks else in_solution
        else:
            assert in_solution or "hide-input" in cell.metadata.get("tags", []), cell.id


def test_half_of_all_cells_are_short():
    cells = [cell for path in NOTEBOOKS for cell in code_cells(nbformat.read(path, as_version=4))]
    assert statistics.median(len(cell.source.splitlines()) for cell in cells) <= SHORT_CELL


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
def test_a_chapter_is_prose_with_some_code(chapter):
    """Eight words a line, half of its cells short, no marks drawn by hand."""
    notebook = nbformat.read(chapter, as_version=4)
    lines = [cell.source.splitlines() for cell in code_cells(notebook)]
    words, of_code, half = words_of(notebook), sum(map(len, lines)), statistics.median(map(len, lines))
    drawn = [line for own in lines for line in own if re.match(r"(import|from) altair\b", line)]
    needed = f"{words} words of prose for {of_code} lines of code; {WORDS_PER_LINE} a line are asked for"
    assert words >= WORDS_PER_LINE * of_code, f"{chapter.name}: {needed}"
    assert half <= SHORT_CELL, f"{chapter.name}: half of its cells have more than {half} lines, not {SHORT_CELL}"
    assert not drawn, f"{chapter.name}: {drawn}: draw by a form of evidence.charts"


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
def test_every_claim_of_its_section_is_taken_up_where_the_record_is_shown(chapter):
    text = "\n".join(c.source for c in nbformat.read(chapter, as_version=4).cells if c.cell_type == "markdown")
    _, heading, record = text.partition("## What the record shows")
    assert heading, f"{chapter.name} has no section “What the record shows”"
    own = tables.load("claims").query("chapter == @chapter.stem")["claim_id"]
    missing = [f"{{claim}}`{claim}`" for claim in own if f"{{claim}}`{claim}`" not in record]
    told = f"{chapter.name} lacks {missing} below “What the record shows”; data/claims.csv places them there"
    assert not missing, told


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (FOREIGN_REQUEST, '<script src="https://example.org/x.js">'),
        (FOREIGN_REQUEST, '<link rel="stylesheet" href="//example.org/x.css">'),
        (FOREIGN_REQUEST, 'import("https://example.org/x.js")'),
        (FOREIGN_REQUEST, "@import url(https://example.org/x.css)"),
        (MACHINE_PATH, "cache at /home/someone/x"),
        (MACHINE_PATH, "C:\\Users\\x"),
        (MEMORY_ADDRESS, "<object object at 0x7f0000000000>"),
    ],
)
def test_the_patterns_find_what_they_should(pattern, text):
    assert pattern.search(text)


@pytest.mark.parametrize(
    "text",
    [
        '<a href="https://example.org/home/page">',
        "https://example.org/tmp/x",
        'href="#fig-1"',
        "/tmpfile",
        "url(#clip1)",
    ],
)
def test_the_patterns_leave_links_alone(text):
    assert not FOREIGN_REQUEST.search(text)
    assert not MACHINE_PATH.search(text)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_with_pictures_says_first_what_an_untrusted_one_does_not_show(path, notebook):
    first = notebook.cells[0]
    if names_of(notebook, "ev-figure"):
        name = path.relative_to(ROOT)
        is_note = "remove-cell" in first.metadata.get("tags", []) and f"`jupyter trust {name}`" in first.source
        assert is_note, f"{name}: begin with a cell tagged `remove-cell` that names `jupyter trust {name}`"
