"""What owners set, proposals, and the file of one's own data."""

import pytest
from django.core import mail
from django.urls import reverse

from accounts.profiles import data_of
from accounts.services import knowledge_managers
from communities.belonging import charters, proposing
from communities.belonging.texts import html_of, plain_of
from communities.models import CommunityPage, Decision, Membership, Proposal, Thread
from tests.communities.people import agency, agent, client_of

SETTINGS = {
    "purpose": "For auditors.",
    "introduction": "First.\n\n- one\n- two & three",
    "joining": "open",
    "domains": "Valmont.example\nvalmont.example",
    "languages": ["fr", "nl"],
    "reviews_first": "on",
}


def test_owners_change_what_the_community_says(community, owner):
    page = community()
    boss = owner(page)
    valmont = agency("valmont")
    address = reverse("communities:settings", args=[page.slug])
    client = client_of(boss)
    answer = client.post(address, {**SETTINGS, "agencies": [valmont.pk]})
    assert answer.status_code == 302
    page = CommunityPage.objects.get(pk=page.pk)
    assert page.purpose == "For auditors."
    assert (
        page.introduction
        == "<p>First.</p><ul><li>one</li><li>two &amp; three</li></ul>"
    )
    assert (page.joining, page.domains) == ("open", "valmont.example")
    assert page.language_list == ["fr", "nl"]
    assert page.reviews_first
    assert list(page.agencies.all()) == [valmont]
    # The editing pages begin from what stands here now.
    draft = page.get_latest_revision_as_object()
    assert (draft.purpose, draft.live) == ("For auditors.", True)
    assert Decision.objects.filter(verb="settings", by=boss).count() == 1


def test_saving_what_is_there_writes_no_row_of_the_trail(community, owner):
    page = community()
    address = reverse("communities:settings", args=[page.slug])
    client = client_of(owner(page))
    client.post(address, SETTINGS)
    client.post(address, SETTINGS)
    assert Decision.objects.filter(verb="settings").count() == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("purpose", ""),
        ("purpose", "x" * 301),
        ("joining", "x"),
        ("domains", "gmail.com"),
        ("domains", "@x"),
        ("languages", "xx"),
        ("agencies", "999999"),
        ("agencies", "x"),
    ],
)
def test_wrong_settings_are_named_and_nothing_is_lost(community, owner, name, value):
    page = community()
    address = reverse("communities:settings", args=[page.slug])
    answer = client_of(owner(page)).post(address, {**SETTINGS, name: value})
    assert answer.status_code == 200
    assert "Change one thing" in answer.content.decode()
    assert "two &amp; three" in answer.content.decode()
    page.refresh_from_db()
    assert page.purpose != "For auditors."


def test_formatting_of_the_editing_pages_stays_while_the_words_stay(community, owner):
    page = community(introduction="<p>Read <b>this</b> first.</p>")
    address = reverse("communities:settings", args=[page.slug])
    shown = plain_of(page.introduction)
    client_of(owner(page)).post(address, {**SETTINGS, "introduction": shown})
    page.refresh_from_db()
    assert page.introduction == "<p>Read <b>this</b> first.</p>"


@pytest.mark.parametrize(
    "text", ["One.", "One.\n\nTwo\nlines.", "- a\n- b", "Text:\n- a\n- b\n\n<script>"]
)
def test_plain_text_comes_back_as_it_was_typed(text):
    assert plain_of(html_of(text)).replace("\n\n- ", "\n- ") == text


def test_a_community_is_narrowed_at_once_and_widened_only_while_it_is_empty(
    community, owner
):
    page = community("restricted")
    boss = owner(page)
    client = client_of(boss)
    address = reverse("communities:visibility", args=[page.slug])
    for wanted in ("private", "open"):
        client.post(address, {"visibility": wanted})
        page.refresh_from_db()
        assert page.visibility == wanted
    client.post(address, {"visibility": "confidential"})
    Thread.objects.create(community=page, kind="talk", title="Said")
    client.post(address, {"visibility": "private"})
    page.refresh_from_db()
    assert page.visibility == "confidential"
    text = client.get(reverse("communities:settings", args=[page.slug]))
    assert "not widen it" in text.content.decode()


def test_an_archive_is_read_and_opened_again(community, owner, member):
    page = community()
    boss, user = owner(page), member(page)
    address = reverse("communities:archive", args=[page.slug])
    client = client_of(boss)
    client.post(address, {"reason": "Done."})
    members = f"/communities/{page.slug}/members/"
    assert not client_of(user).get(members).context["may"]["write"]
    client.post(address, {"reopen": "1"})
    assert client_of(user).get(members).context["may"]["write"]
    verbs = Decision.objects.order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["archive", "reopen"]


