"""``course.py stop``: ends what ``start`` left running."""

from __future__ import annotations

import argparse

from helpers import own
from helpers.language import say
from helpers.setup import jupyter
from helpers.setup.steps import note, step

__all__ = ["run"]


def run(options: argparse.Namespace) -> int:
    """End JupyterLab with its kernels, and the course's own engine; what they hold stays."""
    step(say(en="Ending what start left running", ko="start가 켜 둔 것을 끝냅니다"))
    if jupyter.stop():
        note(say(en="JupyterLab has ended.", ko="JupyterLab을 끝냈습니다."))
    else:
        note(say(en="JupyterLab was not running.", ko="JupyterLab은 실행 중이 아니었습니다."))
    engine_ran = own.running() is not None
    own.stop()
    if engine_ran:
        note(
            say(
                en="The course's own engine has ended; its images and containers stay on the disk.",
                ko="전용 엔진을 끝냈습니다. 이미지와 컨테이너는 디스크에 남아 있습니다.",
            )
        )
    return 0
