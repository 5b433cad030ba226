"""JupyterLab on 127.0.0.1 behind a token, with all its own files in the course's cache folder."""

from __future__ import annotations

import json
import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import quote

import psutil

from helpers.errors import BadInput, CourseError
from helpers.language import say
from helpers.paths import cache_dir

__all__ = ["Server", "check_port", "free_port", "leave_home_alone", "running", "start", "stop"]

FIRST_PORT = 8888
PATIENCE = 120
"""Seconds that JupyterLab gets to answer."""

_SETTINGS = ("COURSE_ENGINE", "DOCKER_HOST")


@dataclass(frozen=True)
class Server:
    """A JupyterLab that was started and left running.

    Attributes:
        pid: its process.
        born: when that process started, in seconds since 1970: a reused pid is another's.
        port: on 127.0.0.1.
        token: what opens it.
        folder: the working copy that it shows.
        engine: the settings that lead its lessons to an engine.
    """

    pid: int
    born: float
    port: int
    token: str
    folder: str
    engine: dict[str, str]

    def address(self, page: str = "") -> str:
        """Say the address of a page, with the token.

        Args:
            page: a path in the working copy (``"en/01-what-is-docker.ipynb"``).
        """
        return f"http://127.0.0.1:{self.port}/lab/tree/{quote(page)}?token={self.token}"

    @property
    def process(self) -> psutil.Process | None:
        """The process, if it is still the one that was started."""
        try:
            process = psutil.Process(self.pid)
            same = abs(process.create_time() - self.born) < 2
            return process if same and process.status() != psutil.STATUS_ZOMBIE else None
        except psutil.Error:
            return None

    def answers(self) -> bool:
        """Say whether it serves who knows the token."""
        asked = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/api/status",
            headers={"Authorization": f"token {self.token}"},
        )
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with direct.open(asked, timeout=10) as answer:
                return bool(answer.status == 200)
        except (OSError, urllib.error.URLError):
            return False


def _home() -> Path:
    return cache_dir() / "jupyter"


def _state() -> Path:
    return _home() / "state.json"


def leave_home_alone() -> None:
    """Lead Jupyter, IPython and what they call away from the learner's home and settings.

    It sets this process's environment, which servers, kernels and tests take over.
    """
    for name in [name for name in os.environ if name.startswith("JUPYTER")]:
        del os.environ[name]
    for name in ("CONFIG", "DATA", "RUNTIME"):
        os.environ[f"JUPYTER_{name}_DIR"] = str(_home() / name.lower())
    os.environ["IPYTHONDIR"] = str(_home() / "ipython")
    os.environ["NPM_CONFIG_CACHE"] = str(_home() / "npm")  # jupyter-lsp asks npm for its folder.


def running() -> Server | None:
    """Find the JupyterLab that an earlier start left running and that answers."""
    server = _recorded()
    return server if server and server.process and server.answers() else None


