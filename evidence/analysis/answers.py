"""The three questions on Russian force in Afghanistan, their numbers, and what moves them. Tables in, frames out."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from evidence.analysis.placing import free_levels
from evidence.forecast import fought_before, known
from evidence.forecast.base_rates import jeffreys_interval, jeffreys_mean, with_interval
from evidence.forecast.hierarchy import over_years, part
from evidence.forecast.resampling import country_bootstrap, middle
from evidence.forecast.risk_set import (
    AFGHANISTAN,
    ANY,
    QUESTIONS,
    SOVIET,
    WITH_US,
    WITHOUT_US,
    after_a_chance,
    beginnings,
    by_lag,
    chances,
    followed,
    shares,
    within,
)
from evidence.periods import decimal_year
from evidence.wording import in_words

HORIZONS = (1, 3, 5)  # years
TERM = 3  # years, of the number that stands for all
BAND = (0.01, 0.03)  # what is called “low single digits”
SHELLING = "R01"
OUTSIDE = "Outside the former Soviet Union"  # both classes of wars elsewhere
FOUGHT, OWN = "Afghanistan without US troops", "Afghanistan alone"


@dataclass(frozen=True)
class Record:
    """What the numbers are made of. panel: `civil_conflict_panel`; listed: as `coded`; last: last year that is seen."""

    panel: pd.DataFrame
    listed: pd.DataFrame
    last: int

    @property
    def chances(self) -> pd.DataFrame:
        """As `risk_set.chances`, up to the last year."""
        return chances(self.panel).query("year <= @self.last")

    @property
    def began(self) -> pd.DataFrame:
        """As `risk_set.beginnings`, up to the last year."""
        return beginnings(self.panel, self.listed).query("year <= @self.last")

    def seen(self, question: str = ANY) -> pd.DataFrame:
        """The chances with what began after them, as `risk_set.followed`."""
        return followed(self.chances, self.began, question, self.last)


def coded(interventions: pd.DataFrame, codings: pd.DataFrame) -> pd.DataFrame:
    """Interventions with their columns `strike` and `units`. Raises ValueError if one of them has no coding."""
    rows = interventions.merge(codings[["intervention_id", "strike", "units"]], on="intervention_id", how="left")
    if rows[["strike", "units"]].isna().any(axis=None):
        raise ValueError(f"not coded: {list(rows.loc[rows['strike'].isna(), 'intervention_id'])}")
    return rows.astype({"strike": bool, "units": bool})


def counted(record: Record) -> pd.DataFrame:
    """Direct counts of the union: one row per class and horizon; reference_class, years, events, chances, share, low,
    high (95% Jeffreys interval, as if country-years were independent)."""
    rows = [within(record.seen(), years).reset_index().assign(years=years) for years in HORIZONS]
    table = with_interval(pd.concat(rows, ignore_index=True))
    return table[["reference_class", "years", "events", "chances", "share", "low", "high"]]


def answers(record: Record, reference_class: str = WITH_US) -> pd.DataFrame:
    """The numbers of the three questions and of their union: question, years (1, 3, 5), probability, low, high.

    The union is pooled in part over the classes; a question takes its share of the beginnings seen (`part`).
    """
    union = over_years(by_lag(record.seen()), reference_class)
    counts = shares(record.began, record.chances, record.last).set_index("question")
    frames = {ANY: union} | {
        question: part(union, counts.loc[question, "of_these"], counts.loc[question, "all"]) for question in QUESTIONS
    }
    rows = pd.concat([frame.assign(question=question) for question, frame in frames.items()], ignore_index=True)
    return rows[rows["years"].isin(HORIZONS)][["question", "years", "probability", "low", "high"]].reset_index(
        drop=True
    )


def number(record: Record) -> tuple[float, float, float]:
    """The number that stands for all: probability, low and high of the union within `TERM` years for Afghanistan."""
    return in_term(by_lag(record.seen()), WITH_US)


def years_ahead(record: Record) -> tuple[int, int]:
    """First and last of the calendar years that `number` speaks of: the `TERM` years after the last that is seen."""
    return record.last + 1, record.last + TERM


def in_term(counts: pd.DataFrame, reference_class: str | int, **prior) -> tuple[float, float, float]:
    """Probability, low and high of the union within `TERM` years. counts: as of `risk_set.by_lag`; its groups may be
    countries."""
    row = over_years(counts.loc[:TERM], reference_class, **prior).iloc[-1]
    return float(row["probability"]), float(row["low"]), float(row["high"])


def without_pooling(counts: pd.DataFrame, reference_class: str) -> tuple[float, float, float]:
    """The same from the class's own counts alone, with Jeffreys' prior at each lag."""
    own = counts.xs(reference_class, level=1).loc[:TERM]
    quiet = [1 - jeffreys_mean(row.events, row.chances) for row in own.itertuples()]
    ends = np.array([jeffreys_interval(row.events, row.chances) for row in own.itertuples()])
    low, high = 1 - np.prod(1 - ends, axis=0)
    return float(1 - np.prod(quiet)), float(low), float(high)


def sensitivity(record: Record) -> pd.DataFrame:
    """The union within three years, one choice changed at a time: kind, choice, probability, low, high.

    The first row, of kind "as published", changes nothing. A choice says in words what was changed.
    """
    counts = by_lag(record.seen())
    rows = [("as published", "the number of this book", in_term(counts, WITH_US))]
    rows += [("prior", name, in_term(counts, WITH_US, **prior)) for name, prior in PRIORS.items()]
    rows.append(("prior", "no pooling: the class alone", without_pooling(counts, WITH_US)))
    rows += [("class", name, change(record)) for name, change in CLASSES.items()]
    changes = {"period": PERIODS, "definition": DEFINITIONS, "country left out": COUNTRIES}
    rows += [
        (kind, name, in_term(by_lag(change(record).seen()), WITH_US))
        for kind, own in changes.items()
        for name, change in own.items()
    ]
    rows.append(("risk set", "conflict in the same year, as in the first edition", of_the_same_year(record)))
    rows.append(("risk set", "without places where Russian units stood", in_term(by_lag(elsewhere(record)), WITH_US)))
    return pd.DataFrame(
        [(kind, name, *numbers) for kind, name, numbers in rows],
        columns=["kind", "choice", "probability", "low", "high"],
    )


PRIORS: dict[str, dict[str, Any]] = {
    "even prior on the mean": {"mean_prior": (1, 1)},
    "prior of a tenth of an event": {"mean_prior": (0.1, 0.1)},
    "spread of the classes flat in logs": {"spread": "log"},
    "one rate for all classes": {"spread": "none"},
}


def _own(rows: pd.DataFrame) -> pd.Series:
    return rows["reference_class"].mask(rows["gwno"] == AFGHANISTAN, OWN)


def _fought(rows: pd.DataFrame) -> pd.Series:
    return rows["reference_class"].mask(rows["fought"] & (rows["reference_class"] == WITHOUT_US), FOUGHT)


def _of_classes(
    name: str, classes: Callable[[pd.DataFrame], pd.Series], with_1993: bool = False
) -> Callable[[Record], tuple]:
    """A change of the classes: what Afghanistan's new class gives, the shelling of 1993 counted as a strike or not."""

    def change(record: Record) -> tuple[float, float, float]:
        own = shelling_counted(record) if with_1993 else record
        panel = own.panel.assign(fought=fought_before(own.panel))
        rows = own.seen().merge(panel[["gwno", "year", "fought"]], on=["gwno", "year"])
        return in_term(by_lag(rows.assign(reference_class=classes(rows))), name)

    return change


