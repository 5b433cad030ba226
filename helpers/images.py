"""The images that the lessons need, from the nearest place that has them."""

from __future__ import annotations

import os
from collections.abc import Callable

import docker
from docker.errors import APIError, DockerException, ImageNotFound

from helpers import journal, own
from helpers.base_images import build_busybox, build_debian
from helpers.engine import CourseClient
from helpers.errors import ImageUnavailable, explain
from helpers.language import say

__all__ = ["NEEDED", "ensure", "hub_allowed", "present"]

NEEDED = ("debian:bookworm-slim", "busybox:1.35")
"""A small Linux with bash, coreutils and ps, and a tiny one."""


def hub_allowed() -> bool:
    """Say whether Docker Hub may be asked: ``COURSE_HUB=no`` forbids it (tests, a class)."""
    return os.environ.get("COURSE_HUB") != "no"


def present(client: CourseClient, reference: str) -> bool:
    """Say whether an engine has an image (``docker image inspect``).

    Args:
        client: the course's client.
        reference: the image's name and tag.

    Returns:
        True when it is there.
    """
    try:
        client.api.inspect_image(reference)
    except ImageNotFound:
        return False
    return True


def ensure(client: CourseClient, report: Callable[[str], None] | None = None) -> None:
    """Have the lessons' images on the engine.

    In order: already there; pulled from the registry in ``COURSE_REGISTRY``; pulled from Docker Hub
    (on the course's own engine: from its registry, which is its mirror of Docker Hub); built here.

    Args:
        client: the course's client.
        report: takes a sentence for each step that takes long.

    Raises:
        ImageUnavailable: no way led to an image; each refusal is told.
    """
    for reference in NEEDED:
        if not present(client, reference):
            _bring(client, reference, report or (lambda sentence: None))


def _bring(client: CourseClient, reference: str, report: Callable[[str], None]) -> None:
    refusals = []
    named = os.environ.get("COURSE_REGISTRY")
    ways: list[tuple[str, Callable[[], None]]] = []
    if named:
        ways.append((named, lambda: _pull_from(client, named, reference)))
    if hub_allowed() or _is_own(client):
        ways.append(("docker.io", lambda: _pull(client, reference)))
    ways.append((say(en="Debian's packages", ko="데비안 패키지"), lambda: _build(client, reference, report)))
    for name, way in ways:
        report(
            say(
                en=f"Fetching {reference} from: {name} ...",
                ko=f"{reference} 이미지를 준비합니다({name}) ...",
            )
        )
        try:
            way()
        except (DockerException, ImageUnavailable) as error:
            refusals.append(f"{name}: {explain(error)}")
        else:
            journal.add(journal.Entry(client.api.engine_id, "course", reference))
            return
    raise ImageUnavailable(
        say(
            en=f"The image {reference} cannot be had.",
            ko=f"이미지를 구할 수 없습니다: {reference}",
        ),
        " ".join(refusals),
        say(
            en="Let the engine reach Docker Hub, or name a registry that has the image in "
            "COURSE_REGISTRY.",
            ko="엔진이 Docker Hub에 닿게 하거나, 이미지가 있는 레지스트리를 COURSE_REGISTRY에 적으십시오.",
        ),
    )


def _is_own(client: CourseClient) -> bool:
    running = own.running()
    return running is not None and client.url == running.url


def _pull(client: CourseClient, name: str) -> None:
    """Pull an image, and take an error in the middle of the stream for what it is."""
    repository, tag = name.rsplit(":", 1)
    for message in docker.APIClient.pull(client.api, repository, tag, stream=True, decode=True):
        if "error" in message:
            raise APIError(message["error"], explanation=message["error"])


def _pull_from(client: CourseClient, registry: str, reference: str) -> None:
    """Pull from a named registry, and give the image the name that the lessons use."""
    name = f"{registry.rstrip('/')}/library/{reference}"
    _pull(client, name)
    repository, tag = reference.rsplit(":", 1)
    docker.APIClient.tag(client.api, name, repository, tag)
    docker.APIClient.remove_image(client.api, name)


def _build(client: CourseClient, reference: str, report: Callable[[str], None]) -> None:
    if reference.startswith("debian:"):
        build_debian(client, reference, slim=True, report=report)
    else:
        build_busybox(client, reference, report=report)
