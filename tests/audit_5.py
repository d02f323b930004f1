"""Chapter 5 by the audit's route, and the page on how the number was made: how probable an intervention was.

Numbers of the model come from `by_hand`, which integrates it otherwise than the book. Rows that choices and days make
have their second route in `test_answers.py`; what the prose takes out of them is taken out of them here.
"""

from functools import cache
from statistics import median

import numpy as np
from audit import accessed, by, drawn, known, number, only, over, percent, row, row_of, table, words
from audit_1 import cells
from by_hand import SOVIET, WITH_US, WITHOUT_US, begun, chances, coded, direct, horizons, jeffreys, panel, then, true
from by_hand import lags as lags_of
from scipy.optimize import brentq
from scipy.stats import beta

PATH = "chapters/05-probability-of-intervention.ipynb"
NUMBER = "chapters/appendix/number.ipynb"
OWN_PAST = "the same, the shelling of 1993 counted"
SCALES = {"ICD 203": "ICD 203, US intelligence", "Kent": "Kent 1964, US analyst", "IPCC": "IPCC, UN climate panel"}
HEARD = [("ICD 203", "unlikely"), ("Kent", "probably not"), ("IPCC", "unlikely")]
SURVEYED = [
    ("perceptions", "unlikely", "all"),
    ("perceptions", "probably not", "all"),
    ("Mauboussin", "unlikely", "all"),
    ("Mauboussin", "unlikely", "other first language"),
    ("Mauboussin", "real possibility", "all"),
    ("Mauboussin", "real possibility", "other first language"),
]


def in_hundred(share: float) -> str:
    return f"about {number(100 * share)} in 100"


AHEAD = f"{2016 + 1} to {2016 + 3}"  # counts end with 2016, and the number is for three years


@cache
def horizon(years: int) -> float:
    """Probability of any of the three within so many years from 2017 on."""
    return horizons(then()[3][:years], WITH_US)[-1]


def inside() -> dict[tuple[int, int], set[str]]:
    """Beginnings to 2016 in the year after a war year."""
    _, of, came, _ = then()
    return {at: kinds for at, kinds in came.items() if (at[0], at[1] - 1) in of}


def answered(kind: str) -> int:
    return sum(kind in kinds for kinds in inside().values())


def part(kind: str) -> float:
    """The share of a question in all beginnings."""
    return jeffreys(answered(kind), len(inside()))[0]


def alone(kind: str) -> str:
    """Probability within three years if the model were fitted to the beginnings of one question."""
    _, of, came, _ = then()
    own = lags_of(of, {at for at, kinds in came.items() if kind in kinds}, 2016)
    return percent(horizons(own[:3], WITH_US)[-1], 1)


def without_soviet() -> str:
    """The number if no war of the former Soviet Union counted."""
    _, of, came, _ = then()
    own = lags_of({at: name for at, name in of.items() if name != SOVIET}, set(came), 2016)
    return percent(horizons(own[:3], WITH_US)[-1], 1)


def first_edition(soviet: bool) -> tuple[int, int]:
    """Onsets by UCDP among years at risk of 1992 to 2016."""
    own = [
        found
        for at, found in then()[0].items()
        if found["at_risk"] and at[1] >= 1992 and found["post_soviet"] is soviet
    ]
    return sum(found["onset"] for found in own), len(own)


def year_before(soviet: bool) -> tuple[int, int]:
    """Parties by UCDP in the year after a war year."""
    _, of, came, _ = then()
    own = [at for at, name in of.items() if (name == SOVIET) is soviet and at[1] < 2016]
    return sum("ucdp" in came.get((gwno, year + 1), ()) for gwno, year in own), len(own)


def spells() -> list[dict[str, str]]:
    own = only("signal_spells", censored="FALSE")
    return [found for found in own if found["first_kind"] in ("threat", "display")]


def threats() -> list[dict[str, str]]:
    own = only("threats", row_type="explicit threat")
    return [found for found in own if found["threat_id"] != "T10" and known(found)]  # T10 is the warning itself


def choice(name: str) -> dict[str, str]:
    (found,) = (own for own in drawn(PATH)["sensitivity"] if own["choice"] == name)
    return found


