"""What communities and their talk look like as entries."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from wagtail.rich_text import get_text_for_indexing

from catalogue.models import Entry
from catalogue.projectors import (
    Projection,
    page_basics,
    plain,
    register_page,
    register_related,
)
from communities.models import CommunityPage, Visibility
from communities.portal.catalogue import register_portal
from communities.talk.catalogue import register_talk
from practices.catalogue import themes_below, with_broader

# Nothing is written there any more.
ARCHIVED_PRIOR = 0.8


def register() -> None:
    """Register the projectors of this package."""
    register_page(CommunityPage, project_community)
    register_related("vocabulary.theme", keys_of_theme)
    register_talk()
    register_portal()


def project_community(page: CommunityPage) -> Projection:
    """A community by name and purpose; a private one by nothing else.

    Neither people nor numbers are in it, whoever reads it.
    """
    basics = page_basics(page)
    languages, themes = [basics["language"]], list[str]()
    texts = [page.purpose]
    if page.visibility != Visibility.PRIVATE:
        texts.append(get_text_for_indexing(page.introduction))
        languages = page.language_list or languages
        themes = with_broader(page.themes.values_list("slug", flat=True))
    published = basics["published_at"]
    return Projection(
        kind=Entry.Kind.COMMUNITY,
        summary=plain(page.purpose),
        body=plain(" ".join(texts)),
        prior=ARCHIVED_PRIOR if page.is_archived else 1.0,
        facets={
            "lang": languages,
            "theme": themes,
            "year": [str(published.year)] if published else [],
        },
        data={
            "themes": themes,
            "languages": languages,
            "visibility": page.visibility,
            "is_archived": page.is_archived,
        },
        **basics,
    )


def keys_of_theme(number: int) -> Iterable[str]:
    """Communities of this theme and of all narrower ones."""
    pages = CommunityPage.objects.filter(
        Q(themes__in=themes_below(number)), live=True
    ).values_list("pk", flat=True)
    return [f"page:{pk}" for pk in pages.distinct()]
