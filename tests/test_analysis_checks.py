"""The measure of the record: the sample from its seed, the rate by another formula, the pages that decide."""

import csv
import math
from collections import Counter, defaultdict

import numpy as np
import pandas as pd
import pytest

from conftest import ROOT
from evidence import tables
from evidence.analysis import checks
from evidence.exhibits import registers

DRAWN_FROM = 907


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


# ------------------------------------------------------------------------------------------------ the rate
@pytest.mark.parametrize(
    ("column", "counted"),
    [
        ("wrong", lambda row: row["verdict"] == "wrong"),
        ("wrong_or_disputed", lambda row: row["verdict"] in ("wrong", "disputed")),
        ("independent", lambda row: row["independent"] == "TRUE"),
    ],
)
def test_the_rates_are_those_of_the_file(column, counted):
    rates = checks.error_rates(tables.load("second_pass"))
    sizes, hits = Counter(), Counter()
    for row in rows_of("second_pass"):
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


def test_a_share_needs_something_to_be_a_share_of():
    assert checks.share(0, 10)["low"] == 0 and checks.share(10, 10)["high"] == 1
    with pytest.raises(ValueError):
        checks.share(0, 0)


def test_a_row_that_is_not_right_says_what_and_a_row_that_was_found_names_its_page():
    for row in rows_of("second_pass"):
        assert bool(row["what"]) == (row["verdict"] in ("wrong", "disputed", "imprecise")), row
        found = row["verdict"] != "not found"
        assert bool(row["second_source_id"]) == found == bool(row["independent"]), row


def test_the_status_page_says_what_the_table_says():
    page, faults = registers.second_pass_status().html, registers.faults().html
    last = [cell.split("<")[0] for cell in page.split(">all<")[1].split('ev-num">')[1:]]
    assert last == ["320", "282", "23", "4", "7", "4", "185"]
    assert faults.count("<tr><th") == 23 + 4 + 7 + 4 + 4, "the rows, and a heading of each verdict"


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
    assert set(found["source_id"]) <= set(pages) and all(page["what"] for page in pages.values())
    for source, page in pages.items():
        assert (page["share"] == "whole") == (read[source] == "full"), source
        assert bool(page["carries"]) == (page["share"] != "none"), source
        assert bool(page["original_url"]) == bool(page["original_publisher"]), source


def test_the_page_of_sources_begins_with_the_deciding_ones_and_says_what_was_read_of_each():
    page, found = (
        registers.deciding_pages().html,
        checks.deciding(tables.load("claim_evidence"), tables.load("sources")),
    )
    lines = [line for line in page.split("<tr>") if '<th scope="row">' in line]
    assert [line.split('href="#')[1].split('"')[0] for line in lines] == found["source_id"].tolist()
    share = {row["source_id"]: row["share"] for row in rows_of("deciding_pages")}
    for source, line in zip(found["source_id"], lines):
        assert registers.SHARES.get(share.get(source), "read") in line, source
    assert "original: <a" in page
