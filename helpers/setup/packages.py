"""Debian's packages for the course: installed with apt, without starting the services in them."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

from helpers.errors import CourseError
from helpers.language import say
from helpers.setup.steps import note

__all__ = ["command", "install", "installable"]

POLICY = Path("/usr/sbin/policy-rc.d")
"""A program that Debian asks before a package starts its service; exit status 101 forbids it."""


def installable() -> bool:
    """Say whether packages can be installed: a system with apt, and root's rights."""
    return shutil.which("apt-get") is not None and os.geteuid() == 0


def command(packages: Sequence[str]) -> str:
    """Say the command that a learner types to install packages."""
    return f"sudo apt-get update && sudo apt-get install {' '.join(packages)}"


@contextlib.contextmanager
def _services_stay_off() -> Iterator[None]:
    """Keep packages from starting their services, unless the machine has a rule of its own."""
    if POLICY.exists():
        yield
        return
    POLICY.write_text("#!/bin/sh\nexit 101\n", encoding="utf-8")
    POLICY.chmod(0o755)
    try:
        yield
    finally:
        POLICY.unlink(missing_ok=True)


def _apt(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["apt-get", "-o", "DPkg::Lock::Timeout=120", *words],
        env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )


def install(packages: Sequence[str]) -> None:
    """Install Debian packages; services in them are not started.

    Twin: ``apt-get install --no-install-recommends PACKAGE…``; the lists are fetched first where
    there are none, or where they turn out to be old.

    Args:
        packages: their names; none is fine.

    Raises:
        CourseError: apt refused; its last words are told.
    """
    if not packages:
        return
    words = ("install", "-y", "--no-install-recommends", *packages)
    note(f"apt-get {' '.join(words)}")
    with _services_stay_off():
        fresh = not any(Path("/var/lib/apt/lists").glob("*_Packages*"))
        if fresh:
            _apt("update")
        done = _apt(*words)
        if done.returncode and not fresh:
            _apt("update")
            done = _apt(*words)
    if done.returncode:
        said = " ".join(line for line in done.stdout.splitlines()[-4:] if line.strip())
        raise CourseError(
            say(
                en=f"apt-get could not install {' '.join(packages)}: {said}",
                ko=f"apt-get이 패키지를 설치하지 못했습니다({' '.join(packages)}): {said}",
            ),
            say(en="What was there before still works.", ko="이전부터 있던 것은 그대로입니다."),
            say(
                en="Mend what it says (network, disk space), then run the same command again.",
                ko="위에 나온 문제(네트워크, 디스크 공간)를 고친 뒤 같은 명령을 다시 실행하십시오.",
            ),
        )