def _recorded() -> Server | None:
    try:
        return Server(**json.loads(_state().read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def check_port(port: int) -> None:
    """Make sure that a port can be listened on.

    Args:
        port: on 127.0.0.1.

    Raises:
        BadInput: another program has it, or the system keeps it.
    """
    with socket.socket() as trial:
        if os.name == "posix":
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("127.0.0.1", port))
        except OSError as refused:
            raise BadInput(
                say(
                    en=f"Port {port} is taken ({refused.strerror}).",
                    ko=f"{port}번 포트를 쓸 수 없습니다({refused.strerror}).",
                ),
                say(en="JupyterLab was not started.", ko="JupyterLab은 시작되지 않았습니다."),
                say(
                    en=f"Choose another: python3 course.py start --port {free_port()}",
                    ko=f"다른 포트를 고르십시오: python3 course.py start --port {free_port()}",
                ),
            ) from refused


def free_port(first: int = FIRST_PORT) -> int:
    """Find a port that nobody listens on: the first from ``first`` on, else any.

    Args:
        first: where to begin; a hundred are tried.
    """
    for port in [*range(first, first + 100), 0]:
        with socket.socket() as trial:
            if os.name == "posix":
                trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                trial.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(trial.getsockname()[1])
    raise AssertionError("unreachable: port 0 is always free")


def start(folder: Path, port: int | None = None) -> Server:
    """Start JupyterLab in a working copy and leave it running; one that runs already is kept.

    Args:
        folder: the working copy.
        port: on 127.0.0.1; left out, the first free one from 8888 on.

    Returns:
        A server that answers.

    Raises:
        BadInput: it runs already with another folder, port or engine, or the port is taken.
        CourseError: it does not come up; the last words of its log are told.
    """
    engine = {name: os.environ[name] for name in _SETTINGS if os.environ.get(name)}
    server = running()
    if server:
        if (server.folder, server.engine) == (str(folder), engine) and port in (None, server.port):
            return server
        raise BadInput(
            say(
                en=f"JupyterLab already runs with other settings (port {server.port}, "
                f"folder {server.folder}).",
                ko=f"JupyterLab이 다른 설정으로 이미 실행 중입니다(포트 {server.port}, "
                f"폴더 {server.folder}).",
            ),
            say(en="It was left as it is.", ko="그대로 두었습니다."),
            say(
                en="End it first: python3 course.py stop",
                ko="먼저 끝내십시오: python3 course.py stop",
            ),
        )
    stop()
    if port is not None:
        check_port(port)
    return _launch(folder, port or free_port(), engine)


def _launch(folder: Path, port: int, engine: dict[str, str]) -> Server:
    overrides = _home() / "config" / "labconfig" / "default_setting_overrides.json"
    overrides.parent.mkdir(parents=True, exist_ok=True)
    _home().chmod(0o700)
    quiet = {"fetchNews": "false", "checkForUpdates": False}
    overrides.write_text(json.dumps({"@jupyterlab/apputils-extension:notification": quiet}))
    token = secrets.token_hex(24)
    log = _home() / "log.txt"
    options = {
        "ip": "127.0.0.1",
        "port": port,
        "port_retries": 0,
        "root_dir": folder,
        "allow_root": True,
        "open_browser": False,
    }
    with log.open("wb") as sink:
        child = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab"]
            + [f"--ServerApp.{name}={value}" for name, value in options.items()],
            cwd=folder,
            env={**os.environ, "JUPYTER_TOKEN": token},
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    born = psutil.Process(child.pid).create_time()
    server = Server(child.pid, born, port, token, str(folder), engine)
    draft = _state().with_suffix(".draft")
    draft.touch(mode=0o600)
    draft.write_text(json.dumps(asdict(server)), encoding="utf-8")
    draft.replace(_state())
    deadline = time.monotonic() + PATIENCE
    while not server.answers():
        if child.poll() is not None or time.monotonic() > deadline:
            stop()
            raise _silent(log)
        time.sleep(0.2)
    child.returncode = 0  # It goes on without this program; nobody waits for it here.
    return server


def _silent(log: Path) -> CourseError:
    last = " ".join(log.read_text(encoding="utf-8", errors="replace").split("\n")[-5:]).strip()
    return CourseError(
        say(en=f"JupyterLab does not start: {last}", ko=f"JupyterLab이 시작되지 않습니다: {last}"),
        say(en=f"Its log is {log}.", ko=f"로그 파일: {log}"),
        say(
            en="Try another port: python3 course.py start --port 8890",
            ko="다른 포트로 실행해 보십시오: python3 course.py start --port 8890",
        ),
    )


def stop() -> bool:
    """End the JupyterLab that was started, with its kernels.

    Returns:
        True when one ran.
    """
    server = _recorded()
    process = server.process if server else None
    if process:
        family = [process, *process.children(recursive=True)]
        process.terminate()
        psutil.wait_procs([process], timeout=20)
        left = [member for member in family if member.is_running()]
        for member in left:
            member.kill()
        psutil.wait_procs(left, timeout=10)
    _state().unlink(missing_ok=True)
    return process is not None
