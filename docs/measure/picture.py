"""Make the front page's pictures: lesson 5 at work in JupyterLab, its lifecycle panel pressed.

    .venv/bin/python docs/measure/picture.py

Needs an engine and chromium; writes docs/overrides/assets/lesson-{en,ko}-{light,dark}.webp, and
beside each its half for a phone (-small).
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

from helpers.cleanup import remove_lesson
from helpers.engine import connect

ROOT = Path(__file__).resolve().parents[2]
ASSETS = ROOT / "docs/overrides/assets"
LESSON = "05-container-lifecycle.ipynb"
CELLS = ("begin", "press-import", "press-lifecycle-panel")
PRESSED = {"en": ("Create", "Start", "Pause"), "ko": ("만들기", "시작", "일시 정지")}
SIZE = {"width": 960, "height": 640}
PATIENCE = 120_000


def main() -> None:
    """Take the four pictures."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        home = Path(folder)
        for lang in PRESSED:
            (home / "lessons" / lang).mkdir(parents=True)
            shutil.copy(ROOT / "lessons" / lang / LESSON, home / "lessons" / lang)
        server, address = start_jupyter(home)
        chromium = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        try:
            for scheme in ("light", "dark"):
                choose_theme(home, scheme)
                for lang in PRESSED:
                    made = picture(chromium, address, lang)
                    for end, written in zip(("", "-small"), made, strict=True):
                        target = ASSETS / f"lesson-{lang}-{scheme}{end}.webp"
                        target.write_bytes(written)
                        print(target.relative_to(ROOT), target.stat().st_size, "bytes")
        finally:
            chromium.close()
            server.terminate()
            server.wait(30)


def start_jupyter(home: Path) -> tuple[subprocess.Popen[bytes], str]:
    """Start JupyterLab on a free port of 127.0.0.1, with settings of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    places = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR",
              "JUPYTERLAB_SETTINGS_DIR", "JUPYTERLAB_WORKSPACES_DIR")  # fmt: skip
    environment = {**os.environ, **{place: str(home / place.lower()) for place in places}}
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", f"--port={port}",
               "--ip=127.0.0.1", "--IdentityProvider.token=course", "--allow-root",
               "--LabApp.expose_app_in_browser=True",
               f"--ServerApp.root_dir={home / 'lessons'}"]  # fmt: skip
    server = subprocess.Popen(command, cwd=home, env=environment, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    end = time.monotonic() + 120
    while time.monotonic() < end:
        try:
            urllib.request.urlopen(f"{address}/api?token=course", timeout=5).close()
            return server, address
        except OSError:
            time.sleep(0.3)
    server.terminate()
    raise SystemExit("JupyterLab does not answer")


def choose_theme(home: Path, scheme: str) -> None:
    """Set the theme as a person does, in JupyterLab's settings."""
    place = home / "jupyterlab_settings_dir/@jupyterlab/apputils-extension"
    place.mkdir(parents=True, exist_ok=True)
    theme = {"theme": f"JupyterLab {scheme.title()}"}
    (place / "themes.jupyterlab-settings").write_text(json.dumps(theme))
    quiet = {"fetchNews": "false", "checkForUpdates": False}
    (place / "notification.jupyterlab-settings").write_text(json.dumps(quiet))


def picture(chromium: Browser, address: str, lang: str) -> tuple[bytes, bytes]:
    """Open the lesson, run the panel's cells, press the buttons; the picture, whole and half."""
    page = chromium.new_page(viewport=SIZE, device_scale_factor=1.6)  # type: ignore[arg-type]
    page.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    page.goto(f"{address}/doc/tree/{lang}/{LESSON}?token=course&reset")
    page.wait_for_selector(".jp-CodeCell")
    page.wait_for_function("window.jupyterapp?.shell.currentWidget?.sessionContext?.isReady")
    for cell in CELLS:
        page.evaluate(
            """id => {
                const { content } = window.jupyterapp.shell.currentWidget;
                content.activeCellIndex = content.widgets.findIndex(one => one.model.id === id);
                return window.jupyterapp.commands.execute("notebook:run-cell").then(() => 0);
            }""",
            cell,
        )
    panel = page.locator(".course-control.widget-vbox").first
    for name in PRESSED[lang]:
        button = panel.get_by_role("button", name=name, exact=True)
        expect(button).to_be_enabled()
        button.click()
    expect(panel).to_contain_text("paused")
    panel.evaluate("panel => panel.scrollIntoView({ block: 'center' })")
    page.mouse.move(5, 300)
    page.wait_for_timeout(1500)  # the notebook's own smooth scrolling
    shown = page.screenshot()
    written = webp(page, shown, 1), webp(page, shown, 2)
    page.evaluate("window.jupyterapp.shell.currentWidget.sessionContext.shutdown().then(() => 0)")
    page.close()
    remove_lesson(connect("05"), "05")  # the next picture begins with no container
    return written


def webp(page: Page, png: bytes, part: int) -> bytes:
    """Let the browser write the picture as WebP, a third of the size, each side 1/part as long."""
    written: str = page.evaluate(
        """async ([png, part]) => {
            const image = new Image();
            image.src = "data:image/png;base64," + png;
            await image.decode();
            const canvas = new OffscreenCanvas(image.width / part, image.height / part);
            const context = canvas.getContext("2d");
            context.imageSmoothingQuality = "high";
            context.drawImage(image, 0, 0, canvas.width, canvas.height);
            const blob = await canvas.convertToBlob({ type: "image/webp", quality: 0.86 });
            const bytes = new Uint8Array(await blob.arrayBuffer());
            return btoa(Array.from(bytes, byte => String.fromCharCode(byte)).join(""));
        }""",
        [base64.b64encode(png).decode(), part],
    )
    return base64.b64decode(written)


if __name__ == "__main__":
    main()
