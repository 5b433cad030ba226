"""Exercises that check themselves: the checkers look at the engine, never at text or source."""

from helpers.exercises.checking import check
from helpers.exercises.progress import clear_progress, progress

__all__ = ["check", "clear_progress", "progress"]
