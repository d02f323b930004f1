"""The second reading of the rows: every row has one outcome, every page an address, every correction stands."""

import html
import json
import re
from pathlib import Path

import pandas as pd
import pytest

from evidence import tables
from evidence.analysis.checks import houses
from evidence.checks import Raw, read, uncovered
from evidence.checks import _confirmation_problems as confirmations
from evidence.checks import _day_problems as days_of
from evidence.checks import _pointer_problems as pointers
from evidence.descriptors import listed
from evidence.exhibits import record
from evidence.forecast import known

REPO = Path(__file__).resolve().parents[1]
UPPER_ONLY = re.compile(r"\bup to\b|no more than|as many as|less than|not exceed|not over|не более|لم يتجاوز", re.I)
SEVERAL = re.compile(r";| and ")
COVERED = tables.resource("row_checks")["covers"]


@pytest.fixture(autouse=True)
def in_checkout(monkeypatch):
    monkeypatch.chdir(REPO)


def text(name: str) -> pd.DataFrame:
    """A table as text; empty cells are ""."""
    return pd.read_csv(tables.data_dir() / tables.resource(name)["path"], dtype=str, keep_default_na=False)


def ids(name: str) -> list[str]:
    key = tables.resource(name)["schema"]["primaryKey"]
    return text(name)[[key] if isinstance(key, str) else key].agg("|".join, axis=1).tolist()


def without(raw: Raw, at: int) -> Raw:
    return raw._replace(rows=raw.rows[:at] + raw.rows[at + 1 :], lines=raw.lines[:-1])


# ------------------------------------------------------------------------------------------------ checks of rows
def test_eighteen_tables_and_the_evidence_are_covered():
    assert len(COVERED) == len(set(COVERED)) == 19 and "claim_evidence" in COVERED


@pytest.mark.parametrize("name", COVERED)
def test_every_row_has_exactly_one_check(name):
    checks = text("row_checks").query("table == @name")["row_id"].tolist()
    assert sorted(checks) == sorted(ids(name))


def test_a_row_without_a_check_is_refused():
    descriptor = tables.resource("row_checks")
    raw = read(descriptor)
    assert uncovered(descriptor, raw) == []
    lost = raw.column("row_id")[7]
    table = raw.column("table")[7]
    (problem,) = uncovered(descriptor, without(raw, 7))
    says = f"{lost!r} of table {table} has no row here, which says what a second look found"
    assert problem == f"data/row_checks.csv, column row_id: {says}"


def test_confirmed_names_the_second_source_or_says_why_not():
    header = ["outcome", "second_source_id", "note"]
    rows = [["confirmed", "second-tass", ""], ["confirmed", "", "no address was kept"], ["one source only", "", ""]]
    assert confirmations(Raw("data/x.csv", header, rows, [2, 3, 4])) == []
    (problem,) = confirmations(Raw("data/x.csv", header, [["confirmed", "", ""]], [2]))
    assert problem.startswith("data/x.csv, row 2, column second_source_id: ")


def test_no_row_is_confirmed_by_the_newsroom_that_it_cites():
    checks = record.row_checks().dropna(subset="second_source_id")
    shared = pd.Series([bool(houses(own) & houses(page)) for own, page in zip(checks.producer, checks.publisher)])
    outcomes = pd.crosstab(shared.to_numpy(), checks["outcome"].to_numpy())
    assert outcomes.loc[True].gt(0).to_dict() == {"confirmed": False, "corrected": True, "one source only": True}
    assert outcomes.loc[False].gt(0).to_dict() == {"confirmed": True, "corrected": True, "one source only": False}


def test_pages_of_one_newsroom_under_two_names_are_not_independent():
    rows = record.row_checks().set_index("row_id")["independent"]
    assert not rows[["E089", "E101", "F21", "X14", "S142", "K022"]].any()
    assert not rows[["H17", "N06"]].any(), "a copy whose original nobody knows"
    assert not rows["S122"], "the second pass met no independent page, and nobody else looked"
    assert rows[["E147", "K058"]].all(), "the page is that of the second pass"
    assert rows["E038"], "the second pass met no independent page, the measuring pass did"


