"""A plugin of pytest that judges mutants with tests collected once: `python -m pytest -p benchmarks.judging`.

Collecting the tests takes longer than most of them. So they are collected once, and every mutant is judged in a process
forked from there, which reads the mutated table or notebook, or gets the mutated code in place of the old.
"""

import gc
import itertools
import json
import os
import resource
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import CodeType, FunctionType

import coverage
import pytest
from _pytest.runner import runtestprotocol

from benchmarks import mutants, reexecuted

SET_ASIDE = ("test_its_outputs_are_fresh",)  # staleness, which catches every edit
PROFILE, WORK = "MUTATIONS_PROFILE", "MUTATIONS_WORK"  # variables of the environment: a file to write; work to do
READ = (".csv", ".json", ".geojson", ".ipynb", ".md")
LONGEST = 120  # seconds of a processor; what has not ended then hangs
HANGS = "it never ended"
AFFORDABLE = 12  # seconds of tests for a mutant, as profiled; the others judge all survivors at once


def pytest_runtestloop(session: pytest.Session) -> bool | None:
    """Learn what each test touches, or judge mutants, where a variable of the environment says so."""
    items = [item for item in session.items if item.originalname not in SET_ASIDE]
    if PROFILE in os.environ:
        profile(items, Path(os.environ[PROFILE]))
        return True
    if WORK in os.environ:
        judge_all(items, json.loads(os.environ[WORK]))
        return True
    return None


# ------------------------------------------------------------------------------------------------ what tests touch
def profile(items: list[pytest.Item], target: Path) -> None:
    """Run every test once; write its seconds, whether it passed, the files that it opened, and which tests executed
    each line of `evidence`."""
    opened, root, tests = [], Path.cwd(), {}
    sys.addaudithook(lambda event, arguments: event == "open" and opened.append(str(arguments[0])))
    measured = coverage.Coverage(data_file=None, source=["evidence"], config_file=False)
    measured.start()
    for item, following in zip(items, [*items[1:], None]):
        opened.clear()
        measured.switch_context(item.nodeid)
        start = time.process_time()
        passed = run(item, following)
        seconds = round(time.process_time() - start, 3)
        tests[item.nodeid] = {"seconds": seconds, "passed": passed, "opened": sorted(set(_own(opened, root)))}
        if following is None:
            target.write_text(json.dumps({"tests": tests, "lines": _lines(measured, root)}), encoding="utf-8")
    measured.stop()


def _lines(measured: coverage.Coverage, root: Path) -> dict[str, dict[int, list[str]]]:
    """Which tests executed each line: file -> line -> tests."""
    data = measured.get_data()
    return {Path(file).relative_to(root).as_posix(): data.contexts_by_lineno(file) for file in data.measured_files()}


def run(item: pytest.Item, following: pytest.Item | None) -> bool:
    """Run one test; whether it passed, or was skipped."""
    return all(report.outcome != "failed" for report in runtestprotocol(item, log=False, nextitem=following))


def _own(opened: list[str], root: Path) -> Iterator[str]:
    for path in map(Path, list(opened)):
        if path.suffix in READ and path.is_relative_to(root):
            yield path.relative_to(root).as_posix()


