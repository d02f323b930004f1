"""The first page, the summaries and the pages of evidence by the audit's route."""

import re
from collections import Counter, defaultdict
from functools import cache
from statistics import mean, median

import audit_1
import audit_5
from audit import by, day, number, only, percent, row, table, words
from audit_1 import PLACES, cells, toll
from audit_2 import agreement, days_between, of_thousand
from audit_5 import in_hundred
from audit_6 import CLASSES, counts, within
from by_hand import jeffreys, true
from scipy.stats import beta

INDEX = "index.ipynb"
SUMMARIES = {name: f"chapters/summaries/{name}.ipynb" for name in ("english", "dari", "pashto", "russian")}
APPENDIX = "chapters/appendix"
EASTERN = str.maketrans("۰۱۲۳۴۵۶۷۸۹٫", "0123456789.")
KINDS = {
    "fact": "fact",
    "attribution": "attribution",
    "evaluation": "evaluation",
    "causal": "causal",
    "forecast": "forecast",
}
STRIKES = ("strikes", "killed_low", "killed_high", "civilians_low", "civilians_high", "in 2015", "in 2016", "in 2017")
TELEVISION, MINISTRY = "Channel One, headlines", "foreign ministry, English Telegram"
SCALES = {
    "American intelligence": ("ICD 203", "unlikely"),
    "UN climate panel": ("IPCC", "unlikely"),
    "Sherman Kent, 1964: “probably not”": ("Kent", "probably not"),
}
BUILDS = ("build time", "peak memory of a build", "ten times / once")
SENT = {"Afghanistan": "AFG", "Pakistan": "PAK", "Tajikistan": "TJK", "Iran": "IRN", "China": "CHN", "US": "USA"}


# ------------------------------------------------------------------------------------------- first page and summaries
def tally(kind: str) -> tuple[int, int, int]:
    """Claims of a kind: in all, supported or borne out, partly so."""
    today = [found["verdict_today"] for found in only("claims", kind=kind)]
    good, partly = ("borne out", "partly borne out") if kind == "forecast" else ("supported", "partly supported")
    return len(today), today.count(good), today.count(partly)


def headline() -> dict[str, str]:
    """What the first page and the summaries have in common."""
    events = by("events", "event_id")
    suspended, formed = events["E036"]["date"], events["E186"]["date"]
    return {
        "claims": number(len(table("claims"))),
        "number": in_hundred(audit_5.horizon(3)),
        "high": audit_5.said()["c5_any_high"],
        "share": percent(audit_1.share(2017)[1]),
        "votes_before": number(mean(agreement("RUS", "AFG", year) for year in range(2002, 2012)), 2),
        "votes_after": number(agreement("RUS", "AFG", 2016), 2),
        "admitted": day(events["E062"]["date"][:7]),
        "days": number(days_between(suspended, formed)),
    }


def first_page() -> dict[str, str]:
    facts, causes, forecasts = tally("fact"), tally("causal"), tally("forecast")
    failed = [found["verdict_today"] for found in only("claims", kind="forecast")].count("not borne out")
    return {f"i_{key}": text for key, text in headline().items()} | {
        "i_facts": f"{facts[1]} of {facts[0]}",
        "i_causes": f"{words(causes[1])} of {causes[0]}",
        "i_causes_partly": words(causes[2]),
        "i_forecasts": words(forecasts[0]),
        "i_came": words(forecasts[1]),
        "i_partly": words(forecasts[2]),
        "i_failed": words(failed),
    }


def said_of(kind: str) -> str:
    total, good, partly = tally(kind)
    name = "borne out" if kind == "forecast" else "supported"
    return f"{good or 'none'} of {total} {name}, {partly} partly {name}"


