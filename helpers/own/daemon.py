"""The private daemon: a dockerd that shares nothing with the machine's own."""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import json
import os
import re
import shutil
import signal
import socket
import subprocess
from pathlib import Path

from helpers.errors import EngineNotFound
from helpers.language import say
from helpers.own import network, processes
from helpers.own.place import Place, State

__all__ = ["answers", "find_dockerd", "start", "stop", "unmount"]


def find_dockerd() -> str | None:
    """Find the daemon's program."""
    return processes.program("dockerd")


class _Socket(http.client.HTTPConnection):
    """HTTP to a Unix socket."""

    def __init__(self, path: Path, seconds: float) -> None:
        super().__init__("docker", timeout=seconds)
        self.path = path

    def connect(self) -> None:
        """Reach the socket."""
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(os.fspath(self.path))


def answers(path: Path, url: str = "/_ping", seconds: float = 5) -> bool:
    """Say whether a server on a Unix socket answers a GET with 200.

    Args:
        path: the socket.
        url: what to ask for.
        seconds: how long to wait.
    """
    asked = _Socket(path, seconds)
    try:
        asked.request("GET", url)
        return asked.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        asked.close()


def _version(program: str) -> int:
    """Ask dockerd for the first number of its version; 0 when it does not say."""
    done = subprocess.run([program, "--version"], capture_output=True, text=True)
    number = re.search(r"version (\d+)", done.stdout)
    return int(number.group(1)) if number else 0


def _cgroup_parent(where: Place) -> str:
    """Name the control group above the containers, "" where systemd keeps them (and tidies up)."""
    systemd = Path("/run/systemd/system").exists()
    return "" if systemd and Path("/sys/fs/cgroup/cgroup.controllers").exists() else where.cgroup


def _settings(where: Place, state: State, version: int) -> dict[str, object]:
    """Write down the daemon's settings; with a file of its own it reads no /etc/docker/daemon.json.

    Engines before 23 keep a key, and with it the engine's id, in ``/etc/docker/key.json`` unless
    they are told another place.
    """
    upper_half = list(ipaddress.IPv4Network(state.subnet).subnets(prefixlen_diff=1))[1]
    return {
        "data-root": str(where.data),
        "exec-root": str(where.exec),
        "pidfile": str(where.run / "daemon.pid"),
        "hosts": [f"unix://{where.socket}"],
        "bridge": where.bridge,
        "default-address-pools": [{"base": str(upper_half), "size": 24}],
        "iptables": False,
        "ip6tables": False,
        "ip-masq": False,
        "ip-forward": False,
        "registry-mirrors": [f"http://127.0.0.1:{state.port}"],
        **({"cgroup-parent": _cgroup_parent(where)} if _cgroup_parent(where) else {}),
        **({"deprecated-key-path": str(where.root / "key.json")} if 0 < version < 23 else {}),
    }


def start(where: Place, state: State) -> None:
    """Start the daemon unless it answers; mend what a killed one left.

    Args:
        where: its files.
        state: holds the registry's port; takes the daemon's process and network.

    Raises:
        EngineNotFound: there is no dockerd, or it does not come up (its own words are told).
    """
    program = find_dockerd()
    if program is None:
        raise EngineNotFound(
            say(en="There is no dockerd on this machine.", ko="이 컴퓨터에 dockerd가 없습니다."),
            "",
            say(
                en="Install it: sudo apt-get install docker.io.",
                ko="설치하십시오: sudo apt-get install docker.io.",
            ),
        )
    up = processes.alive(state.daemon) and answers(where.socket)
    if not up:
        stop(where, state)
    network.make_bridge(where, state)
    settings = json.dumps(_settings(where, state, _version(program)), indent=1)
    file = where.settings
    changed = not file.exists() or file.read_text(encoding="utf-8") != settings
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(settings, encoding="utf-8")
    if up and changed and state.daemon:
        os.kill(state.daemon.pid, signal.SIGHUP)  # The mirror's address is read again.
    if up:
        return
    where.run.mkdir(parents=True, exist_ok=True, mode=0o700)
    log = where.log("daemon")
    log.unlink(missing_ok=True)
    state.daemon = processes.spawn([program, "--config-file", str(file)], log)
    state.save(where)
    processes.wait_for(lambda: answers(where.socket) or not processes.alive(state.daemon), 60)
    if not answers(where.socket):
        cause = _cause(log)
        stop(where, state)
        raise EngineNotFound(
            say(en=f"dockerd does not start: {cause}", ko=f"dockerd가 시작되지 않습니다: {cause}"),
            say(en=f"Its log is {log}.", ko=f"로그는 {log} 파일입니다."),
            say(
                en="A private engine needs root. Mend the cause and start again, "
                "or start an engine of your own and set DOCKER_HOST.",
                ko="전용 엔진에는 root 권한이 필요합니다. 원인을 고치고 다시 시작하거나, "
                "다른 엔진을 시작하고 DOCKER_HOST를 정하십시오.",
            ),
        )


def _cause(log: Path) -> str:
    """Pick the daemon's reason out of its last words."""
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()[-40:]
    told = [
        line for line in lines if re.search(r"failed to start|level=(fatal|error)|unable to", line)
    ]
    line = (told or lines or ["no word in its log"])[-1]
    message = re.search(r'msg="((?:[^"\\]|\\.)*)"', line)
    return message.group(1) if message else line


def stop(where: Place, state: State) -> None:
    """End the daemon, what it started, and its network; images and containers stay on the disk.

    Args:
        where: its files.
        state: names its process, and forgets it.
    """
    processes.end(state.daemon, 40)
    processes.end_containerd(where.exec)
    state.daemon = None
    unmount(where)
    for left in (where.socket, where.run / "daemon.pid"):
        left.unlink(missing_ok=True)
    shutil.rmtree(where.exec, ignore_errors=True)
    for group in Path("/sys/fs/cgroup").glob(f"**{where.cgroup}"):
        with contextlib.suppress(OSError):
            group.rmdir()
    network.remove_bridges(where)


def unmount(where: Place) -> None:
    """Unmount what a killed daemon left mounted below its folders, the deepest first."""
    mounts = [
        line.split()[4]
        .encode()
        .decode("unicode_escape")
        .encode("latin-1")
        .decode("utf-8", "replace")
        for line in Path("/proc/self/mountinfo").read_text(encoding="utf-8").splitlines()
    ]
    for mount in sorted(mounts, key=len, reverse=True):
        if f"{mount}/".startswith((f"{where.data}/", f"{where.exec}/")):
            subprocess.run(["umount", "-l", mount], capture_output=True)
