"""What is told by notices and invitations to those who belong no longer, or not yet."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from catalogue.access import reader_of
from communities.belonging import inviting, roles, services
from communities.following import notices
from communities.models import Comment, CommunityPage, Consent, Notice, Role
from communities.moderating.services import hide
from communities.moderating.threads import move
from communities.portal.services import nominate_thread
from tests.communities.conftest import Make, Person
from tests.communities.people import agent, client_of, joins
from tests.communities.said import comment as say
from tests.communities.said import discussion
from tests.communities.talking import standing

pytestmark = pytest.mark.django_db


def told(user: User) -> list[notices.Told]:
    return notices.told_to(user, reader_of(user), notices.stored(user))


@pytest.fixture
def secret(community: Make) -> CommunityPage:
    return community("confidential", "Zeppelin club")


def test_an_author_is_not_told_into_which_confidential_community_it_went(
    community: Make, secret: CommunityPage
) -> None:
    circle, judge, author = community("open"), agent(), agent()
    joins(judge, circle, Role.MODERATOR)
    joins(judge, secret, Role.MODERATOR)
    joins(author, circle)
    thread = discussion(circle, "How?", author=author)
    said = Comment.objects.create(
        thread=thread, author=author, text="Rude", html="<p>Rude</p>", language="en"
    )
    hide(said, judge, "It names somebody.")
    move(thread, secret, judge)
    assert Notice.objects.filter(to=author, verb="move").exists()
    lines = told(author)
    assert [line.rows[0].verb for line in lines] == ["hide"]
    assert lines[0].title == circle.title
    assert "Zeppelin" not in str(lines)
    page = client_of(author).get("/notices/").content.decode()
    assert "Zeppelin" not in page
    row = Notice.objects.get(to=author, verb="move")
    assert client_of(author).get(f"/notices/{row.pk}/").status_code == 404


def test_members_of_both_are_told_where_it_went(
    community: Make, secret: CommunityPage
) -> None:
    circle, judge, author = community("restricted"), agent(), agent()
    for page in (circle, secret):
        joins(judge, page, Role.MODERATOR)
        joins(author, page)
    thread = discussion(circle, "How?", author=author)
    move(thread, secret, judge)
    assert [line.where for line in told(author)] == ["Zeppelin club"]


def test_who_is_asked_for_consent_gets_to_the_question(
    circle: CommunityPage, moderator: Person, member: Person
) -> None:
    judge, author, other = moderator(circle), member(circle), member(circle)
    for person in (other, author):
        thread = discussion(circle, "How?", author=person)
        reply = say(thread, "Like this", author=other)
        # One more is asked than there are proposals.
        nominate_thread(standing(judge, circle), thread, [reply.pk])
    line = next(line for line in told(author) if line.kind == Notice.Kind.PORTAL)
    asked = Consent.objects.get(by=author)
    address = client_of(author).get(line.url).headers["Location"]
    assert address == f"/communities/consent/{asked.pk}/"
    assert client_of(author).get(address).status_code == 200


@pytest.mark.parametrize("how", ["demoted", "put out", "left"])
def test_the_link_of_a_moderator_ends_with_the_role(
    circle: CommunityPage, moderator: Person, owner: Person, how: str
) -> None:
    judge, head = moderator(circle), owner(circle)
    until = timezone.localdate() + timedelta(days=80)
    made, address = inviting.make_link(circle, judge, uses=500, until=until)
    kept, _address = inviting.make_link(circle, head, uses=5, until=until)
    row = circle.memberships.get(user=judge)
    if how == "demoted":
        roles.give(row, Role.MEMBER, head)
    elif how == "put out":
        services.end(row, head, "Enough.")
    else:
        services.leave(row)
    token = address.rstrip("/").rpartition("/")[2]
    answer = client_of(agent()).get(f"/communities/invitation/{token}/")
    assert answer.status_code == 410
    for each in (made, kept):
        each.refresh_from_db()
    assert made.withdrawn_at is not None
    assert kept.withdrawn_at is None
