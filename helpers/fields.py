"""What each field of ``docker version`` and ``docker info`` means, and what became of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from helpers.language import say

__all__ = ["FIELDS", "VARIES", "Field"]

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


VARIES = frozenset(
    (
        "Cgroup Driver",
        "Cgroup Version",
        "Containers",
        "Containers/Running",
        "Containers/Paused",
        "Containers/Stopped",
        "Images",
        "Kernel Version",
        "Operating System",
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
        "Architecture",
        "Git commit",
        "Built",
        "Go version",
    )
)
"""Fields that belong to a machine or a moment, not to Docker: their values are not told."""

FIELDS: dict[str, Field] = {
    # docker version
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
    "Go version": Field("The Go compiler that built it.", "이 엔진을 빌드한 Go 컴파일러입니다."),
    "Git commit": Field("The source it was built from.", "빌드에 쓴 소스의 커밋입니다."),
    "Built": Field("When it was built.", "빌드한 때입니다."),
    "OS/Arch": Field(
        "What the daemon runs on. In 2017 the client ran on Windows and the daemon on Linux.",
        "데몬이 실행되는 곳입니다. 2017년에는 클라이언트가 Windows, 데몬이 Linux에 있었습니다.",
    ),
    "Experimental": Field(
        "Whether trial features are on.",
        "시험 기능을 켰는지 나타냅니다.",
        _key("ExperimentalBuild"),
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
    # docker info
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
        "The engine's version once more.", "엔진의 버전입니다.", _key("ServerVersion")
    ),
    "Storage Driver": Field(
        "How layers become one file system. aufs was removed in Engine 24; overlay2 took its "
        "place, and a fresh Engine 29 keeps images in containerd, with overlayfs.",
        "레이어를 한 파일 시스템으로 겹치는 방법입니다. aufs는 엔진 24에서 없어졌고 overlay2가 그 "
        "자리를 이었습니다. 새로 설치한 엔진 29는 containerd에 overlayfs로 이미지를 보관합니다.",
        _key("Driver"),
    ),
    "Storage Driver/Root Dir": Field(
        "A detail of aufs.", "aufs에만 있던 항목입니다.", _status("Root Dir")
    ),
    "Storage Driver/Backing Filesystem": Field(
        "The disk's file system below.",
        "그 아래 디스크의 파일 시스템입니다.",
        _status("Backing Filesystem"),
    ),
    "Storage Driver/Dirs": Field("A detail of aufs.", "aufs에만 있던 항목입니다.", _status("Dirs")),
    "Storage Driver/Dirperm1 Supported": Field(
        "A detail of aufs.", "aufs에만 있던 항목입니다.", _status("Dirperm1 Supported")
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
        "New since 20.10. Version 1, the only one in 2017, is deprecated; today's systems use 2.",
        "20.10부터 나옵니다. 2017년에 하나뿐이던 1은 이제 권하지 않으며, 요즘 시스템은 2를 씁니다.",
        _key("CgroupVersion"),
    ),
    "Plugins": Field("What can be extended.", "확장할 수 있는 것들입니다."),
    "Plugins/Volume": Field("Kinds of volumes.", "볼륨의 종류입니다.", _inner("Plugins", "Volume")),
    "Plugins/Network": Field(
        "Kinds of networks; ipvlan is new.",
        "네트워크의 종류입니다. ipvlan이 새로 생겼습니다.",
        _inner("Plugins", "Network"),
    ),
    "Swarm": Field(
        "Clustering is built in, in 2017 already: this line is the proof.",
        "클러스터링은 2017년에도 이미 엔진에 들어 있었습니다. 이 줄이 그 증거입니다.",
        _inner("Swarm", "LocalNodeState"),
    ),
    "Runtimes": Field(
        "Programs that can start a container.",
        "컨테이너를 시작할 수 있는 프로그램입니다.",
        _inner("Runtimes"),
    ),
    "Default Runtime": Field(
        "The one that is used.", "기본으로 쓰는 프로그램입니다.", _key("DefaultRuntime")
    ),
    "Init Binary": Field(
        "The program behind --init.", "--init이 쓰는 프로그램입니다.", _key("InitBinary")
    ),
    "containerd version": Field(
        "Which containerd.", "containerd의 버전입니다.", _inner("ContainerdCommit", "ID")
    ),
    "runc version": Field("Which runc.", "runc의 버전입니다.", _inner("RuncCommit", "ID")),
    "init version": Field("Which init.", "init의 버전입니다.", _inner("InitCommit", "ID")),
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
        "A matter of the client, not of the engine.", "엔진이 아니라 클라이언트의 설정입니다."
    ),
    "Debug Mode (server)": Field(
        "Whether the daemon logs more.", "데몬이 로그를 더 많이 남기는지 나타냅니다.", _key("Debug")
    ),
    "Debug Mode (server)/File Descriptors": Field(
        "Open files.", "열린 파일의 수입니다.", _key("NFd")
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
        "Labels of the engine itself.", "엔진 자체에 붙인 레이블입니다.", _inner("Labels")
    ),
    "Insecure Registries": Field(
        "Registries that may speak plain HTTP: this machine's own.",
        "HTTP로 접속해도 되는 레지스트리입니다. 이 컴퓨터 자신입니다.",
        _inner("RegistryConfig", "InsecureRegistryCIDRs"),
    ),
    "Live Restore Enabled": Field(
        "Whether containers outlive a restart of the daemon.",
        "데몬을 다시 시작해도 컨테이너가 계속 실행되는지 나타냅니다.",
        _key("LiveRestoreEnabled"),
    ),
}
"""Every field, under the name that the command prints (a field below another: ``Parent/Field``)."""
