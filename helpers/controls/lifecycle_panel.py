"""The life of one container, to press: buttons, and a diagram lit from the engine's events."""

from __future__ import annotations

import contextlib
import time
from collections import deque
from collections.abc import Callable, Sequence
from html import escape
from typing import Any

import ipywidgets as widgets
from docker.errors import NotFound

from helpers import lifecycle
from helpers.controls.base import Control
from helpers.controls.checks import check_name
from helpers.controls.lifecycle_picture import gloss, in_words, picture
from helpers.labelled import COURSE

WAITS_FOR_TERM = ("bash", "-c", "trap 'exit 0' TERM; while true; do sleep 1 & wait $!; done")
"""A process 1 that obeys SIGTERM, so that a stop need not wait for SIGKILL."""

LOG_LINES = 40

FOCUS_SECONDS = 5.0
"""For how long after a press the keyboard's place follows to a button that is on."""

_BUTTONS = (
    ("create", "Create", "만들기"),
    ("start", "Start", "시작"),
    ("pause", "Pause", "일시 정지"),
    ("unpause", "Unpause", "일시 정지 해제"),
    ("stop", "Stop", "정지"),
    ("kill", "Kill", "강제 종료"),
    ("restart", "Restart", "다시 시작"),
    ("rm", "Remove", "지우기"),
)


