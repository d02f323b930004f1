"""Ctrl-C ends every command with one sentence, from its first import on; who only imports a room keeps its own hook."""

import os
import signal
import subprocess
import sys

import pytest

from conftest import ROOT, started
from evidence.stopping import SAID

ROOMS = ("build", "changes", "refresh")
WAITS = "print('ready', flush=True)\nimport signal\nsignal.pause()\n"


@pytest.mark.parametrize("room", ROOMS)
def test_a_command_ends_with_one_sentence_while_it_still_imports(small_checkout, room):
    (small_checkout / "evidence" / room / "__main__.py").write_text(WAITS, "utf-8")
    command = started(small_checkout, f"evidence.{room}", stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert command.stdout.readline() == "ready\n"
    os.killpg(command.pid, signal.SIGINT)
    assert command.communicate()[1] == f"\n{SAID}\n"
    assert command.returncode == -signal.SIGINT, "a shell stops what it does after it"


def told(code: str) -> subprocess.CompletedProcess:
    """What a piece of Python prints in a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, encoding="utf-8")


@pytest.mark.parametrize("room", ROOMS)
def test_an_import_leaves_the_hook_of_its_process(room):
    code = "import sys\nsys.excepthook = before = lambda *_: None\n"
    done = told(f"{code}import evidence.{room}\nassert sys.excepthook is before")
    assert done.returncode == 0, done.stderr


def test_another_error_goes_to_the_hook_that_was_there():
    code = "import sys\nsys.argv[0] = '-m'\nsys.excepthook = lambda kind, *_: print('mine', kind.__name__)\n"
    assert told(f"{code}import evidence.build\n1 / 0").stdout == "mine ZeroDivisionError\n"
    stopped = told(f"{code}import evidence.build\nraise KeyboardInterrupt")
    assert (stopped.stdout, stopped.stderr) == ("", f"\n{SAID}\n")
