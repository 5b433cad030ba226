"""The controls on a page: pictures of each at work, taken by its own test in JupyterLab."""

from __future__ import annotations

import json
from html import escape
from pathlib import Path

from helpers.language import say
from helpers.setup.site.lessons import Cell, Lesson

__all__ = ["missing", "picture"]


def missing(lesson: Lesson, sizes: Path) -> list[str]:
    """Look for controls that the site has no picture or no words of.

    Args:
        lesson: the notebook; the cell of a control is named ``press-`` and the control's name.
        sizes: the file with width and height of each picture (``docs/controls.json``).

    Returns:
        A sentence for each control that lacks them.
    """
    known, seen = json.loads(sizes.read_text(encoding="utf-8")), _seen(lesson.language)
    return [
        f"lesson {lesson.language}/{lesson.name}: no picture of {cell.id}; "
        "run python -m docs.measure.control_pictures"
        for cell in lesson.cells
        if cell.kind == "code" and cell.id.startswith("press-") and cell.id != "press-import"
        for scheme in ("light", "dark")
        if (name := cell.id.removeprefix("press-")) not in seen
        or f"{name}-{lesson.language}-{scheme}" not in known
    ]


def picture(cell: Cell, lang: str, sizes: Path) -> str:
    """Draw what a control's cell shows where a kernel runs, in light and in dark colours.

    Args:
        cell: a cell of a lesson.
        lang: "en" or "ko".
        sizes: the file with width and height of each picture (``docs/controls.json``).

    Returns:
        A figure with its words; "" for a cell that shows no control.
    """
    name = cell.id.removeprefix("press-")
    seen = _seen(lang).get(name)
    if seen is None:
        return ""
    known = json.loads(sizes.read_text(encoding="utf-8"))
    images = ""
    for scheme in ("light", "dark"):
        wide, high = known[f"{name}-{lang}-{scheme}"]
        source = f"../assets/controls/{name}-{lang}-{scheme}.webp#only-{scheme}"
        images += (
            f'<img src="{source}" alt="{escape(seen)}" width="{wide}" height="{high}" '
            'loading="lazy">'
        )
    live = say(
        en="A picture of it at work. To press it yourself, run",
        ko="실행 중인 모습입니다. 직접 눌러 보려면 다음을 실행하십시오:",
        lang=lang,
    )
    command = f"python3 course.py start --lang {lang}"
    caption = f"<figcaption>{live} <code>{command}</code></figcaption>"
    return f'<figure class="control">{images}{caption}</figure>'


def _seen(lang: str) -> dict[str, str]:
    return {
        "start-race": say(
            en="Start race: bars show how long a process, a container and a virtual machine took.",
            ko="시작 경주: 프로세스, 컨테이너, 가상 머신이 걸린 시간을 막대로 보여 줍니다.",
            lang=lang,
        ),
        "container-dashboard": say(
            en="Dashboard: a running container, charts of its CPU and memory, its logs, and the "
            "answer to a command run inside it.",
            ko="대시보드: 실행 중인 컨테이너, CPU와 메모리 그래프, 로그, 컨테이너 안에서 실행한 "
            "명령의 결과가 보입니다.",
            lang=lang,
        ),
        "terminal": say(
            en="Terminal: docker create and docker ps -a were typed, the docker program answered.",
            ko="터미널: docker create와 docker ps -a를 입력했고, docker 프로그램이 대답했습니다.",
            lang=lang,
        ),
        "image-explorer": say(
            en="Image explorer: images as a tree of layers, shared layers drawn once, to scale.",
            ko="이미지 탐색기: 이미지를 레이어의 나무로 보여 줍니다. 함께 쓰는 레이어는 한 번만, "
            "크기에 맞추어 그립니다.",
            lang=lang,
        ),
        "dockerfile-bench": say(
            en="Dockerfile bench: a Dockerfile, the layer that each of its steps made, the output.",
            ko="Dockerfile 작업대: Dockerfile과 단계별로 만든 레이어, 빌드 출력이 보입니다.",
            lang=lang,
        ),
        "lifecycle-panel": say(
            en="Lifecycle panel: the container runs, its state is lit in the diagram, the events "
            "are listed below.",
            ko="일생 조작판: 컨테이너가 실행 중이고, 그림에 현재 상태가 켜져 있으며, 아래에 "
            "이벤트가 적혀 있습니다.",
            lang=lang,
        ),
        "version-explorer": say(
            en="Version explorer: the fields of 2017 beside this engine's, each explained.",
            ko="버전 탐색기: 2017년의 항목과 이 엔진의 항목을 나란히 놓고 하나씩 설명합니다.",
            lang=lang,
        ),
    }
