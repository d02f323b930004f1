"""What differs between two states of a small book: pure functions, and states made in memory."""

import json

import nbformat
import pytest

from evidence.changes import as_markdown, as_page, as_text
from evidence.changes.exhibits import IN_2017, TODAY, exhibit_changes
from evidence.changes.report import compare
from evidence.changes.rows import Cell, Row, rows_changed, table_changes, telling
from evidence.changes.sentences import Number, plain, sentence_changes, sentences
from evidence.changes.state import Sheet, State, is_notebook, sheet
from evidence.changes.told import Moved, headline, many, narrowed, row_line, sections, unchanged

RAIN = "year,amount,source_id\n2015,1,gauge\n2016,20,gauge\n"
SOURCES = "source_id,producer,quality,read\ngauge,A gauge,primary,whole\nhearsay,A paper,press,whole\n"
CLAIMS = "claim_id,paraphrase,kind,verdict_2017,verdict_today,reason\nC01,It rained.,fact,supported,supported,Read.\n"
PROOF = "evidence_id,claim_id,stance,date,table,row_id,source_id\nC01-01,C01,supports,2016,rain,2016,gauge\n"
FORECASTS = "forecast_id,probability,source_id\nO01,0.013,gauge\n"
KEYS = {
    "rain": ["year"],
    "sources": ["source_id"],
    "claims": "claim_id",
    "claim_evidence": ["evidence_id"],
    "open_forecasts": "forecast_id",
}
TABLES = {"rain": RAIN, "sources": SOURCES, "claims": CLAIMS, "claim_evidence": PROOF, "open_forecasts": FORECASTS}
CONTENTS = b"root: index\nparts:\n- chapters:\n  - file: chapters/01-rain\n"
ROWS = "data:text/csv;charset=utf-8,year%2Camount%0A2015%2C1%0A2016%2C{amount}%0A"
CSV = f'<a class="ev-csv" download="{{name}}.csv" href="{ROWS}">CSV</a>'
PROSE = """# Did it rain?

In {n}`2016 <year>` it rained {n}`20 <amount>` mm, says {gloss}`the gauge <gauge>` ({fig}`1.1 <rain>`).
It was wet. {claim}`C01`
"""


def described(name: str, text: str, **more) -> dict:
    columns = text.splitlines()[0].split(",")
    schema = {"fields": [{"name": one, "type": "string"} for one in columns], "primaryKey": KEYS[name]}
    return {"name": name, "path": f"{name}.csv", "profile": "tabular-data-resource", "schema": schema, **more}


def figure(amount: int, name: str = "rain", title: str = "It rained", drawn: str = "M0,0") -> str:
    svg = f'<svg viewBox="0 0 9 9"><title id="a">{title}</title><path d="{drawn}" data-tip="{amount} mm"/></svg>'
    return (
        f'<figure class="ev-figure" id="fig-{name}" data-figure="{name}" data-rows="rain">\n'
        f'<div class="ev-chart">{svg}</div>\n<div class="ev-chart ev-phone" hidden>{svg}</div>\n'
        f'<p class="ev-title"><span class="ev-number">Figure</span> {title}<a class="headerlink" href="#">#</a></p>\n'
        f'<p class="ev-description">{amount} mm in 2016.</p>{CSV.format(name=name, amount=amount)}</figure>'
    )


def shown(markup: str, cell: str, said: dict[str, str] | None = None) -> nbformat.NotebookNode:
    record = "application/papermill.record/text/plain"
    glued = [
        nbformat.v4.new_output("display_data", {record: repr(text)}, metadata={"scrapbook": {"name": key}})
        for key, text in (said or {}).items()
    ]
    output = nbformat.v4.new_output("execute_result", {"text/html": markup}, execution_count=1)
    return nbformat.v4.new_code_cell("draw()", id=cell, outputs=[*glued, output], execution_count=1)


def notebook(*cells) -> bytes:
    made = [
        nbformat.v4.new_markdown_cell(one, id=f"m{at}") if isinstance(one, str) else one for at, one in enumerate(cells)
    ]
    return nbformat.writes(nbformat.v4.new_notebook(cells=made)).encode()


