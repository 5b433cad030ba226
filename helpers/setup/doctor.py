"""``course.py doctor``: says in plain words what is there, what is missing, and what mends it."""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import sys
from collections.abc import Callable

from helpers import images, own
from helpers.engine import CourseClient, connect, find
from helpers.errors import EngineNotFound
from helpers.language import say
from helpers.paths import cache_dir
from helpers.registry import hub_answers
from helpers.setup import jupyter, packages
from helpers.setup.engine import advice, wanted_packages

__all__ = ["run"]

START = "python3 course.py start"


def _line(name: str, value: str) -> None:
    print(f"{name}: {value}", flush=True)


def _missing(what: str, command: str) -> None:
    print("! " + say(en=f"{what} Mend it with: {command}", ko=f"{what} 고치는 명령: {command}"))


def _machine() -> None:
    _line(say(en="Machine", ko="컴퓨터"), f"{platform.system()} {platform.release()}")
    _line("Python", f"{platform.python_version()} ({sys.prefix})")
    free = shutil.disk_usage(cache_dir().anchor).free // 10**9
    _line(say(en="Free disk", ko="디스크 여유"), f"{free} GB")


def _engine(client: CourseClient) -> None:
    """Tell which engine it is (``docker version``, ``docker info``)."""
    found, version, info = find(), client.version(), client.info()
    _line(say(en="Engine", ko="엔진"), found.url)
    _line(say(en="Why this one", ko="고른 까닭"), found.reason)
    _line(say(en="Version", ko="버전"), f"{version['Version']}, API {version['ApiVersion']}")
    _line(say(en="Storage driver", ko="저장 드라이버"), info["Driver"])
    _line("cgroup", f"v{info.get('CgroupVersion', '1')} ({info.get('CgroupDriver', '?')})")
    _line(
        say(en="In a terminal", ko="터미널에서 쓰는 명령"),
        f"docker -H {found.url} ps" if found.kind == "own" else "docker ps",
    )


def _hub(client: CourseClient) -> None:
    if not images.hub_allowed():
        told = say(
            en="not asked (COURSE_HUB=no)",
            ko="묻지 않았습니다(COURSE_HUB=no)",
        )
    elif hub_answers(client):
        told = say(en="answers", ko="대답합니다")
    else:
        told = say(
            en="does not answer; the course's own registry takes its place",
            ko="대답하지 않습니다. 강의용 레지스트리가 대신합니다",
        )
    _line("Docker Hub", told)


def _images(client: CourseClient) -> bool:
    """Tell which images are there."""
    absent = [name for name in images.NEEDED if not images.present(client, name)]
    there = [name for name in images.NEEDED if name not in absent]
    _line(
        say(en="Images", ko="이미지"),
        ", ".join(there) or say(en="none", ko="없습니다"),
    )
    for name in absent:
        _missing(
            say(en=f"The image {name} is missing.", ko=f"{name} 이미지가 없습니다."),
            START,
        )
    return not absent


def _optional() -> None:
    """Tell what a part of the course does without."""
    if sys.platform == "linux":
        missing = wanted_packages()
        if missing:
            _missing(
                say(
                    en="Packages for the course's own engine and virtual machine are missing.",
                    ko="전용 엔진과 가상 머신에 쓰는 패키지가 없습니다.",
                ),
                packages.command(missing),
            )


def _server() -> None:
    server = jupyter.running()
    if server:
        _line("JupyterLab", server.address())
    else:
        _line(
            "JupyterLab",
            say(en="not running; start it with: ", ko="꺼져 있습니다. 켜는 명령: ") + START,
        )


def _with_engine(tell: Callable[[CourseClient], bool]) -> bool:
    try:
        client = connect()
    except EngineNotFound as nothing:
        print(f"! {nothing}")
        print(f"  {advice()}")
        return False
    try:
        return tell(client)
    finally:
        client.close()


def _all_of(client: CourseClient) -> bool:
    _engine(client)
    _hub(client)
    return _images(client)


def run(options: argparse.Namespace) -> int:
    """Tell everything; nothing is started or changed.

    Returns:
        0 where the lessons can run, 1 where something that they need is missing.
    """
    if options.engine == "own":
        os.environ["COURSE_ENGINE"] = "own"
    _machine()
    good = _with_engine(_all_of)
    _optional()
    private = own.running()
    if private:
        _line(
            say(en="The course's own engine", ko="강의 전용 엔진"),
            f"{private.command}, {private.registry}",
        )
    _server()
    return 0 if good else 1
