"""What `told_directions.py` is for the first page and the chapters, for all other pages: appendix, summaries, teaching.

The answers for teachers say much that a number decides; most of it is counted here once more, from the plain tables.
"""

import re
from collections import Counter
from collections.abc import Callable

import audit_1 as one
import audit_2 as two
import audit_5 as five
import audit_answers as answers
import audit_pages as pages
from audit import drawn, number, only, outputs, row, table
from by_hand import SOVIET, then
from told_directions import Found, became, by, choices, heard, least, shelled

ANSWERS, LAB_ANSWERS, LABS = answers.PATH, answers.LAB_ANSWERS, answers.LABS
KEY, PLANS, ABOUT, RERUN = (
    f"chapters/{name}.md" for name in ("teach/key", "teach/plans", "appendix/about", "appendix/rerun")
)
NUMBER, ENGLISH = five.NUMBER, pages.SUMMARIES["english"]
DATA, PEOPLE, SOURCES, SPEED, STATEMENTS, STATUS, TIMELINE = (
    f"{pages.APPENDIX}/{name}.ipynb"
    for name in ("data", "people", "sources", "speed", "statements", "status", "timeline")
)
AUDIT = "test_audit.py::test_the_numbers_of_the_prose_are_those_of_the_plain_tables"  # whose own `max` or `min` it is
FELL = by(2, "agreement_with_russia_fell_from_the_session_of_2012_beyond_sampling_error")
AS_FAR = by(2, "tajikistan_falls_as_far_as_afghanistan_in_the_placebo_comparison")
TOLL = by(1, "the_toll_stands_high_in_2017_and_2018_and_falls")
DEATHS = by(6, "battle_deaths_rose_to_2017_or_2018_which_cant_be_ranked_and_fell_after")
RANKED = by(6, "one_quiet_outcome_ranks_forecasts_by_their_probability")


# ---------------------------------------------------------------------------------------------------- for teachers
def worked_answers() -> Found:
    return {
        "Start with the year whose low estimate is highest": AUDIT,
        "Then find the highest American number": AUDIT,
        "count the Russian figures whose low end stands above it": AUDIT,
        "The largest ratio is": AUDIT,
        "It is also the largest by quarters": lambda: number(widest_by_quarters()) == answers.isil()["a14"],
        "more than the § before Karzai's second term, which are spread over more years, and more than the § in it": (
            lambda: trips_grew()
        ),
        "One may keep the finding that agreement fell": FELL,
        "from which session it stays wider than ever before up to 2011": AUDIT,
        "that is the most that a reader of 2017 could have called help": AUDIT,
        "times as large as this most": AUDIT,
        "the smallest ratio, §, is that of the first year": lambda: answers.taliban()["a31"] == str(min(one.toll())),
        "above one: the government's fight stays the deadlier one": lambda: float(answers.taliban()["a32_lowest"]) > 1,
        "Most of the loss went to districts called contested": lambda: (
            2 * became("contested_pct") > became("contested_pct") + became("insurgent_pct") > 0
        ),
        "two hundred spans have twice as many cases": AUDIT,
        "the range of the number itself is wider still": lambda: wider_than_chance(),
        "it can't be less probable than the largest, §": AUDIT,
        "At the upper end of the interval it takes § years, at the lower end": AUDIT,
        "more beginnings than any other country there": lambda: most_beginnings() == [answers.odds()["a54"]],
        "so without it the share of its class falls most": lambda: falls_most() == answers.odds()["a54"],
        "Outside the former Soviet Union the removal of § moves most": AUDIT,
        "So most of what hindsight adds is time": lambda: 2 * moved("forecast") > len(moved_kinds()),
        "It adds little about motives, most of which stayed where they were": lambda: (
            2 * moved("causal") < len(only("claims", kind="causal"))
        ),
        "What fell is the fighting with the government of the day": DEATHS,
        "when nothing happens the lowest number always wins": RANKED,
        "until the product is below five percent": AUDIT,
    }


