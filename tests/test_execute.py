"""Real executions of small notebooks in a checkout of their own."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time

import nbformat
import pytest

from conftest import make_small_checkout, started, write_notebook
from evidence.build import execute

pytestmark = pytest.mark.slow

READ = "from evidence import tables\ntable = tables.load('{}')"
SUM = "print(table.amount.sum())"


@pytest.fixture(scope="module")
def executed_once(tmp_path_factory):
    """A checkout whose two notebooks, ``rain`` and ``sun``, were executed; each reads its table in cell 1."""
    root = make_small_checkout(tmp_path_factory.mktemp("executed") / "checkout")
    for name in ("rain", "sun"):
        write_notebook(root, name, "x = 1", READ.format(name), SUM)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        assert execute.main([]) == 0
    return root


@pytest.fixture
def weather(executed_once, tmp_path):
    """A copy of it of one's own."""
    return shutil.copytree(executed_once, tmp_path / "weather")


@pytest.fixture
def run(run_in):
    """``run(checkout, "--check")``"""
    return lambda root, *arguments: run_in(root, execute.main, *arguments)


def chapter(root, name):
    return root / "chapters" / f"{name}.ipynb"


def printed(root, name) -> str:
    """What the last cell of a chapter printed."""
    return nbformat.read(chapter(root, name), as_version=4).cells[-1].outputs[0].text


def edit(path, old, new):
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def executed(result) -> set[str]:
    """Names of the notebooks with a progress line."""
    lines = [line for line in result.out.splitlines() if line.startswith("[")]
    return {line.split()[1].removeprefix("chapters/").removesuffix(".ipynb") for line in lines}


def test_a_new_notebook_is_executed_and_says_what_it_read(weather, executed_once):
    notebook = nbformat.read(chapter(weather, "rain"), as_version=4)
    nbformat.validate(notebook)
    assert printed(weather, "rain") == "3\n"
    assert [cell.execution_count for cell in notebook.cells[1:]] == [1, 2, 3]
    assert notebook.metadata.evidence.tables == {"rain": 1}
    assert {"evidence/tables.py", "requirements.txt"} <= notebook.metadata.evidence.parts.files.keys()
    assert "evidence/build/execute.py" not in notebook.metadata.evidence.parts.files
    assert str(executed_once) not in chapter(weather, "rain").read_text("utf-8")


def test_a_notebook_depends_on_what_it_asks_the_packages_for_and_no_more(weather, run):
    write_notebook(weather, "rain", "from evidence.forecast import AS_OF", "from evidence.exhibits import count")
    assert run(weather).status == 0
    files = nbformat.read(chapter(weather, "rain"), as_version=4).metadata.evidence.parts.files
    assert {"evidence/forecast/as_of.py", "evidence/exhibits/numbers.py"} <= files.keys()
    assert not {"evidence/forecast/base_rates.py", "evidence/exhibits/figures.py"} & files.keys()


def test_fresh_notebooks_are_not_executed(weather, run):
    result = run(weather)
    assert result == (0, "2 notebooks are fresh; nothing to execute\n", "")


def test_file_times_play_no_part(weather, run):
    (weather / "data" / "rain.csv").touch()
    assert executed(run(weather)) == set()


def test_an_edited_table_executes_what_reads_it_and_nothing_else(weather, run):
    other = chapter(weather, "sun").read_bytes()
    edit(weather / "data" / "rain.csv", "2016,2", "2016,5")
    check = run(weather, "--check")
    assert check == (1, "chapters/rain.ipynb is stale: table rain changed, read by cell 1\n", "")
    result = run(weather)
    assert (result.status, executed(result)) == (0, {"rain"})
    assert printed(weather, "rain") == "6\n"
    assert chapter(weather, "sun").read_bytes() == other
    assert run(weather, "--check").status == 0


def test_edited_code_and_edited_modules_are_named(weather, run):
    edit(chapter(weather, "sun"), "x = 1", "x = 2")
    tables = weather / "evidence" / "tables.py"
    tables.write_text(tables.read_text("utf-8") + "\n# a remark\n", "utf-8")
    assert run(weather, "--check").out.splitlines() == [
        "chapters/rain.ipynb is stale: evidence/tables.py changed",
        "chapters/sun.ipynb is stale: code of cell 0 changed; evidence/tables.py changed",
    ]


def test_a_module_that_no_notebook_imports_makes_none_stale(weather, run):
    (weather / "evidence" / "extra.py").write_text("x = 1\n", "utf-8")
    assert run(weather, "--check").status == 0


def test_two_executions_give_the_same_bytes(weather, run):
    before = [chapter(weather, name).read_bytes() for name in ("rain", "sun")]
    result = run(weather, "--force")
    assert (result.status, executed(result)) == (0, {"rain", "sun"})
    assert [chapter(weather, name).read_bytes() for name in ("rain", "sun")] == before


def test_one_notebook_alone_can_be_asked_for(weather, run):
    assert executed(run(weather, "--force", "chapters/sun.ipynb")) == {"sun"}


