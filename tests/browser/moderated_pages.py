"""What moderators see, in the demo that is loaded: reports, waiting, appeals, mutes."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from communities.models import (
    Appeal,
    Comment,
    Decision,
    Membership,
    Report,
    Thread,
)
from communities.moderating import appealing, reporting, services, silencing
from tests.browser.talk_pages import KEEPER, MEMBER, talk
from tests.communities.talking import comment


def moderated(address: str) -> Callable[[], str]:
    """An address below a community in which something of every kind waits."""

    def make() -> str:
        before = talk("{thread}")()
        base, _slash, number = before.rpartition("/")
        thread = Thread.objects.get(pk=int(number))
        if not Report.objects.filter(comment__thread=thread).exists():
            _fill(thread)
        reported = Report.objects.filter(comment__thread=thread).earliest("pk")
        rows = Appeal.objects.filter(decision__thread=thread)
        numbers = {
            "thread": thread.pk,
            "reported": reported.comment_id,
            "appeal": rows.earliest("pk").pk,
            "member": User.objects.get(email=MEMBER).pk,
            "theirs": Comment.objects.filter(
                thread=thread, author__email=KEEPER, is_opening=False
            )
            .earliest("pk")
            .pk,
        }
        return f"{base}/{address.format(**numbers)}"

    return make


def decided() -> str:
    """A decision about the member, and the form to appeal against it."""
    moderated("queue/")()
    about = Decision.objects.filter(person__email=MEMBER, verb="hide", appeal=None)
    return reverse("communities:decision", args=[about.earliest("pk").pk])


def _fill(thread: Thread) -> None:
    member = User.objects.get(email=MEMBER)
    keeper = User.objects.get(email=KEEPER)
    said = [comment(member, thread, f"Said, {n}") for n in ("one", "two", "three")]
    reporting.report(said[0], keeper, "wrong", "Since May it is another form.")
    appealing.appeal(services.hide(said[1], keeper, "A name."), member, "None is.")
    services.hide(said[2], keeper, "A file number.")
    known = Membership.objects.filter(community=thread.community).values("user")
    asking = User.objects.filter(is_active=True, agency__isnull=False)
    Membership.objects.create(
        community=thread.community,
        user=asking.exclude(pk__in=known).earliest("pk"),
        state=Membership.State.WAITING,
        message="May I?",
    )
    waits = comment(member, thread, "Waits")
    Comment.objects.filter(pk=waits.pk).update(state=Comment.State.WAITING)
    other = User.objects.exclude(pk__in=[member.pk, keeper.pk]).filter(is_active=True)
    until = timezone.now() + datetime.timedelta(days=7)
    silencing.mute(
        other.earliest("pk"), thread.community, keeper, until, "Two warnings."
    )


COMMENTS = "discussions/{thread}/comments/"
# Name, address, who looks.
MODERATED = (
    ("to moderate", moderated("queue/"), ("careful",)),
    ("to moderate, appeals", moderated("queue/?show=appeals"), ("careful",)),
    ("appeal", moderated("queue/appeals/{appeal}/"), ("careful",)),
    ("trail", moderated("trail/"), ("careful",)),
    ("mute", moderated("people/{member}/mute/"), ("careful",)),
    ("decide on it", moderated(f"{COMMENTS}{{reported}}/moderate/"), ("careful",)),
    ("decide on all", moderated("discussions/{thread}/moderate/"), ("careful",)),
    ("report", moderated(f"{COMMENTS}{{theirs}}/report/"), ("agent",)),
    ("decisions", "/talk/decisions/", ("agent", "careful")),
    ("decision", decided, ("agent",)),
    ("comments to decide on", "/talk/queue/", ("agent", "careful")),
)