def key() -> Found:
    return {
        "In spring 2016 Kabulov named § or more": lambda: open_above("K015"),
        "calls the smaller number the core": lambda: smaller_is_the_core(),
        "So the larger may hold supporters": lambda: smaller_is_the_core(),
        "named § ISIL fighters or more in Afghanistan": lambda: open_above("K015"),
        "Tajikistan's line fell about as far": AS_FAR,
        "Russia's line lies nearest to the neighbours', and again as it falls afterwards": by(
            2, "the_gap_to_the_neighbours_is_wider_from_2013_on_than_ever_before"
        ),
        "So decades, or many more countries, are needed": lambda: in_percent(five.said()["c5_us_silence"]) > 5,
        "gives a far higher number once the shelling of 1993 counts": lambda: (
            float(five.choice(five.OWN_PAST)["probability"]) > 3 * five.horizon(3)
        ),
        "In one month the Americans left and the government fell": lambda: (
            event("E152")["date"][:7] == event("E147")["date"][:7] and "take Kabul" in event("E147")["summary"]
        ),
        "Kabulov named § or more; that was at least": lambda: open_above("K015"),
        "The larger may include men who fight for a season": lambda: smaller_is_the_core(),
        "That the larger is invented is a charge; so is that the smaller is hopeful": lambda: (
            least("K015") > least("K018")
        ),
    }


def plans() -> Found:
    return {
        "On record is who named the higher number": by(
            1, "russian_counts_run_above_american_ones_from_2016_to_2018_and_overlap_in_2019"
        ),
        "The lowest score is the best forecaster. When nothing happens the lowest number always wins. Leave": RANKED,
        "The lowest score is the best forecaster. When nothing happens the lowest number always wins. A": RANKED,
        "The number fell while nothing happened": (
            "test_answers.py::test_the_number_rises_with_a_beginning_alone_and_has_halved"
        ),
        "Most pages were read in part": lambda: read_in_part(table("sources")),
    }


def lab_answers() -> Found:
    return {
        '"The government\'s fight was the deadlier" holds by either number': lambda: (
            min(one.toll()[2016][1:]) > max(one.of_taliban()[2016])
        ),
        "the Russian one is still about twice as high": lambda: all(
            1.8 < least("K018") / int(row("isil_strength", estimate_id="K019")[end]) < 2.2 for end in ("low", "high")
        ),
        "which was higher is not known": TOLL,
        "The toll itself fell from": TOLL,
        "the fight rose until 2017 or 2018 and then ebbed": DEATHS,
        "read the change as part of a larger strategy in the clash": lambda: (
            "larger strategy in the clash" in row("claim_evidence", evidence_id="C36-10")["what_it_shows"]
        ),
        "the years end before the agreement rises again": lambda: (
            kabul(2018) > kabul(2017) and last_on_two_axes() < 2018
        ),
    }


def labs() -> Found:
    return {
        "a best estimate of § deaths, and a highest one of §": AUDIT,
        "from 2019 on it is lower": lambda: lower_from_2019(),
        "Those of 2017 and 2018 are the highest; their bars overlap. Later years are lower": lambda: lower_from_2019(),
        "Agreement fell before ISIL-K announced itself, and it rose again in the session of 2018": lambda: (
            max(kabul(2012), kabul(2013), kabul(2014)) < min(map(kabul, range(2002, 2012)))
            and kabul(2018) > kabul(2017)
        ),
        "A line near § until 2011 that falls in steps to § in 2017": FELL,
    }


# -------------------------------------------------------------------------------------------------------- appendix
def about() -> Found:
    return {
        "Each sentence of the article maps to one or more claims": lambda: claims_of_a_sentence(),
        "just below a piece of 29 July": lambda: "one place below" in event("E101")["note"],
        "was read two more times": lambda: all(
            only("corrections", source_id=f"own-{name}-reading") for name in ("second", "third")
        ),
    }


