"""How well the record was checked: rows drawn for a pass, how many of them were wrong, which pages decide.

Pure functions on tables of the data package (`row_checks`, `corrections`, `second_pass`, `measuring_pass`,
`claim_evidence`, `sources`). Shares are shares of one; intervals are Clopper and Pearson's (1934), exact for a binomial
count, at 95%. They take the rows as drawn from a much longer list, so for 320 of 907 and 300 of 922 they are a little
too wide.
"""

import random
import re

import numpy as np
import pandas as pd
from scipy.stats import binomtest

from evidence.checks import DELETED
from evidence.precision import settled

DRAWN_ON = pd.Timestamp("2026-11-26")
SEED, SIZE = 20261126, 320
MEASURED_AFTER = "COR1596"  # the last correction that stood when the measuring pass was drawn
MEASURING_SEEDS, MEASURING_SIZE = (20261128, 20261129), 150  # of each of its two draws
FAULTS = {"wrong": ["wrong"], "wrong_or_disputed": ["wrong", "disputed"], "loose": ["imprecise", "disputed"]}
ALL = "all"
WORDS = {"note", "summary", "troops_note", "why_not_comparable", "counted", "forecast"}  # columns of free words
HOUSES = {  # how names of one newsroom begin, and its name; other names are newsrooms of their own
    "rossiya segodnya": ("sputnik", "ria ", "ria novosti"),
    "tass": ("tass", "itar-tass"),
    "rt": ("rt ", "arabic.rt"),
    "presstv": ("presstv", "press tv"),
    "interfax": ("interfax",),
    "reuters": ("reuters",),
    "afp": ("afp ",),
    "ap": ("ap ",),
    "rfe/rl": ("rfe/rl",),
    "bbc": ("bbc",),
    "xinhua": ("xinhua",),
    "voa": ("voa ",),
    "tolonews": ("tolonews",),
    "pajhwok": ("pajhwok",),
    "long war journal": ("long war journal", "fdd's long war journal"),
    "new york times": ("new york times",),
    "washington post": ("washington post",),
    "jamestown": ("jamestown",),
    "al jazeera": ("al jazeera", "aljazeera"),
    "dw": ("dw ",),
    "efe": ("efe ",),
    "president of russia": ("president of russia", "kremlin"),
    "russian foreign ministry": (
        "russian foreign ministry",
        "ministry of foreign affairs of the russian",
        "embassy of russia",
        "russian embassy",
        "permanent mission of",
    ),
    "united nations": ("united nations", "unama"),
    "us department of defense": ("us department of defense", "dod "),
}
BETWEEN = re.compile(r"[(),;]|/(?!rl\b)|\b(?:via|quoting|citing|from|after|copy of|copy|text|wording|spun|headline)\b")


def stood(checks: pd.DataFrame, corrections: pd.DataFrame, tables: list[str]) -> list[tuple[str, str]]:
    """Rows (table, row_id) of some tables that had been read twice when the second pass was drawn, in order.

    What `corrections` says was added from that day on is left out, and what it says was deleted is put back; given
    those after MEASURED_AFTER alone, they are the rows from which the measuring pass was drawn. No page asks for them:
    with `drawn` and `measured` anybody, and a test, can draw both passes again.
    """
    later = corrections[(corrections["date_end"] >= DRAWN_ON) & (corrections["column"] == "(row)")]
    later = later[later["status"] == "made"]
    added, deleted = (
        set(later.loc[later["is"] == words, ["table", "row_id"]].itertuples(index=False, name=None))
        for words in ("the row is added", DELETED)
    )
    own = checks[checks["table"].isin(tables)]
    return sorted(set(zip(own["table"], own["row_id"])) - added | {row for row in deleted if row[0] in tables})


def drawn(rows: list[tuple[str, str]], seed: int = SEED, size: int = SIZE) -> list[tuple[str, str]]:
    """The rows of a list that the seed draws without replacement, in the order of the list."""
    return [rows[at] for at in sorted(np.random.default_rng(seed).choice(len(rows), size=size, replace=False))]


