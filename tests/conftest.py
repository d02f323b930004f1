"""Fixtures that several test modules share."""

import fcntl
import functools
import http.server
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import nbformat
import pandas as pd
import pytest
import yaml
from hypothesis import settings
from playwright.sync_api import Page, Request, Route
from xdist.scheduler import LoadScopeScheduling

from evidence import tables
from evidence.build import chromium, corrections, status
from evidence.build.freshness import clean
from evidence.pages import policy

ROOT = Path(__file__).resolve().parents[1]
# Where `_config.yml` says that the book will stand: '' or an address that ends in '/'; of it the path: '' or '/name'.
PUBLISHED_AT = yaml.safe_load((ROOT / "_config.yml").read_text("utf-8"))["html"]["baseurl"]
PUBLISHED_AT = f"{PUBLISHED_AT.rstrip('/')}/" if PUBLISHED_AT else ""
BELOW = urlsplit(PUBLISHED_AT).path.rstrip("/")
PATIENCE = 60_000  # ms: what has not happened then never will; a guard against waiting for ever, no limit
PAGES = ["404.html", "search.html"]  # and those of the table of contents, in its order
toc = yaml.safe_load((ROOT / "_toc.yml").read_text("utf-8"))
PAGES += [f"{toc['root']}.html", *(f"{one['file']}.html" for part in toc["parts"] for one in part["chapters"])]
CHAPTERS = [name for name in PAGES if name.startswith("chapters/0") or name.endswith("/number.html")]  # that argue
WITH_CHARTS = CHAPTERS + [name for name in PAGES if name.endswith(("/timeline.html", "/speed.html", "index.html"))]
# One of each kind, for tests that take seconds a page; the others of the kind stand before a release.
OF_EACH_KIND = ("index", "search", "chapters/01-concerns", "chapters/05-probability-of-intervention")
OF_EACH_KIND += ("chapters/lab", "chapters/appendix/status", "chapters/appendix/timeline")
OF_EACH_KIND += ("chapters/summaries/dari", "chapters/teach/plans")
# Pages like another one, opened before a release alone: else the Dari summary and the plans stand for them.
ALIKE = {f"chapters/summaries/{name}" for name in ("english", "pashto", "russian")} | {"chapters/teach/key"}
PINNED = "test_findings_"
OF_PINNED = (
    "A finding pinned by hand: look at the row or claim that was added or changed, and at what the chapter says of it. "
    "If the finding moved rightly, change the value in the test, and the words of the chapter where they say it too."
)
WHOLE = {("", "not prove"), ("", "")}  # by keyword and by marker: `make test` and `make prove`

# The gate tries the same examples each time, so that one commit does not pass and fail; `make prove` tries new ones.
settings.register_profile("book", deadline=None, derandomize=True)
settings.register_profile("prove", deadline=None, derandomize=False)  # where `CI` is set, Hypothesis has it true
settings.load_profile("book")


def of_each_kind(names: list[str], *more: str) -> list[str]:
    """Of some pages one of each kind, and those named besides."""
    return [name for name in names if name.removesuffix(".html") in {*OF_EACH_KIND, *more}]


def sampled(names: list[str], *more: str) -> list:
    """Parameters of a test that takes seconds a page: one of each kind for `make test`, all before a release."""
    kept = of_each_kind(names, *more)
    return [name if name in kept else pytest.param(name, marks=pytest.mark.prove) for name in names]


def both_ways(names) -> list:
    """Parameters `name, address`: each from a server, the first from a disk too, the others from there before a
    release: what a page asks for is asked for by one script."""
    first, *others = names
    from_a_disk = [pytest.param(name, "file", marks=pytest.mark.prove) for name in others]
    return [*((name, "http") for name in names), (first, "file"), *from_a_disk]


class Spread(LoadScopeScheduling):
    """Every test by itself, to whichever worker is free; the cells of a notebook together, which share a kernel."""

    def _split_scope(self, nodeid: str) -> str:
        return nodeid.partition("::")[0] if ".ipynb::" in nodeid else nodeid


def pytest_configure(config) -> None:
    """Small checkouts have modules of their own, and most tests run those of this one on them."""
    config.addinivalue_line("filterwarnings", "ignore:the code of .* runs on the checkout:UserWarning")


