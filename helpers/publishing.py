"""Pushing an image to a registry, and what the registry answers."""

from __future__ import annotations

from dataclasses import dataclass, field

from docker.errors import APIError

from helpers.engine import CourseClient
from helpers.errors import RegistryUnavailable, explain
from helpers.language import say
from helpers.layer_lines import LayerLines

__all__ = ["Pushed", "push"]

_IN_THE_REGISTRY = ("Pushed", "Layer already exists", "Mounted from")
"""How the engine ends a layer: which of these depends on what the registry had before."""


@dataclass
class Pushed:
    """What the registry said.

    Attributes:
        reference: what was pushed.
        digest: the digest under which the registry keeps it, ``sha256:…``.
        layers: each layer's short id with its last state: ``Pushed`` where it travelled,
            ``Layer already exists`` or ``Mounted from …`` where it did not.
    """

    reference: str
    digest: str = ""
    layers: dict[str, str] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"{self.reference}: digest: {self.digest}"


def push(client: CourseClient, repository: str, tag: str) -> Pushed:
    """Push an image to the registry that its name begins with, and print when a layer is there.

    Twin: ``docker push REPOSITORY:TAG``

    docker-py's ``images.push`` does the same, but raises nothing where the registry refuses.

    Args:
        client: the course's client.
        repository: registry and name, such as ``127.0.0.1:5055/course/web``.
        tag: the tag.

    Returns:
        The digest, and what became of each layer.

    Raises:
        RegistryUnavailable: the registry, or the engine, refused; its words stand in the state.
    """
    pushed = Pushed(f"{repository}:{tag}")
    printer = LayerLines(dict.fromkeys(_IN_THE_REGISTRY, "in the registry"))
    printer.line(f"The push refers to repository [{repository}]")
    try:
        for message in client.api.push(repository, tag=tag, stream=True, decode=True):
            if "error" in message:
                raise APIError(message["error"], explanation=message["error"])
            if "id" in message:
                pushed.layers[message["id"]] = message["status"]
                printer.take(message["id"], message["status"], message.get("progress", ""))
            pushed.digest = message.get("aux", {}).get("Digest", pushed.digest)
    except APIError as error:
        if printer.layers:
            printer.line("")
        raise RegistryUnavailable(
            say(
                en=f"{pushed.reference} was not pushed.",
                ko=f"이미지를 올리지 못했습니다: {pushed.reference}",
            ),
            explain(error),
            say(
                en="Tag the image with the registry's address, and push that name.",
                ko="이미지에 레지스트리 주소를 붙인 이름을 주고, 그 이름으로 올리십시오.",
            ),
        ) from error
    printer.line(f"{tag}: digest: {pushed.digest}")
    return pushed
