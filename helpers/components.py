"""The parts of Docker that the notes list: what each was, what took its place, what is here."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any

from helpers.engine import CourseClient
from helpers.errors import BadInput
from helpers.language import say
from helpers.yours import yours

__all__ = ["COMPONENTS", "Component", "Components", "components", "plugin"]


@dataclass(frozen=True)
class Machine:
    """What was looked at: the engine's two answers about itself."""

    version: Mapping[str, Any]
    info: Mapping[str, Any]


@dataclass(frozen=True)
class Component:
    """One part, in both languages.

    Attributes:
        name: as the notes write it.
        was: what it was in 2017; "" for a part that the notes do not have.
        now: what took its place.
        look: looks whether this machine has it; gives a version or a state, "" for no.
    """

    name: str
    was: tuple[str, str]
    now: tuple[str, str]
    look: Callable[[Machine], str] = field(repr=False)


def _folders() -> list[Path]:
    """List the folders in which the docker command looks for its plugins (docker/cli, manager)."""
    config = Path(os.environ.get("DOCKER_CONFIG") or Path.home() / ".docker")
    if sys.platform == "win32":
        roots = [os.environ.get(name) for name in ("ProgramData", "ProgramFiles")]
        return [
            config / "cli-plugins",
            *(Path(root) / "Docker" / "cli-plugins" for root in roots if root),
        ]
    system = ("/usr/local/lib", "/usr/local/libexec", "/usr/lib", "/usr/libexec")
    return [config / "cli-plugins", *(Path(root) / "docker" / "cli-plugins" for root in system)]


def plugin(name: str) -> Path | None:
    """Find a plugin of the docker command.

    Twin: the lines ``Plugins:`` of ``docker info``.

    Args:
        name: such as "compose" or "buildx".

    Returns:
        The program's file, or None.
    """
    suffix = ".exe" if sys.platform == "win32" else ""
    for folder in _folders():
        path = folder / f"docker-{name}{suffix}"
        if os.access(path, os.X_OK) and path.is_file():
            return path
    return None


def _installed(found: object) -> str:
    return say(en="installed", ko="설치됨") if found else ""


def _program(name: str) -> Callable[[Machine], str]:
    return lambda machine: _installed(shutil.which(name))


def _plugin(name: str) -> Callable[[Machine], str]:
    return lambda machine: _installed(plugin(name))


def _part(name: str) -> Callable[[Machine], str]:
    """Read the version of a program that the engine names among its components."""
    return lambda machine: next(
        (
            str(part.get("Version") or "")
            for part in machine.version.get("Components") or []
            if part.get("Name") == name
        ),
        "",
    )


def _engine(machine: Machine) -> str:
    return str(machine.version.get("Version") or "")


def _swarm(machine: Machine) -> str:
    return str((machine.info.get("Swarm") or {}).get("LocalNodeState") or "")


def _boot2docker(machine: Machine) -> str:
    return _installed("boot2docker" in str(machine.info.get("OperatingSystem", "")).lower())