def test_corrected_rows_have_a_correction():
    made = text("corrections").query("status == 'made'")
    named = set(zip(made["table"], made["row_id"]))
    corrected = text("row_checks").query("outcome == 'corrected'")
    assert set(zip(corrected["table"], corrected["row_id"])) <= named


def test_evidence_is_read_against_its_row_and_other_rows_against_pages():
    checks = text("row_checks")
    outcomes = {name: set(rows["outcome"]) for name, rows in checks.groupby("table")}
    assert outcomes.pop("claim_evidence") == {"says so", "corrected", "cannot tell"}
    assert set().union(*outcomes.values()) == {"confirmed", "corrected", "one source only", "not found again"}


# ------------------------------------------------------------------------------------------------ second sources
def test_every_page_has_a_whole_address_of_its_own():
    pages = text("second_sources")
    assert pages.url.is_unique
    assert pages.url.str.fullmatch(r"https?://[^\s/<>\"]+\.[^\s/<>\"]+/[^\s<>\"]+").all()
    assert pages.says.str.split().str.len().max() <= 25


def test_every_page_is_named_by_a_check_a_pass_or_a_correction():
    tell = ("row_checks", *record.PASSES, "corrections")
    told = set().union(*(text(name).second_source_id for name in tell))
    noted = " ".join(text("row_checks").note)
    assert [page for page in text("second_sources").second_source_id if page not in told and page not in noted] == []


# ------------------------------------------------------------------------------------------------ corrections
def test_what_a_correction_says_stands_in_the_table():
    made = text("corrections").query("status == 'made' and column != '(row)' and table != ''")
    last = made.drop_duplicates(["table", "row_id", "column"], keep="last")
    gone = deleted()
    wrong = []
    for name, rows in last.groupby("table"):
        table = text(name).set_axis(ids(name), axis=0)
        for row in rows.to_dict("records"):
            if (name, row["row_id"]) not in gone and table.loc[row["row_id"], row["column"]] != row["is"]:
                wrong.append((name, row["row_id"], row["column"]))
    assert wrong == []


def test_what_was_not_made_does_not_stand_in_the_table_unless_it_was_made_later():
    rows = text("corrections").query("column != '(row)' and row_id != '' and table != ''")
    made = set(rows.query("status == 'made'")[["table", "row_id", "column"]].itertuples(index=False, name=None))
    left = rows.query("status == 'not made'")
    assert len(left) > 50
    for name, own in left.groupby("table"):
        table = text(name).set_axis(ids(name), axis=0)
        for row in own.to_dict("records"):
            if row["column"] in table and row["row_id"] in table.index:
                place = (name, row["row_id"], row["column"])
                assert table.loc[row["row_id"], row["column"]] != row["is"] or place in made, row["correction_id"]


def deleted() -> set[tuple[str, str]]:
    rows = text("corrections").query("column == '(row)' and status == 'made'")
    rows = rows[rows["is"] == "the row is deleted"]
    return set(zip(rows["table"], rows["row_id"]))


def test_each_point_of_method_that_a_hostile_reading_made_is_answered():
    points = text("corrections")["why"].str.extract(r"hostile reading, method (\d): ")[0].dropna()
    assert points.tolist() == [str(point) for point in range(1, 9)]


def test_a_moved_verdict_is_named_in_its_chapter():
    made = text("corrections").query("table == 'claims' and status == 'made'")
    moved = sorted(set(made.loc[made["column"].str.startswith("verdict"), "row_id"]))
    chapters = text("claims").set_index("claim_id")["chapter"]
    assert moved == ["C15", "C39", "C44"]
    for claim in moved:
        cells = json.loads((REPO / "chapters" / f"{chapters[claim]}.ipynb").read_text("utf-8"))["cells"]
        prose = " ".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
        assert re.search(rf"earlier\sreading of this book called [^{{]*{{claim}}`{claim}`", prose), claim


def test_deleted_rows_are_gone():
    gone = deleted()
    assert {("events", "E057"), ("visits", "W16"), ("kabul_requests", "R04"), ("isil_strength", "K027")} <= gone
    for name, row_id in gone:
        assert row_id not in ids(name)


