"""One's own profile: what is kept, what is refused, what is stored, and leaving."""

import json

import pytest
from django.test import Client

from accounts import joining, profiles
from accounts.models import Agency, JoinRequest, Profile, User
from accounts.people import shown_by
from accounts.people_forms import ProfileForm
from tests.accounts.conftest import PASSWORD
from tests.accounts.people import make_person, make_tag, signed_in
from tests.accounts.profile_form import filled
from vocabulary.models import Tag

EDIT = "/people/me/edit/"


@pytest.fixture
def client(agent: User) -> Client:
    return signed_in(agent)


def test_profile_starts_hidden(agent: User) -> None:
    shown = shown_by(agent)
    assert (shown.town, shown.tags, shown.questions, shown.languages) == (
        "",
        (),
        (),
        (),
    )
    assert not shown.contributions


def test_everything_typed_is_kept_and_shown_only_where_ticked(
    client: Client, agent: User
) -> None:
    make_tag("letters", label_en="letters", synonyms="correspondence")
    form = filled(
        town="Oosterveen",
        reach="Mondays",
        spoken=["nl", "fr"],
        other_languages="sv; nl",
        tag_0="Correspondence",
        tag_2="letters",
        topic_0="Plain words",
        note_0="Since 2019",
        topic_3="Forms",
        interface_language="nl",
        shows_town="on",
        shows_questions="on",
    )
    answer = client.post(EDIT, form)
    assert answer.headers["Location"] == EDIT
    user = User.objects.get(pk=agent.pk)
    assert user.languages == "nl, fr, sv"
    assert user.interface_language == "nl"
    assert [tag.slug for tag in user.expertise.all()] == ["letters"]
    shown = shown_by(user)
    assert (shown.town, shown.reach) == ("Oosterveen", "Mondays")
    assert [each.topic for each in shown.questions] == ["Plain words", "Forms"]
    assert (shown.tags, shown.languages) == ((), ())
    user.interface_language = "en"
    user.save()
    page = client.get(EDIT).content.decode()
    for value in ("Oosterveen", "Mondays", "sv", "letters", "Plain words", "Forms"):
        assert f'value="{value}"' in page, value


