"""The lessons' two images, built from Debian's own packages where no registry has them.

``debian:bookworm-slim`` is what mmdebstrap (or debootstrap) installs, in three layers;
``debian:bookworm`` adds a fourth with the manuals and translations that "slim" leaves out.
``busybox:1.35`` is Debian's busybox-static. What is made lies in the course's cache folder, so that
a second build takes seconds.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import docker

from helpers.errors import ImageUnavailable
from helpers.language import say
from helpers.paths import cache_dir

__all__ = ["BUILT_HERE", "build_busybox", "build_debian", "build_image", "missing_programs"]

BUILT_HERE = {"built-here": "docker-lessons 2"}
"""The label of an image that was built here, with the number of the recipe: a registry that was filled
after an older one is filled again. It is not the course's own label: containers take over the labels
of their image, and a learner's own container must not be taken for one of the course's."""

EPOCH = 1735689600
"""2025-01-01T00:00:00Z: the date in what is built: the same packages give the same bytes."""

_DEBIAN_SOURCE = "deb http://deb.debian.org/debian bookworm main"
_DEBIAN_KEYS = "/usr/share/keyrings/debian-archive-keyring.gpg"
_SUITES = ("bookworm", "bookworm-updates", "bookworm-security")
_HOOK = "/usr/share/mmdebstrap/hooks/merged-usr"

Report = Callable[[str], None]


def missing_programs() -> list[str]:
    """Say which Debian packages the own engine, its registry and the images still need.

    Returns:
        Names for ``apt-get install``, sorted; empty when all is there.
    """
    path = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin:/usr/local/sbin"
    needed = {
        "dockerd": "docker.io",
        "docker-registry": "docker-registry",
        "iptables": "iptables",
        "ip": "iproute2",
        "mmdebstrap": "mmdebstrap",
        "busybox": "busybox-static",
    }
    missing = {
        package for program, package in needed.items() if not shutil.which(program, path=path)
    }
    if not Path(_DEBIAN_KEYS).exists():
        missing.add("debian-archive-keyring")
    return sorted(missing)


def build_debian(
    client: docker.DockerClient, tag: str, *, slim: bool, report: Report = print
) -> None:
    """Build ``debian:bookworm-slim`` (3 layers) or ``debian:bookworm`` (4) on an engine.

    Twin: ``docker build -t TAG .`` with ``FROM scratch`` and an ``ADD part.tar /`` for each layer.

    Args:
        client: the engine.
        tag: the image's name.
        slim: without manuals and translations.
        report: takes one sentence when the packages are fetched (20 to 60 seconds).

    Raises:
        ImageUnavailable: the packages cannot be had.
    """
    parts = _debian_parts(report)
    added = "".join(f"ADD {part.name} /\n" for part in parts[: 3 if slim else 4])
    build_image(client, tag, f'FROM scratch\n{added}CMD ["bash"]\n', parts[: 3 if slim else 4])


def build_busybox(client: docker.DockerClient, tag: str, report: Report = print) -> None:
    """Build ``busybox:1.35`` (2 layers) on an engine, in the way of :func:`build_debian`.

    Args:
        client: the engine.
        tag: the image's name.
        report: takes one sentence when the package is fetched.

    Raises:
        ImageUnavailable: the package cannot be had.
    """
    parts = _busybox_parts(report)
    added = "".join(f"ADD {part.name} /\n" for part in parts)
    build_image(client, tag, f'FROM scratch\n{added}CMD ["sh"]\n', parts)


def build_image(
    client: docker.DockerClient,
    tag: str,
    dockerfile: str,
    files: list[Path] | None = None,
    pages: Mapping[str, str] | None = None,
) -> None:
    """Build an image that carries only the label ``built-here`` (``docker build``).

    Args:
        client: the engine.
        tag: the image's name.
        dockerfile: its text.
        files: go into the build's context under their own names.
        pages: more files of the context, by name.

    Raises:
        ImageUnavailable: a step fails; the engine's words are told.
    """
    with tempfile.TemporaryFile() as context:
        with tarfile.open(fileobj=context, mode="w") as archive:
            for name, text in {"Dockerfile": dockerfile, **(pages or {})}.items():
                _add(archive, tarfile.TarInfo(name), text.encode())
            for file in files or []:
                archive.add(file, file.name)
        context.seek(0)
        # The unlabelled build of the class above: see BUILT_HERE.
        stream = docker.APIClient.build(
            client.api, fileobj=context, custom_context=True, tag=tag, rm=True, forcerm=True,
            labels=BUILT_HERE, decode=True,
        )  # fmt: skip
        for event in stream:
            if "error" in event:
                raise _unavailable(tag, str(event["error"]))


def _unavailable(what: str, cause: str) -> ImageUnavailable:
    return ImageUnavailable(
        say(
            en=f"{what} could not be built here: {cause}",
            ko=f"여기에서 만들지 못한 이미지: {what} ({cause})",
        ),
        "",
        say(
            en="Let the engine reach Docker Hub or Debian's mirror, or name a registry that has the "
            "image in COURSE_REGISTRY.",
            ko="엔진이 Docker Hub나 데비안 미러에 닿게 하거나, 이미지가 있는 레지스트리를 "
            "COURSE_REGISTRY에 적으십시오.",
        ),
    )


def _run(what: str, command: list[str]) -> None:
    """Run a program that fetches packages; its last complaint becomes the course's error."""
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(EPOCH), "LC_ALL": "C"}
    done = subprocess.run(
        command, capture_output=True, text=True, env=environment, errors="replace"
    )
    if done.returncode:
        lines = [line for line in (done.stderr + done.stdout).splitlines() if line.strip()]
        told = [line for line in lines if re.match(r"E[:r]|W: Failed", line)]
        raise _unavailable(what, (told or lines or ["no word"])[0])


