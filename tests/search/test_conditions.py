"""The query language means the same on SQLite, PostgreSQL and Elasticsearch."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group

from accounts.models import SIGNED_IN_AGENTS, Agency, User
from catalogue.access import Reader, reader_of
from catalogue.models import Entry
from search.engines import Engine
from search.request import SearchRequest
from search.understanding import understand
from tests.search.engines import in_step
from tests.search.entries import make_entry
from vocabulary.models import Theme

pytestmark = pytest.mark.django_db

Find = Callable[..., list[int]]


@pytest.fixture
def find(engine: Engine) -> Find:
    """The numbers of what is found, the best first."""

    def ask(q: str, reader: Reader | None = None, **fields: object) -> list[int]:
        in_step(engine)
        reader = reader or reader_of(None)
        request = understand(SearchRequest(q=q, **fields), reader)
        answer = engine.search(request, reader)
        assert engine.count([request], reader) == [answer.total]
        return [hit.entry_id for hit in answer.hits]

    return ask


def test_words_in_quotes_must_stand_there_in_this_order_in_any_form(find: Find) -> None:
    in_title = make_entry("Parking permits")
    in_text = make_entry("Streets", body="Whoever wants a parking permit asks for it.")
    make_entry("Permits for parking")
    make_entry("Permit and parking")
    make_entry("Parking", summary="Permits")
    assert set(find('"parking permit"')) == {in_title.pk, in_text.pk}
    assert set(find("«parking permit» street")) == {in_title.pk, in_text.pk}
    assert find('"parking permit" "asks for"') == [in_text.pk]
    assert find('"permit asks parking"') == []


def test_accents_and_small_words_do_not_matter_in_quotes(find: Find) -> None:
    entry = make_entry("L'état de droit", language="fr")
    make_entry("Le droit dans cet état", language="fr")
    assert find('"etat de droit"') == [entry.pk]
    only_small = make_entry("To be or not to be")
    assert find('"to be or not to be"') == [only_small.pk]


def test_what_has_a_minus_must_not_stand_there(find: Find) -> None:
    permits = make_entry("Parking permits")
    badges = make_entry("Parking badges", body="A sign of the city hall.")
    make_entry("Parking", summary="About badges and permits.")
    assert find("parking -badge") == [permits.pk]
    assert find("parking -permit") == [badges.pk]
    assert set(find('parking -"city hall"')) == set(find("parking")) - {badges.pk}
    assert find('"parking permits" -parking') == []


def test_small_words_of_one_language_exclude_nothing_in_it(find: Find) -> None:
    german = make_entry("Die Zukunft der Verwaltung", language="de")
    make_entry("How old servers die")
    assert find("verwaltung -die") == [german.pk]


def test_conditions_need_no_words(find: Find) -> None:
    Entry.objects.all().delete()
    permits = make_entry("Parking permits")
    letters = make_entry("Letters")
    assert find("-parking") == [letters.pk]
    assert find("-parking -letter") == []
    assert find('"parking permits"') == [permits.pk]


@pytest.mark.parametrize(
    "condition",
    [
        "agency:town-hall",
        "agency:TH",
        "agency:th",
        'agency:"town hall"',
        'agency:"hôtel de ville"',
        "Agency:hotel",
        'theme:"public space"',
        "theme:openbare",
        "theme:space",
        "lang:en",
        "lang:anglais",
        "lang:Engels",
        "kind:case",
        "kind:cases",
        "kind:case kind:guide",
    ],
)
def test_filters_are_known_by_their_names_in_all_languages(
    find: Find, condition: str
) -> None:
    Agency.objects.create(
        slug="town-hall", acronym="TH", name_en="Town Hall", name_fr="Hôtel de ville"
    )
    Theme.objects.create(
        slug="space", label_en="Public space", label_nl="Openbare ruimte"
    )
    facets = {"agency": ["town-hall"], "theme": ["space"]}
    entry = make_entry("Parking", facets=facets)
    other = {"agency": ["other"], "theme": ["other"]}
    make_entry("Parking", kind="collection", language="fr", facets=other)
    assert find(f"{condition} parking") == [entry.pk]


def test_names_that_nothing_has_find_nothing(find: Find) -> None:
    make_entry("Parking", facets={"agency": ["town-hall"]})
    for condition in ("agency:nowhere", "theme:x", "lang:zz", "kind:x", "author:x"):
        assert find(f"parking {condition}") == []


def test_acronyms_and_names_in_full_find_each_other(find: Find) -> None:
    Agency.objects.create(
        slug="onss",
        acronym="ONSS",
        name_fr="Office national de sécurité sociale",
        name_nl="Rijksdienst voor Sociale Zekerheid",
    )
    short = make_entry("Ce que l'ONSS demande", language="fr")
    full = make_entry(
        "Cotisations",
        body="Payées à l'Office national de sécurité sociale chaque mois.",
        language="fr",
    )
    make_entry("Un office et la sécurité", language="fr")
    assert set(find("onss", language="fr")) == {short.pk, full.pk}
    in_full = find("office national de sécurité sociale", language="fr")
    assert {short.pk, full.pk} <= set(in_full)
    assert short.pk in find("Rijksdienst voor sociale zekerheid", language="nl")


def test_an_acronym_that_is_a_word_is_one_in_capitals_only(find: Find) -> None:
    Agency.objects.create(
        slug="avec", acronym="AVEC", name_fr="Office des achats verts et communs"
    )
    full = make_entry(
        "Crayons", summary="L'Office des achats verts et communs.", language="fr"
    )
    assert find("AVEC papier") == [full.pk]
    assert find("avec papier") == []


def test_authors_are_contacts_for_strangers_and_keepers_for_agents(find: Find) -> None:
    contact = make_entry("Parking", facets={"author": ["Anne Dubois"]})
    kept = make_entry("Letters", facets={"owner": ["4711"]})
    make_entry("About Anne Dubois", names="Anne Dubois")
    make_entry("Anne Dubois", kind="person", key="accounts.user:4711")
    agent = User.objects.create_user("agent", "agent@agency.example", "-")
    agent.groups.add(Group.objects.get_or_create(name=SIGNED_IN_AGENTS)[0])
    assert find('author:"dubois anne"') == [contact.pk]
    assert find("author:dub parking") == [contact.pk]
    assert find("author:nobody") == []
    inside = reader_of(agent)
    assert set(find("author:dubois", inside)) == {contact.pk, kept.pk}
