"""The base images as they are built here, and what happens where they cannot be."""

from __future__ import annotations

import io
import os
import re
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docker
import pytest

from helpers import base_images, debian_packages, image_parts
from helpers.base_images import BUILT_HERE, build_busybox, build_debian, build_image
from helpers.engine import CourseClient
from helpers.errors import ImageUnavailable
from helpers.paths import cache_dir

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0, reason="a private engine needs Linux and root"
)


@pytest.fixture
def tag(client: CourseClient) -> Iterator[str]:
    yield "course/base-test:one"
    for image in client.images.list("course/base-test"):
        client.images.remove(image.tags[0], force=True)


def _run(client: CourseClient, image: str, script: str) -> str:
    shell = ["sh", "-c", script]
    return str(client.containers.run(image, shell, remove=True).decode())


def test_debian_slim_is_three_layers_with_bash_coreutils_and_ps(
    client: CourseClient, tag: str
) -> None:
    build_debian(client, tag, slim=True)
    image = client.images.get(tag)
    assert len(image.attrs["RootFS"]["Layers"]) == 3
    assert image.attrs["Config"]["Cmd"] == ["bash"]
    assert image.labels == BUILT_HERE, "no label of the course: containers would take it over"
    script = ". /etc/os-release; echo $VERSION_CODENAME; bash -c 'echo $0'; ps -o comm= -p 1"
    assert _run(client, tag, script).split() == ["bookworm", "bash", "sh"]
    assert _run(client, tag, "dpkg --audit; dpkg -l bash | tail -1").startswith("ii")
    assert _run(client, tag, "ls /usr/share/doc/bash").split() == ["copyright"]
    assert _run(client, tag, "cat /etc/apt/sources.list").splitlines() == list(
        debian_packages.SOURCES
    )
    links = _run(client, tag, "readlink /bin /sbin /lib; stat -c %a /tmp /root /usr/bin/su")
    assert links.split() == ["usr/bin", "usr/sbin", "usr/lib", "1777", "700", "4755"]


def test_busybox_is_two_layers_and_answers_to_its_names(client: CourseClient, tag: str) -> None:
    build_busybox(client, tag)
    image = client.images.get(tag)
    assert len(image.attrs["RootFS"]["Layers"]) == 2
    assert image.attrs["Config"]["Cmd"] == ["sh"] and image.labels == BUILT_HERE
    assert "v1.35." in _run(client, tag, "busybox | head -1")
    assert _run(client, tag, "whoami; ls -ld /tmp | cut -c1-10; echo hi | wc -c").split() == [
        "root",
        "drwxrwxrwt",
        "3",
    ]
    made = client.containers.create(tag, "true")
    archive = io.BytesIO()
    with tarfile.open(fileobj=archive, mode="w") as tar:
        image_parts.add_file(tar, tarfile.TarInfo("note"), b"put")
    assert made.put_archive("/tmp", archive.getvalue())
    made.remove()


def test_a_build_is_not_the_courses_and_leaves_no_container(client: CourseClient, tag: str) -> None:
    before = {c.id for c in client.containers.list(all=True)}
    build_image(client, tag, "FROM busybox:1.35\nCOPY page /page\nRUN cat /page\n", {"page": "hi"})
    assert {c.id for c in client.containers.list(all=True)} == before
    assert client.images.get(tag).labels == BUILT_HERE
    assert _run(client, tag, "cat /page") == "hi"


def test_a_failing_step_is_told_in_the_engines_words(client: CourseClient, tag: str) -> None:
    with pytest.raises(ImageUnavailable, match="returned a non-zero code: 7"):
        build_image(client, tag, "FROM busybox:1.35\nRUN exit 7\n")
    assert not client.images.list("course/base-test")


def test_the_parts_are_kept_and_no_machine_is_in_them(client: CourseClient) -> None:
    said: list[str] = []
    parts = image_parts.debian_parts(said.append) + image_parts.busybox_parts(said.append)
    assert said == [], "the session's engine was filled from them"
    assert all(part.parent == cache_dir() / "base" for part in parts)
    names = {}
    for part in parts[:4]:
        with tarfile.open(part) as archive:
            names[part.name] = archive.getnames()
    every = [name for members in names.values() for name in members]
    assert len(every) == len(set(every)), "each file is in one layer"
    assert not [n for n in every if re.match(r"var/lib/apt/lists/.|.*99mmdebstrap", n)]


@pytest.mark.parametrize(
    ("name", "layer"),
    [
        ("lib", 0),
        ("usr/lib/x86_64-linux-gnu/libc.so.6", 0),
        ("usr/bin/bash", 1),
        ("sbin", 1),
        ("etc/passwd", 2),
        ("usr/share/doc/bash/copyright", 2),
        ("usr/share/doc/bash/changelog.gz", 3),
        ("usr/share/man/man1/ls.1.gz", 3),
        ("usr/share/man", 2),
        ("dev/null", None),
        ("dev", 2),
        ("etc/resolv.conf", None),
        ("etc/apt/apt.conf.d/99mmdebstrap", None),
    ],
)
def test_which_layer_a_path_belongs_to(name: str, layer: int | None) -> None:
    assert image_parts._layer_of(name) == layer


