"""The forecasting lab: its dossier knows nothing later, its page tells no end, and its scores are those of Python."""

import csv
import io
import json
import math
import re
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from conftest import until
from evidence import tables
from evidence.analysis import lab
from evidence.analysis.answers import AFGHANISTAN, Record, coded
from evidence.exhibits import lab as exhibit
from evidence.forecast import AS_OF, brier_score, known, log_score, pool_log_odds
from tests.test_accessibility import EVERY_RULE, EXPECTED_PASSES, violations
from tests.test_lab_dossier import later_dates
from tests.test_storage import BOTH, WITHOUT

PAGE = "chapters/lab"
PHONE = {"width": 390, "height": 844}
FIRST = {"strike": 5, "units": 10, "ucdp": 4, "any": 15}


@pytest.fixture(scope="module")
def held() -> dict:
    """What the page holds back."""
    return exhibit.held()


@pytest.fixture(scope="module")
def record() -> Record:
    panel = tables.load("civil_conflict_panel")
    return Record(panel, coded(tables.load("interventions"), tables.load("intervention_codings")), panel["year"].max())


def test_the_outcome_follows_from_the_record(record):
    assert not any(lab.outcome(record).values())
    strike = pd.DataFrame(
        [{"gwno": AFGHANISTAN, "date_start": pd.Timestamp("2018-05-01"), "strike": True, "units": False}]
    )
    struck = lab.outcome(replace(record, listed=strike))
    assert struck == {"strike": True, "units": False, "ucdp": False, "any": True}
    here = (record.panel["gwno"] == AFGHANISTAN) & (record.panel["year"] == 2019)
    party = record.panel.assign(russia_troops=record.panel["russia_troops"] | here)
    assert lab.outcome(replace(record, panel=party)) == {"strike": False, "units": True, "ucdp": True, "any": True}
    with pytest.raises(ValueError, match="before the window does"):
        lab.outcome(replace(record, last=2018))
    with pytest.raises(ValueError, match="nothing came"):
        exhibit.told(struck)


def test_base_rates_are_those_of_the_years_that_had_ended(record):
    then = Record(known(record.panel), known(record.listed), AS_OF.year - 1)
    for base in lab.bases(then):
        assert base["events"]["any"] <= base["chances"]
        assert all(
            base["share"][one] == pytest.approx(base["events"][one] / base["chances"], rel=1e-6) for one in lab.ASKED
        )
        assert max(base["events"][one] for one in ("strike", "units", "ucdp")) <= base["events"]["any"]


def test_the_page_and_the_search_do_not_tell_the_end(built_book: Path, held):
    page = (built_book / f"{PAGE}.html").read_text("utf-8")
    assert len(page.encode()) < 350_000
    passages = (built_book / "_search" / "chapters-lab.js").read_text("utf-8")
    beside = (built_book / "_figures" / "chapters-lab.lab.js").read_text("utf-8")
    article = page[page.index("<article") : page.index("</article>")]
    words = ["resolves no", "Takhar", "Base rate:", "2.12", "0.0212", *held["told"], held["marks"][0]["label"]]
    assert held["told"][0] in beside
    assert [word for word in words if word in article or word in passages] == []
    text = BeautifulSoup(article, "html.parser")
    for cited in text.select(".ev-cite, .ev-on-paper"):  # the state of the book
        cited.decompose()
    assert later_dates(text.get_text(" ")) == ["15 August 2020"], "the end of the window that is asked for"
    index = json.loads(
        (built_book / "searchindex.js").read_text("utf-8").removeprefix("Search.setIndex(").removesuffix(")")
    )
    where = index["terms"]["takhar"]
    assert index["docnames"].index(PAGE) not in ([where] if isinstance(where, int) else where)


# ------------------------------------------------------------------------------------------------ in a browser
def tab_to(page, selector: str) -> None:
    for _ in range(200):
        if page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"the keyboard does not reach {selector}")


def type_in(page, place: str, numbers: dict) -> None:
    for name, number in numbers.items():
        tab_to(page, f"{place} input[name={name}]")
        page.keyboard.press("Control+a")
        page.keyboard.type(str(number))


def press(page, place: str, number: int) -> None:
    """The button of a form, by Enter: 0 locks, 1 keeps."""
    tab_to(page, f"{place} fieldset button:nth-of-type({number + 1})")
    page.keyboard.press("Enter")


