"""Marks what belongs to the reader's own engine or machine, not to Docker as such."""

from __future__ import annotations

__all__ = ["yours"]


def yours(value: str) -> str:
    """Put a value between ‹ ›: another engine or machine may well say something else.

    The proof of the stored outputs leaves out what stands there, where it is of a known shape
    (``tests/sanitize.cfg``, engine-value).

    Args:
        value: a version, a driver's name, "installed"; "" for nothing.

    Returns:
        The value between the marks; ``‹-›`` for nothing.
    """
    return f"‹{value or '-'}›"
