"""Lesson 01: what a container is walled in by."""

from __future__ import annotations

from helpers.engine import CourseClient
from helpers.exercises.checking import exercise
from helpers.exercises.looking import container, require

MB = 1024 * 1024


@exercise("01.1")
def limited(client: CourseClient) -> None:
    """A container with 32 MB of memory and 20 processes at most (``docker create -m``)."""
    host = container(client, "course-ex-01-small").attrs["HostConfig"]
    memory = host["Memory"]
    require(
        memory == 32 * MB,
        saw=(f"Its memory limit is {memory // MB} MB.", f"메모리 한도가 {memory // MB} MB입니다."),
        wanted=("32 MB (no limit shows as 0).", "32 MB(한도가 없으면 0으로 보입니다)."),
    )
    pids = host["PidsLimit"] or 0
    require(
        pids == 20,
        saw=(f"Its limit of processes is {pids}.", f"프로세스 수 한도가 {pids}입니다."),
        wanted=("20 (no limit shows as 0).", "20(한도가 없으면 0으로 보입니다)."),
    )


@exercise("01.2")
def sealed(client: CourseClient) -> None:
    """A container with no network and a read-only root (``docker create --network none``)."""
    host = container(client, "course-ex-01-sealed").attrs["HostConfig"]
    mode = host["NetworkMode"]
    require(
        mode == "none",
        saw=(f"It is on the network {mode}.", f"네트워크에 연결되어 있습니다: {mode}."),
        wanted=("no network at all.", "아무 네트워크에도 연결되지 않은 상태."),
    )
    require(
        host["ReadonlyRootfs"],
        saw=("Its root file system can be written to.", "루트 파일 시스템에 쓸 수 있습니다."),
        wanted=("a root file system that is read-only.", "읽기만 되는 루트 파일 시스템."),
    )


@exercise("01.3")
def host_processes(client: CourseClient) -> None:
    """A container that sees the host's processes (``docker create --pid host``)."""
    host = container(client, "course-ex-01-window").attrs["HostConfig"]
    require(
        host["PidMode"] == "host",
        saw=(
            "It has a list of processes of its own, as containers usually do.",
            "여느 컨테이너처럼 자기만의 프로세스 목록을 가지고 있습니다.",
        ),
        wanted=("the host's list of processes.", "호스트의 프로세스 목록."),
    )
    require(
        host["NetworkMode"] != "host" and not host["Privileged"],
        saw=(
            "More walls are down than the one asked for.",
            "부탁한 것보다 많은 벽을 허물었습니다.",
        ),
        wanted=("only the wall around processes taken down.", "프로세스의 벽만 허문 컨테이너."),
    )
