"""``course.py test``: the linters, the tests, and every stored output of every lesson again."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from ctypes.util import find_library
from pathlib import Path

from docker.errors import DockerException
from requests.exceptions import RequestException

from helpers import own
from helpers.engine import connect, find
from helpers.errors import CourseError, explain
from helpers.inventory import inventory
from helpers.language import say
from helpers.paths import cache_dir, checkout
from helpers.setup import engine, packages, start
from helpers.setup.learner import dirty_engine
from helpers.setup.steps import note, step
from helpers.setup.tally import Tally

__all__ = ["run"]

SANITIZE = "tests/sanitize.cfg"
KOREAN_FONT = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"


def _packages() -> list[str]:
    """List what the tests need beyond the lessons: a browser, its driver, Korean letters."""
    there = {
        "chromium": shutil.which("chromium"),
        "fonts-noto-cjk": Path(KOREAN_FONT).exists(),
        "libatomic1": find_library("atomic"),  # Playwright's own node is linked to it.
    }
    return engine.wanted_packages() + [package for package, found in there.items() if not found]


def _pytest(tally: Tally, *words: str) -> None:
    """Run pytest with its output live, and count."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        done = subprocess.run(
            [sys.executable, "-m", "pytest", f"--junitxml={report}", *words],
            cwd=checkout(),
            # Chromium writes its settings there, and not into the home folder.
            env={**os.environ, "XDG_CONFIG_HOME": str(cache_dir() / "tests")},
        )
        tally.add_report(report, done.returncode)


def _linters(tally: Tally) -> None:
    """Run ruff and mypy at once; what they say is shown one after the other."""
    started = [
        (name, subprocess.Popen(
            [sys.executable, "-m", name, *words],
            cwd=checkout(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ))
        for name, words in (("ruff", ["check"]), ("mypy", []))
    ]  # fmt: skip
    for name, process in started:
        said, _ = process.communicate()
        print(f"  {name}: {said.strip()}", flush=True)
        tally.add(process.returncode == 0)


def _lessons(tally: Tally) -> None:
    """Run both editions on an engine that is in use, and see that it is left as it was."""
    found = find()
    with dirty_engine(found.url):
        client = connect()
        try:
            before = inventory(client)
            _pytest(
                tally,
                *("--nbval", "--nbval-sanitize-with", SANITIZE, "--nbval-cell-timeout=300"),
                *("-p", "no:cacheprovider", "lessons/en", "lessons/ko"),
            )
            changed = before.difference(inventory(client))
        finally:
            client.close()
    step(say(en="The engine afterwards", ko="실행 뒤의 엔진"))
    for line in changed or [say(en="as it was before", ko="이전과 같습니다")]:
        note(line)
    tally.add(not changed)


def _everything(tally: Tally, arguments: Sequence[str]) -> None:
    if arguments:
        _pytest(tally, *arguments)
        return
    step("ruff, mypy")
    _linters(tally)
    step("pytest")
    _pytest(tally)
    step(say(en="nbval: every output of every lesson", ko="nbval: 모든 수업의 모든 출력"))
    _lessons(tally)


def run(options: argparse.Namespace) -> int:
    """Prove the course on the private engine, and say in the last line how many tests passed.

    Returns:
        0 where all passed, else 1.
    """
    os.environ.update(COURSE_ENGINE="own", COURSE_HUB="no", COURSE_PROGRESS=os.devnull)
    if packages.installable():
        step(say(en="Debian packages", ko="데비안 패키지"))
        packages.install(_packages())
    ran_before = own.running() is not None
    start.ready_engine(agreed=True)
    tally = Tally()
    try:
        _everything(tally, options.rest)
    except (CourseError, DockerException, RequestException) as error:
        print(explain(error), file=sys.stderr)
        tally.add(False)
    finally:
        if not ran_before:
            own.stop()
    print(tally, flush=True)
    return 1 if tally.failed or not tally.passed else 0