def english() -> dict[str, str]:
    events, own = by("events", "event_id"), headline()
    used = {"supported", "partly supported", "borne out", "partly borne out"}
    rest = dict.fromkeys(found["verdict_today"] for found in table("claims") if found["verdict_today"] not in used)
    order = ("contested", "plausible but unproven", "not verified", "not borne out")
    assert set(rest) == set(order)
    mine = {key: own[key] for key in ("claims", "share", "votes_before", "votes_after", "admitted")} | {
        "number": own["number"].removeprefix("about "),
        "range": f"0 to {own['high']}",
        "days": f"{own['days']} days",
        "from": "2017",  # the first year after the last that was counted
        "until": "2019",
        "left": day(events["E152"]["date"]),
        "formed": day(events["E186"]["date"]),
        "rest": "; ".join(order),
        **{key: said_of(kind) for kind, key in KINDS.items()},
    }
    return {f"s_{key}": text for key, text in mine.items()}


def figures(text: str) -> list[str]:
    """The numbers in a text, whatever its digits, from the least; a written zero counts as none."""
    plain = re.sub(r"(\d),(\d)", r"\1.\2", text.translate(EASTERN))
    return sorted(found for found in re.findall(r"\d+(?:\.\d+)?", plain) if found != "0")


# ------------------------------------------------------------------------------------------------------------- evidence
def weights() -> dict[str, float]:
    """Source -> the sum of its parts of verdicts, datasets left out: a row is one in as many as its claim has."""
    deciding = [found for found in table("claim_evidence") if found["stance"] in ("supports", "contradicts")]
    of_claim = defaultdict(int)
    for found in deciding:
        of_claim[found["claim_id"]] += 1
    kinds, found_in = by("sources", "source_id"), defaultdict(float)
    for found in deciding:
        if kinds[found["source_id"]]["kind"] != "dataset":
            found_in[found["source_id"]] += 1 / of_claim[found["claim_id"]]
    return found_in


@cache
def pages() -> dict[str, dict[str, str]]:
    events, statements = table("events"), table("statements")
    dated, fight = by("events", "event_id"), toll()
    comparable = only("isil_strength", comparable="TRUE")
    ends = [int(found[end]) for found in comparable for end in ("low", "high") if found[end]]
    connective = [found for found in table("article_sentences") if true(found["connective"])]
    return {
        "people": {
            "terms_n": number(len(table("glossary"))),
            "formed": day(dated["E186"]["date"]),
            "accepted": day(dated["E044"]["date"]),
            "embassy": day(dated["E156"]["date"]),
            "deaths_2017": number(fight[2017][1]),
            "deaths_2018": number(fight[2018][1]),
            "fewest": number(min(ends)),
            "most": number(max(ends)),
        },
        "claims": {
            "claims_n": number(len(table("claims"))),
            "evidence_n": number(len(table("claim_evidence"))),
            "connective_n": number(len(connective)),
            "sentences_n": number(len(table("article_sentences"))),
        },
        "statements": {
            "statements_n": number(len(statements)),
            "speakers_n": number(len({found["speaker"] for found in statements})),
            "languages_n": number(len({found["quote_language"] for found in statements})),
            "forecasts_n": number(len(table("forecasts"))),
        },
        "timeline": {
            "events_n": number(len(events)),
            "events_first": min(found["date"] for found in events)[:4],
            "events_last": max(found["date"] for found in events)[:4],
        },
        "status": status() | measuring() | put_in(),
        "sources": sources(),
        "speed": speed(),
    }


def sources() -> dict[str, str]:
    own = weights()
    heaviest = sorted(own, key=lambda source: (-round(own[source], 6), source))[:40]  # of equals the first by name
    read = {found["source_id"]: found["share"] for found in table("deciding_pages")}
    shares = [read.get(source) for source in heaviest]
    return {
        "src_all": number(len(table("sources"))),
        "src_deciding": number(len(heaviest)),  # the book's choice
        **{f"src_{share}": number(shares.count(share)) for share in ("whole", "most", "part")},
    }


def exact(errors: int, total: int) -> str:
    """95% interval of Clopper and Pearson."""
    low, high = beta.ppf(0.025, errors, total - errors + 1), beta.ppf(0.975, errors + 1, total - errors)
    return f"{percent(low, 1)}–{percent(high, 1)}"


