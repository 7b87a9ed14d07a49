"""axe finds nothing on any page: signed in or out, light or dark, wide or narrow."""

from collections.abc import Callable
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Page

from tests.browser.pages import READERS
from tests.servers import results
from tests.servers.counts import VERSIONS

pytestmark = pytest.mark.browser

SCRIPT = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text()
RUN = """options => axe.run(
    document, {resultTypes: ["violations"], preload: false, ...options})
  .then(found => found.violations.flatMap(fault => fault.nodes.map(
    node => `${fault.id} ${node.html.slice(0, 140)}`)))"""
# Open menus stand in the flow of the page: axe does not judge what they would cover.
UNFOLD = """() => {
  for (const fold of document.querySelectorAll("details")) fold.open = true;
  for (const pop of document.querySelectorAll(".pop")) pop.style.position = "static";
}"""
# These rules ask for colours, and take nine tenths of the time.
COLOURS = ["color-contrast", "link-in-text-block"]
# The size of targets belongs to WCAG 2.2, but is off unless it is asked for.
TARGETS = {"target-size": {"enabled": True}}
FOLDED = {"rules": {**TARGETS, **{name: {"enabled": False} for name in COLOURS}}}
UNFOLDED = {"rules": TARGETS}
DARK = {"runOnly": COLOURS}


def faults(page: Page) -> list[str]:
    """What axe finds: folded, unfolded, and unfolded in the dark."""
    page.emulate_media(color_scheme="light")
    page.evaluate(SCRIPT)
    found = page.evaluate(RUN, FOLDED)
    page.evaluate(UNFOLD)
    found += page.evaluate(RUN, UNFOLDED)
    page.emulate_media(color_scheme="dark")
    found += page.evaluate(RUN, DARK)
    return sorted(set(found))


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("reader", READERS)
def test_axe_finds_nothing(walk: Callable, reader: str, width: int) -> None:
    found = {}
    for sort, page in walk(reader, viewport={"width": width, "height": 900}):
        here = results.judge("axe", faults(page))
        results.count(sort.name, axe=len(here))
        if here:
            found[sort.name] = here
        VERSIONS["axe"] = page.evaluate("axe.version")
    assert found == {}
