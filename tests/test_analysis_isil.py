"""Counts, ratios and shares on small frames with known answers."""

import pandas as pd
import pytest

from evidence.analysis import isil

PLACES = {"P1": "One", "P2": "Two", "P3": "Three"}


def counts(*rows) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["side", "date", "low", "high", "comparable"])
    frame[["low", "high"]] = frame[["low", "high"]].astype("Int64")
    ends = {4: "Y", 7: "M", 10: "D"}
    periods = [pd.Period(text, ends[len(text)]) for text in frame["date"]]
    frame["date_start"] = [period.start_time for period in periods]
    frame["date_end"] = [period.end_time.normalize() for period in periods]
    return frame


def test_only_comparable_counts_are_kept_and_named_by_their_kind():
    rows = isil.dated_counts(
        counts(
            ("Russia", "2016-04-26", 10000, None, True),
            ("Russia", "2015-11", None, 3000, True),
            ("UN", "2016-01-05", 1000, 3000, True),
            ("UN", "2016-02-05", 700, 700, True),
            ("UN", "2016-03-01", 1, 1, False),
            ("UN", "2020", 2500, 2500, True),
        )
    )
    assert list(rows["kind"]) == ["at most", "range", "one value", "at least", "one value"]
    assert list(rows["value"]) == [3000, 1000, 700, 10000, 2500]
    assert str(rows["middle"].iloc[-1].date()) == "2020-07-01"


def test_ratios_span_what_the_ranges_allow():
    rows = isil.dated_counts(
        counts(
            ("Russia", "2016-04-26", 10000, None, True),
            ("United States/NATO", "2016-05-01", 1000, 3000, True),
            ("Russia", "2017-01-26", 5000, 5000, True),  # no American count in this quarter
            ("Afghan government", "2017-01-27", 5000, 5000, True),
            ("United States/NATO", "2017", 900, 900, True),  # a whole year belongs to no quarter
        )
    )
    pairs = isil.same_quarter(rows)
    assert set(pairs["quarter"]) == {"2016Q2"}
    assert isil.ratios(pairs).loc["2016Q2"].tolist() == [pytest.approx(10 / 3), 10]


def test_no_pair_gives_no_ratio():
    assert isil.ratios(isil.same_quarter(isil.dated_counts(counts(("Russia", "2016-04-26", 1, 1, True))))).empty


def deaths() -> pd.DataFrame:
    rows = [
        (2016, "Government – IS", "IS", 10, 20, 30, True),
        (2016, "Government – Taliban", "Taleban", 60, 80, 90, True),
        (2016, "Elsewhere – IS", "IS", 900, 900, 900, False),
        (2015, "Government – Taliban", "Taleban", 1, 1, 1, True),
    ]
    frame = pd.DataFrame(rows, columns=["year", "dyad", "side_b", "low", "best", "high", "only_afghanistan"])
    return frame.assign(source_id="ucdp")


def test_a_fight_of_another_government_is_no_part_of_the_toll_wherever_it_was_fought():
    abroad = pd.DataFrame([(2016, "Pakistan – IS", "IS", 1, 2, 3, True, "ucdp")], columns=list(deaths()))
    rows = isil.toll(pd.concat([abroad, deaths()], ignore_index=True))
    assert rows[["year", "dyad", "best"]].to_numpy().tolist() == [[2016, isil.GOVERNMENT, 20]]


def test_the_share_of_the_war_and_its_bounds():
    [row] = isil.share_of_war(deaths()).itertuples()
    assert (row.year, row.isil_deaths, row.all_deaths) == (2016, 20, 100)
    assert row.lowest == pytest.approx(10 / (10 + 90)) and row.highest == pytest.approx(30 / (30 + 60))
    assert row.share == pytest.approx(0.2)
    [tip] = isil.share_tips(isil.share_of_war(deaths()))
    assert tip == "Government – ISIL-K, 2016: 20.0% of the battle deaths (10.0% to 33.3%). UCDP"


def fights() -> pd.DataFrame:
    rows = [("IS – Taliban", 2016, 5, 10, 20, True), ("X – Y", 2016, 99, 99, 99, True)]
    frame = pd.DataFrame(rows, columns=["dyad", "year", "low", "best", "high", "only_afghanistan"])
    return frame.assign(source_id="ucdp-ns")


