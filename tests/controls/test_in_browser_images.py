"""The images' controls as people see them: in JupyterLab, in both languages and themes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from docker.models.containers import Container
from playwright.sync_api import Browser, Locator, expect

from helpers.engine import CourseClient
from tests.eventually import eventually

from .lab import Lab, in_both, needs_browser, visit

PULLED = "debian:bookworm"
WORDS = {
    "en": {
        "tree": "Images as a tree of layers", "image": "Image", "history": "History",
        "search": "Search", "pull": "Pull", "here": "is here", "remove": "Remove",
        "used": "in use by a container", "removed": "is removed", "results": "Results:",
        "shared": "shared by 2", "build": "Build", "building": "Building", "built": "Built",
        "cached": "✓ cached", "run": "run", "output": "Output of the build",
        "line": "line 2 of the Dockerfile", "program": "no such program",
    },
    "ko": {
        "tree": "레이어의 나무로 본 이미지", "image": "이미지", "history": "이력",
        "search": "검색", "pull": "받기", "here": "받았습니다", "remove": "지우기",
        "used": "컨테이너가 그 이미지를 쓰고", "removed": "지웠습니다", "results": "찾았습니다",
        "shared": "2개가 공유", "build": "빌드", "building": "빌드하고 있습니다",
        "built": "마쳤습니다", "cached": "✓ 캐시", "run": "실행", "output": "빌드 출력",
        "line": "Dockerfile 2번째 줄", "program": "그런 프로그램이 없어서",
    },
}  # fmt: skip
HELD = "FROM busybox:1.35\nRUN echo on$((40 + 2)); until [ -e /go ]; do sleep 0.2; done\n"
BROKEN = "FROM busybox:1.35\nRUN no-such-program\n"

pytestmark = [needs_browser, pytest.mark.timeout(280)]


def _button(control: Locator, name: str) -> Locator:
    return control.get_by_role("button", name=name, exact=True)


def _says(control: Locator, words: str) -> None:
    expect(control.get_by_role("status")).to_contain_text(words)


@in_both
def test_image_explorer(
    lab: Lab, browser: Browser, client: CourseClient, tmp_path: Path, lang: str
) -> None:
    """The tree, a history, a search, a pull, and a removal that a container forbids at first."""
    words = WORDS[lang]
    with visit(lab, browser, lang, "ImageExplorer(client)") as seen:
        explorer = seen.control()
        tree = explorer.get_by_role("region", name=words["tree"])
        expect(tree).to_contain_text("debian:bookworm-slim")
        choice = explorer.get_by_role("combobox", name=words["image"], exact=True)
        choice.select_option("debian:bookworm-slim")
        _button(explorer, words["history"]).click()
        steps = client.images.get("debian:bookworm-slim").history()
        expect(explorer.locator("tbody tr")).to_have_count(len(steps))
        word = explorer.get_by_role("textbox", name=words["search"], exact=True)
        word.fill("hello")
        word.press("Enter")
        _says(explorer, words["results"])
        expect(explorer.get_by_role("cell", name="course/hello", exact=True)).to_be_visible()
        explorer.get_by_role("combobox", name=words["pull"], exact=True).fill(PULLED)
        _button(explorer, words["pull"]).click()
        _says(explorer, words["here"])
        expect(explorer.get_by_role("progressbar")).to_have_count(4)
        expect(tree).to_contain_text(words["shared"])
        seen.look(explorer, tmp_path / "images.png")
        holder = client.containers.create(PULLED, name="course-holds")
        choice.select_option(PULLED)
        _button(explorer, words["remove"]).click()
        _says(explorer, words["used"])
        seen.look(explorer, tmp_path / "images-refused.png")
        holder.remove()
        _button(explorer, words["remove"]).click()
        _says(explorer, words["removed"])
        expect(choice).not_to_contain_text(re.compile(f"{PULLED}(?!-)"))


@in_both
def test_dockerfile_bench(
    lab: Lab, browser: Browser, client: CourseClient, tmp_path: Path, lang: str
) -> None:
    """What stands there is built; output comes as it runs; then the cache; then a broken line."""
    words = WORDS[lang]
    with visit(lab, browser, lang, "DockerfileBench(client)") as seen:
        bench = seen.control()
        recipe = bench.get_by_role("textbox", name="Dockerfile", exact=True)
        go = _button(bench, words["build"])
        go.click()  # builds what a learner finds there
        _says(bench, words["built"])
        seen.look(bench, tmp_path / "bench.png")
        recipe.fill(HELD)
        go.click()
        expect(bench.get_by_label(words["output"])).to_contain_text("on42")
        _says(bench, words["building"])
        expect(go).to_be_disabled()
        seen.look(bench, tmp_path / "bench-building.png")
        _step(client).exec_run(["touch", "/go"])
        _says(bench, words["built"])
        second = bench.get_by_role("row").filter(has_text="until [ -e /go ]")
        expect(second.get_by_role("cell", name=words["run"], exact=True)).to_be_visible()
        expect(go).to_be_enabled()
        go.click()
        expect(second.get_by_role("cell", name=words["cached"])).to_be_visible()
        seen.look(bench, tmp_path / "bench-cached.png")
        recipe.fill(BROKEN)
        go.click()
        _says(bench, words["line"])
        _says(bench, words["program"])
        seen.look(bench, tmp_path / "bench-broken.png")


def _step(client: CourseClient) -> Container:
    """The container in which the builder runs the step that waits."""

    def found() -> list[Container]:
        return [one for one in client.containers.list() if "/go" in str(one.attrs["Args"])]

    eventually(found)
    return found()[0]
