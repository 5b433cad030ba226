"""The layers of an image: which step made each, and which images share them."""

from __future__ import annotations

from docker import DockerClient
from docker.models.images import Image

from helpers.tables import Table
from helpers.tables.units import short_id, short_sums, shorten, size

__all__ = ["layer_steps", "layer_table", "layers", "shared_layers"]

_SETTINGS = {
    "ARG", "CMD", "ENTRYPOINT", "ENV", "EXPOSE", "HEALTHCHECK", "LABEL", "MAINTAINER", "ONBUILD",
    "SHELL", "STOPSIGNAL", "USER", "VOLUME",
}  # fmt: skip
"""Instructions that change an image's settings and add no layer."""


def layers(image: Image) -> list[str]:
    """The digests of an image's layers, the lowest first.

    Twin: ``docker image inspect --format '{{json .RootFS.Layers}}' IMAGE``. A digest is the
    SHA-256 of the layer's uncompressed archive: the same digest is the same content.
    """
    return list(image.attrs["RootFS"].get("Layers") or [])


def shared_layers(one: Image, other: Image) -> list[str]:
    """The layers that two images have in common; the engine keeps them once.

    Layers lie on each other, so only a common beginning is shared.
    """
    common = []
    for mine, theirs in zip(layers(one), layers(other), strict=False):
        if mine != theirs:
            break
        common.append(mine)
    return common


def layer_table(client: DockerClient, *names: str) -> Table:
    """Every layer once, the lowest first, with the images that hold it.

    Twin: ``docker image inspect NAME NAME``, compared.

    Args:
        client: whose engine is asked.
        names: the images to compare.

    Returns:
        LAYER, IMAGES.

    Raises:
        docker.errors.ImageNotFound: the engine has no image of that name.
    """
    holders: dict[str, list[str]] = {}
    for name in names:
        for layer in layers(client.images.get(name)):
            holders.setdefault(layer, []).append(name)
    rows = [[short_id(layer), ", ".join(held)] for layer, held in holders.items()]
    return Table(["LAYER", "IMAGES"], rows)


def layer_steps(image: Image) -> Table:
    """The history of an image from its first step on, with the layer that each step made.

    Twin: ``docker history IMAGE``, turned upside down, beside ``docker image inspect``.

    Returns:
        STEP, LAYER, SIZE; LAYER is empty for a step that only changed settings, and ``?`` where
        history and layers can't be matched.
    """
    steps = list(reversed(image.history()))
    words = [_instruction(step["CreatedBy"]) for step in steps]
    found = layers(image)
    by_kind = [step["Size"] > 0 or word.split(" ")[0] not in _SETTINGS
               for step, word in zip(steps, words, strict=True)]  # fmt: skip
    by_size = [step["Size"] > 0 for step in steps]
    makes = next((guess for guess in (by_kind, by_size) if sum(guess) == len(found)), None)
    left = iter(found)
    marks = ["?" if makes is None else short_id(next(left)) if made else ""
             for made in (makes or by_kind)]  # fmt: skip
    return Table(
        ["STEP", "LAYER", "SIZE"],
        [
            [shorten(word, 60), mark, size(step["Size"])]
            for word, mark, step in zip(words, marks, steps, strict=True)
        ],
    )


def _instruction(created_by: str) -> str:
    """Write a line of history as it stands in the Dockerfile."""
    words = short_sums(" ".join(created_by.split()).removesuffix(" # buildkit"))
    for before in ("/bin/sh -c #(nop) ", "#(nop) "):
        if words.startswith(before):
            return words.removeprefix(before).strip()
    if words.startswith("/bin/sh -c "):
        return f"RUN {words.removeprefix('/bin/sh -c ')}"
    return words