def how_the_number_was_made() -> Found:
    alike = "test_validation.py::test_what_the_page_says_of_the_rules_holds"
    surplus = "test_what_was_expected_and_what_came_are_those_of_the_plain_tables"
    return {
        "The statement of the first edition that the two do not touch fell with it": (
            "test_analysis_number.py::test_the_old_risk_set_has_three_onsets_inside_and_the_new_one"
        ),
        "§ more began where no civil conflict was coded the year before": AUDIT,
        "so a longer horizon can't have the smaller number": lambda: (
            five.horizon(1) < five.horizon(3) < five.horizon(5)
        ),
        "The shares add to more than one": lambda: sum(map(five.part, QUESTIONS)) > 1,
        "Fitted alone, each question would get more": lambda: all(more_alone(kind) for kind in QUESTIONS),
        "Georgia alone has most of the beginnings": ("test_analysis_number.py::test_what_the_page_says_in_words_holds"),
        "The model's own range is wider than either where it matters": lambda: wider_than_either(),
        "Two choices together move it most; then the choice not to pool": lambda: (
            choices()[-3:] == ["no pooling: the class alone", *shelled()]
        ),
        "Its headline lay below most of its own inputs": (
            "test_first_edition.py::test_the_headline_lay_below_four_of_its_five_inputs"
        ),
        "They differ by about a tenth of a point at the most": (
            "test_first_edition.py::test_on_the_rows_of_today_it_moves_by_a_tenth_of_a_point"
        ),
        "it rewards the lowest number": RANKED,
        "Both events came where the rule had said at most": alike,
        "in the former Soviet Union, where it said most, it expected § and none came": alike,
        "So more than half of the surplus lies in a group of wars": f"test_analysis_number.py::{surplus}",
        "the ratio of two tiny Brier scores runs far below zero": lambda: (
            min(float(found["brier_low"]) for found in drawn(NUMBER)["validation"]) < -5
        ),
        'far below the American "unlikely"': by(
            5, "the_tree_averages_two_and_a_half_per_cent_and_stays_below_the_american_unlikely"
        ),
        "A histogram, highest at low values, with a tail to the right": lambda: leans_to_the_left(),
        "the ranges of some reach further": lambda: only_ranges_reach(float(ICD["low"])),
    }


def data() -> Found:
    return {
        "On one quiet outcome the lowest number wins": RANKED,
        "The six provinces with most strikes": (
            "test_audit.py::test_the_rows_of_figures_and_tables_are_those_of_the_plain_tables"
        ),
        "More than half of the American strikes that reports told of were in Nangarhar": lambda: (
            2 * pages.strikes()[0]["strikes"] > sum(int(found["strikes"]) for found in table("us_strikes_by_province"))
            and pages.strikes()[0]["province"] == "Nangarhar"
        ),
        "The foreign ministry named Afghanistan most often in 2021, the year in which Kabul fell": lambda: (
            max(pages.attention(pages.MINISTRY), key=lambda found: found["Afghanistan"])["year"] == "2021"
        ),
        "In every window Russia is coded to turn to the United States far more often": lambda: all(
            found["US"] > 10 * found["Afghanistan"] for found in pages.windows()
        ),
    }


def people() -> Found:
    return {
        "of most pages only the beginning was read": lambda: read_in_part(sources_of("glossary")),
        "most of its members were former Pakistani and Afghan Taliban": lambda: (
            "mostly former members of the Pakistani and the Afghan Taliban" in event("E186")["summary"]
        ),
        "highest in 2017 and 2018": TOLL,
        "claims run from § to § fighters or more": lambda: open_above(largest_of_isil()),
    }


def sources() -> Found:
    return dict.fromkeys(("§ pages weigh most", "§ for the most part"), AUDIT)


def speed() -> Found:
    shown = ("comes to at most §", "visible after at most §", "answers after at most §", "does not answer: at most §")
    return dict.fromkeys(shown, AUDIT)


def statements() -> Found:
    return {"Only the beginning of most pages was read": lambda: read_in_part(sources_of("statements"))}


def status() -> Found:
    return {
        "Most pages were read as excerpts": lambda: read_in_part(table("sources")),
        "though its interval reaches above it": lambda: (
            in_percent(pages.measuring()["measured_interval"].partition("–")[2]) > 1
        ),
        "looked up § of its rows once more": lambda: {*looked_up("second_pass")} <= {*looked_up("row_checks")},
        "looked the rows up once more and changed many, also of those that were called right": lambda: (
            len(form_of_the_third()) > 100
        ),
        "So the rate is a lower bound": lambda: not all(form_of_the_third()),
    }