def scores_shown(page, name: str) -> list[list[str]]:
    table = page.locator("#lab-outcome table").filter(has_text=name).first
    return table.locator("tbody tr").evaluate_all(
        "all => all.map((row) => [...row.cells].map((one) => one.textContent))"
    )


def contents(page) -> list[str]:
    """The entries of the page's own contents, each of which leads to a place."""
    entries = page.locator("#pst-page-toc-nav a")
    places = entries.evaluate_all("all => all.map((one) => document.querySelectorAll(one.hash).length)")
    assert set(places) == {1}
    return entries.all_text_contents()


def refusal(page, numbers: dict) -> str:
    """What the page says of numbers that are typed and to be locked; '' once they are locked."""
    for name, number in numbers.items():
        page.fill(f".ev-lab input[name={name}]", str(number))
    page.get_by_role("button", name="Lock these numbers").click()
    said = page.locator(".ev-problem")
    if said.count():
        return said.inner_text()
    page.locator("#lab-bases").wait_for()  # the step that follows takes the focus, once it is loaded
    return ""


def test_numbers_that_cannot_be_are_refused_with_a_sentence(built_book: Path, watch):
    page = watch(built_book.as_uri()).page
    page.goto(f"{built_book.as_uri()}/{PAGE}.html")
    said = refusal(page, {"strike": 1, "units": 3, "ucdp": 5, "any": 7})
    assert said == "A yes to “A party in UCDP” is a yes to “Units”: raise the one or lower the other."
    assert page.evaluate("document.activeElement.name") == "ucdp"
    said = refusal(page, {"strike": 0})
    assert said.endswith("from 0.1 to 99.9, in percent: 0 and 100 would say that you can't be wrong.")
    said = refusal(page, {"strike": 1, "units": 5, "ucdp": 5, "any": 6.1})
    assert "at most as probable as a strike and units together, which have 6%" in said
    assert "“Units” has 5%" in refusal(page, {"any": 4.9})
    assert refusal(page, {"any": 6}) == ""


def test_it_is_walked_by_keyboard_from_a_disk_to_the_scores(built_book: Path, watch, held):
    watched = watch(built_book.as_uri(), viewport=PHONE, reduced_motion="reduce")
    page = watched.page
    page.goto(f"{built_book.as_uri()}/{PAGE}.html")
    assert contents(page) == ["1. The dossier", "2. Your numbers", "6. Class mode", "Your file"]
    type_in(page, ".ev-lab", {**FIRST, "any": "30"})
    press(page, ".ev-lab", 0)
    assert "at most as probable as a strike and units together, which have 15%" in page.inner_text(".ev-problem")
    assert not any("lab.lab.js" in url for url in watched.requests), "what tells the end is not loaded before the lock"
    type_in(page, ".ev-lab", {"any": "9,5"})
    page.keyboard.press("Enter")
    assert "“Units” has 10%" in page.inner_text(".ev-problem")
    type_in(page, ".ev-lab", {"any": "15"})
    page.keyboard.press("Enter")
    page.locator("#lab-bases fieldset").wait_for()
    assert page.evaluate("document.activeElement.textContent").startswith("3. Base rates")
    press(page, "#lab-bases", 1)
    type_in(page, "#lab-bases", {"any": "11"})
    press(page, "#lab-bases", 0)
    page.reload()  # what was locked is kept
    page.locator("#lab-bases fieldset").wait_for()
    page.locator("#lab-bases h2").focus()
    press(page, "#lab-bases", 1)
    assert page.locator("#lab-bases table").count() == 3 and not page.locator("#lab-outcome table").count()
    tab_to(page, "#lab-outcome button")
    page.keyboard.press("Enter")
    state = exported(page)
    assert [one["numbers"] for one in state["past"]] == [FIRST, {**FIRST, "any": 11}]
    for question, name in (("any", "Any of the three: the"), ("units", "Units: the")):
        own = [round(one["numbers"][question] / 100, 4) for one in state["past"]]
        others = [base["share"][question] for base in held["bases"]]
        others += [mark["share"][question] for mark in held["marks"] if question in mark["share"]]
        rows = scores_shown(page, name)
        assert len(rows) == len(own + others)
        for share, (_, number, brier, log) in zip(own + others, rows):
            by_hand = float(number.removesuffix("%")) / 100
            assert (brier, log) == (f"{by_hand**2:.4f}", f"{abs(-math.log(1 - by_hand)):.4f}"), (
                f"from {number} as shown"
            )
            assert float(brier) == pytest.approx(brier_score(share, 0), abs=6e-5)
            assert float(log) == pytest.approx(log_score(share, 0), abs=6e-5)
    own = scores_shown(page, "Any of the three: the")[-3]
    assert own[:3] == ["This book's number, for 2017 to 2019", "2.125%", "0.0005"]
    assert "a count may be 0, where your number may not" in page.inner_text("#lab-outcome")
    assert [name[:2] for name in contents(page)] == ["1.", "2.", "3.", "4.", "5.", "6.", "Yo"]
    type_in(page, "#lab-open", {"strike": 1, "units": 2, "ucdp": 1, "any": 3})
    press(page, "#lab-open", 0)
    assert "1.3%" in page.inner_text("#lab-open [role=status]"), "the book's number, after the reader's"
    rows = list(csv.DictReader(io.StringIO(exported(page, "CSV"))))
    assert [rows[-1][name] for name in ("part", "question", "percent")] == ["open", "any", "3"] and len(rows) == 12
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert watched.faults == []
    assert violations(page, EVERY_RULE, EXPECTED_PASSES) == {}


