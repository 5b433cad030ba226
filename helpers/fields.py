"""What each field of ``docker version`` and ``docker info`` means, and what became of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from helpers.language import say

__all__ = ["CLIENT", "HIDDEN", "INFO", "VERSION", "YOURS", "Field"]

Info = Mapping[str, Any]


def _none(info: Info) -> str:
    return ""


@dataclass(frozen=True)
class Field:
    """A field's meaning in both languages, and how today's answer of ``GET /info`` words it."""

    en: str
    ko: str
    now: Callable[[Info], str] = _none

    def meaning(self) -> str:
        """Say what the field means, in the learner's language."""
        return say(en=self.en, ko=self.ko)


def _key(name: str) -> Callable[[Info], str]:
    return lambda info: _word(info.get(name))


def _word(value: Any) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _inner(*path: str) -> Callable[[Info], str]:
    def read(info: Info) -> str:
        value: Any = info
        for name in path:
            value = (value or {}).get(name)
        return " ".join(sorted(value)) if isinstance(value, list | dict) else _word(value)

    return read


def _status(name: str) -> Callable[[Info], str]:
    return lambda info: dict(info.get("DriverStatus") or []).get(name, "")


def _security(info: Info) -> str:
    options = info.get("SecurityOptions") or []
    return " ".join(sorted(o.split(",")[0].removeprefix("name=") for o in options))


def _profile(info: Info) -> str:
    for option in info.get("SecurityOptions") or []:
        if option.startswith("name=seccomp"):
            return str(dict(p.split("=", 1) for p in option.split(",")).get("profile", ""))
    return ""


def _memory(info: Info) -> str:
    return f"{info.get('MemTotal', 0) / 2**30:.4g}GiB"


HIDDEN = frozenset(
    (
        "Containers",
        "Containers/Running",
        "Containers/Paused",
        "Containers/Stopped",
        "Images",
        "Kernel Version",
        "Operating System",
        "Architecture",
        "CPUs",
        "Total Memory",
        "Name",
        "ID",
        "Docker Root Dir",
        "Storage Driver/Backing Filesystem",
        "Debug Mode (server)/File Descriptors",
        "Debug Mode (server)/Goroutines",
        "Debug Mode (server)/System Time",
        "Debug Mode (server)/EventsListeners",
        "Labels",
    )
)
"""Fields that belong to a machine or a moment, not to Docker: their values are not printed."""

YOURS = frozenset(
    (
        "API version",
        "Built",
        "CDI spec directories",
        "Cgroup Driver",
        "Cgroup Version",
        "Debug Mode (server)",
        "Experimental",
        "Firewall Backend",
        "Git commit",
        "Go version",
        "Init Binary",
        "Insecure Registries",
        "Live Restore Enabled",
        "Logging Driver",
        "OS/Arch",
        "Plugins/Log",
        "Runtimes",
        "Security Options",
        "Security Options/Profile",
        "Server Version",
        "Storage Driver",
        "Swarm",
        "Version",
        "containerd",
        "containerd version",
        "docker-init",
        "init version",
        "runc",
        "runc version",
    )
)
"""Fields that differ from engine to engine: their values are printed between ‹ ›."""

CLIENT: dict[str, Field] = {
    "Version": Field(
        "The client's own version. In 2017 the docker command asked; here docker-py does.",
        "클라이언트의 버전입니다. 2017년에는 docker 명령이 물었고, 여기서는 docker-py가 묻습니다.",
    ),
    "API version": Field(
        "The version that the two agreed on. 1.28 was as new as it got in April 2017.",
        "둘이 쓰기로 한 버전입니다. 2017년 4월에는 1.28이 가장 새로웠습니다.",
    ),
    "Go version": Field(
        "What the client is made with: the docker command is a Go program, docker-py is Python.",
        "클라이언트를 만든 언어입니다. docker 명령은 Go 프로그램이고 docker-py는 파이썬입니다.",
    ),
    "Git commit": Field("The source it was built from.", "빌드에 쓴 소스의 커밋입니다."),
    "Built": Field("When it was built.", "빌드한 때입니다."),
    "OS/Arch": Field(
        "What the client runs on. windows in 2017, and yet a Linux engine answered it.",
        "클라이언트가 실행되는 곳입니다. 2017년에는 windows였지만 Linux 엔진이 대답했습니다.",
    ),
}
"""The client's half of ``docker version``."""

