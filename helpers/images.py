"""The images that the lessons need, from the nearest place that has them."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable

import docker
from docker.errors import APIError, DockerException, ImageNotFound

from helpers import journal, own
from helpers.base_images import build_busybox, build_debian
from helpers.engine import CourseClient
from helpers.errors import ImageUnavailable, explain
from helpers.language import say

__all__ = ["NEEDED", "ensure", "hub_allowed", "present", "pull"]

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
    named = os.environ.get("COURSE_REGISTRY", "").strip().rstrip("/")
    ways: list[tuple[str, Callable[[], None]]] = []
    if named:
        for prefix in (f"{named}/library", named):  # As on Docker Hub, or without its namespace.
            ways.append((prefix, functools.partial(_pull_from, client, prefix, reference)))
    if hub_allowed() or own.is_own(client.url):
        ways.append(("docker.io", lambda: pull(client, reference)))
    ways.append(
        (say(en="Debian's packages", ko="데비안 패키지"), lambda: _build(client, reference, report))
    )
    for name, way in ways:
        report(
            say(
                en=f"Fetching {reference} from: {name} ...",
                ko=f"{reference} 이미지를 준비합니다({name}) ...",
            )
        )
        try:
            way()
        except (DockerException, ImageUnavailable, OSError) as error:
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
            ko="엔진이 Docker Hub에 닿게 하거나, "
            "이미지가 있는 레지스트리를 COURSE_REGISTRY에 적으십시오.",
        ),
    )


def pull(client: CourseClient, name: str) -> None:
    """Pull an image (``docker pull NAME``), past the journal: the caller writes down what stays.

    Args:
        client: the course's client.
        name: repository and tag, "debian:bookworm-slim".

    Raises:
        docker.errors.DockerException: also for an error in the middle of the stream, which
            ``images.pull`` passes over.
    """
    repository, tag = name.rsplit(":", 1)
    for message in docker.APIClient.pull(client.api, repository, tag, stream=True, decode=True):
        if "error" in message:
            raise APIError(message["error"], explanation=message["error"])


def _pull_from(client: CourseClient, prefix: str, reference: str) -> None:
    """Pull from a named registry, and give the image the name that the lessons use."""
    name = f"{prefix}/{reference}"
    learners = present(client, name)
    pull(client, name)
    repository, tag = reference.rsplit(":", 1)
    docker.APIClient.tag(client.api, name, repository, tag)
    if not learners:
        docker.APIClient.remove_image(client.api, name)


def _build(client: CourseClient, reference: str, report: Callable[[str], None]) -> None:
    if reference.startswith("debian:"):
        build_debian(client, reference, slim=True, report=report)
    else:
        build_busybox(client, reference, report=report)
