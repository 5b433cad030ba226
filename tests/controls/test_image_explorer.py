from __future__ import annotations

import contextlib
import threading
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import docker
import pytest

from helpers import journal
from helpers.controls.image_explorer import ImageExplorer
from helpers.controls.layer_tree import Stack, layer_sizes, tree, tree_html
from helpers.engine import CourseClient
from helpers.errors import BadInput
from helpers.images import present
from helpers.registry import course_registry
from tests.eventually import eventually

from .conftest import Door


@pytest.fixture
def explorer(client: CourseClient) -> Iterator[ImageExplorer]:
    made = ImageExplorer(client, lang="en")
    yield made
    made.close()


def _pull(explorer: ImageExplorer, name: str, word: str) -> None:
    explorer.name.value = name
    explorer.get.click()
    eventually(lambda: word in explorer.status_shown.value)


def _choose(explorer: ImageExplorer, name: str) -> None:
    eventually(lambda: name in explorer.images.options)
    explorer.images.value = name


def test_sizes_are_those_of_the_engine(client: CourseClient) -> None:
    image = client.images.get("debian:bookworm-slim")
    sizes = layer_sizes(image)
    assert [digest for digest, _ in sizes] == image.attrs["RootFS"]["Layers"]
    assert sum(count or 0 for _, count in sizes) == image.attrs["Size"]


def test_a_layer_is_shared_only_with_all_below_it() -> None:
    one = Stack("1", "one", 30, (("a", 10), ("b", 20)), True)
    two = Stack("2", "two", 31, (("a", 10), ("c", 21)), True)
    moved = Stack("3", "moved", 30, (("b", 20), ("a", 10)), False)
    root = tree([one, two, moved])
    assert list(root.above) == ["a", "b"]
    assert root.above["a"].holders == [one, two]
    assert root.above["b"].holders == [moved]
    drawn = tree_html([one, two, moved], "en")
    assert drawn.count("shared by 2: one, two") == 1
    assert drawn.count("not the course&#x27;s") + drawn.count("not the course's") == 1
    assert "for itself: 91B; shared layers counted once: 81B" in drawn


def test_two_names_of_one_image_share_nothing() -> None:
    both = [Stack("1", name, 10, (("a", 10),), True) for name in ("one", "alias")]
    drawn = tree_html(both, "en")
    assert "Images: 1, layers: 1." in drawn and "shared by" not in drawn
    drawn = tree_html([*both, Stack("2", "two", 10, (("a", 10),), True)], "ko")
    assert "이미지 2개가 공유: one = alias, two" in drawn


def test_unknown_sizes_and_no_image_are_drawn() -> None:
    assert "<span>?" in tree_html([Stack("4", "<b>", 5, (("a", None),), True)], "en")
    assert "<b>" not in tree_html([Stack("4", "<b>", 5, (("a", None),), True)], "en")
    assert "이미지가 없습니다" in tree_html([], "ko")


def test_a_pull_has_a_bar_a_layer_and_shows_what_is_shared(
    client: CourseClient, explorer: ImageExplorer
) -> None:
    _pull(explorer, "debian:bookworm", "debian:bookworm is here. Layers: 4")
    assert {bar.percent for bar in explorer.bars.values()} == {100}
    assert explorer.progress.value.count("<progress") == 4
    assert "docker pull debian:bookworm" in explorer.press_shown.value
    assert explorer.leave.disabled and not explorer.get.disabled
    shared = "shared by 2: debian:bookworm, debian:bookworm-slim"
    eventually(lambda: explorer.tree.value.count(shared) == 3)
    _choose(explorer, "debian:bookworm")
    eventually(lambda: not explorer.remove.disabled)
    explorer.remove.click()
    eventually(lambda: "held, gone too: 1." in explorer.status_shown.value)
    assert not present(client, "debian:bookworm") and present(client, "debian:bookworm-slim")
    eventually(lambda: shared not in explorer.tree.value)


def test_a_missing_image_and_an_empty_name_are_sentences(explorer: ImageExplorer) -> None:
    _pull(explorer, "course/no-such-image:1", "⚠")
    assert "Traceback" not in explorer.status_shown.value
    assert explorer.leave.disabled and not explorer.get.disabled
    _pull(explorer, " ", "Type the name")
    _pull(explorer, "UPPER case", "invalid reference format")


