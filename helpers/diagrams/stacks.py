"""What the three pictures say, in both languages; nothing here knows how they are drawn."""

from __future__ import annotations

from dataclasses import dataclass

from helpers.language import say

__all__ = ["STACKS", "Layer", "Stack"]


@dataclass(frozen=True)
class Layer:
    """One box.

    Attributes:
        kind: what it is; the colour follows: ``app``, ``os``, ``kernel``, ``engine``, ``hardware``.
        en: its words in English.
        ko: its words in Korean.
    """

    kind: str
    en: str
    ko: str

    @property
    def text(self) -> str:
        """The words in the learner's language."""
        return say(en=self.en, ko=self.ko)


@dataclass(frozen=True)
class Stack:
    """One picture: columns that stand side by side on rows.

    Attributes:
        name: the picture's name.
        title: its title.
        summary: what is to be seen, for who cannot see it.
        columns: from left to right; in each a heading and boxes from top to bottom.
        rows: boxes over the whole width below the columns, from top to bottom.
        host: the host operating system, drawn as a frame; None where there is none.
        host_rows: how many of ``rows``, counted from below the hardware up, the frame holds.
        host_columns: whether the frame holds the columns too.
    """

    name: str
    title: Layer
    summary: Layer
    columns: tuple[tuple[Layer, ...], ...]
    rows: tuple[Layer, ...]
    host: Layer | None = None
    host_rows: int = 0
    host_columns: bool = False


_APP = Layer("app", "application", "애플리케이션")
_FILES = Layer("os", "libraries, files", "라이브러리, 파일")
_GUEST = Layer("os", "guest OS", "게스트 OS")
_GUEST_KERNEL = Layer("kernel", "its own kernel", "자체 커널")
_VM = Layer("heading", "virtual machine", "가상 머신")
_CONTAINER = Layer("heading", "container", "컨테이너")
_HARDWARE = Layer("hardware", "hardware", "하드웨어")
_SERVER = Layer("hardware", "server (physical or virtual)", "서버(물리 서버 또는 가상 머신)")
_HOST = Layer("heading", "host operating system", "호스트 운영체제")
_MACHINES = ((_VM, _APP, _GUEST, _GUEST_KERNEL),) * 3

STACKS: dict[str, Stack] = {
    stack.name: stack
    for stack in (
        Stack(
            name="host-stack",
            title=Layer("title", "Host virtualization", "호스트 가상화"),
            summary=Layer(
                "summary",
                "Three virtual machines, each with an application, a guest operating system and "
                "its own kernel, stand on virtualization software. That is a program of the host "
                "operating system, whose kernel works the hardware.",
                "가상 머신 세 대가 가상화 소프트웨어 위에 있습니다. 가상 머신마다 애플리케이션, "
                "게스트 운영체제, 자체 커널이 들어 있습니다. 가상화 소프트웨어는 호스트 운영체제의 "
                "프로그램이고, 호스트 운영체제의 커널이 하드웨어를 다룹니다.",
            ),
            columns=_MACHINES,
            rows=(
                Layer(
                    "engine",
                    "virtualization software (VirtualBox, VMware Workstation)",
                    "가상화 소프트웨어(VirtualBox, VMware Workstation)",
                ),
                Layer("kernel", "kernel of the host", "호스트 커널"),
                _HARDWARE,
            ),
            host=_HOST,
            host_rows=2,
        ),
        Stack(
            name="hypervisor-stack",
            title=Layer("title", "Hypervisor virtualization", "하이퍼바이저 가상화"),
            summary=Layer(
                "summary",
                "Three virtual machines, each with an application, a guest operating system and "
                "its own kernel, stand on a hypervisor. It lies on the bare hardware; there is no "
                "host operating system for general use. KVM makes the Linux kernel itself a "
                "hypervisor.",
                "가상 머신 세 대가 하이퍼바이저 위에 있습니다. 가상 머신마다 애플리케이션, 게스트 "
                "운영체제, 자체 커널이 들어 있습니다. 하이퍼바이저는 하드웨어 바로 위에 설치되며 "
                "범용 호스트 운영체제가 없습니다. "
                "KVM은 리눅스 커널 자체를 하이퍼바이저로 만듭니다.",
            ),
            columns=_MACHINES,
            rows=(
                Layer(
                    "kernel",
                    "hypervisor (ESXi, Xen, Hyper-V; KVM: a Linux kernel)",
                    "하이퍼바이저(ESXi, Xen, Hyper-V, 리눅스 커널인 KVM)",
                ),
                _HARDWARE,
            ),
        ),
        Stack(
            name="container-stack",
            title=Layer("title", "Containers", "컨테이너 가상화"),
            summary=Layer(
                "summary",
                "Three containers, each with an application and its libraries and files, are "
                "processes of the host operating system. Beside them run the Docker Engine, "
                "containerd and runc, which start them. All of them share one kernel, a part of "
                "the host operating system, which separates the containers by namespaces and "
                "cgroups. Below it is the server.",
                "컨테이너 세 개는 호스트 운영체제의 프로세스이며, "
                "저마다 애플리케이션과 라이브러리, 파일이 있습니다. "
                "컨테이너를 시작하는 도커 엔진, containerd, runc가 그 옆에서 "
                "실행됩니다. 모두 커널 하나를 공유합니다. 커널은 호스트 운영체제의 일부이고, "
                "네임스페이스와 cgroup으로 컨테이너를 나눕니다. 그 아래에 서버가 있습니다.",
            ),
            columns=(
                (
                    Layer("heading", "starts containers", "컨테이너 시작"),
                    Layer("engine", "Docker Engine", "도커 엔진"),
                    Layer("engine", "containerd", "containerd"),
                    Layer("engine", "runc", "runc"),
                ),
                *((_CONTAINER, _APP, _FILES),) * 3,
            ),
            rows=(
                Layer(
                    "kernel",
                    "one kernel for all: namespaces, cgroups",
                    "모두가 공유하는 커널 하나: 네임스페이스, cgroup",
                ),
                _SERVER,
            ),
            host=_HOST,
            host_rows=1,
            host_columns=True,
        ),
    )
}
"""The three pictures by name. The notes drew the kernel above the host OS; it is a part of it."""
