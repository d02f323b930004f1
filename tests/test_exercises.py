"""Exercises: numbered with their chapter, folded without a script, and silent about their answers on paper."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest

from conftest import pages
from evidence.pages import exercises

CHAPTERS = ["01", "02", "03", "04", "05", "06"]


def chapter(book: Path, number: str) -> str:
    return next(name for name in pages(book) if name.startswith(f"chapters/{number}-"))


@pytest.mark.parametrize("number", CHAPTERS)
def test_exercises_and_solutions_count_from_one_in_their_chapter(number, built_book: Path):
    page = (built_book / chapter(built_book, number)).read_text("utf-8")
    counted = re.findall(r'caption-number">Exercise ([\d.]+)', page)
    assert counted == [f"{int(number)}.{place}" for place in range(1, len(counted) + 1)] and len(counted) >= 3
    assert re.findall(r"<summary>Solution to Exercise ([\d.]+) \(", page) == counted


def test_numbers_of_a_chapter_do_not_depend_on_those_before():
    numbers = {
        "index": {"exercise": {"x": (1,)}},
        "chapters/03-a": {"exercise": {"b": (9,), "a": (8,)}, "figure": {"f": (4,)}},
        "chapters/04-b": {},
    }
    env = SimpleNamespace(toc_fignumbers=numbers)
    exercises.count_by_chapter(None, env)
    assert env.toc_fignumbers["chapters/03-a"] == {"exercise": {"a": (3, 1), "b": (3, 2)}, "figure": {"f": (4,)}}
    assert env.toc_fignumbers["index"] == numbers["index"]
    exercises.count_as_before(None, env)
    assert env.toc_fignumbers is numbers, "Sphinx compares with what it counted itself"


@pytest.mark.parametrize("scripts", [True, False])
def test_a_method_box_is_a_fold_that_needs_no_script(scripts, served, watch, built_book: Path):
    page = watch(served, java_script_enabled=scripts).page
    page.goto(f"{served}/{chapter(built_book, '05')}")
    box = page.locator("details.ev-box", has=page.locator("summary", has_text="Method")).first
    inside = box.locator("p").first
    assert not inside.is_visible()
    box.locator("summary").click()
    assert inside.is_visible() and page.locator(".admonition.dropdown").count() == 0


@pytest.mark.parametrize("scripts", [True, False])
def test_a_solution_is_a_fold_that_needs_no_script(scripts, served, watch, built_book: Path):
    page = watch(served, java_script_enabled=scripts).page
    page.goto(f"{served}/{chapter(built_book, '03')}")
    fold = page.locator("details.ev-solution").first
    inside = fold.locator(".cell_output").first
    assert not inside.is_visible()
    fold.locator("summary").click()
    assert inside.is_visible()


@pytest.mark.parametrize("number", CHAPTERS)
def test_printed_exercises_keep_their_answers_to_themselves(number, served, watch, built_book: Path):
    page = watch(served).page
    page.goto(f"{served}/{chapter(built_book, number)}")
    page.eval_on_selector_all("details", "all => all.forEach((one) => { one.open = true; })")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("div.exercise").first.is_visible()
    assert "Solution" not in page.locator("article").inner_text()
    answers = page.locator(".ev-solution, .ev-solution *")
    assert answers.count() > 10
    assert not answers.evaluate_all("all => all.some((one) => one.checkVisibility({visibilityProperty: true}))")
