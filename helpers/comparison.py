"""What an engine said of itself in 2017, beside what this engine says, field by field."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from helpers.engine import CourseClient
from helpers.fields import FIELDS, VARIES
from helpers.language import say
from helpers.then import then

__all__ = ["Comparison", "Row", "compare_info", "compare_version"]


@dataclass(frozen=True)
class Row:
    """One field: its value in 2017, its value now ("" where there is none), what it means."""

    field: str
    then: str
    now: str
    meaning: str

    @property
    def same(self) -> bool:
        """Whether both say the same."""
        return self.then == self.now


@dataclass(frozen=True)
class Comparison:
    """All fields, in the order of the command's output."""

    rows: tuple[Row, ...]

    def __getitem__(self, field: str) -> Row:
        for row in self.rows:
            if row.field == field:
                return row
        raise KeyError(field)

    def of(self, *fields: str) -> Comparison:
        """Choose some fields.

        Args:
            fields: their names, as the command prints them.

        Returns:
            A comparison of these, in the order given.

        Raises:
            KeyError: there is no such field.
        """
        return Comparison(tuple(self[field] for field in fields))

    def __repr__(self) -> str:
        missing = "-"
        hidden = say(en="(differs from machine to machine)", ko="(컴퓨터마다 다릅니다)")
        lines = []
        for row in self.rows:
            now = hidden if row.field in VARIES and row.now else row.now or missing
            lines += [
                row.field,
                f"  2017 | {row.then or missing}",
                f"  {say(en='now ', ko='지금')} | {now}",
                f"  {row.meaning}",
                "",
            ]
        return "\n".join(lines).rstrip()


def _parse(text: str) -> dict[str, str]:
    """Read ``Name: value`` lines; a list below a name becomes one value."""
    fields: dict[str, str] = {}
    parents: list[tuple[int, str]] = []
    for line in text.splitlines():
        found = re.match(r"^( *)([^:]+?): *(.*)$", line)
        if found:
            depth, name, value = len(found[1]), found[2].strip(), found[3].strip()
            parents = [(d, n) for d, n in parents if d < depth]
            path = "/".join([*(n for _, n in parents), name])
            parents.append((depth, name))
            fields[path] = value
        elif line.startswith(" ") and parents:
            path = "/".join(n for _, n in parents)
            fields[path] = f"{fields[path]} {line.strip()}".strip()
    return fields


def _answer(name: str) -> str:
    """Cut the answer out of a transcript: what follows the line with the command."""
    lines = then(name).text.splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith("$ "))
    return "\n".join(lines[start + 1 :])


def _rows(old: Mapping[str, str], new: Mapping[str, str]) -> Comparison:
    names = [*old, *(name for name in new if name not in old)]
    return Comparison(
        tuple(Row(n, old.get(n, ""), new.get(n, ""), FIELDS[n].meaning()) for n in names)
    )


def compare_version(client: CourseClient, answer: Mapping[str, Any] | None = None) -> Comparison:
    """Set the server's half of ``docker version`` beside that of 2017.

    Args:
        client: the course's client.
        answer: what ``GET /version`` answered; left out, the engine is asked.

    Returns:
        One row a field.
    """
    now = answer if answer is not None else client.version()
    old = {
        name.removeprefix("Server/"): value
        for name, value in _parse(_answer("version")).items()
        if name.startswith("Server/")
    }
    new = {
        "Version": now["Version"],
        "API version": f"{now['ApiVersion']} (minimum version {now['MinAPIVersion']})",
        "Go version": now["GoVersion"],
        "Git commit": now["GitCommit"],
        "Built": now["BuildTime"],
        "OS/Arch": f"{now['Os']}/{now['Arch']}",
        "Experimental": str(now.get("Experimental", False)).lower(),
    }
    for part in now.get("Components") or []:
        if part["Name"] != "Engine":
            new[part["Name"]] = part["Version"]
    return _rows(old, new)


def compare_info(client: CourseClient, answer: Mapping[str, Any] | None = None) -> Comparison:
    """Set ``docker info`` beside that of 2017.

    Args:
        client: the course's client.
        answer: what ``GET /info`` answered; left out, the engine is asked.

    Returns:
        One row a field.
    """
    now = answer if answer is not None else client.info()
    old = _parse(_answer("info"))
    return _rows(old, {name: text for name in FIELDS if (text := FIELDS[name].now(now))})
