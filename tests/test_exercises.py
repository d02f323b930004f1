"""Exercises: numbered with their chapter, complete, folded without a script, and checked alike in notebook and page."""

import re
from pathlib import Path
from types import SimpleNamespace

import nbformat
import numpy as np
import pandas as pd
import pytest
from docutils import nodes

from conftest import ROOT, pages, until
from evidence import answered, tables
from evidence.analysis.exercises import ACCEPTED
from evidence.answered import hashed, number, rounded
from evidence.build import accepted
from evidence.exercises import EXERCISES
from evidence.exhibits.exercises import check
from evidence.pages import exercises, incremental
from evidence.pages.sphinx_ext import STATIC

CHAPTERS = sorted(path.name[:2] for path in (ROOT / "chapters").glob("0*.ipynb"))
PROJECTS = [one.id for one in EXERCISES.values() if one.level == "project"]
ASKED = re.compile(r"```\{exercise\} (?P<title>.+)\n:label: (?P<id>\S+)\n(?P<question>[^`][\s\S]+?)\n```\Z")
ODD = ["in 2015", "1.95x", "", "abc", "1e5", "12a", "999", "−7", "0,37", "1,234", "۱۵ %", " 0.5 ", "9" * 17, "0"]


def chapter(book: Path, number: str) -> str:
    return next(name for name in pages(book) if name.startswith(f"chapters/{number}-"))


def cells(number: str) -> list[str]:
    [path] = ROOT.glob(f"chapters/{number}-*.ipynb")
    return [cell.source for cell in nbformat.read(path, as_version=4).cells if "```{exercise}" in cell.source]


def of_chapter(chapter: int) -> list[answered.Exercise]:
    return [one for one in EXERCISES.values() if one.chapter == chapter]


def worked() -> dict[str, list]:
    """Exercise -> the cells between the start and the end of its worked answer."""
    found, own = {}, None
    for cell in nbformat.read(ROOT / "chapters" / "teach" / "answers.ipynb", as_version=4).cells:
        if start := re.match(r"```\{solution-start\} (\S+)\n:label: sol-\1\n", cell.source):
            own = found.setdefault(start[1], [])
        own = None if "{solution-end}" in cell.source else own
        if own is not None:
            own.append(cell)
    return found


# -------------------------------------------------------------------------------------------------- nothing is missing
@pytest.mark.parametrize("number", CHAPTERS)
def test_a_chapter_asks_what_the_registry_lists_in_its_order(number):
    asked = [ASKED.match(text) for text in cells(number)]
    assert None not in asked, f"chapter {number}: an exercise has no label such as ex-{int(number)}-1, or no question"
    listed, labelled = {one.id for one in of_chapter(int(number))}, {one["id"] for one in asked}
    unlisted, unasked = sorted(labelled - listed), sorted(listed - labelled)
    assert not unlisted, f"chapter {number} asks {unlisted}: add rows to EXERCISES in evidence/exercises.py"
    assert not unasked, f"evidence/exercises.py has {unasked}, which chapter {number} does not ask"
    assert [one["id"] for one in asked] == [one.id for one in of_chapter(int(number))], "in another order"
    assert [one.number for one in of_chapter(int(number))] == [
        f"{int(number)}.{place}" for place in range(1, len(asked) + 1)
    ]
    assert all(8 <= len(one["question"].split()) <= 65 and not re.search(r"\d", one["title"][:1]) for one in asked)


@pytest.mark.parametrize("number", CHAPTERS)
def test_a_chapter_has_each_level_and_enough_with_code_and_without(number):
    own = of_chapter(int(number))
    missing = {"easy", "medium", "project"} - {one.level for one in own}
    told = (
        f"chapter {number} has no exercise of level {sorted(missing)}: add rows to EXERCISES in evidence/exercises.py"
    )
    assert not missing, told
    with_code, without = sum(one.code for one in own), sum(not one.code for one in own)
    lacking = f"chapter {number} has {with_code} exercises with code and {without} without: two of each are asked for"
    assert with_code >= 2 and without >= 2, lacking


def test_each_has_hint_help_check_and_worked_answer():
    assert worked().keys() == EXERCISES.keys() and ACCEPTED.keys() == EXERCISES.keys() - set(PROJECTS)
    for one in EXERCISES.values():
        assert len(one.hint.split()) >= 8 and len(one.help.split()) >= 4, one.id
        assert one.level == "project" or len(ACCEPTED[one.id]().wrong) >= 1, one.id


def test_the_file_of_hashes_is_fresh():
    assert answered.FILE.read_text("utf-8") == accepted.written(), "run python -m evidence.build.accepted"


