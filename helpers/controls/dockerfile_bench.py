"""A bench for Dockerfiles: edit, build, see what the cache had and which layer each step made."""

from __future__ import annotations

import contextlib
from html import escape
from typing import Any

import ipywidgets as widgets
from docker.errors import ImageNotFound

from helpers.builds import BuildFailed, Built, build
from helpers.controls.base import Control
from helpers.controls.checks import check_name
from helpers.controls.pull_stream import answers_kept, cut_off
from helpers.tables.units import size

SHOWN_CHARACTERS = 8_000

RECIPE = """FROM debian:bookworm-slim
WORKDIR /app
RUN echo "hello" > greeting
ENV WHO=class
CMD cat greeting
"""


class DockerfileBench(Control):
    """Edits a Dockerfile and builds it, with its output, its cache and its layers in view.

    Args:
        client: the course's client.
        recipe: the Dockerfile to begin with.
        name: the image is called ``course/NAME``.
        lang: "en" or "ko"; None is the learner's language.

    Raises:
        BadInput: an argument cannot be used.

    Example:
        >>> DockerfileBench(client)
    """

    title_en = "Dockerfile bench"
    title_ko = "Dockerfile 작업대"

    def __init__(
        self, client: Any, *, recipe: str = RECIPE, name: str = "bench", lang: str | None = None
    ) -> None:
        check_name("name", name, lang)
        super().__init__(client, key=name, lang=lang)
        self.tag = f"course/{name}:latest"
        self.built: Built | None = None
        self._answers: list[Any] = []
        self.recipe = widgets.Textarea(
            recipe,
            description="Dockerfile",
            rows=recipe.count("\n") + 2,
            layout={"width": "auto"},
        )
        self.nocache = widgets.Checkbox(
            description=self.say(en="without the cache", ko="캐시 없이"),
            indent=False,
            layout={"width": "auto"},
        )
        self.go = self.button(en="Build", ko="빌드", press=self._build)
        self.output = self.html()
        self.steps = self.html(self._table())
        row = widgets.HBox([self.go, self.nocache], layout={"flex_flow": "row wrap"})
        self.frame([self.recipe, row, self.steps, self.output])

    def _build(self) -> None:
        self.go.disabled = True
        self.built = None
        printed = ""

        def told(built: Built, text: str) -> None:
            nonlocal printed
            if self.closing.is_set():  # closed before the engine had begun to answer
                self._leave()
            self.built, printed = built, (printed + text)[-SHOWN_CHARACTERS:]
            self.steps.value = self._table()
            self._show(printed)

        option = "--no-cache " if self.nocache.value else ""
        self.show_press(
            f"docker build {option}-t {self.tag} - < Dockerfile", f"POST /build?t={self.tag}"
        )
        self.status(self.say(en="Building …", ko="빌드하고 있습니다 …"))
        try:
            with answers_kept(self.client.api) as self._answers:
                self.built = build(
                    self.client, self.tag, self.recipe.value, nocache=self.nocache.value, told=told
                )
        except BuildFailed as failure:
            self._show(failure.output)
            self._refuse(failure)
        else:
            cached = sum(self.built.cached)
            self.status(
                self.say(
                    en=f"Built {self.tag}: {len(self.built.steps)} steps, {cached} from the cache.",
                    ko=f"{self.tag} 빌드를 마쳤습니다. {len(self.built.steps)}단계 가운데 "
                    f"{cached}단계가 캐시에서 왔습니다.",
                ),
                "good",
            )
        finally:
            self.go.disabled = False
            self.steps.value = self._table()

    def _refuse(self, failure: BuildFailed) -> None:
        lines = self.recipe.value.splitlines()
        named = lines[failure.line - 1].strip() if 0 < failure.line <= len(lines) else ""
        self.status(f"{failure.cause} {named} — {failure.state}", "bad")

    def _show(self, text: str) -> None:
        label = self.say(en="Output of the build", ko="빌드 출력")
        self.output.value = self.log_box(label, text)

    def layers(self) -> list[str]:
        """Say what each step added, in the order of the steps.

        Returns:
            A size such as "7.3MB" for a step that made a layer, "" for one that wrote settings.
        """
        if self.built is None or self.built.image is None:
            return []
        try:
            history = self.built.image.history()
        except ImageNotFound:
            return []
        below = len(history) - len(self.built.steps) + 1
        sizes = [row["Size"] for row in reversed(history)]
        return ["", *(size(each) if each else "" for each in sizes[below:])]

    def _table(self) -> str:
        head = "".join(
            f'<th scope="col">{word}</th>'
            for word in (
                self.say(en="Step", ko="단계"),
                self.say(en="Instruction", ko="명령"),
                self.say(en="Cache", ko="캐시"),
                self.say(en="New layer", ko="새 레이어"),
            )
        )
        steps = self.built.steps if self.built else []
        layers = self.layers()
        body = "".join(
            f'<tr><th scope="row">{step.number}</th><td>{escape(step.instruction)}</td>'
            f"<td>{self._cache(step.cached)}</td>"
            f"<td>{layers[place] if place < len(layers) else ''}</td></tr>"
            for place, step in enumerate(steps)
        )
        if not body:
            nothing = self.say(en="Nothing built yet.", ko="아직 빌드한 것이 없습니다.")
            body = f'<tr><td colspan="4">{nothing}</td></tr>'
        return (
            f'<table class="course-table"><thead><tr>{head}</tr></thead>'
            f"<tbody>{body}</tbody></table>"
        )

    def _cache(self, cached: bool) -> str:
        return self.say(en="✓ cached", ko="✓ 캐시") if cached else self.say(en="run", ko="실행")

    def snapshot_html(self) -> str:
        """Show the recipe and its steps."""
        return f'<pre class="course-log">{escape(self.recipe.value)}</pre>{self._table()}'

    def close(self) -> None:
        """Leave the build that is under way too; the engine stops it."""
        if self._built:
            self._leave()
        super().close()

    def _leave(self) -> None:
        with contextlib.suppress(OSError, ValueError, AttributeError):  # it has just ended
            for answer in self._answers[-1:]:
                cut_off(answer)

    def on_close(self) -> None:
        """Remove the image that was built."""
        self.client.images.remove(self.tag)
