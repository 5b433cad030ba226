"""A published port is reached on loopback; one that is not published is said to be none."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers import published
from helpers.engine import CourseClient
from helpers.errors import CourseError
from helpers.published import fetch

PORT = "8080/tcp"
SERVE = ["httpd", "-f", "-p", "8080", "-h", "/etc"]


def test_a_page_comes_from_localhost(client: CourseClient) -> None:
    web = client.containers.run(
        "busybox:1.35", SERVE, name="course-web", ports={PORT: ("127.0.0.1", None)}, detach=True
    )
    assert "root" in fetch(web, PORT, "/passwd")


def test_a_server_that_is_slow_to_start_is_waited_for(client: CourseClient) -> None:
    late = ["sh", "-c", "sleep 2; exec httpd -f -p 8080 -h /etc"]
    web = client.containers.run(
        "busybox:1.35", late, name="course-web", ports={PORT: ("127.0.0.1", None)}, detach=True
    )
    assert "root" in fetch(web, PORT, "/passwd")


def test_a_port_that_is_not_published(client: CourseClient) -> None:
    web = client.containers.run("busybox:1.35", SERVE, name="course-web", detach=True)
    with pytest.raises(CourseError, match="not published"):
        fetch(web, PORT)


def test_a_container_that_does_not_run_publishes_nothing(client: CourseClient) -> None:
    web = client.containers.create(
        "busybox:1.35", SERVE, name="course-web", ports={PORT: ("127.0.0.1", None)}
    )
    with pytest.raises(CourseError, match="created"):
        fetch(web, PORT)


@pytest.mark.parametrize(("command", "path"), [(["sleep", "600"], "/"), (SERVE, "/no-such-page")])
def test_no_answer_is_said_with_the_address(
    client: CourseClient, monkeypatch: pytest.MonkeyPatch, command: list[str], path: str
) -> None:
    monkeypatch.setattr(published, "_SECONDS", 1)
    web = client.containers.run(
        "busybox:1.35", command, name="course-web", ports={PORT: ("127.0.0.1", None)}, detach=True
    )
    with pytest.raises(CourseError, match=rf"http://127\.0\.0\.1:\d+{Path(path)}"):
        fetch(web, PORT, path)