def state(name: str = "old", prose: str = PROSE, amount: int = 20, cells=None, package=None, **changed: str) -> State:
    texts = TABLES | changed
    resources = [described(table, text) for table, text in texts.items() if text]
    files = {f"data/{table}.csv": text.encode() for table, text in texts.items()}
    files["data/datapackage.json"] = json.dumps({"name": "weather", "resources": resources, **(package or {})}).encode()
    cells = [shown(figure(amount), "rain-drawn")] if cells is None else cells
    files |= {"chapters/01-rain.ipynb": notebook(prose, *cells), "_toc.yml": CONTENTS}
    return State(name, files)


def changed_table(**changed: str):
    [change] = table_changes(state(), state("new", **changed))
    return change


def test_rows_are_added_gone_and_revised_with_their_cells():
    change = changed_table(rain="year,amount,source_id\n2016,21,hearsay\n2017,3,gauge\n")
    assert (change.name, change.key, change.cells) == ("rain", ("year",), 2)
    assert change.rows == (
        Row("2016", "revised", (Cell("amount", "20", "21"), Cell("source_id", "gauge", "hearsay"))),
        Row("2017", "added", (Cell("amount", "", "3"), Cell("source_id", "", "gauge"))),
        Row("2015", "gone", (Cell("amount", "1", ""), Cell("source_id", "gauge", ""))),
    )


def test_one_cell_is_one_cell_and_nothing_is_nothing():
    assert changed_table(rain=RAIN.replace("20,", "21,")).rows == (
        Row("2016", "revised", (Cell("amount", "20", "21"),)),
    )
    assert table_changes(state(), state("new")) == []


def test_a_row_whose_key_was_edited_is_that_row():
    before = Sheet(["id", "day", "what"], [["A1", "2016-05-01", "heavy rain"], ["A2", "2016-05-02", "no rain at all"]])
    after = Sheet(["id", "day", "what"], [["A1", "2016-05-01", "heavy rain"], ["A9", "2016-05-02", "no rain at all"]])
    kinds = [(row.what, row.key) for row in rows_changed(before, after, ["id"])]
    assert kinds == [("gone", "A2"), ("added", "A9")][::-1], "two cells may be alike by chance"
    wide = [Sheet([*one.header, "by"], [[*row, "gauge"] for row in one.rows]) for one in (before, after)]
    [row] = rows_changed(*wide, ["id"])
    assert (row.what, row.key, row.cells) == ("revised", "A9", (Cell("id", "A2", "A9"),))
    wider = [Sheet([*one.header, "on"], [[*row, "a roof"] for row in one.rows]) for one in wide]
    [row] = rows_changed(*wider, ["id", "day"])
    assert (row.key, row.cells) == ("A9|2016-05-02", (Cell("id", "A2", "A9"),))


def test_a_revised_row_is_called_by_its_date_and_its_first_words():
    head = ["id", "date", "place", "what", "source_id"]
    rows = [
        ["A1", "2016-05-01", "Kabul", "heavy rain fell", "a gauge"],
        ["A1", "2016-05-01", "Herat", "heavy rain fell", "a"],
    ]
    [row] = rows_changed(Sheet(head, rows[:1]), Sheet(head, rows[1:]), ["id"])
    assert row.label == "2016-05-01, heavy rain fell"
    report = state("new", rain=RAIN.replace("20,", "21,"))
    assert table_changes(state(), report)[0].rows[0].label == "", "a table without words has none"


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("0.123456789", "0.234567891", Moved("0.1235", "0.2346")),
        ("0.1234567", "0.1234568", Moved("0.1234567", "0.1234568")),
        ("2015.5", "2016.5", Moved("2015.5", "2016.5")),
        ("12.345678", "rain", Moved("12.345678", "rain")),
    ],
)
def test_computed_numbers_are_shown_in_few_digits(old, new, shown):
    assert row_line(Row("2016", "revised", (Cell("share", old, new),)), ["year"])[-1] == shown


