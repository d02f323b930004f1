"""Execute the notebooks that are stale, and only those: ``python -m evidence.build.execute``.

``freshness`` says what stale means. The whole data package is checked first, stale notebooks run in parallel, each in
two kernels, and each is put in place only after all its cells succeeded and gave the same twice (`repeatable`). The
numbers of figures and tables in the prose are written before, where that is all that is stale, and after.
"""

import argparse
import asyncio
import contextlib
import copy
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from evidence import left_to_do, tables
from evidence.build import corrections, kernel, prose, repeatable
from evidence.build.freshness import Inputs, Used, clean, code_cells, parsed, read_inputs, record, stale_reasons
from evidence.build.kernel import NotebookError
from evidence.build.whole import put
from evidence.changes.command import in_short
from evidence.content import digest, read
from evidence.waiting import Alone

BUILD = "_build"
FIRST = "index.ipynb"
CHECKED = Path(BUILD, "package.checked")


async def execute(path: Path, root: Path, inputs: Inputs) -> None:
    """Execute one notebook and put the result in its place. Raises NotebookError, and then leaves the file alone."""
    before = path.read_bytes()
    notebook = nbformat.reads(before.decode("utf-8"), as_version=4)
    used = await _run_twice(notebook, path, root)
    texts = prose.said(notebook)
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = prose.told(cell.source, texts)
    if missing := prose.wrong(notebook):
        raise NotebookError(f"{path.relative_to(root)}: {'; '.join(missing)}")
    notebook.metadata["evidence"] = record(notebook, inputs, used)
    if path.read_bytes() != before:
        raise NotebookError(f"{path.relative_to(root)}: the file was changed during its execution; left as it is")
    _put(path, clean(notebook))


def _put(path: Path, notebook: NotebookNode) -> None:
    put(path, nbformat.writes(notebook) + "\n")


def renumber(paths: list[Path], root: Path, numbers: dict[tuple[str, str], str]) -> list[Path]:
    """Write the numbers of figures and tables into the prose of notebooks; returns those that changed.

    numbers: as `freshness.read_numbers`. Raises NotebookError for a file that is no notebook.
    """
    changed = []
    for path in paths:
        with _named(path, root):
            notebook = copy.deepcopy(parsed(path.read_text(encoding="utf-8")))
            told = [cell for cell in notebook.cells if cell.cell_type == "markdown"]
        for cell in told:
            cell.source = prose.renumbered(cell.source, numbers)
        if notebook != parsed(path.read_text(encoding="utf-8")):
            _put(path, notebook)
            changed.append(path)
    return changed


