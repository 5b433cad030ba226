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
            rules = scheme == "light"  # all but the contrast are the same in the dark
            wrong += [f"{size}: {violation}" for violation in visitor.violations(rules)]
    assert [*wrong, *visitor.troubles] == []


def test_a_faint_word_and_a_nameless_button_would_be_found(light: Visitor) -> None:
    light.open("index.html")
    light.page.evaluate(
        """() => document.querySelector("article").insertAdjacentHTML("beforeend",
            "<p style='color:#ccc;background:#fff'>faint</p><button></button>")"""
    )
    found = " ".join(light.violations(rules=True))
    assert "color-contrast" in found
    assert "button-name" in found


def test_a_page_that_asks_another_host_would_be_found(light: Visitor) -> None:
    light.open("index.html")
    with light.page.expect_event("requestfailed"):
        light.page.evaluate("() => { new Image().src = 'http://example.org/x.png'; }")
    assert any("another host" in trouble for trouble in light.troubles)