def test_rows_that_moved_alike_share_a_line_that_names_them_all():
    years = range(1900, 2000)
    old, new = ("".join(f"{year},{year % 7},{source}\n" for year in years) for source in ("gauge", "hearsay"))
    old, new = state(rain=RAIN + old), state("new", rain=RAIN.replace("20,", "21,") + new)
    report = compare(old, new)
    (block,) = (one for one in sections(report)[0].blocks if one.heading.startswith("rain: "))
    one, alike = block.lines
    assert one == ("2016", " · amount: ", Moved("20", "21"))
    assert alike == (f"100 rows ({', '.join(map(str, years))})", " · source_id: ", Moved("gauge", "hearsay"))
    (told,) = (line for line in as_text.whole(report).splitlines() if "100 rows (" in line)
    assert len(told) < 400 and told.endswith(" ... · source_id: [gauge -> hearsay]"), "a terminal has less room"
    assert "1998, 1999)" in as_page.page(report)


def test_the_first_thing_said_is_what_the_first_page_says_now():
    first = {"index.ipynb": notebook("It rained {n}`20 <amount>` mm."), "chapters/01-rain.ipynb": notebook(PROSE)}
    old, new = state(), state("new")
    old.files.update(first)
    new.files.update(first | {"index.ipynb": notebook("It rained {n}`21 <amount>` mm.")})
    report = compare(old, new)
    assert headline(report) == ("On the first page: ", Moved("20", "21"))
    assert as_text.short(report).splitlines()[1] == "  On the first page: [20 -> 21]"
    assert "On the first page: <del>20</del> → <ins>21</ins>" in as_page.page(report)
    assert "On the first page\\: ~~20~~ → **21**" in as_markdown.markdown(report)
    other = compare(state(), state("new", rain=RAIN.replace("20,", "21,")))
    assert headline(other) == ("No number of the first page moved.",)
    assert headline(compare(state(), state("new"))) == ()


def test_a_cell_that_was_emptied_or_filled_is_revised():
    assert changed_table(rain=RAIN.replace("20,", ",")).rows[0].cells == (Cell("amount", "20", ""),)


def test_columns_that_come_or_go_are_named_and_their_cells_are_not_each_a_change():
    change = changed_table(rain="year,source_id,note\n2015,gauge,dry\n2016,gauge,wet\n")
    assert change.columns == ("+ note", "- amount") and not change.rows


def test_a_new_table_and_one_that_is_gone_are_said_whole():
    [gone] = table_changes(state(), state("new", rain=""))
    assert gone.whole == "the table is gone" and [row.what for row in gone.rows] == ["gone", "gone"]
    [new] = table_changes(state("old", rain=""), state("new"))
    assert new.whole == "the table is new" and [row.key for row in new.rows] == ["2015", "2016"]


@pytest.mark.parametrize(
    "text", ["year,amount,source_id\n2016,20,gauge\n2015,1,gauge\n", RAIN.replace("\n", "\r\n"), "\ufeff" + RAIN]
)
def test_another_order_or_another_way_to_write_the_same_cells_is_said_as_that(text):
    change = changed_table(rain=text)
    assert not change.rows and "their cells are the same" in change.rest[0]


def test_what_the_package_says_otherwise_of_a_table_is_named():
    one, other = state(), state("new")
    package = json.loads(other.files["data/datapackage.json"])
    package["resources"][0] |= {"title": "Rain"}
    package["resources"][0]["schema"]["fields"][1]["unit"] = "mm"
    other.files["data/datapackage.json"] = json.dumps(package).encode()
    assert table_changes(one, other)[0].rest == ("described otherwise: title, column amount",)


def test_rows_of_one_key_are_told_apart_by_their_place():
    twice = Sheet(["a", "b"], [["x", "1"], ["x", "2"]])
    [row] = rows_changed(twice, Sheet(["a", "b"], [["x", "1"], ["x", "3"]]), ["a"])
    assert row == Row("x (number 2)", "revised", (Cell("b", "2", "3"),))


def test_the_first_columns_that_tell_rows_apart_are_their_key():
    before = Sheet(["fight", "year", "best"], [["a", "2015", "1"], ["a", "2016", "1"], ["b", "2015", "1"]])
    assert telling(before, before) == ["fight", "year"]
    same = Sheet(["fight"], [["a"], ["a"]])
    assert telling(same, same) == ["fight"]


def test_a_key_is_such_that_rows_meet_again():
    before = Sheet(["rule", "said", "asked"], [["one", "8.0", "any"], ["two", "7.8", "any"], ["one", "3", "units"]])
    after = Sheet(before.header, [["one", "7.1", "any"], ["two", "6.9", "any"], ["one", "3", "units"]])
    assert telling(before, after) == ["rule", "asked"]
    assert telling(Sheet([], []), after) == []


