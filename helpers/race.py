"""A process, a container and a virtual machine race to the same marker.

Each runs the same busybox, which prints the marker and waits, so that its memory can be read.
The three take turns, so that whatever else the machine does burdens them alike.
"""

from __future__ import annotations

import json
import platform
import shutil
import statistics
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from helpers import vm
from helpers.isolation import IMAGE
from helpers.language import say

if TYPE_CHECKING:
    from helpers.engine import CourseClient

__all__ = ["RUNNERS", "Race", "Result", "race", "stored"]

RUNNERS = ("process", "container", "vm")
STORED = Path(__file__).with_name("race_stored.json")
_WAIT = f"echo {vm.MARKER}; sleep 600"


@dataclass(frozen=True)
class Result:
    """What one runner showed.

    Attributes:
        runner: ``"process"``, ``"container"`` or ``"vm"``.
        seconds: one time a run, from the asking to the marker; a container's includes its making.
        memory: bytes held at the marker (median); None where the system does not tell. For the
            virtual machine all of qemu, for a container its cgroup (without the engine's own).
        disk: bytes that must lie on disk to start it: the program, the image, kernel and user land.
        kernel: ``uname -r``, as the runner sees it.
    """

    runner: str
    seconds: tuple[float, ...]
    memory: int | None
    disk: int
    kernel: str

    @property
    def median(self) -> float:
        """The middle of the times, in seconds."""
        return statistics.median(self.seconds)

    @property
    def spread(self) -> tuple[float, float]:
        """The quickest and the slowest run, in seconds."""
        return min(self.seconds), max(self.seconds)

    @property
    def name(self) -> str:
        """What the runner is called in the learner's language."""
        return {
            "process": say(en="process", ko="프로세스"),
            "container": say(en="container", ko="컨테이너"),
            "vm": say(en="virtual machine", ko="가상 머신"),
        }[self.runner]

    def cells(self) -> tuple[str, ...]:
        """The row of the table: name, median, quickest, slowest, memory, disk, kernel."""
        times = [f"{seconds:.3f} s" for seconds in (self.median, *self.spread)]
        memory = "-" if self.memory is None else _megabytes(self.memory)
        return (self.name, *times, memory, _megabytes(self.disk), self.kernel)


@dataclass(frozen=True)
class Race:
    """The results of one race; shows itself as a table.

    Attributes:
        results: one for each runner, measured on one and the same machine.
        note: how the virtual machine ran, or why stored figures stand here.
        measured: whether this machine ran all of it.
    """

    results: tuple[Result, ...]
    note: str
    measured: bool = True

    def __getitem__(self, runner: str) -> Result:
        """The result of ``"process"``, ``"container"`` or ``"vm"``.

        Raises:
            KeyError: there is no such runner.
        """
        for result in self.results:
            if result.runner == runner:
                return result
        raise KeyError(f"{runner!r} is none of {', '.join(RUNNERS)}")

    def ranking(self, what: str) -> list[str]:
        """The runners in order, the least first.

        Args:
            what: ``"median"``, ``"memory"`` or ``"disk"``; a runner without a figure is left out.
        """
        known = [r for r in self.results if getattr(r, what) is not None]
        return [r.runner for r in sorted(known, key=lambda r: getattr(r, what))]

    def _headers(self) -> tuple[str, ...]:
        return (
            say(en="runner", ko="대상"),
            say(en="median", ko="중앙값"),
            say(en="quickest", ko="가장 빠름"),
            say(en="slowest", ko="가장 느림"),
            say(en="memory", ko="메모리"),
            say(en="disk", ko="디스크"),
            "uname -r",
        )

    def __repr__(self) -> str:
        rows = (self._headers(), *(result.cells() for result in self.results))
        return "\n".join([" | ".join(row).strip() for row in rows] + [self.note])

    def _repr_html_(self) -> str:
        head = "".join(f'<th scope="col">{escape(text)}</th>' for text in self._headers())
        body = "".join(_row(result.cells()) for result in self.results)
        return (
            f"<table><caption>{escape(self.note)}</caption>"
            f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        )


def race(
    client: CourseClient, rounds: int = 3, *, told: Callable[[int], None] = lambda number: None
) -> Race:
    """Let the three race, several rounds (``docker run`` for the container).

    Args:
        client: the engine; it must have ``busybox:1.35``.
        rounds: how often each runs, 1 or more.
        told: takes the number of each round before it, counted from 1; what it raises ends the
            race.

    Returns:
        The measured race; where no virtual machine can be started, the stored one, with the reason.

    Raises:
        ValueError: fewer than one round.
        docker.errors.APIError: the engine refuses.
    """
    if rounds < 1:
        raise ValueError(f"a race needs 1 round or more, not {rounds}")
    try:
        machine = vm.prepare()
        accelerator = vm.accelerator(machine)
        runs = []
        for number in range(1, rounds + 1):
            told(number)
            runs.append(_round(client, machine))
    except vm.VirtualMachineUnavailable as missing:
        return stored(str(missing.cause))
    disks = {
        "process": Path(_program()[0]).stat().st_size,
        "container": client.images.get(IMAGE).attrs["Size"],
        "vm": machine.disk,
    }
    results = tuple(
        _result(runner, [run[place] for run in runs], disks[runner])
        for place, runner in enumerate(RUNNERS)
    )
    return Race(results, _how(accelerator))


