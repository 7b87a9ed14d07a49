"""The list and the home of communities, by who asks."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.people import listed as listed_people
from catalogue import drain
from communities.services import archive
from tests.communities.people import agent, client_of, joins

pytestmark = pytest.mark.django_db
VISIBILITIES = ("open", "restricted", "private", "confidential")


TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')


def text_of(response):
    return TOKEN.sub("", response.content.decode())


def get(user, address, **data):
    return client_of(user).get(address, data)


@pytest.mark.parametrize("visibility", VISIBILITIES[:3])
def test_strangers_read_name_and_purpose_and_no_person(
    community, owner, member, visibility
):
    page = community(visibility, introduction="<p>Introduced like this.</p>")
    owner(page, "olga")
    member(page, "mira")
    response = get(None, page.url)
    text = text_of(response)
    assert response.status_code == 200
    assert page.title in text
    assert page.purpose in text
    assert "Olga" not in text
    assert "Mira" not in text
    assert ("Introduced like this." in text) == (visibility != "private")
    assert "1 member" not in text
    assert "2 members" not in text


def test_a_confidential_community_is_an_address_where_nothing_is(
    community, owner, outsider
):
    page = community("confidential")
    owner(page)
    missing = "/communities/not-there/"
    for user in (None, outsider, agent("other")):
        for below in ("", "library/", "library/anything/"):
            ours, theirs = get(user, page.url + below), get(user, missing + below)
            assert ours.status_code == theirs.status_code == 404
            texts = [
                text_of(ours).replace(page.slug, "not-there"),
                text_of(theirs),
            ]
            assert texts[0] == texts[1]


def test_members_of_a_confidential_community_read_it(community, member):
    page = community("confidential")
    response = get(member(page), page.url)
    assert response.status_code == 200
    assert "Only its members know that it exists." in text_of(response)


@pytest.mark.parametrize("visibility", ["restricted", "private"])
def test_outsiders_get_the_same_card_whatever_is_below(community, outsider, visibility):
    page = community(visibility)
    answers = [
        get(outsider, f"{page.url}library/{rest}") for rest in ("", "a/", "b/c/")
    ]
    assert {answer.status_code for answer in answers} == {403}
    assert len({text_of(answer).count("for members") for answer in answers}) == 1


def test_strangers_are_sent_to_sign_in(community):
    response = get(None, f"{community('restricted').url}library/")
    assert response.status_code == 302
    assert response.url.startswith("/account/login/?next=")


def test_agents_see_who_keeps_order_where_the_home_is_open(community, owner, outsider):
    for visibility in VISIBILITIES[:3]:
        page = community(visibility)
        owner(page, f"olga{visibility}")
        text = text_of(get(outsider, page.url))
        assert (f"Olga{visibility}" in text) == (visibility != "private")


def test_numbers_of_members_are_for_who_reads(community, member, outsider):
    page = community("restricted")
    reads = member(page)
    member(page)
    assert "2 members" in text_of(get(reads, page.url))
    assert "2 members" not in text_of(get(outsider, page.url))


def test_few_members_of_an_agency_do_not_name_it(community, outsider):
    page = community("open")
    for number in range(6):
        joins(agent(f"a{number}", "oosterveen"), page)
    for number in range(3):
        joins(agent(f"b{number}", "smalltown"), page)
    text = text_of(get(outsider, page.url))
    assert "Oosterveen" in text
    assert "Smalltown" not in text
    assert "1 other agency" in text


def test_the_list_shows_each_what_they_may_know(community, member, outsider, drained):
    pages = {visibility: community(visibility) for visibility in VISIBILITIES}
    inside = member(pages["confidential"])
    drained()
    for user, hidden in ((None, True), (outsider, True), (inside, False)):
        text = text_of(get(user, "/communities/"))
        for visibility in VISIBILITIES[:3]:
            assert pages[visibility].title in text
        assert (pages["confidential"].title not in text) == hidden
        assert ("Confidential" not in text) == hidden
    assert "My communities" in text


def test_the_list_is_narrowed_by_words_language_and_visibility(community, drained):
    one = community("open", "Marchés publics", language="fr", purpose="Acheter mieux.")
    two = community("restricted", "Plain words", languages=["en", "nl"])
    drained()

    def found(**data):
        text = text_of(get(None, "/communities/", **data))
        return {page for page in (one, two) if f'href="{page.url}"' in text}

    assert found(q="marches") == {one}
    assert found(q="acheter") == {one}
    assert found(lang="nl") == {two}
    assert found(visibility="open") == {one}
    assert found(q="nothing like it") == set()
    assert found() == {one, two}


def test_what_is_archived_stands_last(community, drained):
    first, second = community("open", "Aaa"), community("open", "Bbb")
    archive(first, agent())
    drained()
    text = text_of(get(None, "/communities/"))
    assert text.index("Bbb") < text.index("Aaa")
    assert "Archived" in text
    assert "nobody writes here any more" in text_of(get(None, first.url))
    assert second.url in text


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({"q": "x" * 101}, 400),
        ({"q": "a\x00b"}, 200),
        ({"lang": "x" * 50}, 400),
        ({"visibility": "nonsense"}, 200),
        ({"page": "99999999999999999999"}, 200),
        ({"page": "x"}, 200),
    ],
)
def test_odd_questions_get_an_answer(community, data, status):
    community()
    assert get(None, "/communities/", **data).status_code == status


def test_numbers_of_queries_do_not_grow(community, member, outsider):
    pages = [community("open", f"Open {n}") for n in range(2)]
    inside = member(pages[0])
    drain.run_all()
    counted = []
    for many in (0, 20):
        for number in range(many):
            page = community("open" if number % 2 else "restricted")
            joins(inside, page)
            joins(agent(), pages[0], "moderator" if number % 3 else "member")
        drain.run_all()
        counted.append([_queries(user, pages[0]) for user in (None, outsider, inside)])
    assert counted[0] == counted[1]
    for in_list, at_home in counted[1]:
        assert in_list <= 12
        # One of them asks for cases of members.
        assert at_home <= 13
    assert max(counted[1][0]) <= 8


def _queries(user, page):
    """How many the list and the home take, the second time they are asked for."""
    found = []
    for address in ("/communities/", page.url):
        client = client_of(user)
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        found.append(len(queries))
    return tuple(found)


def test_everybody_listed_is_linked(community, owner, outsider):
    page = community("open")
    who = owner(page, "olga")
    assert listed_people().filter(pk=who.pk).exists()
    assert f'href="/people/{who.pk}/"' in text_of(get(outsider, page.url))
