"""The lessons' two images, built from Debian's own packages where no registry has them.

``debian:bookworm-slim`` is a minimal Debian 12 in three layers; ``debian:bookworm`` adds a fourth
with the manuals and translations that "slim" leaves out. ``busybox:1.35`` is Debian's
busybox-static.
"""

from __future__ import annotations

import tarfile
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import docker

from helpers.debian_packages import KEYS, unavailable
from helpers.image_parts import add_file, busybox_parts, debian_parts
from helpers.own.processes import program

__all__ = ["BUILT_HERE", "build_busybox", "build_debian", "build_image", "missing_programs"]

BUILT_HERE = {"built-here": "docker-lessons 2"}
"""The label of an image that was built here, with the number of the recipe: a registry that was
filled after an older one is filled again. It is not the course's own label: containers take over
their image's labels, and a learner's own container must not be taken for one of the course's."""

Report = Callable[[str], None]


def missing_programs() -> list[str]:
    """Say which Debian packages the own engine, its registry and the images still need.

    Returns:
        Names for ``apt-get install``, sorted; empty when all is there.
    """
    needed = {
        "dockerd": "docker.io",
        "docker-registry": "docker-registry",
        "iptables": "iptables",
        "ip": "iproute2",
        "mmdebstrap": "mmdebstrap",
        "busybox": "busybox-static",
    }
    missing = {package for name, package in needed.items() if not program(name)}
    return sorted(missing | (set() if Path(KEYS).exists() else {"debian-archive-keyring"}))


def build_debian(
    client: docker.DockerClient, tag: str, *, slim: bool, report: Report = print
) -> None:
    """Build ``debian:bookworm-slim`` (3 layers) or ``debian:bookworm`` (4) on an engine.

    Twin: ``docker build -t TAG .`` with ``FROM scratch`` and an ``ADD part.tar /`` for each layer.

    Args:
        client: the engine.
        tag: the image's name.
        slim: without manuals and translations.
        report: takes one sentence when the packages have to be fetched (20 to 60 seconds).

    Raises:
        ImageUnavailable: the packages cannot be had.
    """
    _build_of_parts(client, tag, debian_parts(report)[: 3 if slim else 4], "bash")


def build_busybox(client: docker.DockerClient, tag: str, report: Report = print) -> None:
    """Build ``busybox:1.35`` (2 layers) on an engine, in the way of :func:`build_debian`.

    Args:
        client: the engine.
        tag: the image's name.
        report: takes one sentence when the package has to be fetched.

    Raises:
        ImageUnavailable: the package cannot be had.
    """
    _build_of_parts(client, tag, busybox_parts(report), "sh")


def _build_of_parts(client: docker.DockerClient, tag: str, parts: list[Path], shell: str) -> None:
    added = "".join(f"ADD {part.name} /\n" for part in parts)
    build_image(client, tag, f'FROM scratch\n{added}CMD ["{shell}"]\n', files=parts)


def build_image(
    client: docker.DockerClient,
    tag: str,
    dockerfile: str,
    texts: Mapping[str, str] | None = None,
    files: Sequence[Path] = (),
) -> None:
    """Build an image that carries only the label ``built-here`` (``docker build -t TAG .``).

    Args:
        client: the engine.
        tag: the image's name.
        dockerfile: its text.
        texts: more files of the build's context, by name.
        files: files that go into the context under their own names.

    Raises:
        ImageUnavailable: a step fails; the engine's words are told.
    """
    with tempfile.TemporaryFile() as context:
        with tarfile.open(fileobj=context, mode="w") as archive:
            for name, text in {"Dockerfile": dockerfile, **(texts or {})}.items():
                add_file(archive, tarfile.TarInfo(name), text.encode())
            for file in files:
                archive.add(file, file.name)
        context.seek(0)
        # The course's client would label it as the course's: see BUILT_HERE.
        events = docker.APIClient.build(
            client.api,
            fileobj=context,
            custom_context=True,
            tag=tag,
            rm=True,
            forcerm=True,
            labels=BUILT_HERE,
            decode=True,
        )
        for event in events:
            if "error" in event:
                raise unavailable(tag, str(event["error"]))
