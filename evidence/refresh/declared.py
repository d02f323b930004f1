"""Every table that is derived from an upstream, and what is known of its files: one entry each.

Names of files, and the ends of addresses, are those of releases that were seen; addresses are read off the pages of
upstream. A release of another layout needs a line here, and one in the tests.
"""

from typing import Any

import pandas as pd

from evidence import tables
from evidence.refresh import gsdb, sipri, ucdp, unvotes
from evidence.refresh.layout import ANY, TEXT
from evidence.refresh.upstream import File, Page, Upstream, ending

UCDP = "https://ucdp.uu.se/downloads/"
TYPES = {"type_of_conflict": {"1", "2", "3", "4"}}  # extrasystemic, interstate, intrastate, internationalised
WORDS = {"extrasystemic": "1", "interstate": "2", "intrastate": "3", "II": "4"}  # the same, in peacesciencer
REGION = {
    365,
    630,
    700,
    701,
    702,
    703,
    704,
    705,
    710,
    770,
}  # Russia, Afghanistan and its neighbours, Kazakhstan, Kyrgyzstan
KABUL_FELL = "2021-08-15"


def _in_afghanistan(rows: pd.DataFrame) -> pd.Series:
    return rows.location.fillna("").str.contains("Afghanistan")


def _of_afghanistan(rows: pd.DataFrame) -> pd.Series:
    return rows.country == "Afghanistan"


BRD = File(
    "UCDP BRD",
    r"BattleDeaths_v(\d+_\d+)\b.*\.csv",
    {**ucdp.BRD, **TYPES, "incompatibility": {"1", "2", "3"}},
    "ucdp-brd-{version}",
    Page(UCDP, r"ucdp-brd-dyadic-(?P<version>\d+)-csv(_\d)?\.zip"),
)
NON_STATE = File(
    "UCDP Non-State",
    r"Nonstate_v(\d+_\d+)\b.*\.csv",
    {**ucdp.non_state_conflict.frames["deaths"], "org": {"1", "2", "3"}},
    "ucdp-non-state-{version}",
    Page(UCDP, r"ucdp-nonstate-(?P<version>\d+)-csv(_\d)?\.zip"),
    select=_in_afghanistan,
)
ONE_SIDED = File(
    "UCDP One-sided",
    r"OneSided_v(\d+_\d+)\b.*\.csv",
    {**ucdp.one_sided_violence.frames["one_sided"], "is_government_actor": {"0", "1"}},
    "ucdp-one-sided-{version}",
    Page(UCDP, r"ucdp-onesided-(?P<version>\d+)-csv(_\d)?\.zip"),
    select=_in_afghanistan,
)
_COUNTRY_YEAR: dict[str, Any] = dict(
    upstream="UCDP Country-Year",
    pattern=r"(?:organizedviolencecy_v|OrganizedViolenceCYDataSet)(\d+_\d+)\b.*\.csv",
    source="ucdp-country-year-{version}",
    where=Page(UCDP, r"organizedviolencecy-(?P<version>\d+)-csv(_\d)?\.zip"),
)
KILLINGS = File(
    columns={**ucdp.KILLINGS, "country": TEXT},
    names=ending({**ucdp.KILLINGS, "country": TEXT}, "_cy"),
    select=_of_afghanistan,
    **_COUNTRY_YEAR,
)
COUNTRY_YEAR = File(
    columns=ucdp.COUNTRY_YEAR,
    names=ending(ucdp.COUNTRY_YEAR, "_cy"),
    select=lambda rows: rows.country_id.isin(REGION),
    **_COUNTRY_YEAR,
)
ACD = File(
    "UCDP ACD",
    r"UcdpPrioConflict_v(\d+_\d+)\b.*\.csv",
    {**ucdp.OFFICIAL, "gwno_a": ANY, "intensity_level": {"1", "2"}},  # wars between states list several in gwno_a
    "ucdp-prio-acd-{version}",
    Page(UCDP, r"ucdp-prio-acd-(?P<version>\d+)-csv(_\d)?\.zip"),
    codes={"type_of_conflict": {**{code: code for code in "1234"}, **WORDS}},
    select=lambda rows: rows.type_of_conflict.isin(["3", "4"]),
)
CANDIDATE = "a file by hand: Candidate Events of 2021, superseded since; the table stands for that year"
EVENTS = File(
    "UCDP Candidate",
    r"GEDEvent_v(\d+_\d+_\d+_\d+)\b.*\.csv",
    {**ucdp.EVENTS, "adm_1": TEXT, "type_of_violence": TEXT, "date_start": TEXT, "country": TEXT},
    "ucdp-candidate-{version}",
    CANDIDATE,
    codes={"type_of_violence": {"1": 1, "2": 2, "3": 3}},
    select=_of_afghanistan,
)


