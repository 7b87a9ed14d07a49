"""The directory and the page of a person: what agents see, and nobody else."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import Agency, Profile, User
from accounts.services import set_agency, suspend
from catalogue import drain
from tests.accounts.people import make_person, make_tag, signed_in


@pytest.fixture
def other(db: None) -> Agency:
    return Agency.objects.create(slug="valmont", name_fr="Ville de Valmont")


@pytest.fixture
def imke(agency: Agency) -> User:
    return make_person(
        "Imke",
        "Saarlo",
        agency,
        town="Oosterveen",
        reach="Mondays",
        languages="nl, sv",
        tags=[make_tag("privacy", label_en="privacy", label_fr="vie privée")],
        questions=["Keys and custody"],
    )


@pytest.fixture
def client(imke: User, agent: User) -> Client:
    drain.run_all()
    return signed_in(agent)


def text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


@pytest.mark.parametrize("page", ["", "{}/", "{}/photo/", "me/", "me/edit/"])
def test_strangers_sign_in_first_and_guests_find_nothing(
    imke: User, agency: Agency, page: str
) -> None:
    address = f"/people/{page.format(imke.pk)}"
    answer = Client().get(f"{address}?x=1")
    assert answer.status_code == 302
    assert answer.headers["Location"] == (
        f"/account/login/?next={address.replace('/', '/')}%3Fx%3D1"
    )
    guest = make_person("Gast", "Gast", agency, account={"is_guest": True})
    text(signed_in(guest), address, 404)


def test_list_is_by_family_name_and_shows_what_people_show(
    client: Client, other: Agency
) -> None:
    make_person("Zoé", "Élan", other, shows=False, tags=[make_tag("secretive")])
    drain.run_all()
    page = text(client, "/people/").partition('class="entries')[2]
    names = ("Zoé Élan", "Lore Maessen", "Imke Saarlo")
    assert sorted(names, key=page.index) == list(names)
    assert "3 people" in text(client, "/people/")
    assert "<span>privacy</span>" in page
    assert "secretive" not in page
    assert '<b lang="fr">Ville de Valmont</b>' in page


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("agency=valmont", ["Nina Roux"]),
        ("tag=privacy", ["Imke Saarlo"]),
        ("lang=sv", ["Imke Saarlo"]),
        ("q=saar", ["Imke Saarlo"]),
        ("q=vie+privee", ["Imke Saarlo"]),
        ("q=oosterv", ["Imke Saarlo"]),
        ("q=roux+valmont", ["Nina Roux"]),
        ("agency=valmont&tag=privacy", []),
        ("agency=nowhere", []),
        ("q=%E2%80%AEsaarlo", ["Imke Saarlo"]),
    ],
)
def test_list_is_narrowed(
    client: Client, other: Agency, query: str, names: list[str]
) -> None:
    make_person("Nina", "Roux", other)
    drain.run_all()
    answer = client.get(f"/people/?{query}")
    assert [line.name for line in answer.context["directory"].lines] == names
    if not names:
        assert "Nobody fits all of this" in answer.content.decode()


def test_too_many_letters_are_told_and_kept(client: Client) -> None:
    page = text(client, f"/people/?q={'x' * 101}", 400)
    assert "at most 100 characters" in page
    assert 'href="#id_q"' in page
    assert "x" * 101 in page


@pytest.mark.parametrize("copies", [1, 60])
def test_list_takes_the_same_few_queries_however_many_there_are(
    client: Client,
    other: Agency,
    copies: int,
    django_assert_max_num_queries: Any,
) -> None:
    for number in range(copies):
        make_person(f"Nina{number}", "Roux", other)
    drain.run_all()
    client.get("/people/")
    with django_assert_max_num_queries(8):
        page = text(client, "/people/?q=roux&agency=valmont")
    assert page.count("who-line") == min(copies, 48)
    if copies > 48:
        assert "?q=roux&amp;agency=valmont&amp;page=2" in page
        assert text(client, "/people/?page=2").count("who-line") == copies + 2 - 48


def test_profile_shows_what_its_person_chose(client: Client, imke: User) -> None:
    page = text(client, f"/people/{imke.pk}/")
    for words in (
        "Imke Saarlo",
        "Wilgendam",
        "Oosterveen",
        "Dutch",
        "Swedish",
        "Keys and custody",
        "Mondays",
    ):
        assert words in page, words
    assert '<a class="tag" href="/people/?tag=privacy">privacy</a>' in page
    assert imke.email not in page


def test_nothing_is_in_the_page_that_was_not_chosen(client: Client, imke: User) -> None:
    Profile.objects.filter(user=imke).delete()
    User.objects.filter(pk=imke.pk).update(interface_language="nl")
    page = text(client, f"/people/{imke.pk}/")
    hidden = (
        "Oosterveen",
        "Dutch",
        "Swedish",
        "Keys",
        "Mondays",
        "privacy",
        "@",
        "since",
    )
    for words in hidden:
        assert words not in page, words
    assert "shows name, function and agency only" in page


@pytest.mark.parametrize("how", ["suspended", "left", "guest", "nobody"])
def test_whoever_is_not_there_has_no_page(client: Client, imke: User, how: str) -> None:
    number = imke.pk
    if how == "suspended":
        suspend([imke])
    elif how == "left":
        set_agency(imke, None)
    elif how == "guest":
        imke.is_guest = True
        imke.save()
    else:
        number = 987_654
    text(client, f"/people/{number}/", 404)


def test_my_page_is_mine_and_menus_lead_to_people(client: Client, agent: User) -> None:
    assert client.get("/people/me/").headers["Location"] == f"/people/{agent.pk}/"
    page = text(client, f"/people/{agent.pk}/")
    assert "Change my profile" in page
    assert 'href="/people/me/"' in page
    assert '<a href="/people/" aria-current="true">People</a>' in page
    stranger = text(Client(), "/cases/")
    assert "/people/" not in stranger


def test_answers_about_people_are_kept_by_no_cache(client: Client, imke: User) -> None:
    for address in ("/people/", f"/people/{imke.pk}/", "/people/me/edit/"):
        assert "no-store" in client.get(address).headers["Cache-Control"]
