"""Rules that hold across the whole data package, whichever table breaks them.

Units and keys are checked per table in test_descriptors.py, that each row has a source in test_data_package.py.
"""

import importlib
import itertools
import json
import re
from pathlib import Path

import pandas as pd
import pytest

from conftest import ROOT
from evidence import tables

TESTS = Path(__file__).resolve().parent
KEYS_AND_TIME = {"identifier", "year", "calendar year"}  # units of numbers that say which row, not how much
CLOSED = re.compile(r"Global Terrorism Database|\bGTD\b|\bACLED\b|Armed Conflict Location", re.IGNORECASE)
RAW_UNIT = re.compile(r"dollar|\bUSD\b|^events$", re.IGNORECASE)
RAW_FIELDS = {
    *("verbCoop", "matlCoop", "verbConf", "matlConf", "score_sum", "world_abs"),  # ICEWS, GDELT
    *("tiv_delivered", "designation", "number_ordered", "number_delivered", "value_raw"),  # SIPRI
    *("intervener", "amount", "mme_id", "case_id", "hostlev1", "hiact1"),  # IMI, MME, GSDB, COW MID
}
NOT_PLAIN = re.compile(
    r"[\x00-\x1f\x7f-\x9f]"  # control characters, line breaks among them
    r"|[\u202a-\u202e\u2066-\u2069]"  # embeddings and overrides that reorder the text around them
    r"|[\u00ad\u200b\ufeff\ufffd]"  # soft hyphen, zero-width space, byte order mark, lost character
    r"|</?[a-z][^>]*>|&(?:[a-z]+|#x?[0-9a-f]+);",  # HTML
    re.IGNORECASE,
)
QUOTED = {"quote", "translation", "first_words"}
LONGEST_QUOTE = 40  # words


@pytest.fixture(scope="module", autouse=True)
def in_checkout():
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(TESTS.parent)
        yield


@pytest.fixture(scope="module")
def package() -> dict[str, pd.DataFrame]:
    """All tables as text, as a stranger reads them; empty cells are ""."""
    return {
        name: pd.read_csv(tables.data_dir() / tables.resource(name)["path"], dtype=str, keep_default_na=False)
        for name in tables.names()
    }


@pytest.fixture(scope="module")
def sources(package) -> pd.DataFrame:
    return package["sources"].set_index("source_id", drop=False)


def measures(name: str) -> set[str]:
    """Columns of a table that hold an amount."""
    fields = tables.resource(name)["schema"]["fields"]
    return {field["name"] for field in fields if field.get("unit") and field["unit"] not in KEYS_AND_TIME}


def rows_from(package, ids: set[str]) -> list[str]:
    return [name for name, table in package.items() if name != "sources" and ids & set(table.source_id)]


# ------------------------------------------------------------------------------------------------ sources
def test_every_source_is_used(package, sources):
    used = {source for name, table in package.items() if name != "sources" for source in table.source_id}
    for name in tables.geo_names():
        outlines = json.loads((tables.data_dir() / tables.resource(name)["path"]).read_text("utf-8"))
        used |= {feature["properties"]["source_id"] for feature in outlines["features"]}
    context = set(sources.index[sources.note.str.contains("context only")])
    assert set(sources.index) - used - context == set()


def test_one_source_per_page(sources):
    """Only a download page may serve several sources: datasets of one producer."""
    shared = sources[(sources.url_main != "") & sources.url_main.duplicated(keep=False)]
    for url, group in shared.groupby("url_main"):
        assert set(group.kind) == {"dataset"}, f"{url}: {', '.join(group.index)}"
        assert not group.duplicated(["title", "version"]).any(), url


def test_addresses_are_whole(sources):
    urls = sources.url_main[sources.url_main != ""]
    assert not urls[~urls.str.fullmatch(r"https?://[^\s<>\"]+\.[^\s<>\"]+")].tolist()


# ------------------------------------------------------------------------------------------------ licences
def test_closed_datasets_are_no_rows(package, sources):
    """GTD and ACLED may not be republished; a report that prints a single figure of theirs may be cited."""
    closed = sources[(sources.kind == "dataset") & (sources.producer + " " + sources.title).str.contains(CLOSED)]
    assert rows_from(package, set(closed.index)) == []


def test_restricted_datasets_come_as_derived_tables(package, sources):
    restricted = set(sources.index[sources.redistribution == "derived-only"])
    for name in rows_from(package, restricted):
        if not measures(name):  # claim_evidence and row_sources only point at a source
            continue
        descriptor = tables.resource(name)
        assert descriptor.get("derivation"), f"{name} does not say how it is derived"
        assert not any(licence["name"].startswith("CC") for licence in descriptor["licenses"]), name
        fields = descriptor["schema"]["fields"]
        assert not RAW_FIELDS & {field["name"] for field in fields}, name
        assert not [field["name"] for field in fields if RAW_UNIT.search(field.get("unit", ""))], name


# ------------------------------------------------------------------------------------------------ derivations
@pytest.mark.parametrize("name", [each["name"] for each in tables.package()["resources"] if each.get("derivation")])
def test_derivation_is_a_tested_function(name):
    path, _, how = tables.resource(name)["derivation"].partition(": ")
    module, _, function = path.rpartition(".")
    assert how, f"{name}: derivation must read 'module.function: how'"
    derive = getattr(importlib.import_module(module), function)
    assert module.startswith("evidence.") and callable(derive) and derive.__doc__
    called = f"{module.rpartition('.')[2]}.{function}("
    assert any(called in test.read_text("utf-8") for test in TESTS.glob("test_*.py")), f"no test calls {called})"


