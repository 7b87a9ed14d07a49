"""The usage rules of a community, in versions."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from communities.models import Charter, CommunityPage, Membership
from communities.moderating.services import Verb, record


def newest(community: CommunityPage) -> Charter | None:
    """The version that holds now."""
    return Charter.objects.filter(community=community).order_by("-number").first()


@transaction.atomic
def write(community: CommunityPage, text: str, by: Any) -> Charter:
    """Keep a new version, unless nothing changed; its writer has accepted it.

    All others are asked on their next visit; until then they read and do not write.
    """
    list(CommunityPage.objects.select_for_update().filter(pk=community.pk))
    last = newest(community)
    if last is not None and last.text == text:
        return last
    number = last.number + 1 if last else 1
    charter = Charter.objects.create(
        community=community, number=number, text=text, by=by
    )
    mine = Membership.objects.filter(community=community, user=by)
    mine.update(charter=charter, accepted_at=charter.at)
    record(Verb.CHARTER, by=by, community=community, note=str(number))
    return charter