def test_neither_the_file_nor_what_is_said_gives_an_answer_away_at_a_glance():
    for identity, answers in ACCEPTED.items():
        own, entry = EXERCISES[identity], answered.accepted()[identity]
        right = answered.text_of(own, answers().right)
        assert entry["right"] == hashed(identity, right) and all(
            re.fullmatch("[0-9a-f]{16}", key) for key in entry["wrong"]
        )
        decimals = 0 if own.form.kind == "choice" else own.form.decimals
        shown = right if not decimals else f"{right[:-decimals] or 0}.{right[-decimals:]}"
        for message in (*entry["wrong"].values(), own.help, own.hint):
            assert not re.search(rf"(?<![\w.]){re.escape(shown)}(?![\w.]\w)", message), (identity, message)


def test_no_foreseen_wrong_answer_is_right_or_another_one():
    for identity, answers in ACCEPTED.items():
        right, wrong = answers()
        texts = [answered.text_of(EXERCISES[identity], answer) for answer in (right, *(answer for answer, _ in wrong))]
        assert len(set(texts)) == len(texts), (identity, texts)


def test_of_wrong_answers_that_became_one_the_first_keeps_its_message(monkeypatch):
    monkeypatch.setitem(ACCEPTED, "ex-5-2", lambda: (3.0, [(2.0, "This one."), (2.04, "Not this one.")]))
    assert list(accepted.entries()["ex-5-2"]["wrong"].values()) == ["This one."]


def test_the_file_is_written_only_when_it_changes(tmp_path, capsys):
    target = tmp_path / "accepted.json"
    accepted.main(target)
    assert target.read_text("utf-8") == accepted.written() and "written anew" in capsys.readouterr().out
    accepted.main(target)
    assert capsys.readouterr().out == ""


# --------------------------------------------------------------------------------------------------- in a notebook
@pytest.mark.parametrize("identity", ACCEPTED)
def test_the_right_answer_is_accepted_and_each_foreseen_wrong_one_gets_its_message(identity):
    right, wrong = ACCEPTED[identity]()
    assert check(identity, right) == (True, answered.RIGHT)
    for answer, message in wrong:
        assert check(identity, answer) == (False, message)


@pytest.mark.parametrize("identity", ACCEPTED)
def test_the_worked_answer_says_a_computed_answer_that_the_check_accepts(identity):
    words, code, *_ = worked()[identity]
    said = re.findall(r"\{n\}`([^`<]+) <a", words.source)
    own = [re.split(r", | and ", text) if EXERCISES[identity].form.kind == "choice" else text for text in said]
    assert any(check(identity, text).right for text in own) and code.cell_type == "code"
    length = len(words.source.split())
    told = f"{identity}: the words of its answer in chapters/teach/answers.ipynb are {length}; 40 to 130 are asked for"
    assert 40 <= length <= 130, told


@pytest.mark.parametrize("identity", PROJECTS)
def test_a_project_is_checked_for_its_form_and_says_so(identity):
    form = EXERCISES[identity].form
    assert "No program can say" in answered.IN_FORM and worked()[identity][0].source.count("A project") == 1
    if form.kind == "number":
        assert check(identity, (form.low + form.high) / 2).right and "between" in check(identity, form.high + 1).text
        return
    ids = answered.accepted()[identity]["ids"]
    assert check(identity, ids[: form.least]) == check(identity, ", ".join(ids)) == (True, answered.IN_FORM)
    assert check(identity, [ids[0]] * 9) == (
        False,
        f"Rows that you handed in: 1. The exercise asks for at least {form.least}.",
    )
    assert f"“Z99” is no {form.key}" in check(identity, [*ids, "Z99"]).text
    frame = pd.DataFrame({form.key: ids, **{column: "x" for column in form.columns}})
    assert check(identity, frame).right
    for column in (form.key, *form.columns):
        assert check(identity, frame.drop(columns=column)).text == f"Your table has no column “{column}”."


def test_what_is_often_wrong_with_a_number_is_said():
    assert check("ex-2-4", 0.0736).text == answered.SHARE
    assert check("ex-1-2", 3.1).text == check("ex-1-2", "3,3").text == answered.NEARLY
    assert check("ex-6-3", 0).text == check("ex-6-3", 0.02).text == EXERCISES["ex-6-3"].help, "no slip of rounding"
    assert check("ex-3-3", -5).text == answered.TURNED
    assert check("ex-1-3", 4).text == EXERCISES["ex-1-3"].help, "a count is not rounded"
    assert check("ex-1-1", "1999").text.startswith("“1999” is none of the options: 2015;")
    assert check("ex-5-4", ["Georgia", "Syria"]).text == "Choose one." and not check("ex-1-1", []).right
    assert check("ex-1-2").text == f"Hint: {EXERCISES['ex-1-2'].hint}" and repr(check("ex-1-2", 3.2)) == answered.RIGHT
    for odd in (None, True, float("nan"), float("inf"), "1 2,3,4", "1,23,4", [3]):
        assert check("ex-1-2", odd).text == answered.NO_NUMBER, odd
    with pytest.raises(KeyError, match="no exercise 'ex-9-9'; there are ex-1-1"):
        check("ex-9-9", 1)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,234", 1234),
        ("12,5", 12.5),
        ("0,705", 0.705),
        ("15 %", 15),
        ("−3", -3),
        ("۱۵", 15),
        ("٣٫٥", 3.5),
        ("1 234", 1234),
        ("in 2015", 2015),
        ("1.95x", 1.95),
        (np.int64(7), 7),
        (np.float64(0.5), 0.5),
    ],
)
def test_a_number_is_read_as_people_write_one(text, value):
    assert number(text) == value