class Touched:
    """Which tests can notice an edit of a file, by what they touched when nothing was edited."""

    def __init__(self, items: list[pytest.Item], profiled: dict):
        tests = profiled["tests"]
        self.lines = profiled["lines"]
        self.items = {item.nodeid: item for item in items if tests.get(item.nodeid, {}).get("passed", True)}
        self.seconds = {name: test["seconds"] for name, test in tests.items()}
        self.opened, self.openers = {name: test["opened"] for name, test in tests.items()}, {}
        for name, test in tests.items():
            for file in test["opened"]:
                self.openers.setdefault(file, set()).add(name)

    def by_file(self, *files: str) -> list[pytest.Item]:
        """Tests that opened a file, and those of the same module that opened none of its kind: a fixture did it for
        them."""
        openers = {name for file in files for name in self.openers.get(file, ())}
        modules = {name.partition("::")[0] for name in openers}
        kinds = {Path(file).suffix for file in files}
        given = {
            name
            for name in self.items
            if name.partition("::")[0] in modules
            and not kinds & {Path(file).suffix for file in self.opened.get(name, ())}
        }
        return self.ordered(name for name in openers | given if name in self.items)

    def showing(self, notebooks: list[Path], root: Path) -> list[pytest.Item]:
        """Tests of the modules in which one opened one of some notebooks."""
        return self.by_file(*(path.relative_to(root).as_posix() for path in notebooks))

    def affordable(self, tests: list[pytest.Item]) -> list[pytest.Item]:
        """The first of some tests, as many as can be paid for each mutant."""
        costs = itertools.accumulate(self._cost(item.nodeid) for item in tests)
        return [item for item, cost in zip(tests, costs) if cost <= AFFORDABLE]

    def by_line(self, file: str, lines: Iterable[int]) -> list[pytest.Item]:
        """Tests that executed one of some lines."""
        names = {name for line in lines for name in self.lines.get(file, {}).get(str(line), ())}
        return self.ordered(name for name in names if name in self.items)

    def ordered(self, names: Iterable[str]) -> list[pytest.Item]:
        """Module by module, so that fixtures are set up once; first what takes the least time."""
        groups = itertools.groupby(sorted(names, key=self._place), key=lambda name: name.partition("::")[0])
        groups = [sorted(group, key=self._cost) for _, group in groups]
        groups.sort(key=lambda group: sum(map(self._cost, group)))
        return [self.items[name] for group in groups for name in group]

    def _cost(self, name: str) -> float:
        return self.seconds.get(name, 1.0)

    def _place(self, name: str) -> str:
        return name.partition("::")[0]


# ------------------------------------------------------------------------------------------------ judging
def judge_all(items: list[pytest.Item], work: dict) -> None:
    """Judge the mutants of a seed, a line of JSON for each, in a copy of the checkout.

    work: seed, counts (as `mutants.draw`), profile and target (files). Mutants of tables that no test notices are put
    in together, the notebooks that read them executed again, and told apart where a test fails then.
    """
    root = Path.cwd()
    touched = Touched(items, json.loads(Path(work["profile"]).read_text("utf-8")))
    drawn, found = mutants.draw(root, work["seed"], work["counts"]), []
    for number, mutant in enumerate(drawn):
        found.append({"number": number, **mutant._asdict(), **judged(mutant, root, touched)})
        told = mutant.kind, mutant.file, mutant.place, mutant.what, found[-1]["caught_by"] or "SURVIVED"
        print(number, round(found[-1]["seconds"], 1), *told, sep=" | ", flush=True)
    left = [one for one, mutant in zip(found, drawn) if mutant.room == "data" and not one["caught_by"]]
    for number, caught in told_apart([drawn[one["number"]] for one in left], root, touched).items():
        left[number]["after"] = caught
    lines = [json.dumps({key: one[key] for key in one if key != "text"}, ensure_ascii=False) for one in found]
    Path(work["target"]).write_text("\n".join(lines) + "\n", encoding="utf-8")


def judged(mutant: mutants.Mutant, root: Path, touched: Touched) -> dict:
    """What caught a mutant: of a table or of code as it is, of a chapter once that was executed again; '' is nothing.

    A test that reads notebooks says nothing of a table as long as they were not executed again.
    """
    if mutant.room == "code":
        tests = touched.by_line(mutant.file, mutants.body(root / mutant.file, mutant.line))
        return forked([mutant], root, touched.affordable(tests), [])
    if mutant.room == "chapter":
        return forked([mutant], root, touched.affordable(touched.by_file(mutant.file)), [root / mutant.file])
    showing = {item.nodeid for item in touched.showing(reexecuted.readers(root, Path(mutant.file).stem), root)}
    tests = [item for item in touched.by_file(mutant.file) if item.nodeid not in showing]
    return forked([mutant], root, touched.affordable(tests), [])


