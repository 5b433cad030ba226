"""A stream of the engine, read on a thread of its own."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterable
from typing import Any

RETRY_SECONDS = 1.0
JOIN_SECONDS = 2.0


class Follower:
    """Reads one stream on a thread of its own, and opens it again when the engine comes back.

    Args:
        name: the thread's name.
        open_stream: makes the stream; called anew after the engine was gone.
        item: takes each item of the stream.
        opened: called each time that the stream stands, before its first item.
        lost: takes the error (None where the stream just ended) each time that it broke.
        again: whether a stream that ended is opened again.
    """

    def __init__(
        self,
        name: str,
        open_stream: Callable[[], Iterable[Any]],
        item: Callable[[Any], None],
        opened: Callable[[], None],
        lost: Callable[[Exception | None], None],
        again: bool,
    ) -> None:
        self._open_stream, self._item, self._opened = open_stream, item, opened
        self._lost, self._again = lost, again
        self.closing = threading.Event()
        self._stream: Any = None
        self._thread = threading.Thread(target=self._read, name=name, daemon=True)
        self._thread.start()

    def _read(self) -> None:
        while not self.closing.is_set():
            error: Exception | None = None
            try:
                self._stream = self._open_stream()
                if self.closing.is_set():  # closed while it was being opened
                    break
                self._opened()
                for item in self._stream:
                    if self.closing.is_set():
                        break
                    self._item(item)
            except Exception as caught:  # noqa: BLE001 - whatever broke, the learner gets a sentence
                error = caught
            if self.closing.is_set():
                break
            self._lost(error)
            if not self._again:
                break
            self.closing.wait(RETRY_SECONDS)
        self._shut()

    def _shut(self) -> None:
        close = getattr(self._stream, "close", None)
        if close is not None:  # ended by the other side already, or a generator at work: no matter
            with contextlib.suppress(OSError, ValueError, AttributeError):
                close()

    def close(self) -> None:
        """End the stream and its thread; returns within a few seconds whatever the engine does."""
        self.closing.set()
        self._shut()
        if self._thread is not threading.current_thread():
            self._thread.join(JOIN_SECONDS)