def exported(page, kind: str = "JSON"):
    with page.expect_download() as waiting:
        page.get_by_role("button", name=f"Save as {kind}").press("Enter")
    text = Path(waiting.value.path()).read_text("utf-8-sig")
    return json.loads(text) if kind == "JSON" else text


def student(name: str, *numbers: float, own: str = "") -> dict:
    """A file with versions that differ in the number for any of the three. own: its id; older files have none."""
    versions = [
        {"after": "the dossier", "locked_on": "2026-11-26", "numbers": {**FIRST, "any": one}, "reason": ""}
        for one in numbers
    ]
    return {
        "format": "evidence-lab",
        "version": 1,
        **({"id": own} if own else {}),
        "name": name,
        "answered": 3,
        "told": True,
        "past": versions,
        "open": [],
    }


def test_a_class_is_read_where_nothing_is_kept_and_a_broken_file_is_named(tmp_path, built_book: Path, watch):
    watched = watch(built_book.as_uri(), viewport={"width": 320, "height": 800})
    page = watched.page
    page.add_init_script(BOTH.format(WITHOUT["forbidden"]))
    page.goto(f"{built_book.as_uri()}/{PAGE}.html")
    for name, content in {
        "one.json": json.dumps(student("", 15, 12)),
        "two.json": json.dumps(student("=group B", 14.2, 14.2)),
        "three.json": json.dumps(student("", 15, 12))[:-20],
        "four.json": json.dumps(student("", 60)),
    }.items():
        (tmp_path / name).write_text(content, "utf-8")
    page.fill(".ev-lab input[name=units]", "2")  # what is typed can't be kept either, and nothing breaks
    page.get_by_role("button", name="Open the class mode now").press("Enter")
    page.locator("#lab-class input[type=file]").set_input_files(sorted(tmp_path.glob("*.json")))
    page.locator("#lab-class svg").wait_for()
    said = page.inner_text("#lab-class [role=status]")
    assert (
        "2 files added, 2 left out" in said
        and "three.json: this is no JSON" in said
        and "four.json: Any of the" in said
    )
    pooled = pool_log_odds([0.12, 0.142])
    label = page.get_attribute("#lab-class svg", "aria-label")
    assert f"Last numbers before the outcome: 2 students, from 12% to 14.2%, median 13.1%, pool {pooled:.1%}" in label
    spread, by_file = page.locator("#lab-class table").all()
    assert (
        f"{brier_score(pooled, 0):.4f}" in spread.inner_text() and f"{log_score(pooled, 0):.4f}" in spread.inner_text()
    )
    assert "=group B" in by_file.inner_text() and f"{brier_score(0.12, 0):.4f}" in by_file.inner_text()
    assert page.locator("#lab-class circle").count() == 4
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.locator("#lab-file input[type=file]").set_input_files(tmp_path / "one.json")
    page.locator("#lab-outcome table").first.wait_for()
    assert [one["numbers"]["any"] for one in exported(page)["past"]] == [15, 12], "the file is gone on from"
    page.locator("#lab-file input[type=file]").set_input_files(tmp_path / "three.json")
    page.get_by_text("three.json is left out").wait_for()
    assert watched.faults == []


