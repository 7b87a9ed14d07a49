"""Writes on what people show of themselves, and all that is stored about them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.core.files.base import ContentFile
from django.db import models, transaction
from django.utils.translation import get_language

from accounts import photos
from accounts.models import AskMeAbout, Invitation, JoinRequest, Profile, User
from accounts.people import card_of, expertise
from accounts.services import lock_account, suspend
from accounts.signals import account_closed, own_data
from vocabulary.services import find_or_propose

# Of the account itself; keys, hashes and marks of the machine say nothing.
OWN = (
    *("email", "first_name", "last_name", "job_title", "languages"),
    *("interface_language", "is_guest", "is_active", "date_joined", "last_login"),
    *("joined_agency_on", "welcomed_at", "notices_seen_at"),
)
SHOWN = (
    *("town", "reach", "shows_photo", "shows_town", "shows_languages"),
    *("shows_expertise", "shows_questions", "shows_contributions", "shows_answers"),
)
LINK = ("kind", "created_at", "expires_at", "used_at", "withdrawn_at")
REQUEST = (
    *("first_name", "last_name", "agency_name", "message", "state", "reason"),
    *("created_at", "decided_at"),
)
# Rows that only repeat what stands above, or that hold secrets.
LEFT_OUT = frozenset({"accounts.profile", "accounts.askmeabout", "mfa.authenticator"})
MOST_ROWS = 1000


@transaction.atomic
def save(user: User, card: Profile, data: Mapping[str, Any]) -> int:
    """Keep what a person wrote on the profile form; return how many words are new."""
    if not lock_account(user):
        return 0
    if known := _stored_card(user):
        card.pk, card.photo = known.pk, known.photo
        card._state.adding = False
    user.languages = data["languages"]
    user.interface_language = data["interface_language"]
    user.save(update_fields=["languages", "interface_language"])
    tags = find_or_propose(data["tags"], (get_language() or "en")[:2])
    user.expertise.set(tags)
    user.questions.all().delete()
    for number, (topic, note) in enumerate(data["questions"]):
        AskMeAbout.objects.create(user=user, topic=topic, note=note, sort_order=number)
    card.user = user
    if data["upload"] or data["no_photo"]:
        photos.keep(card, data["upload"])
    else:
        card.save()
    return sum(not tag.is_accepted for tag in tags)


@transaction.atomic
def close_account(user: User) -> None:
    """Switch one's own account off, and forget what it showed to others.

    Name and address stay until an administrator deletes the account, so that pages
    keep an owner to hand over, and nobody joins again unnoticed.
    """
    lock_account(user)
    if card := _stored_card(user):
        card.delete()
    user.questions.all().delete()
    user.expertise.clear()
    account_closed.send(sender=User, user=user)
    suspend([user])


@transaction.atomic
def keep_photo(user: User, photo: ContentFile) -> None:
    """Keep a photo alone, when the rest of the form cannot be kept yet."""
    if lock_account(user):
        photos.keep(_stored_card(user) or Profile(user=user), photo)


def _stored_card(user: User) -> Profile | None:
    return Profile.objects.filter(user=user).first()


def data_of(user: User) -> dict[str, Any]:
    """Everything that the hub stores about a person, as plain values."""
    card = card_of(user)
    agency, function = user.agency, user.function
    return {
        "account": {
            **{name: getattr(user, name) for name in OWN},
            "agency": str(agency) if agency else None,
            "function": str(function) if function else None,
            "groups": sorted(user.groups.values_list("name", flat=True)),
        },
        "profile": {
            **{name: getattr(card, name) for name in SHOWN},
            "photo": bool(card.photo),
            "expertise": [str(tag) for tag in expertise(user)],
            "ask_me_about": list(user.questions.values("topic", "note")),
        },
        "joining": {
            "links": _of_address(Invitation, user, LINK),
            "requests": _of_address(JoinRequest, user, REQUEST),
        },
        **dict(_told_above(user)),
        "elsewhere": dict(_elsewhere(user)),
    }


def _of_address(
    model: type[models.Model], user: User, names: tuple[str, ...]
) -> list[dict[str, Any]]:
    """Rows that know the person by the address alone, from before the account."""
    found = model._default_manager.filter(email__iexact=user.email)
    return list(found.order_by("pk").values(*names)) if user.email else []


def _told_above(user: User) -> Iterator[tuple[str, Any]]:
    """What packages above keep for the person, each under a name of its own."""
    for _receiver, answer in own_data.send(sender=User, user=user):
        part: Any = answer
        yield part


def _elsewhere(user: User) -> Any:
    """Rows of all packages that name the person: pages, versions, decisions."""
    for relation in User._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ManyToOneRel):
            continue
        model, field = relation.related_model, relation.field
        label = model._meta.label_lower
        if label in LEFT_OUT or model._meta.auto_created:
            continue
        rows = model._default_manager.filter(**{field.name: user}).order_by("pk")
        listed = [{"id": row.pk, "text": str(row)} for row in rows[:MOST_ROWS]]
        if listed:
            yield f"{label}.{field.name}", listed
