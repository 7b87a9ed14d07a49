import pytest
from tests.browser.pages import SORTS
from tests.browser.conftest import open_sort

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_shots(demo, browser):
    for w in (1280, 390):
        ctx = browser.new_context(
            base_url=demo.url,
            locale="de-DE" if w == 390 else "en-GB",
            viewport={"width": w, "height": 900},
            color_scheme="dark" if w == 390 else "light",
        )
        page = ctx.new_page()
        for s in SORTS:
            if "join" in s.name and "stranger" in s.readers:
                open_sort(page, s)
                page.screenshot(
                    path=f"/tmp/joinshots/{w}-{s.name.replace(' ', '_').replace(',', '')}.png",
                    full_page=True,
                )
