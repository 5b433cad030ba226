"""The course's registry: Debian's docker-registry on a loopback port, with a search index."""

from __future__ import annotations

import json
import socket
import sys
import urllib.error
import urllib.request
from pathlib import Path

from helpers.errors import RegistryUnavailable
from helpers.language import say
from helpers.own import index, processes
from helpers.own.place import Place, State

__all__ = ["answers", "find_registry", "start", "stop"]

PORT = 5055
"""The first choice; where it is taken, the system gives a free one."""

_SETTINGS = """\
version: 0.1
log: {{level: warn, accesslog: {{disabled: true}}}}
storage:
  filesystem: {{rootdirectory: {store}}}
  delete: {{enabled: true}}
http: {{net: unix, addr: {socket}}}
"""


def find_registry() -> str | None:
    """Find the registry's program (Debian's package docker-registry)."""
    return processes.program("docker-registry")


def _free(port: int) -> int:
    """Say which port a server can take: this one, or (for 0, or where it is taken) another."""
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("127.0.0.1", port))
        except OSError:
            return _free(0)
        return int(trial.getsockname()[1])


def answers(port: int) -> bool:
    """Say whether registry and index answer on a loopback port."""
    try:
        with _DIRECT.open(f"http://127.0.0.1:{port}/v2/", timeout=5) as answer:
            return bool(answer.status == 200)
    except (OSError, ValueError):
        return False


_DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def start(where: Place, state: State) -> None:
    """Start registry and index unless they answer.

    Args:
        where: their files.
        state: takes their processes and the port; a port once taken is kept while it is free.

    Raises:
        RegistryUnavailable: docker-registry is not installed, or does not come up.
    """
    if processes.alive(state.registry) and processes.alive(state.index) and answers(state.port):
        return
    stop(where, state)
    program = find_registry()
    if program is None:
        raise RegistryUnavailable(
            say(en="There is no docker-registry here.", ko="여기에 docker-registry가 없습니다."),
            "",
            say(
                en="Install it: sudo apt-get install docker-registry.",
                ko="설치하십시오: sudo apt-get install docker-registry.",
            ),
        )
    where.root.mkdir(parents=True, exist_ok=True)
    where.run.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = where.registry_settings
    file.write_text(
        _SETTINGS.format(
            store=json.dumps(str(where.root / "registry")),  # A JSON string is a YAML string too.
            socket=json.dumps(str(where.registry_socket)),
        ),
        encoding="utf-8",
    )
    state.port = _free(state.port or PORT)
    state.registry = processes.spawn([program, "serve", str(file)], where.log("registry"))
    state.index = processes.spawn(
        [
            sys.executable,
            "-I",
            str(Path(index.__file__)),
            str(state.port),
            str(where.registry_socket),
        ],
        where.log("index"),
    )
    state.save(where)
    running = (state.registry, state.index)
    processes.wait_for(lambda: answers(state.port) or not all(map(processes.alive, running)), 30)
    if not answers(state.port):
        stop(where, state)
        raise RegistryUnavailable(
            say(
                en="The course's registry does not start.",
                ko="이 과정의 레지스트리가 시작되지 않습니다.",
            ),
            say(
                en=f"Its logs are {where.log('registry')} and {where.log('index')}.",
                ko=f"로그는 {where.log('registry')}, {where.log('index')} 파일입니다.",
            ),
            say(
                en="Read their last lines and start again.",
                ko="마지막 줄을 읽고 다시 시작하십시오.",
            ),
        )


def stop(where: Place, state: State) -> None:
    """End registry and index; what was pushed stays on the disk.

    Args:
        where: their files.
        state: names their processes; forgets them.
    """
    processes.end(state.index, 5)
    processes.end(state.registry, 10)
    state.index = state.registry = None
    where.registry_socket.unlink(missing_ok=True)
