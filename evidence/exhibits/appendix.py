"""Pages generated from the data package: the claims, the tables, the sources.

Each function returns an object that a notebook of chapters/appendix/ shows. Nothing here is written by hand: a row
added to a table appears on the page at the next `make book`.
"""

import re

import pandas as pd

from evidence import tables
from evidence.claims import evidence_with_sources
from evidence.exhibits.exhibit import Page
from evidence.exhibits.links import escaped, safe_link
from evidence.exhibits.lists import filters, group, in_list, paged, told
from evidence.exhibits.parts import permalink, scroll_box
from evidence.exhibits.trail import row_link, rows_of_sources, table_anchor, table_link
from evidence.exhibits.verdicts import verdict_mark
from evidence.precision import fixed

ARCHIVE = "russia-in-afghanistan-data.zip"
STANCES = {
    "supports": "For",
    "contradicts": "Against",
    "context": "Context",
    "searched-not-found": "Searched, not found",
}
CLAIM_FIELDS = {
    "section": "Section",
    "kind": "Kind",
    "verdict": "Verdict today",
    "earlier": "Verdict in 2017",
    "strength": "Evidence",
}
SOURCE_FIELDS = {
    "read": "How much was read",
    "quality": "Quality",
    "language": "Language quoted",
    "chapter": "Used in chapter",
}
MOSTLY = {"read": "beginning read", "language": "nothing quoted"}  # what holds for a source that does not say else
LANGUAGES = {
    "ar": "Arabic",
    "de": "German",
    "en": "English",
    "es": "Spanish",
    "fa": "Persian (Dari included)",
    "fr": "French",
    "it": "Italian",
    "pl": "Polish",
    "ps": "Pashto",
    "pt": "Portuguese",
    "ro": "Romanian",
    "ru": "Russian",
    "uk": "Ukrainian",
    "zh": "Chinese",
}
READ = {
    "full": "read in full",
    "excerpt": "beginning read",
    "not-read": "not read",
    "dataset": "dataset",
}


def claim_filters() -> Page:
    """Menus to filter the claims of this page by section, kind, verdict and strength of evidence."""
    return Page("filters", [filters(CLAIM_FIELDS, "claim")])


def strength(evidence: pd.DataFrame) -> str:
    """How strong the evidence on one claim is, by the best of what speaks for or against it.

    evidence: rows of one claim as `evidence_with_sources` gives them. 'primary or official source', 'two producers or
    more', 'one producer', 'weak or unread only', or 'searched, not found'.
    """
    spoken = evidence[evidence["stance"].isin(["supports", "contradicts", "context"])]
    solid = spoken[~spoken["quality"].isin(["weak", "none"]) & (spoken["read"] != "not-read")]
    if spoken.empty:
        return "searched, not found"
    if solid.empty:
        return "weak or unread only"
    if solid["quality"].isin(["primary", "official"]).any():
        return "primary or official source"
    return "two producers or more" if solid["producer"].nunique() > 1 else "one producer"


def claims(section: str) -> Page:
    """The claims of one section of the article: paraphrase, verdicts, reason, evidence; KeyError if unknown."""
    rows = tables.load("claims")
    own = rows[rows["section"] == section]
    if own.empty:
        raise KeyError(f"no claim of section {section!r}; there are: {', '.join(rows['section'].unique())}")
    evidence = evidence_with_sources()
    by_claim = {claim: group for claim, group in evidence.groupby("claim_id")}
    links = source_links()
    entries = "\n".join(_claim(row, by_claim[row.claim_id], links) for row in own.itertuples())
    whole = paged(f"<div{in_list('claim')}>\n{entries}\n</div>", len(own))
    opened = section == rows["section"].iloc[0]
    return Page(f"claims of {section}", [group(f"{len(own)} claims", whole, opened)])


def _sentences(ids: str) -> str:
    """'Sentence A15 of the article ("These suspicions went on ...").' Its text is not the book's to print."""
    rows = tables.load("article_sentences")
    first = dict(zip(rows["sentence_id"], rows["first_words"]))
    named = [f"{escaped(one)} of the article (“{escaped(first.get(one, ''))} …”)" for one in ids.split(";")]
    return f"{'Sentences' if len(named) > 1 else 'Sentence'} {', '.join(named)}."