def status() -> dict[str, str]:
    again = table("second_pass")
    wrong = sum(found["verdict"] == "wrong" for found in again)
    disputed = wrong + sum(found["verdict"] == "disputed" for found in again)
    checks = [found for found in table("row_checks") if found["table"] != "claim_evidence"]
    evidence = [found["outcome"] for found in only("row_checks", table="claim_evidence")]
    return {
        "checked_rows": number(len(checks)),
        "checked_second": number(sum(bool(found["second_source_id"]) for found in checks)),
        "pass_rows": number(len(again)),
        "pass_wrong": number(wrong),
        "pass_rate": percent(wrong / len(again), 1),
        "pass_interval": exact(wrong, len(again)),
        "pass_disputed": percent(disputed / len(again), 1),
        "pass_disputed_interval": exact(disputed, len(again)),
        "pass_independent": percent(sum(found["independent"] == "TRUE" for found in again) / len(again)),
        "evidence_rows": number(len(evidence)),
        "evidence_so": number(evidence.count("says so")),
        "evidence_corrected": number(evidence.count("corrected")),
        "evidence_open": number(evidence.count("cannot tell")),
    }


IN_WORDS = {"summary", "quote", "translation", "note", "what_it_shows", "forecast", "troops_note", "basis", "counted"}
IN_WORDS |= {"why_not_comparable"}  # columns that hold words alone: no date, no name, no coding


def measuring() -> dict[str, str]:
    """The measuring pass: rows by verdict, shares, and the wrong ones of each draw."""
    judged = table("measuring_pass")
    total, verdicts = len(judged), Counter(found["verdict"] for found in judged)
    loose = verdicts["imprecise"] + verdicts["disputed"]
    independent = sum(found["independent"] == "TRUE" for found in judged)
    made = only("corrections", source_id="own-measuring-pass", status="made")
    cells_made = {(found["table"], found["row_id"]) for found in made if found["column"] not in IN_WORDS}
    lost = [found for found in judged if found["verdict"] != "right"]
    strict = sum((found["table"], found["row_id"]) in cells_made for found in lost)
    draws = {seed: 0 for seed in {found["seed"] for found in judged}}
    for found in judged:
        draws[found["seed"]] += found["verdict"] == "wrong"
    return {
        "measured_rows": number(total),
        **{f"measured_{verdict.replace(' ', '_')}": number(count) for verdict, count in verdicts.items()},
        "measured_rate": percent(verdicts["wrong"] / total, 1),
        "measured_interval": exact(verdicts["wrong"], total),
        "measured_strict": number(strict),
        "measured_strict_rate": percent(strict / total, 1),
        "measured_strict_interval": exact(strict, total),
        "measured_loose": percent(loose / total, 1),
        "measured_one_in": number(total / loose),
        "measured_independent": percent(independent / total),
        "measured_independent_interval": exact(independent, total),
        **{f"measured_draw_{seed}": number(count) for seed, count in draws.items()},
    }


def put_in() -> dict[str, str]:
    """Errors put in on purpose, of the draw with the highest seed: counts, shares, Wilson's interval by its formula."""
    seed = max(int(found["seed"]) for found in table("mutations"))
    own = only("mutations", seed=str(seed))
    real = [found["caught_by"] for found in own if found["verdict"] != "harmless"]
    caught = [by for by in real if by]
    seals = ("test_what_a_program_wrote_is", "test_every_row_is_as_it_was")
    seal = sum(by.partition("::")[2].startswith(seals) for by in caught)
    outputs = sum(by.startswith("nbval") for by in caught)
    shares = {"": len(caught), "unsealed": len(caught) - seal, "tests": len(caught) - seal - outputs}
    told = {"share": percent(len(caught) / len(real)), "share_interval": wilson(len(caught), len(real))}
    for name in ("unsealed", "tests"):
        told |= {name: percent(shares[name] / len(real)), f"{name}_interval": wilson(shares[name], len(real))}
    for room in ("data", "code", "chapter", "page"):
        by = [found["caught_by"] for found in own if found["verdict"] != "harmless" and found["room"] == room]
        told |= {room: percent(sum(map(bool, by)) / len(by))}
    counts = {"in": len(own), "harmless": len(own) - len(real), "real": len(real), "caught": len(caught)}
    counts |= {"seal": seal, "outputs": outputs}
    told |= {name: number(count) for name, count in counts.items()} | {"seed": str(seed)}
    return {f"put_{name}": text for name, text in told.items()}


