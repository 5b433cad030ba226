"""What the controls' tests share: none stays open, and an engine that can go away and come back."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from helpers import own
from helpers.controls import close_all
from helpers.engine import CourseClient, open_client
from tests.browser import chromium

from .lab import Lab, run_lab

LIMIT = 60.0


@pytest.fixture(autouse=True)
def _none_stays_open(client: CourseClient) -> Iterator[None]:
    yield
    close_all()


@pytest.fixture
def until() -> Callable[[Callable[[], object]], None]:
    """Wait for a state, for as long as a slow machine may need."""

    def wait(condition: Callable[[], object]) -> None:
        end = time.monotonic() + LIMIT
        while not condition():
            assert time.monotonic() < end, "the awaited state did not come"
            time.sleep(0.02)

    return wait


class Door:
    """A socket in front of the engine's, that can be shut and opened as an engine is stopped."""

    def __init__(self, engine: Path, door: Path) -> None:
        self._engine, self.place = engine, door
        self._held: list[socket.socket] = []
        self.open()

    def open(self) -> None:
        self.place.unlink(missing_ok=True)
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(self.place))
        self._listener.listen(20)
        threading.Thread(target=self._accept, args=[self._listener], daemon=True).start()

    def shut(self) -> None:
        self.place.unlink(missing_ok=True)
        for each in [self._listener, *self._held]:
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()
        self._held.clear()

    def _accept(self, listener: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                here, _ = listener.accept()
                there = socket.socket(socket.AF_UNIX)
                there.connect(str(self._engine))
                self._held += [here, there]
                for one, other in ((here, there), (there, here)):
                    threading.Thread(target=_copy, args=[one, other], daemon=True).start()


def _copy(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while piece := source.recv(65536):
            target.sendall(piece)
        target.shutdown(socket.SHUT_WR)


@pytest.fixture
def door(engine: own.Own, tmp_path: Path) -> Iterator[Door]:
    made = Door(Path(engine.socket), tmp_path / "door.sock")
    yield made
    made.shut()


@pytest.fixture
def client_at_door(door: Door, client: CourseClient) -> Iterator[CourseClient]:
    made = open_client(f"unix://{door.place}", "99")
    yield made
    close_all()
    made.close()


@pytest.fixture(scope="package")
def lab(engine: own.Own, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    with run_lab(tmp_path_factory.mktemp("lab")) as made:
        yield made


@pytest.fixture(scope="package")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with chromium(tmp_path_factory.mktemp("home")) as made:
        yield made
