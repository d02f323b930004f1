"""Pages of the state of the record: what was read, looked up again, corrected, and which packages make the book.

Like `evidence.exhibits.registers`: generated from the data package. What the build alone knows is filled in by it.
"""

from collections.abc import Callable
from importlib.metadata import version

import pandas as pd

from evidence import tables
from evidence.analysis.checks import deciding, error_rates, excerpt_only, looked_up
from evidence.analysis.mutations import last_draw, noticed
from evidence.descriptors import listed
from evidence.exhibits.appendix import READ
from evidence.exhibits.exhibit import Page
from evidence.exhibits.links import escaped, safe_link
from evidence.exhibits.lists import MISSING, filters, group, register_box, told
from evidence.exhibits.parts import scroll_box
from evidence.exhibits.trail import claim_links, table_link
from evidence.precision import fixed

OUTCOMES = ["confirmed", "corrected", "one source only", "not found again"]
VERDICTS = ["right", "imprecise", "disputed", "wrong", "not found"]  # of a pass
PASSES = {"second_pass": "second pass", "measuring_pass": "measuring pass"}
SHARES = {  # of the pages that were read again because verdicts hang on them
    "whole": "read in full",
    "most": "most of it read",
    "part": "read in part",
    "none": "beginning read; not met again",
}
TOOLS = ("jupyter-book", "sphinx", "sphinx-book-theme", "myst-nb", "pandas", "altair", "vl-convert-python", "nbval")


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
    box = register_box("Rows and last year of every table", head, body, "table", len(lines))
    return Page("tables", [filters({}, "table"), box])


def reading_status() -> Page:
    """How many sources of each kind were read in full, in part, or not."""
    sources = tables.load("sources")
    counts = pd.crosstab(sources["kind"], sources["read"])
    return Page("reading", [_counted("Sources by kind and how far they were read", "kind", counts, escaped)])


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
    """`row_checks`, the evidence on the claims left out, as `analysis.checks.looked_up`."""
    checks = tables.load("row_checks").query("table != 'claim_evidence'")
    sources, pages, *passes = (tables.load(name) for name in ("sources", "second_sources", *PASSES))
    return looked_up(checks, _source_of_rows(checks), sources, pages, pd.concat(passes))


def _source_of_rows(checks: pd.DataFrame) -> list[str]:
    """The source of each row that `row_checks` names, or nothing for a row that is gone, which the package refuses."""
    found: dict[tuple[str, str], str] = {}
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
    rows, pages = tables.load(name), _pages()
    order = [
        verdict for verdict in ("wrong", "disputed", "imprecise", "not found") if (rows["verdict"] == verdict).any()
    ]
    folds = [_fold(PASSES[name], verdict, rows[rows["verdict"] == verdict], pages) for verdict in order]
    return Page(f"{PASSES[name]} faults", [filters({}, f"{PASSES[name]} fault"), *folds])


def _fold(name: str, verdict: str, rows: pd.DataFrame, pages: pd.DataFrame) -> str:
    body = "".join(
        f'<tr><th scope="row">{table_link(row.table)} {escaped(row.row_id)}</th>'
        f'<td class="ev-text" data-label="what">{escaped(row.what) if isinstance(row.what, str) else MISSING}</td>'
        f'<td data-label="page">{_page_of(row, pages)}</td></tr>'
        for row in rows.itertuples()
    )
    label, head = f"Rows of the {name}: {verdict}", _head(("row", "what", "page"))
    return group(f"{verdict}: {fixed(len(rows))}", register_box(label, head, body, f"{name} fault", len(rows)))


def _page_of(row, pages: pd.DataFrame) -> str:
    """The page that bears a row out: that of its second source or, where it has none, of its source; else none."""
    for source in (row.second_source_id, row.source_id):
        if source in pages.index and isinstance(pages.loc[source, "url"], str):
            return safe_link(pages.loc[source, "publisher"], pages.loc[source, "url"])
    return MISSING


def _pages() -> pd.DataFrame:
    """Publisher and address of every source and second source, by its id. Readings by the contributors have none."""
    names = {"source_id": "id", "attribution_short": "publisher", "url_main": "url"}
    first = tables.load("sources")[list(names)].rename(columns=names)
    second = tables.load("second_sources").rename(columns={"second_source_id": "id"})[["id", "publisher", "url"]]
    return pd.concat([first, second]).set_index("id")


def mutation_status() -> Page:
    """How many of the errors put in on purpose each guard noticed, by what was edited, in the last draw."""
    counts = noticed(last_draw(tables.load("mutations")))
    return Page("mutations", [_counted("Errors put in on purpose", "edited", counts, escaped)])


