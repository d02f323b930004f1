"""Titles of figures and tables that name a number or a year, written anew from the plain tables.

A title without either is a finding of another kind, which the tests of findings hold (`test_findings_*.py`).
"""

from statistics import mean

from audit import day, drawn, known, number, only, over, percent, table, words
from audit_1 import FORCE, THE_SAME, concern, kinds, pairs, ratio, row_of, russian, share, toll
from audit_2 import SECOND_TERM, SEVEN, UNITY, arms, placebo, trips
from audit_3 import ACCOUNTS, dated, order, statements, titles
from audit_4 import active, apart, items, stances
from audit_4 import ratio as likelier
from audit_5 import NUMBER, PATH, beginnings, choice, first_edition, horizon, row, spells, tree, year_before
from audit_6 import CLASSES, counts
from audit_pages import ratios
from by_hand import begun, coded, panel

THE_SAME_THEN = ("un-placebos", "arms-deliveries", "rivalry-accusations", "rivalry-us-troops")


def cap(text: str) -> str:
    return text[0].upper() + text[1:]


def share_of_districts(text: str) -> str:
    return percent(float(row("district_control", date=text)["government_pct"]) / 100)


def chapters_1_and_2() -> dict[str, str]:
    named = [found for found in russian(FORCE, THE_SAME) if found["topic"] == "military-option"]
    years, then = ([*dict.fromkeys(found["date"][:4] for found in own)] for own in (named, filter(known, named)))
    above = {name[:4] for name, own in pairs().items() if ratio(own)[0] > 1}
    told = sorted({found["half_year"][:4] for found in concern(False) if found["kind"] == "ISIL as a threat"})
    landings, drops, *_ = kinds().values()
    top = max(range(2015, 2022), key=lambda year: share(year)[1])
    peaks = sorted(sorted(toll(), key=lambda year: toll()[year][1])[-2:])
    own = arms("Russia")
    paid = [year for year, found in own.items() if found["financed_by_usa_tiv"]]
    assert all(found["financed_by_usa_tiv"] == found["tiv"] for year, found in own.items() if year >= paid[0])
    first = sum(found["date"] < SECOND_TERM for found in trips())
    second = sum(SECOND_TERM <= found["date"] < UNITY for found in trips())
    fell = sorted((state for state in SEVEN if placebo(state, 2019)[2] < 0), key=lambda state: placebo(state, 2019)[0])
    handed = [found["date"][:4] for found in only("kabul_requests", stage="delivered")]
    asked = [found["date"] for found in only("kabul_requests", stage="asked")]
    compared = "In {} quarters both sides gave figures that were found and can be compared"
    gifts = "Asked {} times since {}; {} hand-overs of rifles, in {}"
    ends = "In this register Russian deliveries end in {}, and the United States had paid for all since {}"
    away = "Measured against its other pairs, Russia's agreement fell with {}, and with no other of the {}"
    then_above = sorted({name[:4] for name, own in pairs(True).items() if ratio(own)[0] > 1})
    force = "force or left it open in {}; those of other years only rule it out"
    war = "In every quarter of {} with counts of both, Russia named more ISIL fighters than America"
    worry = "Worry about ISIL is on record in every year from {} to {}; helicopters follow from the end of 2016"
    return {
        "force-statements": "Moscow named " + force.format(row_of(years)),
        "force-statements-2017": "Moscow had named " + force.format(row_of(then)),
        "isil-strength": war.format(f"{min(above)} to {max(above)}") + "; at the end of 2019 the ranges overlap",
        "isil-strength-2017": war.format(row_of(then_above)),
        "isil-strength-pairs": compared.format(words(len(pairs()))),
        "isil-strength-pairs-2017": compared.format(words(len(pairs(True)))),
        "isil-battle-deaths": "The toll of the government's fight with ISIL stood at its height in "
        f"{row_of(peaks)}, then fell",
        "isil-battle-deaths-2017": "The toll of the government's fight with ISIL in 2016 was "
        f"{number(toll()[2016][1] / toll()[2015][1], 1)} times that of 2015",
        "isil-death-share": "Up to 2021 the fight with ISIL made its largest share of the battle deaths in "
        f"{top}: {percent(share(top)[1])}, by best estimates",
        "isil-death-share-2017": f"In 2016 the fight with ISIL made {percent(share(2016)[1])} of the battle deaths, "
        f"after {percent(share(2015)[1])} in 2015",
        "concern-by-half-year": worry.format(told[0], told[-1]),
        "concern-by-half-year-2017": worry.format(told[0], "2017"),
        "helicopter-map": "Up to August 2017 landings or air drops were described in "
        f"{words(len(landings | drops))} provinces; no source read here documents one",
        "kabul-moscow-visits": f"On the list: {words(first)} Afghan trips to Russia before Karzai's second term, "
        f"{words(second)} in it, {words(len(trips()) - first - second)} under the unity government",
        "un-placebos": away.format(row_of([SEVEN[state] for state in fell]), words(len(SEVEN))),
        "arms-deliveries": ends.format(max(own), paid[0]),
        "kabul-requests": gifts.format(words(len(asked)), min(asked)[:4], words(len(handed)), row_of(handed)),
    }


