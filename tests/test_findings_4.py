"""What the figures of chapter 4 find, taken again from the tables through the functions that they rest on."""

import re

import nbformat
import pandas as pd
import pytest

from conftest import ROOT
from evidence import tables
from evidence.analysis import contacts, rivalry, ties
from evidence.forecast import AS_OF, known


@pytest.fixture(scope="module")
def lane() -> pd.DataFrame:
    return rivalry.running_balance(rivalry.coded(tables.load("events"), tables.load("event_codings")))


@pytest.fixture(scope="module")
def cells() -> pd.DataFrame:
    return tables.load("hypothesis_evidence")


def test_the_breaks_precede_the_first_accusation_and_the_troika_follows(lane):
    suspended, closed = (lane.set_index("event_id")["middle"][event] for event in ("E036", "E048"))
    accused = lane[lane["kind"] == "accusation"]["middle"].min()
    assert suspended < closed < accused == pd.Timestamp("2016-12-02")
    first = lane[lane["summary"].str.contains("Troika")].sort_values("middle", kind="stable").iloc[0]
    assert (first["date"], first["event_id"]) == ("2019-03-21", "E127") and "China" in first["summary"]
    talked = lane[(lane["kind"] == "cooperation") & (lane["middle"] > closed)]["middle"].min()
    assert AS_OF < talked < pd.Timestamp("2018"), "joint talks came back in 2017, after the article"


def test_the_balance_falls_from_2014_to_its_low_in_2017_and_rises_again(lane):
    """One lower from the end of 2016 on since E212, the objection to nine bases, is an event of its own."""
    by_year = lane.groupby(lane["middle"].dt.year)["balance"].last()
    assert by_year[2010] == by_year[2012] == by_year.max() == 9
    assert (by_year[2014], by_year[2016], by_year[2018], by_year[2021]) == (7, 3, -3, 8)
    low = lane.loc[lane["balance"].idxmin()]
    assert (low["middle"].year, low["balance"]) == (2017, -4) and low["event_id"] == "E103"
    assert known(lane)["balance"].iloc[-1] == -4
    year_before = known(lane).query("date_start >= @start", local_dict={"start": AS_OF - pd.DateOffset(years=1)})
    assert (year_before["code"] == -1).sum() == 9 and len(year_before) == 14
    assert (lane["middle"].dt.year == 2017).sum() == 16


def test_no_single_code_turns_the_sign_of_the_end_but_counting_the_troika_once_does(lane):
    ends = [lane["code"].sum() - row.code + code for row in lane.itertuples() for code in (-1, 0, 1)]
    assert min(ends) > 0
    troika = lane["summary"].str.contains("Troika")
    assert troika.sum() == 11 and lane["code"].sum() - (troika.sum() - 1) == -1


def test_the_troika_met_after_the_american_departure_and_after_the_invasion_of_ukraine(lane):
    troika = lane[lane["summary"].str.contains("Troika")]
    assert troika["date"].iloc[-2:].tolist() == ["2021-11-11", "2022-03-31"]
    assert troika["event_id"].iloc[-1] == rivalry.MOMENTS["late_troika"]
    assert tables.load("events").set_index("event_id").at["E152", "date"] < troika["date"].iloc[-2]


def test_one_allegation_counts_once_and_a_press_report_never(lane):
    by_id = lane.set_index("event_id")
    assert by_id.loc[["E098", "E138"], "code"].eq(0).all() and by_id.loc["E141", "code"] == -1
    assert set(by_id[by_id["acting"] == "press"].index) == {"E098", "E138"}


def test_of_eleven_occasions_four_accuse_four_leave_arms_open_two_see_no_proof_and_one_does_both():
    codes = known(tables.load("contact_statements"))
    western = codes[codes["side"] == "United States/NATO"]
    acts = western.groupby(["speaker", "date"])["act"].agg(set)
    accuses, doubts = acts.map(lambda own: "alleges" in own), acts.map(lambda own: "no evidence" in own)
    both, neither = accuses & doubts, ~accuses & ~doubts
    assert len(acts) == 11
    assert [(accuses & ~both).sum(), neither.sum(), (doubts & ~both).sum(), both.sum()] == [4, 4, 2, 1]
    assert acts["James Mattis", "2017-03-31"] == {"leaves open"}
    assert set(acts[doubts & ~both].index) == {("Jens Stoltenberg", day) for day in ("2017-05-24", "2017-07-13")}
    assert acts[neither].map(lambda own: own == {"leaves open"}).all()
    assert acts[both].index[0][0].endswith("Stewart")
    accusers = acts[accuses & ~both].index.get_level_values("speaker")
    assert sorted(accusers) == ["Gen. John W. Nicholson"] * 3 + ["Senior US military official (anonymous)"]
    alleged = western[western["act"].eq("alleges") & western["subject"].eq("arms")]
    assert alleged["row_id"].tolist() == ["S089"], "the prose: one accusation was of arms"
    assert contacts.stances(codes, "United States/NATO")["stance"].value_counts().to_dict() == {
        "accuses": 4,
        "leaves open": 4,
        "no evidence": 2,
        "mixed": 1,
    }


