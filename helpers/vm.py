"""A real virtual machine, as small as it can be: qemu, a Debian kernel and a busybox.

The kernel is taken out of Debian's package ``linux-image-cloud-amd64`` into the course's cache
folder; nothing is installed. The machine has no disk and no network, prints what it sees to its
serial line and is switched off.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import tarfile
import tempfile
import threading
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from helpers.errors import CourseError
from helpers.isolation import SCRIPT, View
from helpers.language import say
from helpers.paths import cache_dir

__all__ = ["Boot", "VirtualMachine", "VirtualMachineUnavailable", "boot", "prepare"]

PACKAGE = "linux-image-cloud-amd64"
MARKER = "course-marker"
MEMORY = 128
"""The machine's memory in MiB; with less than 96 Debian's kernel panics."""

TRIAL = 5.0
"""Seconds that /dev/kvm gets to show that it works; the device can exist and hang."""

LIMIT = 180.0
"""Seconds that a boot may take before it is given up."""

_INIT = f"""#!/bin/busybox sh
export PATH=/bin
/bin/busybox --install -s /bin
mount -t proc proc /proc
{SCRIPT}
echo {MARKER}
sleep 600
"""


class VirtualMachineUnavailable(CourseError):
    """The course's virtual machine cannot be booted on this machine."""


@dataclass(frozen=True)
class VirtualMachine:
    """What a boot needs.

    Attributes:
        qemu: the program ``qemu-system-x86_64``.
        kernel: Debian's kernel image.
        initramfs: the whole user land, a compressed cpio archive.
    """

    qemu: Path
    kernel: Path
    initramfs: Path

    @property
    def disk(self) -> int:
        """Bytes that the guest takes on disk: its kernel and its user land."""
        return self.kernel.stat().st_size + self.initramfs.stat().st_size

    def command(self, accelerator: str) -> list[str]:
        """The qemu command line.

        Args:
            accelerator: ``"kvm"`` (the processor's help) or ``"tcg"`` (software emulation).
        """
        return [
            *(str(self.qemu), "-M", "pc", "-accel", accelerator, "-m", str(MEMORY), "-smp", "1"),
            *(["-cpu", "host"] if accelerator == "kvm" else []),
            *("-nodefaults", "-no-user-config", "-display", "none", "-serial", "stdio"),
            *("-no-reboot", "-kernel", str(self.kernel), "-initrd", str(self.initramfs)),
            *("-append", "console=ttyS0 quiet panic=-1"),
        ]


@dataclass(frozen=True)
class Boot:
    """One boot, from the start of qemu to the marker.

    Attributes:
        seconds: how long it took.
        memory: bytes that qemu held then; None where /proc does not tell.
        view: what the guest sees of its kernel.
    """

    seconds: float
    memory: int | None
    view: View


def prepare() -> VirtualMachine:
    """Get everything for a virtual machine ready; downloads the kernel's package once (27 MB).

    Returns:
        What to boot.

    Raises:
        VirtualMachineUnavailable: another processor, no qemu, no busybox, or no kernel to be had.
    """
    if platform.machine().lower() not in ("x86_64", "amd64"):
        raise _unavailable(
            f"this processor is {platform.machine()}, not x86-64",
            f"프로세서가 x86-64가 아닙니다: {platform.machine()}",
        )
    qemu, busybox = shutil.which("qemu-system-x86_64"), shutil.which("busybox")
    if not qemu:
        raise _unavailable("there is no qemu-system-x86_64", "qemu-system-x86_64가 없습니다")
    if not busybox:
        raise _unavailable("there is no busybox", "busybox가 없습니다")
    folder = cache_dir() / "vm"
    folder.mkdir(parents=True, exist_ok=True)
    return VirtualMachine(Path(qemu), _kernel(folder), _initramfs(folder, Path(busybox)))


def boot(machine: VirtualMachine, with_accelerator: str | None = None) -> Boot:
    """Start the machine, wait for its marker, switch it off.

    Args:
        machine: what :func:`prepare` returned.
        with_accelerator: ``"kvm"`` or ``"tcg"``; left out, :func:`accelerator` decides.

    Returns:
        The time, the memory and the guest's view.

    Raises:
        VirtualMachineUnavailable: the marker did not come within 180 seconds.
    """
    chosen = with_accelerator or accelerator(machine)
    done = _boot(machine, chosen, LIMIT)
    if done is None:
        raise _unavailable(
            f"the machine did not come up ({chosen})", f"가상 머신이 부팅되지 않았습니다({chosen})"
        )
    return done