def test_the_share_of_all_violence_adds_the_taliban_and_civilians():
    one_sided = pd.DataFrame({"actor": ["IS", "Taliban"], "year": [2016, 2016], "low": [None, 1], "best": [5, 99]})
    one_sided["high"] = [None, 100]
    countries = pd.DataFrame({"gwno": [700, 700, 365], "year": [2016] * 3, "best": [100, 25, 999]})
    countries["low"], countries["high"] = [80, 20, 999], [150, 50, 999]
    [row] = isil.share_of_all_violence(deaths(), fights(), one_sided, countries).itertuples()
    assert (row.battles, row.against_taliban, row.civilians, row.all_deaths) == (20, 10, 5, 125)
    assert row.share == pytest.approx(35 / 125)
    low, high = 10 + 5 + 5, 30 + 20 + 5  # no bounds for the civilians: the best estimate stands in
    assert row.lowest == pytest.approx(low / (low + 200 - high)) and row.highest == pytest.approx(
        high / (high + 100 - low)
    )


def test_several_quotations_from_one_occasion_count_once():
    frame = pd.DataFrame(
        {
            "statement_id": ["S1", "S2", "S3", "S4"],
            "speaker": ["a", "a", "b", "a"],
            "date": ["2015-06-24"] * 3 + ["2015-06-25"],
            "topic": ["t"] * 4,
        }
    )
    assert list(isil.occasions(frame)["statement_id"]) == ["S2", "S3", "S4"]
    assert isil.occasions(frame.iloc[::-1]).equals(isil.occasions(frame)), "in whatever order the rows stand"


def test_half_years_hold_their_statements_and_their_zeros():
    frame = pd.DataFrame(
        {"topic": ["a", "a", "b", "c", "a"], "date": ["2015-06-30", "2015-07", "2015-12-31", "2015-07", "2015"]}
    )
    frame["date_start"] = pd.to_datetime(frame["date"], format="ISO8601")
    grid = isil.by_half_year(frame, {"a": "x", "b": "y"}, "2015-H1", "2016-H1")
    got = grid.set_index(["kind", "half_year"])["statements"]
    assert got.to_dict() == {
        ("x", "2015-H1"): 1, ("x", "2015-H2"): 1, ("x", "2016-H1"): 0,
        ("y", "2015-H1"): 0, ("y", "2015-H2"): 1, ("y", "2016-H1"): 0,
    }  # fmt: skip


def test_marks_that_would_coincide_are_stacked_from_the_foot_of_their_stack():
    places = pd.Series([2017.6, 2000.4, 2017.5, 2018.0, 2018.5], index=list("cabde"))
    assert isil.levels(places, gap=0.9).to_dict() == {"a": 0, "b": 0, "c": 1, "d": 2, "e": 0}
    assert list(isil.levels(places, gap=0.9).index) == list("cabde"), "the rows stay in their order"
    assert isil.levels(pd.Series(dtype=float), gap=1).empty


def test_counts_that_would_coincide_stand_beside_their_date():
    rows = isil.dated_counts(
        counts(
            ("Russia", "2016-04", 10000, None, True),
            ("Russia", "2016-04-26", 10000, 10000, True),
            ("United States/NATO", "2016-04-26", 1000, 3000, True),
            ("United States/NATO", "2016-05-01", 5000, 5000, True),  # near in time, another value
            ("United States/NATO", "2017-04-13", 600, 600, True),
            ("United States/NATO", "2017-04-20", 400, 700, True),  # the dot before would lie on this bar
            ("United States/NATO", "2017-09-20", 400, 700, True),  # the same value, far in time
        )
    )
    moved = isil.shifts(rows, {"Russia": -5, "United States/NATO": 5}, until="2017")
    assert moved.tolist() == [-11, 1, 5, 5, -6, 6, 0]


def test_quarters_that_both_share_have_their_first_and_last_day():
    quarters = isil.shared_quarters(pd.DataFrame({"quarter": ["2016Q1", "2016Q1", "2017Q4"]}))
    assert quarters["first"].dt.strftime("%Y-%m-%d").tolist() == ["2016-01-01", "2017-10-01"]
    assert quarters["last"].dt.strftime("%Y-%m-%d").tolist() == ["2016-03-31", "2017-12-31"]


def test_a_sign_stands_well_inside_its_outline():
    corner = [[[0, 0], [4, 0], [4, 4], [3, 4], [3, 1], [0, 1], [0, 0]]]  # its centroid lies outside
    [feature] = [{"geometry": {"type": "Polygon", "coordinates": corner}, "properties": {"adm1_code": "X-1"}}]
    point = isil.inner_points([feature]).loc["X-1"]
    assert 3 < point["longitude"] < 3.8 and 0.2 < point["latitude"] < 1


