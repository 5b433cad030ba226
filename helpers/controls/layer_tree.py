"""Images as a tree of layers: what lies on what, what is shared, and how large each layer is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import escape

from docker.errors import APIError
from docker.models.images import Image

from helpers.language import say
from helpers.layers import layer_steps, layers
from helpers.tables.units import short_id, size

LONGEST = 240
"""The bar of the largest layer, in pixels: alike at every depth of the tree."""


@dataclass(frozen=True)
class Stack:
    """One name of an image, and the image's layers.

    Attributes:
        id: the image's; two names of one image have the same.
        name: what the tree calls it.
        total: its size in bytes, the shared layers counted.
        layers: each layer's digest and size in bytes, the lowest first; None: size unknown.
        ours: whether the course brought it.
    """

    id: str
    name: str
    total: int
    layers: tuple[tuple[str, int | None], ...]
    ours: bool


@dataclass
class Node:
    """One layer of the tree, and what lies on it.

    Attributes:
        digest: the layer's, "" for the root.
        bytes: its size; None where the history does not tell it.
        holders: the names of the images that hold this layer.
        tops: the names of the images of which this layer is the uppermost.
        above: the layers that lie directly on it.
    """

    digest: str = ""
    bytes: int | None = 0
    holders: list[Stack] = field(default_factory=list)
    tops: list[Stack] = field(default_factory=list)
    above: dict[str, Node] = field(default_factory=dict)

    def walk(self) -> Iterator[Node]:
        """Give this node and all above it, the lower ones first."""
        yield self
        for node in self.above.values():
            yield from node.walk()


def layer_sizes(image: Image) -> tuple[tuple[str, int | None], ...]:
    """Match an image's layers with the sizes that its history tells (``docker history``).

    Returns:
        Each layer's digest and bytes, the lowest first; None where they cannot be matched.
    """
    digests = layers(image)
    try:
        steps = list(reversed(image.history()))
        marks = layer_steps(image).column("LAYER")
    except APIError:  # an engine that keeps images of other platforms may lack their history
        return tuple((digest, None) for digest in digests)
    known = [step["Size"] for step, mark in zip(steps, marks, strict=True) if mark not in ("", "?")]
    if len(known) != len(digests):
        return tuple((digest, None) for digest in digests)
    return tuple(zip(digests, known, strict=True))


def tree(stacks: Iterable[Stack]) -> Node:
    """Lay the images on each other: a layer is shared where all below it is the same too."""
    root = Node()
    for stack in stacks:
        node = root
        for digest, count in stack.layers:
            node = node.above.setdefault(digest, Node(digest, count))
            node.holders.append(stack)
        node.tops.append(stack)
    return root


def tree_html(stacks: list[Stack], lang: str) -> str:
    """Draw the tree: a bar a layer, as long as the layer is large, and its sharing in words."""
    if not stacks:
        nothing = say(en="There is no image to show.", ko="보여 줄 이미지가 없습니다.", lang=lang)
        return f'<div class="course-soft">{nothing}</div>'
    root = tree(stacks)
    nodes = list(root.walk())
    largest = max((node.bytes or 0 for node in nodes), default=0) or 1
    images = {stack.id: stack.total for stack in stacks}
    sums = say(
        en=f"Images: {len(images)}, layers: {len(nodes) - 1}.",
        ko=f"이미지 {len(images)}개, 레이어 {len(nodes) - 1}개입니다.",
        lang=lang,
    )
    if all(node.bytes is not None for node in nodes):
        once = size(sum(node.bytes or 0 for node in nodes))
        apart = size(sum(images.values()))
        sums += say(
            en=f" Each image counted for itself: {apart}; shared layers counted once: {once}.",
            ko=f" 이미지마다 따로 세면 {apart}이고, 공유 레이어를 한 번만 세면 {once}입니다.",
            lang=lang,
        )
    label = say(en="Images as a tree of layers", ko="레이어의 나무로 본 이미지", lang=lang)
    return (
        f'<div class="course-soft">{sums}</div>'
        f'<div style="overflow:auto;max-height:420px" tabindex="0" role="region" '
        f'aria-label="{label}">{_branch(root, largest, lang)}</div>'
    )


def _branch(node: Node, largest: int, lang: str) -> str:
    rows = "".join(f"<li>{_image(stack, lang)}</li>" for stack in node.tops)
    rows += "".join(
        f"<li>{_layer(one, largest, lang)}{_branch(one, largest, lang)}</li>"
        for one in node.above.values()
    )
    style = "list-style:none;margin:0;padding-left:14px;border-left:1px solid var(--course-line)"
    return f'<ul style="{style}">{rows}</ul>' if rows else ""


def _image(stack: Stack, lang: str) -> str:
    others = say(en=" · not the course's", ko=" · 이 과정 밖의 이미지", lang=lang)
    whose = "" if stack.ours else others
    return f"■ <strong>{escape(stack.name)}</strong> {size(stack.total)}{whose}"


def _layer(node: Node, largest: int, lang: str) -> str:
    names: dict[str, list[str]] = {}
    for stack in node.holders:
        names.setdefault(stack.id, []).append(stack.name)
    sharers = ", ".join(" = ".join(both) for both in names.values())
    shared = len(names) > 1
    words = say(
        en=f"shared by {len(names)}: {sharers}",
        ko=f"이미지 {len(names)}개가 공유: {sharers}",
        lang=lang,
    )
    told = "?" if node.bytes is None else size(node.bytes)
    width = max(2, round(LONGEST * (node.bytes or 0) / largest))
    colour = "accent" if shared else "soft"
    return (
        f'<div style="display:flex;align-items:center;gap:8px">'
        f'<span aria-hidden="true" style="flex:0 0 {width}px;height:12px;border-radius:3px;'
        f'background:var(--course-{colour})"></span><code>{short_id(node.digest)}</code>'
        f"<span>{told}{f' · {escape(words)}' if shared else ''}</span></div>"
    )
