"""The exercises of the book: level, form of the answer, hint and general help of each. The registry is `EXERCISES`.

Titles and questions stand in the chapters, worked answers in `chapters/teach/answers.ipynb`. `ex-2-1` is Exercise 2.1.
A new one gets a row here, a cell in its chapter, a worked answer, and, unless it is a project, a function in
`evidence.analysis.exercises`; then `make update`.
"""

from evidence.answered import Choice, Exercise, Number, Rows

YEARS = tuple(str(year) for year in range(2015, 2024))
STATES = ("Afghanistan", "China", "India", "Iran", "Pakistan", "Tajikistan", "Uzbekistan")
BEGAN = ("Bosnia-Herzegovina", "Georgia", "Syria", "Tajikistan", "Yugoslavia")
PAGE, NOTEBOOK = False, True

_ALL = (
    # ------------------------------------------------------------------------------------------- 1: what alarmed Moscow
    Exercise(
        "ex-1-1",
        "easy",
        PAGE,
        Choice(YEARS, several=True),
        "A dot is a best estimate; a bar runs from the low to the high one. Two years can be ranked if their bars do "
        "not overlap. Open the rows of the figure to read the numbers.",
        "Find the year whose low estimate is highest. Then choose it, and every year whose bar reaches that height.",
    ),
    Exercise(
        "ex-1-2",
        "easy",
        PAGE,
        Number("times", 1),
        "Read both best estimates from the rows of the figure. “How many times” asks you to divide.",
        "Use the best estimates of the upper panel, the government's fight, and divide the later year by the earlier.",
    ),
    Exercise(
        "ex-1-3",
        "medium",
        NOTEBOOK,
        Number("figures", measured=False),
        "Keep the rows of `isil_strength` that are comparable, not said in retrospect, and known by the cut-off date: "
        "`known(rows)` does the last. The highest American number may stand in `low` or in `high`.",
        "Three steps: keep what was known and comparable, find the highest American number, count the Russian figures "
        "whose low end stands above it.",
    ),
    Exercise(
        "ex-1-4",
        "medium",
        NOTEBOOK,
        Number("times"),
        "`isil.nearest_ratios(russian, american, days=90)` pairs them. Where a claim says “or more”, count the number "
        "that was named.",
        "Use the rows of the exercise before: Russian and American figures known by the cut-off date, none of them "
        "said in retrospect.",
    ),
    Exercise(
        "ex-1-5",
        "project",
        NOTEBOOK,
        Rows("isil_strength", "estimate_id", 4, ("date", "claimant", "counted")),
        'Load the table with `tables.load("isil_strength")`. The column `counted` says what the speaker counted, '
        "`why_not_comparable` why a row stands apart.",
        "Hand in ids of the table, or a frame that has them.",
    ),
    # ------------------------------------------------------------------------------------------- 2: Kabul and Moscow
    Exercise(
        "ex-2-1",
        "easy",
        PAGE,
        Number("trips", measured=False),
        "The unity government began in September 2014; a line marks it. Count the squares of the first row to its "
        "right, or open the rows.",
        "Count only trips of Afghans to Russia, and only those after the line of the unity government.",
    ),
    Exercise(
        "ex-2-2",
        "medium",
        PAGE,
        Choice(STATES, several=True),
        "A bar is an interval. It speaks for a fall if all of it, both ends, is on the left of zero.",
        "For each state look at both ends of its bar. Choose the states whose right end lies below zero.",
    ),
    Exercise(
        "ex-2-3",
        "medium",
        NOTEBOOK,
        Number("session (a year)", measured=False),
        '`ties.gap(wide, "Russia", neighbours)` gives the gap for any list of neighbours, and '
        "`ties.first_below(gap, 2011)` the first session from which it stays below its lowest value up to 2011.",
        "Leave out one neighbour at a time, note the session that `first_below` gives, take the latest of the five.",
    ),
    Exercise(
        "ex-2-4",
        "easy",
        NOTEBOOK,
        Number("percent"),
        "In `ties_told.deliveries(arms)` the column `aid_tiv` is the part called aid, `tiv` the whole, both in SIPRI's "
        "measure of arms. Take the rows of Russia, and sum before you divide.",
        "Sum aid over all years, sum all Russian deliveries, divide the first by the second.",
    ),
    Exercise(
        "ex-2-5",
        "project",
        NOTEBOOK,
        Number("points", 2, low=-100, high=100),
        "`ties.difference(before, after)` gives the change with its 95% interval. Try other first and last years, and "
        "other measures; write down every choice that you tried, also those that failed.",
        "Hand in the strongest change that you found, in points of a hundred.",
    ),
    # ------------------------------------------------------------------------------------------- 3: the Taliban
    Exercise(
        "ex-3-1",
        "easy",
        PAGE,
        Number("year", measured=False),
        "For each year divide the government's deaths by the Taliban's. Where the result is smallest, the two fights "
        "are closest.",
        "Only years in which both fights have a number count. Divide; do not subtract.",
    ),
    Exercise(
        "ex-3-2",
        "easy",
        NOTEBOOK,
        Number("times", 2),
        "The row is in `non_state_conflict`, its `dyad` begins with “High Council”. Add its best estimate to the "
        "Taliban's of 2015, then divide the government's by the sum.",
        "Use best estimates of 2015: the government's fight, divided by the Taliban's fight and the third together.",
    ),
    Exercise(
        "ex-3-3",
        "medium",
        NOTEBOOK,
        Number("statements", measured=False),
        '`contacts.acts(told_then, "United States/NATO", "arms")` counts who did what. The balance is allegations '
        "less “no evidence”.",
        "Take only what was known by the cut-off date. Add “leaves open” to the allegations, then subtract.",
    ),
    Exercise(
        "ex-3-4",
        "medium",
        NOTEBOOK,
        Number("days", measured=False),
        "`contacts_told.ISIL_FORMED` is the event of the announcement. If contacts began in the calendar year 2014, "
        "on which day at the latest?",
        "The shortest distance runs from the last possible day of the dating to the day of the announcement.",
    ),
    Exercise(
        "ex-3-5",
        "medium",
        NOTEBOOK,
        Number("times", 2),
        "`contacts.by_holder(in_2021)` splits the government's fight by who held Kabul. The Taliban's own fight before "
        "August has another `dyad`, `contacts.TALIBAN`.",
        "Above the line: the Republic's fight. Below it: everything that the Taliban fought, before and after August.",
    ),
    Exercise(
        "ex-3-6",
        "project",
        PAGE,
        Rows("rescue_reports", "report_id", 3),
        "The CSV below the figure gives each telling with its id; a spreadsheet opens it. Ask of each: who says it, "
        "from where does he know, and whom does he cite?",
        "Hand in ids of tellings.",
    ),
    # ------------------------------------------------------------------------------------------- 4: rivalry
    Exercise(
        "ex-4-1",
        "easy",
        PAGE,
        Number("occasions", measured=False),
        "The table has two buttons. Compare its rows as known in August 2017 with those of today.",
        "Count the occasions of the table today, count those of August 2017, subtract.",
    ),
    Exercise(
        "ex-4-2",
        "easy",
        PAGE,
        Number("percentage points"),
        "Find the government's share in the first assessment and its lowest of 2016. From one percentage to another "
        "it is a plain difference.",
        "Take the government's line alone, its first value and its lowest before the article.",
    ),
    Exercise(
        "ex-4-3",
        "medium",
        NOTEBOOK,
        Number("percent", 1),
        "In `us_troops` two series count the same force: `dod-active-duty` and `dod-with-reserves`. What is in the "
        "second and not in the first?",
        "For September 2010: all troops less active duty, divided by all troops.",
    ),
    Exercise(
        "ex-4-4",
        "medium",
        NOTEBOOK,
        Number("net events", measured=False),
        "Copy `event_codings`, set `kind` to “neither” for the two events, and give the rows to "
        "`rivalry.balances(rivalry.lane(events, rows))`. The answer is its `balance_then`; mind its sign.",
        "Recode exactly the two events, leave all others as they are, and read the balance at the article's date.",
    ),
    Exercise(
        "ex-4-5",
        "project",
        PAGE,
        Rows("event_codings", "event_id", 4),
        "Write the definition before you look at the events. It should be possible that no event meets it.",
        "Hand in ids of events that you sorted.",
    ),
    # ------------------------------------------------------------------------------------------- 5: the number
    Exercise(
        "ex-5-1",
        "easy",
        PAGE,
        Number("spans"),
        "The chapter gives the number in a hundred, for three years from 2017. Now there are twice as many spans.",
        "Take the book's number for any of the three within three years. It is for a span of three years already.",
    ),
    Exercise(
        "ex-5-2",
        "easy",
        PAGE,
        Number("percent", 1),
        "Can a party come without units? When is the chance largest: if strike and units come together, or never "
        "together?",
        "Ask first which of the three can come alone. Then think of these as never coming together, and add up.",
    ),
    Exercise(
        "ex-5-3",
        "medium",
        NOTEBOOK,
        Number("years", measured=False),
        "`forecast.cumulate(rate, n)` gives the chance of at least one beginning in n years. The rate is the column "
        "`share` of `answers.counted(then)`, within one year.",
        "Raise n by one until the chance passes five percent. Use the rate of the class without US troops.",
    ),
    Exercise(
        "ex-5-4",
        "medium",
        NOTEBOOK,
        Choice(BEGAN),
        "`forecast.within(rows, 3)` counts by class. Drop one country's rows from `then.seen()` at a time, and compare "
        "the share with that of all rows.",
        "Compare shares of the class “former Soviet Union”, not numbers of events.",
    ),
    Exercise(
        "ex-5-5",
        "project",
        NOTEBOOK,
        Number("percent", 1, low=0, high=100),
        "`answers.sensitivity(then)` shows what other choices give. A good class is named before its rate is known.",
        "Hand in your own number, in percent.",
    ),
    # ------------------------------------------------------------------------------------------- 6: hindsight
    Exercise(
        "ex-6-1",
        "easy",
        PAGE,
        Number("verdicts", measured=False),
        "A diamond marks a verdict that changed. The rows of the figure say of each claim of which kind it is.",
        "Count the claims whose verdict changed, and of these only those of the kind “forecast”.",
    ),
    Exercise(
        "ex-6-2",
        "medium",
        PAGE,
        Number("percent"),
        "“At least” asks for the bounds that make the fall small: a low start and a high end. The method box has the "
        "bounds of the peak, and chapter 1 those of the last year.",
        "Start: the low estimate of the peak year. End: the high estimate of the last year. The fall is the part lost.",
    ),
    Exercise(
        "ex-6-3",
        "easy",
        NOTEBOOK,
        Number("score", 2),
        "`brier_score(said, came)` takes two lists. Nothing came, so each outcome is zero.",
        "The score is the mean, over the years, of the squared distance between what was said and what came.",
    ),
    Exercise(
        "ex-6-4",
        "medium",
        NOTEBOOK,
        Number("years", measured=False),
        "One quiet year has a probability of 95%, two in a row 95% of 95%. Go on until the product is below five "
        "percent.",
        "Multiply the chance of a quiet year with itself, year by year, until the product is below five percent.",
    ),
    Exercise(
        "ex-6-5",
        "project",
        NOTEBOOK,
        Rows("forecasts", "forecast_id", 5, ("probability", "why")),
        "Set your numbers before you read `outcome_to_date`. `brier_score` scores them.",
        "Hand in ids of forecasts, or a frame that has them with your number and reason.",
    ),
)
EXERCISES = {one.id: one for one in _ALL}
