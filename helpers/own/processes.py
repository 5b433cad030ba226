"""Programs that go on after the one that started them, found again and ended by their id."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

__all__ = [
    "Process",
    "alive",
    "end",
    "end_containerd",
    "find",
    "program",
    "search_path",
    "spawn",
    "wait_for",
]


@dataclass(frozen=True)
class Process:
    """A process that cannot be taken for another.

    Args:
        pid: its id, which the system gives to another process some time after it has ended.
        started: clock ticks from boot to its start (field 22 of ``/proc/PID/stat``), which differ.
    """

    pid: int
    started: int


def _stat(pid: int) -> list[str]:
    """Read a process's state (first) and what follows it; empty when there is no such process."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return []
    return text.rsplit(")", 1)[1].split()


def _identify(pid: int) -> Process | None:
    fields = _stat(pid)
    return Process(pid, int(fields[19])) if fields and fields[0] not in "ZX" else None


def search_path() -> str:
    """Give PATH with the folders of system programs, which a user's own leaves out."""
    return os.pathsep.join([os.environ.get("PATH", ""), "/usr/local/sbin", "/usr/sbin", "/sbin"])


def program(name: str) -> str | None:
    """Find a program, a system program too."""
    return shutil.which(name, path=search_path())


def spawn(command: Sequence[str], log: Path) -> Process:
    """Start a program in a session of its own, so that closing the terminal leaves it running.

    Args:
        command: the program and its arguments.
        log: the file that its output is added to.

    Returns:
        The process.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as sink:
        child = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            cwd="/",
            env={**os.environ, "PATH": search_path()},
        )
    fields = _stat(child.pid)
    child.returncode = 0  # It is not this program's to wait for.
    return Process(child.pid, int(fields[19]))


def alive(process: Process | None) -> bool:
    """Say whether that very process still runs (a zombie and a reused id do not count)."""
    if process is None:
        return False
    _reap(process.pid)
    return _identify(process.pid) == process


def find(argument: str) -> Process | None:
    """Find a process by an argument that only it has, as the path of its own settings file.

    Args:
        argument: one whole word of its command line.

    Returns:
        The process, or None.
    """
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and os.fsencode(argument) in _words(entry):
            return _identify(int(entry.name))
    return None


def _words(entry: Path) -> list[bytes]:
    """Read a process's command line; empty when it has just ended."""
    try:
        return (entry / "cmdline").read_bytes().split(b"\0")
    except OSError:
        return []


def _reap(pid: int) -> None:
    """Take a dead child off the process table; what is no child of ours is left alone."""
    with contextlib.suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)


def end(process: Process | None, patience: float = 30) -> None:
    """Ask a process to end (SIGTERM), wait, and end it (SIGKILL) when it does not.

    Args:
        process: the process; None and one that has ended are fine.
        patience: seconds to wait for an orderly end.
    """
    for sign, seconds in ((signal.SIGTERM, patience), (signal.SIGKILL, 10)):
        if process is None or not alive(process):
            return
        try:
            os.kill(process.pid, sign)
        except ProcessLookupError:
            return
        wait_for(lambda: not alive(process), seconds)


def end_containerd(folder: Path) -> None:
    """End what a killed daemon left: containers, the shims above them, their containerd.

    Args:
        folder: the daemon's ``--exec-root``; its containerd and shims have arguments in it.
    """
    parents = {}
    ours = []
    for entry in Path("/proc").iterdir():
        fields = _stat(int(entry.name)) if entry.name.isdigit() else []
        if not fields:
            continue
        parents[int(entry.name)] = int(fields[1])
        program, *words = _words(entry) or [b""]
        named = any(word.startswith(os.fsencode(folder) + b"/") for word in words)
        if named and os.path.basename(program).startswith(b"containerd"):
            ours.append(int(entry.name))
    containers = [pid for pid, parent in parents.items() if parent in ours and pid not in ours]
    for pid in containers:
        end(_identify(pid), 0)
    for pid in ours:
        end(_identify(pid), 5)


def wait_for(condition: Callable[[], bool], seconds: float) -> bool:
    """Wait until something is so.

    Args:
        condition: asked again and again.
        seconds: for how long at most.

    Returns:
        Whether it came to be so.
    """
    limit = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > limit:
            return False
        time.sleep(0.02)
    return True
