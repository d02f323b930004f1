"""What the description of a table or a map in data/datapackage.json lacks: pure functions, a sentence each.

The structure is what no table can be read without; the rest is what pages, readers and the archive show of it.
"""

PACKAGE = "datapackage.json"
TABULAR = "tabular-data-resource"
TYPES = ("string", "integer", "number", "boolean", "date", "year")
SHOWN = {
    "title": "a few words",
    "description": "what one row is, and what it is not",
    "licenses": "a list, such as those of another table",
    "sources": "a list of title and path, such as those of another table",
    "encoding": '"utf-8"',
    "format": '"csv"',
}
SOURCE_KEY = '{"fields": "source_id", "reference": {"resource": "sources", "fields": "source_id"}}'


def listed(fields: str | list[str]) -> list[str]:
    """Fields of a key, which Frictionless writes as one name or as several."""
    return [fields] if isinstance(fields, str) else fields


def structure(package: dict) -> list[str]:
    """What a package lacks before any of its tables can be read."""
    resources = package.get("resources") if isinstance(package, dict) else None
    if not isinstance(resources, list) or not all(isinstance(each, dict) for each in resources):
        return [f"data/{PACKAGE}: resources is missing; it is the list of tables"]
    found = []
    for number, resource in enumerate(resources):
        name = resource.get("name") or f"number {number}"
        for key, example in (("name", "a word"), ("path", '"<name>.csv"'), ("profile", f'"{TABULAR}"')):
            if not isinstance(resource.get(key), str):
                found.append(_lacks(name, key, example))
        if resource.get("profile") == TABULAR:
            found += _structure_of_schema(name, resource.get("schema"))
        elif "profile" in resource and not isinstance(resource.get("outlines"), dict):
            found.append(_lacks(name, "outlines", f'or its profile is not "{TABULAR}"'))
    names = [resource.get("name") for resource in resources]
    return found + [f"data/{PACKAGE}, table {name}: it is described twice" for name in _twice(names) if name]


def _structure_of_schema(name: str, schema: dict | None) -> list[str]:
    fields = schema.get("fields") if isinstance(schema, dict) else None
    if (
        schema is None
        or not isinstance(fields, list)
        or not fields
        or not all(isinstance(field, dict) for field in fields)
    ):
        return [_lacks(name, "schema.fields", "a list of columns, each with name and type")]
    found = [
        f"data/{PACKAGE}, table {name}, column {field.get('name', number)}: its type must be one of {', '.join(TYPES)}"
        for number, field in enumerate(fields)
        if not isinstance(field.get("name"), str) or field.get("type") not in TYPES
    ]
    columns = {field.get("name") for field in fields}
    if not schema.get("primaryKey") or not set(listed(schema["primaryKey"])) <= columns:
        found.append(_lacks(name, "schema.primaryKey", "the columns that tell rows apart"))
    return found


def incomplete(resource: dict) -> list[str]:
    """What the description of one table or map, sound in its structure, lacks for its readers."""
    name = resource["name"]
    found = [_lacks(name, key, example) for key, example in SHOWN.items() if not resource.get(key)]
    found += [
        _lacks(name, f"{key}, {part}", "a few words")
        for key, part in (("licenses", "name"), ("sources", "title"))
        if resource.get(key) and not _each_has(resource[key], part)
    ]
    if resource["profile"] != TABULAR:
        return found
    schema = resource["schema"]
    for field in schema["fields"]:
        if field["type"] in ("integer", "number") and not field.get("unit"):
            found.append(f'data/{PACKAGE}, table {name}, column {field["name"]}: unit is missing, such as "deaths"')
    keys = [(listed(key.get("fields", "")), _table_of(key)) for key in schema.get("foreignKeys", [])]
    if not all(fields != [""] and table for fields, table in keys):
        found.append(_lacks(name, "schema.foreignKeys, fields or reference", f"such as {SOURCE_KEY}"))
    if name != "sources" and (["source_id"], "sources") not in keys:
        found.append(_lacks(name, "schema.foreignKeys", f"every row names its source: {SOURCE_KEY}"))
    return found


def _each_has(entries: object, part: str) -> bool:
    return isinstance(entries, list) and all(isinstance(one, dict) and one.get(part) for one in entries)


def _table_of(key: dict) -> str:
    reference = key.get("reference")
    return reference.get("resource", "") if isinstance(reference, dict) else ""


def _lacks(name: str, key: str, example: str) -> str:
    return f"data/{PACKAGE}, table {name}: {key} is missing ({example})"


def _twice(names: list) -> list:
    return sorted({name for name in names if names.count(name) > 1}, key=str)