IN_A_FUNCTION = "def half(a):\n    return a / 0\n\nhalf(1)"


@pytest.mark.parametrize(
    ("cells", "line", "cause"),
    [
        (["a = 1\nb = a / 0\nprint(b)"], "b = a / 0", "ZeroDivisionError: division by zero"),
        (["import pandas as pd\npd.DataFrame().word"], "pd.DataFrame().word", "AttributeError: 'DataFrame' object"),
        (["a = 1\nif a\n    print(a)"], "if a", "SyntaxError: expected ':'"),
        ([IN_A_FUNCTION], "return a / 0", "ZeroDivisionError: division by zero"),
        (["def half(a):\n    return a / 0", "b = 1\nhalf(b)"], "half(b)", "ZeroDivisionError: division by zero"),
    ],
)
def test_the_line_that_failed_is_quoted_and_said_at_once(weather, run, cells, line, cause):
    write_notebook(weather, "bad", "print('good')", *cells)
    result = run(weather, "chapters/bad.ipynb")
    said = f"chapters/bad.ipynb: cell {len(cells)} failed\n    {line}\n    {cause}"
    assert said in result.err and said in result.out.partition("chapters/bad.ipynb  FAILED")[2]


def test_a_failing_cell_is_named_and_changes_nothing(weather, run):
    bad = write_notebook(weather, "bad", "print('good')", "\nwrong = 1 / 0\nprint(wrong)")
    before = bad.read_bytes()
    edit(weather / "data" / "rain.csv", "2016,2", "2016,5")
    result = run(weather)
    assert result.status == 1
    assert result.err.strip() == (
        "chapters/bad.ipynb: cell 1 failed\n    wrong = 1 / 0\n    ZeroDivisionError: division by zero"
    )
    assert bad.read_bytes() == before
    assert executed(result) == {"bad", "rain"}
    assert printed(weather, "rain") == "6\n"
    assert {path.suffix for path in bad.parent.iterdir()} == {".ipynb"}


def test_a_kernel_that_dies_is_named_and_changes_nothing(small_checkout, run):
    bad = write_notebook(small_checkout, "bad", "import os", "os._exit(1)")
    before = bad.read_bytes()
    result = run(small_checkout)
    assert result.status == 1
    assert "chapters/bad.ipynb: cell 1 failed\n    os._exit(1)\n    Kernel died" in result.err
    assert bad.read_bytes() == before


def test_a_notebook_edited_during_its_execution_keeps_the_edit(small_checkout, run):
    path = write_notebook(small_checkout, "busy", "_ = open('busy.ipynb', 'a').write(' ')")
    before = path.read_bytes()
    result = run(small_checkout)
    assert result.status == 1
    assert "chapters/busy.ipynb: the file was changed during its execution; left as it is" in result.err
    assert path.read_bytes() == before + b"  "  # each of the two kernels wrote one


def test_a_broken_package_stops_before_anything_runs(weather, run):
    before = chapter(weather, "rain").read_bytes()
    edit(weather / "data" / "rain.csv", "2016,2,gauge", "2016,2,nobody")
    result = run(weather)
    assert result == (1, "", "data/rain.csv, row 3, column source_id: 'nobody' is not in data/sources.csv\n")
    assert chapter(weather, "rain").read_bytes() == before


def test_a_table_gone_from_the_package_is_named(weather, run):
    descriptor = weather / "data" / "datapackage.json"
    package = json.loads(descriptor.read_text("utf-8"))
    package["resources"] = [resource for resource in package["resources"] if resource["name"] != "rain"]
    descriptor.write_text(json.dumps(package), "utf-8")
    (weather / "data" / "rain.csv").unlink()
    result = run(weather)
    assert "chapters/rain.ipynb is stale: table rain is gone, read by cell 1" in result.out
    assert "chapters/rain.ipynb: cell 1 failed\n    table = tables.load('rain')\n    TableError:" in result.err


def test_a_file_that_is_no_notebook_is_named(small_checkout, run):
    (small_checkout / "chapters" / "torn.ipynb").write_text('{"cells": [', "utf-8")
    result = run(small_checkout)
    assert result.status == 1
    assert result.err.startswith("chapters/torn.ipynb: not a notebook")


def test_a_file_that_is_not_there_is_not_called_a_bad_notebook(small_checkout, run):
    result = run(small_checkout, "chapters/nowhere.ipynb")
    assert result.status == 1
    assert result.err == "chapters/nowhere.ipynb: it can't be read: No such file or directory\n"


def test_checkpoints_are_not_chapters(small_checkout, run):
    folder = small_checkout / "chapters" / ".ipynb_checkpoints"
    folder.mkdir()
    (folder / "rain-checkpoint.ipynb").write_text("{}", "utf-8")
    assert run(small_checkout).status == 0


