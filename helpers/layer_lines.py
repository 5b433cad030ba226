"""What a pull or a push says of each layer, as lines that come in the image's own order."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping

__all__ = ["LayerLines"]

_WIDTH = 76
_PAUSE = 0.1


class LayerLines:
    """Prints one line for each layer that is done, and below them one passing line of progress.

    Layers come side by side and in any order; a line is held back until those before it are
    printed. The passing line is written over (carriage return), so what stays is the same in
    every run.

    Args:
        done: the words with which the engine ends a layer, each with what to print for it.
    """

    def __init__(self, done: Mapping[str, str]) -> None:
        self.layers: dict[str, str] = {}
        self._done = done
        self._printed = 0
        self._passing = False
        self._last = 0.0

    @property
    def finished(self) -> int:
        """The number of layers that are done."""
        return sum(bool(verdict) for verdict in self.layers.values())

    def take(self, layer: str, status: str, progress: str = "") -> None:
        """Take one message of the engine about a layer.

        Args:
            layer: its short id.
            status: what happens to it.
            progress: how far it is, as the engine draws it.
        """
        ended = (said for words, said in self._done.items() if status.startswith(words))
        self.layers[layer] = next(ended, self.layers.get(layer, ""))
        if not self.layers[layer]:
            self._pass(f"{layer}: {status} {progress}")
        lines = list(self.layers.items())
        while self._printed < len(lines) and lines[self._printed][1]:
            self.line("{}: {}".format(*lines[self._printed]))
            self._printed += 1

    def line(self, text: str) -> None:
        """Print a line that stays."""
        if self._passing:
            sys.stdout.write("\r" + " " * _WIDTH + "\r")
            self._passing = False
        print(text, flush=True)

    def _pass(self, text: str) -> None:
        now = time.monotonic()
        if now - self._last < _PAUSE:
            return
        self._last = now
        sys.stdout.write("\r" + text[:_WIDTH].ljust(_WIDTH))
        sys.stdout.flush()
        self._passing = True
