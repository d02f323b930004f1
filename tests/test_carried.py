"""What a coded cell says is carried by something else: the words of its row, its date, its id, the page it cites.

No value of a table is repeated here. Each rule was asked for by an error that was put in on purpose and that nothing
noticed (`benchmarks/mutations.py`).
"""

import re

import pandas as pd
import pytest
from scipy.stats import beta

from evidence import tables
from evidence.descriptors import listed
from evidence.wording import in_words


def text(name: str) -> pd.DataFrame:
    """A table as it is written."""
    return pd.read_csv(tables.data_dir() / tables.resource(name)["path"], dtype=str, keep_default_na=False)


def keys(name: str) -> pd.Series:
    """The key of each row, as tables that point at it write it."""
    rows = text(name)
    return rows[listed(tables.resource(name)["schema"]["primaryKey"])].agg("|".join, axis=1)


# ------------------------------------------------------------------------------------------------ codes and words
CODED = [  # table, column, what it says where words match, those words, in which columns, rows that need a reader
    ("district_control", "derived", "TRUE", r"derived|those of the counts|remainder", ["note"], set()),
    ("weapons_released", "derived", "TRUE", r"\d \+ \d", ["note"], set()),
    ("civilian_casualties_by_actor", "minimum", "TRUE", r"\bat least\b|\bjust over\b", ["quote", "note"], set()),
    ("forecast_readings", "term", "almost no chance", r"^rules it out", ["reason"], set()),
    ("forecast_readings", "term", "unlikely", r"leaves (?:some )?room|alone;", ["reason"], set()),
    ("intervention_codings", "strike", "TRUE", r"\bavowed|announced by Moscow", ["basis"], set()),
    (
        "intervention_codings",
        "units",
        "TRUE",
        r"\bunits\b|division|about [\d,]+ |soldiers guarded|between two states|invasion|takes regular troops",
        ["basis"],
        set(),
    ),
    ("isaf_rs_strength", "kind", "planned", r"\bset to\b|plan of", ["quote", "note"], set()),
    ("isaf_rs_strength", "counted", "without the USA", r"\badditional\b", ["quote"], set()),
    ("threats", "row_type", "explicit threat", r"^T\d", ["threat_id"], set()),
    ("event_codings", "kind", "no proof seen", r"\bno (?:hard |physical )?(?:evidence|proof)\b", ["reason"], set()),
    ("event_codings", "acting", "press", r"^a press report", ["reason"], set()),
    (
        "second_pass",
        "verdict",
        "right",
        r"^$",
        ["what"],
        {"events|E101", "interventions|R08", "interventions|R16", "statements|S211"},
    ),
    ("measuring_pass", "verdict", "right", r"^$", ["what"], set()),
    ("isil_strength", "comparable", "TRUE", r"^$", ["why_not_comparable"], set()),
    ("visits", "direction", "to Afghanistan", r"Kabul", ["place"], set()),
    ("sources", "read", "dataset", r"^dataset$", ["kind"], set()),
]


@pytest.mark.parametrize(("name", "column", "code", "words", "where", "read"), CODED, ids=lambda one: str(one)[:20])
def test_a_code_stands_where_the_words_of_its_row_say_so_and_nowhere_else(name, column, code, words, where, read):
    rows = text(name)
    said = rows[where].agg(" ".join, axis=1).str.strip().str.contains(words)
    coded = rows[column] == code
    wrong = keys(name)[(said != coded) & ~keys(name).isin(read)]
    assert wrong.empty, wrong.tolist()


HEDGES = {
    "more than": r"more(?: than)?|over",
    "about": r"about|around|some|approximately|nearly|has grown from the initial",
}