def pytest_xdist_make_scheduler(config, log) -> Spread:
    """For `--dist loadscope`; of pytest-xdist's own, loadgroup can't read the node ids of pytest 9.2."""
    config.option.loadscopereorder = False
    return Spread(config, log)


def pytest_collection_modifyitems(items) -> None:
    """Tell the tiers apart by what a test needs, and put what takes long first, so that no worker ends alone.

    book: the built pages. slow: cells to be executed.
    """
    for item in items:
        if _page_of(item) in ALIKE:
            item.add_marker(pytest.mark.prove)
        if item.path.suffix == ".ipynb":
            item.add_marker(pytest.mark.slow)
        elif "built_book" in item.fixturenames:
            item.add_marker(pytest.mark.book)
        elif "browser" in item.fixturenames:
            item.add_marker(pytest.mark.slow)
    items.sort(key=lambda item: (not item.get_closest_marker("book"), not item.get_closest_marker("slow")))


def _page_of(item) -> str:
    """The document whose built page a test opens; '' for any other test."""
    named = item.callspec.params.get("name", "") if hasattr(item, "callspec") else ""
    return str(named).removesuffix(".html") if "served" in getattr(item, "fixturenames", ()) else ""  # cells have none


def pytest_sessionfinish(session) -> None:
    """Leave what a whole run said for the page on the status of the book."""
    chosen = (session.config.option.keyword, session.config.option.markexpr)
    whole = session.config.args == ["tests", "chapters", "index.ipynb"] and chosen in WHOLE
    if whole and not hasattr(session.config, "workerinput"):  # the workers of xdist know a part only
        stats = session.config.pluginmanager.get_plugin("terminalreporter").stats
        failed = len(stats.get("failed", [])) + len(stats.get("error", []))
        counts = {"passed": len(stats.get("passed", [])), "failed": failed, "skipped": len(stats.get("skipped", []))}
        status.record_tests(ROOT, date.today().isoformat(), counts)


def pytest_terminal_summary(terminalreporter) -> None:
    """Where tests failed and cells of tables were edited: a right correction needs an edit of these tests too."""
    failed = terminalreporter.stats.get("failed", [])
    pinned = [report.nodeid for report in failed if Path(report.fspath).name.startswith(PINNED)]
    if pinned:
        terminalreporter.section("findings pinned by hand")
        for words in (OF_PINNED, *(f"    {test}" for test in pinned)):
            terminalreporter.line(words)
    cells = corrections.changes(ROOT) if failed else []
    if cells:
        terminalreporter.section("cells that differ from the last commit")
        for words in corrections.in_short(cells):
            terminalreporter.line(words)
        terminalreporter.line("If that is right, tests that hold what was there before change with it.")
        terminalreporter.line("Of these some may; others name a rule, which stays:")
        for report in failed:
            crash = getattr(report.longrepr, "reprcrash", None)
            place = f"{Path(crash.path).name}:{crash.lineno}" if crash else report.nodeid.partition("::")[0]
            terminalreporter.line(f"    {place} ({report.nodeid.rpartition('::')[2]})")


@pytest.fixture(scope="session")
def checkout() -> Path:
    """The checkout that these tests belong to."""
    return ROOT


