"""A build, step by step: which step came from the cache, and where a broken Dockerfile breaks."""

from __future__ import annotations

import io
import re
import tarfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from docker.errors import APIError, DockerException
from docker.models.images import Image

from helpers import journal
from helpers.engine import CourseClient
from helpers.errors import CourseError, explain
from helpers.language import say

__all__ = ["BuildFailed", "Built", "Step", "build"]

_STEP = re.compile(r"^Step (\d+)/(\d+) : (.*)$")
_COLOUR = re.compile(r"\x1b\[\d+m")
_MADE = re.compile(r"^ ---> ([0-9a-f]{12,64})$")
_PASSING = re.compile(r"^ ---> |^Removing intermediate container |^Successfully ")


class BuildFailed(CourseError):
    """A Dockerfile's step failed.

    Attributes:
        line: the Dockerfile's line, counted from 1; 0 where it is not known.
        output: all that the build printed.
    """

    line = 0
    output = ""


@dataclass
class Step:
    """One instruction: its number, its text, whether the cache had it, the image that it made."""

    number: int
    total: int
    instruction: str
    cached: bool = False
    image: str = ""

    def __repr__(self) -> str:
        mark = say(en="cached", ko="캐시") if self.cached else say(en="done", ko="실행")
        return f"Step {self.number}/{self.total} : {self.instruction}  [{mark}]"


class _Printer:
    """Prints a build's output while it runs, without the ids that are new each time.

    A program's output comes in pieces of any length: a line is printed when it is whole.
    """

    def __init__(self) -> None:
        self._begun = ""

    def __call__(self, built: Built, text: str) -> None:
        if _STEP.match(text.rstrip()) or _PASSING.match(text):
            self._print(self._begun)
            self._begun = ""
        *whole, self._begun = (self._begun + text).split("\n")
        for line in whole:
            self._print(line)

    def _print(self, line: str) -> None:
        if "---> Using cache" in line or (line.strip() and not _PASSING.match(line)):
            print(line.rstrip(), flush=True)


@dataclass
class Built:
    """What a build made, and its steps."""

    steps: list[Step] = field(default_factory=list)
    image: Image | None = None

    @property
    def cached(self) -> list[bool]:
        """For each step, whether the cache had it."""
        return [step.cached for step in self.steps]

    def __repr__(self) -> str:
        return "\n".join(map(repr, self.steps))


def build(
    client: CourseClient,
    tag: str,
    source: str | Path,
    *,
    nocache: bool = False,
    told: Callable[[Built, str], None] | None = None,
) -> Built:
    """Build an image from a Dockerfile, and print its output while it runs.

    Twin: ``docker build -t TAG FOLDER``, ``docker build -t TAG - < Dockerfile``. The engine's own
    builder does the work; today's command gives the same Dockerfile to BuildKit, which docker-py
    cannot. The course's two labels are the last steps.

    Args:
        client: the course's client.
        tag: the image's name and tag.
        source: a folder with a Dockerfile (the build's context), or the Dockerfile's text.
        nocache: run every step again.
        told: takes the steps so far and the newest output, while the build runs; left out, the
            output is printed.

    Returns:
        The image, and every step with whether it came from the cache.

    Raises:
        BuildFailed: a step failed; it says which line, and what the engine said.
    """
    recipe, context = _context(source)
    built, printed, tell = Built(), "", told or _Printer()
    try:
        for message in client.api.build(
            fileobj=context, custom_context=True, tag=tag, nocache=nocache, decode=True
        ):
            text = _COLOUR.sub("", message.get("stream", ""))
            printed += text
            if "error" in message:
                raise APIError(message["error"], explanation=message["error"])
            _note(built, message)
            tell(built, text)
    except DockerException as error:
        _remember(client, built)
        raise _failed(recipe, built, printed, error) from error
    built.image = client.images.get(tag)
    return built


def _context(source: str | Path) -> tuple[str, io.BytesIO]:
    """Pack the context as a tar: names in order and dates left out, so that the cache can fit."""
    files: dict[str, bytes]
    if isinstance(source, Path):
        paths = sorted(p for p in source.rglob("*") if p.is_file())
        files = {p.relative_to(source).as_posix(): p.read_bytes() for p in paths}
    else:
        files = {"Dockerfile": source.encode()}
    context = io.BytesIO()
    with tarfile.open(fileobj=context, mode="w") as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size, member.mode = len(content), 0o644
            archive.addfile(member, io.BytesIO(content))
    context.seek(0)
    return files.get("Dockerfile", b"").decode(), context


def _note(built: Built, message: dict[str, Any]) -> None:
    for line in message.get("stream", "").splitlines():
        found = _STEP.match(line)
        if found:
            built.steps.append(Step(int(found[1]), int(found[2]), found[3].strip()))
        elif "Using cache" in line and built.steps:
            built.steps[-1].cached = True
        elif (made := _MADE.match(line)) and built.steps:
            built.steps[-1].image = made[1]


def _remember(client: CourseClient, built: Built) -> None:
    """Journal what a failed build leaves in the cache: it has no label yet by which to find it."""
    left = [step.image for step in built.steps[1:] if step.image and not step.cached]
    if left and client.images.get(left[-1]).tags == []:
        journal.add(journal.Entry(client.api.engine_id, client.lesson or "course", left[-1]))


def _failed(text: str, built: Built, printed: str, error: DockerException) -> BuildFailed:
    words = str(getattr(error, "explanation", None) or error)
    line = _line(text, built, words)
    failure = BuildFailed(
        say(
            en=f"The build stopped at line {line} of the Dockerfile.",
            ko=f"Dockerfile {line}번째 줄에서 빌드가 멈췄습니다.",
        )
        if line
        else say(en="The build could not begin.", ko="빌드를 시작하지 못했습니다."),
        explain(error),
        say(
            en="Mend that line and build again; the steps before it come from the cache.",
            ko="그 줄을 고쳐서 다시 빌드하십시오. 앞의 단계는 캐시에서 옵니다.",
        ),
    )
    failure.line, failure.output = line, printed
    return failure


def _line(text: str, built: Built, words: str) -> int:
    """Find the line: the engine names it for a Dockerfile it cannot read, else it is the step's."""
    named = re.search(r"line (\d+)", words)
    return int(named[1]) if named else _nth_instruction(text, len(built.steps))


def _nth_instruction(text: str, number: int) -> int:
    """Say on which line the n-th instruction begins; a line that goes on is no new one."""
    count, goes_on = 0, False
    for place, line in enumerate(text.splitlines(), 1):
        if not goes_on and line.strip() and not line.lstrip().startswith("#"):
            count += 1
            if count == number:
                return place
        goes_on = line.rstrip().endswith("\\")
    return 0
