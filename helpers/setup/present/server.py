"""The JupyterLab that shows slides: with the course's extension and its own copy of the lessons."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

from helpers.errors import CourseError
from helpers.language import say
from helpers.paths import cache_dir
from helpers.setup import working_copy

__all__ = ["Slides", "serving"]

EXTENSIONS = Path(__file__).parent / "labextensions"
PATIENCE = 120
"""Seconds that JupyterLab gets to answer."""

SETTINGS = {
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
    "@jupyterlab/notebook-extension:tracker": {
        "windowingMode": "none",
        "kernelShutdown": True,
        "codeCellConfig": {"lineWrap": True},
    },
    "@jupyterlab/docmanager-extension:plugin": {"autosave": False},
}


@dataclass(frozen=True)
class Slides:
    """A JupyterLab that shows slides and runs as this program's child.

    Attributes:
        process: JupyterLab.
        port: on 127.0.0.1.
        token: what opens it.
        log: what it said.
    """

    process: subprocess.Popen[bytes]
    port: int
    token: str
    log: Path

    def address(self, page: str) -> str:
        """Say the address of a lesson.

        Args:
            page: its path in the folder of the lessons (``"en/01-what-is-docker.ipynb"``).
        """
        return f"http://127.0.0.1:{self.port}/doc/tree/{quote(page)}?reset&token={self.token}"

    def wait(self) -> int:
        """Wait until it ends or Ctrl+C is pressed.

        Returns:
            0 after Ctrl+C, else JupyterLab's own exit status.
        """
        try:
            return self.process.wait()
        except KeyboardInterrupt:
            return 0

    def answers(self) -> bool:
        """Say whether it serves."""
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with direct.open(f"http://127.0.0.1:{self.port}/api?token={self.token}", timeout=10):
                return True
        except (OSError, urllib.error.URLError):
            return False


@contextmanager
def serving(port: int) -> Iterator[Slides]:
    """Run a JupyterLab that shows the lessons as slides, and end it with its kernels.

    Args:
        port: on 127.0.0.1.

    Yields:
        A server that answers.

    Raises:
        CourseError: it does not come up; the last words of its log are told.
    """
    cache_dir().mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(
        prefix="present-", dir=cache_dir(), ignore_cleanup_errors=True
    ) as folder:
        yield from _serving(Path(folder), port)


def _serving(home: Path, port: int) -> Iterator[Slides]:
    working_copy.bring_up_to_date(home / "lessons")
    overrides = home / "config" / "labconfig" / "default_setting_overrides.json"
    overrides.parent.mkdir(parents=True)
    overrides.write_text(json.dumps(SETTINGS), encoding="utf-8")
    server = _launch(home, port)
    try:
        deadline = time.monotonic() + PATIENCE
        while not server.answers():
            if server.process.poll() is not None or time.monotonic() > deadline:
                raise _silent(server.log)
            time.sleep(0.2)
        yield server
    finally:
        server.process.terminate()
        try:
            server.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            server.process.kill()


def _launch(home: Path, port: int) -> Slides:
    token = secrets.token_hex(24)
    own = {
        f"JUPYTER_{name}_DIR": str(home / name.lower()) for name in ("CONFIG", "DATA", "RUNTIME")
    }
    options = {
        "ServerApp.ip": "127.0.0.1",
        "ServerApp.port": port,
        "ServerApp.port_retries": 0,
        "ServerApp.root_dir": home / "lessons",
        "ServerApp.allow_root": True,
        "ServerApp.open_browser": False,
        "AsyncMultiKernelManager.use_pending_kernels": True,  # Nobody waits for one to end.
        "LabApp.extra_labextensions_path": EXTENSIONS,
    }
    log = home / "log.txt"
    with log.open("wb") as sink:
        process = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab"]
            + [f"--{name}={value}" for name, value in options.items()],
            cwd=home / "lessons",
            env={**os.environ, **own, "IPYTHONDIR": str(home / "ipython"), "JUPYTER_TOKEN": token},
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=subprocess.STDOUT,
            start_new_session=os.name == "posix",
        )
    return Slides(process, port, token, log)


def _silent(log: Path) -> CourseError:
    last = " ".join(log.read_text(encoding="utf-8", errors="replace").split("\n")[-5:]).strip()
    return CourseError(
        say(en=f"JupyterLab does not start: {last}", ko=f"JupyterLab이 시작되지 않습니다: {last}"),
        say(en="No slides are shown.", ko="슬라이드를 보여 주지 못했습니다."),
        say(
            en="Try another port: python3 course.py present 01 --port 8890",
            ko="다른 포트로 실행해 보십시오: python3 course.py present 01 --port 8890",
        ),
    )
