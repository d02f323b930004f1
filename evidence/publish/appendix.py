"""Pages generated from the data package: the claims, the tables, the sources.

Each function returns an object that a notebook of chapters/appendix/ shows. Nothing here is written by hand: a row
added to a table appears on the page at the next `make book`.
"""

from html import escape

import pandas as pd

from evidence import tables
from evidence.claims import evidence_with_sources
from evidence.publish.links import safe_link
from evidence.publish.verdicts import verdict_mark

ARCHIVE = "russia-in-afghanistan-data.zip"
STANCES = {
    "supports": "For",
    "contradicts": "Against",
    "context": "Context",
    "searched-not-found": "Searched, not found",
}
READ = {
    "full": "read in full",
    "excerpt": "beginning read",
    "not-read": "not read",
    "dataset": "dataset",
}


class Page:
    """HTML of a generated page."""

    def __init__(self, name: str, parts: list[str]):
        self.name, self.html = name, "\n".join(parts)

    def __repr__(self) -> str:
        return f"<Page {self.name}>"

    def _repr_html_(self) -> str:
        return f'<div class="ev-page">\n{self.html}\n</div>'


def claims(section: str) -> Page:
    """The claims of one section of the article: paraphrase, verdicts, reason, evidence; KeyError if unknown."""
    rows = tables.load("claims")
    own = rows[rows["section"] == section]
    if own.empty:
        raise KeyError(f"no claim of section {section!r}; there are: {', '.join(rows['section'].unique())}")
    evidence = evidence_with_sources()
    by_claim = {claim: group for claim, group in evidence.groupby("claim_id")}
    return Page(f"claims of {section}", [_claim(row, by_claim[row.claim_id]) for row in own.itertuples()])


def _claim(row, evidence: pd.DataFrame) -> str:
    groups = [
        f"<p><strong>{word}</strong></p>\n<ul>{''.join(_evidence(item) for item in own.itertuples())}</ul>"
        for stance, word in STANCES.items()
        if len(own := evidence[evidence["stance"] == stance])
    ]
    return (
        f'<section class="ev-entry" id="{row.claim_id}">\n'
        f"<h3>{row.claim_id}. {escape(row.paraphrase)}{_permalink(row.claim_id, 'claim')}</h3>\n"
        f"<p>In August 2017: {verdict_mark(row.verdict_2017)} Today: {verdict_mark(row.verdict_today)}</p>\n"
        f"<p>{escape(row.reason)}</p>\n"
        f'<p class="ev-meta">Kind: {escape(row.kind)}. Sentences: {escape(row.sentence_ids.replace(";", ", "))}. '
        f'Taken up in: <span data-cited-claim="{row.claim_id}">chapter {int(row.chapter[:2])}</span>.</p>\n'
        f"<details><summary>Evidence ({len(evidence)})</summary>\n{''.join(groups)}</details>\n</section>"
    )


def _permalink(anchor: str, what: str) -> str:
    return f'<a class="headerlink" href="#{anchor}" title="Link to this {what}">#</a>'


def _evidence(item) -> str:
    when = f"{escape(item.date)}: " if isinstance(item.date, str) and item.date else ""
    source = f"{_source_link(item.source_id)}, {escape(item.quality)}, {READ[item.read]}"
    return f"<li>{when}{escape(item.what_it_shows)} ({source})</li>"


def _source_link(source_id: str) -> str:
    return f'<a href="sources.html#{source_id}">{escape(tables.sources(source_id).iloc[0]["attribution_short"])}</a>'


def register() -> Page:
    """Every table: what one row is, rows, span, licence, sources, fields, download, figures that use it."""
    names = [*tables.names(), *tables.geo_names()]
    listed = "".join(
        f'<li><a href="#{_anchor(name)}">{escape(tables.resource(name)["title"])}</a></li>' for name in names
    )
    whole = f'<p><a href="../../{ARCHIVE}" download>Download the whole package</a> (zip)</p>'
    return Page("data register", [whole, f"<ul>{listed}</ul>", *map(_table, names)])


def _anchor(name: str) -> str:
    return "table-" + name.replace("_", "-")


def _table(name: str) -> str:
    resource, is_map = tables.resource(name), name in tables.geo_names()
    frame = pd.DataFrame() if is_map else tables.load(name)
    facts = {
        "Outlines" if is_map else "Rows": f"{len(tables.geo(name)['features'] if is_map else frame):,}",
        "Span": _span(frame),
        "Licence": "; ".join(licence.get("title") or licence["name"] for licence in resource.get("licenses", [])),
        "Sources": "; ".join(source["title"] for source in resource.get("sources", [])),
        "Derivation": resource.get("derivation", ""),
    }
    lines = "".join(f"<dt>{term}</dt><dd>{escape(text)}</dd>" for term, text in facts.items() if text)
    used = f'<dt>Used in</dt><dd><span data-used-table="{name}">no figure or table of a chapter</span></dd>'
    return (
        f'<section class="ev-entry" id="{_anchor(name)}">\n'
        f"<h3>{escape(resource['title'])}{_permalink(_anchor(name), 'table')}</h3>\n"
        f'<p>{escape(resource["description"])}</p>\n<dl class="ev-facts">{lines}{used}'
        f'<dt>Download</dt><dd><a href="../../data/{resource["path"]}" download>{resource["path"]}</a></dd></dl>\n'
        f"{'' if is_map else f'<details><summary>Fields</summary>{_fields(resource)}</details>'}\n</section>"
    )


def _span(frame: pd.DataFrame) -> str:
    if "date_start" in frame:
        years = pd.concat([frame["date_start"], frame["date_end"]]).dropna().dt.year
    elif "year" in frame:
        years = frame["year"]
    else:
        return ""
    return f"{years.min()}–{years.max()}" if len(years) else ""


def _fields(resource: dict) -> str:
    key = resource["schema"].get("primaryKey", [])
    rows = "".join(
        f"<tr><td><code>{escape(field['name'])}</code>{' (key)' if field['name'] in key else ''}</td>"
        f"<td>{field['type']}</td>"
        f"<td>{escape(field.get('unit', ''))}</td><td>{escape(field.get('description', ''))}</td></tr>"
        for field in resource["schema"]["fields"]
    )
    head = "".join(f'<th scope="col">{word}</th>' for word in ("Field", "Type", "Unit", "What it is"))
    label = f"Fields of {resource['name']}"
    return (
        f'<div class="ev-scroll" tabindex="0" role="region" aria-label="{escape(label)}">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def bibliography(kind: str) -> Page:
    """The sources of one kind: anchor, citation, how much of it was read; KeyError for no such kind."""
    rows = tables.load("sources")
    own = rows[rows["kind"] == kind]
    if own.empty:
        raise KeyError(f"no source of kind {kind!r}; there are: {', '.join(rows['kind'].unique())}")
    return Page(
        f"sources: {kind}", [f'<ul class="ev-sources">{"".join(_source(row) for row in own.itertuples())}</ul>']
    )


def _source(row) -> str:
    link = f" {safe_link(row.url_main, row.url_main)}" if isinstance(row.url_main, str) else ""
    citation = row.citation_full.replace(row.url_main, "").replace(" , ", " ") if link else row.citation_full
    remarks = [f"Quality: {row.quality}", READ[row.read]]
    remarks += [f"via {row.via}"] if isinstance(row.via, str) else []
    remarks += [row.note] if isinstance(row.note, str) else []
    meta = f'<span class="ev-meta">{escape("; ".join(remarks))}.</span>'
    return f'<li id="{row.source_id}">{escape(citation)}{link} {meta}</li>'
