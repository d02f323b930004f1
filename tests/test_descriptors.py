"""A table added as CONTRIBUTING says works, or what its description lacks is said; lists of all tables notice it."""

import json

import pytest

from conftest import ROOT, write_notebook
from evidence import descriptors, tables
from evidence.build import execute

REAL = json.loads((ROOT / "data" / "datapackage.json").read_text("utf-8"))
FIELDS = [
    {"name": "day", "type": "date"},
    {"name": "amount", "type": "integer", "unit": "millimetres"},
    {"name": "source_id", "type": "string", "constraints": {"required": True}},
]
SOURCE = {"fields": "source_id", "reference": {"resource": "sources", "fields": "source_id"}}
SNOW = {
    "name": "snow",
    "path": "snow.csv",
    "profile": "tabular-data-resource",
    "title": "Snow",
    "description": "One row per day.",
    "format": "csv",
    "encoding": "utf-8",
    "licenses": [{"name": "CC0-1.0"}],
    "sources": [{"title": "A gauge"}],
    "schema": {"fields": FIELDS, "missingValues": [""], "primaryKey": ["day"], "foreignKeys": [SOURCE]},
}


@pytest.fixture
def add(small_checkout, monkeypatch):
    """``add(description)`` puts the table snow, three columns and three rows, into a checkout; None: not described."""
    monkeypatch.chdir(small_checkout)
    data = small_checkout / "data"

    def put(description: dict | None) -> None:
        (data / "snow.csv").write_text("day,amount,source_id\n2017-01-01,1,gauge\n2017-01-02,,gauge\n", "utf-8")
        package = json.loads((data / "datapackage.json").read_text("utf-8"))
        package["resources"] += [description] if description is not None else []
        (data / "datapackage.json").write_text(json.dumps(package), "utf-8")

    return put


def without(*keys: str) -> dict:
    """The description of snow without one key, given by the way to it."""
    copy = json.loads(json.dumps(SNOW))
    place = copy
    for key in keys[:-1]:
        place = place[key]
    del place[keys[-1]]
    return copy


@pytest.mark.parametrize(
    ("key", "value", "says"),
    [
        ("licenses", ["CC0"], "licenses, name is missing"),
        ("licenses", [{"title": "CC0"}], "licenses, name is missing"),
        ("sources", [{"path": "https://example.org"}], "sources, title is missing"),
        ("sources", "A gauge", "sources, title is missing"),
    ],
)
def test_a_licence_or_a_source_of_another_form_is_named(key, value, says):
    assert [problem for problem in descriptors.incomplete(SNOW | {key: value}) if says in problem]


@pytest.mark.parametrize(
    "key", [{"fields": "source_id"}, {"reference": {"resource": "sources"}}, {"fields": "day", "reference": 1}]
)
def test_a_foreign_key_that_points_nowhere_is_named(key):
    schema = SNOW["schema"] | {"foreignKeys": [SOURCE, key]}
    assert [one for one in descriptors.incomplete(SNOW | {"schema": schema}) if "fields or reference" in one]


def test_a_table_that_is_described_works(add):
    add(SNOW)
    assert tables.validate_package()["snow"] == 2
    assert len(tables.load("snow")) == 2


def test_a_table_that_is_not_described_is_missed(add):
    add(None)
    with pytest.raises(tables.TableError, match=r"^data/snow.csv: no table of data/datapackage.json has this path"):
        tables.validate_package()


def test_what_an_office_program_leaves_while_a_table_is_open_is_no_table(small_checkout, monkeypatch):
    monkeypatch.chdir(small_checkout)
    for name in (".~lock.rain.csv#", ".rain.csv.swp", "~$rain.csv", ".rain.csv"):
        (small_checkout / "data" / name).write_text("x", "utf-8")
    assert tables.validate_package()["rain"] == 2


@pytest.mark.parametrize(
    ("way", "says"),
    [
        *((("name",), "table number 3: name is missing"), (("path",), "table snow: path is missing")),
        (("profile",), 'table snow: profile is missing ("tabular-data-resource")'),
        *(((key,), f"table snow: {key} is missing (") for key in descriptors.SHOWN),
        (("schema",), "table snow: schema.fields is missing"),
        (("schema", "fields"), "table snow: schema.fields is missing"),
        (("schema", "fields", 0, "name"), "table snow, column 0: its type must be one of"),
        (("schema", "fields", 0, "type"), "table snow, column day: its type must be one of string, integer"),
        (("schema", "fields", 1, "unit"), "table snow, column amount: unit is missing"),
        (("schema", "primaryKey"), "table snow: schema.primaryKey is missing"),
        (("schema", "foreignKeys"), "table snow: schema.foreignKeys is missing (every row names its source"),
    ],
)
def test_what_a_description_lacks_is_said(add, run_in, small_checkout, way, says):
    add(without(*way))
    run = run_in(small_checkout, execute.main)
    assert (run.status, run.out) == (1, "")
    assert f"data/datapackage.json, {says}" in run.err and "Error" not in run.err


@pytest.mark.parametrize("package", ["[]", "{}", '{"resources": {}}', '{"resources": ["rain"]}', "1"])
def test_a_package_without_a_list_of_tables_is_refused(small_checkout, monkeypatch, package):
    (small_checkout / "data" / "datapackage.json").write_text(package, "utf-8")
    monkeypatch.chdir(small_checkout)
    with pytest.raises(tables.TableError, match="resources is missing"):
        tables.validate_package()


def test_a_table_described_twice_is_refused():
    twice = {"resources": [SNOW, SNOW]}
    assert descriptors.structure(twice) == ["data/datapackage.json, table snow: it is described twice"]


def test_the_real_descriptions_lack_nothing():
    assert descriptors.structure(REAL) == []
    assert [line for resource in REAL["resources"] for line in descriptors.incomplete(resource)] == []


@pytest.mark.slow
def test_a_page_that_lists_all_tables_becomes_stale_with_a_new_one(add, run_in, small_checkout):
    write_notebook(small_checkout, "all", "from evidence import tables", "print(len(tables.names()))")
    write_notebook(small_checkout, "one", "from evidence import tables", "print(len(tables.load('rain')))")
    assert run_in(small_checkout, execute.main).status == 0
    add(SNOW)
    stale = run_in(small_checkout, execute.main, "--check").out
    assert stale == "chapters/all.ipynb is stale: the list of tables changed, read by cell 1\n"
