from __future__ import annotations

from pathlib import Path

import pytest

from helpers.builds import BuildFailed, build
from helpers.cleanup import remove_lesson
from helpers.engine import CourseClient
from helpers.inventory import inventory
from helpers.paths import checkout

RECIPE = "FROM debian:bookworm-slim\nRUN echo 1 > /one\nRUN echo 2 > /two\n"


def test_a_folder_is_built_step_by_step(client: CourseClient) -> None:
    built = build(client, "course/greet:1.0", checkout() / "lessons" / "files" / "04")
    assert built.steps[0].instruction == "FROM debian:bookworm-slim"
    assert [step.number for step in built.steps] == list(range(1, built.steps[0].total + 1))
    assert client.containers.run("course/greet:1.0", remove=True) == b"hello, world\n"


def test_the_cache_is_used_until_a_line_changes(client: CourseClient) -> None:
    assert not any(build(client, "course/built:1", RECIPE).cached)
    assert all(build(client, "course/built:1", RECIPE).cached[1:])
    changed = build(client, "course/built:2", RECIPE.replace("2", "3"))
    assert changed.cached[1:3] == [True, False]
    assert not any(build(client, "course/built:3", RECIPE, nocache=True).cached)


def test_a_context_is_the_same_whenever_it_is_sent(client: CourseClient, tmp_path: Path) -> None:
    (tmp_path / "Dockerfile").write_text("FROM busybox:1.35\nCOPY a /a\n")
    (tmp_path / "a").write_text("1")
    build(client, "course/built:1", tmp_path)
    (tmp_path / "a").touch()
    assert build(client, "course/built:1", tmp_path).cached[1]
    (tmp_path / "a").write_text("2")
    assert not build(client, "course/built:1", tmp_path).cached[1]


@pytest.mark.parametrize(
    ("recipe", "line"),
    [
        ("FROM debian:bookworm-slim\nRUN true\n\n# why\nRUN \\\n  false\n", 5),
        ("FROM debian:bookworm-slim\nRUNN true\n", 2),
        ("FROM debian:bookworm-slim\nCOPY missing /x\n", 2),
        ("FROM course/no-such:1\n", 1),
        ("", 0),
    ],
)
@pytest.mark.parametrize(("language", "sentence"), [("en", "The build"), ("ko", "빌드")])
def test_a_broken_recipe_names_its_line(
    client: CourseClient,
    monkeypatch: pytest.MonkeyPatch,
    recipe: str,
    line: int,
    language: str,
    sentence: str,
) -> None:
    monkeypatch.setenv("COURSE_LANG", language)
    with pytest.raises(BuildFailed) as caught:
        build(client, "course/broken:1", recipe)
    assert caught.value.line == line
    assert sentence in caught.value.cause
    if line:
        assert str(line) in caught.value.cause
    assert not client.images.list("course/broken")


def test_the_output_is_printed_without_ids(
    client: CourseClient, capsys: pytest.CaptureFixture[str]
) -> None:
    recipe = "FROM busybox:1.35\nRUN echo seen while it runs\n"
    build(client, "course/built:1", recipe)
    first = capsys.readouterr().out.splitlines()
    assert first[:1] == ["Step 1/4 : FROM busybox:1.35"]
    assert first[1:3] == ["Step 2/4 : RUN echo seen while it runs", "seen while it runs"]
    build(client, "course/built:1", recipe)
    again = capsys.readouterr().out.splitlines()
    assert again[1:3] == [first[1], " ---> Using cache"]
    assert not any("--->" in line for line in again if "cache" not in line)


def test_what_a_failed_build_leaves_goes_with_the_lesson(client: CourseClient) -> None:
    before = inventory(client)
    recipe = "FROM busybox:1.35\nRUN echo 1 > /one\nRUN echo 2 > /two\nRUN {}\n"
    for _ in range(2):
        with pytest.raises(BuildFailed):
            build(client, "course/broken:1", recipe.format("false"))
    assert build(client, "course/built:1", recipe.format("true")).cached[1:4] == [True, True, False]
    remove_lesson(client, client.lesson or "")
    assert before.difference(inventory(client)) == []


def test_a_line_that_comes_in_pieces_is_printed_whole(
    client: CourseClient, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    pieces = ["Step 1/2 : FROM busybox:1.35\n", " ---> 0123456789ab\n", "Step 2/2 : RUN x\n",
              "\x1b[91msh: \x1b[0m", "\x1b[91mnot found\n\x1b[0m", "no end",
              "Removing intermediate container 0123456789ab\n"]  # fmt: skip
    events = [{"stream": piece} for piece in pieces]
    monkeypatch.setattr(client.api, "build", lambda **kwargs: iter(events))
    build(client, "busybox:1.35", "FROM busybox:1.35\nRUN x\n")
    assert capsys.readouterr().out.splitlines() == [
        "Step 1/2 : FROM busybox:1.35", "Step 2/2 : RUN x", "sh: not found", "no end"
    ]  # fmt: skip
