"""Analysis of competing hypotheses, after Heuer (1999), Psychology of Intelligence Analysis, chapter 8.

A hypothesis is judged by the evidence against it, since evidence for it can fit the others as well. Pure functions on
`hypothesis_evidence`: one row per item and hypothesis with a reading.
"""

import pandas as pd

SCORE = {"consistent": 1, "neutral": 0, "inconsistent": -1}


def matrix(evidence: pd.DataFrame) -> pd.DataFrame:
    """Items (rows) by hypotheses (columns) of 1, 0, -1. Raises ValueError for an unknown reading or an empty cell."""
    unknown = set(evidence["reading"]) - set(SCORE)
    if unknown:
        raise ValueError(f"unknown readings: {sorted(unknown)}")
    cells = evidence.assign(score=evidence["reading"].map(SCORE))
    wide = cells.pivot(index="item_id", columns="hypothesis_id", values="score")
    if wide.isna().any(axis=None):
        raise ValueError(f"cells without a reading: {list(wide.index[wide.isna().any(axis=1)])}")
    return wide.astype(int)


def inconsistencies(wide: pd.DataFrame) -> pd.Series:
    """Items inconsistent with each hypothesis (count): Heuer's measure, the fewest is the least refuted."""
    return (wide == -1).sum()


def balance(wide: pd.DataFrame) -> pd.Series:
    """Consistent less inconsistent items (count): a second measure, which counts support as Heuer does not."""
    return wide.sum()


def diagnostic(wide: pd.DataFrame) -> pd.Series:
    """True for an item that tells hypotheses apart: its readings differ."""
    return wide.nunique(axis=1) > 1


def least_refuted(wide: pd.DataFrame) -> list[str]:
    """The hypotheses with the fewest inconsistent items; several if they tie."""
    counts = inconsistencies(wide)
    return list(counts.index[counts == counts.min()])


def leave_one_out(wide: pd.DataFrame, score=inconsistencies) -> pd.DataFrame:
    """Score of each hypothesis without each item in turn: index item left out, a column per hypothesis.

    score: `inconsistencies` (fewest is best) or `balance` (most is best).
    """
    return pd.DataFrame({item: score(wide.drop(index=item)) for item in wide.index}).T.rename_axis("item_id")


def rereadings(wide: pd.DataFrame, first: str, second: str, score=inconsistencies) -> pd.DataFrame:
    """Every change of one reading of two hypotheses: item_id, hypothesis_id, reading, lead.

    reading is the new value (1, 0, -1), lead the score of `first` less that of `second` after the change.
    """
    found = []
    for item in wide.index:
        for name in (first, second):
            for reading in sorted(set(SCORE.values()) - {wide.at[item, name]}):
                changed = wide.copy()
                changed.at[item, name] = reading
                scores = score(changed)
                found.append((item, name, reading, int(scores[first] - scores[second])))
    return pd.DataFrame(found, columns=["item_id", "hypothesis_id", "reading", "lead"])


def compared(wide: pd.DataFrame, first: str, second: str) -> dict[str, int]:
    """How often one of two hypotheses stands better than the other if the matrix is changed a little (counts).

    left_first, left_second, left_tie: fewer items against it, each item left out in turn. net_first, net_second: a
    larger net of items for and against, likewise. reread_first, reread_second, reread_tie: fewer items against it, one
    reading changed at a time, in `rereadings` ways.
    """
    against, net = leave_one_out(wide), leave_one_out(wide, balance)
    left, ahead = against[first] - against[second], net[first] - net[second]
    lead = rereadings(wide, first, second)["lead"]
    counts = {
        "left_first": left < 0,
        "left_second": left > 0,
        "left_tie": left == 0,
        "net_first": ahead > 0,
        "net_second": ahead < 0,
        "reread_first": lead < 0,
        "reread_second": lead > 0,
        "reread_tie": lead == 0,
    }
    return {name: int(found.sum()) for name, found in counts.items()} | {"rereadings": len(lead)}


def reasons_in_words(evidence: pd.DataFrame) -> pd.Series:
    """The reason of each reading with the labels of other items in place of their ids."""
    labels = evidence.drop_duplicates("item_id").set_index("item_id")["label"]
    return evidence["reason"].replace({rf"\b{item}\b": f"“{label}”" for item, label in labels.items()}, regex=True)


def items_in_order(evidence: pd.DataFrame) -> list[str]:
    """The labels of the items, each once, in the order of their ids."""
    return evidence.drop_duplicates("item_id").set_index("item_id")["label"].sort_index().tolist()
