"""A file that is there whole, whatever stops who writes it."""

import os
from pathlib import Path


def put(path: Path, text: str) -> None:
    """Put a text in place of a file in one step: a full disk, or the end of the process, leaves the old one. Raises
    OSError."""
    partial = path.with_name(f"{path.name}.tmp")
    try:
        partial.write_text(text, encoding="utf-8", newline="\n")
        os.replace(partial, path)
    finally:  # a full disk leaves a part
        partial.unlink(missing_ok=True)