@contextlib.contextmanager
def _named(path: Path, root: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise NotebookError(f"{path.relative_to(root)}: it can't be read: {error.strerror}") from error
    except Exception as error:  # nbformat raises many kinds for a file that is no notebook
        raise NotebookError(f"{path.relative_to(root)}: not a notebook: {error}") from error


async def _run_twice(notebook: NotebookNode, path: Path, root: Path) -> Used:
    """Execute every cell in two kernels at once. Raises NotebookError for one whose outputs can't come out again."""
    again = copy.deepcopy(notebook)
    with tempfile.TemporaryDirectory() as folder:
        other = {"TZ": repeatable.other_zone(datetime.now(UTC), date.today()), "TMPDIR": folder}
        runs = kernel.run(notebook, path, root, {}), kernel.run(again, path, root, other)
        used, error = await asyncio.gather(*runs, return_exceptions=True)
    if isinstance(used, BaseException):
        raise used
    if isinstance(error, BaseException):
        raise error
    folders, known = [str(root), str(Path.home()), sys.prefix, tempfile.gettempdir()], _known(root, notebook)
    for number, (one, other) in enumerate(zip(code_cells(notebook), code_cells(again))):
        wrong = repeatable.of_this_machine(one, folders, known) or repeatable.unlike(one, other)
        if wrong:
            raise NotebookError(kernel.failure(path.relative_to(root), number, one, wrong))
    return used


def _known(root: Path, notebook: NotebookNode) -> str:
    """What may hold today's date for a reason: the code of a notebook, and the tables."""
    tables_read = (read(path) or b"" for path in (root / "data").glob("*.csv"))
    return "\n".join(
        [*(cell.source for cell in code_cells(notebook)), b"\n".join(tables_read).decode(errors="replace")]
    )


def check_package(root: Path) -> None:
    """Validate the data package, which takes seconds, unless the same content passed before. Raises TableError."""
    files = [*sorted((root / "data").iterdir()), *sorted((root / "evidence").glob("*.py")), root / "requirements.txt"]
    contents = {path.name: read(path) for path in files}
    content = digest("\n".join(f"{name} {digest(one)}" for name, one in contents.items() if one is not None))
    passed = root / CHECKED
    if not passed.is_file() or passed.read_text(encoding="utf-8") != content:
        tables.validate_package()
        passed.parent.mkdir(exist_ok=True)
        passed.write_text(content, encoding="utf-8")
    tables.trust_package()


def find_notebooks(root: Path) -> list[Path]:
    """The first page and every notebook under ``chapters``, in order, without checkpoints of Jupyter and what is no
    file."""
    paths = [root / FIRST, *sorted((root / "chapters").rglob("*.ipynb"))]
    found = [path for path in paths if path.is_file()]
    return [path for path in found if ".ipynb_checkpoints" not in path.parts and not path.name.startswith(".")]


def execute_all(paths: list[Path], root: Path, inputs: Inputs) -> list[str]:
    """Execute in parallel, a kernel per core, and print a line for each. Returns the messages of those that failed.

    Raises KeyboardInterrupt within a second: kernels are killed, and notebooks not done stay as they were.
    """
    loop = asyncio.new_event_loop()
    with ThreadPoolExecutor(1) as pool:
        # In a thread, because nbclient would take the handler of Ctrl-C away from the main one; it is closed there
        # too, since the main one may have a loop of its own.
        run = pool.submit(_in_loop, loop, paths, root, inputs)
        try:
            return run.result()
        except KeyboardInterrupt:
            loop.call_soon_threadsafe(lambda: [task.cancel() for task in asyncio.all_tasks(loop)])
            raise


def _in_loop(loop: asyncio.AbstractEventLoop, paths: list[Path], root: Path, inputs: Inputs) -> list[str]:
    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        return runner.run(_execute_all(paths, root, inputs))


async def _execute_all(paths: list[Path], root: Path, inputs: Inputs) -> list[str]:
    failures, free = [], asyncio.Semaphore(max(1, (os.cpu_count() or 1) // 2))  # each has two kernels
    runs = [asyncio.ensure_future(_timed(path, root, inputs, free)) for path in paths]
    try:
        for count, run in enumerate(asyncio.as_completed(runs), start=1):
            path, seconds, failure = await run
            outcome = "FAILED" if failure else "done"
            print(f"[{count}/{len(paths)}] {path.relative_to(root)}  {outcome}  {seconds:.1f} s", flush=True)
            if failure:  # told again at the end: the others may take minutes
                print(failure, flush=True)
            failures += [failure] if failure else []
    finally:
        for run in runs:
            run.cancel()
        await asyncio.gather(*runs, return_exceptions=True)
    return failures


async def _timed(path: Path, root: Path, inputs: Inputs, free: asyncio.Semaphore) -> tuple[Path, float, str]:
    async with free:
        start, failure = time.monotonic(), ""
        try:
            await execute(path, root, inputs)
        except NotebookError as error:
            failure = str(error)
        except Exception as error:  # a kernel that won't start, a file that is no notebook: the others still finish
            failure = f"{path.relative_to(root)}: {type(error).__name__}: {error}"
        return path, time.monotonic() - start, failure


def find_stale(paths: list[Path], root: Path, inputs: Inputs) -> dict[Path, list[str]]:
    """The stale notebooks among ``paths``, each with its reasons."""
    found = {}
    for path in paths:
        with _named(path, root):
            found[path] = stale_reasons(parsed(path.read_text(encoding="utf-8")), inputs)
    return {path: reasons for path, reasons in found.items() if reasons}


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m evidence.build.execute", description=__doc__.splitlines()[0])
    parser.add_argument("notebooks", nargs="*", type=Path, help="only these (default: every one of the book)")
    parser.add_argument("--force", action="store_true", help="execute fresh notebooks too")
    parser.add_argument("--check", action="store_true", help="execute nothing; fail if a notebook is stale")
    options = parser.parse_args(arguments)
    try:
        root = tables.root()
        if options.check:
            paths, inputs = _checked(options.notebooks, root)
            return 1 if _say_stale(find_stale(paths, root, inputs), root) else 0
        with Alone(root / BUILD):
            status = update(root, options.notebooks, options.force)
    except (tables.TableError, NotebookError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    if not status and (moved := in_short(root)):
        print(f"\n{moved}", flush=True)
    return status


def update(root: Path, notebooks: list[Path], force: bool = False) -> int:
    """Execute what is stale among ``notebooks`` (none: every one), or with ``force`` all of it; the exit status.

    For a caller that is alone in the checkout. Raises TableError, NotebookError and OSError.
    """
    paths, inputs = _checked(notebooks, root)
    _say_renumbered(renumber(paths, root, inputs.numbers), root)
    stale = find_stale(paths, root, inputs)
    _say_stale(stale, root)
    chosen = paths if force else list(stale)
    failures = execute_all(chosen, root, inputs)
    if chosen and not failures:
        inputs = read_inputs(root)
        _say_renumbered(renumber(paths, root, inputs.numbers), root)
        left = find_stale(paths, root, inputs)
        failures = [f"{path.relative_to(root)}: {'; '.join(reasons)}" for path, reasons in left.items()]
    if not failures and not chosen:
        print(f"{len(paths)} notebooks are fresh; nothing to execute", flush=True)
    for line in corrections.told(root) if stale else ():
        print(line, flush=True)
    for failure in failures:
        print(f"\n{failure}", file=sys.stderr)
    return 1 if failures else 0


def _checked(notebooks: list[Path], root: Path) -> tuple[list[Path], Inputs]:
    """The notebooks asked for, of a package that was checked, and what their outputs may depend on."""
    check_package(root)
    for line in left_to_do.said(root):
        print(line, flush=True)
    return [path.resolve() for path in notebooks] or find_notebooks(root), read_inputs(root)


def _say_renumbered(paths: list[Path], root: Path) -> None:
    for path in paths:
        print(f"{path.relative_to(root)}: the numbers of figures and tables were written into its prose", flush=True)


def _say_stale(stale: dict[Path, list[str]], root: Path) -> bool:
    for path, reasons in stale.items():
        print(f"{path.relative_to(root)} is stale: {'; '.join(reasons)}", flush=True)
    return bool(stale)


if __name__ == "__main__":
    sys.exit(main())
