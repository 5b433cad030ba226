"""A learner's own things on an engine, made without the course's labels: they must survive it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from helpers.engine import open_unlabelled
from helpers.images import NEEDED

__all__ = ["dirty_engine"]


@contextlib.contextmanager
def dirty_engine(url: str) -> Iterator[None]:
    """Put containers with the notes' names, an image, a volume and a network on an engine.

    They are made by a client of their own, as a learner's ``docker`` command would; those that are
    there already stay as they are. Afterwards what was made here is removed.

    Args:
        url: the engine's address.
    """
    client = open_unlabelled(url)
    image = NEEDED[0]
    with contextlib.ExitStack() as undo:
        undo.callback(client.close)
        there = {container.name for container in client.containers.list(all=True)}
        if "test" not in there:
            made = client.containers.create(image, "bash", name="test")
            undo.callback(made.remove, force=True)
        if "hello" not in there:
            made = client.containers.run(image, "sleep infinity", name="hello", detach=True)
            undo.callback(made.remove, force=True)
        client.images.get(image).tag("mine", "1")
        undo.callback(client.images.remove, "mine:1")
        undo.callback(client.volumes.create("mine").remove)
        undo.callback(client.networks.create("mine").remove)
        yield
