"""Cases and guides to comment on."""

import itertools
from typing import Any

from django.contrib.auth.models import Group
from wagtail.models import Page, PageViewRestriction

from catalogue import drain
from practices.models import AgencySectionPage, CasePage, GuidePage
from tests.communities.people import agency

numbers = itertools.count(1)


def section_of(slug: str = "noordzoom") -> AgencySectionPage:
    """The section of an agency."""
    return AgencySectionPage.objects.get(agency=agency(slug))


def a_case(title: str = "", below: Page | None = None, **fields: Any) -> CasePage:
    """A published case that the catalogue has taken in."""
    return _published(CasePage, title, below, **fields)


def a_guide(title: str = "", below: Page | None = None, **fields: Any) -> GuidePage:
    """A published guide."""
    return _published(GuidePage, title, below, **fields)


def wall(page: Page, group: Group) -> None:
    """Let only a group read a page."""
    values = {"restriction_type": PageViewRestriction.GROUPS}
    wall = PageViewRestriction.objects.create(page=page, **values)
    wall.groups.set([group])
    drain.run_all()


def _published(model: Any, title: str, below: Page | None, **fields: Any) -> Any:
    page = model(
        title=title or f"Page {next(numbers)}",
        summary="One sentence.",
        agency=fields.pop("agency", None) or agency(),
        **fields,
    )
    (below or section_of()).add_child(instance=page)
    page.save_revision().publish()
    drain.run_all()
    return model.objects.get(pk=page.pk)
