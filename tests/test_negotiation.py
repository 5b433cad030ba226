"""The daemon is asked by hand: the talk is raw, refusals are answers, any transport will do."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from helpers.engine import CourseClient
from helpers.errors import BadInput, EngineNotFound
from helpers.negotiation import Exchange, ask

HEADERS = {"Api-Version": "1.55", "Server": "Docker/29.7.0 (linux)", "Date": "today"}


@contextmanager
def daemon(path: Path, *lines: str) -> Iterator[list[bytes]]:
    """A socket at which these lines are the answer to whatever is asked; yields the questions."""
    heard: list[bytes] = []

    def answer() -> None:
        line, _ = listener.accept()
        with line:
            heard.append(line.recv(65536))
            line.sendall("\r\n".join(lines).encode())

    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))
        listener.listen()
        listener.settimeout(60)
        worker = threading.Thread(target=answer, daemon=True)
        worker.start()
        yield heard
        worker.join(60)


def at(url: str, **api: Any) -> CourseClient:
    return cast(CourseClient, SimpleNamespace(url=url, api=SimpleNamespace(**api)))


def test_ping_is_plain_http(client: CourseClient) -> None:
    ping = ask(client, "/_ping")
    assert (ping.question, ping.status, ping.body) == (
        "GET /_ping HTTP/1.1",
        "HTTP/1.1 200 OK",
        "OK",
    )
    assert ping.headers["Api-Version"] == client.version()["ApiVersion"]
    assert not ping.refused
    assert repr(ping).startswith("> GET /_ping HTTP/1.1\n< HTTP/1.1 200 OK\n< Api-Version: 1.")
    with pytest.raises(ValueError):
        _ = ping.json


def test_version_is_what_docker_py_gets(client: CourseClient) -> None:
    answer = ask(client, "/version")
    assert answer.json["Version"] == client.version()["Version"]
    assert f'"ApiVersion": "{answer.json["ApiVersion"]}"' in repr(answer)
    assert ask(client, "/version", api=client.api.api_version).code == 200


def test_a_long_answer_arrives_whole(client: CourseClient) -> None:
    assert ask(client, "/info").json["ID"] == client.info()["ID"]


@pytest.mark.parametrize(("api", "words"), [("99.0", "too new"), ("1.0", "too old")])
def test_a_version_out_of_range_is_refused_with_the_one_that_would_do(
    client: CourseClient, api: str, words: str
) -> None:
    answer = ask(client, "/version", api=api)
    assert answer.refused and answer.code == 400
    assert f"client version {api} is {words}" in answer.words
    server = client.version()
    bound = server["ApiVersion"] if words == "too new" else server["MinAPIVersion"]
    assert bound in repr(answer)


def test_what_is_not_there_is_a_404(client: CourseClient) -> None:
    assert ask(client, "/no-such-thing").code == 404
    answer = ask(client, "/containers/course-nobody/json")
    assert answer.words == "No such container: course-nobody"
    assert '{"message"' not in repr(answer)


def test_another_transport_goes_over_the_clients_own_session(client: CourseClient) -> None:
    elsewhere = cast(CourseClient, SimpleNamespace(url="tcp://far:2375", api=client.api))
    over_session, over_socket = ask(elsewhere, "/_ping"), ask(client, "/_ping")
    assert repr(over_session) == repr(over_socket)
    assert ask(elsewhere, "/version", api="1.0").refused


def test_the_request_on_the_wire_is_the_one_shown(tmp_path: Path) -> None:
    reply = ("HTTP/1.1 200 OK", "Api-Version: 1.55", "Transfer-Encoding: chunked", "")
    with daemon(tmp_path / "s", *reply, "2", "OK", "0", "", "") as heard:
        answer = ask(at(f"unix://{tmp_path}/s"), "/_ping", api="1.55")
    assert heard[0].split(b"\r\n")[0].decode() == answer.question == "GET /v1.55/_ping HTTP/1.1"
    assert answer.body == "OK"


def test_engine_29_refuses_the_notes_client() -> None:
    body = (
        '{"message":"client version 1.28 is too old. Minimum supported API version is 1.40, '
        'please upgrade your client to a newer version"}'
    )
    answer = Exchange("GET /v1.28/version HTTP/1.1", "HTTP/1.1 400 Bad Request", HEADERS, body)
    assert answer.refused
    assert repr(answer).endswith("please upgrade your client to a newer version")
    assert "< Server: Docker/29.7.0 (linux)" in repr(answer) and "today" not in repr(answer)


@pytest.mark.parametrize("body", ["[]", '"word"', "null"])
def test_an_answer_that_is_no_object_is_shown_as_it_came(body: str) -> None:
    assert Exchange("GET / HTTP/1.1", "HTTP/1.1 200 OK", {}, body).words == body


@pytest.mark.parametrize("path", ["", "_ping", "/a b", "/x\r\nHost: y", "/한글"])
def test_a_path_that_is_none_is_not_sent(client: CourseClient, path: str) -> None:
    with pytest.raises(BadInput, match="/_ping"):
        ask(client, path)


@pytest.mark.parametrize("api", ["v1.41", "latest", "1", "1.41\r\n"])
def test_a_version_that_is_none_is_not_sent(client: CourseClient, api: str) -> None:
    with pytest.raises(BadInput, match="1.41"):
        ask(client, "/version", api=api)


def test_nothing_at_the_address_is_said_with_the_address(tmp_path: Path) -> None:
    with pytest.raises(EngineNotFound, match="nobody.sock"):
        ask(at(f"unix://{tmp_path}/nobody.sock"), "/_ping")


def test_an_answer_that_is_not_http_is_no_engine(tmp_path: Path) -> None:
    with daemon(tmp_path / "s", "hello", ""), pytest.raises(EngineNotFound):
        ask(at(f"unix://{tmp_path}/s"), "/_ping")