VERSION: dict[str, Field] = {
    "Version": Field(
        "The engine's version. The -ce of 2017 is gone: since 2018 the number is enough.",
        "엔진의 버전입니다. 2017년의 -ce는 2018년부터 붙지 않습니다.",
    ),
    "API version": Field(
        "The newest API that the daemon speaks, and the oldest. Engine 29 speaks 1.55 and refuses "
        "clients below 1.40.",
        "데몬이 쓰는 가장 새 API와 가장 오래된 API입니다. 엔진 29는 1.55까지 쓰고 1.40보다 오래된 "
        "클라이언트를 거절합니다.",
    ),
    "Go version": Field(
        "The Go compiler that built it; each release of the engine takes a newer one.",
        "이 엔진을 빌드한 Go 컴파일러입니다. 엔진이 나올 때마다 더 새 컴파일러를 씁니다.",
    ),
    "Git commit": Field("The source it was built from.", "빌드에 쓴 소스의 커밋입니다."),
    "Built": Field("When it was built.", "빌드한 때입니다."),
    "OS/Arch": Field(
        "What the daemon runs on. In 2017 the client ran on Windows and the daemon on Linux.",
        "데몬이 실행되는 곳입니다. 2017년에는 클라이언트가 Windows, 데몬이 Linux에 있었습니다.",
    ),
    "Experimental": Field(
        "Whether trial features of the daemon are on.", "데몬의 시험 기능을 켰는지 나타냅니다."
    ),
    "containerd": Field(
        "New since 2018: the program that keeps the containers for the engine.",
        "2018년부터 나옵니다. 엔진을 대신해 컨테이너를 관리하는 프로그램입니다.",
    ),
    "runc": Field(
        "New since 2018: the program that makes a container out of namespaces and cgroups.",
        "2018년부터 나옵니다. 네임스페이스와 cgroup으로 컨테이너를 만드는 프로그램입니다.",
    ),
    "docker-init": Field(
        "New since 2018: the small process 1 that --init puts into a container.",
        "2018년부터 나옵니다. --init을 주면 컨테이너의 1번 프로세스가 되는 작은 프로그램입니다.",
    ),
}
"""The server's half of ``docker version``, and the programs below it."""