# ------------------------------------------------------------------------------------ what cannot come out twice
# One of each kind: chance, a number and a clock of the machine, its folders, what IPython times.
ODD = [
    "import random\nrandom.random()",
    "import os\nprint(os.getpid())",
    "import time as clock\nclock.time()",
    "import os\nprint('in', os.getcwd())",
    "import tempfile\nprint(tempfile.mkdtemp())",
    "%time sum(range(10**6))",
]
ODD_TOO = [
    "import warnings\nwarnings.warn('the last year is provisional')",
    "import numpy as np\nprint(np.random.default_rng().normal())",
    "from datetime import date\nprint(date.today())",
    "from datetime import datetime, UTC\nprint(datetime.now(UTC).date())",
    "import pandas as pd\npd.Timestamp.now().strftime('%d %B %Y')",
    "import uuid\nuuid.uuid4()",
    "object()",
    "print(lambda: 1)",
    "import sys\nprint(sys.executable)",
    "import pathlib\npathlib.Path.home() / 'notes.txt'",
    "import tempfile\ntempfile.gettempdir()",
    "from IPython.display import HTML\nimport time as clock\nHTML(f'<b>{clock.perf_counter()}</b>')",
    "import sys\nprint(id(sys), file=sys.stderr)",
]


@pytest.mark.parametrize("cell", [*ODD, *(pytest.param(cell, marks=pytest.mark.prove) for cell in ODD_TOO)])
def test_what_cannot_come_out_twice_is_refused_by_its_cell(small_checkout, run, cell):
    path = write_notebook(small_checkout, "odd", "print('good')", cell)
    before = path.read_bytes()
    result = run(small_checkout)
    assert result.status == 1
    assert result.err.strip().startswith(f"chapters/odd.ipynb: cell 1 failed\n    {cell.splitlines()[0]}\n    it ")
    assert len(result.err.strip().splitlines()) == 3
    assert path.read_bytes() == before


FINE = [
    "import random\nrandom.Random(7).random()",
    "import sys\nprint('careful', file=sys.stderr)",
    "print('2026-11-22', 'https://example.org/tmp/x', '/usr')",
    "from datetime import datetime, UTC\nprint(datetime.now(UTC).date())  # {today}",
    "sorted({'b', 'a', 'c'})",
    "print('x' * 9999)",
    "print('one\\rtwo')",
]


def test_what_comes_out_twice_is_not(small_checkout, run):
    today = time.strftime("%Y-%m-%d", time.gmtime())
    write_notebook(small_checkout, "fine", *(cell.replace("{today}", today) for cell in FINE))
    assert run(small_checkout).err == ""


TOO_LONG, TOO_LARGE = "a line of more than 10,000", "larger than 2,000,000"
# A line, many lines, a display; then what only prints or ends otherwise.
TOO_MUCH = [
    ("print('x' * 300_000)", TOO_LONG),
    ("for _ in range(30_000): print('x' * 100)", TOO_LARGE),
    ("from IPython.display import HTML, display\nfor _ in range(3): display(HTML('x' * 900_000))", TOO_LARGE),
]
TOO_MUCH_TOO = [
    ("for _ in range(300_000): print('x', end='')", TOO_LONG),
    ("'x' * 300_000", TOO_LONG),
    ("import sys\nprint('x' * 300_000, file=sys.stderr)", TOO_LONG),
    ("while True: print('x' * 100)", TOO_LARGE),
    ("from IPython.display import HTML\nHTML('<p>' * 1_000_000)", TOO_LARGE),
]


@pytest.mark.parametrize(
    ("cell", "says"), [*TOO_MUCH, *(pytest.param(*one, marks=pytest.mark.prove) for one in TOO_MUCH_TOO)]
)
def test_too_much_output_is_refused_by_its_cell(small_checkout, cell, says):
    path = write_notebook(small_checkout, "much", "print('good')", cell)
    before = path.read_bytes()
    command = [sys.executable, "-m", "evidence.build.execute"]  # a process of its own shows all that is printed
    environment = {**os.environ, "PYTHONPATH": str(small_checkout)}
    result = subprocess.run(command, cwd=small_checkout, env=environment, capture_output=True, encoding="utf-8")
    assert result.stderr.strip().startswith(f"chapters/much.ipynb: cell 1 failed\n    {cell.splitlines()[0][:60]}")
    assert says in result.stderr and len(result.stderr.strip().splitlines()) == 3, result.stderr
    assert path.read_bytes() == before


def test_ctrl_c_ends_it_with_one_line_and_leaves_no_kernel(small_checkout):
    sleeper = "import os, time\nopen(f'started-{os.getpid()}', 'w').close()\ntime.sleep(3600)"
    before = write_notebook(small_checkout, "slow", sleeper).read_bytes()
    command = started(small_checkout, "evidence.build.execute", stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    while len(marks := list((small_checkout / "chapters").glob("started-*"))) < 2:
        assert command.poll() is None
        time.sleep(0.1)
    os.killpg(command.pid, signal.SIGINT)
    assert command.communicate()[1].strip() == "Stopped. What was not finished is as it was before."
    assert command.returncode == -signal.SIGINT
    assert chapter(small_checkout, "slow").read_bytes() == before
    for path in marks:
        with pytest.raises(ProcessLookupError):
            os.kill(int(path.name.removeprefix("started-")), 0)