def test_a_table_is_read_from_whatever_saved_it():
    assert sheet(b'\xef\xbb\xbfa,b\r\n"1",2\r\n,\r\n3\r\n') == Sheet(["a", "b"], [["1", "2"], ["3", ""]])
    assert sheet(b"") == Sheet([], [])


def test_an_outline_that_was_moved_is_a_row_that_was_revised():
    def drawn(corner: int) -> bytes:
        shape = {"type": "Polygon", "coordinates": [[[0, 0], [0, corner], [1, 1], [0, 0]]]}
        return json.dumps({"features": [{"properties": {"id": "A", "source_id": "x"}, "geometry": shape}]}).encode()

    described = {"name": "map", "path": "map.geojson", "profile": "data-resource"}
    described["outlines"] = {"key": "id", "properties": ["id", "source_id"]}
    package = json.dumps({"resources": [described]}).encode()
    one, other = (
        State(name, {"data/datapackage.json": package, "data/map.geojson": drawn(corner)})
        for name, corner in (("old", 1), ("new", 2))
    )
    [change] = table_changes(one, other)
    [row] = change.rows
    assert (row.key, row.what, row.cells[0].column) == ("A", "revised", "outline")


def test_a_notebook_of_the_book_is_known_by_its_path():
    known = ("index.ipynb", "chapters/01-a.ipynb", "chapters/appendix/b.ipynb")
    others = ("docs/x.ipynb", "chapters/.ipynb_checkpoints/a.ipynb", "chapters/.a.ipynb", "chapters/a.md", "b.ipynb")
    assert all(map(is_notebook, known)) and not any(map(is_notebook, others))


def test_a_sentence_is_read_as_a_reader_has_it():
    [heading, first, second] = sentences(nbformat.reads(notebook(PROSE).decode(), 4))
    assert plain(heading.pieces) == "Did it rain?"
    assert plain(first.pieces) == "In 2016 it rained 20 mm, says the gauge (Figure 1.1)."
    assert plain(second.pieces) == "It was wet. (C01)"


def test_directives_lists_and_links_are_words_alone():
    source = (
        ":::{admonition} More of it\n:class: dropdown\n- **Votes.** See [chapter 1](chapters/01-a).\n"
        "1. A `word` more.\n:::\n\n```{verdict-strip} C01 C02\n```\n"
    )
    read = [plain(said.pieces) for said in sentences(nbformat.reads(notebook(source).decode(), 4))]
    assert read == ["More of it", "Votes.", "See chapter 1.", "A word more.", "C01 C02"]


def test_a_number_that_moved_stands_in_its_sentence_with_what_it_was():
    moved, worded, coded = sentence_changes(state(), state("new", PROSE.replace("`20 <", "`21 <")))
    [sentence] = moved
    assert sentence.pieces == ("In 2016 it rained ", Number("amount", "20", "21"), " mm, says the gauge (Figure 1.1).")
    assert (sentence.notebook, sentence.cell, worded, coded) == ("chapters/01-rain.ipynb", 0, [], [])


def test_a_number_with_a_point_does_not_end_a_sentence():
    said = "It is {n}`0.5 p. a. Or so <a>` of it."
    [sentence] = sentence_changes(state(prose=said), state("new", said.replace("0.5", "0.6")))[0]
    assert plain(sentence.pieces) == "It is 0.6 p. a. Or so of it."


def test_a_character_that_no_text_has_is_passed_over():
    [said] = sentences(nbformat.reads(notebook("It \x007\x00 rained.").decode(), 4))
    assert plain(said.pieces) == "It 7 rained."


def test_words_are_told_apart_from_numbers_and_a_new_number_of_a_figure_is_neither():
    [], [words], [] = sentence_changes(state(), state("new", PROSE.replace("wet", "dry")))
    assert (words.old, words.new) == ("It was wet. (C01)", "It was dry. (C01)")
    assert sentence_changes(state(), state("new", PROSE.replace("1.1 <", "1.2 <"))) == ([], [], [])


