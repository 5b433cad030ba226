"""An API client that marks whatever it makes as the course's own.

Containers, built images, commits, volumes and networks take labels. Pulls and tags cannot, so the
references that were not there before go into the journal.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import docker
from docker.errors import ImageNotFound

from helpers import journal

__all__ = ["COURSE", "LabellingAPI", "labels_of"]

COURSE = "docker-lessons"


def labels_of(lesson: str | None) -> dict[str, str]:
    """Say which labels a lesson's objects carry.

    A container inherits its image's labels. So the base images, which belong to no lesson,
    carry only ``course``: a learner's own container made from one is never taken for the course's.

    Args:
        lesson: the lesson's number ("05"); None for what belongs to the whole course.

    Returns:
        ``{"course": "docker-lessons", "lesson": "05"}``, without ``lesson`` where there is none.
    """
    return {"course": COURSE, **({"lesson": lesson} if lesson else {})}


def _with(labels: Any, lesson: str | None) -> dict[str, str]:
    given = labels or {}
    named = dict(given) if isinstance(given, Mapping) else dict.fromkeys(given, "")
    return {**named, **labels_of(lesson)}


class LabellingAPI(docker.APIClient):
    """docker-py's API client, with the course's labels on everything it makes."""

    lesson: str | None = None
    engine_id: str = ""

    def create_container_from_config(self, config: Any, *args: Any, **kwargs: Any) -> Any:
        """Label a container (``docker create --label``)."""
        config["Labels"] = _with(config.get("Labels"), self.lesson or "course")
        return super().create_container_from_config(config, *args, **kwargs)

    def create_volume(
        self, name: Any = None, driver: Any = None, driver_opts: Any = None, labels: Any = None
    ) -> Any:
        """Label a volume (``docker volume create --label``)."""
        return super().create_volume(
            name, driver, driver_opts, _with(labels, self.lesson or "course")
        )

    def create_network(self, name: str, *args: Any, labels: Any = None, **kwargs: Any) -> Any:
        """Label a network (``docker network create --label``)."""
        return super().create_network(
            name, *args, labels=_with(labels, self.lesson or "course"), **kwargs
        )

    def build(self, *args: Any, labels: Any = None, **kwargs: Any) -> Any:
        """Label a built image (``docker build --label``).

        The steps' own containers are removed, as the command does and docker-py by itself does not.
        """
        cleaning = {"rm": True, "forcerm": True, **kwargs}
        return super().build(*args, labels=_with(labels, self.lesson), **cleaning)

    def commit(
        self,
        container: Any,
        repository: Any = None,
        tag: Any = None,
        message: Any = None,
        author: Any = None,
        pause: bool = True,
        changes: Any = None,
        conf: Any = None,
    ) -> Any:
        """Label a committed image (``docker commit --change 'LABEL …'``)."""
        lines = changes.splitlines() if isinstance(changes, str) else list(changes or [])
        lines += [f'LABEL "{name}"="{value}"' for name, value in labels_of(self.lesson).items()]
        return super().commit(
            container, repository, tag, message, author, pause, "\n".join(lines), conf
        )

    def tag(self, image: str, repository: str, tag: Any = None, force: bool = False) -> Any:
        """Journal an added name (``docker tag``)."""
        with_journal = self._journalled(_reference(repository, tag))
        done = super().tag(image, repository, tag, force)
        with_journal()
        return done

    def pull(
        self, repository: str, tag: Any = None, stream: bool = False, *args: Any, **kwargs: Any
    ) -> Any:
        """Journal a pulled image (``docker pull``)."""
        write = self._journalled(_reference(repository, tag))
        answer = super().pull(repository, tag, stream, *args, **kwargs)
        if not stream:
            write()
            return answer
        return _then(answer, write)

    def remove_image(self, image: Any, *args: Any, **kwargs: Any) -> Any:
        """Strike a removed name out of the journal (``docker rmi``)."""
        done = super().remove_image(image, *args, **kwargs)
        for row in done or []:
            if row.get("Untagged"):
                journal.forget(self.engine_id, row["Untagged"])
        return done

    def _journalled(self, reference: str) -> Any:
        """Look whether the engine has a reference now; what is returned writes it down if not."""
        try:
            self.inspect_image(reference)
        except ImageNotFound:
            entry = journal.Entry(self.engine_id, self.lesson or "course", reference)
            return lambda: journal.add(entry)
        return lambda: None


def _reference(repository: str, tag: str | None) -> str:
    """Write a reference as the engine lists it: ``debian:bookworm-slim``, ``debian@sha256:…``."""
    if tag and str(tag).startswith("sha256:"):
        return f"{repository}@{tag}"
    if tag:
        return f"{repository}:{tag}"
    if "@" in repository or ":" in repository.rsplit("/", 1)[-1]:
        return repository
    return f"{repository}:latest"


def _then(messages: Iterator[Any], write: Any) -> Iterator[Any]:
    """Pass a pull's messages on, and write the journal also when the reader leaves early."""
    try:
        yield from messages
    finally:
        write()