def test_two_files_of_one_name_are_told_apart_by_their_order(built_book: Path, watch):
    page = watch(built_book.as_uri()).page
    page.goto(f"{built_book.as_uri()}/{PAGE}.html")
    page.get_by_role("button", name="Open the class mode now").click()
    texts = [json.dumps(student("", 15, 12)), "{", json.dumps(student("", 60))]
    files = [{"name": "numbers.json", "mimeType": "application/json", "buffer": text.encode()} for text in texts]
    page.locator("#lab-class input[type=file]").set_input_files(files)
    said = page.locator("#lab-class [role=status]")
    said.filter(has_text="left out").wait_for()
    assert "numbers.json (file 2 of 3): this is no JSON" in said.inner_text()
    assert "numbers.json (file 3 of 3): Any of the" in said.inner_text()


def hand_in(page, **files: dict) -> str:
    """What the class mode says of files, each by its name."""
    said = page.locator("#lab-class [role=status]")
    before = said.text_content()
    page.locator("#lab-class input[type=file]").set_input_files(
        [
            {"name": f"{name}.json", "mimeType": "application/json", "buffer": json.dumps(one).encode()}
            for name, one in files.items()
        ]
    )
    until(page, "(before) => document.querySelector('#lab-class [role=status]').textContent !== before", before)
    return said.inner_text()


def one_by_one(page) -> list[list[str]]:
    rows = page.locator("#lab-class table").nth(1).locator("tbody tr")
    return rows.evaluate_all("all => all.map((row) => [...row.cells].map((one) => one.textContent))")


def test_equal_numbers_of_two_students_are_two_and_paper_adds_to_files(built_book: Path, watch):
    watched = watch(built_book.as_uri(), viewport=PHONE)
    page = watched.page
    page.goto(f"{built_book.as_uri()}/{PAGE}.html")
    page.get_by_role("button", name="Open the class mode now").click()
    page.locator("#lab-class input[type=file]").wait_for()
    equal = {"one": student("", 15, 12, own="aa"), "two": student("", 15, 12, own="bb")}
    old = {"three": student("", 14), "four": student("", 14)}
    said = hand_in(page, **equal, **old)
    assert "3 files added, 1 left out; 3 students in all." in said and "four.json: it is the same as three.json" in said
    said = hand_in(page, five=student("", 15, own="aa"), six=student("Zoya", 15, 12, 10, own="aa"))
    assert "0 files added, 2 left out; 3 students in all." in said, "an earlier and a later state of the first"
    assert "five.json: it is the same as one.json" in said and "one.json: it is the same as six.json" in said
    assert "1 file added, 0 left out; 4 students" in hand_in(page, seven=student("", 15, 13, own="aa")), "it went apart"
    page.get_by_label("Numbers from paper, one line for each student: A strike, Units, A party in UCDP, Any").fill(
        "2, 8, 1, 9\n\n2,5; 30 %; 1; 30\n5 10 4\n1,3,5,7\n۵\t۱۰\t۴\t۱۰٫۵"
    )
    page.get_by_role("button", name="Add these numbers").click()
    said = page.inner_text("#lab-class [role=status]")
    assert "3 lines added, 2 left out; 7 students in all." in said
    assert "5 10 4: write 4 numbers for each row" in said and "1,3,5,7: A yes to “A party in UCDP”" in said
    assert page.locator("#lab-class textarea").input_value() == "5 10 4\n1,3,5,7", "what was added is not added twice"
    numbers = {
        "Paper 1": 9,
        "Zoya": 10,
        "Paper 3": 10.5,
        "two.json": 12,
        "seven.json": 13,
        "three.json": 14,
        "Paper 2": 30,
    }
    found = one_by_one(page)
    assert [(row[0], row[2]) for row in found] == [(name, f"{number}%") for name, number in numbers.items()]
    assert [row[3] for row in found] == [f"{brier_score(number / 100, 0):.4f}" for number in numbers.values()]
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]

    def again() -> None:
        page.reload()
        page.get_by_role("button", name="Open the class mode now").click()
        page.locator("#lab-class input[type=file]").wait_for()

    again()
    assert one_by_one(page) == found and "7 students kept" in page.inner_text("#lab-class [role=status]")
    assert "four.json: it is the same as three.json" in hand_in(page, four=old["four"])
    page.get_by_role("button", name="Clear the class").click()
    assert page.locator("#lab-class svg, #lab-class table").count() == 0
    again()
    assert page.locator("#lab-class svg, #lab-class table").count() == 0
    assert "1 file added, 0 left out; 1 student in all." in hand_in(page, one=equal["one"])
    assert watched.faults == []


