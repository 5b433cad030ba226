"""A dashboard of the course's containers: what Kitematic was to the notes."""

from __future__ import annotations

import codecs
import contextlib
import shlex
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from html import escape
from typing import Any

import ipywidgets as widgets
from docker.errors import NotFound

from helpers.attach import Terminal as Line
from helpers.controls.base import Control
from helpers.controls.checks import check_positive
from helpers.controls.follower import Follower
from helpers.controls.stats_chart import SAMPLES, Sample, chart, sample
from helpers.errors import CourseError
from helpers.labelled import COURSE

LOG_LINES = 60
EXEC_CHARACTERS = 8_000

_STATES = {
    "created": ("created", "생성됨"),
    "running": ("running", "실행 중"),
    "paused": ("paused", "일시 정지"),
    "restarting": ("restarting", "재시작 중"),
    "exited": ("exited", "종료됨"),
    "removing": ("removing", "지우는 중"),
    "dead": ("dead", "지우기 실패"),
}
_SIGNS = {"running": "●", "paused": "❙❙", "restarting": "↻"}
_PRESSES = (
    ("start", "Start", "시작", ("created", "exited")),
    ("stop", "Stop", "정지", ("running", "paused", "restarting")),
    ("restart", "Restart", "다시 시작", ("created", "running", "paused", "exited", "restarting")),
    ("rm", "Remove", "지우기", ("created", "exited", "dead")),
)


