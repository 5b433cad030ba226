"""What the course's registry holds from the start: the base images and a few small ones."""

from __future__ import annotations

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
    "library/debian": ("bookworm-slim", "12-slim", "bookworm"),
    "library/busybox": ("1.35", "latest"),
    **dict.fromkeys(_SMALL, ("latest",)),
}
"""The repositories and their tags."""


def _has(address: str, repository: str, tag: str) -> bool:
    """Ask the registry whether it has a tag as it is built today, and every layer of it."""
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


def _push(client: docker.DockerClient, address: str, name: str) -> None:
    """Push an image's tag (``docker push``)."""
    for event in client.api.push(name, stream=True, decode=True):
        if "error" in event:
            cause = event["error"]
            raise RegistryUnavailable(
                say(
                    en=f"The course's registry at {address} does not take {name}: {cause}",
                    ko=f"{address} 주소의 레지스트리가 받지 않는 이미지: {name} ({cause})",
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
    if all(_has(address, name, tag) for name, tags in SEEDED.items() for tag in tags):
        return
    report(
        say(
            en=f"Filling the course's registry at {address} ...",
            ko=f"이 과정의 레지스트리를 채웁니다({address}) ...",
        )
    )
    debian, busybox = f"{address}/library/debian", f"{address}/library/busybox"
    names = [f"{address}/{name}:{tag}" for name, tags in SEEDED.items() for tag in tags]
    try:
        build_debian(client, f"{debian}:bookworm-slim", slim=True, report=report)
        build_debian(client, f"{debian}:bookworm", slim=False, report=report)
        build_busybox(client, f"{busybox}:1.35", report=report)
        docker.APIClient.tag(client.api, f"{debian}:bookworm-slim", debian, "12-slim")
        docker.APIClient.tag(client.api, f"{busybox}:1.35", busybox, "latest")
        bases = {"debian": f"{debian}:bookworm-slim", "busybox": f"{busybox}:1.35"}
        for name, dockerfile in _SMALL.items():
            build_image(client, f"{address}/{name}:latest", dockerfile.format(**bases), _TEXTS)
        for name in names:
            _push(client, address, name)
    finally:
        for name in reversed(names):
            try:
                docker.APIClient.remove_image(client.api, name)
            except docker.errors.ImageNotFound:
                continue
