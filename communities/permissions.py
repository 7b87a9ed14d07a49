"""One function for each verb: every view, feed, mail and template asks these.

Whoever may not know of something gets the same 404 as for what is not there; whoever
knows and may not act gets a sentence.
"""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone

from accounts.models import KNOWLEDGE_MANAGERS
from catalogue.access import Reader
from communities.belonging.domains import fits_domain
from communities.mandates import has_mandate
from communities.models import (
    Appeal,
    Comment,
    CommunityPage,
    Decision,
    Joining,
    Membership,
    Role,
    Thread,
    Visibility,
)
from communities.standing import MODERATING, Standing

FOUNDS = "_founds_communities"
# For so long an author may change a comment.
EDIT_TIME = datetime.timedelta(minutes=30)


def may_know(who: Standing) -> bool:
    """Whether the person may know that the community exists."""
    if who.community is None:
        return False
    return who.community.visibility != Visibility.CONFIDENTIAL or who.is_insider


def may_see_home(who: Standing) -> bool:
    """Whether the person reads the home page beyond name and purpose."""
    community = who.community
    if community is None:
        return False
    if community.visibility in (Visibility.OPEN, Visibility.RESTRICTED):
        return True
    return who.is_insider


def may_read(who: Standing) -> bool:
    """Whether the person reads discussions, library and members."""
    return who.is_insider


def may_see_members(who: Standing) -> bool:
    """Whether the person sees who belongs to it, and how many.

    A guest sees who keeps order, whatever the visibility.
    """
    return who.is_insider


def may_see_every_member(who: Standing) -> bool:
    """Whether the list holds more than those who keep order: not for guests."""
    return may_see_members(who) and who.role != Role.GUEST


def may_invite(who: Standing) -> bool:
    """Whether the person sends invitations into a community in use."""
    community = who.community
    if community is None or community.is_archived:
        return False
    return may_moderate(who)


def may_end(who: Standing, row: Membership) -> bool:
    """Whether the person ends a membership: moderators that of members and guests."""
    if row.user_id == getattr(who.user, "pk", None):
        return False
    return may_own(who) or (may_moderate(who) and row.role not in MODERATING)


def may_offer(who: Standing, row: Membership) -> bool:
    """Whether the person asks somebody to answer for the community: owners, agents."""
    return may_own(who) and row.role in (Role.MEMBER, Role.MODERATOR)


def may_propose(reader: Reader) -> bool:
    """Whether the person proposes a community: every agent."""
    return reader.is_agent


def may_write(who: Standing) -> bool:
    """Whether the person writes here: members, in a community that is not archived.

    Whoever has not accepted the newest charter reads and does not write.
    """
    community = who.community
    if community is None or community.is_archived or who.silenced:
        return False
    return who.is_active and not who.owes_charter


def may_moderate(who: Standing) -> bool:
    """Whether the person keeps order here; administrators everywhere."""
    return who.is_moderator or bool(who.user and who.user.is_superuser)


def may_own(who: Standing) -> bool:
    """Whether the person changes charter, settings and roles."""
    return who.is_owner or bool(who.user and who.user.is_superuser)


def may_join(who: Standing) -> bool:
    """Whether the person may ask to become a member, or become one at once."""
    community = who.community
    if community is None or community.is_archived or who.user is None:
        return False
    if not may_know(who) or who.is_active or who.is_suspended or who.is_waiting:
        return False
    if not who.reader.is_agent:
        return False
    return invites_nobody_first(community) or fits_domain(community, who.user)


def invites_nobody_first(community: CommunityPage) -> bool:
    """Whether people come by themselves: not to private and confidential ones."""
    is_found = community.visibility in (Visibility.OPEN, Visibility.RESTRICTED)
    return is_found and community.joining != Joining.INVITATION


def joins_at_once(who: Standing) -> bool:
    """Whether nobody has to decide, for somebody who may join."""
    community = who.community
    if community is None or who.user is None:
        return False
    return community.joining == Joining.OPEN or fits_domain(community, who.user)


def may_leave(who: Standing) -> bool:
    """Whether the person may go; an owner hands over first when nobody else is one."""
    return who.is_active


def may_reply(who: Standing, thread: Thread, *, is_open: bool) -> bool:
    """Whether the person adds to a thread. is_open: neither locked, paused nor over.

    Moderators write in what is closed for the others, never in an archive. On pages in
    the library of a community its members do.
    """
    if thread.community_id is None and who.community is None:
        allowed = who.reader.is_agent and not who.silenced
        return allowed and (is_open or who.is_moderator)
    return may_write(who) and (is_open or who.is_moderator)


def may_read_thread(who: Standing, opening: Comment | None) -> bool:
    """Whether a discussion is there for this person, who reads the community.

    It goes with its opening: what waits, or was hidden or removed, is for its author
    and the moderators; what its author withdrew leaves the replies, if there are any.
    """
    if opening is None:
        return True
    if opening.state == Comment.State.WITHDRAWN:
        return opening.thread.replies > 0
    return may_read_comment(who, opening)


def may_edit(who: Standing, comment: Comment) -> bool:
    """Whether the person changes the text: the author, for half an hour."""
    if comment.state not in (Comment.State.VISIBLE, Comment.State.WAITING):
        return False
    if not is_author(who, comment) or who.silenced:
        return False
    if who.community is not None and not may_write(who):
        return False
    return timezone.now() - comment.created_at < EDIT_TIME


