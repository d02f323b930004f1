"""A plugin of pytest that judges mutants with tests collected once: `python -m pytest -p benchmarks.judging`.

Collecting the tests takes longer than most of them. So they are collected once, and every mutant is judged in a process
forked from there, which reads the mutated table or notebook, or gets the mutated code in place of the old. Defaults of
arguments, and code that uses other variables of the function around it, can't be put in so: such a mutant survives, and
is judged by hand, in a process of its own.
"""

import collections
import gc
import itertools
import json
import os
import resource
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import coverage
import pytest
from _pytest.runner import runtestprotocol

from benchmarks import mutants, reexecuted
from evidence.analysis.mutations import SEALS
from evidence.seals import changed_rows, seal

PROFILE, WORK = "MUTATIONS_PROFILE", "MUTATIONS_WORK"  # variables of the environment: a file to write; work to do
READ = (".csv", ".json", ".geojson", ".ipynb", ".md")
LONGEST = 120  # seconds of a processor; what has not ended then hangs
HANGS = "it never ended"
OUT_OF_TIME = (signal.SIGXCPU, signal.SIGKILL)  # what ends a process at its limit of seconds
SEAL, READ_SEAL = (f"tests/test_data_package.py::{name}" for name in SEALS)
SET_ASIDE = ("test_its_outputs_are_fresh", *SEALS)  # staleness catches every edit; seals come last
NOTEBOOKS = ("chapter", "page")  # rooms
AFFORDABLE = 3  # seconds of tests for a mutant, as profiled; the others judge all survivors at once


def pytest_runtestloop(session: pytest.Session) -> bool | None:
    """Learn what each test touches, or judge mutants, where a variable of the environment says so."""
    items = [item for item in session.items if getattr(item, "originalname", "") not in SET_ASIDE]
    if PROFILE in os.environ:
        profile(items, Path(os.environ[PROFILE]))
        return True
    if WORK in os.environ:
        judge_all(items, json.loads(os.environ[WORK]))
        return True
    return None


# ------------------------------------------------------------------------------------------------ what tests touch
def profile(items: list[pytest.Item], target: Path) -> None:
    """Run every test once, and the notebooks; write of each test its seconds, whether it passed and the files that it
    opened, and of each line of `evidence` the tests and notebooks that executed it."""
    root = Path.cwd()
    opened: list[str] = []
    tests: dict[str, dict] = {}
    sys.addaudithook(lambda event, told: opened.append(str(told[0])) if event == "open" else None)
    measured = coverage.Coverage(data_file=None, source=["evidence"], config_file=False)
    measured.start()
    for item, following in zip(items, [*items[1:], None]):
        opened.clear()
        measured.switch_context(item.nodeid)
        start = time.process_time()
        passed = run(item, following)
        seconds = round(time.process_time() - start, 3)
        tests[item.nodeid] = {"seconds": seconds, "passed": passed, "opened": sorted(set(_own(opened, root)))}
    for path in reexecuted.notebooks(root):
        measured.switch_context(path.relative_to(root).as_posix())
        reexecuted.outputs(path)
    measured.stop()
    target.write_text(json.dumps({"tests": tests, "lines": _lines(measured, root)}), encoding="utf-8")


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
        self.caught: collections.Counter[str] = collections.Counter()  # by module, so far
        self.opened = {name: test["opened"] for name, test in tests.items()}
        self.openers: dict[str, set[str]] = {}
        for name, test in tests.items():
            for file in test["opened"]:
                self.openers.setdefault(file, set()).add(name)

    def by_file(self, *files: str) -> list[pytest.Item]:
        """Tests that opened a file, and those of the same module that opened none of its kind: a fixture did it for
        them. Of a notebook all of the module: a cache may hold it for a test that opens another one itself."""
        openers = {name for file in files for name in self.openers.get(file, ())}
        modules = {name.partition("::")[0] for name in openers}
        kinds = {Path(file).suffix for file in files}
        given = {
            name
            for name in self.items
            if name.partition("::")[0] in modules
            and (".ipynb" in kinds or not kinds & {Path(file).suffix for file in self.opened.get(name, ())})
        }
        return self.ordered(name for name in openers | given if name in self.items)

    def showing(self, notebooks: list[Path], root: Path) -> list[pytest.Item]:
        """Tests of the modules in which one opened one of some notebooks."""
        return self.by_file(*(path.relative_to(root).as_posix() for path in notebooks))

    def affordable(self, tests: list[pytest.Item]) -> list[pytest.Item]:
        """The first of some tests, as many as can be paid for each mutant."""
        tests = [item for item in tests if self._cost(item.nodeid) <= AFFORDABLE / 2]
        costs = itertools.accumulate(self._cost(item.nodeid) for item in tests)
        return [item for item, cost in zip(tests, costs) if cost <= AFFORDABLE]

    def by_line(self, file: str, lines: Iterable[int]) -> list[pytest.Item]:
        """Tests that executed one of some lines."""
        return self.ordered(name for name in self._ran(file, lines) if name in self.items)

    def notebooks(self, file: str, lines: Iterable[int]) -> list[str]:
        """Notebooks that executed one of some lines, by their paths."""
        return sorted(name for name in self._ran(file, lines) if name.endswith(".ipynb"))

    def _ran(self, file: str, lines: Iterable[int]) -> set[str]:
        return {name for line in lines for name in self.lines.get(file, {}).get(str(line), ())}

    def ordered(self, names: Iterable[str]) -> list[pytest.Item]:
        """Module by module, so that fixtures are set up once; first what takes little time and has caught others."""
        modules = itertools.groupby(sorted(names, key=self._place), key=lambda name: name.partition("::")[0])
        groups = [sorted(group, key=self._cost) for _, group in modules]
        groups.sort(key=lambda group: sum(map(self._cost, group)) / (1 + 10 * self.caught[self._place(group[0])]))
        return [self.items[name] for group in groups for name in group]

    def _cost(self, name: str) -> float:
        return self.seconds.get(name, 1.0)

    def _place(self, name: str) -> str:
        return name.partition("::")[0]


