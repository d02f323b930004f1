"""What git says of a checkout, for those who can do without it, and for those who can't."""

import subprocess
from pathlib import Path


class GitError(Exception):
    """Git said no. The message is its own, without its first word."""


class NoGit(GitError):
    """Git can't be run here. The message says why."""


def said(root: Path, *words: str) -> bytes:
    """What git prints in the folder ``root``. Raises GitError, where git is missing NoGit."""
    try:
        return subprocess.run(["git", *words], cwd=root, capture_output=True, check=True).stdout
    except OSError as error:
        raise NoGit(error.strerror) from error
    except subprocess.CalledProcessError as error:
        raise GitError(error.stderr.decode(errors="replace").strip().removeprefix("fatal: ")) from error


def words(root: Path, *asked: str) -> str:
    """The same as text, without white space around it."""
    return said(root, *asked).decode(errors="replace").strip()
