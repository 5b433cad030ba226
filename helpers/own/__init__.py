"""The course's own engine: a private dockerd, a real registry beside it, a search index before it.

Everything lies in the course's cache folder; the machine's own engine, its socket, its settings and
its bridge are not touched. In a terminal: ``python -m helpers.own start|stop|status|remove``.
"""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from helpers.errors import CourseError, EngineNotFound
from helpers.language import say
from helpers.own import daemon, registry
from helpers.own.place import State, locked, place

__all__ = ["Own", "is_own", "remove", "running", "start", "start_registry", "stop"]


@dataclass(frozen=True)
class Own:
    """A running private engine.

    Args:
        socket: the daemon's socket.
        registry: "127.0.0.1:5055", the registry beside it and the daemon's mirror of Docker Hub.
    """

    socket: Path
    registry: str

    @property
    def url(self) -> str:
        """The address for ``DOCKER_HOST``."""
        return f"unix://{self.socket}"

    @property
    def command(self) -> str:
        """What a learner types in a terminal to reach the same engine."""
        return f"docker -H {shlex.quote(self.url)}"


def _address(state: State) -> str:
    return f"127.0.0.1:{state.port}"


def running() -> Own | None:
    """Say whether this cache folder's engine runs. Nothing is started or mended.

    Returns:
        The engine, or None when its daemon or its registry does not answer.
    """
    if sys.platform != "linux":
        return None
    where = place()
    state = State.load(where)
    if daemon.answers(where.socket) and registry.answers(state.port):
        return Own(where.socket, _address(state))
    return None


def is_own(url: str) -> bool:
    """Say whether an engine's address is this cache folder's private engine, up or not.

    Args:
        url: as in ``DOCKER_HOST``.
    """
    return sys.platform == "linux" and url == f"unix://{place().socket}"


def _root_on_linux() -> None:
    if sys.platform == "linux" and os.geteuid() == 0:
        return
    raise EngineNotFound(
        say(
            en="The course can start an engine of its own only on Linux, as root.",
            ko="이 과정이 엔진을 직접 시작하려면 Linux에서 root로 실행해야 합니다.",
        ),
        "",
        say(
            en="Run it with sudo, or start Docker and run it again.",
            ko="sudo로 실행하거나, Docker를 시작한 뒤에 다시 실행하십시오.",
        ),
    )


def start(report: Callable[[str], None] = print) -> Own:
    """Start the engine and its registry, mend what is broken, and fill the registry.

    Twin: ``dockerd --config-file FILE`` and ``docker-registry serve FILE``.

    Args:
        report: takes a sentence for each longer step.

    Returns:
        The running engine; a second start returns it within a second.

    Raises:
        EngineNotFound: the machine cannot run it, or dockerd does not come up.
        RegistryUnavailable: the registry does not come up.
        ImageUnavailable: the registry's images cannot be built.
    """
    _root_on_linux()
    # The engine's seam asks this package what runs, so it is imported only here.
    from helpers.engine import open_client
    from helpers.own.seed import seed

    where = place()
    with locked("own"):
        state = State.load(where)
        try:
            registry.start(where, state)
            daemon.start(where, state)
        finally:
            state.save(where)
        client = open_client(f"unix://{where.socket}")
        try:
            seed(client, _address(state), report)
        finally:
            client.close()
    return Own(where.socket, _address(state))


def start_registry() -> str:
    """Start the registry and its index alone, for another engine on this machine.

    Returns:
        Its address, "127.0.0.1:5055". Nothing is put into it.

    Raises:
        RegistryUnavailable: docker-registry is not installed, or does not come up.
    """
    where = place()
    with locked("own"):
        state = State.load(where)
        try:
            registry.start(where, state)
        finally:
            state.save(where)
    return _address(state)


def stop() -> None:
    """End engine, registry and index, and remove the bridge; images and containers stay.

    What does not run is no error.
    """
    if sys.platform != "linux":
        return
    where = place()
    if not where.root.exists():
        return
    with locked("own"):
        state = State.load(where)
        daemon.stop(where, state)
        registry.stop(where, state)
        state.save(where)


def remove() -> None:
    """End the engine and delete its folders: images, containers and what was pushed are gone.

    The parts that images were built from stay in the cache folder's ``base``.

    Raises:
        CourseError: something could not be deleted.
    """
    stop()
    if sys.platform != "linux":
        return
    where = place()
    with locked("own"):
        daemon.unmount(where)
        for folder in (where.run, where.root):
            shutil.rmtree(folder, ignore_errors=True)
            if folder.exists():
                raise CourseError(
                    say(
                        en=f"The engine's folder {folder} could not be deleted wholly.",
                        ko=f"엔진의 폴더를 모두 지우지 못했습니다: {folder}",
                    ),
                    "",
                    say(en="Delete it as root.", ko="root 권한으로 지우십시오."),
                )