class LifecyclePanel(Control):
    """One container's life (`docker create`, `start`, `pause`, `stop`, `rm` ...), to press.

    The state and the last transition come from the engine's events (`docker events`), so that a
    command typed in a terminal moves the picture too. Buttons that the state does not allow are
    off; a switch turns them on, to see the engine refuse. The container that the panel made goes
    when the panel is closed.

    Args:
        client: the course's client.
        name: the container's name; another container of the course may be watched and pressed too.
        image: what Create makes it from.
        command: its process 1; left out, a shell that ends when it is told to.
        lang: "en" or "ko"; None is the learner's language.

    Raises:
        BadInput: an argument cannot be used.

    Example:
        >>> LifecyclePanel(client)
    """

    title_en = "The life of a container"
    title_ko = "컨테이너의 일생"

    def __init__(
        self,
        client: Any,
        name: str = "course-panel",
        *,
        image: str = "debian:bookworm-slim",
        command: Sequence[str] = WAITS_FOR_TERM,
        lang: str | None = None,
    ) -> None:
        check_name("name", name, lang)
        super().__init__(client, key=name, lang=lang)
        self.name, self.image, self.command = name, image, list(command)
        self.state = lifecycle.NONE
        self.last: tuple[str, str, str] | None = None
        self._id = ""
        self._made = ""
        self._killed = False
        self._pressed = ("", 0.0)
        self._restarted = ""  # from where a restart was pressed: its events pass through "exited"
        self._log: deque[str] = deque(maxlen=LOG_LINES)
        self.buttons = {
            each: self.button(en=en, ko=ko, press=self._presser(each)) for each, en, ko in _BUTTONS
        }
        self.all_on = widgets.Checkbox(
            description=self.say(
                en="Turn every button on, to see the engine refuse",
                ko="모든 단추를 켜서 엔진이 거절하는 모습 보기",
            ),
            indent=False,
            layout={"width": "auto"},
        )
        self.all_on.observe(lambda _: self._render(), "value")
        self.picture = self.html()
        self.state_said = self.html()
        self.events_shown = self.html()
        row = widgets.HBox(list(self.buttons.values()), layout={"flex_flow": "row wrap"})
        self.frame([self.picture, self.state_said, row, self.all_on, self.events_shown])
        with contextlib.suppress(Exception):  # the stream below says what is wrong, and goes on
            self._look()
        self._render()
        self.follow(self._open_events, self._event, opened=self._look)

    # -- what the engine tells ---------------------------------------------------------------

    def _open_events(self) -> Any:
        return self.client.api.events(filters={"type": "container"}, decode=True)

    def _look(self, identity: str = "") -> None:
        """Take the present state from the engine: what happened before is not in the stream."""
        try:
            seen = self.client.api.inspect_container(identity or self.name)
        except NotFound:
            self._stand(lifecycle.NONE, "")
        else:
            self._stand(seen["State"]["Status"], seen["Id"])

    def _stand(self, state: str, identity: str) -> None:
        with self.lock:
            self._id = identity
            if state != self.state:
                self.state, self.last = state, None
            self._render()

    def _event(self, event: dict[str, Any]) -> None:
        with self.lock:
            self._take(event)

    def _take(self, event: dict[str, Any]) -> None:
        told = event["Actor"]["Attributes"]
        if event["Actor"]["ID"] != self._id:
            if self._id or told.get("name") != self.name:
                return
            self._id = event["Actor"]["ID"]
        action, when = event["Action"].split(":")[0], event["timeNano"] / 1e9
        if action == "rename":
            self._renamed(told.get("name"))
        else:
            self._move(action)
        self._log.append(
            time.strftime("%H:%M:%S", time.localtime(when))
            + f".{int(when % 1 * 1000):03}  {action}"
            + "".join(f"  {each}={told[each]}" for each in ("signal", "exitCode") if each in told)
        )
        self._render()

    def _renamed(self, name: str | None) -> None:
        """Ask by id: the engine tells of a rename before it answers to the new name."""
        if name == self.name:
            self._look(self._id)
        else:
            self._stand(lifecycle.NONE, "")

    def _move(self, action: str) -> None:
        """Go where an event leads; `stop` and `restart` name the move that was already seen."""
        source, target = self.state, lifecycle.state_after(action)
        if action == "kill":
            self._killed = True
        elif action == "die":
            if source != "exited":  # else `stop` was told first (lifecycle.in_order)
                self.last = (source, "exited", "kill" if self._killed else "end")
            self._killed = False
        elif action == "stop" and self.last and self.last[1] == "exited":
            self.last = (*self.last[:2], "stop")
        elif action == "restart" and self.last:
            self.last = (self._restarted or self.last[0], "running", "restart")
            self._restarted = ""
        elif target not in (None, source):
            self.last = (source, str(target), "rm" if action == "destroy" else action)
        if target is not None:
            self.state = target
        if self.state == lifecycle.NONE:
            self._id = ""

    # -- presses -----------------------------------------------------------------------------

    def _presser(self, name: str) -> Callable[[], None]:
        return lambda: self._do(name)

    def _do(self, name: str) -> None:
        command = lifecycle.command(name)
        typed = command.docker.replace("IMAGE COMMAND", f"{self.image} {self.command[0]} …")
        self.show_press(typed.replace("NAME", self.name), command.api.replace("{id}", self.name))
        if not self._ours():
            self.status(
                self.say(
                    en=f"{self.name} was not made by the course: the panel only watches it.",
                    ko=f"강의에서 만든 컨테이너가 아니어서 지켜보기만 합니다: {self.name}",
                ),
                "bad",
            )
            return
        result = lifecycle.outcome(self.state, name)
        self._pressed = (name, time.monotonic())
        self._restarted = self.state if name == "restart" else ""
        self.status(self.say(en="The engine is at work …", ko="엔진이 처리하는 중입니다 …"))
        self._call(name)
        if result == "unchanged":
            self.status(
                self.say(
                    en="The engine accepted it and changed nothing (HTTP 304).",
                    ko="엔진이 받아들였지만 바뀐 것은 없습니다(HTTP 304).",
                )
            )
        else:
            meaning = self.say(en=command.en, ko=command.ko)
            self.status(f"{command.docker.split()[1]}: {meaning}", "good")

    def _call(self, name: str) -> None:
        api = self.client.api
        if name == "create":
            made = api.create_container(self.image, self.command, name=self.name)
            self._made = made["Id"]
        elif name == "rm":
            api.remove_container(self.name)
        else:
            getattr(api, name)(self.name)

    def _ours(self) -> bool:
        try:
            seen = self.client.api.inspect_container(self.name)
        except NotFound:
            return True
        return (seen["Config"]["Labels"] or {}).get("course") == COURSE

    # -- what is seen ------------------------------------------------------------------------

    def _render(self) -> None:
        allowed = lifecycle.allowed(self.state)
        for name, button in self.buttons.items():
            button.disabled = not (self.all_on.value or name in allowed)
        self._keep_focus()
        self.picture.value = self._drawing()
        self.state_said.value = (  # aloud too: an outsider's command moves the picture in silence
            '<div class="course-soft" aria-live="polite">'
            f"{escape(in_words(self.state, self.last, self.lang))}</div>"
        )
        rows = "\n".join(reversed(self._log)) or self.say(
            en="No event yet.", ko="아직 이벤트가 없습니다."
        )
        label = self.say(en="Events of the engine, newest first", ko="엔진의 이벤트(최신순)")
        self.events_shown.value = (
            f'<div class="course-soft">{label} (docker events)</div>{self.log_box(label, rows)}'
        )

    def _keep_focus(self) -> None:
        """Move the keyboard on when the button that was just pressed went off under it."""
        name, when = self._pressed
        if name and self.buttons[name].disabled and time.monotonic() - when < FOCUS_SECONDS:
            self._pressed = ("", 0.0)
            next(button for button in self.buttons.values() if not button.disabled).focus()

    def _drawing(self) -> str:
        return picture(self.state, self.last, self.lang, f"course-{self.name}")

    def snapshot_html(self) -> str:
        """Show the diagram with the present state."""
        return f"{self._drawing()}<div>{escape(gloss(self.state, self.lang))}</div>"

    def on_close(self) -> None:
        """Remove the container that the panel made, if it is still there."""
        if self._made:
            self.client.api.remove_container(self._made, force=True)
