"""``course.py site``: builds once, shows it, and says what is wrong in a sentence."""

from __future__ import annotations

import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from helpers.errors import BadInput
from helpers.setup import site
from helpers.setup.site.fresh import fingerprint


def test_an_unchanged_site_is_not_built_again(built: Path) -> None:
    stamps = {path: path.stat().st_mtime_ns for path in (built.parent / ".cache/site").glob("*/*")}
    site.build(built.parent)
    assert stamps == {path: path.stat().st_mtime_ns for path in stamps}
    assert (built / "ko/index.html").is_file()


def test_a_changed_page_is_noticed(tmp_path: Path) -> None:
    page = tmp_path / "docs/site/en/index.md"
    page.parent.mkdir(parents=True)
    page.write_text("one", encoding="utf-8")
    before = fingerprint(tmp_path)
    page.write_text("two", encoding="utf-8")
    assert fingerprint(tmp_path) != before


def test_it_is_shown_on_this_machine_only(built: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    program = (
        "import sys; from pathlib import Path; from helpers.setup import site;"
        f"site.build = lambda root: Path({str(built)!r});"
        f"sys.exit(site.run(['--serve', '--port', '{port}']))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as shown:
        try:
            assert shown.stdout is not None
            said = [shown.stdout.readline() for _ in range(2)]
            assert f"http://127.0.0.1:{port}/" in said[1]
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/ko/index.html") as answer:
                assert "도커" in answer.read().decode()
        finally:
            shown.terminate()


def test_a_taken_port_is_said(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site, "build", lambda root: built)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        with pytest.raises(BadInput, match="--port"):
            site.run(["--serve", "--port", port])
    with pytest.raises(BadInput, match="--port"):
        site.run(["--serve", "--port", "99999999"])
