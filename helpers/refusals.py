"""Shows how the engine says no: what it answers, without a traceback."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from docker.errors import APIError

from helpers.errors import CourseError, explain
from helpers.language import say

__all__ = ["Refusal", "refused"]


class Refusal:
    """What the engine answered.

    Attributes:
        status: the HTTP status, such as 409; 0 before there is an answer.
        words: the engine's own words; engines of different ages word them differently.
        meaning: the same in a sentence or two of the course, alike on every engine.
    """

    status = 0
    words = ""
    meaning = ""

    def __repr__(self) -> str:
        return f"HTTP {self.status}: {self.meaning}"


@contextmanager
def refused() -> Iterator[Refusal]:
    """Do something that the engine refuses, and keep its answer.

    Twin: the line ``Error response from daemon: …`` of the ``docker`` command.

    Returns:
        For ``with … as answer``: the answer, filled when the block ends.

    Raises:
        CourseError: the engine did not refuse.
    """
    answer = Refusal()
    try:
        yield answer
    except APIError as error:
        answer.status = error.status_code or 0
        answer.words = str(error.explanation)
        answer.meaning = explain(error).removesuffix(f" ({answer.words})")
        return
    raise CourseError(
        say(en="The engine did not refuse.", ko="엔진이 거절하지 않았습니다."),
        say(
            en="The container is in another state than the lesson left it in.",
            ko="컨테이너가 수업에서 만들어 둔 상태와 다릅니다.",
        ),
        say(
            en="Run the lesson again from its first cell.",
            ko="첫 셀부터 다시 실행하십시오.",
        ),
    )
