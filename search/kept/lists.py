"""Writes on private lists; a person's writes wait for each other."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.services import lock_account
from search.kept.services import NoRoom
from search.models import Kept, KeptList

MOST_LISTS = 50
MOST_ENTRIES = 1000


class NameTaken(Exception):
    """This person has a list of that name."""


@transaction.atomic
def make_list(user: User, name: str) -> KeptList:
    """A new list, or the one that has this name already."""
    lock_account(user)
    own = KeptList.objects.filter(user=user)
    if found := own.filter(name=name).first():
        return found
    if own.count() >= MOST_LISTS:
        raise NoRoom(
            ngettext(
                "You have %(n)s list, which is the most. Remove one first.",
                "You have %(n)s lists, which is the most. Remove one first.",
                MOST_LISTS,
            )
            % {"n": MOST_LISTS}
        )
    return KeptList.objects.create(user=user, name=name)


@transaction.atomic
def rename_list(kept_list: KeptList, name: str) -> None:
    """Give a list another name; raise NameTaken where another list has it."""
    lock_account(kept_list.user)
    others = KeptList.objects.filter(user_id=kept_list.user_id).exclude(pk=kept_list.pk)
    if others.filter(name=name).exists():
        raise NameTaken
    kept_list.name = name
    kept_list.save(update_fields=["name"])


@transaction.atomic
def keep(user: User, key: str, list_name: str, note: str) -> tuple[Kept, bool]:
    """Put an entry on a list, made on first use; whether it is new there.

    An entry that is there already gets the note, if there is one.
    """
    kept_list = make_list(user, list_name)
    known = Kept.objects.filter(kept_list=kept_list, key=key).first()
    if known:
        if note:
            known.note = note
            known.save(update_fields=["note"])
        return known, False
    make_room(kept_list)
    return Kept.objects.create(kept_list=kept_list, key=key, note=note), True


@transaction.atomic
def change(kept: Kept, target: KeptList, note: str) -> bool:
    """Write the note, and move to another list; False where it stood there already.

    Then the two become one, with the note that was written now.
    """
    lock_account(target.user)
    twin = None
    if target.pk != kept.kept_list_id:
        twin = Kept.objects.filter(kept_list=target, key=kept.key).first()
        if twin is None:
            make_room(target)
    if twin:
        twin.note = note or twin.note
        twin.save(update_fields=["note"])
        kept.delete()
        return False
    kept.kept_list, kept.note = target, note
    kept.save(update_fields=["kept_list", "note"])
    return True


def make_room(kept_list: KeptList) -> None:
    """Raise NoRoom when there are as many entries on a list as there may be."""
    if kept_list.kept.count() >= MOST_ENTRIES:
        raise NoRoom(
            _("The list “%(name)s” is full: a list holds %(n)s entries.")
            % {"name": kept_list.name, "n": MOST_ENTRIES}
        )
