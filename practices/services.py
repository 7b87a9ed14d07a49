"""Writes of this package: the section of an agency with its groups and rights."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils.text import slugify
from wagtail.log_actions import log
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Locale,
    Page,
    Site,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from accounts.models import Agency
from catalogue.changes import object_changed
from practices.models import AgencySectionPage
from vocabulary.labels import pick

# First parts of addresses that are no sections.
RESERVED_SLUGS = frozenset(
    (
        *("accessibility", "account", "accounts", "admin", "agencies", "api", "cases"),
        *("collections", "communities", "contact", "contribute", "dashboard"),
        *("documents", "done", "events", "feeds", "follow", "guides", "healthz"),
        *("images", "jobs", "language", "mail", "media", "news", "notices", "people"),
        *("privacy", "talk"),
        *("profile", "readyz", "related", "reuse", "rules", "saved", "search"),
        *("sitemap", "static", "themes", "useful", "welcome"),
    )
)
EDITOR_RIGHTS = ("add_page", "change_page")
PUBLISHER_RIGHTS = (*EDITOR_RIGHTS, "publish_page", "lock_page", "unlock_page")
FILE_RIGHTS = ("add", "change", "choose")
RIGHTS_OF = ("wagtailcore", "wagtailadmin", "wagtaildocs", "wagtailimages")
GROUP_NAME_LENGTH = Group._meta.get_field("name").max_length or 150


@transaction.atomic
def ensure_section(agency: Agency) -> AgencySectionPage | None:
    """Make the section of an agency with its groups and rights, or bring it up to date.

    Returns None while there is no site to put it under.
    """
    section: AgencySectionPage | None
    section = AgencySectionPage.objects.filter(agency=agency).first()
    if section is None:
        home = _home()
        if home is None:
            return None
        section = _make_section(agency, home)
    else:
        _rename_section(section, agency)
    _ensure_groups(section, agency)
    return section


@transaction.atomic
def change_language(page: Page, language: str, user: Any) -> None:
    """Say that a page is written in another language than it was said to be.

    The row alone holds the language: revisions take it from there.
    """
    locale = Locale.objects.get_or_create(language_code=language)[0]
    if page.locale_id == locale.pk:
        return
    before = page.locale.language_code
    page.locale = locale
    Page.objects.filter(pk=page.pk).update(locale=locale)
    log(
        page,
        "practices.change_language",
        user=user,
        data={"before": before, "after": language},
    )
    object_changed(f"page:{page.pk}")


def _home() -> Page | None:
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    return site.root_page if site else None


def _name(agency: Agency) -> tuple[str, str]:
    """The agency's name and its language, the same whoever saves the agency."""
    name, language = pick(agency.names, "en")
    return name or agency.slug, language


def _make_section(agency: Agency, home: Page) -> AgencySectionPage:
    name, language = _name(agency)
    section = AgencySectionPage(
        title=name,
        slug=_free_slug(agency, home),
        agency=agency,
        locale=Locale.objects.filter(language_code=language).first() or home.locale,
    )
    home.add_child(instance=section)
    section.save_revision(log_action=False).publish(log_action=False)
    return section


def _free_slug(agency: Agency, home: Page) -> str:
    wanted = slugify(agency.slug) or f"agency-{agency.pk}"
    if wanted in RESERVED_SLUGS:
        wanted = f"{wanted}-agency"
    taken = set(home.get_children().values_list("slug", flat=True))
    slug, number = wanted, 2
    while slug in taken:
        slug, number = f"{wanted}-{number}", number + 1
    return slug


def _rename_section(section: AgencySectionPage, agency: Agency) -> None:
    """The title of a section is the name of its agency, whatever else is in draft."""
    name, language = _name(agency)
    locale = Locale.objects.filter(language_code=language).first() or section.locale
    if (section.title, section.locale_id) == (name, locale.pk):
        return
    for page in (section, section.get_latest_revision_as_object()):
        page.title = page.draft_title = name
        page.locale = locale
    section.save()
    if section.latest_revision_id:
        section.latest_revision.content.update(title=name, draft_title=name)
        section.latest_revision.save(update_fields=["content"])


def _ensure_groups(section: AgencySectionPage, agency: Agency) -> None:
    name = _name(agency)[0]
    section.editors = _group(section.editors, name, agency, "editors")
    section.publishers = _group(section.publishers, name, agency, "publishers")
    section.files = _files(section.files, name)
    section.approval = _approval(section, name)
    AgencySectionPage.objects.filter(pk=section.pk).update(
        editors=section.editors,
        publishers=section.publishers,
        files=section.files,
        approval=section.approval,
    )
    give_rights(section.editors, section, section.files, EDITOR_RIGHTS)
    give_rights(section.publishers, section, section.files, PUBLISHER_RIGHTS)


def _group(group: Group | None, name: str, agency: Agency, role: str) -> Group:
    """The group of a role, named after the agency; its slug tells namesakes apart."""
    short = name[: GROUP_NAME_LENGTH - len(agency.slug) - len(role) - 4]
    wanted = f"{short} {role}"
    others = Group.objects.filter(name=wanted)
    if group is not None:
        others = others.exclude(pk=group.pk)
    if others.exists():
        wanted = f"{short} ({agency.slug}) {role}"
    if group is None:
        return Group.objects.create(name=wanted)
    if group.name != wanted:
        group.name = wanted
        group.save()
    return group


def _files(collection: Collection | None, name: str) -> Collection:
    if collection is None:
        root = Collection.get_first_root_node()
        return root.add_child(name=name)
    if collection.name != name:
        collection.name = name
        collection.save()
    return collection


def _approval(section: AgencySectionPage, name: str) -> Workflow:
    """The way to publication when an editor may not publish: a publisher approves."""
    workflow = section.approval
    if workflow is None:
        task = GroupApprovalTask.objects.create(name=name)
        task.groups.add(section.publishers)
        workflow = Workflow.objects.create(name=name)
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
        WorkflowPage.objects.create(workflow=workflow, page=section)
    elif workflow.name != name:
        workflow.name = name
        workflow.save()
    return workflow


def give_rights(
    group: Group, page: Page, files: Collection, page_rights: tuple[str, ...]
) -> None:
    """Let a group work below a page and with the files of a collection."""
    files_rights = [
        f"{right}_{model}" for right in FILE_RIGHTS for model in ("document", "image")
    ]
    found = Permission.objects.filter(
        content_type__app_label__in=RIGHTS_OF,
        codename__in=["access_admin", *page_rights, *files_rights],
    )
    rights = dict(found.values_list("codename", "pk"))
    group.permissions.add(rights["access_admin"])
    for model, where, names in (
        (GroupPagePermission, {"page_id": page.pk}, page_rights),
        (GroupCollectionPermission, {"collection_id": files.pk}, files_rights),
    ):
        _grant(model, where | {"group": group}, [rights[name] for name in names])


def _grant(model: Any, where: dict[str, Any], rights: list[int]) -> None:
    """Give what is missing, in few queries."""
    given = set(model.objects.filter(**where).values_list("permission", flat=True))
    missing = [right for right in rights if right not in given]
    if missing:
        # One by itself: those who remember who may do what hear of it.
        model.objects.get_or_create(permission_id=missing[0], **where)
    rows = [model(permission_id=right, **where) for right in missing[1:]]
    model.objects.bulk_create(rows, ignore_conflicts=True)