def test_a_number_in_a_sentence_of_other_words_is_found_by_its_key():
    prose = PROSE.replace("it rained {n}`20", "rain fell, all of {n}`21")
    [sentence], [words], [] = sentence_changes(state(), state("new", prose))
    assert sentence.numbers == [Number("amount", "20", "21")]
    assert words.new.startswith("In 2016 rain fell, all of 21 mm")


def test_a_note_that_the_book_leaves_out_is_no_prose():
    hidden = nbformat.v4.new_markdown_cell("A note with {n}`1 <a>`.", metadata={"tags": ["remove-cell"]})
    assert sentences(nbformat.v4.new_notebook(cells=[hidden])) == []


def test_code_that_changed_is_named_by_its_cell():
    one, other = shown("<p>a</p>", "a"), shown("<p>a</p>", "a")
    other.source = "draw(2)"
    [code] = sentence_changes(state(cells=[one]), state("new", cells=[other]))[2]
    assert code.cells == (0,)


def test_a_figure_whose_data_changed_has_its_rows_and_pictures_before_and_after():
    [change], orders = exhibit_changes(
        state(), state("new", amount=21, cells=[shown(figure(21, drawn="M1,1"), "rain-drawn")])
    )
    assert change.is_moved_figure and not orders
    assert change.exhibit.called == "Figure 1.1 rain"
    [data] = change.data
    assert (data.state, data.key, data.rows) == (
        TODAY,
        ("year",),
        (Row("2016", "revised", (Cell("amount", "20", "21"),)),),
    )
    [text] = change.texts
    assert tuple(text) == (TODAY, "description", "20 mm in 2016.", "21 mm in 2016.")
    [pictures] = change.pictures
    assert ["M0,0" in pictures.column[0], "M1,1" in pictures.column[1]] == [True, True]


def test_the_state_of_2017_is_compared_by_itself():
    def both(then: int) -> str:
        return f'<div class="ev-hindsight">{figure(20)}\n<template class="ev-then">{figure(then)}</template></div>'

    one, other = (state(name, cells=[shown(both(then), "a")]) for name, then in (("old", 5), ("new", 6)))
    [change], _ = exhibit_changes(one, other)
    assert [data.state for data in change.data] == [IN_2017] and change.texts[0].new == "6 mm in 2016."


def test_a_finding_that_reads_otherwise_is_a_text_and_no_picture():
    other = state("new", cells=[shown(figure(20, title="It <b>poured</b>"), "rain-drawn")])
    [change], _ = exhibit_changes(state(), other)
    assert not change.is_moved_figure and not change.pictures
    assert tuple(change.texts[0]) == (TODAY, "title", "It rained", "It poured")


def test_a_tip_that_reads_otherwise_is_said_where_the_data_do_not_say_it():
    markup = figure(20).replace("20 mm&quot;", "").replace('data-tip="20 mm"', 'data-tip="twenty mm"')
    [change], _ = exhibit_changes(state(), state("new", cells=[shown(markup, "rain-drawn")]))
    assert {tuple(text) for text in change.texts} == {(TODAY, "tip", "20 mm", "twenty mm")}


def test_figures_that_change_places_change_numbers_and_order():
    rain, sun = shown(figure(20), "a"), shown(figure(3, "sun"), "b")
    changes, [order] = exhibit_changes(state(cells=[rain, sun]), state("new", cells=[sun, rain]))
    assert {one.exhibit.name: (one.old.number, one.new.number) for one in changes} == {
        "rain": ("1.1", "1.2"),
        "sun": ("1.2", "1.1"),
    }
    assert (order.old, order.new) == (("rain", "sun"), ("sun", "rain"))


def test_exhibits_that_come_and_go_are_named():
    changes, orders = exhibit_changes(state(), state("new", cells=[shown(figure(3, "sun"), "b")]))
    assert [(one.exhibit.name, one.old is None, one.new is None) for one in changes] == [
        ("sun", True, False),
        ("rain", False, True),
    ]
    assert not orders


def test_what_no_reader_sees_is_said_of_all_exhibits_at_once():
    other = state("new", cells=[shown(figure(20).replace('id="fig-rain"', 'id="fig-of-rain"'), "rain-drawn")])
    [section] = sections(compare(state(), other))
    assert section.said == "1 in links, settings or markup alone"
    assert section.blocks[0].lines == (("Figure 1.1 rain",),)


