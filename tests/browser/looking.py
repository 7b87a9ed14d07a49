"""What axe does not look at: the checks themselves, for any page in a browser."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

SCRIPT = Path(__file__).with_name("looks.js").read_text()
DRAWN = "() => new Promise(d => requestAnimationFrame(() => requestAnimationFrame(d)))"
MOST_STOPS = 400
SECRET = "correct horse battery staple"
Faults = dict[str, list[str]]


def look(page: Page, what: str) -> list[str]:
    """One of the checks in looks.js."""
    found: list[str] = page.evaluate(f"looks.{what}()")
    return found


def by_keyboard(page: Page) -> Faults:
    """Walk through the page by Tab until it comes round."""
    # A field that asks for the focus gets it with the first picture, not in the walk.
    page.evaluate(DRAWN)
    page.evaluate("looks.follow()")
    for _ in range(MOST_STOPS // 20):
        for _ in range(20):
            page.keyboard.press("Tab")
        if page.evaluate("looks.round()"):
            break
    walked: Faults = page.evaluate("looks.walked()")
    return walked


def pasted(page: Page) -> Faults:
    """Whether each password takes what another field has copied."""
    found: Faults = {}
    for field in page.locator("main input[type=password]").all():
        source = page.locator("header input[type=search]")
        source.fill(SECRET)
        source.press("Control+A")
        source.press("Control+C")
        field.focus()
        field.press("Control+V")
        refused = field.input_value() != SECRET
        found.setdefault("paste", []).extend(["a password cannot be pasted"] * refused)
    return found


def in_the_wide(page: Page) -> Faults:
    """Order, names, keyboard, focus and pasting; then the colours of the system."""
    page.evaluate(SCRIPT)
    found = {name: look(page, name) for name in ("headings", "landmarks")}
    found |= by_keyboard(page)
    page.emulate_media(forced_colors="active")
    found["forced colours"] = look(page, "pressed")
    page.emulate_media(forced_colors="none")
    return found | pasted(page)


def crowded(page: Page) -> list[str]:
    """What does not fit, is cut off, or is written over something else."""
    return [
        fault
        for what in ("sideways", "clipped", "overlapping")
        for fault in look(page, what)
    ]


def in_the_narrow(page: Page) -> Faults:
    """A phone of 320 pixels, a screen at 200 %, wide-set text, and no motion."""
    page.evaluate(SCRIPT)
    page.set_viewport_size({"width": 320, "height": 640})
    found = {"reflow": look(page, "sideways")}
    page.set_viewport_size({"width": 640, "height": 450})
    found["zoom"] = crowded(page)
    page.evaluate("looks.spread()")
    found["zoom"] += crowded(page)
    page.emulate_media(reduced_motion="reduce")
    found["motion"] = look(page, "moving")
    page.emulate_media(reduced_motion="no-preference")
    return found