@cache
def tree() -> tuple[float, float, float]:
    """Mean and both ends of the product of three links: two even ranges and a beta of the disputes, by quadrature."""
    at, weight = np.polynomial.legendre.leggauss(30)
    growth, failure, strike = (by("scenario_links", "link")[link] for link in ("growth", "failure", "strike"))
    (a, b), (c, d) = ((float(found["low"]), float(found["high"])) for found in (growth, failure))
    product = np.outer((a + b) / 2 + (b - a) / 2 * at, (c + d) / 2 + (d - c) / 2 * at)
    weights = np.outer(weight, weight) / 4
    forced, disputes = int(strike["forced"]), int(strike["disputes"])
    last = beta(forced + 0.5, disputes - forced + 0.5)

    def quantile(level: float) -> float:
        return brentq(lambda value: float((weights * last.cdf(value / product)).sum()) - level, 0, 0.5, xtol=1e-5)

    return (a + b) / 2 * (c + d) / 2 * last.mean(), quantile(0.025), quantile(0.975)


def shared() -> dict[str, str]:
    """What both pages say, without the prefix of a page."""
    _, of, _, _ = then()
    mean, low, high = tree()
    return {
        "chances": number(sum(year < 2016 for _, year in of)),
        "tree": percent(mean, 1),
        "tree_low": percent(low, 1),
        "tree_high": percent(high, 1),
        "strike": percent(horizon(3) * part("strike"), 1),
        "forced": words(len({found["dispute"] for found in spells() if true(found["force"])})),
        "disputes": number(len({found["dispute"] for found in spells()})),
        "band": "1% and 3%",  # a choice of words: that most choices lie in it, `num_between` says
        "high": percent(float(choice("the number of this book")["high"])),
    }


def chapter() -> dict[str, str]:
    conflicts, of, came, _ = then()
    one_year, three_years = (direct(of, set(came), 2016, years) for years in (1, 3))
    outside = [sum(one_year[name][end] for name in (WITHOUT_US, WITH_US)) for end in (0, 1)]
    without = one_year[WITHOUT_US][0] / one_year[WITHOUT_US][1]
    with_us = one_year[WITH_US][1]
    countries = {gwno for (gwno, year), name in of.items() if name == WITH_US and year < 2016}
    strikes = [conflicts[at]["country"] for at, kinds in inside().items() if "strike" in kinds]
    began = [conflicts.get(at, conflicts[at[0], at[1] - 1])["country"] for at in inside()]
    unlikely = [float(found["median"]) for found in only("word_survey", term="unlikely", group="all")]
    filed = row("open_forecasts", question_id="any", revises="")
    other = row("word_survey", survey="Mauboussin", term="unlikely", group="other first language")
    icd = row("verbal_scales", scale="ICD 203", term="unlikely")
    once = shared()
    used = (
        "civil_conflict_panel",
        "interventions",
        "intervention_codings",
        "verbal_scales",
        "word_survey",
        "signal_spells",
    )
    return {
        "accessed": accessed(*map(table, used)),
        **{
            key: once[key]
            for key in ("chances", "tree", "tree_low", "tree_high", "strike", "forced", "disputes", "band")
        },
        "ahead": AHEAD,
        "hundred": in_hundred(horizon(3)),
        "counts": in_hundred(three_years[WITHOUT_US][0] / three_years[WITHOUT_US][1]),
        "any_high": f"{once['high'].removesuffix('%')} in 100",
        "median": percent(median(unlikely)),
        "other": percent(float(other["median"])),
        "icd_low": percent(float(icd["low"])),
        "icd_high": percent(float(icd["high"])),
        "ipcc": percent(float(row("verbal_scales", scale="IPCC", term="unlikely")["high"])),
        "began": words(len(inside())),
        "began_soviet": words(sum(of[gwno, year - 1] == SOVIET for gwno, year in inside())),
        "began_georgia": words(began.count("Georgia")).capitalize(),
        "first_units": "All" if answered("units") == len(inside()) else words(answered("units")).capitalize(),
        "first_strike": f"{words(len(strikes))}, {row_of(strikes)}",
        "first_ucdp": words(answered("ucdp")),
        "with_us": number(with_us),
        "us_countries": words(len(countries)),
        "us_expected": number(without * with_us, 1),
        "us_silence": percent((1 - without) ** with_us),
        "old_soviet": "{} of {}".format(*first_edition(True)),
        "new_soviet": "{} of {}".format(*year_before(True)),
        "soviet_every": words(int(one_year[SOVIET][1] / one_year[SOVIET][0] + 0.5)),
        "outside_every": number(outside[1] / outside[0]),
        "units": percent(horizon(3) * part("units"), 1),
        "ucdp": percent(horizon(3) * part("ucdp"), 1),
        "without_soviet": without_soviet(),
        "countries": percent(float(choice("countries pooled, not classes")["probability"]), 1),
        "no_pooling": percent(float(choice("no pooling: the class alone")["probability"])),
        "own_1993": percent(float(choice(OWN_PAST)["probability"]), 1),
        "fought_1993": percent(float(choice(f"{OWN_PAST} there")["probability"])),
        "fought_high": percent(max(float(choice(name)["high"]) for name in (OWN_PAST, f"{OWN_PAST} there"))),
        "open": in_hundred(float(filed["probability"])),
        "open_low": percent(float(filed["low"]), 1),
        "open_high": percent(float(filed["high"])),
    }


