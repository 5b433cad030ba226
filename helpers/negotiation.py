"""Client and daemon are two programs that talk HTTP: asks the daemon, and shows the talk itself."""

from __future__ import annotations

from dataclasses import dataclass

from helpers.engine import CourseClient

__all__ = ["Exchange", "ask"]

_SHOWN = ("Api-Version", "Content-Type", "Ostype")


@dataclass(frozen=True)
class Exchange:
    """One question to the daemon, and its answer.

    Attributes:
        question: the request line, such as ``GET /_ping HTTP/1.1``.
        status: the answer's status, such as ``200 OK``.
        headers: those of the answer's headers that say what the daemon is.
        body: what came back.
    """

    question: str
    status: str
    headers: dict[str, str]
    body: str

    def __repr__(self) -> str:
        answer = [f"< HTTP/1.1 {self.status}"]
        answer += [f"< {name}: {value}" for name, value in self.headers.items()]
        return "\n".join([f"> {self.question}", ">", *answer, "<", self.body.strip()])


def ask(client: CourseClient, path: str, api: str | None = None) -> Exchange:
    """Ask the daemon one question over its socket, as every client does.

    Twin: ``curl --unix-socket /var/run/docker.sock http://localhost/_ping``

    Args:
        client: the course's client; the question goes over its own connection.
        path: what is asked for, such as ``/_ping``.
        api: the API version to speak, such as "1.41"; left out, the path is asked as it stands.

    Returns:
        The talk: the request line, and the answer's status, headers and body. An answer that
        refuses (400 and above) is an answer too.
    """
    asked = f"/v{api}{path}" if api else path
    answer = client.api.get(f"{client.api.base_url}{asked}", timeout=60)
    headers = {name: answer.headers[name] for name in _SHOWN if name in answer.headers}
    return Exchange(
        question=f"GET {asked} HTTP/1.1",
        status=f"{answer.status_code} {answer.reason}",
        headers=headers,
        body=answer.text,
    )
