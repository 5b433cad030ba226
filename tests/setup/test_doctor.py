"""What the doctor says, in both languages, on a machine that is well and on one that is not."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

import docker
import pytest

from helpers import images
from helpers.own import Own
from helpers.setup import doctor
from helpers.setup.engine import advice

OPTIONS = Namespace(engine="auto")


def telling(capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    status = doctor.run(OPTIONS)
    return status, capsys.readouterr().out


@pytest.mark.parametrize(
    ("lang", "labels"),
    [
        ("en", ["Engine", "Why this one", "Version", "Storage driver", "cgroup", "Images"]),
        ("ko", ["엔진", "고른 까닭", "버전", "저장 드라이버", "cgroup", "이미지"]),
    ],
)
def test_a_machine_that_is_well(
    engine: Own,
    lang: str,
    labels: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("COURSE_LANG", lang)
    status, said = telling(capsys)
    rows = dict(line.split(": ", 1) for line in said.splitlines() if ": " in line)
    assert status == 0
    assert not [label for label in labels if label not in rows], said
    client = docker.DockerClient(base_url=engine.url)
    version, info = client.version(), client.info()
    client.close()
    assert rows[labels[0]] == engine.url
    assert rows[labels[2]] == f"{version['Version']}, API {version['ApiVersion']}"
    assert rows[labels[3]] == info["Driver"]
    assert rows[labels[5]] == "debian:bookworm-slim, busybox:1.35"
    assert f"docker -H {engine.url}" in said
    assert "COURSE_HUB=no" in rows["Docker Hub"]


@pytest.mark.parametrize(("lang", "said"), [("en", "is missing"), ("ko", "없습니다")])
def test_a_missing_image_comes_with_its_command(
    engine: Own,
    lang: str,
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("COURSE_LANG", lang)
    monkeypatch.setattr(images, "NEEDED", ("busybox:1.35", "course/none:1"))
    status, out = telling(capsys)
    line = next(line for line in out.splitlines() if "course/none:1" in line)
    assert status == 1
    assert said in line and line.endswith("python3 course.py start")


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_without_an_engine_it_says_what_was_asked_and_what_to_install(
    lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COURSE_LANG", lang)
    monkeypatch.delenv("COURSE_ENGINE", raising=False)
    monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path}/none.sock")
    monkeypatch.setattr(doctor, "wanted_packages", lambda: ["docker.io", "qemu-system-x86"])
    status, said = telling(capsys)
    assert status == 1
    assert f"{tmp_path}/none.sock" in said
    assert advice() in said
    assert "sudo apt-get install docker.io qemu-system-x86" in said


def test_a_silent_docker_hub_is_told(
    engine: Own, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("COURSE_HUB", raising=False)
    monkeypatch.setattr(doctor, "hub_answers", lambda client: False)
    assert "Docker Hub: does not answer" in telling(capsys)[1]
    monkeypatch.setattr(doctor, "hub_answers", lambda client: True)
    assert "Docker Hub: answers" in telling(capsys)[1]
