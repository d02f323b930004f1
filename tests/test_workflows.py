"""The workflows of GitHub, which do not run here: what they may do and name, and their commands against stand-ins."""

import json
import os
import re
import subprocess
from pathlib import Path

import pytest
import yaml

from conftest import ROOT
from evidence.build.chromium import NAMES as BROWSERS
from evidence.left_to_do import TO_DO
from evidence.pages.final import NO_JEKYLL
from tests.firefox import NAMES as FIREFOX

FOLDER = ROOT / ".github" / "workflows"
NAMES = ("book", "prove", "refresh")
BOOK, PROVE, REFRESH = (yaml.safe_load((FOLDER / f"{name}.yml").read_text("utf-8")) for name in NAMES)
LEAST = {  # what each job does with its token, and nothing else
    "book": {"contents": "read"},
    "pythons": {"contents": "read"},
    "publish": {"pages": "write", "id-token": "write"},
    "prove": {"contents": "read"},
    "compare": {"contents": "read"},
    "propose": {"contents": "write", "pull-requests": "write"},
}
JOBS = BOOK["jobs"] | PROVE["jobs"] | REFRESH["jobs"]
PINNED = re.compile(r"uses: actions/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
CONDITION = re.compile(r"steps\.(?P<step>\w+)\.(?:outputs\.(?P<output>\w+)|(?P<outcome>outcome)) == '(?P<value>\w+)'")


def commands(job: str) -> list[str]:
    return [step["run"] for step in JOBS[job]["steps"] if "run" in step]


# ------------------------------------------------------------------------------------------ what they name and may
def test_only_these_three_workflows_are_there():
    assert sorted(path.name for path in FOLDER.iterdir()) == [f"{name}.yml" for name in NAMES]


def test_a_job_may_do_what_it_needs_and_nothing_else():
    assert BOOK["permissions"] == PROVE["permissions"] == REFRESH["permissions"] == {}
    assert {name: job["permissions"] for name, job in JOBS.items()} == LEAST


def test_every_action_is_of_github_itself_and_pinned_to_a_commit():
    for path in FOLDER.iterdir():
        used = [line for line in path.read_text("utf-8").splitlines() if "uses:" in line]
        assert used and all(PINNED.search(line) for line in used), path.name


def test_one_action_has_one_version():
    text = "".join(path.read_text("utf-8") for path in FOLDER.iterdir())
    assert len({*re.findall(r"uses: (\S+)", text)}) == len({*re.findall(r"uses: (\S+)@", text)}) == 6


def test_every_target_of_make_and_every_path_is_there():
    said = "\n".join(command for job in JOBS for command in commands(job))
    targets = re.findall(r"\bmake ([a-z]+)", said)
    assert {"book", "test", "check", "prove", "refresh", "update", "changes"} == set(targets)
    for target in targets:
        assert re.search(rf"^{target}:.*## ", MAKEFILE, re.MULTILINE), target
    for variable in re.findall(r"\bmake [a-z]+ ([A-Z]+)=", said):
        assert f"$({variable})" in MAKEFILE, variable


def test_the_report_goes_into_its_file_alone():
    """`make` says which command it runs, unless the line begins with a sign."""
    assert re.search(r"^changes:.*\n\t@", MAKEFILE, re.MULTILINE)


def test_no_text_of_a_stranger_gets_into_a_command():
    assert not [command for job in JOBS for command in commands(job) if "${{" in command]


def test_the_tests_have_a_browser_and_what_is_published_passed_them():
    run = next(step for step in JOBS["book"]["steps"] if step.get("run") == "make test")
    assert run["env"] == {"REQUIRE_BROWSER": "1"} and "google-chrome" in BROWSERS
    assert JOBS["publish"]["needs"] == ["book", "pythons"]
    names = [step.get("run", step.get("uses", "")).partition("@")[0] for step in JOBS["book"]["steps"]]
    assert names.index("make book") < names.index("make test") < names.index("actions/upload-pages-artifact")


def test_every_python_of_the_matrix_has_wheels_and_a_line_in_the_list_of_environments():
    job = JOBS["pythons"]
    told = (ROOT / "docs" / "environments.md").read_text("utf-8")
    wheels = (ROOT / "requirements.txt").read_text("utf-8").splitlines()[0]
    matrix = job["strategy"]["matrix"]["python"]
    not_run = [one for one in matrix if re.search(rf"^\| Python {re.escape(one)}\b.*\bNot run\b", told, re.MULTILINE)]
    for python in matrix:
        assert re.search(rf"^\| Python {re.escape(python)}\b", told, re.MULTILINE) and python in wheels, python
    assert job["continue-on-error"] == f"${{{{ matrix.python == '{matrix[-1]}' }}}}" and matrix[-1] in not_run


def test_pages_get_the_file_without_which_they_leave_out_half():
    (upload,) = (one for one in JOBS["book"]["steps"] if "upload-pages-artifact" in one.get("uses", ""))
    assert upload["with"] == {"path": "_build/html", "include-hidden-files": True}
    assert NO_JEKYLL.startswith(".")


def test_only_main_is_published():
    assert BOOK[True] == {"push": {"branches": ["main"]}, "pull_request": None}  # YAML reads `on` as true
    for one in (JOBS["publish"], next(s for s in JOBS["book"]["steps"] if "upload" in s.get("uses", ""))):
        assert one["if"] == "github.event_name == 'push'"


def test_a_refresh_comes_by_itself_and_by_hand():
    assert set(REFRESH[True]) == {"schedule", "workflow_dispatch"}


def test_what_a_refresh_downloads_and_executes_has_no_token_that_writes():
    for name, job in JOBS.items():
        taken = [step for step in job["steps"] if "actions/checkout" in step.get("uses", "")]
        if any("make" in command for command in commands(name)):
            assert [step["with"] for step in taken] == [{"persist-credentials": False}], name
            assert "write" not in job["permissions"].values(), name
    assert not [command for command in commands("propose") if "make" in command or "python" in command]
    assert JOBS["propose"]["needs"] == "compare", "what it is handed is a patch of the files that a refresh may change"
    assert JOBS["propose"]["if"] == "!cancelled() && needs.compare.outputs.proposed == 'yes'"


def test_what_comes_before_a_release_comes_by_itself_by_hand_and_with_a_version():
    assert set(PROVE[True]) == {"schedule", "workflow_dispatch", "push"} and PROVE[True]["push"] == {"tags": ["v*"]}
    assert commands("prove")[0] == "make prove" and JOBS["prove"]["timeout-minutes"] == 180
    assert "REQUIRE_BROWSER=1" in re.search(r"^prove:.*\n\t(.*)", MAKEFILE, re.MULTILINE)[1] and "firefox" in FIREFOX


def test_what_only_a_release_needs_is_run_where_its_packages_are():
    proved = re.search(r"^prove:.*\n((?:\t.*\n)+)", MAKEFILE, re.MULTILINE)[1]
    assert "REQUIRE_IBIS=1 .venv-refresh/bin/python -m pytest -q tests/test_refresh_large.py" in proved
    assert re.search(r"^\.venv-refresh/installed: requirements\.txt requirements-refresh\.txt", MAKEFILE, re.MULTILINE)


# ------------------------------------------------------------------------------------------ a refresh, with stand-ins
MAKE = """#!/usr/bin/env bash
echo "make $*" >> "$ASKED"
case "$1" in
    refresh) if [ -n "$TO_DO" ]; then echo "$TO_DO" > refresh-to-do.txt; fi
        if [ -n "$MOVES" ]; then echo 2 > "data/$MOVES.csv"; echo 2 > Makefile; fi; exit "${FAILS:-0}" ;;
    update) echo executed > chapters/appendix/rain.ipynb ;;
    changes) echo "## What changed" ;;
esac
"""
GH = """#!/usr/bin/env python3
import json, os, sys
said = sys.argv[1:]
if said[:2] == ["pr", "list"]:
    print(os.environ.get("OPEN", ""))
else:
    text = open(said[said.index("--body-file") + 1]).read()
    with open(os.environ["ASKED"], "a") as file:
        file.write(json.dumps([said[:3], text, os.environ["GH_TOKEN"]]) + "\\n")
"""


@pytest.fixture
def refreshed(tmp_path, monkeypatch):
    """``refreshed(**state)``: runs the commands of the job as GitHub would; what was asked of make and gh, what was
    pushed, and whether the job failed."""
    work, programs, pushed = tmp_path / "work", tmp_path / "bin", tmp_path / "pushed.git"
    for folder in (work / "data", work / "chapters" / "appendix", programs):
        folder.mkdir(parents=True)
    for name, text in (("make", MAKE), ("gh", GH)):
        (programs / name).write_text(text, "utf-8")
        (programs / name).chmod(0o755)
    for name in ("data/rain.csv", "chapters/appendix/rain.ipynb", "Makefile"):
        (work / name).write_text("1\n", "utf-8")
    given = {"ASKED": tmp_path / "asked", "GITHUB_OUTPUT": tmp_path / "output", "RUNNER_TEMP": tmp_path}
    given |= {
        "GITHUB_REF_NAME": "main",
        "GH_TOKEN": "a token",
        "HOME": tmp_path,
        "PATH": f"{programs}:{os.environ['PATH']}",
    }
    for name, value in given.items():
        monkeypatch.setenv(name, str(value))

    def git(*words: str) -> str:
        own = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org"]
        return subprocess.run([*own, *words], cwd=work, check=True, capture_output=True, text=True).stdout

    git("init", "-q", "-b", "main")
    git("init", "-q", "--bare", str(pushed))
    git("remote", "add", "origin", str(pushed))
    git("add", "--all")
    git("commit", "-qm", "first")

    def run(**state: str) -> tuple[list[str], str, bool]:
        for name, value in state.items():
            monkeypatch.setenv(name, value)
        output = Path(given["GITHUB_OUTPUT"])
        failed = job("compare", work, output)
        if "proposed=yes" in (output.read_text("utf-8") if output.exists() else ""):
            fresh = tmp_path / "fresh"
            git("clone", "-q", str(work), str(fresh))
            git("-C", str(fresh), "remote", "set-url", "origin", str(pushed))
            failed = job("propose", fresh, output) or failed
        asked = Path(given["ASKED"]).read_text("utf-8").splitlines()
        changed = git("-C", str(pushed), "log", "--all", "-1", "--name-only", "--format=%D")
        return asked, changed.split(), failed

    return run


def job(name: str, work: Path, output: Path) -> bool:
    """Run the steps of a job in their order; whether one failed that may not."""
    outcomes: dict[str, str] = {}
    for step in (one for one in JOBS[name]["steps"] if "run" in one):
        if "if" in step and not holds(step["if"], outcomes, output):
            continue
        done = subprocess.run(["bash", "-e", "-c", step["run"]], cwd=work, capture_output=True, text=True)
        outcomes[step.get("id", "")] = "success" if done.returncode == 0 else "failure"
        if done.returncode and not step.get("continue-on-error"):
            return True
    return False


def holds(condition: str, outcomes: dict[str, str], output: Path) -> bool:
    found = CONDITION.fullmatch(condition)
    if found["outcome"]:
        return outcomes[found["step"]] == found["value"]
    return f"{found['output']}={found['value']}" in (output.read_text("utf-8") if output.exists() else "").split()


def test_where_nothing_moved_nothing_is_done(refreshed):
    assert refreshed() == (["make refresh WRITE=1"], [], False)


def test_what_moved_becomes_a_pull_request_whose_text_is_the_report(refreshed):
    asked, pushed, failed = refreshed(MOVES="rain")
    assert asked[:3] == ["make refresh WRITE=1", "make update", "make changes MARKDOWN=1"]
    assert json.loads(asked[3]) == [["pr", "create", "--base"], "## What changed\n", "a token"] and len(asked) == 4
    assert pushed == ["refresh", "chapters/appendix/rain.ipynb", "data/rain.csv"] and not failed


def test_its_text_begins_with_what_is_left_to_do_by_hand(refreshed):
    """Whoever takes the branch over can't compare again: the release is in, and a second comparison finds less."""
    asked, _, failed = refreshed(MOVES="rain", TO_DO="rain: By hand: the citation")
    text = json.loads(asked[3])[1]
    assert text == ("## Left to do by hand\n\n~~~~text\nrain: By hand: the citation\n~~~~\n\n## What changed\n")
    assert not failed and f"head -n 100 {TO_DO}" in (FOLDER / "refresh.yml").read_text("utf-8")


def test_a_table_that_was_not_there_is_proposed_too(refreshed):
    _, pushed, failed = refreshed(MOVES="snow")
    assert "data/snow.csv" in pushed and not failed


def test_a_pull_request_that_is_open_is_renewed(refreshed):
    asked, pushed, failed = refreshed(MOVES="rain", OPEN="7")
    assert json.loads(asked[3])[0] == ["pr", "edit", "7"] and pushed and not failed


def test_what_could_be_compared_is_proposed_and_the_job_fails_for_the_rest(refreshed):
    asked, pushed, failed = refreshed(MOVES="rain", FAILS="1")
    assert json.loads(asked[3])[0][:2] == ["pr", "create"] and pushed and failed


def test_a_failure_without_a_change_is_a_failure_and_nothing_else(refreshed):
    assert refreshed(FAILS="1") == (["make refresh WRITE=1"], [], True)


# ------------------------------------------------------------------------------------------ other people's machines
def test_the_container_has_what_make_book_needs_and_a_browser():
    container = json.loads((ROOT / ".devcontainer" / "devcontainer.json").read_text("utf-8"))
    one = r"mcr\.microsoft\.com/devcontainers/python:\d+\.\d+\.\d+-3\.11-[a-z]+"
    assert re.fullmatch(one, container["image"]), "a tag that names one version, as every action does"
    created = container["postCreateCommand"]
    assert created.endswith("&& make book")
    installed = set(created.split())
    assert installed & set(BROWSERS) and installed & set(FIREFOX), "`make prove` needs both"
    assert re.search(rf"^PORT \?= {container['forwardPorts'][0]}$", MAKEFILE, re.MULTILINE)


def test_binder_installs_the_pins_and_gives_notebooks_their_kernel():
    assert re.fullmatch(r"python-3\.1[123]\n", (ROOT / ".binder" / "runtime.txt").read_text("utf-8"))
    script = ROOT / ".binder" / "postBuild"
    assert script.stat().st_mode & 0o111, "it is executed"
    (target,) = re.findall(r"^make (\S+)$", script.read_text("utf-8"), re.MULTILINE)
    assert re.search(rf"^{re.escape(target)}:", MAKEFILE, re.MULTILINE)
    kernel = json.loads((ROOT / "index.ipynb").read_text("utf-8"))["metadata"]["kernelspec"]["name"]
    assert f"--name {kernel}\n" in script.read_text("utf-8")
