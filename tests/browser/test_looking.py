"""The checks find what is wrong, and nothing in what is right."""

import pytest
from playwright.sync_api import Page

from tests.browser import looking
from tests.browser.pages import SORTS
from tests.browser.test_axe import RUN
from tests.browser.test_axe import SCRIPT as AXE

pytestmark = pytest.mark.browser

STYLE = """:focus-visible {outline: 3px solid}
[aria-current] {border-bottom: 2px solid}"""
GOOD = """<!doctype html><html lang="en"><title>Good</title><style>{style}</style>
<header><nav aria-label="Main"><a href="/a" aria-current="page"><b>Here</b></a>
<a href="/b">There</a></nav><input type=search aria-label="Search"></header>
<main><h1>One</h1><h2>Two</h2><h3>Three</h3><p>Words that go on and on and on.</p>{main}
</main><footer>Foot <button>Do</button></footer></html>"""

WIDE_FAULTS = {
    "headings": ["<h1>Another</h1>", "<h2>Two</h2><h4>Four</h4>"],
    "landmarks": [
        "<main>Another</main>",
        "<nav><a href='/'>No name</a></nav>",
        "<nav aria-label='Main'><a href='/'>The same name</a></nav>",
    ],
    "keyboard": [
        # A trap: Tab comes back here.
        """<button id=trap>Trap</button><script>document.addEventListener("keydown",
        e => { if (e.target.id === "trap") e.preventDefault(); })</script>""",
    ],
    "focus": [
        "<button style='outline: none'>No outline</button>",
        """<button>Under</button><div style='position: fixed; inset: 0 0 50px 0;
        background: white'>Over it all</div>""",
    ],
    "forced colours": ["<button aria-pressed=true>Pressed</button>"],
    "paste": ["<input type=password aria-label=P onpaste='event.preventDefault()'>"],
}
NARROW_FAULTS = {
    "reflow": ["<p style='width: 500px'>Wide</p>"],
    "zoom": [
        "<div style='overflow: hidden; width: 20px; white-space: nowrap'>Cut off</div>",
        "<p>First words</p><p style='margin-top: -2.5em'>Second words</p>",
        f"<div style='height: 1em'>{'word ' * 60}</div><p>Under</p>",
    ],
    "motion": [
        "<p style='transition: color 1s'>Slow</p>",
        """<style>@keyframes a {to {opacity: 0}} i {animation: a 2s}</style>
        <i>Restless</i>""",
    ],
}


def bring(page: Page, main: str = "") -> None:
    page.set_content(GOOD.format(main=main, style=STYLE))


def test_nothing_is_found_in_a_good_page(page: Page) -> None:
    bring(page, "<input type=password aria-label=Password>")
    found = {**looking.in_the_wide(page), **looking.in_the_narrow(page)}
    assert {check: faults for check, faults in found.items() if faults} == {}
    assert set(found) == set(WIDE_FAULTS) | set(NARROW_FAULTS)


@pytest.mark.parametrize(
    ("check", "main"),
    [(check, main) for check, mains in WIDE_FAULTS.items() for main in mains],
)
def test_fault_in_the_wide_is_found(page: Page, check: str, main: str) -> None:
    bring(page, main)
    assert looking.in_the_wide(page)[check]


@pytest.mark.parametrize(
    ("check", "main"),
    [(check, main) for check, mains in NARROW_FAULTS.items() for main in mains],
)
def test_fault_in_the_narrow_is_found(page: Page, check: str, main: str) -> None:
    bring(page, main)
    assert looking.in_the_narrow(page)[check]


def test_wide_set_text_that_does_not_fit_is_found(page: Page) -> None:
    bring(page, "<div style='height: 1.25em; overflow: hidden'>A line</div>")
    page.evaluate(looking.SCRIPT)
    assert looking.crowded(page) == []
    page.evaluate("looks.spread()")
    assert looking.crowded(page)


def test_form_that_hides_its_mistakes_is_found(page: Page) -> None:
    bring(page, "<input id=a aria-label=A aria-invalid=true>")
    page.evaluate(looking.SCRIPT)
    assert looking.look(page, "mistakes") == ["no summary of the mistakes"]
    bring(
        page,
        """<div role=alert tabindex=-1>Wrong</div>
        <input id=a aria-label=A aria-invalid=true aria-describedby=nowhere>""",
    )
    page.evaluate(looking.SCRIPT)
    assert len(looking.look(page, "mistakes")) == 3


def test_axe_finds_a_field_without_a_name(page: Page) -> None:
    bring(page, "<input>")
    page.evaluate(AXE)
    assert "label <input>" in page.evaluate(RUN, {})


def test_each_page_has_one_line() -> None:
    names = [sort.name for sort in SORTS]
    assert sorted(set(names)) == sorted(names)