def _as_units(record: Record) -> tuple[float, float, float]:
    """Countries outside the former Soviet Union as the units of pooling, Afghanistan among them."""
    rows = record.seen()[lambda frame: frame["reference_class"] != SOVIET]
    return in_term(by_lag(rows, by="gwno"), AFGHANISTAN)


CLASSES = {
    "one class outside the former Soviet Union": _of_classes(
        WITHOUT_US, lambda rows: rows["reference_class"].replace(WITH_US, WITHOUT_US)
    ),
    "countries pooled, not classes": _as_units,
    "Afghanistan as a class of its own": _of_classes(OWN, _own),
    "the same, the shelling of 1993 counted": _of_classes(OWN, _own, with_1993=True),
    "Afghanistan without US troops (1991 to 2002)": _of_classes(FOUGHT, _fought),
    "the same, the shelling of 1993 counted there": _of_classes(FOUGHT, _fought, with_1993=True),
}


def _years(first: int) -> Callable[[Record], Record]:
    return lambda record: replace(record, panel=record.panel[record.panel["year"] >= first - 1])


def _without(gwno: int) -> Callable[[Record], Record]:
    return lambda record: replace(
        record,
        panel=record.panel[record.panel["gwno"] != gwno],
        listed=record.listed[record.listed["gwno"] != gwno],
    )


