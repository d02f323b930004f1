"""Pages of rows: the timeline's table, the statements and forecasts, the status of the book.

Like `evidence.exhibits.appendix`: generated from the data package, each row with an anchor of its own.
"""

import re
from collections.abc import Callable
from importlib.metadata import version

import pandas as pd

from evidence import tables
from evidence.analysis.checks import deciding, error_rates, excerpt_only, independent
from evidence.descriptors import listed
from evidence.exhibits.appendix import READ, Page, language, source_links
from evidence.exhibits.links import safe_link, shown
from evidence.exhibits.lists import filters, group, in_list, paged, told
from evidence.exhibits.trail import claims_of_rows, table_link
from evidence.precision import fixed

LANES = {
    "russia-kabul": "Russia and Kabul",
    "russia-taliban": "Russia and the Taliban",
    "us-nato": "US and NATO",
    "isil-k": "ISIL-K",
    "region": "region",
}
# Columns that are wide, or that do not break.
KINDS = dict.fromkeys(("event", "words", "forecast"), ' class="ev-text"') | {"date": ' class="ev-date"'}
WHOLE = re.compile(r'["“]([^"“”]*)["”]')
OUTCOMES = ["confirmed", "corrected", "one source only", "not found again"]
VERDICTS = ["right", "imprecise", "disputed", "wrong", "not found"]  # of a pass
PASSES = {"second_pass": "second pass", "measuring_pass": "measuring pass"}
SHARES = {  # of the pages that were read again because verdicts hang on them
    "whole": "read in full",
    "most": "most of it read",
    "part": "read in part",
    "none": "beginning read; not met again",
}
MISSING = '<span class="ev-missing">–</span>'
TOOLS = ("jupyter-book", "sphinx", "sphinx-book-theme", "myst-nb", "pandas", "altair", "vl-convert-python", "nbval")


def events() -> Page:
    """Every event, in order of date: date, lane, what happened, claims, figures, source. Anchor: its id."""
    rows = tables.load("events").sort_values(["date_start", "date_end", "event_id"])
    cells = {
        "date": lambda row: _date(row),
        "lane": lambda row: LANES[row.lane],
        "event": lambda row: _words(row.summary, row.quote, row.quote_language, row.note),
        "bears on": _bears_on("event_id"),
        "shown in": _shown_in("event_id"),
        "source": _source(),
    }
    facts = {"lane": lambda row: LANES[row.lane], "type": lambda row: row.type, "year": lambda row: str(row.date)[:4]}
    fields = {"lane": "Lane", "type": "Type", "year": "Year"}
    return Page("events", [filters(fields, "event"), register(rows, "event_id", "All events", cells, facts, "event")])


def statements() -> Page:
    """Every statement: date, speaker, side, topic, words with translation, language, claims, source."""
    rows = tables.load("statements").sort_values(["date_start", "date_end", "statement_id"])
    cells = {
        "date": _date,
        "speaker": lambda row: shown(row.speaker) + (f"<br>{shown(row.role)}" if isinstance(row.role, str) else ""),
        "topic": lambda row: shown(row.topic.replace("-", " ")),
        "words": lambda row: _quoted(row.quote, row.quote_language, row.translation, row.note),
        "bears on": _bears_on("statement_id"),
        "shown in": _shown_in("statement_id"),
        "source": _source(),
    }
    facts = {
        "side": lambda row: row.side,
        "topic": lambda row: row.topic.replace("-", " "),
        "language": lambda row: language(row.quote_language) if isinstance(row.quote_language, str) else "none",
    }
    fields = {"side": "Side", "topic": "Topic", "language": "Language"}
    whole = register(rows, "statement_id", "All statements", cells, facts, "statement")
    return Page("statements", [filters(fields, "statement"), whole])


def forecasts() -> Page:
    """Every forecast by others: date, author, forecast, words, claims, source. Anchor: its id."""
    rows = tables.load("forecasts").sort_values(["date_start", "date_end", "forecast_id"])
    cells = {
        "date": _date,
        "author": lambda row: shown(row.author),
        "forecast": lambda row: _words(row.forecast, row.quote, row.quote_language, row.note),
        "bears on": _bears_on("forecast_id"),
        "shown in": _shown_in("forecast_id"),
        "source": _source(),
    }
    whole = register(rows, "forecast_id", "All forecasts by others", cells, {}, "forecast")
    return Page("forecasts", [filters({}, "forecast"), whole])


def trace() -> Page:
    """The lookup of all that stands in the book, and every figure and table; filled in when the book is built."""
    fields = {"kind": "Kind", "chapter": "Used in chapter"}
    return Page("trace", [filters(fields, "item", words="Id or words"), "<div data-trace></div>"])


