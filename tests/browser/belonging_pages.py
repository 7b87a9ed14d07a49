"""A community with members, requests, versions of its charter, for the browser."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from accounts.models import User
from communities.belonging import charters, inviting, services
from communities.models import CommunityPage, Membership, Role
from communities.services import make_community

TITLE = "Belonging, tried in a browser"
OWNER, OUTSIDER = "editor@demo.example", "agent@demo.example"


def belonging(address: str) -> Callable[[], str]:
    """An address below a community whose owner is the careful reader."""

    def make() -> str:
        page = CommunityPage.objects.filter(title=TITLE).first() or _made()
        rows = Membership.objects.filter(community=page)
        numbers = {
            "member": rows.filter(role=Role.MEMBER, state="active").earliest("pk").pk,
            "request": rows.filter(state="waiting").earliest("pk").pk,
        }
        return f"/communities/{page.slug}/{address.format(**numbers)}"

    return make


def invited() -> str:
    """A link into that community."""
    belonging("")()
    page = CommunityPage.objects.get(title=TITLE)
    owner = User.objects.get(email=OWNER)
    today = timezone.localdate()
    _made, address = inviting.make_link(page, owner, uses=5, until=today)
    return f"/communities/invitation/{address.split('/')[-2]}/"


def _made() -> CommunityPage:
    page = make_community(TITLE, "To try who belongs.", joining="request")
    owner = User.objects.get(email=OWNER)
    services.add_member(page, owner, Role.OWNER)
    for text in ("Be **kind**.\n\n- brief\n- exact", "Be kind and brief."):
        charters.write(page, text, owner)
    agents = User.objects.filter(is_active=True, is_guest=False, agency__isnull=False)
    others = list(agents.exclude(email__in=(OWNER, OUTSIDER)).order_by("pk")[:4])
    for user in others[:3]:
        services.add_member(page, user)
    services.join(page, others[3], "I keep the register of our town.")
    until = timezone.localdate() + timedelta(days=30)
    terms = inviting.Terms(Role.GUEST, until)
    inviting.invite(page, "somebody@else.example", terms, owner)
    return page
