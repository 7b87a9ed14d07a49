"""Writes on communities as such: making them, their walls, their archive.

Who belongs to one is written by `communities.belonging.services` alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import (
    BaseViewRestriction,
    Collection,
    CollectionViewRestriction,
    Locale,
    Page,
    PageViewRestriction,
    Site,
)

from accounts.services import signed_in_agents
from catalogue.changes import object_changed, related_changed
from communities.models import (
    CommunityIndexPage,
    CommunityLibraryPage,
    CommunityPage,
    Decision,
    Joining,
    Visibility,
)
from communities.moderating.services import record
from communities.querysets import ADDRESS, library_of
from communities.slugs import RESERVED_SLUGS, base_of, unguessable
from practices.services import PUBLISHER_RIGHTS, give_rights

# Who reads more stands first.
WIDTH = (
    Visibility.OPEN,
    Visibility.RESTRICTED,
    Visibility.PRIVATE,
    Visibility.CONFIDENTIAL,
)


@transaction.atomic
def ensure_index() -> CommunityIndexPage:
    """The page below which communities stand, made under the home page when missing."""
    index: CommunityIndexPage | None = CommunityIndexPage.objects.first()
    if index is not None:
        return index
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    home = site.root_page if site else Page.get_first_root_node()
    with override("en"):
        title = _("Communities")
    index = CommunityIndexPage(title=title, slug=ADDRESS, locale=home.locale)
    home.add_child(instance=index)
    index.save_revision(log_action=False).publish(log_action=False)
    return index


@transaction.atomic
def make_community(
    title: str,
    purpose: str,
    *,
    visibility: str = Visibility.RESTRICTED,
    joining: str = Joining.REQUEST,
    language: str = "en",
    languages: Sequence[str] = (),
    slug: str | None = None,
    **fields: Any,
) -> CommunityPage:
    """Make a community with its library, groups, files, walls and rights; published.

    fields: introduction, domains, agencies, themes, reviews_first. It has no members
    yet: `belonging.services.found` gives it an owner.
    """
    index = ensure_index()
    page = CommunityPage(
        title=title,
        draft_title=title,
        slug=free_slug(slug or title, visibility),
        purpose=purpose,
        visibility=visibility,
        joining=joining,
        languages=" ".join(languages or [language]),
        locale=Locale.objects.get_or_create(language_code=language)[0],
        **fields,
    )
    # The receiver of its first save makes all that belongs to it.
    index.add_child(instance=page)
    page.save_revision(log_action=False).publish(log_action=False)
    made: CommunityPage = CommunityPage.objects.get(pk=page.pk)
    return made


def free_slug(wanted: str, visibility: str) -> str:
    """An address that is free; of a confidential community nobody can guess it."""
    base = base_of(wanted)
    if visibility == Visibility.CONFIDENTIAL:
        return unguessable(base)
    slug, number = base, 1
    pages = CommunityPage.objects.all()
    while slug in RESERVED_SLUGS or pages.filter(slug=slug).exists():
        number += 1
        slug = f"{base}-{number}"
    return slug


@transaction.atomic
def furnish(community: CommunityPage) -> None:
    """Give a community what belongs to it, or bring it up to date; idempotent."""
    is_new = _ensure_parts(community)
    library, files = _ensure_library(community), community.files
    if files is not None and files.name != community.title:
        files.name = community.title
        files.save()
    if is_new and files is not None and community.moderators is not None:
        give_rights(community.moderators, library, files, PUBLISHER_RIGHTS)
    sync_walls(community)


@transaction.atomic
def sync_walls(community: CommunityPage) -> None:
    """Make the walls what the visibility asks for; they count at the next request.

    The library and the files always have one of their own. A confidential community
    carries it on its own page too, so that everything above learns nothing of it.
    """
    list(CommunityPage.objects.select_for_update().filter(pk=community.pk))
    # Without its group nobody but administrators gets in.
    members = {community.group} if community.group else set()
    readers = set(members)
    if community.visibility == Visibility.OPEN:
        readers.add(signed_in_agents())
    library = library_of(community)
    if library is not None:
        _wall(PageViewRestriction, {"page": library}, readers)
    if community.files is not None:
        _wall(CollectionViewRestriction, {"collection": community.files}, readers)
    if community.is_confidential:
        _wall(PageViewRestriction, {"page": community.page_ptr}, members)
    else:
        # One by one: the log of changes hears of each.
        for wall in PageViewRestriction.objects.filter(page=community.pk):
            wall.delete()


@transaction.atomic
def change_visibility(
    community: CommunityPage, visibility: str, by: Any, reason: str = ""
) -> None:
    """Say anew who may know of a community and who reads it, from now on.

    Whether it may become wider is for the caller to ask.
    """
    rows = CommunityPage.objects.select_for_update().filter(pk=community.pk)
    before = rows.values_list("visibility", flat=True).get()
    if before == visibility:
        return
    rows.update(visibility=visibility)
    community.visibility = visibility
    sync_walls(community)
    object_changed(f"page:{community.pk}", closes=is_narrower(visibility, before))
    told(community)
    words = f"{Visibility(before).label} → {Visibility(visibility).label}"
    record(
        Decision.Verb.SETTINGS, by=by, community=community, reason=reason, note=words
    )


def told(community: CommunityPage) -> None:
    """What is said in a community names it: look at all of that again."""
    related_changed(f"communities.community:{community.pk}")


def is_narrower(visibility: str, than: str) -> bool:
    """Whether fewer people read under this visibility."""
    return WIDTH.index(Visibility(visibility)) > WIDTH.index(Visibility(than))


@transaction.atomic
def archive(community: CommunityPage, by: Any, reason: str = "") -> bool:
    """Keep a community for reading only; whether it was in use until now."""
    return _set_archived(community, by, reason, archived=True)


@transaction.atomic
def reopen(community: CommunityPage, by: Any, reason: str = "") -> bool:
    """Let members write again; whether it was archived until now."""
    return _set_archived(community, by, reason, archived=False)


def _set_archived(
    community: CommunityPage, by: Any, reason: str, *, archived: bool
) -> bool:
    rows = CommunityPage.objects.select_for_update().filter(pk=community.pk)
    if (rows.get().archived_at is not None) == archived:
        return False
    community.archived_at = timezone.now() if archived else None
    community.archived_by = by if archived else None
    rows.update(archived_at=community.archived_at, archived_by=community.archived_by)
    object_changed(f"page:{community.pk}")
    verb = Decision.Verb.ARCHIVE if archived else Decision.Verb.REOPEN
    record(verb, by=by, community=community, reason=reason)
    return True


@transaction.atomic
def dissolve(community: CommunityPage) -> None:
    """After its page is gone: its groups go too, and its files if there are none.

    Files that were left keep their wall without its groups: nobody but administrators
    opens them.
    """
    for group in (community.group, community.moderators):
        if group is not None:
            group.delete()
    files = community.files
    if files is not None and not holds_files(files):
        files.delete()


def holds_files(collection: Collection) -> bool:
    """Whether documents or pictures lie in a collection, or collections in it."""
    filled = any(
        model.objects.filter(collection=collection.pk).exists()
        for model in (get_document_model(), get_image_model())
    )
    return filled or not collection.is_leaf()


def _ensure_parts(community: CommunityPage) -> bool:
    """Its two groups and the collection of its files; whether one was missing."""
    if community.group and community.moderators and community.files:
        return False
    # The groups are named by its number: their names tell nothing.
    name = f"community {community.pk}"
    if community.group is None:
        community.group = Group.objects.get_or_create(name=name)[0]
    if community.moderators is None:
        community.moderators = Group.objects.get_or_create(name=f"{name} moderators")[0]
    if community.files is None:
        root = Collection.get_first_root_node()
        community.files = root.add_child(name=community.title)
    CommunityPage.objects.filter(pk=community.pk).update(
        group=community.group,
        moderators=community.moderators,
        files=community.files,
    )
    return True


def _ensure_library(community: CommunityPage) -> CommunityLibraryPage:
    """The container of its pages; live as soon as the community is."""
    library = library_of(community)
    if library is None:
        with override(community.locale.language_code):
            title = _("Library")
        library = CommunityLibraryPage(
            title=title, slug="library", locale=community.locale, live=False
        )
        community.add_child(instance=library)
    if community.live and not library.live:
        library.save_revision(log_action=False).publish(log_action=False)
        library.refresh_from_db()
    return library


def _wall(model: Any, where: dict[str, Any], groups: Iterable[Group]) -> None:
    """One restriction to these groups, and no other."""
    walls = list(model.objects.filter(**where))
    wall, surplus = (walls[0], walls[1:]) if walls else (None, [])
    for each in surplus:
        each.delete()
    if wall is None or wall.restriction_type != BaseViewRestriction.GROUPS:
        if wall is not None:
            wall.delete()
        wall = model(restriction_type=BaseViewRestriction.GROUPS, **where)
        wall.save()
    wanted = {group.pk for group in groups}
    if set(wall.groups.values_list("pk", flat=True)) != wanted:
        wall.groups.set(wanted)
