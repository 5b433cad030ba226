from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from docker.errors import ImageNotFound

from helpers.controls.dockerfile_bench import DockerfileBench
from helpers.engine import CourseClient
from helpers.errors import BadInput
from tests.eventually import eventually

from .conftest import Door


@pytest.fixture
def bench(client: CourseClient) -> Iterator[DockerfileBench]:
    made = DockerfileBench(client, name="bench-test", lang="en")
    yield made
    made.close()


def _press(bench: DockerfileBench, word: str) -> None:
    bench.go.click()
    eventually(lambda: word in bench.status_shown.value)


def test_a_recipe_is_built_and_its_layers_shown(bench: DockerfileBench) -> None:
    _press(bench, "Built course/bench-test:latest")
    assert bench.built is not None and not any(bench.built.cached)
    assert len(bench.layers()) == len(bench.built.steps)
    assert any(bench.layers()), "RUN made a layer"
    assert "docker build -t course/bench-test:latest" in bench.press_shown.value
    assert "Step 1/" in bench.output.value


def test_a_second_build_comes_from_the_cache(bench: DockerfileBench) -> None:
    _press(bench, ", 0 from the cache")
    _press(bench, f", {len(bench.built.steps) - 1} from the cache")  # type: ignore[union-attr]
    bench.nocache.value = True
    _press(bench, ", 0 from the cache")
    assert "--no-cache" in bench.press_shown.value


def test_a_broken_recipe_names_its_line(bench: DockerfileBench) -> None:
    bench.recipe.value = "FROM busybox:1.35\nRUN no-such-program\n"
    _press(bench, "line 2 of the Dockerfile")
    assert "RUN no-such-program" in bench.status_shown.value
    assert "not found" in bench.output.value and "\x1b" not in bench.output.value
    assert not bench.go.disabled


def test_closing_removes_the_image_and_frees_the_thread(client: CourseClient) -> None:
    bench = DockerfileBench(client, name="bench-close", lang="ko")
    _press(bench, "빌드를 마쳤습니다")
    worker = bench._worker
    bench.recipe.value = "FROM busybox:1.35\nRUN no-such-program\n"
    _press(bench, "2번째 줄")
    bench.close()
    assert worker is not None and not worker.is_alive()
    with pytest.raises(ImageNotFound):
        client.images.get("course/bench-close:latest")


def test_the_page_without_a_kernel_shows_recipe_and_steps(bench: DockerfileBench) -> None:
    _press(bench, "Built")
    html = bench._repr_mimebundle_()["text/html"]
    assert "FROM debian:bookworm-slim" in html and "WORKDIR /app" in html
    assert len(html) < 20_000


def test_bad_arguments(client: CourseClient) -> None:
    with pytest.raises(BadInput, match="name must be"):
        DockerfileBench(client, name="!", lang="en")


WAITS = "FROM busybox:1.35\nRUN echo on$((40 + 2)); sleep 1000\n"


def _threads() -> list[str]:
    return [t.name for t in threading.enumerate() if t.name.startswith("DockerfileBench")]


def _begin_to_wait(bench: DockerfileBench) -> None:
    bench.recipe.value = WAITS
    bench.go.click()
    eventually(lambda: "on42" in bench.output.value)
    assert "<td>RUN echo" in bench.steps.value, "the steps are there while they run"


def _no_step_runs(client: CourseClient) -> bool:
    return not [one for one in client.api.containers() if "sleep 1000" in one["Command"]]


def test_closing_ends_the_build_that_is_under_way(client: CourseClient) -> None:
    bench = DockerfileBench(client, name="bench-close", lang="en")
    _begin_to_wait(bench)
    eventually(lambda: not _no_step_runs(client))
    bench.close()
    eventually(lambda: not _threads())
    eventually(lambda: _no_step_runs(client))


def test_an_engine_that_goes_away_is_a_sentence_and_the_next_press_builds(
    client_at_door: CourseClient, client: CourseClient, door: Door
) -> None:
    bench = DockerfileBench(client_at_door, name="bench-away", lang="en")
    _begin_to_wait(bench)
    door.shut()
    eventually(lambda: "⚠" in bench.status_shown.value and not bench.go.disabled)
    for _ in range(2):
        assert "does not answer" in bench.status_shown.value
        assert "Traceback" not in bench.status_shown.value
        bench.status("")
        bench.go.click()
        eventually(lambda: "⚠" in bench.status_shown.value and not bench.go.disabled)
    door.open()
    bench.recipe.value = "FROM busybox:1.35\nENV BACK=yes\n"
    _press(bench, "Built course/bench-away")
    eventually(lambda: _no_step_runs(client))


def test_ten_runs_of_the_cell_leave_one_thread(client: CourseClient) -> None:
    for _ in range(10):
        bench = DockerfileBench(client, name="bench-ten", recipe=WAITS, lang="en")
        bench.go.click()
    eventually(lambda: "on42" in bench.output.value)
    eventually(lambda: _threads() == ["DockerfileBench worker"])
    bench.close()
    eventually(lambda: not _threads() and _no_step_runs(client))
