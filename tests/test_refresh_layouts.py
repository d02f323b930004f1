"""Layouts of releases that are no plain table: words before the header, a workbook, codes as numbers, lists in cells.

SIPRI and the sanctions data may not be republished: their files here are made up in the layout of the real ones, or
made from the table of the book.
"""

import csv
import io
import zipfile
from dataclasses import replace
from pathlib import Path
from xml.sax.saxutils import escape

import numpy as np
import pandas as pd
import pytest
from refreshing import FIXTURES, LIMITS, bytes_of, checkout, csv_text

from evidence import tables
from evidence.refresh import declared, opened, ucdp
from evidence.refresh.__main__ import main
from evidence.refresh.fetched import by_hand
from evidence.refresh.upstream import File, Refused


@pytest.fixture
def taken(tmp_path):
    """``taken(file, name, content)``: what is read of a file by hand."""

    def read(file: File, name: str, content: bytes | str, limits=LIMITS) -> opened.Taken:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return opened.taken(file, by_hand(path), limits)

    return read


# ------------------------------------------------------------------------------------------ words before the header
HEADER = (
    "Recipient,Supplier,Year of order, ,Number ordered, ,Weapon designation,Weapon description,Number delivered, ,"
    "Year(s) of delivery,status,Comments,SIPRI TIV per unit,SIPRI TIV for total order,SIPRI TIV of delivered weapons"
)
DEALS = [
    "Afghanistan,Elbonia,2010,?,6,?,Kite-17,kite,6,,2011; 2012,New,bought via and financed by USA,2,12,12",
    'Afghanistan,Elbonia,1987,,2,,Kite-8,kite,2,,1989; 1990,New,"Übergang; aid",3,6,6',
    "Mali,Elbonia,2012,,1,,Kite-9,kite,1,,2012,New,,9,9,9",
    "Afghanistan,Elbonia,2020,,4,,Kite-20,kite,,,,New,,1,4,",
]


def register(*lines: str, header: str = HEADER, made: str = "18 May 2026 2:29:20 PM") -> bytes:
    words = [
        "Transfers of major conventional arms from All countries to All countries, 'Not specified'",
        "",
        "SIPRI (c)",
    ]
    return "\r\n".join([*words, f"Data generated: {made}", header, *lines, ""]).encode("cp1252")


def test_a_header_is_found_below_words_and_the_day_is_the_version(taken):
    read = taken(declared.REGISTER, "trade-register.csv", register(*DEALS))
    assert read.version == "2026-05-18"
    assert read.file.source_id(read.version) == "sipri-arms-transfers-2026-05-18"
    assert read.frame.comments.tolist() == ["bought via and financed by USA", "Übergang; aid", None]
    made = next(one for one in declared.UPSTREAMS if one.table == "arms_deliveries").tidy(read.frame)
    assert made.to_dict("list") == {
        "year": [1990, 2011, 2012],
        "supplier": ["Elbonia"] * 3,
        "tiv": [3.0, 6.0, 6.0],
        "financed_by_usa_tiv": [0.0, 6.0, 6.0],
        "financed_by_third_tiv": [0.0] * 3,
        "via_us_company_tiv": [0.0] * 3,
        "aid_tiv": [3.0, 0.0, 0.0],
    }


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (
            register(*DEALS, header=HEADER.replace("Recipient", "Buyer")),
            "no line begins with 'Recipient', as the header",
        ),
        (register(*DEALS, made="yesterday"), "no day stands there, like Data generated: "),
        (register(*DEALS, header=HEADER.replace("Comments", "Notes")), "no column comments or Comments; there are: "),
        (register(*DEALS[2:3]), "none of its 1 rows is one that the table wants; is it another file?"),
        (register(*DEALS, "Afghanistan,Elbonia"), "2 cells, but the header has 16; the file is cut off"),
    ],
)
def test_another_register_is_refused(taken, content, words):
    with pytest.raises(Refused) as refused:
        taken(declared.REGISTER, "trade-register.csv", content)
    assert "trade-register.csv" in str(refused.value) and words in str(refused.value)


# ------------------------------------------------------------------------------------------ a workbook
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
OFFICE = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'