def _claim(row, evidence: pd.DataFrame, links: dict[str, str]) -> str:
    groups = [
        f"<p><strong>{word}</strong></p>\n<ul>{''.join(_evidence(item, links) for item in own.itertuples())}</ul>"
        for stance, word in STANCES.items()
        if len(own := evidence[evidence["stance"] == stance])
    ]
    own = escaped(row.claim_id)
    return (
        f'<section class="ev-entry" id="{own}" data-section="{escaped(row.section)}" '
        f'data-kind="{escaped(row.kind)}" data-verdict="{escaped(row.verdict_today)}" '
        f'data-earlier="{escaped(row.verdict_2017)}" data-strength="{strength(evidence)}">\n'
        f"<h3>{own}. {escaped(row.paraphrase)}{permalink(own, 'claim')}</h3>\n"
        f"<p>In August 2017: {verdict_mark(row.verdict_2017)}<br>Today: {verdict_mark(row.verdict_today)}</p>\n"
        f"<p>{escaped(row.reason)}</p>\n"
        f'<p class="ev-meta">Kind: {escaped(row.kind)}. Evidence: {strength(evidence)}. '
        f"{_sentences(row.sentence_ids)} "
        f'Taken up in: <span data-cited-claim="{own}">chapter {int(row.chapter[:2])}</span>. '
        f'Its rows are shown in: <span data-shown-claim="{own}">no figure or table</span>.</p>\n'
        f"<details><summary>Evidence ({len(evidence)})</summary>\n{''.join(groups)}</details>\n</section>"
    )


def _evidence(item, links: dict[str, str]) -> str:
    when = f"{escaped(item.date)}: " if isinstance(item.date, str) and item.date else ""
    row = f"; row {row_link(item.table, item.row_id)}" if isinstance(item.row_id, str) else ""
    source = f"{links[item.source_id]}, {escaped(item.quality)}, {READ[item.read]}{row}"
    return f"<li>{when}{escaped(item.what_it_shows)} ({source})</li>"


def source_links() -> dict[str, str]:
    """Source -> link to its place on the page of sources and, where it has an address, to the page itself."""
    return {row.source_id: _source_link(row) for row in tables.load("sources").itertuples()}


def _source_link(row) -> str:
    place = f'<a href="sources.html#{escaped(row.source_id)}">{escaped(row.attribution_short)}</a>'
    page = safe_link("page", row.url_main, f"page: {row.attribution_short}")
    return f"{place} ({page})" if page.startswith("<a") else place


def register() -> Page:
    """Every table: what one row is, rows, span, licence, sources, fields, download, figures that use it."""
    names = [*tables.names(), *tables.geo_names()]
    whole = f'<p><a href="../../{ARCHIVE}" download>Download the whole package</a> (zip)</p>'
    entries = "\n".join(map(_table, names))
    listed = paged(f"<div{in_list('file')}>\n{entries}\n</div>", len(names))
    return Page("data register", [whole, filters({"chapter": "Used in chapter"}, "file"), listed])