@pytest.mark.parametrize(
    ("value", "decimals", "text"), [(0.305, 2, "31"), (2.5, 0, "3"), (-2.5, 0, "-3"), (-0.2, 0, "0"), (3.149, 1, "31")]
)
def test_a_number_is_rounded_away_from_zero(value, decimals, text):
    assert rounded(value, decimals) == text


def test_no_answer_half_or_twice_as_large_as_the_right_one_is_nearly_right():
    measured = [one for one in ACCEPTED if EXERCISES[one].form.kind == "number" and EXERCISES[one].form.measured]
    assert len(measured) > 8
    for identity in measured:
        right = ACCEPTED[identity]().right
        for other in (0, right / 2, 2 * right):
            assert check(identity, other).text != answered.NEARLY, (identity, other)


def test_what_any_can_have_keeps_the_rule_that_a_party_is_always_a_case_of_units():
    questions = tables.load("forecast_questions").set_index("question_id")
    assert "A yes to the question on UCDP is a yes here" in questions["threshold"]["units"]
    units = {0, 1}  # of a hundred worlds; the one with a party is among them
    most = max(len(units | {strike}) for strike in range(100))
    assert check("ex-5-2", most).right
    assert check("ex-5-2", 4).text == "Read the rule: a yes to the third is a yes to the second."


# -------------------------------------------------------------------------------------------------------- in a page
def inputs(identity: str) -> list:
    """What is typed or chosen in the page: right, wrong and odd answers of one exercise."""
    own = EXERCISES[identity]
    right, wrong = ACCEPTED[identity]() if identity in ACCEPTED else (None, [])
    if own.form.kind == "choice":
        answers = [right, *(answer for answer, _ in wrong), [], own.form.options[0]]
        return [[one] if isinstance(one, str) else list(one) for one in answers]
    if own.form.kind == "rows":
        ids = answered.accepted()[identity]["ids"]
        return ["", ids[0], " ".join(ids), ";".join(ids).lower(), f"{ids[0]}, Z99"]
    known = [right, -right, right / 100, right + 10.0**-own.form.decimals] if identity in ACCEPTED else [50, 101, -200]
    return [*map(str, known), *(str(float(answer)) for answer, _ in wrong), *ODD]


# Gives each answer to the form of an exercise, and returns what is said to them.
TOLD = """([id, answers]) => {
    const fold = document.getElementById(id), fields = [...fold.querySelectorAll("input, textarea")];
    return answers.map((answer) => {
        for (const one of fields) {
            if (Array.isArray(answer)) one.checked = answer.includes(one.value);
            else one.value = answer;
        }
        fold.querySelector("button").click();
        return fold.querySelector("[role=status]").textContent;
    });
}"""


def test_page_and_notebook_say_the_same_to_the_same_answers(tmp_path, watch, browser):
    places = "".join(
        f'<details class="ev-exercise" id="{one}"><summary>{one}</summary><div class="ev-check" data-check="{one}">'
        "</div></details>"
        for one in EXERCISES
    )
    (tmp_path / "parts.js").write_text(
        exercises.checks(list(EXERCISES)) + "window.evPartsOf = async (kind) => window.evParts[kind];", "utf-8"
    )
    for name in ("first.js", "check.js"):
        (tmp_path / name).write_text((STATIC / name).read_text("utf-8"), "utf-8")
    (tmp_path / "index.html").write_text(
        f'<!doctype html><meta charset="utf-8">{places}'
        '<script src="first.js"></script><script src="parts.js"></script><script src="check.js"></script>',
        "utf-8",
    )
    watched = watch(tmp_path.as_uri())
    page = watched.page
    page.goto((tmp_path / "index.html").as_uri())
    page.eval_on_selector_all("details", "all => all.forEach((one) => { one.open = true; })")
    page.locator(".ev-check fieldset").nth(len(EXERCISES) - 1).wait_for()
    for identity in EXERCISES:
        answers = inputs(identity)
        assert page.evaluate(TOLD, [identity, answers]) == [check(identity, answer).text for answer in answers], (
            identity
        )
    assert watched.faults == []


