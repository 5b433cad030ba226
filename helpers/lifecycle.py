"""The life of a container: its states, the commands that move it, the events each move leaves.

This is the one table of it. The lesson, the lifecycle panel, the website's diagram and the
property tests read it here. Every row was tried on an engine (``tests/test_lifecycle.py`` does it
again); the states are those of the Engine API (``GET /containers/{id}/json``, ``State.Status``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from helpers.language import say

__all__ = [
    "COMMANDS",
    "NONE",
    "STATES",
    "TRANSITIONS",
    "Command",
    "State",
    "Transition",
    "allowed",
    "as_json",
    "command",
    "find",
    "in_order",
    "outcome",
    "state",
    "state_after",
]

Told = TypeVar("Told")

NONE = "none"
"""The state of a container that is not there: before ``create``, after ``rm``."""


@dataclass(frozen=True)
class State:
    """One state of a container.

    Attributes:
        name: as the API and ``docker inspect`` print it; ``"none"`` where there is no container.
        en: what it means, in English.
        ko: the same in Korean.
    """

    name: str
    en: str
    ko: str


@dataclass(frozen=True)
class Command:
    """One thing that can happen to a container.

    Attributes:
        name: ``"start"``, ``"rm -f"`` …
        docker: the ``docker`` command; ``""`` where nobody types one.
        api: the call of the Engine API that does it; ``""`` likewise.
        en: what it does, in English.
        ko: the same in Korean.
        unchanged: states in which the engine accepts it and does nothing (HTTP 304).
    """

    name: str
    docker: str
    api: str
    en: str
    ko: str
    unchanged: tuple[str, ...] = ()


@dataclass(frozen=True)
class Transition:
    """One edge of the diagram.

    Attributes:
        command: the :class:`Command`'s name.
        sources: the states it leads from.
        target: the state it leads to; ``""`` where the container stays as it is.
        events: the actions of the engine's event stream, in order; one that ends in ``?`` may be
            missing. ``die`` may reach the stream a moment after the command has returned.
    """

    command: str
    sources: tuple[str, ...]
    target: str
    events: tuple[str, ...]

    def leads_to(self, source: str) -> str:
        """Say in which state a container is after this, coming from ``source``."""
        return self.target or source

    def fits(self, actions: Sequence[str]) -> bool:
        """Say whether these are the events of this transition, all of them and in order.

        Args:
            actions: what the engine told; ``die`` and ``stop`` may come in either order.

        Returns:
            Whether they are; False also where the last ones have not come yet.
        """
        left = in_order(actions)
        for event in self.events:
            if left and left[0] == event.removesuffix("?"):
                left.pop(0)
            elif not event.endswith("?"):
                return False
        return not left


def in_order(events: Sequence[Told], action: Callable[[Told], str] = str) -> list[Told]:
    """Put ``die`` before ``stop``.

    The engine tells of the two from two threads: 20.10 as a rule ``die`` first, 26 ``stop`` first.

    Args:
        events: as the engine told them.
        action: gives the action of one; left out, they are the actions themselves.

    Returns:
        The same events; where ``stop`` stood right before ``die``, after it.
    """
    ordered = list(events)
    for place in range(len(ordered) - 1):
        first, second = ordered[place : place + 2]
        if (action(first), action(second)) == ("stop", "die"):
            ordered[place : place + 2] = second, first
    return ordered


STATES: tuple[State, ...] = (
    State(NONE, "there is no such container", "그런 컨테이너가 없습니다"),
    State(
        "created",
        "made, with a name and a writable layer; nothing runs",
        "이름과 쓰기 레이어가 생겼고 아직 아무것도 실행되지 않습니다",
    ),
    State("running", "process 1 runs", "1번 프로세스가 실행 중입니다"),
    State(
        "paused",
        "its processes are frozen in memory",
        "프로세스가 메모리에 있는 채로 얼어 있습니다",
    ),
    State(
        "restarting",
        "process 1 ended and the restart policy will start it again",
        "1번 프로세스가 끝나서 재시작 정책이 다시 시작하려고 기다립니다",
    ),
    State(
        "exited",
        "process 1 ended; files, settings and logs are kept",
        "1번 프로세스가 끝났고 파일과 설정과 로그는 남아 있습니다",
    ),
    State("removing", "is being removed", "지워지는 중입니다"),
    State(
        "dead",
        "its removal failed half-way; it can only be removed",
        "지우다가 실패했으며, 이제는 지우는 것만 할 수 있습니다",
    ),
)

COMMANDS: tuple[Command, ...] = (
    Command(
        "create",
        "docker create --name NAME IMAGE COMMAND",
        "POST /containers/create",
        "make a container and start nothing",
        "컨테이너를 만들고 아무것도 시작하지 않습니다",
    ),
    Command(
        "run",
        "docker run -d --name NAME IMAGE COMMAND",
        "POST /containers/create, POST /containers/{id}/start",
        "create and start in one command",
        "만들기와 시작을 명령 하나로 합니다",
    ),
    Command(
        "start",
        "docker start NAME",
        "POST /containers/{id}/start",
        "start process 1",
        "1번 프로세스를 시작합니다",
        unchanged=("running", "restarting"),
    ),
    Command(
        "pause",
        "docker pause NAME",
        "POST /containers/{id}/pause",
        "freeze all its processes (cgroup freezer)",
        "모든 프로세스를 얼립니다(cgroup freezer)",
    ),
    Command(
        "unpause",
        "docker unpause NAME",
        "POST /containers/{id}/unpause",
        "let the frozen processes go on",
        "얼린 프로세스를 다시 움직이게 합니다",
    ),
    Command(
        "stop",
        "docker stop NAME",
        "POST /containers/{id}/stop",
        "ask process 1 to end (SIGTERM), and after 10 seconds end it (SIGKILL)",
        "1번 프로세스에 끝내라고 하고(SIGTERM), 10초가 지나면 강제로 끝냅니다(SIGKILL)",
        unchanged=("created", "exited"),
    ),
    Command(
        "kill",
        "docker kill NAME",
        "POST /containers/{id}/kill",
        "end process 1 at once (SIGKILL)",
        "1번 프로세스를 곧바로 강제로 끝냅니다(SIGKILL)",
    ),
    Command(
        "restart",
        "docker restart NAME",
        "POST /containers/{id}/restart",
        "stop, if it runs, and start again",
        "실행 중이면 멈추고 다시 시작합니다",
    ),
    Command(
        "rename",
        "docker rename NAME NEW_NAME",
        "POST /containers/{id}/rename",
        "give it another name",
        "이름을 바꿉니다",
    ),
    Command(
        "exec",
        "docker exec NAME COMMAND",
        "POST /containers/{id}/exec, POST /exec/{id}/start",
        "run one more process in it",
        "그 안에서 프로세스를 하나 더 실행합니다",
    ),
    Command(
        "rm",
        "docker rm NAME",
        "DELETE /containers/{id}",
        "remove it with its writable layer",
        "쓰기 레이어와 함께 지웁니다",
    ),
    Command(
        "rm -f",
        "docker rm -f NAME",
        "DELETE /containers/{id}?force=true",
        "kill it, if it runs, and remove it",
        "실행 중이면 강제로 끝내고 지웁니다",
    ),
    Command(
        "end",
        "",
        "",
        "process 1 ends by itself",
        "1번 프로세스가 스스로 끝납니다",
    ),
    Command(
        "again",
        "",
        "",
        "the restart policy starts it again",
        "재시작 정책이 다시 시작합니다",
    ),
)

# A stop sends SIGTERM, and SIGKILL where that is ignored: one or two "kill" events. A paused
# container is thawed to be ended; whether the engine hears of that before it hears of the end is a
# race inside it, and "unpause" is told only then.
TRANSITIONS: tuple[Transition, ...] = (
    Transition("create", (NONE,), "created", ("create",)),
    Transition("run", (NONE,), "running", ("create", "start")),
    Transition("start", ("created", "exited"), "running", ("start",)),
    Transition("pause", ("running",), "paused", ("pause",)),
    Transition("unpause", ("paused",), "running", ("unpause",)),
    Transition("stop", ("running",), "exited", ("kill", "kill?", "die", "stop")),
    Transition("stop", ("paused",), "exited", ("kill", "unpause?", "kill?", "die", "stop")),
    Transition("stop", ("restarting",), "exited", ("kill?", "die?", "stop")),
    Transition("kill", ("running",), "exited", ("kill", "die")),
    Transition("kill", ("paused",), "exited", ("kill", "unpause?", "die")),
    Transition("kill", ("restarting",), "exited", ("kill?", "die?")),
    Transition("restart", ("created", "exited"), "running", ("start", "restart")),
    Transition(
        "restart", ("running",), "running", ("kill", "kill?", "die", "stop", "start", "restart")
    ),
    Transition(
        "restart",
        ("paused",),
        "running",
        ("kill", "unpause?", "kill?", "die", "stop", "start", "restart"),
    ),
    Transition(
        "restart", ("restarting",), "running", ("kill?", "die?", "stop", "start", "restart")
    ),
    # Not from "restarting": Engine 20.10 refuses that where the container has a network.
    Transition("rename", ("created", "running", "paused", "exited"), "", ("rename",)),
    Transition("exec", ("running",), "", ("exec_create", "exec_start", "exec_die")),
    Transition("rm", ("created", "exited", "dead"), NONE, ("destroy",)),
    Transition("rm -f", ("created", "exited", "dead", "restarting"), NONE, ("destroy",)),
    Transition("rm -f", ("running",), NONE, ("kill", "die", "destroy")),
    Transition("rm -f", ("paused",), NONE, ("kill", "unpause?", "die", "destroy")),
    Transition("end", ("running",), "exited", ("die",)),
    Transition("end", ("running",), "restarting", ("die",)),
    Transition("again", ("restarting",), "running", ("start",)),
)

_AFTER = {
    "create": "created",
    "start": "running",
    "unpause": "running",
    "pause": "paused",
    "die": "exited",
    "stop": "exited",
    "destroy": NONE,
}


def state(name: str) -> State:
    """Look a state up.

    Args:
        name: as the API prints it, or ``"none"``.

    Returns:
        The state.

    Raises:
        KeyError: there is no such state.
    """
    return {each.name: each for each in STATES}[name]


def command(name: str) -> Command:
    """Look a command up.

    Args:
        name: ``"start"``, ``"rm -f"`` …

    Returns:
        The command.

    Raises:
        KeyError: there is no such command.
    """
    return {each.name: each for each in COMMANDS}[name]


def find(source: str, name: str) -> Transition | None:
    """Find where a command leads.

    Args:
        source: the state that the container is in.
        name: the command's name.

    Returns:
        The transition; None where it does nothing or the engine refuses.
    """
    rows = (row for row in TRANSITIONS if row.command == name and source in row.sources)
    return next(rows, None)


def outcome(source: str, name: str) -> str:
    """Say what the engine does with a command.

    Args:
        source: the state that the container is in.
        name: the command's name.

    Returns:
        ``"moves"`` (there is a transition), ``"unchanged"`` (accepted, HTTP 304, nothing happens)
        or ``"refused"``.
    """
    if find(source, name):
        return "moves"
    return "unchanged" if source in command(name).unchanged else "refused"


def allowed(source: str) -> tuple[str, ...]:
    """List the commands that do something in a state; those that nobody types are left out.

    Args:
        source: the state that the container is in.

    Returns:
        The commands' names, in the table's order.
    """
    return tuple(each.name for each in COMMANDS if each.docker and find(source, each.name))


def state_after(action: str) -> str | None:
    """Say which state an event announces.

    Args:
        action: the ``Action`` of an event of type ``container``.

    Returns:
        The state; None for an event that tells nothing of it (``kill``, ``exec_start`` …). After
        ``die`` it is ``"restarting"`` where a restart policy is at work: ask the engine.
    """
    return _AFTER.get(action)


def as_json(lang: str) -> dict[str, Any]:
    """Give the whole table as plain values, for a program in another language.

    Args:
        lang: ``"en"`` or ``"ko"``, for the explanations.

    Returns:
        ``{"states": [{"name", "meaning"}], "commands": [{"name", "docker", "api", "meaning",
        "unchanged"}], "transitions": [{"command", "from", "to", "events"}]}``, ready for
        ``json.dumps``. ``to`` is ``""`` where the container stays as it is.
    """
    return {
        "states": [
            {"name": each.name, "meaning": say(en=each.en, ko=each.ko, lang=lang)}
            for each in STATES
        ],
        "commands": [
            {
                "name": each.name,
                "docker": each.docker,
                "api": each.api,
                "meaning": say(en=each.en, ko=each.ko, lang=lang),
                "unchanged": list(each.unchanged),
            }
            for each in COMMANDS
        ],
        "transitions": [
            {
                "command": row.command,
                "from": list(row.sources),
                "to": row.target,
                "events": list(row.events),
            }
            for row in TRANSITIONS
        ],
    }
