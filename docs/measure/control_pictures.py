"""Make the site's pictures of the controls: those that their tests take in JupyterLab, as WebP.

    .venv/bin/python -m docs.measure.control_pictures

Runs tests/controls/test_in_browser*.py twice, so that each language is seen in light and in dark
colours. Needs an engine and chromium. Writes docs/overrides/assets/controls/*.webp and their
widths and heights into docs/controls.json.
"""

from __future__ import annotations

import json
import os
import struct
import sys
import tempfile
from pathlib import Path

import pytest

from docs.measure.picture import webp
from tests.browser import chromium

ROOT = Path(__file__).resolve().parents[2]
ASSETS = ROOT / "docs/overrides/assets/controls"
SIZES = ROOT / "docs/controls.json"
TESTS = sorted(str(path) for path in (ROOT / "tests/controls").glob("test_in_browser*.py"))
PICTURES = {
    "start-race": "race",
    "container-dashboard": "dashboard",
    "terminal": "terminal",
    "image-explorer": "images",
    "dockerfile-bench": "bench",
    "lifecycle-panel": "panel",
    "version-explorer": "version",
}


def main() -> None:
    """Take the pictures and write them."""
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT / "tests"))
    from controls.lab import THEMES  # by the name that pytest gives it: the tests see the change

    light, dark = THEMES["en"], THEMES["ko"]
    with tempfile.TemporaryDirectory() as folder:
        for number, themes in enumerate(((light, dark), (dark, light))):
            THEMES.update(zip(("en", "ko"), themes, strict=True))
            shots = Path(folder) / str(number)
            if pytest.main([*TESTS, "-q", f"--basetemp={shots}"]):
                raise SystemExit("the controls' tests fail")
            for lang, theme in THEMES.items():
                write(shots, lang, "light" if theme == light else "dark")
    SIZES.write_text(json.dumps(sizes(), indent=1) + "\n", encoding="utf-8")


def write(shots: Path, lang: str, scheme: str) -> None:
    """Write the pictures of one language in one scheme of colours."""
    ASSETS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as home, chromium(Path(home)) as browser:
        page = browser.new_page()
        for control, shot in PICTURES.items():
            (found,) = shots.glob(f"*_{lang}_0/{shot}.png")
            written = webp(page, found.read_bytes(), 1)
            (ASSETS / f"{control}-{lang}-{scheme}.webp").write_bytes(written)


def sizes() -> dict[str, list[int]]:
    """Read width and height of each picture from its head (WebP's extended or lossy form)."""
    found = {}
    for path in sorted(ASSETS.glob("*.webp")):
        head = path.read_bytes()[:30]
        if head[12:16] == b"VP8X":
            wide, high = (1 + int.from_bytes(head[at : at + 3], "little") for at in (24, 27))
        else:
            wide, high = struct.unpack("<HH", head[26:30])
        found[path.stem] = [wide, high]
    return found


if __name__ == "__main__":
    main()
