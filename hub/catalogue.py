"""What standard pages look like as entries."""

from __future__ import annotations

from django.utils.html import strip_tags

from catalogue.models import Entry
from catalogue.projectors import Projection, page_basics, plain, register_page
from hub.models import StandardPage
from practices.catalogue import files_on


def register() -> None:
    """Register the projectors of this package."""
    register_page(StandardPage, project_standard_page)


def project_standard_page(page: StandardPage) -> Projection:
    """A plain page: its text, nothing to filter by but language and year."""
    basics = page_basics(page)
    published = basics["published_at"]
    return Projection(
        kind=Entry.Kind.PAGE,
        summary=plain(page.search_description),
        body=plain(strip_tags(page.body.replace("<", " <"))),
        facets={
            "lang": [basics["language"]],
            "year": [str(published.year)] if published else [],
        },
        data={**({"role": page.role} if page.role else {}), **files_on(page)},
        **basics,
    )
