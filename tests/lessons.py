"""The lessons as data, for the tests that hold them together."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from helpers.paths import checkout

LESSONS = checkout() / "lessons"


def notebooks(language: str) -> dict[str, dict[str, Any]]:
    """Read one edition: file name -> notebook."""
    return {p.name: read(p) for p in sorted((LESSONS / language).glob("*.ipynb"))}


def read(path: Path) -> dict[str, Any]:
    """Read one notebook as plain data."""
    notebook: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return notebook


def source(cell: dict[str, Any]) -> str:
    """Give a cell's source as one string."""
    return "".join(cell["source"])
