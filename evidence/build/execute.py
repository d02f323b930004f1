"""Execute the notebooks that are stale, and only those: ``python -m evidence.build.execute``.

``freshness`` says what stale means. The whole data package is checked first, stale notebooks run in parallel, and
each is put in place only after all its cells succeeded.
"""

import argparse
import ast
import asyncio
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode

from evidence import tables
from evidence.build import prose
from evidence.build.freshness import Inputs, Used, clean, parsed, read_inputs, record, stale_reasons
from evidence.content import digest

CELL_TIMEOUT = 600  # seconds
CHECKED = Path("_build", "package.checked")
# Asked of the kernel after every cell, outside its history: the tables loaded and the modules of ours imported so far.
PROBE = """(lambda m: (
    m['evidence.tables'].loaded() if 'evidence.tables' in m else [],
    [m[n].__file__ for n in list(m) if n.split('.')[0] == 'evidence' and getattr(m[n], '__file__', None)],
))(__import__('sys').modules)"""


class NotebookError(Exception):
    """A notebook that could not be executed. The message names notebook, cell and cause."""


def execute(path: Path, root: Path, inputs: Inputs) -> None:
    """Execute one notebook and put the result in its place. Raises NotebookError, and then leaves the file alone."""
    before = path.read_bytes()
    notebook = nbformat.reads(before.decode("utf-8"), as_version=4)
    used = asyncio.run(_run(notebook, path, root))
    texts = prose.said(notebook)
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = prose.told(cell.source, texts)
    if missing := prose.wrong(notebook):
        raise NotebookError(f"{path.relative_to(root)}: {'; '.join(missing)}")
    notebook.metadata["evidence"] = record(notebook, inputs, used)
    text = nbformat.writes(clean(notebook)) + "\n"
    if path.read_bytes() != before:
        raise NotebookError(f"{path.relative_to(root)}: the file was changed during its execution; left as it is")
    partial = path.with_suffix(".ipynb.tmp")
    partial.write_text(text, encoding="utf-8", newline="\n")
    os.replace(partial, path)


async def _run(notebook: NotebookNode, path: Path, root: Path) -> Used:
    """Execute every cell in a new kernel whose working directory is the notebook's folder."""
    client = NotebookClient(
        notebook,
        kernel_name="python3",
        timeout=CELL_TIMEOUT,
        resources={"metadata": {"path": str(path.parent)}},
        record_timing=False,
        coalesce_streams=True,
        store_widget_state=False,
    )
    search = os.pathsep.join(filter(None, [str(root), os.environ.get("PYTHONPATH")]))
    read_by, modules = {}, []
    code_cells = [(index, cell) for index, cell in enumerate(notebook.cells) if cell.cell_type == "code"]
    environment = {**os.environ, "PYTHONHASHSEED": "0", "PYTHONPATH": search}
    # A kernel reports its sockets and its own shutdown there; what cells write to stderr comes another way.
    async with client.async_setup_kernel(env=environment, stderr=subprocess.DEVNULL):
        for number, (index, cell) in enumerate(code_cells):
            cell.outputs, cell.execution_count = [], None
            try:
                await client.async_execute_cell(cell, index)
                loaded, modules = await _probe(client)
            except Exception as error:  # whatever goes wrong in a cell, the message must name it
                raise NotebookError(_failure(path.relative_to(root), number, cell, error)) from error
            for name in loaded:
                read_by.setdefault(name, number)
    own = [Path(module).relative_to(root).as_posix() for module in modules if Path(module).is_relative_to(root)]
    return Used(["requirements.txt", *own], read_by)


async def _probe(client: NotebookClient) -> tuple[list[str], list[str]]:
    message = client.kc.execute("", silent=True, store_history=False, user_expressions={"used": PROBE})
    reply = await client.async_wait_for_reply(message)
    return ast.literal_eval(reply["content"]["user_expressions"]["used"]["data"]["text/plain"])