@contextlib.contextmanager
def _slow_registry(registry: str) -> Iterator[tuple[str, threading.Event]]:
    """A registry before the course's, which gives half of a layer and waits."""
    going = threading.Event()

    class Half(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            kinds = ", ".join(self.headers.get_all("Accept") or ["*/*"])
            asked = urllib.request.Request(
                f"http://{registry}{self.path}", headers={"Accept": kinds}
            )
            with urllib.request.urlopen(asked, timeout=60) as answer:
                body = answer.read()
                self.send_response(200)
                for name in ("Content-Type", "Content-Length", "Docker-Content-Digest"):
                    if answer.headers[name]:
                        self.send_header(name, answer.headers[name])
                self.end_headers()
            half = len(body) // 2 if len(body) > 100_000 else len(body)
            with contextlib.suppress(OSError):
                self.wfile.write(body[:half])
                if half < len(body):
                    going.wait(120)

        def do_HEAD(self) -> None:
            self.send_error(405)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Half)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"127.0.0.1:{server.server_port}", going
    finally:
        going.set()
        server.shutdown()
        server.server_close()
        thread.join(10)


def test_a_pull_that_hangs_can_be_left(client: CourseClient, explorer: ImageExplorer) -> None:
    with _slow_registry(course_registry(client)) as (address, going):
        name = f"{address}/library/debian:bookworm"
        explorer.name.value = name
        explorer.get.click()
        eventually(lambda: any(0 < bar.percent < 100 for bar in explorer.bars.values()))
        assert explorer.get.disabled and not explorer.leave.disabled
        follower = explorer._pulling
        explorer.leave.click()
        eventually(lambda: "You left the pull" in explorer.status_shown.value)
        assert follower is not None
        eventually(lambda: not follower._thread.is_alive())
        assert not explorer.get.disabled and explorer.leave.disabled
        assert not going.is_set(), "it ended because it was left, not because it was served"
        assert not present(client, name)
        assert name not in [row.reference for row in journal.entries(client.api.engine_id)]
        _pull(explorer, "course/hello", "course/hello:latest is here")


def test_closing_leaves_a_pull_and_frees_every_thread(client: CourseClient) -> None:
    with _slow_registry(course_registry(client)) as (address, _):
        explorer = ImageExplorer(client, lang="en")
        explorer.name.value = f"{address}/library/debian:bookworm"
        explorer.get.click()
        eventually(lambda: any(0 < bar.percent < 100 for bar in explorer.bars.values()))
        explorer.close()
        eventually(lambda: not _threads())


def test_search_fills_the_table_and_the_names_to_pull(explorer: ImageExplorer) -> None:
    explorer.word.value = "hello"
    explorer.seek.click()
    eventually(lambda: "Results: " in explorer.status_shown.value)
    assert '<th scope="col">STARS</th>' in explorer.found.value
    assert "course/hello" in explorer.name.options and ">hello</caption>" in explorer.found.value
    assert "docker search" in explorer.press_shown.value
    _pull(explorer, "course/hello", "course/hello:latest is here")
    explorer.word.value = ""
    explorer.seek.click()
    eventually(lambda: "Type what to search for" in explorer.status_shown.value)


def test_history_line_by_line(client: CourseClient, explorer: ImageExplorer) -> None:
    _choose(explorer, "debian:bookworm-slim")
    explorer.story.click()
    eventually(lambda: "from its first step" in explorer.status_shown.value)
    steps = client.images.get("debian:bookworm-slim").history()
    assert explorer.steps.value.count("<tr>") == len(steps) + 1
    assert "docker history debian:bookworm-slim" in explorer.press_shown.value


def test_the_engines_refusal_is_explained(client: CourseClient, explorer: ImageExplorer) -> None:
    _pull(explorer, "course/hello", "course/hello:latest is here")
    client.containers.create("course/hello", name="course-holds-hello")
    _choose(explorer, "course/hello:latest")
    eventually(lambda: not explorer.remove.disabled)
    explorer.remove.click()
    eventually(lambda: "in use by a container" in explorer.status_shown.value)
    assert present(client, "course/hello:latest")
    client.containers.get("course-holds-hello").remove()
    explorer.remove.click()
    eventually(lambda: "is removed" in explorer.status_shown.value)


