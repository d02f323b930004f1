"""A checkout that was copied or moved: it gets a .venv of its own, and code of another one is noticed."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT, make_small_checkout, small_config
from evidence import package

INSTALLS = "venv --clear"


@pytest.fixture
def planned(tmp_path):
    """``planned(stamp)``: the commands that `make book` would run in a folder whose .venv/installed says ``stamp``."""
    root = tmp_path / "a checkout"
    (root / ".venv").mkdir(parents=True)
    for name in ("Makefile", "requirements.txt", "pyproject.toml"):
        shutil.copyfile(ROOT / name, root / name)
        os.utime(root / name, (1_500_000_000, 1_500_000_000))

    def plan(stamp: str | None) -> str:
        if stamp is not None:
            (root / ".venv" / "installed").write_text(stamp.replace("HERE", str(root.resolve())), "utf-8")
        return subprocess.run(["make", "-n", "book"], cwd=root, capture_output=True, text=True, check=True).stdout

    return plan


def test_a_venv_made_here_is_used(planned):
    assert INSTALLS not in planned("HERE\n")


@pytest.mark.parametrize("stamp", ["/somewhere/else\n", "", None, "HERE/below\n"])
def test_a_venv_made_elsewhere_is_made_anew(planned, stamp):
    plan = planned(stamp)
    assert INSTALLS in plan
    assert ("copied or moved from /somewhere/else" in plan) == (stamp == "/somewhere/else\n")


def test_a_linked_venv_is_let_go_and_what_it_leads_to_stays(planned, tmp_path):
    plan = planned("/somewhere/else\n")
    lines = plan.splitlines()
    at = next(number for number, line in enumerate(lines) if INSTALLS in line)
    [drop] = [line for line in lines[:at] if "rm .venv" in line]
    root, other = tmp_path / "a checkout", tmp_path / "another"
    (root / ".venv").rename(other)
    (root / ".venv").symlink_to(other)
    subprocess.run(["sh", "-c", drop], cwd=root, check=True)
    assert not (root / ".venv").is_symlink() and (other / "installed").exists()
    (root / ".venv").mkdir()
    subprocess.run(["sh", "-c", drop], cwd=root, check=True)
    assert (root / ".venv").is_dir(), "a folder is cleared by what follows"


def test_the_install_shows_that_it_works(planned):
    """The lines that pip prints, as the Makefile shows them, and its failure."""
    program = planned("").split("awk '", 1)[1].split("'\n", 1)[0]
    said = "".join(f"Collecting p{n}\n" for n in range(45)) + "Installing collected packages: p1, p2, p3\n"

    def shown(text: str) -> tuple[int, str]:
        done = subprocess.run(["awk", program], input=text, capture_output=True, text=True)
        return done.returncode, done.stdout

    assert shown(said) == (0, "  20 packages found ...\n  40 packages found ...\n  putting 3 packages in place ...\n")
    assert shown("Collecting p1\nFAILED\n")[0] == 1


def test_the_code_of_another_checkout_is_noticed(tmp_path, monkeypatch):
    copy = make_small_checkout(tmp_path / "copy")
    monkeypatch.chdir(copy)
    package._check_code.cache_clear()
    with pytest.warns(UserWarning, match=f"the code of {ROOT} runs on the checkout {copy}, which has its own: `make b"):
        package.root()


@pytest.mark.slow
@pytest.mark.parametrize(("code", "noticed"), [("own", False), ("other", True)])
def test_jupyter_book_notices_it_too(tmp_path, code, noticed):
    copy = make_small_checkout(tmp_path / "copy")
    (copy / "_config.yml").write_text(small_config("evidence.build.sphinx_ext"), "utf-8")
    (copy / "_toc.yml").write_text("format: jb-book\nroot: index\n", "utf-8")
    (copy / "index.md").write_text("# W\n", "utf-8")
    program = Path(sys.executable).with_name("jupyter-book")
    path = str(copy if code == "own" else ROOT)
    done = subprocess.run(
        [program, "build", "."], cwd=copy, env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True
    )
    assert done.returncode == 0
    assert (f"the code of {ROOT} runs on the checkout {copy}" in done.stderr) == noticed
