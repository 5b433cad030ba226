"""Client and daemon are two programs that talk HTTP: asks the daemon, and shows the talk itself."""

from __future__ import annotations

import json
import re
import socket
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from typing import Any

from requests.exceptions import RequestException

from helpers.engine import CourseClient
from helpers.errors import BadInput, EngineNotFound, explain
from helpers.language import say

__all__ = ["Exchange", "ask"]

_SHOWN = ("Api-Version", "Ostype", "Server")
_TOLD = ("Version", "ApiVersion", "MinAPIVersion")
_SECONDS = 60


@dataclass(frozen=True)
class Exchange:
    """One question to the daemon, and its answer.

    Attributes:
        question: the request line, such as ``GET /_ping HTTP/1.1``.
        status: the answer's first line, such as ``HTTP/1.1 200 OK``.
        headers: the answer's headers.
        body: what came back, as text.
    """

    question: str
    status: str
    headers: dict[str, str]
    body: str

    @property
    def code(self) -> int:
        """The HTTP status, such as 200."""
        return int(self.status.split()[1])

    @property
    def refused(self) -> bool:
        """Whether the daemon said no (400 and above)."""
        return self.code >= 400

    @property
    def json(self) -> Any:
        """The body, read as JSON.

        Raises:
            ValueError: it is none; ``GET /_ping`` answers plain text.
        """
        return json.loads(self.body)

    @property
    def words(self) -> str:
        """The body as it is shown: a refusal's message, a few fields of an object, or the text.

        Older engines refuse in plain text, newer ones in JSON.
        """
        try:
            answer = self.json
        except ValueError:
            return self.body.strip()
        if not isinstance(answer, dict):
            return self.body.strip()
        if "message" in answer:
            return str(answer["message"])
        told = [f'"{name}": {json.dumps(answer[name])}' for name in _TOLD if name in answer]
        return "{" + ", ".join([*told, "…"]) + "}"

    def __repr__(self) -> str:
        shown = [f"< {name}: {self.headers[name]}" for name in _SHOWN if name in self.headers]
        return "\n".join([f"> {self.question}", f"< {self.status}", *shown, "<", self.words])


def ask(client: CourseClient, path: str, api: str | None = None) -> Exchange:
    """Ask the daemon one question over its socket, as every client does.

    Twin: ``curl --unix-socket /var/run/docker.sock http://docker/_ping``

    Where the engine listens on a unix socket, the request line is written to that socket and the
    answer is read from it, with no library for Docker between. Elsewhere (a named pipe, TCP, SSH)
    the question goes over the client's own connection.

    Args:
        client: the course's client; it knows the address.
        path: what is asked for, such as ``/_ping``.
        api: the API version to speak, such as "1.41"; left out, the path is asked as it stands.

    Returns:
        The talk: the request line, and the answer's status, headers and body. A refusal is an
        answer too (``.refused``).

    Raises:
        BadInput: the path does not begin with ``/`` or has blanks, or the version is no version.
        EngineNotFound: nothing answers at the address.
    """
    if not re.fullmatch(r"/[!-~]*", path):
        raise _bad(path, say(en="a path such as /_ping", ko="/_ping 같은 경로"))
    if api is not None and not re.fullmatch(r"\d+\.\d+", api):
        raise _bad(api, say(en="an API version such as 1.41", ko="1.41 같은 API 버전"))
    asked = f"/v{api}{path}" if api else path
    try:
        if client.url.startswith("unix://") and hasattr(socket, "AF_UNIX"):
            return _over_socket(client.url.removeprefix("unix://"), asked)
        return _over_session(client, asked)
    except (OSError, HTTPException, RequestException) as error:
        raise EngineNotFound(
            explain(error),
            say(en=f"The address is {client.url}.", ko=f"주소는 {client.url} 입니다."),
            "",
        ) from error


def _over_socket(path: str, asked: str) -> Exchange:
    question = f"GET {asked} HTTP/1.1"
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
        line.settimeout(_SECONDS)
        line.connect(path)
        line.sendall(f"{question}\r\nHost: docker\r\nConnection: close\r\n\r\n".encode("ascii"))
        answer = HTTPResponse(line)
        answer.begin()
        body = answer.read().decode("utf-8", "replace")
        status = (
            f"HTTP/{answer.version // 10}.{answer.version % 10} {answer.status} {answer.reason}"
        )
        return Exchange(question, status, dict(answer.getheaders()), body)


def _over_session(client: CourseClient, asked: str) -> Exchange:
    answer = client.api.get(f"{client.api.base_url}{asked}", timeout=_SECONDS)
    status = f"HTTP/1.1 {answer.status_code} {answer.reason}"
    return Exchange(f"GET {asked} HTTP/1.1", status, dict(answer.headers), answer.text)


def _bad(given: str, wanted: str) -> BadInput:
    return BadInput(
        say(en=f"{given!r} cannot be asked for.", ko=f"{given!r} 값으로는 물어볼 수 없습니다."),
        "",
        say(en=f"Give {wanted}.", ko=f"다음과 같이 쓰십시오: {wanted}."),
    )