@pytest.fixture
def learners(client: CourseClient) -> Iterator[str]:
    """A learner's own image, made past the course's client."""
    docker.APIClient.tag(client.api, "busybox:1.35", "learners-own", "1")
    yield "learners-own:1"
    docker.APIClient.remove_image(client.api, "learners-own:1")


def test_a_learners_image_is_shown_and_left_alone(
    client: CourseClient, explorer: ImageExplorer, learners: str
) -> None:
    eventually(lambda: learners in explorer.tree.value)
    _choose(explorer, learners)
    eventually(lambda: explorer.remove.disabled)
    explorer._remove()
    assert present(client, learners)
    _pull(explorer, learners, "not the course")
    assert learners not in explorer._repr_mimebundle_()["text/html"]
    _choose(explorer, "busybox:1.35")
    eventually(lambda: not explorer.remove.disabled)


def test_what_another_program_does_is_seen(client: CourseClient, explorer: ImageExplorer) -> None:
    client.api.tag("busybox:1.35", "course/seen", "1")
    eventually(lambda: "course/seen:1" in explorer.tree.value)
    client.api.remove_image("course/seen:1")
    eventually(lambda: "course/seen:1" not in explorer.images.options)


def test_a_name_of_several_is_only_a_name(client: CourseClient, explorer: ImageExplorer) -> None:
    client.api.tag("busybox:1.35", "course/second", "1")
    _choose(explorer, "course/second:1")
    eventually(lambda: not explorer.remove.disabled)
    explorer.remove.click()
    eventually(lambda: "Only the name course/second:1" in explorer.status_shown.value)
    assert present(client, "busybox:1.35")


def test_the_page_without_a_kernel_is_small(explorer: ImageExplorer) -> None:
    html = explorer._repr_mimebundle_()["text/html"]
    assert "debian:bookworm-slim" in html and len(html) < 20_000


def test_bad_arguments(client: CourseClient) -> None:
    with pytest.raises(BadInput, match="client must be"):
        ImageExplorer("engine", lang="en")
    with pytest.raises(BadInput, match="lang"):
        ImageExplorer(client, lang="de")


def _threads() -> list[str]:
    return [t.name for t in threading.enumerate() if t.name.startswith("ImageExplorer")]


def test_an_engine_that_goes_away_is_a_sentence_and_comes_back(
    client_at_door: CourseClient, client: CourseClient, door: Door
) -> None:
    explorer = ImageExplorer(client_at_door, lang="en")
    _choose(explorer, "debian:bookworm-slim")
    door.shut()
    eventually(lambda: "does not answer" in explorer.status_shown.value)
    explorer.name.value = "course/hello"
    for button in (explorer.story, explorer.seek, explorer.get):
        explorer.word.value = "hello"
        explorer.status("")
        button.click()
        eventually(lambda: "does not answer" in explorer.status_shown.value)
        assert "Traceback" not in explorer.status_shown.value
    client.api.tag("busybox:1.35", "course/meanwhile", "1")
    door.open()
    eventually(lambda: "course/meanwhile:1" in explorer.tree.value)
    eventually(lambda: "answers again" in explorer.status_shown.value)
    _pull(explorer, "course/hello", "course/hello:latest is here")


def test_an_engine_that_goes_away_during_a_pull(
    client_at_door: CourseClient, client: CourseClient, door: Door
) -> None:
    with _slow_registry(course_registry(client)) as (address, _):
        explorer = ImageExplorer(client_at_door, lang="en")
        explorer.name.value = f"{address}/library/debian:bookworm"
        explorer.get.click()
        eventually(lambda: any(0 < bar.percent < 100 for bar in explorer.bars.values()))
        door.shut()
        eventually(lambda: "does not answer" in explorer.status_shown.value)
        eventually(lambda: not explorer.get.disabled and explorer.leave.disabled)
        door.open()
        eventually(lambda: "answers again" in explorer.status_shown.value)


def test_ten_runs_of_the_cell_leave_one_stream(client: CourseClient) -> None:
    for _ in range(10):
        explorer = ImageExplorer(client, lang="en")
        _choose(explorer, "busybox:1.35")
        explorer.story.click()
    eventually(lambda: "from its first step" in explorer.status_shown.value)
    eventually(lambda: sorted(_threads()) == ["ImageExplorer stream", "ImageExplorer worker"])
    explorer.close()
    eventually(lambda: not _threads())