# ------------------------------------------------------------------------------------------------ judging
def judge_all(items: list[pytest.Item], work: dict) -> None:
    """Judge the mutants of a seed, a line of JSON for each, in a copy of the checkout.

    work: seed, counts (as `mutants.draw`), rooms, profile, sealed and target (files). First each by what is affordable,
    then those of tables by the seals; survivors alone by all tests and the comparison of outputs. Mutants of tables
    that are left are put in together, the notebooks that read them executed again, and told apart where a test fails.
    """
    root, target = Path.cwd(), Path(work["target"])
    touched = Touched(items, json.loads(Path(work["profile"]).read_text("utf-8")))
    drawn, found = mutants.draw(root, work["seed"], work["counts"]), read(target)
    order = [number for number in turns(drawn) if drawn[number].room in work["rooms"]]
    for number in order:
        if number not in found:
            found[number] = {"number": number, **drawn[number]._asdict(), **judged(drawn[number], root, touched)}
            del found[number]["text"]
            touched.caught[found[number]["caught_by"].partition("::")[0]] += 1
            with target.open("a", encoding="utf-8") as lines:
                lines.write(json.dumps(found[number], ensure_ascii=False) + "\n")
    sealed = json.loads(Path(work["sealed"]).read_text("utf-8"))
    for number in order:
        if found[number]["room"] == "data" and not found[number]["caught_by"]:
            found[number]["caught_by"] = broken_seal(drawn[number], root, sealed)
    write(target, found)
    for number in order:
        if not found[number]["caught_by"] and "asked" not in found[number]:
            found[number] |= {"caught_by": asked_all(drawn[number], root, touched), "asked": True}
            write(target, found)
    missed = [number for number in order if found[number]["room"] == "data" and not found[number]["caught_by"]]
    left = {number: drawn[number] for number in missed if not found[number]["executed"]}
    for number, caught in told_apart(left, root, touched).items() if left else ():
        found[number] |= {"caught_by": caught, "executed": True}
    write(target, found)


def broken_seal(mutant: mutants.Mutant, root: Path, sealed: dict[str, str]) -> str:
    """The test that a mutant of a table fails because a seal breaks; '' is none. sealed: file -> seal of the table."""
    if mutant.file in sealed and seal(mutant.text.encode()) != sealed[mutant.file]:
        return SEAL

    def changed() -> bool:
        put_in([mutant], root)
        return bool(changed_rows())

    return READ_SEAL if in_a_fork(changed, [mutant], root, []) else ""


def asked_all(mutant: mutants.Mutant, root: Path, touched: Touched) -> str:
    """What catches a survivor: a test that was not affordable; of code, a cell that gives something else, as nbval
    says. '' is nothing."""
    caught = forked([mutant], root, able(mutant, root, touched), notebooks_of(mutant, root))["caught_by"]
    if caught or mutant.room != "code":
        return caught
    return differing(mutant, root, touched.notebooks(mutant.file, mutants.body(root / mutant.file, mutant.line)))


def turns(drawn: list[mutants.Mutant]) -> list[int]:
    """One of each kind in turn, so that a run that is stopped has seen them all."""
    met: collections.Counter[str] = collections.Counter()
    order = []
    for number, mutant in enumerate(drawn):
        met[mutant.kind] += 1
        order.append((met[mutant.kind], number))
    return [number for _, number in sorted(order)]


def read(target: Path) -> dict[int, dict]:
    """What was found so far, by number: a run that was stopped goes on where it stood."""
    lines = target.read_text("utf-8").splitlines() if target.exists() else []
    return {one["number"]: one for one in map(json.loads, lines)}


def write(target: Path, found: dict[int, dict]) -> None:
    """Write down what is found of each mutant, by its number: a line of JSON each, in their order."""
    lines = [json.dumps(found[number], ensure_ascii=False) for number in sorted(found)]
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")


def judged(mutant: mutants.Mutant, root: Path, touched: Touched) -> dict:
    """What caught a mutant among the tests that are affordable; '' is nothing."""
    return forked([mutant], root, touched.affordable(able(mutant, root, touched)), notebooks_of(mutant, root))


