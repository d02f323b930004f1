"""Words of direction (more, higher, below) that no table can bear out, each with what it is instead.

`told_directions.py` has the others. A word that is turned is missing here; one that comes in anew is in neither.
"""

from told_years import PAGES

INDEX, ONE, TWO, THREE, FOUR, FIVE, SIX = PAGES[:7]
RULE = "a rule of reading, a definition or what a figure shows"
PLACE = "where on the page"
TASK = "a task or a question"
OTHERS = "what the article or somebody else says"
PAGE = "what a page says that a row cites"
OURS = "a judgement of the book, with its reason beside it"

AS_READ = {
    INDEX: {},
    ONE: {
        "is closer to the article": OURS,
        "triangle up: at least, down: at most": RULE,
        "the numbers can't say who errs more": RULE,
        "counts more widely, killed and injured": RULE,
        "members of parliament twice accused": PAGE,
        "a ratio is a lower limit": RULE,
        "more of them for 2015 to 2018": RULE,
        "other quarrels too, above all over Russia's contacts": OURS,
        "{exercise} Above every American figure": TASK,
        'stand above every American figure known by then? Count an "or more"': TASK,
        "nearest in time, at most 90 days away. How large is the largest ratio": TASK,
    },
    TWO: {
        "and Kabul expected more": OTHERS,
        'the "Islamic State" group, rose, and members': OTHERS,
        "nor in which term most often": RULE,
        "Did Russia move away from Kabul more than from others?": TASK,
        "moved away more than the others": RULE,
        "That looks more like Russia parting from the group": OURS,
        "higher means closer to the United States": RULE,
        "Higher: closer to the United States": RULE,
        "The means above cover": PLACE,
        "Did Russia deal with Kabul more?": TASK,
        "(2021, after Kabul fell)": PAGE,
        "may have turned to Kabul more, for reasons unknown": OURS,
        "wrote off most of a Soviet-era debt": PAGE,
        "supports a wider gap": OURS,
        "2002 to 2019 at most": RULE,
        "What fell, and with whom?": TASK,
        "the gap stays wider than in any session": TASK,
        "what is the most that a reader of 2017": TASK,
        "does most of the work": TASK,
        "A placebo falls as far as the pair": TASK,
    },
    THREE: {
        "most by parties to the story": PAGE,
        "half a year more or less": RULE,
        "more evidence about how deep": OTHERS,
        "and a third lower. In April 2021": PAGE,
        "are more than the record of 2017 can carry": OURS,
        "to § or more, none confirmed": PAGE,
        "most actively and effectively": OTHERS,
        "at the United States more than at Kabul": PAGE,
        "a day after Kabul fell": PAGE,
        "We read both as nearer to political status": OURS,
        "Recognition of a government is more": RULE,
        "one more row: a joint side": TASK,
        "still the deadlier one?": TASK,
    },
    FOUR: {
        "Later, wider issues": OTHERS,
        "rivalry or ISIL moved Russia more": OURS,
        "by kind, below each other": RULE,
        "or what fell before a day": RULE,
        "plus almost 10 more": OTHERS,
        "Above: agreement": PLACE,
        "Below: distance": PLACE,
        "Below, one line": PLACE,
        "most votes concern other matters": RULE,
        "had more than §, by a report of the drill": PAGE,
        "and above all Kabulov's word": OURS,
        "was more than the record could carry": OURS,
        "one way of reading twice, not two witnesses": RULE,
        "their whole range below one half": RULE,
        "by § times and more. We do not rank it": RULE,
        "intercepts messages, lower": PAGE,
    },
    FIVE: {
        "Decimals below serve": PLACE,
        "the fewer its war years, the more it borrows": RULE,
        "The open forecast below": PLACE,
        "which was more than half over": RULE,
        "most of all in the former Soviet Union": OURS,
        "many more filled squares": RULE,
        "should go higher": OURS,
        "of another kind than above": PLACE,
        "the highest percent that": TASK,
        "changes the class former Soviet Union most": TASK,
    },
    SIX: {
        "as further complicated": OTHERS,
        "One more sentence": OTHERS,
        "Most pages were read in part": PAGE,
        "Marks below": PLACE,
        "in the article's account, fell": PAGE,
        "Not borne out says no more": RULE,
        "newer releases of UCDP reach further": PAGE,
        "which fell on §": PAGE,
        "things get more complicated": OTHERS,
        "which is above zero where nothing was seen": RULE,
        "Lower is better": RULE,
        "More cases help little": RULE,
    },
}