def missed_mutants() -> Page:
    """The errors of the last draw that nothing noticed, the harmless ones last: file, edit, why."""
    rows = last_draw(tables.load("mutations"))
    folds = [_missed(verdict, rows[rows["verdict"] == verdict]) for verdict in ("missed", "harmless")]
    return Page("missed mutants", [filters({}, "error"), *folds])


def _missed(verdict: str, rows: pd.DataFrame) -> str:
    body = "".join(
        f'<tr><th scope="row">{escaped(row.file)}</th><td class="ev-text" data-label="edit">{escaped(row.place)}: '
        f'{escaped(row.what)}</td><td class="ev-text" data-label="why">{escaped(row.why)}</td></tr>'
        for row in rows.itertuples()
    )
    label, head = f"Errors that nothing noticed: {verdict}", _head(("file", "edit", "why"))
    return group(f"{verdict}: {fixed(len(rows))}", register_box(label, head, body, "error", len(rows)))


def deciding_pages() -> Page:
    """The sources on which verdicts hang most, heaviest first: weight, claims, how much of each was read, originals."""
    found = deciding(tables.load("claim_evidence"), tables.load("sources"))
    names, read = tables.load("sources").set_index("source_id"), tables.load("deciding_pages").set_index("source_id")
    body = "".join(_deciding(row, names.loc[row.source_id], read) for row in found.itertuples())
    head = _head(("source", "weight", "claims", "how much was read"), numbers=("weight",))
    box = register_box("Sources on which verdicts hang most", head, body, "deciding page", len(found))
    return Page("deciding pages", [box])


def _deciding(row, source: pd.Series, read: pd.DataFrame) -> str:
    again = read.loc[row.source_id] if row.source_id in read.index else None
    how = READ[source["read"]] if again is None else SHARES[again["share"]]
    if again is not None and isinstance(again["original_url"], str):
        how += f"; original: {safe_link(again['original_publisher'], again['original_url'])}"
    return (
        f'<tr><th scope="row"><a href="#{escaped(row.source_id)}">{escaped(source["attribution_short"])}</a></th>'
        f'<td class="ev-num" data-label="weight">{fixed(row.weight, 2)}</td>'
        f'<td data-label="claims">{claim_links(row.claims.split(";"))}</td>'
        f'<td class="ev-text" data-label="how much was read">{how}</td></tr>'
    )


def corrections() -> Page:
    """What was corrected, or was proposed and not made, cell by cell, in a fold for each table."""
    rows = tables.load("corrections").rename(columns={"is": "now"}).fillna({"table": "of no table", "row_id": "–"})
    pages = _pages()
    fields = {"of": "Table", "status": "Status"}
    folds = [_corrected(name, own, pages) for name, own in rows.groupby("table", sort=False)]
    return Page("corrections", [filters(fields, "correction"), *folds])


def _corrected(name: str, rows: pd.DataFrame, pages: pd.DataFrame) -> str:
    head = _head(("row", "column", "was", "is", "why", "page"))
    lines = "\n".join(
        f'<tr id="{escaped(row.correction_id)}"{"" if row.status == "made" else told({"status": row.status})}>'
        f'<th scope="row">{escaped(row.row_id)}</th>'
        + "".join(
            f'<td class="ev-text" data-label="{key}">{cell}</td>' for key, cell in _was_and_is(row, pages).items()
        )
        + "</tr>"
        for row in rows.itertuples()
    )
    made = int((rows["status"] == "made").sum())
    box = register_box(f"Corrections of {name}", head, lines, "correction", len(rows), of=name, status="made")
    return group(f"{name}: {fixed(made)} made, {fixed(len(rows) - made)} not made", box)


def _was_and_is(row, pages: pd.DataFrame) -> dict[str, str]:
    texts = {key: escaped(value) if isinstance(value, str) else MISSING for key, value in _asked(row).items()}
    return texts | {"page": _page_of(row, pages)}


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


def _table_or_all(name: str) -> str:
    return table_link(name) if name in tables.names() else escaped(name)


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
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    return f'<div class="ev-table">{scroll_box(table, label)}</div>'


def _head(heads: tuple[str, ...], numbers: tuple[str, ...] = ()) -> str:
    """numbers: those over a column of numbers, which stand at the right of it as its cells do."""
    kinds = {word: ' class="ev-num"' for word in numbers}
    return "".join(f'<th scope="col"{kinds.get(word, "")}>{escaped(word)}</th>' for word in heads)
