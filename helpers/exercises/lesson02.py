"""Lesson 02: what the engine does that the retired components once did."""

from __future__ import annotations

from docker.errors import NotFound

from helpers.engine import CourseClient
from helpers.exercises.checking import exercise
from helpers.exercises.looking import require, state

NETWORK = "course-ex-02-net"


@exercise("02.1")
def volume(client: CourseClient) -> None:
    """A volume of the local driver (``docker volume create``)."""
    names = {v.name: v.attrs["Driver"] for v in client.volumes.list()}
    require(
        "course-ex-02-data" in names,
        saw=("There is no volume course-ex-02-data.", "볼륨이 없습니다: course-ex-02-data."),
        wanted=("a volume with that name.", "그 이름의 볼륨."),
    )
    used = [c.name for c in client.containers.list(filters={"volume": "course-ex-02-data"})]
    require(
        "course-ex-02-writer" in used,
        saw=(
            "The container course-ex-02-writer does not run with that volume.",
            "그 볼륨을 쓰며 실행 중인 course-ex-02-writer 컨테이너가 없습니다.",
        ),
        wanted=(
            "a running container course-ex-02-writer that uses the volume.",
            "그 볼륨을 쓰는 course-ex-02-writer 컨테이너가 실행 중인 상태.",
        ),
    )


@exercise("02.2")
def keeper(client: CourseClient) -> None:
    """A container that the engine starts again by itself (``docker run --restart``)."""
    found = state(client, "course-ex-02-keeper", "running")
    policy = found.attrs["HostConfig"]["RestartPolicy"]["Name"] or "no"
    require(
        policy == "unless-stopped",
        saw=(f"Its restart policy is {policy}.", f"재시작 정책이 {policy}입니다."),
        wanted=(
            "started again always, unless somebody stopped it.",
            "누군가 멈춘 경우만 빼고 언제나 다시 시작하는 정책.",
        ),
    )


@exercise("02.3")
def together(client: CourseClient) -> None:
    """Two containers on a network of their own, as Compose makes them (``docker network``)."""
    try:
        client.networks.get(NETWORK)
    except NotFound:
        require(
            False,
            saw=(f"There is no network {NETWORK}.", f"네트워크가 없습니다: {NETWORK}."),
            wanted=("a network with that name.", "그 이름의 네트워크."),
        )
    for name in ("course-ex-02-web", "course-ex-02-db"):
        found = state(client, name, "running")
        joined = found.attrs["NetworkSettings"]["Networks"]
        require(
            NETWORK in joined,
            saw=(
                f"The container {name} is on: {', '.join(joined)}.",
                f"{name} 컨테이너가 연결된 네트워크: {', '.join(joined)}.",
            ),
            wanted=(f"both on {NETWORK}.", f"둘 다 {NETWORK} 네트워크에 연결된 상태."),
        )
