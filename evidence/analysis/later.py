"""What rates and words of 2017 said of the years since, and how they score.

Pure functions on tables of the data package (`civil_conflict_panel`, `conflict_covariates`, `verbal_scales`);
probabilities are shares of one. Chances are those of chapter 5: a year of conflict gives one to the year after
(`risk_set.of_the_year_after`). A panel that is asked for its classes has the column `fought_before` besides
(`forecast.fought_before`). `scores_of_rules` and `scores_of_quiet_years` give the whole of what chapter 6 quotes from.
"""

import pandas as pd
from scipy.stats import poisson

from evidence.analysis.first_edition import ALL, ELSEWHERE, FOUGHT, SOVIET, US_TROOPS, reference_classes
from evidence.forecast import (
    COVARIATES,
    base_rate,
    brier_score,
    cumulate,
    firth_onset_model,
    jeffreys_mean,
    jeffreys_predictive,
    log_score,
    with_covariates,
    words_to_range,
)
from evidence.precision import fixed, settled

CLASSES = (ALL, SOVIET, ELSEWHERE, US_TROOPS, FOUGHT)
IN_HINDSIGHT = "this book, made in hindsight"  # no forecast: it entered no contest
WORDS = {  # who said it, on which scale -> scale, its term
    "article, ICD 203": ("ICD 203", "unlikely"),
    "article, Kent": ("Kent", "probably not"),
    "article, IPCC": ("IPCC", "unlikely"),
    "Iranian paper of 2017, ICD 203": ("ICD 203", "unlikely"),
    "Kabulov, Amarkhel, ICD 203": ("ICD 203", "almost no chance"),
}
SHORT = {  # a class, a rule, a forecast -> how the prose calls it
    "All civil conflicts": "all",
    "Former Soviet Union": "soviet",
    "Elsewhere": "elsewhere",
    "One rate for all civil conflicts": "one",
    "Four covariates": "model",
    "Two rates: former Soviet Union, elsewhere": "two",
    "Never": "never",
    "Ten times the one rate": "ten",
    "Hindsight: the rate of these years itself": "itself",
    "article, ICD 203": "article",
    "article, IPCC": "ipcc",
    "article, Kent": "kent",
    "rate, All civil conflicts": "all",
    "rate, Former Soviet Union": "soviet",
    "Kabulov, Amarkhel, ICD 203": "ruled",
}


def by_short_name(rows: pd.DataFrame, column: str) -> pd.DataFrame:
    """The rows whose name in `column` is one of `SHORT`, with the short one as index."""
    return rows.assign(short=rows[column].map(SHORT)).dropna(subset="short").set_index("short")


def of_class(panel: pd.DataFrame, name: str) -> pd.DataFrame:
    """The rows of the panel that belong to one of CLASSES. panel: with `fought_before`."""
    return reference_classes(panel)[name]


def judged_from(panel: pd.DataFrame, year: int, covariates: pd.DataFrame) -> pd.DataFrame:
    """The chances of `year` and later, with the covariates of the model: what a forecast of then is judged by.

    panel: as of `of_the_year_after`, so what began in the year after each chance counts.
    """
    return with_covariates(panel[(panel["year"] >= year) & panel["at_risk"]], covariates)


def expected_onsets(then: pd.DataFrame, judged: pd.DataFrame) -> pd.DataFrame:
    """Onsets that the rates of the panel `then` led one to expect after the chances `judged`, and those that came.

    then, judged: of the year after, with `fought_before`. One row for each of CLASSES: reference_class, country_years,
    expected, low, high, observed. low, high: 95% of chance around the Jeffreys mean (Poisson), which is above zero
    where no onset was seen.
    """
    rows = []
    for name in CLASSES:
        rate, own = base_rate(of_class(then, name)), of_class(judged, name)
        mean = jeffreys_mean(rate["onsets"], rate["chances"]) * len(own)
        low, high = poisson.ppf([0.025, 0.975], mean)
        rows.append((name, len(own), rate["rate"] * len(own), low, high, int(own["onset"].sum())))
    return pd.DataFrame(rows, columns=["reference_class", "country_years", "expected", "low", "high", "observed"])


