"""``course.py reset``: removes what the course made, and nothing else."""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
from pathlib import Path

from helpers import own
from helpers.cleanup import leftovers, remove_course
from helpers.engine import connect, find
from helpers.errors import EngineNotFound
from helpers.language import say
from helpers.paths import cache_dir
from helpers.setup import jupyter, working_copy
from helpers.setup.steps import ask, note, step

__all__ = ["run"]


def _empty_engine() -> None:
    """Remove the course's objects from the engine in use; the private engine goes as a whole."""
    try:
        found = find()
    except EngineNotFound:
        note(
            say(
                en="No engine answers, so there is nothing to remove on one.",
                ko="대답하는 엔진이 없으므로 지울 것이 없습니다.",
            )
        )
        return
    if found.kind == "own":
        return
    client = connect()
    try:
        for name in leftovers(client):
            note(name)
        remove_course(client)
    finally:
        client.close()


def _remove_copy(folder: Path) -> None:
    """Remove the copied lessons; files that the learner added stay."""
    for path in working_copy.copies(folder):
        path.unlink()
    for path in sorted(folder.glob("**"), reverse=True):
        if path.name == ".ipynb_checkpoints":
            shutil.rmtree(path)
        with contextlib.suppress(OSError):
            path.rmdir()


def run(options: argparse.Namespace) -> int:
    """Remove objects, engine, Jupyter's files and the cache; ask about the working copy."""
    if options.engine == "own":
        os.environ["COURSE_ENGINE"] = "own"
    folder = Path(options.folder)
    step("JupyterLab")
    jupyter.stop()
    step(say(en="What the course made on the engine", ko="강의가 엔진에 만든 것"))
    _empty_engine()
    own.remove()
    step(say(en="The course's cache folder", ko="강의의 캐시 폴더"))
    shutil.rmtree(cache_dir(), ignore_errors=True)
    note(str(cache_dir()))
    if (folder / working_copy.RECORD).exists():
        step(say(en="Your working copy", ko="학습용 사본"))
        question = say(
            en=f"Remove the lessons in {folder}, with what you changed in them?",
            ko=f"다음 폴더의 수업을, 고치신 내용까지 지웁니까? {folder}",
        )
        if options.yes or (not options.keep and ask(question, without_terminal=False)):
            _remove_copy(folder)
            note(say(en="Removed.", ko="지웠습니다."))
        else:
            note(say(en=f"Kept: {folder}", ko=f"남겨 두었습니다: {folder}"))
    note(
        say(
            en="The Python packages stay in .venv: they go with the course's own folder.",
            ko="Python 패키지는 .venv 폴더에 남습니다. 강의 폴더를 지우면 함께 없어집니다.",
        )
    )
    return 0