COMPONENTS: tuple[Component, ...] = (
    Component(
        "engine",
        ("The daemon with its API, and the docker command.", "데몬과 그 API, 그리고 docker 명령."),
        (
            "The same, and a containerd and a runc below it. Docker Desktop wraps it for macOS and "
            "Windows; large companies pay for Desktop, not for the Engine.",
            "그대로이며 그 아래에서 containerd, runc 프로그램이 함께 일합니다. macOS와 Windows용은 "
            "Docker Desktop 안에 있습니다. 큰 회사는 Desktop에 돈을 내지만 엔진은 무료입니다.",
        ),
        _engine,
    ),
    Component(
        "machine",
        (
            "Made virtual machines, here or in a cloud, with an engine inside.",
            "엔진이 든 가상 머신을 내 컴퓨터나 클라우드에 만들던 도구.",
        ),
        (
            "Retired. Docker Desktop brings its own virtual machine; a server gets Docker Engine "
            "directly.",
            "지원이 끝났습니다. Docker Desktop은 가상 머신을 스스로 마련하고, 서버에는 Docker "
            "Engine을 바로 설치합니다.",
        ),
        _program("docker-machine"),
    ),
    Component(
        "swarm",
        (
            "Clusters several hosts. Since 1.12 (2016) swarm mode is built into the engine.",
            "여러 호스트를 묶는 클러스터. 1.12(2016년)부터 swarm 모드가 엔진에 들어 있었습니다.",
        ),
        (
            "Still built in and off until asked for; the older separate Swarm is gone. Larger "
            "clusters mostly run Kubernetes.",
            "지금도 엔진에 들어 있고 켜기 전에는 꺼져 있습니다. 따로 설치하던 옛 Swarm은 없어졌고, "
            "큰 클러스터는 대개 Kubernetes로 운영합니다.",
        ),
        _swarm,
    ),
    Component(
        "compose",
        (
            "Runs several containers on one host from one file; a separate program in Python.",
            "한 호스트에서 여러 컨테이너를 파일 하나로 다루는, 파이썬으로 만든 별도 프로그램.",
        ),
        (
            "The plugin docker compose, installed with the engine by Docker's own packages. "
            "docker-compose (v1) is retired.",
            "docker compose 플러그인이며, 도커의 공식 패키지로 엔진을 설치하면 함께 설치됩니다. "
            "docker-compose(v1)는 지원이 끝났습니다.",
        ),
        _plugin("compose"),
    ),
    Component(
        "registry",
        ("Stores images; Docker Hub is the public one.", "이미지 저장소. 공개된 곳이 Docker Hub."),
        (
            "The program is CNCF Distribution since 2019. Docker Hub is a registry among several, "
            "the default for names without a host.",
            "2019년부터 이 프로그램의 이름은 CNCF Distribution입니다. Docker Hub는 여러 레지스트리 "
            "가운데 하나이고, 이름에 호스트를 적지 않으면 쓰는 기본값입니다.",
        ),
        _program("docker-registry"),
    ),
    Component(
        "kitematic",
        ("A window with buttons for containers.", "컨테이너를 버튼으로 다루던 창(GUI)."),
        (
            "Deprecated in June 2021. The window of Docker Desktop took its place.",
            "2021년 6월부터 쓰지 않도록 했습니다. Docker Desktop의 창이 그 자리를 이었습니다.",
        ),
        _program("kitematic"),
    ),
    Component(
        "toolbox",
        (
            "Installed Machine, Kitematic and VirtualBox on older Windows and Mac computers.",
            "오래된 Windows와 Mac에 Machine, Kitematic, VirtualBox를 한꺼번에 설치하던 묶음.",
        ),
        (
            "Retired; Docker Desktop took its place. It always ran Linux containers, in a "
            "boot2docker virtual machine.",
            "지원이 끝났고 Docker Desktop이 그 자리를 이었습니다. 실행한 것은 언제나 boot2docker "
            "가상 머신 속의 Linux 컨테이너였습니다.",
        ),
        _boot2docker,
    ),
    Component(
        "buildx",
        ("", ""),
        (
            "The plugin behind docker build: it drives BuildKit, the builder inside the engine.",
            "docker build 뒤에서 일하는 플러그인. 엔진에 든 빌더 BuildKit을 부립니다.",
        ),
        _plugin("buildx"),
    ),
    Component(
        "containerd",
        ("", ""),
        (
            "Keeps the containers for the engine; since 29 it keeps the images too.",
            "엔진을 대신해 컨테이너를 관리합니다. 29부터는 이미지도 보관합니다.",
        ),
        _part("containerd"),
    ),
    Component(
        "runc",
        ("", ""),
        (
            "Makes one container out of namespaces and cgroups, then steps aside.",
            "네임스페이스와 cgroup으로 컨테이너 하나를 만들고 물러납니다.",
        ),
        _part("runc"),
    ),
)
"""The notes' seven parts in the notes' order, then three that belong to every engine of today."""


@dataclass(frozen=True)
class Components:
    """Parts beside what this machine has; prints and renders itself.

    Attributes:
        here: the part's name, and what was found: a version, a state, "installed", "" for nothing.
    """

    parts: tuple[Component, ...]
    here: Mapping[str, str]

    def _lines(self, part: Component) -> list[tuple[str, str]]:
        found = self.here[part.name] or say(en="not here", ko="없음")
        was = say(en=part.was[0], ko=part.was[1])
        return [
            *([("2017", was)] if was else []),
            (say(en="now ", ko="지금"), say(en=part.now[0], ko=part.now[1])),
            (say(en="here", ko="여기"), yours(found)),
        ]

    def __repr__(self) -> str:
        blocks = []
        for part in self.parts:
            lines = [f"  {label} | {text}" for label, text in self._lines(part)]
            blocks.append("\n".join([part.name, *lines]))
        return "\n\n".join(blocks)

    def _repr_html_(self) -> str:
        items = []
        for part in self.parts:
            lines = "<br>".join(
                f"<em>{escape(label.strip())}</em> {escape(text)}"
                for label, text in self._lines(part)
            )
            items.append(f"<dt><strong>{escape(part.name)}</strong></dt><dd>{lines}</dd>")
        return f'<dl class="course-components">{"".join(items)}</dl>'


def components(client: CourseClient, *names: str) -> Components:
    """Look which parts of Docker this engine and this machine have.

    Twin: ``docker version``, and the head of ``docker info`` (its plugins).

    Args:
        client: the course's client.
        names: some of "engine", "machine", "swarm", "compose", "registry", "kitematic", "toolbox",
            "buildx", "containerd", "runc"; none for all.

    Returns:
        The parts asked for; ``.here["compose"]`` is what was found, "" for nothing.

    Raises:
        BadInput: there is no part of that name.
    """
    known = {part.name: part for part in COMPONENTS}
    unknown = [name for name in names if name not in known]
    if unknown:
        raise BadInput(
            say(
                en=f"The course knows no part named {unknown[0]!r}.",
                ko=f"{unknown[0]!r} 이름의 구성 요소는 다루지 않습니다.",
            ),
            say(en=f"There are: {', '.join(known)}.", ko=f"있는 이름: {', '.join(known)}."),
            say(en="Choose some of these.", ko="이 가운데서 고르십시오."),
        )
    machine = Machine(client.version(), client.info())
    parts = tuple(known[name] for name in names or known)
    return Components(parts, {part.name: part.look(machine) for part in parts})
