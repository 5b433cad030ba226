from __future__ import annotations

from collections.abc import Iterator

import pytest
from docker.errors import ImageNotFound

from helpers.controls.dockerfile_bench import DockerfileBench
from helpers.engine import CourseClient
from helpers.errors import BadInput
from tests.eventually import eventually


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
    assert not bench.go.disabled


def test_closing_removes_the_image_and_frees_the_thread(client: CourseClient) -> None:
    bench = DockerfileBench(client, name="bench-close", lang="ko")
    _press(bench, "빌드를 마쳤습니다")
    worker = bench._worker
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
