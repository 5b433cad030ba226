"""A search index before the registry: one small server on the course's loopback port.

``docker search HOST:PORT/term`` asks a registry for ``/v1/_ping`` and ``/v1/search``, which
docker-registry (CNCF Distribution) does not have. They are answered here from its own catalog;
everything else is handed on as it comes. It runs as a program of its own::

    python index.py PORT REGISTRY_SOCKET
"""

from __future__ import annotations

import http.client
import json
import socket
import sys
import urllib.parse
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

__all__ = ["DESCRIPTIONS", "OFFICIAL", "found"]

OFFICIAL = "library/"
"""Docker Hub's namespace of official images: ``debian`` is ``library/debian``."""

DESCRIPTIONS = {
    "library/debian": "Debian 12 (bookworm), built on this machine from Debian's own packages.",
    "library/busybox": "BusyBox 1.35, many small Unix programs in one file, built on this machine.",
    "course/hello": "Says hello and ends.",
    "course/web": "A web server with one page (BusyBox httpd, port 80).",
    "course/clock": "Prints the time once a second.",
    "course/patient": "Waits, and ends at once when it is asked to (SIGTERM).",
    "course/stubborn": "Waits, and does not end when it is asked to (SIGTERM).",
    "course/debian-hello": "Debian with bash, says which release it is and ends.",
    "course/debian-exit": "Debian with bash, ends with the exit code in $CODE.",
}

_HOP = {"connection", "keep-alive", "transfer-encoding", "date", "server"}
_PIECE = 64 * 1024


def found(term: str, repositories: list[str]) -> list[dict[str, Any]]:
    """Search the names of a registry's repositories, as Docker's own index answers.

    Args:
        term: what the name must contain; "" finds all.
        repositories: the registry's catalog (``GET /v2/_catalog``).

    Returns:
        Rows for ``docker search``, official ones first, then by name. No one gave stars.
    """
    rows = [
        {
            "name": name.removeprefix(OFFICIAL),
            "description": DESCRIPTIONS.get(name, ""),
            "star_count": 0,
            "is_official": name.startswith(OFFICIAL),
            "is_automated": False,
        }
        for name in repositories
    ]
    term = term.lower().removeprefix(OFFICIAL)
    hits = [row for row in rows if term in str(row["name"])]
    return sorted(hits, key=lambda row: (not row["is_official"], row["name"]))


class _Registry(http.client.HTTPConnection):
    """HTTP to the registry's Unix socket."""

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.host)


class Handler(BaseHTTPRequestHandler):
    """Answers ``/v1/``, hands everything else to the registry."""

    protocol_version = "HTTP/1.1"
    backend = ""
    handed_back = False

    def log_message(self, *words: Any) -> None:
        """Keep quiet: requests are not the learner's news."""

    def _json(self, status: int, answer: object) -> None:
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _catalog(self) -> list[str]:
        asked = _Registry(self.backend, timeout=30)
        try:
            asked.request("GET", "/v2/_catalog?n=1000", headers={"Host": "registry"})
            return list(json.load(asked.getresponse()).get("repositories") or [])
        finally:
            asked.close()

    def _answer(self) -> None:
        url = urllib.parse.urlsplit(self.path)
        self.handed_back = False
        try:
            if url.path == "/v1/_ping":
                self._json(200, True)
            elif url.path == "/v1/search":
                asked = dict(urllib.parse.parse_qsl(url.query))
                rows = found(asked.get("q", ""), self._catalog())
                self._json(
                    200, {"query": asked.get("q", ""), "num_results": len(rows), "results": rows}
                )
            else:
                self._forward()
        except (OSError, http.client.HTTPException) as gone:
            self.close_connection = True
            if self.handed_back:
                return
            message = f"the registry behind the index does not answer: {gone}"
            self._json(502, {"errors": [{"code": "UNAVAILABLE", "message": message}]})

    def _forward(self) -> None:
        chunked = "chunked" in self.headers.get("Transfer-Encoding", "").lower()
        length = int(self.headers.get("Content-Length") or 0)
        registry = _Registry(self.backend, timeout=300)
        try:
            registry.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
            for name, value in self.headers.items():  # Each line: Accept comes several times.
                if name.lower() not in ("connection", "expect"):  # 100-continue is answered above.
                    registry.putheader(name, value)
            body = self._chunks() if chunked else self._bytes(length)
            if chunked or length:
                registry.endheaders(body, encode_chunked=chunked)
            else:
                registry.endheaders()
            self._hand_back(registry.getresponse())
        finally:
            registry.close()

    def _hand_back(self, answer: http.client.HTTPResponse) -> None:
        self.handed_back = True
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in _HOP:
                self.send_header(name, value)
        bare = self.command == "HEAD" or answer.status in (204, 304)
        if not bare and answer.length is None:
            self.send_header("Connection", "close")
        self.end_headers()
        if not bare:
            while piece := answer.read(_PIECE):
                self.wfile.write(piece)

    def _bytes(self, length: int) -> Iterator[bytes]:
        while length and (piece := self.rfile.read(min(_PIECE, length))):
            length -= len(piece)
            yield piece

    def _chunks(self) -> Iterator[bytes]:
        while size := int(self.rfile.readline().split(b";")[0], 16):
            yield self.rfile.read(size)
            self.rfile.readline()
        while self.rfile.readline().strip():
            pass

    do_GET = do_HEAD = do_PUT = do_POST = do_PATCH = do_DELETE = _answer


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64


if __name__ == "__main__":
    Handler.backend = sys.argv[2]
    _Server(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
