"""Ready-made reasons: in the language of whoever is told."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import get_language

from communities.models import CannedReply, Comment, CommunityPage

CODES = ("en", "fr", "nl", "de")


def replies_for(community: CommunityPage | None) -> QuerySet[CannedReply]:
    """Those of all moderators, and those of this community."""
    return CannedReply.objects.filter(Q(community=None) | Q(community=community))


def text_in(reply: CannedReply, *codes: str) -> str:
    """The text in the first of these languages that it has, else in any."""
    for code in (*filter(None, codes), settings.LANGUAGE_CODE, *CODES):
        text: str = getattr(reply, f"text_{code[:2]}", "")
        if text:
            return text
    return ""


def reason_for(comment: Comment, reply: CannedReply | None, typed: str) -> str:
    """What the author and the readers of a comment are told.

    What the moderator typed, else the ready-made reply in the author's language.
    """
    if typed.strip() or reply is None:
        return typed.strip()
    author = comment.author
    return text_in(reply, author.interface_language if author else "", comment.language)


def options(community: CommunityPage | None) -> list[tuple[int, str]]:
    """What a moderator chooses from, said in the moderator's own language."""
    code = get_language() or settings.LANGUAGE_CODE
    return [(row.pk, text_in(row, code)) for row in replies_for(community)]
