"""Cards above the results and people who know: exactly named, consented, readable."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from accounts.models import Agency, Profile, User
from catalogue import drain
from catalogue.access import Reader, reader_of
from search.answers.presentation import Answers
from tests.accounts.people import make_person, make_tag, signed_in
from tests.search.entries import closed_place, make_entry
from vocabulary.models import Theme

pytestmark = pytest.mark.django_db


@pytest.fixture
def agency(db: None) -> Agency:
    found = Agency.objects.create(
        slug="housing",
        name_en="Housing Office",
        name_nl="Woonbureau",
        acronym="HOB",
        country="be",
    )
    drain.run_all()
    return found


@pytest.fixture
def agent(agency: Agency) -> User:
    return make_person("Lore", "Maessen", agency, shows=False)


def answers(client: Client, query: str) -> Answers:
    drain.run_all()
    found: Answers = client.get(f"/search/?{query}").context["page"].answers
    return found


def html(client: Client, query: str) -> str:
    drain.run_all()
    return client.get(f"/search/?{query}").content.decode()


@pytest.fixture
def reader(agent: User) -> Reader:
    return reader_of(agent)


@pytest.mark.parametrize(
    "words", ["Housing+Office", "woonbureau", "hob", "%22housing%20office%22"]
)
def test_agency_is_named_in_any_language_or_by_its_acronym(
    agency: Agency, client: Client, words: str
) -> None:
    make_entry("A case", agency="housing", facets={"agency": ["housing"]})
    make_entry("A guide", kind="guide", agency="housing")
    (card,) = answers(client, f"q={words}").agencies
    assert (card.label.text, card.country) == ("Housing Office", "Belgium")
    assert (card.numbers.cases, card.numbers.guides) == (1, 1)
    assert card.url == "/housing/"
    assert card.people_url == ""
    page = html(client, f"q={words}")
    assert 'href="/search/?kind=case&amp;agency=housing"' in page
    total = client.get(card.numbers.cases_url).context["page"].total
    assert total == card.numbers.cases


@pytest.mark.parametrize(
    "query",
    [
        "q=housing",
        "q=housing+office+hours",
        "q=woonbureau&page=2",
        "q=woonbureau&kind=case",
        "q=woonbureau&lang=en",
        "q=woonbureau+-badge",
        "q=",
    ],
)
def test_only_the_whole_name_alone_has_a_card(
    agency: Agency, client: Client, query: str
) -> None:
    assert answers(client, query).cards == 0


def test_agents_get_the_people_of_an_agency(agency: Agency, agent: User) -> None:
    (card,) = answers(signed_in(agent), "q=hob").agencies
    assert card.people_url == "/people/?agency=housing"


def test_small_word_is_an_agency_in_capitals_only(
    agency: Agency, client: Client
) -> None:
    Agency.objects.create(slug="avec", name_fr="Office naissance", acronym="AVEC")
    assert not answers(client, "q=avec").cards
    assert [card.label.text for card in answers(client, "q=AVEC").agencies] == [
        "Office naissance"
    ]


def test_theme_is_named_with_what_stands_around_it(client: Client) -> None:
    top = Theme.objects.create(slug="care", label_en="Care")
    mobility = Theme.objects.create(
        slug="mobility", label_en="Mobility", label_fr="Mobilité", parent=top
    )
    Theme.objects.create(slug="cycling", label_en="Cycling", parent=mobility)
    Theme.objects.create(slug="aviation", label_en="Aviation", parent=mobility)
    themes = ["cycling", "mobility", "care"]
    make_entry("Mobilité douce", facets={"theme": themes}, data={"themes": themes})
    (card,) = answers(client, "q=mobilite").themes
    assert (card.label.text, card.url) == ("Mobility", "/themes/mobility/")
    assert card.numbers.cases == 1
    assert [link.label.text for link in card.broader] == ["Care"]
    assert [link.label.text for link in card.narrower] == ["Cycling"]
    assert "part of" in html(client, "q=mobilite")
    assert not answers(client, "q=aviation").cards


def test_numbers_count_what_the_reader_may_read(agency: Agency, agent: User) -> None:
    Theme.objects.create(slug="care", label_en="Care")
    crew = Group.objects.create(name="crew")
    wanted = {"agency": "housing", "facets": {"theme": ["care"]}}
    make_entry("Secret", place=closed_place(crew), **wanted)
    client = signed_in(agent)
    assert answers(client, "q=hob").agencies[0].numbers.cases == 0
    assert not answers(client, "q=care").themes
    agent.groups.add(crew)
    assert answers(client, "q=hob").agencies[0].numbers.cases == 1
    assert answers(client, "q=care").themes[0].numbers.cases == 1


def test_closed_section_has_no_card(agency: Agency, client: Client) -> None:
    from catalogue.models import Entry

    Entry.objects.filter(kind="agency").update(
        place=closed_place(Group.objects.create(name="crew"))
    )
    assert not answers(client, "q=hob").cards


@pytest.mark.parametrize(
    "name", ["Zoë+van+den+Élan", "zoe+van+den+elan", "van+den+elan+zoe"]
)
def test_person_is_named_in_either_order_without_accents(
    agency: Agency, agent: User, client: Client, name: str
) -> None:
    make_person("Zoë", "van den Élan", agency, questions=["Keys and custody"])
    (card,) = answers(signed_in(agent), f"q={name}").people
    assert card.line.name == "Zoë van den Élan"
    assert list(card.asks) == ["Keys and custody"]
    page = html(signed_in(agent), f"q={name}")
    assert "Keys and custody" in page
    assert not answers(client, f"q={name}").cards
    assert not answers(signed_in(agent), "q=zoe+elan").people


def test_two_people_of_one_name_stand_in_a_short_list(
    agency: Agency, agent: User
) -> None:
    make_person("Anna", "Maes", agency, questions=["Keys"])
    other = Agency.objects.create(slug="valmont", name_fr="Ville de Valmont")
    user = User.objects.create_user("anna2", "anna2@x.example", "-", agency=other)
    User.objects.filter(pk=user.pk).update(first_name="Anna", last_name="Maes")
    user.refresh_from_db()
    user.save()
    found = answers(signed_in(agent), "q=anna+maes")
    assert found.cards == 2
    page = html(signed_in(agent), "q=anna+maes").partition("answer-card")[2]
    page = page.partition("</section>")[0]
    assert page.count("Anna Maes") == 2
    assert "Ville de Valmont" in page
    assert "Keys" not in page


def known(found: Answers) -> dict[str, list[tuple[str, Any]]]:
    return {
        one.line.name: [(r.kind, r.text or r.pages) for r in one.reasons]
        for one in found.knowing
    }


def test_expertise_and_questions_tell_who_knows(agency: Agency, agent: User) -> None:
    permits = make_tag("permits", label_en="permits", label_fr="permis")
    make_person("Imke", "Saarlo", agency, tags=[permits])
    make_person("Nina", "Roux", agency, questions=["Parking permits at night"])
    make_person("Otto", "Still", agency, tags=[permits], shows=False)
    make_person("Cees", "Other", agency, questions=["Cooking"], tags=[make_tag("bees")])
    client = signed_in(agent)
    expected = {
        "Nina Roux": [("asks", "Parking permits at night")],
        "Imke Saarlo": [("tag", "permits")],
    }
    assert known(answers(client, "q=parking+permit")) == expected
    assert list(known(answers(client, "q=parking+permit"))) == list(expected)
    assert known(answers(client, "q=permis")) == {"Imke Saarlo": [("tag", "permits")]}
    page = html(client, "q=parking+permit&lang=fr")
    assert "Nothing matches" in page
    assert "People who know about this" in page
    assert "Parking permits at night" in page


def test_keepers_of_several_results_are_named_when_they_allow_it(
    agency: Agency, agent: User
) -> None:
    keeper = make_person("Imke", "Saarlo", agency)
    quiet = make_person("Otto", "Still", agency, shows=False)
    once = make_person("Nina", "Roux", agency)
    for user, pages in ((keeper, 3), (quiet, 3), (once, 1)):
        for number in range(pages):
            make_entry(f"Badge {user.pk} {number}", facets={"owner": [str(user.pk)]})
    client = signed_in(agent)
    assert known(answers(client, "q=badge")) == {"Imke Saarlo": [("keeps", 3)]}
    assert "Keeps 3 of these pages" in html(client, "q=badge")
    Profile.objects.get(user=keeper).delete()
    Profile.objects.create(user=keeper, shows_contributions=False)
    assert known(answers(client, "q=badge")) == {}


def test_tags_of_the_results_lead_to_people(agency: Agency, agent: User) -> None:
    tag = make_tag("telework")
    make_person("Imke", "Saarlo", agency, tags=[tag])
    for number in range(3):
        make_entry(f"Badge {number}", data={"tags": ["telework"]})
    assert known(answers(signed_in(agent), "q=badge")) == {
        "Imke Saarlo": [("shared", "telework")]
    }


def test_tags_of_people_among_the_results_lead_to_nobody(
    agency: Agency, agent: User
) -> None:
    for number in range(4):
        make_person(f"P{number}", "Badge", agency, tags=[make_tag(f"t{number}")])
    same = make_tag("telework")
    for user in User.objects.filter(last_name="Badge"):
        user.expertise.add(same)
    assert known(answers(signed_in(agent), "q=badge")) == {}


def test_oneself_strangers_guests_and_lists_of_people_have_no_one_beside(
    agency: Agency, agent: User, client: Client
) -> None:
    imke = make_person("Imke", "Saarlo", agency, questions=["Permits"])
    guest = make_person("Gast", "Gast", agency, account={"is_guest": True})
    assert known(answers(signed_in(agent), "q=permits"))
    assert not known(answers(signed_in(imke), "q=permits"))
    assert not known(answers(signed_in(agent), "q=permits&kind=person"))
    assert not known(answers(signed_in(agent), "q=permits&page=2"))
    for reader in (client, signed_in(guest)):
        assert not known(answers(reader, "q=permits"))
        assert "Saarlo" not in html(reader, "q=permits")


def test_at_most_three_people_stand_there(agency: Agency, agent: User) -> None:
    for number in range(5):
        make_person(f"P{number}", "Keen", agency, questions=["Permits"])
    assert len(answers(signed_in(agent), "q=permits").knowing) == 3


@pytest.mark.parametrize("many", [1, 10])
def test_all_of_it_costs_one_query(
    agency: Agency, agent: User, django_assert_num_queries: Any, many: int
) -> None:
    from django.http import QueryDict

    from search.answers.services import answers_of
    from search.forms import read
    from search.services import find

    Theme.objects.create(slug="hob", label_en="HOB")
    for number in range(3 * many):
        make_person(f"P{number}", "Keen", agency, questions=["Hob"])
        make_entry(f"Hob {number}", agency="housing", facets={"theme": ["hob"]})
    drain.run_all()
    reader = reader_of(agent)
    found = find(read(QueryDict("q=hob")).request, reader)
    answers_of(found, reader)
    with django_assert_num_queries(1):
        shown = answers_of(found, reader)
    assert shown.agencies
    assert shown.themes
    assert shown.knowing
    stranger = reader_of(None)
    found = find(read(QueryDict("q=keen+hobs")).request, stranger)
    with django_assert_num_queries(0):
        answers_of(found, stranger)
