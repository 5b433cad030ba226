"""Measure the built site as a browser sees it: requests and bytes of a page, and the build's time.

    .venv/bin/python docs/measure/pages.py

Builds both editions anew, then opens pages in chromium; prints a Markdown table.
"""

from __future__ import annotations

import functools
import http.server
import shutil
import threading
import time
from pathlib import Path

from playwright.sync_api import Response, sync_playwright

from helpers.setup.site import build

ROOT = Path(__file__).resolve().parents[2]
PAGES = ("index.html", "lessons/05-container-lifecycle.html", "ko/lessons/01-what-is-docker.html")


class Quiet(http.server.SimpleHTTPRequestHandler):
    """A server that says nothing."""

    def log_message(self, *args: object) -> None:
        """Say nothing."""


def main() -> None:
    """Print the table."""
    shutil.rmtree(ROOT / ".cache/site", ignore_errors=True)
    began = time.monotonic()
    site = build(ROOT)
    print(f"| both editions built anew | {time.monotonic() - began:.1f} s |")
    began = time.monotonic()
    build(ROOT)
    print(f"| nothing changed | {time.monotonic() - began:.1f} s |")
    handler = functools.partial(Quiet, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with sync_playwright() as playwright:
            chromium = playwright.chromium.launch(
                executable_path="/usr/bin/chromium", args=["--no-sandbox"]
            )
            for name in PAGES:
                page = chromium.new_context().new_page()
                sizes: list[int] = []

                def received(answer: Response, sizes: list[int] = sizes) -> None:
                    sizes.append(len(answer.body()))

                page.on("response", received)
                page.goto(f"http://127.0.0.1:{server.server_port}/{name}")
                page.wait_for_load_state("networkidle")
                print(f"| {name} | {len(sizes)} requests, {sum(sizes) / 1000:.0f} kB |")
            chromium.close()
        server.shutdown()


if __name__ == "__main__":
    main()
