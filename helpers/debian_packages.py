"""Debian 12's packages, unpacked into a tar: with mmdebstrap, else with debootstrap.

Nothing is installed on the machine itself, but its own mirrors, proxies and certificates are used.
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from pathlib import Path

from helpers.errors import ImageUnavailable
from helpers.language import say
from helpers.own.processes import program, search_path

__all__ = ["EPOCH", "KEYS", "SOURCES", "bootstrap", "extract", "unavailable"]

EPOCH = 1735689600
"""2025-01-01T00:00:00Z: the date in what is built, so that a date alone makes no difference."""

KEYS = "/usr/share/keyrings/debian-archive-keyring.gpg"
"""The keys that Debian signs its archive with (package debian-archive-keyring)."""

SOURCES = (
    "deb http://deb.debian.org/debian bookworm main",
    "deb http://deb.debian.org/debian bookworm-updates main",
    "deb http://deb.debian.org/debian-security bookworm-security main",
)
"""Where Debian 12 is had from everywhere."""

_SUITES = {source.split()[2] for source in SOURCES}
_HOOK = "/usr/share/mmdebstrap/hooks/merged-usr"  # Without it the tar holds perl as well.


def bootstrap(target: Path) -> None:
    """Install a minimal Debian 12 with ``ps`` into a tar; 20 to 60 seconds.

    Args:
        target: the tar, which is there whole or not at all.

    Raises:
        ImageUnavailable: neither tool is here, or the packages cannot be had.
    """
    what = "debian:bookworm-slim"
    draft = target.with_suffix(".partial.tar")
    chosen = ["--variant=minbase", "--include=procps"]
    if program("mmdebstrap"):
        hook = [f"--hook-dir={_HOOK}"] if Path(_HOOK).exists() else []
        _mmdebstrap(what, [*chosen, *hook], draft)
    elif program("debootstrap"):
        mirror = _sources()[0].split()[-3]
        with tempfile.TemporaryDirectory() as folder:
            words = ["debootstrap", *chosen, f"--keyring={KEYS}", "bookworm", folder, mirror]
            _run(what, words)
            _run(what, ["tar", "--numeric-owner", "-cf", str(draft), "-C", folder, "."])
    else:
        raise unavailable(what, "mmdebstrap, debootstrap: not installed")
    draft.replace(target)


def extract(what: str, package: str, target: Path) -> None:
    """Unpack one package and what it needs into a tar, without setting it up.

    Args:
        what: the image that it is for.
        package: "busybox-static".
        target: the tar.

    Raises:
        ImageUnavailable: mmdebstrap is not here, or the package cannot be had.
    """
    if not program("mmdebstrap"):
        raise unavailable(what, "mmdebstrap: not installed")
    _mmdebstrap(what, ["--variant=extract", f"--include={package}"], target)


def unavailable(what: str, cause: str) -> ImageUnavailable:
    """Make the error for an image that cannot be built here.

    Args:
        what: the image.
        cause: a program's own words.
    """
    return ImageUnavailable(
        say(
            en=f"{what} could not be built here: {cause}",
            ko=f"여기에서 만들지 못한 이미지: {what} ({cause})",
        ),
        "",
        say(
            en="Let the engine reach Docker Hub or Debian's mirror, "
            "or name a registry that has the image in COURSE_REGISTRY.",
            ko="엔진이 Docker Hub나 데비안 미러에 닿게 하거나, "
            "이미지가 있는 레지스트리를 COURSE_REGISTRY에 적으십시오.",
        ),
    )


def _mmdebstrap(what: str, chosen: list[str], target: Path) -> None:
    words = ["mmdebstrap", "--quiet", *chosen, *_apt_options(), "bookworm", str(target)]
    _run(what, [*words, *_sources()])


def _run(what: str, command: list[str]) -> None:
    """Run a program that fetches packages; its complaint becomes the course's error."""
    environment = {
        **os.environ,
        "SOURCE_DATE_EPOCH": str(EPOCH),
        "LC_ALL": "C",
        "PATH": search_path(),
    }
    done = subprocess.run(
        command, capture_output=True, text=True, errors="replace", env=environment
    )
    if done.returncode:
        lines = [line for line in (done.stderr + done.stdout).splitlines() if line.strip()]
        told = [line for line in lines if re.match(r"Err:|E:|W: Failed|.*No space left", line)]
        raise unavailable(what, (told or lines or [f"{command[0]}: {done.returncode}"])[0])


def _sources() -> list[str]:
    """Give the machine's own Debian mirrors when it is Debian 12, else Debian's main ones."""
    mirrors = set()
    if program("apt-get"):
        done = subprocess.run(
            ["apt-get", "indextargets", "--format", "$(REPO_URI) $(RELEASE) $(COMPONENT)"],
            capture_output=True,
            text=True,
        )
        for line in done.stdout.splitlines():
            uri, suite, component = line.split()
            if suite in _SUITES and component == "main":
                mirrors.add(f"deb {uri} {suite} main")
    chosen = sorted(mirrors, key=lambda mirror: mirror.split()[2]) or list(SOURCES)
    return [mirror.replace("deb ", f"deb [signed-by={KEYS}] ", 1) for mirror in chosen]


def _apt_options() -> list[str]:
    """Give the machine's proxies and certificates for apt, which mmdebstrap does not read."""
    if not program("apt-config"):
        return []
    done = subprocess.run(["apt-config", "dump", "Acquire"], capture_output=True, text=True)
    return [
        f"--aptopt={line}"
        for line in done.stdout.splitlines()
        if re.match(r"Acquire::(https?|Retries)\b", line) and not line.endswith('"";')
    ]