def test_a_correction_names_a_row_that_stands_or_that_it_deleted():
    header = ["table", "row_id", "column", "status", "is"]
    gone = ["events", "E057", "(row)", "made", "the row is deleted"]
    cell = ["events", "E057", "date", "not made", "2016-07-26"]
    assert pointers(Raw("data/x.csv", header, [gone, cell], [2, 3])) == []
    (problem,) = pointers(Raw("data/x.csv", header, [cell], [2]))
    assert problem == "data/x.csv, row 2, column row_id: table events has no row 'E057'"


def test_what_was_not_made_says_why():
    left = text("corrections").query("status == 'not made'")
    assert (left.why != "").all() and len(left) > 0


# ------------------------------------------------------------------------------------------------ when a row was known
def test_a_row_told_later_counts_from_the_day_on_which_it_was_told():
    strength = tables.load("isil_strength").set_index("estimate_id")
    report = strength.loc["K021"]
    assert str(report.known_end.date()) == "2017-02-10" > report.date_stated, "known after it was signed"
    assert str(strength.loc["K002", "known_end"].date()) == "2016-04-30", "where no day is known, the day it was said"
    raid = tables.load("events").set_index("event_id").loc["E088"]
    assert raid.date_end < raid.known_end == pd.Timestamp("2017-05-07")
    before = pd.Timestamp("2017-01-20")
    assert "K021" not in known(strength, before).index


def test_a_listed_contributor_is_no_intervention_with_troops():
    rows = tables.load("interventions").set_index("intervention_id")
    only_listed = rows.index[rows.in_ucdp_acd_listed & ~rows.in_ucdp_acd_troops]
    assert list(only_listed) == ["R22"] and rows.loc["R23", "in_ucdp_acd_troops"]


def test_the_page_of_corrections_shows_each_and_the_status_counts_each_row():
    page, status = record.corrections().html, record.checks_status().html
    corrections, checks = tables.load("corrections"), tables.load("row_checks").query("table != 'claim_evidence'")
    assert sorted(re.findall(r'<tr id="(COR\d+)"', page)) == sorted(corrections["correction_id"])
    assert page.count("not made: ") == (corrections["status"] != "made").sum() > 0
    whole = [int(text.replace(",", "")) for text in re.findall(r'ev-num">([\d,]+)<', status.split(">all<")[1])]
    assert sum(whole[:4]) == len(checks) and whole[4] == checks["second_source_id"].notna().sum()
    assert whole[5] == record.row_checks()["independent"].sum() < whole[4]
    assert 0 < whole[6] <= len(checks) - whole[5], "a row that rests on an excerpt only has no independent page"


def test_a_second_page_is_not_the_first_under_another_name():
    """The independent page of a row has another address than the row's own source."""
    addresses = tables.load("sources").set_index("source_id")["url_main"]
    pages = tables.load("second_sources").set_index("second_source_id")["url"]
    checks = tables.load("row_checks").dropna(subset="second_source_id")
    same = []
    for table, rows in checks.groupby("table"):
        key = listed(tables.resource(table)["schema"]["primaryKey"])
        own = text(table)
        sources = dict(zip(own[key].agg("|".join, axis=1), own["source_id"]))
        same += [
            (table, row.row_id)
            for row in rows.itertuples()
            if str(addresses[sources[row.row_id]]).rstrip("/") == pages[row.second_source_id].rstrip("/")
        ]
    assert same == []


# ------------------------------------------------------------------------------------------------ the third reading
def test_a_row_that_tells_of_another_by_the_same_page_has_one_of_its_days():
    row = text("statements").query("statement_id == 'S226'").iloc[0]
    header = ["table", "row_id", "source_id", "date"]
    told = ["statements", "S226", row["source_id"], row["date"]]
    other_page = ["statements", "S226", "kremlin-21374", "2016-01-19"]
    assert days_of(Raw("data/x.csv", header, [told, other_page], [2, 3])) == []
    made_today = Raw("data/corrections.csv", ["correction_id", *header], [["C", *told[:3], "2026-11-26"]], [2])
    assert days_of(made_today) == [], "a correction bears the day on which it was made"
    (problem,) = days_of(Raw("data/x.csv", header, [[*told[:3], "2015-12"]], [2]))
    assert problem == "data/x.csv, row 2, column date: '2015-12' is no day of 'S226' of statements: 2015-12-25"