@pytest.mark.parametrize(
    ("name", "plain"), [("exercise_sizes", set()), ("isaf_rs_strength", {"ISAF|2007-07|all nations"})]
)
def test_a_bound_is_the_word_before_its_number(name, plain):
    """A round number without a word is about; one page says 41,000 of a day and means it."""
    for key, row in zip(keys(name), text(name).itertuples()):
        quote = re.sub(r"(?<=\d)[, ](?=\d{3})", "", row.quote)
        before = quote.partition(row.troops)[0].strip()
        said = [bound for bound, words in HEDGES.items() if re.search(rf"\b(?:{words})$", before, re.IGNORECASE)]
        expected = said[0] if said else "exact" if int(row.troops) % 100 or key in plain else "about"
        assert row.bound == expected, key


ALIKE = {"CSTO", "US", "Hamid Karzai"}  # one name on two sides: with Kabulov, through the press, out of office


@pytest.mark.parametrize(("table", "name"), [("isil_strength", "claimant"), ("statements", "speaker")])
def test_who_is_named_alike_stands_on_one_side(table, name):
    """By the first two words of the name: a general of Resolute Support, a team of the UN, a minister."""
    rows = text(table)
    first = rows[name].str.replace(r"^(?:Brig\. )?Gen\. ", "", regex=True).str.extract(r"^([^ ,/(]+(?: [^ ,/(]+)?)")[0]
    sides = rows.groupby(first)["side"].unique()
    assert set(sides.index[sides.map(len) > 1]) <= ALIKE


ACTING = {"Russia": ("Russia", "CSTO"), "United States/NATO": ("US", "NATO", "United States")}


OTHERS_ACT = {"E068", "E085", "E134", "E153"}  # a word on an event of others, or on staying away from it


def test_who_acts_is_an_actor_of_the_event():
    actors = text("events").set_index("event_id")["actors"]
    for row in text("event_codings").query("event_id not in @OTHERS_ACT").itertuples():
        wanted = ACTING if row.acting == "both" else {row.acting: ACTING.get(row.acting, ())}
        for side, names in wanted.items():
            assert not names or any(name in actors[row.event_id] for name in names), (row.event_id, side)


def test_words_on_the_taliban_are_those_of_the_statement_itself():
    statements = text("statements").set_index("statement_id")
    for row in text("contact_statements").query("table == 'statements'").itertuples():
        own = statements.loc[row.row_id]
        assert (row.side, row.speaker.partition(" (")[0]) == (own["side"], own["speaker"].partition(" (")[0]), (
            row.row_id
        )


def test_a_threat_that_force_followed_names_its_day_within_two_years():
    rows = tables.load("threats")
    followed = rows["force_followed_24m"].fillna(False).astype(bool)
    assert followed.equals(rows["force_date"].notna())
    for day, then in rows.loc[followed, ["date", "force_date"]].itertuples(index=False):
        assert 0 <= months(str(then)) - months(str(day)) <= 24, day


# ------------------------------------------------------------------------------------------------ scales and counts
def test_a_scale_of_words_is_the_same_from_both_ends():
    """ICD 203 and the IPCC give what is unlikely the odds of what is likely, turned round; Kent's give or take is in
    his words."""
    for scale, rows in tables.load("verbal_scales").groupby("scale"):
        if scale == "Kent":
            said = rows["note"].str.extract(r"^(\d+) per cent, give or take about (\d+)$").astype(float) / 100
            assert (rows["low"].sub(said[0] - said[1]).abs() < 1e-9).all(), rows["note"]
            assert (rows["high"].sub(said[0] + said[1]).abs() < 1e-9).sum() >= len(rows) - 1, (
                "almost certain ends at 99"
            )
        else:
            own = {(round(low, 2), round(high, 2)) for low, high in zip(rows["low"], rows["high"])}
            turned = {(round(1 - high, 2), round(1 - low, 2)) for low, high in own}
            assert all(min(abs(a - c) + abs(b - d) for c, d in own) < 0.03 for a, b in turned), scale
            assert len(rows) == 7


