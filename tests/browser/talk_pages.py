"""Discussions with all that can be in them, in the demo that is loaded."""

from __future__ import annotations

from collections.abc import Callable

from django.urls import reverse

from accounts.models import User
from communities.belonging.services import add_member
from communities.models import Comment, CommunityPage, Nomination, Role, Thread
from communities.moderating.services import hide
from communities.portal.services import nominate_thread
from communities.services import make_community
from communities.talk import services
from tests.communities.talking import comment, opening_of, question, standing

TITLE = "Tried in a browser"
MEMBER, KEEPER = "agent@demo.example", "editor@demo.example"


def talk(address: str) -> Callable[[], str]:
    """An address below a community with a discussion in every state."""

    def make() -> str:
        page = CommunityPage.objects.filter(title=TITLE).first() or _made()
        rows = Thread.objects.filter(community=page)
        thread = rows.filter(accepted__isnull=False).get()
        own = Comment.objects.filter(thread=thread, author__email=MEMBER)
        numbers = {"thread": thread.pk, "own": own.earliest("pk").pk}
        return f"/communities/{page.slug}/{address.format(**numbers)}"

    return make


def on_case(address: str) -> Callable[[], str]:
    """An address below a case on which somebody answered somebody."""

    def make() -> str:
        threads = Thread.objects.filter(page__live=True, comments__parent__isnull=False)
        thread = threads.order_by("replies", "pk").distinct()[0]
        assert thread.page is not None
        comment = thread.comments.earliest("pk").pk
        numbers = {"page": thread.page_id, "comment": comment}
        return address.format(**numbers) if address else f"{thread.page.url}"

    return make


def asked_to_be_quoted() -> str:
    """The page on which a member says whether their words may stand on the portal."""
    address = talk("{thread}")()
    thread = Thread.objects.get(pk=int(address.rpartition("/")[2]))
    page = thread.community
    assert page is not None
    keeper = User.objects.get(email=KEEPER)
    row = Nomination.objects.filter(thread=thread).first() or nominate_thread(
        standing(keeper, page), thread, thread.comments.values_list("pk", flat=True)
    )
    consent = row.consents.filter(by__email=MEMBER).earliest("pk")
    return reverse("communities:consent", args=[consent.pk])


def _made() -> CommunityPage:
    page = make_community(TITLE, "For those who look at pages.", visibility="private")
    member = User.objects.get(email=MEMBER)
    keeper = User.objects.get(email=KEEPER)
    add_member(page, keeper, Role.OWNER)
    add_member(page, member, Role.MEMBER)
    thread = question(keeper, page, text="One\n\n1. First\n2. Second", unnamed=True)
    own = comment(member, thread, "> Quoted\n\nA **keyed** hash, `sha256` is not.")
    comment(keeper, thread, "Danke, das hilft uns.", parent=own, language="de")
    answer = comment(keeper, thread, "The answer: https://a.example/", for_agency=True)
    services.accept(standing(keeper, page), thread, answer)
    services.react(standing(member, page), opening_of(thread), "same")
    hide(comment(keeper, thread, "Names somebody"), keeper, "It names a person.")
    services.edit(standing(member, page), own, "A **keyed** hash. See `hmac`.")
    question(member, page, title="Open?", text="Nobody knows")
    return page
