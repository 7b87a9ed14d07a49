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
    if entry.kind == Entry.Kind.DISCUSSION:
        return _in_one_voice(hit, entry), entry, None
    if said is None or said.kind != Entry.Kind.THREAD:
        return hit, entry, None
    comments = _comments(said, hit.talk_snippet)
    if entry.pk != said.pk:
        return hit, entry, comments
    pages = (one for one in readable.values() if one.key == said.data.get("page"))
    page = next(pages, None)
    if page is None or (request.kinds and page.kind not in request.kinds):
        entry.url = comments.url if comments else entry.url
        return _in_one_voice(hit, entry), entry, None
    return replace(hit, entry_id=page.pk, title="", snippet=""), page, comments


def _in_one_voice(hit: Hit, entry: Entry) -> Hit:
    """The passage of a discussion without what others said before and after."""
    words = passages.words_of_one(entry, hit.snippet)
    if words is None:
        return hit
    is_answer = words.at == 1 and bool(entry.data.get("answer"))
    return replace(
        hit, snippet=words.html, language=words.language, of_answer=is_answer
    )


def _comments(said: Entry, snippet: str) -> Comments | None:
    words = passages.words_of_one(said, snippet)
    if words is None:
        return None
    url = f"{said.data.get('page_url', '')}?c={words.number}#c-{words.number}"
    return Comments(words.html, words.language, url)
