"""The course's errors: each says the cause, the state and the next step."""

from __future__ import annotations

import re

import docker.errors
import requests.exceptions
import urllib3.exceptions

from helpers.language import say

__all__ = [
    "BadInput",
    "CourseError",
    "EngineNotFound",
    "ImageUnavailable",
    "RegistryUnavailable",
    "explain",
]


class CourseError(Exception):
    """Something that a learner can act on, in three sentences.

    Args:
        cause: what happened.
        state: how things stand now.
        next_step: what to do.
    """

    def __init__(self, cause: str, state: str, next_step: str) -> None:
        super().__init__(cause, state, next_step)
        self.cause, self.state, self.next_step = cause, state, next_step

    def __str__(self) -> str:
        return " ".join(part for part in (self.cause, self.state, self.next_step) if part)

    def _render_traceback_(self) -> list[str]:
        """Give IPython the sentences in place of a traceback."""
        return [part for part in (self.cause, self.state, self.next_step) if part]


class EngineNotFound(CourseError):
    """No engine answers."""


class ImageUnavailable(CourseError):
    """An image can be had from nowhere."""


class RegistryUnavailable(CourseError):
    """No registry takes this course's images."""


class BadInput(CourseError):
    """An argument or an option cannot be used."""


_KNOWN = [
    (
        r"toomanyrequests|pull rate limit",
        "The registry's limit of pulls for this network address is reached. "
        "Wait, or take the images from the course's registry.",
        "이 네트워크 주소에서 받을 수 있는 횟수를 레지스트리가 넘겼다고 합니다. "
        "기다리거나 이 과정의 레지스트리에서 이미지를 받으십시오.",
    ),
    (
        r"no space left on device",
        "The disk of the engine is full. Free some space and try again.",
        "엔진의 디스크가 가득 찼습니다. 공간을 비우고 다시 하십시오.",
    ),
    (
        r"port is already allocated|address already in use",
        "The port is taken by another program or container. Choose another port.",
        "다른 프로그램이나 컨테이너가 그 포트를 쓰고 있습니다. 다른 포트를 고르십시오.",
    ),
    (
        r"is already in use by container|Conflict\. The container name",
        "The name is taken by another container. Choose another name, or remove that container.",
        "다른 컨테이너가 그 이름을 쓰고 있습니다. 다른 이름을 쓰거나 그 컨테이너를 지우십시오.",
    ),
    (
        r"You cannot remove a running container|cannot remove container.*is running",
        "A running container is not removed. Stop it first, or force it (docker rm -f).",
        "실행 중인 컨테이너는 지워지지 않습니다. 먼저 멈추거나 강제로 지우십시오(docker rm -f).",
    ),
    (
        r"You cannot remove a paused container|cannot remove container.*is paused",
        "A paused container is not removed. Unpause and stop it first, or force it (docker rm -f).",
        "일시 정지된 컨테이너는 지워지지 않습니다. 일시 정지를 풀고 멈추거나 강제로 지우십시오"
        "(docker rm -f).",
    ),
    (
        r"unpause the container before|is paused|already paused|cannot start a paused container",
        "The container is paused. Unpause it first.",
        "컨테이너가 일시 정지되어 있습니다. 먼저 일시 정지를 푸십시오.",
    ),
    (
        r"is not paused",
        "The container is not paused, so there is nothing to unpause.",
        "일시 정지된 컨테이너가 아니므로 풀 것이 없습니다.",
    ),
    (
        r"is not running",
        "The container is not running. Start it first.",
        "컨테이너가 실행 중이 아닙니다. 먼저 시작하십시오.",
    ),
    (
        r"image is being used by|image is referenced in|conflict: unable to (remove|delete)",
        "The image is in use by a container or has several names. Remove those first.",
        "컨테이너가 그 이미지를 쓰고 있거나 이름이 여럿입니다. 그것부터 지우십시오.",
    ),
    (
        r"executable file not found|no such file or directory.*exec|starting container process",
        "The image has no such program, so the container could not start it.",
        "이미지에 그런 프로그램이 없어서 컨테이너가 시작하지 못했습니다.",
    ),
    (
        r"returned a non-zero code: 127",
        "The image has no such program, so the step failed.",
        "이미지에 그런 프로그램이 없어서 단계가 실패했습니다.",
    ),
    (
        r"returned a non-zero code",
        "The step's command failed; the output of the build says why.",
        "단계의 명령이 실패했습니다. 까닭은 빌드 출력에 있습니다.",
    ),
    (
        r"no such host|i/o timeout|connection refused|network is unreachable|Client\.Timeout",
        "The engine cannot reach the registry. Check the network, or use the course's registry.",
        "엔진이 레지스트리에 닿지 못했습니다. "
        "네트워크를 확인하거나 이 과정의 레지스트리를 쓰십시오.",
    ),
]

_GONE = (
    requests.exceptions.ConnectionError,
    requests.exceptions.ChunkedEncodingError,
    requests.exceptions.Timeout,
    urllib3.exceptions.HTTPError,
    ConnectionError,
    FileNotFoundError,
)


def explain(error: BaseException, lang: str | None = None) -> str:
    """Say in one or two sentences what an engine's error means and what to do.

    Args:
        error: what docker-py, requests or the course raised.
        lang: the language; left out, the learner's.

    Returns:
        The sentences; the engine's own words stand behind them, so that nothing is lost.
    """
    if isinstance(error, CourseError):
        return str(error)
    words = str(getattr(error, "explanation", None) or error).strip()
    for pattern, english, korean in _KNOWN:
        if re.search(pattern, words, re.IGNORECASE | re.DOTALL):
            return f"{say(en=english, ko=korean, lang=lang)} ({words})"
    if isinstance(error, docker.errors.ImageNotFound):
        plain = say(en="There is no such image.", ko="그런 이미지가 없습니다.", lang=lang)
    elif isinstance(error, docker.errors.NotFound):
        plain = say(
            en="The engine does not have it: it was removed, or the name is another.",
            ko="엔진에 없습니다. 이미 지워졌거나 이름이 다릅니다.",
            lang=lang,
        )
    elif isinstance(error, _GONE):
        plain = say(
            en="The engine does not answer. Start it again (python3 course.py start).",
            ko="엔진이 대답하지 않습니다. 다시 시작하십시오(python3 course.py start).",
            lang=lang,
        )
    elif isinstance(error, docker.errors.APIError):
        plain = say(en="The engine refused.", ko="엔진이 거절했습니다.", lang=lang)
    else:
        plain = say(en="It did not work.", ko="되지 않았습니다.", lang=lang)
    return f"{plain} ({words})" if words else plain
