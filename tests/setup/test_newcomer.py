"""A newcomer, from a fresh clone to the last lesson and back: an empty home, a Korean path."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from helpers.paths import cache_dir, checkout

ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)/lab/tree/(\S+)\?token=(\w+)")
RUN_LESSONS = """
import sys, nbformat, nbclient, pathlib
from helpers import own
from helpers.setup.jupyter import leave_home_alone
leave_home_alone()
for path in sorted(pathlib.Path(sys.argv[1]).glob("en/*.ipynb")):
    where = {"metadata": {"path": str(path.parent)}}
    notebook = nbformat.read(path, as_version=4)
    nbclient.NotebookClient(notebook, timeout=600, resources=where).execute()
    print("ran", path.name, own.running().url)
"""


@dataclass
class Newcomer:
    """A machine with nothing but the clone."""

    clone: Path
    home: Path
    cache: Path
    env: dict[str, str]

    def run(self, *words: str) -> str:
        done = subprocess.run(
            words,
            cwd=self.home.parent,
            env=self.env,
            capture_output=True,
            text=True,
            encoding="utf-8",
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def course(self, *words: str) -> str:
        return self.run(sys.executable, str(self.clone / "course.py"), *words)

    def processes(self) -> list[str]:
        """List what runs out of the clone or its cache folder, by command line and environment."""
        left = []
        for process in psutil.process_iter():
            try:
                words = " ".join([*process.cmdline(), *process.environ().values()])
            except psutil.Error:
                continue
            if process.pid != os.getpid() and str(self.clone.parent) in words:
                left.append(f"{process.pid} {' '.join(process.cmdline())}")
        return left


@pytest.fixture
def newcomer(tmp_path: Path) -> Iterator[Newcomer]:
    clone, home, cache = tmp_path / "도커 수업 clone", tmp_path / "home", tmp_path / "cache"
    subprocess.run(["git", "clone", "-q", str(checkout()), str(clone)], check=True)
    home.mkdir()
    base = cache_dir() / "base"
    if base.exists():  # What Debian's packages were made into: it saves a minute.
        shutil.copytree(base, cache / "docker-lessons" / "base")
    left_out = ("COURSE", "JUPYTER", "DOCKER", "IPYTHON", "NPM", "VIRTUAL_ENV")
    env = {
        **{name: value for name, value in os.environ.items() if not name.startswith(left_out)},
        "HOME": str(home),
        "XDG_CACHE_HOME": str(cache),
        "LC_ALL": "C",
        "COURSE_ENGINE": "own",
        "COURSE_HUB": "no",
        "PIP_CACHE_DIR": str(Path.home() / ".cache" / "pip"),
        # pip asks rustc for its version; where rustc is rustup's, that writes settings at home.
        "RUSTUP_HOME": str(Path.home() / ".rustup"),
    }
    made = Newcomer(clone, home, cache, env)
    yield made
    if (clone / ".venv" / "course-stamp.json").exists():
        made.course("reset", "--yes")


def status(url: str) -> int:
    try:
        with urllib.request.urlopen(url, timeout=60) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        return refused.code


@pytest.mark.timeout(1800)
def test_from_a_fresh_clone_to_the_last_lesson_and_back(newcomer: Newcomer) -> None:
    said = newcomer.course("start", "--no-browser")
    found = ADDRESS.search(said)
    assert found, said
    port, page, token = found.groups()
    assert page == "en/01-what-is-docker.ipynb"
    for title in ("Python packages", "Docker engine", "Images", "working copy", "JupyterLab"):
        assert title in said
    contents = f"http://127.0.0.1:{port}/api/contents/{page}"
    assert (status(contents), status(f"{contents}?token={token}")) == (403, 200)

    again = newcomer.course("start", "--no-browser", "--lang", "ko")
    second = ADDRESS.search(again)
    assert second and second.groups() == (port, page.replace("en/", "ko/"), token)
    assert "패키지" not in again, "a second start skips what is done"

    python = newcomer.clone / ".venv" / "bin" / "python"
    copy = newcomer.clone / "my-lessons"
    lessons = {path.name for path in (checkout() / "lessons" / "en").glob("*.ipynb")}
    ran = newcomer.run(str(python), "-c", RUN_LESSONS, str(copy))
    assert set(re.findall(r"ran (\S+) unix://", ran)) == lessons
    assert status(f"{contents}?token={token}") == 200

    (copy / "en" / "notes.txt").write_text("my own")
    newcomer.course("stop")
    assert newcomer.processes() == []
    newcomer.course("reset", "--yes")
    assert newcomer.processes() == []
    assert [path.name for path in copy.rglob("*") if path.is_file()] == ["notes.txt"]
    assert not (newcomer.cache / "docker-lessons").exists()
    assert list(newcomer.home.iterdir()) == [], "the home folder is as empty as before"