def test_new_words_are_proposed_as_editors_do(client: Client, agent: User) -> None:
    answer = client.post(EDIT, filled(tag_0="Beekeeping"), follow=True)
    assert "One word of your expertise is new" in answer.content.decode()
    tag = Tag.objects.get(name="Beekeeping")
    assert (tag.state, tag.label_en) == (Tag.State.PROPOSED, "Beekeeping")
    assert "Not accepted yet:" in answer.content.decode()


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({"other_languages": "nl, xx"}, "other_languages", "“xx” is not the code"),
        ({"note_1": "A few words"}, "topic_1", "Name the subject"),
        ({"topic_0": "x" * 81}, "topic_0", "at most 80 characters"),
        ({"note_0": "x" * 161, "topic_0": "a"}, "note_0", "at most 160 characters"),
        ({"town": "x" * 81}, "town", "at most 80 characters"),
        ({"tag_0": "x" * 101}, "tag_0", "at most 100 characters"),
        ({"tag_0": "!!!"}, "tag_0", "letters or digits"),
        ({"interface_language": "tlh"}, "interface_language", "valid choice"),
        (
            {"other_languages": "sv, el, bg, da, et, fi, ga, hr, hu, lt"},
            "other_languages",
            "too many languages",
        ),
    ],
)
def test_errors_lead_to_their_field_and_nothing_is_lost(
    client: Client, agent: User, fields: dict[str, str], field: str, sentence: str
) -> None:
    form = filled(**{"reach": "Only on Mondays", "spoken": ["pl", "fr"], **fields})
    answer = client.post(EDIT, form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert f'href="#id_{field}"' in page
    assert 'value="Only on Mondays"' in page
    if field != "interface_language":
        assert f'value="{fields.get(field, "")}"' in page
    assert not Profile.objects.filter(user=agent).exists()
    assert User.objects.get(pk=agent.pk).languages == ""


def test_marks_that_turn_the_direction_are_taken_out(
    client: Client, agent: User
) -> None:
    form = filled(town="Ooster\u202everg\u2066\u0007", shows_town="on")
    client.post(EDIT, form)
    assert Profile.objects.get(user=agent).town == "Ooster verg"


def test_twelve_words_at_most(client: Client, agent: User) -> None:
    form = filled(**{f"tag_{n}": f"word {n}" for n in range(30)})
    client.post(EDIT, form)
    assert agent.expertise.count() == 12


def test_a_second_tab_that_saves_at_once_keeps_one_profile(agent: User) -> None:
    """Both forms were made before either of them had written."""
    made = []
    for town in ("Wilgendam", "Utrecht"):
        user = User.objects.select_related("profile_card").get(pk=agent.pk)
        data = filled(town=town, topic_0="Parking")
        form = ProfileForm(data, None, user=user)
        assert form.is_valid(), form.errors
        made.append((user, form))
    for user, form in made:
        profiles.save(user, form.save(commit=False), form.cleaned_data)
    assert Profile.objects.get(user=agent).town == "Utrecht"
    assert agent.questions.count() == 1


def test_saving_can_lead_to_what_others_see(client: Client, agent: User) -> None:
    answer = client.post(EDIT, filled(look="1"))
    assert answer.headers["Location"] == f"/people/{agent.pk}/"


def test_name_agency_and_function_are_set_by_the_hub(
    client: Client, agent: User
) -> None:
    page = client.get(EDIT).content.decode()
    assert "Ask the knowledge managers" in page
    other = Agency.objects.create(slug="other", name_en="Other")
    client.post(EDIT, filled(first_name="Eve", agency=other.pk, is_superuser="on"))
    user = User.objects.get(pk=agent.pk)
    assert (user.first_name, user.agency_id) == ("Lore", agent.agency_id)
    assert not user.is_superuser


def test_my_data_holds_all_that_names_me_and_no_secret(agency: Agency) -> None:
    user = make_person(
        "Imke", "Saarlo", agency, town="Oosterveen", questions=["Custody"]
    )
    user.set_password(PASSWORD)
    user.save()
    answer = signed_in(user).get("/people/me/data/")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "no-store" in answer.headers["Cache-Control"]
    found = json.loads(answer.content)
    assert found["account"]["email"] == user.email
    assert found["account"]["groups"] == ["Wilgendam (wilgendam)", "signed-in agents"]
    assert found["profile"]["town"] == "Oosterveen"
    assert found["profile"]["ask_me_about"][0]["topic"] == "Custody"
    assert user.password not in answer.content.decode()


def test_my_data_holds_what_i_wrote_before_i_had_an_account(agent: User) -> None:
    joining.ask("stranger@elsewhere.example", "en")
    joining.ask(agent.email.upper(), "en")
    JoinRequest.objects.create(
        email=agent.email, first_name="Lore", last_name="M", message="To learn."
    )
    answer = signed_in(agent).get("/people/me/data/")
    found = json.loads(answer.content)["joining"]
    assert [each["kind"] for each in found["links"]] == ["known"]
    assert [each["message"] for each in found["requests"]] == ["To learn."]
    assert "token" not in answer.content.decode()


def test_guests_see_their_data_too(agency: Agency) -> None:
    guest = make_person("Gast", "Gast", agency, account={"is_guest": True})
    assert signed_in(guest).get("/people/me/data/").status_code == 200


def test_closing_an_account_takes_the_password(client: Client, agent: User) -> None:
    answer = client.post("/people/me/close/", {"password": "wrong"})
    assert answer.status_code == 422
    assert "This is not your password." in answer.content.decode()
    assert User.objects.get(pk=agent.pk).is_active


def test_an_open_browser_helps_nobody_to_guess_the_password(client: Client) -> None:
    for _ in range(10):
        client.post("/people/me/close/", {"password": "wrong"})
    answer = client.post("/people/me/close/", {"password": PASSWORD})
    assert answer.status_code == 429


def test_a_form_that_arrives_after_closing_brings_nothing_back(agent: User) -> None:
    form = ProfileForm(filled(town="Oosterveen"), None, user=agent)
    assert form.is_valid()
    profiles.close_account(User.objects.get(pk=agent.pk))
    assert profiles.save(agent, form.save(commit=False), form.cleaned_data) == 0
    assert not Profile.objects.filter(user=agent).exists()


def test_closing_an_account_switches_it_off_and_forgets_what_it_showed(
    client: Client, agent: User
) -> None:
    client.post(EDIT, filled(town="Oosterveen", tag_0="bees", topic_0="Bees"))
    answer = client.post("/people/me/close/", {"password": PASSWORD})
    assert answer.headers["Location"] == "/"
    user = User.objects.get(pk=agent.pk)
    assert not user.is_active
    assert not user.groups.exists()
    assert not Profile.objects.filter(user=user).exists()
    assert not user.questions.exists()
    assert not user.expertise.exists()
    assert client.get("/people/").status_code == 302


def test_the_only_administrator_stays(administrator: User) -> None:
    client = signed_in(administrator)
    answer = client.post("/people/me/close/", {"password": PASSWORD})
    assert "the only administrator" in answer.content.decode()
    assert User.objects.get(pk=administrator.pk).is_active