def workbook(sheets: dict[str, list[list[str]]]) -> bytes:
    """A workbook as SIPRI's: texts are shared, numbers are not, empty cells are left out."""
    texts, out = [], io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        for number, rows in enumerate(sheets.values(), 1):
            cells = "".join(f"<row>{written(at, row, texts)}</row>" for at, row in enumerate(rows, 1))
            sheet = f"<worksheet {MAIN}><sheetData>{cells}</sheetData></worksheet>"
            book.writestr(f"xl/worksheets/sheet{number}.xml", sheet)
        named = "".join(f'<sheet name="{escape(name)}" r:id="rId{n}"/>' for n, name in enumerate(sheets, 1))
        book.writestr("xl/workbook.xml", f"<workbook {MAIN} {OFFICE}><sheets>{named}</sheets></workbook>")
        numbers = range(1, len(sheets) + 1)
        links = "".join(f'<Relationship Id="rId{n}" Target="worksheets/sheet{n}.xml"/>' for n in numbers)
        book.writestr("xl/_rels/workbook.xml.rels", f"<Relationships>{links}</Relationships>")
        shared = "".join(f"<si><t>{escape(text[:1])}</t><t>{escape(text[1:])}</t></si>" for text in texts)
        book.writestr("xl/sharedStrings.xml", f"<sst {MAIN}>{shared}</sst>")
    return out.getvalue()


def written(at: int, row: list[str], texts: list[str]) -> str:
    """The cells of a row; the texts in them are added to ``texts``."""
    cells = []
    for to, text in enumerate(row):
        if text.replace(".", "", 1).isdigit():
            cells.append(f'<c r="{letters(to)}{at}"><v>{text}</v></c>')
        elif text:
            texts.extend([] if text in texts else [text])
            cells.append(f'<c r="{letters(to)}{at}" t="s"><v>{texts.index(text)}</v></c>')
    return "".join(cells)


def letters(number: int) -> str:
    return (letters(number // 26 - 1) if number >= 26 else "") + chr(ord("A") + number % 26)


def spending(prices: str = "Constant (2023) US$", year: int = 2024) -> bytes:
    """The workbook that `military_spending` would come from: shares as they are, amounts from the index."""
    table = tables.load("military_spending")
    years = [str(one) for one in range(1988, year + 1)]
    sheets = {}
    for name, values in {
        "Share of GDP": (table.share_of_gdp / 100).where(~table.implausible_share, 0.0005),
        f"{prices} ": table["index"] * 7,
    }.items():
        cells = dict(zip(zip(table.country, table.year.astype(str)), values))
        rows = [
            [f"{country} ", "", *(_amount(cells.get((country, each))) for each in years)]
            for country in dict.fromkeys(table.country)
        ]
        sheets[name] = [["Military expenditure"], [], ["Country", "Notes", *years], ["Africa"], *rows]
    return workbook({"Front page": [["SIPRI"]], **sheets})


def _amount(value: float | None) -> str:
    return "..." if value is None or pd.isna(value) else f"{value:.8f}"


@pytest.mark.parametrize("prices", ["Constant (2023) US$", "Constant (2024) US$"])
def test_a_sheet_is_found_whatever_year_its_prices_are_of(tmp_path, monkeypatch, capsys, prices):
    root = checkout(tmp_path / "checkout", "military_spending")
    monkeypatch.chdir(root)
    before = bytes_of(root)
    file = tmp_path / "SIPRI-Milex-data-1949-2024_2.xlsx"
    file.write_bytes(spending(prices))
    assert main(["military_spending", "--from", str(file)]) == 0
    said = capsys.readouterr().out
    assert said.startswith("military_spending: no row differs (429 rows)\n  SIPRI spending April 2025, from ")
    assert bytes_of(root) == before


def test_a_workbook_that_is_read_twice_is_recorded_once(tmp_path, monkeypatch):
    root = checkout(tmp_path / "checkout", "military_spending")
    monkeypatch.chdir(root)
    file = tmp_path / "SIPRI-Milex-data-1949-2024.xlsx"
    file.write_bytes(spending())
    assert main(["military_spending", "--from", str(file), "--write"]) == 0
    tables.validate_package()
    (source,) = tables.resource("military_spending")["sources"]
    assert source["title"] == "SIPRI Military Expenditure Database 1949–2024, April 2025"
    assert source["version"] == "April 2025" and source["file"] == "SIPRI-Milex-data-1949-2024.xlsx"
    rows = tables.load("sources")
    assert (rows.source_id == "sipri-milex-2025-04").sum() == 1
    assert not rows.source_id.duplicated().any()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("SIPRI-Milex-data-1949-2025.xlsx", spending, "when the release of 2025 came out is not known"),
        (
            "SIPRI-Milex-data-1949-2024.xlsx",
            lambda: spending("Current US$"),
            "0 sheets are named like Constant \\(\\d{4}\\) US\\$; there are: Front page, Share of GDP, Current US$",
        ),
        ("SIPRI-Milex-data-1949-2024.xlsx", lambda: spending()[:-500], "no whole workbook (.xlsx): "),
        ("SIPRI-Milex-data-1949-2024.xlsx", lambda: b"an old .xls", "no whole workbook (.xlsx): "),
    ],
)
def test_another_workbook_is_refused(taken, name, content, words):
    with pytest.raises(Refused) as refused:
        taken(declared.CONSTANT, name, content())
    assert name in str(refused.value) and words in str(refused.value)