def said() -> dict[str, str]:
    return {f"c5_{key}": text for key, text in chapter().items()}


# ------------------------------------------------------------------------------------ how the number was made: its page
def both_ends(events: int, total: int) -> str:
    return " to ".join(percent(end, 1) for end in jeffreys(events, total)[1:])


def page() -> dict[str, str]:
    _, of, came, _ = then()
    every, ever = begun(panel(), coded("9999")), chances(panel())
    once, own = shared(), inside()
    others = [float(found["probability"]) for found in drawn(PATH)["sensitivity"][1:]]
    forced = [found for found in spells() if true(found["force"])]
    alert = [found for found in spells() if found["date"] == "1999-04-08"]
    disputes = [found for found in table("militarized_disputes") if found["year"] >= "1992" and found["kind"] != "none"]
    abroad = [found for found in threats() if found["post_soviet"] == "FALSE"]
    groups = [found for found in threats() if "non-state" in found["target_type"]]
    windows = [
        int(found["followed_by_force"]) / int(found["spells"])
        for found in only("signal_sensitivity", target_group="all")
    ]
    three = direct(of, set(came), 2016, 3)[SOVIET]
    pool = {found["choice"]: found for found in drawn(NUMBER)["first-pool"]}
    pools = [float(found["probability"]) for found in pool.values()]
    rules = {found["rule"]: found for found in drawn(NUMBER)["validation"] if found["question"] == "any of the three"}
    ucdp = {found["rule"]: found for found in drawn(NUMBER)["validation"] if found["question"] == "a party in UCDP"}
    best = rules["partial pooling"]
    firth = next(name for name in rules if "covariates" in name)
    clustered = {(found["wars"], found["interval"]): found for found in drawn(NUMBER)["clustered"]}
    low, high = (float(clustered[SOVIET, "whole countries drawn"][end]) for end in ("low", "high"))
    outside = [at for at in every if (at[0], at[1] - 1) not in ever]
    in_it = [at for at in outside if (at[0], at[1] - 1) in at_war()]
    return {
        **{key: once[key] for key in ("chances", "tree", "strike", "band")},
        "ahead": AHEAD,
        "any": percent(horizon(3), 1),
        "any_high": once["high"],
        "countries": number(len({gwno for gwno, year in of if year < 2016})),
        "old": "{} of {}".format(*first_edition(True)),
        "old_range": both_ends(*first_edition(True)),
        "new": "{} of {}".format(*year_before(True)),
        "new_range": both_ends(*year_before(True)),
        "seven": words(len(own)).capitalize(),
        "all": words(len(own)),
        "one_later": words(sum((at[0], at[1] - 1) in ever and at[1] > 2016 for at in every)),
        "outside": words(len(outside) - len(in_it)).capitalize(),
        "in_it": words(len(in_it)),
        "units": words(answered("ucdp")),
        "units_alpha": number(answered("ucdp") + 0.5, 1),
        "units_beta": number(len(own) - answered("ucdp") + 0.5, 1),
        "alone_strike": alone("strike"),
        "alone_ucdp": alone("ucdp"),
        "soviet_years": both_ends(*three),
        "soviet_of": words(len({gwno for (gwno, year), name in of.items() if name == SOVIET and year < 2016})),
        "without_soviet": without_soviet(),
        "soviet_countries": f"{percent(low)} to {percent(high, 1)}",
        "choices": number(len(others)),
        "between": number(sum(0.01 <= value <= 0.03 for value in others)),
        "least": percent(min(others), 1),
        "most": percent(max(others)),
        "pool": percent(float(pool["as published"]["probability"]), 1),
        "of_means": percent(float(pool["as published"]["of_means"]), 1),
        "pool_least": percent(min(pools), 1),
        "pool_most": percent(max(pools), 1),
        "last": str(max(year for _, year in panel())),
        "rules": words(len(rules)),
        "forecasts": number(sum(1999 <= year <= 2023 for _, year in ever)),
        "came": words(int(best["came"])).capitalize(),
        "expected": number(float(best["expected"]), 1),
        "skill": minus(float(best["skill_log"])),
        "skill_ends": f"{minus(float(best['log_low']))} to {minus(float(best['log_high']))}",
        "firth": minus(float(rules[firth]["skill_log"])),
        "firth_ucdp": minus(float(ucdp[firth]["skill_log"])),
        "signals": number(len(spells())),
        "forced": words(len(forced)),
        "where": ", ".join(f"{found['target']} {found['date'][:4]}" for found in forced),
        "alert": number(len(alert)),
        "distinct": once["disputes"],
        "disputes": f"{sum(found['kind'] == 'use of force' for found in disputes)} of {len(disputes)}",
        "windows": f"{percent(min(windows))} to {percent(max(windows))}",
        "threats": f"{words(followed(threats()))} of {words(len(threats()))}",
        "abroad": f"{words(followed(abroad))} of {words(len(abroad))}",
        "groups": f"{words(followed(groups))} of {words(len(groups))}",
        "open": words(sum(not over(two_years_on(found["date"]), "2017-08-15") for found in threats())).capitalize(),
        "tree_ends": f"{once['tree_low']} to {once['tree_high']}",
        "times": words(int(tree()[0] / (horizon(3) * part("strike")) + 0.5)),
        "least_icd": percent(float(row("verbal_scales", scale="ICD 203", term="unlikely")["low"])),
        "draws": number(sum(int(found["draws"]) for found in drawn(NUMBER)["tree"])),
    }