def _recoded(**columns: Callable[[pd.DataFrame], pd.Series]) -> Callable[[Record], Record]:
    return lambda record: replace(record, listed=record.listed.assign(**columns))


def _rosters_counted(record: Record) -> Record:
    """Also the contributors of UN missions count as parties, as UCDP lists them."""
    panel = record.panel
    there = set(panel.loc[panel["russia_troops_listed"], ["gwno", "year"]].itertuples(index=False, name=None))
    first = panel["year"].min()
    starts = [
        (row.gwno, row.year) in there and (row.gwno, row.year - 1) not in there and row.year > first
        for row in panel.itertuples()
    ]
    listed = {"russia_troops": panel["russia_troops_listed"], "us_troops_gov": panel["us_troops_gov_listed"]}
    return replace(record, panel=panel.assign(**listed, onset=starts))


def shelling_counted(record: Record) -> Record:
    """The shelling of 1993 as an acknowledged strike. By the rule it is none: only an Afghan spokesman has Moscow's
    promise to stop."""
    return _recoded(strike=lambda rows: rows["strike"] | (rows["intervention_id"] == SHELLING))(record)


def elsewhere(record: Record) -> pd.DataFrame:
    """The chances, as `Record.seen`, without those of countries where listed Russian units already stood."""
    listed = record.listed[record.listed["units"]]
    first = listed["date_start"].dt.year
    last = pd.to_datetime(listed["last_date"].str[:4], format="%Y").dt.year.fillna(record.last + 1)
    stood = {
        (gwno, year)
        for gwno, start, end in zip(listed["gwno"], first, last)
        for year in range(int(start), int(end) + 1)
    }
    rows = record.seen()
    return rows[[place not in stood for place in zip(rows["gwno"], rows["year"])]]


PERIODS = {"chances from 2000 on": _years(2001), "chances of 2007 to 2015 alone": _years(2008)}
DEFINITIONS = {
    "peacekeepers are no combat units": _recoded(
        units=lambda rows: rows["units"] & ~rows["type"].str.startswith(("peacekeeping", "peace operation"))
    ),
    "the shelling of 1993 counts as a strike": shelling_counted,
    "any force or units, denied or not": _recoded(
        units=lambda rows: ~rows["type"].str.startswith(("external support", "evacuation"))
    ),
    "contributors of UN missions count": _rosters_counted,
}
COUNTRIES = {
    "without Syria": _without(652),
    "without Georgia": _without(372),
    "without Tajikistan": _without(702),
    "without Yugoslavia": _without(345),
    "without Bosnia": _without(346),
    "without the former Soviet Union": lambda record: replace(record, panel=record.panel[~record.panel["post_soviet"]]),
}


