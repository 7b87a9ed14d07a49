"""Keeping groups true and logging changes, in the transaction of the change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from django.contrib.auth.models import Group
from django.db.models import ProtectedError
from django.db.models.signals import (
    m2m_changed,
    post_delete,
    post_save,
    pre_delete,
    pre_save,
)
from django.utils.translation import gettext as _
from wagtail.users.models import UserProfile

from accounts import audit, departures, photos
from accounts.catalogue import key_of_person
from accounts.models import (
    KNOWLEDGE_MANAGERS,
    SIGNED_IN_AGENTS,
    Agency,
    AskMeAbout,
    Profile,
    User,
)
from accounts.services import (
    group_for,
    share_language,
    sync_groups,
    take_language,
)
from catalogue import projectors
from catalogue.access import move_stamp
from catalogue.changes import object_changed, related_changed
from catalogue.models import Stamp
from catalogue.signal_handlers import watch

# What pages and entries show of a person, and what decides the groups.
SHOWN = frozenset({"first_name", "last_name", "username", "agency", "is_active"})
DECIDING = frozenset({"agency", "agency_id", "is_active", "is_guest"})
PERSON_SHOWS = SHOWN | DECIDING | {"function", "function_id", "job_title", "languages"}

Calls = Iterator[Callable[[], None]]


def connect() -> None:
    """Connect the receivers; each once."""
    audit.connect()
    departures.connect()
    uid = "accounts"
    pre_save.connect(give_group, sender=Agency, dispatch_uid=uid)
    watch(Agency, agency_changed)
    post_delete.connect(take_group, sender=Agency, dispatch_uid=uid)
    post_save.connect(user_saved, sender=User, dispatch_uid=uid)
    post_save.connect(profile_saved, sender=UserProfile, dispatch_uid=uid)
    m2m_changed.connect(groups_changed, sender=User.groups.through, dispatch_uid=uid)
    m2m_changed.connect(
        expertise_changed, sender=User.expertise.through, dispatch_uid=uid
    )
    for shown in (Profile, AskMeAbout):
        watch(shown, card_changed)
    post_delete.connect(photo_left, sender=Profile, dispatch_uid=uid)
    for model in (Agency, User):
        pre_delete.connect(about_to_go, sender=model, dispatch_uid=uid)
    pre_delete.connect(keep_group, sender=Group, dispatch_uid=uid)


def give_group(instance: Agency, raw: bool = False, **_kwargs: object) -> None:
    """Before an agency is saved it has its group, under its present name."""
    if not raw:
        instance.group = group_for(instance)


def take_group(instance: Agency, **_kwargs: object) -> None:
    """The group of an agency goes with it."""
    if instance.group is not None:
        instance.group.delete()


def agency_changed(agency: Agency) -> Calls:
    """All that an agency publishes shows its name, country and level."""
    yield partial(move_stamp, Stamp.LABELS)
    yield partial(related_changed, key_of(agency))


def user_saved(
    instance: User,
    raw: bool = False,
    update_fields: Iterable[str] | None = None,
    **_kwargs: object,
) -> None:
    """Groups follow the account; what a person owns shows their name."""
    if raw:
        return
    if update_fields is None or DECIDING.intersection(update_fields):
        sync_groups(instance)
    if update_fields is None or "interface_language" in update_fields:
        share_language(instance)
    if update_fields is None or SHOWN.intersection(update_fields):
        related_changed(key_of(instance))
        move_stamp(Stamp.PEOPLE)
    if update_fields is None or PERSON_SHOWS.intersection(update_fields):
        person_changed(instance.pk)


def person_changed(*numbers: int) -> None:
    """Log people; nobody finds them until what they show now is taken in."""
    object_changed(*map(key_of_person, numbers), closes=True)


def card_changed(card: Profile | AskMeAbout) -> Calls:
    """What a person shows of themselves is found, and what not, not any more."""
    yield partial(person_changed, card.user_id)


def photo_left(instance: Profile, **_kwargs: object) -> None:
    """The file of a photo goes with the profile that it belongs to."""
    if name := instance.photo.name:
        photos.forget(instance, name)


def expertise_changed(
    instance: Any, action: str, reverse: bool, pk_set: Any, **_kwargs: object
) -> None:
    """The expertise of a person was written outside their save."""
    if action == "pre_clear" and reverse:
        # Afterwards nobody can tell who had the tag.
        person_changed(*instance.experts.values_list("pk", flat=True))
    elif action.startswith("post_"):
        person_changed(*(pk_set or () if reverse else (instance.pk,)))


def profile_saved(instance: UserProfile, raw: bool = False, **_kwargs: object) -> None:
    """The language chosen in the editing pages is that of the whole hub."""
    if not raw:
        take_language(instance)


def groups_changed(
    instance: User | Group, action: str, reverse: bool, pk_set: Any, **_kwargs: object
) -> None:
    """Whoever was put in or out of a kept group by hand is put right again."""
    if action not in ("post_add", "post_remove", "post_clear"):
        return
    if not reverse:
        users: Iterable[User] = [instance] if isinstance(instance, User) else []
    else:
        users = User.objects.filter(pk__in=pk_set or ())
    for user in users:
        sync_groups(user)


def about_to_go(instance: Agency | User, **_kwargs: object) -> None:
    """Log what refers to it while the rows that say so are still there."""
    object_changed(*projectors.related(key_of(instance)))
    if isinstance(instance, User):
        person_changed(instance.pk)


def keep_group(instance: Group, **_kwargs: object) -> None:
    """The hub's own groups cannot be deleted: access depends on them."""
    if instance.name in (SIGNED_IN_AGENTS, KNOWLEDGE_MANAGERS):
        message = _("This group belongs to the hub and cannot be deleted.")
        raise ProtectedError(message, {instance})


def key_of(instance: Any) -> str:
    """How the change log names this object."""
    return f"{instance._meta.label_lower}:{instance.pk}"
