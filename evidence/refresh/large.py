"""Tables out of files too large for a frame: one Ibis expression each, which DuckDB runs here, and BigQuery elsewhere.

In: a CSV or Parquet file of events as UCDP or GDELT gives it, a row per event. Out: what the derivation of the table
gives, out of sums alone, so that memory does not grow with the file. `sql` is the same expression as text.

Ibis and DuckDB bring pyarrow, with which pandas keeps text another way: they stand in `requirements-refresh.txt`, for
an environment of its own, and are imported only where an expression is made.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import pandas as pd

from evidence import tables
from evidence.refresh import declared, gdelt, ucdp
from evidence.refresh.fetched import Got
from evidence.refresh.opened import Taken
from evidence.refresh.upstream import File, Refused, Upstream

if TYPE_CHECKING:
    import ibis

MEMORY = "512MB"  # what DuckDB may keep; the rest of the process has about as much
MISSING = """Ibis is not installed here. Large files are aggregated in an environment of their own:
    make .venv-refresh/installed
    .venv-refresh/bin/python -m evidence.refresh --large TABLE --from FILE"""
EVENTS = {  # columns of UCDP's events -> type
    **dict.fromkeys(["country", "adm_1", "side_a", "side_b", "date_start"], "string"),
    **dict.fromkeys(["type_of_violence", *ucdp.BOUNDS], "int64"),
}
GDELT = {  # columns of the events of GDELT 2.0, as BigQuery calls them -> type
    "DATEADDED": "int64",  # YYYYMMDDhhmmss
    **dict.fromkeys(["Actor1CountryCode", "Actor2CountryCode"], "string"),
    **dict.fromkeys(["NumSources", "NumArticles"], "int64"),
    **dict.fromkeys(["GoldsteinScale", "AvgTone"], "float64"),
}
SCORES = {"day": "string", "a": "string", "b": "string", "score": "float64"}
PER_SOURCE, PER_ARTICLE, PER_TONE = 0.025, 0.01, 0.01  # weights of gzemo/gdelt-graph-data, builder.py


def _ibis() -> ModuleType:
    try:
        import ibis
    except ModuleNotFoundError as error:
        raise Refused(MISSING) from error
    return ibis


# ------------------------------------------------------------------------------------------ UCDP events
def events_by_province(events: "ibis.Table", codes: dict[str, str]) -> "ibis.Table":
    """As `ucdp.events_by_province`, of the events of the whole world; a province without a code has none."""
    ibis = _ibis()
    own = _in_afghanistan(events)
    placed = own.filter(own.adm_1 != "").mutate(
        adm1_code=own.adm_1.cases(*codes.items(), else_=None),
        dyad=_dyad(own),
        type=own.type_of_violence.cases(*ucdp.VIOLENCE.items(), else_=None),
    )
    keys = ["adm1_code", "dyad", "type"]
    sums = _sums(placed, keys)
    wrong = (sums.low > sums.best) | (sums.best > sums.high)
    said = ibis.literal("bounds out of order upstream: low ") + sums.low.cast("string") + ", high "
    note = ibis.ifelse(wrong, said + sums.high.cast("string"), ibis.null("string"))
    bounds = {name: ibis.ifelse(wrong, ibis.null("int64"), sums[name]) for name in ("low", "high")}
    return sums.mutate(note=note, **bounds).order_by(keys)


def fights_by_month(events: "ibis.Table", handover: str) -> "ibis.Table":
    """As `ucdp.fights_by_month`, of the events of the whole world."""
    ibis = _ibis()
    own = _in_afghanistan(events)
    fights = own.mutate(
        month=own.date_start.substr(0, 7),
        dyad=_dyad(own),
        government=ibis.ifelse(own.date_start >= handover, "Taliban", "Republic"),
    )
    keys = ["month", "dyad", "government"]
    return _sums(fights.filter(fights.dyad.isin(["Government – IS", "IS – Taliban"])), keys).order_by(keys)


def _in_afghanistan(events: "ibis.Table") -> "ibis.Table":
    return events.filter(events.country == "Afghanistan")


def _dyad(events: "ibis.Table") -> "ibis.Value":
    return _short(events.side_a) + " – " + _short(events.side_b)


def _short(side: "ibis.Value") -> "ibis.Value":
    """As `ucdp.short_name`."""
    prefix = "Government of "
    bare = _ibis().ifelse(side.startswith(prefix), side.substr(len(prefix)), side)
    return side.cases(*ucdp.SHORT.items(), else_=bare)


def _sums(events: "ibis.Table", keys: list[str]) -> "ibis.Table":
    sums = {bound: events[bound].sum().cast("int64") for bound in ucdp.BOUNDS}
    return events.group_by(keys).aggregate(events=events.count(), **sums)


# ------------------------------------------------------------------------------------------ GDELT
def daily_scores(events: "ibis.Table", states: Iterable[str]) -> "ibis.Table":
    """The score of every pair of states and day, as builder.py of gzemo/gdelt-graph-data has it, from single events.

    An event counts the Goldstein value of its kind, more the more sources and articles tell it, and the tone of these;
    one whose Goldstein value is 0 goes the way of its tone. states: the codes that upstream takes for a state's.
    Out: day (YYYY-MM-DD), a, b (in alphabetical order), score.
    """
    ibis = _ibis()
    one, other = events.Actor1CountryCode, events.Actor2CountryCode
    known = events.filter(one.isin(list(states)), other.isin(list(states)), one != other)
    day, told = known.DATEADDED.cast("string"), PER_SOURCE * known.NumSources + PER_ARTICLE * known.NumArticles
    way = ibis.ifelse(known.GoldsteinScale != 0, known.GoldsteinScale, known.AvgTone).sign()
    scored = known.mutate(
        day=day.substr(0, 4) + "-" + day.substr(4, 2) + "-" + day.substr(6, 2),
        a=ibis.least(known.Actor1CountryCode, known.Actor2CountryCode),
        b=ibis.greatest(known.Actor1CountryCode, known.Actor2CountryCode),
        edge=known.GoldsteinScale + way * told + PER_TONE * known.AvgTone,
    )
    return scored.group_by(["day", "a", "b"]).aggregate(score=scored.edge.sum())


def monthly_scores(scores: "ibis.Table", states: Iterable[str]) -> "ibis.Table":
    """Sums per month for each pair with one of ``states``, and of the whole world, for `gdelt.relative_scores`.

    In: as `daily_scores` gives. Out: a, b, month (YYYY-MM), score_sum, days_negative, days (days with any score),
    world_abs (sum of the absolute scores of all pairs).
    """
    monthly = scores.mutate(month=scores.day.substr(0, 7))
    world = monthly.group_by("month").aggregate(world_abs=monthly.score.abs().sum(), days=monthly.day.nunique())
    own = monthly.filter(monthly.a.isin(list(states)) | monthly.b.isin(list(states)))
    negative = (own.score < 0).cast("int64").sum()
    pairs = own.group_by(["a", "b", "month"]).aggregate(score_sum=own.score.sum(), days_negative=negative)
    return pairs.join(world, "month").order_by(["a", "b", "month"])


def relative_scores(monthly: pd.DataFrame, states: set[str]) -> pd.DataFrame:
    """Rows of the table `interaction_scores`, of what `monthly_scores` gives; division and rounding as in `gdelt`.

    A pair without an event in a month has no row here; the table has such a month as 0.
    """
    world = monthly[["month", "world_abs"]].drop_duplicates("month")
    return gdelt.relative_scores(monthly.drop(columns="world_abs"), world, states)


# ------------------------------------------------------------------------------------------ running them
def _by_province(events: "ibis.Table") -> "ibis.Table":
    return events_by_province(events, tables.load("provinces").set_index("ucdp_name")["adm1_code"].to_dict())


def _fights(events: "ibis.Table") -> "ibis.Table":
    return fights_by_month(events, declared.KABUL_FELL)


EXPRESSIONS: dict[str, Callable[["ibis.Table"], "ibis.Table"]] = {
    "events_2021_by_province": _by_province,
    "isil_fights_2021": _fights,
}


def sql(expression: Callable[["ibis.Table"], "ibis.Table"], columns: dict[str, str], name: str) -> str:
    """What an expression of a table of this name is in the SQL of BigQuery. Raises Refused without Ibis."""
    ibis = _ibis()
    return str(ibis.to_sql(expression(ibis.table(columns, name=name)), dialect="bigquery"))


def run(
    expression: Callable[["ibis.Table"], "ibis.Table"], columns: dict[str, str], path: Path, memory: str = MEMORY
) -> pd.DataFrame:
    """What DuckDB makes of a CSV or Parquet file. Raises Refused for a missing column, or a cell of another kind."""
    ibis = _ibis()
    import duckdb

    connection = ibis.duckdb.connect(memory_limit=memory)
    try:
        parquet = path.suffix.lower() == ".parquet"
        rows = connection.read_parquet(path) if parquet else connection.read_csv(path, all_varchar=True)
        if missing := [column for column in columns if column not in rows.columns]:
            raise Refused(
                f"{path.name}: no column {', no column '.join(missing)}; there are: {', '.join(rows.columns)}"
            )
        return expression(rows.select(**{name: rows[name].cast(kind) for name, kind in columns.items()})).to_pandas()
    except duckdb.Error as error:
        raise Refused(f"{path.name}: {error}") from error
    finally:
        connection.disconnect()


def aggregated(upstream: Upstream, gots: list[Got]) -> tuple[Upstream, list[Taken]]:
    """A table and its one file, aggregated: what is taken of the file is the table. Raises Refused."""
    if upstream.table not in EXPRESSIONS:
        raise Refused(f"--large is for {' and '.join(EXPRESSIONS)}; the files of others are small")
    (file,), (got,) = upstream.files, gots
    if not file.fits(got.path.name):
        raise Refused(f"{got.name}: --large reads a file as it is; unpack it, its name is like {file.pattern}")
    frame = _whole(run(EXPRESSIONS[upstream.table], EVENTS, got.path), file, got)
    taken = Taken(file, frame, file.version_of(got.path.name), got.path.name, got)
    return replace(upstream, tidy=lambda made: made), [taken]


def _whole(frame: pd.DataFrame, file: File, got: Got) -> pd.DataFrame:
    if frame.empty:
        raise Refused(f"{got.name}: no row is one that the table wants; is it another file?")
    for column in ("adm1_code", "type"):
        if column in frame and frame[column].isna().any():
            raise Refused(f"{file.upstream} ({got.name}): events with a {column} that is not known")
    return frame
