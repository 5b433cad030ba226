"""Which docker-py call does the same as a ``docker`` command, as the lessons show it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from helpers.setup.site.lessons import Cell, Lesson

__all__ = ["Twin", "twins"]

# Where the call is not named like the command.
_CALLS = {
    "exec": ("exec_run",),
    "rm": ("remove",),
    "rmi": ("remove",),
    "ps": ("ps", "list"),
    "images": ("images", "list"),
    "inspect": ("reload", "get"),
    "events": ("watch", "events"),
    "login": ("login",),
    "cp": ("put_archive", "get_archive"),
}
_NEAR = (1, -1, 2, -2)  # the call stands in the cell after the prose, or just before it


@dataclass(frozen=True)
class Twin:
    """A command, the call that does the same, and the cell that shows the call."""

    verb: str
    command: str
    call: str
    cell: Cell


def twins(lesson: Lesson) -> Iterator[Twin]:
    """Find the commands that a lesson's prose names beside the calls of the cells around it.

    Args:
        lesson: the notebook.

    Yields:
        Each command whose call stands near; one that is only mentioned is left out.
    """
    for place, prose in enumerate(lesson.cells):
        if prose.kind != "markdown" or {"hint", "solution", "question"} & set(prose.tags):
            continue
        for command in re.findall(r"`(docker [a-z][^`\n]*)`", prose.source):
            verb = command.split()[1]
            for step in _NEAR:
                near = (
                    lesson.cells[place + step] if 0 <= place + step < len(lesson.cells) else prose
                )
                if near.kind == "code" and (call := _call(near.source, verb)):
                    yield Twin(verb, command, call, near)
                    break


def _call(source: str, verb: str) -> str:
    """The call in a cell that does what the command does; ``""`` where there is none."""
    names = _CALLS.get(verb, (verb,))
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name in names:
                return " ".join((ast.get_source_segment(source, node) or "").split())
    return ""
