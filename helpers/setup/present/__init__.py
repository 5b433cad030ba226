"""``course.py present``: one lesson as slides, in JupyterLab, with a live kernel behind them.

The slides are JupyterLab's own cells, led by reveal.js: a small extension in ``labextensions``
lays them out. So the controls, the outputs and the kernel are those that a learner has. (voila
runs every cell before it shows one, nbconvert's slides have no kernel, and jupyterlab-rise brings
an older JupyterLab.) The server has its own settings and its own copy of the lessons, made anew
each time; it ends with Ctrl+C.
"""

from __future__ import annotations

import argparse
import os
import signal
import webbrowser

from helpers.errors import BadInput
from helpers.language import language, say
from helpers.paths import checkout
from helpers.setup import jupyter
from helpers.setup.present.server import serving
from helpers.setup.start import ready_engine
from helpers.setup.steps import note, step

__all__ = ["lesson_page", "run"]


def lesson_page(lesson: str, lang: str) -> str:
    """Find the notebook of a lesson.

    Args:
        lesson: its number, with or without the zero (``"05"``, ``"5"``).
        lang: ``"en"`` or ``"ko"``.

    Returns:
        Its path in the folder of the lessons.

    Raises:
        BadInput: there is no such lesson; those that there are stand in the sentence.
    """
    books = {
        path.name[:2]: path for path in sorted((checkout() / "lessons" / lang).glob("*.ipynb"))
    }
    book = books.get(lesson.zfill(2))
    if book is None:
        known = ", ".join(books)
        raise BadInput(
            say(en=f"There is no lesson '{lesson}'.", ko=f"이런 수업은 없습니다: '{lesson}'"),
            say(en="Nothing was started.", ko="아무것도 시작하지 않았습니다."),
            say(en=f"Choose one of: {known}", ko=f"다음에서 고르십시오: {known}"),
        )
    return f"{lang}/{book.name}"


def run(options: argparse.Namespace) -> int:
    """Show a lesson until Ctrl+C.

    Args:
        options: ``lesson``, ``port`` and ``no_browser`` of the command line.
    """
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.default_int_handler)
    page = lesson_page(options.lesson, language())
    if options.port:
        jupyter.check_port(options.port)
    ready_engine(agreed=False)
    step(say(en="Slides", ko="슬라이드"))
    with serving(options.port or jupyter.free_port()) as server:
        address = server.address(page)
        print(say(en="Open the slides:", ko="슬라이드를 여는 주소:"), address, flush=True)
        note(say(en="They end with Ctrl+C.", ko="끝내려면 Ctrl+C를 누르십시오."))
        if not options.no_browser and (os.name != "posix" or os.environ.get("DISPLAY")):
            webbrowser.open(address)
        return server.wait()
