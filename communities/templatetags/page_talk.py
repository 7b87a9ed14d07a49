"""The comments on a page, for the templates of pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import template
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.urls import reverse
from django.utils.http import urlencode

from catalogue.access import reader_for
from communities import permissions
from communities.following.opened import opened
from communities.talk import composing, page_talk, presentation, verbs
from communities.talk.composing import Composer
from communities.talk.place import Place

register = template.Library()

# On paper there is no next part.
MOST_ON_PAPER = 200


@dataclass(frozen=True)
class PageTalk:
    """What a page shows of the comments on it; nothing of them without a place.

    sign_in: the address to sign in at, of strangers. number: how many comments there
    are. may_rule: whether the reader says who comments here.
    """

    place: Place | None = None
    part: presentation.Part | None = None
    composer: Composer | None = None
    sign_in: str = ""
    number: int = 0
    may_rule: bool = False


@register.simple_tag(takes_context=True)
def talk_on_page(context: dict[str, Any]) -> PageTalk | None:
    """The comments on the page of this context; nothing while it is looked at ahead."""
    request, page = context["request"], context["page"]
    if getattr(request, "is_preview", False):
        return None
    place = page_talk.place_on(page, request.user, reader_for(request))
    if place is None:
        return PageTalk(sign_in=_sign_in(request.user, page))
    if place.is_news:
        opened(request, page_talk.told_of(page))
    may_reply = permissions.may_reply(place.who, place.thread, is_open=place.is_open)
    composer = None
    if may_reply:
        composer = composing.for_comment(request, place, draft=place.draft)
    return PageTalk(
        place=place,
        part=_part(request, place),
        composer=composer,
        sign_in="" if place.who.user else _sign_in(request.user, page),
        number=place.thread.replies,
        may_rule=permissions.may_moderate(place.who),
    )


@register.simple_tag(takes_context=True)
def talk_on_paper(context: dict[str, Any]) -> list[presentation.Line]:
    """The comments that the reader may read, for the page as it is printed."""
    request, page = context["request"], context["page"]
    place = page_talk.place_on(page, request.user, reader_for(request))
    if place is None or place.thread.pk is None:
        return []
    return presentation.all_lines(place, MOST_ON_PAPER)


def _part(request: Any, place: Place) -> presentation.Part:
    typed = request.GET.get("c", "")
    number = verbs.part_number(request)
    if typed.isdecimal() and len(typed) < 16 and place.thread.pk:
        number = presentation.part_with(place, int(typed))
    return presentation.part_of(place, number)


def _sign_in(user: Any, page: Any) -> str:
    """Where a stranger signs in; whoever is signed in and no agent does not."""
    if user.is_authenticated:
        return ""
    back = urlencode({REDIRECT_FIELD_NAME: f"{page.url}#{page_talk.ANCHOR}"})
    return f"{reverse('account_login')}?{back}"