def _failure(name: Path, number: int, cell: NotebookNode, error: Exception) -> str:
    first_line = next(iter(cell.source.strip().splitlines()), "")
    cause = f"{error.ename}: {error.evalue}" if isinstance(error, CellExecutionError) else f"{error or repr(error)}"
    return f"{name}: cell {number} failed\n    {first_line}\n    {cause}"


def check_package(root: Path) -> None:
    """Validate the data package, which takes seconds, unless the same content passed before. Raises TableError."""
    files = [*sorted((root / "data").iterdir()), *sorted((root / "evidence").glob("*.py")), root / "requirements.txt"]
    content = digest("\n".join(f"{path.name} {digest(path.read_bytes())}" for path in files if path.is_file()))
    passed = root / CHECKED
    if not passed.is_file() or passed.read_text(encoding="utf-8") != content:
        tables.validate_package()
        passed.parent.mkdir(exist_ok=True)
        passed.write_text(content, encoding="utf-8")
    tables.trust_package()


def find_notebooks(root: Path) -> list[Path]:
    """Every notebook under ``chapters``, in order, without the checkpoints that Jupyter keeps."""
    return sorted(path for path in (root / "chapters").rglob("*.ipynb") if ".ipynb_checkpoints" not in path.parts)


def execute_all(paths: list[Path], root: Path, inputs: Inputs) -> list[str]:
    """Execute in parallel, a kernel per core, and print a line for each. Returns the messages of those that failed."""
    failures = []
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        runs = {pool.submit(_timed, path, root, inputs): path for path in paths}
        for count, run in enumerate(as_completed(runs), start=1):
            seconds, failure = run.result()
            outcome = "FAILED" if failure else "done"
            print(f"[{count}/{len(paths)}] {runs[run].relative_to(root)}  {outcome}  {seconds:.1f} s", flush=True)
            failures += [failure] if failure else []
    return failures


def _timed(path: Path, root: Path, inputs: Inputs) -> tuple[float, str]:
    start, failure = time.monotonic(), ""
    try:
        execute(path, root, inputs)
    except NotebookError as error:
        failure = str(error)
    except Exception as error:  # a kernel that won't start, a file that is no notebook: the others still finish
        failure = f"{path.relative_to(root)}: {type(error).__name__}: {error}"
    return time.monotonic() - start, failure


def find_stale(paths: list[Path], root: Path, inputs: Inputs) -> dict[Path, list[str]]:
    """The stale notebooks among ``paths``, each with its reasons."""
    found = {}
    for path in paths:
        try:
            found[path] = stale_reasons(parsed(path.read_text(encoding="utf-8")), inputs)
        except Exception as error:  # nbformat raises many kinds for a file that is no notebook
            raise NotebookError(f"{path.relative_to(root)}: not a notebook: {error}") from error
    return {path: reasons for path, reasons in found.items() if reasons}


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m evidence.build.execute", description=__doc__.splitlines()[0])
    parser.add_argument("notebooks", nargs="*", type=Path, help="only these (default: every one under chapters/)")
    parser.add_argument("--force", action="store_true", help="execute fresh notebooks too")
    parser.add_argument("--check", action="store_true", help="execute nothing; fail if a notebook is stale")
    options = parser.parse_args(arguments)
    try:
        root = tables.root()
        check_package(root)
        inputs = read_inputs(root)
        paths = [path.resolve() for path in options.notebooks] or find_notebooks(root)
        stale = find_stale(paths, root, inputs)
    except (tables.TableError, NotebookError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    for path, reasons in stale.items():
        print(f"{path.relative_to(root)} is stale: {'; '.join(reasons)}", flush=True)
    if options.check:
        return 1 if stale else 0
    failures = execute_all(paths if options.force else list(stale), root, inputs)
    if not failures and not (stale or options.force):
        print(f"{len(paths)} notebooks are fresh; nothing to execute", flush=True)
    for failure in failures:
        print(f"\n{failure}", file=sys.stderr)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
