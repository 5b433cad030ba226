"""The step that makes sure an engine answers: a learner's own, else the course's own."""

from __future__ import annotations

import os
import shutil
import sys

from helpers import own
from helpers.base_images import missing_programs
from helpers.engine import Found, find
from helpers.errors import EngineNotFound
from helpers.language import say
from helpers.setup import packages
from helpers.setup.steps import ask, note

__all__ = ["advice", "ready", "wanted_packages"]


def advice(platform: str = sys.platform) -> str:
    """Say in a paragraph what to install on a platform so that an engine answers.

    Args:
        platform: as ``sys.platform`` names it.
    """
    if platform == "darwin":
        return say(
            en="On macOS install Docker Desktop (docs.docker.com/desktop), or Colima with "
            "'brew install colima docker' and 'colima start'. When 'docker version' shows a "
            "server, run python3 course.py start again.",
            ko="macOS에서는 Docker Desktop을 설치하거나(docs.docker.com/desktop), Colima를 "
            "'brew install colima docker'로 설치하고 'colima start'로 켜십시오. 'docker version' "
            "출력에 서버가 보이면 python3 course.py start 명령을 다시 실행하십시오.",
        )
    if platform == "win32":
        return say(
            en="On Windows install Docker Desktop with its WSL 2 backend (docs.docker.com/desktop) "
            "and start it; or run 'wsl --install -d Debian' and use the course inside that Debian. "
            "Then run python3 course.py start again.",
            ko="Windows에서는 WSL 2를 쓰는 Docker Desktop을 설치하고 켜십시오"
            "(docs.docker.com/desktop). 또는 'wsl --install -d Debian'으로 데비안을 설치하고 그 "
            "안에서 강의를 여십시오. 그런 다음 python3 course.py start 명령을 다시 실행하십시오.",
        )
    return say(
        en="On Debian or Ubuntu run 'sudo apt-get install docker.io' and 'sudo usermod -aG docker "
        "$USER', log in again and run python3 course.py start; or run 'sudo python3 course.py "
        "start', which starts a private engine. Elsewhere see docs.docker.com/engine/install.",
        ko="Debian이나 Ubuntu에서는 'sudo apt-get install docker.io'와 'sudo usermod -aG docker "
        "$USER'를 실행하고 다시 로그인한 뒤 python3 course.py start 명령을 실행하십시오. 또는 "
        "'sudo python3 course.py start'를 실행하면 전용 엔진이 시작됩니다. 그 밖의 배포판은 "
        "docs.docker.com/engine/install 문서를 보십시오.",
    )


def wanted_packages() -> list[str]:
    """List the Debian packages for the private engine, and for the first lesson's machine."""
    missing = missing_programs()
    if not shutil.which("qemu-system-x86_64"):
        missing.append("qemu-system-x86")
    return missing


def ready(*, agreed: bool) -> Found:
    """Find an engine; where there is none, start the course's own, installing what it needs.

    Args:
        agreed: packages are installed without asking. Without it a terminal is asked; root
            without a terminal goes ahead.

    Returns:
        The engine that answers.

    Raises:
        EngineNotFound: none answers and none can be started; it says what to install.
        CourseError: the private engine or its packages fail.
    """
    try:
        found = find()
    except EngineNotFound as nothing:
        if os.environ.get("DOCKER_HOST") and os.environ.get("COURSE_ENGINE") != "own":
            raise
        _prepare_own(nothing, agreed)
    else:
        if found.kind != "own":
            return found
    own.start(note)
    return find()


def _prepare_own(nothing: EngineNotFound, agreed: bool) -> None:
    """Install what the private engine needs, or say what the learner can do."""
    if sys.platform != "linux" or os.geteuid() != 0:
        raise EngineNotFound(nothing.cause, nothing.state, advice())
    if not missing_programs():
        return
    missing = wanted_packages()
    question = say(
        en=f"No Docker engine answers. Install {', '.join(missing)} with apt (about 200 MB)?",
        ko=f"대답하는 도커 엔진이 없습니다. apt로 설치합니까(약 200MB)? {', '.join(missing)}",
    )
    if not packages.installable() or not (agreed or ask(question, without_terminal=True)):
        raise EngineNotFound(nothing.cause, nothing.state, advice())
    packages.install(missing)
