"""What the rows of `contacts` say in words: names and tips of marks, descriptions, numbers of the prose.

Tables and frames of `contacts` in, texts out: frames with a column `tip`, sentences, and dicts of texts by the key
under which the prose of the chapter asks for each. `events`, `statements` and `forecasts` have their ids as index.
"""

import pandas as pd

from evidence.analysis import contacts
from evidence.analysis.isil import ISIL_FORMED
from evidence.forecast import AS_OF, known
from evidence.precision import settled
from evidence.wording import MONTHS, count, date, in_words, joined, percent, span

DATINGS = {  # row of a table: its name in the chart, who dates, words of the tip
    "E022": ("Taliban: 2007 or before", "Taliban", "Taliban officials, “since at least 2007”"),
    "F13": ("Blank, an analyst: since 2013", "other", "Stephen Blank, an analyst, “since 2013”"),
    "E211": (
        "Mantytskiy: a pilot, 2013–14",
        "Russia",
        "Ambassador Mantytskiy in December 2016, contacts over a Russian pilot held by the Taliban",
    ),
    "S235": ("Zhirnov, 2021: 7–8 years", "Russia", "Ambassador Zhirnov in 2021, “the last seven or eight years”"),
    "S156": ("Kabulov, 2021: seven years ago", "Russia", "Zamir Kabulov in July 2021, “seven years ago”"),
    "S062": (
        "Taliban, via BBC: had met",
        "Taliban",
        "Taliban sources to the BBC in January 2017, meetings “over the past two years”",
    ),
}
WORDS = {  # the same of events and public words
    "E178": ("Kabulov: some may join ISIL", "Russia", "Zamir Kabulov warns that some Taliban may join ISIL"),
    ISIL_FORMED: ("ISIL-K announces itself", "ISIL-K", "ISIL-K announces itself"),
    "E062": ("Kabulov admits channels", "Russia", "Zamir Kabulov says that channels to the Taliban exist"),
    "E181": (
        "Mantytskiy: reports conflict",
        "Russia",
        "Reports conflict on whether Ambassador Mantytskiy in Kabul denied contacts",
    ),
    "E073": ("Mantytskiy: we have ties", "Russia", "Ambassador Mantytskiy in Kabul confirms ties with the Taliban"),
}

# Kabul's parliament and local officials stand beside its government; a splinter group is not the Taliban it accuses.
SIDES = {
    "Russia": "Russia",
    "Taliban": "Taliban",
    "Splinter group": "Splinter group",
    "Afghan government": "Kabul",
    "Afghan parliament": "Afghan Senate",
    "Afghan local official": "Local official",
    "United States/NATO": "US/NATO",
}
COLOURS = {
    "Splinter group": "other",
    "Afghan parliament": "Afghan government",
    "Afghan local official": "Afghan government",
}
AMERICAN = "United States/NATO"
MATTERS = ["contacts", "meetings", "money", "fuel", "arms"]
CONFLICTING = ("S204", "S108")  # reports of the words conflict, says the table
SPLINTER = "S251"
UNTIL = "2019"

LANE = {"statement", "press conference", "report", "diplomacy", "law", "policy", "recognition", "agreement", "economy"}

TELLINGS = {  # the telling of the rescue, then what else was told
    "N03": "The rescue|Qadir, MP: US planes saved them",
    "N06": "The rescue|PressTV: Qadir told it",
    "N07": "The rescue|YemenPress: Kabulov told it",
    "N01": "Other accounts|Islamic State: took ground",
    "N02": "Other accounts|Province: the two fought",
    "N05": "Other accounts|Afghan ministry: we cleared it",
    "N04": "Other accounts|Russian ministry: helicopters",
}
SPEAKERS = {"N07": "Russia", "N04": "Russia", "N01": "ISIL-K", "N02": "Afghan government", "N05": "Afghan government"}

STATUS = [  # what held, from which event to which
    ("banned as terrorist", "E020", "E166"),
    ("ban suspended", "E166", None),
    ("government recognised", "E168", None),
]
DECLARED = "E073"  # an event in which the ambassador speaks
SAID = {  # a statement, or that event: its name, and what the tip says
    "S050": ("political armed force", "the Taliban are “a real political armed force”"),
    DECLARED: ("political faction", "declared the Taliban a political faction, as TOLOnews has it"),
    "S081": ("political current", "called the Taliban a “political current”, as BBC Persian has it"),
    "S151": ("emirate not recognised", "the emirate “is not recognised”"),
    "S165": ("recognition not discussed", "no discussion about recognising the Taliban"),
    "S166": ("legal obstacles removed", "the court’s decision “removes legal obstacles”"),
}


