"""What a moderator may choose for one comment or one thread, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.models import Comment, CommunityPage, Membership, Thread
from communities.moderating.services import STEPS, Verb, open_reports
from communities.moderating.threads import why_not_moved
from communities.standing import MODERATING, Standing

WORDS: dict[str, Any] = {
    Verb.KEEP: _("Leave it as it is"),
    Verb.APPROVE: _("Release it"),
    Verb.SHOW: _("Show it again"),
    Verb.HIDE: _("Hide it"),
    Verb.REMOVE: _("Remove it for good"),
}
HINTS: dict[str, Any] = {
    Verb.KEEP: _("The reports are closed."),
    Verb.APPROVE: _("From now on the others read it."),
    Verb.SHOW: _("From now on the others read it again."),
    Verb.HIDE: _("A line with the reason stays. The author can appeal once."),
    Verb.REMOVE: _("The author can appeal for thirty days; then the text is erased."),
}


@dataclass(frozen=True)
class Choice:
    """One thing that a moderator may do."""

    verb: str
    label: Any
    hint: Any
    needs_reason: bool


def choices_for(comment: Comment, *, is_reported: bool | None = None) -> list[Choice]:
    """What can be done with a comment as it is now."""
    if is_reported is None:
        is_reported = open_reports(comment).exists()
    found = []
    for verb, label in WORDS.items():
        step = STEPS[verb]
        fits = comment.state in step.before and comment.state != step.after
        if verb == Verb.KEEP:
            fits = fits and is_reported
        if fits:
            found.append(Choice(verb, label, HINTS[verb], step.needs_reason))
    return found


@dataclass(frozen=True)
class Target:
    """A community into which a discussion may be moved, or why it may not."""

    community: CommunityPage
    refusal: str


def targets(who: Standing, thread: Thread) -> list[Target]:
    """The other communities in which this person moderates."""
    others = moderated_by(who.user).exclude(pk=thread.community_id)
    return [Target(each, why_not_moved(thread, each)) for each in others]


def moderated_by(user: Any) -> Any:
    """The communities in which somebody keeps order, by name."""
    pages = CommunityPage.objects.live().order_by("title")
    if user is None:
        return pages.none()
    rows = Membership.objects.filter(
        user=user, state=Membership.State.ACTIVE, role__in=MODERATING
    ).exclude(until__lt=timezone.localdate())
    return pages.filter(pk__in=rows.values("community"))
