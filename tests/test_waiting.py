"""Waiting for a container: it gets there, or one reads how it stands."""

from __future__ import annotations

import pytest

from helpers.engine import CourseClient
from helpers.errors import CourseError
from helpers.waiting import wait_for, wait_for_log

IMAGE = "debian:bookworm-slim"
NAME = "course-wait"


def test_a_state_and_a_line_are_awaited(client: CourseClient) -> None:
    shell = ["bash", "-c", "sleep 0.3; echo now ready; sleep 0.3"]
    container = client.containers.run(IMAGE, shell, name=NAME, detach=True)
    assert wait_for_log(container, "ready") == "now ready"
    assert wait_for(container, "exited") == "exited"
    container.start()
    assert wait_for_log(container, "ready", times=2) == "now ready"
    assert container.logs().count(b"now ready") == 2


def test_a_state_that_never_comes_is_said_with_the_last_lines(client: CourseClient) -> None:
    shell = ["bash", "-c", "echo here I am; sleep 600"]
    container = client.containers.run(IMAGE, shell, name=NAME, detach=True)
    wait_for_log(container, "here")
    with pytest.raises(CourseError, match="is not paused after 0.2 s.*running.*here I am"):
        wait_for(container, "paused", seconds=0.2)
    with pytest.raises(CourseError, match="has not written 'there' after 0.2 s.*running"):
        wait_for_log(container, "there", seconds=0.2)