def verdict_numbers(claims: pd.DataFrame) -> dict[str, str]:
    """How many claims the chapter has, and how many are supported today, in full or partly. claims: the chapter's.

    Raises KeyError for a verdict that none has.
    """
    found = claims["verdict_today"].value_counts()
    return {
        "c3_claims": count(found.sum()),
        "c3_supported": in_words(found["supported"]),
        "c3_partly": in_words(found["partly supported"]),
    }


def seven_years_ago(statements: pd.DataFrame) -> tuple[pd.Timestamp, pd.Timestamp]:
    """First and last day that Kabulov's "seven years ago" of 2021 can mean."""
    return contacts.years_ago(statements.at["S156", "date_start"], 7)


def sequence(events: pd.DataFrame, statements: pd.DataFrame, forecasts: pd.DataFrame) -> pd.DataFrame:
    """DATINGS and WORDS as `contacts.sequence`, each with the time that it can mean.

    `speaker` says who dates or speaks; it is the `side` (an actor) of a mark too.
    """
    marks = DATINGS | WORDS
    rows = contacts.dated(list(marks), events, statements, forecasts)
    rows[["label", "speaker", "told"]] = list(marks.values())
    told_bbc, zhirnov = statements.loc[["S062", "S235"], "date_start"]
    rows.loc["F13", ["first", "last"]] = pd.Timestamp("2013-01-01"), pd.Timestamp("2013-12-31")
    rows.loc["E211", ["first", "last"]] = pd.Timestamp("2013-04-01"), pd.Timestamp("2014-12-31")  # two notes differ
    rows.loc["S156", ["first", "last"]] = seven_years_ago(statements)
    rows.loc["S235", ["first", "last"]] = contacts.years_ago(zhirnov, 8)[0], contacts.years_ago(zhirnov, 7)[1]
    rows.loc["S062", "first"] = contacts.years_ago(told_bbc, 2)[0]
    rows = contacts.sequence(rows, list(DATINGS), events.at[ISIL_FORMED, "date_start"])
    return rows.assign(side=rows["speaker"])


def tally(sequence: pd.DataFrame) -> tuple[str, str]:
    """How many datings lie before ISIL-K, and how many leave the order open: in words. None lies after it.

    Raises ValueError for one that does.
    """
    found = contacts.tally(sequence)
    if found["after"]:
        raise ValueError("a dating puts the contacts after ISIL-K: what is said of none no longer holds")
    return in_words(found["before"]), in_words(found["open"])


def sequence_described(sequence: pd.DataFrame) -> str:
    """Which bars there are, and how they lie against the day on which ISIL-K announced itself."""
    found, bars = contacts.tally(sequence), "; ".join(sequence.loc[sequence["order"].notna(), "label"])
    return (
        f"{len(sequence)} rows in groups on a line of years. Bars: {bars}; the first is open to the left. Against the "
        f"day on which ISIL-K announced itself, {found['before']} of them lie before, {found['open']} hold that day or "
        f"leave the order open, {found['after']} lie after. Dots run from Kabulov's warning of September 2014 to the "
        "ambassador's confirmation of December 2016."
    )


def sequence_numbers(sequence: pd.DataFrame) -> dict[str, str]:
    """Datings before and after ISIL-K today and as of August 2017, and how far those of 2021 reach."""
    found, found_then = contacts.tally(sequence), contacts.tally(known(sequence))
    rows = sequence.set_index("row_id")
    return {
        "c3_seven_to": date(rows.at["S156", "last"]),
        "c3_zhirnov_to": date(f"{rows.at['S235', 'last']:%Y-%m}"),
        "c3_datings": in_words(sum(found.values())),
        "c3_dated_before": in_words(found["before"]),
        "c3_dated_open": in_words(found["open"]),
        "c3_over": in_words(-rows.at["S156", "days_before_least"]),
        "c3_dated_then": in_words(sum(found_then.values())),
    }


