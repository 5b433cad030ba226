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

from helpers.own.processes import Process, alive, find
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

    @property
    def settings(self) -> Path:
        """The daemon's settings file."""
        return self.root / "daemon.json"

    @property
    def registry_settings(self) -> Path:
        """The registry's settings file."""
        return self.root / "registry.yml"

    @property
    def bridge(self) -> str:
        """The bridge that the containers are on."""
        return f"course-{self.name}"

    @property
    def cgroup(self) -> str:
        """The control group above this engine's containers."""
        return f"/docker-lessons-{self.name}"

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


_NAMING = {
    "daemon": "settings",
    "registry": "registry_settings",
    "index": "registry_socket",
}
"""Which of the place's files is an argument of which program, and of no other's."""


@dataclass
class State:
    """What must be known after a restart: the registry's port, the network, the processes."""

    port: int = 0
    subnet: str = ""
    daemon: Process | None = None
    registry: Process | None = None
    index: Process | None = None

    @classmethod
    def load(cls, where: Place) -> State:
        """Read the state file; processes that it does not know are found by their arguments."""
        try:
            stored = json.loads((where.root / "state.json").read_text(encoding="utf-8"))
            state = cls(int(stored["port"]), str(stored["subnet"]))
            recorded = {name: Process(**stored[name]) for name in _NAMING if stored[name]}
        except (OSError, ValueError, TypeError, KeyError):
            state, recorded = cls(), {}
        for name, argument in _NAMING.items():
            process = recorded.get(name)
            setattr(state, name, process if alive(process) else find(str(getattr(where, argument))))
        return state

    def save(self, where: Place) -> None:
        """Write the state file in one step, so that a killed start leaves the old one whole."""
        where.root.mkdir(parents=True, exist_ok=True)
        draft = where.root / "state.json.new"
        draft.write_text(json.dumps(asdict(self), indent=1), encoding="utf-8")
        draft.replace(where.root / "state.json")


@contextlib.contextmanager
def locked(what: str) -> Iterator[None]:
    """Let one program at a time do something in this cache folder.

    Args:
        what: "own" (start, stop or removal of the engine) or "base" (building an image's parts).
    """
    try:
        import fcntl
    except ImportError:  # Windows, where no engine of the course's own runs.
        yield
        return
    cache_dir().mkdir(parents=True, exist_ok=True)
    with (cache_dir() / f"{what}.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
