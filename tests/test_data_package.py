"""The data package itself: valid, every row sourced, and the numbers that the upstreams publish."""

import json
import os
import re
import shutil
from pathlib import Path

import frictionless
import pytest

from evidence import seals, tables
from evidence.checks import read
from evidence.csvfile import plain

REPO = Path(__file__).resolve().parents[1]
PACKAGE = json.loads((REPO / "data" / "datapackage.json").read_text(encoding="utf-8"))
NAMES = [resource["name"] for resource in PACKAGE["resources"] if resource["profile"] == tables.TABULAR]
PAGES = {"sources", "second_sources", "deciding_pages"}
GROWING = PAGES | {"row_checks", "corrections", "mutations", "benchmarks"}


@pytest.fixture(autouse=True)
def in_checkout(monkeypatch):
    monkeypatch.chdir(REPO)


def test_validates_with_our_checks():
    assert list(tables.validate_package()) == [resource["name"] for resource in PACKAGE["resources"]]


def test_validates_with_frictionless():
    """What an analyst gets from ``frictionless validate data/datapackage.json``, foreign keys included."""
    report = frictionless.validate("data/datapackage.json")
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "note"])[:10]


# ------------------------------------------------------------------------------------------------------ seals
def test_what_a_program_wrote_is_as_it_wrote_it():
    """A table that no hand gathered is changed by `make refresh`; a cell that was edited since breaks its seal."""
    assert seals.broken(PACKAGE, REPO / "data") == []
    assert sum("hash" in resource for resource in PACKAGE["resources"]) > 25


def test_only_lists_that_grow_with_every_edit_have_no_seal():
    """Claims, verdicts, codings and forecasts say what somebody judged: no slip may pass for a judgement."""
    sealed = {one["name"] for one in PACKAGE["resources"] if "hash" in one}
    of_rows = set(tables.resource("row_checks")["covers"])
    assert set(NAMES) - sealed - of_rows == GROWING


def test_every_row_is_as_it_was_when_it_was_looked_up():
    """What was found of a row says nothing of another one in its place."""
    assert seals.changed_rows() == []
    readings = tables.load("row_checks")
    assert readings["as_read"].notna().all() and set(readings["table"]) == set(tables.resource("row_checks")["covers"])


def test_a_row_that_was_edited_is_named_until_it_is_sealed_again(tmp_path, monkeypatch, capsys):
    shutil.copytree(REPO / "data", tmp_path / "data")
    monkeypatch.chdir(tmp_path)
    table = tmp_path / "data" / "trade_points.csv"
    table.write_text(table.read_text("utf-8").replace("turnover,1000,", "turnover,1001,", 1), "utf-8")
    assert seals.main([]) == 1
    said = capsys.readouterr().err
    assert "as_read: not as it was when it was last looked up" in said and "evidence.seals trade_points:X" in said
    assert seals.main(["trade_points:X99"]) == 1 and "trade_points X99 has no row here" in capsys.readouterr().err
    assert seals.main([re.search(r"trade_points:X\d+", said)[0]]) == 0


def test_a_cell_that_was_edited_breaks_its_seal_until_it_is_sealed_again(tmp_path, monkeypatch, capsys):
    folder = tmp_path / "data"
    folder.mkdir()
    own = [one for one in PACKAGE["resources"] if one["name"] in ("military_spending", "corrections")]
    for one in own:
        (folder / one["path"]).write_bytes((REPO / "data" / one["path"]).read_bytes())
    (folder / "datapackage.json").write_bytes(seals.written({"resources": own}))
    assert "–" in (folder / "datapackage.json").read_text("utf-8"), "letters stand as they are, and not as numbers"
    monkeypatch.chdir(tmp_path)
    assert seals.main([]) == 0
    table = folder / "military_spending.csv"
    table.write_text(table.read_text("utf-8").replace("China,1995,1.69", "China,1995,1.96"), "utf-8")
    assert seals.main([]) == 1
    assert "data/military_spending.csv: not as it was written, copied or judged" in capsys.readouterr().err
    assert seals.main(["corrections"]) == 1 and "has no seal as a whole" in capsys.readouterr().err
    assert seals.main(["military_spending"]) == 0


@pytest.mark.parametrize("name", NAMES)
def test_every_row_has_a_source(name):
    table = tables.load(name)
    assert table["source_id"].notna().all()
    assert set(table["source_id"]) <= set(tables.load("sources")["source_id"])


SPANS = {one["name"]: span for one in PACKAGE["resources"] if (span := re.findall(r"\b(?:19|20)\d\d\b", one["title"]))}


@pytest.mark.parametrize("name", SPANS)
def test_the_years_in_a_title_are_those_of_the_rows(name):
    rows = read(tables.resource(name))
    dated = [column for column in ("date", "year", "month") if column in rows.header]
    years = sorted(cells[0][:4] for cells in rows.keys(dated[:1]) if cells[0]) if dated else SPANS[name]
    assert [years[0], years[-1]] == [SPANS[name][0], SPANS[name][-1]]


@pytest.mark.parametrize("name", NAMES)
def test_files_are_utf8_with_unix_line_ends(name):
    content = (tables.data_dir() / tables.resource(name)["path"]).read_bytes()
    assert content == plain(read(tables.resource(name))), "run `.venv/bin/python -m evidence.tables --plain`"


