"""One world for the access matrix: four communities, and people of every role.

Whatever is secret carries a word of its own, so that a word in an answer tells what was
given away: "zq", the thing, the visibility of its community.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.documents.models import Document

from accounts.models import KNOWLEDGE_MANAGERS, User
from catalogue import drain
from communities.belonging import charters, services
from communities.models import (
    Attachment,
    Comment,
    CommunityInvitation,
    CommunityPage,
    Membership,
    Nomination,
    Report,
    Role,
    Thread,
    Visibility,
)
from communities.moderating.services import hide, remove
from communities.querysets import library_of
from communities.services import make_community
from communities.talk.markdown import to_html
from practices.models import AgencySectionPage, CasePage
from tests.communities.people import agency, agent, joins, outside_guest

VISIBILITIES = tuple(Visibility.values)
# Those who belong to all four communities, and those who belong to none of them.
BELONGING = ("guest", "member", "moderator", "owner", "author")
OUTSIDE = ("agent", "other", "editor", "manager", "suspended")
PEOPLE = ("anonymous", *OUTSIDE, *BELONGING)
STATES = ("visible", "hidden", "removed", "waiting", "withdrawn")
THINGS = (
    *("name", "purpose", "introduction", "charter", "title", "case", "draft"),
    *("document", "file", "request", "invitation", "report"),
    *(f"comment{state}" for state in STATES),
)


def word(thing: str, visibility: str) -> str:
    """The word by which a thing of a community is known in an answer."""
    return f"zq{thing}{visibility}"


def belongs(person: str, visibility: str) -> bool:
    """Whether somebody reads what is said in the community of this visibility."""
    if person in BELONGING:
        return True
    return visibility == "open" and person in OUTSIDE


def may_see(person: str, thing: str, visibility: str) -> bool:
    """What the issue promises, said once more and without the code of the product."""
    inside = belongs(person, visibility)
    keeps_order = person in ("moderator", "owner")
    found = visibility in ("open", "restricted")
    if thing in ("name", "purpose"):
        return inside or visibility != "confidential"
    if thing == "introduction":
        return inside or found
    if thing == "charter":
        return inside or (found and person != "anonymous")
    if thing == "report":
        return keeps_order or person == "member"
    if thing in ("draft", "request", "invitation"):
        return keeps_order
    if thing in ("commenthidden", "commentremoved", "commentwaiting"):
        return keeps_order or person == "author"
    if thing == "commentwithdrawn":
        return False
    return inside


@dataclass
class Here:
    """One community with the numbers that addresses need."""

    community: CommunityPage
    thread: Thread
    comments: dict[str, Comment]
    values: dict[str, dict[str, int | str]] = field(default_factory=dict)


@dataclass
class World:
    """The communities by visibility, the people by role, a page with comments."""

    here: dict[str, Here]
    people: dict[str, User | None]
    page: CasePage
    page_comment: Comment


def build() -> World:
    """Make everything, and take it into the catalogue."""
    people = dict(_people())
    here = {each: _community(each, people) for each in VISIBILITIES}
    page, comment = _page(people)
    drain.run_all()
    return World(here, people, page, comment)


def _people() -> Iterator[tuple[str, User | None]]:
    yield "anonymous", None
    for name in PEOPLE[1:]:
        yield name, outside_guest(name) if name == "guest" else agent(name)


def _community(visibility: str, people: dict[str, Any]) -> Here:
    owner = people["owner"]
    community = make_community(
        word("name", visibility),
        f"For {word('purpose', visibility)}.",
        visibility=visibility,
        slug=f"room-{visibility}",
        introduction=f"<p>{word('introduction', visibility)}</p>",
    )
    joins(owner, community, Role.OWNER)
    joins(people["moderator"], community, Role.MODERATOR)
    for name in ("member", "author", "suspended"):
        joins(people[name], community, Role.MEMBER)
    until = timezone.localdate() + timedelta(days=30)
    joins(people["guest"], community, Role.GUEST, until=until)
    charters.write(community, f"Be kind, {word('charter', visibility)}.", owner)
    for row in Membership.objects.filter(community=community):
        row.charter = charters.newest(community)
        row.save()
    services.suspend(_row(community, people["suspended"]), owner, "Not here.")
    thread, comments = _thread(community, visibility, people)
    return Here(community, thread, comments, _things(community, visibility, people))


def _row(community: CommunityPage, user: User) -> Membership:
    found: Membership = Membership.objects.get(community=community, user=user)
    return found


def _thread(
    community: CommunityPage, visibility: str, people: dict[str, Any]
) -> tuple[Thread, dict[str, Comment]]:
    thread = Thread.objects.create(
        kind=Thread.Kind.QUESTION,
        community=community,
        title=word("title", visibility),
        language="en",
    )
    comments = {
        state: _comment(thread, word(f"comment{state}", visibility), people["author"])
        for state in ("opening", *STATES)
    }
    comments["opening"].is_opening = True
    comments["opening"].save()
    comments["waiting"].state = Comment.State.WAITING
    comments["waiting"].save()
    comments["withdrawn"].state = Comment.State.WITHDRAWN
    comments["withdrawn"].save()
    hide(comments["hidden"], by=people["moderator"], reason="It names somebody.")
    remove(comments["removed"], by=people["moderator"], reason="It names somebody.")
    Thread.objects.filter(pk=thread.pk).update(replies=1)
    file = Attachment(comment=comments["visible"], size=4)
    file.name = f"{word('file', visibility)}.txt"
    file.file.save("x.txt", ContentFile(b"four"))
    Report.objects.create(
        comment=comments["visible"],
        by=people["member"],
        reason="rule",
        note=word("report", visibility),
    )
    return thread, comments


def _comment(thread: Thread, text: str, author: User) -> Comment:
    found: Comment = Comment.objects.create(
        thread=thread,
        author=author,
        agency=author.agency,
        text=text,
        html=to_html(text),
        language="en",
    )
    return found


def _things(
    community: CommunityPage, visibility: str, people: dict[str, Any]
) -> dict[str, dict[str, int | str]]:
    """What stands in the library, who asks to join, who is invited; their numbers."""
    library = library_of(community)
    assert library is not None
    case = CasePage(
        title=word("case", visibility),
        slug="a-case",
        agency=agency(),
        summary="Something that worked.",
    )
    library.add_child(instance=case)
    draft = CasePage(
        title=word("draft", visibility), slug="b", agency=agency(), live=False
    )
    library.add_child(instance=draft)
    document = Document(title=word("document", visibility), collection=community.files)
    document.file.save(f"{visibility}.txt", ContentFile(b"some words"))
    asked = Membership.objects.create(
        community=community,
        user=agent(),
        state="waiting",
        message=word("request", visibility),
    )
    invited = CommunityInvitation.objects.create(
        community=community,
        email=f"{word('invitation', visibility)}@else.example",
        token_hash=visibility,
        by=people["owner"],
        expires_at=timezone.now() + timedelta(days=3),
    )
    nominated = Nomination.objects.create(
        community=community, page=case, by=people["moderator"], state="withdrawn"
    )
    return {
        "numbers": {
            "requests": asked.pk,
            "invitations": invited.pk,
            "members": _row(community, people["member"]).pk,
            "people": people["member"].pk,
            "nomination": nominated.pk,
            "page_id": case.pk,
        }
    }


def _page(people: dict[str, Any]) -> tuple[CasePage, Comment]:
    """A case that everyone reads, with a comment; its editor works there alone."""
    section = AgencySectionPage.objects.get(agency=agency("elsewhere"))
    people["editor"].groups.add(section.editors, section.publishers)
    people["manager"].groups.add(
        Group.objects.get_or_create(name=KNOWLEDGE_MANAGERS)[0]
    )
    joins(people["other"], make_community("Elsewhere", "For others."))
    page = CasePage(title="Parking permits", slug="permits", agency=section.agency)
    section.add_child(instance=page)
    thread = Thread.objects.create(kind=Thread.Kind.PAGE, page=page, replies=1)
    return page, _comment(thread, "zqonpage", people["agent"])
