"""How a verdict looks: a sign, its words, and a colour that repeats what both say."""

from html import escape

SIGNS = {
    "supported": "●",
    "partly supported": "◐",
    "contested": "◇",
    "plausible but unproven": "○",
    "not supported": "✕",
    "not verified": "?",
    "open": "…",
    "borne out": "●",
    "partly borne out": "◐",
    "not borne out": "✕",
}


def slug(verdict: str) -> str:
    """'partly supported' -> 'partly-supported', for style sheets."""
    return verdict.replace(" ", "-")


def verdict_mark(verdict: str) -> str:
    """The verdict as HTML; KeyError for a word that is no verdict."""
    return f'<span class="ev-verdict" data-verdict="{slug(verdict)}">{SIGNS[verdict]} {escape(verdict)}</span>'


def badge(claim_id: str, paraphrase: str, verdict_2017: str, verdict_today: str, href: str, tip_id: str) -> str:
    """A claim where it stands in the prose: id and sign, with text and verdicts on hover, focus and tap, and a link."""
    tip = f"{escape(paraphrase)} In August 2017: {escape(verdict_2017)}. Today: {escape(verdict_today)}."
    return (
        f'<span class="ev-badge" data-verdict="{slug(verdict_today)}" data-claim="{claim_id}" id="{tip_id}">'
        f'<a href="{escape(href)}" aria-describedby="{tip_id}-tip">'
        f'{claim_id} <span aria-hidden="true">{SIGNS[verdict_today]}</span></a>'
        f'<span class="ev-tip" role="tooltip" id="{tip_id}-tip">{tip}</span></span>'
    )
