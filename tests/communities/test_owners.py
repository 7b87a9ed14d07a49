"""Communities that nobody owns, and new ones that knowledge managers make."""

import pytest
from django.urls import reverse

from accounts.models import User
from accounts.profiles import close_account
from accounts.services import knowledge_managers
from communities.belonging import owners
from communities.belonging.services import owners_of
from communities.models import CommunityPage, Decision, Membership, Notice, Role
from tests.communities.people import agent, client_of, joins

pytestmark = pytest.mark.django_db
LIST = "/admin/communities/"


@pytest.fixture
def keeper():
    who = agent("keeper")
    who.groups.add(knowledge_managers())
    return who


@pytest.fixture
def root():
    return User.objects.create_superuser("root", "root@hub.example", "secret")


def make(**values):
    return {
        **{"title": "Registers", "purpose": "For those who keep registers."},
        **{"visibility": "restricted", "joining": "request", "language": "de"},
        **{"languages": ["fr"], "person": "", **values},
    }


def told(person, verb="no-owner"):
    return Notice.objects.filter(to=person, verb=verb).count()


@pytest.mark.parametrize("way", ["closed", "switched off", "guest", "in bulk"])
def test_moderators_hear_once_that_nobody_owns_it_any_more(
    way, circle, owner, moderator, member, root
):
    person, judge, other = owner(circle), moderator(circle), member(circle)
    if way == "closed":
        close_account(person)
    elif way == "in bulk":
        client_of(root).post(
            f"/admin/bulk/accounts/user/set_active_state/?id={person.pk}",
            {"mark_as_active": "False"},
        )
    else:
        person.is_active, person.is_guest = way != "switched off", way == "guest"
        person.save()
    assert not owners_of(circle).exists()
    assert (told(judge), told(other), told(person)) == (1, 0, 0)
    assert "Nobody owns it any more" in (
        client_of(judge).get(reverse("notices")).content.decode()
    )


def test_nobody_is_told_while_somebody_owns_it(circle, owner, moderator, member):
    person, _second, judge = owner(circle), owner(circle), moderator(circle)
    close_account(person)
    close_account(member(circle))
    assert told(judge) == 0


def test_whoever_closes_the_account_reads_what_they_leave(circle, owner, community):
    person = owner(circle)
    shared = community("private")
    joins(person, shared, Role.OWNER)
    joins(agent(), shared, Role.OWNER)
    html = client_of(person).get(reverse("accounts:close-account")).content.decode()
    assert reverse("communities:members", args=[circle.slug]) in html
    assert shared.slug not in html
    html = client_of(agent()).get(reverse("accounts:close-account")).content.decode()
    assert "Nobody else owns" not in html


def test_the_list_and_the_home_page_tell_of_what_nobody_owns(
    community, owner, keeper, root
):
    for visibility in ("open", "private", "confidential"):
        community(visibility, f"The {visibility} one")
    owner(community("open", "In good hands"))
    for person, many in ((keeper, 2), (root, 3)):
        client = client_of(person)
        page = client.get(LIST, {"owned": "False"})
        assert len(page.context["object_list"]) == many
        assert "In good hands" not in page.content.decode()
        assert "Name an owner" in page.content.decode()
        home = client.get("/admin/").content.decode()
        assert "Communities without an owner" in home
        assert owners.ownerless(person).count() == many


def test_an_owner_is_named_where_there_is_none(circle, root, moderator):
    judge, address = moderator(circle, "moor"), f"{LIST}{circle.pk}/owner/"
    agent("moors"), agent("smith")
    client = client_of(root)
    several = client.post(address, {"person": "moor"})
    assert "Several people have this name" in several.content.decode()
    assert "Smith" not in several.content.decode()
    nobody = client.post(address, {"person": "xylophone"})
    assert "Nobody who could own it" in nobody.content.decode()
    assert not owners_of(circle).exists()
    done = client.post(address, {"person": "moor", "owner": judge.pk})
    assert done.status_code == 302
    assert owners_of(circle).get().user == judge
    assert told(judge, "role") == 1
    assert Decision.objects.filter(verb="role", person=judge, by=root).exists()
    # Whoever is late changes nothing.
    client.post(address, {"person": "smith"})
    assert owners_of(circle).get().user == judge


@pytest.mark.parametrize(
    ("visibility", "reach"),
    [("open", "all"), ("restricted", "moderators"), ("private", "none")],
)
def test_knowledge_managers_let_nobody_into_what_they_do_not_read(
    visibility, reach, community, keeper, moderator, member
):
    page = community(visibility)
    judge, _other = moderator(page), member(page)
    found = set(owners.candidates(page, keeper))
    assert (keeper in found) == (reach == "all")
    assert (judge in found) == (reach != "none")
    address = f"{LIST}{page.pk}/owner/"
    client_of(keeper).post(address, {"person": keeper.email})
    own = Membership.objects.filter(community=page, user=keeper)
    assert own.exists() == (reach == "all")


def test_nobody_else_names_owners_or_makes_communities(
    community, keeper, circle, moderator, outsider
):
    hidden = community("confidential")
    assert client_of(keeper).get(f"{LIST}{hidden.pk}/owner/").status_code == 404
    for person in (None, outsider, moderator(circle)):
        for address in (f"{LIST}{circle.pk}/owner/", f"{LIST}add/"):
            values = make(person=outsider.email)
            assert client_of(person).post(address, values).status_code in (302, 403)
    assert not owners_of(circle).exists()
    assert not CommunityPage.objects.filter(title="Registers").exists()


def test_a_knowledge_manager_makes_a_community_for_somebody(keeper):
    person, client = agent("moor"), client_of(keeper)
    assert f"{LIST}add/" in client.get(LIST).content.decode()
    assert client.get(f"{LIST}add/").status_code == 200
    for wrong in ({"title": ""}, {"purpose": "x" * 301}, {"visibility": "?"}, {}):
        refused = client.post(f"{LIST}add/", make(**wrong))
        assert refused.status_code == 200
        assert not CommunityPage.objects.exists()
    assert client.post(f"{LIST}add/", make(person="Moor")).status_code == 302
    page = CommunityPage.objects.get()
    assert (page.title, page.visibility) == ("Registers", "restricted")
    assert page.languages == "de fr"
    assert owners_of(page).get().user == person
    assert told(person, "role") == 1
    # The mail is not written elsewhere.
    assert Notice.objects.get(to=person, verb="role").mailed_at is None
