"""Where a lesson pushes to and searches: the course's registry, or Docker Hub."""

from __future__ import annotations

import functools
import sys

from docker.errors import DockerException
from docker.models.containers import Container

from helpers import own
from helpers.engine import CourseClient
from helpers.errors import RegistryUnavailable, explain
from helpers.images import hub_allowed
from helpers.language import say
from helpers.own.registry import find_registry

__all__ = ["course_registry", "search_prefix"]

IMAGE = "registry:2"
"""CNCF Distribution as an image, for engines that cannot reach a program on this machine."""


def course_registry(client: CourseClient) -> str:
    """Give the address of a registry that the engine can push to.

    The own engine has one beside it; another Linux engine on this machine gets the course's registry
    program; any other gets a registry in a container, from Docker Hub.

    Twin: ``docker run -d -p 127.0.0.1::5000 registry:2``

    Args:
        client: the course's client.

    Returns:
        "127.0.0.1:5055"; the engine takes it as it is, because it trusts its own loopback.

    Raises:
        RegistryUnavailable: none of the three can be had.
    """
    running = own.running()
    if running is not None and client.url == running.url:
        return running.registry
    if sys.platform == "linux" and client.url.startswith("unix://") and find_registry():
        return own.start_registry()
    try:
        return _in_a_container(client)
    except DockerException as error:
        raise RegistryUnavailable(
            say(
                en="There is no registry that this engine can push to.",
                ko="이 엔진이 이미지를 올릴 레지스트리가 없습니다.",
            ),
            explain(error),
            say(
                en="Let the engine reach Docker Hub, or install docker-registry.",
                ko="엔진이 Docker Hub에 닿게 하거나 docker-registry 패키지를 설치하십시오.",
            ),
        ) from error


def _in_a_container(client: CourseClient) -> str:
    name = "course-registry"
    found: list[Container] = client.containers.list(filters={"name": f"^/?{name}$"})
    container = found[0] if found else client.containers.run(
        IMAGE, name=name, detach=True, ports={"5000/tcp": ("127.0.0.1", None)}
    )  # fmt: skip
    container.reload()
    return f"127.0.0.1:{container.ports['5000/tcp'][0]['HostPort']}"


def search_prefix(client: CourseClient) -> str:
    """Say what to write before a search term so that somebody answers.

    ``docker search debian`` always asks Docker's own index, never a mirror. Where that is out of
    reach, ``docker search 127.0.0.1:5055/debian`` asks the course's registry.

    Args:
        client: the course's client.

    Returns:
        "" where Docker Hub answers the engine, else "127.0.0.1:5055/".

    Raises:
        RegistryUnavailable: neither answers.
    """
    return "" if _hub_answers(client.api.engine_id, client) else f"{course_registry(client)}/"


@functools.cache
def _hub_answers(engine: str, client: CourseClient) -> bool:
    if not hub_allowed():
        return False
    try:
        client.api.search("debian", limit=1)
    except DockerException:
        return False
    return True
