"""The one seam to a Docker engine: finds it, says why, and makes the only clients of the course."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docker
from docker.constants import DEFAULT_DOCKER_API_VERSION
from docker.context import ContextAPI
from docker.context.config import get_current_context_name
from docker.errors import DockerException
from docker.utils import kwargs_from_env, version_lt

from helpers.errors import EngineNotFound, explain
from helpers.labelled import LabellingAPI
from helpers.language import say

__all__ = ["CourseClient", "Found", "connect", "find", "open_client", "open_unlabelled", "why"]


@dataclass(frozen=True)
class Found:
    """Which engine the course uses.

    Attributes:
        kind: ``"DOCKER_HOST"``, ``"context"``, ``"default"`` or ``"own"``.
        url: its address, as ``docker -H`` takes it.
        reason: a sentence on why this one, in the learner's language.
    """

    kind: str
    url: str
    reason: str


class CourseClient(docker.DockerClient):
    """docker-py's client; all that it makes carries the course's labels.

    Args:
        lesson: the lesson's number ("05"), or None for the whole course.
        kwargs: what ``docker.APIClient`` takes.
    """

    def __init__(self, lesson: str | None = None, **kwargs: Any) -> None:
        self.api = LabellingAPI(**kwargs)
        if version_lt(DEFAULT_DOCKER_API_VERSION, self.api._version):
            self.api._version = DEFAULT_DOCKER_API_VERSION
        self.api.lesson = lesson
        self.api.engine_id = self.api.info().get("ID", "")
        self.url = kwargs.get("base_url", "")

    @property
    def lesson(self) -> str | None:
        """The lesson whose label new objects carry."""
        return self.api.lesson


def open_client(
    url: str, lesson: str | None = None, timeout: int = 60, **kwargs: Any
) -> CourseClient:
    """Open a client to one engine; its API version is negotiated.

    Args:
        url: the engine's address (``unix:///…``, ``tcp://…``, ``npipe://…``, ``ssh://…``).
        lesson: the lesson's number, for the labels.
        timeout: seconds to wait for each answer.
        kwargs: TLS settings and the like, for ``docker.APIClient``.

    Returns:
        A client that has heard the engine answer.

    Raises:
        docker.errors.DockerException: nothing answers there.
    """
    return CourseClient(lesson=lesson, base_url=url, version="auto", timeout=timeout, **kwargs)


def open_unlabelled(url: str) -> docker.DockerClient:
    """Open a client that marks nothing, as a learner's own ``docker`` command marks nothing.

    ``course.py test`` puts a learner's things on the engine with it.

    Args:
        url: the engine's address.

    Returns:
        docker-py's plain client; its API version is negotiated.
    """
    return docker.DockerClient(base_url=url, version="auto")


def _default_url() -> str:
    if sys.platform == "win32":
        return "npipe:////./pipe/docker_engine"
    desktop = Path.home() / ".docker" / "run" / "docker.sock"
    if sys.platform == "darwin" and not Path("/var/run/docker.sock").exists() and desktop.exists():
        return f"unix://{desktop}"
    return "unix:///var/run/docker.sock"


def _answers(found: Found, settings: dict[str, Any], lesson: str | None) -> CourseClient | None:
    try:
        return open_client(found.url, lesson, **settings)
    except (DockerException, OSError) as error:
        _refusals.append((found, error))
        return None


_refusals: list[tuple[Found, BaseException]] = []


def _candidates() -> list[tuple[Found, dict[str, Any]]]:
    """List the engines to ask, in order, each with the settings of its connection."""
    own = _own()
    if os.environ.get("COURSE_ENGINE") == "own":
        return own
    host = os.environ.get("DOCKER_HOST")
    if host:
        settings = kwargs_from_env()
        url = settings.pop("base_url", host)
        reason = say(
            en=f"DOCKER_HOST names it ({host}).", ko=f"DOCKER_HOST에 적혀 있습니다({host})."
        )
        return [(Found("DOCKER_HOST", url, reason), settings)]
    asked = []
    name = os.environ.get("DOCKER_CONTEXT") or get_current_context_name()
    if name and name != "default":
        settings = dict(ContextAPI.kwargs_from_context())
        url = settings.pop("base_url", "")
        reason = say(
            en=f"It is the current context of the docker command ({name}).",
            ko=f"docker 명령의 현재 컨텍스트입니다({name}).",
        )
        asked.append((Found("context", url, reason), settings))
    url = _default_url()
    reason = say(
        en=f"It answers at the usual address of this machine ({url}).",
        ko=f"이 컴퓨터의 기본 주소에서 대답합니다({url}).",
    )
    asked.append((Found("default", url, reason), {}))
    return asked + own


def _own() -> list[tuple[Found, dict[str, Any]]]:
    from helpers import own  # only here: the private engine itself opens clients through this seam

    running = own.running()
    if running is None:
        return []
    reason = say(
        en="It is the course's own engine, which python3 course.py start started.",
        ko="python3 course.py start 명령으로 시작한 이 과정의 전용 엔진입니다.",
    )
    return [(Found("own", f"unix://{running.socket}", reason), {})]


def _ask(lesson: str | None) -> tuple[Found, CourseClient]:
    _refusals.clear()
    for found, settings in _candidates():
        client = _answers(found, settings, lesson)
        if client is not None:
            return found, client
    tried = "; ".join(f"{found.url}: {explain(error)}" for found, error in _refusals)
    raise EngineNotFound(
        say(en="No Docker engine answers.", ko="대답하는 도커 엔진이 없습니다."),
        tried
        and say(en=f"These were asked: {tried}.", ko=f"물어본 곳은 다음과 같습니다. {tried}."),
        say(
            en="Run python3 course.py start: it finds an engine or starts one.",
            ko="python3 course.py start 명령을 실행하십시오. 엔진을 찾거나 새로 시작합니다.",
        ),
    )


def find() -> Found:
    """Find the engine that the course uses.

    Asked in order: ``DOCKER_HOST``, the current ``docker context``, the platform's default socket,
    the course's own engine. ``COURSE_ENGINE=own`` asks only the last.

    Returns:
        The first that answers.

    Raises:
        EngineNotFound: none answers; it says which were asked and what each said.
    """
    found, client = _ask(None)
    client.close()
    return found


def connect(lesson: str | None = None) -> CourseClient:
    """Open a client to the engine that :func:`find` finds.

    Args:
        lesson: the lesson's number ("05"); all that is made through the client is labelled with it.

    Returns:
        A docker-py client.

    Raises:
        EngineNotFound: no engine answers.
    """
    return _ask(lesson)[1]


def why() -> str:
    """Say which engine is used and why (``docker context show``).

    Returns:
        Two sentences in the learner's language.

    Raises:
        EngineNotFound: no engine answers.
    """
    found = find()
    where = say(en=f"The engine at {found.url}.", ko=f"{found.url} 주소의 엔진입니다.")
    return f"{where} {found.reason}"
