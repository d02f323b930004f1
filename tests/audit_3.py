"""Chapter 3 by the audit's route: how far Russia's ties with the Taliban went."""

from datetime import date

from audit import accessed, by, day, known, number, only, over, percent, row, row_of, span, table, words
from audit_1 import both, cells, of_taliban, toll

PATH = "chapters/03-russia-and-the-taliban.ipynb"
WEST = "United States/NATO"
SUBJECTS = ("contacts", "meetings", "arms", "money", "fuel")
FORMED = date(2015, 1, 10)
# The time that each account of early contacts can mean, from its words in the prose: a year, a span, "seven years ago"
# with half a year of rounding on either side, "the last seven or eight years" and "the past two years" read alike.
ACCOUNTS = {
    "E022": ("2007-01-01", "2007-12-31"),
    "F13": ("2013-01-01", "2013-12-31"),
    "E211": ("2013-04-01", "2014-12-31"),
    "S156": ("2014-01-14", "2015-01-14"),
    "S235": ("2013-03-11", "2015-03-11"),
    "S062": ("2014-07-12", "2017-01-12"),
}
WORDS = ("E178", "E186", "E062", "E181", "E073")  # events and public words beside them
LAW = {"E020": "banned as terrorist", "E166": "ban suspended", "E168": "government recognised"}


def dated(key: str) -> dict[str, str]:
    """The row of an event, a statement or a forecast."""
    name, column = {
        "E": ("events", "event_id"),
        "S": ("statements", "statement_id"),
        "F": ("forecasts", "forecast_id"),
    }[key[0]]
    return by(name, column)[key]


def order(key: str) -> str:
    first, last = map(date.fromisoformat, ACCOUNTS[key])
    return "before" if last < FORMED else "after" if first > FORMED else "open"


def datings() -> dict[str, str]:
    kinds = [order(key) for key in ACCOUNTS]
    rounded = date.fromisoformat(ACCOUNTS["S156"][1])
    said_then = [key for key in ACCOUNTS if known(dated(key))]
    return {
        "c3_datings": words(len(ACCOUNTS)),
        "c3_dated_before": words(kinds.count("before")),
        "c3_dated_open": words(kinds.count("open")),
        "c3_dated_then": words(len(said_then)),
        "c3_seven_to": day(rounded.isoformat()),
        "c3_over": words((rounded - FORMED).days),
        "c3_zhirnov_to": day(ACCOUNTS["S235"][1][:7]),
        "c3_said_2021": day(dated("S156")["date"]),
        "c3_zhirnov": day(dated("S235")["date"]),
        "c3_formed": day(dated("E186")["date"]),
        "c3_admitted": day(dated("E062")["date"]),
    }


def on_arms(act: str, last: str) -> set[tuple[str, str]]:
    """Occasions (speaker, date) up to a day on which an American or NATO official spoke of arms."""
    own = only("contact_statements", side=WEST, subject="arms", act=act)
    return {(found["speaker"], found["date"]) for found in own if over(found["date"], last)}


def arms() -> dict[str, str]:
    acts = ("leaves open", "alleges", "no evidence")
    to_2018 = {act: on_arms(act, "2019-01-01") for act in acts}
    then = {act: on_arms(act, "2017-08-15") for act in acts}
    return {
        "c3_us_open": words(len(to_2018["leaves open"])),
        "c3_us_alleged": words(len(to_2018["alleges"])),
        "c3_us_unseen": words(len(to_2018["no evidence"])),
        "c3_arms_then": words(sum(map(len, then.values()))),
        "c3_open_then": words(len(then["leaves open"])),
        "c3_treasurer": day(row("contact_statements", subject="fuel", act="admits")["date"]),
        "c3_pavel": day(row("contact_statements", subject="fuel", act="alleges")["date"]),
        "c3_insider": day(row("contact_statements", speaker="The Insider and Der Spiegel")["date"]),
        "c3_bounty": day(row("contact_statements", speaker="The New York Times")["date"]),
    }


def meetings() -> dict[str, str]:
    """Moscow and the Taliban on the timeline: fighting and publications of the authors aside."""
    lane = [
        found for found in only("events", lane="russia-taliban") if found["type"] not in ("military", "publication")
    ]
    before = [found for found in lane if found["date"] >= "2015" and known(found)]
    first = min(found["date"] for found in lane if found["type"] == "diplomacy" and found["date"] >= "2015")
    return {
        "c3_lane_before": words(len(before)),
        "c3_first_meeting": day(first),
        "c3_months": number(12 * (int(first[:4]) - 2017) + int(first[5:7]) - 8),
    }


def supporters() -> dict[str, str]:
    """Of the Taliban against the government of Afghanistan, as UCDP lists them."""
    own = only("external_support", actor="Taleban", opponent="Government of Afghanistan", supporter_kind="state")
    russia = [found for found in own if found["supporter"].startswith("Government of Russia")]
    russia = [found for found in russia if found["year"] >= "2002"]
    years = [found["year"] for found in russia]
    first, last = russia[0]["types_of_group"], russia[-1]["types_of_group"]
    same = [found["year"] for found in russia if found["types_of_group"] == first]
    more = [kind for kind in last.split("; ") if kind not in first.split("; ")]
    since = [found for found in own if found["year"] >= "2002"]
    pakistan = sorted({found["year"] for found in own if found["supporter"] == "Government of Pakistan"})
    with_others = sorted({int(found["state_supporters"]) for found in russia})
    return {
        "c3_listed": f"{years[0]} to {years[-1]}",
        "c3_listed_with": " or ".join(map(words, with_others)),
        "c3_types_years": f"{same[0]} to {same[-1]}",
        "c3_types": row_of([kind.replace("training and expertise", "training") for kind in first.split("; ")]),
        "c3_types_more": row_of(["other support" if kind == "other" else kind for kind in more]),
        "c3_state_years": number(len(since)),
        "c3_typed": words(sum(found["state_supporters"] == "1" for found in since)),
        "c3_pakistan": row_of(pakistan),
    }


