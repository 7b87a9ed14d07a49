"""What talk looks like as entries: discussions, and the comments on a page.

Names of those who wrote are not in it: nobody finds all that a person said.
"""

from __future__ import annotations

import datetime
import re
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.urls import reverse
from wagtail.models import Page

from catalogue import places, projectors
from catalogue.models import Entry, FacetValue
from catalogue.projectors import (
    BODY_LIMIT,
    Projection,
    plain,
    register_facets,
    register_parts,
    register_related,
)
from communities.models import (
    Comment,
    CommunityPage,
    Thread,
    Visibility,
)
from communities.querysets import community_of, library_of
from communities.talk import rules
from communities.talk.markdown import MENTION
from communities.talk.markdown import plain as words_of
from practices.catalogue import with_broader
from practices.words import QuestionState
from vocabulary.models import Tag, Theme

LABEL = "communities.thread"
COMMUNITY = "communities.community"
NAMESPACE = uuid.UUID("6f6b0f0e-5c53-4f0e-8a43-5c0f9c3b1d27")
SUMMARY = 300
# The innermost quotation: others said that, under their names.
QUOTED = re.compile(r"<blockquote>(?:(?!<blockquote>).)*?</blockquote>", re.DOTALL)
# What people say stands a little after what editors wrote, unless it is an answer.
PRIOR, ANSWERED_PRIOR, COMMENTS_PRIOR = 0.9, 1.0, 0.8
# Of a page's values those that say nothing of the comments on it.
NOT_OF_COMMENTS = ("author", "owner", "status", "reused", "lang")


@dataclass(frozen=True)
class Said:
    """A visible comment as the catalogue sees it: its words, without names."""

    number: int
    is_opening: bool
    text: str
    language: str
    agency: str


def register_talk() -> None:
    """Register how threads become entries."""
    projectors.register(LABEL, project, all_keys)
    register_facets(community_facet)
    register_parts("page", keys_on_page)
    register_related(COMMUNITY, keys_of_community)
    register_related("vocabulary.tag", keys_of_tag)
    register_related("vocabulary.theme", keys_of_theme)
    register_related("accounts.agency", keys_of_agency)


def key_of(thread: int | None) -> str:
    """The key of a thread's entry."""
    return f"{LABEL}:{thread}"


def project(number: int) -> Projection | None:
    """A discussion with what is said in it, or the comments on a page."""
    threads = Thread.objects.select_related("community__locale", "page")
    thread = threads.filter(pk=number).first()
    if thread is None:
        return None
    said = list(_said(thread))
    if thread.community is not None:
        return _discussion(thread, thread.community, said)
    return _comments(thread, thread.page, said) if thread.page and said else None


def _said(thread: Thread) -> Iterator[Said]:
    """What readers see, in order; hidden, waiting and withdrawn words are not."""
    visible = thread.comments.filter(state=Comment.State.VISIBLE)
    columns = ("pk", "is_opening", "html", "language", "for_agency", "unnamed")
    rows = visible.order_by("pk").values_list(*columns, "agency__slug")
    for pk, is_opening, html, language, for_agency, unnamed, agency in rows:
        spoken = agency if for_agency and not unnamed else ""
        told = html if is_opening else _unquoted(html)
        text = plain(words_of(MENTION.sub("", told)))
        yield Said(pk, is_opening, text, language[:2], spoken or "")


def _unquoted(html: str) -> str:
    """An answer without what it quotes, which is found where it was said."""
    before = ""
    while html != before:
        before, html = html, QUOTED.sub(" ", html)
    return html


def _discussion(
    thread: Thread, community: CommunityPage, said: Sequence[Said]
) -> Projection | None:
    library = library_of(community)
    opening = next((each for each in said if each.is_opening), None)
    if opening is None or library is None or not community.live:
        return None
    answer = next((each for each in said if each.number == thread.accepted_id), None)
    first = [opening, *([answer] if answer else [])]
    ordered = [*first, *(each for each in said if each not in first)]
    body, parts = _joined(ordered)
    state = _state(thread, replies=len(said) - 1, answered=answer is not None)
    language = thread.language[:2] or opening.language or _language_of(community)
    themes = with_broader(community.themes.values_list("slug", flat=True))
    tags = _tags(thread)
    return Projection(
        kind=Entry.Kind.DISCUSSION,
        url=reverse("communities:discussion", args=[community.slug, thread.pk]),
        language=language,
        title=plain(thread.title),
        summary=_beginning(opening.text),
        body=body,
        agency=opening.agency,
        status=state,
        prior=ANSWERED_PRIOR if answer else PRIOR,
        published_at=thread.created_at,
        updated_at=thread.last_at,
        translation_key=uuid.uuid5(NAMESPACE, key_of(thread.pk)),
        facets=_filled(
            lang=[language],
            year=_year(thread.created_at),
            status=[state],
            community=[community.slug],
            theme=themes,
            tag=tags,
            agency=[opening.agency],
        ),
        data={
            "community": _about(community),
            "replies": len(said) - 1,
            "tags": tags,
            # It is the second part of the text then.
            "answer": bool(answer),
            "parts": parts,
        },
        place=places.of_page(library),
    )


