"""Make the front page's pictures: lesson 5 at work in JupyterLab, its lifecycle panel pressed.

    .venv/bin/python -m docs.measure.picture

Needs the course's own engine, running, and chromium. Writes into docs/overrides/assets
lesson-{en,ko}-{light,dark}.webp, and beside each its half for a phone (-small).
"""

from __future__ import annotations

import base64
import os
import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from helpers.lesson import clean_bench
from tests.browser import chromium
from tests.controls.lab import TOKEN, Lab, run_lab

ROOT = Path(__file__).resolve().parents[2]
ASSETS = ROOT / "docs/overrides/assets"
LESSON = "05-container-lifecycle.ipynb"
CELLS = ("begin", "press-import", "press-lifecycle-panel")
PRESSED = {"en": ("Create", "Start", "Pause"), "ko": ("만들기", "시작", "일시 정지")}
SIZE = {"width": 960, "height": 640}
PATIENCE = 120_000


def main() -> None:
    """Take the four pictures."""
    os.environ["COURSE_ENGINE"] = "own"  # as the JupyterLab below has it
    with (
        tempfile.TemporaryDirectory() as folder,
        run_lab(Path(folder)) as lab,
        chromium(Path(folder)) as browser,
    ):
        for lang in PRESSED:
            (lab.home / "notebooks" / lang).mkdir()
            shutil.copy(ROOT / "lessons" / lang / LESSON, lab.home / "notebooks" / lang)
        for scheme in ("light", "dark"):
            lab.choose_theme(f"JupyterLab {scheme.title()}")
            for lang in PRESSED:
                made = picture(browser, lab, lang)
                for end, written in zip(("", "-small"), made, strict=True):
                    target = ASSETS / f"lesson-{lang}-{scheme}{end}.webp"
                    target.write_bytes(written)
                    print(target.relative_to(ROOT), target.stat().st_size, "bytes")


def picture(browser: Browser, lab: Lab, lang: str) -> tuple[bytes, bytes]:
    """Open the lesson, run the panel's cells, press the buttons; the picture, whole and half."""
    page = browser.new_page(viewport=SIZE, device_scale_factor=1.6)  # type: ignore[arg-type]
    page.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    page.goto(f"{lab.address}/doc/tree/{lang}/{LESSON}?{TOKEN}&reset")
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
    page.close()
    lab.end_kernels()
    clean_bench("05").close()  # the next picture begins with no container
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