def executed() -> Page:
    """Every notebook with the state of its outputs; filled in when the book is built."""
    return Page("executed", ["<div data-executed></div>"])


def tested() -> Page:
    """What the last run of the tests said; filled in when the book is built."""
    return Page("tested", ["<div data-tested></div>"])


def table_status() -> Page:
    """Rows and last year of every table, as one table."""
    lines = [(name, len(frame), _last_year(frame)) for name in tables.names() for frame in [tables.load(name)]]
    body = "".join(
        f'<tr><th scope="row">{table_link(name)}</th>'
        f'<td class="ev-num" data-label="rows">{fixed(rows)}</td>'
        f'<td class="ev-num" data-label="last year">{last}</td></tr>'
        for name, rows, last in lines
    )
    head = _head(("table", "rows", "last year"), numbers=("rows", "last year"))
    return Page(
        "tables", [filters({}, "table"), _box("Rows and last year of every table", head, body, "table", len(lines))]
    )


def reading_status() -> Page:
    """How many sources of each kind were read in full, in part, or not."""
    sources = tables.load("sources")
    counts = pd.crosstab(sources["kind"], sources["read"])
    return Page("reading", [_counted("Sources by kind and how far they were read", "kind", counts, shown)])


def checks_status() -> Page:
    """What came of the second reading, by table: outcomes, rows with a second page, rows with an independent one, rows
    that rest on an excerpt."""
    checks = row_checks()
    counts = pd.crosstab(checks["table"], checks["outcome"]).reindex(columns=OUTCOMES, fill_value=0)
    counts["second page"] = checks.groupby("table")["second_source_id"].count()
    counts["independent page"] = checks.groupby("table")["independent"].sum()
    counts["excerpt only"] = excerpt_only(checks).groupby(checks["table"]).sum()
    counts.loc["all"] = counts.sum()
    return Page("checks", [_counted("Rows read a second time, by table and outcome", "table", counts, _table_or_all)])


def row_checks() -> pd.DataFrame:
    """`row_checks`, the evidence on the claims left out, with `read` and `producer` of the row's source, `publisher` of
    its second page, `repost`, whether one of the two is a copy of an unknown original, and `independent`."""
    checks = tables.load("row_checks").query("table != 'claim_evidence'")
    sources, pages = (tables.load(name) for name in ("sources", "second_sources"))
    unknown = sources[(sources["quality"] == "repost") & sources["via"].isna()]
    second = pages.set_index("second_source_id").reindex(checks["second_source_id"])
    own = sources.set_index("source_id").reindex(_source_of_rows(checks))
    repost = (
        own.index.isin(unknown["source_id"]) | second["url"].map(_bare).isin(unknown["url_main"].map(_bare)).to_numpy()
    )
    found = {column: own[column].to_numpy() for column in ("read", "producer")}
    checks = checks.assign(**found, publisher=second["publisher"].to_numpy(), repost=repost)
    return checks.assign(independent=independent(checks, pd.concat([tables.load(name) for name in PASSES])))


def _bare(address) -> str:
    return re.sub(r"^https?://(www\.)?", "", address).rstrip("/") if isinstance(address, str) else ""


def _source_of_rows(checks: pd.DataFrame) -> list[str]:
    """The source of each row that `row_checks` names, or nothing for a row that is gone, which the package refuses."""
    found = {}
    for name in checks["table"].unique():
        rows = tables.load(name)
        key = rows[listed(tables.resource(name)["schema"]["primaryKey"])].astype(str).agg("|".join, axis=1)
        found |= dict(zip([(name, row) for row in key], rows["source_id"]))
    return [found.get(row, "") for row in zip(checks["table"], checks["row_id"])]


def pass_status(name: str) -> Page:
    """What one of PASSES found in the rows drawn, by table, and how many of them have an independent page."""
    rows = tables.load(name)
    counts = pd.crosstab(rows["table"], rows["verdict"]).reindex(columns=VERDICTS, fill_value=0)
    counts.loc["all"] = counts.sum()
    counts.insert(0, "rows", counts.sum(axis=1))
    counts["independent page"] = error_rates(rows)["independent"].astype(int)
    label = f"Rows of the {PASSES[name]}, by verdict"
    return Page(PASSES[name], [_counted(label, "table", counts, _table_or_all)])


def faults(name: str) -> Page:
    """The rows drawn for one of PASSES that were not simply right, in a fold for each verdict: row, what, page."""
    rows, pages = tables.load(name), tables.load("second_sources").set_index("second_source_id")
    order = [
        verdict for verdict in ("wrong", "disputed", "imprecise", "not found") if (rows["verdict"] == verdict).any()
    ]
    folds = [_fold(PASSES[name], verdict, rows[rows["verdict"] == verdict], pages) for verdict in order]
    return Page(f"{PASSES[name]} faults", [filters({}, f"{PASSES[name]} fault"), *folds])