class ContainerDashboard(Control):
    """The course's containers (`docker ps -a`), with logs, live figures and an exec line.

    The list follows the engine's events, whoever changes a container. A switch shows every
    container of the engine, and then nothing can be pressed.

    Args:
        client: the course's client.
        interval: seconds between two samples of the figures.
        exec_seconds: for how many seconds the exec line waits for a program's next output.
        lang: "en" or "ko"; None is the learner's language.

    Raises:
        BadInput: an argument cannot be used ("interval must be positive").

    Example:
        >>> ContainerDashboard(client)
    """

    title_en = "Containers"
    title_ko = "컨테이너"

    def __init__(
        self,
        client: Any,
        *,
        interval: float = 1.0,
        exec_seconds: float = 10.0,
        lang: str | None = None,
    ) -> None:
        check_positive("interval", interval, lang)
        check_positive("exec_seconds", exec_seconds, lang)
        super().__init__(client, lang=lang)
        self.interval, self.exec_seconds = interval, exec_seconds
        self.rows: list[dict[str, Any]] = []
        self._listing = threading.RLock()  # one at a time; not held while a stream's item is taken
        self._shown_id = ""
        self._limited = False
        self._logs: Follower | None = None
        self._stats: Follower | None = None
        self._samples: deque[Sample] = deque(maxlen=SAMPLES)
        self._log: deque[str] = deque(maxlen=LOG_LINES)
        self.all_on = widgets.Checkbox(
            description=self.say(
                en="Show every container of this engine (read only)",
                ko="이 엔진의 모든 컨테이너 보기(읽기 전용)",
            ),
            indent=False,
            layout={"width": "auto"},
        )
        self.all_on.observe(lambda _: self.work(self._list), "value")
        self.choice = widgets.Select(
            description=self.say(en="Container", ko="컨테이너"),
            rows=5,
            layout={"width": "auto"},
        )
        self.choice.observe(lambda _: self.work(self._show), "value")
        self.buttons = {
            name: self.button(en=en, ko=ko, press=self._presser(name))
            for name, en, ko, _ in _PRESSES
        }
        self.figures, self.log_shown, self.answer = self.html(), self.html(), self.html()
        self.line = widgets.Text(
            description=self.say(en="Exec", ko="exec"),
            placeholder="ps -ef",
            layout={"flex": "1 1 300px", "width": "auto"},
        )
        self.line.on_msg(self._enter)
        self.exec = self.button(en="Run in it", ko="안에서 실행", press=self._exec)
        flow = {"flex_flow": "row wrap", "width": "100%"}
        self.frame(
            [
                self.choice,
                widgets.HBox(list(self.buttons.values()), layout=flow),
                self.all_on,
                self.figures,
                self.log_shown,
                widgets.HBox([self.line, self.exec], layout=flow),
                self.answer,
            ]
        )
        with contextlib.suppress(Exception):  # the stream below says what is wrong, and goes on
            self.rows = self._ask_rows()
        self._switch("")
        self._draw()
        self.follow(self._open_events, self._event, opened=lambda: self._list(again=True))

    # -- the list ----------------------------------------------------------------------------

    def _open_events(self) -> Any:
        return self.client.api.events(filters={"type": "container"}, decode=True)

    def _event(self, event: dict[str, Any]) -> None:
        action = event["Action"].split(":")[0]
        if not action.startswith("exec_"):
            started = action in ("start", "unpause") and event["Actor"]["ID"] == self._shown_id
            self._wait_until_told(event["Actor"]["ID"])
            self._list(again=started)

    def _wait_until_told(self, container: str) -> None:
        """Wait until the engine's list knows of a change.

        An event comes while the engine still writes the change down; an inspect waits for that.
        """
        with contextlib.suppress(NotFound):
            self.client.api.inspect_container(container)

    def _ask_rows(self) -> list[dict[str, Any]]:
        only = {} if self.all_on.value else {"label": f"course={COURSE}"}
        return sorted(self.client.api.containers(all=True, filters=only), key=_name)

    def _list(self, again: bool = False) -> None:
        """Ask the engine for the containers; `again` also opens logs and figures anew."""
        with self._listing:
            self.rows = self._ask_rows()
            options = [(self._row(row), row["Id"]) for row in self.rows]
            if options != list(self.choice.options):
                chosen = self.choice.value
                here = [each for _, each in options]
                self.choice.options = options
                self.choice.value = chosen if chosen in here else here[0] if here else None
            self._show(again)

    def _row(self, row: dict[str, Any]) -> str:
        en, ko = _STATES.get(row["State"], (row["State"], row["State"]))
        sign = _SIGNS.get(row["State"], "○")
        word = self.say(en=en, ko=ko)
        return f"{sign} {word} · {_name(row)} · {row['Image']}"

    def _chosen(self) -> dict[str, Any] | None:
        return next((row for row in self.rows if row["Id"] == self.choice.value), None)

    # -- one container -----------------------------------------------------------------------

    def _show(self, again: bool = False) -> None:
        """Follow the chosen container's logs and figures, and switch its buttons."""
        with self._listing:
            row = self._chosen()
            state = row["State"] if row else ""
            self._switch(state)
            if row is None or row["Id"] != self._shown_id or again:
                self._leave()
                self._shown_id = row["Id"] if row else ""
                if row is not None:
                    self._follow_logs(row["Id"])
            self._follow_figures(self._shown_id if state == "running" else "")
            self._draw()

    def _follow_logs(self, container: str) -> None:
        try:
            seen = self.client.api.inspect_container(container)
        except NotFound:
            return  # gone since the list was made; the event that says so is on its way
        self._limited = bool(seen["HostConfig"].get("Memory"))
        text = codecs.getincrementaldecoder("utf-8")("replace")
        self._logs = self.follow(
            lambda: self.client.api.logs(container, stream=True, follow=True, tail=LOG_LINES),
            lambda piece: self._log_piece(text.decode(piece)),
            again=False,
        )

    def _follow_figures(self, running: str) -> None:
        """Begin to ask for the figures of a running container, or leave off ("")."""
        if running and self._stats is None:
            self._stats = self.follow(lambda: self._ask_figures(running), self._figure, again=False)
        elif not running and self._stats is not None:
            self._stats.close()
            self._stats = None

    def _leave(self) -> None:
        for follower in (self._logs, self._stats):
            if follower is not None:
                follower.close()
        self._logs = self._stats = None
        with self.lock:
            self._log.clear()
            self._samples.clear()

    def _log_piece(self, text: str) -> None:
        with self.lock:
            self._log.extend(line[:300] for line in text.splitlines())
            self._draw_log()

    def _ask_figures(self, container: str) -> Iterator[Sample]:
        """Ask once an interval, as `docker stats` does, until the control or the choice changes."""
        before, asked = None, 0.0
        while not self.closing.is_set() and self._shown_id == container:
            try:
                now = self.client.api.stats(container, stream=False, one_shot=True)
            except NotFound:
                return
            moment = time.monotonic()
            yield sample(now, before, moment - asked)
            before, asked = now, moment
            self.closing.wait(self.interval)

    def _figure(self, one: Sample) -> None:
        with self.lock:
            self._samples.append(one)
            self._draw_figures()

    # -- presses -----------------------------------------------------------------------------

    def _presser(self, name: str) -> Callable[[], None]:
        return lambda: self._do(name)

    def _call(self, name: str, container: str) -> None:
        if name == "rm":
            self.client.api.remove_container(container)
        else:
            getattr(self.client.api, name)(container)

    def _do(self, name: str) -> None:
        row = self._chosen()
        if row is None or self.all_on.value:
            return
        called = _name(row)
        method = "DELETE" if name == "rm" else "POST"
        end = "" if name == "rm" else f"/{name}"
        self.show_press(f"docker {name} {called}", f"{method} /containers/{called}{end}")
        self.status(self.say(en="The engine is at work …", ko="엔진이 처리하는 중입니다 …"))
        self._call(name, row["Id"])
        self.status(self.say(en=f"Done: {called}.", ko=f"끝났습니다: {called}"), "good")

    def _enter(self, _: Any, content: dict[str, Any], __: Any) -> None:
        if content.get("event") == "submit":
            self.exec.click()

    def _exec(self) -> None:
        row, typed = self._chosen(), self.line.value.strip()
        if row is None or self.all_on.value or not typed:
            return
        try:
            words = shlex.split(typed)
        except ValueError:
            self.status(
                self.say(en="A quotation mark is not closed.", ko="따옴표가 닫히지 않았습니다."),
                "bad",
            )
            return
        called = _name(row)
        self.show_press(
            f"docker exec {called} {typed}",
            f"POST /containers/{called}/exec, POST /exec/{{id}}/start",
        )
        self.status(self.say(en="Running …", ko="실행 중입니다 …"))
        made = self.client.api.exec_create(row["Id"], words)["Id"]
        stream = Line(
            self.client.api.exec_start(made, socket=True), tty=False, seconds=self.exec_seconds
        )
        try:
            self._read_answer(stream, made)
        finally:
            stream.close()

    def _read_answer(self, stream: Line, made: str) -> None:
        text, end = "", time.monotonic() + 3 * self.exec_seconds
        try:
            while not (stream.ended or self.closing.is_set()) and time.monotonic() < end:
                text = (text + stream.read_until("\n"))[-EXEC_CHARACTERS:]
        except CourseError:
            pass  # silent for too long; what it wrote so far is shown
        self.answer.value = self.log_box("exec", text)
        code = self.client.api.exec_inspect(made)["ExitCode"]
        if code is None:
            self.status(
                self.say(
                    en="The program still runs in the container; this line does not wait for it.",
                    ko="프로그램은 컨테이너 안에서 아직 실행 중이지만 더 기다리지 않습니다.",
                )
            )
        elif code:
            self.status(self.say(en=f"Exit code {code}.", ko=f"종료 코드: {code}."), "bad")
        else:
            self.status(self.say(en="Exit code 0.", ko="종료 코드: 0."), "good")

    # -- what is seen ------------------------------------------------------------------------

    def _switch(self, state: str) -> None:
        for name, _, _, states in _PRESSES:
            self.buttons[name].disabled = self.all_on.value or state not in states
        self.line.disabled = self.exec.disabled = self.all_on.value or state != "running"

    def _draw(self) -> None:
        if not self.rows:
            nothing = self.say(
                en="The course has no container now.", ko="지금은 강의의 컨테이너가 없습니다."
            )
            self.figures.value = f'<div class="course-soft">{nothing}</div>'
            self.log_shown.value = self.answer.value = ""
            return
        with self.lock:
            self._draw_figures()
            self._draw_log()

    def _draw_figures(self) -> None:
        self.figures.value = chart(self._samples, self._limited, self.lang)

    def _draw_log(self) -> None:
        label = self.say(en="Logs", ko="로그")
        rows = "\n".join(self._log) or self.say(
            en="It has written nothing.", ko="아직 출력이 없습니다."
        )
        self.log_shown.value = (
            f'<div class="course-soft">{label} (docker logs -f)</div>{self.log_box(label, rows)}'
        )

    def snapshot_html(self) -> str:
        """Show this lesson's containers as a table, asked for now: never half read."""
        own = {"label": [f"lesson={self.client.lesson}"]}
        listed = sorted(self.client.api.containers(all=True, filters=own), key=_name)
        heads = "".join(
            f"<th>{head}</th>"
            for head in (
                self.say(en="Name", ko="이름"),
                self.say(en="Image", ko="이미지"),
                self.say(en="State", ko="상태"),
            )
        )
        rows = "".join(
            f"<tr><td>{escape(_name(row))}</td><td>{escape(row['Image'])}</td>"
            f"<td>{escape(self.say(en=row['State'], ko=_STATES.get(row['State'], ('', ''))[1]))}"
            "</td></tr>"
            for row in listed
        )
        return f'<table class="course-table"><tr>{heads}</tr>{rows}</table>'


def _name(row: dict[str, Any]) -> str:
    return str((row.get("Names") or ["/"])[0]).lstrip("/")
