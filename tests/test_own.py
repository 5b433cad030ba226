"""The private engine: on the session's engine what reads, on engines of their own what kills."""

from __future__ import annotations

import http.client
import json
import os
import shlex
import shutil
import signal
import socket
import stat
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from helpers import own
from helpers.engine import CourseClient, open_client
from helpers.errors import CourseError, EngineNotFound, RegistryUnavailable
from helpers.own import daemon, network, processes, registry
from helpers.own.index import found
from helpers.own.place import SOCKET_PATH_MAX, State, place
from helpers.own.seed import SEEDED
from helpers.paths import cache_dir

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0, reason="a private engine needs Linux and root"
)
NO_PROXY = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def _bridges() -> set[str]:
    listed = subprocess.run(
        ["ip", "-json", "link", "show", "type", "bridge"],
        capture_output=True,
        check=True,
        text=True,
    )
    return {link["ifname"] for link in json.loads(listed.stdout or "[]")}


def _mounts_below(folder: Path) -> list[str]:
    lines = Path("/proc/self/mountinfo").read_text(encoding="utf-8").splitlines()
    return [line.split()[4] for line in lines if line.split()[4].startswith(f"{folder}/")]


def _state() -> State:
    return State.load(place())


@pytest.fixture
def apart(
    engine: own.Own, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Iterator[Path]:
    """A cache folder of the test's own, with the session's image parts; its engine is removed.

    Gives the folder of the session's engine.
    """
    parts = cache_dir() / "base"
    sessions = place().root
    cache = tmp_path / getattr(request, "param", "cache")
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    cache_dir().mkdir(parents=True)
    (cache_dir() / "base").symlink_to(parts)
    yield sessions
    own.remove()
    assert not place().root.exists() and not place().run.exists()
    assert place().bridge not in _bridges()


@pytest.fixture
def bare(apart: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same, with a registry that is not filled: what these tests are about comes before."""
    monkeypatch.setattr("helpers.own.seed.SEEDED", {})
    return apart


def test_two_engines_run_side_by_side_and_share_nothing(engine: own.Own, bare: Path) -> None:
    second = own.start()
    assert second.socket != engine.socket and second.registry != engine.registry
    one, two = open_client(engine.url), open_client(second.url)
    assert one.info()["ID"] != two.info()["ID"]
    assert one.info()["DockerRootDir"] != two.info()["DockerRootDir"]
    assert one.images.list() and not two.images.list()
    gateways = [
        client.networks.get("bridge").attrs["IPAM"]["Config"][0]["Subnet"] for client in (one, two)
    ]
    assert gateways[0] != gateways[1]


def test_the_daemon_listens_on_its_socket_alone(engine: own.Own) -> None:
    running = _state().daemon
    assert running
    inodes = {
        os.readlink(link)[8:-1]
        for link in Path(f"/proc/{running.pid}/fd").iterdir()
        if os.readlink(link).startswith("socket:[")
    }
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/{running.pid}/net/{table}").read_text().splitlines()[1:]:
            listening = line.split()[3] == "0A"
            assert not (listening and line.split()[9] in inodes), line
    assert stat.S_ISSOCK(engine.socket.stat().st_mode)
    assert not stat.S_IMODE(engine.socket.stat().st_mode) & stat.S_IRWXO


def test_the_machines_settings_stay_as_they_were(bare: Path) -> None:
    watched = [Path("/etc/docker"), Path("/var/run/docker.sock"), Path("/var/lib/docker")]
    forwarding = Path("/proc/sys/net/ipv4/ip_forward")
    bridge = place().bridge

    def look() -> list[object]:
        rules = subprocess.run(["iptables-save"], capture_output=True, text=True).stdout
        files = [sorted(p.iterdir()) if p.is_dir() else p.exists() for p in watched]
        return [files, [line for line in rules.splitlines() if line[:1] in "-*"]]

    before, forwards = look(), forwarding.read_text()
    engine = own.start()
    client = open_client(engine.url)
    client.networks.create("course-net")
    made = _bridges()
    assert bridge in made
    assert look() == before and forwarding.read_text() == forwards
    networks = [
        n.attrs["IPAM"]["Config"][0]["Subnet"]
        for n in client.networks.list()
        if n.name == "course-net"
    ]
    own.stop()
    assert bridge not in _bridges()
    left = subprocess.run(["ip", "-4", "route"], capture_output=True, text=True).stdout
    assert not any(subnet in left for subnet in networks)
    assert not list(Path("/sys/fs/cgroup").glob(f"**{place().cgroup}"))
    assert look() == before


def test_a_second_start_returns_what_runs(engine: own.Own) -> None:
    before = _state()
    assert own.start() == engine == own.running()
    assert _state() == before


def test_stop_ends_every_process_and_start_finds_everything_again(bare: Path) -> None:
    engine = own.start()
    client = open_client(engine.url)
    client.volumes.create("course-kept")
    before = _state()
    own.stop()
    assert not any(map(processes.alive, (before.daemon, before.registry, before.index)))
    assert processes.find(f"{place().exec}/containerd/containerd.toml") is None
    assert own.running() is None and not engine.socket.exists()
    own.stop()
    again = own.start()
    assert again == engine, "the registry keeps its port"
    assert open_client(again.url).volumes.get("course-kept")


@pytest.mark.parametrize("lost", ["nothing", "state", "spoilt state"])
def test_a_killed_daemon_is_started_again_and_its_containers_are_gone(
    client: CourseClient, bare: Path, lost: str
) -> None:
    """With a container running: its shim, its process and its mounts outlive the daemon."""
    archive = client.images.get("busybox:1.35").save(named=True)
    first = own.start()
    theirs = open_client(first.url)
    theirs.images.load(b"".join(archive))
    running = theirs.containers.run(
        "busybox:1.35", ["sleep", "600"], detach=True, name="course-lost"
    )
    running.reload()
    inside = processes._identify(running.attrs["State"]["Pid"])
    killed = _state().daemon
    assert killed and processes.alive(inside)
    os.kill(killed.pid, signal.SIGKILL)
    assert processes.wait_for(lambda: not processes.alive(killed), 60)
    assert own.running() is None
    if lost != "nothing":
        (place().root / "state.json").write_text("" if lost == "state" else '{"port": "x"}')
    second = own.start()
    assert not processes.alive(inside)
    again = open_client(second.url).containers.get("course-lost")
    assert again.status == "exited"
    again.start()
    again.remove(force=True)


def test_a_lost_state_file_does_not_lose_the_processes(bare: Path) -> None:
    client = open_client(own.start().url)
    made = f"br-{str(client.networks.create('course-net').id)[:12]}"
    assert {made, place().bridge} <= _bridges()
    before = _state()
    (place().root / "state.json").unlink()
    own.stop()
    assert not {made, place().bridge} & _bridges()
    assert not any(map(processes.alive, (before.daemon, before.registry, before.index)))


def test_a_killed_daemon_is_cleared_by_remove(client: CourseClient, bare: Path) -> None:
    archive = client.images.get("busybox:1.35").save(named=True)
    theirs = open_client(own.start().url)
    theirs.images.load(b"".join(archive))
    running = theirs.containers.run(
        "busybox:1.35", ["sleep", "600"], detach=True, name="course-lost"
    )
    running.reload()
    inside = processes._identify(running.attrs["State"]["Pid"])
    killed = _state().daemon
    assert killed and _mounts_below(place().root)
    os.kill(killed.pid, signal.SIGKILL)
    assert processes.wait_for(lambda: not processes.alive(killed), 60)
    own.remove()
    assert not processes.alive(inside)
    assert not place().root.exists() and not _mounts_below(place().root)
    assert place().bridge not in _bridges()


@pytest.mark.parametrize("program", ["registry", "index"])
def test_a_dead_registry_is_mended_without_touching_the_daemon(bare: Path, program: str) -> None:
    first = own.start()
    before = _state()
    killed = getattr(before, program)
    os.kill(killed.pid, signal.SIGKILL)
    assert processes.wait_for(lambda: not processes.alive(killed), 60)
    assert own.running() is None
    assert own.start() == first
    assert _state().daemon == before.daemon


def test_a_taken_port_gives_another_and_the_daemon_learns_it(bare: Path) -> None:
    first = own.start()
    where, state = place(), _state()
    registry.stop(where, state)
    state.save(where)
    with socket.create_server(("127.0.0.1", state.port)):
        second = own.start()
    assert second.registry != first.registry
    assert _state().daemon == state.daemon

    def mirrors() -> list[str]:
        return list(open_client(second.url).info()["RegistryConfig"]["Mirrors"])

    assert processes.wait_for(lambda: mirrors() == [f"http://{second.registry}/"], 60)


def test_what_an_unclean_end_left_lying_does_not_hinder_a_start(bare: Path) -> None:
    where = place()
    where.run.mkdir(parents=True)
    (where.run / "daemon.pid").write_text(str(os.getpid()))
    with socket.socket(socket.AF_UNIX) as stale:
        stale.bind(str(where.socket))
    (where.data / "overlay2").mkdir(parents=True)
    (where.data / "image").mkdir()
    (where.root / "registry" / "docker").mkdir(parents=True)
    State(daemon=processes.Process(os.getpid(), 1)).save(where)
    engine = own.start()
    assert open_client(engine.url).ping()


def test_two_starts_at_once_make_one_engine(bare: Path) -> None:
    command = [
        sys.executable,
        "-c",
        "from helpers import own; import helpers.own.seed as s; s.SEEDED = {}; print(own.start())",
    ]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = {run.communicate(timeout=120)[0] for run in both}
    assert [run.returncode for run in both] == [0, 0]
    assert said == {f"{own.running()}\n"}


@pytest.mark.parametrize("apart", ["한글 폴더/a b", "deep/" * 30], indirect=True)
def test_any_folder_will_do(bare: Path) -> None:
    engine = own.start()
    assert len(os.fsencode(engine.socket)) <= SOCKET_PATH_MAX
    assert open_client(engine.url).ping()
    told = subprocess.run(
        [sys.executable, "-m", "helpers.own", "status"], capture_output=True, text=True
    )
    words = shlex.split(told.stdout.splitlines()[0])
    assert words == ["docker", "-H", f"unix://{engine.socket}"]
    assert told.stdout.splitlines()[1].endswith(engine.registry)


def test_a_daemon_that_does_not_start_says_why(bare: Path) -> None:
    where = place()
    where.root.mkdir(parents=True)
    where.data.write_text("a file where a folder should be")
    with pytest.raises(EngineNotFound) as told:
        own.start()
    assert str(where.data) in told.value.cause and str(where.log("daemon")) in told.value.state
    assert where.bridge not in _bridges()
    where.data.unlink()
    assert own.start() == own.running()


def test_missing_programs_are_named(bare: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(processes, "program", lambda name: None)
        with pytest.raises(RegistryUnavailable, match="apt-get install docker-registry"):
            own.start()
        with pytest.raises(EngineNotFound, match="apt-get install docker.io"):
            daemon.start(place(), State())
        with pytest.raises(EngineNotFound, match="apt-get install iproute2"):
            network.make_bridge(place(), State())


def test_who_is_not_root_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(EngineNotFound, match="as root"):
        own.start()
    monkeypatch.setenv("COURSE_LANG", "ko")
    with pytest.raises(EngineNotFound, match="root로 실행"):
        own.start()


def test_a_reused_process_id_is_never_ended() -> None:
    child = subprocess.Popen(["sleep", "600"])
    try:
        real = processes._identify(child.pid)
        assert real
        other = processes.Process(real.pid, real.started - 1)
        assert processes.alive(real) and not processes.alive(other)
        processes.end(other, 0)
        assert child.poll() is None
    finally:
        child.kill()
        child.wait()


def test_a_process_that_ignores_sigterm_is_killed(tmp_path: Path) -> None:
    ready = tmp_path / "ready"
    stubborn = processes.spawn(
        ["sh", "-c", f"trap '' TERM; touch {ready}; while true; do sleep 1; done"], tmp_path / "log"
    )
    assert processes.wait_for(ready.exists, 60)
    assert os.getsid(stubborn.pid) == stubborn.pid
    processes.end(stubborn, 0.2)
    assert not processes.alive(stubborn)
    processes.end(stubborn)
    processes.end(None)


def test_a_program_that_is_no_path_of_the_users_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/usr/bin")
    assert processes.program("dockerd") and processes.program("ip")
    assert processes.program("no-such-program") is None


@pytest.mark.parametrize(
    ("words", "status"), [(["status"], 0), ([], 0), (["dance"], 2), (["stop", "now"], 2)]
)
def test_the_command_in_a_terminal(engine: own.Own, words: list[str], status: int) -> None:
    said = subprocess.run(
        [sys.executable, "-m", "helpers.own", *words], capture_output=True, text=True
    )
    assert said.returncode == status
    if status == 0:
        assert said.stdout.startswith(f"docker -H {shlex.quote(engine.url)}\n")
    else:
        assert "start|stop|status|remove" in said.stderr
    assert own.running() == engine


def test_the_command_tells_an_error_as_a_sentence(
    apart: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from helpers.own.__main__ import main

    assert main(["status"]) == 1
    assert "does not run" in capsys.readouterr().out
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "geteuid", lambda: 1000)
        assert main(["start"]) == 1
    said = capsys.readouterr()
    assert "as root" in said.err and "Traceback" not in said.err
    assert main(["stop"]) == 0


# The registry and the index before it.


def _get(engine: own.Own, path: str, **headers: str) -> http.client.HTTPResponse:
    asked = http.client.HTTPConnection(engine.registry, timeout=60)
    asked.request("GET", path, headers=headers)
    return asked.getresponse()


def _blob_of_busybox(engine: own.Own) -> str:
    accept = "application/vnd.docker.distribution.manifest.v2+json"
    manifest = json.load(_get(engine, "/v2/library/busybox/manifests/1.35", Accept=accept))
    return str(manifest["layers"][0]["digest"])


def test_the_registry_holds_what_it_promises(engine: own.Own) -> None:
    for name, alias in SEEDED.items():
        repository, tag = name.split(":")
        listed = json.load(_get(engine, f"/v2/{repository}/tags/list"))
        assert tag in listed["tags"]
        assert alias is None or alias.split(":")[1] in listed["tags"]


def test_the_tags_of_debian_are_three_layers_and_one_more(engine: own.Own) -> None:
    accept = "application/vnd.docker.distribution.manifest.v2+json"
    slim, same, full = (
        _get(engine, f"/v2/library/debian/manifests/{tag}", Accept=accept)
        for tag in ("bookworm-slim", "12-slim", "bookworm")
    )
    assert slim.headers["Docker-Content-Digest"] == same.headers["Docker-Content-Digest"]
    few, many = (json.load(answer)["layers"] for answer in (slim, full))
    assert len(few) == 3 and many[:3] == few and len(many) == 4


def test_search_finds_only_what_is_there(client: CourseClient, engine: own.Own) -> None:
    rows = {row["name"]: row for row in client.images.search(f"{engine.registry}/debian")}
    assert set(rows) >= {"debian", "course/debian-hello"} and "busybox" not in rows
    assert rows["debian"]["is_official"] and not rows["course/debian-hello"]["is_official"]
    assert all(row["star_count"] == 0 for row in rows.values())
    assert "Debian 12" in rows["debian"]["description"]
    assert client.images.search(f"{engine.registry}/no-such-thing") == []


def test_search_orders_and_names_as_docker_does() -> None:
    names = ["course/web", "library/debian", "course/debian-hello", "library/busybox"]
    assert [row["name"] for row in found("", names)] == [
        "busybox",
        "debian",
        "course/debian-hello",
        "course/web",
    ]
    assert [row["name"] for row in found("DEBIAN", names)] == ["debian", "course/debian-hello"]
    assert found("library/debian", names)[0]["name"] == "debian"
    assert found("", ["course/of-a-learner"])[0]["description"] == ""


def test_a_plain_pull_is_a_pull_from_the_mirror(client: CourseClient) -> None:
    for reference in ("debian:bookworm", "debian:12-slim"):
        if client.images.list(reference):
            client.api.remove_image(reference)
    events = list(client.api.pull("debian", tag="bookworm", stream=True, decode=True))
    said = [event.get("status", "") for event in events]
    assert any(line.startswith("Digest: sha256:") for line in said)
    assert any(line == "Status: Downloaded newer image for debian:bookworm" for line in said)
    assert "Pull complete" in said
    image = client.images.get("debian:bookworm")
    assert [digest.split("@")[0] for digest in image.attrs["RepoDigests"]] == ["debian"]
    assert len(image.attrs["RootFS"]["Layers"]) == 4
    manuals = client.containers.run(image, ["ls", "/usr/share/doc/bash"], remove=True)
    assert b"changelog.Debian.gz" in manuals, "what the slim image leaves out"
    client.api.remove_image("debian:bookworm")


def test_push_and_pull_back(client: CourseClient, engine: own.Own) -> None:
    name = f"{engine.registry}/course/from-a-test"
    client.images.get("busybox:1.35").tag(name, "one")
    events = list(client.api.push(name, tag="one", stream=True, decode=True))
    assert not [event for event in events if "error" in event]
    pushed = next(event["aux"]["Digest"] for event in events if "aux" in event)
    client.api.remove_image(f"{name}:one")
    image = client.images.pull(name, "one")
    assert f"{name}@{pushed}" in image.attrs["RepoDigests"]
    client.api.remove_image(f"{name}:one")
    delete = urllib.request.Request(
        f"http://{engine.registry}/v2/course/from-a-test/manifests/{pushed}", method="DELETE"
    )
    assert NO_PROXY.open(delete, timeout=60).status == 202


def test_the_index_hands_on_head_range_and_chunks(engine: own.Own) -> None:
    blob = f"/v2/library/busybox/blobs/{_blob_of_busybox(engine)}"
    asked = http.client.HTTPConnection(engine.registry, timeout=60)
    asked.request("HEAD", blob)
    head = asked.getresponse()
    assert head.status == 200 and int(head.headers["Content-Length"]) > 100_000
    assert head.read() == b""
    asked.request("GET", blob, headers={"Range": "bytes=0-9"})
    part = asked.getresponse()
    assert part.status == 206 and len(part.read()) == 10
    asked.request("POST", "/v2/course/chunks/blobs/uploads/", body=b"")
    upload = asked.getresponse()
    upload.read()
    assert upload.status == 202 and engine.registry in upload.headers["Location"]
    place_of_it = upload.headers["Location"].split(engine.registry)[1]
    pieces = {"Transfer-Encoding": "chunked", "Content-Type": "application/octet-stream"}
    asked.request("PATCH", place_of_it, iter([b"abc", b"defg"]), pieces, encode_chunked=True)
    patched = asked.getresponse()
    patched.read()
    assert patched.status == 202 and patched.headers["Range"] == "0-6"
    asked.request("DELETE", patched.headers["Location"].split(engine.registry)[1])
    assert asked.getresponse().status == 204


def test_every_accept_line_reaches_the_registry(engine: own.Own) -> None:
    asked = http.client.HTTPConnection(engine.registry, timeout=60)
    asked.putrequest("GET", "/v2/library/debian/manifests/bookworm-slim")
    asked.putheader("Accept", "application/vnd.docker.distribution.manifest.v1+prettyjws")
    asked.putheader("Accept", "application/vnd.docker.distribution.manifest.v2+json")
    asked.endheaders()
    assert json.load(asked.getresponse())["schemaVersion"] == 2


@pytest.mark.parametrize("path", ["/v2/no/such/manifests/latest", "/v2/_nothing", "/elsewhere"])
def test_what_is_not_there_is_a_404(engine: own.Own, path: str) -> None:
    answer = _get(engine, path)
    assert answer.status == 404
    answer.read()


def test_without_the_registry_the_index_says_so(bare: Path) -> None:
    engine = own.start()
    gone = _state().registry
    assert gone
    processes.end(gone)
    answer = _get(engine, "/v2/")
    assert answer.status == 502
    assert "does not answer" in json.load(answer)["errors"][0]["message"]
    assert _get(engine, "/v1/search?q=x").status == 502


def test_many_pulls_at_once(engine: own.Own) -> None:
    statuses = []

    def ask() -> None:
        statuses.append(_get(engine, "/v2/library/debian/tags/list").status)

    threads = [threading.Thread(target=ask) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert statuses == [200] * 20


def test_a_registry_that_lost_an_image_is_filled_again(engine: own.Own, apart: Path) -> None:
    digest = _blob_of_busybox(engine).split(":")[1]
    shutil.copytree(apart / "registry", place().root / "registry")
    said: list[str] = []
    first = own.start(said.append)
    assert not said, "a filled registry is left alone"
    store = place().root / "registry/docker/registry/v2/blobs/sha256"
    (store / digest[:2] / digest / "data").unlink()
    assert own.start(said.append) == first and len(said) == 1 and first.registry in said[0]
    client = open_client(first.url)
    assert not client.images.list(all=True), "filling leaves nothing on the engine"
    assert client.images.pull("busybox", "1.35").tags == ["busybox:1.35"]
    assert client.containers.run(f"{first.registry}/course/hello", remove=True)


def test_remove_says_what_it_could_not_delete(bare: Path) -> None:
    place().root.mkdir(parents=True)
    held = place().root / "held"
    held.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "none", held], check=True)
    try:
        with pytest.raises(CourseError, match="could not be deleted"):
            own.remove()
    finally:
        subprocess.run(["umount", held], check=True)
