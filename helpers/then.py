"""Transcripts of 2017: what the notes' own terminal printed, shown as old.

The texts in `notes2017/` are cut out of the lecture notes without a change, prompts and slips
included, so that a learner can lay them beside what the engine prints today.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from pathlib import Path

from helpers.errors import BadInput
from helpers.language import say

__all__ = ["NAMES", "Then", "then"]

_FOLDER = Path(__file__).parent / "notes2017"

NAMES: tuple[str, ...] = tuple(sorted(path.stem for path in _FOLDER.glob("*.txt")))
"""The names of all transcripts."""

# The remarks that the notes' author typed into the transcripts, for readers of English.
_REMARKS = {
    "//생성한다. 밑에 터미널에 출력하겠다. 이름은 test로 centos 이미지를 bash로 생성.": (
        "Create it. Print to the terminal below. Named test, made from the image centos, with bash."
    ),
    "//컨테이너 하나에 이미지 하나.(os에 해당하는 base 이미지는 하나. 이 이미지 위에 올라가는거는 "
    "os, application 등등 추가할 수 있다. layer 개념.)": (
        "One image for one container. (One base image, which stands for the OS. On top of it an "
        "OS, applications and so on can be added: layers.)"
    ),
    "//생성된 docker 컨테이너 검색. 그냥 ps 하면 구동된 컨테이너만 검색된다.": (
        "Lists the containers made. Plain ps lists running ones only."
    ),
    "//구동된 상태": "It is running.",
    "//컨테이너 종료": "The container ends.",
    "//생성 및 실행되고 종료됨.": "Created, run and ended.",
    "//bash로 실행됨.": "Runs bash.",
    "커널이 작아 보안에 강하다.": "Its kernel is small, so it is secure.",
}

_FIGURE = "border-left:4px solid #b58900;margin:0.5em 0;padding:0.2em 0 0.2em 0.8em;max-width:100%"
_PRE = "overflow-x:auto;margin:0.3em 0;white-space:pre;line-height:1.3"


@dataclass(frozen=True)
class Then:
    """One transcript of 2017; prints and renders marked as such."""

    name: str
    text: str

    @property
    def command(self) -> str:
        """The first command typed in the transcript, "" where nothing was typed."""
        for line in _read(self.name).splitlines():
            if line.startswith("$ "):
                return line[2:].split("\t")[0]
        return ""

    @property
    def caption(self) -> str:
        """One line that says what this is: output of 2017, and of which command."""
        terminal = "Docker Quickstart Terminal"
        drawing = say(en="a diagram", ko="그림")
        what = self.command or (terminal if self.name == "quickstart" else drawing)
        return say(
            en=f"2017: {what} (from the notes, not run now)",
            ko=f"2017년: {what} (강의 노트에서 옮긴 것이며 지금 실행한 결과가 아닙니다)",
        )

    def only(self, *words: str) -> Then:
        """Keep the lines in which one of the words stands.

        Args:
            words: such as "OSType"; upper and lower case are told apart.

        Returns:
            The transcript of these lines, marked as 2017 like the whole.

        Raises:
            BadInput: a word stands in no line.
        """
        missing = [word for word in words if word not in self.text]
        if missing:
            raise BadInput(
                say(
                    en=f"The transcript {self.name!r} does not have {missing[0]!r}.",
                    ko=f"기록 {self.name!r} 안에 {missing[0]!r} 표현이 없습니다.",
                ),
                "",
                say(en=f"Look at then({self.name!r}).", ko=f"then({self.name!r}) 결과를 보십시오."),
            )
        lines = self.text.splitlines()
        return Then(self.name, "\n".join(x for x in lines if any(word in x for word in words)))

    def remarks(self) -> list[tuple[str, str]]:
        """The notes' Korean remarks in this transcript, each with its English rendering."""
        return [(korean, english) for korean, english in _REMARKS.items() if korean in self.text]

    def _glosses(self) -> list[str]:
        """What stands below the transcript: in English the remarks, in Korean nothing."""
        return [say(en=f"{korean} = {english}", ko="") for korean, english in self.remarks()]

    def __repr__(self) -> str:
        lines = [f"2017 | {line}".rstrip() for line in self.text.splitlines()]
        return "\n".join([self.caption, *lines, *filter(None, self._glosses())])

    def _repr_html_(self) -> str:
        label = escape(self.caption, quote=True)
        glosses = "".join(f"<br><small>{escape(text)}</small>" for text in self._glosses() if text)
        return (
            f'<figure class="course-then" style="{_FIGURE}">'
            f"<figcaption><strong>{label}</strong>{glosses}</figcaption>"
            f'<pre tabindex="0" role="region" aria-label="{label}" style="{_PRE}">'
            f"{escape(self.text)}</pre></figure>"
        )


def then(name: str) -> Then:
    """The transcript of 2017 with this name, to be shown beside today's output.

    Args:
        name: One of `NAMES`, such as "pull", "search", "ps-a", "version", "info".

    Returns:
        A `Then`; as the last value of a cell it shows itself, marked as 2017.

    Raises:
        BadInput: There is no transcript of that name.
    """
    if name not in NAMES:
        raise BadInput(
            cause=say(
                en=f"There is no transcript of 2017 named {name!r}.",
                ko=f"2017년 기록 가운데 {name!r} 이름으로 된 것이 없습니다.",
            ),
            state=say(en=f"There are: {', '.join(NAMES)}.", ko=f"있는 이름: {', '.join(NAMES)}."),
            next_step=say(en="Choose one of these.", ko="이 가운데 하나를 고르십시오."),
        )
    return Then(name, _read(name))


def _read(name: str) -> str:
    return (_FOLDER / f"{name}.txt").read_text(encoding="utf-8").rstrip("\n")
