"""People as the tests of directory, profile and search need them."""

from collections.abc import Callable
from typing import Any

from django.test import Client

from accounts.catalogue import key_of_person
from accounts.models import Agency, AskMeAbout, Profile, User
from accounts.services import create_user
from catalogue import drain
from catalogue.models import Entry, FacetValue
from vocabulary.models import Tag

BACKEND = "django.contrib.auth.backends.ModelBackend"
Make = Callable[..., User]


def make_person(first: str, last: str, agency: Agency | None, **shown: Any) -> User:
    """A person who shows what is given: town, reach, languages, tags, questions."""
    user = create_user(
        f"{first}.{last}@agency.example".lower().replace(" ", ""),
        first_name=first,
        last_name=last,
        agency=agency,
        languages=shown.get("languages", ""),
        **shown.pop("account", {}),
    )
    flags = ("town", "languages", "expertise", "questions", "contributions", "photo")
    Profile.objects.create(
        user=user,
        town=shown.get("town", ""),
        reach=shown.get("reach", ""),
        **{f"shows_{name}": shown.get("shows", True) for name in flags},
    )
    user.expertise.set(shown.get("tags", ()))
    for topic in shown.get("questions", ()):
        AskMeAbout.objects.create(user=user, topic=topic, note="Since long")
    return user


def signed_in(user: User) -> Client:
    """A browser in which this person is signed in."""
    client = Client(headers={"accept-language": "en"})
    client.force_login(user, backend=BACKEND)
    return client


def entry_of(user: User) -> Entry | None:
    """The entry of a person, when everything is taken in."""
    drain.run_all()
    return Entry.objects.live().filter(key=key_of_person(user.pk)).first()


def facets_of(entry: Entry) -> dict[str, set[str]]:
    """The facet values of an entry by facet."""
    found: dict[str, set[str]] = {}
    for value in FacetValue.objects.filter(pk__in=entry.facet_ids):
        found.setdefault(value.facet, set()).add(value.value)
    return found


def make_tag(word: str, **fields: Any) -> Tag:
    """An accepted tag."""
    return Tag.objects.create(
        name=word, slug=word.replace(" ", "-"), state=Tag.State.ACCEPTED, **fields
    )