def _table(name: str) -> str:
    resource, is_map = tables.resource(name), name in tables.geo_names()
    frame = pd.DataFrame() if is_map else tables.load(name)
    unit, amount = ("outlines", len(tables.geo(name)["features"])) if is_map else ("rows", len(frame))
    facts = {
        unit.capitalize(): fixed(amount),
        "Span": _span(frame),
        "Licence": "; ".join(licence.get("title") or licence["name"] for licence in resource.get("licenses", [])),
        "Sources": "; ".join(source["title"] for source in resource.get("sources", [])),
        "Derivation": resource.get("derivation", ""),
        "Why no chapter reads it": resource.get("kept_because", ""),
    }
    lines = "".join(f"<dt>{term}</dt><dd>{escaped(text)}</dd>" for term, text in facts.items() if text)
    used = f'<dt>Used in</dt><dd><span data-used-table="{name}">no figure or table of a chapter</span></dd>'
    return (
        f'<section class="ev-entry ev-line" id="{table_anchor(name)}" data-chapters-of="{name}">\n'
        f"<details><summary>{escaped(resource['title'])} "
        f'<span class="ev-meta">{name}, {fixed(amount)} {unit}</span></summary>\n'
        f"<p>{escaped(resource['description'])}{permalink(table_anchor(name), 'table')}</p>\n"
        f'<dl class="ev-facts">{lines}{used}'
        f'<dt>Download</dt><dd><a href="../../data/{resource["path"]}" download>{resource["path"]}</a></dd></dl>\n'
        f"{'' if is_map else f'<details><summary>Fields</summary>{_fields(resource)}</details>'}\n</details></section>"
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
        f"<tr><td><code>{escaped(field['name'])}</code>{' (key)' if field['name'] in key else ''}</td>"
        f"<td>{field['type']}</td>"
        f"<td>{escaped(field.get('unit', ''))}</td><td>{escaped(field.get('description', ''))}</td></tr>"
        for field in resource["schema"]["fields"]
    )
    head = "".join(f'<th scope="col">{word}</th>' for word in ("Field", "Type", "Unit", "What it is"))
    whole = f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    return scroll_box(whole, f"Fields of {resource['name']}")


def source_filters() -> Page:
    """Menus to filter the sources of this page by how far they were read, quality, language and chapter."""
    return Page("filters", [filters(SOURCE_FIELDS, "source")])


def bibliography(kind: str) -> Page:
    """The sources of one kind: anchor, citation, how much of it was read; KeyError for no such kind."""
    rows = tables.load("sources")
    own = rows[rows["kind"] == kind]
    if own.empty:
        raise KeyError(f"no source of kind {kind!r}; there are: {', '.join(rows['kind'].unique())}")
    uses, spoken = rows_of_sources(), languages_of_sources()
    listed = "\n".join(
        _source(row, uses.get(row.source_id, {}), spoken.get(row.source_id, [])) for row in own.itertuples()
    )
    whole = paged(f"<ul{in_list('source', 'ev-sources', **MOSTLY)}>\n{listed}\n</ul>", len(own))
    return Page(f"sources: {kind}", [group(f"{fixed(len(own))} {'sources' if len(own) > 1 else 'source'}", whole)])


def languages_of_sources() -> dict[str, list[str]]:
    """Source -> the languages of what the book quotes from it, as words; sources without a quotation are left out."""
    quoting = [frame for name in tables.names() if "quote_language" in (frame := tables.load(name))]
    rows = pd.concat([frame[["source_id", "quote_language"]] for frame in quoting]).dropna().drop_duplicates()
    return {source: sorted(map(language, own["quote_language"])) for source, own in rows.groupby("source_id")}


def language(code: str) -> str:
    """'ru' -> 'Russian'; a code that has no name here stays as it is."""
    return LANGUAGES.get(code, code)


def _source(row, uses: dict[str, int], spoken: list[str]) -> str:
    link = f" {safe_link(row.url_main, row.url_main)}" if isinstance(row.url_main, str) else ""
    citation = re.sub(rf",?\s*{re.escape(row.url_main)}", "", row.citation_full) if link else row.citation_full
    remarks = [f"Quality: {row.quality}"] if row.quality != "dataset" else []
    remarks += [READ[row.read]]
    remarks += [f"via {row.via}"] if isinstance(row.via, str) else []
    remarks += [row.note] if isinstance(row.note, str) else []
    meta = f'<span class="ev-meta">{escaped("; ".join(remarks).removesuffix("."))}.</span>'
    named = ", ".join(f"{table_link(table)} ({fixed(n)})" for table, n in sorted(uses.items()))
    where = f'<span data-shown-source="{escaped(row.source_id)}">no figure or table under its name</span>'
    used = f'<span class="ev-meta">Rows: {named or "none, maps only"}. Named in: {where}.</span>'
    facts = {"read": READ[row.read], "quality": row.quality, "language": "; ".join(spoken) or MOSTLY["language"]}
    own, data = escaped(row.source_id), told({name: fact for name, fact in facts.items() if fact != MOSTLY.get(name)})
    return f'<li id="{own}"{data} data-chapters-of="{own}">{escaped(citation)}{link} {meta} {used}</li>'
