"""What the course brought to an engine that no label can mark: pulled images and added tags.

A pulled image keeps its maker's labels, so the course writes down the references that were not
there before. Only what stands here, or carries the course's label, is ever removed.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from helpers.paths import cache_dir

__all__ = ["Entry", "add", "entries", "forget"]


@dataclass(frozen=True)
class Entry:
    """One reference that the course added: on which engine, in which lesson."""

    engine: str
    lesson: str
    reference: str


def _file() -> Path:
    return cache_dir() / "journal.json"


def _read() -> list[Entry]:
    try:
        return [Entry(**row) for row in json.loads(_file().read_text(encoding="utf-8"))]
    except (OSError, ValueError, TypeError):
        return []


def _write(rows: list[Entry]) -> None:
    _file().parent.mkdir(parents=True, exist_ok=True)
    half = _file().with_suffix(f".{os.getpid()}")
    half.write_text(json.dumps([asdict(row) for row in rows], indent=1), encoding="utf-8")
    half.replace(_file())


def entries(engine: str) -> list[Entry]:
    """List what the course added to an engine.

    Args:
        engine: the engine's id, as ``docker info`` prints it.

    Returns:
        The entries of that engine, oldest first.
    """
    return [row for row in _read() if row.engine == engine]


def add(entry: Entry) -> None:
    """Write one reference down; a second time changes nothing."""
    rows = _read()
    if not any(r.engine == entry.engine and r.reference == entry.reference for r in rows):
        _write([*rows, entry])


def forget(engine: str, reference: str) -> None:
    """Strike one reference out, because it is gone."""
    rows = _read()
    left = [r for r in rows if (r.engine, r.reference) != (engine, reference)]
    if left != rows:
        _write(left)