def test_the_range_of_a_strike_is_that_of_its_disputes():
    rows = tables.load("scenario_links").set_index("link")
    strike = rows.loc["strike"]
    forced, disputes = int(strike["forced"]), int(strike["disputes"])
    ends = beta.ppf([0.025, 0.975], forced + 0.5, disputes - forced + 0.5)
    assert [round(end, 2) for end in ends] == [strike["low"], strike["high"]]
    assert f"of the {disputes} disputes" in strike["reason"] and f"in {in_words(forced)}" in strike["reason"]
    shown = {"battle_deaths": "battle deaths", "district_control": "districts", "signal_spells": "disputes"}
    for link, row in rows.iterrows():
        assert shown[row["table"]] in row["reason"].lower(), link


def test_all_readers_of_a_survey_lie_between_its_groups():
    for (_, term), rows in tables.load("word_survey").groupby(["survey", "term"]):
        if len(rows) > 1:
            whole, parts = rows[rows["group"] == "all"].iloc[0], rows[rows["group"] != "all"]
            assert parts["answers"].sum() <= whole["answers"] <= 1.1 * parts["answers"].sum(), term
            for column in ("p10", "p25", "median", "p75", "p90"):
                assert parts[column].min() <= whole[column] <= parts[column].max(), (term, column)


def test_a_place_in_a_province_is_its_middle_and_others_are_near():
    provinces = tables.load("provinces").set_index("adm1_code")
    for row in tables.load("places").itertuples():
        assert 60 < row.longitude < 75 and 29 < row.latitude < 39, row.place_id
        in_the_middle = isinstance(row.adm1_code, str)
        assert (row.kind == "province") == in_the_middle, (
            f"{row.place_id}: a province has its code, and only a province"
        )
        if in_the_middle:
            own = provinces.loc[row.adm1_code]
            assert (row.name, row.longitude, row.latitude) == (own["name"], own["longitude"], own["latitude"])


def test_the_years_of_a_mission_stand_in_its_note():
    for row in text("un_missions").itertuples():
        years = re.search(r"from (\d{4}) (?:to (\d{4})|on)", row.note)
        assert (row.first_year, row.last_year) == (years[1], years[2] or ""), row.mission


# ------------------------------------------------------------------------------------------------ ids and dates
COUNTED = {  # tables whose ids count their rows -> how many ids were never given, as a longer first list had them
    **dict.fromkeys(
        ("claims", "article_sentences", "visits", "forecasts", "threats", "isil_strength", "kabul_requests"), 0
    ),
    **dict.fromkeys(("trade_points", "interventions", "helicopter_reports", "rescue_reports", "darzab_reports"), 0),
    **dict.fromkeys(("hypotheses", "open_forecasts", "corrections"), 0),
    **{"events": 38, "exercise_sizes": 28, "statements": 1, "posture": 1},
}


@pytest.mark.parametrize("name", COUNTED)
def test_no_id_is_missing_but_of_rows_that_were_deleted(name):
    rows = text(name)
    ids = rows.iloc[:, 0]
    gone = set(text("corrections").query("table == @name and column == '(row)'")["row_id"])
    missing = set()
    for letters, numbers in ids.str.extract(r"^([A-Z]+)(\d+)$").dropna().groupby(0)[1]:
        width = len(numbers.iloc[0])
        missing |= {f"{letters}{number:0{width}}" for number in range(1, int(numbers.max()) + 1)} - set(ids) - gone
    assert len(missing) <= COUNTED[name], sorted(missing)


def test_every_item_was_read_by_every_hypothesis_and_coded_by_both_coders():
    every = set(text("hypotheses")["hypothesis_id"])
    read = text("hypothesis_evidence").groupby("item_id")["hypothesis_id"].agg(set)
    assert len(read) > 10 and all(own == every for own in read)
    coded = text("hypothesis_codings").groupby(["coder", "item_id"])["hypothesis_id"].agg(set)
    assert set(coded.index) == {(coder, item) for coder in "AB" for item in read.index} and all(coded == every)


