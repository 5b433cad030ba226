"""Measure the built site beside Jupyter Book's of the same notebooks: time, requests, bytes.

    .venv/bin/python -m docs.measure.pages

Builds both editions anew, ours and Jupyter Book's in turn, three times, each with its two editions
at once; then opens pages in chromium from a server that compresses. Prints a Markdown table.
Needs PyPI, for a Jupyter Book of its own.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser

from docs.measure.serving import serving
from helpers.setup.site import build
from tests.browser import chromium

ROOT = Path(__file__).resolve().parents[2]
BOOK = "jupyter-book==1.0.4.post1"  # the last one that builds without fetching a theme
PAGES = ("index.html", "lessons/05-container-lifecycle.html", "ko/lessons/01-what-is-docker.html")
THEIRS = "en/_build/html/05-container-lifecycle.html"
ROUNDS = 3
CONFIG = "title: Docker\nexecute: {execute_notebooks: 'off'}\nonly_build_toc_files: true\n"


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as home:
        books = Path(folder)
        command = prepare(books)
        ours, theirs = [], []
        for _ in range(ROUNDS):
            ours.append(seconds(build_ours))
            theirs.append(seconds(lambda: build_books(books, command)))
        mine, other = statistics.median(ours), statistics.median(theirs)
        print(f"| both editions, built anew | {mine:.1f} s |")
        print(f"| nothing changed | {seconds(lambda: build(ROOT)):.1f} s |")
        print(
            f"| Jupyter Book of the lessons alone | {other:.1f} s: {other / mine:.1f} times ours |"
        )
        with chromium(Path(home)) as browser:
            for site, names in ((ROOT / "site", PAGES), (books, (THEIRS,))):
                with serving(site) as address:
                    for name in names:
                        print(f"| {name} | {weight(browser, f'{address}/{name}')} |")


def build_ours() -> None:
    """Build our site with nothing kept from an earlier run."""
    shutil.rmtree(ROOT / ".cache/site", ignore_errors=True)
    build(ROOT)


def prepare(books: Path) -> str:
    """Install Jupyter Book and lay out a book for each edition; its command."""
    subprocess.run([sys.executable, "-m", "venv", books / "venv"], check=True)
    subprocess.run([books / "venv/bin/pip", "install", "--quiet", BOOK], check=True)
    for lang in ("en", "ko"):
        shutil.copytree(ROOT / "lessons" / lang, books / lang)
        first, *rest = sorted(path.stem for path in (books / lang).glob("*.ipynb"))
        chapters = "".join(f"- file: {name}\n" for name in rest)
        toc = f"format: jb-book\nroot: {first}\nchapters:\n{chapters}"
        (books / lang / "_toc.yml").write_text(toc, encoding="utf-8")
        (books / lang / "_config.yml").write_text(CONFIG, encoding="utf-8")
    return str(books / "venv/bin/jupyter-book")


def build_books(books: Path, command: str) -> None:
    """Build Jupyter Book's two editions at once, from nothing."""
    started = []
    for lang in ("en", "ko"):
        shutil.rmtree(books / lang / "_build", ignore_errors=True)
        words = [command, "build", "--quiet", str(books / lang)]
        started.append(
            subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        )
    codes = [process.wait() for process in started]
    if any(codes):
        raise SystemExit("Jupyter Book did not build")


def seconds(work: Callable[[], object]) -> float:
    """How long a piece of work takes, in seconds."""
    began = time.monotonic()
    work()
    return time.monotonic() - began


def weight(browser: Browser, address: str) -> str:
    """Count a page's requests, those to other hosts apart, and the bytes that come, compressed."""
    page = browser.new_context().new_page()
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    asked: list[str] = []
    came: list[float] = []
    page.on("request", lambda request: asked.append(request.url))
    session.on("Network.loadingFinished", lambda event: came.append(event["encodedDataLength"]))
    page.goto(address)
    page.wait_for_load_state("networkidle")
    asked = [url for url in asked if url.startswith("http")]
    foreign = sum(not url.startswith("http://127.0.0.1") for url in asked)
    page.close()
    return f"{len(asked)} requests ({foreign} to other hosts), {sum(came) / 1000:.0f} kB"


if __name__ == "__main__":
    main()
