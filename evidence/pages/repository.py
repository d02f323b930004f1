"""Where the source of the book stands: one address in _config.yml, and what the pages link to because of it.

    repository:
      url: https://github.com/<owner>/<name>
      branch: main

With it every page leads to the repository and to its issues, and every notebook to Binder, from GitHub to Colab too.
Without it no page has such a button, because each would lead nowhere. They are links: a page asks no one for anything.
"""

import re
from pathlib import Path

import yaml
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ConfigError

ADDRESS = re.compile(r"https://(?P<host>[\w.-]+)(?:/[\w.-]+)*/[\w.-]+/[\w.-]+")
BINDER, COLAB = "https://mybinder.org", "https://colab.research.google.com"
WITH_ISSUES = ("github.com", "gitlab.com")  # where the theme knows how a new issue is addressed


def buttons(address: str, branch: str) -> dict:
    """Options of the theme for a repository at an address. Raises ConfigError for what is no address of one."""
    address = address.strip().rstrip("/").removesuffix(".git")
    found = ADDRESS.fullmatch(address)
    if not found:
        raise ConfigError(f"_config.yml, repository, url: {address!r} is not like https://github.com/<owner>/<name>")
    host = found["host"]
    launch = {"notebook_interface": "jupyterlab", "binderhub_url": BINDER}
    return {
        "repository_url": address,
        "repository_branch": branch or "main",
        "use_repository_button": True,
        "use_issues_button": host in WITH_ISSUES,
        "launch_buttons": launch | ({"colab_url": COLAB} if host == "github.com" else {}),
    }


def said(config: Path) -> dict:
    """What _config.yml itself says of the repository: Jupyter Book would put its own where nothing is said."""
    return (yaml.safe_load(config.read_text("utf-8")).get("repository") or {}) if config.is_file() else {}


def add_buttons(app: Sphinx, config: Config) -> None:
    """Give the theme what _config.yml says of the repository. Raises ConfigError for what is no address of one."""
    own = said(Path(app.srcdir) / "_config.yml")
    if own.get("url"):
        config.html_theme_options.update(buttons(own["url"], own.get("branch", "")))


def setup(app: Sphinx) -> dict:
    app.connect("config-inited", add_buttons)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
