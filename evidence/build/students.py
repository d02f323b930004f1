"""What students get: `students.zip`, the chapters as notebooks to work in, all that these need to run, and the labs.

In: a checkout, and pages of its book. Out: an archive that runs on its own: notebooks, data package, the rooms of
`evidence` that a chapter may know, pinned packages, a README. Other pages, their build and every answer stay outside.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from evidence.pages import archives, citing, handouts, lessons
from evidence.pages.numbering import chapter_number

ARCHIVE, INSIDE = "students.zip", "students"
ROOMS = (".", "analysis", "forecast", "charts", "exhibits")  # of `evidence`, what a chapter may know
KEPT_BACK = {"evidence/analysis/exercises.py"}  # computes what is right in each exercise; its hashes are enough
SOLUTION = "{solution"  # how each directive of a solution begins
EXERCISE = re.compile(
    r"```\{exercise\} (?P<title>[^\n]+)\n:label: (?P<label>[\w-]+)\n(?::\w+: [^\n]*\n)*(?P<text>.*?)\n```", re.DOTALL
)
CHECKED = re.compile(r"ex-\d+-\d+")  # the label of an exercise that `check` knows
BOX = re.compile(r"^:::+\{admonition\} (.+)\n(?::\w+:.*\n)*", re.MULTILINE)
BOX_END = re.compile(r"^:::+$\n?", re.MULTILINE)
README = """\
# {title}: the chapters to work in

You need Python 3.11 or newer (tried with 3.11 and 3.13). Installing needs a network once; after it none is needed. Two
commands, in this folder:

    python3 -m venv .venv && .venv/bin/pip install -r requirements.txt jupyterlab
    .venv/bin/jupyter lab

`requirements.txt` pins what the chapters need. JupyterLab is not among it, so the newest comes.

On Windows (not verified) write `py -m venv .venv`, then `.venv\\Scripts\\pip` and `.venv\\Scripts\\jupyter` for the two
programs.

Each chapter is a notebook. Run its cells from the top; work in the empty cells below the exercises. `data/` holds every
table, `data/datapackage.json` says what their columns mean, and `evidence/` is the code that the chapters call.
{labs}
Version {version}, data as of {data_as_of}. Text CC BY 4.0, code BSD-3-Clause, data as each source says (`LICENSE`).
"""
LABS = "labs.html"
ON_LABS = f"""
`{LABS}` has four labs and opens in a browser; keep its folds closed until a step asks for them. Lab 1 needs a checkout
of the book (git, make), not this archive. Labs 2 and 4 need a network to open sources, lab 3 needs none.
"""


def write(root: Path, target: Path, when: datetime, beside: dict[str, bytes] | None = None) -> None:
    """Zip what students get of the checkout ``root``; the same content and time give the same bytes.

    beside: as of `contents`.
    """
    whole = contents(root, beside)
    archives.write(target, ((f"{INSIDE}/{name}", content) for name, content in sorted(whole.items())), when)


def contents(root: Path, beside: dict[str, bytes] | None = None) -> dict[str, bytes]:
    """Every file that students get, by its path in their folder. Notebooks stand beside `evidence`, which they find.

    beside: pages of the book that go with them, by path; the README names the labs if they are among these.
    """
    found = dict(beside or {})
    parts = vars(citing.of_book()) | {"labs": ON_LABS if LABS in found else ""}
    found["README.md"] = README.format_map(parts).encode()
    for name in ("LICENSE", "requirements.txt"):
        found[name] = (root / name).read_bytes()
    for path in [*citing.package_files(), *_package(root)]:
        found[path.relative_to(root).as_posix()] = path.read_bytes()
    for docname in handouts.choices(root):
        path = root / f"{docname}.ipynb"
        notebook = to_work_in(nbformat.read(path, as_version=4), chapter_number(docname))
        found[path.name] = f"{nbformat.writes(notebook)}\n".encode()
    return found


def _package(root: Path) -> Iterator[Path]:
    for room in ROOMS:
        found = [path for kind in ("*.py", "*.json") for path in sorted((root / "evidence" / room).glob(kind))]
        yield from (path for path in found if path.relative_to(root).as_posix() not in KEPT_BACK)


def to_work_in(notebook: NotebookNode, number: str) -> NotebookNode:
    """A chapter for students: an empty cell below each exercise, its prose as a notebook shows it.

    number: of the chapter. What the book keeps of the execution goes: it is that of other cells. Raises LessonError for
    a solution in the chapter; worked answers stand on a page of their own, which students do not get.
    """
    kept, exercises = [], 0
    for cell in notebook.cells:
        kept.append(cell)
        if cell.cell_type != "markdown":
            continue
        if SOLUTION in cell.source:
            raise lessons.LessonError(f"chapter {number} holds a solution, which students would get; move it away")
        asked = [match["label"] for match in EXERCISE.finditer(cell.source)]
        cell.source = readable(cell.source, number, exercises + 1)
        kept += [place_to_work(f"{number}.{at}", label) for at, label in enumerate(asked, exercises + 1)]
        exercises += len(asked)
    notebook.cells = kept
    notebook.metadata.pop("evidence", None)
    return notebook


def place_to_work(exercise: str, label: str) -> NotebookNode:
    """An empty cell below an exercise, with the words that check an answer where there is a check."""
    source = f"# Your work on Exercise {exercise}"
    if CHECKED.fullmatch(label):
        source += f'\n# from evidence.exhibits.exercises import check\n# check("{label}", answer)'
    return nbformat.v4.new_code_cell(source, id=f"work-{exercise.replace('.', '-')}")


def readable(source: str, number: str, first: int) -> str:
    """The book's Markdown for an editor of notebooks: exercises numbered from ``first``, boxes as paragraphs."""
    at = iter(range(first, first + len(EXERCISE.findall(source))))
    source = EXERCISE.sub(
        lambda match: f"**Exercise {number}.{next(at)}: {match['title']}**\n\n{match['text']}", source
    )
    source = BOX_END.sub("", BOX.sub(r"**\1**\n\n", lessons.STRIP.sub("The verdicts stand in the book.", source)))
    return lessons.plain(lessons.CLAIMS.sub(r" (\1)", source)).strip()
