"""Removes what the course made, found by its label and its journal, and nothing else."""

from __future__ import annotations

from docker.errors import APIError, ImageNotFound, NotFound

from helpers import journal
from helpers.engine import CourseClient
from helpers.labelled import COURSE

__all__ = ["leftovers", "remove_course", "remove_lesson"]


def _filter(lesson: str | None) -> dict[str, list[str]]:
    """Choose containers, volumes and networks: they carry both labels (see ``labels_of``)."""
    return {"label": [f"course={COURSE}", f"lesson={lesson}" if lesson else "lesson"]}


def leftovers(client: CourseClient, lesson: str | None = None) -> list[str]:
    """List what a lesson, or the whole course, made and has not removed.

    Twin: ``docker ps -a --filter label=lesson=05`` and its like for images, volumes, networks.

    Args:
        client: the course's client.
        lesson: a lesson's number; left out, all lessons.

    Returns:
        Lines such as ``container course-test``, sorted.
    """
    chosen = _filter(lesson)
    found = [f"container {c.name}" for c in client.containers.list(all=True, filters=chosen)]
    found += [f"image {name}" for name in _image_names(client, lesson)]
    found += [f"volume {v.name}" for v in client.volumes.list(filters=chosen)]
    found += [f"network {n.name}" for n in client.networks.list(filters=chosen)]
    return sorted(found)


def _image_names(client: CourseClient, lesson: str | None) -> list[str]:
    names = []
    chosen = _filter(lesson) if lesson else {"label": [f"course={COURSE}"]}
    for image in client.api.images(filters=chosen):
        tags = [tag for tag in image.get("RepoTags") or [] if tag != "<none>:<none>"]
        names += tags or [image["Id"]]
    for row in journal.entries(client.api.engine_id):
        if row.reference not in names and (lesson is None or row.lesson == lesson):
            try:
                client.api.inspect_image(row.reference)
            except ImageNotFound:
                journal.forget(row.engine, row.reference)
            else:
                names.append(row.reference)
    return names


def remove_lesson(client: CourseClient, lesson: str) -> None:
    """Remove what one lesson made (``docker rm -f``, ``docker rmi``, ``docker volume rm`` …).

    Args:
        client: the course's client.
        lesson: the lesson's number ("05").
    """
    _remove(client, lesson)


def remove_course(client: CourseClient) -> None:
    """Remove what the whole course made on an engine.

    Args:
        client: the course's client.
    """
    _remove(client, None)


def _remove(client: CourseClient, lesson: str | None) -> None:
    chosen = _filter(lesson)
    for container in client.containers.list(all=True, filters=chosen, ignore_removed=True):
        try:
            container.remove(force=True, v=True)
        except NotFound:
            continue
    for network in client.networks.list(filters=chosen):
        network.remove()
    for volume in client.volumes.list(filters=chosen):
        volume.remove(force=True)
    names = _image_names(client, lesson)
    while names:
        left = [name for name in names if not _removed(client, name)]
        if len(left) == len(names):
            break
        names = left


def _removed(client: CourseClient, name: str) -> bool:
    """Remove one image; an image whose child is still there is refused, and tried again later."""
    try:
        client.api.remove_image(name)
    except ImageNotFound:
        return True
    except APIError as error:
        if error.status_code == 409:
            return False
        raise
    journal.forget(client.api.engine_id, name)
    return True