INFO: dict[str, Field] = {
    "Containers": Field("All containers.", "모든 컨테이너의 수입니다.", _key("Containers")),
    "Containers/Running": Field(
        "Of these running.", "실행 중인 수입니다.", _key("ContainersRunning")
    ),
    "Containers/Paused": Field(
        "Of these paused.", "일시 정지된 수입니다.", _key("ContainersPaused")
    ),
    "Containers/Stopped": Field(
        "Of these created or exited.", "만들기만 했거나 끝난 수입니다.", _key("ContainersStopped")
    ),
    "Images": Field("Images on the engine.", "엔진에 있는 이미지의 수입니다.", _key("Images")),
    "Server Version": Field(
        "The engine's version once more.", "엔진의 버전이 한 번 더 나옵니다.", _key("ServerVersion")
    ),
    "Storage Driver": Field(
        "How layers become one file system. aufs was removed in Engine 24; overlay2 took its "
        "place, and a fresh Engine 29 keeps images in containerd, with overlayfs.",
        "레이어를 한 파일 시스템으로 겹치는 방법입니다. aufs는 엔진 24에서 없어졌고 overlay2가 그 "
        "자리를 이었습니다. 새로 설치한 엔진 29는 containerd에 overlayfs로 이미지를 보관합니다.",
        _key("Driver"),
    ),
    "Storage Driver/Root Dir": Field(
        "A detail of aufs: where it kept the layers.",
        "aufs의 항목으로, 레이어를 둔 폴더입니다.",
        _status("Root Dir"),
    ),
    "Storage Driver/Backing Filesystem": Field(
        "The disk's file system below.",
        "그 아래 디스크의 파일 시스템입니다.",
        _status("Backing Filesystem"),
    ),
    "Storage Driver/Dirs": Field(
        "A detail of aufs: one folder a layer.",
        "aufs의 항목으로, 레이어마다 하나씩 있던 폴더의 수입니다.",
        _status("Dirs"),
    ),
    "Storage Driver/Dirperm1 Supported": Field(
        "A detail of aufs: an option of its mounts.",
        "aufs의 항목으로, 마운트 옵션 하나의 지원 여부입니다.",
        _status("Dirperm1 Supported"),
    ),
    "Logging Driver": Field(
        "Where containers' output is kept.",
        "컨테이너의 출력을 보관하는 방법입니다.",
        _key("LoggingDriver"),
    ),
    "Cgroup Driver": Field(
        "Who makes the groups that limit memory and CPU: the engine itself, or systemd.",
        "메모리와 CPU를 제한하는 그룹을 누가 만드는지 나타냅니다. 엔진 자신이거나 systemd입니다.",
        _key("CgroupDriver"),
    ),
    "Cgroup Version": Field(
        "New since 20.10. Docker knew only version 1 in 2017; that is deprecated, systems use 2.",
        "20.10부터 나옵니다. 2017년의 도커가 알던 1은 이제 권하지 않으며, 요즘은 2를 씁니다.",
        _key("CgroupVersion"),
    ),
    "Plugins/Volume": Field("Kinds of volumes.", "볼륨의 종류입니다.", _inner("Plugins", "Volume")),
    "Plugins/Network": Field(
        "Kinds of networks; ipvlan is new.",
        "네트워크의 종류입니다. ipvlan이 새로 생겼습니다.",
        _inner("Plugins", "Network"),
    ),
    "Plugins/Log": Field(
        "Kinds of log drivers; a line that the command of the notes did not print.",
        "로그 드라이버의 종류입니다. 강의 노트의 명령은 출력하지 않던 줄입니다.",
        _inner("Plugins", "Log"),
    ),
    "CDI spec directories": Field(
        "New since 25: where devices such as GPUs are described.",
        "25부터 나옵니다. GPU 같은 장치를 설명하는 파일이 있는 폴더입니다.",
        _inner("CDISpecDirs"),
    ),
    "Swarm": Field(
        "Clustering is built in, in 2017 already: this line is the proof.",
        "클러스터링은 2017년에도 이미 엔진에 들어 있었습니다. 이 줄이 그 증거입니다.",
        _inner("Swarm", "LocalNodeState"),
    ),
    "Runtimes": Field(
        "Programs that can start a container. Today runc has a second name, by which containerd "
        "calls it.",
        "컨테이너를 시작할 수 있는 프로그램입니다. containerd가 runc를 부르는 이름도 나옵니다.",
        _inner("Runtimes"),
    ),
    "Default Runtime": Field(
        "The one that is used.", "기본으로 쓰는 프로그램입니다.", _key("DefaultRuntime")
    ),
    "Init Binary": Field(
        "The program behind --init. In 2017 the line was there, and empty.",
        "--init이 쓰는 프로그램입니다. 2017년에는 줄만 있고 비어 있었습니다.",
        _key("InitBinary"),
    ),
    "containerd version": Field(
        "Which containerd: the commit of its source, as in 2017, or a distribution's package.",
        "containerd의 버전입니다. 2017년처럼 소스의 커밋이거나 배포판 패키지의 버전입니다.",
        _inner("ContainerdCommit", "ID"),
    ),
    "runc version": Field(
        "Which runc, told in the same way.",
        "runc의 버전입니다. 적는 방법은 위와 같습니다.",
        _inner("RuncCommit", "ID"),
    ),
    "init version": Field(
        "Which init; Debian's package leaves it empty.",
        "init의 버전입니다. 데비안 패키지에서는 비어 있습니다.",
        _inner("InitCommit", "ID"),
    ),
    "Security Options": Field(
        "What stands between a container and the kernel.",
        "컨테이너와 커널 사이를 지키는 장치입니다.",
        _security,
    ),
    "Security Options/Profile": Field(
        "Its rules; called builtin since Engine 23.",
        "그 규칙입니다. 엔진 23부터 builtin이라고 부릅니다.",
        _profile,
    ),
    "Kernel Version": Field(
        "The host's kernel, which all containers share. In 2017 it was that of the boot2docker "
        "virtual machine.",
        "모든 컨테이너가 함께 쓰는 호스트의 커널입니다. "
        "2017년에는 boot2docker 가상 머신의 커널이었습니다.",
        _key("KernelVersion"),
    ),
    "Operating System": Field(
        "The host's system. Boot2Docker is obsolete.",
        "호스트의 운영체제입니다. Boot2Docker는 이제 쓰지 않습니다.",
        _key("OperatingSystem"),
    ),
    "OSType": Field(
        "linux: so the Toolbox of the notes ran Linux containers, not Windows containers.",
        "linux입니다. 그러므로 강의 노트의 Toolbox는 Windows 컨테이너가 아니라 Linux 컨테이너를 "
        "실행했습니다.",
        _key("OSType"),
    ),
    "Architecture": Field("The processor.", "프로세서의 종류입니다.", _key("Architecture")),
    "CPUs": Field("How many processors.", "프로세서의 수입니다.", _key("NCPU")),
    "Total Memory": Field("The host's memory.", "호스트의 메모리입니다.", _memory),
    "Name": Field("The host's name.", "호스트의 이름입니다.", _key("Name")),
    "ID": Field("The engine's own id.", "이 엔진의 고유 번호입니다.", _key("ID")),
    "Docker Root Dir": Field(
        "Where it keeps everything.", "모든 것을 보관하는 폴더입니다.", _key("DockerRootDir")
    ),
    "Debug Mode (client)": Field(
        "The client's own setting; the command prints it in a part of its own now (Client:).",
        "클라이언트의 설정입니다. 지금은 명령이 따로 나눈 부분(Client:)에 출력합니다.",
    ),
    "Debug Mode (server)": Field(
        "Whether the daemon logs more. Boot2Docker had it on; it is off unless asked for.",
        "데몬이 로그를 더 많이 남기는지 나타냅니다. Boot2Docker는 켜 두었지만 기본값은 끔입니다.",
        _key("Debug"),
    ),
    "Debug Mode (server)/File Descriptors": Field(
        "Files that the daemon has open; printed in debug mode only.",
        "데몬이 연 파일의 수입니다. 디버그 모드에서만 출력합니다.",
        _key("NFd"),
    ),
    "Debug Mode (server)/Goroutines": Field(
        "Tasks in the daemon.", "데몬 안에서 도는 작업의 수입니다.", _key("NGoroutines")
    ),
    "Debug Mode (server)/System Time": Field(
        "Its clock.", "데몬의 시계입니다.", _key("SystemTime")
    ),
    "Debug Mode (server)/EventsListeners": Field(
        "Who reads events.", "이벤트를 듣는 클라이언트의 수입니다.", _key("NEventsListener")
    ),
    "Registry": Field(
        "The command no longer prints this line: Docker Hub is a registry, not the registry.",
        "이제 명령이 출력하지 않는 줄입니다. Docker Hub는 여러 레지스트리 가운데 하나입니다.",
    ),
    "Labels": Field(
        "Labels of the engine itself. Docker Machine noted here that VirtualBox carried it.",
        "엔진 자체에 붙인 레이블입니다. Docker Machine이 VirtualBox를 썼다고 여기에 적었습니다.",
        _inner("Labels"),
    ),
    "Experimental": Field(
        "Whether trial features are on.",
        "시험 기능을 켰는지 나타냅니다.",
        _key("ExperimentalBuild"),
    ),
    "Insecure Registries": Field(
        "Registries that may speak plain HTTP: this machine's own. Newer engines add IPv6.",
        "HTTP로 접속해도 되는 레지스트리로, 이 컴퓨터 자신입니다. 새 엔진에는 IPv6도 있습니다.",
        _inner("RegistryConfig", "InsecureRegistryCIDRs"),
    ),
    "Live Restore Enabled": Field(
        "Whether containers outlive a restart of the daemon.",
        "데몬을 다시 시작해도 컨테이너가 계속 실행되는지 나타냅니다.",
        _key("LiveRestoreEnabled"),
    ),
    "Firewall Backend": Field(
        "New since 29: who writes the firewall's rules, iptables or nftables.",
        "29부터 나옵니다. 방화벽 규칙을 iptables로 쓰는지 nftables로 쓰는지 나타냅니다.",
        _inner("FirewallBackend", "Driver"),
    ),
}
"""``docker info``, in the command's order (a field below another: ``Parent/Field``)."""