def test_a_file_is_named_by_its_word_or_its_id_and_each_beginning_has_an_id_of_its_own(built_book: Path, watch):
    page = watch(built_book.as_uri()).page
    page.goto(f"{built_book.as_uri()}/{PAGE}.html")

    def saved() -> tuple[str, str]:
        with page.expect_download() as waiting:
            page.get_by_role("button", name="Save as JSON").click()
        return waiting.value.suggested_filename, json.loads(Path(waiting.value.path()).read_text("utf-8"))["id"]

    assert refusal(page, FIRST) == ""
    name, own = saved()
    assert re.fullmatch("[0-9a-f]{16}", own) and name == f"lab-forecast-{own[:8]}.json"
    page.reload()
    assert saved() == (name, own)
    page.get_by_label("A word to tell your file by").fill(" Zoya / group 2: زويا! ")
    assert saved() == ("lab-forecast-Zoya-group-2-زويا.json", own)
    page.get_by_role("button", name="Start again").click()
    page.get_by_role("button", name="Press again").click()
    assert refusal(page, FIRST) == "" and saved()[1] != own


def test_a_sheet_of_paper_is_a_line_with_its_word_and_its_first_and_last_row(built_book: Path, watch):
    page = watch(built_book.as_uri()).page
    page.goto(f"{built_book.as_uri()}/{PAGE}.html")
    page.get_by_role("button", name="Open the class mode now").click()
    page.get_by_label("Numbers from paper").fill(
        "Babak: 5 10 4 14 / 5 10 4 13 / 2 8 1 9\nBabak: 5, 10, 4, 12\n5 10 4 14 / 5 10 4"
    )
    page.get_by_role("button", name="Add these numbers").click()
    said = page.inner_text("#lab-class [role=status]")
    assert "2 lines added, 1 left out" in said and "write 4 numbers for each row of the sheet, and / between" in said
    assert [row[:3] for row in one_by_one(page)] == [
        ["Babak", "14%", "9%"],
        ["Babak (2)", "12%", "12%"],
    ]
    assert "2 files added" in hand_in(page, one=student("Babak", 15, own="aa"), two=student("Babak", 14, own="bb"))
    assert [row[0] for row in one_by_one(page)] == ["Babak", "Babak (2)", "Babak (4)", "Babak (3)"]
    assert "0 files added" in hand_in(page, three=student("Babak", 15, 13, own="aa")), "her later state keeps her name"
    assert [row[0] for row in one_by_one(page)] == ["Babak", "Babak (2)", "Babak (3)", "Babak (4)"]


def test_shares_that_were_written_for_percents_are_asked_for_once(built_book: Path, watch):
    page = watch(built_book.as_uri()).page
    page.goto(f"{built_book.as_uri()}/{PAGE}.html")
    small = {"strike": 0.2, "units": 0.25, "ucdp": 0.1, "any": 0.3}
    assert "All of these are below 1%. If you wrote shares" in refusal(page, small)
    small["any"] = 0.4
    assert "0.2 is 20" in refusal(page, small), "other numbers are asked for anew"
    assert refusal(page, small) == "" and exported(page)["past"][0]["numbers"] == small


def test_the_sheet_on_paper_asks_for_numbers_that_class_mode_takes(built_book: Path, watch):
    sheet = (built_book / "teach/lab-sheet.htm").read_text("utf-8")
    least, most = re.search(r"numbers from ([\d.]+) to ([\d.]+)\.", sheet).groups()
    page = watch(built_book.as_uri()).page
    page.goto(f"{built_book.as_uri()}/{PAGE}.html")
    page.get_by_role("button", name="Open the class mode now").click()
    page.get_by_label("Numbers from paper").fill(
        "\n".join([f"{least} " * 4, f"{most} " * 4, "0.09 " * 4, "99.95 " * 4])
    )
    page.get_by_role("button", name="Add these numbers").click()
    assert "2 lines added, 2 left out" in page.inner_text("#lab-class [role=status]")


