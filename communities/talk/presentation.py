"""What a page shows of a thread: who wrote what, and what its reader may do with it.

Names, agencies and texts reach a template only through here: whoever asked without a
name has none in any attribute, address or order.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from accounts.directory import agency_word
from accounts.people import is_listed
from catalogue.models import Stamp
from communities import permissions
from communities.models import Attachment, Comment, Thread
from communities.moderating.around import way_to_mute
from communities.standing import Standing
from communities.talk import markdown, querysets
from communities.talk.place import Place
from vocabulary.names import Label

# So many comments stand on one page, replies included: more would weigh too much.
PART = 25
MOST_PEOPLE = 12
State = Comment.State


@dataclass(frozen=True)
class Author:
    """Who wrote it, as far as this reader may know; url: the person's own page."""

    name: str
    url: str = ""
    agency: Label | None = None
    is_named: bool = True
    is_moderator: bool = False


@dataclass(frozen=True)
class Line:
    """One comment. may: what its reader can do with it. html: "" where it is closed.

    chosen: of the accepted answer, by whom and when. mute: where moderators keep its
    author from writing.
    """

    id: int
    state: str
    author: Author
    html: SafeString
    lang: str
    at: datetime.datetime
    edited_at: datetime.datetime | None
    useful: int
    same: int
    mine_useful: bool
    mine_same: bool
    is_opening: bool
    is_answer: bool
    is_own: bool
    parent_id: int | None
    for_agency: bool
    reason: str
    state_at: datetime.datetime | None
    files: Sequence[Attachment] = ()
    may: frozenset[str] = frozenset()
    chosen: str = ""
    mute: str = ""

    @property
    def has_text(self) -> bool:
        """Whether the text is here for this reader."""
        return bool(self.html) or self.state == State.VISIBLE


@dataclass(frozen=True)
class Group:
    """A comment with its replies; without one where a page begins among replies."""

    top: Line | None
    replies: list[Line] = field(default_factory=list)
    below: int = 0


@dataclass(frozen=True)
class Part:
    """One page of a thread. number: from 1; next: of the next page, 0 without one."""

    groups: list[Group]
    number: int
    next: int
    last_id: int


@dataclass(frozen=True)
class Person:
    """Somebody who takes part in a discussion under their name."""

    author: Author
    number: int
    asked: bool


def part_of(place: Place, number: int = 1) -> Part:
    """One page of a thread as this reader sees it: one query."""
    start = (number - 1) * PART
    if place.thread.pk is None:
        return Part([], 1, 0, 0)
    rows = list(querysets.lines(place.who, place.thread)[start : start + PART + 1])
    shown = rows[:PART]
    lines = lines_of(place, shown)
    last = max((row.pk for row in shown), default=0)
    return Part(
        _grouped(lines, shown), number, number + 1 if len(rows) > PART else 0, last
    )


def all_lines(place: Place, most: int) -> list[Line]:
    """The first comments of a thread in one list, for paper."""
    return lines_of(place, querysets.lines(place.who, place.thread)[:most])


def part_with(place: Place, comment: int) -> int:
    """The number of the page on which a comment stands; 1 when there is none."""
    numbers = querysets.lines(place.who, place.thread).values_list("pk", flat=True)
    listed = list(numbers)
    return listed.index(comment) // PART + 1 if comment in listed else 1


def lines_of(place: Place, rows: Iterable[Comment]) -> list[Line]:
    """The lines of these comments, which `querysets.lines` has read."""
    return [_line(place, row) for row in rows]


def line_of(place: Place, comment: Comment) -> Line | None:
    """One comment as its reader sees it among the others."""
    rows = querysets.lines(place.who, place.thread).filter(pk=comment.pk)
    return next(iter(lines_of(place, rows)), None)


def author_of(who: Standing, comment: Comment, *, is_moderator: bool = False) -> Author:
    """Whoever wrote it, as this reader may know; of strangers the agency alone."""
    in_community = who.community is not None
    if comment.unnamed:
        name = _("A member") if in_community else _("An agent")
        return Author(name, is_named=False)
    agency = agency_of(who, comment.agency.slug) if comment.agency else None
    if not who.reader.is_agent and not who.is_insider:
        return Author(_("An agent"), agency=agency, is_named=False)
    if comment.author is None:
        name = _("Former member") if in_community else _("Former agent")
        return Author(name, is_named=False)
    name = comment.author.get_full_name() or _("An agent")
    return Author(name, _page_of(who, comment.author), agency, True, is_moderator)


def agency_of(who: Standing, slug: str) -> Label:
    """The name of an agency in the reader's language."""
    return agency_word(slug, who.reader.stamps.get(Stamp.LABELS, 0))