def of_the_same_year(record: Record) -> tuple[float, float, float]:
    """The old risk set: a conflict has to exist in the year of the beginning; carried over three years."""
    panel = record.panel[record.panel["at_risk"] & record.panel["year"].between(1992, record.last)]
    classes = np.where(panel["us_troops_gov"], WITH_US, WITHOUT_US)
    began = set(zip(record.began["gwno"], record.began["year"]))
    came = pd.Series([place in began for place in zip(panel["gwno"], panel["year"])], panel.index)
    table = came.groupby(np.where(panel["post_soviet"], SOVIET, classes)).agg(events="sum", chances="count")
    return in_term(pd.concat({lag: table for lag in range(1, TERM + 1)}, names=["lag", "class"]), WITH_US)


def order_by_kind(changed: pd.DataFrame) -> list[int]:
    """Positions of the rows of `sensitivity`, kinds together in the order of how far they move the number."""
    base = changed["probability"].iloc[0]
    reach = (
        (changed["probability"] - base).abs().groupby(changed["kind"]).max().mask(lambda far: far == 0, float("inf"))
    )
    kinds = list(changed["kind"])
    return sorted(range(len(kinds)), key=lambda at: (-reach[kinds[at]], kinds[at], at))


def by_class(record: Record) -> pd.DataFrame:
    """The union within three years in each class: reference_class, probability."""
    counts = by_lag(record.seen())
    rows = [(f"any of the three: {name}", in_term(counts, name)[0]) for name in (SOVIET, WITHOUT_US, WITH_US)]
    return pd.DataFrame(rows, columns=["reference_class", "probability"])


def by_countries(record: Record, draws: int = 1000) -> dict[str, tuple[float, float]]:
    """Middle 95% of the direct share within three years when whole countries are drawn: `SOVIET` and `OUTSIDE`."""
    rows = record.seen()[lambda frame: frame["seen"] >= TERM]
    inside = rows["reference_class"] == SOVIET

    def share(own: pd.DataFrame) -> float:
        return float((own["after"] <= TERM).mean())

    return {
        name: middle(country_bootstrap(own, share, draws))
        for name, own in ((SOVIET, rows[inside]), (OUTSIDE, rows[~inside]))
    }


def over_time(panel: pd.DataFrame, listed: pd.DataFrame, days: list[pd.Timestamp]) -> pd.DataFrame:
    """The union within three years as it would have come out on each day: day, probability, low, high, reference_class.

    Counted is what had been dated by that day, in today's vintages: years that had ended, and of a year that ran its
    elapsed part, if the panel has it, with what had begun in it (listed by date; UCDP's own coding comes with its end).
    The class is that of Afghanistan in the last full year that the panel knows.
    """
    rows = [_on_a_day(panel, listed, day) for day in days]
    return pd.DataFrame(rows, columns=["day", "probability", "low", "high", "reference_class"])


def _on_a_day(panel: pd.DataFrame, listed: pd.DataFrame, day: pd.Timestamp) -> tuple:
    full = min(day.year - 1, int(panel["year"].max()))
    past = Record(panel[panel["year"] <= full], known(listed, day), full)
    counts = by_lag(past.seen()).astype(float)
    if panel["year"].max() >= day.year:  # the year that runs: the years before are looked into for its elapsed part
        elapsed = (day.day_of_year - 1) / 365.25
        running = replace(past, last=day.year)
        more = by_lag(running.seen()).sub(by_lag(past.seen()), fill_value=0)
        counts = counts.add(more.assign(chances=more["chances"] * elapsed), fill_value=0)
        counts["events"] = counts[["events", "chances"]].min(axis=1)
    own = past.chances.query("gwno == @AFGHANISTAN and year == @full")["reference_class"].item()
    return day, *in_term(counts, own), own


KINDS = {"strike": "a strike", "units": "units", "ucdp": "a party in UCDP"}
TURNS = {  # events named on the line of time: name, units from the top, side of its line; no name stands on a line
    "E174": ("warning", 4, "right"),
    "E134": ("Doha", 22, "right"),
    "E147": ("Kabul falls", 4, "right"),
    "E160": ("Crocus", 22, "right"),
    "E168": ("recognition", 4, "right"),
}
SYRIA_ROW = "R17"  # of `interventions`
ROOM = 7  # years that a country's name takes on the axis


