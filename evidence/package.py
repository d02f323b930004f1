"""The descriptor of the data package: where it stands, which tables and maps it names, what it says of each."""

import json
import warnings
from functools import cache, lru_cache
from pathlib import Path

from evidence.descriptors import PACKAGE, TABULAR, structure

OTHER_CODE = "the code of {code} runs on the checkout {checkout}, which has its own: `make book` there sets it up"
SHOWN = 20  # problems named in one error


class TableError(ValueError):
    """Something is wrong with the data package; the message names file, row and column."""

    def __init__(self, problems: str | list[str]):
        self.problems = [problems] if isinstance(problems, str) else problems
        more = len(self.problems) - SHOWN
        super().__init__("\n".join(self.problems[:SHOWN] + ([f"... and {more} more"] if more > 0 else [])))


def root() -> Path:
    """The checkout: the first folder, from the working directory upwards, that holds data/datapackage.json."""
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "data" / PACKAGE).is_file():
            _check_code(folder)
            return folder
    raise TableError(f"data/{PACKAGE}: not found in {here} or above it")


@cache
def _check_code(checkout: Path) -> None:
    """Warn, once, where a checkout that was copied or moved runs on the code of another, as its .venv then does."""
    own, here = checkout / "evidence" / Path(__file__).name, Path(__file__)
    if own.is_file() and not own.samefile(here):
        warnings.warn(OTHER_CODE.format(code=here.parents[1], checkout=checkout), stacklevel=2)


def data_dir() -> Path:
    """The folder of the data package."""
    return root() / "data"


def package() -> dict:
    """The descriptor of the whole package (data/datapackage.json); not to be changed."""
    try:
        return _parsed((data_dir() / PACKAGE).read_text(encoding="utf-8"))
    except TableError:
        raise
    except ValueError as error:
        raise TableError(f"data/{PACKAGE}: not readable as JSON: {error}") from error


@lru_cache(maxsize=1)
def _parsed(text: str) -> dict:
    parsed = json.loads(text)
    if lacking := structure(parsed):
        raise TableError(lacking)
    return parsed


def names() -> list[str]:
    """Names of all tables, in the order of the package."""
    return [resource["name"] for resource in package()["resources"] if resource["profile"] == TABULAR]


def geo_names() -> list[str]:
    """Names of all map outlines, in the order of the package."""
    return [resource["name"] for resource in package()["resources"] if resource["profile"] != TABULAR]


def resource(name: str) -> dict:
    """The descriptor of one table or map: title, description, schema with units, licences, sources."""
    for descriptor in package()["resources"]:
        if descriptor["name"] == name:
            return descriptor
    raise TableError(f"data/{PACKAGE}: no table named {name!r}; there are: {', '.join(names() + geo_names())}")


def points_at_rows(columns: list[str]) -> bool:
    """Whether rows of a table with these columns point at rows of any other table."""
    return {"table", "row_id"} <= set(columns)


def partial_dates(descriptor: dict) -> list[str]:
    """Columns of a table whose dates may be a year or a month."""
    return [field["name"] for field in descriptor["schema"]["fields"] if field.get("partialDate")]
