"""Writes on people and agencies that touch more than one row."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Q
from wagtail.users.models import UserProfile

from accounts.models import (
    KNOWLEDGE_MANAGERS,
    SIGNED_IN_AGENTS,
    Agency,
    AgencyLogo,
    EmailDomain,
    User,
)
from vocabulary.labels import pick

GROUP_NAME_LENGTH = 150
_kept_above: list[Callable[[], Any]] = []


@transaction.atomic
def create_user(email: str, password: str | None = None, **fields: Any) -> User:
    """Make an agent who signs in by e-mail; without a password nobody can sign in yet.

    fields: agency, first_name, last_name, job_title, interface_language and the like.
    """
    address = User.objects.normalize_email(email).lower()
    fields.setdefault("username", free_username(address))
    user: User = User.objects.create_user(email=address, password=password, **fields)
    return user


def free_username(email: str) -> str:
    """A name for the account that nobody has yet; people never see or type it."""
    base = email[:140]
    name, number = base, 1
    while User.objects.filter(username=name).exists():
        number += 1
        name = f"{base}-{number}"
    return name


def lock_account(user: User) -> bool:
    """Of two tabs that write at once one waits here; whether the account is in use.

    Rows that name the account are written after this, or both tabs wait for ever.
    """
    rows = User.objects.select_for_update().filter(pk=user.pk)
    return any(row.is_active for row in rows)


@transaction.atomic
def set_agency(user: User, agency: Agency | None) -> None:
    """Move an agent to another agency and so to its group; None: out of all.

    A guest who is given an agency is a guest no longer.
    """
    if agency is not None and user.agency_id is None:
        user.is_guest = False
    user.agency = agency
    user.save(update_fields=["agency", "is_guest"])


def leave_agency(user: User) -> None:
    """Take an agent out of the agency: the account stays, as that of a guest."""
    set_agency(user, None)


@transaction.atomic
def suspend(users: Iterable[User]) -> None:
    """Close accounts: nothing is deleted, all access ends at the next request."""
    _set_active(users, False)


@transaction.atomic
def reinstate(users: Iterable[User]) -> None:
    """Open suspended accounts again, with the groups that belong to them."""
    _set_active(users, True)


def _set_active(users: Iterable[User], active: bool) -> None:
    for user in users:
        user.is_active = active
        user.save(update_fields=["is_active"])


def group_for(agency: Agency) -> Group:
    """The group of an agency's agents, made when missing, with the right name."""
    if agency.group_id is None:
        return Group.objects.create(name=_group_name(agency))
    group = Group.objects.get(pk=agency.group_id)
    name = _group_name(agency)
    if group.name != name:
        group.name = name
        group.save(update_fields=["name"])
    return group


def _group_name(agency: Agency) -> str:
    """Unique by the agency's short name, unless a group made by hand is in the way."""
    title = pick(agency.names, "en")[0] or agency.acronym
    base = " ".join(f"{title[:60]} ({agency.slug})".split())
    name, number = base[:GROUP_NAME_LENGTH], 1
    others = Group.objects.all()
    if agency.group_id is not None:
        others = others.exclude(pk=agency.group_id)
    while others.filter(name=name).exists():
        number += 1
        name = f"{base[: GROUP_NAME_LENGTH - 5]} {number}"
    return name


@transaction.atomic
def sync_groups(user: User) -> None:
    """Put a user into the groups that follow from the account, and out of the others.

    Groups given by hand stay as they are.
    """
    belongs = user.is_active and not user.is_guest
    wanted: set[int] = set()
    if belongs:
        wanted.add(signed_in_agents().pk)
        if user.agency is not None and user.agency.group_id is not None:
            wanted.add(user.agency.group_id)
    present = set(kept_groups().filter(user=user).values_list("pk", flat=True))
    if missing := wanted - present:
        user.groups.add(*missing)
    if surplus := present - wanted:
        user.groups.remove(*surplus)


def kept_groups() -> Any:
    """The groups that accounts keep: nobody is put in or out of them by hand."""
    agents = Group.objects.filter(name=SIGNED_IN_AGENTS)
    return (agents | Group.objects.filter(agency__isnull=False)).distinct()


def keep_groups(groups: Callable[[], Any]) -> None:
    """Tell of groups into which packages above put people: nobody does it by hand."""
    if groups not in _kept_above:
        _kept_above.append(groups)


def groups_of_the_hub() -> Any:
    """All groups that follow from something else; the admin offers none of them."""
    found = Q(pk__in=kept_groups())
    for groups in _kept_above:
        found |= Q(pk__in=groups())
    return Group.objects.filter(found)


def signed_in_agents() -> Group:
    """The group of every active user who is no guest."""
    return Group.objects.get_or_create(name=SIGNED_IN_AGENTS)[0]


def knowledge_managers() -> Group:
    """The group of those who keep the vocabulary."""
    return Group.objects.get_or_create(name=KNOWLEDGE_MANAGERS)[0]


@transaction.atomic
def set_logo(agency: Agency, image: Any | None) -> None:
    """Give an agency its picture, another one, or none."""
    if image is None:
        AgencyLogo.objects.filter(agency=agency).delete()
    else:
        AgencyLogo.objects.update_or_create(agency=agency, defaults={"image": image})


@transaction.atomic
def set_domains(agency: Agency, names: Iterable[str], by: User | None = None) -> None:
    """Make these the confirmed domains of an agency, and no others.

    names: as `domains.parse` returns them. Raises IntegrityError for another's domain.
    """
    wanted = set(names)
    EmailDomain.objects.filter(agency=agency).exclude(name__in=wanted).delete()
    for name in sorted(wanted.difference(agency.domains)):
        EmailDomain.objects.create(agency=agency, name=name, confirmed_by=by)


def share_language(user: User) -> None:
    """Show the editing pages in the language of the person's profile."""
    code = user.interface_language
    known = UserProfile.objects.filter(user=user)
    if code and not known.exists():
        UserProfile.objects.create(user=user, preferred_language=code)
    elif code:
        known.exclude(preferred_language=code).update(preferred_language=code)


def take_language(profile: UserProfile) -> None:
    """Take over the language that somebody chose in the editing pages."""
    code = profile.preferred_language
    if code in dict(settings.LANGUAGES):
        people = User.objects.filter(pk=profile.user_id)
        people.exclude(interface_language=code).update(interface_language=code)