def able(mutant: mutants.Mutant, root: Path, touched: Touched) -> list[pytest.Item]:
    """The tests that can notice a mutant: of a table or of code as it is, of a notebook once that was executed again.

    A test that reads notebooks says nothing of a table as long as they were not executed again.
    """
    if mutant.room == "code":
        return touched.by_line(mutant.file, mutants.body(root / mutant.file, mutant.line))
    if mutant.room in NOTEBOOKS:
        return touched.by_file(mutant.file)
    showing = {item.nodeid for item in touched.showing(reexecuted.readers(root, Path(mutant.file).stem), root)}
    return [item for item in touched.by_file(mutant.file) if item.nodeid not in showing]


def notebooks_of(mutant: mutants.Mutant, root: Path) -> list[Path]:
    """The notebook that an editor of it would execute again, where it is one."""
    return [root / mutant.file] if mutant.file.endswith(".ipynb") else []


def told_apart(survivors: dict[int, mutants.Mutant], root: Path, touched: Touched) -> dict[int, str]:
    """What catches each survivor once the notebooks that read its table were executed again: number -> test.

    All at once; where something is caught, each half by itself, and so on.
    """
    chosen = list(survivors.values())
    readers = sorted({path for one in chosen for path in reexecuted.readers(root, Path(one.file).stem)})
    caught = forked(chosen, root, touched.showing(readers, root), readers)["caught_by"] if readers else ""
    if not caught or len(chosen) == 1:
        return dict.fromkeys(survivors, caught)
    numbers = sorted(survivors, key=lambda number: reexecuted.readers(root, Path(survivors[number].file).stem))
    parts = numbers[: len(numbers) // 2], numbers[len(numbers) // 2 :]
    halves = [told_apart({number: survivors[number] for number in part}, root, touched) for part in parts]
    return halves[0] | halves[1]


def forked(edits: list[mutants.Mutant], root: Path, tests: list[pytest.Item], notebooks: list[Path]) -> dict:
    """What `first_failed` says in a process of its own; one that never ends is caught by that."""
    answer = in_a_fork(lambda: first_failed(edits, root, tests, notebooks), edits, root, notebooks)
    return answer or {"caught_by": HANGS, "executed": bool(notebooks), "seconds": LONGEST}


def in_a_fork(asked: Callable, edits: list[mutants.Mutant], root: Path, notebooks: list[Path]) -> Any:
    """What a function gives in a process of its own; None of one that uses up its time. Files are put back.

    Raises RuntimeError for one that ends in another way without an answer: that says nothing of a mutant.
    """
    edited = {root / one.file for one in edits}
    kept = {path: path.read_bytes() for path in {*edited, root / "evidence/accepted.json", *notebooks}}
    receiver, sender = os.pipe()
    child = os.fork()
    if not child:
        os.close(receiver)
        longest = LONGEST * (1 + len(notebooks))
        resource.setrlimit(resource.RLIMIT_CPU, (longest + int(time.process_time()),) * 2)
        try:
            os.write(sender, json.dumps(asked()).encode())
        finally:
            os._exit(0)
    os.close(sender)
    with os.fdopen(receiver, "rb") as said:
        answer = said.read()
    ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    for path, content in kept.items():
        path.write_bytes(content)
    if not answer and -ended not in OUT_OF_TIME:
        raise RuntimeError(
            f"the process of {', '.join(one.place for one in edits)} ended with {ended} and said nothing"
        )
    return json.loads(answer) if answer else None


def first_failed(edits: list[mutants.Mutant], root: Path, tests: list[pytest.Item], notebooks: list[Path]) -> dict:
    """The first test that fails with some edits, or, where notebooks are executed again, what fails then."""
    start = time.process_time()
    put_in(edits, root)
    caught = (reexecuted.update(root, notebooks) if notebooks else "") or failing(tests)
    return {"caught_by": caught, "executed": bool(notebooks), "seconds": time.process_time() - start}


def put_in(edits: list[mutants.Mutant], root: Path) -> None:
    """Put edits into their files, and into the code that is loaded."""
    for file in {one.file for one in edits}:
        original = (root / file).read_text("utf-8")
        text = mutants.merged(original, [one.text for one in edits if one.file == file])
        if edits[0].room == "code":
            swap(root / file, text)
        (root / file).write_text(text, encoding="utf-8", newline="")


def differing(mutant: mutants.Mutant, root: Path, notebooks: list[str]) -> str:
    """The first cell of some notebooks that gives something else with an edit of code; '' is none."""
    for name in notebooks:

        def edited(path: Path = root / name) -> list[str]:
            put_in([mutant], root)
            return reexecuted.outputs(path)

        now = in_a_fork(edited, [mutant], root, [])
        if now is None:
            return HANGS
        pairs = enumerate(zip(now, unedited(root, name)))
        different = [number for number, (one, other) in pairs if one != other]
        if different:
            return f"nbval: {name}, cell {different[0]}"
    return ""


@cache
def unedited(root: Path, name: str) -> list[str]:
    return in_a_fork(lambda: reexecuted.outputs(root / name), [], root, [])


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
