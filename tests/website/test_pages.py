"""Each page of both editions, on a phone, a laptop and a projector, light and dark."""

from __future__ import annotations

import pytest

from tests.website.visit import SIZES, Visitor, page_names


@pytest.mark.parametrize("name", page_names())
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_page_is_sound(name: str, scheme: str, request: pytest.FixtureRequest) -> None:
    visitor: Visitor = request.getfixturevalue(scheme)
    visitor.open(name)
    shown = visitor.page.evaluate("document.body.dataset.mdColorScheme")
    assert shown == {"light": "default", "dark": "slate"}[scheme]
    wrong = []
    for size in SIZES:
        visitor.resize(size)
        if pixels := visitor.overflow():
            wrong.append(f"{size}: {pixels} pixels too wide")
        if size != "projector":
            wrong += [f"{size}: {violation}" for violation in visitor.violations()]
    assert [*wrong, *visitor.troubles] == []
