"""What a container shares with its host and what it has for itself, seen from both sides.

One small script looks at the kernel from wherever it runs: on this machine, in a container, in a
virtual machine. Equal answers are shared things.
"""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from helpers.language import say

if TYPE_CHECKING:
    from helpers.engine import CourseClient

__all__ = ["View", "Verdict", "eat_memory", "view_from_container", "view_from_here"]

IMAGE = "busybox:1.35"

SCRIPT = (
    "echo kernel=$(uname -r); "
    "echo boot_id=$(cat /proc/sys/kernel/random/boot_id); "
    "echo pid_namespace=$(readlink /proc/self/ns/pid); "
    "echo memory_kb=$(grep MemTotal /proc/meminfo | tr -dc 0-9); "
    "echo processes=$(ls -d /proc/[0-9]* | wc -l)"
)
"""POSIX shell; every value is read from the running kernel (proc(5), namespaces(7))."""


@dataclass(frozen=True)
class View:
    """What the kernel shows in one place.

    Attributes:
        kernel: its release, as ``uname -r`` prints it.
        boot_id: a random id that a kernel draws once a boot; two kernels never share one.
        pid_namespace: the name of the set of process numbers that is seen, ``pid:[4026531836]``.
        memory: all memory of the machine in bytes, as ``/proc/meminfo`` says.
        processes: how many processes are seen.
    """

    kernel: str
    boot_id: str
    pid_namespace: str
    memory: int
    processes: int

    @classmethod
    def parse(cls, text: str) -> View:
        """Read what :data:`SCRIPT` printed.

        Args:
            text: lines such as ``kernel=6.1.0``; other lines are passed over.

        Raises:
            ValueError: a value is missing.
        """
        found = dict(line.strip().split("=", 1) for line in text.splitlines() if "=" in line)
        try:
            return cls(
                kernel=found["kernel"],
                boot_id=found["boot_id"],
                pid_namespace=found["pid_namespace"],
                memory=int(found["memory_kb"]) * 1024,
                processes=int(found["processes"]),
            )
        except KeyError as missing:
            raise ValueError(f"the view lacks {missing}: {text!r}") from None


@dataclass(frozen=True)
class Verdict:
    """How a container ended that asked for memory.

    Attributes:
        exit_code: 0, or 137 = 128 + 9 (SIGKILL).
        oom_killed: whether the engine says that the kernel killed it for want of memory.
    """

    exit_code: int
    oom_killed: bool

    def __repr__(self) -> str:
        killed = say(en="killed by the kernel", ko="커널이 종료시킴")
        ended = say(en="ended by itself", ko="스스로 종료함")
        return f"exit code {self.exit_code}, {killed if self.oom_killed else ended}"


def view_from_here() -> View | None:
    """Look at the kernel from this very machine, outside any container of the course.

    Returns:
        The view; None where there is no Linux kernel to look at (macOS, Windows): there the
        engine lives in a virtual machine of its own.
    """
    if sys.platform != "linux":
        return None
    done = subprocess.run(["sh", "-c", SCRIPT], capture_output=True, text=True, check=True)
    return View.parse(done.stdout)


def view_from_container(client: CourseClient) -> View:
    """Look at the kernel from inside a new container (``docker run --rm busybox:1.35 sh -c …``).

    Args:
        client: the engine; it must have ``busybox:1.35``.

    Returns:
        The view; the container is removed again.

    Raises:
        docker.errors.ImageNotFound: the image is missing.
    """
    return View.parse(client.containers.run(IMAGE, ["sh", "-c", SCRIPT], remove=True).decode())


def eat_memory(client: CourseClient, megabytes: int, limit: int | None = None) -> Verdict:
    """Let a container fill memory (``docker run -m 16m busybox:1.35 dd if=/dev/zero bs=64M …``).

    Args:
        client: the engine; it must have ``busybox:1.35``.
        megabytes: how much it takes, in MiB.
        limit: the most that it may have, in MiB (Docker asks for 6 at least); None for no limit.

    Returns:
        How it ended; the container is removed again.

    Raises:
        docker.errors.APIError: the engine refuses the limit.
    """
    most = None if limit is None else f"{limit}m"
    container = client.containers.create(
        IMAGE,
        ["dd", "if=/dev/zero", "of=/dev/null", f"bs={megabytes}M", "count=1"],
        mem_limit=most,
        memswap_limit=most,
    )
    try:
        container.start()
        code = container.wait(timeout=120)["StatusCode"]
        container.reload()
        return Verdict(code, bool(container.attrs["State"]["OOMKilled"]))
    finally:
        container.remove(force=True)