@cache
def accelerator(machine: VirtualMachine) -> str:
    """Decide by a short trial boot whether the processor helps.

    Returns:
        ``"kvm"``, or ``"tcg"``: software emulation, several times slower.
    """
    if not os.access("/dev/kvm", os.R_OK | os.W_OK):
        return "tcg"
    return "tcg" if _boot(machine, "kvm", TRIAL) is None else "kvm"


def resident(pid: int) -> int | None:
    """Bytes of memory that a process holds now (VmRSS of proc(5)); None where that is not told."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return None
    kilobytes = [line.split()[1] for line in status.splitlines() if line.startswith("VmRSS:")]
    return int(kilobytes[0]) * 1024 if kilobytes else None


def _boot(machine: VirtualMachine, accelerator: str, limit: float) -> Boot | None:
    begin = time.monotonic()
    process = subprocess.Popen(
        machine.command(accelerator),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        errors="replace",
    )
    alarm = threading.Timer(limit, process.kill)
    alarm.start()
    printed = ""
    try:
        assert process.stdout is not None
        for line in process.stdout:
            printed += line
            if MARKER in line:
                seconds = time.monotonic() - begin
                return Boot(seconds, resident(process.pid), View.parse(printed))
        return None
    finally:
        alarm.cancel()
        process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()


def _kernel(folder: Path) -> Path:
    """Take the kernel out of Debian's package, unless an earlier call has."""
    kept = sorted(folder.glob("vmlinuz-*"))
    if kept:
        return kept[-1]
    if not shutil.which("apt-get") or not shutil.which("dpkg-deb"):
        raise _unavailable("this is not Debian or Ubuntu", "Debian이나 Ubuntu가 아닙니다")
    depends = _run(["apt-cache", "depends", "--important", PACKAGE], folder)
    names = [line.split()[-1] for line in depends.splitlines() if "linux-image-" in line]
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        if names:
            _run(["apt-get", "download", names[-1]], Path(scratch))
        packages = list(Path(scratch).glob("*.deb"))
        if not packages:
            raise _unavailable(
                f"the package {PACKAGE} cannot be downloaded (apt-get update may mend it)",
                f"{PACKAGE} 패키지를 받을 수 없습니다(apt-get update로 나을 수 있습니다)",
            )
        return _unpack(packages[0], Path(scratch), folder)


def _unpack(package: Path, scratch: Path, folder: Path) -> Path:
    """Copy ``boot/vmlinuz-…`` out of a .deb; it gets its name only when it is whole."""
    archive = scratch / "package.tar"
    with archive.open("wb") as out:
        subprocess.run(["dpkg-deb", "--fsys-tarfile", str(package)], stdout=out, check=True)
    with tarfile.open(archive) as tar:
        member = next(m for m in tar if Path(m.name).name.startswith("vmlinuz-"))
        content = tar.extractfile(member)
        assert content is not None
        part = scratch / "vmlinuz"
        part.write_bytes(content.read())
    return part.replace(folder / Path(member.name).name)


def _initramfs(folder: Path, busybox: Path) -> Path:
    """Pack /init and busybox into a cpio archive (``busybox cpio -o -H newc | gzip``)."""
    target = folder / "initramfs.gz"
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        root = Path(scratch) / "root"
        for name in ("bin", "proc"):
            (root / name).mkdir(parents=True)
        shutil.copy(busybox, root / "bin" / "busybox")
        (root / "init").write_text(_INIT)
        (root / "init").chmod(0o755)
        packed = Path(scratch) / "initramfs.gz"
        with packed.open("wb") as out:
            subprocess.run(
                ["sh", "-c", "find . | busybox cpio -o -H newc | gzip"],
                cwd=root,
                stdout=out,
                stderr=subprocess.DEVNULL,
                check=True,
            )
        return packed.replace(target)


def _run(command: list[str], folder: Path) -> str:
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "LC_ALL": "C"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout


def _unavailable(english: str, korean: str) -> VirtualMachineUnavailable:
    return VirtualMachineUnavailable(
        cause=say(
            en=f"No virtual machine can be started here: {english}.",
            ko=f"여기서는 가상 머신을 시작할 수 없습니다: {korean}.",
        ),
        state=say(en="Everything else works without one.", ko="나머지는 가상 머신 없이도 됩니다."),
        next_step=say(
            en="On Debian: apt-get install qemu-system-x86 busybox-static.",
            ko="Debian에서는 apt-get install qemu-system-x86 busybox-static 명령으로 갖춥니다.",
        ),
    )
