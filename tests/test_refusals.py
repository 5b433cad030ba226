"""The engine's refusals, as a lesson shows them."""

from __future__ import annotations

import pytest

from helpers.engine import CourseClient
from helpers.errors import CourseError
from helpers.refusals import refused

IMAGE = "debian:bookworm-slim"


def test_a_refusal_is_kept_with_its_status_and_meaning(
    client: CourseClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    container = client.containers.run(IMAGE, ["sleep", "600"], name="course-no", detach=True)
    with refused() as answer:
        container.remove()
    assert answer.status == 409
    assert "running" in answer.words
    told = "A running container is not removed. Stop it first, or force it (docker rm -f)."
    assert repr(answer) == f"HTTP 409: {told}"
    monkeypatch.setenv("COURSE_LANG", "ko")
    with refused() as answer:
        container.remove()
    assert "지워지지 않습니다" in answer.meaning
    assert container.id not in repr(answer)


def test_the_meaning_of_each_refusal_of_a_life_is_the_courses_own(client: CourseClient) -> None:
    container = client.containers.run(IMAGE, ["sleep", "600"], name="course-no", detach=True)
    answers = []
    for call in (container.unpause, lambda: client.containers.create(IMAGE, name="course-no")):
        with refused() as answer:
            call()
        answers.append(answer)
    container.pause()
    for call in (container.start, container.pause, lambda: container.exec_run("true")):
        with refused() as answer:
            call()
        answers.append(answer)
    container.kill()
    for call in (container.kill, container.pause, lambda: container.exec_run("true")):
        with refused() as answer:
            call()
        answers.append(answer)
    assert all(answer.status >= 400 for answer in answers)
    vague = ("The engine refused", "It did not work")
    assert not [answer for answer in answers if answer.meaning.startswith(vague)]


def test_no_refusal_is_an_error(client: CourseClient) -> None:
    with pytest.raises(CourseError, match="did not refuse"), refused():
        client.ping()


def test_another_error_goes_through() -> None:
    with pytest.raises(ZeroDivisionError), refused():
        raise ZeroDivisionError