def _fold(name: str, verdict: str, rows: pd.DataFrame, pages: pd.DataFrame) -> str:
    body = "".join(
        f'<tr><th scope="row">{table_link(row.table)} {shown(row.row_id)}</th>'
        f'<td class="ev-text" data-label="what">{shown(row.what) if isinstance(row.what, str) else MISSING}</td>'
        f'<td data-label="page">{_page_of(row.second_source_id, pages)}</td></tr>'
        for row in rows.itertuples()
    )
    label, head = f"Rows of the {name}: {verdict}", _head(("row", "what", "page"))
    return group(f"{verdict}: {fixed(len(rows))}", _box(label, head, body, f"{name} fault", len(rows)))


def _page_of(second_source, pages: pd.DataFrame) -> str:
    if not isinstance(second_source, str):
        return MISSING
    return safe_link(pages.loc[second_source, "publisher"], pages.loc[second_source, "url"])


def deciding_pages() -> Page:
    """The sources on which verdicts hang most, heaviest first: weight, claims, how much of each was read, originals."""
    found = deciding(tables.load("claim_evidence"), tables.load("sources"))
    names, read = tables.load("sources").set_index("source_id"), tables.load("deciding_pages").set_index("source_id")
    body = "".join(_deciding(row, names.loc[row.source_id], read) for row in found.itertuples())
    head = _head(("source", "weight", "claims", "how much was read"), numbers=("weight",))
    box = _box("Sources on which verdicts hang most", head, body, "deciding page", len(found))
    return Page("deciding pages", [box])


def _deciding(row, source: pd.Series, read: pd.DataFrame) -> str:
    again = read.loc[row.source_id] if row.source_id in read.index else None
    how = READ[source["read"]] if again is None else SHARES[again["share"]]
    if again is not None and isinstance(again["original_url"], str):
        how += f"; original: {safe_link(again['original_publisher'], again['original_url'])}"
    claims = ", ".join(f'<a href="claims.html#{shown(claim)}">{shown(claim)}</a>' for claim in row.claims.split(";"))
    return (
        f'<tr><th scope="row"><a href="#{shown(row.source_id)}">{shown(source["attribution_short"])}</a></th>'
        f'<td class="ev-num" data-label="weight">{fixed(row.weight, 2)}</td><td data-label="claims">{claims}</td>'
        f'<td class="ev-text" data-label="how much was read">{how}</td></tr>'
    )


def corrections() -> Page:
    """What was corrected, or was proposed and not made, cell by cell, in a fold for each table."""
    rows = tables.load("corrections").rename(columns={"is": "now"}).fillna({"table": "of no table", "row_id": "–"})
    pages = tables.load("second_sources").set_index("second_source_id")
    fields = {"of": "Table", "status": "Status"}
    folds = [_corrected(name, own, pages) for name, own in rows.groupby("table", sort=False)]
    return Page("corrections", [filters(fields, "correction"), *folds])


def _corrected(name: str, rows: pd.DataFrame, pages: pd.DataFrame) -> str:
    head = _head(("row", "column", "was", "is", "why", "page"))
    lines = "\n".join(
        f'<tr id="{shown(row.correction_id)}"{"" if row.status == "made" else told({"status": row.status})}>'
        f'<th scope="row">{shown(row.row_id)}</th>'
        + "".join(
            f'<td class="ev-text" data-label="{key}">{cell}</td>' for key, cell in _was_and_is(row, pages).items()
        )
        + "</tr>"
        for row in rows.itertuples()
    )
    made = int((rows["status"] == "made").sum())
    box = _box(f"Corrections of {name}", head, lines, "correction", len(rows), of=name, status="made")
    return group(f"{name}: {fixed(made)} made, {fixed(len(rows) - made)} not made", box)


def _was_and_is(row, pages: pd.DataFrame) -> dict[str, str]:
    texts = {key: shown(value) if isinstance(value, str) else MISSING for key, value in _asked(row).items()}
    return texts | {"page": _page_of(row.second_source_id, pages)}


def _asked(row) -> dict:
    if row.status == "made":
        return {"column": row.column, "was": row.was, "is": row.now, "why": row.why}
    return {
        "column": row.column,
        "was": row.was,
        "is": f"as it was (proposed: {row.now})",
        "why": f"not made: {row.why}",
    }


def tools() -> Page:
    """Versions of the packages that make the book, as installed where this page was executed."""
    body = "".join(f'<tr><th scope="row">{name}</th><td>{version(name)}</td></tr>' for name in TOOLS)
    return Page("tools", [_plain("Packages", _head(("package", "version")), body)])


