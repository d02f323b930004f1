"""A chapter that one reads to the end: as long, as dense and as divided as the book's style asks for."""

import nbformat
import pytest

from conftest import ROOT
from tests.main_line import days, main_line, numbers, paragraphs, values, words

CHAPTERS = sorted((ROOT / "chapters").glob("0*.ipynb"))
LONGEST = {"05": 1500, "06": 1500}  # words; others:
MOST_WORDS, LEAST_WORDS = 1700, 1200
PER_HUNDRED = 4  # numbers
IN_PARAGRAPH, VALUES_IN_PARAGRAPH, DAYS_IN_PARAGRAPH = 90, 3, 1
OPENINGS = ["In brief", "What the article argues", "Verdicts of this section"]


@pytest.fixture(scope="module", params=CHAPTERS, ids=lambda path: path.stem)
def chapter(request) -> tuple[str, str]:
    return request.param.stem, main_line(nbformat.read(request.param, as_version=4))


def test_the_main_line_is_one_sitting(chapter):
    name, text = chapter
    length, most = len(words(text)), LONGEST.get(name[:2], MOST_WORDS)
    told = f"{name}: {length} words up to the exercises, without folded boxes; {LEAST_WORDS} to {most} are asked for"
    assert LEAST_WORDS <= length <= most, told


def test_numbers_are_few(chapter):
    name, text = chapter
    found, length = numbers(text), len(words(text))
    told = f"{name}: {len(found)} numbers in {length} words; at most {PER_HUNDRED} in a hundred are asked for: {found}"
    assert len(found) <= PER_HUNDRED * length / 100, told


def test_a_paragraph_carries_one_finding(chapter):
    name, text = chapter
    held = [part for part in paragraphs(text) if not part.startswith("|")]
    assert len(held) > 20, f"{name} has {len(held)} paragraphs; more than 20 are asked for"
    crowded = [
        f"{len(words(part))} words, {len(values(part))} values, {len(days(part))} dates: {part[:70]}"
        for part in held
        if len(words(part)) > IN_PARAGRAPH
        or len(values(part)) > VALUES_IN_PARAGRAPH
        or len(days(part)) > DAYS_IN_PARAGRAPH
    ]
    assert crowded == []


def test_a_chapter_opens_with_its_answer_and_three_findings(chapter):
    name, text = chapter
    missing = [heading for heading in OPENINGS if f"## {heading}" not in text]
    assert not missing, f"{name} has no section {missing}"
    title, answer, *_ = [part for part in text.strip().split("\n\n") if part.strip()]
    assert title.startswith("# ") and title.endswith("?"), f"{name}: its title is no question: {title}"
    is_answer = not answer.startswith(("#", "-", "Tables as of")) and len(words(answer)) <= 60
    assert is_answer, f"{name}: below its title stands no answer of at most 60 words: {answer[:70]}"
    findings = sum(part.startswith("- ") for part in paragraphs(text.split("## In brief")[1].split("\n## ")[0]))
    assert findings == 3, f"{name}: “In brief” has {findings} findings (`- …`), not three"


def test_the_measures_count_what_a_reader_counts():
    text = "On {n}`3 July 2025 <c6_x>`, about 2 in 100 of 1,200 (Figure {fig}`2.1 <a>`) {claim}`C01`."
    notebook = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_markdown_cell(
                f"# Why?\n\n{text}\n\n:::{{admonition}} Method\n:class: dropdown\n\n7 8 9\n:::"
            ),
            nbformat.v4.new_markdown_cell("## Exercises\n\n1 2 3"),
        ]
    )
    found = main_line(notebook)
    assert numbers(found) == ["1", "2", "1,200"] and values(found) == ["2", "1,200"]
    assert days(found) == ["3 July 2025"] and "C01" not in found and "7 8 9" not in found and "1 2 3" not in found
    assert len(words("about 2 in 100 of them, 12% so")) == 8
