"""The first page: all claims as squares by kind, and a few dates. Frames of `evidence.analysis.front` in, HTML out."""

import pandas as pd

from evidence.exhibits.exhibit import Page
from evidence.exhibits.links import escaped
from evidence.exhibits.verdicts import SIGNS, slug
from evidence.precision import fixed
from evidence.tables import sources

LEDGER, SOURCES = "chapters/appendix/claims.html", "chapters/appendix/sources.html"
LEGEND = {  # of each sign a verdict, and what it says in the legend; forecasts share the signs, and their row says so
    "supported": "supported",
    "partly supported": "partly",
    "contested": "contested",
    "plausible but unproven": "unproven",
    "not supported": "not supported, not borne out",
    "not verified": "not verified",
}


def squares(claims: pd.DataFrame, kinds: pd.DataFrame) -> Page:
    """All claims as squares, a row per kind, each with its words on hover, tap and focus and a link to the ledger.

    claims: the table. kinds: as `front.by_kind`; its index names the rows and their order. A sign and a colour say the
    verdict of today; in a row they stand in the order of SIGNS.
    """
    order = list(SIGNS)
    claims = claims.assign(rank=claims["verdict_today"].map(order.index)).sort_values(
        ["rank", "claim_id"], kind="stable"
    )
    rows = "\n".join(_row(kind, claims[claims["kind"] == kind.Index]) for kind in kinds.itertuples())
    legend = " ".join(
        f'<span><span class="ev-square" data-verdict="{slug(verdict)}" aria-hidden="true">{SIGNS[verdict]}</span> '
        f"{words}</span>"
        for verdict, words in LEGEND.items()
    )
    return Page("claims as squares", [f'<p class="ev-legend">{legend}</p>', f'<div class="ev-kinds">{rows}</div>'])


def _row(kind, own: pd.DataFrame) -> str:
    word = "borne out" if kind.Index == "forecast" else "supported"
    name = f"kind-{kind.Index}"
    return (
        f'<p id="{name}"><strong>{kind.label}</strong>: {fixed(kind.held)} of {fixed(kind.claims)} {word}</p>'
        f'<ul aria-labelledby="{name}">{"".join(_square(claim) for claim in own.itertuples())}</ul>'
    )


def _square(claim) -> str:
    own, verdict = escaped(claim.claim_id), escaped(claim.verdict_today)
    then = f" In August 2017: {escaped(claim.verdict_2017)}." if claim.verdict_2017 != claim.verdict_today else ""
    return (
        f'<li class="ev-badge"><a class="ev-square" href="{LEDGER}#{own}" data-verdict="{slug(claim.verdict_today)}" '
        f'aria-describedby="square-{own}"><span aria-hidden="true">{SIGNS[claim.verdict_today]}</span>'
        f'<span class="ev-hidden">{own}: {verdict}</span></a>'
        f'<span class="ev-tip" role="tooltip" id="square-{own}">{escaped(claim.paraphrase)} '
        f"<strong>{verdict.capitalize()}.</strong>{then} ({own})</span></li>"
    )


def dates(moments: pd.DataFrame) -> Page:
    """A few events, each with its date and its source, or that none was read. moments: as `front.moments`."""
    rows = sources(moments["source_id"]).set_index("source_id")
    named = rows["attribution_short"].mask(rows["read"] == "not-read", rows["note"])
    lines = "\n".join(
        f'<li><time datetime="{escaped(row.date)}">{escaped(row.when)}</time> <span>{escaped(row.what)}</span> '
        f'<a class="ev-meta" href="{SOURCES}#{escaped(row.source_id)}">{escaped(named[row.source_id])}</a></li>'
        for row in moments.itertuples()
    )
    return Page("dates", [f'<ol class="ev-dates">{lines}</ol>'])