def minus(value: float) -> str:
    return ("−" if value < 0 else "") + number(abs(value), 2)


def followed(own: list[dict[str, str]]) -> int:
    return sum(true(found["force_followed_24m"]) for found in own)


def two_years_on(text: str) -> str:
    return str(int(text[:4]) + 2) + text[4:]


# ---------------------------------------------------------------------------------------------------------------- rows
def heard() -> list[dict[str, str]]:
    scales = [
        row("verbal_scales", scale=scale, term=term) | {"scale": SCALES[scale], "middle": ""} for scale, term in HEARD
    ]
    surveys = [row("word_survey", survey=survey, term=term, group=group) for survey, term, group in SURVEYED]
    surveys = [
        found | {"scale": found["survey"], "low": found["p10"], "middle": found["median"], "high": found["p90"]}
        for found in surveys
    ]
    return cells(scales + surveys, "scale", "term", "low", "middle", "high", "source_id")


def beginnings(last: int) -> list[dict]:
    conflicts = panel(last=last)
    of, came = chances(conflicts), begun(conflicts, coded(f"{last}-12-31"))
    return [
        {"gwno": gwno, "year": year, "reference_class": of[gwno, year - 1]}
        | {kind: str(kind in kinds) for kind in ("strike", "units", "ucdp")}
        for (gwno, year), kinds in came.items()
        if (gwno, year - 1) in of
    ]


