"""What a run of Sphinx may keep of the run before it, so that an edited page costs the time of one page.

Every run starts from the pages as Sphinx wrote them ("raw", kept beside the book), never from those that readers get:
slimming them a second time would spoil them. So any number of builds, however started, give the same book.

Sphinx reads a page again only if it changed, and warns only while it reads or writes: over its own cache a second
build passes what the first refused. So the cache is kept of runs alone that succeeded without a warning, it is used up
by the next run, which leaves one of its own only if it succeeds too, and it is thrown away when anything but one page
changed: a table, a module, the configuration, the list of pages, a package, two pages. Pages that show or link to
parts of the edited page are written again; if in doubt all are.
"""

import hashlib
import json
import os
import shutil
import sys
import sysconfig
from pathlib import Path

from docutils import nodes
from jinja2 import FileSystemBytecodeCache
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment

from evidence.content import digest, hashes, no_files
from evidence.pages.final import write_final
from evidence.pages.published import on_pages
from evidence.waiting import Alone

INPUTS = "inputs.json"  # among the documents that Sphinx keeps: what the last run without a warning was made of
PAGES = (".ipynb", ".md")
OWN = {"wordcount", "evidence"}  # metadata of a page that no other page shows
# What no page of the book depends on. Anything else in the checkout counts, hidden files apart.
APART = {"_build", "__pycache__", "benchmarks", "docs", "tests"}


def contents(root: Path) -> dict[str, str]:
    """Hash of every file that the book may depend on, and of the interpreter and its packages."""
    packages = sorted(path.name for path in Path(sysconfig.get_path("purelib")).glob("*.dist-info"))
    environment = digest(repr((sys.version, sys.prefix, packages)))
    return {"the interpreter and its packages": environment, **hashes(root, APART)}


def edited_page(before: dict[str, str], now: dict[str, str]) -> str | None:
    """The one page that changed, '' if nothing did, None if more than that: then a build starts from nothing."""
    changed = [name for name in before.keys() | now.keys() if before.get(name) != now.get(name)]
    page = changed[0] if changed else ""
    one_page = page.endswith(PAGES) and page in before and page in now
    return page if not changed or (len(changed) == 1 and one_page) else None


def kept_inputs(doctrees: Path) -> dict[str, str] | None:
    """Hashes of what the last run over ``doctrees`` was made of; None if it failed or warned, or there was none."""
    return _kept(doctrees).get("inputs")


