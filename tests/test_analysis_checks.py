"""The measure of the record: the sample from its seed, the rate by another formula, the pages that decide."""

import csv
import json
import math
import random
import re
from collections import Counter, defaultdict

import numpy as np
import pandas as pd
import pytest

from conftest import ROOT
from evidence import tables
from evidence.analysis import checks
from evidence.exhibits import record

DRAWN_FROM = 907
MEASURED_FROM, LAST_CORRECTION = 922, "COR1596"  # when the measuring pass was drawn


def rows_of(name: str) -> list[dict[str, str]]:
    with (ROOT / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def at_least(hits: int, n: int, p: float) -> float:
    return sum(math.comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(hits, n + 1))


def bound(holds) -> float:
    """The share up to which a statement holds, by halving."""
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if holds(middle) else (low, middle)
    return low


def interval(hits: int, n: int) -> tuple[float, float]:
    """Clopper and Pearson's, from the tails of the binomial distribution."""
    low = bound(lambda p: at_least(hits, n, p) < 0.025) if hits else 0.0
    high = bound(lambda p: 1 - at_least(hits + 1, n, p) > 0.025) if hits < n else 1.0
    return low, high


# ------------------------------------------------------------------------------------------------ the sample
def test_the_rows_of_the_second_pass_are_those_that_the_seed_draws():
    """By the files and numpy alone: no function of the book is asked."""
    since = [
        (row["is"], (row["table"], row["row_id"]))
        for row in rows_of("corrections")
        if (row["column"], row["status"]) == ("(row)", "made") and row["date"] >= "2026-11-26"
    ]
    added = {row for words, row in since if words == "the row is added"}
    deleted = {row for words, row in since if words == "the row is deleted"}
    stood = {(row["table"], row["row_id"]) for row in rows_of("row_checks") if row["table"] != "claim_evidence"}
    drawn_from = {table for table, _ in stood}
    stood = sorted(stood - added | {row for row in deleted if row[0] in drawn_from})
    assert len(stood) == DRAWN_FROM
    picked = sorted(np.random.default_rng(20261126).choice(DRAWN_FROM, size=320, replace=False))
    assert [stood[at] for at in picked] == [(row["table"], row["row_id"]) for row in rows_of("second_pass")]


def test_the_book_draws_the_same_rows():
    covered = [name for name in tables.resource("row_checks")["covers"] if name != "claim_evidence"]
    stood = checks.stood(tables.load("row_checks"), tables.load("corrections"), covered)
    second_pass = tables.load("second_pass")
    assert checks.drawn(stood) == list(zip(second_pass["table"], second_pass["row_id"]))
    assert checks.drawn(stood, seed=1) != checks.drawn(stood)


def test_rows_that_came_later_were_not_drawn_from_and_those_deleted_were():
    read = pd.DataFrame({"table": ["rain", "rain", "snow"], "row_id": ["2", "1", "1"]})
    corrections = pd.DataFrame(
        [
            ("2026-11-26", "rain", "2", "(row)", "the row is added", "made"),
            ("2026-11-25", "rain", "1", "(row)", "the row is added", "made"),
            ("2026-11-26", "rain", "3", "(row)", "the row is deleted", "made"),
            ("2026-11-26", "rain", "1", "(row)", "the row is deleted", "not made"),
        ],
        columns=["date_end", "table", "row_id", "column", "is", "status"],
    )
    corrections["date_end"] = pd.to_datetime(corrections["date_end"])
    assert checks.stood(read, corrections, ["rain"]) == [("rain", "1"), ("rain", "3")]


def test_the_rows_of_the_measuring_pass_are_those_that_its_two_seeds_draw():
    """By the files alone, as they stood after the last correction before the draw; then by the book's functions."""
    since = [
        (row["is"], (row["table"], row["row_id"]))
        for row in rows_of("corrections")
        if (row["column"], row["status"]) == ("(row)", "made") and row["correction_id"] > LAST_CORRECTION
    ]
    added, deleted = ({row for words, row in since if words == f"the row is {what}"} for what in ("added", "deleted"))
    covered = [name for name in tables.resource("row_checks")["covers"] if name != "claim_evidence"]
    stood = {(row["table"], row["row_id"]) for row in rows_of("row_checks")} - added | deleted
    stood = sorted(row for row in stood if row[0] in covered)
    assert len(stood) == MEASURED_FROM
    first = random.Random(20261128).sample(stood, 150)
    second = random.Random(20261129).sample([row for row in stood if row not in first], 150)
    drawn = {row: "20261128" for row in first} | {row: "20261129" for row in second}
    assert drawn == {(row["table"], row["row_id"]): row["seed"] for row in rows_of("measuring_pass")}

    later = tables.load("corrections").query("correction_id > @checks.MEASURED_AFTER")
    own = checks.measured(checks.stood(tables.load("row_checks"), later, covered))
    assert {row: str(seed) for row, seed in own.items()} == drawn


# ------------------------------------------------------------------------------------------------ the rate
@pytest.mark.parametrize("judged", record.PASSES)
@pytest.mark.parametrize(
    ("column", "counted"),
    [
        ("wrong", lambda row: row["verdict"] == "wrong"),
        ("wrong_or_disputed", lambda row: row["verdict"] in ("wrong", "disputed")),
        ("loose", lambda row: row["verdict"] in ("imprecise", "disputed")),
        ("independent", lambda row: row["independent"] == "TRUE"),
    ],
)
def test_the_rates_are_those_of_the_file(column, counted, judged):
    rates = checks.error_rates(tables.load(judged))
    sizes, hits = Counter(), Counter()
    for row in rows_of(judged):
        for name in (row["table"], "all"):
            sizes[name] += 1
            hits[name] += counted(row)
    assert set(rates.index) == set(sizes) and rates.index[-1] == "all"
    for name, rate in rates.iterrows():
        low, high = interval(hits[name], sizes[name])
        assert (rate["rows"], rate[column]) == (sizes[name], hits[name])
        assert rate[f"{column}_share"] == pytest.approx(hits[name] / sizes[name])
        assert (rate[f"{column}_low"], rate[f"{column}_high"]) == pytest.approx((low, high), abs=1e-9)


def test_seven_of_320_rows_were_wrong_and_the_aim_was_missed():
    whole = checks.error_rates(tables.load("second_pass")).loc["all"]
    assert (whole["rows"], whole["wrong"], whole["wrong_or_disputed"]) == (320, 7, 11)
    assert whole["wrong_share"] > 0.01 > whole["wrong_low"]


def test_two_of_300_rows_were_wrong_and_the_aim_is_met_in_the_sample_alone():
    whole = checks.error_rates(tables.load("measuring_pass")).loc["all"]
    assert (whole["rows"], whole["wrong"], whole["loose"], whole["independent"]) == (300, 2, 26, 160)
    assert whole["wrong_share"] < 0.01 < whole["wrong_high"]
    wrong = [row["seed"] for row in rows_of("measuring_pass") if row["verdict"] == "wrong"]
    assert wrong == ["20261128"] * 2, "the second draw, decided when the first was in, had none"


def test_a_share_needs_something_to_be_a_share_of():
    assert checks.share(0, 10)["low"] == 0 and checks.share(10, 10)["high"] == 1
    with pytest.raises(ValueError):
        checks.share(0, 0)


@pytest.mark.parametrize(("judged", "silent"), [("second_pass", {"right", "not found"}), ("measuring_pass", {"right"})])
def test_a_row_that_is_not_right_says_what_and_a_row_that_was_found_names_its_page(judged, silent):
    for row in rows_of(judged):
        assert bool(row["what"]) == (row["verdict"] not in silent), row
        found = row["verdict"] != "not found"
        assert bool(row["second_source_id"]) == found == bool(row["independent"]), row


@pytest.mark.parametrize(
    ("judged", "counts"),
    [
        ("second_pass", ["320", "282", "23", "4", "7", "4", "185"]),
        ("measuring_pass", ["300", "269", "21", "5", "2", "3", "160"]),
    ],
)
def test_the_status_page_says_what_the_table_says(judged, counts):
    page, faults = record.pass_status(judged).html, record.faults(judged).html
    last = [cell.split("<")[0] for cell in page.split(">all<")[1].split('ev-num">')[1:]]
    assert last == counts
    assert faults.count("<tr><th") == sum(map(int, counts[2:6])) + 4, "the rows, and a heading of each verdict"
    assert faults.count(f'data-list="{record.PASSES[judged]} faults"') == 4


def test_the_status_page_prints_the_rate_of_the_measuring_pass_as_that_of_the_record():
    """The prose as it stands in the notebook, its numbers filled in."""
    cells = json.loads((ROOT / "chapters" / "appendix" / "status.ipynb").read_text("utf-8"))["cells"]
    text = {cell["id"]: re.sub(r"\{n\}`(.*?) <\w+>`", r"\1", "".join(cell["source"])) for cell in cells}
    for words in ("300 of its rows", "found 2 wrong: 0.7%", "0.1%–2.4%", "8.7%: about one row in 12", "20261129"):
        assert words in text["measuring-pass"], words
    assert "lower bound" in text["second-pass"] and "2.2%" in text["second-pass"]
    assert list(text).index("measuring-pass") < list(text).index("second-pass")


# ------------------------------------------------------------------------------------------------ what it found
def test_every_row_that_was_not_right_was_corrected_or_says_why_not():
    """A fault of the measuring pass is a correction of its row, or a note on it, or both."""
    told = {(row["table"], row["row_id"]) for row in rows_of("corrections") if row["source_id"] == "own-measuring-pass"}
    noted = {
        (row["table"], row["row_id"]): row["outcome"]
        for row in rows_of("row_checks")
        if "measuring pass: " in row["note"]
    }
    for row in rows_of("measuring_pass"):
        key = (row["table"], row["row_id"])
        if row["verdict"] in ("wrong", "disputed", "imprecise"):
            assert key in told and noted[key] == "corrected", key
        elif row["verdict"] == "not found":
            assert key in noted and key not in told, key


def test_the_strict_count_leaves_out_what_was_mended_in_words_alone():
    """By plain csv: rows that were not right and lost a date, a name or a coding to what the pass found."""
    cells = {
        (row["table"], row["row_id"])
        for row in rows_of("corrections")
        if row["source_id"] == "own-measuring-pass" and row["status"] == "made" and row["column"] not in checks.WORDS
    }
    judged = rows_of("measuring_pass")
    mine = [(row["table"], row["row_id"]) in cells and row["verdict"] != "right" for row in judged]
    frame, corrections = pd.DataFrame(judged), pd.DataFrame(rows_of("corrections"))
    found = checks.changed(frame, corrections[corrections["source_id"] == "own-measuring-pass"])
    assert found.tolist() == mine and sum(row["verdict"] == "wrong" for row in judged) < sum(mine) < len(cells)
    assert ("statements", "S237") not in cells and (
        "contact_statements",
        "statements|S237|support of any kind",
    ) in cells


# ------------------------------------------------------------------------------------------------ excerpts
def test_a_newsroom_is_known_under_its_names():
    assert checks.houses("Time (Reuters)") == {"time", "reuters"} >= checks.houses("Reuters")
    assert checks.houses("Sputnik Deutschland") == checks.houses("RIA Novosti") == {"rossiya segodnya"}
    assert checks.houses("RFE/RL via Massis Post") == {"rfe/rl", "massis post"}
    assert checks.houses("The Columbian / Washington Post") == {"columbian", "washington post"}
    assert not checks.houses("RT") & checks.houses("RTP") and not checks.houses("AP") & checks.houses("APA")


def test_a_page_is_independent_of_another_newsroom_that_nobody_doubted():
    page = {"table": "events", "producer": "TASS", "publisher": "Reuters (copy)", "repost": False}
    rows = [page, page | {"publisher": "Inforos (TASS)"}, page | {"publisher": None}, page | {"repost": True}, page]
    frame = pd.DataFrame(rows).assign(row_id=["E1", "E2", "E3", "E4", "E5"])
    passed = pd.DataFrame({"table": "events", "row_id": ["E1", "E5"], "independent": [True, None]})
    assert checks.independent(frame, passed).tolist() == [True, False, False, False, False]


def test_a_row_rests_on_an_excerpt_only_where_nothing_else_was_read():
    rows = pd.DataFrame({"independent": [False, True, False], "read": ["excerpt", "excerpt", "full"]})
    assert checks.excerpt_only(rows).tolist() == [True, False, False]


# ------------------------------------------------------------------------------------------------ the pages that decide
def test_the_deciding_pages_are_those_with_the_greatest_shares_of_claims():
    evidence = pd.DataFrame(
        [
            ("C01", "supports", "a"),
            ("C01", "contradicts", "b"),
            ("C01", "context", "c"),
            ("C02", "supports", "b"),
            ("C03", "supports", "counts"),
            ("C03", "searched-not-found", "c"),
        ],
        columns=["claim_id", "stance", "source_id"],
    )
    sources = pd.DataFrame({"source_id": ["a", "b", "c", "counts"], "kind": ["news", "news", "news", "dataset"]})
    found = checks.deciding(evidence, sources)
    assert found.to_dict("list") == {
        "source_id": ["b", "a"],
        "weight": [1.5, 0.5],
        "rows": [2, 1],
        "claims": ["C01;C02", "C01"],
    }
    assert checks.deciding(evidence, sources, first=1)["source_id"].tolist() == ["b"]


def test_the_deciding_pages_of_the_book_follow_from_the_files():
    own = [row for row in rows_of("claim_evidence") if row["stance"] in ("supports", "contradicts")]
    size = Counter(row["claim_id"] for row in own)
    datasets = {row["source_id"] for row in rows_of("sources") if row["kind"] == "dataset"}
    weight = defaultdict(float)
    for row in own:
        if row["source_id"] not in datasets:
            weight[row["source_id"]] += 1 / size[row["claim_id"]]
    found = checks.deciding(tables.load("claim_evidence"), tables.load("sources"))
    assert len(found) == 40 and found["weight"].is_monotonic_decreasing
    assert dict(zip(found["source_id"], found["weight"])) == pytest.approx(
        {source: weight[source] for source in found["source_id"]}, abs=1e-6
    )
    assert (
        max(weight[source] for source in weight if source not in set(found["source_id"]))
        <= found["weight"].iloc[-1] + 1e-6
    )


def test_each_deciding_page_that_was_read_again_says_how_much_and_a_whole_one_counts_as_read():
    pages = {row["source_id"]: row for row in rows_of("deciding_pages")}
    read = {row["source_id"]: row["read"] for row in rows_of("sources")}
    found = checks.deciding(tables.load("claim_evidence"), tables.load("sources"))
    unread = sorted(set(found["source_id"]) - set(pages))
    assert not unread, f"now among the 40 pages on which verdicts hang most, without a row in deciding_pages: {unread}"
    assert all(page["what"] for page in pages.values())
    for source, page in pages.items():
        assert (page["share"] == "whole") == (read[source] == "full"), source
        assert bool(page["carries"]) == (page["share"] != "none"), source
        assert bool(page["original_url"]) == bool(page["original_publisher"]), source


def test_the_page_of_sources_begins_with_the_deciding_ones_and_says_what_was_read_of_each():
    page, found = (
        record.deciding_pages().html,
        checks.deciding(tables.load("claim_evidence"), tables.load("sources")),
    )
    lines = [line for line in page.split("<tr>") if '<th scope="row">' in line]
    assert [line.split('href="#')[1].split('"')[0] for line in lines] == found["source_id"].tolist()
    share = {row["source_id"]: row["share"] for row in rows_of("deciding_pages")}
    for source, line in zip(found["source_id"], lines):
        assert record.SHARES.get(share.get(source), "read") in line, source
    assert "original: <a" in page
