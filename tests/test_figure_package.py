"""The Data Package beside the CSV files of figures and tables, as it stands in the built book."""

import csv
import json
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from frictionless import validate

from evidence import tables
from evidence.pages import figure_package
from evidence.pages.figure_package import FIELDS, FILE, THEN
from evidence.pages.held_back import FOLDER


@pytest.fixture(scope="module")
def descriptor(built_book: Path) -> Path:
    return built_book / FOLDER / FILE


@pytest.fixture(scope="module")
def resources(descriptor: Path) -> dict[str, dict]:
    return {one["name"]: one for one in json.loads(descriptor.read_text("utf-8"))["resources"]}


def test_every_csv_of_a_figure_or_table_is_described_and_reads_as_it_is_described(descriptor, resources):
    files = {path.name for path in descriptor.parent.glob("*.csv")}
    assert {one["path"] for one in resources.values()} == files and len(files) > 100
    report = validate(str(descriptor))
    assert report.valid, report.flatten(["name", "message"])[:5]


def test_each_has_its_number_title_and_every_source_of_its_rows_with_a_licence(descriptor, resources):
    known = tables.load("sources").set_index("source_id")
    for name, one in resources.items():
        assert one["title"].startswith(("Figure ", "Table ")) and "From: " in one["description"], name
        told = [source["title"] for source in one["sources"]]
        assert told and all("; licence: " in source for source in told), name
        with (descriptor.parent / one["path"]).open(encoding="utf-8-sig", newline="") as file:
            ids = {row["source_id"] for row in csv.DictReader(file) if row.get("source_id")}
        for own in ids:
            assert any(source.startswith(known.loc[own, "attribution_short"]) for source in told), (name, own)


def test_a_field_of_a_table_keeps_its_meaning_and_a_figure_says_what_it_measures(resources):
    points = {field["name"]: field for field in resources["ideal-points"]["schema"]["fields"]}
    own = {field["name"]: field for field in tables.resource("un_ideal_points")["schema"]["fields"]}
    for key in ("description", "unit"):
        assert points["low"][key] == own["low"][key]
    weighed = {field["name"]: field for field in resources["hypotheses"]["schema"]["fields"]}
    assert "probability" not in weighed["high"]["description"] and weighed["high"]["unit"] == "ratio"
    clustered = resources["clustered"]
    assert "two intervals of 95%" in clustered["description"] and len(clustered["sources"]) == 2


def fields(resources: dict[str, dict]) -> Iterator[tuple[str, dict]]:
    return ((name, field) for name, one in resources.items() for field in one["schema"]["fields"])


def column(path: Path, name: str) -> list[str]:
    """The values of a column that are not empty."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [row[name] for row in csv.DictReader(file) if row[name]]


def same(values: list[str]) -> set:
    """Numbers as numbers and truths in one spelling, so that 46.0 is 46 and TRUE is True."""
    try:
        return {float(value) for value in values}
    except ValueError:
        return {value.lower() if value.lower() in ("true", "false") else value for value in values}


def test_every_field_says_what_it_is_and_every_number_its_unit(resources):
    silent = [(name, field["name"]) for name, field in fields(resources) if not field.get("description")]
    numbers = [(name, field) for name, field in fields(resources) if field["type"] in ("integer", "number")]
    without = [(name, field["name"]) for name, field in numbers if not field.get("unit")]
    assert not silent + without, f"give each a line in evidence/pages/{FIELDS.name}: {silent + without}"
    assert len(numbers) > 250


def test_no_field_has_the_meaning_of_a_table_that_lacks_its_values(descriptor, resources):
    own, wrong, taken = tomllib.loads(FIELDS.read_text("utf-8")), [], 0
    for name, field in fields(resources):
        if (
            field["name"] in own.get(name.removesuffix(THEN), {})
            or own["words"].get(field["name"], [""])[0] == field["description"]
        ):
            continue
        rows_of = resources[name]["description"].rpartition("From: ")[2].removesuffix(".").split(", ")
        found = [
            table
            for table in set(rows_of) & set(tables.names())
            for one in tables.resource(table)["schema"]["fields"]
            if one["name"] == field["name"] and one.get("description") == field["description"]
        ]
        mine = same(column(descriptor.parent / resources[name]["path"], field["name"]))
        theirs = [same(column(tables.data_dir() / tables.resource(one)["path"], field["name"])) for one in found]
        taken += 1
        wrong += [] if any(mine <= one for one in theirs) else [(name, field["name"])]
    assert wrong == [] and taken > 150


def test_what_is_said_of_fields_is_of_fields_that_there_are(resources):
    there: dict[str, set[str]] = {}
    for name, field in fields(resources):
        there.setdefault(name.removesuffix(THEN), set()).add(field["name"])
    own = tomllib.loads(FIELDS.read_text("utf-8"))
    words = own.pop("words")
    assert [(name, field) for name, one in own.items() for field in one if field not in there.get(name, ())] == []
    assert set(words) <= set().union(*there.values())


def test_a_source_that_may_be_missing_says_when(descriptor, resources):
    for name, one in resources.items():
        for field in one["schema"]["fields"]:
            if field["name"] == "source_id":
                with (descriptor.parent / one["path"]).open(encoding="utf-8-sig", newline="") as file:
                    empty = any(not row["source_id"] for row in csv.DictReader(file))
                assert ("empty" in field["description"]) >= empty, name


@pytest.mark.parametrize(
    ("values", "rows_of", "unit"),
    [
        (pd.Series([0.4, 0.9], name="low"), ["hypothesis_codings"], None),
        (pd.Series([1.18, 6.25], name="low"), ["hypothesis_codings"], None),
        (pd.Series([2002, 2014], name="year"), ["arms_deliveries", "un_votes"], None),
        (pd.Series([2002, 2014], name="year"), ["arms_deliveries"], "year"),
        (pd.Series([10000.0, None], name="high"), ["isil_strength"], "persons"),
    ],
    ids=["no such value", "beyond its bounds", "two meanings", "one meaning", "some are empty"],
)
def test_a_meaning_is_inherited_with_the_values_alone(values, rows_of, unit):
    found = figure_package._inherited(values, rows_of)
    assert found.get("unit") == unit and bool(found) == bool(unit)


def test_a_state_of_2017_says_so(resources):
    then = {name: one["title"] for name, one in resources.items() if name.endswith("-2017") and name[:-5] in resources}
    assert len(then) > 5 and all(title.endswith("(what could be known in August 2017)") for title in then.values())


def test_the_page_of_the_data_leads_to_it(built_book: Path):
    assert f'href="../../{FOLDER}/{FILE}"' in (built_book / "chapters/appendix/data.html").read_text("utf-8")
