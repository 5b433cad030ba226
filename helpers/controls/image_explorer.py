"""The image explorer: layers and what shares them, history, pull, search, remove."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

import ipywidgets as widgets
from docker.errors import ImageNotFound

from helpers import journal, own
from helpers.controls.base import Control
from helpers.controls.follower import Follower
from helpers.controls.layer_tree import Stack, layer_sizes, tree_html
from helpers.controls.pull_stream import LayerBar, PullStream
from helpers.errors import explain
from helpers.images import present
from helpers.labelled import COURSE
from helpers.layers import layer_steps
from helpers.pulls import full_reference
from helpers.registry import search_prefix
from helpers.tables import Table, search
from helpers.tables.units import short_id

MOST = 40
"""Images drawn at most: the course's own come first."""

FOUND = 12


class ImageExplorer(Control):
    """Shows the engine's images as a tree of layers; pulls, searches and removes.

    All images are shown; only those that the course brought (by its label or its journal) can be
    removed here. The tree follows the engine's events.

    Args:
        client: the course's client.
        lang: "en" or "ko"; None is the learner's language.

    Raises:
        BadInput: an argument cannot be used.

    Example:
        >>> ImageExplorer(client)
    """

    title_en = "Image explorer"
    title_ko = "이미지 탐색기"

    def __init__(self, client: Any, *, lang: str | None = None) -> None:
        super().__init__(client, lang=lang)
        self.stacks: list[Stack] = []
        self.bars: dict[str, LayerBar] = {}
        self._sizes: dict[str, tuple[tuple[str, int | None], ...]] = {}
        self._pulling: Follower | None = None
        self._reference = ""
        self.tree = self.html()
        self.images = widgets.Dropdown(description=self.say(en="Image", ko="이미지"))
        # The journal is written after the engine's event, so a choice looks again.
        self.images.observe(lambda _: self.work(self._look), "value")
        self.story = self.button(en="History", ko="이력", press=self._history)
        self.remove = self.button(en="Remove", ko="지우기", press=self._remove)
        self.steps = self.html()
        self.word = widgets.Text(description=self.say(en="Search", ko="검색"), placeholder="debian")
        self.seek = self.button(en="Search", ko="검색", press=self._search)
        self.word.on_msg(lambda _, content, __: self._entered(content, self.seek))
        self.found = self.html()
        self.name = widgets.Combobox(
            description=self.say(en="Pull", ko="받기"), placeholder="debian:bookworm"
        )
        self.get = self.button(en="Pull", ko="받기", press=self._pull)
        self.leave = self.button(en="Cancel", ko="그만두기", press=lambda: None)
        self.leave.on_click(lambda _: self.cancel())  # not on the worker, which may be busy
        self.leave.disabled = True
        self.progress = self.html()
        self.frame([
            self.tree, self._row(self.images, self.story, self.remove), self.steps,
            self._row(self.word, self.seek), self.found,
            self._row(self.name, self.get, self.leave), self.progress,
        ])  # fmt: skip
        try:
            self._look()
        except Exception as error:  # noqa: BLE001 - no engine now: `follow` waits for it
            self.refused(error)
        self.follow(
            lambda: client.events(decode=True, filters={"type": "image"}),
            lambda _: self._look(),
            opened=self._look,
        )

    def _row(self, *parts: widgets.Widget) -> widgets.HBox:
        return widgets.HBox(parts, layout={"flex_flow": "row wrap"})

    def _entered(self, content: dict[str, Any], button: widgets.Button) -> None:
        if content.get("event") == "submit":
            button.click()

    # -- the tree ----------------------------------------------------------------------------

    def _look(self) -> None:
        with self.lock:
            self.stacks = sorted(self._list(), key=lambda stack: (not stack.ours, stack.name))
            self.tree.value = self._drawing(self.stacks)
            names = [stack.name for stack in self.stacks]
            if list(self.images.options) != names:
                chosen = self.images.value
                self.images.options = names
                if chosen in names:
                    self.images.value = chosen
            self._allow()

    def _list(self) -> Iterator[Stack]:
        brought = {row.reference for row in journal.entries(self.client.api.engine_id)}
        for row in self.client.api.images():
            ours = (row.get("Labels") or {}).get("course") == COURSE
            tags = [name for name in row.get("RepoTags") or [] if "<none>" not in name]
            names = tags or [n for n in row.get("RepoDigests") or [] if "<none>" not in n]
            if row["Id"] not in self._sizes:
                try:
                    self._sizes[row["Id"]] = layer_sizes(self.client.images.get(row["Id"]))
                except ImageNotFound:
                    continue
            for name in names or [short_id(row["Id"])]:
                mine = ours or name in brought
                yield Stack(row["Id"], name, row["Size"], self._sizes[row["Id"]], mine)

    def _drawing(self, stacks: list[Stack]) -> str:
        more = len(stacks) - MOST
        rest = self.say(en=f"{more} more are not drawn.", ko=f"그 밖에 {more}개가 더 있습니다.")
        drawn = tree_html(stacks[:MOST], self.lang)
        return f'{drawn}<div class="course-soft">{rest}</div>' if more > 0 else drawn

    def _allow(self) -> None:
        ours = {stack.name for stack in self.stacks if stack.ours}
        self.story.disabled = self.images.value is None
        self.remove.disabled = self.images.value not in ours
        self.remove.tooltip = self.say(
            en="Only images that the course brought can be removed here.",
            ko="이 과정에서 가져온 이미지만 여기에서 지울 수 있습니다.",
        )

    # -- one image ---------------------------------------------------------------------------

    def _history(self) -> None:
        name = self.images.value
        self.show_press(f"docker history {name}", f"GET /images/{name}/history")
        self.steps.value = self._table(name, layer_steps(self.client.images.get(name)))
        self.status(
            self.say(
                en=f"{name}, from its first step to its last.",
                ko=f"첫 단계부터 마지막 단계까지 보여 줍니다: {name}",
            )
        )

    def _remove(self) -> None:
        name = self.images.value
        if self.remove.disabled:
            return
        self.show_press(f"docker rmi {name}", f"DELETE /images/{name}")
        answer = self.client.api.remove_image(name)
        layers = sum("Deleted" in row for row in answer) - 1
        self.steps.value = ""
        if layers < 0:
            self.status(
                self.say(
                    en=f"Only the name {name} is gone: the image has another one.",
                    ko=f"이름만 지웠습니다({name}). 이미지에는 다른 이름이 있습니다.",
                ),
                "good",
            )
        else:
            self.status(
                self.say(
                    en=f"{name} is removed. Layers that no other image held, gone too: {layers}.",
                    ko=f"{name} 이미지와 함께, 다른 이미지에 없는 레이어 {layers}개를 지웠습니다.",
                ),
                "good",
            )

    # -- search ------------------------------------------------------------------------------

    def _search(self) -> None:
        word = self.word.value.strip()
        if not word:
            self.status(
                self.say(en="Type what to search for.", ko="찾을 낱말을 입력하십시오."), "bad"
            )
            return
        prefix = search_prefix(self.client)
        term = f"{prefix}{word}"
        self.show_press(f"docker search {term}", f"GET /images/search?term={term}")
        hits = search(self.client, term, FOUND)
        self.found.value = self._table(word, hits) if len(hits) else ""
        self.name.options = [self._pullable(prefix, name) for name in hits.column("NAME")]
        self.status(self.say(en=f"Results: {len(hits)}.", ko=f"결과 {len(hits)}개를 찾았습니다."))

    def _pullable(self, prefix: str, name: str) -> str:
        """Name a result so that the engine finds it: its registry goes before, if it must."""
        if not prefix or own.is_own(self.client.url):
            return name
        path = full_reference(name).removeprefix("docker.io/").rpartition(":")[0]
        return f"{prefix}{path}"

    # -- pull --------------------------------------------------------------------------------

    def _pull(self) -> None:
        name = self.name.value.strip()
        if not name:
            self.status(
                self.say(en="Type the name of an image.", ko="이미지 이름을 입력하십시오."), "bad"
            )
            return
        written = "@" in name or ":" in name.rsplit("/", 1)[-1]
        self._reference = name if written else f"{name}:latest"
        self.show_press(
            f"docker pull {self._reference}", f"POST /images/create?fromImage={self._reference}"
        )
        mine = {stack.name for stack in self.stacks if stack.ours}
        if present(self.client, self._reference) and self._reference not in mine:
            self.status(
                self.say(
                    en=f"{self._reference} is there and not the course's. A pull could take its "
                    "name away, so it is not pulled here.",
                    ko=f"이 과정 밖의 이미지가 이미 있습니다({self._reference}). 다시 받으면 그 "
                    "이미지의 이름이 옮겨 갈 수 있으므로 여기에서는 받지 않습니다.",
                ),
                "bad",
            )
            return
        self.bars, self.progress.value = {}, ""
        self._busy(True)
        self.status(self.say(en="Pulling …", ko="받고 있습니다 …"))
        stream = PullStream(self.client.api, self._reference)
        self._pulling = self.follow(lambda: stream, self._pulled, again=False)

    def _busy(self, busy: bool) -> None:
        self.get.disabled, self.leave.disabled = busy, not busy

    def _pulled(self, message: dict[str, Any] | Exception | None) -> None:
        if isinstance(message, dict):
            status = message.get("status", "")
            if "id" in message and not status.startswith("Pulling from"):
                self.bars.setdefault(message["id"], LayerBar()).take(message)
                self.progress.value = "".join(b.html(layer) for layer, b in self.bars.items())
            return
        self._busy(False)
        self._look()
        if message is not None:
            self.status(explain(message, self.lang), "bad")
        elif present(self.client, self._reference):
            self.status(
                self.say(
                    en=f"{self._reference} is here. Layers: {len(self.bars)}.",
                    ko=f"{self._reference} 이미지를 받았습니다. 레이어는 {len(self.bars)}개입니다.",
                ),
                "good",
            )
        else:
            self.status(self.say(en="The pull broke off.", ko="받는 중에 끊겼습니다."), "bad")

    def cancel(self) -> None:
        """Leave the pull that is under way (Ctrl-C in ``docker pull``)."""
        if self._pulling is None or self.leave.disabled:
            return
        self._pulling.close()
        self._busy(False)
        self.status(
            self.say(
                en=f"You left the pull of {self._reference}; no half image stays.",
                ko=f"받기를 그만두었습니다({self._reference}). 반쯤 받은 이미지는 남지 않습니다.",
            )
        )

    # -- drawing -----------------------------------------------------------------------------

    def _table(self, caption: str, table: Table) -> str:
        head = "".join(f'<th scope="col">{escape(header)}</th>' for header in table.headers)
        body = "".join(
            f"<tr>{''.join(f'<td>{escape(entry)}</td>' for entry in row)}</tr>"
            for row in table.rows
        )
        return (
            f'<div style="overflow-x:auto"><table class="course-table"><caption '
            f'style="text-align:left">{escape(caption)}</caption><thead><tr>{head}</tr></thead>'
            f"<tbody>{body}</tbody></table></div>"
        )

    def snapshot_html(self) -> str:
        """Show the tree of the course's images; a learner's others are not stored."""
        return self._drawing([stack for stack in self.stacks if stack.ours])
