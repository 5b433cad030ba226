"""Which registry a lesson pushes to, and where its searches go."""

from __future__ import annotations

import socket
import sys

from docker.errors import APIError, DockerException, NotFound
from docker.models.containers import Container

from helpers import journal, own
from helpers.engine import CourseClient
from helpers.errors import RegistryUnavailable, explain
from helpers.images import hub_allowed, present, pull
from helpers.labelled import COURSE
from helpers.language import say
from helpers.own.registry import find_registry
from helpers.own.seed import seed

__all__ = ["course_registry", "hub_answers", "search_prefix"]

_IMAGE = "registry:2"
_CONTAINER = "course-registry"
_hub: dict[str, bool] = {}


def course_registry(client: CourseClient) -> str:
    """Give a registry on loopback that the client's engine can push to and pull from.

    On the course's own engine the one beside it; for another engine on this Linux machine
    docker-registry is started for it; else a container of ``registry:2`` on the engine itself
    (``docker run -d -p 127.0.0.1::5000 registry:2``).

    Args:
        client: the engine.

    Returns:
        Its address, "127.0.0.1:5055": an image named ``127.0.0.1:5055/course/web`` goes there.

    Raises:
        RegistryUnavailable: none of the three can be had.
    """
    if own.is_own(client.url):
        return (own.running() or own.start()).registry
    if _on_this_machine(client) and find_registry():
        return own.start_registry()
    return _container(client)


def _on_this_machine(client: CourseClient) -> bool:
    """Say whether the engine's loopback is this machine's (a virtual machine has its own)."""
    return (
        sys.platform == "linux"
        and client.url.startswith("unix://")
        and client.info().get("Name") == socket.gethostname()
    )


def _container(client: CourseClient) -> str:
    try:
        found = client.containers.get(_CONTAINER)
        if found.labels.get("course") != COURSE:
            raise _unavailable(
                say(
                    en=f"a container named {_CONTAINER} is there, and it is not the course's.",
                    ko=f"이 과정의 것이 아닌 컨테이너 {_CONTAINER} 때문입니다.",
                )
            )
    except NotFound:
        found = _make_container(client)
    try:
        found.start()
        found.reload()
        port = found.ports["5000/tcp"][0]["HostPort"]
    except (APIError, KeyError, IndexError, TypeError) as error:
        raise _unavailable(explain(error)) from error
    return f"127.0.0.1:{port}"


def _make_container(client: CourseClient) -> Container:
    if not present(client, _IMAGE):
        try:
            pull(client, _IMAGE)
        except (DockerException, OSError) as error:
            raise _unavailable(explain(error)) from error
        journal.add(journal.Entry(client.api.engine_id, client.lesson or "course", _IMAGE))
    return client.containers.create(
        _IMAGE, name=_CONTAINER, ports={"5000/tcp": ("127.0.0.1", None)}
    )


def _unavailable(reason: str) -> RegistryUnavailable:
    return RegistryUnavailable(
        say(
            en=f"There is no registry to push to: {reason}",
            ko=f"올릴 레지스트리가 없습니다: {reason}",
        ),
        "",
        say(
            en="On Debian or Ubuntu install docker-registry "
            "(sudo apt-get install docker-registry); "
            "elsewhere pull registry:2 while Docker Hub can be reached.",
            ko="데비안이나 우분투에서는 docker-registry를 설치하고"
            "(sudo apt-get install docker-registry), "
            "그 밖에서는 Docker Hub에 닿을 때 registry:2 이미지를 받아 두십시오.",
        ),
    )


def hub_answers(client: CourseClient) -> bool:
    """Say whether Docker Hub answers the engine, found out once a process by a search.

    Args:
        client: the engine.

    Returns:
        False also with ``COURSE_HUB=no``, and when no answer comes within eight seconds.
    """
    if not hub_allowed():
        return False
    if client.url not in _hub:
        patience, client.api.timeout = client.api.timeout, 8
        try:
            _hub[client.url] = bool(client.api.search("debian", limit=1))
        except (DockerException, OSError):
            _hub[client.url] = False
        finally:
            client.api.timeout = patience
    return _hub[client.url]


def search_prefix(client: CourseClient) -> str:
    """Say what a search term must begin with, so that somebody answers (``docker search``).

    Args:
        client: the engine.

    Returns:
        "" where Docker Hub answers, else "127.0.0.1:5055/": the course's own index, filled.

    Raises:
        RegistryUnavailable: neither Hub nor an index can be had.
    """
    if hub_answers(client):
        return ""
    if own.is_own(client.url):
        return f"{course_registry(client)}/"
    if not (_on_this_machine(client) and find_registry()):
        raise _unavailable(say(en="no index answers", ko="대답하는 인덱스가 없습니다"))
    address = own.start_registry()
    seed(client, address)
    return f"{address}/"
