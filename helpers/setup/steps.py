"""How the commands tell what they are doing."""

from __future__ import annotations

import sys

__all__ = ["ask", "note", "step"]


def step(title: str) -> None:
    """Announce a step."""
    print(f"* {title}", flush=True)


def note(text: str) -> None:
    """Tell something below the step that runs."""
    print(f"  {text}", flush=True)


def ask(question: str, *, without_terminal: bool) -> bool:
    """Ask a question that yes or no answers.

    Args:
        question: the question; ``[y/N]`` is added.
        without_terminal: the answer where nobody can be asked.

    Returns:
        True for yes.
    """
    if not (sys.stdin and sys.stdin.isatty()):
        return without_terminal
    return input(f"{question} [y/N] ").strip().lower() in ("y", "yes", "예", "네", "ㅛ")