def wilson(found: int, of: int) -> str:
    z, share = 1.959963985, found / of
    middle, half = share + z**2 / (2 * of), z * (share * (1 - share) / of + z**2 / (4 * of**2)) ** 0.5
    low, high = ((middle + sign * half) / (1 + z**2 / of) for sign in (-1, 1))
    return f"{percent(low, 1)}–{percent(high, 1)}"


# --------------------------------------------------------------------------------------------------------------- speed
def measured(measure: str, compares: str = "this book / stock") -> dict[str, dict[str, str]]:
    return {found["place"]: found for found in only("benchmarks", measure=measure, compares=compares)}


def ratios(measure: str) -> list[float]:
    return [float(found["ratio"]) for found in measured(measure).values()]


def speed() -> dict[str, str]:
    first = ratios("bytes at first view, gzip")
    heaviest = max(int(found["this_book"]) for found in measured("HTML of the page, raw").values())
    task = measured("longest task while scrolled, processor slowed fourfold", "this book / 300 ms")
    tasks = [300 * float(found["ratio"]) for found in task.values()]
    shifts = [float(found["this_book"]) for found in measured("layout shift").values()]
    builds = {place: float(found["ratio"]) for place, found in measured("build time").items()}
    edits = {"prose": "prose", "code": "code"}
    return {
        "speed_pages": number(len(first)),
        "speed_weight_low": number(100 * min(first), 1),
        "speed_weight_high": number(100 * max(first), 1),
        "speed_opened": number(100 * max(ratios("bytes of all read, hovered and opened, gzip")), 1),
        "speed_chart": number(100 * max(ratios("time to first chart visible")), 1),
        "speed_answer": number(100 * max(ratios("time until every chart answers")), 1),
        "speed_html": number(heaviest),
        "speed_task": number(max(tasks)),
        "speed_shifting": words(sum(shift > 0 for shift in shifts)),
        "speed_cold": number(builds["cold build with execution"], 2),
        **{
            f"speed_{key}{served and '_served'}": number(
                builds[f"rebuild after editing the {what} of one chapter{served}"], 2
            )
            for key, what in edits.items()
            for served in ("", ", while served")
        },
    }


# ---------------------------------------------------------------------------------------------------------------- rows
def index_rows() -> dict[str, list[dict]]:
    scales = [row("verbal_scales", scale=scale, term=term) for scale, term in SCALES.values()]
    heard = [
        {"label": label, "low": own["low"], "middle": "", "high": own["high"]} for label, own in zip(SCALES, scales)
    ]
    book = audit_5.choice("the number of this book")
    own = {
        "label": "This book, within three years",
        "low": book["low"],
        "middle": book["probability"],
        "high": book["high"],
    }
    return {"unlikely": [*heard, own], "places": places()}


def places() -> list[dict[str, str]]:
    return cells(table("places"), "name", "kind", "what", "longitude", "latitude", "source_id")


def strikes() -> list[dict]:
    groups: dict[str, dict[str, int]] = {}
    for found in table("us_strikes_by_province"):
        own = groups.setdefault(PLACES.get(found["adm1_code"], ""), dict.fromkeys(STRIKES, 0))
        for name in ("strikes", "killed_low", "killed_high", "civilians_low", "civilians_high"):
            own[name] += int(found[name])
        own[f"in {found['year']}"] += int(found["strikes"])
    most = sorted(groups, key=lambda name: groups[name]["strikes"], reverse=True)[:6]
    return [{"province": name, **groups[name]} for name in most]


def attention(medium: str) -> list[dict]:
    columns = {
        "Afghanistan": "afghanistan",
        "Taliban": "taliban",
        "ISIL": "isil",
        "Central_Asia": "central_asia",
        "Syria": "syria",
        "Ukraine": "ukraine",
    }
    months = Counter(found["date"][:4] for found in only("attention_by_month", medium=medium))
    years = [year for year, count in months.items() if count == 12 and year >= "2012"]
    return [
        {"year": year} | {name: of_thousand(column, year, medium) for name, column in columns.items()} for year in years
    ]


