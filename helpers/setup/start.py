"""``course.py start``: engine, images, working copy, JupyterLab."""

from __future__ import annotations

import argparse
import os
import sys
import webbrowser
from pathlib import Path

from helpers import images, own
from helpers.engine import connect
from helpers.language import language, say
from helpers.setup import engine, jupyter, working_copy
from helpers.setup.steps import note, step

__all__ = ["ready_engine", "run"]


def ready_engine(*, agreed: bool) -> None:
    """Make sure that an engine answers and that it has the lessons' images.

    Args:
        agreed: packages are installed without asking.
    """
    step(say(en="Docker engine", ko="도커 엔진"))
    found = engine.ready(agreed=agreed)
    note(f"{found.url}: {found.reason}")
    private = own.running()
    if found.kind == "own" and private:
        note(say(en="In your own terminal:", ko="터미널에서 쓰는 명령:") + f" {private.command} ps")
    step(say(en="Images of the lessons", ko="수업용 이미지"))
    client = connect()
    try:
        images.ensure(client)
    finally:
        client.close()
    note("debian:bookworm-slim, busybox:1.35")


def _first_lesson(folder: Path, lang: str) -> str:
    lessons = sorted((folder / lang).glob("01-*.ipynb"))
    return lessons[0].relative_to(folder).as_posix() if lessons else lang


def _open(address: str) -> None:
    """Open a browser where the machine has a screen."""
    if sys.platform != "linux" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        webbrowser.open(address)


def run(options: argparse.Namespace) -> int:
    """Set everything up and leave JupyterLab running."""
    if options.engine == "own":
        os.environ["COURSE_ENGINE"] = "own"
    folder = Path(options.folder)
    if options.port and not jupyter.running():
        jupyter.check_port(options.port)
    ready_engine(agreed=options.install_engine)
    step(say(en="Your working copy", ko="학습용 사본"))
    beside = working_copy.bring_up_to_date(folder)
    note(str(folder))
    for name in beside:
        note(
            say(
                en=f"A lesson that you changed has a new version. Yours stays; the new one: {name}",
                ko=f"고친 수업의 새 판이 나왔습니다. 고친 것은 그대로 두었습니다. 새 판: {name}",
            )
        )
    step("JupyterLab")
    server = jupyter.start(folder, options.port)
    address = server.address(_first_lesson(folder, language()))
    note(say(en="It runs until: python3 course.py stop", ko="끝내는 명령: python3 course.py stop"))
    print(say(en="Open the lessons:", ko="수업을 여는 주소:"), address, flush=True)
    if not options.no_browser:
        _open(address)
    return 0