def test_moscow_and_washington_dip_in_2013_with_the_vote_on_crimea_late_and_their_ideal_points_part():
    votes = tables.load("un_votes")
    two = ties.pair(votes, "RUS", "USA").set_index("year")["agreement"]
    assert two[2013] < two[2012] - 0.1 and two[2013] < two[2014] < two[2015] < two[2016] < two[2012]
    assert [round(two.loc[a:b].mean(), 2) for a, b in ((2010, 2012), (2014, 2016))] == [0.45, 0.41]
    assert two[2008] < two[2013] and two.loc[2017:2019].max() < two[2016], "above 2008; fell again after 2016"
    points = tables.load("un_ideal_points").pivot(index="year", columns="iso3", values="best")
    apart = (points["USA"] - points["RUS"]).abs()
    assert apart[[2012, 2013, 2016]].round(2).tolist() == [2.72, 2.89, 3.12]
    assert apart.loc[1991:2020].idxmax() == 2016 and apart[2017] < apart[2012]
    assert apart.index.max() == 2023 and apart.loc[2021:].min() > apart[2016], "from 2021 on further apart still"
    lately = apart.loc[2001:]
    assert (lately.idxmax(), round(lately.max(), 2)) == (2022, 3.53) and lately.loc[:2016].idxmax() == 2016
    rolls = tables.load("un_roll_calls").set_index("resolution")
    late = rolls.query("session_year == 2013")["roll_call"]
    assert late.idxmax() == "R/68/274" and late["R/68/274"] == late["R/68/262"] + 1
    assert rolls.loc["R/68/262", "session_year"] == 2013 and "Ukraine" in rolls.loc["R/68/262", "title"]
    kabul = ties.agreements(votes, "AFG", ["RUS", "USA"]).loc[2001:2016]
    assert (kabul["RUS"] > kabul["USA"]).all()
    named = tables.load("un_roll_calls").query("subject == 'Afghanistan' and session_year >= 1990")
    assert (named["date"] > AS_OF).all()
    assert named[["russia", "united_states"]].values.tolist() == [["abstain", "yes"]] * 2


def test_the_presence_was_an_eighth_of_its_peak_and_air_power_near_its_low():
    troops = tables.load("us_troops").query("series == 'dod-active-duty'")
    before = known(troops).sort_values("date")["troops"].iloc[-1]
    assert before / troops.loc[troops["date"].str.endswith("-09"), "troops"].max() == pytest.approx(0.123, abs=0.001)
    weapons = tables.load("weapons_released").query("kind == 'year'").set_index("date")["weapons"]
    assert weapons.nsmallest(2).index.tolist() == ["2015", "2016"] and weapons["2017"] > 3 * weapons["2016"]
    assert set(weapons.nlargest(2).index) == {"2018", "2019"}
    half = known(tables.load("weapons_released")).query("date_end.dt.strftime('%Y-%m') == '2017-06'")["weapons"]
    assert half.tolist() == [1634] and half.iloc[0] > weapons["2016"]


def test_the_government_lost_districts_before_the_article():
    held = known(tables.load("district_control").dropna(subset="government_pct")).set_index("date")["government_pct"]
    assert held.iloc[0] == 70.5 and held.iloc[-1] == pytest.approx(59.7) and held.min() == pytest.approx(57.2)
    assert (held.index[0], held.idxmin()) == ("2016-01-29", "2016-11-26"), "the first printed by then"
    assert held["2016-01-29"] - held.min() > 13, "mostly in 2016"
    whole = tables.load("district_control").dropna(subset="base").set_index("date")
    last = whole.loc["2018-10-31", ["government", "contested", "insurgent"]].astype(int)
    assert last.tolist() == [219, 138, 50] and last.sum() == whole.loc["2018-10-31", "base"]
    assert whole["government_pct"].min() == pytest.approx(219 / 407 * 100, abs=0.05), "the lowest and the last"


