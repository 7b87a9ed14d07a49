"""People as entries: what is in them, who reads them, and what moves them."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.models import Agency, Profile, User
from accounts.services import reinstate, set_agency, suspend
from catalogue import drain
from catalogue.access import reader_of
from catalogue.models import Change, Entry
from catalogue.services import differences
from tests.accounts.people import entry_of, facets_of, make_person, make_tag
from vocabulary.models import Profession, Tag
from vocabulary.services import merge


@pytest.fixture
def letters(db: None) -> Tag:
    return make_tag("letters", label_nl="brieven", synonyms="correspondence")


@pytest.fixture
def imke(agency: Agency, letters: Tag) -> User:
    lawyers = Profession.objects.create(
        slug="lawyers", label_en="Lawyer", label_fr="Juriste"
    )
    return make_person(
        "Imke",
        "Saarlo",
        agency,
        town="Oosterveen",
        languages="nl, en",
        tags=[letters],
        questions=["Pseudonymisation"],
        account={"function": lawyers},
    )


def test_entry_says_name_function_agency_and_what_is_shown(imke: User) -> None:
    entry = entry_of(imke)
    assert entry is not None
    assert (entry.kind, entry.title, entry.language) == ("person", "Imke Saarlo", "")
    assert entry.url == f"/people/{imke.pk}/"
    assert entry.summary == "Lawyer, Wilgendam"
    for word in ("Juriste", "Gemeente Wilgendam", "brieven", "correspondence"):
        assert word in entry.body, word
    assert "Pseudonymisation" in entry.body
    assert "Oosterveen" in entry.body
    assert facets_of(entry) == {
        "agency": {"wilgendam"},
        "country": {"nl"},
        "tag": {"letters"},
    }
    assert "@" not in f"{entry.title}{entry.summary}{entry.body}{entry.data}"


def test_what_is_not_shown_is_not_in_the_entry(agency: Agency, letters: Tag) -> None:
    user = make_person(
        "Wout",
        "Bogaerts",
        agency,
        shows=False,
        town="Oosterveen",
        languages="nl",
        tags=[letters],
        questions=["Pseudonymisation"],
    )
    entry = entry_of(user)
    assert entry is not None
    told = f"{entry.title} {entry.summary} {entry.body} {entry.names} {entry.data}"
    for word in ("Oosterveen", "letters", "brieven", "Pseudonymisation", "'nl'"):
        assert word not in told, word
    assert "tag" not in facets_of(entry)


def test_words_that_nobody_accepted_are_not_shown(agency: Agency) -> None:
    proposed = Tag.objects.create(name="hocus", slug="hocus")
    entry = entry_of(make_person("Lea", "Daems", agency, tags=[proposed]))
    assert entry is not None
    assert "hocus" not in entry.body
    proposed.state = Tag.State.ACCEPTED
    proposed.save()
    entry = entry_of(User.objects.get(first_name="Lea"))
    assert entry is not None
    assert facets_of(entry)["tag"] == {"hocus"}


def test_agents_alone_read_entries_of_people(imke: User, administrator: User) -> None:
    guest = make_person("Gast", "Gast", imke.agency, account={"is_guest": True})
    entry = entry_of(imke)
    for user, reads in (
        (imke, True),
        (administrator, True),
        (guest, False),
        (AnonymousUser(), False),
        (None, False),
    ):
        readable = Entry.objects.readable_by(reader_of(user))
        assert (entry in readable) is reads, user


def make_guest(user: User) -> None:
    user.is_guest = True
    user.save()


def take_name(user: User) -> None:
    user.first_name = user.last_name = ""
    user.save()


@pytest.mark.parametrize(
    "leave",
    [
        lambda user: suspend([user]),
        lambda user: set_agency(user, None),
        make_guest,
        take_name,
        lambda user: user.delete(),
    ],
    ids=["suspended", "without agency", "guest", "without name", "deleted"],
)
def test_whoever_leaves_has_no_entry_from_that_moment(
    imke: User, leave: Callable[[User], None]
) -> None:
    entry = entry_of(imke)
    leave(imke)
    # Not taken in yet, and closed already.
    assert entry not in Entry.objects.readable_by(reader_of(None))
    agent = make_person("Other", "Agent", Agency.objects.get())
    assert entry not in Entry.objects.readable_by(reader_of(agent))
    drain.run_all()
    assert not Entry.objects.live().filter(title="Imke Saarlo").exists()
    assert differences() == {"missing": [], "extra": [], "stale": []}


def test_whoever_comes_back_has_an_entry_again(imke: User) -> None:
    suspend([imke])
    assert entry_of(imke) is None
    reinstate([imke])
    assert entry_of(imke) is not None


def rename_agency(user: User) -> None:
    user.agency.name_nl = "Stad Wilgendam"
    user.agency.save()


def rename_tag(_user: User) -> None:
    tag = Tag.objects.get(slug="letters")
    tag.label_fr = "courriers"
    tag.save()


def merge_tag(_user: User) -> None:
    merge(Tag.objects.get(slug="letters"), make_tag("post"))


def rename_function(user: User) -> None:
    user.function.label_de = "Jurist"
    user.function.save()


def hide_town(user: User) -> None:
    card = Profile.objects.get(user=user)
    card.shows_town = False
    card.save()


@pytest.mark.parametrize(
    "change",
    [
        rename_agency,
        rename_tag,
        merge_tag,
        rename_function,
        hide_town,
        lambda user: user.expertise.clear(),
        lambda user: Tag.objects.get(slug="letters").delete(),
        lambda user: Tag.objects.get(slug="letters").experts.clear(),
        lambda user: user.questions.all().delete(),
        lambda user: Profile.objects.get(user=user).delete(),
    ],
)
def test_entry_follows_what_it_is_made_of(
    imke: User, change: Callable[[User], None]
) -> None:
    before = entry_of(imke)
    change(imke)
    after = entry_of(imke)
    assert before is not None
    assert after is not None
    assert after.version > before.version
    assert after.content_hash != before.content_hash
    assert not Change.objects.exists()
    assert differences() == {"missing": [], "extra": [], "stale": []}


def test_signing_in_changes_no_entry(imke: User) -> None:
    before = entry_of(imke)
    imke.save(update_fields=["last_login"])
    assert not Change.objects.exists()
    assert before == entry_of(imke)