def on_russian_force() -> list[dict[str, str]]:
    own = [found for found in only("gjp_questions", force="TRUE") if found["about"].startswith("Russia")]
    return cells(own, "question", "condition", "date_closed", "outcome")


def windows() -> list[dict[str, str]]:
    """Percent of Russia's events that went to each state, by copy and window."""
    own = only("interaction_windows", sender="RUS")
    spans = {(found["copy"], found["date"], found["date_end"]) for found in own}
    return [
        {"copy": copy, "from": first, "to": last}
        | {
            name: float(
                row("interaction_windows", sender="RUS", target=target, copy=copy, date=first, date_end=last)[
                    "all_events"
                ]
            )
            for name, target in SENT.items()
        }
        for copy, first, last in spans
    ]


def quiet_years() -> list[dict]:
    """Probabilities of three years, squared: what each scores if nothing comes. Two words of others stand beside."""
    named = {"ICD 203": "article, ICD 203", "IPCC": "article, IPCC", "Kent": "article, Kent"}
    words_of = {named[scale]: (scale, term) for scale, term in SCALES.values()}
    words_of |= {"Kabulov, Amarkhel, ICD 203": ("ICD 203", "almost no chance")}
    words_of |= {"Iranian paper of 2017, ICD 203": ("ICD 203", "unlikely")}
    scored = [
        scored_words(label, row("verbal_scales", scale=scale, term=term)) for label, (scale, term) in words_of.items()
    ]
    for name in CLASSES:
        events, total = counts(name, 1991, 2015)
        low, high = (1 - (1 - end) ** 3 for end in jeffreys(events, total)[1:])
        scored.append({"forecast": f"rate, {name}", "low": low, "high": high, "probability": within(events, total)})
    book = audit_5.choice("the number of this book")
    scored.append(
        {name: book[name] for name in ("low", "high", "probability")} | {"forecast": "this book, made in hindsight"}
    )
    return [own | {"Brier score": float(own["probability"]) ** 2} for own in scored]


def scored_words(label: str, own: dict[str, str]) -> dict:
    low, high = float(own["low"]), float(own["high"])
    return {"forecast": label, "low": low, "high": high, "probability": (low + high) / 2}


def spread() -> list[dict]:
    """Of each measure of pages but shifts: the least, the middle and the most of its ratios to the stock book."""
    pages = defaultdict(list)
    for found in only("benchmarks", compares="this book / stock"):
        if found["place"].startswith(("chapters/", "index")) and found["unit"] != "shift":
            pages[found["measure"]].append(float(found["ratio"]))
    return [
        {"measure": name, "low": min(own), "middle": median(own), "high": max(own), "pages": len(own)}
        for name, own in pages.items()
    ]


def builds(compares: str) -> list[dict[str, str]]:
    own = [found for found in only("benchmarks", compares=compares) if found["measure"] in BUILDS or compares in BUILDS]
    return cells(own, "measure", "place", "ratio")


@cache
def appendix_rows() -> dict[str, dict[str, list[dict]]]:
    apart = only("isil_strength", comparable="FALSE")
    lanes = cells(table("events"), "event_id", "date", "source_id")
    return {
        "people": {"where-it-happened": places()},
        "timeline": {"timeline-all": lanes},
        "data": {
            "isil-strength-apart": cells(apart, "date", "claimant", "side", "low", "high", "counted", "source_id"),
            "us-strikes-by-province": strikes(),
            "attention-of-television": attention(TELEVISION),
            "attention-of-the-ministry": attention(MINISTRY),
            "questions-on-russian-force": on_russian_force(),
            "coded-windows": windows(),
            "scores-of-quiet-years": quiet_years(),
        },
        "speed": {
            "speed-pages": spread(),
            "speed-builds": builds("this book / stock"),
            "speed-growth": builds("ten times / once"),
        },
    }