def occasions(codes: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """`contacts.squares` of MATTERS and SIDES up to UNTIL. codes: `contact_statements`."""
    parted = codes.assign(side=codes["side"].mask(codes["row_id"] == SPLINTER, "Splinter group"))
    told = contacts.told(parted, MATTERS, list(SIDES), until=UNTIL)
    return contacts.squares(told, SIDES, sources.set_index("source_id")["producer"], CONFLICTING)


def spread(occasions: pd.DataFrame, gap: float) -> pd.DataFrame:
    """Occasions `gap` days apart around the article (`contacts.spread`), their `side` an actor with a colour."""
    return contacts.spread(occasions, AS_OF, gap).replace({"side": COLOURS})


def lines(occasions: pd.DataFrame) -> list[str]:
    """The lines of `contacts.lines` in the order of MATTERS and SIDES."""
    return contacts.lines(occasions, MATTERS, list(SIDES))


def occasions_described(occasions: pd.DataFrame) -> str:
    """Each line with the dates of its occasions."""
    dates = occasions["date"].map(date).groupby(occasions["line"]).agg(", ".join)
    told = "; ".join(f"{line.replace('|', ', ')}, {dates[line]}" for line in lines(occasions))
    return f"Rows of squares on a line of years. {told}."


def american_on_arms(occasions: pd.DataFrame) -> list[str]:
    """On how many occasions Americans and NATO alleged arms, left them open, saw no evidence: in words."""
    own = contacts.acts(occasions, AMERICAN, "arms")
    return [in_words(own[act]) for act in ("alleges", "leaves open", "no evidence")]


def occasion_numbers(occasions: pd.DataFrame, then: pd.DataFrame) -> dict[str, str]:
    """How Americans and NATO spoke of arms, on how many occasions: today and, with those of `then`, in August 2017."""
    alleged, left_open, unseen = american_on_arms(occasions)
    us_then = contacts.acts(then, AMERICAN, "arms")
    return {
        "c3_arms_then": in_words(us_then[["alleges", "leaves open", "no evidence"]].sum()),
        "c3_open_then": in_words(us_then["leaves open"]),
        "c3_us_alleged": alleged,
        "c3_us_open": left_open,
        "c3_us_unseen": unseen,
    }


def lane_numbers(events: pd.DataFrame) -> dict[str, str]:
    """The first official meeting on record, months from the article to it, and how many words there were before."""
    since = (events["lane"] == "russia-taliban") & (events["date_start"] >= "2015-01-01")
    lane = events[since & events["type"].isin(LANE)]
    first = lane.loc[lane["type"] == "diplomacy", "date_start"].min()
    return {
        "c3_first_meeting": date(first),
        "c3_months": count((first.year - AS_OF.year) * 12 + first.month - AS_OF.month),
        "c3_lane_before": in_words(len(known(lane))),
    }


def support_numbers(support: pd.DataFrame) -> dict[str, str]:
    """States that UCDP lists as supporters of the Taliban from 2002 on (the table `external_support`).

    Types are coded for the group; Russia's years have two sets of them, of which the second adds to the first.
    """
    rows = contacts.state_supporters(support, "Taleban", "Government of Afghanistan", 2002)
    russia = rows[rows["state"] == "Russia"]
    pakistan = support[(support["actor"] == "Taleban") & (support["supporter"] == "Government of Pakistan")]
    years = russia.groupby("types_of_group", sort=False)["year"].agg(["min", "max"])
    always, then_too = (types.split("; ") for types in years.index)
    more = [kind for kind in then_too if kind not in [*always, "other"]]
    return {
        "c3_listed": f"{russia['year'].min()} to {russia['year'].max()}",
        "c3_listed_with": " or ".join(map(in_words, sorted(set(russia["state_supporters"])))),
        "c3_pakistan": " and ".join(map(str, sorted(pakistan["year"]))),
        "c3_typed": in_words(rows["typed"].sum()),
        "c3_types": joined(kind.replace("training and expertise", "training") for kind in always),
        "c3_types_years": f"{years['min'].iloc[0]} to {years['max'].iloc[0]}",
        "c3_types_more": f"{', '.join(more)} and other support",
        "c3_state_years": count(len(rows)),
    }


def by_year(fights: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """`contacts.fights` of the government and of the Taliban, each with the year as index."""
    return tuple(fights[fights["dyad"] == dyad].set_index("year") for dyad in (contacts.GOVERNMENT, contacts.TALIBAN))


def fight_numbers(fights: pd.DataFrame) -> dict[str, str]:
    """Deaths in both fights against ISIL, and how many times as deadly the government's was."""
    government, taliban = by_year(fights)
    ratios, part = contacts.times(fights).set_index("year"), contacts.taliban_part(fights)
    return {
        "c3_between_first": str(taliban.index.min()),
        "c3_between_last": str(taliban.index.max()),
        "c3_tal_2016": count(taliban.at[2016, "best"]),
        "c3_tal_2016_bounds": span(*taliban.loc[2016, ["low", "high"]]),
        "c3_tal_2018_bounds": span(*taliban.loc[2018, ["low", "high"]]),
        "c3_gov_2016": count(government.at[2016, "best"]),
        "c3_gov_2016_bounds": span(*government.loc[2016, ["low", "high"]]),
        "c3_times_2016": count(ratios.at[2016, "times"]),
        "c3_times_2016_bounds": span(*ratios.loc[2016, ["lowest", "highest"]]),
        "c3_times_2018_bounds": span(*ratios.loc[2018, ["lowest", "highest"]]),
        **{f"c3_part_{year}": percent(part[year]) for year in (2015, 2016, 2018)},
    }


def fights_described(fights: pd.DataFrame) -> str:
    """Best estimates of each year in both fights, and the year of the widest bounds, if 2017 and more were known."""
    government, taliban = ("; ".join(f"{year} {best}" for year, best in own["best"].items()) for own in by_year(fights))
    width = (fights["high"] - fights["low"]).groupby(fights["year"]).max()
    exception = f"The bounds are widest in {width.idxmax()}." if 2017 in width else "No later year was complete."
    return (
        f"Two bars for each year, with bounds. Government against ISIL: {government}. Taliban against ISIL: {taliban}. "
        f"{exception}"
    )


def darzab_numbers(reports: pd.DataFrame) -> dict[str, str]:
    """The extremes of ISIL's dead in the claims on Darzab (`darzab_reports`)."""
    killed = reports.loc[reports["measure"] == "ISIL fighters killed", "low"]
    return {"c3_killed_least": in_words(killed.min()), "c3_killed_most": count(killed.max())}


def numbers_of_2021(fights_2021: pd.DataFrame) -> dict[str, str]:
    """Deaths of 2021 coded Government – IS: all, and those after the Taliban took Kabul."""
    holders = contacts.by_holder(fights_2021)["best"]
    return {"c3_2021_all": count(holders.sum()), "c3_2021_after": count(holders["Taliban"])}


def months_described(months: pd.DataFrame) -> str:
    """Best estimates of `contacts.by_month` under each holder of Kabul, and the highest."""
    rows = months.assign(name=[MONTHS[pd.Timestamp(month).month - 1] for month in months["month"]])
    republic, taliban = (
        f"{own['name'].iloc[0]} to {own['name'].iloc[-1]}, the {holder}: {', '.join(own['best'].astype(str))}"
        for holder, own in rows.groupby("government")
    )
    return f"Bars by month. {republic}. {taliban}. {rows.at[rows['best'].idxmax(), 'name']} is the highest."


def tellings(reports: pd.DataFrame) -> pd.DataFrame:
    """The chain of TELLINGS that could be known in August 2017, with `side`, an actor (the table `rescue_reports`)."""
    rows = contacts.chain(known(contacts.trace(reports)), TELLINGS)
    return rows.assign(side=rows["report_id"].map(SPEAKERS).fillna("other"))


def tellings_described(tellings: pd.DataFrame) -> str:
    """The two groups of the chain, and which telling takes up which."""
    return (
        f"{len(tellings)} rows in two groups. The rescue: the story of Qadir in May 2017; dotted lines lead to it from "
        "PressTV in July, and from YemenPress to PressTV. Other accounts: two reports of May on fighting of ISIL and "
        "the Taliban, the Afghan ministry's words on a later operation and the Russian ministry's charge (June)."
    )


def telling_numbers(reports: pd.DataFrame) -> dict[str, str]:
    """Days of the tellings that the prose names, and how many similar stories there are (`rescue_reports`)."""
    days = reports.set_index("report_id")["date"]
    return {
        "c3_qadir": date(days["N03"]),
        "c3_repeat": date(days["N06"]),
        "c3_cleared": date(days["N05"]),
        "c3_similar": in_words((reports["act"] == "tells a similar story").sum()),
    }


def status(events: pd.DataFrame, statements: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Spells of the Taliban's status in Russia and words on it, as rows of a chart: today, and as of August 2017."""
    declared = events.loc[[DECLARED]].assign(speaker="Alexander Mantytskiy")
    law, words = contacts.spells(events, STATUS), contacts.words_on(pd.concat([statements, declared]), SAID)
    return _of_status(law, words), _of_status(contacts.unended(known(law), AS_OF), known(words))


def _of_status(law: pd.DataFrame, words: pd.DataFrame) -> pd.DataFrame:
    law = law.assign(kind="law or decision", line="Law and decisions|" + law["status"])
    words = words.assign(kind="words", line="Official words|" + words["status"])
    return pd.concat([law, words]).assign(side="Russia")


def status_described(status: pd.DataFrame) -> str:
    """Each row with its kind and date, and until when the ban is the only bar."""
    rows = "; ".join(f"{row.status}: {row.kind}, {date(row.date)}" for row in status.itertuples())
    later = status.loc[status["kind"] == "law or decision", "first"].dt.year.iloc[1:]
    return f"{rows}. The ban is the only bar{f' before {later.min()}' if len(later) else ''}."


def status_numbers(events: pd.DataFrame) -> dict[str, str]:
    """Years and days between the ban, its suspension, recognition and the article."""
    ban, suspension, recognition = events.loc[["E020", "E166", "E168"], "date_start"]
    return {
        "c3_ban_years": count((suspension - ban).days / 365.25),
        "c3_to_recognition": count((recognition - suspension).days),
        "c3_years_after": in_words(settled((recognition - AS_OF).days / 365.25, 0)),
    }
