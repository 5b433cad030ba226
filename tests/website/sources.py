"""What the site is made from, copied, so that a test may build and spoil it."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.website.visit import CHECKOUT

SOURCES = ("mkdocs.yml", "mkdocs.ko.yml", "docs", "lessons", "helpers", "requirements.txt")


def copy_sources(target: Path) -> Path:
    """Copy the checkout's sources of the site into a folder."""
    for name in SOURCES:
        source = CHECKOUT / name
        if source.is_dir():
            hidden = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")
            shutil.copytree(source, target / name, ignore=hidden)
        else:
            shutil.copy(source, target / name)
    return target