def test_no_file_without_a_resource():
    listed = {resource["path"] for resource in PACKAGE["resources"]}
    assert set(os.listdir(tables.data_dir())) == listed | {"datapackage.json"}


def test_rows_from_a_source_that_forbids_it_are_absent():
    """Only the article itself may not be republished; its claims are paraphrased."""
    sources = tables.load("sources").set_index("source_id")
    closed = set(sources.index[sources.redistribution == "no"]) - {"csrs-2017"}
    for name in tables.names():
        assert name == "sources" or not closed & set(tables.load(name)["source_id"]), name


# ---------------------------------------------------------------------------------------------- published numbers
def test_government_against_is():
    deaths = tables.load("battle_deaths")
    best = deaths[deaths.dyad == "Government – IS"].set_index("year").best.to_dict()
    assert best == {
        2015: 679,
        2016: 2141,
        2017: 2795,
        2018: 2842,
        2019: 1075,
        2020: 316,
        2021: 264,
        2022: 253,
        2023: 149,
    }


def test_dyad_names_are_unique():
    deaths = tables.load("battle_deaths")
    assert (deaths.groupby("dyad").dyad_id.nunique() == 1).all()
    assert not deaths[deaths.dyad == "Iraq – IS"].only_afghanistan.any()


def test_un_agreement_of_russia_and_afghanistan():
    votes = tables.load("un_votes")
    pair = votes[(votes.iso3_a == "RUS") & (votes.iso3_b == "AFG") & (votes.vote_set == "all")]
    agreement = pair.set_index("year").agreement
    published = {2010: 0.857, 2011: 0.872, 2014: 0.773, 2016: 0.665, 2017: 0.660, 2019: 0.744}
    assert {year: agreement[year] for year in published} == pytest.approx(published, abs=0.0006)


def test_us_troops_are_not_doubled():
    troops = tables.load("us_troops").set_index(["series", "date"]).troops
    june = {year: troops[("dod-active-duty", f"{year}-06")] for year in range(2014, 2018)}
    assert june == {2014: 32477, 2015: 8757, 2016: 8976, 2017: 10107}
    assert ("dod-active-duty", "2017-12") not in troops.index
    assert [troops[("announced", year)] for year in ("2018", "2019", "2020")] == [14000, 13000, 8600]
    assert troops[("published-spot", "2021-04")] == 2500


def test_sigar_counts_sum_to_the_base():
    districts = tables.load("district_control").dropna(subset=["government"]).set_index("date")
    assert list(districts.loc["2018-01-31", ["government", "contested", "insurgent"]]) == [229, 119, 59]
    sums = districts[["government", "contested", "insurgent"]].sum(axis=1)
    assert sums.pop("2016-05-28") == 408  # as published
    assert (sums == 407).all()


def test_arms_sums():
    arms = tables.load("arms_deliveries")
    assert (arms.financed_by_usa_tiv <= arms.tiv).all()
    russia = arms[arms.supplier == "Russia"].set_index("year")
    assert russia.index.max() == 2014
    assert russia.loc[2014, ["tiv", "financed_by_usa_tiv"]].tolist() == [217.5, 217.5]


@pytest.mark.parametrize(
    ("last_year", "counts"),
    [
        (2016, {"all": (4, 688), "post_soviet": (3, 27), "elsewhere": (1, 661), "us_troops_gov": (0, 34)}),
        (2017, {"all": (4, 718), "post_soviet": (3, 28), "elsewhere": (1, 690), "us_troops_gov": (0, 39)}),
        (2024, {"all": (5, 940), "post_soviet": (3, 34), "elsewhere": (2, 906), "us_troops_gov": (0, 67)}),
    ],
)
def test_base_rates(last_year, counts):
    panel = tables.load("civil_conflict_panel")
    risk = panel[panel.at_risk & panel.year.between(1992, last_year)]
    groups = {"all": risk, "post_soviet": risk[risk.post_soviet], "elsewhere": risk[~risk.post_soviet]}
    groups["us_troops_gov"] = risk[risk.us_troops_gov]
    assert {name: (group.onset.sum(), len(group)) for name, group in groups.items()} == counts


def test_onsets():
    panel = tables.load("civil_conflict_panel")
    onsets = panel[panel.onset].sort_values(["year", "country"])
    expected = ["Tajikistan 1993", "Georgia 2008", "Ukraine 2014", "Syria 2015", "Mali 2024"]
    assert [f"{row.country} {row.year}" for row in onsets.itertuples()] == expected


@pytest.mark.parametrize("name", NAMES)
def test_every_id_has_a_pattern_that_no_markup_fits(name):
    """Ids become anchors and addresses: the schema says what they look like, and no tag or quotation mark does."""
    ids = [
        field
        for field in tables.resource(name)["schema"]["fields"]
        if field["type"] == "string"
        and (field["name"].endswith(("_id", "_ids")) or field["name"] in ("table", "adm1_code"))
    ]
    assert ids
    for field in ids:
        rules = field.get("constraints", {})
        told = f"data/datapackage.json, {name}.{field['name']}: an id needs a pattern that begins with ^, or an enum"
        assert "enum" in rules or rules.get("pattern", "").startswith("^"), told
        odd = ('E99"><img src=x>', "E99' onclick=x", "E99&lt;", "E99\u202e", "=E99", "E99;<b>")
        assert "enum" in rules or not any(re.match(rules["pattern"], cell) for cell in odd), f"{name}.{field['name']}"