def test_a_workbook_has_a_limit(taken):
    with pytest.raises(Refused, match="larger than 1,000 bytes, unpacked; was not read"):
        taken(declared.SHARE, "SIPRI-Milex-data-1949-2024.xlsx", spending(), replace(LIMITS, unpacked=1000))


# ------------------------------------------------------------------------------------------ lists in a cell
CASES = [  # targets, senders, end; 0 or 1 for each type
    ("Syria, Russia", "EU, Norway", 2019, {"arms": 1, "travel": 1}),
    ("Moldova", "Russia", 2014, {"trade": 1}),
    ("Myanmar", "Germany", 2020, {"arms": 1}),
    ("Iran", "EU", 2012, {"arms": 1}),  # before the copy begins
]


def test_cases_are_chosen_by_any_of_their_states(taken):
    rows = [
        {"case_id": at, "sanctioned_state": target, "sanctioning_state": sender, "begin": end - 1, "end": end}
        | dict.fromkeys(("trade", "arms", "military", "financial", "travel", "other"), 0)
        | flags
        for at, (target, sender, end, flags) in enumerate(CASES)
    ]
    read = taken(declared.CASES, "GSDB_V4.csv", "\ufeff" + csv_text(rows))
    assert read.version == "4" and read.frame.sanctioned_state.tolist() == ["Syria, Russia", "Moldova"]
    made = next(one for one in declared.UPSTREAMS if one.table == "sanctions").tidy(read.frame)
    assert set(made.target) == {"Syria", "Russia", "Moldova"} and set(made.sender) == {"EU", "Norway", "Russia"}


# ------------------------------------------------------------------------------------------ events
def test_events_have_their_kind_as_a_number(taken):
    """Real rows of 2021: the fights with IS, and some of other countries."""
    read = taken(declared.EVENTS, "GEDEvent_v21_01_21_12.csv", events())
    assert read.version == "21.01.21.12" and set(read.frame.type_of_violence) == {1, 3}
    assert set(read.frame.country) == {"Afghanistan"}
    codes = tables.load("provinces").set_index("ucdp_name")["adm1_code"].to_dict()
    made = ucdp.events_by_province(read.frame, codes)
    assert made.events.sum() == read.frame.adm_1.notna().sum() and set(made.type) == {"state-based", "one-sided"}
    table = tables.load("events_2021_by_province").set_index(["adm1_code", "dyad"])
    part = made.set_index(["adm1_code", "dyad"]).events
    assert (part <= table.events.loc[part.index]).all(), "a part of the table, and nothing else"


def events() -> str:
    with zipfile.ZipFile(FIXTURES / "GEDEvent_v21_01_21_12.zip") as archive:
        return archive.read("GEDEvent_v21_01_21_12.csv").decode("utf-8")