def timeline() -> Found:
    return {"more for the years of the article than for others": lambda: fullest_year() == "2017"}


def rerun() -> Found:
    asks = "test_notebooks.py::test_a_chapter_has_the_figures_tables_exercises_and_length_that_its_kind_asks_for"
    recipe = "test_rerun.py::test_an_upstream_that_is_added_makes_its_table"
    return {
        "a chapter with fewer than six figures": asks,
        "at most six in a chapter": asks,
        "A dot and a bar a year, highest in 2018": "test_rerun.py::test_the_figure_is_drawn_as_it_stands_there",
        ":caption: _toc.yml, below `06-hindsight`": (
            "test_rerun.py::test_a_chapter_that_is_added_is_listed_behind_the_last"
        ),
        "declared.py, below `from evidence import tables`": recipe,
        "declared.py, above `UPSTREAMS = (`": recipe,
        "declared.py, below `UPSTREAMS = (`": recipe,
    }


def summary() -> Found:
    return {
        "Most facts of the article hold": lambda: 2 * pages.tally("fact")[1] > pages.tally("fact")[0],
        "by one measure of UN votes their agreement fell from": FELL,
        'most readers hear a far higher one in "unlikely"': lambda: heard("all") > 5 * five.horizon(3),
    }


# -------------------------------------------------------------------------------------------------- conditions, by csv
TERMS = ((two.SECOND_TERM, two.UNITY), (two.UNITY, "9999"))  # the second term, the unity government
QUESTIONS = ("strike", "units", "ucdp")
ICD = row("verbal_scales", scale="ICD 203", term="unlikely")


def event(key: str) -> dict[str, str]:
    return row("events", event_id=key)


def in_percent(text: str) -> float:
    """'2.4%' -> 2.4"""
    return float(text.removesuffix("%"))


def widest_by_quarters() -> float:
    return max(high for _, high in map(one.ratio, one.pairs(True).values()))


def trips_grew() -> bool:
    """More trips to Russia since the unity government than before the second term, in fewer years, and than in it."""
    days = sorted(found["date"] for found in two.trips())
    before = [day for day in days if day < two.SECOND_TERM]
    second, since = ([day for day in days if first <= day < last] for first, last in TERMS)
    years = [int(own[-1][:4]) - int(own[0][:4]) for own in (before, since)]
    return len(since) > max(len(before), len(second)) and years[0] > years[1]


def wider_than_chance() -> bool:
    """Whether the range of the number, for two hundred spans, is wider than what chance alone allows."""
    book, odds = five.choice("the number of this book"), answers.odds()
    return 200 * (float(book["high"]) - float(book["low"])) > int(odds["a51_many"]) - int(odds["a51_few"])


def most_beginnings() -> list[str]:
    """The countries of the former Soviet Union with more beginnings, in the year after a war year, than any other."""
    conflicts, of, came, _ = then()
    began = Counter(conflicts[gwno, year - 1]["country"] for gwno, year in came if of.get((gwno, year - 1)) == SOVIET)
    return [name for name, count in began.items() if count == max(began.values())]


def falls_most() -> str:
    """The country without which the share of the former Soviet Union is the smallest, and smaller than with it."""
    conflicts, of, _, _ = then()
    shares = {
        conflicts[at]["country"]: answers.within_three_years(conflicts[at]["country"])[True]
        for at, name in of.items()
        if name == SOVIET
    }
    least_of_all = min(shares, key=lambda name: shares[name])
    return least_of_all if shares[least_of_all] < answers.within_three_years()[True] else ""


def moved_kinds() -> list[str]:
    return [found["kind"] for found in table("claims") if found["verdict_2017"] != found["verdict_today"]]


def moved(kind: str) -> int:
    return moved_kinds().count(kind)


def open_above(key: str) -> bool:
    """Whether a count was said with "or more": it has a low end alone."""
    found = row("isil_strength", estimate_id=key)
    return bool(found["low"]) and not found["high"]


def largest_of_isil() -> str:
    own = [found for found in only("isil_strength", comparable="TRUE") if not found["high"]]
    return max(own, key=lambda found: int(found["low"]))["estimate_id"]


