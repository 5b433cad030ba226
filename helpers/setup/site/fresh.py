"""Whether anything that the site is made from has changed since it was built."""

from __future__ import annotations

import hashlib
from pathlib import Path

__all__ = ["fingerprint"]

_SOURCES = ("mkdocs*.yml", "requirements.txt", "docs/**/*", "lessons/**/*.ipynb", "helpers/**/*.py")


def fingerprint(root: Path) -> str:
    """Hash the names and contents of the site's sources.

    Args:
        root: the checkout.

    Returns:
        A hash that is the same as long as the site would come out the same.
    """
    seen = hashlib.sha256()
    for pattern in _SOURCES:
        for path in sorted(root.glob(pattern)):
            if path.is_file():
                seen.update(
                    str(path.relative_to(root)).encode() + b"\0" + path.read_bytes() + b"\0"
                )
    return seen.hexdigest()
