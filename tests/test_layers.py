from __future__ import annotations

import pytest
from docker.errors import ImageNotFound

from helpers.builds import build
from helpers.engine import CourseClient
from helpers.layers import layer_steps, layer_table, layers, shared_layers
from helpers.tables.units import short_id

RECIPE = "FROM busybox:1.35\nENV WHO=you\nRUN echo 1 > /one\nRUN echo {} > /two\nCMD cat /two\n"


def test_each_step_is_beside_the_layer_that_it_made(client: CourseClient) -> None:
    base = client.images.get("busybox:1.35")
    made = build(client, "course/layers:1", RECIPE.format(2)).image
    assert made is not None
    table = layer_steps(made)
    found = dict(zip(table.column("STEP"), table.column("LAYER"), strict=True))
    above = [short_id(layer) for layer in layers(made)[len(layers(base)) :]]
    assert [found["RUN echo 1 > /one"], found["RUN echo 2 > /two"]] == above
    assert found["ENV WHO=you"] == ""
    assert [mark for mark in table.column("LAYER") if mark] == [short_id(x) for x in layers(made)]
    assert "?" not in table.column("LAYER")


@pytest.mark.parametrize("text", ["", "text"])
def test_an_empty_file_is_a_layer_too(client: CourseClient, text: str) -> None:
    recipe = f"FROM busybox:1.35\nRUN printf '{text}' > /one\nENV A=b\n"
    made = build(client, "course/layers:1", recipe).image
    assert made is not None
    table = layer_steps(made)
    row = next(row for row in table.rows if row[0].startswith("RUN"))
    assert row[1] == short_id(layers(made)[-1])


def test_a_common_beginning_is_shared(client: CourseClient) -> None:
    base = client.images.get("busybox:1.35")
    one = build(client, "course/layers:1", RECIPE.format(1)).image
    two = build(client, "course/layers:2", RECIPE.format(2)).image
    assert one is not None and two is not None
    assert shared_layers(one, two) == layers(one)[:-1]
    assert shared_layers(base, two) == layers(base)
    assert shared_layers(client.images.get("debian:bookworm-slim"), two) == []


def test_the_table_has_every_layer_once(client: CourseClient) -> None:
    base = client.images.get("busybox:1.35")
    build(client, "course/layers:1", RECIPE.format(1))
    build(client, "course/layers:2", RECIPE.format(2))
    table = layer_table(client, "course/layers:1", "course/layers:2")
    assert table.headers == ["LAYER", "IMAGES"]
    both = "course/layers:1, course/layers:2"
    common = [both] * (len(layers(base)) + 1)
    assert table.column("IMAGES") == [*common, "course/layers:1", "course/layers:2"]
    with pytest.raises(ImageNotFound):
        layer_table(client, "course/layers:none")