def people_of(place: Place) -> list[Person]:
    """Who takes part under their name; unnamed comments count for nobody."""
    who = place.who
    rows = querysets.taking_part(place.thread, MOST_PEOPLE)
    return [_person(who, row) for row in rows if row["number"] or row["asked"]]


def _person(who: Standing, row: dict[str, Any]) -> Person:
    name = f"{row['author__first_name']} {row['author__last_name']}".strip()
    slug = row["author__agency__slug"]
    may_look = who.reader.is_agent and slug and not row["author__is_guest"]
    url = reverse("accounts:person", args=[row["author"]]) if may_look and name else ""
    agency = agency_of(who, slug) if slug else None
    author = Author(name or _("An agent"), url, agency)
    return Person(author, row["number"], bool(row["asked"]))


def _page_of(who: Standing, user: Any) -> str:
    """The address of a person's page, for those to whom it opens."""
    if not who.reader.is_agent or not is_listed(user):
        return ""
    return reverse("accounts:person", args=[user.pk])


def _line(place: Place, row: Comment) -> Line:
    who, thread = place.who, place.thread
    # One row of the thread is enough for all.
    row.thread = thread
    may_read = permissions.may_read_comment(who, row)
    is_moderator = bool(getattr(row, "by_moderator", False))
    return Line(
        id=row.pk,
        state=row.state,
        author=author_of(who, row, is_moderator=is_moderator),
        html=_html(who, row) if may_read else SafeString(),
        lang=row.language,
        at=row.created_at,
        edited_at=row.edited_at,
        useful=row.useful,
        same=row.same,
        mine_useful=bool(getattr(row, "mine_useful", False)),
        mine_same=bool(getattr(row, "mine_same", False)),
        is_opening=row.is_opening,
        is_answer=thread.accepted_id == row.pk,
        is_own=permissions.is_author(who, row),
        parent_id=row.parent_id,
        for_agency=row.for_agency,
        reason=row.state_reason,
        state_at=row.state_at,
        files=querysets.files_of(row) if may_read else (),
        may=_may(place, row),
        chosen=_chosen(place) if thread.accepted_id == row.pk else "",
        mute=way_to_mute(place, row),
    )


def _chosen(place: Place) -> str:
    """By whom an answer was chosen, as the reader may know, and when."""
    thread, opening = place.thread, place.opening
    if opening is None or thread.accepted_at is None:
        return ""
    date = date_format(timezone.localtime(thread.accepted_at), "MONTH_DAY_FORMAT")
    if thread.accepted_by_id != opening.author_id:
        return _("chosen by a moderator, %(date)s") % {"date": date}
    name = author_of(place.who, opening).name
    return _("chosen by %(name)s, %(date)s") % {"name": name, "date": date}


def _html(who: Standing, row: Comment) -> SafeString:
    """The text; strangers read it without the names of agents."""
    html = row.html
    if not who.reader.is_agent and not who.is_insider:
        html = markdown.without_names(html)
    return mark_safe(html)  # noqa: S308, cleaned when it was written


def _may(place: Place, row: Comment) -> frozenset[str]:
    who, thread = place.who, place.thread
    is_visible = row.state == State.VISIBLE
    is_question = thread.kind == Thread.Kind.QUESTION
    answers = not row.is_opening and is_visible and place.opening is not None
    rights = {
        "reply": is_visible
        and permissions.may_reply(who, thread, is_open=place.is_open),
        "react": permissions.may_react(who, row),
        "edit": permissions.may_edit(who, row),
        "withdraw": permissions.may_withdraw(who, row),
        "report": permissions.may_report(who, row),
        "accept": answers
        and is_question
        and place.opening is not None
        and permissions.may_accept(who, thread, place.opening),
        "see_name": permissions.may_see_name(who, row),
        "moderate": permissions.may_decide(who, row),
    }
    return frozenset(name for name, holds in rights.items() if holds)


def _grouped(lines: Sequence[Line], rows: Sequence[Comment]) -> list[Group]:
    """Replies below their comments, in the order read."""
    groups: list[Group] = []
    tops: dict[int, Group] = {}
    for line, row in zip(lines, rows, strict=True):
        root = int(getattr(row, "root", row.pk))
        if line.parent_id is None or line.is_answer:
            group = Group(line, [], line.id)
            tops.setdefault(line.id, group)
            groups.append(group)
            continue
        if root not in tops:
            tops[root] = Group(None, [], root)
            groups.append(tops[root])
        tops[root].replies.append(line)
    return groups