def measured(rows: list[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """The rows of a list that the measuring pass draws, each with its seed; the second draws from what is left."""
    found: dict[tuple[str, str], int] = {}
    for seed in MEASURING_SEEDS:
        left = [row for row in rows if row not in found]
        found |= dict.fromkeys(random.Random(seed).sample(left, MEASURING_SIZE), seed)
    return found


def share(count: int, of: int) -> dict[str, float]:
    """A share with its 95% interval: share, low, high. ValueError for none of none."""
    interval = binomtest(count, of).proportion_ci(confidence_level=0.95, method="exact")
    return {"share": count / of, "low": interval.low, "high": interval.high}


def error_rates(judged: pd.DataFrame) -> pd.DataFrame:
    """How many rows were wrong when they were looked up once more, by table and in all (last): index table.

    judged: the rows of a pass. Columns: `rows`; for each of FAULTS a count by its name, and `<name>_share`, `_low` and
    `_high`; `independent`, rows for which a page of another newsroom or author was met, with the same three. A row that
    was not found counts as looked up, and not as wrong.
    """
    parts = [*judged.groupby("table"), (ALL, judged)]
    return pd.DataFrame({name: _rates(rows) for name, rows in parts}).T.rename_axis("table")


def _rates(rows: pd.DataFrame) -> dict[str, float]:
    counts = {name: int(rows["verdict"].isin(verdicts).sum()) for name, verdicts in FAULTS.items()}
    counts["independent"] = int(rows["independent"].fillna(False).sum())
    rates = {f"{name}_{part}": value for name, n in counts.items() for part, value in share(n, len(rows)).items()}
    return {"rows": len(rows), **counts, **rates}


def changed(judged: pd.DataFrame, corrections: pd.DataFrame) -> pd.Series:
    """Whether a row of a pass was not right and had a cell changed after it that holds a date, a name or a coding.

    It is stricter than the verdict "wrong", and leaves nothing to the reader who judged: what was mended afterwards in
    words alone (WORDS) does not count, and everything else does. corrections: those that the pass led to.
    """
    made = corrections[(corrections["status"] == "made") & ~corrections["column"].isin(WORDS)]
    cells = set(made[["table", "row_id"]].itertuples(index=False, name=None))
    lost = [row in cells for row in zip(judged["table"], judged["row_id"])]
    return judged["verdict"].ne("right") & pd.Series(lost, judged.index)


def houses(name: str) -> set[str]:
    """The newsrooms that stand behind the name of a publisher: "Time (Reuters)" is Time and Reuters."""
    parts = [part.strip().removeprefix("the ") for part in BETWEEN.split(name.casefold())]
    return {_house(part) for part in parts if part}


def _house(part: str) -> str:
    found = [house for house, beginnings in HOUSES.items() if f"{part} ".startswith(beginnings)]
    return found[0] if found else part


def independent(checks: pd.DataFrame, passes: pd.DataFrame) -> pd.Series:
    """Whether the second page of a row may be called independent of its source: False where there is none.

    It is not where a newsroom stands behind both (`houses`), where one of the two is a copy whose original nobody
    knows, nor where a pass looked the row up and no pass met an independent page; that is strict, for the pass may have
    judged another page.

    checks: rows of `row_checks` with `producer`, of the row's source, `publisher`, of its second page, and `repost`,
    whether one of them is a copy of an unknown original. passes: rows of `second_pass` and of `measuring_pass`.
    """
    met = passes["independent"].fillna(False).astype(bool).groupby([passes["table"], passes["row_id"]]).any()
    missed = set(met.index[~met])
    apart = [
        isinstance(row.publisher, str)
        and isinstance(row.producer, str)
        and not row.repost
        and not houses(row.producer) & houses(row.publisher)
        and (row.table, row.row_id) not in missed
        for row in checks[["table", "row_id", "producer", "publisher", "repost"]].itertuples(index=False)
    ]
    return pd.Series(apart, checks.index, dtype=bool)


def looked_up(
    checks: pd.DataFrame, source_ids: list[str], sources: pd.DataFrame, pages: pd.DataFrame, passes: pd.DataFrame
) -> pd.DataFrame:
    """Rows of `row_checks` with what `independent` asks for, and its answer.

    source_ids: the source of the row that each check names, '' where it has none. sources, pages: `sources` and
    `second_sources`. passes: as of `independent`. Adds `read` and `producer` of the row's source, `publisher` of its
    second page, `repost`, whether one of the two is a copy of an unknown original, and `independent`.
    """
    unknown = sources[(sources["quality"] == "repost") & sources["via"].isna()]
    own = sources.set_index("source_id").reindex(source_ids)
    second = pages.set_index("second_source_id").reindex(checks["second_source_id"])
    copied = second["url"].map(_bare).isin(unknown["url_main"].map(_bare))
    rows = checks.assign(
        read=own["read"].to_numpy(),
        producer=own["producer"].to_numpy(),
        publisher=second["publisher"].to_numpy(),
        repost=own.index.isin(unknown["source_id"]) | copied.to_numpy(),
    )
    return rows.assign(independent=independent(rows, passes))


def _bare(address) -> str:
    return re.sub(r"^https?://(www\.)?", "", address).rstrip("/") if isinstance(address, str) else ""


def excerpt_only(checks: pd.DataFrame) -> pd.Series:
    """Whether a row rests on an excerpt of its own page alone: it was not read whole, and no independent page was met.

    checks: rows of `row_checks` with `read`, how far the source of the row was read, and `independent`.
    """
    return ~checks["independent"] & (checks["read"] == "excerpt")


def deciding(evidence: pd.DataFrame, sources: pd.DataFrame, first: int = 40) -> pd.DataFrame:
    """The sources on which verdicts hang most: source_id, weight, rows, claims (separated by ;), heaviest first.

    Each row that supports or contradicts a claim carries 1 / n of it, if the claim has n such rows; the weight of a
    source is the sum over its rows. Datasets are left out: a program read them whole.
    """
    rows = evidence[evidence["stance"].isin(["supports", "contradicts"])]
    rows = rows.assign(weight=1 / rows.groupby("claim_id")["claim_id"].transform("size"))
    read = sources.loc[sources["kind"] != "dataset", "source_id"]
    rows = rows[rows["source_id"].isin(read)].sort_values("claim_id", kind="stable")
    found = rows.groupby("source_id").agg(
        weight=("weight", "sum"),
        rows=("claim_id", "size"),
        claims=("claim_id", lambda ids: ";".join(dict.fromkeys(ids))),
    )
    found = settled(found.reset_index())
    return found.sort_values(["weight", "source_id"], ascending=[False, True], ignore_index=True)[:first]