def test_owners_write_the_charter_and_versions_stay(community, owner):
    page = community()
    client = client_of(owner(page))
    edit = reverse("communities:edit-charter", args=[page.slug])
    address = reverse("communities:charter", args=[page.slug])
    assert "No charter yet" in client.get(address).content.decode()
    client.post(edit, {"text": "Be kind. <script>alert(1)</script>"})
    client.post(edit, {"text": "Be brief."})
    assert client.post(edit, {"text": ""}).status_code == 200
    old = client.get(address, {"version": "1"}).content.decode()
    assert "Be kind." in old
    assert "<script>alert" not in old
    assert "holds no longer" in old
    assert client.get(address, {"version": "3"}).status_code == 404


PROPOSAL = {
    "title": "Audit",
    "purpose": "To compare findings.",
    "why": "We are alone.",
    "visibility": "private",
    "language": "nl",
}


@pytest.fixture
def manager(db):
    user = agent("manager")
    user.groups.add(knowledge_managers())
    return user


def test_a_proposal_becomes_a_community_of_its_proposer(db, manager):
    user = agent(interface_language="de")
    client_of(user).post("/communities/propose/", PROPOSAL)
    proposal = Proposal.objects.get()
    client = client_of(manager)
    listed = client.get(reverse("proposed_communities:index"))
    assert "Audit" in listed.content.decode()
    address = reverse("proposed_communities:decide", args=[proposal.pk])
    assert "We are alone." in client.get(address).content.decode()
    client.post(address, {"accept": "1"})
    row = Membership.objects.get(user=user)
    assert (row.role, row.community.title) == ("owner", "Audit")
    assert row.community.visibility == "private"
    assert row.community.locale.language_code == "nl"
    proposal.refresh_from_db()
    assert (proposal.state, proposal.community) == ("accepted", row.community)
    assert mail.outbox[-1].to == [user.email]
    assert row.community.url in mail.outbox[-1].body
    client.post(address, {"accept": "1"})
    assert CommunityPage.objects.count() == 1


def test_a_proposal_is_declined_with_a_reason(db, manager):
    user = agent()
    client_of(user).post("/communities/propose/", PROPOSAL)
    address = reverse("proposed_communities:decide", args=[Proposal.objects.get().pk])
    client = client_of(manager)
    client.post(address, {"decline": "1", "reason": ""})
    assert Proposal.objects.get().state == "waiting"
    client.post(address, {"decline": "1", "reason": "There is one already."})
    assert "There is one already." in mail.outbox[-1].body
    shown = client_of(user).get("/communities/propose/").content.decode()
    assert "There is one already." in shown


def test_only_those_who_make_communities_see_proposals(db, manager):
    client_of(agent()).post("/communities/propose/", PROPOSAL)
    number = Proposal.objects.get().pk
    for address in (
        "/admin/communities/wanted/",
        f"/admin/communities/wanted/{number}/",
    ):
        for user in (None, agent()):
            assert client_of(user).get(address).status_code in (302, 403)
            assert client_of(user).post(address, {"accept": "1"}).status_code in (
                302,
                403,
            )
    assert Proposal.objects.get().state == "waiting"


def test_one_withdraws_ones_own_proposal_and_no_other(db):
    user, other = agent(), agent()
    client_of(user).post("/communities/propose/", PROPOSAL)
    proposal = Proposal.objects.get()
    address = reverse("communities:withdraw-proposal", args=[proposal.pk])
    assert client_of(other).post(address).status_code == 404
    client_of(user).post(address)
    proposal.refresh_from_db()
    assert proposal.state == "withdrawn"


def test_nobody_floods_those_who_decide(db):
    client = client_of(agent())
    for _number in range(proposing.MOST_WAITING + 1):
        answer = client.post("/communities/propose/", PROPOSAL)
    assert answer.status_code == 200
    assert "of your proposals wait" in answer.content.decode()
    assert Proposal.objects.count() == proposing.MOST_WAITING


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("title", ""),
        ("title", "x" * 101),
        ("title", "\0"),
        ("purpose", "x" * 301),
        ("visibility", "public"),
        ("language", "xx"),
    ],
)
def test_wrong_proposals_are_answered_in_sentences(db, name, value):
    answer = client_of(agent()).post("/communities/propose/", {**PROPOSAL, name: value})
    assert answer.status_code == 200
    assert "Change one thing" in answer.content.decode()
    assert not Proposal.objects.exists()


def test_ones_own_data_tell_memberships_and_proposals(community, owner):
    page = community("confidential", "Crisis")
    boss = owner(page)
    charters.write(page, "Be kind.", boss)
    client_of(boss).post("/communities/propose/", PROPOSAL)
    told = data_of(boss)["communities"]
    assert told["memberships"][0]["community__title"] == "Crisis"
    assert told["memberships"][0]["charter__number"] == 1
    assert told["proposals"][0]["title"] == "Audit"
