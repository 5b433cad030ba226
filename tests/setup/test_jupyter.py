"""JupyterLab on 127.0.0.1: behind a token, kept on a second start, ended with its kernels."""

from __future__ import annotations

import json
import os
import socket
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import psutil
import pytest

from helpers.errors import BadInput
from helpers.setup import jupyter


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[Path]:
    with mock.patch.dict(os.environ, XDG_CACHE_HOME=str(tmp_path / "cache")):
        jupyter.leave_home_alone()
        yield tmp_path
        jupyter.stop()


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield int(other.getsockname()[1])


def get(address: str) -> int:
    try:
        with urllib.request.urlopen(address, timeout=30) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        return refused.code


def start_kernel(server: jupyter.Server) -> str:
    asked = urllib.request.Request(
        f"http://127.0.0.1:{server.port}/api/kernels",
        data=b'{"name": "python3"}',
        headers={"Authorization": f"token {server.token}"},
        method="POST",
    )
    with urllib.request.urlopen(asked, timeout=60) as answer:
        return str(json.loads(answer.read())["id"])


def test_a_server_is_guarded_kept_and_ended_with_its_kernels(
    cache: Path, taken: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = cache / "내 수업 copy"
    (folder / "ko").mkdir(parents=True)
    server = jupyter.start(folder)
    page = f"http://127.0.0.1:{server.port}/api/contents/ko"
    assert get(page) == 403
    assert get(f"{page}?token=guess") == 403
    assert get(f"{page}?token={server.token}") == 200
    assert get(server.address("ko/한글.ipynb")) == 200
    assert (cache / "cache/docker-lessons/jupyter").stat().st_mode & 0o777 == 0o700
    process = server.process
    assert process is not None
    assert server.token not in " ".join(process.cmdline()), "ps shows no token"
    listening = [c.laddr for c in process.net_connections("tcp") if c.status == "LISTEN"]
    assert ("127.0.0.1", server.port) in listening
    assert {address.ip for address in listening} == {"127.0.0.1"}

    assert jupyter.start(folder) == server
    with pytest.raises(BadInput, match=r"course\.py stop"):
        jupyter.start(folder, port=taken)
    with pytest.raises(BadInput, match=r"course\.py stop"):
        jupyter.start(cache)
    monkeypatch.setenv("DOCKER_HOST", "unix:///elsewhere")
    with pytest.raises(BadInput, match=r"course\.py stop"):
        jupyter.start(folder)

    assert start_kernel(server)
    family = [process, *process.children(recursive=True)]
    assert len(family) > 1, "a kernel runs"
    assert jupyter.stop()
    assert not [member for member in family if member.is_running()]
    assert jupyter.running() is None
    assert not jupyter.stop(), "nothing is left to end"


@pytest.mark.parametrize(("lang", "said"), [("en", "is taken"), ("ko", "쓸 수 없습니다")])
def test_a_port_in_use_is_said_with_another_that_is_free(
    taken: int, lang: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COURSE_LANG", lang)
    with pytest.raises(BadInput, match=said) as refused:
        jupyter.check_port(taken)
    assert str(taken) in str(refused.value)
    jupyter.check_port(int(refused.value.next_step.split()[-1]))


def test_a_taken_port_is_passed_over(taken: int) -> None:
    assert jupyter.free_port(taken) != taken


def test_a_process_that_took_over_the_pid_is_left_alone(cache: Path) -> None:
    state = cache / "cache/docker-lessons/jupyter/state.json"
    state.parent.mkdir(parents=True)
    me = psutil.Process()
    stale = jupyter.Server(me.pid, me.create_time() - 60, 8888, "token", str(cache), {})
    state.write_text(json.dumps(stale.__dict__))
    assert jupyter.running() is None
    assert not jupyter.stop(), "this very test would have been ended"
    state.write_text("{half a file")
    assert jupyter.running() is None


def test_jupyter_leaves_the_home_folder_alone(cache: Path) -> None:
    os.environ["JUPYTER_PATH"] = "/learners/own"
    jupyter.leave_home_alone()
    assert "JUPYTER_PATH" not in os.environ
    names = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")
    assert all(os.environ[name].startswith(str(cache)) for name in names)