def _comments(thread: Thread, page: Page, said: Sequence[Said]) -> Projection | None:
    """The comments on a page, with the filters of the page and behind its walls."""
    on = Entry.objects.live().filter(key=f"page:{page.pk}").light().first()
    place = rules.place_of(page, thread)
    if on is None or place is None or not page.live:
        return None
    body, parts = _joined(said)
    spoken = Counter(each.language for each in said if each.language)
    language = spoken.most_common(1)[0][0] if spoken else on.language
    facets: dict[str, list[str]] = {"lang": [language]}
    values = FacetValue.objects.filter(pk__in=on.facet_ids)
    for value in values.exclude(facet__in=NOT_OF_COMMENTS):
        facets.setdefault(value.facet, []).append(value.value)
    return Projection(
        kind=Entry.Kind.THREAD,
        url=f"{on.url}#comments",
        language=language,
        title=on.title,
        body=body,
        agency=on.agency,
        prior=COMMENTS_PRIOR,
        # New words on an old page do not make the page new.
        published_at=on.published_at,
        updated_at=thread.last_at,
        translation_key=on.translation_key,
        facets=facets,
        data={
            "page": on.key,
            "page_url": on.url,
            "page_lang": on.language,
            "replies": len(said),
            "parts": parts,
        },
        place=place,
    )


def _joined(said: Sequence[Said]) -> tuple[str, list[list[Any]]]:
    """All words in one text; of each comment where it begins, number and language."""
    parts: list[list[Any]] = []
    length = 0
    for each in said:
        parts.append([length, each.number, each.language])
        length += len(each.text) + 1
    return " ".join(each.text for each in said)[:BODY_LIMIT], parts


def _beginning(text: str) -> str:
    if len(text) <= SUMMARY:
        return text
    return f"{text[:SUMMARY].rpartition(' ')[0] or text[:SUMMARY]} …"


def _state(thread: Thread, *, replies: int, answered: bool) -> str:
    """How far a question is; talks have no state, and what is locked waits for none."""
    if thread.kind != Thread.Kind.QUESTION:
        return ""
    if answered:
        return QuestionState.ANSWERED
    if thread.locked_at is not None:
        return ""
    return QuestionState.OPEN if replies else QuestionState.NO_REPLY


def _tags(thread: Thread) -> list[str]:
    kept = {tag.current for tag in thread.tags.all()}
    return sorted(tag.slug for tag in kept if tag.state == Tag.State.ACCEPTED)


def _about(community: CommunityPage) -> dict[str, Any]:
    parts = community.get_url_parts()
    return {
        "title": plain(community.title),
        "url": parts[2] if parts else "",
        "lang": _language_of(community),
        "closed": community.visibility != Visibility.OPEN,
    }


def _language_of(page: Page) -> str:
    code: str = page.locale.language_code
    return code[:2]


def _year(moment: datetime.datetime) -> list[str]:
    return [str(moment.year)]


def _filled(**values: list[str]) -> dict[str, list[str]]:
    """Facets without those that say nothing."""
    found = {name: [value for value in each if value] for name, each in values.items()}
    return {name: each for name, each in found.items() if each}


def community_facet(page: Page) -> dict[str, list[str]]:
    """What stands in a community is found there: one query."""
    community = community_of(page)
    return {"community": [community.slug]} if community else {}


def all_keys() -> Iterator[str]:
    """The keys of all threads."""
    numbers = Thread.objects.order_by("pk").values_list("pk", flat=True)
    return map(key_of, numbers.iterator(1000))


def keys_on_page(page: int) -> Iterable[str]:
    """The comments on a page; all discussions, when it is a community."""
    return _keys(Q(page=page) | Q(community=page))


def keys_below(page: Page | None) -> Iterable[str]:
    """The comments on a page and on all pages below it; on all pages for None."""
    below = Q(page__path__startswith=page.path) if page else ~Q(page=None)
    return _keys(below)


def keys_of_community(page: int) -> Iterable[str]:
    """The discussions of a community."""
    return _keys(Q(community=page))


def keys_of_tag(number: int) -> Iterable[str]:
    """Discussions with this tag or with one that was merged into it."""
    return _keys(Q(tags=number) | Q(tags__merged_into=number))


def keys_of_theme(number: int) -> Iterable[str]:
    """Discussions of communities on this theme or on a narrower one."""
    numbers, level = {number}, {number}
    while level:
        below = Theme.objects.filter(parent__in=level).exclude(pk__in=numbers)
        level = set(below.values_list("pk", flat=True))
        numbers |= level
    return _keys(Q(community__themes__in=numbers))


def keys_of_agency(number: int) -> Iterable[str]:
    """Discussions that somebody began for this agency."""
    opened = Q(comments__is_opening=True, comments__agency=number)
    return _keys(opened & Q(comments__for_agency=True))


def _keys(wanted: Q) -> list[str]:
    numbers = Thread.objects.filter(wanted).order_by("pk").values_list("pk", flat=True)
    return list(dict.fromkeys(map(key_of, numbers)))
