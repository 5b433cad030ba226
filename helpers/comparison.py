"""What an engine said of itself in 2017, beside what this engine says, field by field."""

from __future__ import annotations

import platform
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

import docker

from helpers.engine import CourseClient
from helpers.errors import BadInput
from helpers.fields import CLIENT, HIDDEN, INFO, VERSION, YOURS, Field
from helpers.language import say
from helpers.then import then
from helpers.yours import yours

__all__ = ["Comparison", "Row", "compare_client", "compare_info", "compare_version"]

_ARCH = {"x86_64": "amd64", "aarch64": "arm64"}


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

    @property
    def shown(self) -> str:
        """Today's value as it is printed: not where it belongs to one machine or one moment."""
        if self.field in HIDDEN:
            return say(en="(this machine's own)", ko="(컴퓨터마다 다릅니다)")
        return yours(self.now) if self.field in YOURS else self.now or "-"


@dataclass(frozen=True)
class Comparison:
    """All fields, in the order of the command's output."""

    rows: tuple[Row, ...]

    def __getitem__(self, field: str) -> Row:
        for row in self.rows:
            if row.field == field:
                return row
        raise BadInput(
            say(en=f"There is no field {field!r}.", ko=f"{field!r} 항목이 없습니다."),
            say(
                en=f"There are: {', '.join(row.field for row in self.rows)}.",
                ko=f"있는 항목: {', '.join(row.field for row in self.rows)}.",
            ),
            say(en="Choose one of these.", ko="이 가운데 하나를 고르십시오."),
        )

    def of(self, *fields: str) -> Comparison:
        """Choose some fields.

        Args:
            fields: their names, as the command prints them.

        Returns:
            A comparison of these, in the order given.

        Raises:
            BadInput: there is no such field.
        """
        return Comparison(tuple(self[field] for field in fields))

    @property
    def gone(self) -> tuple[str, ...]:
        """The fields that had a value in 2017 and have none now."""
        return tuple(row.field for row in self.rows if row.then and not row.now)

    @property
    def new(self) -> tuple[str, ...]:
        """The fields that have a value now and had none in 2017."""
        return tuple(row.field for row in self.rows if row.now and not row.then)

    def __repr__(self) -> str:
        lines = []
        for row in self.rows:
            lines += [
                row.field,
                f"  2017 | {row.then or '-'}",
                f"  {say(en='now ', ko='지금')} | {row.shown}",
                f"  {row.meaning}",
                "",
            ]
        return "\n".join(lines).rstrip()

    def _repr_html_(self) -> str:
        heads = say(en="Field|2017|Now|What it means", ko="항목|2017년|지금|뜻").split("|")
        head = "".join(f'<th scope="col" style="text-align:left">{text}</th>' for text in heads)
        body = "".join(
            f'<tr><th scope="row" style="text-align:left">{escape(row.field)}</th>'
            + "".join(
                f'<td style="text-align:left">{escape(text)}</td>'
                for text in (row.then or "-", row.shown, row.meaning)
            )
            + "</tr>\n"
            for row in self.rows
        )
        return (
            '<div style="overflow-x:auto"><table class="course-comparison">'
            f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody></table></div>"
        )


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


def _half(name: str) -> dict[str, str]:
    """Read one half of the notes' ``docker version``: "Client" or "Server"."""
    fields = _parse(_answer("version")).items()
    return {
        field.removeprefix(f"{name}/"): value for field, value in fields if field.startswith(name)
    }


def _rows(
    fields: Mapping[str, Field], old: Mapping[str, str], new: Mapping[str, str]
) -> Comparison:
    return Comparison(
        tuple(
            Row(name, old.get(name, ""), new.get(name, ""), field.meaning())
            for name, field in fields.items()
        )
    )


def compare_client(client: CourseClient) -> Comparison:
    """Set the client's half of ``docker version`` beside this course's client, docker-py.

    Args:
        client: the course's client.

    Returns:
        One row a field.
    """
    machine = platform.machine().lower()
    new = {
        "Version": f"docker-py {docker.__version__}",
        "API version": client.api.api_version,
        "Go version": f"Python {platform.python_version()}",
        "OS/Arch": f"{sys.platform}/{_ARCH.get(machine, machine)}",
    }
    return _rows(CLIENT, _half("Client"), new)


def compare_version(client: CourseClient, answer: Mapping[str, Any] | None = None) -> Comparison:
    """Set the server's half of ``docker version`` beside that of 2017.

    Args:
        client: the course's client.
        answer: what ``GET /version`` answered; left out, the engine is asked.

    Returns:
        One row a field.
    """
    now = answer if answer is not None else client.version()
    new = {
        "Version": now["Version"],
        "API version": f"{now['ApiVersion']} (minimum version {now.get('MinAPIVersion', '-')})",
        "Go version": now.get("GoVersion", ""),
        "Git commit": now.get("GitCommit", ""),
        "Built": now.get("BuildTime", ""),
        "OS/Arch": f"{now['Os']}/{now['Arch']}",
        "Experimental": str(now.get("Experimental", False)).lower(),
    }
    parts = {part["Name"]: part["Version"] for part in now.get("Components") or []}
    return _rows(VERSION, _half("Server"), {**parts, **new})


def compare_info(client: CourseClient, answer: Mapping[str, Any] | None = None) -> Comparison:
    """Set ``docker info`` beside that of 2017.

    Args:
        client: the course's client.
        answer: what ``GET /info`` answered; left out, the engine is asked.

    Returns:
        One row a field.
    """
    now = answer if answer is not None else client.info()
    new = {name: field.now(now) for name, field in INFO.items()}
    return _rows(INFO, _parse(_answer("info")), new)