def test_a_hard_link_never_leaves_its_layer(tmp_path: Path) -> None:
    whole = tmp_path / "whole.tar"
    with tarfile.open(whole, "w") as archive:
        image_parts.add_file(archive, tarfile.TarInfo("./usr/lib/one"), b"same")
        for name in ("./usr/lib/two", "./usr/bin/three"):
            link = tarfile.TarInfo(name)
            link.type, link.linkname = tarfile.LNKTYPE, "./usr/lib/one"
            archive.addfile(link)
    parts = [tmp_path / f"{n}.tar" for n in range(4)]
    image_parts._split(whole, parts)
    with tarfile.open(parts[0]) as libraries, tarfile.open(parts[1]) as programs:
        assert libraries.getmember("usr/lib/two").islnk()
        copy = programs.getmember("usr/bin/three")
        content = programs.extractfile(copy)
        assert copy.isreg() and content and content.read() == b"same"


@pytest.fixture
def empty_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))


def _tools(monkeypatch: pytest.MonkeyPatch, folder: Path, **scripts: str) -> None:
    """Put stand-ins for programs before the real ones; "" hides the program."""
    real = debian_packages.program
    for name, script in scripts.items():
        if script:
            (folder / name).write_text(f"#!/bin/sh\n{script}\n")
            (folder / name).chmod(0o755)

    def find(name: str) -> str | None:
        if name not in scripts:
            return real(name)
        return str(folder / name) if scripts[name] else None

    monkeypatch.setattr(debian_packages, "program", find)
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")


def test_where_no_tool_is_the_missing_ones_are_named(
    empty_cache: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _tools(monkeypatch, tmp_path, mmdebstrap="", debootstrap="")
    with pytest.raises(ImageUnavailable, match="mmdebstrap, debootstrap: not installed"):
        image_parts.debian_parts(print)
    with pytest.raises(ImageUnavailable, match="mmdebstrap: not installed"):
        debian_packages.extract("busybox:1.35", "busybox-static", tmp_path / "x.tar")


def test_a_mirror_out_of_reach_is_told_and_nothing_half_made_stays(
    empty_cache: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = "Err:1 http://deb.debian.org bookworm InRelease: Temporary failure resolving"
    _tools(monkeypatch, tmp_path, mmdebstrap=f"echo '{said}' >&2; exit 25")
    with pytest.raises(ImageUnavailable, match="Temporary failure resolving"):
        image_parts.debian_parts(lambda _: None)
    assert not list((cache_dir() / "base").glob("*.tar"))


def test_debootstrap_takes_mmdebstraps_place(
    empty_cache: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = """for word; do [ -d "$word" ] && root=$word; done
        mkdir -p $root/usr/bin; echo x > $root/usr/bin/bash"""
    _tools(monkeypatch, tmp_path, mmdebstrap="", debootstrap=script)
    parts = image_parts.debian_parts(lambda _: None)
    with tarfile.open(parts[1]) as archive:
        assert archive.getnames() == ["usr/bin", "usr/bin/bash"]
    assert not (cache_dir() / "base" / "debian-bookworm.tar").exists()


def test_busybox_of_another_version_is_not_taken(
    empty_cache: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    machines = Path("/bin/busybox").read_bytes()
    other = tmp_path / "busybox"
    other.write_bytes(machines.replace(b"BusyBox v1.35.", b"BusyBox v1.36."))
    monkeypatch.setattr(image_parts.shutil, "which", lambda *_, **__: str(other))
    fetched = []

    def extract(what: str, package: str, target: Path) -> None:
        fetched.append(package)
        with tarfile.open(target, "w") as archive:
            image_parts.add_file(archive, tarfile.TarInfo("./usr/bin/busybox"), machines)

    monkeypatch.setattr(image_parts, "extract", extract)
    image_parts.busybox_parts(lambda _: None)
    assert fetched == ["busybox-static"]


def test_the_machines_mirrors_and_proxies_are_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tools = {
        "apt-get": "echo http://mirror/debian/ bookworm main; echo http://other/ stable main",
        "apt-config": "cat <<'END'\n"
        'Acquire::http::Proxy "http://proxy:1";\n'
        'Acquire::https::CaInfo "";\n'
        'Acquire::Languages "x";\n'
        "END",
    }
    _tools(monkeypatch, tmp_path, **tools)
    assert debian_packages._sources() == [
        f"deb [signed-by={debian_packages.KEYS}] http://mirror/debian/ bookworm main"
    ]
    assert debian_packages._apt_options() == ['--aptopt=Acquire::http::Proxy "http://proxy:1";']


def test_elsewhere_debians_main_mirrors_are_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _tools(monkeypatch, tmp_path, **{"apt-get": "", "apt-config": ""})
    assert [s.split("] ")[1] for s in debian_packages._sources()] == [
        s.removeprefix("deb ") for s in debian_packages.SOURCES
    ]
    assert debian_packages._apt_options() == []


def test_the_packages_to_install_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base_images, "KEYS", "/no/such/keys.gpg")
    monkeypatch.setattr(base_images, "program", lambda name: None)
    assert base_images.missing_programs() == [
        "busybox-static",
        "debian-archive-keyring",
        "docker-registry",
        "docker.io",
        "iproute2",
        "iptables",
        "mmdebstrap",
    ]
    monkeypatch.undo()
    assert base_images.missing_programs() == []


def test_an_engine_that_is_gone_is_an_error(tag: str) -> None:
    gone: Any = docker.DockerClient("unix:///no/such.sock", version="1.41")
    with pytest.raises(Exception, match="No such file"):
        build_image(gone, tag, "FROM scratch\n")