def test_a_precision_is_that_of_its_date():
    lengths = {"day": 10, "month": 7, "year": 4}
    for name in tables.names():
        rows = text(name)
        for column in {"date_precision", "last_precision"} & set(rows):
            day = rows["date" if column == "date_precision" else "last_date"]
            known = rows[column].isin(lengths)
            assert (rows.loc[known, column].map(lengths) == day[known].str.len()).all(), name


def test_a_day_in_the_id_of_a_page_is_the_day_on_which_it_was_printed():
    for name, column in (("sources", "source_id"), ("second_sources", "second_source_id")):
        for key, printed in text(name)[[column, "date_published"]].itertuples(index=False):
            told = re.search(r"-(\d{4}(?:-\d{2}){0,2})$", key)
            if told and printed and key != "gjp-ace-questions-2011-2015":  # years of the questions
                same = printed.startswith(told[1]) or told[1].startswith(printed)
                assert same, f"data/{name}.csv, {key}: its id ends in {told[1]}, but date_published is {printed}"


def test_a_citation_holds_what_the_row_of_its_source_says():
    rows = text("sources")
    for column, known in (("url_main", ""), ("date_published", ""), ("producer", "")):
        for row in rows[rows["kind"].isin(["news", "statement"])].itertuples():
            cell = getattr(row, column)
            assert cell == known or cell in row.citation_full, (row.source_id, column)
    accessed = rows["citation_full"].str.extract(r"accessed (\d{4}-\d{2}-\d{2})\.$")[0]
    assert (accessed.dropna() == rows.loc[accessed.notna(), "date_accessed"]).all()


WITHOUT = {  # rows whose year nothing but their date says
    "events": "E002 E178 E041 E053 E064 E093 E095 E098 E109 E111 E124 E204 E191",
    "statements": "S184 S185 S009 S010 S187 S213 S243 S177 S016 S017 S241 S193 S042 S211 S203 S065 S195 S068 S245 S244 "
    "S091 S094 S099 S101 S236 S103 S201 S198 S116 S200 S257 S182 S250 S133 S139 S147 S252 S163 S209 S222 S258",
    "forecasts": "F04 F05 F06 F07 F10 F13 F17 F29 F33 F36",
    "posture": "P04 P05 P11 P13",
    "visits": "W08 W26 W32 W36 W37 W49",
    "threats": "",
    "isil_strength": "K002 K047 K063",
    "rescue_reports": "N04",
    "trade_points": "X03 X06 X09 X16",
}


@pytest.mark.parametrize("name", WITHOUT)
def test_the_year_of_a_row_is_said_by_a_page_or_in_words(name):
    """By the day on which a page of it was printed, four months later at the most, or in words, an id or an address."""
    known, second = text("sources").set_index("source_id"), text("second_sources").set_index("second_source_id")
    checked = text("row_checks").query("table == @name").set_index("row_id")["second_source_id"]
    further = text("row_sources").query("table == @name").groupby("row_id")["source_id"].agg(list)
    lacking = set()
    for key, row in zip(keys(name), text(name).to_dict("records")):
        pages = [known.loc[one] for one in [row["source_id"], *further.get(key, [])]]
        pages += [second.loc[checked[key]]] if checked.get(key) else []
        days = [page["date_published"] for page in pages] + [row.get("date_known", ""), row.get("date_stated", "")]
        words = [cell for column, cell in row.items() if not column.startswith("date") and column != "source_id"]
        words += [str(page.name) for page in pages]
        words += [page[column] for page in pages for column in page.index if column in TELLING]
        near = any(0 <= months(day) - months(row["date"]) <= 4 for day in days if day)
        if not near and row["date"][:4] not in " ".join(words):
            lacking.add(key)
    assert lacking <= set(WITHOUT[name].split())


TELLING = {"title", "version", "url_main", "url", "publisher", "says", "via", "note", "attribution_short"}


def months(day: str) -> int:
    return 12 * int(day[:4]) + int(day[5:7] or 6)