def test_a_reading_of_a_row_cites_the_page_of_the_row():
    """What only codes the words of another row has no page of its own."""
    events = text("events").set_index("event_id")["source_id"]
    coded = text("event_codings")
    assert coded["source_id"].tolist() == events[coded["event_id"]].tolist()
    for name in ("contact_statements", "kabul_requests", "helicopter_reports", "hypothesis_evidence"):
        for table, rows in text(name).query("table in ('events', 'statements')").groupby("table"):
            own = text(table)["source_id"].set_axis(ids(table))
            assert rows["source_id"].tolist() == own[rows["row_id"]].tolist(), (name, table)


def said_on(table: str, row_id: str) -> str:
    row = text(table).set_axis(ids(table), axis=0).loc[row_id]
    return row.get("date_stated") or row["date"]


def test_the_same_words_of_the_same_page_were_said_at_one_time():
    """A month may stand beside one of its days, where only one of the two tables needs the day."""
    for quotation, rows in text("shared_quotations").groupby("quotation_id"):
        days = [said_on(table, row_id) for table, row_id in zip(rows["table"], rows["row_id"])]
        assert all(max(days, key=len).startswith(day) for day in days), (quotation, days)


def test_every_assessment_of_the_districts_was_printed_after_its_day():
    districts = tables.load("district_control")
    assert (districts["known_end"] > districts["date_end"]).all()
    assert known(districts)["date"].tolist() == ["2016-01-29", "2016-05-28", "2016-08-28", "2016-11-26", "2017-02"]


def test_a_figure_of_a_whole_period_is_told_after_it():
    points = text("trade_points")
    whole = points[(points["date"].str.len() == 4) | (points["date_end"] != "")]
    whole = whole[~whole["kind"].str.startswith("target")]  # a target is told before
    ends = whole["date_end"].where(whole["date_end"] != "", whole["date"])
    assert len(whole) > 10 and (whole["date_known"] > ends).all(), whole.loc[whole["date_known"] <= ends, "point_id"]
    counts = text("civilian_casualties").query("date_known != ''")
    ends = counts["date_end"].where(counts["date_end"] != "", counts["date"])
    assert (counts["date_known"] > ends).all() and counts["killed_first"].ne("").all()


def test_as_known_in_august_2017_the_casualties_end_with_the_half_year_report():
    """The first half of 2017 was published on 17 July, the year 2017 in February 2018."""
    counts = known(tables.load("civilian_casualties")).set_index("period")
    assert {"2016", "2017-H1"} <= set(counts.index) and "2017" not in counts.index
    early = known(tables.load("civilian_casualties"), pd.Timestamp("2017-02-01"))
    assert "2015" in set(early["period"]) and "2016" not in set(early["period"]), "told on 6 February 2017"


def test_an_upper_bound_is_no_point_and_a_repetition_is_not_drawn():
    strength = text("isil_strength").set_index("estimate_id")
    bounded = strength[strength["quote"].str.contains(UPPER_ONLY)]
    assert len(bounded) >= 5 and (bounded["low"] != bounded["high"]).all()
    repeats = strength[strength["why_not_comparable"].str.startswith("repeats ")]
    assert len(repeats) >= 2 and repeats["comparable"].eq("FALSE").all()
    assert not strength["note"].str.contains("do not plot both").any(), "say it in comparable"
    assert repeats["why_not_comparable"].str.removeprefix("repeats ").isin(strength.index).all()


def test_words_have_one_speaker_unless_they_are_joint():
    statements = text("statements")
    several = statements[statements["speaker"].str.contains(SEVERAL)]
    assert several["role"].eq("joint statement").all(), several["statement_id"].tolist()


def test_a_correction_shows_the_page_that_bears_it_out_where_its_source_is_that_page():
    """A correction made by the recipe names one page, as its source; a reading by the contributors is no page."""
    pages = record._pages()
    paged = tables.load("sources").dropna(subset="url_main").iloc[0]
    rows = pd.DataFrame({"source_id": [paged.source_id, "own-third-reading"], "second_source_id": [None, None]})
    own, read = (record._page_of(row, pages) for row in rows.itertuples())
    assert paged.url_main in html.unescape(own) and read == record.MISSING
