"""Waiting in tests: for a condition, with a generous limit and no asserted time."""

from __future__ import annotations

import time
from collections.abc import Callable


def eventually(condition: Callable[[], object], seconds: float = 60) -> None:
    """Wait until a condition holds; fail when it does not within the limit."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it never came about"
        time.sleep(0.02)
