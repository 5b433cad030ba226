"""The engine's long answers, which can be left at any time from another thread."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from docker.errors import APIError, DockerException, ImageNotFound
from docker.types import CancellableStream
from docker.utils import parse_repository_tag

from helpers import journal
from helpers.labelled import LabellingAPI

_DONE = ("Pull complete", "Already exists")


@contextlib.contextmanager
def answers_kept(api: LabellingAPI) -> Iterator[list[Any]]:
    """Keep the engine's answers to this thread: `cut_off` ends a long one from another thread."""
    answers: list[Any] = []
    mine = threading.get_ident()

    def keep(response: Any, **_: Any) -> None:
        if threading.get_ident() == mine:
            answers.append(response)

    hooks = api.hooks["response"]
    hooks.append(keep)
    try:
        yield answers
    finally:
        hooks.remove(keep)


def cut_off(answer: Any) -> None:
    """Cut the connection of an answer that is still being read, as Ctrl-C does."""
    CancellableStream(iter(()), answer).close()


class PullStream:
    """Pulls an image when it is iterated; ``close`` ends it, and the engine stops pulling.

    Twin: ``docker pull NAME``, and Ctrl-C.

    docker-py's own stream of a pull cannot be closed while another thread waits for its next
    message. This one cuts the connection, which is what Ctrl-C does.

    Args:
        api: the client's API, such as ``client.api``.
        name: the image with its tag or digest.
    """

    def __init__(self, api: LabellingAPI, name: str) -> None:
        self._api, self._name = api, name
        self._stream: CancellableStream | None = None
        self._left = False

    def __iter__(self) -> Iterator[dict[str, Any] | Exception | None]:
        """Give the engine's messages; then None, or the error that ended the pull."""
        try:
            for message in self._open():
                if "error" in message:
                    raise APIError(message["error"], explanation=message["error"])
                yield message
        except (DockerException, OSError) as error:
            yield error
        else:
            yield None
        finally:
            self._strike_out()

    def _strike_out(self) -> None:
        """Strike an image that did not come out of the journal, where every pull is written."""
        try:
            self._api.inspect_image(self._name)
        except ImageNotFound:
            journal.forget(self._api.engine_id, self._name)
        except (DockerException, OSError):
            return

    def _open(self) -> CancellableStream:
        repository, tag = parse_repository_tag(self._name)
        with answers_kept(self._api) as answers:
            messages = self._api.pull(repository, tag=tag, stream=True, decode=True)
        self._stream = CancellableStream(messages, answers[-1])
        if self._left:
            self._stream.close()
        return self._stream

    def close(self) -> None:
        """Leave the pull; what was not complete is not kept as an image."""
        self._left = True
        if self._stream is not None:
            self._stream.close()


@dataclass
class LayerBar:
    """How far one layer is.

    Attributes:
        status: the engine's words, such as ``Downloading``.
        percent: 0 to 100 of the step that the words name.
    """

    status: str = ""
    percent: int = 0

    def take(self, message: Mapping[str, Any]) -> None:
        """Take one message of the engine about this layer."""
        detail = message.get("progressDetail") or {}
        self.status = message.get("status", "")
        if total := detail.get("total"):
            self.percent = min(100, int(100 * detail.get("current", 0) / total))
        elif self.status in _DONE:
            self.percent = 100

    def html(self, layer: str) -> str:
        """Draw it: the layer's short id, the bar, the words."""
        return (
            f'<div style="display:flex;align-items:center;gap:8px"><code>{escape(layer)}</code>'
            f'<progress max="100" value="{self.percent}" aria-label="{escape(layer)}" '
            f'style="flex:0 1 40%"></progress><span>{self.percent} % {escape(self.status)}</span>'
            f"</div>"
        )