def test_a_cell_of_a_table_that_its_rows_do_not_have_is_a_text():
    page = '<div class="ev-table" data-table="t"><table><tr><td>1</td><td>{}</td></tr></table></div>'
    one, other = (state(name, cells=[shown(page.format(word), "t")]) for name, word in (("old", "a"), ("new", "c")))
    [change], _ = exhibit_changes(one, other)
    assert [tuple(text) for text in change.texts] == [(TODAY, "text", "1 · a", "1 · c")]


def test_a_register_is_compared_passage_by_passage():
    page = '<div class="ev-page"><table><tr><td>E1</td><td>{}</td></tr><tr><td>E2</td><td>b</td></tr></table></div>'
    one, other = (state(name, cells=[shown(page.format(word), "list")]) for name, word in (("old", "a"), ("new", "c")))
    [change], _ = exhibit_changes(one, other)
    assert [tuple(text) for text in change.texts] == [(TODAY, "text", "E1 · a", "E1 · c")]


def test_a_claim_is_in_question_where_a_row_beneath_it_moved_and_the_rule_is_run_again():
    [verdict] = compare(state(), state("new", rain=RAIN.replace("20,", "21,"))).verdicts
    assert (verdict.claim, verdict.because, verdict.breaks) == (
        "C01",
        ("rain 2016 revised, of which evidence C01-01 tells",),
        (),
    )


def test_a_verdict_that_the_rule_no_longer_allows_is_said():
    other = state("new", claim_evidence=PROOF.replace(",gauge", ",hearsay"))
    [verdict] = compare(state(), other).verdicts
    broken = "supported, but by no primary source and not by two of different producers"
    assert verdict.breaks == (f"verdict_2017: {broken}", f"verdict_today: {broken}")
    assert verdict.because == ("claim_evidence C01-01 revised",)
    [mended] = compare(other, state("newer")).verdicts
    assert mended.mended == verdict.breaks and not mended.breaks


def test_a_source_counts_where_the_rule_weighs_it():
    weaker = state("new", sources=SOURCES.replace("primary", "press"))
    assert compare(state(), weaker).verdicts[0].because == ("sources gauge revised",)
    assert compare(state(), weaker).verdicts[0].breaks
    unread = state("new", sources=SOURCES.replace("A paper,press", "A paper,weak"))
    assert compare(state(), unread).verdicts == []


def test_a_verdict_that_was_broken_before_is_not_said_to_hold():
    one = state(claim_evidence=PROOF.replace(",gauge", ",hearsay"))
    other = state("new", claim_evidence=PROOF.replace(",gauge", ",hearsay"), rain=RAIN.replace("20,", "21,"))
    [verdict] = compare(one, other).verdicts
    assert len(verdict.broken) == 2 and not verdict.breaks and not verdict.mended
    text = as_text.whole(compare(one, other))
    assert "the rule is broken, as it was before" in text and "still" not in text


def test_a_verdict_that_was_edited_is_said():
    [verdict] = compare(state(), state("new", claims=CLAIMS.replace("supported,Read", "contested,Read"))).verdicts
    assert verdict.edited == (Cell("verdict_today", "supported", "contested"),) and verdict.breaks


def test_where_the_rule_cannot_be_run_it_is_said_and_the_rest_is_compared():
    other = state("new", claim_evidence=PROOF.replace(",2016,", ",summer,"), rain=RAIN.replace("20,", "21,"))
    report = compare(state(), other)
    assert report.verdicts == [] and report.tables
    assert "the rule for verdicts was not run on new" in report.unsure[0]


def test_forecasts_that_were_filed_and_numbers_that_were_computed():
    path, page = "chapters/05-probability-of-intervention.ipynb", {}
    for name, text in (("old", "2.0%"), ("new", "2.1%")):
        page[name] = state(name, open_forecasts=FORECASTS.replace("0.013", {"old": "0.013", "new": "0.014"}[name]))
        page[name].files[path] = notebook(shown("<p>a</p>", "said", {"c5_units": text, "c5_ucdp": "0.7%"}))
    report = compare(page["old"], page["new"])
    assert [tuple(one) for one in report.filed] == [("O01", "revised", "probability", "0.013", "0.014")]
    assert [one.number for one in report.computed] == [Number("c5_units", "2.0%", "2.1%")]


