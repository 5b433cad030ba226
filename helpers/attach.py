"""A line to a container's process 1: what ``docker attach`` and ``docker start -i`` open.

The engine turns the HTTP connection of ``POST /containers/{id}/attach`` into a plain stream. Of a
container with a terminal (``-t``) that is the terminal's text; of one without, frames of 8 bytes of
header (stream, length) and text: Engine API, "Attach to a container", "Stream format".
"""

from __future__ import annotations

import codecs
import re
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from docker.models.containers import Container

from helpers.errors import CourseError
from helpers.language import say

__all__ = ["PROMPT", "Terminal", "attach"]

PROMPT = r"[^\n]*[$#] \Z"
"""A shell's prompt at the end of what was read."""

_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\][^\x07]*\x07|\r")
_DETACH = b"\x10\x11"


class Terminal:
    """Types lines into a container and reads what it answers.

    Args:
        stream: the socket that docker-py gives for an attached container.
        tty: whether the container has a terminal.
        seconds: how long to wait for an answer.
    """

    def __init__(self, stream: Any, tty: bool, seconds: float = 60) -> None:
        self._stream, self._tty, self._seconds = stream, tty, seconds
        self._socket = getattr(stream, "_sock", stream)
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        self._frames = b""
        self._text = ""
        self.ended = False

    def send(self, line: str) -> None:
        """Send a line, with the key Enter after it."""
        self._socket.sendall(f"{line}\n".encode())

    def read_until(self, pattern: str = PROMPT) -> str:
        """Read until something comes.

        Args:
            pattern: a regular expression; ``\\Z`` is the end of what has come so far.

        Returns:
            What came, up to the end of the match, without colours and cursor movements; all that
            came, where the process ended before.

        Raises:
            CourseError: the time is over; it says what has come so far.
        """
        end = time.monotonic() + self._seconds
        while not (found := re.search(pattern, self._text)) and not self.ended:
            self._receive(end)
        place = found.end() if found else len(self._text)
        read, self._text = self._text[:place], self._text[place:]
        return read

    def read_all(self) -> str:
        """Read until the process ends, or the line is cut."""
        return self.read_until(r"(?!)")

    def type(self, line: str) -> str:
        """Type a line at a prompt.

        Args:
            line: a command for the shell.

        Returns:
            What the terminal showed: the line itself, what it printed, and the next prompt.

        Raises:
            CourseError: no prompt came in time.
        """
        self.send(line)
        return self.read_until()

    def detach(self) -> str:
        """Leave, and let the process run on: the keys Ctrl-P Ctrl-Q, where there is a terminal.

        Returns:
            What was left to read.
        """
        self._socket.sendall(_DETACH)
        return self.read_all()

    def close(self) -> None:
        """Cut the line.

        A process at a terminal runs on. One without reads the end of its input, where the
        container was made with ``StdinOnce``, as ``docker run -i`` and docker-py's
        ``create(stdin_open=True)`` do.
        """
        response = getattr(self._stream, "_response", None)  # docker-py hangs it on the socket
        if response is not None:
            response.close()
        self._stream.close()

    def _receive(self, end: float) -> None:
        """Take in what comes next, or learn that the process ended."""
        try:
            self._socket.settimeout(max(end - time.monotonic(), 0.001))
            piece = self._socket.recv(65536)
        except TimeoutError:
            raise _silent(self._text, self._seconds) from None
        except ConnectionError:
            piece = b""
        self.ended = not piece
        self._text = _ESCAPES.sub("", self._text + self._decode(self._unframed(piece)))

    def _unframed(self, piece: bytes) -> bytes:
        """Take the text out of the frames that are whole; a terminal's stream has none."""
        if self._tty:
            return piece
        self._frames += piece
        text = b""
        while len(self._frames) >= 8:
            end = 8 + struct.unpack(">I", self._frames[4:8])[0]
            if len(self._frames) < end:
                break
            text, self._frames = text + self._frames[8:end], self._frames[end:]
        return text


@contextmanager
def attach(container: Container, seconds: float = 60) -> Iterator[Terminal]:
    """Open a line to process 1 of a container, that runs or is still to be started.

    Twin: ``docker attach NAME``; before a ``container.start()``: ``docker start -i NAME``.

    Args:
        container: made with ``stdin_open=True`` (``-i``), with ``tty=True`` (``-t``) or without.
        seconds: how long to wait for each answer.

    Returns:
        For ``with … as terminal``: a :class:`Terminal`; the line is cut when the block ends.

    Raises:
        docker.errors.APIError: the engine refuses, because the container is paused, say.
    """
    wanted = {"stdin": 1, "stdout": 1, "stderr": 1, "stream": 1}
    stream = container.attach_socket(params=wanted)
    terminal = Terminal(stream, container.attrs["Config"]["Tty"], seconds)
    try:
        yield terminal
    finally:
        terminal.close()


def _silent(text: str, seconds: float) -> CourseError:
    return CourseError(
        say(
            en=f"The container did not answer within {seconds:g} seconds.",
            ko=f"컨테이너가 {seconds:g}초 안에 답하지 않았습니다.",
        ),
        say(en=f"So far came: {text!r}.", ko=f"지금까지 받은 것: {text!r}."),
        say(
            en="Look whether it runs (docker ps -a) and was made with -i.",
            ko="실행 중인지(docker ps -a), -i 옵션으로 만들었는지 살펴보십시오.",
        ),
    )