def test_washington_paid_for_three_quarters_of_russias_part():
    arms = tables.load("arms_deliveries").query("2002 <= year <= 2014")
    russian = arms[arms["supplier"] == "Russia"]
    assert russian["financed_by_usa_tiv"].sum() / russian["tiv"].sum() == pytest.approx(0.76, abs=0.005)
    assert russian["tiv"].sum() / arms["tiv"].sum() == pytest.approx(0.23, abs=0.005)
    paid = russian[russian["financed_by_usa_tiv"] > 0]
    assert paid["year"].tolist() == [2011, 2012, 2013, 2014]
    assert paid["financed_by_usa_tiv"].sum() == pytest.approx(474.15)


def test_russia_drilled_more_often_and_the_largest_published_size_was_held_in_november_2017():
    drills = tables.load("exercises").query("year >= 1996").groupby("power")["exercises"].sum()
    assert drills.to_dict() == {"Russia": 87, "United States": 55, "both": 9}
    sizes = tables.load("exercise_sizes")
    assert sizes["kind"].eq("held").all() and sizes.set_index("exercise_id")["troops"].idxmax() == "G032"
    posture = tables.load("posture").set_index("posture_id")
    may, autumn = posture.loc["P16"], posture.loc["P38"]
    assert "3,000 Tajik troops" in may["note"] and may["number"] + 3000 == autumn["number"] == sizes["troops"].max()
    assert autumn["date"] == "2017-11-10"


def test_ten_sizes_are_published_and_three_of_the_rows_are_in_both_tables():
    sizes, posture = tables.load("exercise_sizes"), tables.load("posture").set_index("posture_id")
    twice = {"G029": "P39", "G030": "P06", "G032": "P38"}
    for exercise, row in zip(twice, posture.loc[twice.values()].itertuples()):
        own = sizes.set_index("exercise_id").loc[exercise]
        assert own["troops"] == row.number and own["date_start"] <= row.date_start <= own["date_end"]
    people = posture[posture["type"].eq("exercise") & posture["number"].ge(500)]
    assert len(people) + len(sizes) - len(twice) == 10 == len(rivalry.published_sizes(sizes, posture.reset_index()))
    assert posture.at["P06", "date"][:4] == "2016" and posture.at["P39", "date"][:4] == "2015", "two drills, not one"


def net(wide: pd.DataFrame, name: str) -> int:
    return int(wide[name].sum())


def test_the_troika_and_the_joint_statement_as_one_episode_make_a_tie(cells):
    one = cells[(cells["item_id"] != "V13") & (cells["reading"] == "inconsistent")]
    assert one.groupby("hypothesis_id").size().to_dict() == {"H1": 5, "H2": 5}
    episode = cells[cells["item_id"].isin(["V12", "V13"]) & (cells["hypothesis_id"] == "H1")]
    assert episode["reason"].str.contains("one episode with").all()


def test_the_words_of_august_2017_are_neutral_on_isil(cells):
    own = cells[cells["item_id"] == "V10"].set_index("hypothesis_id")
    assert own["reading"].to_dict() == {"H1": "consistent", "H2": "neutral", "H3": "consistent"}
    assert "conditional" in own.loc["H2", "reason"]


def test_items_are_dated_by_when_they_could_be_known(cells):
    events = tables.load("events").set_index("event_id")
    own = cells[cells["table"] == "events"].drop_duplicates("item_id")
    at = events.loc[own["row_id"]]
    assert (
        own["date_end"].to_numpy() <= at["known_end"].to_numpy()
    ).all()  # a meeting of two days counts from its first
    assert (own["date_start"].to_numpy() >= at["date_start"].to_numpy()).all()
    words = cells[cells["item_id"] == "V11"]
    assert set(words["date"]) == {"2017-01-24"} == {tables.load("statements").set_index("statement_id")["date"]["S061"]}


def test_military_spending_fell_before_the_article_and_doubled_after_it():
    spent = tables.load("military_spending").pivot(index="year", columns="country", values="index")
    moscow, washington = spent["Russia"], spent["United States of America"]
    assert moscow[2017] < moscow[2016] and washington[2017] < washington[2016] < washington[2015]
    assert spent.index.max() == 2024 and moscow[2024] / moscow[2017] == pytest.approx(2.3, abs=0.01)


def test_a_tick_of_odds_says_what_it_stands_at():
    [path] = ROOT.glob("chapters/04-*.ipynb")
    [source] = [cell.source for cell in nbformat.read(path, as_version=4).cells if cell.id == "ach-figure"]
    ticks = re.findall(r"([\d./ ]+): \"(even|\d+ : 1)\"", re.search(r"^ODDS = \{(.*)\}$", source, re.MULTILINE)[1])
    assert len(ticks) == 5
    for place, said in ticks:
        over, _, under = place.strip().partition(" / ")
        at, times = float(over) / float(under or 1), 1 if said == "even" else float(said.split()[0])
        assert max(at, 1 / at) == pytest.approx(times), said