def test_an_exercise_is_answered_by_keyboard_from_a_disk(built_book: Path, watch):
    watched = watch(built_book.as_uri())
    page = watched.page
    page.goto(f"{(built_book / chapter(built_book, '01')).as_uri()}#ex-1-2")
    fold = page.locator("#ex-1-2")
    fold.locator("fieldset").wait_for()
    assert not [url for url in watched.requests if not url.startswith(("file:", "data:"))]
    fold.locator("input").focus()
    page.keyboard.type("2")
    page.keyboard.press("Enter")
    said = fold.get_by_role("status")
    assert said.inner_text() == check("ex-1-2", 2).text
    page.keyboard.press("Backspace")
    page.keyboard.type("3.2")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert said.inner_text() == answered.RIGHT and said.get_attribute("class") == "ev-right"
    fold.get_by_role("link", name="Worked answer").click()
    answer = page.locator("#sol-ex-1-2[open]")
    answer.wait_for()
    answer.get_by_role("link", name="Back to the exercise").click()
    page.locator("#ex-1-2[open]").wait_for()
    assert watched.faults == []


@pytest.mark.parametrize("number", CHAPTERS)
def test_exercises_count_from_one_in_their_chapter_and_lead_to_their_answers(number, built_book: Path):
    page = (built_book / chapter(built_book, number)).read_text("utf-8")
    counted = re.findall(r'caption-number">Exercise ([\d.]+)<', page)
    assert counted == [one.number for one in of_chapter(int(number))]
    assert re.findall(r'href="teach/answers\.html#sol-(ex-[\d-]+)"', page) == [
        one.id for one in of_chapter(int(number))
    ]
    assert "ev-solution" not in page and re.findall(r'"ev-meta">(\w+, \w+)</span></summary>', page) == [
        f"{one.level}, {'notebook' if one.code else 'page'}" for one in of_chapter(int(number))
    ]
    answers = (built_book / "chapters" / "teach" / "answers.html").read_text("utf-8")
    assert [
        one for one in re.findall(r"<summary>Solution to Exercise ([\d.]+) \(", answers) if one[0] == number[1]
    ] == (counted)


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


def test_a_new_title_of_an_exercise_makes_its_worked_answer_be_written_again():
    def seen(title: str) -> str:
        entry = {"type": "exercise", "docname": "chapters/01-a", "node": nodes.section("", nodes.title("", title))}
        registry = {"ex-1-1": entry, "sol-ex-1-1": {"type": "solution-start", "docname": "chapters/teach/answers"}}
        return incremental.shared(SimpleNamespace(domains={}, sphinx_exercise_registry=registry, found_docs=[]))

    assert seen("One") == seen("One") != seen("Another")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_method_box_is_a_fold_that_needs_no_script(scripts, served, watch, built_book: Path):
    page = watch(served, java_script_enabled=scripts).page
    page.goto(f"{served}/{chapter(built_book, '05')}")
    box = page.locator("details.ev-box", has=page.locator("summary", has_text="Method")).first
    inside = box.locator("p").first
    assert not inside.is_visible()
    box.locator("summary").click()
    assert inside.is_visible() and page.locator(".admonition.dropdown").count() == 0


def test_without_scripts_exercise_hint_and_answer_unfold_and_no_form_is_shown(served, watch, built_book: Path):
    page = watch(served, java_script_enabled=False).page
    page.goto(f"{served}/{chapter(built_book, '03')}")
    fold = page.locator("#ex-3-1")
    assert not fold.locator("p").first.is_visible()
    fold.locator("summary").first.click()
    fold.locator(".ev-box > summary").click()
    assert fold.locator("p").first.is_visible() and fold.locator(".ev-box p").is_visible()
    assert not fold.locator(".ev-check").is_visible() and not page.locator("#ex-3-1 button").count()
    page.goto(f"{served}/chapters/teach/answers.html")
    answer = page.locator("#sol-ex-3-1")
    answer.locator("summary").click()
    assert answer.locator("p").first.is_visible() and answer.locator("pre").first.is_visible()


def test_printed_exercises_show_their_questions_and_printed_answers_their_words(served, watch, built_book: Path):
    page = watch(served).page
    page.goto(f"{served}/{chapter(built_book, '03')}")
    page.emulate_media(media="print")
    assert page.locator(".ev-exercise > section > p").evaluate_all("all => all.every((one) => one.checkVisibility())")
    assert not page.locator(":is(.ev-check, .ev-answer, .ev-exercise .ev-box):visible").count()
    page.goto(f"{served}/chapters/teach/answers.html")
    until(
        page, "() => [...document.querySelectorAll('.ev-solution > section > p')].every((one) => one.checkVisibility())"
    )