def _apt_sources() -> list[str]:
    """Give the machine's own Debian mirrors when it is Debian 12, else Debian's main one."""
    try:
        release = Path("/etc/os-release").read_text(encoding="utf-8")
    except OSError:
        release = ""
    lines: list[str] = []
    if re.search(r"^ID=debian$", release, re.M) and "VERSION_CODENAME=bookworm" in release:
        done = subprocess.run(
            ["apt-get", "indextargets", "--format", "$(REPO_URI) $(RELEASE) $(COMPONENT)"],
            capture_output=True, text=True,
        )  # fmt: skip
        for target in sorted(set(done.stdout.splitlines())):
            uri, suite, component = target.split()
            if suite in _SUITES and component == "main":
                lines.append(f"deb [signed-by={_DEBIAN_KEYS}] {uri} {suite} main")
    return lines or [_DEBIAN_SOURCE.replace("deb ", f"deb [signed-by={_DEBIAN_KEYS}] ")]


def _apt_options() -> list[str]:
    """Give the machine's own proxies and certificates for apt, which mmdebstrap does not read."""
    if not shutil.which("apt-config"):
        return []
    done = subprocess.run(["apt-config", "dump", "Acquire"], capture_output=True, text=True)
    return [
        f"--aptopt={line}"
        for line in done.stdout.splitlines()
        if re.match(r"Acquire::(https?|Retries)\b", line) and not line.endswith('"";')
    ]


def _bootstrap(report: Report) -> Path:
    """Install Debian 12 into a tar, once for this cache folder."""
    whole = _base() / "debian-bookworm.tar"
    if whole.exists():
        return whole
    report(
        say(
            en="Building debian:bookworm-slim from Debian's own packages (about a minute) ...",
            ko="데비안 패키지로 debian:bookworm-slim 이미지를 만듭니다(1분쯤 걸립니다) ...",
        )
    )
    draft = _base() / "debian-bookworm.partial.tar"
    if shutil.which("mmdebstrap"):
        command = [
            "mmdebstrap",
            "--quiet",
            "--variant=minbase",
            "--include=procps",
            *_apt_options(),
        ]
        if Path(_HOOK).exists():
            command.append(f"--hook-dir={_HOOK}")
        _run("debian:bookworm-slim", [*command, "bookworm", str(draft), *_apt_sources()])
    elif shutil.which("debootstrap"):
        with tempfile.TemporaryDirectory() as folder:
            root = f"{folder}/root"
            mirror = _apt_sources()[0].split()[2]
            words = [
                "debootstrap",
                "--variant=minbase",
                "--include=procps",
                f"--keyring={_DEBIAN_KEYS}",
            ]
            _run("debian:bookworm-slim", [*words, "bookworm", root, mirror])
            _run(
                "debian:bookworm-slim",
                ["tar", "--numeric-owner", "-cf", str(draft), "-C", root, "."],
            )
    else:
        raise _unavailable("debian:bookworm-slim", "mmdebstrap, debootstrap: not installed")
    draft.replace(whole)
    return whole


def _base() -> Path:
    folder = cache_dir() / "base"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _layer_of(name: str) -> int | None:
    """Say which layer a path belongs to: libraries, programs, the rest, what slim leaves out."""
    if re.match(
        r"(dev/.|var/cache/apt/.*bin$|var/lib/apt/lists/.|etc/apt/apt\.conf\.d/99mmdebstrap)", name
    ):
        return None
    if re.match(r"usr/share/(man|locale|info)/.|usr/share/doc/.", name):
        return 2 if re.match(r"usr/share/doc/[^/]+(/copyright)?$", name) else 3
    if re.match(r"usr/lib|lib|$|usr$", name):
        return 0
    return 1 if re.match(r"(usr/)?(s?bin|libexec)", name) else 2


