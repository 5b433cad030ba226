"""The common frame of the controls: what each of them can do without writing it again.

How to make a control::

    class Stopper(Control):
        title_en, title_ko = "Stopper", "정지 단추"

        def __init__(self, client, name, *, lang=None):
            check_name("name", name, lang)                    # checks.py: own arguments first
            super().__init__(client, key=name, lang=lang)     # closes the older one of that key
            self.stop = self.button(en="Stop", ko="정지", press=self._stop)
            self.picture = self.html(self._drawing())
            self.frame([self.stop, self.picture])             # last: puts the parts together
            self.follow(lambda: client.events(decode=True), self._event, opened=self._look)

        def _stop(self):                                      # runs on the worker thread
            self.show_press("docker stop demo", "POST /containers/demo/stop")
            self.client.api.stop("demo")                      # an error becomes one sentence

        def snapshot_html(self):                              # what a page without a kernel shows
            return self._drawing()

- `button(press=...)` and `work(job)` run engine calls on **one worker thread** of the control, so
  that the kernel never waits. Jobs run one after another; a job that may take long looks at
  `self.closing` (a `threading.Event`) between its steps and leaves when it is set.
- `follow(open_stream, item)` reads a stream on a thread of its own and opens it again when the
  engine comes back. `close()` ends the worker and every stream.
- Opening a control again with the same class and key (the cell ran again) closes the older one.
- `on_close()` is the place to remove what the control made on the engine.
- All words go through `self.say(en=..., ko=...)`. Put text from the engine through `html.escape`.
- Colours are CSS variables (`--course-fg`, `-soft`, `-line`, `-bg`, `-panel`, `-accent`, `-good`,
  `-warn`, `-bad`) that follow Jupyter's and the site's light and dark themes; they and the
  classes are in `look.py`.
- Checks of arguments ("step must be positive") are in `checks.py`: `check_name`, `check_positive`.
"""

from __future__ import annotations

import contextlib
import html
import queue
import threading
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import ipywidgets as widgets

from helpers.controls.checks import check_client, check_lang
from helpers.controls.follower import JOIN_SECONDS, Follower
from helpers.controls.look import CSS, LIVE_CSS
from helpers.errors import explain
from helpers.language import language, say, speaking

_open: dict[tuple[type, str], Control] = {}


def close_all() -> None:
    """Close every open control: their threads, streams and the containers that they made."""
    for control in list(_open.values()):
        control.close()