def _wanted_cases(cases: pd.DataFrame) -> pd.Series:
    """Cases since 2013 that target one of five states, or that Russia imposed; whoever else is in them counts too."""

    def named(column: str, states: set[str]) -> pd.Series:
        return cases[column].str.split(", ").map(lambda names: not states.isdisjoint(names))

    wanted = named("sanctioned_state", SANCTIONED) | named("sanctioning_state", {"Russia"})
    return wanted & (cases.end >= 2013)


REGISTER = File(
    "SIPRI arms transfers",
    r"trade-register\b.*\.csv",
    sipri.year_supplier_tiv.frames["register"] | {"recipient": TEXT},
    "sipri-arms-transfers-{version}",
    "a file by hand: export the trade register of all countries as CSV, https://www.sipri.org/databases/armstransfers",
    names={
        "recipient": ("Recipient",),
        "supplier": ("Supplier",),
        "years_of_delivery": ("Year(s) of delivery",),
        "tiv_delivered": ("SIPRI TIV of delivered weapons",),
        "comments": ("Comments",),
    },
    select=lambda rows: rows.recipient == "Afghanistan",
    encoding="cp1252",
    begins="Recipient",
    dated=r"Data generated: (\d+ \w+ \d{4})",
)
SANCTIONED = {"Russia", "Afghanistan", "Iran", "Pakistan", "Ukraine"}
CASES = File(
    "GSDB",
    r"GSDB_V(\d+)\b.*\.csv",
    gsdb.in_force.frames["cases"],
    "gsdb-{version}",
    "a file by hand: asked for at http://globalsanctionsdatabase.com; the copy read holds cases that ended since 2013",
    select=_wanted_cases,
)

_SPENDING: dict[str, Any] = dict(
    upstream="SIPRI spending",
    pattern=r"SIPRI-Milex-data-\d{4}-(\d{4})(?:_\d+)?\b.*\.xlsx",
    columns={},
    source="sipri-milex-{version}",
    where="a file by hand: the workbook, at https://www.sipri.org/databases/milex",
    released={"2023": "2024-04", "2024": "2025-04"},  # the last year of the data -> the month they came out
)
SHARE = File(sheet=r"Share of GDP", **_SPENDING)
CONSTANT = File(sheet=r"Constant \(\d{4}\) US\$", **_SPENDING)
_IDEAL_POINTS: dict[str, Any] = dict(
    upstream="UN ideal points",
    pattern=r"Idealpoints([A-Z][a-z]+\d{4})\.dta",
    source="unga-ideal-points-{version}",
    where="a file by hand: the one of Stata, at https://doi.org/10.7910/DVN/LEJUQZ",
    released={"July2025": "2025-07"},
)
POINTS = File(
    columns=unvotes.ideal_points.frames["points"],
    select=lambda rows: rows.iso3c.isin(set(tables.load("un_ideal_points")["iso3"])),
    **_IDEAL_POINTS,
)
ALL_POINTS = File(
    columns=unvotes.spread.frames["points"],
    select=lambda rows: rows.year >= 1990,
    **_IDEAL_POINTS,
)


def _spending(share: pd.DataFrame, constant: pd.DataFrame) -> pd.DataFrame:
    countries = sorted(set(tables.load("military_spending")["country"]))
    return sipri.military_spending(sipri.measures(share, constant, countries, first_year=1988), base_year=2015)


