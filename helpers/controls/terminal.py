"""A line to type `docker` commands, answered by the real `docker` program."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import threading
import time
from html import escape
from typing import Any

import ipywidgets as widgets

from helpers import journal
from helpers.controls.base import Control
from helpers.controls.checks import check_engine_url, check_positive
from helpers.controls.command_line import call_of, read_line
from helpers.errors import CourseError
from helpers.labelled import COURSE, labels_of
from helpers.paths import cache_dir

SHOWN_CHARACTERS = 20_000
HISTORY = 12
_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\][^\x07]*\x07")

EXAMPLES = (
    "docker version",
    "docker info",
    "docker images",
    "docker pull debian:bookworm-slim",
    "docker history debian:bookworm-slim",
    "docker create -it --name course-hello debian:bookworm-slim bash",
    "docker run --name course-test2 debian:bookworm-slim echo hello",
    "docker ps",
    "docker ps -a",
    "docker start course-hello",
    "docker stop -t 1 course-hello",
    "docker rm course-hello course-test2",
)
"""Commands of the notes, with the course's own names."""


class Terminal(Control):
    """Types `docker` commands and shows what the real `docker` program answers.

    The program runs without a shell, on the course's engine (`DOCKER_HOST`) and with settings of
    the course's own (`DOCKER_CONFIG`), so that the learner's `~/.docker` stays as it is. What a
    command makes gets the course's labels, what it pulls is written down, so that cleaning finds
    it.

    Args:
        client: the course's client.
        seconds: after how long a command is ended, in seconds.
        lang: "en" or "ko"; None is the learner's language.

    Raises:
        BadInput: an argument cannot be used ("seconds must be positive").

    Example:
        >>> Terminal(client)
    """

    title_en = "Terminal for docker commands"
    title_ko = "docker 명령 터미널"

    def __init__(self, client: Any, *, seconds: float = 300, lang: str | None = None) -> None:
        check_positive("seconds", seconds, lang)
        check_engine_url(client, lang)
        super().__init__(client, lang=lang)
        self.seconds = seconds
        self.program = shutil.which("docker")
        self._process: subprocess.Popen[str] | None = None
        self._ended_by = ""
        self._shown = ""
        self.line = widgets.Text(
            description=self.say(en="Command", ko="명령"),
            placeholder="docker ps -a",
            layout={"flex": "1 1 320px", "width": "auto"},
        )
        self.line.on_msg(self._enter)
        self.run = self.button(en="Run", ko="실행", press=self._run_line)
        self.cancel = self.button(en="Cancel", ko="취소", press=lambda: None)
        self.cancel.on_click(lambda _: self.end("cancel"))
        self.cancel.disabled = True
        first = self.say(en="Choose a command of the notes …", ko="강의 노트의 명령 고르기 …")
        self.examples = widgets.Dropdown(
            options=[(first, ""), *((each, each) for each in EXAMPLES)],
            description=self.say(en="Examples", ko="예"),
            layout={"width": "auto"},
        )
        self.examples.observe(self._take_example, "value")
        self.output = self.html()
        row = widgets.HBox(
            [self.line, self.run, self.cancel], layout={"flex_flow": "row wrap", "width": "100%"}
        )
        self.frame([self.html(self._help()), self.examples, row, self.output])
        self._show("")
        if self.program is None:
            self._say_missing()

    # -- words -------------------------------------------------------------------------------

    def _help(self) -> str:
        labels = " ".join(f"--label {k}={v}" for k, v in labels_of(self.client.lesson).items())
        told = self.say(
            en="One docker command a line, no shell. So that cleaning finds what you make, "
            "run, create and build get",
            ko="한 줄에 docker 명령 하나를 쓰며 셸은 아닙니다. 만든 것을 나중에 정리할 수 있도록 "
            "run, create, build에는 다음을 덧붙입니다:",
        )
        own = self.say(en="In a terminal of your own:", ko="직접 연 터미널에서는:")
        return (
            f'<div class="course-soft">{told} <code>{escape(labels)}</code><br>{own} '
            f"<code>docker -H {escape(self.client.url)} …</code></div>"
        )

    def _say_missing(self) -> None:
        self.line.disabled = self.run.disabled = self.examples.disabled = True
        self.status(
            self.say(
                en="There is no docker program on this machine. Debian, Ubuntu: sudo apt install "
                "docker.io (or docker-cli). macOS, Windows: Docker Desktop brings it. Run "
                "this cell again after that.",
                ko="이 컴퓨터에 docker 프로그램이 없습니다. Debian, Ubuntu에서는 sudo apt install "
                "docker.io(또는 docker-cli), macOS와 Windows에서는 Docker Desktop을 설치한 뒤 "
                "이 셀을 다시 실행하십시오.",
            ),
            "bad",
        )

    # -- presses -----------------------------------------------------------------------------

    def _enter(self, _: Any, content: dict[str, Any], __: Any) -> None:
        if content.get("event") == "submit":
            self.run.click()

    def _take_example(self, change: dict[str, Any]) -> None:
        if change["new"]:
            self.line.value = change["new"]
            self.line.focus()

    def end(self, why: str = "cancel") -> None:
        """End the running command, as Ctrl-C does; nothing happens where none runs."""
        process = self._process
        if process is not None and process.poll() is None:
            self._ended_by = why
            process.terminate()

    def _run_line(self) -> None:
        typed = self.line.value.strip()
        if not typed:
            self.status(self.say(en="Type a docker command.", ko="docker 명령을 입력하십시오."))
            return
        try:
            words = read_line(typed, self.client.lesson, self.lang)
        except CourseError as refusal:
            self.status(str(refusal), "bad")
            return
        self._remember(typed)
        self.show_press(shlex.join(["docker", *words]), call_of(words))
        before = self._references()
        self.status(self.say(en="Running …", ko="실행 중입니다 …"))
        self.cancel.disabled = False
        try:
            code = self._execute(words, typed)
        finally:
            self.cancel.disabled = True
        self._write_down(before)
        self._say_end(code)

    def _execute(self, words: list[str], typed: str) -> int:
        """Run the program, its output shown as it comes; ended after `seconds`."""
        settings = cache_dir() / "docker-config"
        settings.mkdir(parents=True, exist_ok=True)
        self._ended_by = ""
        process = subprocess.Popen(
            [self.program or "docker", *words],
            env={
                **os.environ,
                "DOCKER_HOST": self.client.url,
                "DOCKER_CONFIG": str(settings),
                "DOCKER_CLI_HINTS": "false",
            },
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
        )
        self._process = process
        limit = threading.Timer(self.seconds, self.end, ["time"])
        limit.daemon = True
        limit.start()
        self._shown, drawn = f"$ {typed}\n", 0.0
        try:
            assert process.stdout is not None
            for row in process.stdout:
                self._shown = (self._shown + _ESCAPES.sub("", row))[-SHOWN_CHARACTERS:]
                if time.monotonic() - drawn > 0.1:
                    self._show(self._shown)
                    drawn = time.monotonic()
            return process.wait()
        finally:
            limit.cancel()
            process.kill()
            process.wait()
            if process.stdout is not None:
                process.stdout.close()
            if not self.closing.is_set():
                self._show(self._shown)

    def _say_end(self, code: int) -> None:
        if self._ended_by == "cancel":
            self.status(self.say(en="Cancelled.", ko="취소했습니다."))
        elif self._ended_by == "time":
            self.status(
                self.say(
                    en=f"Ended after {self.seconds:g} seconds: it was not done.",
                    ko=f"{self.seconds:g}초가 지나도 끝나지 않아서 종료했습니다.",
                ),
                "bad",
            )
        elif code and "not a TTY" in self._shown:
            self.status(
                self.say(
                    en="An interactive terminal (-it) cannot be opened from this line. Leave -it "
                    "out and name a command, or use a terminal of your own.",
                    ko="이 줄에서는 대화형 터미널(-it)을 열 수 없습니다. -it 없이 실행할 명령을 "
                    "적거나, 직접 연 터미널에서 실행하십시오.",
                ),
                "bad",
            )
        elif code:
            self.status(self.say(en=f"Exit code {code}.", ko=f"종료 코드: {code}."), "bad")
        else:
            self.status(self.say(en="Done, exit code 0.", ko="끝났습니다. 종료 코드: 0."), "good")

    # -- what the engine keeps ----------------------------------------------------------------

    def _references(self) -> set[str]:
        """List the images' names that are not labelled as the course's."""
        return {
            name
            for image in self.client.api.images()
            if (image.get("Labels") or {}).get("course") != COURSE
            for name in image.get("RepoTags") or []
            if name != "<none>:<none>"
        }

    def _write_down(self, before: set[str]) -> None:
        """Journal what a pull or a tag added, and strike out what is gone."""
        after, engine = self._references(), self.client.api.engine_id
        for name in sorted(after - before):
            journal.add(journal.Entry(engine, self.client.lesson or "course", name))
        for name in sorted(before - after):
            journal.forget(engine, name)

    # -- what is seen ------------------------------------------------------------------------

    def _remember(self, typed: str) -> None:
        options = [each for each in self.examples.options if each[1] != typed]
        self.examples.options = [options[0], (typed, typed), *options[1 : HISTORY + len(EXAMPLES)]]
        self.examples.value = ""

    def _show(self, text: str) -> None:
        label = self.say(en="Output", ko="출력")
        words = text or self.say(en="The answers appear here.", ko="대답은 여기에 나타납니다.")
        self.output.value = self.log_box(label, words, tall=True)

    def snapshot_html(self) -> str:
        """Show the commands of the notes that can be typed."""
        lines = escape("\n".join(f"$ {each}" for each in EXAMPLES))
        return f'<pre class="course-log" tabindex="0">{lines}</pre>'

    def close(self) -> None:
        """End the running command too."""
        if self._built:
            self.end("close")
        super().close()
