"""The measure that every picture of a control is taken with (`lab.Visit.faults`), measured."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from .lab import Visit, nameless, needs_browser

pytestmark = needs_browser


@pytest.mark.parametrize(
    "html",
    [
        "<button></button>",
        "<button disabled><i class='fa fa-stop'></i></button>",
        "<button>&#xf04d; Stop</button>",
        "<input>",
        "<input type='checkbox'>",
        "<select><option>1</select>",
        "<select size='5'><option>1</select>",
        "<textarea></textarea>",
        "<progress></progress>",
        "<svg role='img'><rect/></svg>",
    ],
)
def test_what_has_no_name_is_found(browser: Browser, html: str) -> None:
    page = browser.new_page()
    page.set_content(f"<main class='course-control'>{html}</main>")
    assert nameless(page.locator("main"))
    page.close()


def test_what_has_a_name_and_what_is_too_pale_are_told_apart(browser: Browser) -> None:
    page = browser.new_page()
    named = "<button>Go</button><label>Word: <input></label><img alt='a: b' src='data:,'>"
    page.set_content(f"<main class='course-control'>{named}</main>")
    visit = Visit(page, "en", page.locator(".course-control"))
    assert visit.faults() == []
    page.set_content(
        "<main class='course-control'><p style='color:#ccc'>pale</p>"
        "<pre aria-label='Log'>said</pre></main>"
    )
    assert [fault.split(":")[0] for fault in visit.faults()] == [
        "color-contrast",
        "aria-prohibited-attr",
    ]
    page.close()
