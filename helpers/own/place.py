"""Where the course's own engine keeps its files, and what it remembers between two starts."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from helpers.own.processes import Process
from helpers.paths import cache_dir

__all__ = ["SOCKET_PATH_MAX", "Place", "State", "locked", "place"]

SOCKET_PATH_MAX = 103
"""Bytes that fit in a Unix socket's address on Linux (``unix(7)``: 108 with the final zero; the
daemon's containerd refuses from 104 on)."""


@dataclass(frozen=True)
class Place:
    """The files of one private engine.

    Args:
        root: the folder of everything that stays (images, registry, logs, state).
        run: the folder of sockets and pid files; elsewhere when ``root`` is too long for a socket.
        name: eight hexadecimal digits that tell this engine from others on the machine.
    """

    root: Path
    run: Path
    name: str

    @property
    def socket(self) -> Path:
        """The daemon's socket."""
        return self.run / "docker.sock"

    @property
    def data(self) -> Path:
        """The daemon's data folder (``--data-root``)."""
        return self.root / "data"

    @property
    def exec(self) -> Path:
        """The daemon's folder of running state (``--exec-root``)."""
        return self.run / "exec"

    @property
    def registry_socket(self) -> Path:
        """The socket behind which the registry listens."""
        return self.run / "registry.sock"

    def log(self, program: str) -> Path:
        """Name a program's log file: ``daemon``, ``registry`` or ``index``."""
        return self.root / f"{program}.log"


def place() -> Place:
    """Say where the private engine of this cache folder lies. Nothing is made.

    Returns:
        The place, the same for the same cache folder.
    """
    root = cache_dir().absolute() / "own"
    name = hashlib.sha256(os.fsencode(root)).hexdigest()[:8]
    longest = root / "run" / "exec" / "containerd" / "containerd-debug.sock"
    if len(os.fsencode(longest)) <= SOCKET_PATH_MAX:
        return Place(root, root / "run", name)
    short = Path("/run") if os.access("/run", os.W_OK) else Path(tempfile.gettempdir())
    return Place(root, short / f"docker-lessons-{name}", name)


@dataclass
class State:
    """What must be known after a restart: the registry's port, the network, the processes."""

    port: int = 0
    bridge: str = ""
    subnet: str = ""
    key_was_there: bool = True
    daemon: Process | None = None
    registry: Process | None = None
    index: Process | None = None

    @classmethod
    def load(cls, where: Place) -> State:
        """Read the state file; a missing or spoilt one is an empty state."""
        try:
            stored = json.loads((where.root / "state.json").read_text(encoding="utf-8"))
            state = cls(**stored)
            for program in ("daemon", "registry", "index"):
                recorded = getattr(state, program)
                setattr(state, program, Process(**recorded) if recorded else None)
        except (OSError, ValueError, TypeError):
            return cls()
        return state

    def save(self, where: Place) -> None:
        """Write the state file in one step, so that a killed start leaves the old one whole."""
        where.root.mkdir(parents=True, exist_ok=True)
        draft = where.root / "state.json.new"
        draft.write_text(json.dumps(asdict(self), indent=1), encoding="utf-8")
        draft.replace(where.root / "state.json")


@contextlib.contextmanager
def locked() -> Iterator[None]:
    """Let one start, stop or removal of this cache folder's engine run at a time."""
    import fcntl  # Linux alone has the own engine; the module is imported on Windows too.

    cache_dir().mkdir(parents=True, exist_ok=True)
    with (cache_dir() / "own.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
