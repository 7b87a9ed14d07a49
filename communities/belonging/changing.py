"""What owners change about their community, with a row of the trail for each change."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from communities.belonging.texts import html_of, plain_of
from communities.models import CommunityPage, Decision, Thread
from communities.moderating.services import record
from communities.querysets import library_of
from communities.services import WIDTH, change_visibility, holds_files, is_narrower

OF_THE_PAGE = ("purpose", "introduction", "languages")
OF_THE_ROW = ("joining", "domains", "reviews_first")


@transaction.atomic
def change(community: CommunityPage, values: dict[str, Any], by: User) -> list[str]:
    """Keep what the form says; returns the names of what is different now.

    Formatting of the introduction that was made in the editing pages stays as long as
    its words stay.
    """
    list(CommunityPage.objects.select_for_update().filter(pk=community.pk))
    page = CommunityPage.objects.get(pk=community.pk)
    wanted = {**values, "languages": " ".join(values["languages"])}
    agencies = list(wanted.pop("agencies"))
    wanted["introduction"] = page.introduction
    if plain_of(page.introduction) != values["introduction"]:
        wanted["introduction"] = html_of(values["introduction"])
    names = [*OF_THE_PAGE, *OF_THE_ROW]
    changed = [name for name in names if getattr(page, name) != wanted[name]]
    for name in changed:
        setattr(page, name, wanted[name])
    if {each.pk for each in page.agencies.all()} != {each.pk for each in agencies}:
        page.agencies.set(agencies)
        changed.append("agencies")
    if not changed:
        return []
    # The row says who may join; a version brings back texts alone.
    rows = CommunityPage.objects.filter(pk=page.pk)
    rows.update(**{name: wanted[name] for name in OF_THE_ROW})
    # Owners have no rights in the editing pages: who may do this was asked before.
    page.save_revision(user=by).publish(user=by, skip_permission_checks=True)
    labels = (str(page._meta.get_field(name).verbose_name) for name in changed)
    record(Decision.Verb.SETTINGS, by=by, community=community, note=", ".join(labels))
    return changed


def refusal_to_widen(community: CommunityPage, wanted: str) -> str:
    """Why a community cannot get more readers; "" when it can, or gets fewer.

    Whoever wrote or stored something here was told who reads it.
    """
    if wanted == community.visibility or is_narrower(wanted, community.visibility):
        return ""
    if is_empty(community):
        return ""
    return _(
        "What was written here was written for fewer readers. A community can be "
        "opened further only while it has no discussions, pages or files: narrow it, "
        "or propose a new one."
    )


def is_empty(community: CommunityPage) -> bool:
    """Whether nothing was said or kept in it yet."""
    if Thread.objects.filter(community=community).exists():
        return False
    library = library_of(community)
    if library is not None and library.numchild:
        return False
    return community.files is None or not holds_files(community.files)


@transaction.atomic
def set_visibility(community: CommunityPage, wanted: str, by: User) -> bool:
    """Say anew who reads it, unless that widens what was promised; whether it did."""
    list(CommunityPage.objects.select_for_update().filter(pk=community.pk))
    if refusal_to_widen(community, wanted):
        return False
    change_visibility(community, wanted, by)
    return True


def allowed(community: CommunityPage) -> list[str]:
    """The visibilities that the community may have."""
    return [each for each in WIDTH if not refusal_to_widen(community, each)]