class Control(widgets.VBox):
    """A control's frame: title, parts, the last press as command and API call, a status line.

    Args:
        client: the course's client, from `connect()` or `begin()`.
        key: tells apart several open controls of one class (a container's name, for example).
        lang: "en" or "ko"; None is the learner's language.

    Raises:
        BadInput: `client` is no Docker client, or `lang` is neither "en" nor "ko".
    """

    title_en = ""
    title_ko = ""
    _built = False  # a refused constructor leaves nothing to close

    def __init__(self, client: Any, *, key: str = "", lang: str | None = None) -> None:
        check_lang(lang)
        check_client(client, lang)
        self.lang: str = lang or language()
        self.client = client
        self.closing = threading.Event()
        self.lock = threading.RLock()
        self._key = (type(self), key)
        if older := _open.pop(self._key, None):
            older.close()
        self._jobs: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._worker: threading.Thread | None = None
        self._followers: list[Follower] = []
        self.press_shown = self.html('<div class="course-press"></div>')
        self.status_shown = self.html("")
        super().__init__()
        self.add_class("course-control")
        _open[self._key] = self
        self._built = True
        self.status("")

    def say(self, *, en: str, ko: str) -> str:
        """Pick the words of the control's language."""
        return say(en=en, ko=ko, lang=self.lang)

    @property
    def title(self) -> str:
        """The control's name in its language."""
        return self.say(en=self.title_en, ko=self.title_ko)

    # -- parts -------------------------------------------------------------------------------

    def html(self, value: str = "") -> widgets.HTML:
        """Make a part of the control that shows HTML (trusted: escape what the engine says)."""
        return widgets.HTML(value)

    def log_box(self, label: str, text: str, *, tall: bool = False) -> str:
        """Draw a box of output that scrolls.

        Args:
            label: what a screen reader calls it.
            text: plain text.
            tall: for a control that is mainly this box.

        Returns:
            HTML, for an `html` part.
        """
        look = "course-log course-tall" if tall else "course-log"
        return (
            f'<pre class="{look}" tabindex="0" role="region" aria-label="{html.escape(label)}">'
            f"{html.escape(text)}</pre>"
        )

    def button(
        self, *, en: str, ko: str, press: Callable[[], None], tooltip: str = ""
    ) -> widgets.Button:
        """Make a button whose press runs on the worker thread.

        Args:
            en: the label in English.
            ko: the label in Korean.
            press: what a press does; an engine error in it becomes the status sentence.
            tooltip: shown on hover; the label stays the accessible name.

        Returns:
            The button, as wide as its label.
        """
        made = widgets.Button(
            description=self.say(en=en, ko=ko), tooltip=tooltip, layout={"width": "auto"}
        )
        made.on_click(lambda _: self.work(press))
        return made

    def frame(self, parts: Sequence[widgets.Widget]) -> None:
        """Put the control together: title, `parts`, the last press, the status line."""
        name = f'<div class="course-title">{html.escape(self.title)}</div>'
        self.children = (
            self.html(f"{CSS}{LIVE_CSS}{name}"),
            *parts,
            self.press_shown,
            self.status_shown,
        )

    # -- what it says ------------------------------------------------------------------------

    def show_press(self, command: str, call: str) -> None:
        """Show the `docker` command and the API call of what happens now.

        Args:
            command: such as "docker stop demo" (shown after a "$").
            call: such as "POST /containers/demo/stop".
        """
        self.press_shown.value = (
            f'<div class="course-press">$ {html.escape(command)}'
            f'<span class="course-soft">{html.escape(call)}</span></div>'
        )

    def status(self, sentence: str, kind: str = "") -> None:
        """Say one sentence; a screen reader speaks it.

        Args:
            sentence: plain text; "" clears the line.
            kind: "" (news), "good" (done, with a tick) or "bad" (refused, with a warning sign).
        """
        sign = {"good": "✓ ", "bad": "⚠ "}.get(kind, "")
        self.status_shown.value = (
            f'<div class="course-status course-{kind or "news"}" role="status" aria-live="polite">'
            f'<span aria-hidden="true">{sign}</span>{html.escape(sentence)}</div>'
        )

    # -- threads -----------------------------------------------------------------------------

    def work(self, job: Callable[[], None]) -> None:
        """Run `job` on the control's worker thread, after those given before it.

        An exception in it becomes the status sentence (`helpers.errors.explain`).
        """
        if self.closing.is_set():
            return
        self._jobs.put(job)
        if self._worker is None:
            self._worker = threading.Thread(
                target=self._run, name=f"{type(self).__name__} worker", daemon=True
            )
            self._worker.start()

    def _run(self) -> None:
        with speaking(self.lang):
            while (job := self._jobs.get()) is not None and not self.closing.is_set():
                try:
                    job()
                except Exception as error:  # noqa: BLE001 - the learner gets a sentence
                    if not self.closing.is_set():
                        self.refused(error)

    def refused(self, error: Exception) -> None:
        """Say an engine error as one sentence. Override to do more, such as to lift a "busy"."""
        self.status(explain(error, self.lang), "bad")

    def follow(
        self,
        open_stream: Callable[[], Iterable[Any]],
        item: Callable[[Any], None],
        *,
        opened: Callable[[], None] = lambda: None,
        again: bool = True,
    ) -> Follower:
        """Read a stream on a thread of its own until the control or the follower is closed.

        Args:
            open_stream: makes the stream, such as `lambda: client.events(decode=True)`, or a
                generator that asks the engine at intervals (let it wait with `closing.wait`).
            item: takes each item, on that thread; takes `self.lock` where another thread touches
                the same things.
            opened: called on that thread each time that the stream stands: the place to look at
                the present state, since what happened before is not in the stream.
            again: open the stream again when it ends or breaks (the engine was stopped). The
                learner sees a sentence meanwhile, and another one when it is back.

        Returns:
            The follower; `close()` on it ends this stream alone.
        """
        was_lost = False

        def stands() -> None:
            nonlocal was_lost
            opened()
            if was_lost:
                was_lost = False
                self.status(
                    self.say(en="The engine answers again.", ko="엔진이 다시 응답합니다."), "good"
                )

        def lost(error: Exception | None) -> None:
            nonlocal was_lost
            if error is None and not again:
                return
            if again:
                was_lost = True
                self.status(
                    self.say(
                        en="The engine does not answer. This control goes on when it is back.",
                        ko="엔진이 응답하지 않습니다. 엔진이 돌아오면 이 화면은 저절로 이어집니다.",
                    ),
                    "bad",
                )
            elif error is not None:
                self.refused(error)

        follower = Follower(f"{type(self).__name__} stream", open_stream, item, stands, lost, again)
        self._followers = [one for one in self._followers if not one.closing.is_set()]
        self._followers.append(follower)
        if self.closing.is_set():  # closed meanwhile by another thread, which did not see this one
            follower.close()
        return follower

    # -- the end, and the page without a kernel -----------------------------------------------

    def on_close(self) -> None:
        """Remove what the control made on the engine; override where it makes something."""

    def close(self) -> None:
        """Free the worker, the streams and the widgets. Twice is as good as once."""
        if not self._built or self.closing.is_set():
            return
        self.closing.set()
        if _open.get(self._key) is self:
            del _open[self._key]
        for follower in self._followers:
            follower.close()
        self._jobs.put(None)
        if self._worker is not None and self._worker is not threading.current_thread():
            self._worker.join(JOIN_SECONDS)
        with contextlib.suppress(Exception):  # a dead engine has nothing that could be removed
            self.on_close()
        _close_tree(self)

    def snapshot_html(self) -> str:
        """What a page without a kernel shows: the picture, the table, the last state. Small."""
        return ""

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        bundle: dict[str, Any] = super()._repr_mimebundle_(**kwargs)
        note = self.say(
            en="A control of the course: it can be pressed where a kernel runs.",
            ko="강의의 조작판입니다. 커널이 실행되는 곳에서 누를 수 있습니다.",
        )
        picture = ""
        # No engine, no picture: the control itself says so.
        with contextlib.suppress(Exception), speaking(self.lang):
            picture = self.snapshot_html()
        bundle["text/plain"] = f"{type(self).__name__}: {self.title}"
        bundle["text/html"] = (
            f'{CSS}<div class="course-control" role="group" aria-label="{html.escape(self.title)}">'
            f'<div class="course-title">{html.escape(self.title)}</div>{picture}'
            f'<div class="course-soft">{note}</div></div>'
        )
        return bundle


def _close_tree(widget: widgets.Widget) -> None:
    for child in getattr(widget, "children", ()):
        _close_tree(child)
    widgets.Widget.close(widget)