def smaller_is_the_core() -> bool:
    return least("K018") < least("K015") and "(core)" in row("isil_strength", estimate_id="K018")["counted"]


def kabul(session: int) -> float:
    """Agreement of Kabul with Moscow."""
    return two.agreement("AFG", "RUS", session)


def last_on_two_axes() -> int:
    """The last session in the misleading picture of two axes, by its marks."""
    html = "\n".join("".join(output.get("data", {}).get("text/html", "")) for output in outputs(LABS))
    return max(map(int, re.findall(r"(20\d\d), red, right axis", html)))


def lower_from_2019() -> bool:
    """The tolls of 2017 and 2018 stand above all others to 2021, bounds and all, and overlap."""
    toll = {year: own for year, own in one.toll().items() if year <= 2021}
    high = [toll.pop(2017), toll.pop(2018)]
    return max(top for _, _, top in toll.values()) < min(low for low, _, _ in high) and high[1][0] < high[0][2]


def read_in_part(rows: list[dict[str, str]]) -> bool:
    """Whether of most pages only the beginning was read."""
    return 2 * sum(found["read"] == "excerpt" for found in rows) > len(rows)


def sources_of(name: str) -> list[dict[str, str]]:
    named = {found["source_id"] for found in table(name)}
    return [found for found in table("sources") if found["source_id"] in named]


def fullest_year() -> str:
    years = Counter(found["date"][:4] for found in table("events"))
    return max(years, key=lambda year: years[year])


def claims_of_a_sentence() -> bool:
    """Whether each sentence has a claim or is connective, and some have several."""
    own = [(found["claim_ids"].split(";"), found["connective"]) for found in table("article_sentences")]
    return all((ids == [""]) == (connective == "TRUE") for ids, connective in own) and any(
        len(ids) > 1 for ids, _ in own
    )


def more_alone(kind: str) -> bool:
    return in_percent(five.alone(kind)) > 100 * five.horizon(3) * five.part(kind)


def wider_than_either() -> bool:
    """The range of the number against both intervals of the wars among which are those with American troops."""
    book = five.choice("the number of this book")
    both = [found for found in drawn(NUMBER)["clustered"] if found["wars"] != SOVIET]
    widths = [float(found["high"]) - float(found["low"]) for found in (book, *both)]
    return len(both) == 2 and widths[0] > max(widths[1:])


def leans_to_the_left() -> bool:
    """Whether the highest bar of the histogram lies below its mean, and its tail reaches further above."""
    bars = drawn(NUMBER)["tree"]
    top = float(max(bars, key=lambda bar: float(bar["share"]))["to"])
    return top < five.tree()[0] < float(bars[-1]["to"]) - five.tree()[0]


def only_ranges_reach(limit: float) -> bool:
    own = drawn(five.PATH)["sensitivity"]
    return max(float(found["probability"]) for found in own) < limit < max(float(found["high"]) for found in own)


def looked_up(name: str, **cells: str) -> list[tuple[str, str]]:
    return [(found["table"], found["row_id"]) for found in only(name, **cells)]


def form_of_the_third() -> list[bool]:
    """Of each cell that the third reading changed in rows that the second pass had called right: words alone?"""
    right = set(looked_up("second_pass", verdict="right"))
    made = only("corrections", source_id="own-third-reading", status="made")
    return [found["column"] in pages.IN_WORDS for found in made if (found["table"], found["row_id"]) in right]


# What stands on no page of these: the lists of claims and of corrections, the trail, the lab, and the summaries in
# other languages, whose words `benchmarks.mutants.WAY` does not know.
REGISTERED: dict[str, Callable[[], Found]] = {
    ANSWERS: worked_answers,
    KEY: key,
    PLANS: plans,
    LAB_ANSWERS: lab_answers,
    LABS: labs,
    ABOUT: about,
    NUMBER: how_the_number_was_made,
    DATA: data,
    PEOPLE: people,
    ENGLISH: summary,
    SOURCES: sources,
    SPEED: speed,
    STATEMENTS: statements,
    STATUS: status,
    TIMELINE: timeline,
    RERUN: rerun,
}
