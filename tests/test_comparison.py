"""Version and info of 2017 beside an engine's, field by field, on this engine and on Engine 29."""

from __future__ import annotations

import re
from configparser import RawConfigParser
from html.parser import HTMLParser
from typing import Any

import docker
import pytest

from helpers.comparison import Comparison, Row, compare_client, compare_info, compare_version
from helpers.engine import CourseClient
from helpers.errors import BadInput
from helpers.fields import CLIENT, HIDDEN, INFO, VERSION, YOURS
from helpers.paths import checkout
from helpers.then import then

INFO_29: dict[str, Any] = {
    "ID": "4f2c8a1e-engine",
    "Containers": 3,
    "ContainersRunning": 1,
    "ContainersPaused": 0,
    "ContainersStopped": 2,
    "Images": 5,
    "ServerVersion": "29.7.0",
    "Driver": "overlayfs",
    "DriverStatus": [["driver-type", "io.containerd.snapshotter.v1"]],
    "LoggingDriver": "json-file",
    "CgroupDriver": "systemd",
    "CgroupVersion": "2",
    "Plugins": {
        "Volume": ["local"],
        "Network": ["bridge", "host", "ipvlan", "macvlan", "null", "overlay"],
        "Authorization": None,
        "Log": ["awslogs", "fluentd", "gcplogs", "gelf", "journald", "json-file", "local"],
    },
    "CDISpecDirs": ["/etc/cdi", "/var/run/cdi"],
    "Swarm": {"LocalNodeState": "inactive"},
    "Runtimes": {"runc": {"path": "runc"}, "io.containerd.runc.v2": {"path": "runc"}},
    "DefaultRuntime": "runc",
    "InitBinary": "docker-init",
    "ContainerdCommit": {"ID": "1c4457e00facac03ce1d75f7b6777a7a851e5c41"},
    "RuncCommit": {"ID": "v1.3.4-0-gd6d73eb8"},
    "InitCommit": {"ID": "de40ad0"},
    "SecurityOptions": ["name=apparmor", "name=seccomp,profile=builtin", "name=cgroupns"],
    "KernelVersion": "6.12.0-generic",
    "OperatingSystem": "Ubuntu 26.04 LTS",
    "OSType": "linux",
    "Architecture": "x86_64",
    "NCPU": 8,
    "MemTotal": 8 * 2**30,
    "Name": "secret-host",
    "Labels": None,
    "Debug": False,
    "ExperimentalBuild": False,
    "RegistryConfig": {"InsecureRegistryCIDRs": ["::1/128", "127.0.0.0/8"]},
    "LiveRestoreEnabled": False,
    "FirewallBackend": {"Driver": "iptables"},
}
VERSION_29: dict[str, Any] = {
    "Platform": {"Name": "Docker Engine - Community"},
    "Version": "29.7.0",
    "ApiVersion": "1.55",
    "MinAPIVersion": "1.40",
    "GoVersion": "go1.26.4",
    "GitCommit": "4612690",
    "BuildTime": "2026-08-01T00:00:00.000000000+00:00",
    "Os": "linux",
    "Arch": "arm64",
    "Components": [
        {"Name": "Engine", "Version": "29.7.0"},
        {"Name": "containerd", "Version": "v2.2.1"},
        {"Name": "runc", "Version": "1.3.4"},
        {"Name": "docker-init", "Version": "0.19.0"},
    ],
}


def headings(text: str) -> set[str]:
    """The field names at the left edge of a transcript's answer."""
    return {line.split(":")[0] for line in text.splitlines() if re.match(r"[A-Za-z][^$]*:", line)}


def test_the_notes_values_are_read(client: CourseClient) -> None:
    version, info = compare_version(client), compare_info(client)
    assert version["Version"].then == "17.04.0-ce"
    assert version["API version"].then == "1.28 (minimum version 1.12)"
    assert version["OS/Arch"].then == "linux/amd64", "the server's, not the client's"
    assert compare_client(client)["OS/Arch"].then == "windows/amd64"
    assert compare_client(client)["API version"].then == "1.28"
    assert info["Storage Driver"].then == "aufs"
    assert info["Storage Driver/Dirs"].then == "5"
    assert info["Plugins/Network"].then == "bridge host macvlan null overlay"
    assert info["Labels"].then == "provider=virtualbox"
    assert info["Security Options"].then == "seccomp"
    assert info["Security Options/Profile"].then == "default"
    assert info["Insecure Registries"].then == "127.0.0.0/8"
    assert info["Containers/Stopped"].then == "2"
    assert info["Init Binary"].then == "", "the line is there, and empty"


def test_no_line_of_the_notes_is_left_out() -> None:
    only_headings = {"Plugins"}
    assert headings(then("info").text) <= {*INFO, *only_headings}
    told = {
        row.split(":")[0].strip()
        for row in then("version").text.splitlines()
        if row.startswith(" ")
    }
    assert told == set(CLIENT) | (set(VERSION) - {"containerd", "runc", "docker-init"})


def test_this_engines_values_are_its_own(client: CourseClient) -> None:
    version, info = compare_version(client), compare_info(client)
    server, answer = client.version(), client.info()
    parts = {part["Name"]: part["Version"] for part in server["Components"]}
    assert version["Version"].now == server["Version"]
    assert version["containerd"].now == parts["containerd"]
    assert info["Storage Driver"].now == answer["Driver"]
    assert info["Cgroup Version"].now == answer["CgroupVersion"]
    assert info["Kernel Version"].now == answer["KernelVersion"]
    assert info["Total Memory"].now.endswith("GiB")
    assert info["OSType"].same and not info["Storage Driver"].same


