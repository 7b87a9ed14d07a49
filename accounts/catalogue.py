"""What people look like as entries: behind the wall of signed-in agents, always."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator

from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from accounts.people import Shown, listed, shown_by
from accounts.services import signed_in_agents
from catalogue import places
from catalogue.models import Entry
from catalogue.projectors import Projection, plain, register_related
from catalogue.projectors import register as register_model
from vocabulary.folding import words
from vocabulary.labels import pick
from vocabulary.models import Tag
from vocabulary.twins import words_of

LABEL = "accounts.user"
NAMESPACE = uuid.UUID("0f0c4a34-5b0b-4d8f-9a3c-2f6f0b1d7a55")
# A few words about a person must not stand before a page on the subject.
PRIOR = 0.4


def register() -> None:
    """Register the projector of people."""
    register_model(LABEL, project_person, all_keys)
    register_related("accounts.agency", keys_of_agency)
    register_related("vocabulary.tag", keys_of_tag)
    register_related("vocabulary.profession", keys_of_profession)


def key_of_person(number: int) -> str:
    """How the catalogue names a person."""
    return f"{LABEL}:{number}"


def project_person(number: int) -> Projection | None:
    """A person by name, function and agency, with what they chose to show.

    A name is in no language, so the entry has none.
    """
    found = listed().select_related("agency", "function", "profile_card")
    user = found.filter(pk=number).first()
    if user is None or user.agency is None:
        return None
    agency = user.agency
    shown = shown_by(user)
    tags = [tag.slug for tag in shown.tags]
    answered = [tag.slug for tag in shown.answered]
    facets = {"country": agency.country, "level": agency.level, "agency": agency.slug}
    return Projection(
        kind=Entry.Kind.PERSON,
        url=reverse("accounts:person", args=[user.pk]),
        language="",
        title=plain(user.get_full_name()),
        place=places.of_wall(f"group:{signed_in_agents().pk}"),
        summary=plain(", ".join(filter(None, [_function(user), _agency(user)]))),
        body=plain(" ".join(_texts(user, shown))),
        agency=agency.slug,
        prior=PRIOR,
        translation_key=uuid.uuid5(NAMESPACE, key_of_person(user.pk)),
        facets={
            **{name: [value] for name, value in facets.items() if value},
            "tag": sorted({*tags, *answered}),
            # By these the person is found again when an answer goes.
            "answered": list(shown.answered_where),
        },
        data={
            "sort": " ".join(words(f"{user.last_name} {user.first_name}")),
            "function": user.function.slug if user.function else "",
            "job_title": user.job_title,
            "tags": tags,
            "answered": answered,
            "languages": list(shown.languages),
            "photo": shown.photo.rpartition("/")[2],
            # In the person's own language.
            "asks": [plain(question.topic) for question in shown.questions],
            "lang": user.interface_language,
            # Whether the person may be named for the pages they keep.
            "keeps": shown.contributions,
        },
    )


def all_keys() -> Iterator[str]:
    """The keys of all people who may be found."""
    yield from map(key_of_person, _numbers(Q()))


def keys_of_agency(number: int) -> Iterable[str]:
    """The people of an agency."""
    return map(key_of_person, _numbers(Q(agency=number)))


def keys_of_tag(number: int) -> Iterable[str]:
    """The people with this tag or with one that was merged into it."""
    wanted = Q(expertise=number) | Q(expertise__merged_into=number)
    return map(key_of_person, _numbers(wanted))


def keys_of_profession(number: int) -> Iterable[str]:
    """The people with this function."""
    return map(key_of_person, _numbers(Q(function=number)))


def _numbers(wanted: Q) -> Iterable[int]:
    found = listed().filter(wanted).order_by("pk")
    return found.values_list("pk", flat=True).distinct().iterator(1000)


def _function(user: User) -> str:
    if user.job_title or not user.function:
        return user.job_title
    return pick(user.function.labels, "en")[0]


def _agency(user: User) -> str:
    return pick(user.agency.names, "en")[0] if user.agency else ""


def _texts(user: User, shown: Shown) -> Iterator[str]:
    """What finds a person beside the name, in all languages of the hub."""
    if user.function:
        yield from user.function.labels.values()
    if user.agency:
        yield from user.agency.names.values()
        yield user.agency.acronym
    for tag in (*shown.tags, *shown.answered):
        yield from _words(tag)
    for question in shown.questions:
        yield from (question.topic, question.note)
    yield shown.town


def _words(tag: Tag) -> Iterable[str]:
    return dict.fromkeys(words_of(tag))