def _debian_parts(report: Report) -> list[Path]:
    """Split the tar into the layers' parts."""
    parts = [_base() / f"debian-{n}-{what}.tar" for n, what in
             enumerate(("libraries", "programs", "settings", "manuals"), 1)]  # fmt: skip
    if all(part.exists() for part in parts):
        return parts
    whole = _bootstrap(report)
    drafts = [part.with_suffix(".partial") for part in parts]
    outs = [tarfile.open(draft, "w", format=tarfile.PAX_FORMAT) for draft in drafts]
    layers: dict[str, int] = {}
    with tarfile.open(whole) as archive:
        for member in archive:
            name = os.path.normpath(member.name).removeprefix(".").lstrip("/")
            layer = _layer_of(name)
            if layer is None or not name:
                continue
            layers[name] = layer
            content = archive.extractfile(member) if member.isreg() or member.islnk() else None
            if (
                member.islnk()
                and layers.get(os.path.normpath(member.linkname)) != layer
                and content
            ):
                member.type, member.linkname = tarfile.REGTYPE, ""
                member.size = len(content.read())
                content.seek(0)
            member.name = name
            if name == "etc/apt/sources.list":
                content = io.BytesIO(f"{_DEBIAN_SOURCE}\n".encode())
                member.size = len(content.getvalue())
            member.linkname = (
                os.path.normpath(member.linkname) if member.islnk() else member.linkname
            )
            outs[layer].addfile(member, content if member.isreg() else None)
    for out, draft, part in zip(outs, drafts, parts, strict=True):
        out.close()
        draft.replace(part)
    return parts


def _static_busybox(report: Report) -> bytes:
    """Read Debian 12's static BusyBox: the machine's, or one out of its package."""
    own = shutil.which("busybox", path="/bin:/usr/bin")
    program = Path(own).read_bytes() if own else b""
    if b"BusyBox v1.35." in program and b"/ld-linux" not in program[:4096]:
        return program
    if not shutil.which("mmdebstrap"):
        raise _unavailable("busybox:1.35", "busybox-static, mmdebstrap: not installed")
    report(say(en="Fetching BusyBox 1.35 ...", ko="BusyBox 1.35 프로그램을 받습니다 ..."))
    with tempfile.TemporaryDirectory() as folder:
        tar = Path(folder) / "busybox.tar"
        words = [
            "mmdebstrap",
            "--quiet",
            "--variant=extract",
            "--include=busybox-static",
            *_apt_options(),
        ]
        _run("busybox:1.35", [*words, "bookworm", str(tar), *_apt_sources()])
        with tarfile.open(tar) as archive:
            for member in archive:
                if member.isreg() and member.name.endswith("bin/busybox"):
                    content = archive.extractfile(member)
                    assert content is not None
                    return content.read()
    raise _unavailable("busybox:1.35", "busybox-static holds no busybox")


_BUSYBOX_FILES = {
    "etc/passwd": "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/home:/bin/false\n",
    "etc/group": "root:x:0:\nnogroup:x:65534:\n",
    "etc/hostname": "",
}


def _busybox_parts(report: Report) -> list[Path]:
    """Make the two layers: the program with its links, and the folders and files around it."""
    parts = [_base() / "busybox-1-programs.tar", _base() / "busybox-2-settings.tar"]
    if all(part.exists() for part in parts):
        return parts
    program = _static_busybox(report)
    with tempfile.TemporaryDirectory(dir=_base()) as folder:
        copy = Path(folder) / "busybox"
        copy.write_bytes(program)
        copy.chmod(0o755)
        names = _applets(str(copy))
    drafts = [part.with_suffix(".partial") for part in parts]
    with tarfile.open(drafts[0], "w") as archive:
        _add(archive, _folder("bin"))
        _add(archive, _file("bin/busybox", 0o755), program)
        for name in names:
            link = _file(f"bin/{name}", 0o755)
            link.type, link.linkname = tarfile.LNKTYPE, "bin/busybox"
            archive.addfile(link)
    with tarfile.open(drafts[1], "w") as archive:
        for name in ("etc", "home", "root", "tmp", "usr", "var", "var/www"):
            _add(archive, _folder(name, 0o1777 if name == "tmp" else 0o755))
        for name, text in _BUSYBOX_FILES.items():
            _add(archive, _file(name), text.encode())
    for draft, part in zip(drafts, parts, strict=True):
        draft.replace(part)
    return parts


def _applets(program: str) -> list[str]:
    """Ask BusyBox which programs it holds."""
    done = subprocess.run([program, "--list"], capture_output=True, text=True, check=True)
    return sorted(set(done.stdout.split()) - {"busybox"})


def _folder(name: str, mode: int = 0o755) -> tarfile.TarInfo:
    member = _file(name, mode)
    member.type = tarfile.DIRTYPE
    return member


def _file(name: str, mode: int = 0o644) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.mode, member.mtime = mode, EPOCH
    return member


def _add(archive: tarfile.TarFile, member: tarfile.TarInfo, content: bytes = b"") -> Any:
    member.size = len(content)
    archive.addfile(member, io.BytesIO(content) if content else None)
