"""What waits for a knowledge manager: one list for the bell and the editing pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import JoinRequest
from communities.belonging import proposing
from communities.models import Nomination
from communities.moderating.queue import count_on_pages
from communities.permissions import may_found
from communities.portal.permissions import may_take_over
from search.asked.acting import open_wishes
from search.permissions import may_curate
from vocabulary.models import Tag
from vocabulary.pairs import count_pairs


@dataclass(frozen=True)
class Queue:
    """Things to decide on: whose task it is, where it is done, how many there are."""

    heading: Any
    may: str | Callable[[Any], bool]
    address: str
    count: Callable[[], int]

    @property
    def url(self) -> str:
        """Where it is decided."""
        return reverse(self.address)

    def is_for(self, user: Any) -> bool:
        """Whether this person decides."""
        if callable(self.may):
            return self.may(user)
        return bool(user.has_perm(self.may))


def waiting_requests() -> QuerySet[JoinRequest]:
    """The people who ask to join and have no answer."""
    return JoinRequest.objects.filter(state=JoinRequest.State.WAITING)


REQUESTS = Queue(
    _("Requests to join"),
    "accounts.change_joinrequest",
    "join_requests:index",
    lambda: waiting_requests().count(),
)
PROPOSED = Queue(
    _("Proposed tags"),
    "vocabulary.change_tag",
    "proposed_tags:index",
    lambda: Tag.objects.proposed().count(),
)
TWINS = Queue(
    _("Tags to merge"), "vocabulary.change_tag", "twin_tags:index", count_pairs
)
WISHES = Queue(
    _("Pages asked for"),
    may_curate,
    "asked:wishes",
    lambda: open_wishes().count(),
)
PROPOSALS = Queue(
    _("Proposed by communities"),
    may_take_over,
    "community_proposals:index",
    lambda: Nomination.objects.filter(state=Nomination.State.OPEN).count(),
)
COMMUNITIES = Queue(
    _("Proposed communities"),
    may_found,
    "proposed_communities:index",
    lambda: proposing.waiting().count(),
)
COMMENTS = Queue(
    _("Comments on pages"),
    may_found,
    "moderation_comments:index",
    count_on_pages,
)
QUEUES = (REQUESTS, PROPOSED, TWINS, WISHES, PROPOSALS, COMMUNITIES, COMMENTS)
