"""What each mark of a chart says: which marks carry a tip, and what is wrong with one.

A mark tells its tip through Vega-Lite's `description` channel, a text that a reader reads: 'Government – ISIL-K, 2016:
2,141 deaths (1,965 to 2,390). UCDP'. A mark that carries no data (a line of reference, a ground) says `aria=False`.
Lines, areas and texts carry none: vl-convert would give them that of their first row, so their points carry it.
"""

import re

SPEAKING = {"arc", "bar", "circle", "geoshape", "image", "point", "rect", "rule", "square", "tick"}
PARTS = ("layer", "hconcat", "vconcat", "concat")
# A null, a name of a column, nothing at all: a reader can do nothing with it.
NO_WORDS = re.compile(r"undefined|\b(?:null|[Nn]a[Nn]|NaT|None|inf)\b|<NA>|[a-z]_[a-z]|\( *(?:to)? *\)")
COMPOSITE = {"boxplot", "errorband", "errorbar", "trail"}  # whose parts can't be told one by one


def with_tips(spec: dict, inherited: dict | None = None) -> dict:
    """The specification with every mark that has no tip kept silent.

    Raises ValueError for a mark that carries data, has no `description`, and does not say `aria=False`, and for a mark
    that is made of several.
    """
    encoding = {**(inherited or {}), **spec.get("encoding", {})}
    done = {key: [with_tips(one, encoding) for one in value] if key in PARTS else value for key, value in spec.items()}
    if isinstance(spec.get("spec"), dict):  # of a facet
        done["spec"] = with_tips(spec["spec"], encoding)
    if "mark" in spec:
        mark = spec["mark"] if isinstance(spec["mark"], dict) else {"type": spec["mark"]}
        if mark["type"] in COMPOSITE:
            raise ValueError(f"a {mark['type']} tells nothing: draw its parts")
        tells = mark["type"] in SPEAKING and ("description" in encoding or "description" in mark)
        if mark["type"] in SPEAKING and not tells and mark.get("aria") is not False:
            raise ValueError(f"a {mark['type']} without a tip: give it a `description`, or aria=False if it is no data")
        done["mark"] = mark if tells else {**mark, "aria": False}
    return done


def faulty(tips: list[str]) -> list[str]:
    """Those tips that are no words: nulls, names of columns, nothing."""
    return [tip for tip in tips if NO_WORDS.search(tip) or " " not in tip.strip()]