def told_apart(survivors: list[mutants.Mutant], root: Path, touched: Touched, numbers=None) -> dict[int, str]:
    """What catches each survivor once the notebooks that read its table were executed again: number -> test.

    All at once; where something is caught, each half by itself, and so on.
    """
    numbers = list(range(len(survivors))) if numbers is None else numbers
    if not numbers:
        return {}
    chosen = [survivors[number] for number in numbers]
    readers = sorted({path for one in chosen for path in reexecuted.readers(root, Path(one.file).stem)})
    caught = forked(chosen, root, touched.showing(readers, root), readers)["after"] if readers else ""
    print(len(chosen), "together:", caught or "SURVIVED", flush=True)
    if not caught or len(numbers) == 1:
        return dict.fromkeys(numbers, caught)
    half = len(numbers) // 2
    parts = numbers[:half], numbers[half:]
    return {key: value for part in parts for key, value in told_apart(survivors, root, touched, part).items()}


def forked(edits: list[mutants.Mutant], root: Path, tests: list[pytest.Item], notebooks: list[Path]) -> dict:
    """What `first_failed` says in a process of its own; one that never ends is caught by that. Files are put back."""
    edited = {root / one.file for one in edits}
    kept = {path: path.read_bytes() for path in {*edited, root / "evidence/accepted.json", *notebooks}}
    receiver, sender = os.pipe()
    child = os.fork()
    if not child:
        os.close(receiver)
        resource.setrlimit(resource.RLIMIT_CPU, (LONGEST + int(time.process_time()),) * 2)
        try:
            os.write(sender, json.dumps(first_failed(edits, root, tests, notebooks)).encode())
        finally:
            os._exit(0)
    os.close(sender)
    with os.fdopen(receiver, "rb") as said:
        answer = said.read()
    os.waitpid(child, 0)
    for path, content in kept.items():
        path.write_bytes(content)
    return json.loads(answer) if answer else {"caught_by": HANGS, "after": HANGS, "seconds": LONGEST, "tests": 0}


def first_failed(edits: list[mutants.Mutant], root: Path, tests: list[pytest.Item], notebooks: list[Path]) -> dict:
    """The first test that fails with some edits, or, where notebooks are executed again, what fails then."""
    start = time.process_time()
    for file in {one.file for one in edits}:
        original = (root / file).read_text("utf-8")
        text = mutants.merged(original, [one.text for one in edits if one.file == file])
        if edits[0].room == "code":
            swap(root / file, text)
        (root / file).write_text(text, encoding="utf-8", newline="")
    caught = (reexecuted.update(root, notebooks) if notebooks else "") or failing(tests)
    seconds = time.process_time() - start
    return {"caught_by": caught, "after": caught, "seconds": seconds, "tests": len(tests)}


def failing(tests: list[pytest.Item]) -> str:
    """The first of some tests that fails, or ''."""
    for item, following in zip(tests, [*tests[1:], None]):
        if not run(item, following):
            item.session._setupstate.teardown_exact(None)
            return item.nodeid
    return ""


def swap(path: Path, text: str) -> None:
    """Give every function of a module that is loaded the code that it has in another text of the module."""
    codes = {(one.co_qualname, one.co_firstlineno): one for one in _codes(compile(text, str(path), "exec"))}
    for one in gc.get_objects():
        if isinstance(one, FunctionType) and one.__code__.co_filename == str(path):
            new = codes.get((one.__code__.co_qualname, one.__code__.co_firstlineno))
            if new and new.co_freevars == one.__code__.co_freevars:
                one.__code__ = new


def _codes(code: CodeType) -> Iterator[CodeType]:
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield constant
            yield from _codes(constant)