@pytest.fixture(scope="session")
def built_book(tmp_path_factory) -> Path:
    """Folder of the HTML pages, built from the committed outputs, apart from _build/html; once for all workers."""
    ours = tmp_path_factory.getbasetemp()
    folder = ours.parent if os.environ.get("PYTEST_XDIST_WORKER") else ours
    target = folder / "book" / "html"
    with (folder / "book.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not target.exists():
            built = build_in(ROOT, "--output", str(target))
            assert built.status == 0, built.err
    return target


def jupyter_book(root: Path, target: Path, *options: str) -> "Run":
    """What a reader of the repository types: `jupyter-book build .`, with its pages under ``target``."""
    program = Path(sys.executable).with_name("jupyter-book")
    done = subprocess.run(
        [program, "build", ".", "--path-output", target, *options],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True,
        encoding="utf-8",
    )
    return Run(done.returncode, done.stdout, done.stderr)


def files(book: Path) -> dict[str, bytes]:
    """Content of every file of a book."""
    return {path.relative_to(book).as_posix(): path.read_bytes() for path in book.rglob("*") if path.is_file()}


def build_in(root: Path, *arguments: str) -> "Run":
    """What `python -m evidence.build` says; a process of its own, because Sphinx leaves its traces in one."""
    done = subprocess.run(
        [sys.executable, "-m", "evidence.build", *arguments],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True,
        encoding="utf-8",
    )
    return Run(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def rows() -> pd.DataFrame:
    """Battle deaths of dyads with IS, the rows that the charts of the tests draw."""
    deaths = tables.load("battle_deaths")
    return deaths.loc[deaths["side_b"] == "IS", ["year", "low", "best", "high", "source_id"]].reset_index(drop=True)


@pytest.fixture
def small_checkout(tmp_path) -> Path:
    """A checkout with the real ``evidence``, the tables ``rain`` and ``sun``, and no chapters yet."""
    return make_small_checkout(tmp_path / "checkout")


def make_small_checkout(root: Path) -> Path:
    shutil.copytree(ROOT / "evidence", root / "evidence", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "requirements.txt", root)
    (root / "chapters").mkdir()
    data = root / "data"
    data.mkdir()
    columns = ("source_id", "title", "date_published", "date_accessed")
    (data / "sources.csv").write_text(f"{','.join(columns)}\ngauge,A gauge,,2026-11-22\n", "utf-8")
    for name in ("rain", "sun"):
        (data / f"{name}.csv").write_text("year,amount,source_id\n2015,1,gauge\n2016,2,gauge\n", "utf-8")
    resources = [_resource("sources", dict.fromkeys(columns, "string"), "source_id")]
    for name in ("rain", "sun"):
        resources.append(_resource(name, {"year": "year", "amount": "integer", "source_id": "string"}, "year"))
        resources[-1]["schema"]["foreignKeys"] = [
            {"fields": ["source_id"], "reference": {"resource": "sources", "fields": ["source_id"]}}
        ]
    (data / "datapackage.json").write_text(json.dumps({"name": "weather", "resources": resources}), "utf-8")
    return root


def _resource(name: str, fields: dict[str, str], key: str) -> dict:
    return {
        "name": name,
        "path": f"{name}.csv",
        "profile": "tabular-data-resource",
        "title": name,
        "description": f"One row per {key}.",
        "format": "csv",
        "encoding": "utf-8",
        "licenses": [{"name": "CC0-1.0"}],
        "sources": [{"title": "A gauge"}],
        "schema": {
            "fields": [{"name": field, "type": kind, "unit": "millimetres"} for field, kind in fields.items()],
            "missingValues": [""],
            "primaryKey": [key],
        },
    }


@pytest.fixture
def basic_theme(monkeypatch) -> str:
    """Sphinx's plainest theme, for pages built in a moment: the styles that it writes into them are passed over."""
    own = {re.compile(r' style="[a-z-]+: [^"]*"'): ""}
    monkeypatch.setattr(policy, "SAID_OTHERWISE", policy.SAID_OTHERWISE | own)
    return "basic"


def at_an_address(config: str, baseurl: str, repository: str) -> str:
    """What CONTRIBUTING.md asks of `_config.yml` before the book is published: both addresses."""
    config = re.sub(r'^  baseurl: "[^"]*"', f'  baseurl: "{baseurl}"', config, flags=re.MULTILINE)
    line = f'repository: {{url: "{repository}", branch: main}}'
    config, lines = re.subn(r"^(?:# )?repository: \{.*\}$", line, config, flags=re.MULTILINE)
    assert lines == 1 and f'baseurl: "{baseurl}"' in config
    return config


def small_config(*more: str) -> str:
    """`_config.yml` of a small book, without the extensions that write scripts into pages. more: extensions of ours.

    What is no page of the book is what the book's own file says.
    """
    extensions = "myst_nb, jupyter_book, sphinx_comments, sphinx_external_toc, sphinx_book_theme"
    named = ", ".join([extensions, "evidence.pages.incremental", *more])
    execute = 'execute: {execute_notebooks: "off"}'
    left_out = yaml.safe_load((ROOT / "_config.yml").read_text("utf-8"))["exclude_patterns"]
    own = f"title: Weather\nonly_build_toc_files: true\nexclude_patterns: {json.dumps(left_out)}"
    return f"{own}\n{execute}\nsphinx: {{config: {{extensions: [{named}]}}}}\n"


def started(root: Path, module: str, *arguments: str, **streams) -> subprocess.Popen:
    """A command of the package on a checkout, in a group of processes that Ctrl-C can be sent to."""
    return subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        encoding="utf-8",
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a job in the background is born deaf to it
        **streams,
    )


def until(page, script: str, arg=None) -> None:
    """Ask a page until a script gives something true. Playwright's own way evaluates text inside the page when it asks
    again, which the page's policy forbids."""
    for _ in range(PATIENCE // 16):
        if page.evaluate(script, arg):
            return
        page.evaluate("() => new Promise(requestAnimationFrame)")
    pytest.fail(f"it never came true: {script}")


def write_notebook(root: Path, name: str, *cells: str) -> Path:
    """Put a notebook, not executed, into the chapters of the checkout ``root``: a heading, then code cells."""
    notebook = nbformat.v4.new_notebook()
    notebook.cells = [nbformat.v4.new_markdown_cell(f"# {name}"), *map(nbformat.v4.new_code_cell, cells)]
    path = root / "chapters" / f"{name}.ipynb"
    nbformat.write(clean(notebook), path)
    return path


class Run(NamedTuple):
    """What one call of a command line returned and printed."""

    status: int
    out: str
    err: str


@pytest.fixture
def run_in(monkeypatch, capsys) -> Callable[..., Run]:
    """``run_in(checkout, execute.main, "--check")`` calls a command line with the checkout as working directory."""

    def run(root: Path, main: Callable[[list[str]], int], *arguments: str) -> Run:
        monkeypatch.chdir(root)
        capsys.readouterr()
        status = main(list(arguments))
        return Run(status, *capsys.readouterr())

    return run


@pytest.fixture(scope="session")
def browser():
    with chromium.launched(needed=False) as running:
        if running is None:
            pytest.fail(chromium.NONE) if os.environ.get("REQUIRE_BROWSER") == "1" else pytest.skip(chromium.NONE)
        yield running


@pytest.fixture(scope="session")
def served(built_book: Path):
    """Address of the built book on a server of this machine, in the folder that its published address has."""
    handler = functools.partial(QuietHandler, directory=str(built_book))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}{BELOW}"
    server.shutdown()


@pytest.fixture(params=["http", "file"])
def address(request, built_book: Path) -> str:
    """Address of the built book, once on a server and once on the disk."""
    return request.getfixturevalue("served") if request.param == "http" else built_book.as_uri()


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    def translate_path(self, path: str) -> str:
        """Beside the folder of the book there is nothing: a link that forgets the folder leads nowhere."""
        return super().translate_path(path.removeprefix(BELOW) if path.startswith(f"{BELOW}/") else "/not in the book")

    def log_message(self, *args):
        pass


class Watched:
    """A page whose faults are written down: console errors, exceptions, failed and foreign requests."""

    def __init__(self, browser, address: str, **options):
        self.address, self.faults, self.requests = address, [], []
        self.context = browser.new_context(**options)
        self.context.set_default_timeout(PATIENCE)
        self.page: Page = self.context.new_page()
        self.page.route("**/*", self.gate)
        self.page.on(
            "console", lambda message: message.type == "error" and self.faults.append(f"console: {message.text}")
        )
        self.page.on("pageerror", lambda error: self.faults.append(f"exception: {error}"))
        self.page.on("requestfailed", self.failed)
        self.page.on(
            "response", lambda answer: answer.status >= 400 and self.faults.append(f"{answer.status}: {answer.url}")
        )

    def failed(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # of a page that was left while it loaded
            self.faults.append(f"failed: {request.url}")

    def gate(self, route: Route) -> None:
        url = route.request.url
        self.requests.append(url)
        own = url.startswith(self.address) or urlsplit(url).scheme in ("data", "blob")
        if not own:
            self.faults.append(f"foreign: {url}")
        route.continue_() if own else route.abort()


@pytest.fixture
def watch(browser):
    opened = []

    def start(address: str, **options) -> Watched:
        opened.append(Watched(browser, address, **options))
        return opened[-1]

    yield start
    for watched in opened:
        watched.context.close()


def pages(book: Path) -> list[str]:
    """Every page of the book, generated ones included; slides and handouts (`teach/`) are no pages of it."""
    found = (page.relative_to(book) for page in book.rglob("*.html"))
    return sorted(str(page) for page in found if page.parts[0] not in ("_static", "teach"))