def accounts(keys: list[str]) -> list[str]:
    found = [order(key) for key in keys]
    return [words(found.count(kind)) for kind in ("before", "open", "after")]


def chapters_3_and_4() -> dict[str, str]:
    now, then = accounts(list(ACCOUNTS)), accounts([key for key in ACCOUNTS if known(dated(key))])
    own = list(stances().values())
    said = [
        words(own.count(name)) for name in ("accuses", "leaves it open", "sees no proof", "accuses and sees no proof")
    ]
    troops = active()
    before, peak = max(month for month in troops if over(month, "2017-08-15")), max(troops, key=troops.get)
    weapons = {found["date"]: int(found["weapons"]) for found in only("weapons_released", kind="year")}
    ordered = sorted(weapons, key=weapons.get)
    shares = [float(found["government_pct"]) for found in table("district_control") if found["date"] < "2017"]
    assert min(shares) == float(row("district_control", date="2016-11-26")["government_pct"])
    ratios = [mean(likelier(coder, item) for coder in "AB") for item in items()]
    rivalry = sum(value > 1 for value in ratios)
    assert max(range(1992, 2021), key=apart) == 2016 and min(map(apart, range(2021, 2024))) > apart(2016)
    fell = "The government's share of districts fell from {} in {} to {} in November 2016; in February 2017 it was {}"
    of_troops = "In {} the United States had {} of the active-duty troops of {}"
    order_of = "{} accounts put the contacts before ISIL-K, {} leave the order open, {} puts them after"
    told = "Contacts, meetings, money, fuel and arms: {} statements as read, the oldest first"
    occasions = "Of {} occasions before the article {} accuse, {} leave arms open, {} see no proof, {} does both"
    spoken = [found for found in table("contact_statements") if found["date"] < "2019"]
    on_arms = [found["act"] for found in spoken if (found["subject"], found["side"]) == ("arms", "United States/NATO")]
    assert on_arms.count("leaves open") > len(on_arms) / 2  # "mostly"
    called, banned, suspended = (dated(key)["date"][:4] for key in ("S050", "E020", "E166"))
    party = "called the Taliban a political force, faction or current"
    return {
        "taliban-status": f"Russian officials {party} from the end of {called}; the ban of {banned} was suspended in "
        f"{suspended}",
        "taliban-status-2017": f"In August 2017 the ban of {banned} stood; officials had {party}",
        "contact-matrix": f"Up to {max(found['date'] for found in spoken)[:4]} Russia admitted contacts and denied "
        "arms; "
        "American and NATO officials mostly left arms open",
        "taliban-contacts-order": order_of.format(cap(now[0]), *now[1:]),
        "taliban-contacts-order-2017": "In 2017 {} accounts put the contacts before ISIL-K, {} left the order open, "
        "{} put them after".format(*then),
        "taliban-statements": told.format(len(statements(False))),
        "taliban-statements-2017": told.format(len(statements(True))),
        **{name: text + " the Taliban had become that government" for name, text in titles().items()},
        "rivalry-accusations": occasions.format(len(own), *said),
        "rivalry-us-troops": of_troops.format(day(before), percent(troops[before] / troops[peak]), day(peak)),
        "weapons-released": f"Of the years with data, weapons released were fewest in {row_of(sorted(ordered[:2]))}, "
        f"most in {row_of(sorted(ordered[-2:]))}",
        "rivalry-districts": fell.format(
            share_of_districts("2015-11"),
            "November 2015",
            share_of_districts("2016-11-26"),
            share_of_districts("2017-02"),
        ),
        "rivalry-districts-2017": fell.format(
            share_of_districts("2016-01-29"),
            "January 2016",
            share_of_districts("2016-11-26"),
            share_of_districts("2017-02"),
        ),
        "hypotheses": f"{cap(words(rivalry))} items are likelier under rivalry, "
        f"{words(len(ratios) - rivalry)} under ISIL, no dot beyond three to one",
    }


