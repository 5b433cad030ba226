"""The learner's working copy of the lessons: filled, brought up to date, never overwritten."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from helpers.paths import checkout

__all__ = ["RECORD", "bring_up_to_date", "copies"]

RECORD = ".course-copy.json"
"""In the working copy: for each file, the hash of what the course put there last."""


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _lesson_files(lessons: Path) -> Iterator[tuple[str, bytes]]:
    """Give name and content of all that a learner needs."""
    for pattern in ("en/*.ipynb", "ko/*.ipynb", "files/**/*"):
        for path in sorted(lessons.glob(pattern)):
            if path.is_file() and not path.name.startswith("."):
                yield path.relative_to(lessons).as_posix(), path.read_bytes()


def _read_record(folder: Path) -> dict[str, str]:
    try:
        return dict(json.loads((folder / RECORD).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return {}


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.draft")
    draft.write_bytes(content)
    draft.replace(path)


def _beside(path: Path, content: bytes, record: dict[str, str], folder: Path) -> Path:
    """Find the name for an update of a changed file: NAME-new, or NAME-new2 where that is taken."""
    number = 1
    while True:
        new = path.with_name(f"{path.stem}-new{number if number > 1 else ''}{path.suffix}")
        name = new.relative_to(folder).as_posix()
        if not new.exists() or _hash(new.read_bytes()) in (_hash(content), record.get(name)):
            return new
        number += 1


def bring_up_to_date(folder: Path, lessons: Path | None = None) -> list[str]:
    """Copy what is missing and what the learner left as it was; never touch what they changed.

    Args:
        folder: the working copy; made where there is none.
        lessons: the course's own lessons; left out, this checkout's.

    Returns:
        The names of updates that lie beside a file that the learner changed.
    """
    record = _read_record(folder)
    beside = []
    for name, content in _lesson_files(lessons or checkout() / "lessons"):
        path, new, offered = folder / name, _hash(content), record.get(name)
        mine = _hash(path.read_bytes()) if path.exists() else None
        if mine is None or (mine == offered and mine != new):
            _write(path, content)
        elif mine not in (new, offered) and new != offered:
            path = _beside(path, content, record, folder)
            _write(path, content)
            beside.append(path.relative_to(folder).as_posix())
            record[beside[-1]] = new
        record[name] = new
    _write(folder / RECORD, json.dumps(record, indent=1).encode())
    return beside


def copies(folder: Path) -> list[Path]:
    """List the files that the course put into a working copy and that are still there.

    Args:
        folder: the working copy.
    """
    names = [*_read_record(folder), RECORD]
    return [folder / name for name in names if (folder / name).is_file()]
