"""A visitor who looks at a page as people do, and hears what the console and the network say."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import ConsoleMessage, Page, Request

CHECKOUT = Path(__file__).resolve().parent.parent.parent
SIZES = {"phone": (390, 844), "laptop": (1366, 768), "projector": (1920, 1080)}

# Contrast depends on colour, background and size alone: axe measures it on one word of each kind,
# because a lesson has thousands of words and one measurement takes milliseconds.
AXE_RUN = """async (rules) => {
    const kinds = new Map();
    const painted = "rgba(0, 0, 0, 0)";
    for (const word of document.querySelectorAll("body *")) {
        if (![...word.childNodes].some(node => node.nodeType === 3 && node.data.trim())) continue;
        if (!word.checkVisibility({ visibilityProperty: true })) continue;
        const backgrounds = [];
        for (let box = word; box; box = box.parentElement) {
            const { backgroundColor, backgroundImage, opacity } = getComputedStyle(box);
            backgrounds.push(opacity, backgroundImage);
            if (backgroundColor !== painted) backgrounds.push(backgroundColor);
        }
        const { color, fontSize, fontWeight } = getComputedStyle(word);
        const kind = [color, fontSize, fontWeight, ...new Set(backgrounds)].join();
        if (!kinds.has(kind)) kinds.set(kind, word);
    }
    const resultTypes = ["violations"];
    const words = { include: [...kinds.values()] };
    const runs = [await axe.run(words, { resultTypes, runOnly: ["color-contrast"] })];
    const others = { resultTypes, rules: { "color-contrast": { enabled: false } } };
    if (rules) runs.push(await axe.run(document, others));
    return runs.flatMap(run => run.violations).flatMap(({ id, impact, nodes }) =>
        nodes.map(node => `${id} (${impact}): ${node.html.slice(0, 200)}`
            + ` ${node.failureSummary.replaceAll("\\n", " ").slice(0, 200)}`));
}"""


def page_names() -> list[str]:
    """Every page of both editions, as its address below the site's."""
    written = [path.stem for path in (CHECKOUT / "docs/site/en").glob("*.md")]
    lessons = [f"lessons/{path.stem}" for path in (CHECKOUT / "lessons/en").glob("[0-9]*.ipynb")]
    return [f"{folder}{name}.html" for folder in ("", "ko/") for name in sorted(written + lessons)]


class Visitor:
    """One browser page, kept open, that writes down what went wrong on the page it shows."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address
        self.troubles: list[str] = []
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.troubles.append(f"script: {error}"))
        page.on("request", self._asked)
        page.on("requestfailed", lambda request: self.troubles.append(f"failed: {request.url}"))

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.troubles.append(f"console: {message.text}")

    def _asked(self, request: Request) -> None:
        if urlsplit(request.url).hostname not in ("127.0.0.1", None):
            self.troubles.append(f"asked another host: {request.url}")

    def open(self, name: str) -> None:
        """Open a page and forget what was wrong on the one before."""
        self.page.set_viewport_size({"width": 1366, "height": 768})
        self.page.goto("about:blank")
        self.troubles.clear()
        answer = self.page.goto(self.address + name, wait_until="load")
        assert answer is not None and answer.ok, f"{name}: {answer and answer.status}"
        self.page.wait_for_selector("html.js")
        self.page.evaluate(AXE_SCRIPT)

    def resize(self, size: str) -> None:
        """Look at the page on a phone, a laptop or a projector."""
        width, height = SIZES[size]
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.evaluate(
            "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
        )

    def overflow(self) -> int:
        """By how many pixels the page is wider than its window."""
        wider: int = self.page.evaluate(
            "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        return max(0, wider)

    def violations(self, rules: bool) -> list[str]:
        """What axe-core finds, of any impact: contrast, and by all other rules if asked."""
        found: list[str] = self.page.evaluate(AXE_RUN, rules)
        return found