def chapters_5_and_6() -> dict[str, str]:
    median = percent(float(only("word_survey", term="unlikely", group="all")[0]["median"]))
    icd = row("verbal_scales", scale="ICD 203", term="unlikely")
    book = choice("the number of this book")
    others = [float(found["probability"]) for found in drawn(PATH)["sensitivity"]]
    line = [float(found["probability"]) for found in drawn(PATH)["over-time"]]
    claims = table("claims")
    moved = sum(found["verdict_2017"] != found["verdict_today"] for found in claims)
    was = [found["verdict_2017"] for found in claims]
    came = {name: counts(name, 2017, 2023)[0] for name in CLASSES}
    assert (came["Former Soviet Union"], came["Elsewhere"]) == (0, came["All civil conflicts"])
    forecasts = table("forecasts")
    afghan = [year for gwno, year in panel() if gwno == 700 and year >= 1992]
    by_others = "{} forecasts by others{}; none gives a probability in the part that was read"
    return {
        "words-heard": f"“Unlikely” starts at {percent(float(icd['low']))} on one scale, at nothing on another; "
        f"the median reader hears {median}",
        "beginnings": f"{cap(words(len(beginnings(2024))))} beginnings in {2024 - 1992 + 1} years, most early",
        "beginnings-2017": f"{cap(words(len(beginnings(2016))))} beginnings in {2016 - 1992 + 1} years, most early",
        "answers": "Any of the three: {} within one, {} within three, {} within five years".format(
            *(percent(horizon(years)) for years in (1, 3, 5))
        ),
        "in-a-hundred": f"Our number fills {number(100 * horizon(3))} squares of a hundred, the word “unlikely” "
        f"{median.removesuffix('%')}",
        "sensitivity": f"{percent(min(others), 1)} to {percent(max(others))}: "
        "the wars compared and the shelling of 1993 move it most",
        "over-time": f"The number halved: {percent(line[0], 1)} in 2014, {percent(line[-1], 1)} now",
        "open-forecasts": f"Filed on {day(row('open_forecasts', forecast_id='O01')['filed_on'])}, for 2027 to 2029",
        "us-presence": "The last US troops left in 2021; with or without them, UCDP names no Russian troops "
        f"from {min(afghan)} to {max(afghan)}",
        "us-presence-2017": f"With or without US troops, UCDP names no Russian troops from {min(afghan)} to 2016",
        "expected-observed": "After 2017 UCDP newly named Russia a party in "
        f"{words(came['All civil conflicts'])} country, outside the former Soviet Union",
        "forecasters": by_others.format(len(forecasts), ""),
        "forecasters-2017": by_others.format(sum(map(known, forecasts)), " known by 15 August 2017"),
        "verdict-board": "Hindsight lets the forecasts be judged and moves little else: "
        f"{moved} of {len(claims)} verdicts changed",
        "verdict-board-2017": f"In August 2017 {was.count('supported')} of {len(claims)} claims were supported, and "
        f"{words(was.count('open'))} forecasts were open",
        "unlikely": f"“Unlikely” can mean up to {percent(float(icd['high']))}; this book says {percent(horizon(3))}, "
        f"up to {percent(float(book['high']))}",
    }


def pages() -> dict[str, str]:
    disputes = [found for found in table("militarized_disputes") if found["year"] >= "1992" and found["kind"] != "none"]
    signals = sum(found["force"] == "TRUE" for found in spells()) / len(spells())
    contain = sum(found["kind"] == "use of force" for found in disputes) / len(disputes)
    years = [year for _, year in begun(panel(), coded("9999"))]
    pools = [float(found["probability"]) for found in drawn(NUMBER)["first-pool"]]
    rules = {found["rule"]: found for found in drawn(NUMBER)["validation"] if found["question"] == "any of the three"}
    best = rules["partial pooling"]
    return {
        "beginnings-coded": f"Everything that began from {min(years)} to {max(years)}, and what the coding rests on",
        "signals": f"Force followed {percent(signals)} of displays or threats; "
        f"{percent(contain)} of disputes contain it",
        "first-pool": f"One choice moves the dropped pool from {percent(min(pools), 1)} to {percent(max(pools), 1)}",
        "validation": f"{len(rules)} rules on the years 2000 to {max(years)}, each seeing the past alone",
        "reliability": f"The rule expected {number(float(best['expected']), 1)} beginnings and "
        f"{words(int(best['came']))} came",
        "two-risk-sets": f"The old risk set found {words(first_edition(True)[0])} onsets in the former Soviet Union, "
        f"the new one finds {words(year_before(True)[0])}",
        "tree": f"The three links give about {percent(tree()[0], 1)} in three years, far below the American “unlikely”",
        "speed-pages": "Every page weighs less than stock's at first view; the heaviest has "
        f"{percent(max(ratios('bytes at first view, gzip')), 1)} of its bytes, compressed",
    }


def written() -> dict[str, str]:
    """Figure or table, its state of 2017 as 'name-2017' -> its title."""
    own = chapters_1_and_2() | chapters_3_and_4() | chapters_5_and_6() | pages()
    return own | {f"{name}-2017": own[name] for name in THE_SAME_THEN}