def began_in_risk_set(record: Record) -> pd.DataFrame:
    """The beginnings that came in the year after a chance: year, country, reference_class, the questions, kinds (in
    words) and level (a row for its name, in which no other stands within so many years)."""
    rows = after_a_chance(record.began, record.chances)
    kinds = [" and ".join(name for key, name in KINDS.items() if getattr(row, key)) for row in rows.itertuples()]
    rows = rows.assign(kinds=kinds).sort_values(["year", "country"], kind="stable", ignore_index=True)
    return rows.assign(level=free_levels(list(rows["year"]), ROOM))


def said_of_beginnings(began: pd.DataFrame) -> dict[str, str]:
    """How many beginnings sent units, had a strike (with its countries) and made Russia a party, in words.

    began: as of `began_in_risk_set`. Whatever an analyst codes is said: the prose around holds for any of the counts.
    """
    counts = began[["strike", "units", "ucdp"]].sum().astype(int)
    places = sorted(set(began.loc[began["strike"], "country"]))
    sent = "All" if counts["units"] == len(began) else in_words(counts["units"]).capitalize()
    strikes = ", ".join([in_words(counts["strike"]), " and ".join(places)] if places else ["none"])
    return {"units": sent, "strike": strikes, "ucdp": in_words(counts["ucdp"])}


def chances_by_year(record: Record) -> pd.DataFrame:
    """How many countries had a chance, by the year in which something could begin: year, chances."""
    rows = record.seen().groupby("year").size().rename("chances").reset_index()
    return rows.assign(year=rows["year"] + 1)


def years_at_war(began: pd.DataFrame, each_year: pd.DataFrame) -> pd.DataFrame:
    """Every year with `countries_at_war` in the year before, and what began in it; empty where nothing did.

    began: as of `began_in_risk_set`. each_year: as of `chances_by_year`. A year with two beginnings has two rows.
    """
    counts = each_year[["year", "chances"]].rename(columns={"chances": "countries_at_war"})
    rows = counts.merge(began, on="year", how="left").sort_values(["year", "country"], kind="stable", ignore_index=True)
    return rows.astype({"gwno": "Int64"})


def classes_in_words(record: Record) -> pd.DataFrame:
    """One row per class: wars, and for each horizon '3 of 631', beginnings of chances."""
    table = counted(record)
    cells = table.assign(cell=[f"{row.events} of {row.chances}" for row in table.itertuples()])
    wide = cells.pivot(index="reference_class", columns="years", values="cell").loc[[SOVIET, WITHOUT_US, WITH_US]]
    wide.columns = [f"within_{years}_year{'s' if years > 1 else ''}" for years in wide.columns]
    return wide.rename_axis("wars").reset_index()


def silence(record: Record) -> dict[str, float]:
    """What the class with US troops would hold if these made no difference: expected (beginnings in the year after a
    chance, at the rate of the other wars outside the former Soviet Union), none (probability of no beginning at all)
    and chances."""
    rows = record.seen()
    others, own = (rows[rows["reference_class"] == name] for name in (WITHOUT_US, WITH_US))
    rate = float((others["after"] == 1).mean())
    return {"expected": rate * len(own), "none": (1 - rate) ** len(own), "chances": len(own)}


def on_the_line(events: pd.DataFrame, interventions: pd.DataFrame) -> pd.DataFrame:
    """Events named on the line of time: at (decimal years), label, height, align. Ids as of `TURNS`, and Syria."""
    named = events.set_index("event_id").loc[list(TURNS), "date_start"]
    rows = pd.DataFrame(list(TURNS.values()), columns=["label", "height", "align"]).assign(day=named.to_numpy())
    syria = interventions.set_index("intervention_id").loc[SYRIA_ROW, "date_start"]
    rows.loc[len(rows)] = ["Syria", 22, "right", syria]
    return rows.assign(at=rows["day"].map(decimal_year)).drop(columns="day")
