from __future__ import annotations

import re

import pytest
from docker.errors import APIError

from helpers.engine import CourseClient
from helpers.tables import history, images, ps, search
from helpers.tables.units import short_id, size

AGE = re.compile(r"(Less than a|About an?|\d+) (second|minute|hour|day|week|month|year)s? ago|N/A")


def test_images_have_a_row_for_each_tag(client: CourseClient) -> None:
    image = client.images.get("busybox:1.35")
    image.tag("course/tables", "2")
    image.tag("course/tables", "1")
    table = images(client, "course/tables")
    assert table.headers == ["REPOSITORY", "TAG", "IMAGE ID", "CREATED", "SIZE"]
    assert table.column("TAG") == ["1", "2"]
    assert set(table.column("IMAGE ID")) == {short_id(image.id or "")}
    assert set(table.column("SIZE")) == {size(image.attrs["Size"])}
    assert all(AGE.fullmatch(age) for age in table.column("CREATED"))


def test_images_without_a_name_are_all(client: CourseClient) -> None:
    every = images(client)
    assert {"debian", "busybox"} <= set(every.column("REPOSITORY"))
    assert len(images(client, "debian:bookworm-slim", "busybox:1.35")) == 2
    assert len(images(client, "course/never-made")) == 0


def test_images_show_their_digest(client: CourseClient) -> None:
    table = images(client, "busybox:1.35", digests=True)
    known = client.images.get("busybox:1.35").attrs["RepoDigests"]
    expected = [name.split("@")[1] for name in known if name.startswith("busybox@")]
    assert table.column("DIGEST") == (expected or ["<none>"])


def test_an_image_without_a_tag_shows_none(client: CourseClient) -> None:
    made = client.containers.create("busybox:1.35", name="course-tables").commit()
    row = next(r for r in images(client).rows if r[2] == short_id(made.id or ""))
    assert row[:2] == ["<none>", "<none>"]


def test_ps_shows_this_lessons_containers_only(client: CourseClient) -> None:
    client.containers.create(
        "busybox:1.35", ["sh", "-c", 'echo "a" and more'], name="course-tables"
    )
    assert len(ps(client)) == 0
    table = ps(client, all=True)
    assert table.column("NAMES") == ["course-tables"]
    assert table.column("STATUS") == ["Created"]
    assert table.column("COMMAND") == ['"sh -c \'echo \\"a\\" and…"']


def test_ps_shows_ports_and_the_id_of_an_untagged_image(client: CourseClient) -> None:
    made = client.containers.create("busybox:1.35", name="course-tables-1").commit()
    client.containers.run(
        made, "sleep 60", name="course-tables-2", detach=True, ports={"80/tcp": ("127.0.0.1", None)}
    )
    table = ps(client)
    assert table.column("IMAGE") == [short_id(made.id or "")]
    assert re.fullmatch(r"127\.0\.0\.1:\d+->80/tcp", table.column("PORTS")[0])
    assert table.column("STATUS")[0].startswith("Up ")


def test_search_lists_official_images_first_and_has_no_automated_column(
    client: CourseClient, registry: str
) -> None:
    table = search(client, f"{registry}/debian")
    assert table.headers == ["NAME", "DESCRIPTION", "STARS", "OFFICIAL"]
    assert table.rows[0][0] == "debian" and table.rows[0][3] == "[OK]"
    assert len(table) > 1 and set(table.column("OFFICIAL")[1:]) == {""}
    assert max(len(text) for text in table.column("DESCRIPTION")) <= 45


def test_search_finds_nothing_or_fails_plainly(client: CourseClient, registry: str) -> None:
    assert len(search(client, f"{registry}/no-such-thing")) == 0
    assert len(search(client, f"{registry}/debian", limit=1)) == 1
    with pytest.raises(APIError):
        search(client, "127.0.0.1:1/debian")


def test_history_has_the_newest_step_on_top(client: CourseClient) -> None:
    container = client.containers.create("busybox:1.35", "echo one", name="course-tables")
    made = container.commit("course/tables", "1", message="by hand")
    table = history(made)
    assert table.headers == ["IMAGE", "CREATED", "CREATED BY", "SIZE", "COMMENT"]
    assert table.rows[0][0] == short_id(made.id or "")
    assert table.rows[0][2:] == ["echo one", "0B", "by hand"]
    assert len(table) == len(history(client.images.get("busybox:1.35"))) + 1
    assert max(len(text) for text in table.column("CREATED BY")) <= 45
