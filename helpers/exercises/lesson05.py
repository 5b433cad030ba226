"""Lesson 05: containers brought into a state."""

from __future__ import annotations

from helpers.engine import CourseClient
from helpers.exercises.checking import exercise
from helpers.exercises.looking import container, require, state


@exercise("05.1")
def ran(client: CourseClient) -> None:
    """A container that ran and ended well (``docker run``)."""
    state(client, "course-ex-05-done", "exited", 0)


@exercise("05.2")
def failed(client: CourseClient) -> None:
    """A container whose process 1 ended with 3 (``docker run … sh -c "exit 3"``)."""
    state(client, "course-ex-05-three", "exited", 3)


@exercise("05.3")
def frozen(client: CourseClient) -> None:
    """A container that is paused (``docker pause``)."""
    state(client, "course-ex-05-ice", "paused")


@exercise("05.4")
def polite(client: CourseClient) -> None:
    """A container that went on SIGTERM, not on SIGKILL (``docker stop``)."""
    found = container(client, "course-ex-05-polite")
    code = found.attrs["State"]["ExitCode"]
    require(
        found.status == "exited",
        saw=(f"It is in the state {found.status}.", f"상태가 {found.status}입니다."),
        wanted=("stopped.", "멈춘 상태."),
    )
    require(
        code != 137,
        saw=("It was killed with SIGKILL (137).", "SIGKILL로 죽었습니다(137)."),
        wanted=("gone on SIGTERM.", "SIGTERM을 받고 끝난 상태."),
    )
    require(
        code == 143,
        saw=(f"It ended by itself, with {code}.", f"종료 코드 {code}번으로 스스로 끝났습니다."),
        wanted=("ended by SIGTERM.", "SIGTERM으로 끝난 상태."),
    )


@exercise("05.5")
def kept(client: CourseClient) -> None:
    """A change in a container's own layer that outlives its process (``docker diff``)."""
    found = state(client, "course-ex-05-diary", "exited")
    changed = [row["Path"] for row in found.diff() or []]
    require(
        "/root/diary" in changed,
        saw=(
            "Its own layer has no file /root/diary.",
            "자기 레이어에 /root/diary 파일이 없습니다.",
        ),
        wanted=("that file, written inside it.", "그 안에서 쓴 그 파일."),
    )
