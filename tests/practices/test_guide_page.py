"""Guides: one page up to four sections, one page a section above."""

from collections.abc import Callable

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from practices.models import AgencySectionPage, GuidePage

pytestmark = pytest.mark.django_db
MakeGuide = Callable[..., GuidePage]


def test_sections_hold_the_blocks_below_them(
    section: AgencySectionPage, make_guide: MakeGuide
) -> None:
    guide = make_guide(section, sections=3)
    assert [each.title for each in guide.sections] == ["Part 1", "Part 2", "Part 3"]
    assert [len(each.blocks) for each in guide.sections] == [1, 1, 1]
    assert guide.opening == []


def test_text_before_the_first_section_is_the_opening(
    section: AgencySectionPage, make_guide: MakeGuide, client: Client
) -> None:
    body = (
        '[{"type": "paragraph", "value": "<p>Before</p>"},'
        ' {"type": "section", "value": {"title": "One"}},'
        ' {"type": "paragraph", "value": "<p>Inside</p>"}]'
    )
    guide = make_guide(section, body=body)
    assert [str(block.value) for block in guide.opening] == ["<p>Before</p>"]
    page = client.get(guide.url).content.decode()
    assert page.index("Before") < page.index("Inside")


def test_four_sections_stand_on_one_page(
    section: AgencySectionPage, make_guide: MakeGuide, client: Client
) -> None:
    guide = make_guide(section, sections=4)
    page = client.get(guide.url).content.decode()
    for number in range(1, 5):
        assert f"Text {number}" in page
    assert client.get(f"{guide.url}steps/2/").status_code == 404


def test_five_sections_have_a_page_each(
    section: AgencySectionPage, make_guide: MakeGuide, client: Client
) -> None:
    guide = make_guide(section, sections=5)
    first = client.get(guide.url).content.decode()
    assert "Text 1" in first
    assert "Text 2" not in first
    assert f'href="{guide.url}steps/2/"' in first
    last = client.get(f"{guide.url}steps/5/").content.decode()
    assert "Text 5" in last
    assert "Text 4" not in last


@pytest.mark.parametrize("step", ["0", "1", "6", "99999999999999999999", "x", "-1"])
def test_step_that_is_not_there_is_not_found(
    step: str, section: AgencySectionPage, make_guide: MakeGuide, client: Client
) -> None:
    guide = make_guide(section, sections=5)
    answer = client.get(f"{guide.url}steps/{step}/")
    assert answer.status_code in {404, 301}
    if answer.status_code == 301:
        assert answer.headers["Location"].endswith(guide.url)


def test_guide_behind_a_wall_shows_no_step(
    section: AgencySectionPage, make_guide: MakeGuide, client: Client
) -> None:
    guide = make_guide(section, sections=5)
    PageViewRestriction.objects.create(
        page=guide, restriction_type=PageViewRestriction.GROUPS
    )
    for url in (guide.url, f"{guide.url}steps/2/"):
        answer = client.get(url)
        assert answer.status_code in {302, 403, 404}
        assert b"Text" not in answer.content


def test_unpublished_guide_shows_no_step(
    section: AgencySectionPage, make_guide: MakeGuide, client: Client
) -> None:
    guide = make_guide(section, sections=5)
    url = guide.url
    guide.unpublish()
    assert client.get(url).status_code == 404
    assert client.get(f"{url}steps/2/").status_code == 404