def scores_of_rules(then: pd.DataFrame, judged: pd.DataFrame, covariates: pd.DataFrame) -> pd.DataFrame:
    """Six rules for an annual probability, five of them fixed on the panel `then`, scored on the chances `judged`.

    then: of the year after, with `fought_before`. judged: as of `judged_from`. Columns: rule; inside, outside (mean
    probability inside and outside the former Soviet Union); brier_all, log_all; brier_afghanistan, log_afghanistan. A
    logarithmic score is infinite where the rule called impossible what happened.
    """
    inside, here = judged["post_soviet"], judged["country"] == "Afghanistan"
    rows = []
    for name, probability in _said_by_rules(then, judged, covariates).items():
        each = pd.Series(probability, index=judged.index, dtype=float)
        scores = [
            score(each[own].to_numpy(), judged.loc[own, "onset"].astype(int))
            for own in (slice(None), here)
            for score in (brier_score, log_score)
        ]
        rows.append((name, each[inside].mean(), each[~inside].mean(), *scores))
    columns = ["rule", "inside", "outside", "brier_all", "log_all", "brier_afghanistan", "log_afghanistan"]
    return pd.DataFrame(rows, columns=columns)


def _said_by_rules(then: pd.DataFrame, judged: pd.DataFrame, covariates: pd.DataFrame) -> dict:
    """Rule -> its annual probability, one for all country-years or one for each."""
    rate = {name: base_rate(of_class(then, name))["rate"] for name in CLASSES}
    design, onset = _fitted(then, covariates)
    return {
        "One rate for all civil conflicts": rate[ALL],
        "Four covariates": firth_onset_model(design, onset).predict(judged[list(COVARIATES)].astype(float)),
        "Two rates: former Soviet Union, elsewhere": judged["post_soviet"].map(
            {True: rate[SOVIET], False: rate[ELSEWHERE]}
        ),
        "Never": 0.0,
        "Ten times the one rate": 10 * rate[ALL],
        "Hindsight: the rate of these years itself": judged["onset"].mean(),
    }


def scores_of_quiet_years(
    then: pd.DataFrame, scales: pd.DataFrame, own: tuple[float, float, float], term: int = 3
) -> pd.DataFrame:
    """Words and rates of 2017 scored on `term` years without an intervention, the lowest score first.

    then: of the year after, with `fought_before`. scales: `verbal_scales`. own: probability, low and high of this
    book's number for the term, which was made when the years were over and says so. Columns: forecast, low, high,
    probability, source_id, brier_score, log_score. Words: the middle and the ends of the term's range. Rates: 95%
    Jeffreys interval and mean, carried over the term.
    """
    rows = [
        *_of_words(scales),
        *_of_rates(then, term),
        (IN_HINDSIGHT, own[1], own[2], own[0], "own-forecast-questions"),
    ]
    said = pd.DataFrame(rows, columns=["forecast", "low", "high", "probability", "source_id"])
    said["brier_score"] = [brier_score(probability, 0) for probability in said["probability"]]
    said["log_score"] = [log_score(probability, 0) for probability in said["probability"]]
    return settled(said).sort_values(["brier_score", "forecast"], ignore_index=True)


def _of_words(scales: pd.DataFrame) -> list[tuple]:
    sources = scales.groupby("scale")["source_id"].first()
    ranges = {label: words_to_range(scales, scale, term) for label, (scale, term) in WORDS.items()}
    return [(label, low, high, (low + high) / 2, sources[WORDS[label][0]]) for label, (low, high) in ranges.items()]


def _of_rates(then: pd.DataFrame, term: int) -> list[tuple]:
    source = then["source_id"].iloc[0]
    rates = {name: base_rate(of_class(then, name)) for name in CLASSES}
    return [
        (
            f"rate, {name}",
            *(cumulate(rate[end], term) for end in ("low", "high")),
            jeffreys_predictive(rate["onsets"], rate["chances"], term),
            source,
        )
        for name, rate in rates.items()
    ]


def _fitted(then: pd.DataFrame, covariates: pd.DataFrame) -> tuple[pd.DataFrame, pd.Series]:
    """What the regression on four covariates is fitted on: covariates and onsets of the country-years at risk."""
    rows = with_covariates(then[then["at_risk"]], covariates)
    return rows[list(COVARIATES)].astype(float), rows["onset"].astype(int)


def with_expected_tips(counts: pd.DataFrame, first: int, last: int) -> pd.DataFrame:
    """`expected_onsets` of the years from first to last with expected_tip and observed_tip, what each mark says."""
    expected, observed = [], []
    for row in counts.itertuples():
        head = f"{row.reference_class}, {first}–{last}"
        times = f"{fixed(row.expected, 1)} times" if row.expected else "never"
        chance = "–".join(dict.fromkeys((fixed(row.low), fixed(row.high))))
        came = {0: "never", 1: "once"}.get(row.observed, f"{row.observed} times")
        years = f"{fixed(row.country_years)} years of conflict before, counted by country"
        expected.append(f"{head}: Russia newly named {times} by the rate to 2016 ({chance} with 95% of chance). UCDP")
        observed.append(f"{head}: Russia newly named {came} in {years}. UCDP")
    return counts.assign(expected_tip=expected, observed_tip=observed)
