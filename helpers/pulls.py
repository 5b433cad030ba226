"""A pull as the engine tells it: each layer's way, the digest, and an error for what it is."""

from __future__ import annotations

from dataclasses import dataclass, field

from docker.errors import APIError, ImageNotFound

from helpers.engine import CourseClient
from helpers.errors import ImageUnavailable, explain
from helpers.language import say

__all__ = ["Pulled", "pull"]


@dataclass
class Pulled:
    """What the engine told during a pull.

    Attributes:
        reference: what was asked for, such as ``debian:bookworm``.
        layers: each layer's short id, with the states that it went through, in order.
        lines: what concerns the whole image: from where, digest, status.
    """

    reference: str
    layers: dict[str, list[str]] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)

    @property
    def digest(self) -> str:
        """The image's digest, ``sha256:…``."""
        return next(line.split(" ", 1)[1] for line in self.lines if line.startswith("Digest: "))

    def __repr__(self) -> str:
        layers = [f"{layer}: {states[-1]}" for layer, states in self.layers.items()]
        return "\n".join([*self.lines[:1], *layers, *self.lines[1:]])


def pull(client: CourseClient, repository: str, tag: str = "latest") -> Pulled:
    """Pull an image, and keep what the engine tells on the way.

    Twin: ``docker pull REPOSITORY:TAG``

    docker-py's ``images.pull`` does the same, but takes an error in the middle of the pull for a
    missing image; here the error is read where it comes.

    Args:
        client: the course's client.
        repository: the image's name, such as ``debian``, or with a registry before it.
        tag: the tag, or a digest ``sha256:…``.

    Returns:
        The story of the pull; printed, it looks like the command's output at its end.

    Raises:
        ImageUnavailable: the engine could not get the image; its own words stand in the state.
    """
    pulled = Pulled(f"{repository}@{tag}" if tag.startswith("sha256:") else f"{repository}:{tag}")
    try:
        for message in client.api.pull(repository, tag=tag, stream=True, decode=True):
            if "error" in message:
                raise APIError(message["error"], explanation=message["error"])
            _note(pulled, message.get("id", ""), message.get("status", ""))
    except (APIError, ImageNotFound) as error:
        raise ImageUnavailable(
            say(
                en=f"{pulled.reference} was not pulled.",
                ko=f"이미지를 받지 못했습니다: {pulled.reference}",
            ),
            explain(error),
            say(
                en="Look at the name and the tag, and whether the registry answers.",
                ko="이름과 태그가 맞는지, 레지스트리가 대답하는지 보십시오.",
            ),
        ) from error
    return pulled


def _note(pulled: Pulled, ident: str, status: str) -> None:
    if status.startswith("Pulling from"):
        pulled.lines.append(f"{ident}: {status}")
    elif ident:
        states = pulled.layers.setdefault(ident, [])
        if states[-1:] != [status]:
            states.append(status)
    elif status:
        pulled.lines.append(status)
