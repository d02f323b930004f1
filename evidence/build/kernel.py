"""One kernel that executes the cells of one notebook, within limits; each failure names its cell."""

import ast
import asyncio
import os
import re
import signal
import subprocess
from pathlib import Path
from typing import Any

from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode

from evidence.build.freshness import Used, code_cells

CELL_TIMEOUT = 600  # seconds
OUTPUT_WAIT = 60  # seconds for outputs that come after the end of their cell
LARGEST = 2_000_000  # characters in the outputs of a notebook: of these a page is made
LONGEST = 10_000  # characters in a line of printed text: the time to look through one grows with its square
OUTPUTS = ("stream", "display_data", "execute_result", "update_display_data")
# Asked of the kernel after every cell, outside its history: the tables loaded and the modules of ours imported so far.
PROBE = """(lambda m: (
    m['evidence.tables'].loaded() if 'evidence.tables' in m else [],
    [m[n].__file__ for n in list(m) if n.split('.')[0] == 'evidence' and getattr(m[n], '__file__', None)],
))(__import__('sys').modules)"""


# Where a traceback goes through a cell: the first of these is the cell that was executed.
PLACE = re.compile(r"^\s*Cell In\[(?P<cell>\d+)\], line (?P<line>\d+)", re.MULTILINE)
COLOURS = re.compile(r"\x1b\[[\d;]*m")


class NotebookError(Exception):
    """A notebook that could not be executed. The message names notebook, cell and cause."""


class Limited(NotebookClient):
    """A client that stops a kernel once its outputs are too large, or a line of them too long."""

    size, line, refused = 0, 0, ""
    killed: asyncio.Future | None = None

    def process_message(self, msg: dict, cell: NotebookNode, cell_index: int) -> NotebookNode | None:
        content = msg["content"]
        if msg["msg_type"] == "stream":
            self._measure(content["text"], content["text"])
        elif msg["msg_type"] in OUTPUTS:
            data = content["data"]
            self._measure("".join(map(str, data.values())), str(data.get("text/plain", "")) + "\n")
        if self.refused and msg["msg_type"] in OUTPUTS:
            # Raising would be noticed only at the end of the cell, which may never come.
            manager: Any = self.km  # whose methods are asynchronous here, which its types do not say
            self.killed = self.killed or asyncio.ensure_future(manager.signal_kernel(signal.SIGKILL))
            return None
        return super().process_message(msg, cell, cell_index)

    def _measure(self, text: str, printed: str) -> None:
        first, *others = printed.split("\n")
        longest = max(self.line + len(first), *map(len, others), 0)
        self.line = len(others[-1]) if others else self.line + len(first)
        self.size += len(text)
        if self.size > LARGEST:
            self.refused = f"the outputs of the notebook up to here are larger than {LARGEST:,} characters; show less"
        elif longest > LONGEST:
            self.refused = f"it prints a line of more than {LONGEST:,} characters; print less, or in several lines"


async def run(notebook: NotebookNode, path: Path, root: Path, variables: dict[str, str]) -> Used:
    """Execute every cell of ``notebook`` in a new kernel whose working directory is the folder of its file.

    variables: of the kernel's environment, beside those of this process. Raises NotebookError.
    """
    client = Limited(
        notebook,
        kernel_name="python3",
        timeout=CELL_TIMEOUT,
        iopub_timeout=OUTPUT_WAIT,
        raise_on_iopub_timeout=True,
        resources={"metadata": {"path": str(path.parent)}},
        record_timing=False,
        coalesce_streams=True,
        store_widget_state=False,
        shutdown_kernel="immediate",
    )
    search = os.pathsep.join(filter(None, [str(root), os.environ.get("PYTHONPATH")]))
    environment = {**os.environ, "PYTHONHASHSEED": "0", "PYTHONPATH": search, **variables}
    read_by: dict[str, int] = {}
    modules: list[str] = []
    indices = [index for index, cell in enumerate(notebook.cells) if cell.cell_type == "code"]
    # A kernel reports its sockets and its own shutdown there; what cells write to stderr comes another way.
    async with client.async_setup_kernel(env=environment, stderr=subprocess.DEVNULL):
        for number, (index, cell) in enumerate(zip(indices, code_cells(notebook))):
            cell.outputs, cell.execution_count = [], None
            try:
                await client.async_execute_cell(cell, index)
                if client.refused:
                    raise NotebookError(client.refused)
                loaded, modules = await _probe(client)
            except Exception as error:  # whatever goes wrong in a cell, the message must name it
                cause = client.refused or _cause(error)
                raise NotebookError(failure(path.relative_to(root), number, cell, cause, _line(error))) from error
            for name in loaded:
                read_by.setdefault(name, number)
    own = [Path(module).relative_to(root).as_posix() for module in modules if Path(module).is_relative_to(root)]
    return Used(["requirements.txt", *own], read_by)


async def _probe(client: NotebookClient) -> tuple[list[str], list[str]]:
    assert client.kc is not None  # a kernel runs
    message = client.kc.execute("", silent=True, store_history=False, user_expressions={"used": PROBE})
    reply = await client.async_wait_for_reply(message)
    if reply is None:
        raise RuntimeError("the kernel does not say what it has read")
    return ast.literal_eval(reply["content"]["user_expressions"]["used"]["data"]["text/plain"])


def failure(name: Path, number: int, cell: NotebookNode, cause: str, line: int = 1) -> str:
    """The message on a cell, which is counted among code cells from 0. line: which one to quote, from 1."""
    lines = cell.source.strip().splitlines()  # a kernel counts from the first line that is not blank, too
    quoted = "".join(lines[line - 1 : line]).strip()
    return f"{name}: cell {number} failed\n    {quoted}\n    {cause}"


def _line(error: Exception) -> int:
    """The line of the cell that failed, by its traceback; the first where nothing says it."""
    found = PLACE.findall(COLOURS.sub("", error.traceback)) if isinstance(error, CellExecutionError) else []
    return next((int(line) for cell, line in reversed(found) if cell == found[0][0]), 1)


def _cause(error: Exception) -> str:
    return f"{error.ename}: {error.evalue}" if isinstance(error, CellExecutionError) else f"{error or repr(error)}"
