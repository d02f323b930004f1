"""The rule of the verdicts: it holds for every claim, and each breach of it is found."""

import re

import pandas as pd
import pytest

from conftest import ROOT
from evidence import tables
from evidence.claims import evidence_with_sources, known_in_2017, verdict_problems


def test_every_verdict_obeys_the_rule():
    assert verdict_problems(tables.load("claims"), evidence_with_sources()) == []


def test_every_claim_has_a_reason_and_every_sentence_a_claim():
    claims, sentences = tables.load("claims"), tables.load("article_sentences")
    assert claims["reason"].str.len().ge(20).all()
    named = {claim for ids in sentences["claim_ids"].dropna() for claim in ids.split(";")}
    unnamed, unknown = sorted(set(claims["claim_id"]) - named), sorted(named - set(claims["claim_id"]))
    assert not unnamed, f"no sentence names {unnamed}: add them to claim_ids in data/article_sentences.csv"
    assert not unknown, f"claim_ids in data/article_sentences.csv names {unknown}, which data/claims.csv does not have"
    unmapped = sentences[sentences["claim_ids"].isna()]
    assert unmapped["connective"].all() and not sentences.loc[sentences["claim_ids"].notna(), "connective"].any()


def test_the_recipe_says_what_goes_into_each_column_of_each_table_that_gets_a_row():
    """Or that it may stay empty: whoever adds a claim asks no other row what is meant."""
    recipe = (ROOT / "CONTRIBUTING.md").read_text("utf-8").partition("\n## Add a claim\n")[2].partition("\n## ")[0]
    _, *parts = re.split(r"[Rr]ows?\s+in\s+`data/(\w+)\.csv`", recipe)
    told = dict(zip(parts[::2], parts[1::2]))
    assert {"claims", "claim_evidence", "row_checks", "deciding_pages"} <= told.keys()
    for name, words in told.items():
        columns = [field["name"] for field in tables.resource(name)["schema"]["fields"]]
        lacking = [column for column in columns if f"`{column}`" not in words]
        assert not lacking, f"CONTRIBUTING.md, Add a claim, says nothing of {lacking} of data/{name}.csv"


def test_claims_and_sentences_point_at_each_other():
    pairs = {
        (claim.claim_id, sentence)
        for claim in tables.load("claims").itertuples()
        for sentence in claim.sentence_ids.split(";")
    }
    back = {
        (claim, row.sentence_id)
        for row in tables.load("article_sentences").dropna(subset="claim_ids").itertuples()
        for claim in row.claim_ids.split(";")
    }
    forth = sorted(pairs - back)
    assert not forth, f"data/claims.csv has (claim, sentence) {forth}: add the claim to claim_ids of the sentence"
    lone = sorted(back - pairs)
    assert not lone, f"data/article_sentences.csv has (claim, sentence) {lone}: add it to sentence_ids of the claim"


def claim(verdict: str, kind: str = "fact", reason: str = "Two reports say so.") -> pd.DataFrame:
    rows = {
        "claim_id": ["C01"],
        "kind": [kind],
        "verdict_2017": [verdict],
        "verdict_today": [verdict],
        "reason": [reason],
    }
    return pd.DataFrame(rows)


def evidence(*rows: tuple) -> pd.DataFrame:
    """Rows of (stance, producer, quality, date)."""
    frame = pd.DataFrame(rows, columns=["stance", "producer", "quality", "date_end"])
    frame["date_end"] = pd.to_datetime(frame["date_end"])
    return frame.assign(claim_id="C01", read="excerpt")


FOR = ("supports", "Reuters", "wire", "2016-01-01")
ALSO_FOR = ("supports", "BBC", "press", "2016-01-01")
AGAINST = ("contradicts", "TASS", "wire", "2016-01-01")
SEARCHED = ("searched-not-found", "CSRS", "think-tank", None)


@pytest.mark.parametrize(
    ("verdict", "rows"),
    [
        ("supported", [FOR, ALSO_FOR]),
        ("supported", [("supports", "NATO", "primary", "2016-01-01")]),
        ("contested", [FOR, AGAINST]),
        ("partly supported", [FOR, AGAINST]),
        ("plausible but unproven", [("context", "BBC", "press", "2016-01-01")]),
        ("not supported", [AGAINST]),
        ("not verified", [SEARCHED]),
    ],
)
def test_the_rule_lets_a_sound_verdict_be(verdict, rows):
    assert verdict_problems(claim(verdict), evidence(*rows)) == []


@pytest.mark.parametrize(
    ("verdict", "rows", "problem"),
    [
        ("supported", [FOR], "not by two"),
        ("supported", [FOR, FOR], "not by two"),
        ("contested", [FOR, ALSO_FOR], "one side"),
        ("contested", [AGAINST], "one side"),
        ("partly supported", [AGAINST], "nothing supports"),
        ("plausible but unproven", [AGAINST], "nothing speaks"),
        ("not supported", [FOR], "nothing contradicts"),
        ("not verified", [FOR], "searched"),
        ("true", [FOR], "is no verdict"),
        ("partly supported", [], "no evidence"),
        ("partly supported", [("supports", "a blog", "weak", "2016-01-01")], "does not say so"),
    ],
)
def test_the_rule_finds_each_breach(verdict, rows, problem):
    found = verdict_problems(claim(verdict), evidence(*rows))
    assert len(found) == 2 and all(problem in line and line.startswith("C01, verdict_") for line in found)


def test_later_evidence_does_not_support_a_verdict_of_2017():
    found = verdict_problems(claim("supported"), evidence(FOR, ("supports", "BBC", "press", "2018-01-01")))
    assert len(found) == 1 and found[0].startswith("C01, verdict_2017")
    assert len(known_in_2017(evidence(FOR, ("supports", "BBC", "press", "2017-08-15"), SEARCHED))) == 2


def test_a_forecast_is_open_first_and_judged_by_what_came_later():
    forecast = claim("open", kind="forecast").assign(verdict_today="borne out")
    assert verdict_problems(forecast, evidence(FOR, ("supports", "BBC", "press", "2021-01-01"))) == []
    assert "no evidence from after" in verdict_problems(forecast, evidence(FOR))[0]
    assert "open in 2017" in verdict_problems(forecast.assign(verdict_2017="borne out"), evidence(FOR))[0]