def test_a_count_is_said_as_it_was_claimed():
    said = [isil.claimed(*ends) for ends in ((2000, 3000), (10000, None), (None, 1000), (3500, 3500))]
    assert said == ["2,000 to 3,000", "10,000 or more", "up to 1,000", "3,500"]


def test_statements_on_force_are_russian_and_in_order():
    rows = pd.DataFrame(
        {
            "topic": ["no-military-intervention", "military-option", "military-option", "helicopters"],
            "side": ["Russia", "Russia", "United States/NATO", "Russia"],
            "date_start": pd.to_datetime(["2019-01-09", "2015-10-09", "2015-10-09", "2015-10-09"]),
        }
    )
    assert list(isil.force_statements(rows)["stance"]) == ["force named or left open", "force ruled out"]


def reports() -> pd.DataFrame:
    rows = [
        ("H2", "2017-05-29", "events", "E093", "P1", "a ministry", "cannot confirm", None),
        ("H3", "2017-05-29", "events", "E093", "P2", "a ministry", "cannot confirm", "a note"),
        ("H4", "2017-05-30", "events", "E184", "P2", "another ministry", "repeats", None),
        ("H1", "2015-01-01", "statements", "S1", "P1", "a senator", "asserts", None),
        ("H5", "2009-10-12", "claim_evidence", "C08-05", "P3", "a president", "asserts", None),
        ("H6", "2017-06-22", "statements", "S2", None, "a spokeswoman", "repeats", None),
    ]
    frame = pd.DataFrame(rows, columns=["report_id", "date", "table", "row_id", "adm1_code", "who", "act", "note"])
    return frame.assign(date_start=pd.to_datetime(frame["date"]), date_end=pd.to_datetime(frame["date"]))


def chain() -> pd.DataFrame:
    rows_of = {
        "statements": pd.DataFrame(
            {"statement_id": ["S1", "S2"], "translation": ["ours", None], "quote": ["x", "own"]}
        ),
        "events": pd.DataFrame({"event_id": ["E093", "E184"], "summary": ["first", "second"]}),
        "claim_evidence": pd.DataFrame({"evidence_id": ["C08-05"], "what_it_shows": ["third"]}),
    }
    return isil.report_chain(reports(), rows_of, PLACES)


def test_reports_stand_in_order_with_their_words_and_who_doubts_apart():
    rows = chain().set_index("report_id")
    assert rows["words"].to_dict() == {
        "H5": "third", "H1": "ours", "H2": "first", "H3": "first", "H4": "second", "H6": "own",
    }  # fmt: skip
    assert list(rows.index) == ["H5", "H1", "H2", "H3", "H4", "H6"]
    assert rows.loc["H2", "doubted_or_denied_by"] == "a ministry" and pd.isna(rows.loc["H2", "said_by"])
    assert rows.loc["H1", "said"] == "asserted landings" and rows.loc["H4", "said"] == "took up reports of air drops"


def test_reports_that_point_to_one_row_are_one_line():
    rows = isil.one_line_each(chain())
    assert list(rows["province"].fillna("-")) == ["Three", "One", "One, Two", "Two", "-"]
    assert list(rows["note"].fillna("-")) == ["-", "-", "a note", "-", "-"]


def test_a_province_stands_in_the_strongest_kind_of_its_reports():
    assert list(isil.kinds_of_places(chain()).values()) == [{"P1"}, {"P2"}, set(), {"P3"}]
    cited = chain().assign(said=lambda rows: rows["said"].replace(isil.SAID["E184"], isil.SAID["E100"]))
    assert list(isil.kinds_of_places(cited).values())[0] == {"P1"}, "words on whose they are report no landing"


def test_fights_stand_under_each_other_and_say_where_they_crossed_the_border():
    abroad = fights().assign(only_afghanistan=False)
    rows = isil.toll_by_fight(
        isil.toll(deaths()), isil.taliban_toll(abroad), ["government against X", "Taliban against X"]
    )
    assert list(rows["tip"]) == [
        "Government – ISIL-K, 2016: 20 deaths (10 to 30). UCDP",
        "Taliban – ISIL-K, 2016: 10 deaths (5 to 20), fighting in Pakistan included. UCDP",
    ]
    assert list(rows["fight"]) == ["government against X", "Taliban against X"]