def test_another_kind_of_violence_is_refused(taken):
    rows = list(csv.DictReader(io.StringIO(events(), newline="")))
    rows[0]["type_of_violence"] = "4"
    with pytest.raises(ValueError, match="'4' is not 1 or 2 or 3"):
        taken(declared.EVENTS, "GEDEvent_v21_01_21_12.csv", csv_text(rows))


def test_the_names_of_releases_are_told_from_those_of_other_files():
    assert declared.BRD.version_of("BattleDeaths_v24_1.csv") == "24.1"
    assert declared.BRD.version_of("battledeaths_v25_1 (1).csv") == "25.1"
    assert not declared.BRD.fits("BattleDeaths_v24_1_conf.csv"), "by conflict, another table"
    assert declared.COUNTRY_YEAR.version_of("OrganizedViolenceCYDataSet26_1.csv") == "26.1"
    assert declared.EVENTS.version_of("GEDEvent_v26_01_26_06.csv") == "26.01.26.06"
    assert not declared.EVENTS.fits(Path("GEDEvent_v25_1.csv").name)


# ------------------------------------------------------------------------------------------ a file of Stata
POINTS = "IdealpointsJuly2025.dta"


def ideal_points() -> pd.DataFrame:
    """The release as its authors save it, numbers in 32 bits: the rows of the table, a state and a year without one."""
    names = {"iso3": "iso3c", "country": "countryname", "low": "q5all", "best": "idealpointall", "high": "q95all"}
    rows = tables.load("un_ideal_points").rename(columns={**names, "n_votes": "nvotesall"}).drop(columns="source_id")
    more = rows.tail(2).assign(iso3c=["NOR", "UZB"], year=2024)
    more.loc[more.iso3c == "UZB", ["q5all", "idealpointall", "q95all"]] = None
    out = pd.concat([rows, more]).astype({name: "float32" for name in ("year", "q5all", "idealpointall", "q95all")})
    out[["q5all", "q95all"]] += np.float32(0.00001)  # more decimals than the table keeps
    return out


def stata(rows: pd.DataFrame) -> bytes:
    out = io.BytesIO()
    rows.astype({"iso3c": object, "countryname": object}).to_stata(out, write_index=False)
    return out.getvalue()


def test_a_file_of_stata_gives_the_table_with_the_decimals_that_it_keeps(tmp_path, monkeypatch, capsys):
    root = checkout(tmp_path / "checkout", "un_ideal_points")
    monkeypatch.chdir(root)
    before = bytes_of(root)
    (tmp_path / POINTS).write_bytes(stata(ideal_points()))
    assert main(["un_ideal_points", "--from", str(tmp_path / POINTS)]) == 0
    rows = len(tables.load("un_ideal_points"))
    said = capsys.readouterr().out
    assert said.startswith(f"un_ideal_points: no row differs ({rows} rows)\n  UN ideal points July 2025, from ")
    assert bytes_of(root) == before


def test_the_spread_is_taken_of_every_state_since_1990(taken):
    read = taken(declared.ALL_POINTS, POINTS, stata(ideal_points()))
    assert read.version == "2025-07" and read.frame.year.min() == 1990 and "NOR" in set(read.frame.iso3c)
    made = next(one for one in declared.UPSTREAMS if one.table == "un_ideal_points_spread").tidy(read.frame)
    table = tables.load("un_ideal_points").query("year >= 1990").groupby("year").best
    assert made.states[:-1].tolist() == table.size().tolist() and made.states.iloc[-1] == 1, "Norway alone in 2024"
    assert made["median"][:-1].tolist() == pytest.approx(table.median().tolist(), abs=0.00006)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("IdealpointsMay2027.dta", lambda: stata(ideal_points()), "when the release of May2027 came out is not known"),
        (POINTS, lambda: stata(ideal_points())[:300], "no whole file of Stata: "),
        (POINTS, lambda: b"iso3c,year\n", "no whole file of Stata: "),
        (POINTS, lambda: stata(ideal_points().drop(columns="q5all")), "no column q5all; there are: iso3c, "),
    ],
)
def test_another_file_of_stata_is_refused(taken, name, content, words):
    with pytest.raises(ValueError) as refused:
        taken(declared.POINTS, name, content())
    assert name in str(refused.value) and words in str(refused.value)