def test_the_client_is_docker_py(client: CourseClient) -> None:
    mine = compare_client(client)
    assert mine["Version"].now == f"docker-py {docker.__version__}"
    assert mine["API version"].now == client.api.api_version
    assert mine["Go version"].now.startswith("Python 3.")


def test_what_is_gone_and_what_is_new(client: CourseClient) -> None:
    info = compare_info(client)
    assert {"Registry", "Storage Driver/Root Dir", "Storage Driver/Dirs"} <= set(info.gone)
    assert {"Cgroup Version", "Plugins/Log"} <= set(info.new)
    assert set(compare_version(client).new) >= {"containerd", "runc"}
    assert not set(info.gone) & set(info.new)


def test_engine_29(client: CourseClient) -> None:
    info = compare_info(client, INFO_29)
    assert info["Storage Driver"].now == "overlayfs"
    assert info["Storage Driver/Backing Filesystem"].now == ""
    assert info["Registry"].now == ""
    assert info["Cgroup Version"].now == "2"
    assert info["Security Options"].now == "apparmor cgroupns seccomp"
    assert info["Security Options/Profile"].now == "builtin"
    assert info["Insecure Registries"].now == "127.0.0.0/8 ::1/128"
    assert info["CDI spec directories"].now == "/etc/cdi /var/run/cdi"
    assert info["Firewall Backend"].now == "iptables"
    assert info["Labels"].now == ""
    version = compare_version(client, VERSION_29)
    assert version["API version"].now == "1.55 (minimum version 1.40)"
    assert version["runc"].now == "1.3.4"
    assert version["Experimental"].now == "false"


def test_an_engine_that_says_little_is_no_fault(client: CourseClient) -> None:
    little = {"Version": "5", "ApiVersion": "1.41", "Os": "linux", "Arch": "amd64"}
    version = compare_version(client, little)
    assert (version["Go version"].now, version["containerd"].now) == ("", "")
    assert version["API version"].now == "1.41 (minimum version -)"
    info = compare_info(client, {"SecurityOptions": None, "Swarm": None, "DriverStatus": None})
    assert {row.field for row in info.rows} == set(INFO)
    assert info["Security Options"].now == info["Swarm"].now == ""


def unstable(comparison: Comparison) -> str:
    """What is printed, with the sanitize file's rules for it."""
    rules = RawConfigParser()
    rules.read(checkout() / "tests" / "sanitize.cfg", encoding="utf-8")
    text = repr(comparison) + comparison._repr_html_()
    for rule in rules.sections():
        text = re.sub(rules[rule]["regex"], rules[rule]["replace"], text)
    return text


def test_another_engine_prints_the_same_but_for_what_is_marked(client: CourseClient) -> None:
    assert unstable(compare_info(client)) == unstable(compare_info(client, INFO_29))
    assert unstable(compare_version(client)) == unstable(compare_version(client, VERSION_29))


@pytest.mark.parametrize("value", ["overlay3", "1.41 and more", "inactivQ", "", "yes"])
def test_a_value_of_no_known_shape_is_not_masked(value: str) -> None:
    row = Row("Version", "", f"{value}!", "What it is.")
    assert f"‹{value}!›" in unstable(Comparison((row,)))


def test_a_machines_own_values_are_not_printed(client: CourseClient) -> None:
    for answer in (None, INFO_29):
        info = answer or client.info()
        comparison = compare_info(client, answer)
        for printed in (repr(comparison), comparison._repr_html_()):
            for name in ("ID", "KernelVersion", "OperatingSystem"):
                assert str(info[name]) not in printed
            assert "this machine&#x27;s own" in printed or "this machine's own" in printed
        assert "secret-host" not in repr(comparison)
        assert comparison["Name"].now == info["Name"], "one can still ask for it"


def test_some_fields_can_be_chosen_in_any_order(client: CourseClient) -> None:
    chosen = compare_info(client).of("Swarm", "Storage Driver")
    assert [row.field for row in chosen.rows] == ["Swarm", "Storage Driver"]
    with pytest.raises(BadInput, match="No such field.*Storage Driver"):
        compare_info(client).of("Swarm", "No such field")


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_every_field_is_explained_in_one_or_two_sentences(
    client: CourseClient, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    monkeypatch.setenv("COURSE_LANG", lang)
    rows = compare_info(client).rows + compare_version(client).rows + compare_client(client).rows
    assert all(row.meaning.endswith((".", "?")) for row in rows)
    korean = [row.field for row in rows if re.search("[가-힣]", row.meaning)]
    assert len(korean) == (len(rows) if lang == "ko" else 0)


def test_a_field_is_hidden_or_marked_but_not_both() -> None:
    assert not HIDDEN & YOURS
    assert {*INFO, *VERSION, *CLIENT} >= HIDDEN | YOURS


class _Cells(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")
            assert tag == "td" or dict(attrs)["scope"] in ("row", "col")

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.rows[-1][-1] += data


def test_the_page_shows_the_same_as_a_table(client: CourseClient) -> None:
    comparison = compare_info(client)
    reader = _Cells()
    reader.feed(comparison._repr_html_())
    head, *body = reader.rows
    assert head == ["Field", "2017", "Now", "What it means"]
    assert body == [[r.field, r.then or "-", r.shown, r.meaning] for r in comparison.rows]
