"""Which exercises the learner has done: one small file on their machine, which never leaves it."""

from __future__ import annotations

import json
import os
from pathlib import Path

from helpers.language import say
from helpers.paths import cache_dir

__all__ = ["clear_progress", "done", "mark_done", "progress"]


def _file() -> Path:
    """Name the file; ``COURSE_PROGRESS`` names another, so that a proof never reads a learner's."""
    chosen = os.environ.get("COURSE_PROGRESS")
    return Path(chosen) if chosen else cache_dir() / "progress.json"


def done() -> set[str]:
    """Read which exercises are done; a broken or half-written file counts as none.

    Returns:
        Numbers such as "05.1".
    """
    try:
        numbers = json.loads(_file().read_text(encoding="utf-8"))["done"]
        return {number for number in numbers if isinstance(number, str)}
    except (OSError, ValueError, KeyError, TypeError):
        return set()


def _write(numbers: set[str]) -> None:
    _file().parent.mkdir(parents=True, exist_ok=True)
    half = _file().with_suffix(f".{os.getpid()}")
    half.write_text(json.dumps({"done": sorted(numbers)}), encoding="utf-8")
    half.replace(_file())


def mark_done(number: str) -> None:
    """Write down that an exercise is done.

    Args:
        number: such as "05.1".
    """
    if number not in done():
        _write(done() | {number})


def clear_progress() -> None:
    """Forget what was done."""
    _write(set())


def progress() -> None:
    """Print what is done, lesson by lesson."""
    from helpers.exercises.checking import numbers  # The checkers write the progress.

    finished = done()
    for lesson in sorted({number[:2] for number in numbers()}):
        marks = [
            f"{number} {'✓' if number in finished else '·'}"
            for number in numbers()
            if number.startswith(lesson)
        ]
        print("   ".join(marks))
    count = len(finished & set(numbers()))
    print(
        say(
            en=f"{count} of {len(numbers())} done.",
            ko=f"{len(numbers())}개 가운데 {count}개를 마쳤습니다.",
        )
    )
