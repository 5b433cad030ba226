"""The components of the notes: what each was in 2017, and what took its place."""

from __future__ import annotations

from dataclasses import dataclass

from helpers.language import say
from helpers.tables import Table

__all__ = ["COMPONENTS", "Component", "components"]


@dataclass(frozen=True)
class Component:
    """One component, in both languages.

    Attributes:
        name: as the notes name it.
        was: what it was in 2017 (English, Korean).
        now: what took its place (English, Korean).
        retired: whether it is gone under its own name (docker/docs ``retired.md``).
    """

    name: str
    was: tuple[str, str]
    now: tuple[str, str]
    retired: bool


COMPONENTS = (
    Component(
        "engine",
        ("the daemon and its client", "데몬과 그 클라이언트"),
        ("the same, with containerd and runc", "그대로. containerd와 runc가 더해짐"),
        False,
    ),
    Component(
        "machine",
        ("made virtual machines with an engine", "엔진이 든 가상 머신을 만듦"),
        ("retired: Docker Desktop, cloud tools", "지원 종료. Docker Desktop, 클라우드 도구"),
        True,
    ),
    Component(
        "swarm",
        ("clustered several hosts", "여러 호스트를 클러스터로 묶음"),
        ("built into the engine (swarm mode)", "엔진에 내장(스웜 모드)"),
        False,
    ),
    Component(
        "compose",
        ("a program: many containers, one file", "여러 컨테이너를 파일 하나로 다루는 프로그램"),
        ("the plugin: docker compose", "플러그인: docker compose"),
        False,
    ),
    Component(
        "registry",
        ("stored images", "이미지 저장소"),
        ("CNCF Distribution; Docker Hub is one", "CNCF Distribution. Docker Hub도 그중 하나"),
        False,
    ),
    Component(
        "kitematic",
        ("a window for containers", "컨테이너를 다루는 GUI"),
        ("retired: Docker Desktop's Dashboard", "지원 종료. Docker Desktop의 대시보드"),
        True,
    ),
    Component(
        "toolbox",
        ("all of these on VirtualBox", "위의 것들을 VirtualBox에 설치하는 꾸러미"),
        ("retired: Docker Desktop", "지원 종료. Docker Desktop"),
        True,
    ),
)


def components() -> Table:
    """List the components of the notes, then and now.

    Returns:
        A table: component, 2017, today.
    """
    rows = [
        (each.name, say(en=each.was[0], ko=each.was[1]), say(en=each.now[0], ko=each.now[1]))
        for each in COMPONENTS
    ]
    return Table(["COMPONENT", "2017", say(en="TODAY", ko="지금")], rows)
