from __future__ import annotations

import pytest

from helpers.comparison import compare_info, compare_version
from helpers.engine import CourseClient
from helpers.fields import FIELDS
from helpers.negotiation import ask

INFO_29 = {
    "Containers": 3,
    "ServerVersion": "29.7.0",
    "Driver": "overlayfs",
    "DriverStatus": [["driver-type", "io.containerd.snapshotter.v1"]],
    "CgroupDriver": "systemd",
    "CgroupVersion": "2",
    "Plugins": {"Volume": ["local"], "Network": ["bridge", "host"], "Authorization": None},
    "Swarm": {"LocalNodeState": "inactive"},
    "Runtimes": {"runc": {}, "io.containerd.runc.v2": {}},
    "DefaultRuntime": "runc",
    "SecurityOptions": ["name=apparmor", "name=seccomp,profile=builtin", "name=cgroupns"],
    "Labels": None,
    "MemTotal": 8 * 2**30,
    "RegistryConfig": {"InsecureRegistryCIDRs": ["::1/128", "127.0.0.0/8"]},
}
VERSION_29 = {
    "Version": "29.7.0",
    "ApiVersion": "1.55",
    "MinAPIVersion": "1.40",
    "GoVersion": "go1.25",
    "GitCommit": "abc",
    "BuildTime": "2026-08-01T00:00:00Z",
    "Os": "linux",
    "Arch": "amd64",
    "Components": [{"Name": "Engine", "Version": "29.7.0"}, {"Name": "runc", "Version": "1.3.0"}],
}


def test_the_notes_values_are_read(client: CourseClient) -> None:
    version, info = compare_version(client), compare_info(client)
    assert version["Version"].then == "17.04.0-ce"
    assert version["API version"].then == "1.28 (minimum version 1.12)"
    assert version["OS/Arch"].then == "linux/amd64", "the server's, not the client's"
    assert info["Storage Driver"].then == "aufs"
    assert info["Storage Driver/Dirs"].then == "5"
    assert info["Labels"].then == "provider=virtualbox"
    assert info["Security Options"].then == "seccomp"
    assert info["Containers/Stopped"].then == "2"


def test_this_engines_values_are_its_own(client: CourseClient) -> None:
    version, info = compare_version(client), compare_info(client)
    assert version["Version"].now == client.version()["Version"]
    assert info["Storage Driver"].now == client.info()["Driver"]
    assert info["Total Memory"].now.endswith("GiB")
    assert info["OSType"].same


def test_engine_29(client: CourseClient) -> None:
    info = compare_info(client, INFO_29)
    assert info["Storage Driver"].now == "overlayfs"
    assert info["Registry"].now == ""
    assert info["Security Options"].now == "apparmor cgroupns seccomp"
    assert info["Security Options/Profile"].now == "builtin"
    assert info["Insecure Registries"].now == "127.0.0.0/8 ::1/128"
    version = compare_version(client, VERSION_29)
    assert version["API version"].now == "1.55 (minimum version 1.40)"
    assert version["runc"].now == "1.3.0"


def test_a_machines_own_values_are_not_printed(client: CourseClient) -> None:
    printed = repr(compare_info(client))
    info = client.info()
    assert info["ID"] not in printed and info["KernelVersion"] not in printed
    assert "differs from machine to machine" in printed
    with pytest.raises(KeyError, match="No such field"):
        compare_info(client).of("No such field")


def test_every_field_is_explained_in_both_languages(
    client: CourseClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COURSE_LANG", "ko")
    rows = compare_info(client).rows + compare_version(client).rows
    assert all(any("가" <= c <= "힣" for c in row.meaning) for row in rows)
    assert all(field.en.endswith((".", "?")) for field in FIELDS.values())


def test_the_daemon_is_asked_over_http(client: CourseClient) -> None:
    ping = ask(client, "/_ping")
    assert (ping.question, ping.status, ping.body) == ("GET /_ping HTTP/1.1", "200 OK", "OK")
    assert ping.headers["Api-Version"] == client.version()["ApiVersion"]
    assert repr(ping).startswith("> GET /_ping HTTP/1.1")


def test_a_refusal_is_an_answer_too(client: CourseClient) -> None:
    assert ask(client, "/version", api="9.99").status.startswith("400")
    assert ask(client, "/no-such-thing").status.startswith("404")
