"""``course.py site``: build both editions of the study website, strictly, and show them."""

from __future__ import annotations

import argparse
import functools
import http.server
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from helpers.errors import BadInput, CourseError
from helpers.language import say
from helpers.paths import checkout
from helpers.setup.site.fresh import fingerprint

__all__ = ["build", "run"]

CONFIGS = {"en": "mkdocs.yml", "ko": "mkdocs.ko.yml"}


def run(args: Sequence[str]) -> int:
    """Build the site, and serve it where ``--serve`` asks for it.

    Args:
        args: the command line after ``site``: ``--serve``, ``--port N``.

    Returns:
        The exit status: 0 where the site stands.

    Raises:
        CourseError: the build failed, or the port is taken.
    """
    parser = argparse.ArgumentParser(prog="course.py site")
    parser.add_argument("--serve", action="store_true", help="show the site on 127.0.0.1")
    parser.add_argument("--port", type=int, default=8000, help="the port to show it on")
    asked = parser.parse_args(list(args))
    began = time.monotonic()
    target = build(checkout())
    seconds = time.monotonic() - began
    front = target / "index.html"
    print(
        say(
            en=f"The site stands after {seconds:.1f} s. Open {front}.",
            ko=f"사이트를 만들었습니다({seconds:.1f}초). 다음 파일을 여십시오: {front}",
        )
    )
    return _serve(target, asked.port) if asked.serve else 0


def build(root: Path) -> Path:
    """Build both editions side by side; an edition whose sources did not change is kept.

    Args:
        root: the checkout.

    Returns:
        The folder of the finished site: English at its top, Korean in ``ko/``.

    Raises:
        CourseError: an edition has a warning (all of them are in its sentences). The site that
            stood before stays as it was.
    """
    cache = root / ".cache" / "site"
    cache.mkdir(parents=True, exist_ok=True)
    now = fingerprint(root)
    started = {
        lang: _start(root, config, cache / lang)
        for lang, config in CONFIGS.items()
        if not _stands(cache / lang, now)
    }
    failures = []
    for lang, process in started.items():
        words, _ = process.communicate()
        if process.returncode:
            lines = [line for line in words.splitlines() if not line.startswith("INFO")]
            failures.append(f"[{lang}]\n" + "\n".join(lines))
        else:
            (cache / f"{lang}.stamp").write_text(now, encoding="utf-8")
    if failures:
        raise CourseError(
            say(en="The site was not built:", ko="사이트를 만들지 못했습니다."),
            "\n" + "\n".join(failures) + "\n",
            say(
                en="Mend what is named above and run it again.",
                ko="위에 적힌 것을 고친 뒤 다시 실행하십시오.",
            ),
        )
    target = root / "site"
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(cache / "en", target)
    shutil.copytree(cache / "ko", target / "ko")
    return target


def _stands(folder: Path, now: str) -> bool:
    stamp = folder.with_suffix(".stamp")
    return folder.is_dir() and stamp.is_file() and stamp.read_text(encoding="utf-8") == now


def _start(root: Path, config: str, folder: Path) -> subprocess.Popen[str]:
    folder.with_suffix(".stamp").unlink(missing_ok=True)
    command = [
        sys.executable,
        "-m",
        "mkdocs",
        "build",
        "--strict",
        "--config-file",
        config,
        "--site-dir",
        str(folder),
    ]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "NO_COLOR": "1"}
    return subprocess.Popen(
        command,
        cwd=root,
        env=environment,
        text=True,
        encoding="utf-8",
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


def _serve(folder: Path, port: int) -> int:
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(folder))
    try:
        server = http.server.ThreadingHTTPServer(("127.0.0.1", port), handler)
    except (OSError, OverflowError) as error:
        raise BadInput(
            say(
                en=f"Port {port} cannot be used ({error}).",
                ko=f"{port}번 포트를 쓸 수 없습니다({error}).",
            ),
            say(
                en="The site is built, but not shown.", ko="사이트는 만들었지만 띄우지 못했습니다."
            ),
            say(en="Choose another with --port.", ko="--port 옵션으로 다른 포트를 고르십시오."),
        ) from error
    with server:
        address = f"http://127.0.0.1:{server.server_port}/"
        shown = say(
            en=f"It is shown on {address} (Ctrl+C ends it).",
            ko=f"다음 주소에서 볼 수 있습니다: {address} (Ctrl+C를 누르면 끝납니다)",
        )
        print(shown, flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            return 0
    return 0
