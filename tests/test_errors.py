from __future__ import annotations

import docker.errors
import pytest
import requests.exceptions

from helpers.engine import CourseClient
from helpers.errors import CourseError, explain

BASE = "debian:bookworm-slim"


def test_an_error_is_three_sentences_and_no_traceback() -> None:
    error = CourseError("It broke.", "Nothing was changed.", "Try again.")
    assert str(error) == "It broke. Nothing was changed. Try again."
    assert error._render_traceback_() == ["It broke.", "Nothing was changed.", "Try again."]
    assert explain(error) == str(error)


def _fault(client: CourseClient, name: str) -> docker.errors.APIError:
    """Make the engine refuse, and catch what it says."""
    running = client.containers.run(BASE, "sleep 600", name="course-fault", detach=True)
    faults = {
        "name": lambda: client.containers.create(BASE, name="course-fault"),
        "remove": running.remove,
        "unpause": running.unpause,
        "image": lambda: client.images.remove(BASE),
        "program": lambda: client.containers.run(BASE, "no-such-program"),
        "no container": lambda: client.containers.get("course-none"),
        "no image": lambda: client.images.get("course-none:latest"),
    }
    with pytest.raises(docker.errors.APIError) as caught:
        faults[name]()
    return caught.value


@pytest.mark.parametrize(
    ("name", "english", "korean"),
    [
        ("name", "The name is taken", "다른 컨테이너가 그 이름을"),
        ("remove", "A running container is not removed", "실행 중인 컨테이너는 지워지지"),
        ("unpause", "not paused", "풀 것이 없습니다"),
        ("image", "The image is in use", "컨테이너가 그 이미지를"),
        ("program", "no such program", "그런 프로그램이 없어서"),
        ("no container", "does not have it", "엔진에 없습니다"),
        ("no image", "no such image", "그런 이미지가 없습니다"),
    ],
)
def test_the_engines_refusals_become_sentences(
    client: CourseClient, name: str, english: str, korean: str
) -> None:
    error = _fault(client, name)
    assert english in explain(error, "en")
    assert korean in explain(error, "ko")
    assert str(error.explanation).strip() in explain(error, "en"), "nothing may be lost"


@pytest.mark.parametrize(
    ("words", "english"),
    [
        ("toomanyrequests: You have reached your pull rate limit", "limit of pulls"),
        ("write /x: no space left on device", "disk of the engine is full"),
        ("Bind for 127.0.0.1:80 failed: port is already allocated", "port is taken"),
        ("dial tcp: lookup registry: no such host", "cannot reach the registry"),
        ("The command 'x' returned a non-zero code: 127", "no such program, so the step failed"),
        ("The command 'x' returned a non-zero code: 2", "the output of the build says why"),
        ("something new", "The engine refused. (something new)"),
    ],
)
def test_faults_that_cannot_be_made_here(words: str, english: str) -> None:
    assert english in explain(docker.errors.APIError("500", explanation=words), "en")


def test_an_engine_that_is_gone() -> None:
    error = requests.exceptions.ConnectionError("Connection aborted.")
    assert explain(error, "en").startswith("The engine does not answer.")
    assert explain(error, "ko").startswith("엔진이 대답하지 않습니다.")