def _kept(doctrees: Path) -> dict:
    try:
        return json.loads((doctrees / INPUTS).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


class Run:
    """One run of Sphinx: what it takes over from the run before, and what it leaves to the next.

    Beside the folder of the book stand the raw pages of the last run and, while Sphinx writes, the book of before,
    which comes back if the run fails.
    """

    def __init__(self) -> None:
        self.inputs: dict[str, str] = {}
        self.restored = False  # the pages of the run before are in place
        self.alone: Alone | None = None  # in the folder that holds the book

    def wait_for_others(self, app: Sphinx, config: Config) -> None:
        """Before anything is touched: another run into the same folder ends first."""
        self.alone = Alone(Path(app.outdir).parent)
        self.alone.wait()

    def let_others(self, app: Sphinx, failure: Exception | None) -> None:
        """After everything: the folder is free again."""
        if self.alone:
            self.alone.leave()

    def take_documents(self, app: Sphinx, config: Config) -> None:
        """Before Sphinx loads the documents that it kept: throw them away if more than one page has changed."""
        doctrees = Path(app.doctreedir)
        self.inputs, kept = contents(Path(app.srcdir)), _kept(doctrees)
        own = kept.get("book") == str(app.outdir) and raw_pages(app).is_dir()
        page = edited_page(kept["inputs"], self.inputs) if own else None
        if page is None:
            shutil.rmtree(raw_pages(app), ignore_errors=True)
            shutil.rmtree(doctrees, ignore_errors=True)
            doctrees.mkdir(parents=True)
        else:
            (doctrees / INPUTS).unlink()
        if page:  # times of files say too little: an older edition put back must be read again
            name = Path(page).with_suffix("")
            raw = raw_pages(app)
            for path in (doctrees / f"{name}.doctree", raw / f"{name}.html", raw / "_sources" / page):
                path.unlink(missing_ok=True)

    def take_pages(self, app: Sphinx) -> None:
        """Before Sphinx writes: the book of before steps aside, the raw pages of the last run come in its place."""
        if app.builder.format != "html":
            return
        book, old = Path(app.outdir), _aside(app)
        if (book / "objects.inv").exists() and not old.exists():  # else Sphinx never wrote there, or did not finish
            os.replace(book, old)
        elif old.exists():
            shutil.rmtree(book, ignore_errors=True)
        if raw_pages(app).is_dir():
            os.replace(raw_pages(app), book)
            self.restored = True
        book.mkdir(parents=True, exist_ok=True)

    def write_all_if_in_doubt(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """After reading: every page, unless the edited one looks to others as it did. The sitemap needs them all."""
        before, env.evidence_shared = getattr(env, "evidence_shared", None), shared(env)
        if env.evidence_shared == before and not app.config.html_baseurl:
            return []
        for path in Path(app.outdir).iterdir() if self.restored else ():  # a figure that is gone would leave its CSV
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        return sorted(env.found_docs)

    def leave(self, app: Sphinx, failure: Exception | None) -> None:
        """After the last page: write the book that readers get, and keep the raw pages beside it."""
        if app.builder.format != "html":
            return
        book, raw, old = Path(app.outdir), raw_pages(app), _aside(app)
        if failure is None:
            shutil.rmtree(raw, ignore_errors=True)
            os.replace(book, raw)
            write_final(raw, book)
        elif old.exists():
            shutil.rmtree(book, ignore_errors=True)
            os.replace(old, book)
        shutil.rmtree(old, ignore_errors=True)
        unedited = contents(Path(app.srcdir)) == self.inputs
        if failure is None and unedited and not app._warncount:
            kept = {"book": str(app.outdir), "inputs": self.inputs}
            (Path(app.doctreedir) / INPUTS).write_text(json.dumps(kept), encoding="utf-8")


def pass_over_no_files(app: Sphinx, config: Config) -> None:
    """Sphinx would read a pipe that is named like a page, for ever, and warn of a dangling link."""
    odd = [name.replace("[", "[[]") for name in no_files(Path(app.srcdir), {"_build"})]
    config["exclude_patterns"] = [*config["exclude_patterns"], *odd]  # a new list: the old one may be the default


def raw_pages(app: Sphinx) -> Path:
    """Where the pages of a book are kept as Sphinx wrote them."""
    return Path(app.outdir).with_name(f".{Path(app.outdir).name}.raw")


def _aside(app: Sphinx) -> Path:
    return Path(app.outdir).with_name(f".{Path(app.outdir).name}.old")


def shared(env: BuildEnvironment) -> str:
    """Digest of what pages may show of other pages, or link to: titles, outlines, labels, figures, claims, numbers."""
    # As text: whether Sphinx has a title's translation at hand differs between processes, and nothing else does.
    objects = [sorted([*map(str, one)] for one in domain.get_objects()) for _, domain in sorted(env.domains.items())]
    exercises = getattr(env, "sphinx_exercise_registry", {}).items()
    glued = {name: data.get("glue") for name, data in getattr(env, "nb_metadata", {}).items()}
    by_page = [
        (*_of_page(env, name), json.dumps(glued.get(name), sort_keys=True, default=repr))
        for name in sorted(env.found_docs)
    ]
    asked = sorted(
        (label, str(one.get("docname")), one["node"][0].astext())  # its worked answer stands on another page
        for label, one in exercises
        if one.get("type") == "exercise"
    )
    return digest(repr((objects, asked, by_page)))


def _of_page(env: BuildEnvironment, name: str) -> tuple:
    page = on_pages(env).get(name)
    held = page and {kind: len(parts) for kind, parts in page.held.items()}
    return (
        name,
        env.titles[name].astext(),
        env.longtitles[name].astext(),
        [(link["anchorname"], link.astext()) for link in env.tocs[name].findall(nodes.reference)],
        repr({key: value for key, value in env.metadata[name].items() if key not in OWN}),
        page and repr((page.items, page.claims, page.glosses, page.titles, page.rows, page.sources, held)),
    )


class Compiled(FileSystemBytecodeCache):
    """Compiled templates, under a key that any name of a folder can have, in whatever encoding the machine has them."""

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        return hashlib.sha1(os.fsencode(f"{name}|{filename}")).hexdigest()


def keep_templates(app: Sphinx) -> None:
    """Keep the theme's templates compiled, which takes as long as a page."""
    if app.builder.format == "html":
        compiled = Path(app.doctreedir, "templates")
        compiled.mkdir(parents=True, exist_ok=True)
        app.builder.templates.environment.bytecode_cache = Compiled(str(compiled))


def setup(app: Sphinx) -> dict:
    run = Run()
    app.connect("config-inited", run.wait_for_others, priority=100)
    app.connect("config-inited", pass_over_no_files)
    app.connect("config-inited", run.take_documents)
    app.connect("builder-inited", run.take_pages, priority=100)
    app.connect("builder-inited", keep_templates)
    app.connect("env-updated", run.write_all_if_in_doubt)
    app.connect("build-finished", run.leave, priority=900)  # after the theme has written its last style sheet
    app.connect("build-finished", run.let_others, priority=1000)
    return {"version": "2", "parallel_read_safe": True, "parallel_write_safe": True}