def may_ask_for_pause(who: Standing, thread: Thread, opening: Comment) -> bool:
    """Whether the person may stop a heated discussion for a day: who began it."""
    if thread.locked_at is not None or opening.state != Comment.State.VISIBLE:
        return False
    return is_author(who, opening) and may_write(who)


def may_link_twin(who: Standing, thread: Thread, opening: Comment) -> bool:
    """Whether the person says where the same question was asked already."""
    if thread.kind != Thread.Kind.QUESTION or who.community is None:
        return False
    if who.community.is_archived:
        return False
    return who.is_moderator or (is_author(who, opening) and may_write(who))


def may_speak_for_agency(who: Standing) -> bool:
    """Whether the person may write in the name of the agency."""
    return who.user is not None and has_mandate(who.user)


def may_read_comment(who: Standing, comment: Comment) -> bool:
    """Whether the text of a comment is for this person, who reads its thread.

    What waits is for its author and the moderators, what was hidden or removed too.
    """
    if comment.state == Comment.State.VISIBLE:
        return True
    if comment.state == Comment.State.WITHDRAWN:
        return False
    return is_author(who, comment) or who.is_moderator


def is_author(who: Standing, comment: Comment) -> bool:
    """Whether the person wrote the comment."""
    return bool(who.user and comment.author_id == who.user.pk)


def may_withdraw(who: Standing, comment: Comment) -> bool:
    """Whether the person takes back what they wrote; also after they left."""
    gone = (Comment.State.WITHDRAWN, Comment.State.REMOVED)
    return is_author(who, comment) and comment.state not in gone


def may_react(who: Standing, comment: Comment) -> bool:
    """Whether the person may find a comment useful: not one's own."""
    if comment.state != Comment.State.VISIBLE or is_author(who, comment):
        return False
    if who.community is None:
        return who.reader.is_agent
    return who.is_active and not who.community.is_archived


def may_accept(who: Standing, thread: Thread, opening: Comment) -> bool:
    """Whether the person chooses the answer: the asker or a moderator."""
    if thread.kind != Thread.Kind.QUESTION:
        return False
    return who.is_moderator or (is_author(who, opening) and may_write(who))


def may_report(who: Standing, comment: Comment) -> bool:
    """Whether the person may call a moderator: whoever reads, not the author."""
    if comment.state != Comment.State.VISIBLE or is_author(who, comment):
        return False
    return who.user is not None


def may_see_name(who: Standing, comment: Comment) -> bool:
    """Whether the name behind "A member" may be looked up: each look is logged."""
    return comment.unnamed and who.is_moderator and not is_author(who, comment)


def may_decide(who: Standing, comment: Comment) -> bool:
    """Whether the person hides, shows or removes a comment: not one's own."""
    return may_moderate(who) and not is_author(who, comment)


def may_answer(who: Standing, appeal: Appeal) -> bool:
    """Whether the person answers an appeal: neither who decided nor who appeals."""
    if who.user is None or not may_moderate(who):
        return False
    about = (appeal.decision.by_id, appeal.decision.person_id, appeal.by_id)
    return who.user.pk not in about


def may_give(who: Standing, thing: Comment | Appeal | Membership) -> bool:
    """Whether the person says who looks at something in the queue: who may decide."""
    if isinstance(thing, Comment):
        return may_decide(who, thing)
    if isinstance(thing, Appeal):
        return may_answer(who, thing)
    return may_moderate(who)


def may_be_given(person: Any, thing: Comment | Appeal | Membership) -> bool:
    """Whether a moderator may look at it: an appeal never who decided first.

    Whoever wrote without a name is not told by being left out.
    """
    if isinstance(thing, Comment):
        return thing.unnamed or thing.author_id != person.pk
    if isinstance(thing, Appeal):
        decision = thing.decision
        if person.pk == decision.by_id:
            return False
        is_unnamed = decision.comment is not None and decision.comment.unnamed
        return is_unnamed or person.pk not in (decision.person_id, thing.by_id)
    return True


def is_about(user: Any, decision: Decision) -> bool:
    """Whether a decision is about this person, who may read and appeal it."""
    return bool(user.is_authenticated and decision.person_id == user.pk)


def may_mute(who: Standing) -> bool:
    """Whether the person keeps others from writing, or suspends them."""
    return may_moderate(who)


def may_nominate(who: Standing) -> bool:
    """Whether the person proposes something for the portal."""
    return who.community is not None and who.is_moderator


def may_give_role(who: Standing, role: str) -> bool:
    """Whether the person makes somebody else an owner, moderator or member."""
    if role in (Role.OWNER, Role.MODERATOR):
        return may_own(who)
    return may_moderate(who)


def may_found(user: Any) -> bool:
    """Whether the person makes communities and decides on proposed ones.

    One query for each request.
    """
    if user is None or not user.is_authenticated or not user.is_active:
        return False
    if user.is_superuser:
        return True
    if not hasattr(user, FOUNDS):
        groups = user.groups.filter(name=KNOWLEDGE_MANAGERS)
        setattr(user, FOUNDS, groups.exists())
    return bool(getattr(user, FOUNDS))


def is_guest_here(who: Standing) -> bool:
    """Whether the person is an invited outsider."""
    return who.role == Role.GUEST


def reads_content(community: CommunityPage) -> str:
    """Who reads what is said in it: "agents" or "members"."""
    return "agents" if community.visibility == Visibility.OPEN else "members"