def _deliveries(register: pd.DataFrame) -> pd.DataFrame:
    return sipri.year_supplier_tiv(register, first_year=1990)


def _cases(cases: pd.DataFrame) -> pd.DataFrame:
    return gsdb.in_force(cases, first_year=2013)


def _panel(official: pd.DataFrame) -> pd.DataFrame:
    names = tables.load("civil_conflict_panel").set_index("gwno")["country"].to_dict()
    return ucdp.civil_conflict_panel(ucdp.parties(official), names, tables.load("un_missions"))


def _by_province(events: pd.DataFrame) -> pd.DataFrame:
    codes = tables.load("provinces").set_index("ucdp_name")["adm1_code"].to_dict()
    return ucdp.events_by_province(events, codes)


def _fights(events: pd.DataFrame) -> pd.DataFrame:
    return ucdp.fights_by_month(events, KABUL_FELL)


UPSTREAMS = (
    Upstream("battle_deaths", (BRD,), ucdp.battle_deaths),
    Upstream("non_state_conflict", (NON_STATE,), ucdp.non_state_conflict),
    Upstream(
        "one_sided_violence",
        (ONE_SIDED, KILLINGS),
        ucdp.one_sided_violence,
        made_from=lambda rows: rows.derived.astype(int),
    ),
    Upstream("violence_by_country", (COUNTRY_YEAR,), ucdp.violence_by_country),
    Upstream("civil_conflict_panel", (ACD,), _panel),
    Upstream("events_2021_by_province", (EVENTS,), _by_province),
    Upstream("isil_fights_2021", (EVENTS,), _fights),
    Upstream("arms_deliveries", (REGISTER,), _deliveries),
    Upstream("military_spending", (SHARE, CONSTANT), _spending),
    Upstream("sanctions", (CASES,), _cases),
    Upstream("un_ideal_points", (POINTS,), unvotes.ideal_points),
    Upstream("un_ideal_points_spread", (ALL_POINTS,), unvotes.spread),
)

# Tables that are derived from an upstream, but from no file of it as it is published; or that won't change any more.
NOT_HERE = {
    "external_support": "ended: UCDP ESD 18.1 stops with 2017; made by evidence.refresh.esd.support",
    "militarized_disputes": "ended: MID 5.0 stops with 2014; made by evidence.refresh.cow.disputes",
    "signal_spells": "ended: MID 5.0 stops with 2014; made by evidence.refresh.cow.signal_spells",
    "signal_sensitivity": "ended: MID 5.0 stops with 2014; made by evidence.refresh.cow.sensitivity",
    "exercises": "ended: MME 7 stops with 2010; made by evidence.refresh.mme.exercises_by_year",
    "gjp_questions": "ended: the questions of 2011 to 2015; made by evidence.refresh.gjp.questions from ifps.csv",
    "us_strikes_by_province": "ended: the lists stop with March 2017; made by evidence.refresh.tbij",
    "interaction_events": "ended: the sums stop with 2014; made by evidence.refresh.icews.shares",
    "interaction_windows": "ended: three copies of ICEWS; made by evidence.refresh.icews.window_shares",
    "provinces": "outlines of Natural Earth; made by evidence.refresh.naturalearth.provinces",
    **dict.fromkeys(
        ("un_votes", "un_roll_calls"),
        "a package of R (unvotes), so by hand: export its roll calls, one column a state, for evidence.refresh.unvotes",
    ),
    "us_bases": "ended: a static list after a book of 2015; made by evidence.refresh.troopdata.bases from basedata.csv",
    "us_troops": "a package of R (troopdata) and rows by hand; made by evidence.refresh.troopdata.splice",
    "interaction_scores": "a repository of matrices (gdelt-graph-data), so by hand; made by evidence.refresh.gdelt of "
    "sums of evidence.refresh.large",
    "attention_by_month": "texts that a researcher scraped, so by hand; made by evidence.refresh.attention.by_month",
    "conflict_covariates": "CShapes and SIPRI over the rows of civil_conflict_panel; evidence.refresh.covariates",
    "revisions": "what the last release of each table moved; written with the table",
}