def test_two_equal_states_differ_in_nothing_and_say_so_in_one_line():
    report = compare(state(), state("new"))
    assert report.nothing and sections(report) == []
    said = "5 tables of data, 2 numbers in the prose, 1 figure, 1 claim and 1 filed forecast are as they were."
    assert unchanged(report) == f"Nothing changed: {said}"


def test_everything_else_is_said_in_one_line():
    report = compare(state(), state("new", rain=RAIN.replace("20,", "21,")))
    assert unchanged(report).startswith("Everything else is unchanged: 4 of 5 tables of data, 2 of 2 numbers")


def test_a_number_that_is_new_is_not_as_it_was():
    report = compare(state(prose="It rained."), state("new"))
    assert report.stood["number in the prose"] == (2, 0)


def test_a_file_that_is_no_notebook_is_named_and_the_rest_is_compared():
    other = state("new", rain=RAIN.replace("20,", "21,"))
    other.files["chapters/02-sun.ipynb"] = b"{"
    report = compare(state(), other)
    assert report.tables and report.unsure[0].startswith("chapters/02-sun.ipynb of new is not readable as a notebook")


def test_of_a_long_text_the_words_that_differ_are_said():
    words = "one two three four five six seven eight nine ten eleven {} thirteen fourteen {}"
    assert narrowed(words.format("twelve", "15"), words.format("12", "")) == (
        "... four five six seven eight nine ten eleven",
        " ",
        Moved("twelve", "12"),
        " ",
        "thirteen fourteen",
        " ",
        Moved("15", ""),
    )
    other = "quite another text of about the same length, which has none of these words in it"
    assert narrowed(words, other) == (Moved(words, other),)
    assert narrowed("7 mm", "8 mm") == (Moved("7 mm", "8 mm"),)


@pytest.mark.parametrize(
    ("number", "noun", "said"),
    [
        (1, "row", "1 row"),
        (4500, "row", "4,500 rows"),
        (2, "table of data", "2 tables of data"),
        (2, "filed forecast", "2 filed forecasts"),
        (1, "filed forecast", "1 filed forecast"),
    ],
)
def test_counted_things_are_said(number, noun, said):
    assert many(number, noun) == said


def test_a_terminal_has_every_section_and_at_its_end_the_short_of_it():
    other = state("new", PROSE.replace("`20 <", "`21 <"), 21, rain=RAIN.replace("20,", "21,"))
    text = as_text.whole(compare(state(), other))
    for said in (
        "rain: 1 row revised (1 cell)\n    2016 · amount: [20 -> 21]",
        "In 2016 it rained [20 -> 21] mm, says the gauge (Figure 1.1).",
        "today, data, 2016 · amount: [20 -> 21]",
        "moved beneath it: rain 2016 revised",
    ):
        assert said in text
    assert text.endswith(as_text.short(compare(state(), other)))


def test_a_terminal_is_given_no_orders():
    other = state("new", rain=RAIN.replace("20,", '"\x1b[2Jx\u202e",'))
    text = as_text.whole(compare(state(), other))
    assert "\x1b" not in text and "\u202e" not in text and "\\x1b[2Jx" in text


def test_markdown_has_nothing_in_it_that_a_cell_could_make_a_mark():
    planted = '"</details><script>alert(1)</script> **x** [a](http://e.org) ![i](u) @someone #12 `c` www.e.org"'
    text = as_markdown.markdown(compare(state(), state("new", rain=RAIN.replace("20,", f"{planted},"))))
    assert "<" not in text.replace("&lt;", "")
    for mark in ("[a](", "![", "`c`", "@someone", " #12", "http://", "www.e"):
        assert mark not in text
    assert r"\*\*x\*\*" in text and "~~20~~ → **" in text


def test_markdown_fits_into_a_pull_request():
    rows = "".join(f"{year},{year},gauge {'x' * 400}\n" for year in range(3000, 5000))
    prose = "\n\n".join(f"Sentence number {at} {'x' * 400} {{n}}`1 <a{at}>`." for at in range(300))
    one = state(prose=prose)
    other = state("new", prose.replace("`1 <", "`2 <"), rain=RAIN + rows)
    text = as_markdown.markdown(compare(one, other))
    assert len(text) < 65_536 and "Everything else is unchanged" in text