def test_what_is_typed_outlasts_a_reload_and_ends_with_its_lock(built_book: Path, watch):
    watched = watch(built_book.as_uri())
    page = watched.page
    page.goto(f"{built_book.as_uri()}/{PAGE}.html")
    page.fill(".ev-lab input[name=units]", "2,")
    page.fill(".ev-lab textarea", "Too costly")
    page.fill("#lab-file input[type=text]", "Zoya")
    page.locator("#lab-file input[type=text]").blur()
    page.reload()
    shown = [
        page.input_value(f".ev-lab {one}") for one in ("input[name=units]", "textarea", "input[type=text][maxlength]")
    ]
    assert shown == ["2,", "Too costly", "Zoya"] and page.input_value(".ev-lab input[name=strike]") == ""
    assert refusal(page, FIRST) == ""
    page.fill("#lab-bases input[name=any]", "11")
    page.reload()
    assert page.input_value("#lab-bases input[name=any]") == "11"
    page.get_by_role("button", name="Keep my numbers").click()
    assert page.input_value("#lab-bases input[name=any]") == str(FIRST["any"]), "what was not locked is no number"
    state = exported(page)
    assert state["name"] == "Zoya" and [one["reason"] for one in state["past"]] == ["Too costly"]
    page.get_by_role("button", name="Start again").click()
    page.get_by_role("button", name="Press again").click()
    page.reload()
    assert page.input_value(".ev-lab input[name=units]") == page.input_value(".ev-lab textarea") == ""
    assert watched.faults == []


def test_no_locked_number_is_replaced_without_a_word(served, watch):
    """By another tab, by a file, by an edition that takes it no more."""
    watched = watch(served)
    first, second = watched.page, watched.context.new_page()
    for page in (first, second):
        page.goto(f"{served}/{PAGE}.html")
    assert refusal(first, FIRST) == ""
    second.get_by_text("Locked in another tab").wait_for()
    assert "Locked: A strike 5%; Units 10%" in second.inner_text(".ev-lab")
    second.locator("#lab-bases").wait_for()  # base rates are loaded
    assert not second.get_by_role("button", name="Lock these").count()
    own = exported(second)
    assert own == exported(first)

    other = {"name": "o.json", "mimeType": "application/json", "buffer": json.dumps(student("", 12, own="bb")).encode()}
    second.locator("#lab-file input[type=file]").set_input_files(other)
    second.get_by_text("You have locked numbers here").wait_for()
    assert exported(second) == own
    second.get_by_role("button", name="Delete them and go on from the file").click()
    assert exported(second)["id"] == "bb"
    first.get_by_text("Any of the three 12%").wait_for()
    second.get_by_role("button", name="Start again").click()
    second.get_by_role("button", name="Press again").click()
    first.get_by_text("Started again in another tab").wait_for()
    assert first.get_by_role("button", name="Lock these numbers").is_visible()

    first.evaluate("(text) => localStorage.setItem('ev-lab', text)", json.dumps(student("", 60)))
    first.reload()
    first.get_by_text("What was kept here is left out: Any of the three is at most").wait_for()
    assert watched.faults == []


def test_without_scripts_a_plain_link_leads_to_the_end_and_says_so(built_book: Path, watch):
    page = watch(built_book.as_uri(), java_script_enabled=False).page
    page.goto(f"{built_book.as_uri()}/{PAGE}.html")
    told = page.inner_text("#lab")
    assert "from 0.1 to 99.9, in percent" in told and "“A party in UCDP” has at most the number of “Units”" in told
    assert "as a share (7% is 0.07), subtract 1 if it came or 0 if not, and square" in told
    assert [one.get_attribute("href") for one in page.locator("#lab a").all()] == [
        exhibit.BASE_RATES,
        exhibit.HOW_IT_ENDED,
    ]
    page.get_by_role("link", name="Outcome", exact=True).click()
    page.wait_for_url("**/06-hindsight.html")