def stored(reason: str = "") -> Race:
    """The race as the course's own CI ran it, with the day and the machine.

    Args:
        reason: a sentence on why these figures stand here.
    """
    kept = json.loads(STORED.read_text(encoding="utf-8"))
    results = tuple(Result(**{**row, "seconds": tuple(row["seconds"])}) for row in kept["results"])
    source = say(
        en=f"Not measured here: stored figures of this course's CI, {kept['date']}, "
        f"{kept['cores']} cores.",
        ko=f"여기서 잰 값이 아니라 이 과정의 CI에서 잰 값입니다. {kept['date']}, "
        f"코어 {kept['cores']}개.",
    )
    return Race(results, f"{reason} {source} {_how(kept['accelerator'])}".strip(), measured=False)


@dataclass(frozen=True)
class _Run:
    seconds: float
    memory: int | None
    kernel: str


def _round(client: CourseClient, machine: vm.VirtualMachine) -> tuple[_Run, _Run, _Run]:
    guest = vm.boot(machine)
    return (
        _process(),
        _container(client),
        _Run(guest.seconds, guest.memory, guest.view.kernel),
    )


def _program() -> list[str]:
    """The shell of busybox where there is one, else any."""
    busybox = shutil.which("busybox")
    return [busybox, "sh"] if busybox else [shutil.which("sh") or "sh"]


def _process() -> _Run:
    begin = time.monotonic()
    process = subprocess.Popen(
        [*_program(), "-c", f"echo {vm.MARKER}; read wait"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdout is not None
        process.stdout.readline()
        seconds = time.monotonic() - begin
        memory = vm.resident(process.pid)
        process.kill()
    return _Run(seconds, memory, platform.release())


def _container(client: CourseClient) -> _Run:
    begin = time.monotonic()
    container = client.containers.create(IMAGE, ["sh", "-c", f"uname -r; {_WAIT}"])
    try:
        container.start()
        printed = b""
        for piece in container.logs(stream=True, follow=True):
            printed += piece
            if vm.MARKER.encode() in printed:
                break
        seconds = time.monotonic() - begin
        usage = container.stats(stream=False, one_shot=True)["memory_stats"]
        return _Run(seconds, _held(usage), printed.decode().split()[0])
    finally:
        container.remove(force=True)


def _held(usage: dict) -> int | None:
    """Memory as ``docker stats`` counts it: without the page cache that can go at once.

    docker/cli ``cli/command/container/stats_helpers.go``, calculateMemUsageUnixNoCache.
    """
    if "usage" not in usage:
        return None
    details = usage.get("stats", {})
    cache = details.get("total_inactive_file", details.get("inactive_file", 0))
    return int(usage["usage"] - (cache if cache < usage["usage"] else 0))


def _result(runner: str, runs: Sequence[_Run], disk: int) -> Result:
    memories = [run.memory for run in runs if run.memory is not None]
    return Result(
        runner=runner,
        seconds=tuple(round(run.seconds, 4) for run in runs),
        memory=int(statistics.median(memories)) if memories else None,
        disk=disk,
        kernel=runs[-1].kernel,
    )


def _how(accelerator: str) -> str:
    if accelerator == "kvm":
        return say(
            en="The virtual machine has the processor's help (KVM).",
            ko="가상 머신은 프로세서의 가상화 기능(KVM)을 씁니다.",
        )
    return say(
        en="The virtual machine runs under software emulation (no usable KVM).",
        ko="가상 머신은 소프트웨어 에뮬레이션으로 실행됩니다(쓸 수 있는 KVM 없음).",
    )


def _megabytes(count: int) -> str:
    return f"{count / 1e6:.1f} MB"


def _row(cells: Sequence[str]) -> str:
    name, *figures = cells
    return (
        f'<tr><th scope="row">{escape(name)}</th>'
        + "".join(f"<td>{escape(text)}</td>" for text in figures)
        + "</tr>"
    )


def record(client: CourseClient, rounds: int = 5) -> None:
    """Write the stored figures anew, on the course's CI machine (``python -m helpers.race``).

    Raises:
        RuntimeError: this machine cannot start a virtual machine.
    """
    import os

    measured = race(client, rounds)
    if not measured.measured:
        raise RuntimeError(measured.note)
    content = {
        "date": time.strftime("%Y-%m-%d"),
        "cores": os.cpu_count(),
        "accelerator": vm.accelerator(vm.prepare()),
        "results": [asdict(result) for result in measured.results],
    }
    STORED.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    from helpers.engine import connect

    record(connect("01"))