def years_at_war(last: int) -> list[dict]:
    """Every year with the countries at war the year before, and what began in it."""
    of, nothing = chances(panel(last=last)), dict.fromkeys(("gwno", "reference_class", "strike", "units", "ucdp"), "")
    return [
        found | {"year": year, "countries_at_war": sum(before == year - 1 for _, before in of)}
        for year in range(1992, last + 1)
        for found in [own for own in beginnings(last) if own["year"] == year] or [nothing]
    ]


def classes() -> list[dict[str, str]]:
    _, of, came, _ = then()
    counts = {years: direct(of, set(came), 2016, years) for years in (1, 3, 5)}
    names = {1: "within_1_year", 3: "within_3_years", 5: "within_5_years"}
    return [
        {"wars": name} | {names[years]: "{} of {}".format(*own[name]) for years, own in counts.items()}
        for name in (SOVIET, WITHOUT_US, WITH_US)
    ]


def hundred() -> list[dict]:
    blocks = {
        "This book": horizon(3),
        "“Unlikely”, median reader": float(only("word_survey", term="unlikely")[1]["median"]),
    }
    return [{"block": name, "filled": number(100 * share)} for name, share in blocks.items()]


def rows() -> dict[str, list[dict]]:
    questions = [found for found in table("forecast_questions") if found["question_id"] != "any"]
    filed = table("open_forecasts")
    return {
        "questions": cells(questions, "name", "threshold", "not_counted", "resolved_by", "source_id"),
        "words-heard": heard(),
        "beginnings": years_at_war(2024),
        "beginnings-2017": years_at_war(2016),
        "classes": classes(),
        "in-a-hundred": hundred(),
        "open-forecasts": cells(
            filed, "forecast_id", "question_id", "window_start", "window_end", "probability", "low", "high"
        ),
    }


def lags() -> list[dict[str, str]]:
    own = then()[3]
    return [
        {"wars": name} | {f"year_{lag}": "{} of {}".format(*own[lag - 1][name]) for lag in range(1, 6)}
        for name in (SOVIET, WITHOUT_US, WITH_US)
    ]


def counted(events: int, total: int, **names: str) -> dict:
    _, low, high = jeffreys(events, total)
    return names | {"events": events, "chances": total, "share": events / total, "low": low, "high": high}


def risk_sets() -> list[dict]:
    wars = {SOVIET: True, "Outside the former Soviet Union": False}
    ways = {"in the same year": first_edition, "in the year before": year_before}
    return [
        counted(*count(soviet), wars=name, conflict=way) for name, soviet in wars.items() for way, count in ways.items()
    ]


def signals() -> list[dict]:
    disputes = [found for found in table("militarized_disputes") if found["year"] >= "1992" and found["kind"] != "none"]
    counts = [
        (sum(found["kind"] == "use of force" for found in disputes), len(disputes)),
        (sum(true(found["force"]) for found in spells()), len(spells())),
        (followed(threats()), len(threats())),
    ]
    return [
        {"onsets": events, "chances": total, "rate": events / total}
        | dict(zip(("low", "high"), jeffreys(events, total)[1:]))
        for events, total in counts
    ]


NO_WAR, IN_IT = "none the year before", "no chance: Russia was in the war the year before"


def at_war() -> set[tuple[int, int]]:
    """Countries and years in which UCDP codes a civil conflict, Russia a party or not."""
    return {(int(found["gwno"]), int(found["year"])) for found in table("civil_conflict_panel")}


def every_beginning() -> list[dict]:
    of = chances(panel())
    return [
        {"year": year, "wars": of.get((gwno, year - 1)) or (IN_IT if (gwno, year - 1) in at_war() else NO_WAR)}
        for gwno, year in begun(panel(), coded("9999"))
    ]


def page_rows() -> dict[str, list[dict]]:
    return {
        "life-table": lags(),
        "two-risk-sets": risk_sets(),
        "beginnings-coded": every_beginning(),
        "signals": signals(),
        "scenario-links": cells(table("scenario_links"), "link", "event", "low", "high", "reason", "resolved_by"),
    }
