"""Showing what is said on a page with the page: display only, numbers stay."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils.safestring import SafeString, mark_safe

from catalogue.models import Entry
from search import passages
from search.engines import Hit
from search.request import SearchRequest


@dataclass(frozen=True)
class Comments:
    """A marked passage of the comments on a page, and where it stands."""

    html: str
    language: str
    url: str

    @property
    def safe_html(self) -> SafeString:
        """The passage: engines escape texts, only their <mark> is markup."""
        return mark_safe(self.html)  # noqa: S308


def with_page(
    hit: Hit, entry: Entry, linked: Iterable[Entry], request: SearchRequest
) -> tuple[Hit, Entry, Comments | None]:
    """The hit, the entry to show for it, and what is said on it.

    Comments alone show as their page, unless its kind was not asked for. linked: what
    this reader may read of all that shares the key of the hit.
    """
    readable = {entry.pk: entry for entry in linked}
    said = readable.get(hit.talk)
    if said is None or said.kind != Entry.Kind.THREAD:
        return hit, entry, None
    comments = _comments(said, hit.talk_snippet)
    if entry.pk != said.pk:
        return hit, entry, comments
    pages = (one for one in readable.values() if one.key == said.data.get("page"))
    page = next(pages, None)
    if page is None or (request.kinds and page.kind not in request.kinds):
        entry.url = comments.url if comments else entry.url
        return hit, entry, None
    return replace(hit, entry_id=page.pk, title="", snippet=""), page, comments


def _comments(said: Entry, snippet: str) -> Comments | None:
    if "<mark>" not in snippet:
        return None
    return Comments(snippet, said.language, passages.comment_url(said, snippet))
