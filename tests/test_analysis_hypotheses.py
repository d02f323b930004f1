"""Motives weighed by likelihood ratios: by hand, on the codings of the book, and after one of them is changed."""

import csv
import math
from collections import defaultdict

import numpy as np
import pandas as pd
import pytest

from evidence import tables
from evidence.analysis import hypotheses


def cell(coder, item, hypothesis, central, episode=None, width=0.1, step=3):
    ends = {"low": central - width, "central": central, "high": central + width}
    return {
        "coder": coder,
        "item_id": item,
        "hypothesis_id": hypothesis,
        "episode": episode or item,
        "step": step,
        **ends,
    }


@pytest.fixture
def codings():
    """Two items of one episode that double the odds of H1, one that halves them; both coders the same."""
    rows = []
    for coder in "AB":
        for item, episode, first, second in (("V1", "e", 0.6, 0.3), ("V2", "e", 0.6, 0.3), ("V3", "f", 0.3, 0.6)):
            rows += [cell(coder, item, "H1", first, episode), cell(coder, item, "H2", second, episode)]
    return pd.DataFrame(rows)


@pytest.fixture(scope="module")
def book():
    return tables.load("hypothesis_codings")


def test_items_of_one_episode_count_once(codings):
    ratios = hypotheses.log_ratios(codings, "H1", "H2")
    assert np.exp(ratios["ratio"]).tolist() == pytest.approx([2, 2, 0.5] * 2)
    assert hypotheses.totals(ratios)["ratio"].tolist() == pytest.approx([0, 0])
    alone = hypotheses.log_ratios(codings.assign(episode=codings["item_id"]), "H1", "H2")
    assert np.exp(hypotheses.totals(alone)["ratio"]).tolist() == pytest.approx([2, 2])


def test_the_range_of_a_ratio_sets_one_end_against_the_other(codings):
    first = hypotheses.log_ratios(codings, "H1", "H2").iloc[0]
    assert (math.exp(first["low"]), math.exp(first["high"])) == pytest.approx((0.5 / 0.4, 0.7 / 0.2))


def test_the_first_is_ahead_in_no_or_every_sample_where_all_items_agree(codings):
    one_way = codings[codings["episode"] == "e"]
    assert hypotheses.ahead(hypotheses.log_ratios(one_way, "H1", "H2")) == 1
    assert hypotheses.ahead(hypotheses.log_ratios(one_way, "H2", "H1")) == 0
    assert 0.1 < hypotheses.ahead(hypotheses.log_ratios(codings, "H1", "H2")) < 0.9


def test_a_hypothesis_that_too_few_items_count_against_is_untested(codings):
    low = codings.assign(low=0.1, central=0.2, high=0.3)
    assert hypotheses.against(low).to_dict() == {"H1": 3, "H2": 3} and hypotheses.untested(low) == []
    lenient = low.assign(high=low["high"].where((low["coder"] == "A") | (low["hypothesis_id"] == "H2"), 0.6))
    assert hypotheses.against(lenient).to_dict() == {"H1": 0, "H2": 3}, "both coders have to say so"
    assert hypotheses.untested(lenient) == ["H1"]


def test_a_range_that_reaches_one_half_counts_against_nothing(codings):
    assert hypotheses.against(codings.assign(low=0.1, high=0.5)).to_dict() == {"H1": 0, "H2": 0}
    assert hypotheses.against(codings.assign(low=0.1, high=0.4999)).to_dict() == {"H1": 3, "H2": 3}


def test_kappa_is_one_for_the_same_steps_and_falls_with_a_step(codings):
    steps = codings.assign(step=[1, 5, 2, 4, 3, 3] * 2)
    assert hypotheses.agreement(steps) == {"kappa": 1, "plain": 1, "same": 1, "cells": 6}
    moved = steps.assign(step=[1, 5, 2, 4, 3, 3, 5, 5, 2, 4, 3, 3])
    assert hypotheses.agreement(moved)["kappa"] < 1 and hypotheses.agreement(moved)["same"] == 5 / 6


def test_a_cell_that_one_coder_left_out_is_refused(codings):
    with pytest.raises(ValueError):
        hypotheses.agreement(codings.iloc[:-1])


def test_agreement_is_of_two_coders_and_not_of_one_or_three(codings):
    third = codings[codings["coder"] == "A"].assign(coder="C")
    for rows in (codings[codings["coder"] == "A"], pd.concat([codings, third])):
        with pytest.raises(ValueError, match="two coders"):
            hypotheses.agreement(rows)


def read() -> list[dict]:
    with (tables.data_dir() / "hypothesis_codings.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_numbers_of_chapter_4_by_plain_csv(book):
    rows, sums = read(), {}
    for coder in "AB":
        by_episode = defaultdict(list)
        own = {(row["item_id"], row["hypothesis_id"]): row for row in rows if row["coder"] == coder}
        for item in sorted({item for item, _ in own}):
            ratio = float(own[item, "H1"]["central"]) / float(own[item, "H2"]["central"])
            by_episode[own[item, "H1"]["episode"]].append(math.log(ratio))
        sums[coder] = math.exp(sum(sum(values) / len(values) for values in by_episode.values()))
    found = hypotheses.balance(book[book["hypothesis_id"] != "H3"], "H1", "H2")
    assert (found["a"], found["b"]) == pytest.approx((sums["A"], sums["B"]))
    assert sums["A"] > 1 > sums["B"], "the coders' totals point to different sides"
    below = defaultdict(int)
    for item in {row["item_id"] for row in rows}:
        for name in ("H1", "H2", "H3"):
            highs = [float(row["high"]) for row in rows if (row["item_id"], row["hypothesis_id"]) == (item, name)]
            below[name] += len(highs) == 2 and max(highs) < 0.5
    assert hypotheses.against(book).to_dict() == dict(sorted(below.items())) and below["H3"] == 1
    assert hypotheses.untested(book) == ["H3"]


def test_kappa_by_its_own_formula(book):
    pairs = defaultdict(dict)
    for row in read():
        pairs[row["item_id"], row["hypothesis_id"]][row["coder"]] = int(row["step"])
    seen = [(pair["A"], pair["B"]) for pair in pairs.values()]
    apart = sum((a - b) ** 2 for a, b in seen) / len(seen)
    by_chance = sum((a - b) ** 2 for a, _ in seen for _, b in seen) / len(seen) ** 2
    assert hypotheses.agreement(book)["kappa"] == pytest.approx(1 - apart / by_chance)


def test_a_coding_covers_every_item_and_hypothesis_once_and_in_order(book):
    items = set(tables.load("hypothesis_evidence")["item_id"])
    assert set(book["item_id"]) == items and len(book) == 2 * 3 * len(items)
    assert ((book["low"] < book["central"]) & (book["central"] < book["high"])).all()
    assert book.groupby(["coder", "item_id"])["episode"].nunique().eq(1).all()


def test_items_stand_from_the_strongest_for_the_first_to_that_for_the_second(book):
    rows = hypotheses.by_item(book, tables.load("hypothesis_evidence"), "H1", "H2")
    assert rows["ratio"].is_monotonic_decreasing and rows["item_id"].is_unique
    assert ((rows["low"] < rows["ratio"]) & (rows["ratio"] < rows["high"])).all()
    assert rows["ratio"].between(1 / 3, 3).all(), "the title: none by three to one"
