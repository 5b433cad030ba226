"""Waits until a container is where a lesson wants it, and where it never is, says how it stands."""

from __future__ import annotations

import time
from collections.abc import Callable

from docker.models.containers import Container

from helpers.errors import CourseError
from helpers.language import say

__all__ = ["SECONDS", "wait_for", "wait_for_log"]

SECONDS = 60.0
"""How long the course waits for a container, in seconds."""

_PAUSE = 0.05


def wait_for(container: Container, state: str, seconds: float = SECONDS) -> str:
    """Wait until a container is in a state.

    Twin: ``docker inspect --format '{{.State.Status}}' NAME``, again and again.

    Args:
        container: which one.
        state: as the API prints it (``"exited"``, ``"restarting"`` …).
        seconds: for how long at most.

    Returns:
        The state, as the engine told it.

    Raises:
        CourseError: the time is over; it says the state and the last lines of the log.
    """

    def there() -> bool:
        container.reload()
        return bool(container.status == state)

    if not _until(there, seconds):
        raise _too_long(
            container, seconds, say(en=f"is not {state}", ko=f"{state} 상태가 아닙니다")
        )
    return state


def wait_for_log(container: Container, text: str, times: int = 1, seconds: float = SECONDS) -> str:
    """Wait until a container has written something.

    Twin: ``docker logs NAME``, again and again.

    Args:
        container: which one.
        text: what a line of its log must contain.
        times: in how many lines; a restarted container goes on in the same log.
        seconds: for how long at most.

    Returns:
        The last of those lines.

    Raises:
        CourseError: the time is over; it says the state and the last lines of the log.
    """

    def lines() -> list[str]:
        log = container.logs().decode(errors="replace").splitlines()
        return [line for line in log if text in line]

    if not _until(lambda: len(lines()) >= times, seconds):
        missing = say(en=f"has not written {text!r}", ko=f"{text!r} 출력이 없습니다")
        raise _too_long(container, seconds, missing)
    return lines()[times - 1]


def _until(condition: Callable[[], bool], seconds: float) -> bool:
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(_PAUSE)
    return True


def _too_long(container: Container, seconds: float, missing: str) -> CourseError:
    container.reload()
    last = container.logs(tail=3).decode(errors="replace").strip() or "-"
    return CourseError(
        say(
            en=f"{container.name} {missing} after {seconds:g} seconds.",
            ko=f"{container.name}: {seconds:g}초가 지나도록 {missing}.",
        ),
        say(
            en=f"Its state is {container.status}; its last lines are: {last}",
            ko=f"지금 상태: {container.status}. 로그의 마지막 줄: {last}",
        ),
        say(
            en="Run the cell again, or look at docker logs and docker inspect.",
            ko="셀을 다시 실행하거나 docker logs, docker inspect 명령으로 살펴보십시오.",
        ),
    )
