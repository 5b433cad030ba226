"""What the course's registry holds from the start: the base images and a few small ones."""

from __future__ import annotations

import contextlib
import json
import urllib.error
import urllib.request
from collections.abc import Callable

import docker

from helpers.base_images import BUILT_HERE, build_busybox, build_debian, build_image
from helpers.errors import RegistryUnavailable
from helpers.language import say

__all__ = ["SEEDED", "seed"]

_ACCEPT = (
    "application/vnd.docker.distribution.manifest.v2+json,"
    "application/vnd.oci.image.manifest.v1+json"
)
_DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))

_SMALL = {
    "course/hello": 'FROM {busybox}\nCMD ["echo", "Hello from a container."]\n',
    "course/web": "FROM {busybox}\nADD index.html /var/www/\nEXPOSE 80\n"
    'CMD ["httpd", "-f", "-h", "/var/www"]\n',
    "course/clock": 'FROM {busybox}\nCMD ["sh", "-c", "while date; do sleep 1; done"]\n',
    "course/patient": "FROM {busybox}\n"
    'CMD ["sh", "-c", "trap \'exit 0\' TERM; while true; do sleep 1 & wait; done"]\n',
    "course/stubborn": "FROM {busybox}\n"
    'CMD ["sh", "-c", "trap \'\' TERM; while true; do sleep 1; done"]\n',
    "course/debian-hello": "FROM {debian}\n"
    'CMD ["bash", "-c", ". /etc/os-release; echo Hello from $PRETTY_NAME."]\n',
    "course/debian-exit": 'FROM {debian}\nENV CODE=0\nCMD ["bash", "-c", "exit $CODE"]\n',
}
_TEXTS = {"index.html": "<!doctype html><title>course/web</title><p>Hello from a container.</p>\n"}

SEEDED = {
    "library/debian:bookworm-slim": "library/debian:12-slim",
    "library/debian:bookworm": None,
    "library/busybox:1.35": "library/busybox:latest",
    **dict.fromkeys((f"{name}:latest" for name in _SMALL), None),
}
"""The images, each with the second name that it has, if any. Later ones are built from earlier."""


def _has(address: str, name: str) -> bool:
    """Ask the registry whether it has an image as it is built today, and every layer of it."""
    repository, tag = name.split(":")
    url = f"http://{address}/v2/{repository}"
    try:
        asked = urllib.request.Request(f"{url}/manifests/{tag}", headers={"Accept": _ACCEPT})
        with _DIRECT.open(asked, timeout=30) as answer:
            manifest = json.load(answer)
        with _DIRECT.open(f"{url}/blobs/{manifest['config']['digest']}", timeout=30) as answer:
            labels = json.load(answer)["config"]["Labels"]
        for layer in manifest["layers"]:
            blob = urllib.request.Request(f"{url}/blobs/{layer['digest']}", method="HEAD")
            _DIRECT.open(blob, timeout=30).close()
    except (OSError, ValueError, KeyError):
        return False
    return bool(labels == BUILT_HERE)


def _push(client: docker.DockerClient, name: str) -> None:
    """Push an image's tag (``docker push``)."""
    for event in client.api.push(name, stream=True, decode=True):
        if "error" in event:
            cause = event["error"]
            raise RegistryUnavailable(
                say(
                    en=f"The course's registry does not take {name}: {cause}",
                    ko=f"이 과정의 레지스트리가 받지 않는 이미지: {name} ({cause})",
                ),
                "",
                say(
                    en="Start again (python3 course.py start).",
                    ko="다시 시작하십시오(python3 course.py start).",
                ),
            )


def seed(client: docker.DockerClient, address: str, report: Callable[[str], None] = print) -> None:
    """Put into the registry what is missing of :data:`SEEDED`; leave nothing on the engine.

    Args:
        client: an engine that reaches the registry.
        address: the registry's, "127.0.0.1:5055".
        report: takes a sentence for each longer step.

    Raises:
        ImageUnavailable: a base image cannot be built.
        RegistryUnavailable: a push is refused.
    """
    names = {name: [name, alias] if alias else [name] for name, alias in SEEDED.items()}
    missing = [name for name, both in names.items() if not all(_has(address, n) for n in both)]
    if not missing:
        return
    report(
        say(
            en=f"Filling the course's registry at {address} ...",
            ko=f"이 과정의 레지스트리를 채웁니다({address}) ...",
        )
    )
    try:
        for name in missing:
            _build(client, address, name, report)
            for other in names[name]:
                repository, tag = f"{address}/{other}".rsplit(":", 1)
                docker.APIClient.tag(client.api, f"{address}/{name}", repository, tag)
                _push(client, f"{address}/{other}")
    finally:
        for both in reversed(names.values()):
            for name in both:
                with contextlib.suppress(docker.errors.ImageNotFound):
                    docker.APIClient.remove_image(client.api, f"{address}/{name}")


def _build(
    client: docker.DockerClient, address: str, name: str, report: Callable[[str], None]
) -> None:
    target = f"{address}/{name}"
    repository, tag = name.split(":")
    if repository == "library/debian":
        build_debian(client, target, slim=tag == "bookworm-slim", report=report)
    elif repository == "library/busybox":
        build_busybox(client, target, report=report)
    else:
        dockerfile = _SMALL[repository].format(
            debian=f"{address}/library/debian:bookworm-slim",
            busybox=f"{address}/library/busybox:1.35",
        )
        build_image(client, target, dockerfile, _TEXTS)
