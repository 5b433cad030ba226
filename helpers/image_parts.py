"""The parts that the base images are built from: a tar for each layer, kept in the cache folder."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Callable
from pathlib import Path

from helpers.debian_packages import EPOCH, SOURCES, bootstrap, extract, unavailable
from helpers.language import say
from helpers.own.place import locked
from helpers.paths import cache_dir

__all__ = ["add_file", "busybox_parts", "debian_parts"]

_LAYERS = ("libraries", "programs", "settings", "manuals")
_LEFT_OUT = (
    r"dev/.|var/cache/apt/.*(bin|deb)$|var/cache/debconf/.*-old$|var/lib/apt/lists/.|var/log/.*log$"
    r"|etc/(hostname|resolv\.conf)$|etc/apt/apt\.conf\.d/99mmdebstrap"
)
"""What no image needs; the last line is this machine's own name, name servers and proxies."""


def debian_parts(report: Callable[[str], None]) -> list[Path]:
    """Give the four parts of Debian 12: libraries, programs, the rest, and what "slim" leaves out.

    Args:
        report: takes a sentence when the packages have to be fetched.

    Returns:
        Four tars, to be unpacked one on another.

    Raises:
        ImageUnavailable: the packages cannot be had.
    """
    base = _base()
    parts = [base / f"debian-{number}-{what}.tar" for number, what in enumerate(_LAYERS, 1)]
    with locked("base"):
        if not all(part.exists() for part in parts):
            report(
                say(
                    en="Building debian:bookworm-slim from Debian's packages (a minute) ...",
                    ko="데비안 패키지로 debian:bookworm-slim 이미지를 만듭니다(1분쯤) ...",
                )
            )
            whole = base / "debian-bookworm.tar"
            bootstrap(whole)
            _split(whole, parts)
            whole.unlink()
    return parts


def _layer_of(name: str) -> int | None:
    """Say which part a path belongs to; None for what is left out."""
    if re.match(_LEFT_OUT, name):
        return None
    if re.match(r"usr/share/(doc|info|locale|man)/.", name):
        # The copyright of each package stays, as in Debian's own slim images.
        return 2 if re.match(r"usr/share/doc/[^/]+(/copyright)?$", name) else 3
    if re.match(r"usr$|usr/lib|lib", name):
        return 0
    return 1 if re.match(r"(usr/)?s?bin|usr/libexec", name) else 2


def _split(whole: Path, parts: list[Path]) -> None:
    """Deal a tar's members out to the parts."""
    drafts = [part.with_suffix(".partial") for part in parts]
    layers: dict[str, int] = {}
    with contextlib.ExitStack() as stack:
        outs = [stack.enter_context(tarfile.open(draft, "w")) for draft in drafts]
        archive = stack.enter_context(tarfile.open(whole))
        for member in archive:
            member.name = os.path.normpath(member.name)
            layer = _layer_of(member.name)
            if layer is None or member.name == ".":
                continue
            layers[member.name] = layer
            if member.name == "etc/apt/sources.list":
                add_file(outs[layer], member, "".join(f"{line}\n" for line in SOURCES).encode())
                continue
            content = archive.extractfile(member) if member.isreg() or member.islnk() else None
            if member.islnk():
                member.linkname = os.path.normpath(member.linkname)
                if layers.get(member.linkname) != layer and content:
                    member.type, member.linkname = tarfile.REGTYPE, ""  # No link leaves its layer.
                    add_file(outs[layer], member, content.read())
                    continue
            outs[layer].addfile(member, content if member.isreg() else None)
    for draft, part in zip(drafts, parts, strict=True):
        draft.replace(part)


def busybox_parts(report: Callable[[str], None]) -> list[Path]:
    """Give the two parts of BusyBox: the program with a link for each of its names, and the rest.

    Args:
        report: takes a sentence when the package has to be fetched.

    Returns:
        Two tars.

    Raises:
        ImageUnavailable: the package cannot be had.
    """
    base = _base()
    parts = [base / "busybox-1-programs.tar", base / "busybox-2-settings.tar"]
    with locked("base"):
        if not all(part.exists() for part in parts):
            program = _static_busybox(report)
            drafts = [part.with_suffix(".partial") for part in parts]
            with tarfile.open(drafts[0], "w") as archive:
                add_file(archive, _member("bin", 0o755, tarfile.DIRTYPE))
                add_file(archive, _member("bin/busybox", 0o755), program)
                for name in _names(program):
                    link = _member(f"bin/{name}", 0o755, tarfile.LNKTYPE)
                    link.linkname = "bin/busybox"
                    add_file(archive, link)
            with tarfile.open(drafts[1], "w") as archive:
                for name in ("etc", "home", "root", "tmp", "usr", "var", "var/www"):
                    mode = 0o1777 if name == "tmp" else 0o755
                    add_file(archive, _member(name, mode, tarfile.DIRTYPE))
                for name, text in _BUSYBOX_FILES.items():
                    add_file(archive, _member(name), text.encode())
            for draft, part in zip(drafts, parts, strict=True):
                draft.replace(part)
    return parts


_BUSYBOX_FILES = {
    "etc/passwd": "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/home:/bin/false\n",
    "etc/group": "root:x:0:\nnogroup:x:65534:\n",
}


def _static_busybox(report: Callable[[str], None]) -> bytes:
    """Read Debian 12's static BusyBox: the machine's own, or the one in Debian's package."""
    here = shutil.which("busybox", path="/bin:/usr/bin")
    program = Path(here).read_bytes() if here else b""
    if b"BusyBox v1.35." in program and b"/ld-linux" not in program[:4096]:
        return program
    report(say(en="Fetching BusyBox 1.35 ...", ko="BusyBox 1.35 프로그램을 받습니다 ..."))
    with tempfile.TemporaryDirectory() as folder:
        tar = Path(folder) / "busybox.tar"
        extract("busybox:1.35", "busybox-static", tar)
        with tarfile.open(tar) as archive:
            for member in archive:
                if member.isreg() and member.name.endswith("bin/busybox"):
                    content = archive.extractfile(member)
                    return content.read() if content else b""
    raise unavailable("busybox:1.35", "busybox-static: no bin/busybox")


def _names(program: bytes) -> list[str]:
    """Ask BusyBox itself which programs it holds (``busybox --list``)."""
    with tempfile.TemporaryDirectory(dir=_base()) as folder:
        copy = Path(folder) / "busybox"
        copy.write_bytes(program)
        copy.chmod(0o755)
        done = subprocess.run([copy, "--list"], capture_output=True, text=True, check=True)
    return sorted(set(done.stdout.split()) - {"busybox"})


def _base() -> Path:
    folder = cache_dir() / "base"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _member(name: str, mode: int = 0o644, kind: bytes = tarfile.REGTYPE) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.mode, member.mtime, member.type = mode, EPOCH, kind
    return member


def add_file(archive: tarfile.TarFile, member: tarfile.TarInfo, content: bytes = b"") -> None:
    """Put a member with its content into a tar.

    Args:
        archive: open for writing.
        member: name, mode and kind.
        content: its bytes, for a regular file.
    """
    member.size = len(content)
    archive.addfile(member, io.BytesIO(content))
