"""Rows of a release that the tests keep, and the tests that read them: a newer one leaves some of them to a person."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from evidence.package import root


def told(release: str) -> list[str]:
    """A sentence for each file with rows of a release ("UCDP BRD 24.1")."""
    tests, start = root() / "tests", re.sub(r"\W+", "_", release.lower())
    modules = {path: path.read_text("utf-8") for path in sorted(tests.glob("*.py"))}
    return [
        f"tests/upstream/{file.name} has rows of {release} for "
        f"{', '.join(f'tests/{path.name}' for path in _readers(file.name, modules))}; rows of the newer release stand "
        "beside them, for those tests that state what the last release moved"
        for file in sorted(tests.glob(f"upstream/{start}_*"))
    ]


def _readers(name: str, modules: dict[Path, str]) -> list[Path]:
    """Modules that name a file, or take it from one that does, where it has a name of its own."""
    direct = [path for path, text in modules.items() if name in text]
    taken = [
        re.compile(rf"^from {path.stem} import (?:\([^)]*|[^\n(]*)\b{constant}\b", re.MULTILINE)
        for path in direct
        for constant in _constants(name, modules[path])
    ]
    return [path for path, text in modules.items() if path in direct or any(one.search(text) for one in taken)]


def _constants(name: str, text: str) -> Iterator[str]:
    """What a module calls the file at its top."""
    for statement in ast.parse(text).body:
        if isinstance(statement, ast.Assign | ast.AnnAssign) and statement.value:
            target = statement.targets[0] if isinstance(statement, ast.Assign) else statement.target
            targets, values = (
                [*one.elts] if isinstance(one, ast.Tuple) else [one] for one in (target, statement.value)
            )
            for one, value in zip(targets, values):
                if isinstance(one, ast.Name) and name in ast.unparse(value):
                    yield one.id
