"""Lighthouse on the front page and a lesson, phone and desktop: prints its four scores of each.

    .venv/bin/python -m docs.measure.lighthouse [RUNS]

Needs npm and chromium, and a machine with nothing else to do: a busy one measures itself. Each
figure is the median of RUNS (3 unless told). The site is built first and served compressed.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from docs.measure.serving import serving
from helpers.setup.site import build

ROOT = Path(__file__).resolve().parents[2]
VERSION = "13.5.0"
PAGES = (
    "index.html",
    "lessons/05-container-lifecycle.html",
    "ko/lessons/05-container-lifecycle.html",
)
SCORES = ("performance", "accessibility", "best-practices", "seo")


def main(runs: int) -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder, serving(build(ROOT)) as address:
        npm = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", folder]
        subprocess.run([*npm, f"lighthouse@{VERSION}"], check=True, stdout=subprocess.DEVNULL)
        for page in PAGES:
            for device in ("phone", "desktop"):
                found = [scores(folder, f"{address}/{page}", device) for _ in range(runs)]
                middle = [f"{statistics.median(column):.0f}" for column in zip(*found, strict=True)]
                print(f"| Lighthouse, {page}, {device} | {', '.join(middle)} |", flush=True)


def scores(folder: str, address: str, device: str) -> list[float]:
    """Run it once; the scores in the order of ``SCORES``, of 100."""
    out = Path(folder) / "out.json"
    command = [f"{folder}/node_modules/.bin/lighthouse", address, "--quiet", "--output=json",
               f"--output-path={out}", "--chrome-flags=--headless --no-sandbox"]  # fmt: skip
    if device == "desktop":
        command.append("--preset=desktop")
    subprocess.run(command, check=True, env={**os.environ, "CHROME_PATH": "/usr/bin/chromium"})
    categories = json.loads(out.read_text(encoding="utf-8"))["categories"]
    return [100 * categories[name]["score"] for name in SCORES]


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