def test_a_tip_says_who_the_government_was_once_kabul_had_fallen():
    own = pd.concat([deaths().assign(year=year) for year in (2020, 2021, 2022)], ignore_index=True)
    rows = isil.toll_by_fight(isil.toll(own), isil.taliban_toll(fights().assign(year=2022)), ["A", "B"])
    told = [tip.partition("(10 to 30)")[2] for tip in rows["tip"].iloc[:3]]
    assert told == [". UCDP", ", the Taliban's government from 15 August. UCDP", ", the Taliban's government. UCDP"]
    assert rows["tip"].iloc[3] == "Taliban – ISIL-K, 2022: 10 deaths (5 to 20). UCDP"


def test_a_speaker_has_a_role_where_the_name_does_not_say_it():
    rows = pd.DataFrame(
        {"speaker": ["A. B.", "defence ministry", "C. D."], "role": ["head of a department, MFA", "MoD", None]}
    )
    assert list(isil.speakers(rows)) == ["A. B., head of a department, foreign ministry", "defence ministry", "C. D."]


def test_a_stance_has_the_first_month_of_each_of_its_years():
    rows = pd.DataFrame(
        {"stance": ["yes", "yes", "no", "yes"], "date": ["2015-10-09", "2015-12", "2016-01", "2017-08-11"]}
    )
    rows["date_start"] = pd.to_datetime(rows["date"], format="ISO8601")
    assert isil.first_months(rows, "yes") == {2015: "2015-10", 2017: "2017-08"}


def test_a_province_has_its_kind_a_place_for_a_sign_and_what_was_told_of_it():
    square = [[[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]]]
    outlines = [
        {"geometry": {"type": "Polygon", "coordinates": square}, "properties": {"adm1_code": code}} for code in PLACES
    ]
    rows = chain().assign(source_id=range(6))
    found = isil.told_places(rows, pd.Series(PLACES), outlines).set_index("adm1_code")
    assert list(found.index) == ["P1", "P2", "P3"] and list(found["name"]) == ["One", "Two", "Three"]
    assert found["source_id"].to_dict() == {"P3": 0, "P1": 1, "P2": 4}, "that of the first report of its kind"
    assert (found[["longitude", "latitude"]] == 1).all().all()
    told = isil.told_of(rows.dropna(subset=["adm1_code"]), ["2009", "2015", "a day", "a day", "the next"])
    assert told["P1"] == "a senator asserted landings (2015); a ministry could not confirm landings (a day)"


def test_a_role_after_a_name_is_closed_by_a_comma():
    rows = pd.DataFrame({"adm1_code": ["P1"], "who": ["C. D., senator"], "said": ["asserted landings"]})
    assert list(isil.told_of(rows, ["2015"])) == ["C. D., senator, asserted landings (2015)"]


def test_quoted_statements_come_in_order_of_date_in_the_words_that_can_be_read():
    rows = pd.DataFrame(
        {
            "statement_id": ["S1", "S2", "S3"],
            "date": ["2017-08", "2017-07-31", "2017"],
            "date_start": pd.to_datetime(["2017-08-01", "2017-07-31", "2017-01-01"]),
            "date_end": pd.to_datetime(["2017-08-31", "2017-07-31", "2017-12-31"]),
            "speaker": "A",
            "quote": ["да", "no", "x"],
            "translation": ["yes", None, None],
            "note": None,
            "source_id": "s",
        }
    )
    quoted = isil.quoted(rows, ["S1", "S2"])
    assert quoted["words"].tolist() == ["no", "yes"] and quoted["statement_id"].tolist() == ["S2", "S1"]
    with pytest.raises(KeyError, match="S9"):
        isil.quoted(rows, ["S9"])


def test_the_nearest_count_is_the_one_in_time_and_not_too_far():
    rows = isil.dated_counts(
        counts(
            ("Russia", "2016-04-26", 10000, None, True),
            ("Russia", "2018-04-26", 9000, None, True),
            ("United States/NATO", "2016-05-01", 1000, 3000, True),
            ("United States/NATO", "2016-03-01", None, 500, True),
        )
    )
    rows = rows.assign(estimate_id=[f"K{place}" for place in range(len(rows))])
    russian, american = (rows[rows["side"] == side] for side in isil.SIDES)
    assert isil.nearest_ratios(russian, american, days=90).to_dict() == {"K1": 10.0}