def _last_year(frame: pd.DataFrame) -> str:
    if "date_end" in frame:
        years = frame["date_end"].dropna().dt.year
    elif "year" in frame:
        years = frame["year"].dropna()
    else:
        return "–"
    return str(int(years.max())) if len(years) else "–"


def _date(row) -> str:
    return shown(row.date) if isinstance(row.date, str) else MISSING


def _words(text: str, quote, language, note) -> str:
    parts = [shown(text)]
    parts += [_quotation(quote, _lang(language))] if isinstance(quote, str) else []
    parts += [f'<span class="ev-meta">{shown(note)}</span>'] if isinstance(note, str) else []
    return "<br>".join(parts)


def _quoted(quote, language, translation, note) -> str:
    parts = [_quotation(quote, _lang(language))] if isinstance(quote, str) else []
    parts += [f"{_quotation(translation)} (translated)"] if isinstance(translation, str) else []
    parts += [f'<span class="ev-meta">{shown(note)}</span>'] if isinstance(note, str) else []
    return "<br>".join(parts) or MISSING


def _quotation(words: str, attributes: str = "") -> str:
    """The words between quotation marks, which the page puts: marks around the whole are taken off before."""
    whole = WHOLE.fullmatch(words)
    return f"<q{attributes}>{shown(whole[1] if whole else words)}</q>"


def _lang(language) -> str:
    return f' lang="{shown(language)}" dir="auto"' if isinstance(language, str) else ""


def _bears_on(key: str) -> Callable:
    bears = claims_of_rows()
    return lambda row: ", ".join(
        f'<a href="claims.html#{shown(claim)}">{shown(claim)}</a>' for claim in bears.get(getattr(row, key), [])
    )


def _source() -> Callable:
    links = source_links()
    return lambda row: links[row.source_id]


def _shown_in(key: str) -> Callable:
    return lambda row: f'<span data-shown-row="{shown(getattr(row, key))}"></span>'


def register(
    rows: pd.DataFrame,
    key: str,
    label: str,
    cells: dict[str, Callable],
    facts: dict[str, Callable],
    what: str = "row",
) -> str:
    """Rows as a table, each with an anchor, whose first 25 are shown until more are asked for; on a phone as blocks.

    key: column of the ids. cells: heading -> HTML of a row's cell. facts: data attribute -> text, for the menus of
    `filters(fields, what)`, which governs this table if `what` is the same.
    """
    head = "".join(f'<th scope="col">{name}</th>' for name in cells)
    lines = "\n".join(_line(row, key, cells, facts) for row in rows.itertuples())
    return _box(label, f'<th scope="col">id</th>{head}', lines, what, len(rows))


def _box(label: str, head: str, lines: str, what: str, entries: int, **facts: str) -> str:
    box = (
        '<div class="ev-table ev-register">'
        f'<div class="ev-scroll ev-stack" tabindex="0" role="region" aria-label="{shown(label)}">'
        f"<table><thead><tr>{head}</tr></thead>\n<tbody{in_list(what, **facts)}>\n{lines}\n</tbody></table></div></div>"
    )
    return paged(box, entries)


def _line(row, key: str, cells: dict[str, Callable], facts: dict[str, Callable]) -> str:
    own = shown(getattr(row, key))
    data = told({name: fact(row) for name, fact in facts.items()})
    return (
        f'<tr id="{own}"{data}><th scope="row"><a href="#{own}">{own}</a></th>'
        + "".join(f'<td{KINDS.get(name, "")} data-label="{name}">{cell(row)}</td>' for name, cell in cells.items())
        + "</tr>"
    )


def _table_or_all(name: str) -> str:
    return table_link(name) if name in tables.names() else shown(name)


def _counted(label: str, first: str, counts: pd.DataFrame, name_of: Callable) -> str:
    """A frame of counts as a table, its index by `name_of` in the first column."""
    body = "".join(
        f'<tr><th scope="row">{name_of(name)}</th>'
        + "".join(f'<td class="ev-num">{fixed(number)}</td>' for number in row)
        + "</tr>"
        for name, row in zip(counts.index, counts.to_numpy())
    )
    return _plain(label, _head((first, *counts.columns), numbers=tuple(counts.columns)), body)


def _plain(label: str, head: str, body: str) -> str:
    return (
        f'<div class="ev-table"><div class="ev-scroll" tabindex="0" role="region" aria-label="{shown(label)}">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div></div>"
    )


def _head(heads: tuple[str, ...], numbers: tuple[str, ...] = ()) -> str:
    """numbers: those over a column of numbers, which stand at the right of it as its cells do."""
    kinds = {word: ' class="ev-num"' for word in numbers}
    return "".join(f'<th scope="col"{kinds.get(word, "")}>{shown(word)}</th>' for word in heads)
