"""The Data Package beside the CSV files of figures and tables, as it stands in the built book."""

import csv
import json
from pathlib import Path

import pytest
from frictionless import validate

from evidence import tables
from evidence.pages.figure_package import FILE
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
    strength = {field["name"]: field for field in resources["isil-strength"]["schema"]["fields"]}
    own = {field["name"]: field for field in tables.resource("isil_strength")["schema"]["fields"]}
    assert strength["low"]["description"] == own["low"]["description"]
    clustered = resources["clustered"]
    assert "two intervals of 95%" in clustered["description"] and len(clustered["sources"]) == 2


def test_a_state_of_2017_says_so(resources):
    then = {name: one["title"] for name, one in resources.items() if name.endswith("-2017") and name[:-5] in resources}
    assert len(then) > 5 and all(title.endswith("(what could be known in August 2017)") for title in then.values())


def test_the_page_of_the_data_leads_to_it(built_book: Path):
    assert f'href="../../{FOLDER}/{FILE}"' in (built_book / "chapters/appendix/data.html").read_text("utf-8")
