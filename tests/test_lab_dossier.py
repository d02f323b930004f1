"""The dossier of the forecasting lab: what a reader of 15 August 2017 could have read, and nothing later."""

import csv
import re

import pandas as pd

from evidence import tables
from evidence.analysis import lab
from evidence.exhibits import lab as exhibit
from evidence.forecast import AS_OF
from evidence.periods import period
from evidence.wording import MONTHS

PAGE = "chapters/lab"
DATES = re.compile(rf"\b(?:(\d{{1,2}}) )?(?:({'|'.join(MONTHS)}) )?((?:19|20)\d\d)(?:-(\d\d)(?:-(\d\d))?)?\b")
ACCESSED = re.compile(r", accessed\s+\d{4}-\d\d-\d\d")
NAMES = ["events", "statements", "forecasts", "isil_strength", "sources"]


def later_dates(text: str) -> list[str]:
    """Dates in a text that begin after 15 August 2017, but for those of access."""
    found = []
    for match in DATES.finditer(ACCESSED.sub("", text)):
        day, month, year, iso_month, iso_day = match.groups()
        number = f"{MONTHS.index(month) + 1:02}" if month else iso_month
        written = "-".join(filter(None, (year, number, number and (iso_day or (day and day.zfill(2))))))
        found += [match[0]] if period(written)[0] > AS_OF else []
    return found


def test_the_search_for_later_dates_finds_them():
    text = "16 August 2017, 2017-09, in 2018, September 2017, 2017-08-16; 15 August 2017, 2017, 2016-12-01, August 2017"
    assert later_dates(text) == ["16 August 2017", "2017-09", "2018", "September 2017", "2017-08-16"]
    assert later_dates("Reuters, accessed 2026-11-22") == []


def test_the_dossier_has_no_date_after_the_cut_off_but_those_of_access():
    text = re.sub(r"<[^>]*>", " ", exhibit.dossier())
    assert (
        later_dates(text) == [] and len(ACCESSED.findall(text)) == text.count("accessed ") - 1
    )  # the rule says it too
    rows = exhibit.dossier_rows()
    assert 20 <= len(rows) <= 32 and set(rows["kind"]) == set(exhibit.KINDS)
    assert all(period(day)[1] < AS_OF for day in rows["date"])


def test_the_page_explains_the_words_of_the_dossier_that_nobody_need_know():
    page, text = (tables.root() / f"{PAGE}.md").read_text("utf-8"), exhibit.dossier()
    for word in ("Daesh", "CSTO", "IRA"):
        assert word in text and f"*{word}* is " in page


def test_a_row_that_was_told_later_or_by_a_later_source_is_no_part_of_it():
    frames = dict(zip(NAMES, map(tables.load, NAMES)))
    row = frames["events"].query("event_id == 'E103'").iloc[0]  # in the dossier as it is
    assert "E103" in set(lab.dossier(**renamed(frames))["row"])

    def still_there(source: dict, **changed) -> bool:
        other = {**row, **changed, "event_id": "E999", "source_id": "new"}
        more = pd.concat([frames["events"], pd.DataFrame([other])], ignore_index=True)
        sources = pd.concat([frames["sources"], pd.DataFrame([{"source_id": "new", **source}])], ignore_index=True)
        return "E999" in set(lab.dossier(**renamed({**frames, "events": more, "sources": sources}))["row"])

    assert still_there({"date_published": "2017-08-14"})
    assert not still_there({"date_published": "2017-08-15"}) and not still_there({"date_published": "2017"})
    assert not still_there({"date_published": None})
    assert not still_there({"date_published": "2017-08-14"}, known_end=pd.Timestamp("2021-01-01"))


def test_a_statement_is_told_with_its_speaker_role_and_words_and_says_what_is_translated():
    frames = dict(zip(NAMES, map(tables.load, NAMES)))
    said, told = frames["statements"].set_index("statement_id"), lab.dossier(**renamed(frames)).set_index("row")["text"]
    shown = said.loc[said.index.intersection(told.index)]
    assert shown["role"].notna().any() and shown["translation"].notna().any() and shown["translation"].isna().any()
    for row in shown.itertuples():
        who = row.speaker if pd.isna(row.role) else f"{row.speaker}, {row.role}"
        own = f"{who}: “{row.quote}”" if pd.isna(row.translation) else f"{who}: “{row.translation}” (translated)"
        assert told[row.Index] == own


def test_each_side_has_its_last_dated_numbers_and_says_how_many_later_ones_are_not_here():
    """Russia's by plain csv: two of one day, and later ones on pages without a date."""
    with (tables.root() / "data" / "isil_strength.csv").open(encoding="utf-8", newline="") as file:
        russian = [row for row in csv.DictReader(file) if row["side"] == "Russia" and row["comparable"] == "TRUE"]
    then = [row for row in russian if row["date"] < "2017-08-15" and (row["date_known"] or row["date"]) < "2017-08-15"]
    rows = exhibit.dossier_rows().query("kind == 'strength'").set_index("row")["text"]
    shown = [row for row in then if row["estimate_id"] in rows.index]
    assert [row["date"] for row in shown] == ["2015-10-08", "2015-10-08"]
    later = sum(row["date"] > "2015-10-08" for row in then)
    assert later > 1 and all(f"Not here: {later} later numbers" in rows[row["estimate_id"]] for row in shown)


def test_one_number_that_is_left_out_is_one_and_several_are_several():
    row = dict(claimant="X", low=1, high=2, counted="fighters")
    texts = [lab._fighters(pd.Series(row | {"left_out": number})) for number in (0, 1, 2)]
    assert ["Not here" in text for text in texts] == [False, True, True]
    assert "1 later number of" in texts[1] and "2 later numbers of" in texts[2]


def renamed(frames: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    return {"strength" if name == "isil_strength" else name: frame for name, frame in frames.items()}
