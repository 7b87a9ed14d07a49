"""Every page, looked at for what axe cannot see."""

from collections.abc import Callable

import pytest

from tests.browser import looking
from tests.browser.pages import READERS
from tests.servers import results

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("look", [looking.in_the_wide, looking.in_the_narrow])
def test_pages_keep_what_axe_cannot_see(
    walk: Callable, reader: str, look: Callable
) -> None:
    found: dict[str, list[str]] = {}
    for sort, page in walk(reader, viewport={"width": 1280, "height": 900}):
        for check, faults in look(page).items():
            if results.judge(check, faults):
                found[f"{sort.name}, {check}"] = faults
    assert found == {}