def fights() -> dict[str, str]:
    government, taliban = toll(), of_taliban()

    def times(year: int) -> str:
        return span(government[year][0] / taliban[year][2], government[year][2] / taliban[year][0])

    killed = [int(found["low"]) for found in only("darzab_reports", measure="ISIL fighters killed")]
    return {
        "c3_gov_2016": number(government[2016][1]),
        "c3_tal_2016": number(taliban[2016][1]),
        "c3_times_2016": number(government[2016][1] / taliban[2016][1]),
        "c3_gov_2016_bounds": span(government[2016][0], government[2016][2]),
        "c3_tal_2016_bounds": span(taliban[2016][0], taliban[2016][2]),
        "c3_tal_2018_bounds": span(taliban[2018][0], taliban[2018][2]),
        "c3_times_2016_bounds": times(2016),
        "c3_times_2018_bounds": times(2018),
        **{f"c3_part_{y}": percent(taliban[y][1] / (taliban[y][1] + government[y][1])) for y in (2015, 2016, 2018)},
        "c3_between_first": str(min(taliban)),
        "c3_between_last": str(max(taliban)),
        "c3_killed_least": words(min(killed)),
        "c3_killed_most": number(max(killed)),
    }


def said() -> dict[str, str]:
    banned, suspended, recognised = (date.fromisoformat(dated(key)["date"]) for key in LAW)
    verdicts = [found["verdict_today"] for found in only("claims", chapter="03-russia-and-the-taliban")]
    told = by("rescue_reports", "report_id")
    used = ("events", "statements", "contact_statements", "external_support", "battle_deaths", "rescue_reports")
    return {
        "c3_accessed": accessed(*map(table, used)),
        "c3_years_after": words(recognised.year - 2017),
        "c3_ban_years": number(suspended.year - banned.year),
        "c3_to_recognition": number((recognised - suspended).days),
        "c3_recognition": day(recognised.isoformat()),
        "c3_claims": number(len(verdicts)),
        "c3_supported": words(verdicts.count("supported")),
        "c3_partly": words(verdicts.count("partly supported")),
        "c3_qadir": day(told["N03"]["date"]),
        "c3_repeat": day(told["N06"]["date"]),
        "c3_cleared": day(told["N05"]["date"]),
        "c3_similar": words(len(only("rescue_reports", act="tells a similar story"))),
        **datings(),
        **arms(),
        **meetings(),
        **supporters(),
        **fights(),
    }


# ---------------------------------------------------------------------------------------------------------------- rows
def accounts(then: bool) -> list[dict]:
    drawn = []
    for key in (*ACCOUNTS, *WORDS):
        own = dated(key)
        if then and not known(own):
            continue
        first, last = ACCOUNTS.get(key, (own["date"], own["date"]))
        days = [(FORMED - date.fromisoformat(end)).days for end in (last, first)] if key in ACCOUNTS else ["", ""]
        drawn.append(
            {"row_id": key, "first": first, "last": last, "order": order(key) if key in ACCOUNTS else ""}
            | dict(zip(("days_before_least", "days_before_most"), days))
        )
    return drawn


def matrix(then: bool) -> list[dict[str, str]]:
    """One for each occasion on which a speaker said it, up to 2018, of the five subjects; no press, no third state."""
    own = [found for found in table("contact_statements") if found["subject"] in SUBJECTS and found["date"] < "2019"]
    own = [found for found in own if found["side"] not in ("Press", "Tajikistan") and (known(found) or not then)]
    once = {tuple(found[name] for name in ("date", "speaker", "subject", "act")) for found in own}
    return [dict(zip(("date", "speaker", "subject", "act"), found)) for found in once]


def statements(then: bool) -> list[dict[str, str]]:
    own: dict[str, list[dict[str, str]]] = {}
    for found in table("contact_statements"):
        if found["subject"] in SUBJECTS and (known(found) or not then):
            own.setdefault(found["row_id"], []).append(found)
    return [{"row_id": key} | cells(found, "date", "side", "source_id")[0] for key, found in own.items()]


def two_fights(then: bool) -> list[dict]:
    both_of = {"Government – IS": toll(), "IS – Taliban": of_taliban()}
    return [
        {"year": year, "dyad": dyad} | dict(zip(("low", "best", "high"), ends))
        for dyad, own in both_of.items()
        for year, ends in own.items()
        if year <= (2016 if then else 2023)
    ]


def rescue() -> list[dict[str, str]]:
    own = [found for found in table("rescue_reports") if found["date"] < "2018"]
    return cells(own, "report_id", "date", "teller", "act", "follows", "source_id")


def rows() -> dict[str, list[dict]]:
    fights_2021 = only("isil_fights_2021", dyad="Government – IS")
    return {
        **both("taliban-contacts-order", accounts),
        **both("contact-matrix", matrix),
        **both("taliban-statements", statements),
        **both("isil-fights", two_fights),
        "isil-fights-2021": cells(fights_2021, "month", "government", "events", "low", "best", "high"),
        "rescue-trace": rescue(),
    }


def titles() -> dict[str, str]:
    own = only("isil_fights_2021", dyad="Government – IS")
    total = sum(int(found["best"]) for found in own)
    later = sum(int(found["best"]) for found in own if found["government"] == "Taliban")
    return {"isil-fights-2021": f"Of {total} deaths of 2021 in the government's fight with ISIL, {later} came after"}