# ------------------------------------------------------------------------------------------------ repetition
def test_no_row_stands_twice_in_a_table(package):
    for name, table in package.items():
        key = tables.resource(name)["schema"]["primaryKey"]
        numbered = isinstance(key, str) or len(key) == 1  # a running number would hide a repeated row
        content = table.drop(columns=key) if numbered and len(table.columns) > 3 else table
        words = content.columns.intersection(["quote", "summary", "paraphrase", "what_it_shows", "forecast", "title"])
        if len(words):
            twice = content[content.duplicated(keep=False)]
            assert twice.empty, f"{name}: {twice.to_dict('records')[:2]}"


def dated_amounts(name: str, table: pd.DataFrame) -> dict[tuple[str, str], set[tuple[str, str]]]:
    """Amounts of a table by column and unit, each with its year; zeros say too little to compare."""
    years = table["year"] if "year" in table else table["date"].str[:4] if "date" in table else None
    fields = tables.resource(name)["schema"]["fields"]
    units = {field["name"]: field["unit"] for field in fields if field["name"] in measures(name)}
    if years is None:
        return {}
    pairs = {(column, unit): set(zip(years, table[column])) for column, unit in units.items()}
    return {column: {(year, cell) for year, cell in found if cell.strip("0.")} for column, found in pairs.items()}


def test_no_table_repeats_the_amounts_of_another(package):
    """A few amounts agree by chance (one dyad can be a whole war); half a column doesn't."""
    amounts = {name: dated_amounts(name, table) for name, table in package.items()}
    for (one, left), (two, right) in itertools.combinations(amounts.items(), 2):
        for (a, unit_a), (b, unit_b) in itertools.product(left, right):
            smaller = min(len(left[a, unit_a]), len(right[b, unit_b]))
            if unit_a != unit_b or smaller < 5:
                continue
            share = len(left[a, unit_a] & right[b, unit_b]) / smaller
            assert share < 0.5, f"{one}.{a} and {two}.{b} agree in {share:.0%} of the years"


# ------------------------------------------------------------------------------------------------ text
def test_cells_are_plain_text(package):
    found = [
        f"{name}, column {column}, row {at + 2}: {cell[:80]!r}"
        for name, table in package.items()
        for column in table
        for at, cell in enumerate(table[column])
        if NOT_PLAIN.search(cell) or cell != cell.strip()
    ]
    assert found == []


@pytest.mark.parametrize("text", ["a\nb", "a\u202eb", "<b>x</b>", "&amp;", "\u200bx", "x\x07", "<br/>"])
def test_the_text_rule_sees(text):
    assert NOT_PLAIN.search(text)


@pytest.mark.parametrize("text", ["5 < 7 and 9 > 8", "R&D, more", "هم\u200cپیمانان", "AT&T"])
def test_the_text_rule_lets_pass(text):
    assert not NOT_PLAIN.search(text)


def test_quotations_are_short(package):
    long = [
        f"{name}, row {at + 2}: {len(cell.split())} words"
        for name, table in package.items()
        for column in QUOTED & set(table)
        for at, cell in enumerate(table[column])
        if len(cell.split()) > LONGEST_QUOTE
    ]
    assert long == []


def test_a_quotation_that_stands_in_several_tables_is_marked_as_one():
    """Each row keeps the words it rests on; that they are the same words is said, so that nobody counts them twice."""
    places: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for name in tables.names():
        frame, key = tables.load(name), tables.resource(name)["schema"]["primaryKey"]
        if "quote" in frame:
            for row in frame.dropna(subset="quote").to_dict("records"):
                row_id = "|".join(str(row[column]) for column in ([key] if isinstance(key, str) else key))
                places.setdefault((row["source_id"], row["quote"].strip()), set()).add((name, row_id))
    repeated = {frozenset(rows) for rows in places.values() if len({name for name, _ in rows}) > 1}
    shared = tables.load("shared_quotations")
    marked = {frozenset(zip(group["table"], group["row_id"])) for _, group in shared.groupby("quotation_id")}
    assert repeated == marked


# ------------------------------------------------------------------------------------------------ words of the makers
WORKPLACE = re.compile(r"\b[a-z]+_\d_\d\b|\b(?:events|statements)_[a-z]\b|\w\.md\b|/work\b|/tmp\b")
SPELLED = {"corrections": "why", "row_checks": "note"}


def without_pages(cell: str) -> str:
    """A cell without the paths of pages of the book, which a stranger can open."""
    return re.sub(r"\bchapters/[\w/-]+\.md\b", lambda path: "" if (ROOT / path[0]).is_file() else path[0], cell)


def test_no_table_names_a_file_of_those_who_made_it(package):
    """A stranger can't open them: what they say stands in the cell."""
    held = [
        (name, column, cell)
        for name, table in package.items()
        for column in table.columns
        for cell in table[column]
        if WORKPLACE.search(without_pages(cell))
    ]
    assert held == []
    assert WORKPLACE.search(without_pages("as in chapters/notes.md")) and not without_pages("chapters/lab.md")
    assert WORKPLACE.search("chapters_1_3, point 4") and WORKPLACE.search("as read for events_b:E096")


def test_no_reason_leans_on_the_row_above_it(package):
    """Rows are read one by one: on a page that sorts them, in a spreadsheet, after a search."""
    for name, column in SPELLED.items():
        reasons = package[name][column]
        assert reasons[reasons.str.contains(r"\bas above\b", case=False)].tolist() == []


def test_no_event_rests_on_an_entry_that_nobody_read(package, sources):
    """The first page shows ten of them, each with its source."""
    cited = sources.loc[package["events"]["source_id"]]
    assert cited.index[cited["read"] == "not-read"].tolist() == []
    assert "not-read" in set(sources["read"])
