"""Measure the slides' reset key, beside a bare restart of the same kernel in the same run.

    .venv/bin/python -m docs.measure.present

Opens lesson 5 as slides in chromium, with a container of the lesson made anew before each press;
prints a Markdown table: medians and the longest of ten.

Measured on two cores shared with other work; the ratio says more than the seconds:

| | a bare restart | the key | again at once |
| --- | --- | --- | --- |
| the server ended the old kernel first | 1.26 s | 0.86 s (0.68) | 1.69 s (1.34) |
| it ends it meanwhile, two kernels wait | 0.99 s | 0.64 s (0.65) | 0.58 s (0.59) |
"""

from __future__ import annotations

import json
import os
import statistics
import time
from collections.abc import Callable
from functools import partial
from http.client import HTTPResponse
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.request import ProxyHandler, Request, build_opener

from jupyter_client.blocking.client import BlockingKernelClient
from playwright.sync_api import Page

from helpers.engine import connect
from helpers.setup import jupyter
from helpers.setup.present import lesson_page
from helpers.setup.present.server import Slides, serving
from tests.browser import chromium

PRESSES = 10
READY = "() => !document.querySelector('.course-slides').hasAttribute('aria-busy')"


def press(page: Page) -> float:
    """Press the key, and wait until the lesson's first cell has run in a kernel without a past."""
    began = time.monotonic()
    page.keyboard.press("r")
    page.wait_for_function(READY, polling=20)
    return time.monotonic() - began


def calmly(page: Page) -> float:
    """Press as a speaker does: some while after the last press, with the demo half done."""
    page.wait_for_timeout(8000)
    with_client()
    return press(page)


def with_client() -> None:
    """Leave a running container of the lesson for the key to remove."""
    client = connect("05")
    client.containers.run("busybox:1.35", ["sleep", "600"], detach=True)
    client.close()


def at_once(page: Page) -> float:
    """Press a second time as soon as the first has come to its end."""
    calmly(page)
    return press(page)


def restart(server: Slides) -> float:
    """Restart the lesson's kernel and wait until it answers, with nothing run in it."""
    time.sleep(3)
    identity = json.load(asked(server, "sessions"))[0]["kernel"]["id"]
    file = server.log.parent / "runtime" / f"kernel-{identity}.json"
    kernel = BlockingKernelClient(connection_file=str(file))
    kernel.load_connection_file()
    kernel.start_channels()
    began = time.monotonic()
    asked(server, f"kernels/{identity}/restart", b"")
    kernel.wait_for_ready(timeout=60)
    seconds = time.monotonic() - began
    kernel.stop_channels()
    return seconds


def asked(server: Slides, what: str, body: bytes | None = None) -> HTTPResponse:
    """Ask the server's API."""
    request = Request(
        f"http://127.0.0.1:{server.port}/api/{what}",
        body,
        {"Authorization": f"token {server.token}"},
    )
    answer: HTTPResponse = build_opener(ProxyHandler({})).open(request)
    return answer


def row(name: str, measured: Callable[[], float]) -> float:
    """Measure ten times and print a line of the table."""
    seconds = [measured() for _ in range(PRESSES)]
    median = statistics.median(seconds)
    print(f"| {name} | {median:.2f} s | {max(seconds):.2f} s |", flush=True)
    return median


def main() -> None:
    """Print the table."""
    os.environ.pop("COURSE_LANG", None)  # The folder of the lesson says the language.
    with (
        TemporaryDirectory() as home,
        serving(jupyter.free_port()) as server,
        chromium(Path(home)) as browser,
    ):
        page = browser.new_page(viewport={"width": 1280, "height": 720})
        page.goto(server.address(lesson_page("05", "en")))
        page.locator(".course-slides:not([aria-busy])").wait_for(timeout=120_000)
        print("| | median of ten | longest |\n|---|---|---|")
        bare = row("a bare restart of the kernel", partial(restart, server))
        calm = row("the key", partial(calmly, page))
        twice = row("the key again at once", partial(at_once, page))
    print(f"\nThe key takes {calm / bare:.2f} of a bare restart; again at once {twice / bare:.2f}.")


if __name__ == "__main__":
    main()
