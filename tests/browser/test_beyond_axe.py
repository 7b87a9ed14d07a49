"""Every page, looked at for what axe cannot see."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page

from tests.browser import looking
from tests.browser.pages import READERS, STRANGER, Sort
from tests.servers import results

pytestmark = pytest.mark.browser


WIDE = {"width": 1280, "height": 900}


def faults(pages: Iterator[tuple[Sort, Page]], look: Callable) -> dict[str, list[str]]:
    """What is found on the pages, by page and check."""
    return {
        f"{sort.name}, {check}": found
        for sort, page in pages
        for check, found in look(page).items()
        if results.judge(check, found)
    }


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("look", [looking.in_the_wide, looking.in_the_narrow])
def test_pages_keep_what_axe_cannot_see(
    walk: Callable, reader: str, look: Callable
) -> None:
    assert faults(walk(reader, viewport=WIDE), look) == {}


def test_long_german_words_fit_narrow_screens(walk: Callable) -> None:
    pages = walk(STRANGER, viewport=WIDE, locale="de-DE")
    assert faults(pages, looking.in_the_narrow) == {}
